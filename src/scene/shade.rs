//! Colours that pass into one another.

use crate::color::Color;
use crate::geometry::{Px, Rect};

/// Rows that would lie further along than this do not.
const FAR: f32 = 4_000_000.0;

/// Colours that pass into one another along an axis.
///
/// Along a slanted axis a row of pixels is the row above it, moved by whole pixels: what is half a pixel off cannot be
/// seen, and rows are painted and packed as copies of one.
///
/// ```text
/// row 0   a a a b b b c c c d      all of them are parts of one long row,
/// row 1   a a b b b c c c d d      here each one pixel further along it
/// row 2   a b b b c c c d d d
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Shade {
    /// Where, in whole pixels.
    pub area: Rect,
    /// Along what.
    pub axis: ShadeAxis,
    /// Where on the axis it has which colour, in order; beyond the ends the nearest one.
    pub stops: Vec<ShadeStop>,
}

/// The axis that a shade passes along, and from where it is measured.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ShadeAxis {
    /// From left to right, measured from the card's left edge.
    Across,
    /// From top to bottom, measured from the card's top edge.
    Down,
    /// Askew: each row lies so many pixels further along than the one above it. Measured from the card's left edge along
    /// the upper edge of the area.
    Slanted(f32),
}

/// A colour at a place of a shade.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ShadeStop {
    /// The place on the axis.
    pub at: Px,
    /// The colour.
    pub color: Color,
    /// How much of what lies under it it hides, 0–1.
    pub alpha: f32,
}

impl Shade {
    /// Returns how many pixels along the axis a pixel of the card lies.
    #[must_use]
    pub fn along(&self, x: i32, y: i32) -> i32 {
        match self.axis {
            ShadeAxis::Across => x,
            ShadeAxis::Down => y,
            ShadeAxis::Slanted(_) => x.saturating_add(self.shift(y)),
        }
    }

    /// Returns how many pixels further along the axis a row lies than the upper edge of the area; 0 unless the shade is
    /// slanted.
    #[must_use]
    pub fn shift(&self, y: i32) -> i32 {
        match self.axis {
            ShadeAxis::Slanted(slant) => {
                ((y as f32 + 0.5 - self.area.top.0) * slant).floor().clamp(-FAR, FAR) as i32
            }
            ShadeAxis::Across | ShadeAxis::Down => 0,
        }
    }

    /// Returns the colour, and how much it hides in 1/256, of the pixels so far along the axis.
    #[must_use]
    pub fn at(&self, along: i32) -> (Color, u16) {
        let middle = match self.axis {
            ShadeAxis::Across | ShadeAxis::Down => 0.5,
            // Half a pixel for the column, and half a one that was lost when the row's shift was rounded down.
            ShadeAxis::Slanted(_) => 1.0,
        };
        let place = along as f32 + middle;
        let weight = |alpha: f32| (alpha * 256.0 + 0.5) as u16;
        let after = self.stops.iter().position(|stop| stop.at.0 > place);
        let (from, to) = match (after, self.stops.first(), self.stops.last()) {
            (Some(0), Some(first), _) => return (first.color, weight(first.alpha)),
            (None, _, Some(last)) => return (last.color, weight(last.alpha)),
            (Some(after), ..) => (&self.stops[after - 1], &self.stops[after]),
            (None, _, None) => return (Color::new(0, 0, 0), 0),
        };
        let share = (place - from.at.0) / (to.at.0 - from.at.0);
        let mix = |from: f32, to: f32| from + (to - from) * share;
        let channel = |from: u8, to: u8| (mix(f32::from(from), f32::from(to)) + 0.5) as u8;
        let color = Color::new(
            channel(from.color.r, to.color.r),
            channel(from.color.g, to.color.g),
            channel(from.color.b, to.color.b),
        );
        (color, weight(mix(from.alpha, to.alpha)))
    }

    /// Tells whether nothing under it can be seen.
    #[must_use]
    pub fn is_opaque(&self) -> bool {
        !self.stops.is_empty() && self.stops.iter().all(|stop| stop.alpha >= 1.0)
    }
}

/// Lays a colour that hides `weight`/256 of it over another, channel by channel as screens do.
#[must_use]
pub fn overlaid(under: Color, over: Color, weight: u16) -> Color {
    let mix = |under: u8, over: u8| {
        let (under, over, weight) = (u32::from(under), u32::from(over), u32::from(weight));
        ((under * (256 - weight) + over * weight + 128) >> 8) as u8
    };
    Color::new(mix(under.r, over.r), mix(under.g, over.g), mix(under.b, over.b))
}
