//! Word lists: what a word or phrase of a language tells the selector.
//!
//! A list is data (`data/selector/en.toml`); a language without one is judged by what needs no words, and the
//! explanation says so.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use serde::Deserialize;

use crate::builtin;
use crate::language::Language;
use crate::toml_file;

use super::words::is_wide;

macro_rules! classes {
    ($($(#[$doc:meta])* $name:ident = $key:literal,)*) => {
        /// What a word or phrase can be.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Class { $($(#[$doc])* $name,)* }

        impl Class {
            /// Every class with its key in a word list.
            pub(super) const ALL: &'static [(Self, &'static str)] = &[$((Self::$name, $key),)*];
        }
    };
}

classes! {
    /// Feelings, and the abstract nouns one feels about.
    Emotive = "emotive",
    /// People, life, the world: what anybody has a stake in.
    Generic = "generic",
    /// Never, always, nobody.
    Absolute = "absolute",
    /// I think, I believe.
    Opinion = "opinion",
    /// Announces a lesson: learned, hard, the point.
    Thesis = "thesis",
    /// If, when.
    Conditional = "conditional",
    /// Because.
    Because = "because",
    /// Sets one thing against another.
    Contrast = "contrast",
    /// Best, worst.
    Superlative = "superlative",
    /// Should, must, cannot.
    Modal = "modal",
    /// The reader, or anybody.
    You = "you",
    /// I, me.
    First = "first",
    /// We, us.
    We = "we",
    /// He, she, they.
    Third = "third",
    /// Not, never.
    Negation = "negation",
    /// Past tense.
    Past = "past",
    /// Maybe, sort of.
    Hedge = "hedge",
    /// Um, you know.
    Filler = "filler",
    /// "and so on".
    VagueEnd = "vague_end",
    /// Said to the interviewer or to the audience.
    Listener = "listener",
    /// Puts words into a mouth: said, was like.
    Speech = "speech",
    /// Offices, products, tools.
    Job = "job",
    /// X is Y.
    Copula = "copula",
    /// More, less, better.
    Compare = "compare",
    /// Stronger by degree: deeply, so much.
    Strong = "strong",
    /// So that.
    Cause = "cause",
    /// In a question: asks for a view.
    AsksView = "asks_view",
    /// In a question: asks for facts.
    AsksFacts = "asks_facts",
    /// Left out at the head.
    Opener = "openers",
    /// Left out at the head where a comma or full stop follows.
    OpenerWithComma = "openers_with_comma",
    /// Begins like an opener and is none.
    Kept = "kept",
    /// Drops a thought and takes up another.
    Anew = "anew",
    /// Joins a clause that can stand alone.
    Clause = "clause",
    /// Points at somebody or something before.
    Pronoun = "pronouns",
    /// This, that.
    Demonstrative = "demonstratives",
    /// Goes on from what was said before.
    Connective = "connectives",
    /// An "it" that points forward.
    Pleonastic = "pleonastic",
    /// A "this" that points at the world.
    Standing = "standing",
    /// Answers the question and says no more: "I don't know", set apart.
    Reaction = "reactions",
    /// Stands for one person: he, her.
    Someone = "someone",
    /// A person whom a "he" may stand for.
    Person = "persons",
    /// Says when or how often, and nothing that a pronoun could stand for.
    Adverb = "adverbs",
    /// Points at something before, wherever it stands: "that question", "j'y".
    Pointing = "pointing",
    /// Points at several things before: these, those.
    Plural = "plural",
    /// A noun that says what kind of clause follows, and is nothing that a pronoun stands for: reason, point.
    Shell = "shells",
    /// What a pronoun may stand for, however common: something, everything.
    Thing = "things",
    /// Of, with, about.
    Preposition = "prepositions",
    /// A common verb that may follow a subject.
    Verb = "verbs",
    /// A verb follows: I, we, to, don't.
    Subject = "subjects",
    /// An "it" that may prepare for what follows.
    Expletive = "expletive",
    /// What such an "it" prepares for: to, that, when.
    Forward = "forward",
    /// Takes back what was said before.
    TakesBack = "takes_back",
    /// Announces what comes next.
    Dangling = "dangling",
    /// Stage direction.
    Stage = "stage",
    /// The transcriber did not hear.
    Trouble = "trouble",
    /// Profanity.
    Profanity = "profanity",
    /// Too common to compare by.
    Stop = "stop",
}

/// A set of classes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Classes(u64);

impl Classes {
    /// Tells whether a class is in the set.
    pub(super) const fn has(self, class: Class) -> bool {
        self.0 >> (class as u64) & 1 == 1
    }

    /// Adds a class.
    pub(super) const fn insert(&mut self, class: Class) {
        self.0 |= 1 << (class as u64);
    }

    /// Adds all of another set.
    pub(super) const fn join(&mut self, other: Self) {
        self.0 |= other.0;
    }

    /// Returns the bits, lowest class first.
    pub(super) const fn bits(self) -> u64 {
        self.0
    }
}

/// A word's number in its lexicon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct WordId(u32);

impl WordId {
    /// A word no list has.
    pub(super) const UNLISTED: Self = Self(u32::MAX);
}

/// What a lexicon knows of one word.
#[derive(Clone, Debug, Default)]
pub(super) struct Entry {
    /// What the word is on its own.
    pub(super) classes: Classes,
    /// Phrases that begin with it, the longest first.
    pub(super) phrases: Vec<Phrase>,
}

/// A phrase, without its first word.
#[derive(Clone, Debug)]
pub(super) struct Phrase {
    /// The other words.
    pub(super) rest: Vec<WordId>,
    /// What the phrase is.
    pub(super) classes: Classes,
}

/// The word list of a language.
#[derive(Clone, Debug, Default)]
pub(super) struct Lexicon {
    /// Numbers of words.
    ids: HashMap<Box<str>, WordId>,
    /// What is known of each, by number.
    entries: Vec<Entry>,
    /// Whether a capital inside a sentence means a name; not so in German.
    pub(super) names_are_capitalized: bool,
    /// Ending of regular past forms, if the language has one.
    pub(super) past_ending: Option<String>,
    /// Ending of verbs in the third person, if nouns after "this" never have it.
    pub(super) verb_ending: Option<String>,
    /// Whether there is a list to judge by.
    pub(super) is_listed: bool,
}

/// A word list as it is written down.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawLexicon {
    language: String,
    names_are_capitalized: bool,
    past_ending: Option<String>,
    verb_ending: Option<String>,
    /// Tells where a quote may begin and end, and has too few words to judge by.
    #[serde(default)]
    bounds_only: bool,
    classes: BTreeMap<String, String>,
    bounds: BTreeMap<String, String>,
    marks: BTreeMap<String, String>,
    common: BTreeMap<String, String>,
}

/// The lexicons of languages that have a list, by language.
static LISTED: LazyLock<Vec<(String, Lexicon)>> = LazyLock::new(|| {
    let mut lexicons = Vec::new();
    for file in builtin::SELECTOR_LANGUAGES {
        let raw: RawLexicon =
            toml_file::parse(file.file, file.text).expect("a test reads every embedded word list");
        lexicons.push((raw.language.clone(), Lexicon::from_raw(raw)));
    }
    lexicons
});

/// The lexicon of languages that have no list.
static UNLISTED: LazyLock<Lexicon> =
    LazyLock::new(|| Lexicon { names_are_capitalized: true, ..Lexicon::default() });

impl Lexicon {
    /// Returns the word list of a language; an empty one where there is none.
    pub(super) fn of(language: &Language) -> &'static Self {
        LISTED
            .iter()
            .find(|(listed, _)| listed == language.primary())
            .map_or(&*UNLISTED, |(_, lexicon)| lexicon)
    }

    /// Looks a word up, in lower case and with straight apostrophes.
    pub(super) fn id(&self, word: &str) -> WordId {
        self.ids.get(word).copied().unwrap_or(WordId::UNLISTED)
    }

    /// Returns what is known of a word.
    pub(super) fn entry(&self, WordId(id): WordId) -> Option<&Entry> {
        self.entries.get(id as usize)
    }

    /// Sorts a word list into classes.
    fn from_raw(raw: RawLexicon) -> Self {
        let mut lexicon = Self {
            names_are_capitalized: raw.names_are_capitalized,
            past_ending: raw.past_ending,
            verb_ending: raw.verb_ending,
            is_listed: !raw.bounds_only,
            ..Self::default()
        };
        let sections = [&raw.classes, &raw.bounds, &raw.marks, &raw.common];
        for (key, words) in sections.into_iter().flatten() {
            let Some((class, _)) = Class::ALL.iter().find(|(_, known)| known == key) else {
                debug_assert!(false, "unknown class {key}");
                continue;
            };
            for entry in words.split_whitespace() {
                lexicon.add(entry, *class);
            }
        }
        for entry in &mut lexicon.entries {
            entry.phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.rest.len()));
        }
        lexicon
    }

    /// Puts a word, or a phrase with `_` for its spaces, into a class.
    fn add(&mut self, entry: &str, class: Class) {
        let mut ids = split_elisions(entry).map(|word| self.intern(word)).collect::<Vec<_>>();
        let WordId(first) = ids.remove(0);
        let known = &mut self.entries[first as usize];
        if ids.is_empty() {
            known.classes.insert(class);
            return;
        }
        match known.phrases.iter_mut().find(|phrase| phrase.rest == ids) {
            Some(phrase) => phrase.classes.insert(class),
            None => {
                let mut classes = Classes::default();
                classes.insert(class);
                known.phrases.push(Phrase { rest: ids, classes });
            }
        }
    }

    /// Returns a word's number, a new one where it has none.
    fn intern(&mut self, word: &str) -> WordId {
        if let Some(id) = self.ids.get(word) {
            return *id;
        }
        let id = WordId(u32::try_from(self.entries.len()).expect("a word list is short"));
        self.entries.push(Entry::default());
        self.ids.insert(word.into(), id);
        id
    }
}

/// Splits a list's entry into words as the page splits them.
fn split_elisions(entry: &str) -> impl Iterator<Item = &str> {
    entry
        .split('_')
        .flat_map(|word| match elision(word) {
            Some(end) if end < word.len() => [Some(&word[..end]), Some(&word[end..])],
            _ => [Some(word), None],
        })
        .flatten()
        .flat_map(wide_words)
}

/// Splits a word of ideographs into its characters, each of which the page takes for a word.
fn wide_words(word: &str) -> impl Iterator<Item = &str> {
    let is_split = word.chars().next().is_some_and(is_wide);
    let mut ends = word.char_indices().map(|(at, c)| at + c.len_utf8());
    let mut from = 0;
    std::iter::from_fn(move || {
        let end = if is_split { ends.next()? } else { (from < word.len()).then_some(word.len())? };
        let piece = &word[from..end];
        from = end;
        Some(piece)
    })
}

/// Returns where an elided word ends, its apostrophe included: `c'` of `c'est`, `qu'` of `qu'on`.
pub(super) fn elision(word: &str) -> Option<usize> {
    const ELIDED: &[&str] =
        &["c'", "d'", "j'", "l'", "m'", "n'", "s'", "t'", "qu'", "jusqu'", "lorsqu'", "puisqu'"];
    let end = word.find('\'')? + 1;
    ELIDED.contains(&&word[..end]).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_embedded_list_is_read_and_knows_only_known_classes() {
        for file in builtin::SELECTOR_LANGUAGES {
            let raw: RawLexicon = toml_file::parse(file.file, file.text).unwrap();
            let sections = [&raw.classes, &raw.bounds, &raw.marks, &raw.common];
            for key in sections.into_iter().flat_map(BTreeMap::keys) {
                assert!(
                    Class::ALL.iter().any(|(_, known)| known == key),
                    "{}: unknown class {key}",
                    file.file
                );
            }
        }
    }

    #[test]
    fn phrases_and_elided_words_are_found_by_their_words() {
        let english = Lexicon::of(&Language::new("en-GB"));
        let i = english.entry(english.id("i")).unwrap();
        assert!(
            i.phrases
                .iter()
                .any(|phrase| phrase.classes.has(Class::Opinion) && phrase.rest == [english.id("think")])
        );
        let french = Lexicon::of(&Language::new("fr"));
        assert!(french.entry(french.id("c'")).unwrap().classes.has(Class::Demonstrative));
        assert!(!Lexicon::of(&Language::new("fi")).is_listed);
    }

    #[test]
    fn weights_and_lists_stay_small() {
        let files = builtin::SELECTOR_LANGUAGES
            .iter()
            .chain(builtin::SELECTOR_WORDS)
            .chain([&builtin::SELECTOR_MODEL]);
        let bytes: usize = files.map(|file| file.text.len()).sum();
        assert!(bytes < 64 * 1024, "{bytes} bytes");
    }
}
