//! Layers into scene items, lowest first.

use super::block::Block;
use super::compose::Composer;
use super::emphasis;
use super::ground::Ground;
use super::legible;
use super::place::Line;
use super::stacks::{LaidStack, PlacedBlock, PlacedStack};
use super::zones::Zones;
use crate::color::Color;
use crate::error::Result;
use crate::geometry::{Point, Px, Rect};
use crate::scene::{GlyphRun, Item, Layout, LineBox, Mended, PlacedGlyph, Scene};
use crate::theme::{Align, LayerKind, StackId, StyleKind, Valign, ZoneId};

/// A card's layers being turned into items.
pub(super) struct Scenery<'c, 'a, 'lib> {
    pub(super) composer: &'c mut Composer<'a, 'lib>,
    pub(super) zones: Zones<'a>,
    pub(super) mirrored: bool,
    /// How much denser scrims are made.
    pub(super) raise: f32,
    /// Whether ink that cannot be read is changed.
    mends: bool,
    /// What texts lie on.
    pub(super) ground: Ground,
    pub(super) items: Vec<Item>,
    layout: Layout,
    astray: Option<String>,
}

/// A card's layers as items.
pub(super) struct Painted {
    pub(super) scene: Scene,
    /// The first text of the credit that has grown out of its zone onto a ground that it cannot be read on.
    pub(super) astray: Option<String>,
}

/// Where a stack's text stands.
pub(super) struct Extent {
    /// The zone it stands in.
    pub(super) area: Rect,
    /// Its first cap top.
    pub(super) top: Px,
    /// Its last baseline.
    pub(super) bottom: Px,
    /// The axis of its text: the middle if centred, else the start edge.
    pub(super) axis: Px,
    /// Its first baseline.
    pub(super) first_baseline: Px,
    /// From baseline to baseline.
    pub(super) leading: Px,
}

impl<'c, 'a, 'lib> Scenery<'c, 'a, 'lib> {
    /// Prepares a card whose scrims are made denser by `raise`.
    pub(super) fn new(
        composer: &'c mut Composer<'a, 'lib>,
        zones: Zones<'a>,
        mirrored: bool,
        raise: f32,
        mends: bool,
    ) -> Self {
        let layout = Layout {
            theme: composer.theme.name.clone(),
            quote_contrast: f64::INFINITY,
            credit_contrast: f64::INFINITY,
            ..Layout::default()
        };
        Self {
            composer,
            zones,
            mirrored,
            raise,
            mends,
            ground: Ground::default(),
            items: Vec::new(),
            layout,
            astray: None,
        }
    }

    /// Turns every layer into items.
    pub(super) fn paint(mut self, stacks: &[LaidStack]) -> Result<Painted> {
        let look = self.composer.look;
        let spans: Vec<Option<(Px, Px)>> = (0..stacks.len())
            .map(|index| self.composer.span_of(stacks, &self.zones, StackId(index)))
            .collect();
        let zones = self.zones;
        let rect = |zone: ZoneId| zones.rect(zone, &|id| spans[id.0]);
        let placed: Vec<PlacedStack> = stacks
            .iter()
            .zip(look.stacks())
            .map(|(laid, stack)| laid.place(stack, rect(stack.zone), zones.units()))
            .collect();
        let extents: Vec<Extent> = placed.iter().map(|stack| self.extent(stack)).collect();
        let mut placed = placed.iter();
        for layer in &look.layers {
            let stack = if matches!(layer.kind, LayerKind::Stack(_)) { placed.next() } else { None };
            if !self.composer.shows(&layer.only, &layer.unless) {
                continue;
            }
            match &layer.kind {
                LayerKind::Fill { zone, color, bleed } => self.fill(rect(*zone), *color, *bleed),
                LayerKind::Gradient(gradient) => {
                    let behind = gradient.behind.map(|(stack, _)| extents[stack.0].top);
                    self.gradient(gradient, rect(gradient.zone), behind);
                }
                LayerKind::Rule { zone, place, thickness, color } => {
                    self.rule(rect(*zone), *place, *thickness, *color, &extents);
                }
                LayerKind::Thread { from, to, gap, thickness, color } => {
                    self.thread(*from, &extents[to.0], *gap, *thickness, *color);
                }
                LayerKind::Mark { zone, style, align, valign, level } => {
                    if let StyleKind::Text(style) = &look.style(*style).kind {
                        let level = level.map(|stack| extents[stack.0].first_baseline);
                        self.mark(style, rect(*zone), *align, *valign, level)?;
                    }
                }
                LayerKind::Disc { zone, level, diameter, color } => {
                    self.disc(rect(*zone), &extents[level.0], *diameter, *color);
                }
                LayerKind::Picture { zone, round, focus, tone } => {
                    self.picture(rect(*zone), *round, *focus, tone);
                }
                LayerKind::Logo { zone, align, valign } => {
                    let across = match self.side(*align) {
                        Side::Left => 0.0,
                        Side::Middle => 0.5,
                        Side::Right => 1.0,
                    };
                    let down = match valign {
                        Valign::Top => 0.0,
                        Valign::Middle => 0.5,
                        Valign::Bottom => 1.0,
                    };
                    self.logo(rect(*zone), across, down);
                }
                LayerKind::Plate { behind, pad, color } => self.plate(&extents[behind.0], *pad, *color),
                LayerKind::Ruling { zone, grid, offset, thickness, color } => {
                    self.ruling(rect(*zone), &extents[grid.0], *offset, *thickness, *color);
                }
                LayerKind::Numbers { zone, grid, style } => {
                    if let StyleKind::Text(style) = &look.style(*style).kind {
                        self.numbers(rect(*zone), &extents[grid.0], style)?;
                    }
                }
                LayerKind::Stack(_) => self.stack(stack.expect("a stack's layer has its placed stack")),
            }
        }
        Ok(self.finish())
    }

    /// Measures a placed stack.
    fn extent(&self, stack: &PlacedStack) -> Extent {
        let PlacedStack { area, top, bottom, .. } = *stack;
        let first = stack.blocks.first();
        let axis = first.map_or(Px::ZERO, |first| match self.side(first.block.align) {
            Side::Left => area.left,
            Side::Middle => (area.left + area.right) / 2.0,
            Side::Right => area.right,
        });
        let first_baseline = first.map_or(top, |first| first.top + first.block.ascent);
        let leading = first.map_or(Px::ZERO, |first| first.block.leading);
        Extent { area, top, bottom, axis, first_baseline, leading }
    }

    /// Places a stack's texts and short lines.
    fn stack(&mut self, stack: &PlacedStack) {
        for (rule, top) in &stack.rules {
            let (left, right) = (stack.area.left, stack.area.right);
            let (left, right) =
                if self.mirrored { (right - rule.length, right) } else { (left, left + rule.length) };
            let area = Rect { left, right, top: *top, bottom: *top + rule.thickness };
            self.items.push(Item::Fill { area: on_pixels(area), color: rule.color });
        }
        for block in &stack.blocks {
            self.block(block);
        }
    }

    /// Returns the side that lines stand on.
    pub(super) fn side(&self, align: Align) -> Side {
        match (align, self.mirrored) {
            (Align::Center, _) => Side::Middle,
            (Align::Start, false) | (Align::End, true) => Side::Left,
            (Align::Start, true) | (Align::End, false) => Side::Right,
        }
    }

    /// Places a block's lines and records what they measure.
    fn block(&mut self, placed: &PlacedBlock) {
        let block = &placed.block;
        let side = self.side(block.align);
        let inward = self.inward(placed, side);
        let area = placed.area;
        let origin = |index: usize, line: &Line| {
            let baseline = placed.top + block.ascent + block.leading * index as f32;
            let start = match side {
                Side::Left => area.left - line.left + inward + line.indent,
                Side::Middle => (area.left + area.right - line.left - line.right) / 2.0,
                Side::Right => area.right - line.right - inward - line.indent,
            };
            Point { x: start, y: Px(baseline.0.round()) }
        };
        if block.style == "quote" {
            self.marker(block, origin);
        }
        let inks: Vec<Rect> = (0..)
            .zip(&block.lines)
            .map(|(index, (line, _))| shifted(line.ink, origin(index, line)))
            .collect();
        let color = self.readable(block, &inks);
        for (index, (line, text)) in block.lines.iter().enumerate() {
            let origin = origin(index, line);
            let (start, baseline) = (origin.x, origin.y);
            let ink = inks[index];
            let ground = self.ground.typical(&ink);
            let contrast = self.contrast(color, &ink);
            let record = LineBox {
                style: block.style.clone(),
                text: text.clone(),
                baseline,
                size: block.size,
                left: start + line.left,
                right: start + line.right,
                ink,
            };
            if block.style == "quote" {
                self.layout.quote_size = block.size;
                self.layout.quote_leading = block.leading;
                self.layout.quote_box = area;
                self.layout.quote_contrast = self.layout.quote_contrast.min(contrast);
                self.layout.lines.push(record);
            } else {
                self.layout.credit_contrast = self.layout.credit_contrast.min(contrast);
                let leaves = ink.top < area.top - Px(1.0) || ink.bottom > area.bottom + Px(1.0);
                if leaves && contrast < legible::floor(&block.style) {
                    self.astray.get_or_insert_with(|| text.clone());
                }
                self.layout.credits.push(record);
            }
            self.glyphs(line, origin, color, ground);
        }
    }

    /// Returns the contrast of an ink to what lies under it; what cannot be seen lies on nothing.
    fn contrast(&self, color: Color, ink: &Rect) -> f64 {
        if ink.is_empty() { f64::INFINITY } else { self.ground.contrast(color, ink) }
    }

    /// Returns a block's colour, made darker or lighter where it cannot be read and the theme allows that.
    fn readable(&mut self, block: &Block, inks: &[Rect]) -> Color {
        let floor = legible::floor(&block.style);
        let can_be_read = |color: Color| inks.iter().all(|ink| self.contrast(color, ink) >= floor);
        if !self.mends || can_be_read(block.color) {
            return block.color;
        }
        let Some(color) = legible::mended(block.color, can_be_read) else { return block.color };
        self.layout.mended.push(Mended { style: block.style.clone(), from: block.color, to: color });
        color
    }

    /// Draws the marker through the quote's key phrase, under all of its lines.
    fn marker(&mut self, block: &Block, origin: impl Fn(usize, &Line) -> Point) {
        let (Some(phrase), Some(marker)) = (self.composer.phrase.clone(), self.composer.marker()) else {
            return;
        };
        for (index, (line, _)) in block.lines.iter().enumerate() {
            let stroke = emphasis::stroke(line, index, &phrase, &marker, origin(index, line), block.size);
            if let Some(Item::Polygon { corners, color }) = &stroke {
                let (start, end) = (corners[3], corners[1]);
                self.ground.fill(Rect { left: start.x, right: end.x, top: end.y, bottom: start.y }, *color);
            }
            self.items.extend(stroke);
        }
    }

    /// Returns how far a block moves into its area so that what hangs out of it stays within half the margin (rule B5).
    fn inward(&self, placed: &PlacedBlock, side: Side) -> Px {
        let lines = placed.block.lines.iter().map(|(line, _)| line);
        match side {
            Side::Left => {
                let hung = lines.map(|line| line.left - line.ink.left).fold(Px::ZERO, Px::max);
                (hung - self.composer.hang_room(placed.area, false)).max(Px::ZERO)
            }
            Side::Right => {
                let hung = lines.map(|line| line.ink.right - line.right).fold(Px::ZERO, Px::max);
                (hung - self.composer.hang_room(placed.area, true)).max(Px::ZERO)
            }
            Side::Middle => Px::ZERO,
        }
    }

    /// Adds a line's glyphs, to the run before where it is of the same kind.
    pub(super) fn glyphs(&mut self, line: &Line, origin: Point, color: Color, ground: Color) {
        for glyph in &line.glyphs {
            let placed = PlacedGlyph {
                id: glyph.id,
                origin: Point { x: origin.x + glyph.origin.x, y: Px((origin.y + glyph.origin.y).0.round()) },
            };
            if let Some(layers) = self.composer.shaper.layers(glyph.face, glyph.id) {
                self.items.extend(layers.into_iter().map(|(id, own)| {
                    let glyphs = vec![PlacedGlyph { id, ..placed }];
                    Item::Glyphs(GlyphRun {
                        face: glyph.face,
                        size: glyph.size,
                        color: own.unwrap_or(color),
                        ground,
                        glyphs,
                    })
                }));
                continue;
            }
            if let Some(bitmap) = self.composer.shaper.bitmap(glyph.face, glyph.id) {
                self.sign(&bitmap, glyph.size, placed.origin);
                continue;
            }
            if let Some(Item::Glyphs(run)) = self.items.last_mut()
                && (run.face, run.size, run.color, run.ground) == (glyph.face, glyph.size, color, ground)
            {
                run.glyphs.push(placed);
                continue;
            }
            let run = GlyphRun { face: glyph.face, size: glyph.size, color, ground, glyphs: vec![placed] };
            self.items.push(Item::Glyphs(run));
        }
    }

    fn finish(mut self) -> Painted {
        self.layout.safe = self.composer.format.safe;
        let ground = self.ground.lowest();
        let scene = Scene { size: self.composer.format.size, ground, items: self.items, layout: self.layout };
        Painted { scene, astray: self.astray }
    }
}

/// A side of the card, direction of reading taken in.
#[derive(Clone, Copy)]
pub(super) enum Side {
    Left,
    Middle,
    Right,
}

/// Returns a rectangle moved by a distance.
pub(super) fn shifted(rect: Rect, by: Point) -> Rect {
    Rect {
        left: rect.left + by.x,
        right: rect.right + by.x,
        top: rect.top + by.y,
        bottom: rect.bottom + by.y,
    }
}

/// Returns a rectangle with its edges on whole pixels, so that flat areas have sharp edges.
pub(super) fn on_pixels(rect: Rect) -> Rect {
    let [left, top, right, bottom] =
        [rect.left, rect.top, rect.right, rect.bottom].map(|edge| Px(edge.0.round()));
    Rect { left, top, right, bottom }
}
