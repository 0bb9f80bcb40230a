//! Writes a [`Document`] while a file's markup is being read, keeping the way back to the file.

use std::ops::Range;

use super::decode::Decoded;
use crate::interview::{Cited, Emphasis, Note, Segment, SourceMap, Span};
use crate::read::document::{Block, BlockKind, Document};

/// A document in the making.
///
/// Everything comes from ranges of the decoded text, in ascending order.
pub(super) struct Writer<'s> {
    /// The file's text, markup and all.
    pub(super) source: &'s str,
    /// The way from there to the file.
    to_file: &'s SourceMap,
    /// What is done so far. Notes of the decoder point into `source` and are brought along at the end.
    pub(super) document: Document,
    /// Where the open block starts in the document's text.
    open: Option<usize>,
    /// The start of each emphasis that is open.
    emphasis: [Option<usize>; 2],
    /// White space that becomes one space if a word follows in the same block.
    pending: Option<Range<usize>>,
    /// The last byte of `source` that was used.
    used: usize,
}

impl<'s> Writer<'s> {
    /// Starts a document.
    pub(super) fn new(decoded: &'s Decoded) -> Self {
        Self {
            source: &decoded.text,
            to_file: &decoded.map,
            document: Document::default(),
            open: None,
            emphasis: [None; 2],
            pending: None,
            used: 0,
        }
    }

    /// Returns where the next text will stand.
    pub(super) fn at(&self) -> usize {
        self.document.text.len()
    }

    /// Tells whether a block is open that has text.
    pub(super) fn in_block(&self) -> bool {
        self.open.is_some()
    }

    /// Opens a block unless one is open, on a line of its own.
    fn begin(&mut self) {
        if self.open.is_none() {
            self.gap();
            self.open = Some(self.at());
            self.emphasis = self.emphasis.map(|open| open.map(|_| self.document.text.len()));
        }
        if let Some(space) = self.pending.take() {
            // Kept as one space, whatever it was: positions stay right, and runs of words stay one segment.
            if !self.document.text.ends_with(char::is_whitespace) {
                self.push(" ", space);
            }
        }
    }

    /// Puts a blank line between blocks; it stands nowhere in the file.
    fn gap(&mut self) {
        if !self.document.text.is_empty() && !self.document.text.ends_with("\n\n") {
            let text = if self.document.text.ends_with('\n') { "\n" } else { "\n\n" };
            self.document.text.push_str(text);
        }
    }

    /// Adds text that stands for a range of the source as a whole.
    fn push(&mut self, text: &str, from: Range<usize>) {
        let start = from.start.max(self.used);
        let from = start..from.end.max(start);
        let at = self.at();
        self.document.text.push_str(text);
        if from.is_empty() {
            // It comes from nowhere: a break between two lines, say.
            return;
        }
        let file = self.to_file.file_range(Span::new(from.start, from.end));
        let segment = Segment { text: at, file: file.start, text_len: text.len(), file_len: file.len() };
        // A space for a newline goes along with the words around it; anything else has no inner positions.
        let file_each = match (text.len(), from.len(), file.len()) {
            (1, _, 1) => 1,
            // One letter of UTF-16.
            (1, 1, 2) => 2,
            _ => 0,
        };
        self.document.map.push_characters(segment, 1, file_each);
        self.used = from.end;
    }

    /// Copies a range of the source as it is.
    pub(super) fn copy(&mut self, range: Range<usize>) {
        let range = range.start.max(self.used)..range.end;
        if range.is_empty() {
            return;
        }
        self.begin();
        let at = self.at();
        self.document.map.push_copied(at, self.to_file, range.clone());
        self.document.text.push_str(&self.source[range.clone()]);
        self.used = range.end;
    }

    /// Adds text that stands for a range of the source as a whole: an entity, an escape.
    pub(super) fn whole(&mut self, text: &str, range: Range<usize>) {
        if !text.is_empty() {
            self.begin();
            self.push(text, range);
        }
    }

    /// Copies a range of the source with its white space collapsed, as HTML does.
    pub(super) fn copy_collapsed(&mut self, range: Range<usize>) {
        let mut word = range.start;
        let text = &self.source[range.clone()];
        let bytes = text.as_bytes();
        let mut index = 0;
        while index < bytes.len() {
            if !is_collapsible(bytes[index]) {
                index += 1;
                continue;
            }
            let space = index;
            while index < bytes.len() && is_collapsible(bytes[index]) {
                index += 1;
            }
            // A single space inside a run of words goes along with them.
            if index - space == 1 && bytes[space] == b' ' && range.start + space > word && index < bytes.len()
            {
                continue;
            }
            self.copy(word..range.start + space);
            self.space(range.start + space..range.start + index);
            word = range.start + index;
        }
        self.copy(word..range.end);
    }

    /// Notes white space: one space if a word of the same block follows.
    pub(super) fn space(&mut self, range: Range<usize>) {
        if self.open.is_some() {
            self.pending = Some(self.pending.take().map_or(range.start, |before| before.start)..range.end);
        }
    }

    /// Breaks the line inside a block.
    pub(super) fn line_break(&mut self, range: Range<usize>) {
        if self.open.is_some() {
            self.pending = None;
            self.push("\n", range);
        }
    }

    /// Tells whether the open block ends in a line break.
    pub(super) fn after_line_break(&self) -> bool {
        self.open.is_some() && self.document.text.ends_with('\n')
    }

    /// Closes the open block, if it has text; returns its index.
    pub(super) fn end(&mut self, kind: BlockKind, voice: Option<Span>) -> Option<usize> {
        self.pending = None;
        let start = self.open.take()?;
        for index in 0..2 {
            // An emphasis across blocks is one in each.
            if self.emphasis[index].is_some() {
                self.close_emphasis(index);
                self.emphasis[index] = Some(self.at());
            }
        }
        let span = trimmed(&self.document.text, Span::new(start, self.at()))?;
        self.document.blocks.push(Block { span, kind, voice });
        Some(self.document.blocks.len() - 1)
    }

    /// Writes a name outside the blocks and returns where it stands.
    ///
    /// What `write` adds is the name; it must not end the block.
    pub(super) fn name(&mut self, write: impl FnOnce(&mut Self)) -> Option<Span> {
        self.gap();
        let start = self.at();
        self.open = Some(start);
        write(self);
        self.open = None;
        self.pending = None;
        trimmed(&self.document.text, Span::new(start, self.at()))
    }

    /// Begins or ends an emphasis.
    pub(super) fn emphasize(&mut self, emphasis: Emphasis, on: bool) {
        let index = usize::from(emphasis == Emphasis::Bold);
        if !on {
            self.close_emphasis(index);
        } else if self.emphasis[index].is_none() {
            self.emphasis[index] = Some(self.at());
        }
    }

    fn close_emphasis(&mut self, index: usize) {
        let Some(start) = self.emphasis[index].take() else { return };
        let emphasis = if index == 1 { Emphasis::Bold } else { Emphasis::Italic };
        if start < self.at()
            && let Some(span) = trimmed(&self.document.text, Span::new(start, self.at()))
        {
            self.document.emphasis.push((span, emphasis));
        }
    }

    /// Adds a note about what comes next.
    pub(super) fn note(&mut self, message: impl Into<String>) {
        let at = self.at();
        self.document.notes.push(Note { message: message.into(), span: Some(Span::new(at, at)) });
    }

    /// Returns the document; notes of the decoder lose their positions in the markup and keep those in the file.
    pub(super) fn finish(mut self, decoded: &Decoded) -> Document {
        let without_span = |note: &Note| Note { message: note.message.clone(), span: None };
        self.document.notes.extend(decoded.notes.iter().map(without_span));
        let len = self.document.text.len();
        for note in &mut self.document.notes {
            note.span = note.span.map(|span| Span::new(span.start.min(len), span.end.min(len)));
        }
        self.document.notes.sort_by_key(|note| note.span);
        self.document.emphasis.sort_by_key(|(span, _)| *span);
        self.document.map.shrink();
        self.document
    }
}

/// Makes a citation of a text that stands outside the document: white space collapsed, `None` when empty.
pub(super) fn declared(text: &str) -> Option<Cited> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(Cited { text, span: None })
}

/// Takes white space off a span's ends; `None` when nothing is left.
pub(super) fn trimmed(text: &str, span: Span) -> Option<Span> {
    let slice = &text[span.range()];
    let inner = slice.trim();
    let start = span.start + (slice.len() - slice.trim_start().len());
    (!inner.is_empty()).then(|| Span::new(start, start + inner.len()))
}

/// Tells whether HTML collapses a byte: ASCII white space; a no-break space stays.
fn is_collapsible(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0C)
}
