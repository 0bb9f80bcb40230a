//! An [`Interview`] in, the passages worth quoting out.

use crate::interview::{Confidence, Interview};
use crate::quote::Quote;

/// What to pick.
#[derive(Clone, Debug)]
pub struct SelectOptions {
    /// How many quotes at most.
    pub count: usize,
    /// Only quotes of this speaker, by any part of the name; also when the reader is unsure of the turn.
    pub speaker: Option<String>,
    /// Least confidence in the speaker of a turn that is quoted.
    pub min_confidence: Confidence,
}

impl Default for SelectOptions {
    fn default() -> Self {
        Self { count: 5, speaker: None, min_confidence: Confidence::QUOTABLE }
    }
}

/// A passage worth quoting.
#[derive(Clone, Debug)]
pub struct Pick {
    /// The quote, cut from the interview, credited to its speaker.
    pub quote: Quote,
    /// The exact sum of its contributions.
    pub score: i64,
    /// How it compares to the passages the model was fitted on, 0–100.
    pub percentile: u8,
    /// What the score is made of: the feature's name and its share.
    pub contributions: Vec<(&'static str, i64)>,
}

/// What was picked, and what was passed over.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// Best first.
    pub picks: Vec<Pick>,
    /// Answers that were not considered because their speaker is uncertain.
    pub uncertain_answers: usize,
}

/// Picks the passages of an interview that are worth quoting.
#[must_use]
pub fn select(_interview: &Interview, _options: &SelectOptions) -> Selection {
    Selection::default()
}

/// Returns a selection as JSON rows.
#[must_use]
pub fn to_json(interview: &Interview, selection: &Selection) -> serde_json::Value {
    let _ = interview;
    selection
        .picks
        .iter()
        .map(|pick| serde_json::json!({ "text": pick.quote.text(), "score": pick.score }))
        .collect()
}
