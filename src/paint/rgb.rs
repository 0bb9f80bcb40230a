//! Three bytes a pixel.

use std::ops::Range;
use std::rc::Rc;

use image::RgbImage;

use crate::color::Color;
use crate::scene::PixelSize;

use super::blend::Blend;
use super::surface::Surface;

/// Three bytes a pixel.
pub(super) struct Rgb {
    pixels: RgbImage,
    ink: Option<Rc<Blend>>,
    /// Every mixture has a place here: inks need not be graded.
    no_shade: Rc<[Color]>,
}

impl Rgb {
    /// Makes a surface of one colour.
    pub(super) fn new(size: PixelSize, ground: Color) -> Self {
        let ground = image::Rgb([ground.r, ground.g, ground.b]);
        Self {
            pixels: RgbImage::from_pixel(size.width, size.height, ground),
            ink: None,
            no_shade: Rc::default(),
        }
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
    type Strip = Vec<[u8; 3]>;

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

    fn strip(&mut self, colors: impl Iterator<Item = Color>) -> Self::Strip {
        colors.map(|Color { r, g, b }| [r, g, b]).collect()
    }

    fn lay(&mut self, y: usize, columns: Range<usize>, strip: &Self::Strip, from: usize) {
        let length = columns.len();
        self.row(y, columns).copy_from_slice(strip[from..from + length].as_flattened());
    }

    fn lay_one(&mut self, y: usize, columns: Range<usize>, strip: &Self::Strip, at: usize) {
        self.row(y, columns).as_chunks_mut::<3>().0.fill(strip[at]);
    }

    fn shade(&self) -> &Rc<[Color]> {
        &self.no_shade
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
