//! Stacks: texts set under one another, and where they stand.

use std::rc::Rc;

use super::block::{self, Block, Context, SizeBounds};
use super::compose::Composer;
use super::itemize;
use super::zones::Zones;
use crate::color::Color;
use crate::error::Result;
use crate::geometry::{Px, Rect};
use crate::theme::{Align, Stack, Style, StyleKind, TextStyle, Units, Valign};

/// Room between the two texts of a row, in percent of the short edge (rule B7).
const ROW_GAP: f32 = 5.0;

/// The quote's place in its stack.
#[derive(Clone, Copy)]
pub(super) enum Hole<'b> {
    /// Its block stands there.
    Filled(&'b Block),
    /// It is not set yet; its lines will stand at least so far apart, in ems.
    Open { least_leading: f32 },
}

impl<'b> Hole<'b> {
    fn block(self) -> Option<&'b Block> {
        match self {
            Self::Filled(block) => Some(block),
            Self::Open { .. } => None,
        }
    }
}

/// A stack with everything in it set.
pub(super) struct LaidStack {
    rows: Vec<LaidRow>,
}

/// What stands on one level of a stack.
struct LaidRow {
    /// From the baseline above to the cap top.
    gap: Px,
    /// The texts: one, or one at each end.
    blocks: Vec<Block>,
    /// The line that stands here instead of texts.
    rule: Option<ShortRule>,
}

/// A short line between texts.
#[derive(Clone, Copy, Debug)]
pub(super) struct ShortRule {
    pub(super) length: Px,
    pub(super) thickness: Px,
    pub(super) color: Color,
}

/// A stack in its place.
pub(super) struct PlacedStack {
    /// The zone it stands in.
    pub(super) area: Rect,
    /// Its texts.
    pub(super) blocks: Vec<PlacedBlock>,
    /// Its short lines, with their upper edges.
    pub(super) rules: Vec<(ShortRule, Px)>,
    /// Its first cap top.
    pub(super) top: Px,
    /// Its last baseline.
    pub(super) bottom: Px,
}

/// A block with its place on the card.
pub(super) struct PlacedBlock {
    pub(super) block: Block,
    /// The rectangle it is aligned in.
    pub(super) area: Rect,
    /// Its first cap top.
    pub(super) top: Px,
}

impl LaidRow {
    fn height(&self) -> Px {
        let heights = self.blocks.iter().map(|block| block.height() - block.ascent);
        let rule = self.rule.map_or(Px::ZERO, |rule| rule.thickness);
        self.ascent() + heights.fold(rule, Px::max)
    }

    fn ascent(&self) -> Px {
        self.blocks.iter().map(|block| block.ascent).fold(Px::ZERO, Px::max)
    }
}

impl LaidStack {
    /// Stacks rows, each as far below the one before as it asks for, and farther where their ink would touch.
    fn new(mut rows: Vec<LaidRow>) -> Self {
        for index in 1..rows.len() {
            let (upper, lower) = rows.split_at(index);
            let pairs = upper[index - 1]
                .blocks
                .iter()
                .flat_map(|one| lower[0].blocks.iter().map(move |other| (one, other)));
            let clear = pairs.map(|(one, other)| one.clear_gap(other)).fold(Px::ZERO, Px::max);
            rows[index].gap = rows[index].gap.max(Px(clear.0.ceil()));
        }
        Self { rows }
    }

    /// Returns the height from the first cap top to the last baseline.
    pub(super) fn height(&self) -> Px {
        let gaps: Px = self.rows.iter().skip(1).map(|row| row.gap).sum();
        gaps + self.rows.iter().map(LaidRow::height).sum()
    }

    /// Returns the gap above its first text; `None` where it has none.
    pub(super) fn first_gap(&self) -> Option<Px> {
        self.rows.first().map(|row| row.gap)
    }

    /// Returns where the first cap top stands in a zone.
    fn top(&self, stack: &Stack, zone: Rect, units: &Units) -> Px {
        let free = zone.height() - self.height();
        let top = match stack.valign {
            Valign::Top => zone.top,
            Valign::Bottom => zone.top + free,
            // Above the middle, but never out of the zone.
            Valign::Middle => zone.top + (free / 2.0 - stack.lift.resolve(units)).max(Px::ZERO),
        };
        Px(top.0.round())
    }

    /// Returns where the first cap top and the last baseline stand in a zone; `None` where nothing is in it.
    pub(super) fn span(&self, stack: &Stack, zone: Rect, units: &Units) -> Option<(Px, Px)> {
        let top = self.top(stack, zone, units);
        (!self.rows.is_empty()).then(|| (top, top + self.height()))
    }

    /// Returns the texts with their places.
    pub(super) fn place(&self, stack: &Stack, zone: Rect, units: &Units) -> PlacedStack {
        let mut top = self.top(stack, zone, units);
        let mut placed = PlacedStack { area: zone, blocks: Vec::new(), rules: Vec::new(), top, bottom: top };
        for (index, row) in self.rows.iter().enumerate() {
            if index > 0 {
                top += row.gap;
            }
            let (height, ascent) = (row.height(), row.ascent());
            placed.rules.extend(row.rule.map(|rule| (rule, top)));
            for block in &row.blocks {
                // Texts of one row share their baseline, not their cap tops.
                let top = top + ascent - block.ascent;
                placed.blocks.push(PlacedBlock { block: block.clone(), area: zone, top });
            }
            top += height;
        }
        placed.bottom = top;
        placed
    }

    /// Puts every line on one grid.
    fn on_grid(&mut self, leading: Px) {
        for row in &mut self.rows {
            for block in &mut row.blocks {
                block.leading = block.leading.max(leading);
            }
            row.gap = leading - row.ascent();
        }
    }
}

impl Composer<'_, '_> {
    /// Lays out all stacks for a quote of size `q`; with the quote's block in its place, or without it.
    pub(super) fn lay_stacks(
        &mut self,
        q: Px,
        mirrored: bool,
        quote: Hole<'_>,
        align: Align,
    ) -> Result<Vec<LaidStack>> {
        let zones = Zones::new(self.look, self.format, q, mirrored);
        let look = self.look;
        let (quote_stack, _) = self.quote_stack();
        look.stacks()
            .enumerate()
            .map(|(index, stack)| {
                // Where a zone ends above a stack does not change its width.
                let zone = zones.rect(stack.zone, &|_| None);
                let mut rows = Vec::new();
                if !self.shows(&stack.only, &stack.unless) {
                    return Ok(LaidStack::new(rows));
                }
                for id in &stack.items {
                    let style = look.style(*id);
                    let gap = style.gap.resolve(zones.units());
                    if let StyleKind::Quote(_) = style.kind {
                        rows.extend(quote.block().map(|block| LaidRow {
                            gap,
                            blocks: vec![block.clone()],
                            rule: None,
                        }));
                        continue;
                    }
                    // Texts under a centred quote that turned flush turn with it.
                    let turned = (index == quote_stack).then_some(align);
                    rows.extend(self.lay_item(style, zone.width(), &zones, q, turned)?);
                }
                let mut laid = LaidStack::new(rows);
                if stack.grid {
                    laid.on_grid(match quote {
                        Hole::Filled(block) => block.leading,
                        Hole::Open { least_leading } => self.grid_at(q, least_leading),
                    });
                }
                Ok(laid)
            })
            .collect()
    }

    /// Sets one item of a stack: none where its text drops out, one level, or two for a row that does not fit.
    fn lay_item(
        &mut self,
        style: &Style,
        measure: Px,
        zones: &Zones<'_>,
        q: Px,
        turned: Option<Align>,
    ) -> Result<Vec<LaidRow>> {
        let gap = style.gap.resolve(zones.units());
        match &style.kind {
            StyleKind::Quote(_) => Ok(Vec::new()),
            StyleKind::Rule { length, thickness, color } => {
                let thickness = Px(thickness.resolve(zones.units()).0.round().max(1.0));
                let rule = ShortRule { length: length.resolve(zones.units()), thickness, color: *color };
                Ok(vec![LaidRow { gap, blocks: Vec::new(), rule: Some(rule) }])
            }
            StyleKind::Text(text) => {
                let align =
                    if text.align == Align::Center { turned.unwrap_or(text.align) } else { text.align };
                let block = self.text_block(style, text, align, measure, zones, q)?;
                Ok(block.map(|block| LaidRow { gap, blocks: vec![block], rule: None }).into_iter().collect())
            }
            StyleKind::Row { items, stacked } => {
                let [start, end] = items.map(|id| self.look.style(id));
                let mut set = |style: &Style, align: Align| match &style.kind {
                    StyleKind::Text(text) => self.text_block(style, text, align, measure, zones, q),
                    _ => Ok(None),
                };
                if !*stacked {
                    let (first, second) = (set(start, Align::Start)?, set(end, Align::End)?);
                    let one_line =
                        |block: &Option<Block>| block.as_ref().is_none_or(|block| block.lines.len() == 1);
                    let width = |block: &Option<Block>| block.as_ref().map_or(Px::ZERO, Block::width);
                    let room = measure - zones.units().s * ROW_GAP;
                    if one_line(&first) && one_line(&second) && (width(&first) + width(&second)).fits(room) {
                        let blocks: Vec<Block> = first.into_iter().chain(second).collect();
                        return Ok((!blocks.is_empty())
                            .then_some(LaidRow { gap, blocks, rule: None })
                            .into_iter()
                            .collect());
                    }
                }
                let own = |style: &Style| match &style.kind {
                    StyleKind::Text(text) if text.align == Align::Center => Align::Center,
                    _ => Align::Start,
                };
                let (first, second) = (set(start, own(start))?, set(end, own(end))?);
                let levels = [(first, gap), (second, end.gap.resolve(zones.units()))];
                Ok(levels
                    .into_iter()
                    .filter_map(|(block, gap)| {
                        block.map(|block| LaidRow { gap, blocks: vec![block], rule: None })
                    })
                    .collect())
            }
        }
    }

    fn text_block(
        &mut self,
        style: &Style,
        text: &TextStyle,
        align: Align,
        measure: Px,
        zones: &Zones<'_>,
        q: Px,
    ) -> Result<Option<Block>> {
        let Some(said) = self.fields.say(&text.template) else { return Ok(None) };
        let bounds = self.bounds(text, zones.units(), q);
        let text = TextStyle { align, ..text.clone() };
        let context = Context {
            typography: self.typography,
            language: &self.language,
            floor: self.format.credit_floor,
            place: &self.place,
            reading: itemize::reading(self.quote.text()),
        };
        let mut set = |said: &str| {
            let key = (style.name.clone(), said.to_owned(), align == Align::Center);
            let paragraph = match self.analyzed.get(&key) {
                Some(paragraph) => Rc::clone(paragraph),
                None => {
                    let paragraph = Rc::new(block::credit_paragraph(said, &text, &context, self.shaper)?);
                    self.analyzed.insert(key, Rc::clone(&paragraph));
                    paragraph
                }
            };
            block::credit(&paragraph, &style.name, &text, bounds, measure, &context, self.shaper)
        };
        let block = set(&said.one_line())?;
        if block.lines.len() == 1 || said.parts.len() == 1 {
            return Ok(Some(block));
        }
        // Parts that do not fit on one line together are broken between two of them, else they take a line each.
        for first in 1..said.parts.len() {
            let broken = set(&said.broken_after(first))?;
            if broken.lines.len() == 2 {
                return Ok(Some(broken));
            }
        }
        set(&said.by_line()).map(Some)
    }

    /// Returns the sizes a text may have beside a quote of size `q`.
    pub(super) fn bounds(&self, text: &TextStyle, units: &Units, q: Px) -> SizeBounds {
        let floor = self.format.credit_floor;
        let least = text.min.resolve(units).max(floor);
        let most = text.max.resolve(units).max(least);
        let wanted = if text.ratio > 0.0 { (q * text.ratio).max(least).min(most) } else { most };
        let one_line = text.shrink.map_or(wanted, |size| size.resolve(units)).max(floor);
        SizeBounds { wanted: Px(wanted.0.floor()).max(floor), one_line }
    }

    /// Returns the leading of the quote at a size, for texts on its grid that are laid out before it is.
    fn grid_at(&self, q: Px, least: f32) -> Px {
        let leading = self.quote_style().leading;
        Px((q.0 * leading[0].max(leading[1]).max(least)).ceil())
    }
}
