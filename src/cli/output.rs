//! Standard output: a closed pipe is told apart from a failure.

use std::io::{self, IsTerminal, Write};

use crate::error::{Error, Result};

/// Writes bytes to standard output.
pub(super) fn bytes(bytes: &[u8]) -> Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(bytes).and_then(|()| out.flush()).map_err(|source| Error::Io {
        action: "write",
        path: "standard output".into(),
        source,
    })
}

/// Writes a line to standard output.
pub(super) fn line(text: &str) -> Result<()> {
    bytes(format!("{text}\n").as_bytes())
}

/// Writes a value as indented JSON.
pub(super) fn json(value: &serde_json::Value) -> Result<()> {
    line(&format!("{value:#}"))
}

/// Tells whether standard output is a terminal that wants colours (see no-color.org).
pub(super) fn colors() -> bool {
    io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// Returns the width of lines: the terminal's where `COLUMNS` says it, else 100.
pub(super) fn columns() -> usize {
    std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok()).unwrap_or(100).clamp(60, 400)
}

/// Returns a text in a colour by its ANSI number, where colours are wanted.
pub(super) fn painted(text: &str, color: u8, colors: bool) -> String {
    if colors { format!("\u{1b}[{color}m{text}\u{1b}[0m") } else { text.to_owned() }
}

/// Returns a text on one line, cut to a number of characters; control characters, which could play tricks on the
/// terminal, become spaces.
pub(super) fn snippet(text: &str, width: usize) -> String {
    let flat: String = text
        .chars()
        .map(|c| {
            if c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}') {
                ' '
            } else {
                c
            }
        })
        .collect();
    let flat = flat.split_whitespace().collect::<Vec<_>>().join(" ");
    if flat.chars().count() <= width {
        return flat;
    }
    let cut: String = flat.chars().take(width.saturating_sub(1)).collect();
    format!("{}…", cut.trim_end())
}
