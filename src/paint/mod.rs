//! Lays a scene's inks on a canvas.
//!
//! ```text
//! item ─mask→ coverage ─gather→ plane ─ink→ surface: palette indices, or RGB when 256 colours are not enough
//! ```
//!
//! Painting measures nothing and chooses nothing but the canvas: what a scene says is painted, in its order, and what
//! lies outside the card is cut off. It cannot fail. The same scene gives the same pixels on every machine and whatever
//! was painted before: coverage is rounded to a few tones, and blending is integer arithmetic.

mod blend;
mod fill;
mod glyph;
mod grades;
mod indexed;
mod picture;
mod plane;
mod rgb;
mod shade;
mod surface;
#[cfg(test)]
mod tests;

use std::rc::Rc;

use crate::canvas::Canvas;
use crate::color::Color;
use crate::font::FontLibrary;
use crate::scene::{Item, Scene};

use self::blend::{Blend, Grain, Ink};
use self::glyph::GlyphMasks;
use self::indexed::Indexed;
use self::plane::Plane;
use self::rgb::Rgb;
use self::surface::Surface;

/// Paints scenes. Made once per thread; keeps glyph masks from card to card.
pub struct Painter<'lib> {
    glyphs: GlyphMasks<'lib>,
    plane: Plane,
    /// The inks of late, ready to be laid. A theme has a handful.
    inks: Vec<ReadyInk>,
    /// Memory for the pixels of the next card.
    spare: Vec<u8>,
}

/// An ink, its grain, the colours of the shade it may be laid on, and what was prepared for that.
type ReadyInk = (Ink, Grain, Rc<[Color]>, Rc<Blend>);

/// Most inks that are kept ready.
const MAX_INKS: usize = 64;

impl<'lib> Painter<'lib> {
    /// Makes a painter for scenes set in the faces of `fonts`.
    #[must_use]
    pub fn new(fonts: &'lib FontLibrary) -> Self {
        Self { glyphs: GlyphMasks::new(fonts), plane: Plane::default(), inks: Vec::new(), spare: Vec::new() }
    }

    /// Paints a scene: with a palette if 256 colours are enough, if need be for coarser edges; else in RGB.
    ///
    /// # Panics
    /// If a glyph run names a face that the library does not have.
    #[must_use]
    pub fn paint(&mut self, scene: &Scene) -> Canvas {
        let pictured = scene.items.iter().any(|item| matches!(item, Item::Picture { .. }));
        // Coarser edges show beside the fine steps of a shade.
        let shaded = scene.items.iter().any(|item| matches!(item, Item::Shade(_)));
        let grains: &[Grain] = match (pictured, shaded) {
            (true, _) => &[],
            (false, true) => &[Grain::Fine],
            (false, false) => &[Grain::Fine, Grain::Coarse],
        };
        for &grain in grains {
            let mut surface = Indexed::new(scene.size, scene.ground, std::mem::take(&mut self.spare));
            self.paint_on(scene, grain, &mut surface);
            if let Some(canvas) = surface.finish() {
                return Canvas::Indexed(canvas);
            }
        }
        let mut surface = Rgb::new(scene.size, scene.ground);
        self.paint_on(scene, Grain::Fine, &mut surface);
        Canvas::Rgb(surface.finish())
    }

    /// Takes back a canvas that is not needed any more, for its memory: to get as much anew takes as long as to paint.
    pub fn reuse(&mut self, canvas: Canvas) {
        if let Canvas::Indexed(canvas) = canvas {
            self.spare = canvas.rows;
        }
    }

    /// Paints a scene on a surface of its ground's colour, stopping when the surface gives up.
    fn paint_on(&mut self, scene: &Scene, grain: Grain, surface: &mut impl Surface) {
        self.plane.fit(scene.size);
        // Runs of the same ink in a row are gathered: letters of two faces may abut.
        for items in scene.items.chunk_by(same_type_ink) {
            for item in items {
                self.cover(item, scene, grain, surface);
            }
            self.plane.ink(surface);
            if surface.overflowed() {
                return;
            }
        }
    }

    /// Takes up an item's ink and gathers its coverage; a rectangle is inked at once.
    fn cover(&mut self, item: &Item, scene: &Scene, grain: Grain, surface: &mut impl Surface) {
        if let Some(ink) = ink(item) {
            surface.take(self.blend(ink, grain, surface.shade()));
        }
        let plane = &mut self.plane;
        match item {
            Item::Fill { area, .. } => fill::rectangle(surface, scene.size, area),
            Item::Disc { center, radius, .. } => {
                fill::disc(*center, *radius, scene.size, &mut |band| plane.add(band, 0, 0));
            }
            Item::Polygon { corners, .. } => {
                fill::polygon(corners, scene.size, &mut |band| plane.add(band, 0, 0));
            }
            Item::Shade(shade) => shade::lay(surface, scene.size, shade),
            Item::Picture { origin, print } => picture::lay(surface, scene.size, *origin, print),
            Item::Glyphs(run) => {
                for glyph in &run.glyphs {
                    let (mask, x, y) = self.glyphs.get(run.face, glyph.id, run.size, glyph.origin);
                    plane.add(&mask, x, y);
                }
            }
        }
    }

    /// Returns an ink ready to be laid.
    fn blend(&mut self, ink: Ink, grain: Grain, shade: &Rc<[Color]>) -> Rc<Blend> {
        let ink = ink.spaced_for(shade);
        let known = self.inks.iter().find(|(known, at, on, _)| (known, at, on) == (&ink, &grain, shade));
        if let Some((.., blend)) = known {
            return Rc::clone(blend);
        }
        if self.inks.len() == MAX_INKS {
            self.inks.clear();
        }
        let blend = Rc::new(ink.blend(grain, shade));
        self.inks.push((ink, grain, Rc::clone(shade), Rc::clone(&blend)));
        blend
    }
}

/// Returns an item's ink with its curve; pictures and shades bring colours of their own.
fn ink(item: &Item) -> Option<Ink> {
    Some(match item {
        Item::Fill { color, .. } | Item::Disc { color, .. } | Item::Polygon { color, .. } => {
            Ink::of_shape(*color)
        }
        Item::Glyphs(run) => Ink::of_type(run.color, run.ground, run.size),
        Item::Shade(_) | Item::Picture { .. } => return None,
    })
}

/// Tells whether two items are type of the same ink.
fn same_type_ink(one: &Item, other: &Item) -> bool {
    matches!((one, other), (Item::Glyphs(_), Item::Glyphs(_))) && ink(one) == ink(other)
}
