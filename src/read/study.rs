//! The reader's view of a page, for the program that fits its model.

use super::metadata;
use super::roles::{self, features, model, qualities};
use super::{cues, kinds, language, text};
use crate::error::Result;
use crate::interview::Span;

/// Returns the names of the qualities a paragraph is seen by.
#[must_use]
pub fn features() -> Vec<&'static str> {
    qualities::Feature::ALL.iter().map(|(_, key)| *key).collect()
}

/// Returns the names of the states a paragraph can be in.
#[must_use]
pub fn states() -> Vec<&'static str> {
    model::STATES.iter().map(|state| state.key()).collect()
}

/// Returns the names of the qualities that two neighbouring paragraphs are seen by.
#[must_use]
pub fn links() -> Vec<&'static str> {
    qualities::Link::ALL.iter().map(|(_, key)| *key).collect()
}

/// Returns the steps that those qualities speak for: from one state to another, by index.
#[must_use]
pub fn pairs() -> Vec<(usize, usize)> {
    model::PAIRS.iter().map(|(from, to)| (*from as usize, *to as usize)).collect()
}

/// A paragraph as the model sees it.
#[derive(Clone, Debug)]
pub struct Studied {
    /// Where it stands.
    pub span: Span,
    /// The values of its qualities, in the order of [`features`].
    pub values: Vec<f32>,
    /// Those of it and the paragraph before it, in the order of [`links`].
    pub links: Vec<f32>,
}

/// A page as the model sees it.
#[derive(Clone, Debug)]
pub struct Seen {
    /// Its paragraphs.
    pub paragraphs: Vec<Studied>,
    /// How much its words are spoken, from 0 to 1.
    pub spoken: f32,
}

/// Looks at a page as if it printed no labels.
///
/// # Errors
/// As for [`super::read`].
pub fn page(bytes: &[u8], name: &str) -> Result<Seen> {
    let mut document = kinds::open(bytes, name, None)?.document;
    let blocks = cues::joined(&mut document);
    let language = language(&document);
    let front = metadata::front(&document, &blocks);
    let known = roles::known(&document, &blocks, &front, &language);
    let (spoken, view) = features::view(&known);
    let paragraphs = blocks.iter().zip(view).map(|(block, viewed)| Studied {
        span: text::trimmed(&document.text, block.span),
        values: viewed.values.to_vec(),
        links: viewed.links.to_vec(),
    });
    Ok(Seen { paragraphs: paragraphs.collect(), spoken })
}
