//! Layers into scene items, lowest first.

use super::compose::{CREDIT_CONTRAST, Composer};
use super::place::Line;
use super::stacks::{LaidStack, PlacedBlock};
use super::zones::Zones;
use crate::color::Color;
use crate::error::{Error, Result};
use crate::geometry::{Point, Px, Rect};
use crate::scene::{GlyphRun, Item, Layout, LineBox, PlacedGlyph, Scene};
use crate::theme::{Align, Edge, Layer, RulePlace, Stack, StackId, StyleKind, TextStyle, Valign, ZoneId};

/// Thinnest line that survives a phone's screen, in pixels.
const THINNEST: f32 = 1.0;
/// Thinnest thread.
const THINNEST_THREAD: f32 = 1.5;

/// A card's layers being turned into items.
pub(super) struct Scenery<'c, 'a, 'lib> {
    composer: &'c mut Composer<'a, 'lib>,
    zones: Zones<'a>,
    mirrored: bool,
    /// What has been filled so far, in order: the ground under texts.
    fills: Vec<(Rect, Color)>,
    items: Vec<Item>,
    layout: Layout,
    /// The first text of the credit that has grown out of its zone onto a ground that it cannot be read on.
    astray: Option<String>,
}

/// Where a stack's text stands.
struct Extent {
    /// Its first cap top.
    top: Px,
    /// Its last baseline.
    bottom: Px,
    /// The axis of its text: the middle if centred, else the start edge.
    axis: Px,
}

impl<'c, 'a, 'lib> Scenery<'c, 'a, 'lib> {
    pub(super) fn new(composer: &'c mut Composer<'a, 'lib>, zones: Zones<'a>, mirrored: bool) -> Self {
        let layout =
            Layout { quote_contrast: f64::INFINITY, credit_contrast: f64::INFINITY, ..Layout::default() };
        Self { composer, zones, mirrored, fills: Vec::new(), items: Vec::new(), layout, astray: None }
    }

    /// Turns every layer into items.
    pub(super) fn paint(mut self, stacks: Vec<LaidStack>) -> Result<Scene> {
        let look = self.composer.look;
        let tops: Vec<Px> = (0..stacks.len())
            .map(|index| self.composer.top_of(&stacks, &self.zones, StackId(index)))
            .collect();
        let definitions: Vec<&Stack> = look.stacks().collect();
        let placed: Vec<Vec<PlacedBlock>> = stacks
            .into_iter()
            .zip(&definitions)
            .map(|(laid, stack)| {
                let zone = self.zones.rect(stack.zone, &|id| tops[id.0]);
                laid.place(stack, zone, self.zones.units())
            })
            .collect();
        let extents: Vec<Extent> =
            placed.iter().zip(&tops).map(|(blocks, top)| self.extent(blocks, *top)).collect();
        let mut placed = placed.into_iter();
        for layer in &look.layers {
            match layer {
                Layer::Fill { zone, color } => {
                    let area = self.rect(*zone, &tops);
                    self.fill(area, *color);
                }
                Layer::Rule { zone, place, thickness, color, only } => {
                    if self.composer.has_any(only) {
                        let zone = self.rect(*zone, &tops);
                        let thickness = thickness.resolve(self.zones.units()).max(Px(THINNEST)).0.round();
                        let top = match place {
                            RulePlace::Edge(Edge::Top, offset) => {
                                zone.top + offset.resolve(self.zones.units())
                            }
                            RulePlace::Edge(Edge::Bottom, offset) => {
                                zone.bottom - offset.resolve(self.zones.units()) - Px(thickness)
                            }
                            RulePlace::Above(stack, gap) => {
                                tops[stack.0] - gap.resolve(self.zones.units()) - Px(thickness)
                            }
                        };
                        let top = top.0.round();
                        let area = Rect { top: Px(top), bottom: Px(top + thickness), ..zone };
                        self.items.push(Item::Fill { area: on_pixels(area), color: *color });
                    }
                }
                Layer::Thread { from, to, gap, thickness, color } => {
                    let extent = &extents[to.0];
                    let gap = gap.resolve(self.zones.units());
                    let (top, bottom) = match from {
                        Edge::Top => (Px::ZERO, extent.top - gap),
                        Edge::Bottom => (extent.bottom + gap, self.zones.canvas().bottom),
                    };
                    let half = thickness.resolve(self.zones.units()).max(Px(THINNEST_THREAD)) / 2.0;
                    let area = Rect { left: extent.axis - half, right: extent.axis + half, top, bottom };
                    if !area.is_empty() {
                        self.items.push(Item::Fill { area, color: *color });
                    }
                }
                Layer::Mark { zone, style, align, valign } => {
                    let zone = self.rect(*zone, &tops);
                    if let StyleKind::Text(style) = &look.style(*style).kind {
                        self.mark(style, zone, *align, *valign)?;
                    }
                }
                Layer::Stack(_) => {
                    for block in placed.next().into_iter().flatten() {
                        self.block(&block);
                    }
                }
            }
        }
        self.finish()
    }

    fn rect(&self, zone: ZoneId, tops: &[Px]) -> Rect {
        self.zones.rect(zone, &|id| tops[id.0])
    }

    fn fill(&mut self, area: Rect, color: Color) {
        let area = on_pixels(area);
        self.fills.push((area, color));
        // The first fill that covers the card is the ground, and no item.
        let covers = area.contains(&self.zones.canvas());
        if !(covers && self.items.is_empty() && self.fills.len() == 1) {
            self.items.push(Item::Fill { area, color });
        }
    }

    /// Returns the flat colour under a place: that of the last fill around it.
    fn ground(&self, area: &Rect) -> Color {
        let under = self.fills.iter().rev().find(|(fill, _)| fill.contains(area));
        let under = under.or_else(|| self.fills.iter().rev().find(|(fill, _)| fill.overlaps(area)));
        under.map_or(Color::new(255, 255, 255), |(_, color)| *color)
    }

    fn extent(&self, blocks: &[PlacedBlock], top: Px) -> Extent {
        let bottom = blocks.last().map_or(top, |last| last.top + last.block.height());
        let axis = blocks.first().map_or(Px::ZERO, |first| match self.side(first.block.align) {
            Side::Left => first.area.left,
            Side::Middle => (first.area.left + first.area.right) / 2.0,
            Side::Right => first.area.right,
        });
        Extent { top, bottom, axis }
    }

    fn side(&self, align: Align) -> Side {
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
        for (index, (line, text)) in block.lines.iter().enumerate() {
            let baseline = placed.top + block.ascent + block.leading * index as f32;
            let baseline = Px(baseline.0.round());
            let area = placed.area;
            let start = match side {
                Side::Left => area.left - line.left + inward + line.indent,
                Side::Middle => (area.left + area.right - line.left - line.right) / 2.0,
                Side::Right => area.right - line.right - inward - line.indent,
            };
            let origin = Point { x: start, y: baseline };
            let ink = shifted(line.ink, origin);
            let ground = self.ground(&ink);
            // What cannot be seen lies on nothing.
            let contrast = if ink.is_empty() { f64::INFINITY } else { block.color.contrast(ground) };
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
                self.layout.quote_box = area;
                self.layout.quote_contrast = self.layout.quote_contrast.min(contrast);
                self.layout.lines.push(record);
            } else {
                self.layout.credit_contrast = self.layout.credit_contrast.min(contrast);
                let leaves = ink.top < area.top - Px(1.0) || ink.bottom > area.bottom + Px(1.0);
                if leaves && contrast < CREDIT_CONTRAST {
                    self.astray.get_or_insert_with(|| text.clone());
                }
                self.layout.credits.push(record);
            }
            self.glyphs(line, origin, block.color, ground);
        }
    }

    /// Returns how far a block moves into its area so that what hangs out of it stays within half the margin (rule B5).
    fn inward(&self, placed: &PlacedBlock, side: Side) -> Px {
        let lines = placed.block.lines.iter().map(|(line, _)| line);
        match side {
            Side::Left => {
                let hung = lines.map(|line| line.left - line.ink.left).fold(Px::ZERO, Px::max);
                (hung - placed.area.left / 2.0).max(Px::ZERO)
            }
            Side::Right => {
                let hung = lines.map(|line| line.ink.right - line.right).fold(Px::ZERO, Px::max);
                (hung - (self.zones.canvas().right - placed.area.right) / 2.0).max(Px::ZERO)
            }
            Side::Middle => Px::ZERO,
        }
    }

    /// Adds a line's glyphs, to the run before where it is of the same kind.
    fn glyphs(&mut self, line: &Line, origin: Point, color: Color, ground: Color) {
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

    /// Places a mark by its ink, as large as its style says or as its zone allows.
    fn mark(&mut self, style: &TextStyle, zone: Rect, align: Align, valign: Valign) -> Result<()> {
        let most = style.max.resolve(self.zones.units());
        let Some(line) = self.composer.mark_line(style, most)? else { return Ok(()) };
        if line.ink.is_empty() {
            return Ok(());
        }
        let fits = (zone.width() / line.ink.width()).min(zone.height() / line.ink.height()).min(1.0);
        let line = if fits < 1.0 {
            self.composer.mark_line(style, Px((most.0 * fits).floor()))?.unwrap_or_default()
        } else {
            line
        };
        let x = match self.side(align) {
            Side::Left => zone.left - line.ink.left,
            Side::Middle => (zone.left + zone.right - line.ink.left - line.ink.right) / 2.0,
            Side::Right => zone.right - line.ink.right,
        };
        let y = match valign {
            Valign::Top => zone.top - line.ink.top,
            Valign::Middle => (zone.top + zone.bottom - line.ink.top - line.ink.bottom) / 2.0,
            Valign::Bottom => zone.bottom - line.ink.bottom,
        };
        let origin = Point { x, y: Px(y.0.round()) };
        let ground = self.ground(&shifted(line.ink, origin));
        self.glyphs(&line, origin, style.color, ground);
        Ok(())
    }

    fn finish(mut self) -> Result<Scene> {
        if let Some(text) = self.astray {
            return Err(Error::DoesNotFit {
                text,
                place: self.composer.place.clone(),
                size: 0.0,
                floor: self.composer.format.credit_floor.0,
                hint:
                    "the credit is too long for this theme: shorten the name or the role, or choose another"
                        .to_owned(),
            });
        }
        self.layout.safe = self.composer.format.safe;
        let ground = self.fills.first().map_or(Color::new(255, 255, 255), |(_, color)| *color);
        Ok(Scene { size: self.composer.format.size, ground, items: self.items, layout: self.layout })
    }
}

/// A side of the card, direction of reading taken in.
#[derive(Clone, Copy)]
enum Side {
    Left,
    Middle,
    Right,
}

/// Returns a rectangle moved by a distance.
fn shifted(rect: Rect, by: Point) -> Rect {
    Rect {
        left: rect.left + by.x,
        right: rect.right + by.x,
        top: rect.top + by.y,
        bottom: rect.bottom + by.y,
    }
}

/// Returns a rectangle with its edges on whole pixels, so that flat areas have sharp edges.
fn on_pixels(rect: Rect) -> Rect {
    let [left, top, right, bottom] =
        [rect.left, rect.top, rect.right, rect.bottom].map(|edge| Px(edge.0.round()));
    Rect { left, top, right, bottom }
}
