//! Standard output: a closed pipe is told apart from a failure.

use std::io::{self, IsTerminal, Write};

use serde::Serialize;

use crate::error::{Error, Result};

/// Writes bytes to standard output.
pub(super) fn bytes(bytes: &[u8]) -> Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(bytes).and_then(|()| out.flush()).map_err(unwritable)
}

/// Writes a line to standard output.
pub(super) fn line(text: &str) -> Result<()> {
    bytes(format!("{text}\n").as_bytes())
}

/// Writes a value as indented JSON, as it comes: it may be long.
pub(super) fn json(value: &impl Serialize) -> Result<()> {
    written(|out| serde_json::to_writer_pretty(out, value))
}

/// Writes a value as JSON on one line.
pub(super) fn json_line(value: &impl Serialize) -> Result<()> {
    written(|out| serde_json::to_writer(out, value))
}

/// Writes a line to standard output through a buffer.
fn written(
    write: impl FnOnce(&mut io::BufWriter<io::StdoutLock<'static>>) -> serde_json::Result<()>,
) -> Result<()> {
    let mut out = io::BufWriter::with_capacity(1 << 16, io::stdout().lock());
    let wrote = write(&mut out)
        .map_err(io::Error::from)
        .and_then(|()| out.write_all(b"\n"))
        .and_then(|()| out.flush());
    // What a failure leaves in the buffer must not be tried once more.
    let _unwritten = out.into_parts();
    wrote.map_err(unwritable)
}

/// Says that standard output takes nothing.
fn unwritable(source: io::Error) -> Error {
    Error::Io { action: "write", path: "standard output".into(), source }
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
