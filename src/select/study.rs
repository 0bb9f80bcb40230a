//! The selector's view of an interview, for programs that fit or study its model.

use crate::interview::{Interview, Span};

use super::SelectOptions;
use super::candidates::{Cut, candidates};
use super::features::FEATURES;
use super::gates::{Gate, gate};
use super::model::Model;
use super::page::Page;
use super::passage::Passage;

/// A passage as the model sees it.
#[derive(Clone, Debug)]
pub struct Studied {
    /// The spans it would be cut from.
    pub spans: Vec<Span>,
    /// Index of its answer in [`Interview::turns`].
    pub turn: usize,
    /// The first gate it fails.
    pub gate: Option<Gate>,
    /// Whether a clause or a sentence was left out.
    pub is_cut: bool,
    /// The values of the features, in thousandths, in the order of [`features`].
    pub values: Vec<i32>,
    /// Its words in the form the word lists have them.
    pub words: Vec<String>,
}

/// Returns the features by name, each with whether it needs a word list.
#[must_use]
pub fn features() -> Vec<(&'static str, bool)> {
    FEATURES.iter().map(|feature| (feature.name, feature.is_lexical)).collect()
}

/// Returns every passage of an interview that the selector looks at.
#[must_use]
pub fn passages(interview: &Interview, options: &SelectOptions) -> Vec<Studied> {
    let page = Page::new(interview, options, Model::builtin());
    candidates(&page, options)
        .iter()
        .map(|candidate| {
            let passage = Passage::new(&page, candidate);
            let words = page.words_from(candidate.head, candidate.last);
            Studied {
                spans: candidate.spans(&page),
                turn: page.paragraphs[candidate.paragraph].turn,
                gate: gate(&page, candidate, options),
                is_cut: candidate.cut != Cut::None,
                values: FEATURES.iter().map(|feature| (feature.value)(&passage)).collect(),
                words: words
                    .iter()
                    .map(|word| interview.text[word.start..word.end].to_lowercase().replace('’', "'"))
                    .collect(),
            }
        })
        .collect()
}
