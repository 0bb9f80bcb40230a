//! Features: what can be counted in a passage, one pure function a quality.
//!
//! A value is an integer in thousandths, so that sums are exact and the same on every machine. The weights belong to
//! the model; here nothing is judged.

use super::candidates::{Candidate, Cut};
use super::lexicon::{Class, Classes};
use super::marks::Ending;
use super::page::Page;
use super::words::{Marks, Word};

/// Something that can be counted in a passage.
pub(super) struct Feature {
    /// Its name in the model and in explanations.
    pub(super) name: &'static str,
    /// Whether it needs a word list.
    pub(super) is_lexical: bool,
    /// The class whose words are its evidence.
    pub(super) evidence: Option<Class>,
    /// Its value in thousandths.
    pub(super) value: fn(&Passage) -> i32,
}

/// A candidate in numbers.
#[derive(Clone, Debug, Default)]
pub(super) struct Passage {
    counts: Counts,
    words: i32,
    letters: i32,
    long: i32,
    names: i32,
    numbers: i32,
    acronyms: i32,
    past: i32,
    repeats: i32,
    learned: i32,
    commas: i32,
    dashes: i32,
    quotes: i32,
    colons: i32,
    exclamations: i32,
    parentheses: i32,
    inner_questions: i32,
    width: i32,
    sentences: i32,
    shortest: i32,
    weakest: i32,
    start: Classes,
    starts_with_gerund: bool,
    early_pointers: i32,
    cut: Option<Cut>,
    is_trimmed: bool,
    is_first: bool,
    is_last: bool,
    position: i32,
    answer_len: i32,
    paragraph_end: bool,
}

/// How many words and phrases of each class a passage has.
#[derive(Clone, Debug)]
struct Counts([u16; Class::ALL.len()]);

impl Default for Counts {
    fn default() -> Self {
        Self([0; Class::ALL.len()])
    }
}

/// One unit, in thousandths.
const ONE: i32 = 1000;

macro_rules! of_class {
    ($name:literal, $class:ident, $cap:literal) => {
        Feature {
            name: $name,
            is_lexical: true,
            evidence: Some(Class::$class),
            value: |passage| passage.count(Class::$class).min($cap) * ONE,
        }
    };
}

macro_rules! measured {
    ($name:literal, $value:expr) => {
        Feature { name: $name, is_lexical: false, evidence: None, value: $value }
    };
    ($name:literal, $class:ident, $value:expr) => {
        Feature { name: $name, is_lexical: true, evidence: Some(Class::$class), value: $value }
    };
}

/// Every feature, in the order explanations print them.
pub(super) const FEATURES: &[Feature] = &[
    Feature { name: "words", is_lexical: true, evidence: None, value: |passage| passage.learned },
    of_class!("emotive", Emotive, 3),
    of_class!("people-and-life", Generic, 3),
    of_class!("absolute", Absolute, 3),
    of_class!("opinion", Opinion, 2),
    of_class!("thesis", Thesis, 3),
    of_class!("condition", Conditional, 2),
    of_class!("reason", Because, 2),
    of_class!("contrast", Contrast, 2),
    of_class!("superlative", Superlative, 2),
    of_class!("must", Modal, 2),
    of_class!("hedge", Hedge, 3),
    of_class!("filler", Filler, 3),
    of_class!("vague-ending", VagueEnd, 1),
    of_class!("to-the-listener", Listener, 1),
    of_class!("reported-speech", Speech, 2),
    of_class!("shop-talk", Job, 4),
    of_class!("is", Copula, 3),
    of_class!("comparison", Compare, 3),
    of_class!("emphatic", Strong, 2),
    of_class!("negation", Negation, 3),
    measured!("share-of-you", You, |p| p.share(p.count(Class::You))),
    measured!("share-of-i", First, |p| p.share(p.count(Class::First))),
    measured!("share-of-we", We, |p| p.share(p.count(Class::We))),
    measured!("share-of-they", Third, |p| p.share(p.count(Class::Third))),
    measured!("share-of-past", Past, |p| p.share(p.past)),
    measured!("names", |p| p.names.min(4) * ONE),
    measured!("numbers", |p| p.numbers.min(3) * ONE),
    measured!("acronyms", |p| p.acronyms.min(3) * ONE),
    measured!("repetition", |p| p.repeats.min(3) * ONE),
    measured!("length", |p| p.width.min(300) * 10),
    measured!("very-short", |p| (60 - p.width).max(0) * 25),
    measured!("short", |p| (95 - p.width).max(0) * 12),
    measured!("long", |p| (p.width - 160).max(0) * 12),
    measured!("very-long", |p| (p.width - 220).max(0) * 15),
    measured!("second-sentence", |p| i32::from(p.sentences >= 2) * ONE),
    measured!("third-sentence", |p| i32::from(p.sentences >= 3) * ONE),
    measured!("shortest-sentence", |p| (45 - p.shortest).max(0) * 25),
    measured!("word-length", |p| p.letters * 100 / p.words.max(1) * 5 / 2),
    measured!("long-words", |p| p.share(p.long)),
    measured!("commas", |p| p.commas.min(5) * ONE),
    measured!("dashes", |p| p.dashes.min(2) * ONE),
    measured!("colon", |p| p.colons.min(2) * ONE),
    measured!("inner-quotation", |p| p.quotes.min(2) * ONE),
    measured!("exclamation", |p| p.exclamations.min(2) * ONE),
    measured!("parenthesis", |p| p.parentheses.min(2) * ONE / 2),
    measured!("inner-question", |p| p.inner_questions.min(1) * ONE),
    measured!("starts-with-i", First, |p| i32::from(p.start.has(Class::First)) * ONE),
    measured!("starts-with-we", We, |p| i32::from(p.start.has(Class::We)) * ONE),
    measured!("starts-with-you", You, |p| i32::from(p.start.has(Class::You)) * ONE),
    measured!("starts-with-if", Conditional, |p| i32::from(p.start.has(Class::Conditional)) * ONE),
    measured!("starts-with-it", Pleonastic, |p| i32::from(p.start.has(Class::Pleonastic)) * ONE),
    measured!("starts-with-opinion", Opinion, |p| i32::from(p.start.has(Class::Opinion)) * ONE),
    measured!("starts-with-doing", |p| i32::from(p.starts_with_gerund) * ONE),
    measured!("early-pointer", Third, |p| p.early_pointers.min(2) * ONE),
    measured!("trimmed-head", |p| i32::from(p.is_trimmed) * ONE),
    measured!("clause-cut", |p| i32::from(p.cut == Some(Cut::Clause)) * ONE),
    measured!("gap", |p| i32::from(p.cut == Some(Cut::Gap)) * ONE),
    measured!("opens-answer", |p| i32::from(p.is_first) * ONE),
    measured!("closes-answer", |p| i32::from(p.is_last) * ONE),
    measured!("closes-paragraph", |p| i32::from(p.paragraph_end) * ONE),
    measured!("place-in-answer", |p| p.position),
    measured!("length-of-answer", |p| p.answer_len),
    measured!("weakest-sentence", |p| p.weakest),
];

/// The word after which a count of pointers stops: later ones mostly point inside the passage.
const EARLY: usize = 6;

impl Passage {
    /// Counts everything in a candidate.
    pub(super) fn new(page: &Page<'_>, candidate: &Candidate) -> Self {
        let place = &page.paragraphs[candidate.paragraph];
        let answer = &place.answer;
        let answer_len = answer.len();
        let head = &page.words[candidate.head];
        let text = &page.interview.text[head.start..head.end];
        let mut passage = Self {
            width: candidate.width(page) as i32,
            sentences: candidate.len() as i32,
            shortest: i32::MAX,
            weakest: i32::MAX,
            start: head.classes,
            starts_with_gerund: page.lexicon.past_ending.is_some() && text.len() > 5 && text.ends_with("ing"),
            cut: Some(candidate.cut),
            is_trimmed: candidate.is_trimmed(page),
            is_first: candidate.first == answer.start,
            is_last: candidate.last + 1 == answer.end,
            paragraph_end: candidate.last + 1 == place.sentences.end,
            position: (candidate.first - answer.start) as i32 * ONE / answer_len.max(1) as i32,
            answer_len: log2(answer_len) * ONE / 2,
            ..Self::default()
        };
        for index in candidate.first..=candidate.last {
            if candidate.cut == Cut::Gap && index == candidate.first + 1 {
                continue;
            }
            let sentence = &page.sentences[index];
            let from = if index == candidate.first { candidate.head } else { sentence.words.start };
            passage.add(page, from, &page.words[from..sentence.words.end]);
            passage.inner_questions += i32::from(sentence.ending == Ending::Question);
            let width =
                page.words.get(from).map_or(0, |word| sentence.width_end.saturating_sub(word.width_start));
            passage.shortest = passage.shortest.min(width as i32);
        }
        for word in
            page.words[candidate.head..page.sentences[candidate.first].words.end].iter().take(EARLY).skip(1)
        {
            let points = word.classes.has(Class::Pronoun) || word.classes.has(Class::Demonstrative);
            passage.early_pointers += i32::from(points);
        }
        passage
    }

    /// Adds the words of a sentence.
    fn add(&mut self, page: &Page<'_>, from: usize, words: &[Word]) {
        let learned_before = self.learned;
        for (offset, word) in words.iter().enumerate() {
            let mut bits = word.classes.bits();
            while bits != 0 {
                self.counts.0[bits.trailing_zeros() as usize] += 1;
                bits &= bits - 1;
            }
            self.words += 1;
            self.letters += i32::from(word.letters);
            self.long += i32::from(word.letters >= 8);
            self.learned += word.weight;
            let is_first = from + offset == from;
            let is_name = word.shape.capital
                && !is_first
                && page.lexicon.names_are_capitalized
                && !word.classes.has(Class::First);
            self.names += i32::from(is_name);
            self.numbers += i32::from(word.shape.digit);
            self.acronyms += i32::from(word.shape.acronym && word.letters > 1);
            self.past += i32::from(word.shape.past || word.classes.has(Class::Past));
            let is_content = word.letters >= 4 && !word.classes.has(Class::Stop);
            let is_repeated = is_content && words[..offset].iter().any(|earlier| earlier.hash == word.hash);
            self.repeats += i32::from(is_repeated);
            self.add_marks(word.after);
        }
        self.weakest = self.weakest.min(self.learned - learned_before);
    }

    fn add_marks(&mut self, marks: Marks) {
        self.commas += i32::from(marks.any(Marks::COMMA));
        self.dashes += i32::from(marks.any(Marks::DASH));
        self.quotes += i32::from(marks.any(Marks::QUOTE));
        self.colons += i32::from(marks.any(Marks::COLON)) + i32::from(marks.any(Marks::SEMICOLON));
        self.exclamations += i32::from(marks.any(Marks::EXCLAMATION));
        self.parentheses += i32::from(marks.any(Marks::PAREN));
    }

    fn count(&self, class: Class) -> i32 {
        i32::from(self.counts.0[class as usize])
    }

    /// Returns a count as a share of the words, where a tenth of them is one unit.
    fn share(&self, count: i32) -> i32 {
        count * 10 * ONE / self.words.max(1)
    }
}

/// Returns the number of binary digits: a logarithm that is the same everywhere.
fn log2(n: usize) -> i32 {
    (usize::BITS - n.leading_zeros()) as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_apart() {
        let mut names: Vec<_> = FEATURES.iter().map(|feature| feature.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), FEATURES.len());
    }

    #[test]
    fn logarithms_count_binary_digits() {
        assert_eq!([0, 1, 2, 3, 4, 255, 256].map(log2), [0, 1, 2, 2, 3, 8, 9]);
    }
}
