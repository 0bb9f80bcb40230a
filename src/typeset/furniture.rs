//! What stands around texts: rules, threads, marks, dots, plates, and what follows a grid of baselines.

use super::scenery::{Extent, Scenery, Side, on_pixels, shifted};
use crate::color::Color;
use crate::error::Result;
use crate::geometry::{Point, Px, Rect};
use crate::scene::Item;
use crate::theme::{Align, Edge, Length, RulePlace, TextStyle, Valign};

/// Thinnest line that survives a phone's screen, in pixels.
const THINNEST: f32 = 1.0;
/// Thinnest thread.
const THINNEST_THREAD: f32 = 1.5;

impl Scenery<'_, '_, '_> {
    /// Fills a zone, on to an edge of the card where the theme says so.
    pub(super) fn fill(&mut self, area: Rect, color: Color, bleed: Option<Edge>) {
        let canvas = self.zones.canvas();
        let mut area = on_pixels(area);
        match bleed {
            Some(Edge::Top) => area.top = canvas.top,
            Some(Edge::Bottom) => area.bottom = canvas.bottom,
            None => {}
        }
        // A hairline keeps a pixel, however small the card.
        if area.right <= area.left {
            area.right = area.left + Px(THINNEST);
        }
        let is_ground = self.ground.is_bare() && self.items.is_empty() && area.contains(&canvas);
        self.ground.fill(area, color);
        // The first fill that covers the card is the ground, and no item.
        if !is_ground {
            self.items.push(Item::Fill { area, color });
        }
    }

    /// Draws a horizontal line across a zone.
    pub(super) fn rule(
        &mut self,
        zone: Rect,
        place: RulePlace,
        thickness: Length,
        color: Color,
        extents: &[Extent],
    ) {
        let units = *self.zones.units();
        let thickness = Px(thickness.resolve(&units).0.round()).max(Px(THINNEST));
        let top = match place {
            RulePlace::Edge(Edge::Top, offset) => zone.top + offset.resolve(&units),
            RulePlace::Edge(Edge::Bottom, offset) => zone.bottom - offset.resolve(&units) - thickness,
            RulePlace::Above(stack, gap) => extents[stack.0].top - gap.resolve(&units) - thickness,
        };
        let top = Px(top.0.round());
        let area = Rect { top, bottom: top + thickness, ..zone };
        self.items.push(Item::Fill { area: on_pixels(area), color });
    }

    /// Draws a vertical line from an edge of the card to a stack, on the axis of its text.
    pub(super) fn thread(
        &mut self,
        from: Edge,
        extent: &Extent,
        gap: Length,
        thickness: Length,
        color: Color,
    ) {
        let gap = gap.resolve(self.zones.units());
        let (top, bottom) = match from {
            Edge::Top => (Px::ZERO, extent.top - gap),
            Edge::Bottom => (extent.bottom + gap, self.zones.canvas().bottom),
        };
        let half = thickness.resolve(self.zones.units()).max(Px(THINNEST_THREAD)) / 2.0;
        let area = Rect { left: extent.axis - half, right: extent.axis + half, top, bottom };
        if !area.is_empty() {
            self.items.push(Item::Fill { area, color });
        }
    }

    /// Places a mark by its ink, as large as its style says or as its zone allows; or by its baseline, on a level.
    pub(super) fn mark(
        &mut self,
        style: &TextStyle,
        zone: Rect,
        align: Align,
        valign: Valign,
        level: Option<Px>,
    ) -> Result<()> {
        let most = style.max.resolve(self.zones.units());
        let Some(said) = self.composer.fields.say(&style.template) else { return Ok(()) };
        let line = self.composer.line(&said.one_line(), style, most)?;
        if line.ink.is_empty() {
            return Ok(());
        }
        let fits = (zone.width() / line.ink.width()).min(zone.height() / line.ink.height()).min(1.0);
        let line = if fits < 1.0 && level.is_none() {
            self.composer.line(&said.one_line(), style, Px((most.0 * fits).floor()))?
        } else {
            line
        };
        let x = match self.side(align) {
            Side::Left => zone.left - line.ink.left,
            Side::Middle => (zone.left + zone.right - line.ink.left - line.ink.right) / 2.0,
            Side::Right => zone.right - line.ink.right,
        };
        let y = level.unwrap_or(match valign {
            Valign::Top => zone.top - line.ink.top,
            Valign::Middle => (zone.top + zone.bottom - line.ink.top - line.ink.bottom) / 2.0,
            Valign::Bottom => zone.bottom - line.ink.bottom,
        });
        let origin = Point { x, y: Px(y.0.round()) };
        let ground = self.ground.typical(&shifted(line.ink, origin));
        self.glyphs(&line, origin, style.color, ground);
        Ok(())
    }

    /// Sets a dot at the start of a zone, on the middle of a stack's first capitals.
    pub(super) fn disc(&mut self, zone: Rect, extent: &Extent, diameter: Length, color: Color) {
        let radius = diameter.resolve(self.zones.units()) / 2.0;
        let x = if self.mirrored { zone.right - radius } else { zone.left + radius };
        let y = (extent.top + extent.first_baseline) / 2.0;
        self.items.push(Item::Disc { center: Point { x, y }, radius, color });
    }

    /// Lays a box behind a stack.
    pub(super) fn plate(&mut self, extent: &Extent, pad: Length, color: Color) {
        let pad = pad.resolve(self.zones.units());
        let area = Rect {
            left: extent.area.left - pad,
            right: extent.area.right + pad,
            top: extent.top - pad,
            bottom: extent.bottom + pad,
        };
        self.fill(area, color, None);
    }

    /// Draws lines on a grid of baselines, as far as a zone reaches.
    pub(super) fn ruling(
        &mut self,
        zone: Rect,
        grid: &Extent,
        offset: Length,
        thickness: Length,
        color: Color,
    ) {
        if grid.leading <= Px::ZERO {
            return;
        }
        let thickness = Px(thickness.resolve(self.zones.units()).0.round()).max(Px(THINNEST));
        let mut top = Px((grid.first_baseline + offset.resolve(self.zones.units())).0.round());
        while top - grid.leading >= zone.top {
            top -= grid.leading;
        }
        while top + thickness <= zone.bottom {
            let area = Rect { top, bottom: top + thickness, ..zone };
            self.items.push(Item::Fill { area: on_pixels(area), color });
            top += grid.leading;
        }
    }

    /// Numbers the lines of a grid, from its first to the foot of a zone.
    pub(super) fn numbers(&mut self, zone: Rect, grid: &Extent, style: &TextStyle) -> Result<()> {
        if grid.leading <= Px::ZERO {
            return Ok(());
        }
        let size = self.composer.bounds(style, self.zones.units(), self.zones.units().q).wanted;
        let mut baseline = Px(grid.first_baseline.0.round());
        let mut number = 1;
        while baseline <= zone.bottom {
            let line = self.composer.line(&number.to_string(), style, size)?;
            let x = match self.side(style.align) {
                Side::Left => zone.left - line.left,
                Side::Middle => (zone.left + zone.right - line.left - line.right) / 2.0,
                Side::Right => zone.right - line.right,
            };
            let origin = Point { x, y: baseline };
            let ground = self.ground.typical(&shifted(line.ink, origin));
            self.glyphs(&line, origin, style.color, ground);
            baseline += grid.leading;
            number += 1;
        }
        Ok(())
    }
}
