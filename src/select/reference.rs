//! Reference: whether a passage says what its first pronouns mean.
//!
//! No parser: the first words are read in order, and each noun that comes by may be what a later pronoun stands for. A
//! verb may not be, nor a noun that the pronoun itself completes ("the beauty of it"). In doubt a passage stays: a
//! pronoun too many is a flaw, a good passage lost is one too.

use std::ops::Range;

use super::candidates::Candidate;
use super::lexicon::Class;
use super::page::Page;
use super::words::{Marks, Word};

/// Within how many words of its beginning ("I think" aside) a passage must say what its pronouns mean, or it is no quote.
const AT_ONCE: usize = 4;
/// Within how many it had better: readers forgive a pronoun after that, if the rest is good.
const EARLY: usize = 9;

/// Tells whether a passage begins with a word that only what stands before it explains.
pub(super) fn points_outside(page: &Page<'_>, candidate: &Candidate) -> bool {
    let head = candidate.head;
    let first = |class| page.length_of(head, class).is_some();
    let is_standing = standing_length(page, head).is_some();
    !is_standing && (first(Class::Pronoun) || first(Class::Demonstrative))
        || means_nobody_here(page, candidate)
        || points_early(page, candidate, AT_ONCE)
}

/// Tells whether a passage needs what stands before it for one of its first pronouns.
pub(super) fn leans_outside(page: &Page<'_>, candidate: &Candidate) -> bool {
    points_early(page, candidate, EARLY)
}

/// Tells whether a "he" or "her" comes before any name or person that it could stand for.
fn means_nobody_here(page: &Page<'_>, candidate: &Candidate) -> bool {
    let words = page.words_from(candidate.head, candidate.last);
    let Some(at) = words.iter().position(|word| word.classes.has(Class::Someone)) else { return false };
    !words[..at].iter().any(|word| {
        // At the head of a sentence a capital means nothing, but a word in no list may well be a name.
        let is_name = word.shape.capital
            && !word.shape.acronym
            && !word.classes.has(Class::Stop)
            && !word.classes.has(Class::First);
        is_name || word.classes.has(Class::Person)
    })
}

/// What a word does for the pronouns after it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    /// Points at something that has not been said.
    Points,
    /// May be what a pronoun stands for.
    Names,
    /// A verb after its subject, which no pronoun stands for.
    Does,
    /// Neither.
    Light,
}

/// Tells whether a pronoun comes early, before anything that it could stand for: "when they left", "part of that".
fn points_early(page: &Page<'_>, candidate: &Candidate, within: usize) -> bool {
    let opinion = opinion_end(page, candidate.head);
    let mut expects_verb = false;
    let mut has_clause = false;
    let is_subordinate = [Class::Conditional, Class::Because]
        .into_iter()
        .any(|class| page.words[candidate.head].classes.has(class));
    for index in candidate.first..=candidate.last {
        let sentence = page.sentences[index].words.clone();
        let words =
            candidate.head.max(sentence.start)..sentence.end.min(opinion.unwrap_or(candidate.head) + within);
        let mut at = words.start;
        while at < words.end {
            // "It's hard to …", "those who …": what stands by itself is passed over whole.
            if let Some(length) = standing_length(page, at) {
                at += length;
                continue;
            }
            let word = &page.words[at];
            match role(page, at, words.start..sentence.end, expects_verb, opinion) {
                Role::Points => return true,
                Role::Names => return false,
                Role::Does => has_clause = true,
                Role::Light => {}
            }
            expects_verb = leads_to_verb(word) || expects_verb && word.classes.has(Class::Adverb);
            // "When you fail, that teaches …": what was said is what is meant.
            if has_clause && is_subordinate && word.after.any(Marks::COMMA_OR_PAUSE) {
                return false;
            }
            at += 1;
        }
    }
    false
}

/// Returns where an opinion ends that a passage begins with: "I think …"; a "No, …" or "Because …" leads on like one.
fn opinion_end(page: &Page<'_>, head: usize) -> Option<usize> {
    let leads =
        [Class::Negation, Class::Because].into_iter().any(|class| page.words[head].classes.has(class));
    page.length_of(head, Class::Opinion).or(leads.then_some(1)).map(|length| head + length)
}

/// Tells what a word does for the pronouns after it; `sentence` are the words shown of its sentence.
fn role(
    page: &Page<'_>,
    at: usize,
    sentence: Range<usize>,
    expects_verb: bool,
    opinion: Option<usize>,
) -> Role {
    let word = &page.words[at];
    let starts = |class| page.length_of(at, class).is_some();
    let is_of_opinion = opinion == Some(at);
    if starts(Class::Pointing)
        || is_bare(page, at, &sentence, is_of_opinion)
        || word.classes.has(Class::Pronoun) && !points_forward(page, at, sentence.end)
    {
        return Role::Points;
    }
    // "The beauty of it": what a pronoun completes it does not stand for.
    let is_completed = at + 2 < sentence.end
        && page.words[at + 1].classes.has(Class::Preposition)
        && is_object(page, at + 2, &sentence);
    if is_completed {
        return Role::Light;
    }
    // "Those moments" and "these tools" have been spoken of; "this town" may lie before the speaker's door.
    if word.classes.has(Class::Plural) {
        return Role::Points;
    }
    if word.classes.has(Class::Thing) {
        return Role::Names;
    }
    if is_light(word) {
        return Role::Light;
    }
    let is_first = at == sentence.start;
    let has_object = at + 1 < sentence.end && is_object(page, at + 1, &sentence);
    if expects_verb || has_object && (is_first || page.words[at - 1].classes.has(Class::Generic)) {
        return Role::Does;
    }
    let has_endings = page.lexicon.verb_ending.is_some();
    let text = &page.interview.text[word.start..word.end];
    // "Doing …", "by doing …"; but "Coding is fun" is about coding.
    let opens =
        is_first || at == sentence.start + 1 && page.words[sentence.start].classes.has(Class::Preposition);
    let is_doing = has_endings
        && (opens || has_object)
        && text.ends_with("ing")
        && !page.words.get(at + 1).is_some_and(|next| is_verb_form(page, next));
    let is_manner = has_endings && text.ends_with("ly");
    // "A great amount of that": the last word of a run is its noun.
    let is_joined = has_endings
        && word.after == Marks::default()
        && at + 1 < sentence.end
        && !is_light(&page.words[at + 1])
        && !page.words[at + 1].classes.has(Class::Pronoun);
    if is_doing || is_manner || is_joined { Role::Light } else { Role::Names }
}

/// Returns of how many words a phrase is that points at nothing before it: "it's hard", "those who", "this year".
fn standing_length(page: &Page<'_>, at: usize) -> Option<usize> {
    page.length_of(at, Class::Pleonastic).or_else(|| page.length_of(at, Class::Standing))
}

/// Tells whether a word is a pronoun that points back, as an object: "of it", "do this".
fn is_object(page: &Page<'_>, at: usize, sentence: &Range<usize>) -> bool {
    let word = &page.words[at];
    word.classes.has(Class::Pronoun) && !word.classes.has(Class::Third)
        || page.length_of(at, Class::Pointing).is_some()
        || is_bare(page, at, sentence, false)
}

/// Tells whether a word is neither a noun nor a verb of some weight.
fn is_light(word: &Word) -> bool {
    const LIGHT: [Class; 13] = [
        Class::Stop,
        Class::Negation,
        Class::Shell,
        Class::Subject,
        Class::Adverb,
        Class::First,
        Class::We,
        Class::You,
        Class::Opinion,
        Class::Conditional,
        Class::Preposition,
        Class::Verb,
        Class::Demonstrative,
    ];
    word.shape.digit || LIGHT.into_iter().any(|class| word.classes.has(class))
}

/// Tells whether a verb follows a word: "I …", "to …", "don't …".
fn leads_to_verb(word: &Word) -> bool {
    word.classes.has(Class::Subject) && !word.after.any(Marks::COMMA_OR_PAUSE)
}

/// Tells whether a demonstrative stands for itself, with no noun after it: "part of that", "when this happens".
fn is_bare(page: &Page<'_>, at: usize, sentence: &Range<usize>, is_of_opinion: bool) -> bool {
    let word = &page.words[at];
    // French "c'est" mostly stands for nothing.
    if !word.classes.has(Class::Demonstrative) || word.classes.has(Class::Expletive) {
        return false;
    }
    let text = &page.interview.text[word.start..word.end];
    let next = (at + 1 < sentence.end).then(|| &page.words[at + 1]);
    let next_is =
        |classes: &[Class]| next.is_some_and(|next| classes.iter().any(|class| next.classes.has(*class)));
    let ends = next.is_none() || word.after != Marks::default();
    let does = text.contains(['\'', '’']) || next.is_some_and(|next| is_verb_form(page, next));
    if !text.get(..4).is_some_and(|text| text.eq_ignore_ascii_case("that")) {
        return is_of_opinion || ends || does || next_is(&[Class::Preposition, Class::Adverb, Class::Clause]);
    }
    // "That" also joins clauses: after a noun ("the thing that is hard") and after what somebody thinks or says.
    let before = (at > sentence.start).then(|| &page.words[at - 1]);
    let follows =
        |classes: &[Class]| before.is_some_and(|word| classes.iter().any(|class| word.classes.has(*class)));
    if follows(&[Class::Preposition]) {
        let goes_on = [Class::Preposition, Class::Subject, Class::Conditional, Class::Because, Class::Clause];
        return ends || does || next_is(&goes_on);
    }
    let leads = is_of_opinion || follows(&[Class::Adverb, Class::Conditional, Class::Because]);
    let is_made = follows(&[Class::Verb]) && next_is(&[Class::Verb]);
    leads && does || is_made || ends && !is_of_opinion && !follows(&[Class::Copula])
}

/// Tells whether a word is a verb that may follow a subject in the third person.
fn is_verb_form(page: &Page<'_>, word: &Word) -> bool {
    const VERBS: [Class; 4] = [Class::Copula, Class::Modal, Class::Past, Class::Verb];
    let text = &page.interview.text[word.start..word.end];
    // "That happens" and no "that business", "this crisis", "this status".
    let is_third_person = page.lexicon.verb_ending.as_deref().is_some_and(|ending| text.ends_with(ending))
        && text.len() >= 4
        && !["ss", "us", "is", "ies", "ws"].iter().any(|noun| text.ends_with(noun))
        && !word.classes.has(Class::Stop);
    is_third_person || VERBS.into_iter().any(|class| word.classes.has(class))
}

/// Tells whether an "it" prepares for what follows: "make it easy to …", "if it's cheaper to …".
fn points_forward(page: &Page<'_>, at: usize, end: usize) -> bool {
    let word = &page.words[at];
    if !word.classes.has(Class::Expletive) || word.after != Marks::default() {
        return false;
    }
    // "The beauty of it is that …" is no such one.
    if page.words[at - usize::from(at > 0)].classes.has(Class::Preposition) {
        return false;
    }
    let after = &page.words[at + 1..end.min(at + 5)];
    let joint = after.iter().position(|word| word.classes.has(Class::Forward));
    joint.is_some_and(|joint| {
        joint > 0
            && !after[..joint].iter().any(|word| {
                [Class::Verb, Class::Past, Class::Modal, Class::Preposition]
                    .into_iter()
                    .any(|class| word.classes.has(class))
                    || is_verb_form(page, word) && !word.classes.has(Class::Copula)
            })
    })
}
