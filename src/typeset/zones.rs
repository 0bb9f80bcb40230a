//! Zones into rectangles.

use crate::format::Format;
use crate::geometry::{Px, Rect};
use crate::scene::PixelSize;
use crate::theme::{Extent, Look, Parent, StackId, Units, ZoneId};

/// The rectangles of a look's zones on one format.
#[derive(Clone, Copy)]
pub(crate) struct Zones<'a> {
    look: &'a Look,
    canvas: Rect,
    safe: Rect,
    units: Units,
    mirrored: bool,
}

impl<'a> Zones<'a> {
    /// Prepares a look for a format, with the quote at a size. A mirrored card reads from the right.
    pub(crate) fn new(look: &'a Look, format: &Format, quote: Px, mirrored: bool) -> Self {
        let PixelSize { width, height } = format.size;
        let canvas = Rect::new(0.0, 0.0, width as f32, height as f32);
        Self { look, canvas, safe: format.safe, units: Units::of(format.size, quote), mirrored }
    }

    /// Returns the units that lengths are resolved against.
    pub(crate) fn units(&self) -> &Units {
        &self.units
    }

    /// Returns the canvas.
    pub(crate) fn canvas(&self) -> Rect {
        self.canvas
    }

    /// Returns a zone's rectangle. `span_of` says where a stack's first cap top and last
    /// baseline stand, for zones that end above one or start below one.
    pub(crate) fn rect(&self, zone: ZoneId, span_of: &dyn Fn(StackId) -> Option<(Px, Px)>) -> Rect {
        let unmirrored = self.upright(zone, span_of);
        if !self.mirrored {
            return unmirrored;
        }
        let flip = |x: Px| self.canvas.right - x;
        Rect { left: flip(unmirrored.right), right: flip(unmirrored.left), ..unmirrored }
    }

    fn upright(&self, id: ZoneId, span_of: &dyn Fn(StackId) -> Option<(Px, Px)>) -> Rect {
        let zone = &self.look.zones[id.0];
        let parent = match zone.parent {
            Parent::Canvas => self.canvas,
            Parent::Safe => self.safe,
            Parent::Zone(parent) => self.upright(parent, span_of),
        };
        let (left, right) = self.extent(zone.across, parent.left, parent.right);
        let (mut top, mut bottom) = self.extent(zone.down, parent.top, parent.bottom);
        if let Some((stack, gap)) = zone.above
            && let Some((cap_top, _)) = span_of(stack)
        {
            bottom = bottom.min(cap_top - gap.resolve(&self.units));
        }
        if let Some((stack, gap)) = zone.below
            && let Some((_, baseline)) = span_of(stack)
        {
            top = top.max(baseline + gap.resolve(&self.units));
        }
        Rect { left, top, right, bottom }
    }

    fn extent(&self, extent: Extent, start: Px, end: Px) -> (Px, Px) {
        match extent {
            Extent::Between(from, to) => (start + from.resolve(&self.units), end - to.resolve(&self.units)),
            Extent::FromStart(from, length) => {
                let from = start + from.resolve(&self.units);
                (from, from + length.resolve(&self.units))
            }
            Extent::FromEnd(to, length) => {
                let to = end - to.resolve(&self.units);
                (to - length.resolve(&self.units), to)
            }
        }
    }
}
