//! A card fully decided: a size and placed items. Nothing is left to measure or to choose.

mod shade;

use std::fmt;
use std::sync::Arc;

use crate::color::Color;
use crate::font::FaceId;
use crate::geometry::{Point, Px, Rect};
use crate::picture::Print;

pub use self::shade::{Shade, ShadeAxis, ShadeStop, overlaid};

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
    /// Colours that pass into one another over what lies under them.
    Shade(Shade),
    /// A picture.
    Picture {
        /// The pixel of the card its upper left one lies on.
        origin: (i32, i32),
        /// The picture, as large as it is shown.
        print: Arc<Print>,
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
    /// The theme it was set in: another than asked for where the card lacks what that one needs.
    pub theme: String,
    /// The quote's type size in pixels an em.
    pub quote_size: Px,
    /// From baseline to baseline of the quote.
    pub quote_leading: Px,
    /// Whether the theme centres the quote and it stands flush all the same, as it has too many lines.
    pub quote_turned: bool,
    /// The quote's lines, top to bottom.
    pub lines: Vec<LineBox>,
    /// Where each of them ends, in bytes of the quote as it is set, marks included.
    pub quote_breaks: Vec<usize>,
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
    /// Inks that could not be read where they stood, and were made darker or lighter within their hue.
    pub mended: Vec<Mended>,
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

/// An ink that was changed so that it can be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mended {
    /// The style of the text.
    pub style: String,
    /// The colour it was to have.
    pub from: Color,
    /// The colour it has.
    pub to: Color,
}

impl fmt::Display for Mended {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} → {}", self.style, self.from, self.to)
    }
}

/// One size of type and one distance of baselines that the quotes of several cards share, before they are scaled.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TypeSize {
    /// The size, in whole pixels.
    pub size: Px,
    /// From baseline to baseline, in whole pixels.
    pub leading: Px,
    /// Whether text that the theme centres stands flush, as one of the cards has too many lines of it.
    pub turned: bool,
}

/// What the card of a quote has in common with other cards of its set.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Shared<'a> {
    /// The size of type, where all cards of an interview have one.
    pub size: Option<TypeSize>,
    /// Where the lines of the same quote end on another format, as [`Layout::quote_breaks`] has it: they end there on this
    /// card too, where that costs little of its size. Empty where there is no other.
    pub breaks: &'a [usize],
}

impl From<Option<TypeSize>> for Shared<'_> {
    fn from(size: Option<TypeSize>) -> Self {
        Self { size, breaks: &[] }
    }
}

impl Scene {
    /// Returns the scene so many times as large; pictures are expected to be as fine already.
    #[must_use]
    pub fn scaled(mut self, scale: u32) -> Self {
        if scale == 1 {
            return self;
        }
        let by = scale as f32;
        let point = |point: Point| Point { x: point.x * by, y: point.y * by };
        let rect = |rect: Rect| Rect {
            left: rect.left * by,
            right: rect.right * by,
            top: rect.top * by,
            bottom: rect.bottom * by,
        };
        self.size = PixelSize { width: self.size.width * scale, height: self.size.height * scale };
        for item in &mut self.items {
            match item {
                Item::Fill { area, .. } => *area = rect(*area),
                Item::Disc { center, radius, .. } => (*center, *radius) = (point(*center), *radius * by),
                Item::Polygon { corners, .. } => {
                    corners.iter_mut().for_each(|corner| *corner = point(*corner))
                }
                Item::Shade(shade) => {
                    shade.area = rect(shade.area);
                    shade.stops.iter_mut().for_each(|stop| stop.at = stop.at * by);
                }
                Item::Picture { origin, .. } => {
                    *origin = (origin.0 * scale as i32, origin.1 * scale as i32);
                }
                Item::Glyphs(run) => {
                    run.size = run.size * by;
                    run.glyphs.iter_mut().for_each(|glyph| glyph.origin = point(glyph.origin));
                }
            }
        }
        let layout = &mut self.layout;
        (layout.quote_size, layout.quote_leading) = (layout.quote_size * by, layout.quote_leading * by);
        (layout.safe, layout.quote_box) = (rect(layout.safe), rect(layout.quote_box));
        for line in layout.lines.iter_mut().chain(&mut layout.credits) {
            (line.baseline, line.size) = (line.baseline * by, line.size * by);
            (line.left, line.right) = (line.left * by, line.right * by);
            line.ink = rect(line.ink);
        }
        self
    }

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
