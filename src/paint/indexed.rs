//! A palette, and an index a pixel.

use std::ops::Range;
use std::rc::Rc;

use crate::canvas::IndexedCanvas;
use crate::color::Color;
use crate::scene::PixelSize;

use super::blend::{Blend, PerCoverage};
use super::grades::Stretch;
use super::surface::Surface;

/// Most colours a palette holds.
const MAX_COLORS: usize = 256;
/// Pixels that are inked in one go, where their colours are known.
const EIGHT: usize = 8;
/// Pixels that are passed over in one go, where none of them is covered.
const MANY: usize = 64;
/// Stands in a ramp for a colour that has not been asked for.
const UNKNOWN: u16 = u16::MAX;

/// A palette and an index a pixel.
pub(super) struct Indexed {
    canvas: IndexedCanvas,
    /// Bytes of a row: a 0, and the pixels.
    stride: usize,
    ink: Option<Rc<Blend>>,
    /// For each palette entry the ramp that the ink in hand makes on it, and which of them have been begun.
    ramps: Vec<Ramp>,
    begun: Vec<u8>,
    /// The shade laid last: its colours in their order, their palette entries, and where each of those stands.
    shade: Rc<[Color]>,
    shade_entries: Vec<u8>,
    place_in_shade: [Option<u8>; MAX_COLORS],
    /// The row that was laid last, and where in its strip it began.
    laid: Option<(usize, usize)>,
    overflowed: bool,
}

/// The palette indices that the ink in hand makes with one palette entry under it.
type Ramp = PerCoverage<u16>;

impl Indexed {
    /// Makes a surface of one colour, in memory that may have held another.
    pub(super) fn new(size: PixelSize, ground: Color, mut rows: Vec<u8>) -> Self {
        let stride = 1 + size.width as usize;
        rows.clear();
        rows.resize(stride * size.height as usize, 0);
        let canvas = IndexedCanvas { size, palette: vec![ground], rows, shifts: Vec::new() };
        Self {
            canvas,
            stride,
            ink: None,
            ramps: Vec::new(),
            begun: Vec::new(),
            shade: Rc::default(),
            shade_entries: Vec::new(),
            place_in_shade: [None; MAX_COLORS],
            laid: None,
            overflowed: false,
        }
    }

    /// Returns the picture, unless it has more colours than a palette holds.
    pub(super) fn finish(self) -> Option<IndexedCanvas> {
        (!self.overflowed).then_some(self.canvas)
    }

    /// Returns where the pixels of a row begin.
    fn start(&self, y: usize) -> usize {
        y * self.stride + 1
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

    /// Inks a few pixels: at once where the colours they will have are known.
    fn blend_few(&mut self, place: usize, coverage: &[u8; EIGHT]) {
        if let Some(pixels) = self.canvas.rows[place..].first_chunk_mut::<EIGHT>() {
            let ramp = |under: u8| self.ramps.get(usize::from(under)).unwrap_or(&[UNKNOWN; 256]);
            let indices: [u16; EIGHT] =
                if u64::from_ne_bytes(*pixels) == u64::from_ne_bytes([pixels[0]; EIGHT]) {
                    // Most text lies on one ground.
                    let ramp = ramp(pixels[0]);
                    coverage.map(|covered| ramp[usize::from(covered)])
                } else {
                    std::array::from_fn(|at| ramp(pixels[at])[usize::from(coverage[at])])
                };
            if !indices.contains(&UNKNOWN) {
                *pixels = indices.map(|index| index as u8);
                return;
            }
        }
        self.blend_pixels(place, coverage);
    }

    /// Inks pixels one by one.
    fn blend_pixels(&mut self, start: usize, coverage: &[u8]) {
        for (place, &covered) in (start..).zip(coverage).filter(|&(_, &covered)| covered > 0) {
            let under = self.canvas.rows[place];
            let index = self.ramp(under)[usize::from(covered)];
            self.canvas.rows[place] = if index == UNKNOWN { self.mix(under, covered) } else { index as u8 };
        }
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
        // Every coverage that is rounded to the tone will look so; tones rise with coverage.
        let start = ink.tones.partition_point(|&other| other < tone);
        let end = ink.tones.partition_point(|&other| other <= tone);
        let Some(Stretch { colors, mixture }) = stretch else {
            let index = self.index(ink.over(self.canvas.palette[usize::from(under)], tone));
            self.ramp(under)[start..end].fill(u16::from(index));
            return index;
        };
        // And so will all of the stretch.
        let index = self.index(*mixture);
        for color in colors.clone() {
            self.ramp(self.shade_entries[color])[start..end].fill(u16::from(index));
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
        let start = self.start(y);
        self.canvas.rows[start + columns.start..start + columns.end].fill(index);
    }

    fn blend(&mut self, y: usize, x: usize, coverage: &[u8]) {
        let start = self.start(y) + x;
        // Most of a row of text is empty.
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

    fn strip(&mut self, colors: impl Iterator<Item = Color>) -> Self::Strip {
        let mut strip: Vec<u8> = Vec::with_capacity(colors.size_hint().0);
        let mut shade: Vec<Color> = Vec::new();
        let mut latest: Option<(Color, u8)> = None;
        self.shade_entries.clear();
        self.place_in_shade = [None; MAX_COLORS];
        for color in colors {
            let index = match latest {
                Some((same, index)) if same == color => index,
                _ => {
                    let index = self.index(color);
                    if self.place_in_shade[usize::from(index)].is_none() {
                        self.place_in_shade[usize::from(index)] = Some(shade.len() as u8);
                        shade.push(color);
                        self.shade_entries.push(index);
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
        // What is narrow does not make the card alike.
        if shift != 0 && 2 * columns.len() > self.stride {
            self.canvas.shifts.resize(self.canvas.size.height as usize, 0);
            self.canvas.shifts[y] = shift;
        }
        self.laid = Some((y, from));
        let start = self.start(y);
        let length = columns.len();
        self.canvas.rows[start + columns.start..start + columns.end]
            .copy_from_slice(&strip[from..from + length]);
    }

    fn lay_one(&mut self, y: usize, columns: Range<usize>, strip: &Self::Strip, at: usize) {
        let start = self.start(y);
        self.canvas.rows[start + columns.start..start + columns.end].fill(strip[at]);
    }

    fn shade(&self) -> &Rc<[Color]> {
        &self.shade
    }

    fn recolor(&mut self, y: usize, columns: Range<usize>, mut recolor: impl FnMut(usize, Color) -> Color) {
        for x in columns {
            let at = self.start(y) + x;
            let under = self.canvas.palette[usize::from(self.canvas.rows[at])];
            let index = self.index(recolor(x, under));
            self.canvas.rows[at] = index;
            if self.overflowed {
                return;
            }
        }
    }

    fn overflowed(&self) -> bool {
        self.overflowed
    }
}
