//! Builds the text of a document piece by piece, with the way back to the file.

use super::document::{Block, BlockKind, Document};
use super::text::trimmed;
use crate::interview::{Emphasis, Segment, Span};

/// A document in the making.
#[derive(Debug, Default)]
pub(super) struct Builder {
    document: Document,
    /// Where the open block began in the text.
    start: usize,
    /// Whose words the blocks are, where the file says so apart from them.
    voice: Option<Span>,
}

impl Builder {
    /// Returns where the next piece will stand.
    pub(super) fn position(&self) -> usize {
        self.document.text.len()
    }

    /// Adds a piece that the file holds at `file`; where its bytes are the same, each keeps its own place.
    pub(super) fn push(&mut self, piece: &str, file: std::ops::Range<usize>) {
        let text = self.position();
        self.document.text.push_str(piece);
        self.document.map.push(Segment {
            text,
            file: file.start,
            text_len: piece.len(),
            file_len: file.len(),
        });
    }

    /// Adds white space that stands nowhere in the file.
    pub(super) fn space(&mut self, space: &str) {
        self.document.text.push_str(space);
    }

    /// Adds a piece outside all blocks and returns where it stands.
    pub(super) fn aside(&mut self, piece: &str, file: std::ops::Range<usize>) -> Span {
        let start = self.position();
        self.push(piece, file);
        let span = Span::new(start, self.position());
        self.space("\n");
        self.start = self.position();
        span
    }

    /// Ends the open block; one of white space only is dropped.
    pub(super) fn close(&mut self, kind: BlockKind) {
        let span = trimmed(&self.document.text, Span::new(self.start, self.position()));
        if !span.is_empty() {
            self.document.blocks.push(Block { span, kind, voice: self.voice });
            self.space("\n\n");
        }
        self.start = self.position();
    }

    /// Ends the open block: it is no block, but names the voice of those that follow.
    pub(super) fn close_voice(&mut self) {
        let span = trimmed(&self.document.text, Span::new(self.start, self.position()));
        self.voice = Some(span).filter(|span| !span.is_empty());
        self.space("\n");
        self.start = self.position();
    }

    /// Ends what a voice says.
    pub(super) fn end_voice(&mut self) {
        self.voice = None;
    }

    /// Records an emphasis.
    pub(super) fn emphasize(&mut self, span: Span, emphasis: Emphasis) {
        self.document.emphasis.push((span, emphasis));
    }

    /// Returns the document.
    pub(super) fn finish(mut self) -> Document {
        self.document.emphasis.sort_by_key(|(span, _)| (span.start, span.end));
        self.document
    }

    /// Returns the document so far, for what is not built block by block.
    pub(super) fn document(&mut self) -> &mut Document {
        &mut self.document
    }
}
