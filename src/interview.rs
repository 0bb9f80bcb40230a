//! An interview as data: the decoded text, who says what in it, and the way back to the bytes on disk.
//!
//! Every text that is read from a page is a [`Span`] of [`Interview::text`]; nothing is copied out and changed.

use std::ops::Range;

use crate::language::Language;

pub use crate::source_map::{Segment, SourceMap};

/// A range of an interview's decoded text, in bytes, on character boundaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// Makes a span; `start` must not exceed `end`.
    #[must_use]
    pub const fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end);
        Self { start, end }
    }

    /// Returns the number of bytes.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.end - self.start
    }

    /// Tells whether the span holds no text.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.start == self.end
    }

    /// Tells whether `inner` lies inside.
    #[must_use]
    pub const fn contains(&self, inner: Self) -> bool {
        self.start <= inner.start && inner.end <= self.end
    }

    /// Tells whether the two share a byte.
    #[must_use]
    pub const fn overlaps(&self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Returns the span as a range, for slicing.
    #[must_use]
    pub const fn range(&self) -> Range<usize> {
        self.start..self.end
    }
}

/// The file an interview came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// The name as the caller gave it; `-` for standard input.
    pub name: String,
    /// SHA-256 of its bytes.
    pub sha256: [u8; 32],
    /// Its length in bytes.
    pub len: usize,
}

impl SourceFile {
    /// Returns the hash in lower-case hexadecimal digits.
    #[must_use]
    pub fn sha256_hex(&self) -> String {
        base16ct::lower::encode_string(&self.sha256)
    }
}

/// A text as the page prints it, or as the user gave it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cited {
    /// The text, white space collapsed.
    pub text: String,
    /// Where it stands; `None` when it does not stand in the interview's text (a flag, a `<meta>` element).
    pub span: Option<Span>,
}

/// What a turn is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum TurnKind {
    /// The interviewer's words, also when they are a statement.
    Question,
    /// The guest's words.
    Answer,
    /// Intro, outro, and what the author tells between.
    Narration,
    /// A line that belongs to a picture.
    Caption,
    /// The title of the page.
    Title,
    /// A heading inside.
    Heading,
    /// Share bars, newsletters, cookie notices, related links, and whatever else is not the interview.
    Boilerplate,
}

/// What a speaker does in the interview.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum SpeakerRole {
    /// Answers.
    Guest,
    /// Asks.
    Interviewer,
    /// Runs the show and asks too.
    Host,
    /// Nobody can tell.
    Unknown,
}

/// One who speaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Speaker {
    /// The name, in its fullest form on the page. A printed label (`Q`) where no name stands anywhere.
    pub name: Cited,
    /// The label before their words, where it is printed: `TB`.
    pub label: Option<String>,
    /// What they do here.
    pub role: SpeakerRole,
    /// What they are, as the page states it: "Hardcore Henry Producer".
    pub title: Option<Cited>,
    /// Where they belong, as the page states it: "University of Porto".
    pub affiliation: Option<Cited>,
}

impl Speaker {
    /// Returns what the file calls them where they speak: the printed label, else the name.
    #[must_use]
    pub fn printed(&self) -> &str {
        self.label.as_deref().unwrap_or(&self.name.text)
    }
}

/// Index of a speaker in [`Interview::speakers`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SpeakerId(pub usize);

/// How sure the reader is of a turn's speaker, in thousandths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Confidence(u16);

impl Confidence {
    /// Printed on the page or said by the user.
    pub const CERTAIN: Self = Self(1000);
    /// The least confidence at which a turn is quoted unless told otherwise.
    pub const QUOTABLE: Self = Self(900);

    /// Makes a confidence from thousandths; more than 1,000 is 1,000.
    #[must_use]
    pub const fn per_mille(value: u16) -> Self {
        Self(if value > 1000 { 1000 } else { value })
    }

    /// Returns the confidence in thousandths.
    #[must_use]
    pub const fn as_per_mille(self) -> u16 {
        self.0
    }
}

/// One uninterrupted piece of the interview.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn {
    /// What it is.
    pub kind: TurnKind,
    /// Who says it; `None` for what nobody says (a caption) and for voices that cannot be told.
    pub speaker: Option<SpeakerId>,
    /// All of it, without its label.
    pub span: Span,
    /// Its paragraphs, in order, inside `span`, without the white space around them. Never empty.
    pub paragraphs: Vec<Span>,
    /// How sure the reader is of the speaker.
    pub confidence: Confidence,
}

/// How marked-up text is emphasised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Emphasis {
    /// `<em>`, `*…*`.
    Italic,
    /// `<strong>`, `**…**`.
    Bold,
}

/// What was odd in the file, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// One sentence, lower case, no full stop.
    pub message: String,
    /// Where, in the decoded text, if anywhere.
    pub span: Option<Span>,
}

/// What kind of file an interview was read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum InputFormat {
    /// Plain text.
    Text,
    /// Markdown (CommonMark).
    Markdown,
    /// An HTML page.
    Html,
    /// SubRip subtitles.
    Srt,
    /// WebVTT subtitles.
    Vtt,
    /// JSON of a speech-to-text program.
    Json,
    /// A table with one turn a row.
    Csv,
    /// A word processor's document (Office Open XML).
    Docx,
}

/// A document in which somebody is asked and answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interview {
    /// The file.
    pub source: SourceFile,
    /// What kind of file it was read as.
    pub input_format: InputFormat,
    /// The name of its encoding, as the WHATWG Encoding Standard spells it: `UTF-8`.
    pub encoding: String,
    /// The decoded text, markup taken off; all spans point into it.
    pub text: String,
    /// The way back to the file.
    pub map: SourceMap,
    /// The title.
    pub title: Option<Cited>,
    /// The publication.
    pub publication: Option<Cited>,
    /// Who wrote it.
    pub author: Option<Cited>,
    /// When it was published, as printed.
    pub date: Option<Cited>,
    /// Its address.
    pub url: Option<Cited>,
    /// The language it is in.
    pub language: Language,
    /// Everybody who speaks, in order of first appearance.
    pub speakers: Vec<Speaker>,
    /// What they say, in order, not overlapping.
    pub turns: Vec<Turn>,
    /// Emphasised text, where the file's markup says so, in order.
    pub emphasis: Vec<(Span, Emphasis)>,
    /// What was odd, in order of position.
    pub notes: Vec<Note>,
}

impl Interview {
    /// Returns the text of a span.
    ///
    /// # Panics
    /// When the span was made for another text.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        &self.text[span.range()]
    }

    /// Returns a speaker.
    #[must_use]
    pub fn speaker(&self, id: SpeakerId) -> &Speaker {
        &self.speakers[id.0]
    }

    /// Returns the guests, in order of appearance.
    pub fn guests(&self) -> impl Iterator<Item = &Speaker> {
        self.speakers.iter().filter(|speaker| speaker.role == SpeakerRole::Guest)
    }

    /// Returns the turn that holds all of a span.
    #[must_use]
    pub fn turn_of(&self, span: Span) -> Option<&Turn> {
        let after = self.turns.partition_point(|turn| turn.span.start <= span.start);
        after.checked_sub(1).map(|index| &self.turns[index]).filter(|turn| turn.span.contains(span))
    }
}
