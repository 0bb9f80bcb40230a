//! Shades, which bring colours of their own.
//!
//! A shade has one colour for every step along its axis. They are worked out once, as a strip, of which every row is a
//! part: the same part of a shade that passes across, the next pixel of one that passes down.

use std::ops::Range;

use crate::color::Color;
use crate::scene::{PixelSize, Shade, ShadeAxis, overlaid};

use super::picture::seen;
use super::surface::Surface;

/// Lays a shade over what is there.
pub(super) fn lay(surface: &mut impl Surface, size: PixelSize, shade: &Shade) {
    let length = |from: f32, to: f32| (to - from).clamp(0.0, 100_000.0) as u32;
    let [left, top] =
        [shade.area.left.0, shade.area.top.0].map(|edge| edge.clamp(-100_000.0, 100_000.0) as i32);
    let columns = seen(left, length(shade.area.left.0, shade.area.right.0), size.width);
    let rows = seen(top, length(shade.area.top.0, shade.area.bottom.0), size.height);
    if columns.is_empty() || rows.is_empty() {
        return;
    }
    let area = Visible { columns, rows, down: shade.axis == ShadeAxis::Down };
    if shade.is_opaque() { cover(surface, shade, &area) } else { tint(surface, shade, &area) }
}

/// The part of the card that a shade is laid on.
struct Visible {
    columns: Range<usize>,
    rows: Range<usize>,
    /// Whether a row has one colour.
    down: bool,
}

impl Visible {
    /// Returns how far along the axis of a shade the pixels lie.
    fn steps(&self, shade: &Shade) -> Range<i32> {
        let (first, last) = (self.rows.start as i32, self.rows.end as i32 - 1);
        if self.down {
            return first..last + 1;
        }
        let shifts = [shade.shift(first), shade.shift(last)];
        let (left, right) = (self.columns.start as i32, self.columns.end as i32);
        left + shifts[0].min(shifts[1])..right + shifts[0].max(shifts[1])
    }

    /// Returns where in a strip of those steps the pixels of a row begin.
    fn place(&self, shade: &Shade, strip: &Range<i32>, y: usize) -> usize {
        (shade.along(self.columns.start as i32, y as i32) - strip.start) as usize
    }
}

/// Lays a shade that hides what is under it.
fn cover(surface: &mut impl Surface, shade: &Shade, area: &Visible) {
    let steps = area.steps(shade);
    let strip = surface.strip(steps.clone().map(|along| shade.at(along).0));
    if surface.overflowed() {
        return;
    }
    for y in area.rows.clone() {
        let place = area.place(shade, &steps, y);
        if area.down {
            surface.lay_one(y, area.columns.clone(), &strip, place);
        } else {
            surface.lay(y, area.columns.clone(), &strip, place);
        }
    }
}

/// Lays a shade that lets through what is under it.
fn tint(surface: &mut impl Surface, shade: &Shade, area: &Visible) {
    let steps = area.steps(shade);
    let strip: Vec<(Color, u16)> = steps.clone().map(|along| shade.at(along)).collect();
    for y in area.rows.clone() {
        let place = area.place(shade, &steps, y);
        if !area.down {
            surface.recolor(y, area.columns.clone(), |x, under| {
                let (color, weight) = strip[place + x - area.columns.start];
                overlaid(under, color, weight)
            });
        } else if strip[place].1 > 0 {
            let (color, weight) = strip[place];
            surface.recolor(y, area.columns.clone(), |_, under| overlaid(under, color, weight));
        }
        if surface.overflowed() {
            return;
        }
    }
}
