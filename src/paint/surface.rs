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
use super::grades::Stretch;

/// Pixels that take ink.
pub(super) trait Surface {
    /// Colours in a row, as the surface holds them.
    type Strip;
    /// Takes up an ink; what follows is laid in it.
    fn take(&mut self, ink: Rc<Blend>);
    /// Covers a part of a row completely.
    fn cover(&mut self, y: usize, columns: Range<usize>);
    /// Covers a part of a row, from column `x` on, as far as given.
    fn blend(&mut self, y: usize, x: usize, coverage: &[u8]);
    /// Readies the colours of a shade that hides what is under it.
    fn strip(&mut self, colors: impl Iterator<Item = Color>) -> Self::Strip;
    /// Gives a part of a row the colours of a strip from a place on.
    fn lay(&mut self, y: usize, columns: Range<usize>, strip: &Self::Strip, from: usize);
    /// Gives a part of a row one colour of a strip.
    fn lay_one(&mut self, y: usize, columns: Range<usize>, strip: &Self::Strip, at: usize);
    /// Returns the colours of the shade that inks may be graded for; none where they need not be.
    fn shade(&self) -> &Rc<[Color]>;
    /// Gives every pixel of a part of a row a new colour, told its column and the colour it has.
    fn recolor(&mut self, y: usize, columns: Range<usize>, recolor: impl FnMut(usize, Color) -> Color);
    /// Tells whether the surface has failed to hold a colour and can be given up.
    fn overflowed(&self) -> bool;
}

/// Most colours a palette holds.
const MAX_COLORS: usize = 256;
/// Pixels that are looked at in one go.
const EIGHT: usize = 8;
/// Stands in a ramp for a colour that has not been asked for.
const UNKNOWN: u16 = u16::MAX;

/// A palette and an index a pixel.
pub(super) struct Indexed {
    canvas: IndexedCanvas,
    width: usize,
    ink: Option<Rc<Blend>>,
    /// For each palette entry the ramp that the ink in hand makes on it, and which of them have been begun.
    ramps: Vec<Ramp>,
    begun: Vec<u8>,
    /// The shade laid last: its colours in their order, and where each palette entry stands among them.
    shade: Rc<[Color]>,
    place_in_shade: [Option<u8>; MAX_COLORS],
    /// The row that was laid last, and where in its strip it began.
    laid: Option<(usize, usize)>,
    overflowed: bool,
}

/// The palette indices that the ink in hand makes with one palette entry under it.
type Ramp = PerCoverage<u16>;

impl Indexed {
    /// Makes a surface of one colour, in memory that may have held another.
    pub(super) fn new(size: PixelSize, ground: Color, mut pixels: Vec<u8>) -> Self {
        let width = size.width as usize;
        pixels.clear();
        pixels.resize(width * size.height as usize, 0);
        let canvas = IndexedCanvas { size, palette: vec![ground], pixels, shifts: Vec::new() };
        Self {
            canvas,
            width,
            ink: None,
            ramps: Vec::new(),
            begun: Vec::new(),
            shade: Rc::default(),
            place_in_shade: [None; MAX_COLORS],
            laid: None,
            overflowed: false,
        }
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

    /// Finds the ramp over a palette entry, or begins it.
    fn ramp(&mut self, under: u8) -> &mut Ramp {
        let at = usize::from(under);
        if self.ramps.len() <= at {
            self.ramps.resize(at + 1, [UNKNOWN; 256]);
        }
        let ramp = &mut self.ramps[at];
        if ramp[0] == UNKNOWN {
            ramp[0] = u16::from(under);
            self.begun.push(under);
        }
        ramp
    }

    /// Lays the ramps aside, for another ink.
    fn forget_ramps(&mut self) {
        for under in self.begun.drain(..) {
            self.ramps[usize::from(under)] = [UNKNOWN; 256];
        }
    }

    /// Inks one pixel.
    fn blend_pixel(&mut self, place: usize, covered: u8) {
        let under = self.canvas.pixels[place];
        let index = self.ramp(under)[usize::from(covered)];
        self.canvas.pixels[place] = if index == UNKNOWN { self.mix(under, covered) } else { index as u8 };
    }

    /// Enters the colour that a coverage has on a palette entry.
    fn mix(&mut self, under: u8, covered: u8) -> u8 {
        let Some(ink) = self.ink.clone() else { return under };
        let tone = ink.tones[usize::from(covered)];
        if tone == 0 {
            self.ramp(under)[usize::from(covered)] = u16::from(under);
            return under;
        }
        let place = self.place_in_shade[usize::from(under)];
        let stretch =
            place.zip(ink.grades.as_ref()).and_then(|(place, grades)| grades.stretch(tone, place.into()));
        let Some(Stretch { colors, mixture }) = stretch else {
            let index = self.index(ink.over(self.canvas.palette[usize::from(under)], tone));
            self.ramp(under)[usize::from(covered)] = u16::from(index);
            return index;
        };
        // All of the stretch will look so, and every coverage that is rounded to the tone.
        let index = self.index(*mixture);
        let start = ink.tones.partition_point(|&other| other < tone);
        let end = ink.tones.partition_point(|&other| other <= tone);
        for color in colors.clone() {
            let under = self.index(self.shade[color]);
            self.ramp(under)[start..end].fill(u16::from(index));
        }
        index
    }
}

impl Surface for Indexed {
    type Strip = Vec<u8>;

    fn take(&mut self, ink: Rc<Blend>) {
        if self.ink.as_ref().is_some_and(|known| Rc::ptr_eq(known, &ink)) {
            return;
        }
        self.ink = Some(ink);
        self.forget_ramps();
    }

    fn cover(&mut self, y: usize, columns: Range<usize>) {
        let Some(ink) = &self.ink else { return };
        let index = self.index(ink.color);
        let start = y * self.width;
        self.canvas.pixels[start + columns.start..start + columns.end].fill(index);
    }

    fn blend(&mut self, y: usize, x: usize, coverage: &[u8]) {
        let start = y * self.width + x;
        // Most of a row of text is empty: eight pixels are looked at in one go.
        for (at, coverage) in coverage.chunks(EIGHT).enumerate() {
            if coverage.iter().all(|&covered| covered == 0) {
                continue;
            }
            let place = start + at * EIGHT;
            if let Some(pixels) = self.canvas.pixels[place..].first_chunk_mut::<EIGHT>()
                && let Some(coverage) = coverage.first_chunk::<EIGHT>()
            {
                let index = |at: usize| {
                    self.ramps
                        .get(usize::from(pixels[at]))
                        .map_or(UNKNOWN, |ramp| ramp[usize::from(coverage[at])])
                };
                let indices: [u16; EIGHT] = std::array::from_fn(index);
                if !indices.contains(&UNKNOWN) {
                    *pixels = indices.map(|index| index as u8);
                    continue;
                }
            }
            for (place, &covered) in (place..).zip(coverage).filter(|&(_, &covered)| covered > 0) {
                self.blend_pixel(place, covered);
            }
        }
    }

    fn strip(&mut self, colors: impl Iterator<Item = Color>) -> Self::Strip {
        let mut strip: Vec<u8> = Vec::with_capacity(colors.size_hint().0);
        let mut shade: Vec<Color> = Vec::new();
        let mut latest: Option<(Color, u8)> = None;
        self.place_in_shade = [None; MAX_COLORS];
        for color in colors {
            let index = match latest {
                Some((same, index)) if same == color => index,
                _ => {
                    let index = self.index(color);
                    if self.place_in_shade[usize::from(index)].is_none() {
                        self.place_in_shade[usize::from(index)] = Some(shade.len() as u8);
                        shade.push(color);
                    }
                    index
                }
            };
            if self.overflowed {
                break;
            }
            latest = Some((color, index));
            strip.push(index);
        }
        self.shade = shade.into();
        // The ink in hand was not prepared for these.
        self.ink = None;
        self.forget_ramps();
        strip
    }

    fn lay(&mut self, y: usize, columns: Range<usize>, strip: &Self::Strip, from: usize) {
        let shift = match self.laid {
            Some((above, before)) if above + 1 == y => from as i32 - before as i32,
            _ => 0,
        };
        if shift != 0 {
            self.canvas.shifts.resize(self.canvas.size.height as usize, 0);
            self.canvas.shifts[y] = shift;
        }
        self.laid = Some((y, from));
        let start = y * self.width;
        let length = columns.len();
        self.canvas.pixels[start + columns.start..start + columns.end]
            .copy_from_slice(&strip[from..from + length]);
    }

    fn lay_one(&mut self, y: usize, columns: Range<usize>, strip: &Self::Strip, at: usize) {
        let start = y * self.width;
        self.canvas.pixels[start + columns.start..start + columns.end].fill(strip[at]);
    }

    fn shade(&self) -> &Rc<[Color]> {
        &self.shade
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
