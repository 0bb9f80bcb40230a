//! Rectangles, discs and polygons.

use image::{GrayImage, Luma};
use imageproc::drawing::{draw_filled_rect_mut, draw_polygon_mut};
use imageproc::point::Point as GridPoint;
use imageproc::rect::Rect as GridRect;

use crate::geometry::{Point, Px, Rect};
use crate::scene::PixelSize;

use super::blend::FULL_COVERAGE;
use super::plane::Mask;
use super::surface::Surface;

/// Samples across and down each pixel of a shape. imageproc draws without smoothing, on whole pixels: so shapes are drawn
/// this much larger, and the samples in a pixel are counted. 64 of them tell as many coverages apart.
const SAMPLES: u32 = 8;
/// Positions further out than this are moved in: nothing of them is seen, and the sums stay within an `i32`.
const FAR: f32 = 100_000.0;
/// Rows of pixels drawn at a time, so that a shape as large as the card does not need 64 times its memory.
const BAND: u32 = 64;

/// Fills a rectangle. A pixel that an edge runs through is covered as far as the rectangle reaches into it.
pub(super) fn rectangle(surface: &mut impl Surface, size: PixelSize, area: &Rect) {
    let columns = Span::new(area.left, area.right, size.width);
    let rows = Span::new(area.top, area.bottom, size.height);
    if columns.is_empty() || rows.is_empty() {
        return;
    }
    let (first, last) = (columns.first(), columns.last());
    let whole = columns.whole();
    let mut coverage = Vec::new();
    for y in rows.first()..=rows.last() {
        let height = rows.cover(y);
        if height >= 1.0 && !whole.is_empty() {
            if first < whole.start {
                surface.blend(y, first, &[rounded(columns.cover(first))]);
            }
            surface.cover(y, whole.clone());
            if last >= whole.end {
                surface.blend(y, last, &[rounded(columns.cover(last))]);
            }
        } else {
            coverage.clear();
            coverage.extend((first..=last).map(|x| rounded(columns.cover(x) * height)));
            surface.blend(y, first, &coverage);
        }
    }
}

/// The part of a row or column of pixels that a rectangle takes.
struct Span {
    start: f32,
    end: f32,
}

impl Span {
    /// Makes the span between two edges, cut to the card.
    fn new(start: Px, end: Px, room: u32) -> Self {
        // `max` before `min`: an edge that is no number becomes 0.
        let cut = |edge: Px| edge.0.max(0.0).min(room as f32);
        Self { start: cut(start), end: cut(end) }
    }

    fn is_empty(&self) -> bool {
        self.start >= self.end
    }

    /// Returns the first pixel it touches.
    fn first(&self) -> usize {
        self.start.floor() as usize
    }

    /// Returns the last pixel it touches.
    fn last(&self) -> usize {
        self.end.ceil() as usize - 1
    }

    /// Returns the pixels that lie in it completely.
    fn whole(&self) -> std::ops::Range<usize> {
        self.start.ceil() as usize..self.end.floor() as usize
    }

    /// Returns how much of a pixel it covers, 0–1.
    fn cover(&self, pixel: usize) -> f32 {
        let pixel = pixel as f32;
        (self.end.min(pixel + 1.0) - self.start.max(pixel)).max(0.0)
    }
}

/// Rounds a coverage.
fn rounded(coverage: f32) -> u8 {
    (coverage * f32::from(FULL_COVERAGE) + 0.5) as u8
}

/// Draws a disc, a row of samples at a time: imageproc's own circle walks its whole outline even when most of it lies
/// outside the card.
pub(super) fn disc(center: Point, radius: Px, size: PixelSize, band: &mut impl FnMut(&Mask)) {
    if radius <= Px::ZERO {
        return;
    }
    let corners = [-1.0, 1.0].map(|side| Point { x: center.x + radius * side, y: center.y + radius * side });
    let samples = f64::from(SAMPLES);
    let radius = f64::from(radius.0.min(FAR)) * samples;
    bands(&corners, size, band, |sheet, left, top| {
        let x = (f64::from(center.x.0.clamp(-FAR, FAR)) - f64::from(left)) * samples;
        let y = (f64::from(center.y.0.clamp(-FAR, FAR)) - f64::from(top)) * samples;
        for row in 0..sheet.height() {
            let rise = f64::from(row) + 0.5 - y;
            let reach = (radius * radius - rise * rise).max(0.0).sqrt();
            let (from, to) = ((x - reach).round() as i32, (x + reach).round() as i32);
            if from < to {
                let samples = GridRect::at(from, row as i32).of_size((to - from) as u32, 1);
                draw_filled_rect_mut(sheet, samples, Luma([1]));
            }
        }
    });
}

/// Draws a polygon; where it crosses itself, what is enclosed twice is outside.
pub(super) fn polygon(corners: &[Point], size: PixelSize, band: &mut impl FnMut(&Mask)) {
    bands(corners, size, band, |sheet, left, top| {
        let corners: Vec<_> = corners.iter().map(|&corner| sample(corner, left, top)).collect();
        draw_polygon_mut(sheet, &corners, Luma([1]));
    });
}

/// Returns the sample a point falls in, counted from the sample at the top left of a pixel.
fn sample(point: Point, left: u32, top: u32) -> GridPoint<i32> {
    let scale = |position: Px, origin: u32| {
        let position = position.0.clamp(-FAR, FAR) - origin as f32;
        (position * SAMPLES as f32).floor() as i32
    };
    GridPoint::new(scale(point.x, left), scale(point.y, top))
}

/// Draws the part of a shape that is seen, a band of rows at a time, and hands on the masks of the bands.
///
/// `draw` is given a sheet of samples and the pixel that its top left corner stands for.
fn bands(
    corners: &[Point],
    size: PixelSize,
    band: &mut impl FnMut(&Mask),
    mut draw: impl FnMut(&mut GrayImage, u32, u32),
) {
    let extent = |axis: fn(&Point) -> Px, room: u32| {
        let (low, high) = corners
            .iter()
            .map(|corner| axis(corner).0)
            .fold((f32::INFINITY, f32::NEG_INFINITY), |(low, high), at| (low.min(at), high.max(at)));
        // One pixel of slack for the sample that an outline may stick out.
        let low = (low - 1.0).max(0.0).min(room as f32) as u32;
        let high = (high + 2.0).max(0.0).min(room as f32) as u32;
        low..high
    };
    let columns = extent(|corner| corner.x, size.width);
    let rows = extent(|corner| corner.y, size.height);
    if columns.is_empty() {
        return;
    }
    let width = columns.end - columns.start;
    for top in rows.clone().step_by(BAND as usize) {
        let height = BAND.min(rows.end - top);
        let mut sheet = GrayImage::new(width * SAMPLES, height * SAMPLES);
        draw(&mut sheet, columns.start, top);
        band(&Mask {
            left: columns.start as i32,
            top: top as i32,
            width: width as usize,
            coverage: count(&sheet, width as usize),
        });
    }
}

/// Counts the samples in each pixel.
fn count(sheet: &GrayImage, width: usize) -> Box<[u8]> {
    let samples = SAMPLES as usize;
    let mut coverage = Vec::with_capacity(sheet.len() / (samples * samples));
    for rows in sheet.as_raw().chunks_exact(width * samples * samples) {
        for x in 0..width {
            let covered: u8 =
                rows.chunks_exact(width * samples).flat_map(|row| &row[x * samples..][..samples]).sum();
            // 64 samples are full coverage.
            coverage.push(covered.saturating_mul(4));
        }
    }
    coverage.into_boxed_slice()
}
