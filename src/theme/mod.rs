//! Themes: how a card looks, as data.
//!
//! A theme file says in six ideas what a card is made of: a *palette* names colours; *zones* are rectangles by insets,
//! nested; *styles* say how one text is set; *layers* are painted in the order written; *stacks* are layers that set
//! styles under one another in a zone, and one of them holds the fitted quote; *when* overrides by class of format.
//! [`Theme::parse`] resolves all of it once for each class, so that a [`Look`] has nothing left to look up.

mod length;
mod raw;
mod resolve;

use crate::builtin;
use crate::color::Color;
use crate::error::{Error, Result};
use crate::format::Shape;

pub use length::{Length, LengthError, Units};
pub use raw::{Align, Caps, Edge, Marks, Valign};

/// How a card looks, with nothing left unset.
#[derive(Clone, Debug, PartialEq)]
pub struct Theme {
    /// Its name: `broadsheet`.
    pub name: String,
    /// One line for lists.
    pub summary: String,
    /// One look for each of [`SHAPES`].
    looks: [Look; 4],
}

/// All classes of format, in the order of [`Theme`]'s looks.
const SHAPES: [Shape; 4] = [Shape::Wide, Shape::Square, Shape::Tall, Shape::Story];

/// A theme for one class of format.
#[derive(Clone, Debug, PartialEq)]
pub struct Look {
    /// Rectangles by index; a zone refers only to zones before it.
    pub zones: Vec<Zone>,
    /// How texts are set, by index.
    pub styles: Vec<Style>,
    /// What is painted, first one lowest.
    pub layers: Vec<Layer>,
}

/// Index in [`Look::zones`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ZoneId(pub usize);

/// Index in [`Look::styles`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StyleId(pub usize);

/// Index of a [`Stack`] among the stacks of a look, in order of their layers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StackId(pub usize);

/// What a zone lies in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parent {
    /// All of the card.
    Canvas,
    /// The part that a platform leaves visible.
    Safe,
    /// Another zone.
    Zone(ZoneId),
}

/// A rectangle by its insets from another one. Left and right are start and end: they swap in right-to-left cards.
#[derive(Clone, Debug, PartialEq)]
pub struct Zone {
    /// Its name, for messages.
    pub name: String,
    /// What it lies in.
    pub parent: Parent,
    /// How it stands across.
    pub across: Extent,
    /// How it stands down.
    pub down: Extent,
    /// The stack it ends above, and how far.
    pub above: Option<(StackId, Length)>,
}

/// How a zone stands along one axis of its parent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Extent {
    /// From one inset to the other.
    Between(Length, Length),
    /// An inset at the start, and a length.
    FromStart(Length, Length),
    /// An inset at the end, and a length.
    FromEnd(Length, Length),
}

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
}

impl Field {
    /// All fields with the names themes call them by.
    pub const NAMES: [(&'static str, Self); 6] = [
        ("name", Self::Name),
        ("role", Self::Role),
        ("publication", Self::Publication),
        ("date", Self::Date),
        ("initials", Self::Initials),
        ("mark", Self::Mark),
    ];
}

/// A thing to paint.
#[derive(Clone, Debug, PartialEq)]
pub enum Layer {
    /// A zone in one colour.
    Fill {
        /// Where.
        zone: ZoneId,
        /// In what colour.
        color: Color,
    },
    /// A horizontal line across a zone.
    Rule {
        /// The zone it spans.
        zone: ZoneId,
        /// Where in it.
        place: RulePlace,
        /// How thick.
        thickness: Length,
        /// Its colour.
        color: Color,
        /// Fields of which one must be there; none: always painted.
        only: Vec<Field>,
    },
    /// A vertical line from an edge of the canvas to a stack, on the axis of its text.
    Thread {
        /// The edge it comes from.
        from: Edge,
        /// The stack it ends at.
        to: StackId,
        /// How far from it.
        gap: Length,
        /// How thick.
        thickness: Length,
        /// Its colour.
        color: Color,
    },
    /// A few glyphs placed by their ink, as large as the style says or as the zone allows.
    Mark {
        /// The zone.
        zone: ZoneId,
        /// What it says and how.
        style: StyleId,
        /// Where it stands across.
        align: Align,
        /// Where it stands down.
        valign: Valign,
    },
    /// Texts under one another.
    Stack(Stack),
}

/// Where a rule stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum RulePlace {
    /// Its upper side that far below the zone's top, or its lower side above the zone's bottom.
    Edge(Edge, Length),
    /// Its lower side that far above a stack's first cap top.
    Above(StackId, Length),
}

/// Texts set under one another in a zone.
#[derive(Clone, Debug, PartialEq)]
pub struct Stack {
    /// Its name.
    pub name: String,
    /// The zone.
    pub zone: ZoneId,
    /// Where it stands in it.
    pub valign: Valign,
    /// How far above that.
    pub lift: Length,
    /// The texts.
    pub items: Vec<StyleId>,
}

impl Theme {
    /// Finds an embedded theme.
    ///
    /// # Errors
    /// [`Error::UnknownName`] when there is none of that name.
    pub fn builtin(name: &str) -> Result<Self> {
        let Some(file) = builtin::THEMES.iter().find(|file| file.name == name) else {
            let known = builtin::THEMES.iter().map(|file| file.name.to_owned()).collect();
            return Err(Error::UnknownName { what: "theme", name: name.to_owned(), known });
        };
        Self::parse(file.name, file.file, file.text)
    }

    /// Reads a theme file; `file` is its name for messages.
    ///
    /// # Errors
    /// [`Error::Data`] with the line of the first thing that is wrong.
    pub fn parse(name: &str, file: &str, text: &str) -> Result<Self> {
        resolve::theme(name, file, text)
    }

    /// Returns the look for a class of format.
    #[must_use]
    pub fn look(&self, shape: Shape) -> &Look {
        let index = SHAPES.iter().position(|&known| known == shape).expect("SHAPES has every shape");
        &self.looks[index]
    }
}

impl Look {
    /// Returns the stacks, in order of their layers.
    pub fn stacks(&self) -> impl Iterator<Item = &Stack> {
        self.layers.iter().filter_map(|layer| match layer {
            Layer::Stack(stack) => Some(stack),
            _ => None,
        })
    }

    /// Returns a style.
    #[must_use]
    pub fn style(&self, id: StyleId) -> &Style {
        &self.styles[id.0]
    }
}
