//! A card put together: zones, stacks, the fitted quote, and everything painted around them.
//!
//! Order of work: lay out the stacks with credits as large as they can become, fit the quote into what is left, lay
//! the stacks out again with the quote's real size, then turn layers into scene items. Credits only shrink between the
//! passes, so nothing overflows.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::block::{self, Context};
use super::credit::Fields;
use super::itemize::{self, Reading};
use super::paragraph::Paragraph;
use super::place::{self, Line};
use super::scenery::Scenery;
use super::shape::Shaper;
use super::zones::Zones;
use crate::error::{Error, Result};
use crate::format::Format;
use crate::geometry::Px;
use crate::language::Typography;
use crate::quote::Quote;
use crate::scene::Scene;
use crate::theme::{Align, Field, Look, QuoteStyle, Stack, StyleId, StyleKind, TextStyle, Theme};

/// How often a quote is fitted again with more leading.
const MAX_LEADING_ROUNDS: usize = 4;
/// More characters than any card holds above its floor.
const LONGEST: usize = 3000;
/// Least contrast of the quote to what it lies on (WCAG 2.2, success criterion 1.4.6).
const QUOTE_CONTRAST: f64 = 7.0;
/// Least contrast of the other texts (WCAG 2.2, success criterion 1.4.3).
pub(super) const CREDIT_CONTRAST: f64 = 4.5;

/// One card being put together.
pub(super) struct Composer<'a, 'lib> {
    pub(super) look: &'a Look,
    pub(super) format: &'a Format,
    pub(super) fields: Fields<'a>,
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
        analyzed: BTreeMap::new(),
        language: quote.language.tag().to_owned(),
        place: format!("{}, {}", theme.name, format.name),
    }
    .compose()
}

impl<'a> Composer<'a, '_> {
    fn compose(mut self) -> Result<Scene> {
        self.refuse_endless()?;
        let style = self.quote_style();
        let mirrored = itemize::reading(self.quote.text()) == Reading::RightToLeft;
        let mut align = style.align;
        let (mut paragraph, mut fit) = self.fit_quote(&style, align, mirrored)?;
        if align == Align::Center && fit.lines.ranges.len() > style.flush_after {
            align = Align::Start;
            (paragraph, fit) = self.fit_quote(&style, align, mirrored)?;
        }
        let bound = self.largest(&style, &paragraph);
        let mut quote = block::quote(&paragraph, &fit, style.color, align, self.shaper);
        // Where ink of two lines would touch, or leave the room for the quote, it is fitted again with what it needs.
        for _ in 0..MAX_LEADING_ROUNDS {
            if !paragraph.learn(&quote, fit.leading, self.shaper) {
                break;
            }
            fit = self.fit_twice(&paragraph, &style, bound, mirrored)?;
            quote = block::quote(&paragraph, &fit, style.color, align, self.shaper);
        }
        let stacks = self.lay_stacks(fit.size, mirrored, Some(&quote), align)?;
        let zones = Zones::new(self.look, self.format, fit.size, mirrored);
        let mut scene = Scenery::new(&mut self, zones, mirrored).paint(stacks)?;
        scene.layout.notes = paragraph.notes;
        self.check_contrast(scene)
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
    fn quote_style(&self) -> QuoteStyle {
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
            reading: itemize::reading(self.quote.text()),
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

/// Returns the first words of a text, for recognising it in a message.
pub(super) fn opening(text: &str) -> String {
    let start: String = text.chars().take(40).collect();
    if start.len() < text.len() { format!("{}…", start.trim_end()) } else { start }
}
