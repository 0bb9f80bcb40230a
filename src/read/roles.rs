//! Unlabelled pages: who speaks when nobody says.

use super::chain::{Chain, KINDS};
use super::document::Document;
use super::features::features;
use super::part::Part;
use crate::interview::TurnKind;

/// The voice that asks, and the one that answers.
const INTERVIEWER: usize = 0;
/// See [`INTERVIEWER`].
const GUEST: usize = 1;

/// Decides the roles of all paragraphs together.
///
/// A page without a question is no interview: its text is narration.
pub(super) fn parts(document: &Document, guest: Option<&str>) -> Vec<Part> {
    let chain = Chain::builtin();
    let page = features(document, guest);
    let decoded = chain.decode(&page);
    let questions = Chain::questions(&page, &decoded);
    let is_interview = decoded.iter().any(|(role, _)| KINDS[*role].0 == TurnKind::Question);
    decoded
        .iter()
        .zip(&document.blocks)
        .map(|(&(role, margin), block)| {
            let kind = match KINDS[role].0 {
                TurnKind::Answer if !is_interview => TurnKind::Narration,
                kind => kind,
            };
            let voice = match kind {
                TurnKind::Question => Some(INTERVIEWER),
                TurnKind::Answer => Some(GUEST),
                _ => None,
            };
            let confidence = chain.confidence(margin, questions);
            Part { words: Some(block.span), kind, voice, confidence }
        })
        .collect()
}
