//! What brings colours of its own: pictures, and shades laid over them.

use std::ops::Range;

use crate::color::Color;
use crate::picture::Print;
use crate::scene::{PixelSize, Shade, overlaid};

use super::surface::Surface;

/// Lays a picture; what sticks out of the card is cut off.
pub(super) fn lay(surface: &mut impl Surface, size: PixelSize, origin: (i32, i32), print: &Print) {
    let columns = seen(origin.0, print.colors.width(), size.width);
    for y in seen(origin.1, print.colors.height(), size.height) {
        let row = (y as i32 - origin.1) as u32;
        surface.recolor(y, columns.clone(), |x, under| {
            let column = (x as i32 - origin.0) as u32;
            let [r, g, b] = print.colors.get_pixel(column, row).0;
            let color = Color::new(r, g, b);
            match &print.cover {
                None => color,
                Some(cover) => {
                    let weight = u16::from(cover.get_pixel(column, row).0[0]);
                    // 255 hides all: 256 parts.
                    overlaid(under, color, weight + weight / 255)
                }
            }
        });
        if surface.overflowed() {
            return;
        }
    }
}

/// Lays a shade over what is there.
pub(super) fn shade(surface: &mut impl Surface, size: PixelSize, shade: &Shade) {
    let length = |from: f32, to: f32| (to - from).clamp(0.0, 100_000.0) as u32;
    let [left, top] =
        [shade.area.left.0, shade.area.top.0].map(|edge| edge.clamp(-100_000.0, 100_000.0) as i32);
    let columns = seen(left, length(shade.area.left.0, shade.area.right.0), size.width);
    let rows = seen(top, length(shade.area.top.0, shade.area.bottom.0), size.height);
    let across: Vec<(Color, u16)> =
        if shade.across { columns.clone().map(|x| shade.at(x as f32)).collect() } else { Vec::new() };
    for y in rows {
        if shade.across {
            surface.recolor(y, columns.clone(), |x, under| {
                let (color, weight) = across[x - columns.start];
                overlaid(under, color, weight)
            });
        } else {
            let (color, weight) = shade.at(y as f32);
            if weight > 0 {
                surface.recolor(y, columns.clone(), |_, under| overlaid(under, color, weight));
            }
        }
        if surface.overflowed() {
            return;
        }
    }
}

/// Returns the part of a card's side that a span takes.
fn seen(start: i32, length: u32, room: u32) -> Range<usize> {
    let end = (i64::from(start) + i64::from(length)).clamp(0, i64::from(room));
    let start = i64::from(start).clamp(0, end);
    start as usize..end as usize
}
