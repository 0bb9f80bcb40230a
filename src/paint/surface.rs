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
/// Stands in a ramp for a colour that has not been asked for.
const UNKNOWN: u16 = u16::MAX;

/// A palette and an index a pixel.
pub(super) struct Indexed {
    canvas: IndexedCanvas,
    width: usize,
    ink: Option<Rc<Blend>>,
    /// The ramps of the ink in hand, one for each palette entry it was laid on.
    ramps: Vec<Ramp>,
    overflowed: bool,
}

/// The palette indices that the ink in hand makes with one palette entry under it.
struct Ramp {
    under: u8,
    indices: PerCoverage<u16>,
}

impl Indexed {
    /// Makes a surface of one colour.
    pub(super) fn new(size: PixelSize, ground: Color) -> Self {
        let width = size.width as usize;
        let pixels = vec![0; width * size.height as usize];
        let canvas = IndexedCanvas { size, palette: vec![ground], pixels };
        Self { canvas, width, ink: None, ramps: Vec::new(), overflowed: false }
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
            self.ramps.push(Ramp { under, indices: [UNKNOWN; 256] });
            self.ramps.len() - 1
        })
    }

    /// Enters the colour of one coverage of a ramp.
    fn mix(&mut self, ramp: usize, covered: u8) -> u8 {
        let Some(ink) = &self.ink else { return self.ramps[ramp].under };
        let under = self.canvas.palette[usize::from(self.ramps[ramp].under)];
        let color = ink.over(under, ink.tones[usize::from(covered)]);
        let index = self.index(color);
        self.ramps[ramp].indices[usize::from(covered)] = u16::from(index);
        index
    }
}

impl Surface for Indexed {
    fn take(&mut self, ink: Rc<Blend>) {
        self.ink = Some(ink);
        self.ramps.clear();
    }

    fn cover(&mut self, y: usize, columns: Range<usize>) {
        let Some(ink) = &self.ink else { return };
        let index = self.index(ink.color);
        let start = y * self.width;
        self.canvas.pixels[start + columns.start..start + columns.end].fill(index);
    }

    fn blend(&mut self, y: usize, x: usize, coverage: &[u8]) {
        let start = y * self.width + x;
        let mut ramp = None;
        for_each_inked(coverage, |offset, covered| {
            let under = self.canvas.pixels[start + offset];
            let ramp = match ramp {
                Some((known, ramp)) if known == under => ramp,
                _ => {
                    let found = self.ramp(under);
                    ramp = Some((under, found));
                    found
                }
            };
            let index = self.ramps[ramp].indices[usize::from(covered)];
            let index = if index == UNKNOWN { self.mix(ramp, covered) } else { index as u8 };
            self.canvas.pixels[start + offset] = index;
        });
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
