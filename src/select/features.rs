//! Features: what can be counted in a passage, one pure function a quality.
//!
//! A value is an integer in thousandths, so that sums are exact and the same on every machine. The weights belong to
//! the model; here nothing is judged.

use super::candidates::Cut;
use super::lexicon::Class;
use super::passage::{ONE, Passage};

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
    measured!("leans-on-before", |p| i32::from(p.leans) * ONE),
    measured!("trimmed-head", |p| i32::from(p.is_trimmed) * ONE),
    measured!("clause-cut", |p| i32::from(p.cut == Some(Cut::Clause)) * ONE),
    measured!("gap", |p| i32::from(p.cut == Some(Cut::Gap)) * ONE),
    measured!("opens-answer", |p| i32::from(p.is_first) * ONE),
    measured!("closes-answer", |p| i32::from(p.is_last) * ONE),
    measured!("closes-paragraph", |p| i32::from(p.paragraph_end) * ONE),
    measured!("place-in-answer", |p| p.position),
    measured!("length-of-answer", |p| p.answer_len),
    measured!("asked-for-a-view", AsksView, |p| p.asked_view.min(2) * ONE),
    measured!("asked-for-facts", AsksFacts, |p| p.asked_facts.min(2) * ONE),
];

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
}
