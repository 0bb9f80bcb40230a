//! Subtitles: short pieces that go on in the next one, made into paragraphs.

use super::document::{Block, BlockKind, Document};
use super::marks::ends_sentence;
use crate::interview::Span;

/// Bytes after which a paragraph ends with its sentence, though the voice goes on.
const LONG: usize = 600;

/// Takes the blocks out of a document, and joins consecutive cues of one voice; all other blocks stay.
pub(super) fn joined(document: &mut Document) -> Vec<Block> {
    let text = &document.text;
    let mut blocks = std::mem::take(&mut document.blocks);
    blocks.dedup_by(|block, last| {
        let goes_on = goes_on(text, last, block);
        if goes_on {
            last.span.end = block.span.end;
        }
        goes_on
    });
    blocks
}

/// Tells whether a cue goes on in the next block.
fn goes_on(text: &str, cue: &Block, next: &Block) -> bool {
    let voice = |block: &Block| block.voice.map(|voice| &text[voice.range()]);
    let said = &text[cue.span.range()];
    let is_voiced = cue.voice.is_some();
    cue.kind == BlockKind::Cue
        && next.kind == BlockKind::Cue
        && voice(cue) == voice(next)
        // A name that stands between the two is no part of what is said.
        && text[Span::new(cue.span.end, next.span.start).range()].trim().is_empty()
        && !(ends_sentence(said) && (!is_voiced || said.len() > LONG))
}
