//! From graded interviews to the files of the model.

use std::collections::BTreeMap;
use std::fmt::Write;

use pullquote::interview::Span;
use pullquote::select::study::{self, Studied};
use pullquote::select::{Model, SelectOptions};

use crate::fit::{self, Restraint, Row, Weights};
use crate::gold::{Graded, GradedSpan};
use crate::score::Places;

/// What a reader's grade says of a passage that meets the span.
const PRAISE: [f64; 4] = [0.0, 0.1, 0.7, 1.0];
/// How much of the praise depends on meeting no more and no less than the span. With nothing, long windows that only
/// contain a good sentence win; with much, good windows around a short span lose.
const FOR_EXACTNESS: f64 = 0.3;
/// Least number of interviews that have a word that is learned: rarer ones teach what an interview was about. Five
/// gave P@5 0.03 less when cross-validated.
const LEAST_INTERVIEWS: usize = 10;
/// How firmly weights are held. A third or the double of either changes cross-validated figures by less than their noise.
const RESTRAINT: Restraint = Restraint { features: 30.0, words: 1.5 };
/// Languages without a word list, whose interviews fit only the weights that need no words.
const UNLISTED: &[&str] = &["zh"];

/// The passages of an interview that pass the gates.
pub(crate) struct Study {
    /// Its language.
    language: String,
    /// The passages.
    passages: Vec<Studied>,
    /// The readers' praise of each, 0 to 1.
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

    /// Tells whether its language has a word list.
    fn is_listed(&self) -> bool {
        !UNLISTED.contains(&self.language.as_str())
    }

    /// Returns the passages as rows of a fit, with the features that are used.
    fn rows(&self, is_used: &[bool], words: &Vocabulary) -> Vec<Row> {
        let value = |(value, is_used): (&i32, &bool)| if *is_used { f64::from(*value) / 1000.0 } else { 0.0 };
        let row = |(passage, praise): (&Studied, &f64)| Row {
            values: passage.values.iter().zip(is_used).map(value).collect(),
            words: words.numbers(self, passage),
            praise: *praise,
        };
        self.passages.iter().zip(&self.praise).map(row).collect()
    }
}

/// Returns what the readers think of a passage, 0 to 1.
fn praise(case: &Graded, places: &Places, passage: &Studied) -> f64 {
    let (Some(first), Some(last)) = (passage.spans.first(), passage.spans.last()) else { return 0.0 };
    let span = Span::new(first.start, last.end);
    let of_reader = |marks: &Vec<GradedSpan>| {
        let met = marks.iter().filter_map(|mark| {
            let meeting = places.meeting(span, mark.span).filter(|meeting| meeting.fits_card)?;
            let exactness = 1.0 - FOR_EXACTNESS + FOR_EXACTNESS * meeting.overlap;
            Some(PRAISE[usize::from(mark.grade)] * exactness)
        });
        met.fold(0.0, f64::max)
    };
    case.readers.iter().map(of_reader).sum::<f64>() / case.readers.len().max(1) as f64
}

/// The English words that are learned, with their numbers.
#[derive(Default)]
struct Vocabulary(BTreeMap<String, u32>);

impl Vocabulary {
    /// Takes the words that several interviews have.
    fn of(studies: &[&Study]) -> Self {
        let mut interviews: BTreeMap<&str, usize> = BTreeMap::new();
        for study in studies.iter().filter(|study| study.language == "en") {
            let words = study.passages.iter().flat_map(|passage| passage.words.iter().map(String::as_str));
            for word in words.collect::<std::collections::BTreeSet<_>>() {
                *interviews.entry(word).or_default() += 1;
            }
        }
        let is_word = |word: &str| word.chars().all(|c| c.is_alphabetic() || c == '\'');
        let kept = interviews.into_iter().filter(|(word, n)| *n >= LEAST_INTERVIEWS && is_word(word));
        Self(kept.enumerate().map(|(number, (word, _))| (word.to_owned(), number as u32)).collect())
    }

    /// Returns the numbers of the learned words of a passage, in order, again for each occurrence.
    fn numbers(&self, study: &Study, passage: &Studied) -> Vec<u32> {
        if study.language != "en" {
            return Vec::new();
        }
        passage.words.iter().filter_map(|word| self.0.get(word).copied()).collect()
    }
}

/// A fitted model, as its files.
pub(crate) struct Fitted {
    /// `model.toml`
    pub weights: String,
    /// `words-en.toml`
    pub words: String,
}

impl Fitted {
    /// Reads the files back, so that figures are those of what is written.
    pub(crate) fn model(&self) -> Result<Model, pullquote::error::Error> {
        let mut model = Model::parse("model.toml", &self.weights)?;
        model.learn("words-en.toml", &self.words)?;
        Ok(model)
    }
}

/// Fits a model to interviews.
pub(crate) fn fit(studies: &[&Study]) -> Result<Fitted, Box<dyn std::error::Error>> {
    let prior: BTreeMap<String, f64> = toml::from_str(include_str!("prior.toml"))?;
    let features = study::features();
    let prior: Vec<f64> =
        features.iter().map(|(name, _)| prior.get(*name).map_or(0.0, |points| points / 1000.0)).collect();

    // The feature "words" sums what words are worth, which are weights of their own here: a unit is a unit.
    let listed: Vec<&Study> = studies.iter().copied().filter(|study| study.is_listed()).collect();
    let words = Vocabulary::of(&listed);
    let is_used: Vec<bool> = features.iter().map(|(name, _)| *name != "words").collect();
    let rows: Vec<Vec<Row>> = listed.iter().map(|study| study.rows(&is_used, &words)).collect();
    let mut with_words = fit::fit(&rows, words.0.len(), RESTRAINT, &prior);
    with_words.features[0] = 1.0;

    let none = Vocabulary::default();
    let is_used: Vec<bool> = features.iter().map(|(_, is_lexical)| !is_lexical).collect();
    let rows: Vec<Vec<Row>> = studies.iter().map(|study| study.rows(&is_used, &none)).collect();
    let generic_prior: Vec<f64> =
        prior.iter().zip(&is_used).map(|(prior, is_used)| if *is_used { *prior } else { 0.0 }).collect();
    let generic = fit::fit(&rows, 0, RESTRAINT, &generic_prior);

    let mut weights = String::from(
        "# What each quality of a passage is worth, in milli-points a unit, in languages with a word list and in others.\n\
         # Written by `cargo run --release --example fit_selector`.\n",
    );
    write_weights(&mut weights, "listed", &with_words, &listed, &words)?;
    write_weights(&mut weights, "generic", &generic, studies, &none)?;
    Ok(Fitted { weights, words: write_words(&words, &with_words)? })
}

/// Writes the weights of features, and the scores below which each hundredth of the passages lies.
fn write_weights(
    file: &mut String,
    name: &str,
    fitted: &Weights,
    studies: &[&Study],
    words: &Vocabulary,
) -> std::fmt::Result {
    let points: Vec<i32> = fitted.features.iter().map(|weight| (weight * 1000.0).round() as i32).collect();
    let score = |study: &Study, passage: &Studied| {
        let learned =
            words.numbers(study, passage).into_iter().map(|word| rounded(fitted.words[word as usize]));
        let share = |(value, points): (&i32, &i32)| (i64::from(*points) * i64::from(*value)).div_euclid(1000);
        learned.sum::<i64>() + passage.values.iter().zip(&points).skip(1).map(share).sum::<i64>()
    };
    let mut scores: Vec<i64> =
        studies.iter().flat_map(|study| study.passages.iter().map(|passage| score(study, passage))).collect();
    scores.sort_unstable();
    let percentiles: Vec<i64> =
        (1..=100).map(|hundredth| scores[(scores.len() * hundredth / 100).saturating_sub(1)]).collect();
    write!(file, "\n[{name}]\npercentiles = {percentiles:?}\n\n[{name}.points]\n")?;
    for ((feature, _), points) in study::features().iter().zip(&points).filter(|(_, points)| **points != 0) {
        writeln!(file, "{feature} = {points}")?;
    }
    Ok(())
}

/// Writes words by their weights.
fn write_words(words: &Vocabulary, fitted: &Weights) -> Result<String, std::fmt::Error> {
    let mut by_weight: BTreeMap<i64, Vec<&str>> = BTreeMap::new();
    for (word, number) in &words.0 {
        by_weight.entry(rounded(fitted.words[*number as usize])).or_default().push(word);
    }
    let mut file = String::from(
        "# What single English words are worth, in milli-points. Written by `cargo run --release --example fit_selector`.\n\
         language = \"en\"\n\n[weights]\n",
    );
    for (weight, words) in by_weight.iter().filter(|(weight, _)| **weight != 0) {
        writeln!(file, "\"{weight}\" = \"{}\"", words.join(" "))?;
    }
    Ok(file)
}

/// Rounds the weight of a word to ten milli-points: finer ones fit noise and make the file longer.
fn rounded(weight: f64) -> i64 {
    (weight * 100.0).round() as i64 * 10
}
