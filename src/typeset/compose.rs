//! A card put together: zones, stacks, the fitted quote, and everything painted around them.
//!
//! Order of work: lay out the stacks with credits as large as they can become, fit the quote into what is left, lay
//! the stacks out again with the quote's real size, then turn layers into scene items. Credits only shrink between the
//! passes, so nothing overflows.

use std::ops::Range;

use super::block::{self, Context};
use super::breaks::Row;
use super::credit::Fields;
use super::emphasis;
use super::fit::{self, Fit, Room, SENSE_LETTERS, SENSE_WORDS, TypeFace};
use super::itemize::Reading;
use super::paragraph::{Paragraph, Setting};
use super::pictures::Prints;
use super::place::{self, Line};
use super::punctuate;
use super::shape::{Features, Shaper};
use super::stack::LaidStack;
use super::zones::Zones;
use crate::error::{Error, Result};
use crate::format::Format;
use crate::geometry::{Px, Rect};
use crate::language::Typography;
use crate::quote::Quote;
use crate::scene::Scene;
use crate::theme::{
    Align, Field, Look, QuoteStyle, Stack, StackId, StyleId, StyleKind, TextStyle, Theme, Units,
};

/// How often a quote is fitted again with more leading.
const MAX_LEADING_ROUNDS: usize = 4;
/// How often the size of a quote on a grid is halved towards; the seventh step is less than a pixel or two.
const GRID_ROUNDS: usize = 7;

/// One card being put together.
pub(super) struct Composer<'a, 'lib> {
    pub(super) look: &'a Look,
    pub(super) format: &'a Format,
    pub(super) theme: &'a Theme,
    pub(super) fields: Fields<'a>,
    /// The bytes of the set quote that its marker is drawn through.
    pub(super) phrase: Option<Range<usize>>,
    pub(super) prints: &'a mut Prints,
    pub(super) shaper: &'a mut Shaper<'lib>,
    pub(super) typography: &'a Typography,
    pub(super) quote: &'a Quote,
    pub(super) language: String,
    /// Where, for messages: `broadsheet, og`.
    pub(super) place: String,
}

/// Puts the card of a quote together.
pub(super) fn compose<'a>(
    quote: &'a Quote,
    theme: &'a Theme,
    format: &'a Format,
    shaper: &mut Shaper<'_>,
    prints: &mut Prints,
) -> Result<Scene> {
    let typography = Typography::of(&quote.language);
    let fields = |theme: &'a Theme| Fields::new(quote, &typography, theme.logo.as_deref());
    let mut theme = theme;
    while let Some(fallback) = &theme.fallback
        && theme.needs.iter().any(|field| fields(theme).get(*field).is_none())
    {
        theme = fallback;
    }
    Composer {
        look: theme.look(format.shape()),
        format,
        theme,
        fields: fields(theme),
        phrase: None,
        prints,
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
        self.phrase = style.marker.as_ref().map(|_| {
            emphasis::phrase(&paragraph.text, self.quote.extras.emphasis.as_deref(), self.typography)
        });
        self.paint_legibly(zones, mirrored, &stacks)
    }

    /// Returns the style of the fitted quote.
    pub(super) fn quote_style(&self) -> QuoteStyle {
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
        if self.quote_stack().1.grid {
            return self.fit_on_grid(paragraph, style, bound, mirrored);
        }
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

    /// Fits a quote whose credit stands on its own grid: the larger the quote, the more room the credit takes. The
    /// size at which both fit is closed in on.
    fn fit_on_grid(
        &mut self,
        paragraph: &Paragraph,
        style: &QuoteStyle,
        bound: Px,
        mirrored: bool,
    ) -> Result<Fit> {
        let (mut low, mut high) = (self.format.quote_floor, bound);
        let mut best = self.fit_beside(paragraph, style, low, low, mirrored);
        let mut size = bound;
        for _ in 0..GRID_ROUNDS {
            match self.fit_beside(paragraph, style, size, size, mirrored) {
                Ok(fit) if fit.size >= size * 0.97 => {
                    low = size;
                    best = Ok(fit);
                }
                Ok(_) | Err(Error::DoesNotFit { .. }) => high = size,
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
        let stacks = self.lay_stacks(assumed, mirrored, None, style.align)?;
        let zones = Zones::new(self.look, self.format, assumed, mirrored);
        let (index, stack) = self.quote_stack();
        let zone = zones.rect(stack.zone, &|id| self.span_of(&stacks, &zones, id));
        let row = Row::new(&paragraph.fragments);
        let metrics = self.shaper.metrics(paragraph.setting.face);
        let face = TypeFace {
            cap_height: metrics.cap_height.0,
            leading: style.leading,
            least_leading: paragraph.least_leading,
            letter: row.width(0..row.len()) / paragraph.text.chars().count().max(1) as f32,
            centered: style.align == Align::Center,
        };
        let gaps = self.gaps_around_quote(stack, &stacks[index], zones.units(), face.leading_at(assumed));
        let others = stacks[index].height() + gaps;
        let mut room =
            Room { width: zone.width(), height: zone.height() - others, max, floor: self.format.quote_floor };
        let by_sense = self.breaks_by_sense(paragraph);
        let fitted = fit::fit(&row, room, face, by_sense);
        // Rule B5: a hung mark enters the margin by at most half of it; the text gives way for the rest.
        let hang_room = self.hang_room(zone, mirrored);
        let hung = paragraph.fragments.first().map_or(0.0, |fragment| fragment.hang_start);
        let excess = |fit: &Fit| (fit.size * hung - hang_room).max(Px::ZERO);
        let fitted = match fitted {
            Some(fit) if style.align != Align::Center && excess(&fit) > Px::ZERO => {
                room.width -= excess(&fit);
                fit::fit(&row, room, face, by_sense)
            }
            fitted => fitted,
        };
        fitted.ok_or_else(|| self.too_long(&row, room, face))
    }

    /// Returns how far a mark may hang out of a zone: half the margin (rule B5), and not where a platform crops.
    pub(super) fn hang_room(&self, zone: Rect, on_the_right: bool) -> Px {
        let (crop, width) = (self.format.crop, Px(self.format.size.width as f32));
        let (margin, cropped) =
            if on_the_right { (width - zone.right, width - crop.right) } else { (zone.left, crop.left) };
        (margin / 2.0).min(margin - cropped).max(Px::ZERO)
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
    pub(super) fn quote_stack(&self) -> (usize, &'a Stack) {
        let is_quote = |id: &StyleId| matches!(self.look.style(*id).kind, StyleKind::Quote(_));
        let found = self.look.stacks().enumerate().find(|(_, stack)| stack.items.iter().any(is_quote));
        found.expect("a theme without a quote is refused when it is read")
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

    /// Returns where a stack's first cap top and its last baseline stand; `None` where nothing is in it.
    pub(super) fn span_of(&self, stacks: &[LaidStack], zones: &Zones<'_>, id: StackId) -> Option<(Px, Px)> {
        let stack = self.look.stacks().nth(id.0).expect("stack ids are checked when a theme is read");
        // A stack whose zone is bounded by itself would be a circle: its own zone is taken without that.
        let zone = zones.rect(stack.zone, &|other| {
            if other == id { None } else { self.span_of(stacks, zones, other) }
        });
        stacks[id.0].span(stack, zone, zones.units())
    }

    /// Tells whether a card has what a thing needs and lacks what it stands in for.
    pub(super) fn shows(&self, only: &[Field], unless: &[Field]) -> bool {
        let has = |field: &Field| self.fields.get(*field).is_some();
        (only.is_empty() || only.iter().any(has)) && !unless.iter().any(has)
    }

    /// Sets a text on one line at a size.
    pub(super) fn line(&mut self, said: &str, text: &TextStyle, size: Px) -> Result<Line> {
        let face = block::face(&text.font, self.shaper)?;
        let context = Context {
            typography: self.typography,
            language: &self.language,
            floor: self.format.credit_floor,
            place: &self.place,
        };
        let paragraph = block::paragraph(said, face, text, &context, self.shaper)?;
        Ok(place::line(&paragraph, 0..paragraph.text.len(), size, self.shaper))
    }
}
