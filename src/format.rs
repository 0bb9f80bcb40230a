//! Formats: the canvas a platform wants, with the part of it that is safe for text.

use std::ops::Range;

use crate::builtin;
use crate::error::{Error, Result};
use crate::geometry::{Px, Rect};
use crate::scene::PixelSize;
use crate::toml_file;

/// Most pixels of a side.
const MAX_SIDE: u32 = 8192;

/// A canvas: size, safe area, floors for type, byte budget.
#[derive(Clone, Debug, PartialEq)]
pub struct Format {
    /// Its name: `og`.
    pub name: String,
    /// One line for lists.
    pub summary: String,
    /// The size in pixels, before it is scaled.
    pub size: PixelSize,
    /// How many times as fine the card is painted: 2 for screens with small pixels.
    pub scale: u32,
    /// Where zones are laid out; the platform's own controls cover the rest.
    pub safe: Rect,
    /// What is left of the card where a grid crops it or corners are rounded: no text stands outside.
    pub crop: Rect,
    /// Smallest type of a quote, in pixels an em.
    pub quote_floor: Px,
    /// Smallest type of anything else.
    pub credit_floor: Px,
    /// Largest file the platform takes without recompressing, in bytes.
    pub max_bytes: usize,
    /// Whether a card that is too large as PNG, however tightly encoded, becomes a JPEG, with a little loss.
    pub jpeg: bool,
    /// Longest alternative text it takes, in characters.
    pub max_alt_chars: usize,
}

/// The classes of canvas that a theme may treat in their own way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Shape {
    /// At least a fifth wider than high.
    Wide,
    /// About as wide as high.
    Square,
    /// At least a fifth higher than wide.
    Tall,
    /// As tall as a phone.
    Story,
}

impl Format {
    /// Returns the class of canvas.
    #[must_use]
    pub fn shape(&self) -> Shape {
        let ratio = self.size.width as f32 / self.size.height as f32;
        match ratio {
            _ if ratio >= 1.2 => Shape::Wide,
            _ if ratio > 1.0 / 1.2 => Shape::Square,
            _ if ratio > 0.6 => Shape::Tall,
            _ => Shape::Story,
        }
    }

    /// Returns the length of the shorter edge.
    #[must_use]
    pub fn short_edge(&self) -> Px {
        Px(self.size.width.min(self.size.height) as f32)
    }

    /// Returns the format painted so many times as fine, with everything where it was.
    ///
    /// # Errors
    /// [`Error::Usage`] when that is more pixels than a side may have.
    pub fn at_scale(self, scale: u32) -> Result<Self> {
        let side = self.size.width.max(self.size.height).saturating_mul(scale);
        if scale == 0 || side > MAX_SIDE {
            return Err(Error::Usage {
                message: format!("{} at --scale {scale} would be {side} pixels long", self.name),
                hint: format!("a side has at most {MAX_SIDE}"),
            });
        }
        Ok(Self { scale, ..self })
    }

    /// Returns how long a quote may be, in characters, that sets at a good size here: from what fills a fair part of
    /// the canvas, to what stays half as large again as the floor.
    ///
    /// A rule of thumb for choosing quotes, before any is set: lines across four fifths of the safe area, half its
    /// height for the quote, letters half an em wide, lines 1.3 em apart. `og` gets 50–200, tall canvases 50–280.
    #[must_use]
    pub fn good_length(&self) -> Range<u32> {
        let em = self.quote_floor.0 * 1.5;
        let letters = self.safe.width().0 * 0.8 / (em * 0.5);
        let lines = self.safe.height().0 * 0.5 / (em * 1.3);
        50..((letters * lines) as u32).clamp(100, 280)
    }

    /// Finds an embedded format.
    ///
    /// # Errors
    /// [`Error::UnknownName`] when there is none of that name.
    pub fn builtin(name: &str) -> Result<Self> {
        let Some(file) = builtin::FORMATS.iter().find(|file| file.name == name) else {
            let known = builtin::FORMATS.iter().map(|file| file.name.to_owned()).collect();
            return Err(Error::UnknownName { what: "format", name: name.to_owned(), known });
        };
        Self::parse(file.name, file.file, file.text)
    }

    /// Reads a format file; `file` is its name for messages.
    ///
    /// # Errors
    /// [`Error::Data`] with the line of the first thing that is wrong.
    pub fn parse(name: &str, file: &str, text: &str) -> Result<Self> {
        let raw: RawFormat = toml_file::parse(file, text)?;
        let refuse = |message: &str| Error::Data {
            file: file.to_owned(),
            line: None,
            message: message.to_owned(),
            hint: None,
        };
        let [width, height] = raw.size;
        if !(64..=MAX_SIDE).contains(&width) || !(64..=MAX_SIDE).contains(&height) {
            return Err(refuse("`size` must lie between 64 and 8192 pixels a side"));
        }
        let (w, h) = (width as f32, height as f32);
        let inset = |insets: &RawInsets| {
            let insets = [insets.left, insets.top, insets.right, insets.bottom];
            if insets.iter().any(|inset| !(0.0..50.0).contains(inset)) {
                return Err(refuse("the insets of `safe` and `crop` must lie between 0 and 50 percent"));
            }
            let [left, top, right, bottom] = insets.map(|inset| inset / 100.0);
            Ok(Rect::new(left * w, top * h, w - right * w, h - bottom * h))
        };
        let floor = |percent: f32| Px((percent / 100.0 * w).ceil());
        Ok(Self {
            name: name.to_owned(),
            summary: raw.summary,
            size: PixelSize { width, height },
            scale: 1,
            safe: inset(&raw.safe)?,
            crop: inset(&raw.crop)?,
            quote_floor: floor(raw.floor.quote),
            credit_floor: floor(raw.floor.credit),
            max_bytes: raw.max_bytes,
            jpeg: raw.jpeg,
            max_alt_chars: raw.max_alt_chars,
        })
    }
}

/// A format as it is written down.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFormat {
    summary: String,
    /// Width and height.
    size: [u32; 2],
    safe: RawInsets,
    crop: RawInsets,
    floor: RawFloor,
    max_bytes: usize,
    #[serde(default)]
    jpeg: bool,
    max_alt_chars: usize,
}

/// In percent of the width (left, right) and of the height (top, bottom).
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RawInsets {
    left: f32,
    top: f32,
    right: f32,
    bottom: f32,
}

/// In percent of the width.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFloor {
    quote: f32,
    credit: f32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_embedded_format_is_well_formed_and_of_its_class() {
        let shapes: Vec<_> =
            builtin::FORMATS.iter().map(|file| Format::builtin(file.name).unwrap().shape()).collect();
        assert_eq!(shapes[..4], [Shape::Wide, Shape::Square, Shape::Tall, Shape::Story]);
    }

    #[test]
    fn a_low_canvas_wants_shorter_quotes_than_a_tall_one() {
        let [og, story] = ["og", "story"].map(|name| Format::builtin(name).unwrap().good_length());
        assert!((150..=220).contains(&og.end) && og.end < story.end, "{og:?} {story:?}");
    }

    #[test]
    fn floors_round_up_to_whole_pixels() {
        let og = Format::builtin("og").unwrap();
        assert_eq!((og.quote_floor, og.credit_floor), (Px(32.0), Px(27.0)));
    }

    #[test]
    fn an_unknown_key_is_named_with_its_line() {
        let text = builtin::FORMATS[0].text.replace("summary", "sumary");
        let error = Format::parse("x", "x.toml", &text).unwrap_err();
        assert!(error.to_string().contains("sumary"), "{error}");
        assert!(error.to_string().starts_with("x.toml, line "), "{error}");
    }
}
