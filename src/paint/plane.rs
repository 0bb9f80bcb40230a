//! A sheet of coverage as large as the card, on which glyphs and shapes of one ink are gathered before they are inked.
//!
//! Coverage of the same ink adds up: where two letters abut within a pixel, as Arabic ones do along the line, the pixel
//! is covered by both and shows no seam. Two inks on the same pixel do not add up, the later lies over the earlier.

use std::ops::Range;

use crate::scene::PixelSize;

use super::surface::Surface;

/// Coverage of a small rectangle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mask {
    /// Columns from the origin to the left edge; negative when it sticks out to the left.
    pub(super) left: i32,
    /// Rows from the origin to the top edge; negative above the origin.
    pub(super) top: i32,
    /// Columns.
    pub(super) width: usize,
    /// Coverage from none (0) to full (255), row by row.
    pub(super) coverage: Box<[u8]>,
}

impl Mask {
    /// A mask that covers nothing: a space.
    pub(super) fn empty() -> Self {
        Self { left: 0, top: 0, width: 0, coverage: Box::default() }
    }

    /// Returns the rows.
    pub(super) fn height(&self) -> usize {
        self.coverage.len().checked_div(self.width).unwrap_or(0)
    }
}

/// A sheet of coverage, empty between two inks.
#[derive(Debug, Default)]
pub(super) struct Plane {
    width: usize,
    height: usize,
    coverage: Vec<u8>,
    /// What may be covered; all else is empty.
    rows: Range<usize>,
    columns: Range<usize>,
}

impl Plane {
    /// Makes the sheet as large as a card. Memory is kept: cards of one quote have several sizes, and a sheet anew takes as
    /// long as to paint.
    pub(super) fn fit(&mut self, size: PixelSize) {
        (self.width, self.height) = (size.width as usize, size.height as usize);
        let length = self.width * self.height;
        if self.coverage.len() < length {
            // What there is is empty.
            self.coverage.resize(length, 0);
        }
    }

    /// Lays a mask with its origin at a pixel; what sticks out is cut off.
    pub(super) fn add(&mut self, mask: &Mask, x: i32, y: i32) {
        let Some((columns, skipped_columns)) = clip(x, mask.left, mask.width, self.width) else { return };
        let Some((rows, skipped_rows)) = clip(y, mask.top, mask.height(), self.height) else { return };
        for (row, source) in rows.clone().zip(mask.coverage.chunks_exact(mask.width).skip(skipped_rows)) {
            let target = &mut self.coverage[row * self.width..][columns.clone()];
            for (sum, &more) in target.iter_mut().zip(&source[skipped_columns..]) {
                *sum = sum.saturating_add(more);
            }
        }
        self.rows = union(&self.rows, rows);
        self.columns = union(&self.columns, columns);
    }

    /// Inks what is covered and empties the sheet.
    pub(super) fn ink(&mut self, surface: &mut impl Surface) {
        let columns = std::mem::take(&mut self.columns);
        for row in std::mem::take(&mut self.rows) {
            let coverage = &mut self.coverage[row * self.width..][columns.clone()];
            surface.blend(row, columns.start, coverage);
            coverage.fill(0);
        }
    }
}

/// Returns the part of `0..room` that a span of `length` at `origin + offset` takes, and how much of its start is cut.
fn clip(origin: i32, offset: i32, length: usize, room: usize) -> Option<(Range<usize>, usize)> {
    let start = i64::from(origin) + i64::from(offset);
    let end = (start + length as i64).min(room as i64);
    let visible = start.max(0);
    (visible < end).then(|| (visible as usize..end as usize, (visible - start) as usize))
}

/// Returns the smallest range around both; an empty one adds nothing.
fn union(one: &Range<usize>, other: Range<usize>) -> Range<usize> {
    if one.is_empty() { other } else { one.start.min(other.start)..one.end.max(other.end) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_cut_at_both_ends() {
        assert_eq!(clip(0, -3, 10, 5), Some((0..5, 3)));
        assert_eq!(clip(2, 1, 2, 100), Some((3..5, 0)));
        assert_eq!(clip(100, 0, 2, 100), None);
        assert_eq!(clip(i32::MIN, i32::MIN, 7, 100), None);
        assert_eq!(clip(i32::MAX, i32::MAX, 7, 100), None);
    }

    #[test]
    fn coverage_adds_up_to_full_and_no_further() {
        let mut plane = Plane::default();
        plane.fit(PixelSize { width: 3, height: 1 });
        let mask = Mask { left: 0, top: 0, width: 2, coverage: Box::new([255, 160]) };
        plane.add(&mask, 0, 0);
        plane.add(&mask, 1, 0);
        assert_eq!(plane.coverage, [255, 255, 160]);
    }
}
