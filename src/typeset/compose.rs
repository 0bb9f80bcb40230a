//! A card put together: zones, stacks, the fitted quote, and everything painted around them.
//!
//! Order of work: lay out the stacks with credits as large as they can become, fit the quote into what is left, lay
//! the stacks out again with the quote's real size, then turn layers into scene items. Credits only shrink between the
//! passes, so nothing overflows.

use super::block::{self, Block, Context, SizeBounds};
use super::breaks::Row;
use super::credit::Fields;
use super::fit::{self, Fit, Room, SENSE_LETTERS, SENSE_WORDS, TypeFace};
use super::itemize::Reading;
use super::paragraph::{Paragraph, Setting};
use super::place::{self, Line};
use super::punctuate;
use super::scenery::Scenery;
use super::shape::{Features, Shaper};
use super::zones::Zones;
use crate::error::{Error, Result};
use crate::format::Format;
use crate::geometry::{Px, Rect};
use crate::language::Typography;
use crate::quote::Quote;
use crate::scene::Scene;
use crate::theme::{
    Align, Field, Look, QuoteStyle, Stack, StackId, Style, StyleId, StyleKind, TextStyle, Theme, Units,
    Valign,
};

/// Room between the two texts of a row, in percent of the short edge (rule B7).
const ROW_GAP: f32 = 5.0;
/// How often a quote is fitted again with more leading.
const MAX_LEADING_ROUNDS: usize = 4;
/// Least contrast of the quote to what it lies on (WCAG 2.2, success criterion 1.4.6).
const QUOTE_CONTRAST: f64 = 7.0;
/// Least contrast of the other texts (WCAG 2.2, success criterion 1.4.3).
const CREDIT_CONTRAST: f64 = 4.5;

/// One card being put together.
pub(super) struct Composer<'a, 'lib> {
    pub(super) look: &'a Look,
    pub(super) format: &'a Format,
    pub(super) fields: Fields<'a>,
    pub(super) shaper: &'a mut Shaper<'lib>,
    typography: &'a Typography,
    quote: &'a Quote,
    language: String,
    /// Where, for messages: `broadsheet, og`.
    place: String,
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
        let heights = self.blocks.iter().map(|block| block.height() - block.cap_height);
        self.cap_height() + heights.fold(Px::ZERO, Px::max)
    }

    fn cap_height(&self) -> Px {
        self.blocks.iter().map(|block| block.cap_height).fold(Px::ZERO, Px::max)
    }
}

impl LaidStack {
    fn height(&self) -> Px {
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
            let (height, cap_height) = (row.height(), row.cap_height());
            for block in row.blocks {
                // Texts of one row share their baseline, not their cap tops.
                let top = top + cap_height - block.cap_height;
                placed.push(PlacedBlock { block, area: zone, top });
            }
            top += height;
        }
        placed
    }
}

/// Puts the card of a quote together.
pub(super) fn compose(
    quote: &Quote,
    theme: &Theme,
    format: &Format,
    shaper: &mut Shaper<'_>,
) -> Result<Scene> {
    let look = theme.look(format.shape());
    let typography = Typography::of(&quote.language);
    Composer {
        look,
        format,
        fields: Fields::new(quote, &typography),
        shaper,
        typography: &typography,
        quote,
        language: quote.language.tag().to_owned(),
        place: format!("{}, {}", theme.name, format.name),
    }
    .compose()
}

impl<'a> Composer<'a, '_> {
    fn compose(mut self) -> Result<Scene> {
        let style = self.quote_style();
        let mut paragraph = self.quote_paragraph(&style, style.align == Align::Center)?;
        let mirrored = paragraph.base() == Reading::RightToLeft;
        let bound = self.largest(&style, &paragraph);
        let mut align = style.align;
        let mut fit = self.fit_twice(&paragraph, &style, bound, mirrored)?;
        if align == Align::Center && fit.lines.ranges.len() > style.flush_after {
            align = Align::Start;
            paragraph = self.quote_paragraph(&style, false)?;
            fit = self.fit_twice(&paragraph, &style, bound, mirrored)?;
        }
        let mut quote = block::quote(&paragraph, &fit, style.color, align, self.shaper);
        // Where ink of two lines would touch, the quote is fitted again with the leading that keeps them apart.
        for _ in 0..MAX_LEADING_ROUNDS {
            if quote.leading <= fit.leading {
                break;
            }
            paragraph.least_leading = quote.leading / fit.size;
            fit = self.fit_twice(&paragraph, &style, bound, mirrored)?;
            quote = block::quote(&paragraph, &fit, style.color, align, self.shaper);
        }
        let stacks = self.lay_stacks(fit.size, mirrored, Some(&quote), align)?;
        let zones = Zones::new(self.look, self.format, fit.size, mirrored);
        let scene = Scenery::new(&mut self, zones, mirrored).paint(stacks)?;
        self.check_contrast(scene)
    }

    /// Returns the style of the fitted quote.
    fn quote_style(&self) -> QuoteStyle {
        let style = self.look.styles.iter().find_map(|style| match &style.kind {
            StyleKind::Quote(style) => Some(style.clone()),
            _ => None,
        });
        style.expect("a theme without a quote is refused when it is read")
    }

    fn quote_paragraph(&mut self, style: &QuoteStyle, hang_end: bool) -> Result<Paragraph> {
        let punctuated = punctuate::quote(self.quote.text(), self.typography, style.marks);
        let setting = Setting {
            face: block::face(&style.font, self.shaper)?,
            features: Features { small_caps: false, no_ligatures: style.tracking > 0.0 },
            tracking: style.tracking,
            language: self.language.clone(),
            hang_start: style.hang,
            hang_end: style.hang && hang_end,
        };
        Paragraph::analyze(&punctuated, setting, self.typography, self.shaper)
    }

    /// Returns the upper bound of the quote's size: by its length, linear between 40, 120 and 300 characters.
    fn largest(&self, style: &QuoteStyle, paragraph: &Paragraph) -> Px {
        let letters = paragraph.text.chars().count() as f32;
        let units = Units::of(self.format.size, Px::ZERO);
        let [short, middle, long] = style.max.map(|max| max.resolve(&units));
        let between = |from: Px, to: Px, share: f32| from + (to - from) * share.clamp(0.0, 1.0);
        let size = match letters {
            ..=120.0 => between(short, middle, (letters - 40.0) / 80.0),
            _ => between(middle, long, (letters - 120.0) / 180.0),
        };
        size.max(self.format.quote_floor)
    }

    /// Fits the quote beside credits as large as they may be; then once more beside the credits of about that size,
    /// which leaves it more room.
    fn fit_twice(
        &mut self,
        paragraph: &Paragraph,
        style: &QuoteStyle,
        bound: Px,
        mirrored: bool,
    ) -> Result<Fit> {
        let first = self.fit_beside(paragraph, style, bound, bound, mirrored);
        let guess = match &first {
            Ok(fit) => Px((fit.size.0 * 1.12).ceil()),
            // What does not fit beside large credits may fit beside small ones.
            Err(Error::DoesNotFit { .. }) => self.format.quote_floor * 1.12,
            Err(_) => bound,
        };
        if guess < bound
            && let Ok(second) = self.fit_beside(paragraph, style, bound.min(guess), guess, mirrored)
        {
            return Ok(second);
        }
        first
    }

    /// Fits the quote at no more than `max`, beside credits laid out for a quote of size `assumed`.
    fn fit_beside(
        &mut self,
        paragraph: &Paragraph,
        style: &QuoteStyle,
        max: Px,
        assumed: Px,
        mirrored: bool,
    ) -> Result<Fit> {
        let stacks = self.lay_stacks(assumed, mirrored, None, style.align)?;
        let zones = Zones::new(self.look, self.format, assumed, mirrored);
        let (index, stack) = self.quote_stack();
        let zone = zones.rect(stack.zone, &|id| self.top_of(&stacks, &zones, id));
        let others = stacks[index].height() + self.gaps_around_quote(stack, &stacks[index], zones.units());
        let row = Row::new(&paragraph.fragments);
        let metrics = self.shaper.metrics(paragraph.setting.face);
        let face = TypeFace {
            cap_height: metrics.cap_height.0,
            leading: style.leading,
            least_leading: paragraph.least_leading,
            letter: row.width(0..row.len()) / paragraph.text.chars().count().max(1) as f32,
            centered: style.align == Align::Center,
        };
        let mut room =
            Room { width: zone.width(), height: zone.height() - others, max, floor: self.format.quote_floor };
        let by_sense = self.breaks_by_sense(paragraph);
        let fitted = fit::fit(&row, room, face, by_sense);
        // Rule B5: a hung mark enters the margin by at most half of it; the text gives way for the rest.
        let margin = if mirrored { zones.canvas().right - zone.right } else { zone.left };
        let hung = paragraph.fragments.first().map_or(0.0, |fragment| fragment.hang_start);
        let excess = |fit: &Fit| (fit.size * hung - margin / 2.0).max(Px::ZERO);
        let fitted = match fitted {
            Some(fit) if style.align != Align::Center && excess(&fit) > Px::ZERO => {
                room.width -= excess(&fit);
                fit::fit(&row, room, face, by_sense)
            }
            fitted => fitted,
        };
        fitted.ok_or_else(|| self.too_long(&row, room, face))
    }

    fn too_long(&self, row: &Row<'_>, room: Room, face: TypeFace) -> Error {
        let text = self.quote.text();
        let start: String = text.chars().take(40).collect();
        let text = if start.len() < text.len() { format!("{}…", start.trim_end()) } else { start };
        Error::DoesNotFit {
            text,
            place: self.place.clone(),
            size: fit::would_fit(row, room, face).0,
            floor: room.floor.0,
            hint: "shorten the quote, or choose a larger format".to_owned(),
        }
    }

    /// Tells whether a quote is so short that it is broken by sense, like verse (rule B2).
    fn breaks_by_sense(&self, paragraph: &Paragraph) -> bool {
        let text = &paragraph.text;
        text.chars().count() <= SENSE_LETTERS && text.split_whitespace().count() <= SENSE_WORDS
    }

    /// Returns the stack with the quote, and its index.
    fn quote_stack(&self) -> (usize, &'a Stack) {
        let is_quote = |id: &StyleId| matches!(self.look.style(*id).kind, StyleKind::Quote(_));
        let found = self.look.stacks().enumerate().find(|(_, stack)| stack.items.iter().any(is_quote));
        found.expect("a theme without a quote is refused when it is read")
    }

    /// Returns the gaps that a stack laid out without its quote does not count: the one above the quote, or the one
    /// below it where it stands first.
    fn gaps_around_quote(&self, stack: &Stack, laid: &LaidStack, units: &Units) -> Px {
        let first = stack.items.first().map(|id| self.look.style(*id));
        let quote_first = first.is_some_and(|style| matches!(style.kind, StyleKind::Quote(_)));
        match laid.rows.first() {
            None => Px::ZERO,
            Some(row) if quote_first => row.gap,
            Some(_) => {
                let quote = self.look.styles.iter().find(|style| matches!(style.kind, StyleKind::Quote(_)));
                quote.map_or(Px::ZERO, |style| style.gap.resolve(units))
            }
        }
    }

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
    fn lay_stacks(
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
                Ok(LaidStack { rows })
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
        };
        let mut set =
            |said: &str| block::credit(said, &style.name, &text, bounds, measure, &context, self.shaper);
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

    /// Tells whether a card has any of some fields.
    pub(super) fn has_any(&self, fields: &[Field]) -> bool {
        fields.is_empty() || fields.iter().any(|field| self.fields.get(*field).is_some())
    }

    /// Sets what a mark says on one line at a size.
    pub(super) fn mark_line(&mut self, text: &TextStyle, size: Px) -> Result<Option<Line>> {
        let Some(said) = self.fields.say(&text.template) else { return Ok(None) };
        let face = block::face(&text.font, self.shaper)?;
        let context = Context {
            typography: self.typography,
            language: &self.language,
            floor: self.format.credit_floor,
            place: &self.place,
        };
        let paragraph = block::paragraph(&said.one_line, face, text, &context, self.shaper)?;
        Ok(Some(place::line(&paragraph, 0..paragraph.text.len(), size, self.shaper)))
    }

    /// Refuses a card whose text is too close in colour to what it lies on.
    fn check_contrast(&self, scene: Scene) -> Result<Scene> {
        let refuse = |what: &str, ratio: f64, floor: f64| {
            Err(Error::Contrast { place: format!("the {what} ({})", self.place), ratio, floor })
        };
        if scene.layout.quote_contrast < QUOTE_CONTRAST {
            return refuse("quote", scene.layout.quote_contrast, QUOTE_CONTRAST);
        }
        if scene.layout.credit_contrast < CREDIT_CONTRAST {
            return refuse("credit", scene.layout.credit_contrast, CREDIT_CONTRAST);
        }
        Ok(scene)
    }
}
