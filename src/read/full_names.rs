//! Full names for those whom labels call by less: a surname, a first name, initials, `Host`.
//!
//! The name is taken from where a page introduces people: its title, its first paragraphs, and what they say of themselves.
//! Where two names would do, none is taken.

use std::collections::BTreeMap;

use super::document::Block;
use super::metadata::Front;
use super::names::{self, Run};
use super::pieces::{Person, Script};
use super::text::floor;
use super::words::{self, Lowered};
use crate::interview::{Span, SpeakerRole};

/// Paragraphs in which people are introduced.
const LEAD: usize = 16;
/// Bytes of a paragraph that are looked at.
const MOST: usize = 1500;

/// Spells out the names of a script's people where the page does.
pub(super) fn spell_out(text: &str, blocks: &[Block], front: &Front, script: &mut Script) {
    let title = front.title.as_ref().and_then(|title| title.span);
    let author = front.author.as_ref().and_then(|author| author.span);
    let lead = blocks.iter().take(LEAD).map(|block| block.span);
    let places: Vec<Span> =
        title.into_iter().chain(author).chain(lead).map(|place| start_of(text, place)).collect();
    let runs: Vec<Run> = places.iter().flat_map(|place| names::runs(text, *place)).collect();
    let begins =
        script.pieces.iter().find(|piece| piece.speaker.is_some()).map_or(0, |piece| piece.span.start);
    let n_guests = script.people.iter().filter(|person| person.role == SpeakerRole::Guest).count();
    for index in 0..script.people.len() {
        let person = &script.people[index];
        if names::looks_personal(&person.name.text) {
            continue;
        }
        let stands_for_role = is_word_for_role(person);
        let found = match stands_for_role {
            false => named(text, &runs, person),
            true => names_own(text, script, index)
                // What somebody speaks of is not who they are: only what stands before anybody speaks.
                .or_else(|| {
                    let is_only_guest = person.role == SpeakerRole::Guest && n_guests == 1;
                    front.guest.filter(|name| is_only_guest && name.end <= begins)
                })
                .filter(|name| names::looks_personal(&text[name.range()])),
        };
        let key = found.map(|found| names::key(&text[found.range()]));
        // "A. Because" begins with a label and has the form of a name.
        let is_free = |key: &String| {
            let first = key.split(' ').next().unwrap_or_default();
            script.people.iter().all(|other| {
                !other.keys.contains(key) && (!stands_for_role || other.keys.iter().all(|own| own != first))
            })
        };
        if let (Some(found), Some(key)) = (found, key.filter(is_free)) {
            let person = &mut script.people[index];
            person.name = names::cited(text, found);
            person.keys.push(key);
        }
    }
}

/// Returns the start of a span.
fn start_of(text: &str, span: Span) -> Span {
    Span::new(span.start, span.start + floor(&text[span.range()], MOST))
}

/// Tells whether a label says what somebody does rather than who they are: `Q`, `Host`, `SPEAKER_00`.
fn is_word_for_role(person: &Person) -> bool {
    let known = words::labels();
    let name = &person.name.text;
    let word = Lowered::new(name);
    name.chars().any(|c| c.is_ascii_digit())
        || [&known.interviewer, &known.host, &known.guest].iter().any(|list| list.is_whole(&word))
}

/// Finds the one name among capitalised words that a label shortens.
fn named(text: &str, runs: &[Run], person: &Person) -> Option<Span> {
    let short = person.keys.first()?;
    let shortened = runs.iter().filter_map(|run| names_in(text, run, short));
    let is_name = |name: &str| names::looks_personal(name) && !names::is_joint(&names::key(name));
    let all: Vec<(Span, Part)> = shortened.filter(|(name, _)| is_name(&text[name.range()])).collect();
    let opens_sentence = |name: &Span| {
        let before = text[..name.start].trim_end_matches(['*', '_', ' ', '\n']);
        !before.ends_with(|c: char| c.is_alphanumeric() || c == ',')
    };
    let is_first_name = all.iter().any(|(name, part)| *part == Part::First && !opens_sentence(name));
    let mut found: BTreeMap<String, Span> = BTreeMap::new();
    for (name, part) in all {
        // The first word of a sentence has a capital anyway: "Hello Ann", "Ann I wonder".
        let is_greeting = is_first_name && part != Part::Initials && opens_sentence(&name);
        if !is_greeting {
            found.entry(names::key(&text[name.range()])).or_insert(name);
        }
    }
    // "Juan de la Cruz" and "Cruz" are one; "Ann Marsh" and "Tom Marsh" are two.
    let full = found.iter().max_by_key(|(key, _)| key.len())?;
    found.keys().all(|key| key == full.0 || names::is_part(key, full.0)).then_some(*full.1)
}

/// What a label gives of a name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// The first name.
    First,
    /// The surname.
    Last,
    /// The first letters.
    Initials,
}

/// Finds the part of a run of capitalised words that a label shortens.
fn names_in(text: &str, run: &Run, short: &str) -> Option<(Span, Part)> {
    let key = |index: usize| names::key(&text[run.words[index].range()]);
    let n = run.words.len();
    let span = |from: usize, to: usize| Span::new(run.words[from].start, run.words[to].end);
    // Initials stand for a whole name or for its first and last words.
    if names::is_initials(short, &names::key(&text[run.span().range()])) {
        return Some((run.span(), Part::Initials));
    }
    let at = (0..n).find(|index| key(*index) == short)?;
    let is_small = |index: usize| !names::begins_with_capital(&text[run.words[index].range()]);
    if at + 1 == n {
        // A surname: back over its particles to one more word, and over an initial.
        let mut from = at.checked_sub(1)?;
        while from > 0 && (is_small(from) || key(from).chars().count() == 1) {
            from -= 1;
        }
        return Some((span(from, at), Part::Last));
    }
    // A first name, with what follows it: no more than a name has.
    (n - at <= 3).then(|| (span(at, n - 1), Part::First))
}

/// Finds the name that somebody gives as their own: "I'm Ines Okafor".
fn names_own(text: &str, script: &Script, index: usize) -> Option<Span> {
    let own = script.pieces.iter().filter(|piece| piece.speaker == Some(index)).take(3);
    own.map(|piece| start_of(text, piece.span)).find_map(|said| {
        names::runs(text, said).iter().map(Run::span).find(|name| {
            let before = &text[floor(text, name.start.saturating_sub(40).max(said.start))..name.start];
            names::looks_personal(&text[name.range()]) && words::people().myself.ends(&Lowered::new(before))
        })
    })
}
