//! The reader's view of a page, for the program that fits its model.

use super::metadata;
use super::roles::ASKING;
use super::roles::{self, features, model, qualities};
use super::{cues, kinds, language, leads, text};
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
    /// The values of its qualities, in the order of [`features()`].
    pub values: Vec<f32>,
    /// Those of it and the paragraph before it, in the order of [`links()`].
    pub links: Vec<f32>,
}

/// Returns the paragraphs of a page, as if it printed no labels.
///
/// # Errors
/// As for [`super::read`].
pub fn paragraphs(bytes: &[u8], name: &str) -> Result<Vec<Studied>> {
    let mut document = kinds::open(bytes, name, None)?.document;
    let blocks = cues::joined(&mut document);
    let blocks = leads::parted(&document, blocks);
    let language = language(&document);
    let front = metadata::front(&document, &blocks);
    let known = roles::known(&document, &blocks, &front, &language);
    let rows = blocks.iter().zip(features::view(&known));
    let studied = rows.map(|(block, viewed)| Studied {
        span: text::trimmed(&document.text, block.span),
        values: viewed.values.to_vec(),
        links: viewed.links.to_vec(),
    });
    Ok(studied.collect())
}

/// Returns how much a page is a talk, from 0 to 1, from the qualities of its paragraphs and the states they were given.
#[must_use]
pub fn talk<'a>(paragraphs: impl Iterator<Item = (&'a [f64], usize)>) -> f64 {
    let asks = |values: &[f64]| ASKING.iter().any(|asks| values[*asks as usize] > 0.0);
    let told = paragraphs.map(|(values, state)| (asks(values), model::STATES[state]));
    f64::from(roles::talk(told))
}
