//! Themes: how a card looks, as data.
//!
//! A theme file says in six ideas what a card is made of: a *palette* names colours; *zones* are rectangles by insets,
//! nested; *styles* say how one text is set; *layers* are painted in the order written; *stacks* are layers that set
//! styles under one another in a zone, and one of them holds the fitted quote; *when* overrides by class of format.
//! A theme may *extend* another and say only what differs.
//! [`Theme::parse`] resolves all of it once for each class, so that a [`Look`] has nothing left to look up.

mod layer;
mod length;
mod raw;
mod raw_layer;
mod resolve;
mod style;

use std::sync::Arc;

use crate::builtin;
use crate::error::{Error, Result};
use crate::format::Shape;
use crate::picture::Picture;

pub use layer::{Gradient, Layer, LayerKind, RulePlace, Stack, Stop};
pub use length::{Length, LengthError, Units};
pub use raw::{Align, Caps, Edge, Marks, Valign};
pub use style::{Field, Marker, Piece, QuoteStyle, Style, StyleKind, Template, TextStyle};

/// How a card looks, with nothing left unset.
#[derive(Clone, Debug, PartialEq)]
pub struct Theme {
    /// Its name: `broadsheet`.
    pub name: String,
    /// One line for lists.
    pub summary: String,
    /// The names of its colours, as its file and those it extends have them.
    pub colors: Vec<String>,
    /// One look for each of [`SHAPES`].
    looks: [Look; 4],
    /// Fields a card must have to be set in it.
    pub needs: Vec<Field>,
    /// The theme for cards that lack them.
    pub fallback: Option<Box<Theme>>,
    /// Whether ink that cannot be read is made darker or lighter within its hue; else it is refused.
    pub mend: bool,
    /// The publisher's sign.
    pub logo: Option<Arc<Picture>>,
}

/// What a theme is resolved with: where others are found, and what is laid over it.
#[derive(Clone, Copy)]
pub struct Surroundings<'a> {
    /// Finds the file and the text of a theme by its name.
    pub find: &'a dyn Fn(&str) -> Result<(String, String)>,
    /// Parts of a theme in TOML, each laid over what is before it.
    pub settings: &'a [String],
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
    /// The stack it starts below, and how far.
    pub below: Option<(StackId, Length)>,
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

impl Theme {
    /// Finds an embedded theme.
    ///
    /// # Errors
    /// [`Error::UnknownName`] when there is none of that name.
    pub fn builtin(name: &str) -> Result<Self> {
        let (file, text) = Self::builtin_text(name)?;
        Self::parse(name, &file, &text)
    }

    /// Returns the file and the text of an embedded theme.
    ///
    /// # Errors
    /// [`Error::UnknownName`] when there is none of that name.
    pub fn builtin_text(name: &str) -> Result<(String, String)> {
        let Some(file) = builtin::THEMES.iter().find(|file| file.name == name) else {
            let known = builtin::THEMES.iter().map(|file| file.name.to_owned()).collect();
            return Err(Error::UnknownName { what: "theme", name: name.to_owned(), known });
        };
        Ok((file.file.to_owned(), file.text.to_owned()))
    }

    /// Reads a theme file; `file` is its name for messages. It may extend embedded themes.
    ///
    /// # Errors
    /// [`Error::Data`] with the line of the first thing that is wrong.
    pub fn parse(name: &str, file: &str, text: &str) -> Result<Self> {
        Self::parse_with(name, file, text, &Surroundings { find: &Self::builtin_text, settings: &[] })
    }

    /// Reads a theme file that may extend others, with settings laid over it.
    ///
    /// # Errors
    /// [`Error::Data`] with the line of the first thing that is wrong; what `find` returns.
    pub fn parse_with(name: &str, file: &str, text: &str, around: &Surroundings<'_>) -> Result<Self> {
        resolve::theme(name, file, text, around)
    }

    /// Sets quotes, and all other texts, in faces of the user's.
    pub fn set_fonts(&mut self, quote: Option<&str>, text: Option<&str>) {
        for style in self.looks.iter_mut().flat_map(|look| &mut look.styles) {
            let (own, other) = match &mut style.kind {
                StyleKind::Quote(style) => (&mut style.font, quote),
                StyleKind::Text(style) => (&mut style.font, text),
                StyleKind::Rule { .. } | StyleKind::Row { .. } => continue,
            };
            if let Some(other) = other {
                other.clone_into(own);
            }
        }
        if let Some(fallback) = &mut self.fallback {
            fallback.set_fonts(quote, text);
        }
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
        self.layers.iter().filter_map(|layer| match &layer.kind {
            LayerKind::Stack(stack) => Some(stack),
            _ => None,
        })
    }

    /// Returns a style.
    #[must_use]
    pub fn style(&self, id: StyleId) -> &Style {
        &self.styles[id.0]
    }
}
