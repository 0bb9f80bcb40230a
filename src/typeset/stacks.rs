//! Stacks laid out: texts under one another, as high as they come out before anybody says where they stand.

use std::rc::Rc;

use super::block::{self, Block, Context, SizeBounds};
use super::compose::Composer;
use super::itemize;
use super::zones::Zones;
use crate::error::Result;
use crate::geometry::{Px, Rect};
use crate::theme::{Align, Stack, StackId, Style, StyleKind, TextStyle, Units, Valign};

/// Room between the two texts of a row, in percent of the short edge (rule B7).
const ROW_GAP: f32 = 5.0;

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
        self.ascent() + heights.fold(Px::ZERO, Px::max)
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

    /// Returns the gap above its first row.
    pub(super) fn first_gap(&self) -> Option<Px> {
        self.rows.first().map(|row| row.gap)
    }

    pub(super) fn height(&self) -> Px {
        let gaps: Px = self.rows.iter().skip(1).map(|row| row.gap).sum();
        gaps + self.rows.iter().map(LaidRow::height).sum()
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

    /// Returns the blocks with their places.
    pub(super) fn place(self, stack: &Stack, zone: Rect, units: &Units) -> Vec<PlacedBlock> {
        let mut top = self.top(stack, zone, units);
        let mut placed = Vec::new();
        for (index, row) in self.rows.into_iter().enumerate() {
            if index > 0 {
                top += row.gap;
            }
            let (height, ascent) = (row.height(), row.ascent());
            for block in row.blocks {
                // Texts of one row share their baseline, not their cap tops.
                let top = top + ascent - block.ascent;
                placed.push(PlacedBlock { block, area: zone, top });
            }
            top += height;
        }
        placed
    }
}

impl Composer<'_, '_> {
    /// Returns where a stack's first cap top stands.
    pub(super) fn top_of(&self, stacks: &[LaidStack], zones: &Zones<'_>, id: StackId) -> Px {
        let stack = self.look.stacks().nth(id.0).expect("stack ids are checked when a theme is read");
        // A stack whose zone ends above itself would be a circle: its own zone is taken without that.
        let zone = zones.rect(stack.zone, &|other| {
            if other == id { zones.canvas().bottom } else { self.top_of(stacks, zones, other) }
        });
        stacks[id.0].top(stack, zone, zones.units())
    }

    /// Lays out all stacks for a quote of size `q`; with the quote's block in its place, or without it.
    pub(super) fn lay_stacks(
        &mut self,
        q: Px,
        mirrored: bool,
        quote: Option<&Block>,
        align: Align,
    ) -> Result<Vec<LaidStack>> {
        let zones = Zones::new(self.look, self.format, q, mirrored);
        let look = self.look;
        let (quote_stack, _) = self.quote_stack();
        look.stacks()
            .enumerate()
            .map(|(index, stack)| {
                // Where a zone ends above a stack does not change its width.
                let zone = zones.rect(stack.zone, &|_| zones.canvas().bottom);
                let mut rows = Vec::new();
                for id in &stack.items {
                    let style = look.style(*id);
                    let gap = style.gap.resolve(zones.units());
                    if let StyleKind::Quote(_) = style.kind {
                        rows.extend(quote.map(|block| LaidRow { gap, blocks: vec![block.clone()] }));
                        continue;
                    }
                    // Texts under a centred quote that turned flush turn with it.
                    let turned = (index == quote_stack).then_some(align);
                    rows.extend(self.lay_item(style, zone.width(), &zones, q, turned)?);
                }
                Ok(LaidStack::new(rows))
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
            StyleKind::Text(text) => {
                let align =
                    if text.align == Align::Center { turned.unwrap_or(text.align) } else { text.align };
                let block = self.text_block(style, text, align, measure, zones, q)?;
                Ok(block.map(|block| LaidRow { gap, blocks: vec![block] }).into_iter().collect())
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
                            .then_some(LaidRow { gap, blocks })
                            .into_iter()
                            .collect());
                    }
                }
                let (first, second) = (set(start, Align::Start)?, set(end, Align::Start)?);
                let levels = [(first, gap), (second, end.gap.resolve(zones.units()))];
                Ok(levels
                    .into_iter()
                    .filter_map(|(block, gap)| block.map(|block| LaidRow { gap, blocks: vec![block] }))
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
        let block = set(&said.one_line)?;
        // Parts that do not fit on one line together take a line each: the separator goes.
        if block.lines.len() > 1 && said.parts > 1 { set(&said.by_line).map(Some) } else { Ok(Some(block)) }
    }

    /// Returns the sizes a text may have beside a quote of size `q`.
    fn bounds(&self, text: &TextStyle, units: &Units, q: Px) -> SizeBounds {
        let floor = self.format.credit_floor;
        let least = text.min.resolve(units).max(floor);
        let most = text.max.resolve(units).max(least);
        let wanted = if text.ratio > 0.0 { (q * text.ratio).max(least).min(most) } else { most };
        let one_line = text.shrink.map_or(wanted, |size| size.resolve(units)).max(floor);
        SizeBounds { wanted: Px(wanted.0.floor()).max(floor), one_line }
    }
}
