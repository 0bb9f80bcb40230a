//! Plain text: where its paragraphs begin and end.

use super::document::{Block, BlockKind};
use crate::interview::Span;

/// Cuts plain text into paragraphs at blank lines.
pub(super) fn blocks(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut start = 0;
    for piece in text.split("\n\n") {
        let trimmed = piece.trim();
        if !trimmed.is_empty() {
            let from = start + (piece.len() - piece.trim_start().len());
            let span = Span::new(from, from + trimmed.len());
            blocks.push(Block { span, kind: BlockKind::Paragraph, voice: None });
        }
        start += piece.len() + 2;
    }
    blocks
}
