//! A card fully decided: a size and placed items. Nothing is left to measure or to choose.

use crate::color::Color;
use crate::font::FaceId;
use crate::geometry::{Point, Px, Rect};

/// A card's size in whole pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PixelSize {
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
}

/// A card as a list of things to paint, first one lowest.
#[derive(Clone, Debug, PartialEq)]
pub struct Scene {
    /// The canvas.
    pub size: PixelSize,
    /// The colour under everything.
    pub ground: Color,
    /// What is painted on it, in order.
    pub items: Vec<Item>,
    /// What the typesetter found, for reports and tests; the painter does not read it.
    pub layout: Layout,
}

/// One thing to paint.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// A rectangle; its edges may lie between pixels.
    Fill {
        /// Where.
        area: Rect,
        /// In what colour.
        color: Color,
    },
    /// A filled circle.
    Disc {
        /// Its centre.
        center: Point,
        /// Its radius.
        radius: Px,
        /// Its colour.
        color: Color,
    },
    /// A filled polygon.
    Polygon {
        /// Its corners, in order, the last joined to the first.
        corners: Vec<Point>,
        /// Its colour.
        color: Color,
    },
    /// Glyphs of one face, size and colour.
    Glyphs(GlyphRun),
}

/// Glyphs of one face, size and colour.
#[derive(Clone, Debug, PartialEq)]
pub struct GlyphRun {
    /// The face.
    pub face: FaceId,
    /// Pixels an em.
    pub size: Px,
    /// The ink.
    pub color: Color,
    /// What it lies on: flat, so that edges blend as they should. The painter's blend curve depends on both.
    pub ground: Color,
    /// The glyphs, each with its origin on the card.
    pub glyphs: Vec<PlacedGlyph>,
}

/// A glyph and where its origin stands on the card.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlacedGlyph {
    /// Index in the face. 16 bits hold every glyph of an OpenType font.
    pub id: u16,
    /// Its origin: x at sub-pixel precision, y on the baseline, a whole pixel.
    pub origin: Point,
}

/// What the typesetter decided, in numbers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Layout {
    /// The quote's type size in pixels an em.
    pub quote_size: Px,
    /// The quote's lines, top to bottom.
    pub lines: Vec<LineBox>,
    /// Every other text, in order.
    pub credits: Vec<LineBox>,
    /// The format's safe area.
    pub safe: Rect,
    /// The part of the safe area the quote was fitted into.
    pub quote_box: Rect,
    /// Lowest contrast ratio of the quote's ink to what lies under it.
    pub quote_contrast: f64,
    /// Lowest contrast ratio of the other texts.
    pub credit_contrast: f64,
    /// What could not be set as it was meant, each a sentence in lower case without a full stop.
    pub notes: Vec<String>,
}

impl Layout {
    /// Returns how ragged the quote's lines are: the longest less the shortest, over the longest. The last line does not
    /// count; 0 for one line and for two.
    #[must_use]
    pub fn rag(&self) -> f32 {
        let counted = &self.lines[..self.lines.len().saturating_sub(1)];
        let widths = || counted.iter().map(|line| (line.right - line.left).0);
        let longest = widths().fold(0.0, f32::max);
        if longest > 0.0 { 1.0 - widths().fold(longest, f32::min) / longest } else { 0.0 }
    }

    /// Returns how much of its box the quote fills: the widest line over the width, and the height of its ink over the
    /// height.
    #[must_use]
    pub fn fill(&self) -> (f32, f32) {
        let widest = self.lines.iter().map(|line| line.right - line.left).fold(Px::ZERO, Px::max);
        let ink = self.lines.iter().fold(Rect::default(), |ink, line| ink.union(line.ink));
        let share = |part: Px, whole: Px| if whole > Px::ZERO { part / whole } else { 0.0 };
        (share(widest, self.quote_box.width()), share(ink.height(), self.quote_box.height()))
    }
}

impl Scene {
    /// Paints what the typesetter decided over the card, for those who tune themes: the safe area and the quote's box
    /// as frames, each line's baseline and edges, and the bounds of its ink.
    pub fn show_layout(&mut self) {
        const FRAME: Color = Color::new(0x00, 0x9E, 0xD8);
        const INK: Color = Color::new(0xE6, 0x00, 0x7E);
        const BASELINE: Color = Color::new(0x00, 0xA6, 0x51);
        let fill = |area: Rect, color: Color| Item::Fill { area, color };
        let frame = |area: Rect, color: Color| {
            let Rect { left, top, right, bottom } = area;
            let width = Px(1.0);
            [
                fill(Rect { bottom: top + width, ..area }, color),
                fill(Rect { top: bottom - width, ..area }, color),
                fill(Rect { right: left + width, ..area }, color),
                fill(Rect { left: right - width, ..area }, color),
            ]
        };
        let mut shown: Vec<Item> = Vec::new();
        shown.extend(frame(self.layout.safe, FRAME));
        shown.extend(frame(self.layout.quote_box, FRAME));
        for line in self.layout.lines.iter().chain(&self.layout.credits) {
            shown.extend(frame(line.ink, INK));
            let (top, bottom) = (line.baseline, line.baseline + Px(1.0));
            shown.push(fill(Rect { left: line.left, right: line.right, top, bottom }, BASELINE));
        }
        self.items.extend(shown);
    }
}

/// One line of set text.
#[derive(Clone, Debug, PartialEq)]
pub struct LineBox {
    /// Which style of the theme set it: `quote`, `name`.
    pub style: String,
    /// Its text, as set.
    pub text: String,
    /// Its baseline.
    pub baseline: Px,
    /// Its type size in pixels an em.
    pub size: Px,
    /// Where its measured letters start and end, hung marks not counted.
    pub left: Px,
    /// See `left`.
    pub right: Px,
    /// The bounds of its ink, hung marks counted.
    pub ink: Rect,
}
