//! The quote fitted into what the rest of the card leaves it.

use std::ops::Range;

use super::block;
use super::breaks::{Lines, Row};
use super::compose::{Composer, opening};
use super::fit::{self, Fit, Room, SENSE_LETTERS, SENSE_WORDS, TypeFace};
use super::paragraph::{Paragraph, Setting};
use super::punctuate;
use super::segment::Breaking;
use super::shape::Features;
use super::stacks::{Hole, LaidStack};
use super::stress;
use super::zones::Zones;
use crate::error::{Error, Result};
use crate::geometry::{Px, Rect};
use crate::language::sentences::sentences;
use crate::theme::{Align, QuoteStyle, Stack, StyleKind, Units};

/// A freer way to break a text is taken where the careful one leaves less than this share of its size (rule T6).
const WORTH_LOOSENING: f32 = 0.75;
/// What a letter's side bearing adds to the mark that hangs before it, in ems.
const SIDE_BEARING: f32 = 0.05;
/// How often the size of a quote on a grid is halved towards; the seventh step is less than a pixel or two.
const GRID_ROUNDS: usize = 7;
/// How far the rest of a line of verse is indented, in ems: farther than any letter is wide.
const TURNOVER: f32 = 1.5;
/// How much of its size a card gives up for lines that end where they do on another format. At 0.9, cards of one set
/// stood beside one another with type of visibly different weight.
const ALIKE: f32 = 0.94;
/// Cuts of a quote that are tried for a proposal.
const CUTS_TRIED: usize = 40;

impl Composer<'_, '_> {
    /// Fits the quote: broken with care, or more freely where a single long word would make all of it small.
    pub(super) fn fit_quote(
        &mut self,
        style: &QuoteStyle,
        align: Align,
        mirrored: bool,
    ) -> Result<(Paragraph, Fit)> {
        let hang_end = align == Align::Center;
        let all = 0..self.quote.text().len();
        let careful = self.quote_paragraph(all.clone(), style, hang_end, Breaking::Careful)?;
        let bound = self.largest(style, &careful);
        let fitted = self.fit_twice(&careful, style, bound, mirrored);
        let has_room = fitted.as_ref().is_ok_and(|fit| fit.size >= bound * WORTH_LOOSENING);
        if !has_room && careful.has_long_pieces() {
            let loose = self.quote_paragraph(all, style, hang_end, Breaking::Loose)?;
            if loose.fragments.len() > careful.fragments.len()
                && let Ok(fit) = self.fit_twice(&loose, style, bound, mirrored)
                && fitted.as_ref().map_or(true, |careful| careful.size < fit.size * WORTH_LOOSENING)
            {
                return Ok((loose, fit));
            }
        }
        match fitted {
            Ok(fit) => Ok((careful, fit)),
            Err(error) => Err(self.with_proposal(error, style, mirrored)),
        }
    }

    /// Says in an error's hint which cut of the quote would fit: the longest one of whole sentences.
    pub(super) fn with_proposal(&mut self, error: Error, style: &QuoteStyle, mirrored: bool) -> Error {
        let Error::DoesNotFit { text, place, size, floor, .. } = error else { return error };
        let quote = self.quote.text();
        let sentences = sentences(quote);
        let mut cuts: Vec<(usize, usize)> = Vec::new();
        for (index, first) in sentences.iter().enumerate() {
            cuts.extend(sentences[index..].iter().map(|last| (first.start, last.end)));
        }
        cuts.sort_by_key(|(start, end)| (std::cmp::Reverse(end - start), *start));
        cuts.retain(|(start, end)| end - start < quote.trim().len());
        // Cuts that are longer by far than what fits are not worth the time.
        let share = (size / floor).clamp(0.1, 1.0);
        let likely = (quote.len() as f32 * (share * share * 1.4).min(1.0)) as usize;
        let fits = cuts.into_iter().filter(|(start, end)| end - start <= likely).take(CUTS_TRIED).find(
            |(start, end)| {
                let Ok(paragraph) = self.quote_paragraph(*start..*end, style, false, Breaking::Careful)
                else {
                    return false;
                };
                // A sentence of nothing but marks may be nothing to set.
                let bound = self.largest(style, &paragraph);
                !paragraph.fragments.is_empty() && self.fit_twice(&paragraph, style, bound, mirrored).is_ok()
            },
        );
        let hint = match fits {
            Some((start, end)) => {
                let cut = &quote[start..end];
                let length = cut.chars().count();
                format!("the longest cut of whole sentences that fits ({length} characters): {cut}")
            }
            None => "shorten the quote, set it on several cards, or choose a larger format".to_owned(),
        };
        Error::DoesNotFit { text, place, size, floor, hint }
    }

    /// Analyses the quote, or a cut of it.
    pub(super) fn quote_paragraph(
        &mut self,
        cut: Range<usize>,
        style: &QuoteStyle,
        hang_end: bool,
        breaking: Breaking,
    ) -> Result<Paragraph> {
        let text = &self.quote.text()[cut.clone()];
        let mut punctuated = punctuate::quote(text, self.typography, style.marks);
        punctuated.emphasis = stress::carry(self.quote.emphasis(), cut, text, &punctuated);
        // What goes on on another card opens again there, and is closed on the last, as paragraphs of a quotation are.
        if self.quote.extras.page.is_some_and(|(page, pages)| page < pages) {
            punctuated.text.truncate(punctuated.text.len() - punctuated.closing);
            punctuated.closing = 0;
        }
        let setting = Setting {
            face: block::face(&style.font, self.shaper)?,
            features: Features { small_caps: false, no_ligatures: style.tracking > 0.0 },
            tracking: style.tracking,
            language: self.language.clone(),
            hang_start: style.hang,
            hang_end: style.hang && hang_end,
            // Centred lines have no edge to stand in from.
            turnover: if style.align == Align::Center { 0.0 } else { TURNOVER },
        };
        let mut paragraph = Paragraph::analyze(&punctuated, setting, self.typography, breaking, self.shaper)?;
        if let Some(held) = self.held {
            paragraph.least_leading = paragraph.least_leading.max(held.leading / held.size);
        }
        Ok(paragraph)
    }

    /// Returns the upper bound of the quote's size: by its length, linear between 40, 120 and 300 characters.
    pub(super) fn largest(&self, style: &QuoteStyle, paragraph: &Paragraph) -> Px {
        let letters = paragraph.text.chars().count() as f32;
        let units = Units::of(self.format.size, Px::ZERO);
        let [short, middle, long] = style.max.map(|max| max.resolve(&units));
        let between = |from: Px, to: Px, share: f32| from + (to - from) * share.clamp(0.0, 1.0);
        let size = match letters {
            ..=120.0 => between(short, middle, (letters - 40.0) / 80.0),
            _ => between(middle, long, (letters - 120.0) / 180.0),
        };
        match self.held {
            Some(held) => held.size,
            None => size.max(self.format.quote_floor),
        }
    }

    /// Returns the smallest size that the quote may have.
    fn floor(&self) -> Px {
        self.held.map_or(self.format.quote_floor, |held| held.size)
    }

    /// Fits the quote beside credits as large as they may be; then once more beside the credits of about that size,
    /// which leaves it more room.
    pub(super) fn fit_twice(
        &mut self,
        paragraph: &Paragraph,
        style: &QuoteStyle,
        bound: Px,
        mirrored: bool,
    ) -> Result<Fit> {
        if self.quote_stack().1.grid {
            return self.fit_on_grid(paragraph, style, bound, mirrored);
        }
        let first = self.fit_beside(paragraph, style, bound, bound, mirrored);
        let guess = match &first {
            Ok(fit) => Px((fit.size.0 * 1.12).ceil()),
            // What does not fit beside large credits may fit beside small ones.
            Err(Error::DoesNotFit { .. }) => self.floor() * 1.12,
            Err(_) => bound,
        };
        if guess < bound
            && let Ok(second) = self.fit_beside(paragraph, style, bound.min(guess), guess, mirrored)
        {
            return Ok(second);
        }
        first
    }

    /// Fits a quote whose credit stands on its own grid: the larger the quote, the more room the credit takes. The
    /// size at which both fit is closed in on.
    ///
    /// Every fit on the way is a good one, as it is no larger than the credit was laid out for; the largest is taken.
    /// The last need not be it: even lines may be worth a smaller size at any of them.
    fn fit_on_grid(
        &mut self,
        paragraph: &Paragraph,
        style: &QuoteStyle,
        bound: Px,
        mirrored: bool,
    ) -> Result<Fit> {
        let (mut low, mut high) = (self.floor(), bound);
        let mut best = self.fit_beside(paragraph, style, low, low, mirrored);
        let mut size = bound;
        for _ in 0..GRID_ROUNDS {
            match self.fit_beside(paragraph, style, size, size, mirrored) {
                Ok(fit) => {
                    let is_full = fit.size >= size * 0.97;
                    if best.as_ref().map_or(true, |best| best.size < fit.size) {
                        best = Ok(fit);
                    }
                    if is_full && size == bound {
                        break;
                    }
                    *if is_full { &mut low } else { &mut high } = size;
                }
                Err(Error::DoesNotFit { .. }) => high = size,
                Err(error) => return Err(error),
            }
            size = (low + high) / 2.0;
        }
        best
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
        let stacks = self.lay_stacks(
            assumed,
            mirrored,
            Hole::Open { least_leading: paragraph.least_leading },
            style.align,
        )?;
        let zones = Zones::new(self.look, self.format, assumed, mirrored);
        let (index, stack) = self.quote_stack();
        let zone = zones.rect(stack.zone, &|id| self.span_of(&stacks, &zones, id));
        let row = paragraph.row();
        let metrics = self.shaper.metrics(paragraph.setting.face);
        let face = TypeFace {
            cap_height: metrics.cap_height.0 + paragraph.rise + paragraph.depth,
            leading: style.leading,
            least_leading: paragraph.least_leading,
            letter: row.width(0..row.len()) / paragraph.text.chars().count().max(1) as f32,
            centered: style.align == Align::Center,
        };
        let gaps = self.gaps_around_quote(stack, &stacks[index], zones.units(), face.leading_at(assumed));
        let others = stacks[index].height() + gaps;
        let mut room = Room { width: zone.width(), height: zone.height() - others, max, floor: self.floor() };
        let by_sense = self.breaks_by_sense(paragraph);
        // Rule B5: a hung mark enters the margin by at most half of it; the text gives way for the rest.
        let hang_room = self.hang_room(zone, mirrored);
        let excess = |fit: &Fit| {
            let starts = fit.lines.ranges.iter().map(|line| paragraph.fragments[line.start].hang_start);
            let hung = starts.fold(0.0, f32::max);
            // The letter after the mark stands on the edge by its ink: a little more hangs than the mark's own width.
            if hung > 0.0 { (fit.size * (hung + SIDE_BEARING) - hang_room).max(Px::ZERO) } else { Px::ZERO }
        };
        let alike = self.alike(paragraph);
        let solve = |room: Room| {
            let free = fit::fit(&row, room, face, by_sense)?;
            let alike = alike.clone().and_then(|lines| fit::fit_lines(&row, lines, room, face));
            Some(alike.filter(|fit| fit.size >= free.size * ALIKE).unwrap_or(free))
        };
        let width = room.width;
        let mut fitted = solve(room);
        while let Some(fit) = &fitted
            && style.align != Align::Center
            && room.width > width - excess(fit)
        {
            room.width = width - excess(fit);
            fitted = solve(room);
        }
        fitted.ok_or_else(|| self.too_long(&row, room, face))
    }

    /// Returns the lines that the quote has on another format; `None` where there is none, or it is not set in the same
    /// words and marks there.
    fn alike(&self, paragraph: &Paragraph) -> Option<Lines> {
        if self.breaks.last() != Some(&paragraph.text.len()) {
            return None;
        }
        let mut start = 0;
        let line = |end: &usize| {
            let last = paragraph.ranges.iter().position(|range| range.end == *end)?;
            let line = start..last + 1;
            start = line.end;
            (!line.is_empty()).then_some(line)
        };
        let ranges = self.breaks.iter().map(line).collect::<Option<Vec<_>>>()?;
        Some(Lines { ranges, cost: 0.0 })
    }

    /// Returns how far a mark may hang out of a zone: half the margin (rule B5), and not where a platform crops.
    pub(super) fn hang_room(&self, zone: Rect, on_the_right: bool) -> Px {
        let (crop, width) = (self.format.crop, Px(self.format.size.width as f32));
        let (margin, cropped) =
            if on_the_right { (width - zone.right, width - crop.right) } else { (zone.left, crop.left) };
        (margin / 2.0).min(margin - cropped).max(Px::ZERO)
    }

    fn too_long(&self, row: &Row<'_>, room: Room, face: TypeFace) -> Error {
        Error::DoesNotFit {
            text: opening(self.quote.text()),
            place: self.place.clone(),
            size: fit::would_fit(row, room, face).0,
            floor: room.floor.0,
            hint: String::new(),
        }
    }

    /// Tells whether a quote is so short that it is broken by sense, like verse (rule B2).
    fn breaks_by_sense(&self, paragraph: &Paragraph) -> bool {
        let text = &paragraph.text;
        // A Chinese character says as much as two letters, and is as wide.
        let letters: usize = text.chars().map(|c| if punctuate::is_wide(c) { 2 } else { 1 }).sum();
        letters <= SENSE_LETTERS && text.split_whitespace().count() <= SENSE_WORDS
    }

    /// Returns the gaps that a stack laid out without its quote does not count: the one above the quote, or the one
    /// below it where it stands first.
    fn gaps_around_quote(&self, stack: &Stack, laid: &LaidStack, units: &Units, leading: Px) -> Px {
        let first = stack.items.first().map(|id| self.look.style(*id));
        let quote_first = first.is_some_and(|style| matches!(style.kind, StyleKind::Quote(_)));
        match laid.first_gap() {
            None => Px::ZERO,
            // On a grid, the quote's first line stands one leading below what is before it.
            Some(_) if stack.grid => leading,
            Some(gap) if quote_first => gap,
            Some(_) => {
                let quote = self.look.styles.iter().find(|style| matches!(style.kind, StyleKind::Quote(_)));
                quote.map_or(Px::ZERO, |style| style.gap.resolve(units))
            }
        }
    }
}
