//! Pictures, which bring colours of their own.

use std::ops::Range;

use crate::color::Color;
use crate::picture::Print;
use crate::scene::{PixelSize, overlaid};

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

/// Returns the part of a card's side that a span takes.
pub(super) fn seen(start: i32, length: u32, room: u32) -> Range<usize> {
    let end = (i64::from(start) + i64::from(length)).clamp(0, i64::from(room));
    let start = i64::from(start).clamp(0, end);
    start as usize..end as usize
}
