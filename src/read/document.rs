//! What a file holds once its encoding and markup are off: one text, cut into blocks, before anybody is told apart.
//!
//! Every kind of file becomes a [`Document`]; after that the reader knows no kinds of files any more.

use crate::interview::{Cited, Emphasis, Note, SourceMap, Span};

/// A file without its encoding and markup.
#[derive(Clone, Debug, Default)]
pub(super) struct Document {
    /// The decoded text. It may hold more than the blocks do (the name in a voice tag); spans point into it.
    pub(super) text: String,
    /// The way back to the file.
    pub(super) map: SourceMap,
    /// The pieces, in order, not overlapping, none empty or with white space at its ends.
    pub(super) blocks: Vec<Block>,
    /// What the markup emphasises, in order.
    pub(super) emphasis: Vec<(Span, Emphasis)>,
    /// What the markup says of the whole.
    pub(super) declared: Declared,
    /// What was odd, in order of position.
    pub(super) notes: Vec<Note>,
}

/// A piece of a document: a paragraph in most files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Block {
    /// Where it stands.
    pub(super) span: Span,
    /// What the markup says it is.
    pub(super) kind: BlockKind,
    /// Where the name of its speaker stands, when the file keeps it apart from the words (a voice tag, a column).
    pub(super) voice: Option<Span>,
}

/// What the markup says a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BlockKind {
    /// Running text, as far as anybody knows.
    Paragraph,
    /// A heading and its level, from 1.
    Heading(u8),
    /// An item of a list.
    ListItem,
    /// A paragraph set as a quotation.
    Quotation,
    /// The text of a picture.
    Caption,
    /// What the markup sets apart from the article: navigation, an aside, a footer, a form.
    Aside,
    /// A subtitle or a segment of recognised speech: it goes on in the next one while the voice stays the same.
    Cue,
}

/// What the markup says of the whole document: front matter, `<meta>`, JSON-LD, properties.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Declared {
    /// The title.
    pub(super) title: Option<Cited>,
    /// The publication.
    pub(super) publication: Option<Cited>,
    /// Who wrote it.
    pub(super) author: Option<Cited>,
    /// When it was published, as written.
    pub(super) date: Option<Cited>,
    /// Its address.
    pub(super) url: Option<Cited>,
    /// Its language, as a BCP 47 tag.
    pub(super) language: Option<String>,
}
