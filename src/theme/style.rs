//! How texts are set and what they say.

use super::StyleId;
use super::length::Length;
use super::raw::{Align, Caps, Marks};
use crate::color::Color;

/// How one text is set.
#[derive(Clone, Debug, PartialEq)]
pub struct Style {
    /// Its name: `quote`, `name`.
    pub name: String,
    /// What kind of text it is.
    pub kind: StyleKind,
    /// From the baseline above to the cap top.
    pub gap: Length,
}

/// The kinds of text.
#[derive(Clone, Debug, PartialEq)]
pub enum StyleKind {
    /// The fitted quote.
    Quote(QuoteStyle),
    /// A line of the credit, or a mark.
    Text(TextStyle),
    /// A short line between texts.
    Rule {
        /// How long.
        length: Length,
        /// How thick.
        thickness: Length,
        /// Its colour.
        color: Color,
    },
    /// Two texts on one baseline, at start and end; under one another where they do not fit or must not.
    Row {
        /// The texts.
        items: [StyleId; 2],
        /// Whether they always stand under one another.
        stacked: bool,
    },
}

/// How the quote is set.
#[derive(Clone, Debug, PartialEq)]
pub struct QuoteStyle {
    /// Name of the face.
    pub font: String,
    /// The ink.
    pub color: Color,
    /// Upper bound of its size at 40, 120 and 300 characters.
    pub max: [Length; 3],
    /// Line to line in ems: at 72 px and above, at 48 px and below; linear between.
    pub leading: [f32; 2],
    /// Whether it has quotation marks.
    pub marks: Marks,
    /// Whether marks stand outside the edge.
    pub hang: bool,
    /// Added between letters, in ems.
    pub tracking: f32,
    /// Where its lines stand.
    pub align: Align,
    /// Centred text of more lines than this turns flush start.
    pub flush_after: usize,
    /// The marker drawn through its key phrase.
    pub marker: Option<Marker>,
}

/// A marker's stroke behind words, in ems of the quote.
#[derive(Clone, Debug, PartialEq)]
pub struct Marker {
    /// The ink.
    pub color: Color,
    /// From the baseline up.
    pub top: f32,
    /// From the baseline down.
    pub bottom: f32,
    /// Beyond the words, at each end.
    pub pad: f32,
}

/// How a line of the credit is set.
#[derive(Clone, Debug, PartialEq)]
pub struct TextStyle {
    /// Name of the face.
    pub font: String,
    /// The ink.
    pub color: Color,
    /// What it says.
    pub template: Template,
    /// Its size as a share of the quote's; clamped to `min` and `max`.
    pub ratio: f32,
    /// Smallest size.
    pub min: Length,
    /// Largest size.
    pub max: Length,
    /// Line to line in ems.
    pub leading: f32,
    /// How letters are cased.
    pub caps: Caps,
    /// Added between letters, in ems.
    pub tracking: f32,
    /// Where it stands.
    pub align: Align,
    /// The size it may shrink to for staying on one line, before it wraps.
    pub shrink: Option<Length>,
}

/// A piece of what a text says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Letters as written.
    Literal(String),
    /// A field of the card.
    Field(Field),
}

/// What a text says: parts joined by a separator; a part whose field is missing drops out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// The parts.
    pub parts: Vec<Vec<Piece>>,
    /// What stands between two of them.
    pub separator: String,
}

/// What a card knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// Who said it.
    Name,
    /// What they are.
    Role,
    /// Where it was published.
    Publication,
    /// When.
    Date,
    /// First letters of the first and the last name.
    Initials,
    /// The language's opening quotation mark.
    Mark,
    /// The question that the quote answers.
    Question,
    /// The letter that stands for a question in the language: Q.
    Ask,
    /// The letter that stands for an answer: A.
    Answer,
    /// The address of who publishes the card: `@tabletalk`.
    Handle,
    /// Which card of a carousel it is: `2/5`.
    Page,
    /// A picture of the speaker, or of the place.
    Picture,
    /// The publisher's sign.
    Logo,
}

impl Field {
    /// All fields with the names themes call them by.
    pub const NAMES: [(&'static str, Self); 13] = [
        ("name", Self::Name),
        ("role", Self::Role),
        ("publication", Self::Publication),
        ("date", Self::Date),
        ("initials", Self::Initials),
        ("mark", Self::Mark),
        ("question", Self::Question),
        ("ask", Self::Ask),
        ("answer", Self::Answer),
        ("handle", Self::Handle),
        ("page", Self::Page),
        ("picture", Self::Picture),
        ("logo", Self::Logo),
    ];

    /// Returns the name that themes call it by.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(_, field)| *field == self).map_or("", |(name, _)| name)
    }
}
