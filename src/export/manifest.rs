//! `manifest.jsonl`: what a set consists of, one JSON object a card.

use serde::{Deserialize, Serialize};

use super::jobs::{Job, Row, Source};
use crate::font::FontUse;
use crate::quote::Quote;
use crate::renderer::Card;

/// The manifest's name.
pub const FILE: &str = "manifest.jsonl";
/// The name of the journal that a run keeps until its manifest is complete.
pub const JOURNAL: &str = ".manifest.jsonl.part";

/// One card of a set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The card's file, in the manifest's folder.
    pub file: String,
    /// The quote as it was cut or typed.
    pub text: String,
    /// Who said it.
    pub by: String,
    /// What they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// Where it was published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publication: Option<String>,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// The question it answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question: Option<String>,
    /// The theme it shows.
    pub theme: String,
    /// The format.
    pub format: String,
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// Size of the file.
    pub bytes: u64,
    /// The alternative text.
    pub alt: String,
    /// The interview's file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interview: Option<String>,
    /// SHA-256 of that file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// The quote's spans, in bytes of that file.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub spans: Vec<(usize, usize)>,
    /// The selector's score.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<i64>,
    /// Inks that were made darker or lighter to be read: `quote #CC3333 → #A32929`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mended: Vec<String>,
    /// The fonts it needed beside the embedded ones.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fonts: Vec<FontUse>,
    /// What could not be set as it was meant.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// The program that made it.
    pub program: String,
    /// SHA-256 of everything that decides the card's bytes.
    pub inputs: String,
}

impl Entry {
    /// Describes a card that shows a cut of the job's row, and was made of these inputs.
    #[must_use]
    pub fn new(
        job: &Job<'_>,
        row: &Row,
        (quote, source): (&Quote, Option<&Source>),
        card: &Card,
        inputs: String,
    ) -> Self {
        Self {
            file: job.file_as(card.encoding),
            text: quote.text().to_owned(),
            by: quote.attribution.name.clone(),
            role: quote.attribution.role.clone(),
            publication: quote.attribution.publication.clone(),
            date: quote.attribution.date.clone(),
            question: quote.question.clone(),
            theme: card.layout.theme.clone(),
            format: job.look.format.name.clone(),
            width: card.size.width,
            height: card.size.height,
            bytes: card.file.len() as u64,
            alt: card.alt.clone(),
            interview: source.map(|source| source.name.clone()),
            sha256: source.map(|source| source.sha256.clone()),
            spans: source.map(|source| source.spans.clone()).unwrap_or_default(),
            score: row.score,
            mended: card.layout.mended.iter().map(ToString::to_string).collect(),
            fonts: card.fonts.clone(),
            notes: card.notes.iter().cloned().chain(job.look.stand_in(quote)).collect(),
            program: concat!("pullquote ", env!("CARGO_PKG_VERSION")).to_owned(),
            inputs,
        }
    }

    /// Returns the entry as a line of the manifest.
    #[must_use]
    pub fn line(&self) -> String {
        // Strings, numbers and lists of them always serialise.
        serde_json::to_string(self).unwrap_or_default() + "\n"
    }
}

/// Reads a manifest. A line that is none of ours, such as the last one of a killed run, is passed over.
pub fn read(text: &str) -> impl Iterator<Item = Entry> + '_ {
    text.lines().filter_map(|line| entry(line.as_bytes()))
}

/// Reads a line of a manifest; `None` where it is none of ours. A name that leads out of the folder is none either.
#[must_use]
pub fn entry(line: &[u8]) -> Option<Entry> {
    serde_json::from_slice::<Entry>(line).ok().filter(|entry| is_ours(&entry.file))
}

/// Tells whether a name is one that a set's card may have.
pub(super) fn is_ours(file: &str) -> bool {
    !file.is_empty() && !file.contains(['/', '\\', '\0']) && !file.starts_with('.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_torn_line_and_a_name_that_leads_out_are_passed_over() {
        let good = r#"{"file":"a.png","text":"T","by":"N","theme":"t","format":"f","width":1,"height":1,"bytes":1,"alt":"","program":"","inputs":""}"#;
        let bad = good.replace("a.png", "../a.png");
        let text = format!("{good}\n{bad}\n{}", &good[..40]);
        let files: Vec<String> = read(&text).map(|entry| entry.file).collect();
        assert_eq!(files, ["a.png"]);
    }
}
