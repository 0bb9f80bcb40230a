//! Word lists: what the words of a paragraph tell about who says it, and what a label or a line on a page says of itself.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use serde::Deserialize;

use super::text::floor;
use crate::builtin;
use crate::language::Language;
use crate::toml_file;

/// What the words of one language tell.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Voices {
    /// The speaker.
    pub(super) i: Phrases,
    /// The one spoken to.
    pub(super) you: Phrases,
    /// Somebody spoken about.
    pub(super) third: Phrases,
    /// How questions and requests begin.
    pub(super) ask: Phrases,
    /// How answers begin.
    pub(super) reply: Phrases,
    /// How requests begin, which are questions without a question mark.
    #[serde(default)]
    pub(super) request: Phrases,
    /// What people say who lead a conversation.
    #[serde(default)]
    pub(super) lead: Phrases,
    /// What guests say.
    #[serde(default)]
    pub(super) guest: Phrases,
    /// How a paragraph begins that goes on from the one before.
    #[serde(default)]
    pub(super) goes_on: Phrases,
    /// Words in the order of a question to somebody.
    #[serde(default)]
    pub(super) inverted: Phrases,
    /// Praise for what was said.
    #[serde(default)]
    pub(super) praise: Phrases,
    /// What people say while they look for words; nobody writes it.
    #[serde(default)]
    pub(super) filler: Phrases,
}

impl Voices {
    /// Returns the words of a language; none for a language without a list.
    pub(super) fn of(language: &Language) -> &'static Self {
        static VOICES: LazyLock<BTreeMap<String, Voices>> = LazyLock::new(|| parsed(&builtin::READER_WORDS));
        static NONE: LazyLock<Voices> = LazyLock::new(Voices::default);
        VOICES.get(language.primary()).unwrap_or(&NONE)
    }
}

/// What stands around an interview on a page.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Page {
    /// Whole lines of buttons, menus, share bars.
    pub(super) furniture: Phrases,
    /// Notices, newsletters, related links.
    pub(super) boilerplate: Phrases,
    /// What stands under a picture.
    pub(super) caption: Phrases,
    /// Who wrote it and when.
    pub(super) byline: Phrases,
    /// How an author opens and closes an interview.
    pub(super) intro: Phrases,
    /// Before the name of a publication, as a label.
    pub(super) published_in: Phrases,
    /// Names of months.
    pub(super) months: Phrases,
}

/// Returns the phrases of pages.
pub(super) fn page() -> &'static Page {
    static PAGE: LazyLock<Page> = LazyLock::new(|| parsed(&builtin::READER_PAGE));
    &PAGE
}

/// What printed labels say.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Labels {
    /// Asks.
    pub(super) interviewer: Phrases,
    /// Runs the show.
    pub(super) host: Phrases,
    /// Answers.
    pub(super) guest: Phrases,
    /// One of many who listen; asks, when heard.
    pub(super) audience: Phrases,
    /// Names nobody.
    pub(super) nobody: Phrases,
    /// Names nobody, and what follows is not said in the interview.
    pub(super) notice: Phrases,
}

/// Returns the words of labels.
pub(super) fn labels() -> &'static Labels {
    static LABELS: LazyLock<Labels> = LazyLock::new(|| parsed(&builtin::READER_LABELS));
    &LABELS
}

/// Words around people's names.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct People {
    /// What people are.
    pub(super) roles: Phrases,
    /// What stands before the name of somebody who is interviewed.
    pub(super) met: Phrases,
    /// What follows the name in a title.
    pub(super) speaks: Phrases,
    /// "I am", before one's own name.
    #[serde(rename = "self")]
    pub(super) myself: Phrases,
    /// Between a name and what they are.
    pub(super) is: Phrases,
    /// Between what they are and where.
    pub(super) at: Phrases,
    /// Articles, before what somebody is.
    pub(super) articles: Phrases,
    /// Words of the sentence around a role.
    pub(super) small: Phrases,
    /// How nouns end that mean one who does something.
    pub(super) agents: Endings,
    /// Words that end so and mean no such thing.
    pub(super) no_agents: Phrases,
}

/// Returns the words around names.
pub(super) fn people() -> &'static People {
    static PEOPLE: LazyLock<People> = LazyLock::new(|| parsed(&builtin::READER_PEOPLE));
    &PEOPLE
}

/// Reads an embedded list.
fn parsed<T: serde::de::DeserializeOwned>(file: &builtin::TextFile) -> T {
    toml_file::parse(file.file, file.text).expect("embedded word lists are read by a test")
}

/// A list of the ends of words.
pub(super) struct Endings(Vec<Box<str>>);

impl<'de> Deserialize<'de> for Endings {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let listed = String::deserialize(deserializer)?;
        Ok(Self(listed.split_whitespace().map(Into::into).collect()))
    }
}

impl Endings {
    /// Tells whether a word, in small letters, ends so and has more to it.
    pub(super) fn ends(&self, word: &str) -> bool {
        self.0.iter().any(|ending| word.len() > ending.len() + 1 && word.ends_with(&**ending))
    }
}

/// A list of words and phrases.
#[derive(Default)]
pub(super) struct Phrases {
    /// Phrases by their first word.
    by_first: HashMap<Box<str>, Vec<Vec<Box<str>>>>,
    /// Phrases that are looked for letter by letter: of scripts that set no spaces, or made of signs.
    letters: Vec<Box<str>>,
}

impl<'de> Deserialize<'de> for Phrases {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let listed = String::deserialize(deserializer)?;
        let mut phrases = Self::default();
        for entry in listed.split_whitespace() {
            let entry = entry.trim_start_matches('¿').replace('_', " ");
            if entry.chars().any(|c| is_unspaced(c) || matches!(c, '(' | '©' | '=')) {
                phrases.letters.push(entry.into());
            } else {
                let words: Vec<Box<str>> = entry.split(' ').map(Into::into).collect();
                let first = words[0].trim_end_matches(':').into();
                phrases.by_first.entry(first).or_default().push(words);
            }
        }
        Ok(phrases)
    }
}

impl Phrases {
    /// Counts the phrases in a text.
    pub(super) fn count(&self, text: &Lowered) -> usize {
        let words = (0..text.words.len()).filter(|&at| self.len_at(text, at).is_some()).count();
        words + self.letters.iter().map(|letters| text.text.matches(&**letters).count()).sum::<usize>()
    }

    /// Tells whether a phrase stands in a text.
    pub(super) fn is_in(&self, text: &Lowered) -> bool {
        (0..text.words.len()).any(|at| self.len_at(text, at).is_some())
            || self.letters.iter().any(|letters| text.text.contains(&**letters))
    }

    /// Tells whether a phrase begins among the first words of a text.
    pub(super) fn is_among(&self, text: &Lowered, n_words: usize) -> bool {
        (0..text.words.len().min(n_words)).any(|at| self.len_at(text, at).is_some())
    }

    /// Tells whether a text begins with a phrase.
    pub(super) fn begins(&self, text: &Lowered) -> bool {
        self.len_at(text, 0).is_some() || self.letters.iter().any(|letters| text.text.starts_with(&**letters))
    }

    /// Tells whether a text ends with a phrase.
    pub(super) fn ends(&self, text: &Lowered) -> bool {
        (0..text.words.len()).rev().take(4).any(|at| self.len_at(text, at) == Some(text.words.len() - at))
            || self.letters.iter().any(|letters| text.text.trim_end().ends_with(&**letters))
    }

    /// Tells whether a text is a phrase and nothing more.
    pub(super) fn is_whole(&self, text: &Lowered) -> bool {
        self.len_at(text, 0) == Some(text.words.len())
            || (text.words.len() == 1 && self.letters.iter().any(|letters| text.word(0) == &**letters))
    }

    /// Returns how many words the longest phrase takes that begins at a word.
    fn len_at(&self, text: &Lowered, at: usize) -> Option<usize> {
        let first = text.words.get(at)?;
        let fits = |words: &&Vec<Box<str>>| {
            at + words.len() <= text.words.len()
                && words.iter().enumerate().all(|(index, word)| text.is_word(at + index, word))
        };
        self.by_first.get(&text.text[first.start..first.end])?.iter().filter(fits).map(Vec::len).max()
    }
}

/// Tells whether a character is of a script that sets no spaces between words, or glues its particles to them.
pub(super) fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{e7f}' | '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{2fff}' | '\u{3040}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}')
}

/// Tells whether a character is part of the letter before it, though it is no letter: an accent, a tone mark, a virama.
pub(super) fn is_joined(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{65f}' | '\u{900}'..='\u{97f}' | '\u{e31}'..='\u{e4e}')
}

/// A text in lower case, cut into words.
pub(super) struct Lowered {
    /// The text, apostrophes straight.
    text: String,
    /// Its words, without the signs around them.
    words: Vec<Word>,
}

/// A word of a lowered text.
struct Word {
    /// First byte.
    start: usize,
    /// One past the last.
    end: usize,
    /// Whether a colon follows.
    has_colon: bool,
}

impl Lowered {
    /// Bytes that are looked at; an answer that goes on for pages says nothing new about who gives it.
    const LIMIT: usize = 3000;

    /// Lowers the beginning of a text.
    pub(super) fn new(text: &str) -> Self {
        let text: String = text[..floor(text, Self::LIMIT)]
            .chars()
            .flat_map(char::to_lowercase)
            .map(|c| if matches!(c, '’' | 'ʼ') { '\'' } else { c })
            .collect();
        let mut words = Vec::new();
        let mut at = 0;
        for piece in text.split(char::is_whitespace) {
            let is_sign = |c: char| !c.is_alphanumeric() && !is_joined(c);
            let start = at + (piece.len() - piece.trim_start_matches(is_sign).len());
            let end = start + text[start..at + piece.len()].trim_end_matches(is_sign).len();
            if start < end {
                words.push(Word { start, end, has_colon: text[end..].starts_with([':', '：']) });
            }
            at += piece.len() + text[at + piece.len()..].chars().next().map_or(0, char::len_utf8);
        }
        Self { text, words }
    }

    /// Returns about how many words there are, also where no spaces part them.
    pub(super) fn n_words(&self) -> f32 {
        let unspaced = self.text.chars().filter(|&c| is_unspaced(c)).count();
        // Two characters of Chinese carry about as much as a word of English.
        (self.words.len() as f32).max(unspaced as f32 / 2.0)
    }

    /// Returns a word.
    fn word(&self, index: usize) -> &str {
        &self.text[self.words[index].start..self.words[index].end]
    }

    /// Compares a word with one of a phrase, whose colon must be there too.
    fn is_word(&self, index: usize, listed: &str) -> bool {
        match listed.strip_suffix(':') {
            Some(listed) => self.words[index].has_colon && self.word(index) == listed,
            None => self.word(index) == listed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_lists_are_read() {
        assert!(page().furniture.is_whole(&Lowered::new("» Sign up «")));
        assert!(labels().interviewer.is_whole(&Lowered::new("Q")));
        assert!(Voices::of(&Language::new("fr")).i.is_in(&Lowered::new("Oui, j’ai vu.")));
        assert!(!Voices::of(&Language::new("xx")).i.is_in(&Lowered::new("I")));
    }

    #[test]
    fn phrases_match_whole_words_and_their_colons() {
        let caption = &page().caption;
        assert!(caption.is_in(&Lowered::new("Image: our own")));
        assert!(!caption.is_in(&Lowered::new("The image we had")));
        assert!(caption.is_in(&Lowered::new("摄影：某人")));
        assert!(!page().furniture.is_whole(&Lowered::new("Close the door")));
    }
}
