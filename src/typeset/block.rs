//! Texts as blocks of lines: how high they stand before anybody says where.

use std::ops::Range;

use super::breaks::{Breaker, Lines, Measure, Row};
use super::fit::Fit;
use super::itemize::Reading;
use super::paragraph::{Paragraph, Setting};
use super::place::{self, Line};
use super::punctuate::{self, Punctuated};
use super::segment::Breaking;
use super::shape::{Features, Shaper};
use crate::color::Color;
use crate::error::{Error, Result};
use crate::font::FaceId;
use crate::geometry::Px;
use crate::language::{self, Language, Typography};
use crate::theme::{Align, Caps, TextStyle};

/// Least distance between the ink of two lines, in ems.
const INK_GAP: f32 = 0.08;
/// How far ink may rise above a capital before it counts, in ems: ascenders and most accents do.
const USUAL_RISE: f32 = 0.14;
/// How far ink may reach below the baseline before it counts, in ems: Latin descenders do.
const USUAL_DEPTH: f32 = 0.3;

/// How much places count beside even lines in a credit: a few words are read by sense, however long their lines.
const CREDIT_PLACES: f32 = 60.0;
/// What a line of the credit earns that starts with a preposition, in em².
const AT_PHRASE: f32 = -2.0;

/// Lines of one style under one another.
#[derive(Clone, Debug)]
pub(crate) struct Block {
    /// The style's name.
    pub style: String,
    /// The lines with their texts, top to bottom.
    pub lines: Vec<(Line, String)>,
    /// From baseline to baseline.
    pub leading: Px,
    /// From the block's top to its first baseline: the height of a capital, and of ink that rises far above it.
    pub ascent: Px,
    /// How far ink reaches below the last baseline, beyond what any descender does.
    pub depth: Px,
    /// Type size.
    pub size: Px,
    /// The ink.
    pub color: Color,
    /// Where its lines stand.
    pub align: Align,
    /// In which direction the card reads, for which side its start is.
    pub reading: Reading,
}

impl Block {
    /// Returns the height from the first cap top to the last baseline, with what ink needs beyond both.
    pub(crate) fn height(&self) -> Px {
        self.ascent + self.leading * (self.lines.len().saturating_sub(1) as f32) + self.depth
    }

    /// Returns the least gap to a block below that keeps the ink of both apart.
    pub(crate) fn clear_gap(&self, below: &Self) -> Px {
        let (Some((upper, _)), Some((lower, _))) = (self.lines.last(), below.lines.first()) else {
            return Px::ZERO;
        };
        clear_leading(upper, lower, (self.align, self.reading), below.size) - self.depth - below.ascent
    }

    /// Returns the width of the widest line, hung marks aside.
    pub(crate) fn width(&self) -> Px {
        self.lines.iter().map(|(line, _)| line.indent + line.right - line.left).fold(Px::ZERO, Px::max)
    }
}

/// What is known of a card when its texts are set.
pub(crate) struct Context<'a> {
    /// The language's habits.
    pub typography: &'a Typography,
    /// Its tag.
    pub language: &'a str,
    /// Smallest type of the credit.
    pub floor: Px,
    /// Where, for messages: `broadsheet, og`.
    pub place: &'a str,
    /// In which direction the card reads.
    pub reading: Reading,
}

/// Sets a line of the credit: on one line if it fits or may shrink to fit, else on several.
///
/// # Errors
/// [`Error::DoesNotFit`] when a single word is too wide at the smallest size; [`Error::MissingGlyphs`].
pub(crate) fn credit(
    paragraph: &Paragraph,
    name: &str,
    style: &TextStyle,
    bounds: SizeBounds,
    measure: Px,
    context: &Context<'_>,
    shaper: &mut Shaper<'_>,
) -> Result<Block> {
    let row = Row::new(&paragraph.fragments);
    let all = row.width(0..row.len());
    let mut size = bounds.wanted;
    let fits_at = |size: Px, width: f32| (size * width).fits(measure);
    if !fits_at(size, all) {
        let one_line = Px((measure.0 / all).floor());
        if one_line >= bounds.one_line {
            size = one_line;
        }
    }
    // A word that is too wide shrinks until it fits.
    let widest = (0..row.len()).map(|index| row.width(index..index + 1)).fold(0.0, f32::max);
    if !fits_at(size, widest) {
        size = Px((measure.0 / widest).floor());
    }
    if size < context.floor {
        return Err(Error::DoesNotFit {
            text: paragraph.text.clone(),
            place: format!("{}: {name}", context.place),
            size: size.0,
            floor: context.floor.0,
            hint: "shorten it, or choose a wider format".to_owned(),
        });
    }
    let cap = measure / size;
    let measure = Measure { cap, by_sense: false, places: CREDIT_PLACES, last: 1.0 };
    let mut breaker = Breaker::new(&row);
    let lines =
        (row.least_lines()..=row.len()).find_map(|count| breaker.even(count, measure)).unwrap_or_default();
    let leading = Px((size.0 * style.leading.max(paragraph.least_leading)).round());
    Ok(block(
        paragraph,
        name,
        &lines,
        Dress { size, leading, color: style.color, align: style.align, reading: context.reading },
        shaper,
    ))
}

/// The size a text should have, and the smallest it may shrink to for staying on one line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct SizeBounds {
    /// What it should have.
    pub wanted: Px,
    /// What it may shrink to.
    pub one_line: Px,
}

/// Sets the fitted quote.
pub(crate) fn quote(
    paragraph: &Paragraph,
    fit: &Fit,
    color: Color,
    align: Align,
    shaper: &mut Shaper<'_>,
) -> Block {
    block(
        paragraph,
        "quote",
        &fit.lines,
        Dress { size: fit.size, leading: fit.leading, color, align, reading: paragraph.base() },
        shaper,
    )
}

/// How a block's lines are set once they are chosen.
struct Dress {
    size: Px,
    leading: Px,
    color: Color,
    align: Align,
    reading: Reading,
}

fn block(paragraph: &Paragraph, style: &str, lines: &Lines, dress: Dress, shaper: &mut Shaper<'_>) -> Block {
    let set: Vec<(Line, String)> = lines
        .ranges
        .iter()
        .map(|fragments| {
            let range = paragraph.line(fragments.clone());
            let hyphen = if paragraph.is_hyphenated(range.end) { "-" } else { "" };
            let text = format!("{}{hyphen}", &paragraph.text[range.clone()]);
            let mut line = place::line(paragraph, range, dress.size, shaper);
            line.indent = dress.size * paragraph.indent(fragments);
            (line, text)
        })
        .collect();
    let leading = set
        .windows(2)
        .map(|pair| clear_leading(&pair[0].0, &pair[1].0, (dress.align, dress.reading), dress.size))
        .fold(dress.leading, Px::max);
    let cap_height = shaper.metrics(paragraph.setting.face).cap_height.at(dress.size);
    let (first, last) = (set.first().map(|(line, _)| line.ink), set.last().map(|(line, _)| line.ink));
    let rise = first.map_or(Px::ZERO, |ink| -ink.top - cap_height - dress.size * USUAL_RISE);
    let depth = last.map_or(Px::ZERO, |ink| ink.bottom - dress.size * USUAL_DEPTH);
    Block {
        style: style.to_owned(),
        lines: set,
        leading: Px(leading.0.ceil()),
        ascent: cap_height + rise.max(Px::ZERO),
        depth: depth.max(Px::ZERO),
        size: dress.size,
        color: dress.color,
        align: dress.align,
        reading: dress.reading,
    }
}

/// Returns the least distance of two baselines at which no ink of one line comes near that of the next (rule F4):
/// Arabic vowel marks and tall accents reach further than the face's own leading allows for.
fn clear_leading(upper: &Line, lower: &Line, stand: (Align, Reading), size: Px) -> Px {
    let shift = |line: &Line| match stand {
        (Align::Center, _) => (line.left + line.right) / 2.0,
        (Align::Start, Reading::LeftToRight) | (Align::End, Reading::RightToLeft) => line.left - line.indent,
        (Align::End, Reading::LeftToRight) | (Align::Start, Reading::RightToLeft) => line.right + line.indent,
    };
    let (upper_shift, lower_shift) = (shift(upper), shift(lower));
    let mut least = Px::ZERO;
    for one in &upper.inks {
        for other in &lower.inks {
            let beside = one.right - upper_shift <= other.left - lower_shift
                || other.right - lower_shift <= one.left - upper_shift;
            if !beside {
                least = least.max(one.bottom - other.top);
            }
        }
    }
    least + size * INK_GAP
}

/// Brings a text of the credit into typographic form and analyses it.
pub(crate) fn credit_paragraph(
    text: &str,
    style: &TextStyle,
    context: &Context<'_>,
    shaper: &mut Shaper<'_>,
) -> Result<Paragraph> {
    let face = face(&style.font, shaper)?;
    // A mark that stands alone is meant as it is: it opens nothing and closes nothing.
    let is_words = text.chars().any(char::is_alphanumeric);
    let text = if is_words { punctuate::plain(text, context.typography) } else { text.to_owned() };
    paragraph(&text, face, style, context, shaper)
}

/// Analyses a text of the credit that is in typographic form already.
pub(crate) fn paragraph(
    text: &str,
    face: FaceId,
    style: &TextStyle,
    context: &Context<'_>,
    shaper: &mut Shaper<'_>,
) -> Result<Paragraph> {
    let small_caps = style.caps == Caps::Small && shaper.has_small_caps(face);
    let text = match style.caps {
        Caps::Upper => language::uppercase(text, &Language::new(context.language)),
        _ => text.to_owned(),
    };
    let setting = Setting {
        face,
        features: Features { small_caps, no_ligatures: style.tracking > 0.0 },
        // Tracking belongs to capitals, large or small; a face without them is set as it is.
        tracking: if style.caps == Caps::Small && !small_caps { 0.0 } else { style.tracking },
        language: context.language.to_owned(),
        hang_start: true,
        hang_end: style.align == Align::Center,
        turnover: 0.0,
    };
    let punctuated = Punctuated { text, ..Punctuated::default() };
    let mut paragraph =
        Paragraph::analyze(&punctuated, setting, context.typography, Breaking::Careful, shaper)?;
    prefer_phrases(&mut paragraph, context.typography);
    Ok(paragraph)
}

/// Makes places before prepositions good ones: a role is read in phrases, "emergency dispatcher / in Gdynia".
fn prefer_phrases(paragraph: &mut Paragraph, typography: &Typography) {
    let is_weak =
        |range: &Range<usize>| typography.weak_ends.contains(&paragraph.text[range.clone()].to_lowercase());
    let weak: Vec<bool> = paragraph.ranges.iter().map(is_weak).collect();
    for index in 1..weak.len() {
        if weak[index] && !weak[index - 1] {
            paragraph.fragments[index].start_cost += AT_PHRASE;
        }
    }
    // A credit is no sentence: its first word may stand alone, unless a name goes on after it.
    let capital = |range: &Range<usize>| paragraph.text[range.clone()].starts_with(char::is_uppercase);
    if let [first, second, ..] = paragraph.ranges.as_slice()
        && !(capital(first) && capital(second))
    {
        paragraph.fragments[0].end_cost = paragraph.fragments[0].end_cost.min(0.0);
    }
}

/// Finds a style's face.
///
/// # Errors
/// [`Error::UnknownName`] when no face has that name.
pub(crate) fn face(name: &str, shaper: &Shaper<'_>) -> Result<FaceId> {
    let library = shaper.library();
    library.find(name).ok_or_else(|| Error::UnknownName {
        what: "font",
        name: name.to_owned(),
        known: library.faces().map(|(_, face)| face.name()).collect(),
    })
}
