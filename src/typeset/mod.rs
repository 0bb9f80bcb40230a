//! A [`Quote`] in, a [`Scene`] out.
//!
//! A text is brought into typographic form ([`punctuate`]), cut into runs of one face, script and direction
//! ([`itemize`]), emphasised words into runs of their own ([`stress`]), shaped once in ems ([`shape`]) and cut into pieces that are never broken ([`segment`]). From there
//! on it is numbers: [`fit`] asks [`breaks`] for the best lines at each size and chooses all of it at once. [`place`]
//! shapes the chosen lines again, each by itself, and [`compose`] puts them and the rest of the theme on the card.

mod block;
mod breaks;
mod compose;
mod credit;
mod emphasis;
mod fallback;
mod fit;
mod fitting;
mod furniture;
mod gradients;
mod ground;
mod itemize;
mod legible;
mod loosen;
#[cfg(test)]
mod oracle;
mod paragraph;
mod pictures;
mod place;
mod profile;
mod punctuate;
mod scenery;
mod segment;
mod shape;
mod stacks;
mod stress;
mod weigh;
mod zones;

use crate::error::Result;
use crate::font::FontLibrary;
use crate::format::Format;
use crate::quote::Quote;
use crate::scene::{Scene, Shared};
use crate::theme::Theme;

/// Returns the theme that a quote is shown in: another than asked for where it lacks what that one needs, as a picture.
#[must_use]
pub fn shown_in<'a>(quote: &Quote, theme: &'a Theme) -> &'a Theme {
    compose::shown_in(quote, theme)
}

/// Sets quotes. Made once per thread; keeps faces and shape plans from card to card.
pub struct Typesetter<'lib> {
    shaper: shape::Shaper<'lib>,
    /// Pictures as they were cut for earlier cards.
    prints: pictures::Prints,
}

impl<'lib> Typesetter<'lib> {
    /// Makes a typesetter for the faces of a library.
    #[must_use]
    pub fn new(fonts: &'lib FontLibrary) -> Self {
        Self { shaper: shape::Shaper::new(fonts), prints: pictures::Prints::default() }
    }

    /// Sets a quote in a theme on a format.
    ///
    /// # Errors
    /// [`Error::DoesNotFit`](crate::error::Error::DoesNotFit) when a text would need type below the format's floor,
    /// [`Error::MissingGlyphs`](crate::error::Error::MissingGlyphs) when no face has a character,
    /// [`Error::Contrast`](crate::error::Error::Contrast) when ink and ground are too close.
    pub fn typeset(&mut self, quote: &Quote, theme: &Theme, format: &Format) -> Result<Scene> {
        self.typeset_at(quote, theme, format, None)
    }

    /// Sets a quote with what it shares with other cards, if anything: a size of type, ends of lines.
    ///
    /// # Errors
    /// As [`Typesetter::typeset`]; a shared size counts as the floor.
    pub fn typeset_at<'s>(
        &mut self,
        quote: &Quote,
        theme: &Theme,
        format: &Format,
        shared: impl Into<Shared<'s>>,
    ) -> Result<Scene> {
        let scene =
            compose::compose(quote, theme, format, shared.into(), &mut self.shaper, &mut self.prints)?;
        Ok(scene.scaled(format.scale))
    }
}
