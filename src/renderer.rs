//! From a quote to a finished card: the one place, beside `export`, that knows the order of the stages.

use crate::error::{Error, Result};
use crate::font::FontLibrary;
use crate::format::Format;
use crate::quote::Quote;
use crate::scene::{Layout, PixelSize};
use crate::theme::Theme;

/// Sets, paints and encodes cards. Made once per thread; keeps what is worth keeping from card to card.
pub struct Renderer<'lib> {
    fonts: &'lib FontLibrary,
}

/// A finished card.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    /// The PNG file.
    pub png: Vec<u8>,
    /// The alternative text: the quote and its credit.
    pub alt: String,
    /// The size.
    pub size: PixelSize,
    /// What the typesetter decided.
    pub layout: Layout,
}

impl<'lib> Renderer<'lib> {
    /// Makes a renderer that sets type in the faces of `fonts`.
    #[must_use]
    pub fn new(fonts: &'lib FontLibrary) -> Self {
        Self { fonts }
    }

    /// Makes the card of a quote.
    ///
    /// # Errors
    /// [`Error::DoesNotFit`], [`Error::MissingGlyphs`], [`Error::Contrast`].
    pub fn card(&mut self, _quote: &Quote, _theme: &Theme, _format: &Format) -> Result<Card> {
        let _ = self.fonts;
        Err(Error::Usage { message: "not built yet".to_owned(), hint: String::new() })
    }
}
