//! Gates: what no card may show, each with a name for the explanation.
//!
//! A gate is no matter of taste: it keeps words out of the wrong mouth, and passages that cannot be understood or that
//! say something else without their neighbours. Taste is the model's.

use super::SelectOptions;
use super::candidates::{Candidate, Cut};
use super::lexicon::Class;
use super::marks::{Brackets, Ending, Voice};
use super::page::Page;
use super::reference::points_outside;
use super::words::Marks;

/// Why a passage is not quoted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Gate {
    /// The speaker voices somebody else.
    SomebodyElsesWords,
    /// A quotation mark or bracket has lost its partner.
    UnbalancedMarks,
    /// The transcriber did not hear: `[inaudible]`.
    TranscriptionTrouble,
    /// Somebody added words in square brackets.
    EditorsBracket,
    /// A link, an address, or code.
    LinkOrCode,
    /// No whole sentence: begins or ends in the middle of one.
    NotASentence,
    /// The sentence is broken off.
    BrokenOff,
    /// Ends with a question that nothing answers.
    EndsInQuestion,
    /// Ends by announcing what is not shown.
    Announces,
    /// Begins with a word that points at something outside.
    UnresolvedReference,
    /// Begins with a word that goes on from what was said before.
    GoesOn,
    /// Begins with an aside in brackets.
    Aside,
    /// The next sentence takes it back.
    TakenBack,
    /// What was left out turns or limits the meaning.
    DropsNegation,
    /// Too few words to mean anything alone.
    TooShort,
    /// Too long for a card.
    TooLong,
    /// Profanity, which the user wants left out.
    Profanity,
    /// Has words the user wants left out.
    Excluded,
}

impl Gate {
    /// Returns its name: `unresolved-reference`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::SomebodyElsesWords => "somebody-elses-words",
            Self::UnbalancedMarks => "unbalanced-marks",
            Self::TranscriptionTrouble => "transcription-trouble",
            Self::EditorsBracket => "editors-bracket",
            Self::LinkOrCode => "link-or-code",
            Self::NotASentence => "not-a-sentence",
            Self::BrokenOff => "broken-off",
            Self::EndsInQuestion => "ends-in-question",
            Self::Announces => "announces",
            Self::UnresolvedReference => "unresolved-reference",
            Self::GoesOn => "goes-on",
            Self::Aside => "aside",
            Self::TakenBack => "taken-back",
            Self::DropsNegation => "drops-negation",
            Self::TooShort => "too-short",
            Self::TooLong => "too-long",
            Self::Profanity => "profanity",
            Self::Excluded => "excluded",
        }
    }

    /// Says what it means, as the end of a sentence: `begins with a word that points at something outside`.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::SomebodyElsesWords => "voices somebody else",
            Self::UnbalancedMarks => "has a quotation mark or bracket without its partner",
            Self::TranscriptionTrouble => "has words the transcriber did not hear",
            Self::EditorsBracket => "has words somebody added in brackets",
            Self::LinkOrCode => "has a link, an address or code",
            Self::NotASentence => "begins or ends in the middle of a sentence",
            Self::BrokenOff => "is broken off",
            Self::EndsInQuestion => "ends with a question that nothing answers",
            Self::Announces => "ends by announcing what is not shown",
            Self::UnresolvedReference => "begins with a word that points at something outside",
            Self::GoesOn => "begins with a word that goes on from what was said before",
            Self::Aside => "begins with an aside in brackets",
            Self::TakenBack => "is taken back by the next sentence",
            Self::DropsNegation => "would lose what limits or turns its meaning",
            Self::TooShort => "is too short",
            Self::TooLong => "is too long",
            Self::Profanity => "has profanity",
            Self::Excluded => "has words that were excluded",
        }
    }

    /// Tells whether even a passage the user forces may not pass: what it shows would not be the speaker's words.
    #[must_use]
    pub const fn is_fidelity(self) -> bool {
        matches!(self, Self::SomebodyElsesWords | Self::TranscriptionTrouble | Self::DropsNegation)
    }
}

/// Returns the first gate a candidate fails.
pub(super) fn gate(page: &Page<'_>, candidate: &Candidate, options: &SelectOptions) -> Option<Gate> {
    voice(page, candidate)
        .or_else(|| damage(page, candidate))
        .or_else(|| size(page, candidate, options))
        .or_else(|| ending(page, candidate))
        .or_else(|| start(page, candidate))
        .or_else(|| meaning(page, candidate))
        .or_else(|| wishes(page, candidate, options))
}

/// Returns the sentences that a candidate shows.
fn shown<'p>(page: &'p Page<'_>, candidate: &Candidate) -> impl Iterator<Item = &'p super::page::Sentence> {
    let skips = candidate.cut == Cut::Gap;
    let middle = candidate.first + 1;
    (candidate.first..=candidate.last)
        .filter(move |index| !(skips && *index == middle))
        .map(|index| &page.sentences[index])
}

/// Whose words they are, and whether their marks are whole.
fn voice(page: &Page<'_>, candidate: &Candidate) -> Option<Gate> {
    if shown(page, candidate).any(|sentence| sentence.voice == Voice::Another) {
        return Some(Gate::SomebodyElsesWords);
    }
    if shown(page, candidate).any(|sentence| sentence.voice == Voice::Unbalanced) {
        return Some(Gate::UnbalancedMarks);
    }
    let first = &page.sentences[candidate.first];
    let left_out = &page.words[first.words.start..candidate.head];
    let quote_lost = left_out.iter().any(|word| word.after.any(Marks::QUOTE));
    let parens_lost =
        page.words_from(candidate.head, candidate.last).iter().any(|word| word.after.any(Marks::PAREN))
            && !parens_balance(page, candidate);
    (quote_lost || parens_lost).then_some(Gate::UnbalancedMarks)
}

/// Tells whether every round bracket has its partner.
fn parens_balance(page: &Page<'_>, candidate: &Candidate) -> bool {
    let start = page.words[candidate.head].start;
    let from = page.interview.text[..start].strip_suffix(['(', '（']).map_or(start, str::len);
    let text = &page.interview.text[from..page.sentences[candidate.last].span.end];
    let mut depth = 0_i32;
    for c in text.chars() {
        match c {
            '(' | '（' => depth += 1,
            ')' | '）' => depth -= 1,
            _ => {}
        }
        if depth < 0 {
            return false;
        }
    }
    depth == 0
}

/// What the transcript did to the words.
fn damage(page: &Page<'_>, candidate: &Candidate) -> Option<Gate> {
    for sentence in shown(page, candidate) {
        match sentence.brackets {
            Brackets::Trouble => return Some(Gate::TranscriptionTrouble),
            Brackets::Editor => return Some(Gate::EditorsBracket),
            Brackets::None => {}
        }
    }
    page.words_from(candidate.head, candidate.last)
        .iter()
        .any(|word| word.after.any(Marks::CODE))
        .then_some(Gate::LinkOrCode)
}

/// Too short to mean anything, too long for a card.
fn size(page: &Page<'_>, candidate: &Candidate, options: &SelectOptions) -> Option<Gate> {
    let width = candidate.width(page);
    if width > options.max_chars {
        return Some(Gate::TooLong);
    }
    let words = page.words_from(candidate.head, candidate.last).len();
    (width < options.min_chars || words < MIN_WORDS).then_some(Gate::TooShort)
}

/// Fewer words than these are a label, not a thought.
const MIN_WORDS: usize = 5;

/// Whether it ends where a thought ends.
fn ending(page: &Page<'_>, candidate: &Candidate) -> Option<Gate> {
    let last = &page.sentences[candidate.last];
    match last.ending {
        Ending::Open => return Some(Gate::NotASentence),
        Ending::BrokenOff => return Some(Gate::BrokenOff),
        Ending::Question => return Some(Gate::EndsInQuestion),
        Ending::Stop => {}
    }
    // An ellipsis inside is a pause; a colon or a missing mark inside is a list or a heading.
    if shown(page, candidate).any(|sentence| sentence.ending == Ending::Open) {
        return Some(Gate::NotASentence);
    }
    if breaks(page, candidate) >= 2 || is_doing_alone(page, candidate) {
        return Some(Gate::BrokenOff);
    }
    let final_word = page.words[last.words.clone()].last()?;
    // "… as follows.", and "It's not that I mind." before what it is.
    let announces = final_word.classes.has(Class::Dangling)
        || page.length_of(last.words.start, Class::Dangling).is_some_and(|length| length > 1);
    announces.then_some(Gate::Announces)
}

/// Counts where the speaker breaks off inside: "because we haven't... like, it's not here yet".
fn breaks(page: &Page<'_>, candidate: &Candidate) -> usize {
    let from = page.words[candidate.head].start;
    let text = &page.interview.text[from..page.sentences[candidate.last].span.end];
    ["--", "...", "…"].iter().map(|mark| text.matches(mark).count()).sum()
}

/// Tells whether a sentence of one "doing" has no verb of its own: "Playing a drum twice as fast."
fn is_doing_alone(page: &Page<'_>, candidate: &Candidate) -> bool {
    const VERBS: [Class; 4] = [Class::Copula, Class::Modal, Class::Past, Class::Verb];
    let words = &page.words[candidate.head..page.sentences[candidate.first].words.end];
    let Some((first, rest)) = words.split_first() else { return false };
    page.lexicon.verb_ending.is_some()
        && first.letters > 4
        && page.interview.text[first.start..first.end].ends_with("ing")
        && !first.classes.has(Class::Thing)
        && !first.classes.has(Class::Preposition)
        && !rest.iter().any(|word| {
            word.after.any(Marks::COMMA) || VERBS.into_iter().any(|class| word.classes.has(class))
        })
}

/// Whether it begins where a thought begins.
fn start(page: &Page<'_>, candidate: &Candidate) -> Option<Gate> {
    let sentence = &page.sentences[candidate.first];
    let head = candidate.head;
    let word = &page.words[head];
    if !candidate.is_trimmed(page) && page.interview.text[word.start..].starts_with(char::is_lowercase) {
        return Some(Gate::NotASentence);
    }
    if page.interview.text[..word.start].ends_with(['(', '（']) {
        return Some(Gate::Aside);
    }
    let first = |class| page.length_of(head, class).is_some();
    if points_outside(page, candidate) {
        return Some(Gate::UnresolvedReference);
    }
    // "Because the lamp is lit, …"; a comma before "and" only makes the reason longer.
    let has_main_clause = page.words[head..sentence.words.end]
        .windows(2)
        .any(|pair| pair[0].after.any(Marks::COMMA) && !pair[1].classes.has(Class::Clause));
    let goes_on = first(Class::Connective) && !first(Class::Pleonastic)
        || word.classes.has(Class::Because) && !has_main_clause
        || reacts(page, head, sentence.words.end)
        || is_half_an_answer(page, head, sentence.words.end);
    goes_on.then_some(Gate::GoesOn)
}

/// Tells whether it begins with an answer to the question that is not shown: "I don't know, …", "No."
fn reacts(page: &Page<'_>, head: usize, end: usize) -> bool {
    let word = &page.words[head];
    // "No." and "Probably thousands."
    if end == head + 1 && word.classes.has(Class::Negation)
        || end <= head + 3 && word.classes.has(Class::Hedge)
    {
        return true;
    }
    page.length_of(head, Class::Reaction).is_some_and(|length| {
        let last = (head + length).min(end) - 1;
        last + 1 == end
            || page.words[last].after.any(Marks::COMMA_OR_PAUSE)
            || page.words[last].after.any(Marks::SEMICOLON)
    })
}

/// Tells whether the question is the other half of the sentence: "Probably because …", "Sometimes dealing with …".
fn is_half_an_answer(page: &Page<'_>, head: usize, end: usize) -> bool {
    let words = &page.words[head..end];
    let [word, next, ..] = words else { return false };
    if !word.classes.has(Class::Hedge) && !word.classes.has(Class::Adverb) {
        return false;
    }
    let is_doing = page.lexicon.verb_ending.is_some()
        && page.interview.text[next.start..next.end].ends_with("ing")
        && !next.classes.has(Class::Thing)
        && !next.classes.has(Class::Preposition);
    is_doing || next.classes.has(Class::Because)
}

/// Whether it would mean the same with what stands around it.
fn meaning(page: &Page<'_>, candidate: &Candidate) -> Option<Gate> {
    if loses_a_limit(page, candidate) {
        return Some(Gate::DropsNegation);
    }
    let answer = &page.paragraphs[candidate.paragraph].answer;
    let next = page.sentences[candidate.last + 1..answer.end].iter().find(|next| !next.words.is_empty())?;
    page.length_of(next.words.start, Class::TakesBack).map(|_| Gate::TakenBack)
}

/// Tells whether what a cut leaves out turns or limits what it shows: "I don't believe that", "if they ask".
fn loses_a_limit(page: &Page<'_>, candidate: &Candidate) -> bool {
    let first = &page.sentences[candidate.first];
    let left_out = match candidate.cut {
        Cut::None => return false,
        Cut::Gap => page.sentences[candidate.first + 1].words.clone(),
        // The last word left out is the conjunction, whose "but" binds the clause that goes, not the one that stays.
        Cut::Clause => first.words.start..candidate.head - 1,
    };
    page.words[left_out].iter().any(|word| {
        [Class::Negation, Class::Conditional, Class::TakesBack]
            .into_iter()
            .any(|class| word.classes.has(class))
    })
}

/// What the user wants left out.
fn wishes(page: &Page<'_>, candidate: &Candidate, options: &SelectOptions) -> Option<Gate> {
    let words = page.words_from(candidate.head, candidate.last);
    if options.clean && words.iter().any(|word| word.classes.has(Class::Profanity)) {
        return Some(Gate::Profanity);
    }
    if options.exclude.is_empty() {
        return None;
    }
    let spans = candidate.spans(page);
    let text = super::wishes::plain(spans.iter().map(|span| page.interview.slice(*span)));
    options.exclude.iter().any(|words| super::wishes::holds(&text, words)).then_some(Gate::Excluded)
}
