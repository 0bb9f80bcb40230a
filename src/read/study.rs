//! What the role model goes by, for the program that fits it.

pub use super::chain::{Chain, Questions};

use super::chain::KINDS;
use super::metadata::Found;
use super::{features, kinds};
use crate::error::Result;

/// A paragraph as the role model sees it.
#[derive(Clone, Debug)]
pub struct Paragraph {
    /// Where it stands, in bytes of the file.
    pub file: std::ops::Range<usize>,
    /// Its features, as numbers into [`feature_names`].
    pub features: Vec<usize>,
}

/// Returns the names of the features.
#[must_use]
pub fn feature_names() -> &'static [&'static str] {
    features::NAMES
}

/// Returns the names of the roles, in the order of the weights.
#[must_use]
pub fn role_names() -> Vec<&'static str> {
    KINDS.iter().map(|(_, name)| *name).collect()
}

/// Returns the paragraphs of a page.
///
/// # Errors
/// As [`read`](super::read()).
pub fn paragraphs(bytes: &[u8], name: &str) -> Result<Vec<Paragraph>> {
    let document = kinds::open(bytes, name, None)?.document;
    let found = Found::of(&document);
    let guest = found.guest.as_ref().map(|guest| guest.name.text.as_str());
    let features = features::features(&document, guest);
    let files = document.blocks.iter().map(|block| document.map.file_range(block.span));
    Ok(files.zip(features).map(|(file, features)| Paragraph { file, features }).collect())
}
