//! Transcripts: documents that print who speaks.
//!
//! Everything that has the form of a label is collected first; then the document itself tells which of them are names:
//! names come back, and between them they cover the page. Then the text is cut where they stand.

use std::collections::{BTreeMap, BTreeSet};

use super::document::{Block, BlockKind, Document};
use super::labels::{self, Form, Label};
use super::names;
use super::pieces::{Piece, Script};
use super::speakers::{self, Spelling};
use super::stamps;
use super::text::{floor, lines};
use super::words::{self, Lowered};
use crate::interview::{Confidence, Span, TurnKind};

/// Something with the form of a label, where it stands.
struct Found {
    /// The block.
    block: usize,
    /// Where its line begins.
    at: usize,
    /// What it says.
    label: Label,
    /// The name, folded.
    key: String,
}

/// Reads a document as a transcript; `None` when it is none.
///
/// `title` is where the page's title stands: nobody says it.
pub(super) fn script(document: &Document, blocks: &[Block], title: Option<Span>) -> Option<Script> {
    let text = &document.text;
    let has_voices = blocks.iter().any(|block| block.voice.is_some());
    let found = if has_voices { voices(text, blocks) } else { printed(text, blocks) };
    let tallies = tallies(text, &found);
    let names =
        if has_voices { tallies.keys().copied().collect() } else { names_among(&tallies, blocks.len()) };
    let has_inside = come_inside(&found, &names);
    // A title that begins with a name ("Ana Reyes, baker, on bread") says nobody speaks.
    let is_in_title = |found: &Found| {
        let name = found.label.name;
        found.label.form == Form::Alone
            && title.is_some_and(|title| title.contains(name) && title.len() > name.len() + 1)
    };
    let is_label = |found: &&Found| {
        names.contains(&*found.key) && (has_inside || found.label.form != Form::Inline) && !is_in_title(found)
    };
    let found: Vec<&Found> = found.iter().filter(is_label).collect();
    let spellings = found.iter().map(|found| Spelling {
        key: &found.key,
        name: found.label.name,
        short: found.label.short,
    });
    let (people, by_key) = speakers::people(text, spellings);
    let is_transcript =
        has_voices || (people.len() > 1 && (found.len() >= 4 || found.len() * 3 >= blocks.len()));
    if !is_transcript {
        return None;
    }
    let speaker_of = |found: &Found| by_key[&*found.key];
    let mut pieces = cut(text, blocks, &found, &speaker_of);
    let is_title =
        |piece: &&mut Piece| piece.speaker.is_none() && title.is_some_and(|title| title.overlaps(piece.span));
    if let Some(piece) = pieces.iter_mut().find(is_title) {
        piece.kind = TurnKind::Title;
    }
    Some(Script { people, pieces, notes: Vec::new() })
}

/// Tells whether labels stand inside lines as a rule; what looks like one there is otherwise part of what is said.
fn come_inside(found: &[Found], names: &BTreeSet<&str>) -> bool {
    let labels = || found.iter().filter(|found| names.contains(&*found.key));
    let n_inside = labels().filter(|found| found.label.form == Form::Inline).count();
    n_inside > 1 && n_inside * 3 >= labels().count()
}

/// Takes the names that the file itself keeps apart from the words.
fn voices(text: &str, blocks: &[Block]) -> Vec<Found> {
    let voiced = blocks.iter().enumerate().filter_map(|(index, block)| Some((index, block, block.voice?)));
    voiced
        .map(|(index, block, name)| Found {
            block: index,
            at: block.span.start,
            label: Label { name, short: None, words: block.span, form: Form::Colon, is_stamped: false },
            key: names::key(&text[name.range()]),
        })
        .collect()
}

/// Collects everything with the form of a label.
fn printed(text: &str, blocks: &[Block]) -> Vec<Found> {
    let mut found = Vec::new();
    let mut follows_stamp = false;
    for (index, block) in blocks.iter().enumerate() {
        if matches!(block.kind, BlockKind::Caption | BlockKind::Aside) {
            continue;
        }
        for (nth, line) in lines(text, block.span).enumerate() {
            if stamps::is_whole(&text[line.span.range()]) {
                follows_stamp = true;
                continue;
            }
            let is_below_stamp = std::mem::take(&mut follows_stamp);
            let may_be_alone = nth == 0 || is_below_stamp;
            let label = labels::scan(text, line.span)
                .map(|label| {
                    let is_person = is_below_stamp && names::looks_personal(&text[label.name.range()]);
                    Label { is_stamped: label.is_stamped || is_person, ..label }
                })
                // Inside a paragraph only the surest form counts: any wrapped line may be short.
                .filter(|label| may_be_alone || label.form == Form::Colon);
            let words = label.map_or(line.span, |label| label.words);
            let inside = labels::inside(text, words);
            let labels = label.map(|label| (line.span.start, label)).into_iter().chain(inside);
            for (at, label) in labels {
                // What an address follows is a link's name.
                let is_link = ["http://", "https://", "www."]
                    .iter()
                    .any(|scheme| text[label.words.range()].starts_with(scheme));
                let key = names::key(&text[label.name.range()]);
                if !key.is_empty() && !is_link {
                    found.push(Found { block: index, at, label, key });
                }
            }
        }
    }
    found
}

/// How often a name is printed, and how.
#[derive(Default)]
struct Tally {
    /// Before a colon.
    colons: usize,
    /// Before a full stop.
    periods: usize,
    /// Alone on its line.
    alone: usize,
    /// Before a dash.
    dashes: usize,
    /// In brackets.
    brackets: usize,
    /// Behind a sentence, inside a line.
    inside: usize,
    /// With a time stamp.
    stamped: usize,
    /// Whether it is in capitals.
    is_capitals: bool,
    /// Whether it always begins with a small letter.
    is_small: bool,
    /// Whether it looks like a person's name.
    is_personal: bool,
    /// Whether it is a word that is a label in some language.
    is_known: bool,
    /// Whether it is a word that names nobody.
    is_nobody: bool,
    /// Whether it is a word for somebody in the audience.
    is_audience: bool,
    /// The short form that is explained with it, folded.
    short: Option<String>,
    /// Index of its first label among all.
    first: usize,
}

/// Counts the labels by name.
fn tallies<'a>(text: &str, found: &'a [Found]) -> BTreeMap<&'a str, Tally> {
    let mut tallies: BTreeMap<&str, Tally> = BTreeMap::new();
    for (index, found) in found.iter().enumerate() {
        let tally = tallies.entry(&found.key).or_insert_with(|| {
            let name = &text[found.label.name.range()];
            let word = Lowered::new(name);
            let known = words::labels();
            Tally {
                is_capitals: !name.chars().any(char::is_lowercase) && name.chars().any(char::is_uppercase),
                is_small: true,
                is_personal: names::looks_personal(&names::shown(name)),
                is_known: [&known.interviewer, &known.host, &known.guest]
                    .iter()
                    .any(|list| list.is_whole(&word)),
                is_audience: known.audience.begins(&word),
                is_nobody: labels::names_nobody(name) || words::page().furniture.is_whole(&word),
                first: index,
                ..Tally::default()
            }
        });
        tally.is_small &= text[found.label.name.range()].chars().next().is_some_and(char::is_lowercase);
        match found.label.form {
            Form::Colon => tally.colons += 1,
            Form::Period => tally.periods += 1,
            Form::Alone => tally.alone += 1,
            Form::Dash => tally.dashes += 1,
            Form::Bracket => tally.brackets += 1,
            Form::Inline => tally.inside += 1,
        }
        tally.short = tally.short.take().or(found.label.short.map(|short| names::key(&text[short.range()])));
        tally.stamped += usize::from(found.label.is_stamped);
    }
    tallies
}

/// Names that spellings seen once are compared with; no interview has more, and any text must be read in time.
const MOST_NAMES: usize = 200;

/// Tells which of the labels are names.
fn names_among<'a>(tallies: &BTreeMap<&'a str, Tally>, n_blocks: usize) -> BTreeSet<&'a str> {
    let names = names_that_come_back(tallies, n_blocks);
    if names.is_empty() {
        // So short an exchange that nobody speaks twice.
        let once =
            |tally: &Tally| tally.colons == 1 && !tally.is_nobody && (tally.is_personal || tally.is_known);
        let all: BTreeSet<&str> =
            tallies.iter().filter(|(_, tally)| once(tally)).map(|(key, _)| *key).collect();
        return if all.len() > 1 && all.len() * 5 >= n_blocks * 3 { all } else { BTreeSet::new() };
    }
    let first = names.iter().map(|key| tallies[key].first).min().unwrap_or_default();
    let all_capitals = names.iter().all(|key| tallies[key].is_capitals);
    let is_kin = |key: &str| {
        names.iter().take(MOST_NAMES).any(|name| {
            [(key, *name), (*name, key)].into_iter().any(|(one, other)| {
                names::is_part(one, other) || names::is_one_of(one, other) || names::is_initials(one, other)
            }) || names::is_same(key, name)
                || names::is_slip(key, name)
        })
    };
    let is_latecomer = |key: &str, tally: &Tally| {
        tally.colons > 0
            && !tally.is_nobody
            && ((tally.first > first
                && (tally.is_personal || tally.is_audience || (all_capitals && tally.is_capitals)))
                || is_kin(key))
    };
    let latecomers = tallies.iter().filter(|(key, tally)| !names.contains(*key) && is_latecomer(key, tally));
    names.iter().copied().chain(latecomers.map(|(key, _)| *key)).collect()
}

/// Tells which of the labels come back as names do.
fn names_that_come_back<'a>(tallies: &BTreeMap<&'a str, Tally>, n_blocks: usize) -> BTreeSet<&'a str> {
    let total = |count: fn(&Tally) -> usize| tallies.values().map(count).sum::<usize>();
    let several = |is: fn(&Tally) -> bool| tallies.values().filter(|tally| is(tally)).count() > 1;
    let come_back_alone =
        several(|t| t.alone > 2 || (t.is_capitals && t.alone > 1)) && total(|t| t.alone) * 3 >= n_blocks;
    let come_back_before_dash = several(|t| t.dashes > 2);
    let come_back_in_brackets = several(|t| t.brackets > 1) && total(|t| t.brackets) * 2 >= n_blocks;
    // Questions that begin lines, with their answers behind them.
    let come_back_inside =
        tallies.values().any(|t| (t.is_known || t.is_personal) && t.colons + t.periods > 1 && t.inside == 0);
    let by_period = several(|t| t.periods > 0 || (t.inside > 1 && t.is_known));
    let has_short_form = |key: &str| {
        let is_short = |other: &str| names::is_initials(other, key) || names::is_part(other, key);
        tallies
            .iter()
            .take(MOST_NAMES)
            .any(|(other, tally)| tally.colons > 0 && !tally.is_nobody && is_short(other))
    };
    let comes_back = |key: &str, tally: &Tally| {
        let is_number = key.bytes().all(|byte| byte.is_ascii_digit());
        let is_surely = (tally.colons > 0 && tally.is_known) || (tally.periods > 0 && by_period);
        let is_likely = tally.colons > 1
            || tally.stamped > 1
            || (tally.alone > 1 && come_back_alone && !is_number)
            || (tally.dashes > 2 && come_back_before_dash)
            || (tally.brackets > 1 && come_back_in_brackets)
            || (tally.inside > 1 && (tally.is_known || tally.is_personal) && come_back_inside)
            // Spelled out once, then shortened.
            || (tally.colons > 0 && tally.is_personal && has_short_form(key))
            || (tally.colons > 0 && tally.short.as_deref().is_some_and(|short| tallies.contains_key(short)));
        !tally.is_nobody && (is_surely || (is_likely && !tally.is_small))
    };
    tallies.iter().filter(|(key, tally)| comes_back(key, tally)).map(|(key, _)| *key).collect()
}

/// Paragraphs at the end of a transcript among which notices stand.
const LATE: usize = 3;

/// Cuts the text where the labels stand.
fn cut(text: &str, blocks: &[Block], found: &[&Found], speaker_of: &dyn Fn(&Found) -> usize) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut speaker = None;
    let mut next = 0;
    let late = blocks.len().saturating_sub(LATE).checked_sub(1).map_or(0, |last| blocks[last].span.end);
    let mut say = |span: Span, speaker: Option<usize>, block: &Block| {
        let span = stamps::without(text, span);
        if !span.is_empty() {
            let (kind, speaker) = kind(text, span, block, speaker, span.start >= late);
            pieces.push(Piece { span, kind, speaker, confidence: Confidence::CERTAIN });
        }
    };
    for (index, block) in blocks.iter().enumerate() {
        let mut at = block.span.start;
        while let Some(label) = found.get(next).filter(|found| found.block == index) {
            say(Span::new(at, label.at.max(at)), speaker, block);
            speaker = Some(speaker_of(label));
            let following = found.get(next + 1).filter(|found| found.block == index);
            let end = following.map_or(block.span.end, |following| following.at);
            // What closes the label's emphasis at the end of its line is trimmed only where the line ends the block.
            let words = label.label.words;
            let end = if words.end <= end && words.end + 4 >= end { words.end } else { end };
            if words.start < end {
                let own = Block { kind: spoken(block.kind), ..block.clone() };
                say(Span::new(words.start, end), speaker, &own);
            }
            at = following.map_or(block.span.end, |following| following.at);
            next += 1;
        }
        say(Span::new(at, block.span.end), speaker, block);
    }
    pieces
}

/// A labelled heading or caption is said by the one it names.
fn spoken(kind: BlockKind) -> BlockKind {
    match kind {
        BlockKind::Heading(_) | BlockKind::Caption | BlockKind::Aside => BlockKind::Paragraph,
        kind => kind,
    }
}

/// Tells what a piece is and whether the speaker at hand says it.
fn kind(
    text: &str,
    span: Span,
    block: &Block,
    speaker: Option<usize>,
    is_late: bool,
) -> (TurnKind, Option<usize>) {
    let said = &text[span.range()];
    match block.kind {
        BlockKind::Heading(_) => return (TurnKind::Heading, None),
        BlockKind::Caption => return (TurnKind::Caption, None),
        BlockKind::Aside => return (TurnKind::Boilerplate, None),
        BlockKind::Paragraph if said.starts_with("## ") || said.starts_with("### ") => {
            return (TurnKind::Heading, None);
        }
        _ => {}
    }
    let is_labelled = span.start != block.span.start;
    if !is_labelled && block.voice.is_none() {
        let lowered = Lowered::new(&said[..floor(said, 200)]);
        let page = words::page();
        let label = labels::scan(text, span).filter(|label| label.form == Form::Colon);
        let is_notice = label.is_some_and(|label| {
            let name = &text[label.name.range()];
            words::labels().notice.begins(&Lowered::new(name))
                || (label.words.len() < 40 && labels::names_nobody(name))
        });
        let is_short = said.len() < 200;
        let is_furniture = is_short && page.furniture.is_whole(&lowered);
        let is_boilerplate = is_short && (speaker.is_none() || is_late) && page.boilerplate.is_in(&lowered);
        if is_notice || is_furniture || is_boilerplate {
            return (TurnKind::Boilerplate, None);
        }
    }
    match speaker {
        Some(speaker) => (TurnKind::Answer, Some(speaker)),
        None => (TurnKind::Narration, None),
    }
}
