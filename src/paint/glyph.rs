//! Glyph outlines into coverage masks, and the masks kept for the next time.
//!
//! A glyph is drawn at a quarter of a pixel in x (coarser in large type, where a quarter cannot be seen) and on a whole
//! pixel in y: finer steps would blur the baseline and leave nothing to find in the cache.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::rc::Rc;

use ab_glyph::{Font, GlyphId, Outline, OutlineCurve, PxScaleFactor, point};
use ab_glyph_rasterizer::Rasterizer;

use crate::font::{FaceId, FontLibrary};
use crate::geometry::{Point, Px};

use super::blend::FULL_COVERAGE;
use super::plane::Mask;

/// Largest type that is drawn, in pixels an em: larger letters than any card has room for.
const MAX_SIZE: f32 = 4096.0;
/// Most pixels of one mask; a ligature may be many ems wide.
const MAX_MASK_PIXELS: f32 = (1 << 26) as f32;
/// Sizes are told apart in 64ths of a pixel.
const SIZE_STEPS: f32 = 64.0;
/// Type larger than this is placed at half a pixel instead of a quarter …
const HALF_ABOVE: Px = Px(32.0);
/// … and larger than this on whole ones: no letter stands off by more than 1/128 of an em. The same
/// letter in the same place is the same picture, which a file then holds once: a twentieth less.
const WHOLE_ABOVE: Px = Px(64.0);
/// Bytes of masks kept, at most. 400 different quotes in one face need 5 to 10 MB.
const MAX_CACHED_BYTES: usize = 12 << 20;

/// A glyph as it is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Key {
    face: FaceId,
    glyph: u16,
    /// In [`SIZE_STEPS`].
    size: u32,
    /// Quarters of a pixel to the right.
    phase: u8,
}

/// Masks by their glyphs.
type Masks = HashMap<Key, Rc<Mask>, BuildHasherDefault<Mixer>>;

/// Mixes the numbers of a key: a card asks for hundreds of masks, and nobody chooses glyphs in order to make them collide.
#[derive(Default)]
struct Mixer(u64);

impl Hasher for Mixer {
    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|&byte| self.write_u64(byte.into()));
    }

    fn write_u8(&mut self, number: u8) {
        self.write_u64(number.into());
    }

    fn write_u16(&mut self, number: u16) {
        self.write_u64(number.into());
    }

    fn write_u32(&mut self, number: u32) {
        self.write_u64(number.into());
    }

    fn write_u64(&mut self, number: u64) {
        // The golden ratio, of which 64 bits are as good as random.
        self.0 = (self.0.rotate_left(5) ^ number).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }

    fn write_usize(&mut self, number: usize) {
        self.write_u64(number as u64);
    }

    fn finish(&self) -> u64 {
        // The table looks at the highest bits and at the lowest, which have seen least.
        self.0 ^ (self.0 >> 32)
    }
}

/// Draws glyphs and keeps the masks.
///
/// Masks are kept in two generations. When the younger one is full, the older one is dropped and the younger takes its
/// place; a mask found in the older one moves to the younger. So what is used often stays, at the price of one lookup.
pub(super) struct GlyphMasks<'lib> {
    fonts: &'lib FontLibrary,
    rasterizer: Rasterizer,
    young: Masks,
    old: Masks,
    young_bytes: usize,
}

impl<'lib> GlyphMasks<'lib> {
    /// Makes an empty cache for the faces of a library.
    pub(super) fn new(fonts: &'lib FontLibrary) -> Self {
        Self {
            fonts,
            rasterizer: Rasterizer::new(0, 0),
            young: Masks::default(),
            old: Masks::default(),
            young_bytes: 0,
        }
    }

    /// Returns the mask of a glyph whose origin stands at `origin`, and the pixel to lay it at.
    pub(super) fn get(&mut self, face: FaceId, glyph: u16, size: Px, origin: Point) -> (Rc<Mask>, i32, i32) {
        let (x, phase) = snap(origin.x, size);
        let y = (origin.y.0 + 0.5).floor() as i32;
        if !(size.0 > 0.0 && size.0 <= MAX_SIZE) {
            return (Rc::new(Mask::empty()), x, y);
        }
        let key = Key { face, glyph, size: (size.0 * SIZE_STEPS + 0.5) as u32, phase };
        let mask = match self.young.get(&key) {
            Some(mask) => Rc::clone(mask),
            None => {
                let mask = self.old.remove(&key).unwrap_or_else(|| Rc::new(self.draw(key)));
                self.keep(key, Rc::clone(&mask));
                mask
            }
        };
        (mask, x, y)
    }

    /// Puts a mask into the younger generation, and lets the older one go when that is full.
    fn keep(&mut self, key: Key, mask: Rc<Mask>) {
        // The map's own entry weighs about as much as the mask of a comma.
        self.young_bytes += mask.coverage.len() + 64;
        self.young.insert(key, mask);
        if self.young_bytes > MAX_CACHED_BYTES / 2 {
            self.old = std::mem::take(&mut self.young);
            self.young_bytes = 0;
        }
    }

    /// Draws a glyph.
    fn draw(&mut self, key: Key) -> Mask {
        let font = self.fonts.face(key.face).outlines();
        let units = font.units_per_em().unwrap_or(1000.0);
        let Some(outline) = font.outline(GlyphId(key.glyph)) else { return Mask::empty() };
        let size = key.size as f32 / SIZE_STEPS;
        draw(&mut self.rasterizer, &outline, size / units, f32::from(key.phase) / 4.0)
    }
}

/// Splits a horizontal position into a whole pixel and quarters of one.
fn snap(x: Px, size: Px) -> (i32, u8) {
    // A step is a number of quarters.
    let step = match size {
        _ if size > WHOLE_ABOVE => 4.0,
        _ if size > HALF_ABOVE => 2.0,
        _ => 1.0,
    };
    let quarters = step * (x.0 * 4.0 / step + 0.5).floor();
    let quarters = quarters as i32;
    (quarters.div_euclid(4), quarters.rem_euclid(4) as u8)
}

/// Draws an outline, `scale` pixels a font unit, `shift` pixels to the right.
///
/// ab_glyph's own `PxScale` is the height from descender to ascender, not the em that type is measured in, so outlines
/// are scaled here, by the one factor that is right.
fn draw(rasterizer: &mut Rasterizer, outline: &Outline, scale: f32, shift: f32) -> Mask {
    let factor = PxScaleFactor { horizontal: scale, vertical: scale };
    let bounds = outline.px_bounds(factor, point(shift, 0.0));
    let (width, height) = (bounds.width(), bounds.height());
    if !(width >= 1.0 && height >= 1.0 && width * height <= MAX_MASK_PIXELS) {
        return Mask::empty();
    }
    rasterizer.reset(width as usize, height as usize);
    // A font's y axis points up, a card's down.
    let place =
        |p: &ab_glyph::Point| point(p.x * scale + (shift - bounds.min.x), p.y * -scale - bounds.min.y);
    for curve in &outline.curves {
        match curve {
            OutlineCurve::Line(a, b) => rasterizer.draw_line(place(a), place(b)),
            OutlineCurve::Quad(a, b, c) => rasterizer.draw_quad(place(a), place(b), place(c)),
            OutlineCurve::Cubic(a, b, c, d) => {
                rasterizer.draw_cubic(place(a), place(b), place(c), place(d));
            }
        }
    }
    let mut coverage = vec![0; width as usize * height as usize].into_boxed_slice();
    rasterizer.for_each_pixel(|index, covered| coverage[index] = rounded(covered));
    Mask { left: bounds.min.x as i32, top: bounds.min.y as i32, width: width as usize, coverage }
}

/// Rounds a coverage; an outline that overlaps itself may cover a pixel more than fully.
fn rounded(coverage: f32) -> u8 {
    (coverage * f32::from(FULL_COVERAGE) + 0.5) as u8
}

#[cfg(test)]
mod tests {
    use ab_glyph::OutlinedGlyph;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn positions_snap_to_the_nearest_step_and_never_to_a_fifth_one() {
        assert_eq!(snap(Px(10.1), Px(20.0)), (10, 0));
        assert_eq!(snap(Px(10.2), Px(20.0)), (10, 1));
        assert_eq!(snap(Px(10.9), Px(20.0)), (11, 0));
        assert_eq!(snap(Px(-0.3), Px(20.0)), (-1, 3));
        assert_eq!(snap(Px(10.2), Px(50.0)), (10, 0));
        assert_eq!(snap(Px(10.3), Px(50.0)), (10, 2));
        assert_eq!(snap(Px(10.4), Px(80.0)), (10, 0));
        assert_eq!(snap(Px(10.6), Px(80.0)), (11, 0));
    }

    #[test]
    fn a_full_cache_forgets_the_old_and_stays_bounded() {
        let fonts = FontLibrary::embedded();
        let mut masks = GlyphMasks::new(&fonts);
        for size in 0..300 {
            masks.get(FaceId(0), 40, Px(250.0 + size as f32), Point::default());
        }
        assert!(masks.young_bytes <= MAX_CACHED_BYTES / 2);
        assert!(!masks.old.is_empty());
        assert!(masks.young.len() + masks.old.len() < 300);
    }

    #[test]
    fn a_size_that_makes_no_sense_draws_nothing() {
        let fonts = FontLibrary::embedded();
        let mut masks = GlyphMasks::new(&fonts);
        for size in [0.0, -3.0, f32::NAN, f32::INFINITY, 1e9] {
            assert_eq!(masks.get(FaceId(0), 40, Px(size), Point::default()).0.coverage.len(), 0);
        }
    }

    proptest! {
        /// The mask is what ab_glyph itself draws at the same place, drawn afresh or found in the cache.
        #[test]
        fn a_mask_is_the_glyph_as_ab_glyph_draws_it(
            face in 0..19_u16, glyph in 0..400_u16, size in 8_u16..200, quarters in 0_u8..4,
        ) {
            let fonts = FontLibrary::embedded();
            let mut masks = GlyphMasks::new(&fonts);
            let size = f32::from(size);
            let (_, phase) = snap(Px(f32::from(quarters) / 4.0), Px(size));
            prop_assume!(phase == quarters);
            let shift = f32::from(phase) / 4.0;
            let origin = Point { x: Px(7.0 + shift), y: Px(9.0) };
            let (mask, x, y) = masks.get(FaceId(face), glyph, Px(size), origin);
            let (again, ..) = masks.get(FaceId(face), glyph, Px(size), origin);
            prop_assert_eq!(&mask, &again);
            prop_assert_eq!((x, y), (7, 9));

            let font = fonts.face(FaceId(face)).outlines();
            let Some(outline) = font.outline(GlyphId(glyph)) else {
                prop_assert_eq!(mask.coverage.len(), 0);
                return Ok(());
            };
            let scale = size / font.units_per_em().unwrap();
            let placed = GlyphId(glyph).with_scale_and_position(1.0, point(shift, 0.0));
            let factor = PxScaleFactor { horizontal: scale, vertical: scale };
            let drawn = OutlinedGlyph::new(placed, outline, factor);
            prop_assert_eq!(drawn.px_bounds().min, point(mask.left as f32, mask.top as f32));
            drawn.draw(|x, y, coverage| {
                let ours = mask.coverage[y as usize * mask.width + x as usize];
                assert!(ours.abs_diff(rounded(coverage)) <= 1);
            });
        }
    }
}
