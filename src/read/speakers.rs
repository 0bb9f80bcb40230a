//! The people of a transcript: which spellings are one person, and who of them asks.

use std::collections::BTreeMap;

use super::marks::ends_in_question;
use super::names;
use super::pieces::{Person, Piece, Script, kind_of};
use super::text::floor;
use super::words::{self, Lowered};
use crate::interview::{Cited, Confidence, Span, SpeakerRole, TurnKind};

/// A name as one label prints it.
pub(super) struct Spelling<'a> {
    /// The name, folded.
    pub(super) key: &'a str,
    /// Where it stands.
    pub(super) name: Span,
    /// The short form it explains.
    pub(super) short: Option<Span>,
}

/// Spellings of more people than any interview has are not compared with one another.
const MOST_PEOPLE: usize = 200;

/// Gathers spellings into people, in order of first appearance; returns whom each key means.
pub(super) fn people<'a>(
    text: &str,
    spellings: impl Iterator<Item = Spelling<'a>>,
) -> (Vec<Person>, BTreeMap<&'a str, usize>) {
    let mut printed: BTreeMap<&str, (usize, Span, usize)> = BTreeMap::new();
    let mut explained: BTreeMap<String, &str> = BTreeMap::new();
    let mut labels: Vec<(&str, Span)> = Vec::new();
    for (index, spelling) in spellings.enumerate() {
        labels.push((spelling.key, spelling.name));
        let entry = printed.entry(spelling.key).or_insert((index, spelling.name, 0));
        entry.2 += 1;
        // "ANA" and "Ana" have one key: what is shown is the one that is not shouted.
        if is_plain(&text[spelling.name.range()]) && !is_plain(&text[entry.1.range()]) {
            entry.1 = spelling.name;
        }
        if let Some(short) = spelling.short {
            explained.entry(names::key(&text[short.range()])).or_insert(spelling.key);
        }
    }
    let mut keys: Vec<&str> = printed.keys().copied().collect();
    keys.sort_by_key(|key| printed[key].0);
    let counts: BTreeMap<&str, usize> = printed.iter().map(|(key, entry)| (*key, entry.2)).collect();
    let mut people: Vec<Person> = Vec::new();
    let mut by_key: BTreeMap<&str, usize> = BTreeMap::new();
    let called = |key: &str| Person {
        name: names::cited(text, printed[key].1),
        label: None,
        keys: vec![key.to_owned()],
        role: SpeakerRole::Unknown,
    };
    // Full names first, so that a short form that stands before its name finds it.
    let is_short = |key: &str| full_name(key, &keys, &counts, &explained);
    for key in &keys {
        if is_short(key).is_none() {
            by_key.insert(key, people.len());
            people.push(called(key));
        }
    }
    for key in &keys {
        if let Some(person) = is_short(key).and_then(|full| by_key.get(full).copied()) {
            by_key.insert(key, person);
            people[person].keys.push((*key).to_owned());
        }
    }
    // A chain of short forms ends nowhere only if each explains the other; then the key stands for itself.
    for key in &keys {
        if !by_key.contains_key(key) {
            by_key.insert(key, people.len());
            people.push(called(key));
        }
    }
    let labels = labels.into_iter().map(|(key, name)| (by_key[key], names::shown(&text[name.range()])));
    for (person, label) in people.iter_mut().zip(most_frequent(labels, by_key.len())) {
        person.label = label;
    }
    (people, by_key)
}

/// Returns the label that each person has most often; the first of those that are as frequent.
fn most_frequent(labels: impl Iterator<Item = (usize, String)>, n: usize) -> Vec<Option<String>> {
    let mut counts: BTreeMap<(usize, String), (usize, usize)> = BTreeMap::new();
    for (index, label) in labels.enumerate() {
        counts.entry(label).or_insert((0, index)).0 += 1;
    }
    let mut best: Vec<Option<(usize, usize, String)>> = vec![None; n];
    for ((person, label), (count, first)) in counts {
        let is_better =
            best[person].as_ref().is_none_or(|(most, earliest, _)| (count, *earliest) > (*most, first));
        if is_better {
            best[person] = Some((count, first, label));
        }
    }
    best.into_iter().map(|best| best.map(|(_, _, label)| label)).collect()
}

/// Tells whether a name is printed with capitals and small letters.
fn is_plain(name: &str) -> bool {
    name.chars().any(char::is_lowercase) && name.chars().any(char::is_uppercase)
}

/// Returns the full name that a key is a short form or a misspelling of, if there is exactly one.
fn full_name<'a>(
    key: &str,
    keys: &[&'a str],
    counts: &BTreeMap<&str, usize>,
    explained: &BTreeMap<String, &'a str>,
) -> Option<&'a str> {
    if let Some(full) = explained.get(key).filter(|full| **full != key) {
        return Some(full);
    }
    if keys.len() > MOST_PEOPLE {
        return None;
    }
    let one = |is: &dyn Fn(&str) -> bool| {
        let mut fitting = keys.iter().filter(|other| **other != key && is(other));
        fitting.next().filter(|_| fitting.next().is_none()).copied()
    };
    let interviewer = &words::labels().interviewer;
    let is_letter_of = |other: &str| {
        key.chars().count() == 1
            && other.starts_with(key)
            && other.chars().count() > 3
            && interviewer.is_whole(&Lowered::new(other))
    };
    let is_slip_of =
        |other: &str| names::is_slip(key, other) && counts[key] * 3 <= counts[other] && counts[key] < 3;
    // Of two spellings of one name the more frequent is the full one.
    let is_variant_of = |other: &str| {
        names::is_same(key, other)
            && (counts[other], std::cmp::Reverse(other)) > (counts[key], std::cmp::Reverse(key))
    };
    one(&is_variant_of)
        .or_else(|| one(&|other| names::is_initials(key, other)))
        .or_else(|| one(&|other| names::is_part(key, other)))
        .or_else(|| one(&is_letter_of))
        .or_else(|| one(&is_slip_of))
}

/// What tells interviewers from guests.
#[derive(Clone, Default)]
struct Habits {
    /// Turns.
    turns: f32,
    /// Turns that end in a question.
    asked: f32,
    /// Bytes of text.
    said: f32,
}

/// Decides who asks and who answers.
///
/// `title` and `author` are what the page says of the whole: whom the title names is asked, whom the byline names asks.
pub(super) fn cast(text: &str, script: &mut Script, title: Option<&Cited>, author: Option<&Cited>) {
    let habits = habits(text, script);
    let title = title.map(|title| names::key(&title.text)).unwrap_or_default();
    let author = author.map(|author| names::key(&author.text)).unwrap_or_default();
    let turns: f32 = habits.iter().map(|habit| habit.turns).sum();
    for person in &mut script.people {
        person.role = told_by_label(person).unwrap_or(SpeakerRole::Unknown);
    }
    forget_lone_letters(&mut script.people);
    let opens = script.pieces.iter().find_map(|piece| piece.speaker);
    let brevity = habits.iter().map(|h| h.said / h.turns.max(1.0)).fold(1.0, f32::max);
    let score = |index: usize, person: &Person| {
        let habit = &habits[index];
        let is_in =
            |place: &str| person.keys.iter().any(|key| key.chars().count() > 3 && place.contains(&**key));
        let asked = habit.asked / habit.turns.max(1.0);
        // One who speaks a few times in a long talk is no interviewer, however much of it are questions.
        let presence = (habit.turns / turns.max(1.0) * habits.len() as f32).min(1.0);
        presence * (asked * 2.0 - 0.7 * habit.said / habit.turns.max(1.0) / brevity)
            + if opens == Some(index) { 0.5 } else { 0.0 }
            + if is_in(&author) { 2.0 } else { 0.0 }
            - if is_in(&title) { 1.0 } else { 0.0 }
    };
    let has_asker = script
        .people
        .iter()
        .any(|person| matches!(person.role, SpeakerRole::Interviewer | SpeakerRole::Host));
    if !has_asker && script.people.len() > 1 {
        let scores: Vec<f32> =
            script.people.iter().enumerate().map(|(index, person)| score(index, person)).collect();
        let open = |index: &usize| script.people[*index].role == SpeakerRole::Unknown;
        let best =
            (0..scores.len()).filter(open).max_by(|a, b| scores[*a].total_cmp(&scores[*b]).then(b.cmp(a)));
        if let Some(best) = best {
            script.people[best].role = SpeakerRole::Interviewer;
            // A second one who asks nearly as much shares the show.
            let second = (0..scores.len()).filter(|&index| {
                index != best
                    && scores.len() > 2
                    && scores[index] > 0.75 * scores[best]
                    && scores[index] > 0.6
            });
            for index in second {
                script.people[index].role = SpeakerRole::Host;
            }
        }
    }
    for index in cohosts(text, script) {
        script.people[index].role = SpeakerRole::Host;
    }
    for person in &mut script.people {
        if person.role == SpeakerRole::Unknown {
            person.role = if is_of_audience(person) { SpeakerRole::Interviewer } else { SpeakerRole::Guest };
        }
    }
    for piece in &mut script.pieces {
        if let (Some(speaker), TurnKind::Answer | TurnKind::Question) = (piece.speaker, piece.kind) {
            piece.kind = kind_of(script.people[speaker].role);
        }
    }
    return_questions(text, script);
}

/// Takes back what single letters say where none of them is one who asks: "A" beside "B" is no answer.
fn forget_lone_letters(people: &mut [Person]) {
    let is_letter = |person: &Person| person.name.text.chars().count() == 1;
    let asks = |person: &Person| matches!(person.role, SpeakerRole::Interviewer | SpeakerRole::Host);
    if people.iter().filter(|person| is_letter(person)).count() > 1 && !people.iter().any(asks) {
        people
            .iter_mut()
            .filter(|person| is_letter(person))
            .for_each(|person| person.role = SpeakerRole::Unknown);
    }
}

/// Paragraphs in which the hosts of a show give their names.
const OPENING: usize = 12;

/// Finds those who give their names right after a host gave hers, unasked: "And I'm Dev".
fn cohosts(text: &str, script: &Script) -> Vec<usize> {
    let opening = &script.pieces[..script.pieces.len().min(OPENING)];
    let mut found: Vec<usize> = Vec::new();
    for pair in opening.windows(2) {
        let (Some(before), Some(after)) = (pair[0].speaker, pair[1].speaker) else { continue };
        let is_host = matches!(script.people[before].role, SpeakerRole::Interviewer | SpeakerRole::Host)
            || found.contains(&before);
        if is_host
            && before != after
            && script.people[after].role == SpeakerRole::Unknown
            && !ends_in_question(&text[pair[0].span.range()])
            && gives_name(text, pair[0].span, &script.people[before])
            && gives_name(text, pair[1].span, &script.people[after])
        {
            found.push(after);
        }
    }
    found
}

/// Tells whether somebody says their own name: "I'm Ines".
fn gives_name(text: &str, span: Span, person: &Person) -> bool {
    let said = &text[span.start..span.start + floor(&text[span.range()], 1500)];
    let first = person.name.text.split(' ').next().unwrap_or_default();
    !first.is_empty()
        && said.match_indices(first).take(4).any(|(at, _)| {
            let before = &said[floor(said, at.saturating_sub(40))..at];
            words::people().myself.ends(&Lowered::new(before))
        })
}

/// Returns what a label says of the one it names.
fn told_by_label(person: &Person) -> Option<SpeakerRole> {
    let known = words::labels();
    let is = |list: &words::Phrases| person.keys.iter().any(|key| list.is_whole(&Lowered::new(key)));
    [
        (&known.interviewer, SpeakerRole::Interviewer),
        (&known.host, SpeakerRole::Host),
        (&known.guest, SpeakerRole::Guest),
    ]
    .into_iter()
    .find_map(|(list, role)| is(list).then_some(role))
}

/// Tells whether a label names one of the audience.
fn is_of_audience(person: &Person) -> bool {
    person.keys.iter().any(|key| words::labels().audience.begins(&Lowered::new(key)))
}

/// Gives back to the one who asks what lost its label: a question between two paragraphs that one guest's label opens.
fn return_questions(text: &str, script: &mut Script) {
    let is_labelled = |before: &Piece, piece: &Piece| {
        text[before.span.end.min(piece.span.start)..piece.span.start].chars().any(char::is_alphanumeric)
    };
    let asks = |role| matches!(role, SpeakerRole::Interviewer | SpeakerRole::Host);
    let mut askers = (0..script.people.len()).filter(|index| asks(script.people[*index].role));
    let (Some(asker), None) = (askers.next(), askers.next()) else { return };
    for index in 1..script.pieces.len().saturating_sub(1) {
        let [before, piece, after] = [index - 1, index, index + 1].map(|index| script.pieces[index]);
        let said = &text[piece.span.range()];
        let words = said.trim_start_matches(['—', '―', '–', '─', ' ']);
        let is_lost = piece.kind == TurnKind::Answer
            && before.speaker == piece.speaker
            && after.speaker == piece.speaker
            && !is_labelled(&before, &piece)
            && is_labelled(&piece, &after)
            && !words.is_empty()
            // A dash before it is all that is left of a label.
            && (ends_in_question(said) || words.len() < said.len());
        if is_lost {
            let span = Span::new(piece.span.end - words.len(), piece.span.end);
            let (kind, confidence) = (TurnKind::Question, Confidence::QUOTABLE);
            script.pieces[index] = Piece { span, kind, speaker: Some(asker), confidence };
        }
    }
}

/// Counts what everybody does.
fn habits(text: &str, script: &Script) -> Vec<Habits> {
    let mut habits = vec![Habits::default(); script.people.len()];
    for (index, piece) in script.pieces.iter().enumerate() {
        let Some(speaker) = piece.speaker else { continue };
        let next = script.pieces.get(index + 1).and_then(|next| next.speaker);
        habits[speaker].said += piece.span.len() as f32;
        if next != Some(speaker) {
            habits[speaker].turns += 1.0;
            habits[speaker].asked += f32::from(u8::from(ends_in_question(&text[piece.span.range()])));
        }
    }
    habits
}
