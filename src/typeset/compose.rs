//! A card put together: zones, stacks, the fitted quote, and everything painted around them.
//!
//! Order of work: lay out the stacks with credits as large as they can become, fit the quote into what is left, lay
//! the stacks out again with the quote's real size, then turn layers into scene items. Credits only shrink between the
//! passes, so nothing overflows.

use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;

use super::block::{self, Context};
use super::credit::Fields;
use super::emphasis;
use super::itemize::{self, Reading};
use super::paragraph::Paragraph;
use super::pictures::Prints;
use super::place::{self, Line};
use super::shape::Shaper;
use super::stacks::{Hole, LaidStack};
use super::zones::Zones;
use crate::error::{Error, Result};
use crate::format::Format;
use crate::geometry::Px;
use crate::language::Typography;
use crate::quote::Quote;
use crate::scene::{Scene, Shared, TypeSize};
use crate::theme::{Align, Field, Look, QuoteStyle, Stack, StackId, StyleId, StyleKind, TextStyle, Theme};

/// How often a quote is fitted again with more leading.
const MAX_LEADING_ROUNDS: usize = 4;
/// More characters than any card holds above its floor.
const LONGEST: usize = 3000;

/// One card being put together.
pub(super) struct Composer<'a, 'lib> {
    pub(super) look: &'a Look,
    pub(super) format: &'a Format,
    pub(super) theme: &'a Theme,
    pub(super) fields: Fields<'a>,
    /// The bytes of the set quote that its marker is drawn through.
    pub(super) phrase: Option<Range<usize>>,
    /// The size of type that the quote shares with other cards, where it does.
    pub(super) held: Option<TypeSize>,
    /// Where its lines end on another format: there, if it costs little.
    pub(super) breaks: &'a [usize],
    pub(super) prints: &'a mut Prints,
    pub(super) shaper: &'a mut Shaper<'lib>,
    pub(super) typography: &'a Typography,
    pub(super) quote: &'a Quote,
    pub(super) language: String,
    /// Texts of the credit that have been analysed, by style, words, and whether they are centred: they are set at
    /// several sizes.
    pub(super) analyzed: BTreeMap<(String, String, bool), Rc<Paragraph>>,
    /// Where, for messages: `broadsheet, og`.
    pub(super) place: String,
}

/// Puts the card of a quote together.
pub(super) fn compose<'a>(
    quote: &'a Quote,
    theme: &'a Theme,
    format: &'a Format,
    shared: Shared<'a>,
    shaper: &mut Shaper<'_>,
    prints: &mut Prints,
) -> Result<Scene> {
    let typography = Typography::of(&quote.language);
    let theme = shown_in(quote, theme);
    Composer {
        look: theme.look(format.shape()),
        format,
        theme,
        fields: Fields::new(quote, &typography, theme.logo.as_deref()),
        phrase: None,
        held: shared.size,
        breaks: shared.breaks,
        prints,
        shaper,
        typography: &typography,
        quote,
        analyzed: BTreeMap::new(),
        language: quote.language.tag().to_owned(),
        place: format!("{}, {}", theme.name, format.name),
    }
    .compose()
}

/// Returns the theme that shows a quote: another than asked for where the quote lacks what that one needs.
pub(super) fn shown_in<'a>(quote: &Quote, theme: &'a Theme) -> &'a Theme {
    let typography = Typography::of(&quote.language);
    let mut theme = theme;
    while let Some(fallback) = &theme.fallback {
        let fields = Fields::new(quote, &typography, theme.logo.as_deref());
        if theme.needs.iter().all(|field| fields.get(*field).is_some()) {
            break;
        }
        theme = fallback;
    }
    theme
}

impl<'a> Composer<'a, '_> {
    fn compose(mut self) -> Result<Scene> {
        self.refuse_endless()?;
        let style = self.quote_style();
        let mirrored = itemize::reading(self.quote.text()) == Reading::RightToLeft;
        let mut align = style.align;
        let (mut paragraph, mut fit) = self.fit_quote(&style, align, mirrored)?;
        let is_turned = align == Align::Center
            && (fit.lines.ranges.len() > style.flush_after || self.held.is_some_and(|held| held.turned));
        if is_turned {
            align = Align::Start;
            (paragraph, fit) = self.fit_quote(&style, align, mirrored)?;
        }
        let bound = self.largest(&style, &paragraph);
        let mut quote = block::quote(&paragraph, &fit, style.color, align, self.shaper);
        // Where ink of two lines would touch, or leave the room for the quote, it is fitted again with what it needs.
        for _ in 0..MAX_LEADING_ROUNDS {
            if !paragraph.learn(&quote, &fit, self.shaper) {
                break;
            }
            fit = self
                .fit_twice(&paragraph, &style, bound, mirrored)
                .map_err(|error| self.with_proposal(error, &style, mirrored))?;
            quote = block::quote(&paragraph, &fit, style.color, align, self.shaper);
        }
        let stacks = self.lay_stacks(fit.size, mirrored, Hole::Filled(&quote), align)?;
        let zones = Zones::new(self.look, self.format, fit.size, mirrored);
        self.phrase = style.marker.as_ref().map(|_| {
            emphasis::phrase(&paragraph.text, self.quote.extras.emphasis.as_deref(), self.typography)
        });
        let mut scene = self.paint_legibly(zones, mirrored, &stacks)?;
        scene.layout.quote_turned = is_turned;
        scene.layout.quote_breaks =
            fit.lines.ranges.iter().map(|line| paragraph.line(line.clone()).end).collect();
        scene.layout.notes = paragraph.notes;
        Ok(scene)
    }

    /// Refuses a text that is longer than any card holds, before time is spent on it.
    fn refuse_endless(&self) -> Result<()> {
        let text = self.quote.text();
        if text.chars().nth(LONGEST).is_none() {
            return Ok(());
        }
        Err(Error::DoesNotFit {
            text: opening(text),
            place: self.place.clone(),
            size: 0.0,
            floor: self.format.quote_floor.0,
            hint: format!("no card holds more than {LONGEST} characters: shorten the quote"),
        })
    }

    /// Returns the style of the fitted quote.
    pub(super) fn quote_style(&self) -> QuoteStyle {
        let style = self.look.styles.iter().find_map(|style| match &style.kind {
            StyleKind::Quote(style) => Some(style.clone()),
            _ => None,
        });
        style.expect("a theme without a quote is refused when it is read")
    }

    /// Returns the stack with the quote, and its index.
    pub(super) fn quote_stack(&self) -> (usize, &'a Stack) {
        let is_quote = |id: &StyleId| matches!(self.look.style(*id).kind, StyleKind::Quote(_));
        let found = self.look.stacks().enumerate().find(|(_, stack)| stack.items.iter().any(is_quote));
        found.expect("a theme without a quote is refused when it is read")
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
            reading: itemize::reading(self.quote.text()),
        };
        let paragraph = block::paragraph(said, face, text, &context, self.shaper)?;
        Ok(place::line(&paragraph, 0..paragraph.text.len(), size, self.shaper))
    }
}

/// Returns the first words of a text, for recognising it in a message.
pub(super) fn opening(text: &str) -> String {
    let start: String = text.chars().take(40).collect();
    if start.len() < text.len() { format!("{}…", start.trim_end()) } else { start }
}
