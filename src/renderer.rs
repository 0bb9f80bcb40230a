//! From a quote to a finished card: the one place, beside `export`, that knows the order of the stages.

use std::collections::BTreeSet;

use crate::encode::{Effort, Encoder, Encoding, Metadata};
use crate::error::{Error, Result};
use crate::font::{FaceId, FontLibrary, FontUse, Origin};
use crate::format::Format;
use crate::paint::Painter;
use crate::quote::{Attribution, Quote};
use crate::scene::{Item, Layout, PixelSize, Scene, Shared};
use crate::theme::Theme;
use crate::typeset::Typesetter;

/// Sets, paints and encodes cards. Made once per thread; keeps what is worth keeping from card to card.
///
/// Pure: no files, no clock. The same quote, theme, format and fonts give the same bytes.
pub struct Renderer<'lib> {
    fonts: &'lib FontLibrary,
    typesetter: Typesetter<'lib>,
    painter: Painter<'lib>,
    encoder: Encoder,
    /// As what kind of file cards are encoded.
    pub encoding: Encoding,
}

/// A finished card.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    /// The file: a PNG unless the renderer was asked for another kind.
    pub file: Vec<u8>,
    /// As what kind of file: another than asked for only where it would not fit the platform's budget.
    pub encoding: Encoding,
    /// How tightly it is encoded: tighter than others only where it would not fit the platform's budget.
    pub effort: Effort,
    /// What is not as it was meant, each a sentence in lower case without a full stop.
    pub notes: Vec<String>,
    /// The alternative text: the quote and its credit, within the platform's limit.
    pub alt: String,
    /// The size.
    pub size: PixelSize,
    /// The fonts it needed beside the embedded ones.
    pub fonts: Vec<FontUse>,
    /// What the typesetter decided.
    pub layout: Layout,
}

impl<'lib> Renderer<'lib> {
    /// Makes a renderer that sets type in the faces of `fonts`.
    #[must_use]
    pub fn new(fonts: &'lib FontLibrary) -> Self {
        Self {
            fonts,
            typesetter: Typesetter::new(fonts),
            painter: Painter::new(fonts),
            encoder: Encoder::default(),
            encoding: Encoding::Png,
        }
    }

    /// Sets a card without painting it.
    ///
    /// # Errors
    /// As [`Renderer::card`].
    pub fn scene(&mut self, quote: &Quote, theme: &Theme, format: &Format) -> Result<Scene> {
        self.scene_at(quote, theme, format, Shared::default())
    }

    /// Sets a card with what it shares with others, without painting it.
    ///
    /// # Errors
    /// As [`Renderer::card_at`].
    pub fn scene_at<'s>(
        &mut self,
        quote: &Quote,
        theme: &Theme,
        format: &Format,
        shared: impl Into<Shared<'s>>,
    ) -> Result<Scene> {
        self.typesetter.typeset_at(quote, theme, format, shared)
    }

    /// Makes the card of a quote.
    ///
    /// # Errors
    /// [`Error::DoesNotFit`],
    /// [`Error::MissingGlyphs`],
    /// [`Error::Contrast`],
    /// [`Error::OverBudget`].
    pub fn card(&mut self, quote: &Quote, theme: &Theme, format: &Format) -> Result<Card> {
        self.card_at(quote, theme, format, None)
    }

    /// Makes the card of a quote with what it shares with other cards, if anything: a size of type, ends of lines.
    ///
    /// # Errors
    /// As [`Renderer::card`]; a shared size counts as the floor.
    pub fn card_at<'s>(
        &mut self,
        quote: &Quote,
        theme: &Theme,
        format: &Format,
        shared: impl Into<Shared<'s>>,
    ) -> Result<Card> {
        let scene = self.scene_at(quote, theme, format, shared)?;
        self.finish(scene, quote, format)
    }

    /// Paints and encodes a card that has been set.
    ///
    /// # Errors
    /// [`Error::OverBudget`].
    pub fn finish(&mut self, scene: Scene, quote: &Quote, format: &Format) -> Result<Card> {
        let canvas = self.painter.paint(&scene);
        let alt = alternative_text(quote, format.max_alt_chars);
        let metadata = Metadata {
            title: title(&quote.attribution),
            author: quote.attribution.name.clone(),
            description: alt.clone(),
        };
        let (mut encoding, mut effort) = (self.encoding, Effort::Quick);
        let mut file = self.encoder.encode(&canvas, &metadata, encoding, effort);
        for way in tighter(encoding, format) {
            if file.len() <= format.max_bytes {
                break;
            }
            (encoding, effort) = way;
            file = self.encoder.encode(&canvas, &metadata, encoding, effort);
        }
        self.painter.reuse(canvas);
        if file.len() > format.max_bytes {
            let place = format!("{}, {}", scene.layout.theme, format.name);
            return Err(Error::OverBudget { place, bytes: file.len(), budget: format.max_bytes });
        }
        let mut notes = scene.layout.notes.clone();
        let how = match (encoding == self.encoding, effort) {
            (true, Effort::Quick) => None,
            (true, Effort::Thorough) => Some("encoded tighter"),
            (false, _) => Some("encoded as JPEG"),
        };
        notes.extend(
            how.map(|how| format!("{how}, to stay within the {} bytes of {}", format.max_bytes, format.name)),
        );
        let fonts = self.added_fonts(&scene);
        Ok(Card { file, encoding, effort, notes, alt, size: scene.size, fonts, layout: scene.layout })
    }

    /// Returns the fonts of a scene that are not embedded.
    fn added_fonts(&self, scene: &Scene) -> Vec<FontUse> {
        let faces = scene.items.iter().filter_map(|item| match item {
            Item::Glyphs(run) => Some(run.face),
            _ => None,
        });
        let faces: BTreeSet<FaceId> = faces.collect();
        let added =
            faces.into_iter().map(|id| self.fonts.face(id)).filter(|face| face.origin != Origin::Embedded);
        added
            .map(|face| FontUse {
                name: face.name(),
                file: face.file.clone(),
                sha256: face.sha256().to_owned(),
            })
            .collect()
    }
}

/// Returns the ways to encode a card that is over its budget, in order: with more work, then with a little loss where
/// the format allows it and nobody asked for another kind of file.
fn tighter(encoding: Encoding, format: &Format) -> impl Iterator<Item = (Encoding, Effort)> {
    let lossy = format.jpeg && encoding == Encoding::Png;
    let jpeg = [Effort::Quick, Effort::Thorough].map(|effort| (Encoding::Jpeg, effort));
    std::iter::once((encoding, Effort::Thorough)).chain(jpeg.into_iter().filter(move |_| lossy))
}

/// Returns what a card is called: whose words they are.
fn title(credit: &Attribution) -> String {
    match &credit.publication {
        Some(publication) => format!("{}, {publication}", credit.name),
        None => credit.name.clone(),
    }
}

/// Returns the alternative text: the quote in marks, and the credit as far as the limit allows.
///
/// The quote and the name come first: a platform that cuts, cuts the rest. A quote longer than the limit ends at the
/// last whole word, with an ellipsis.
fn alternative_text(quote: &Quote, limit: usize) -> String {
    let credit = &quote.attribution;
    let flat = quote.text().split_whitespace().collect::<Vec<_>>().join(" ");
    let mut text = format!("“{flat}”");
    let mut separator = " — ";
    for part in [Some(&credit.name), credit.role.as_ref(), credit.publication.as_ref(), credit.date.as_ref()]
    {
        let Some(part) = part.filter(|part| !part.is_empty()) else { continue };
        if text.chars().count() + separator.chars().count() + part.chars().count() > limit {
            break;
        }
        text.push_str(separator);
        text.push_str(part);
        separator = ", ";
    }
    if let Some((page, pages)) = quote.extras.page {
        let number = format!(" ({page}/{pages})");
        if text.chars().count() + number.chars().count() <= limit {
            text.push_str(&number);
        }
    }
    if text.chars().count() <= limit {
        return text;
    }
    let kept: String = text.chars().take(limit.saturating_sub(2)).collect();
    let whole = kept.rfind(' ').map_or(kept.as_str(), |space| &kept[..space]);
    format!("{whole}…”")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    fn quote(text: &str) -> Quote {
        let credit = Attribution {
            name: "Ada Brook".into(),
            role: Some("cooper".into()),
            publication: Some("The Stave".into()),
            date: None,
        };
        Quote::typed(text, credit, Language::new("en")).unwrap()
    }

    #[test]
    fn alternative_text_has_quote_and_credit_as_far_as_they_go() {
        let quote = quote("A barrel is a promise.\nKeep it.");
        assert_eq!(
            alternative_text(&quote, 200),
            "“A barrel is a promise. Keep it.” — Ada Brook, cooper, The Stave"
        );
        assert_eq!(alternative_text(&quote, 50), "“A barrel is a promise. Keep it.” — Ada Brook");
        assert_eq!(alternative_text(&quote, 20), "“A barrel is a…”");
    }
}
