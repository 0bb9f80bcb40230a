//! What the markup sets apart from an article without labels: nobody there is asked, and nobody there answers.

use super::document::{Block, BlockKind, Document};
use super::metadata::Front;
use super::pieces::{Piece, Script};
use super::roles;
use crate::interview::{Confidence, TurnKind};
use crate::language::Language;

/// Paragraphs at the end of a page among which a note on its author stands.
const LATE: usize = 3;

/// Decides the roles of a page's paragraphs; related links and comments take no part in it.
///
/// Where more is set apart than is left, the markup is not believed.
pub(super) fn script(document: &Document, blocks: &[Block], front: &Front, language: &Language) -> Script {
    // "Jo Field is the editor of The Lamp": a note on who wrote the page.
    let writer = front.author.as_ref().map(|author| author.text.as_str());
    let last = blocks.len().checked_sub(LATE).map_or(0, |index| blocks[index].span.start);
    let is_bio = |block: &Block| {
        let said = &document.text[block.span.range()];
        let rest = writer.filter(|_| block.span.start >= last).and_then(|writer| said.strip_prefix(writer));
        rest.is_some_and(|rest| rest.starts_with(' '))
    };
    let is_apart = |block: &Block| block.kind == BlockKind::Aside || is_bio(block);
    let len = |of: &dyn Fn(&Block) -> bool| {
        blocks.iter().filter(|block| of(block)).map(|block| block.span.len()).sum::<usize>()
    };
    let apart = len(&is_apart);
    if apart == 0 || apart > len(&|block| !is_apart(block)) {
        return roles::script(document, blocks, front, language);
    }
    let (apart, article): (Vec<Block>, Vec<Block>) = blocks.iter().cloned().partition(is_apart);
    let mut script = roles::script(document, &article, front, language);
    let (kind, confidence) = (TurnKind::Boilerplate, Confidence::QUOTABLE);
    script.pieces.extend(apart.iter().map(|block| Piece {
        span: block.span,
        kind,
        speaker: None,
        confidence,
    }));
    script.pieces.sort_by_key(|piece| piece.span.start);
    script
}
