//! Flat colours and how far apart they are to the eye.

use std::fmt;
use std::str::FromStr;

/// An opaque colour in 8-bit sRGB (IEC 61966-2-1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Color {
    /// Red, 0–255.
    pub r: u8,
    /// Green, 0–255.
    pub g: u8,
    /// Blue, 0–255.
    pub b: u8,
}

/// Linear-light value, in 1/65,535, of every 8-bit sRGB level.
///
/// Computed at compile time from a rational form of the curve's segments, because `powf` may differ in its last
/// digit from one platform to the next and the same card must have the same bytes everywhere.
static LINEAR: [u16; 256] = linear_table();

impl Color {
    /// Makes a colour from its three channels.
    #[must_use]
    pub const fn new(r: u8, g: u8, b: u8) -> Self {
        Self { r, g, b }
    }

    /// Returns the three channels in linear light, each in 0–65,535.
    #[must_use]
    pub fn linear(self) -> [u16; 3] {
        [LINEAR[self.r as usize], LINEAR[self.g as usize], LINEAR[self.b as usize]]
    }

    /// Returns the relative luminance, 0–1 ([WCAG 2.2](https://www.w3.org/TR/WCAG22/#dfn-relative-luminance)).
    #[must_use]
    pub fn luminance(self) -> f64 {
        let [r, g, b] = self.linear().map(|channel| f64::from(channel) / 65_535.0);
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }

    /// Returns the contrast ratio to another colour, 1–21
    /// ([WCAG 2.2](https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio)).
    #[must_use]
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }
}

impl Color {
    /// Mixes the colour with another one, in linear light: `share` 256ths of the other.
    #[must_use]
    pub fn mixed(self, other: Self, share: u16) -> Self {
        let (from, to, share) = (self.linear(), other.linear(), u32::from(share.min(256)));
        let [r, g, b] = [0, 1, 2].map(|channel| {
            let mixed = u32::from(from[channel]) * (256 - share) + u32::from(to[channel]) * share;
            from_linear(((mixed + 128) / 256) as u16)
        });
        Self { r, g, b }
    }
}

/// Returns the 8-bit sRGB level nearest to a linear-light value in 0–65,535.
#[must_use]
pub fn from_linear(value: u16) -> u8 {
    let mut level = LOWEST[usize::from(value) / BUCKET];
    // A bucket is narrower than the way from one level to the next but one.
    while level < 255 && value >= STARTS[usize::from(level) + 1] {
        level += 1;
    }
    level
}

/// Linear-light values that share an entry of [`LOWEST`].
const BUCKET: usize = 16;

/// The smallest linear-light value that is nearer to each level than to the one below.
static STARTS: [u16; 256] = {
    let mut starts = [0; 256];
    let mut level = 1;
    while level < 256 {
        starts[level] = (LINEAR[level - 1] + 1).midpoint(LINEAR[level]);
        level += 1;
    }
    starts
};

/// The level of the smallest value of each bucket.
static LOWEST: [u8; 65_536 / BUCKET] = {
    let mut lowest = [0; 65_536 / BUCKET];
    let mut bucket = 0;
    let mut level = 0;
    while bucket < lowest.len() {
        while level < 255 && bucket * BUCKET >= STARTS[level + 1] as usize {
            level += 1;
        }
        lowest[bucket] = level as u8;
        bucket += 1;
    }
    lowest
};

/// Builds [`LINEAR`] with integer and basic floating-point operations only.
const fn linear_table() -> [u16; 256] {
    let mut table = [0; 256];
    let mut level = 0;
    while level < 256 {
        let c = level as f64 / 255.0;
        let linear = if c <= 0.04045 { c / 12.92 } else { to_the_2_4((c + 0.055) / 1.055) };
        table[level] = (linear * 65_535.0 + 0.5) as u16;
        level += 1;
    }
    table
}

/// Raises to the power 2.4 = 12/5: the fifth root by Newton's method, then the twelfth power.
const fn to_the_2_4(base: f64) -> f64 {
    let mut root = 1.0;
    let mut step = 0;
    while step < 40 {
        let fourth = root * root * root * root;
        root = (4.0 * root + base / fourth) / 5.0;
        step += 1;
    }
    let squared = root * root;
    let fourth = squared * squared;
    fourth * fourth * fourth
}

impl fmt::Display for Color {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02X}{:02X}{:02X}", self.r, self.g, self.b)
    }
}

/// What is wrong with a text that should be a colour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColorError(String);

impl fmt::Display for ColorError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not a colour; write #RRGGBB or #RGB", self.0)
    }
}

impl std::error::Error for ColorError {}

impl FromStr for Color {
    type Err = ColorError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let refuse = || ColorError(text.to_owned());
        let digits = text.strip_prefix('#').ok_or_else(refuse)?;
        let nibbles: Vec<u8> = digits
            .chars()
            .map(|digit| digit.to_digit(16).map(|value| value as u8))
            .collect::<Option<_>>()
            .ok_or_else(refuse)?;
        match nibbles[..] {
            [r, g, b] => Ok(Self::new(r * 17, g * 17, b * 17)),
            [r1, r0, g1, g0, b1, b0] => Ok(Self::new(r1 * 16 + r0, g1 * 16 + g0, b1 * 16 + b0)),
            _ => Err(refuse()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_agrees_with_the_figures_of_the_art_direction() {
        let paper: Color = "#F5F0E3".parse().unwrap();
        let ink: Color = "#1B1815".parse().unwrap();
        assert!((paper.contrast(ink) - 15.5).abs() < 0.05);
        assert!((Color::new(0, 0, 0).contrast(Color::new(255, 255, 255)) - 21.0).abs() < 1e-9);
    }

    #[test]
    fn every_level_survives_the_way_to_linear_light_and_back() {
        for level in 0..=255 {
            assert_eq!(from_linear(Color::new(level, 0, 0).linear()[0]), level);
        }
    }

    #[test]
    fn a_value_between_two_levels_goes_to_the_nearer_one() {
        for value in 0..=u16::MAX {
            let off = |level: u8| LINEAR[usize::from(level)].abs_diff(value);
            let level = from_linear(value);
            assert!(off(level) <= off(level.saturating_sub(1)), "{value}");
            assert!(level == 255 || off(level) < off(level + 1), "{value}");
        }
    }

    #[test]
    fn a_text_that_is_no_colour_is_named_in_the_error() {
        let error = "#12".parse::<Color>().unwrap_err();
        assert_eq!(error.to_string(), "`#12` is not a colour; write #RRGGBB or #RGB");
        assert!("red".parse::<Color>().is_err());
        assert!("#ééé".parse::<Color>().is_err());
    }
}
