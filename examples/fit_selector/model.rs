//! From graded interviews to the files of the model.

use std::collections::BTreeMap;
use std::fmt::Write;

use pullquote::select::study::{self, Studied};
use pullquote::select::{Model, SelectOptions};

use crate::fit::{self, Restraint, Row, Weights};
use crate::gold::Graded;
use crate::score::Places;

/// What a reader's grade says of a passage that meets the span as a whole.
const PRAISE: [f64; 4] = [0.0, 0.1, 0.7, 1.0];
/// Least number of interviews that have a word that is learned.
const LEAST_INTERVIEWS: usize = 5;

/// The passages of an interview that pass the gates.
pub(crate) struct Study {
    /// Its language.
    language: String,
    /// The passages.
    passages: Vec<Studied>,
    /// The readers' praise of each.
    praise: Vec<f64>,
}

impl Study {
    /// Looks at an interview as the selector does.
    pub(crate) fn new(case: &Graded) -> Self {
        let places = Places::new(&case.interview.text);
        let mut passages = study::passages(&case.interview, &SelectOptions::default());
        passages.retain(|passage| passage.gate.is_none());
        let praise = passages.iter().map(|passage| praise(case, &places, passage)).collect();
        Self { language: case.interview.language.primary().to_owned(), passages, praise }
    }

    /// Returns the passages as rows of a fit.
    fn rows(&self, is_used: &[bool], words: &BTreeMap<String, u32>) -> Vec<Row> {
        let row = |(passage, praise): (&Studied, &f64)| Row {
            values: passage
                .values
                .iter()
                .zip(is_used)
                .map(|(value, is_used)| if *is_used { f64::from(*value) / 1000.0 } else { 0.0 })
                .collect(),
            words: passage.words.iter().filter_map(|word| words.get(word).copied()).collect(),
            praise: *praise,
        };
        self.passages.iter().zip(&self.praise).map(row).collect()
    }
}

/// Returns what the readers think of a passage, 0 to 1: more the closer it is to what they marked.
fn praise(case: &Graded, places: &Places, passage: &Studied) -> f64 {
    let (Some(first), Some(last)) = (passage.spans.first(), passage.spans.last()) else { return 0.0 };
    let span = pullquote::interview::Span::new(first.start, last.end);
    let of_reader = |marks: &Vec<crate::gold::GradedSpan>| {
        let met = marks.iter().filter_map(|mark| {
            let meeting = places.meeting(span, mark.span).filter(|meeting| meeting.fits_card)?;
            Some(PRAISE[usize::from(mark.grade)] * (0.5 + 0.5 * meeting.overlap))
        });
        met.fold(0.0, f64::max)
    };
    case.readers.iter().map(of_reader).sum::<f64>() / case.readers.len().max(1) as f64
}

/// A fitted model, as its files.
pub(crate) struct Fitted {
    /// `model.toml`
    pub weights: String,
    /// `words-en.toml`
    pub words: String,
}

impl Fitted {
    /// Reads the files back.
    pub(crate) fn model(&self) -> Model {
        let mut model = Model::parse("model.toml", &self.weights).expect("it was just written");
        model.learn("words-en.toml", &self.words).expect("it was just written");
        model
    }
}

fn env(name: &str, or: f64) -> f64 {
    std::env::var(name).ok().and_then(|v| v.parse().ok()).unwrap_or(or)
}

/// Fits a model to interviews.
pub(crate) fn fit(studies: &[&Study]) -> Fitted {
    let features = study::features();
    let restraint = Restraint { features: env("RF", 1.0), words: env("RW", 6.0) };
    let none = BTreeMap::new();

    let english: Vec<&&Study> = studies.iter().filter(|study| study.language == "en").collect();
    let words = if env("WORDS", 1.0) > 0.0 { fit::vocabulary(
        english.iter().map(|study| study.passages.iter().map(|passage| passage.words.as_slice())),
        env("LEAST", LEAST_INTERVIEWS as f64) as usize,
    ) } else { BTreeMap::new() };
    let is_used: Vec<bool> = features.iter().map(|(name, _)| !matches!(*name, "words" | "weakest-sentence")).collect();
    let listed: Vec<Vec<Row>> = studies
        .iter()
        .filter(|study| study.language != "zh")
        .map(|study| study.rows(&is_used, if study.language == "en" { &words } else { &none }))
        .collect();
    let mut listed_weights =
        fit::fit(&listed.iter().map(Vec::as_slice).collect::<Vec<_>>(), words.len(), restraint);
    listed_weights.features[0] = 1.0;

    let is_used: Vec<bool> = features
        .iter()
        .map(|(name, is_lexical)| !is_lexical && *name != "weakest-sentence")
        .collect();
    let generic: Vec<Vec<Row>> = studies.iter().map(|study| study.rows(&is_used, &none)).collect();
    let generic_weights = fit::fit(&generic.iter().map(Vec::as_slice).collect::<Vec<_>>(), 0, restraint);

    let mut weights = String::from(
        "# What each quality of a passage is worth, in milli-points a unit. Written by `cargo run --example fit_selector`.\n",
    );
    for (name, fitted) in [("listed", &listed_weights), ("generic", &generic_weights)] {
        let points: Vec<i32> = fitted.features.iter().map(|weight| (weight * 1000.0).round() as i32).collect();
        let values = studies.iter().filter(|s| name == "generic" || s.language != "zh").flat_map(|study| {
            let words = if study.language == "en" { &words } else { &none };
            study.passages.iter().map(|passage| score(passage, &points, fitted, words)).collect::<Vec<_>>()
        });
        let percentiles = percentiles(values.collect());
        write!(weights, "\n[{name}]\npercentiles = {percentiles:?}\n\n[{name}.points]\n").expect("a string takes all");
        for ((name, _), points) in features.iter().zip(&points).filter(|(_, points)| **points != 0) {
            writeln!(weights, "{name} = {points}").expect("a string takes all");
        }
    }
    Fitted { weights, words: word_file(&words, &listed_weights) }
}

/// Returns the score that a passage gets from rounded weights.
fn score(passage: &Studied, points: &[i32], fitted: &Weights, words: &BTreeMap<String, u32>) -> i64 {
    let learned: i64 = passage
        .words
        .iter()
        .filter_map(|word| words.get(word))
        .filter_map(|word| fitted.words.get(*word as usize))
        .map(|weight| rounded(*weight))
        .sum();
    let features = passage.values.iter().zip(points).skip(1);
    let share = |(value, points): (&i32, &i32)| (i64::from(*points) * i64::from(*value)).div_euclid(1000);
    learned + features.map(share).sum::<i64>()
}

/// Rounds the weight of a word to ten milli-points: finer ones fit noise and make the file longer.
fn rounded(weight: f64) -> i64 {
    (weight * 100.0).round() as i64 * 10
}

/// Returns the scores below which each hundredth of the passages lies.
fn percentiles(mut scores: Vec<i64>) -> Vec<i64> {
    scores.sort_unstable();
    (1..=100).map(|hundredth| scores[(scores.len() * hundredth / 100).saturating_sub(1)]).collect()
}

/// Writes words by their weights.
fn word_file(words: &BTreeMap<String, u32>, fitted: &Weights) -> String {
    let mut by_weight: BTreeMap<i64, Vec<&str>> = BTreeMap::new();
    for (word, number) in words {
        let weight = rounded(fitted.words[*number as usize]);
        if weight != 0 {
            by_weight.entry(weight).or_default().push(word);
        }
    }
    let mut file = String::from("# What single English words are worth, in milli-points. Written by `cargo run --example fit_selector`.\nlanguage = \"en\"\n\n[weights]\n");
    for (weight, words) in by_weight {
        writeln!(file, "\"{weight}\" = \"{}\"", words.join(" ")).expect("a string takes all");
    }
    file
}
