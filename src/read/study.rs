//! The reader's view of a page, for the program that fits its model.

use super::metadata;
use super::roles::{self, features, model};
use super::{cues, kinds, language, text};
use crate::error::Result;
use crate::interview::Span;

/// Returns the names of the qualities a paragraph is seen by.
#[must_use]
pub fn features() -> Vec<&'static str> {
    features::Feature::ALL.iter().map(|(_, key)| *key).collect()
}

/// Returns the names of the states a paragraph can be in.
#[must_use]
pub fn states() -> Vec<&'static str> {
    model::STATES.iter().map(|state| state.key()).collect()
}

/// Returns the paragraphs of a page without labels, each with the values of its qualities.
///
/// # Errors
/// As for [`super::read`].
pub fn paragraphs(bytes: &[u8], name: &str) -> Result<Vec<(Span, Vec<f32>)>> {
    let document = kinds::open(bytes, name, None)?.document;
    let blocks = cues::joined(&document);
    let language = language(&document);
    let front = metadata::front(&document, &blocks);
    let values = features::values(&roles::known(&document, &blocks, &front, &language));
    Ok(blocks.iter().map(|block| text::trimmed(&document.text, block.span)).zip(values.iter().map(|row| row.to_vec())).collect())
}
