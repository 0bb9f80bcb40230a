//! What the user may ask of a selection.

use std::ops::Range;

use crate::interview::Confidence;

/// What to pick.
#[derive(Clone, Debug)]
pub struct SelectOptions {
    /// How many quotes at most.
    pub count: usize,
    /// Only quotes of this speaker, by any part of the name; also when the reader is unsure of the turn.
    pub speaker: Option<String>,
    /// Least confidence in the speaker of a turn that is quoted.
    pub min_confidence: Confidence,
    /// Least percentile of a quote, 0–100: an interview with little to quote yields fewer.
    pub min_score: u8,
    /// In which order picks are returned.
    pub order: Order,
    /// Words of passages that must be among the picks, if the words are the speaker's own.
    pub include: Vec<String>,
    /// Words that no pick may have.
    pub exclude: Vec<String>,
    /// A topic: answers to questions about it come first.
    pub about: Option<String>,
    /// Leave out passages with profanity, which are only flagged otherwise.
    pub clean: bool,
    /// Least length in characters; a wide one (漢) counts as two.
    pub min_chars: u32,
    /// Greatest length in characters.
    pub max_chars: u32,
    /// The length that suits the canvas, in characters; what is longer gives way to a shorter cut.
    pub target_chars: Option<Range<u32>>,
    /// Scores that a ranker outside gave to rows of [`ranker_rows`](super::external::ranker_rows).
    pub ranked: Vec<super::external::RankedRow>,
    /// How many of the best rejected passages to return.
    pub rejected: usize,
}

impl Default for SelectOptions {
    fn default() -> Self {
        Self {
            count: 5,
            speaker: None,
            min_confidence: Confidence::QUOTABLE,
            min_score: 50,
            order: Order::Score,
            include: Vec::new(),
            exclude: Vec::new(),
            about: None,
            clean: false,
            // Below forty the gold has labels and exclamations; above 280 a card sets in small type.
            min_chars: 35,
            max_chars: 280,
            target_chars: None,
            ranked: Vec::new(),
            rejected: 0,
        }
    }
}

/// In which order picks are returned.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// Best first.
    #[default]
    Score,
    /// As they stand in the interview.
    Reading,
}
