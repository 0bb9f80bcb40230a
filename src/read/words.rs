//! Word lists: what the words of a paragraph tell about who says it, and what a label or a line on a page says of itself.

use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasherDefault, Hasher};
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
    /// What begins a clause on somebody just named.
    pub(super) relative: Phrases,
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
    /// Which first words there may be, by six and four bits of their fingerprints: most words of a text begin no phrase,
    /// and this tells it without a look into the table.
    filter: [u64; 16],
    /// Phrases by the fingerprint of their first word.
    by_first: HashMap<u64, Vec<Vec<Box<str>>>, BuildHasherDefault<AsItIs>>,
    /// Phrases of scripts that set no spaces, which are looked for letter by letter, by their first letter.
    glued: HashMap<char, Vec<Box<str>>>,
    /// Phrases that are made of signs.
    signs: Vec<Box<str>>,
}

impl<'de> Deserialize<'de> for Phrases {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let listed = String::deserialize(deserializer)?;
        let mut phrases = Self::default();
        for entry in listed.split_whitespace() {
            let entry = entry.trim_start_matches('¿').replace('_', " ");
            if entry.chars().any(is_unspaced) {
                let first = entry.chars().next().unwrap_or_default();
                phrases.glued.entry(first).or_default().push(entry.into());
            } else if entry.contains(is_listed_sign) {
                phrases.signs.push(entry.into());
            } else {
                let words: Vec<Box<str>> = entry.split(' ').map(Into::into).collect();
                let first = fingerprint(words[0].trim_end_matches(':'));
                phrases.filter[first as usize % 16] |= 1 << (first >> 4 & 63);
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
        let signs = self.signs_for(text).map(|signs| text.text.matches(signs).count()).sum::<usize>();
        // Of two that overlap, the first counts.
        let mut ends: Vec<(&str, usize)> = Vec::new();
        let glued = self.glued_in(text).filter(|(at, phrase)| {
            let end = at + phrase.len();
            match ends.iter_mut().find(|(known, _)| known == phrase) {
                Some((_, before)) if *before > *at => false,
                Some((_, before)) => {
                    *before = end;
                    true
                }
                None => {
                    ends.push((phrase, end));
                    true
                }
            }
        });
        words + signs + glued.count()
    }

    /// Tells whether a phrase stands in a text.
    pub(super) fn is_in(&self, text: &Lowered) -> bool {
        (0..text.words.len()).any(|at| self.len_at(text, at).is_some())
            || self.signs_for(text).any(|signs| text.text.contains(signs))
            || self.glued_in(text).next().is_some()
    }

    /// Tells whether a phrase begins among the first words of a text.
    pub(super) fn is_among(&self, text: &Lowered, n_words: usize) -> bool {
        (0..text.words.len().min(n_words)).any(|at| self.len_at(text, at).is_some())
    }

    /// Tells whether a text begins with a phrase.
    pub(super) fn begins(&self, text: &Lowered) -> bool {
        self.len_at(text, 0).is_some()
            || self.signs_for(text).any(|signs| text.text.starts_with(signs))
            || self.glued_in(text).take_while(|(at, _)| *at == 0).next().is_some()
    }

    /// Tells whether a text ends with a phrase.
    pub(super) fn ends(&self, text: &Lowered) -> bool {
        let end = text.text.trim_end();
        (0..text.words.len()).rev().take(4).any(|at| self.len_at(text, at) == Some(text.words.len() - at))
            || self.signs_for(text).any(|signs| end.ends_with(signs))
            || (text.n_unspaced > 0 && self.glued.values().flatten().any(|phrase| end.ends_with(&**phrase)))
    }

    /// Tells whether a text is a phrase and nothing more.
    pub(super) fn is_whole(&self, text: &Lowered) -> bool {
        self.len_at(text, 0) == Some(text.words.len())
            || (text.words.len() == 1
                && (self.signs.iter().any(|signs| text.word(0) == &**signs)
                    || self
                        .glued_from(text.word(0))
                        .is_some_and(|phrases| phrases.iter().any(|phrase| text.word(0) == &**phrase))))
    }

    /// Returns how many words the longest phrase takes that begins at a word.
    fn len_at(&self, text: &Lowered, at: usize) -> Option<usize> {
        let first = text.words.get(at)?.fingerprint;
        if self.filter[first as usize % 16] & 1 << (first >> 4 & 63) == 0 {
            return None;
        }
        let fits = |words: &&Vec<Box<str>>| {
            at + words.len() <= text.words.len()
                && words.iter().enumerate().all(|(index, word)| text.is_word(at + index, word))
        };
        self.by_first.get(&first)?.iter().filter(fits).map(Vec::len).max()
    }

    /// Returns the phrases of signs, if a text has signs.
    fn signs_for(&self, text: &Lowered) -> impl Iterator<Item = &str> {
        let signs = if text.has_sign { self.signs.as_slice() } else { &[] };
        signs.iter().map(|signs| &**signs)
    }

    /// Returns the phrases that begin with the first letter of a text.
    fn glued_from(&self, text: &str) -> Option<&[Box<str>]> {
        self.glued.get(&text.chars().next()?).map(Vec::as_slice)
    }

    /// Returns the phrases without spaces that stand in a text, and where.
    fn glued_in(&self, text: &Lowered) -> impl Iterator<Item = (usize, &str)> {
        let is_looked_through = text.n_unspaced > 0 && !self.glued.is_empty();
        let searched = if is_looked_through { text.text.as_str() } else { "" };
        searched.char_indices().flat_map(move |(at, c)| {
            let phrases = self.glued.get(&c).map(Vec::as_slice).unwrap_or_default();
            let phrases = phrases.iter().map(|phrase| &**phrase);
            phrases.filter(move |phrase| searched[at..].starts_with(phrase)).map(move |phrase| (at, phrase))
        })
    }
}

/// Returns a number that is the same for the same word (FNV-1a).
fn fingerprint(word: &str) -> u64 {
    word.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3))
}

/// Hashes fingerprints, which need no more hashing.
#[derive(Default)]
pub(super) struct AsItIs(u64);

impl Hasher for AsItIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes.iter().fold(self.0, |hash, byte| hash.rotate_left(8) ^ u64::from(*byte));
    }

    fn write_u64(&mut self, fingerprint: u64) {
        self.0 = fingerprint;
    }
}

/// Tells whether a character makes a listed phrase one of signs.
fn is_listed_sign(c: char) -> bool {
    matches!(c, '(' | '©' | '=')
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
    /// How many of its characters are of scripts without spaces.
    n_unspaced: usize,
    /// Whether it has a sign that listed phrases have.
    has_sign: bool,
}

/// A word of a lowered text.
#[derive(Clone, Copy)]
struct Word {
    /// First byte.
    start: u32,
    /// One past the last.
    end: u32,
    /// [`fingerprint`].
    fingerprint: u64,
    /// Whether a colon follows.
    has_colon: bool,
}

impl Lowered {
    /// Bytes that are looked at; an answer that goes on for pages says nothing new about who gives it.
    const LIMIT: usize = 3000;

    /// Lowers the beginning of a text.
    pub(super) fn new(text: &str) -> Self {
        let text = &text[..floor(text, Self::LIMIT)];
        let mut lowered = Self {
            text: String::with_capacity(text.len()),
            words: Vec::with_capacity(text.len() / 5 + 1),
            n_unspaced: 0,
            has_sign: false,
        };
        // The word that is open, as far as it goes.
        let mut open: Option<Word> = None;
        for c in text.chars() {
            if c.is_ascii() {
                lowered.take(c.to_ascii_lowercase(), &mut open);
            } else {
                lowercase(c).for_each(|c| lowered.take(c, &mut open));
            }
        }
        lowered.close(open);
        lowered
    }

    /// Adds a character in lower case.
    #[inline]
    fn take(&mut self, c: char, open: &mut Option<Word>) {
        let start = self.text.len() as u32;
        self.text.push(if matches!(c, '’' | 'ʼ') { '\'' } else { c });
        if (is_alphanumeric(c) || is_joined(c)) && c != 'ʼ' {
            let end = self.text.len() as u32;
            match open {
                Some(word) => (word.end, word.has_colon) = (end, false),
                None => *open = Some(Word { start, end, has_colon: false, fingerprint: 0 }),
            }
            self.n_unspaced += usize::from(is_unspaced(c));
        } else if c.is_whitespace() {
            self.close(open.take());
        } else {
            if let Some(word) = open.as_mut().filter(|word| word.end == start) {
                word.has_colon = matches!(c, ':' | '：');
            }
            self.has_sign |= is_listed_sign(c);
            self.n_unspaced += usize::from(is_unspaced(c));
        }
    }

    /// Adds a word.
    fn close(&mut self, word: Option<Word>) {
        if let Some(word) = word {
            let fingerprint = fingerprint(&self.text[word.start as usize..word.end as usize]);
            self.words.push(Word { fingerprint, ..word });
        }
    }

    /// Returns about how many words there are, also where no spaces part them.
    pub(super) fn n_words(&self) -> f32 {
        // Two characters of Chinese carry about as much as a word of English.
        (self.words.len() as f32).max(self.n_unspaced as f32 / 2.0)
    }

    /// Returns a word.
    fn word(&self, index: usize) -> &str {
        &self.text[self.words[index].start as usize..self.words[index].end as usize]
    }

    /// Compares a word with one of a phrase, whose colon must be there too.
    fn is_word(&self, index: usize, listed: &str) -> bool {
        match listed.strip_suffix(':') {
            Some(listed) => self.words[index].has_colon && self.word(index) == listed,
            None => self.word(index) == listed,
        }
    }
}

/// Returns as many words as [`Lowered`] has of a text.
pub(super) fn n_words(text: &str) -> f32 {
    let (mut n_words, mut n_unspaced, mut is_open) = (0, 0, false);
    for c in text[..floor(text, Lowered::LIMIT)].chars() {
        if c.is_whitespace() {
            is_open = false;
        } else if !is_open && is_alphanumeric(c) && c != 'ʼ' {
            is_open = true;
            n_words += 1;
        }
        n_unspaced += usize::from(is_unspaced(c));
    }
    (n_words as f32).max(n_unspaced as f32 / 2.0)
}

/// Returns a character in lower case: the same as `char::to_lowercase`, which looks most letters up in a table.
pub(super) fn lowercase(c: char) -> impl Iterator<Item = char> {
    let (one, several) = match c {
        '\0'..='\u{7f}' => (Some(c.to_ascii_lowercase()), None),
        'А'..='Я' => (char::from_u32(c as u32 + 0x20), None),
        'а'..='я' | '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' => (Some(c), None),
        _ => (None, Some(c.to_lowercase())),
    };
    one.into_iter().chain(several.into_iter().flatten())
}

/// Tells whether a character is a letter or a digit: the same as `char::is_alphanumeric`, sooner for common letters.
pub(super) fn is_alphanumeric(c: char) -> bool {
    match c {
        '\0'..='\u{7f}' => c.is_ascii_alphanumeric(),
        'А'..='я' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' => true,
        '\u{80}'..='\u{a9}' | '«' | '»' | '\u{2010}'..='\u{2060}' | '\u{3000}'..='\u{3004}' => false,
        _ => c.is_alphanumeric(),
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

    #[test]
    fn quick_ways_agree_with_the_tables_of_unicode() {
        for c in '\0'..=char::MAX {
            assert!(lowercase(c).eq(c.to_lowercase()), "{c:?}");
            assert_eq!(is_alphanumeric(c), c.is_alphanumeric(), "{c:?}");
        }
    }

    #[test]
    fn words_end_where_their_letters_do() {
        let lowered = Lowered::new("«Don’t», SHE said: (İ) – 3!");
        let words: Vec<&str> = (0..lowered.words.len()).map(|index| lowered.word(index)).collect();
        // The dot that stays of a small İ is an accent.
        assert_eq!(words, ["don't", "she", "said", "i\u{307}", "3"]);
        assert!(n_words("«Don’t», SHE said: (İ) – 3!") == 5.0 && n_words("你好吗，我 d’o") == 2.0);
        assert!(lowered.words[2].has_colon && !lowered.words[1].has_colon && lowered.has_sign);
    }

    #[test]
    fn phrases_without_spaces_are_counted_where_they_do_not_overlap() {
        let phrases: Phrases = toml::Value::from("哈哈 你 (c)").try_into().unwrap();
        assert_eq!(phrases.count(&Lowered::new("哈哈哈，你看 (c) 你")), 4);
        assert!(phrases.ends(&Lowered::new("看你 ")) && !phrases.begins(&Lowered::new("看你")));
        assert!(phrases.is_whole(&Lowered::new("哈哈")) && phrases.begins(&Lowered::new("你")));
    }
}
