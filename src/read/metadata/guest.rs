//! The guest of a page without labels: the person its title, its intro and its captions speak of.
//!
//! Every run of capitals could be a name ("Hardcore Henry" has the form of one). Each place where it stands says
//! something for or against it, in points; the name with the most points is the guest's, if it has enough of them.

use std::collections::{BTreeMap, BTreeSet};

use super::guest_in_title::{in_title, last_dash, last_part, parts};
use super::role;
use crate::interview::Span;
use crate::read::document::Block;
use crate::read::labels::{self, Form};
use crate::read::marks;
use crate::read::names;
use crate::read::roles::signs::is_byline;
use crate::read::text::floor;
use crate::read::words::{self, Lowered, is_unspaced};

/// Paragraphs at the top that may introduce the guest.
const LEAD: usize = 14;
/// Paragraphs in which the guest may be addressed or give their own name.
const BODY: usize = 60;
/// Points below which nobody is named.
const ENOUGH: f32 = 3.5;

/// The most points that the lead gives.
const ENOUGH_MENTIONED: f32 = 5.0;

/// The most points that captions give.
const ENOUGH_CAPTIONED: f32 = 5.0;

/// A name that could be the guest's.
pub(super) struct Candidate {
    /// Where it stands first; in the title if it stands there.
    span: Span,
    /// What speaks for it.
    points: f32,
    /// Points of the places in the lead that name it.
    mentioned: f32,
    /// Points of the captions.
    captioned: f32,
}

/// Finds where the guest's name stands.
///
/// Whoever wrote the page is not the one it asks, unless its title says so.
pub(super) fn guest(text: &str, blocks: &[Block], title: Option<Span>, author: Option<&str>) -> Option<Span> {
    let mut candidates: BTreeMap<String, Candidate> = BTreeMap::new();
    if let Some(title) = title {
        in_title(text, title, &mut candidates);
    }
    let rest = || {
        blocks.iter().filter(|block| {
            Some(block.span) != title && title.is_none_or(|title| !title.overlaps(block.span))
        })
    };
    for (index, block) in rest().take(BODY).enumerate() {
        in_paragraph(text, block, index < LEAD, &mut candidates);
    }
    shares_of_short_forms(text, rest().take(BODY), &mut candidates);
    let common = common_words(text, blocks);
    for (key, candidate) in &mut candidates {
        candidate.points -= made_of_common_words(key, &common);
    }
    let printed = title.map(|title| names::key(&text[title.range()])).unwrap_or_default();
    if let Some(author) = author.map(names::key).filter(|author| !printed.contains(author.as_str())) {
        candidates.remove(&author);
    }
    let best = candidates.iter().max_by(|(_, a), (_, b)| {
        a.points
            .total_cmp(&b.points)
            .then(a.span.len().cmp(&b.span.len()))
            .then(b.span.start.cmp(&a.span.start))
    });
    let last_part = title.and_then(|title| last_part(text, title));
    // "Tidal Profile - Ghales": what the series is called is no guest, however often it is named.
    let series = title.and_then(|title| Some(names::key(&text[title.start..last_dash(text, title)?.start])));
    let is_of_series = |key: &str| {
        let first = key.split(' ').next().unwrap_or_default();
        series.as_ref().is_some_and(|series| series.split(' ').any(|word| word == first))
    };
    best.filter(|(key, candidate)| candidate.points >= ENOUGH && !is_of_series(key))
        .map(|(_, candidate)| candidate.span)
        .or(last_part)
}

/// The words that the page also writes with a small letter: no names, whatever stands at the start of a sentence or in a
/// title.
fn common_words<'a>(text: &'a str, blocks: &[Block]) -> BTreeSet<&'a str> {
    let words = blocks.iter().take(BODY * 2).flat_map(|block| text[block.span.range()].split_whitespace());
    words
        .filter(|word| word.starts_with(char::is_lowercase))
        .map(|word| word.trim_end_matches(|c: char| !c.is_alphanumeric()))
        .collect()
}

/// What speaks against a name whose words are common.
fn made_of_common_words(key: &str, common: &BTreeSet<&str>) -> f32 {
    let points = |(index, word): (usize, &str)| match (common.contains(word), index) {
        (true, 0) => 3.0,
        (true, _) => 1.5,
        (false, _) => 0.0,
    };
    key.split(' ').enumerate().map(points).sum()
}

/// Adds points to a name.
pub(super) fn add(candidates: &mut BTreeMap<String, Candidate>, text: &str, span: Span, points: f32) {
    let key = names::key(&text[span.range()]);
    let entry = candidates.entry(key).or_insert(Candidate {
        span,
        points: shape(&text[span.range()]),
        mentioned: 0.0,
        captioned: 0.0,
    });
    entry.points += points;
}

/// What the form of a name says for its being a person's.
fn shape(name: &str) -> f32 {
    let words: Vec<&str> = name.split_whitespace().collect();
    let has_odd_word = words.iter().any(|word| {
        word.chars().any(|c| c.is_numeric())
            || (word.chars().count() > 2 && !word.chars().any(char::is_lowercase))
    });
    let is_role = words::people().roles.is_in(&Lowered::new(name));
    let n = if words.len() == 1 && !name.chars().any(is_unspaced) { -1.5 } else { 0.5 };
    n - if has_odd_word { 1.5 } else { 0.0 } - if is_role { 5.0 } else { 0.0 }
}

/// Reads a paragraph: of the lead, or a caption, or where somebody says their own name.
fn in_paragraph(text: &str, block: &Block, is_lead: bool, candidates: &mut BTreeMap<String, Candidate>) {
    let people = words::people();
    let page = words::page();
    let span = Span::new(block.span.start, block.span.start + floor(&text[block.span.range()], 1500));
    let piece = &text[span.range()];
    let lowered = Lowered::new(piece);
    let n = lowered.n_words();
    let is_short = n <= 14.0;
    let is_credit = is_short && (is_byline(text, span, &lowered) || page.boilerplate.is_in(&lowered));
    if let Some(label) = labels::scan(text, span)
        .filter(|label| label.form == Form::Colon && names::looks_personal(&text[label.name.range()]))
        .filter(|label| !labels::names_nobody(&text[label.name.range()]))
    {
        // Whoever's label stands before a question is not the one who is asked.
        let asks = marks::ends_in_question(&text[label.words.range()]);
        add(candidates, text, label.name, if asks { -4.0 } else { 4.0 });
    }
    for run in names::runs(text, span) {
        for part in parts(&run) {
            let n_words = text[part.range()].split_whitespace().count();
            let before_text = &text[floor(text, part.start.saturating_sub(60).max(span.start))..part.start];
            let before = || Lowered::new(before_text);
            if n_words > 1 && part.end == run.span().end && people.myself.ends(&before()) {
                add(candidates, text, part, 3.0);
            }
            let is_whole =
                part == run.span() || (run.words[0].start == span.start && part.end == run.span().end);
            if !is_lead && !is_short || !is_whole {
                continue;
            }
            if is_credit
                || (is_short && page.caption.is_in(&lowered) && before_text.trim_end().ends_with([':', '/'])
                    || before_text.ends_with("by "))
            {
                add(candidates, text, part, -3.0);
                continue;
            }
            if n_words < 2 {
                continue;
            }
            let mut points = if is_lead { 0.5 + around(text, span, part, before_text) } else { 0.5 };
            let mut captioned = 0.0;
            if is_short && part.start == span.start {
                let rest = text[part.end..span.end].trim_matches(|c: char| !c.is_alphanumeric());
                // A full stop makes a name a caption; without one it may be a heading.
                captioned = if !rest.is_empty() {
                    1.0
                } else if piece.ends_with(['.', '。']) {
                    2.5
                } else {
                    0.5
                };
            }
            let entry = candidates.entry(names::key(&text[part.range()])).or_insert(Candidate {
                span: part,
                points: shape(&text[part.range()]),
                mentioned: 0.0,
                captioned: 0.0,
            });
            // What the interview is about is named more often than who gives it.
            points = points.min(ENOUGH_MENTIONED - entry.mentioned);
            captioned = f32::min(captioned, ENOUGH_CAPTIONED - entry.captioned);
            entry.mentioned += points.max(0.0);
            entry.captioned += captioned;
            entry.points += points + captioned;
        }
    }
}

/// What stands around a name in an intro says for its being the guest's.
fn around(text: &str, span: Span, part: Span, before_text: &str) -> f32 {
    let people = words::people();
    let before = &Lowered::new(before_text);
    let after_text = &text[part.end..floor(text, (part.end + 60).min(span.end).max(part.end))];
    let mut points = 0.0;
    if people.met.ends(before) {
        points += 2.0;
    }
    let role_start = role::start_before(before_text, 4);
    if people.roles.ends(before) || role_start.is_some() {
        points += 2.0;
    }
    // "We met the glass-blower Ann Marsh".
    let is_met = |at: usize| {
        let lead = before_text[..at].trim_end();
        let without_article =
            lead.rsplit_once(' ').filter(|(_, last)| people.articles.is_whole(&Lowered::new(last)));
        people.met.ends(&Lowered::new(without_article.map_or(lead, |(lead, _)| lead)))
    };
    if role_start.is_some_and(is_met) {
        points += 1.5;
    }
    let is_apposition = after_text.starts_with([',', '，', '(']);
    let after = Lowered::new(after_text);
    let near: String = after_text.split_whitespace().take(7).collect::<Vec<_>>().join(" ");
    let apposition = near.trim_start_matches([',', ' ']).split([',', '.', ';']).next().unwrap_or_default();
    let apposition = ["is ", "was ", "ist ", "est ", "es ", "è ", "é "]
        .iter()
        .find_map(|verb| apposition.strip_prefix(verb))
        .unwrap_or(apposition);
    let says_what = people.roles.is_in(&Lowered::new(&near))
        || (people.articles.begins(&Lowered::new(apposition)) && role::says_what(apposition));
    if says_what && (is_apposition || people.is.begins(&after)) {
        points += 2.5;
    }
    // "Ann Marsh, who keeps the light": an intro tells what its guest does.
    let clause = after_text.strip_prefix([',', '，']).unwrap_or_default().trim_start();
    if !says_what && people.relative.begins(&Lowered::new(clause)) {
        points += 2.5;
    }
    // A title in which the name only qualifies: "the Harbour Lights producer".
    if people.roles.begins(&after) && !is_apposition {
        points -= 2.0;
    }
    points
}

/// Gives a full name its share of the places where its first or last word stands alone.
fn shares_of_short_forms<'a>(
    text: &str,
    blocks: impl Iterator<Item = &'a Block>,
    candidates: &mut BTreeMap<String, Candidate>,
) {
    let mut alone: BTreeMap<String, f32> = BTreeMap::new();
    for (index, block) in blocks.enumerate() {
        let span = Span::new(block.span.start, block.span.start + floor(&text[block.span.range()], 1500));
        for run in names::runs(text, span) {
            // The first word of a sentence has a capital anyway.
            for word in &run.words {
                let before = || &text[floor(text, word.start.saturating_sub(40).max(span.start))..word.start];
                let is_met = index < LEAD && words::people().met.ends(&Lowered::new(before()));
                *alone.entry(names::key(&text[word.range()])).or_default() += if run.words.len() > 1 {
                    0.0
                } else if is_met {
                    1.5
                } else {
                    0.5
                };
            }
        }
    }
    for (key, candidate) in candidates.iter_mut() {
        let mut words = key.split(' ');
        let (Some(first), Some(last)) = (words.next(), words.next_back()) else { continue };
        let share = |word: &str| alone.get(word).copied().unwrap_or_default().min(1.5);
        candidate.points += share(first) + share(last);
    }
}
