//! Lengths as themes write them: sums of terms in units of the card, `9s`, `44w+3s`, `0.8q+2.4s`.

use std::fmt;
use std::str::FromStr;

use crate::geometry::Px;
use crate::scene::PixelSize;

/// A sum of terms, one a unit, resolved when the card's size and the quote's are known.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Length {
    /// In percent of the short edge.
    pub s: f32,
    /// In percent of the width.
    pub w: f32,
    /// In percent of the height.
    pub h: f32,
    /// In ems of the fitted quote.
    pub q: f32,
}

/// What a [`Length`] is resolved against.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Units {
    /// One percent of the short edge.
    pub s: Px,
    /// One percent of the width.
    pub w: Px,
    /// One percent of the height.
    pub h: Px,
    /// The quote's type size.
    pub q: Px,
}

impl Units {
    /// Makes the units of a canvas, with the quote set at `quote`.
    #[must_use]
    pub fn of(size: PixelSize, quote: Px) -> Self {
        let (w, h) = (size.width as f32 / 100.0, size.height as f32 / 100.0);
        Self { s: Px(w.min(h)), w: Px(w), h: Px(h), q: quote }
    }
}

impl Length {
    /// Returns the length in pixels.
    #[must_use]
    pub fn resolve(&self, units: &Units) -> Px {
        units.s * self.s + units.w * self.w + units.h * self.h + units.q * self.q
    }
}

/// What is wrong with a text that should be a length.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LengthError(String);

impl fmt::Display for LengthError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "`{}` is not a length; write a sum like 9s or 44w+3s (s: 1 % of the short edge, w: of the width, \
             h: of the height, q: the quote's size)",
            self.0
        )
    }
}

impl std::error::Error for LengthError {}

impl FromStr for Length {
    type Err = LengthError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let refuse = || LengthError(text.to_owned());
        let mut length = Self::default();
        let mut rest = text.trim();
        if rest == "0" {
            return Ok(length);
        }
        if rest.is_empty() {
            return Err(refuse());
        }
        while !rest.is_empty() {
            let unit_at = rest.find(['s', 'w', 'h', 'q']).ok_or_else(refuse)?;
            let number: String = rest[..unit_at].chars().filter(|c| !c.is_whitespace()).collect();
            let value: f32 = number.parse().map_err(|_| refuse())?;
            if !value.is_finite() || value.abs() > 10_000.0 {
                return Err(refuse());
            }
            match rest.as_bytes()[unit_at] {
                b's' => length.s += value,
                b'w' => length.w += value,
                b'h' => length.h += value,
                _ => length.q += value,
            }
            rest = rest[unit_at + 1..].trim_start();
            if !rest.is_empty() && !rest.starts_with(['+', '-']) {
                return Err(refuse());
            }
        }
        Ok(length)
    }
}

impl<'de> serde::Deserialize<'de> for Length {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_and_differences_of_units_are_read() {
        let length: Length = "44w+3s - 1.5h".parse().unwrap();
        assert_eq!(length, Length { s: 3.0, w: 44.0, h: -1.5, q: 0.0 });
        let units = Units::of(PixelSize { width: 1200, height: 600 }, Px(50.0));
        assert_eq!("0.5q+2s".parse::<Length>().unwrap().resolve(&units), Px(37.0));
        assert_eq!("-13s".parse::<Length>().unwrap().s, -13.0);
    }

    #[test]
    fn anything_else_is_refused() {
        for text in ["", "9", "s", "9 px", "9s3w", "1e9s", "nans", "9s+"] {
            assert!(text.parse::<Length>().is_err(), "{text}");
        }
    }
}
