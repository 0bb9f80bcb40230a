//! A ranker for `pullquote select --ranker`: prefers passages that do not lean on the question.
//!
//! ```sh
//! cargo build --example rank_by_echo
//! pullquote select --ranker target/debug/examples/rank_by_echo interview.txt
//! ```
//!
//! It shows the protocol: JSON lines in (`id`, `text`, `question`, `speaker`, `before`, `after`), JSON lines out (`id`,
//! `score`, any number, higher is better). A ranker may be written in any language and may ask any model; it can only
//! name passages, not rewrite them.

use std::collections::BTreeSet;
use std::io::{self, BufRead, Write};

use pullquote::select::external::{RankedRow, RankerRow};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut out = io::stdout().lock();
    for line in io::stdin().lock().lines() {
        let row: RankerRow = serde_json::from_str(&line?)?;
        let ranked = RankedRow { score: -echo(&row), id: row.id };
        writeln!(out, "{}", serde_json::to_string(&ranked)?)?;
    }
    Ok(())
}

/// Returns the share of a passage's longer words that the question has too.
fn echo(row: &RankerRow) -> f64 {
    let asked = long_words(row.question.as_deref().unwrap_or_default());
    let said = long_words(&row.text);
    said.intersection(&asked).count() as f64 / said.len().max(1) as f64
}

/// Returns the words of five letters or more, in lower case.
fn long_words(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() >= 5);
    words.map(str::to_lowercase).collect()
}
