//! A candidate in numbers: everything the features ask for, counted once.

use super::candidates::{Candidate, Cut};
use super::lexicon::{Class, Classes};
use super::marks::Ending;
use super::page::Page;
use super::reference::leans_outside;
use super::words::{Marks, Word};

/// One unit, in thousandths.
pub(super) const ONE: i32 = 1000;

/// A candidate in numbers.
#[derive(Clone, Debug, Default)]
pub(super) struct Passage {
    /// Words and phrases by class.
    counts: Counts,
    /// Words.
    pub(super) words: i32,
    /// Their letters.
    pub(super) letters: i32,
    /// Words of eight letters or more.
    pub(super) long: i32,
    /// Capitalised words that begin no sentence.
    pub(super) names: i32,
    /// Words with a digit.
    pub(super) numbers: i32,
    /// Words with two capitals or more.
    pub(super) acronyms: i32,
    /// Past forms.
    pub(super) past: i32,
    /// Words that stood in the same sentence before.
    pub(super) repeats: i32,
    /// What the model gives for its words, in milli-points.
    pub(super) learned: i32,
    /// Words followed by a comma.
    pub(super) commas: i32,
    /// Words followed by a dash.
    pub(super) dashes: i32,
    /// Words followed by a quotation mark.
    pub(super) quotes: i32,
    /// Words followed by a colon or a semicolon.
    pub(super) colons: i32,
    /// Words followed by an exclamation mark.
    pub(super) exclamations: i32,
    /// Words followed by a round bracket.
    pub(super) parentheses: i32,
    /// Sentences that ask.
    pub(super) inner_questions: i32,
    /// Columns of a line that it fills, all of it.
    pub(super) width: i32,
    /// Sentences it shows.
    pub(super) sentences: i32,
    /// Width of its shortest sentence.
    pub(super) shortest: i32,
    /// Words of the question that ask for a view.
    pub(super) asked_view: i32,
    /// Words of the question that ask for facts.
    pub(super) asked_facts: i32,
    /// What its first word is, and the phrase that begins there.
    pub(super) start: Classes,
    /// Begins with "doing".
    pub(super) starts_with_gerund: bool,
    /// Pronouns among its first words.
    pub(super) early_pointers: i32,
    /// Whether it needs what stands before it for one of them.
    pub(super) leans: bool,
    /// What was left out.
    pub(super) cut: Option<Cut>,
    /// Words of its first sentence were left out.
    pub(super) is_trimmed: bool,
    /// Its first sentence opens the answer.
    pub(super) is_first: bool,
    /// Its last sentence closes the answer.
    pub(super) is_last: bool,
    /// Where in the answer it begins, in thousandths.
    pub(super) position: i32,
    /// Digits of the number of sentences of the answer.
    pub(super) answer_len: i32,
    /// Its last sentence closes the paragraph.
    pub(super) paragraph_end: bool,
}

/// How many words and phrases of each class a passage has.
#[derive(Clone, Debug)]
struct Counts([u16; Class::ALL.len()]);

impl Default for Counts {
    fn default() -> Self {
        Self([0; Class::ALL.len()])
    }
}

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
            start: head.classes,
            starts_with_gerund: page.lexicon.past_ending.is_some() && text.len() > 5 && text.ends_with("ing"),
            cut: Some(candidate.cut),
            is_trimmed: candidate.is_trimmed(page),
            is_first: candidate.first == answer.start,
            is_last: candidate.last + 1 == answer.end,
            paragraph_end: candidate.last + 1 == place.sentences.end,
            position: (candidate.first - answer.start) as i32 * ONE / answer_len.max(1) as i32,
            answer_len: log2(answer_len) * ONE / 2,
            asked_view: i32::from(place.asked.view),
            asked_facts: i32::from(place.asked.facts),
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
        passage.leans = leans_outside(page, candidate);
        passage
    }

    /// Adds the words of a sentence.
    fn add(&mut self, page: &Page<'_>, from: usize, words: &[Word]) {
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
    }

    /// Adds the marks after a word.
    fn add_marks(&mut self, marks: Marks) {
        self.commas += i32::from(marks.any(Marks::COMMA));
        self.dashes += i32::from(marks.any(Marks::DASH));
        self.quotes += i32::from(marks.any(Marks::QUOTE));
        self.colons += i32::from(marks.any(Marks::COLON)) + i32::from(marks.any(Marks::SEMICOLON));
        self.exclamations += i32::from(marks.any(Marks::EXCLAMATION));
        self.parentheses += i32::from(marks.any(Marks::PAREN));
    }

    /// Returns how many words and phrases are of a class.
    pub(super) fn count(&self, class: Class) -> i32 {
        i32::from(self.counts.0[class as usize])
    }

    /// Returns a count as a share of the words, where a tenth of them is one unit.
    pub(super) fn share(&self, count: i32) -> i32 {
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
    fn logarithms_count_binary_digits() {
        assert_eq!([0, 1, 2, 3, 4, 255, 256].map(log2), [0, 1, 2, 2, 3, 8, 9]);
    }
}
