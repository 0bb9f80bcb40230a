//! What ink is laid on: a palette with an index a pixel, or three bytes a pixel.
//!
//! Both give the same colours, pixel for pixel: a palette takes in every colour that blending asks for, and says so
//! when there are more than it can hold.

use std::ops::Range;
use std::rc::Rc;

use image::RgbImage;

use crate::canvas::IndexedCanvas;
use crate::color::Color;
use crate::scene::PixelSize;

use super::blend::{Blend, PerCoverage};

/// Pixels that take ink.
pub(super) trait Surface {
    /// Takes up an ink; what follows is laid in it.
    fn take(&mut self, ink: Rc<Blend>);
    /// Covers a part of a row completely.
    fn cover(&mut self, y: usize, columns: Range<usize>);
    /// Covers a part of a row, from column `x` on, as far as given.
    fn blend(&mut self, y: usize, x: usize, coverage: &[u8]);
    /// Gives every pixel of a part of a row a new colour, told its column and the colour it has.
    fn recolor(&mut self, y: usize, columns: Range<usize>, recolor: impl FnMut(usize, Color) -> Color);
    /// Tells whether the surface has failed to hold a colour and can be given up.
    fn overflowed(&self) -> bool;
}

/// Most colours a palette holds.
const MAX_COLORS: usize = 256;
/// Pixels that are inked in one go, where all of them lie on one ground.
const EIGHT: usize = 8;
/// Pixels that are passed over in one go, where none of them is covered.
const MANY: usize = 64;
/// A palette and an index a pixel.
pub(super) struct Indexed {
    canvas: IndexedCanvas,
    width: usize,
    ink: Option<Rc<Blend>>,
    /// The ramps of the ink in hand, one for each palette entry it was laid on.
    ramps: Vec<Ramp>,
    /// The palette entry that was inked last, and the ramp over it: the next pixel mostly lies on the same.
    last: Option<(u8, usize)>,
    overflowed: bool,
}

/// The palette indices that the ink in hand makes with one palette entry under it.
struct Ramp {
    under: u8,
    indices: PerCoverage<u8>,
    /// Which of them have been asked for: a palette holds no colour that is not seen.
    is_known: PerCoverage<bool>,
    /// How many have not been.
    unknown: usize,
}

impl Indexed {
    /// Makes a surface of one colour, in memory that may have held another.
    pub(super) fn new(size: PixelSize, ground: Color, mut pixels: Vec<u8>) -> Self {
        let width = size.width as usize;
        pixels.clear();
        pixels.resize(width * size.height as usize, 0);
        let canvas = IndexedCanvas { size, palette: vec![ground], pixels };
        Self { canvas, width, ink: None, ramps: Vec::new(), last: None, overflowed: false }
    }

    /// Returns the picture, unless it has more colours than a palette holds.
    pub(super) fn finish(self) -> Option<IndexedCanvas> {
        (!self.overflowed).then_some(self.canvas)
    }

    /// Finds a colour in the palette, or enters it.
    fn index(&mut self, color: Color) -> u8 {
        let palette = &mut self.canvas.palette;
        if let Some(index) = palette.iter().position(|&entry| entry == color) {
            return index as u8;
        }
        if palette.len() == MAX_COLORS {
            self.overflowed = true;
            return 0;
        }
        palette.push(color);
        (palette.len() - 1) as u8
    }

    /// Finds the ramp over a palette entry, or starts it. Few inks lie on more than two grounds, so a search is fast.
    fn ramp(&mut self, under: u8) -> usize {
        self.ramps.iter().position(|ramp| ramp.under == under).unwrap_or_else(|| {
            let mut is_known = [false; 256];
            is_known[0] = true;
            self.ramps.push(Ramp { under, indices: [under; 256], is_known, unknown: 255 });
            self.ramps.len() - 1
        })
    }

    /// Inks one pixel.
    fn blend_pixel(&mut self, place: usize, covered: u8) {
        let under = self.canvas.pixels[place];
        let ramp = self.last.filter(|last| last.0 == under).map_or_else(|| self.ramp(under), |last| last.1);
        self.last = Some((under, ramp));
        let known = &self.ramps[ramp];
        self.canvas.pixels[place] = if known.is_known[usize::from(covered)] {
            known.indices[usize::from(covered)]
        } else {
            self.mix(ramp, covered)
        };
    }

    /// Inks a few pixels: at once where all of them lie on the ground that was inked last, in colours that are known.
    fn blend_few(&mut self, place: usize, coverage: &[u8; EIGHT]) {
        if let Some((under, ramp)) = self.last
            && let Some(pixels) = self.canvas.pixels[place..].first_chunk_mut::<EIGHT>()
            && is_all(pixels, under)
        {
            let ramp = &self.ramps[ramp];
            if ramp.unknown == 0 || coverage.iter().all(|&covered| ramp.is_known[usize::from(covered)]) {
                *pixels = coverage.map(|covered| ramp.indices[usize::from(covered)]);
                return;
            }
        }
        self.blend_pixels(place, coverage);
    }

    /// Inks pixels one by one.
    fn blend_pixels(&mut self, place: usize, coverage: &[u8]) {
        for (place, &covered) in (place..).zip(coverage).filter(|&(_, &covered)| covered > 0) {
            self.blend_pixel(place, covered);
        }
    }

    /// Enters the colour of one coverage of a ramp, which is that of all that are rounded to the same tone.
    fn mix(&mut self, ramp: usize, covered: u8) -> u8 {
        let Some(ink) = self.ink.clone() else { return self.ramps[ramp].under };
        let under = self.canvas.palette[usize::from(self.ramps[ramp].under)];
        let tone = ink.tones[usize::from(covered)];
        let index = self.index(ink.over(under, tone));
        let ramp = &mut self.ramps[ramp];
        // Tones rise with coverage.
        let first = ink.tones.partition_point(|&other| other < tone);
        let end = ink.tones.partition_point(|&other| other <= tone);
        for same in first..end {
            if !ramp.is_known[same] {
                ramp.unknown -= 1;
                ramp.is_known[same] = true;
                ramp.indices[same] = index;
            }
        }
        index
    }
}

/// Tells whether pixels are all the same palette entry.
fn is_all(pixels: &[u8; EIGHT], entry: u8) -> bool {
    u64::from_ne_bytes(*pixels) == u64::from_ne_bytes([entry; EIGHT])
}

impl Surface for Indexed {
    fn take(&mut self, ink: Rc<Blend>) {
        self.ink = Some(ink);
        self.ramps.clear();
        self.last = None;
    }

    fn cover(&mut self, y: usize, columns: Range<usize>) {
        let Some(ink) = &self.ink else { return };
        let index = self.index(ink.color);
        let start = y * self.width;
        self.canvas.pixels[start + columns.start..start + columns.end].fill(index);
    }

    fn blend(&mut self, y: usize, x: usize, coverage: &[u8]) {
        let start = y * self.width + x;
        // Most of a row of text is empty, and most of the rest lies on one ground.
        let (many, rest) = coverage.as_chunks::<MANY>();
        let of_many =
            many.iter().enumerate().filter(|(_, many)| many.iter().fold(0, |all, one| all | one) != 0);
        for (at, many) in of_many {
            for (few, coverage) in many.as_chunks::<EIGHT>().0.iter().enumerate() {
                if u64::from_ne_bytes(*coverage) != 0 {
                    self.blend_few(start + at * MANY + few * EIGHT, coverage);
                }
            }
        }
        self.blend_pixels(start + many.len() * MANY, rest);
    }

    fn recolor(&mut self, y: usize, columns: Range<usize>, mut recolor: impl FnMut(usize, Color) -> Color) {
        for x in columns {
            let at = y * self.width + x;
            let under = self.canvas.palette[usize::from(self.canvas.pixels[at])];
            let index = self.index(recolor(x, under));
            self.canvas.pixels[at] = index;
            if self.overflowed {
                return;
            }
        }
    }

    fn overflowed(&self) -> bool {
        self.overflowed
    }
}

/// Three bytes a pixel.
pub(super) struct Rgb {
    pixels: RgbImage,
    ink: Option<Rc<Blend>>,
}

impl Rgb {
    /// Makes a surface of one colour.
    pub(super) fn new(size: PixelSize, ground: Color) -> Self {
        let ground = image::Rgb([ground.r, ground.g, ground.b]);
        Self { pixels: RgbImage::from_pixel(size.width, size.height, ground), ink: None }
    }

    /// Returns the picture.
    pub(super) fn finish(self) -> RgbImage {
        self.pixels
    }

    /// Returns the bytes of a part of a row.
    fn row(&mut self, y: usize, columns: Range<usize>) -> &mut [u8] {
        let start = y * self.pixels.width() as usize;
        &mut self.pixels.as_flat_samples_mut().samples[(start + columns.start) * 3..(start + columns.end) * 3]
    }
}

impl Surface for Rgb {
    fn take(&mut self, ink: Rc<Blend>) {
        self.ink = Some(ink);
    }

    fn cover(&mut self, y: usize, columns: Range<usize>) {
        let Some(Color { r, g, b }) = self.ink.as_ref().map(|ink| ink.color) else { return };
        for pixel in self.row(y, columns).as_chunks_mut::<3>().0 {
            *pixel = [r, g, b];
        }
    }

    fn blend(&mut self, y: usize, x: usize, coverage: &[u8]) {
        let Some(ink) = self.ink.clone() else { return };
        let row = self.row(y, x..x + coverage.len()).as_chunks_mut::<3>().0;
        for_each_inked(coverage, |offset, covered| {
            let [r, g, b] = row[offset];
            let Color { r, g, b } = ink.over(Color::new(r, g, b), ink.tones[usize::from(covered)]);
            row[offset] = [r, g, b];
        });
    }

    fn recolor(&mut self, y: usize, columns: Range<usize>, mut recolor: impl FnMut(usize, Color) -> Color) {
        let start = columns.start;
        for (offset, pixel) in self.row(y, columns).as_chunks_mut::<3>().0.iter_mut().enumerate() {
            let [r, g, b] = *pixel;
            let Color { r, g, b } = recolor(start + offset, Color::new(r, g, b));
            *pixel = [r, g, b];
        }
    }

    fn overflowed(&self) -> bool {
        false
    }
}

/// Calls back for every coverage that is not 0. Most of a row of text is empty, so eight pixels are looked at in one go.
fn for_each_inked(coverage: &[u8], mut ink: impl FnMut(usize, u8)) {
    let (chunks, rest) = coverage.as_chunks::<8>();
    for (index, chunk) in chunks.iter().enumerate() {
        if *chunk == [0; 8] {
            continue;
        }
        for (offset, &covered) in chunk.iter().enumerate().filter(|&(_, &covered)| covered != 0) {
            ink(index * 8 + offset, covered);
        }
    }
    let done = coverage.len() - rest.len();
    for (offset, &covered) in rest.iter().enumerate().filter(|&(_, &covered)| covered != 0) {
        ink(done + offset, covered);
    }
}
