//! What the user asks for by words: passages to force, to leave out, a topic.

use std::collections::{BTreeMap, BTreeSet};

use crate::interview::Interview;

use super::candidates::Candidate;
use super::page::{Page, questions_of};
use super::{Contribution, SelectOptions, explain, external};

/// Points for a word of the topic in the question, up to three words.
const TOPIC_IN_QUESTION: i64 = 800;
/// Points for a word of the topic in the passage, up to two words.
const TOPIC_IN_PASSAGE: i64 = 500;
/// Points lost for each character a passage is longer than the canvas likes: a third as many again as needed costs
/// about what a good feature gives, so that a shorter cut wins unless the long passage is clearly better.
const TOO_LONG_FOR_CANVAS: i64 = 25;
/// Points lost for each character it is shorter: little, as large type suits a short line.
const TOO_SHORT_FOR_CANVAS: i64 = 3;

/// What the user's wishes add to scores.
pub(super) struct Wishes<'p> {
    page: &'p Page<'p>,
    options: &'p SelectOptions,
    topic: BTreeSet<String>,
    /// Words of the topic in the question of each turn that has any.
    asked: BTreeMap<usize, usize>,
    ranked: BTreeMap<&'p str, i64>,
    unranked: i64,
}

impl<'p> Wishes<'p> {
    /// Reads the wishes once for a page.
    pub(super) fn new(page: &'p Page<'p>, options: &'p SelectOptions) -> Self {
        let topic = options.about.as_deref().map(stems).unwrap_or_default();
        let mut asked = BTreeMap::new();
        if !topic.is_empty() {
            for paragraph in &page.paragraphs {
                asked.entry(paragraph.turn).or_insert_with(|| {
                    question_of(page.interview, paragraph.turn)
                        .map_or(0, |question| matches(&question, &topic))
                });
            }
        }
        let (ranked, unranked) = external::points(&options.ranked);
        Self { page, options, topic, asked, ranked, unranked }
    }

    /// Returns what the wishes add to the score of a candidate.
    pub(super) fn points(&self, candidate: &Candidate) -> i64 {
        if self.topic.is_empty() && self.ranked.is_empty() && self.options.target_chars.is_none() {
            return 0;
        }
        self.about(candidate) + self.canvas(candidate) + self.outside(candidate)
    }

    /// Returns the same, apart.
    pub(super) fn contributions(&self, candidate: &Candidate) -> Vec<Contribution> {
        let share = |name, points| Contribution { name, points, evidence: Vec::new() };
        let mut shares = vec![
            share("about-topic", self.about(candidate)),
            share("fits-canvas", self.canvas(candidate)),
            share("external-ranker", self.outside(candidate)),
        ];
        shares.retain(|share| share.points != 0);
        shares
    }

    /// What the topic adds.
    fn about(&self, candidate: &Candidate) -> i64 {
        if self.topic.is_empty() {
            return 0;
        }
        let turn = self.page.paragraphs[candidate.paragraph].turn;
        let in_question = self.asked.get(&turn).copied().unwrap_or(0).min(3) as i64;
        let in_passage = matches(&explain::plain_text(self.page, candidate), &self.topic).min(2) as i64;
        in_question * TOPIC_IN_QUESTION + in_passage * TOPIC_IN_PASSAGE
    }

    /// What the canvas takes.
    fn canvas(&self, candidate: &Candidate) -> i64 {
        let Some(target) = &self.options.target_chars else { return 0 };
        let width = i64::from(candidate.width(self.page));
        let over = (width - i64::from(target.end)).max(0);
        let under = (i64::from(target.start) - width).max(0);
        -(over * TOO_LONG_FOR_CANVAS + under * TOO_SHORT_FOR_CANVAS)
    }

    /// What the ranker outside adds.
    fn outside(&self, candidate: &Candidate) -> i64 {
        if self.ranked.is_empty() {
            return 0;
        }
        self.ranked.get(explain::id(self.page, candidate).as_str()).copied().unwrap_or(self.unranked)
    }
}

/// Returns a text in the form in which wishes are compared: lower case, straight marks, one space between words.
pub(super) fn plain<'t>(pieces: impl Iterator<Item = &'t str>) -> String {
    let mut plain = String::new();
    for word in pieces.flat_map(str::split_whitespace) {
        if !plain.is_empty() {
            plain.push(' ');
        }
        plain.extend(
            word.chars()
                .map(|c| match c {
                    '’' | '‘' | 'ʼ' => '\'',
                    '“' | '”' | '„' | '«' | '»' => '"',
                    '–' | '—' => '-',
                    other => other,
                })
                .flat_map(char::to_lowercase),
        );
    }
    plain
}

/// Tells whether a plain text holds what the user wrote, whatever its case and marks.
pub(super) fn holds(plain_text: &str, words: &str) -> bool {
    let words = plain([words].into_iter());
    !words.is_empty() && plain_text.contains(&words)
}

/// Stems of the words of a topic, so that "failure" finds "failed" and "failing".
pub(super) fn stems(topic: &str) -> BTreeSet<String> {
    plain([topic].into_iter())
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().count() >= 3)
        .map(stem)
        .collect()
}

/// Counts the topic's stems that a text has.
pub(super) fn matches(text: &str, stems: &BTreeSet<String>) -> usize {
    let own: BTreeSet<String> = plain([text].into_iter())
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(stem)
        .collect();
    own.intersection(stems).count()
}

/// Returns the text of the question that a turn answers, if one stands before it.
pub(super) fn question_of(interview: &Interview, turn: usize) -> Option<String> {
    let mut asked: Vec<_> = questions_of(interview, turn).collect();
    asked.reverse();
    let text: Vec<&str> =
        asked.iter().flat_map(|turn| interview.slice(turn.span).split_whitespace()).collect();
    (!text.is_empty()).then(|| text.join(" "))
}

/// Cuts a word to what its inflections mostly share: its first five letters.
fn stem(word: &str) -> String {
    word.chars().take(5).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wishes_ignore_case_marks_and_line_ends() {
        let text = plain(["It’s  a\n“Strange” place."].into_iter());
        assert!(holds(&text, "it's a \"strange\" PLACE"));
        assert!(!holds(&text, "  "));
    }

    #[test]
    fn a_topic_finds_the_inflections_of_its_words() {
        let topic = stems("failure of machines");
        assert_eq!(matches("Do your machines fail, or are failures rare?", &topic), 2);
        assert_eq!(matches("What about rivers?", &topic), 0);
    }
}
