//! The model: a weight for every feature, what it learned of single words, and what its scores mean.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use serde::Deserialize;

use crate::builtin;
use crate::error::{Error, Result};
use crate::language::Language;
use crate::toml_file;

use super::features::FEATURES;
use super::passage::Passage;
use super::words::hash;

/// Weights for features and words, and the distribution of scores they give.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Model {
    /// For languages that have a word list.
    listed: Weights,
    /// For the others.
    generic: Weights,
    /// What was learned of words, by language.
    words: BTreeMap<String, LearnedWords>,
}

/// What single words are worth, in milli-points, by the hash of the word.
///
/// Which word it was is in the file; here the page has its words' hashes at hand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct LearnedWords(HashMap<u64, i32>);

impl LearnedWords {
    /// Returns the weight of the word with a hash; most have none.
    pub(super) fn weight(&self, hash: u64) -> i32 {
        self.0.get(&hash).copied().unwrap_or(0)
    }
}

/// One set of weights, in the order of the features.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Weights {
    /// Milli-points for a unit of each feature.
    points: Vec<i32>,
    /// The scores below which each hundredth of the training passages lay, ascending.
    percentiles: Vec<i64>,
}

/// The model as it is written down.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawModel {
    listed: RawWeights,
    generic: RawWeights,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawWeights {
    percentiles: Vec<i64>,
    points: BTreeMap<String, i32>,
}

/// Weights of words as they are written down: milli-points, and the words that have them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawWords {
    language: String,
    weights: BTreeMap<String, String>,
}

/// The embedded model.
static BUILTIN: LazyLock<Model> = LazyLock::new(|| {
    let mut model = Model::parse(builtin::SELECTOR_MODEL.file, builtin::SELECTOR_MODEL.text)
        .expect("a test reads the embedded model");
    for file in builtin::SELECTOR_WORDS {
        model.learn(file.file, file.text).expect("a test reads the embedded words");
    }
    model
});

/// The words of languages of which none were learned.
static NO_WORDS: LazyLock<LearnedWords> = LazyLock::new(LearnedWords::default);

impl Model {
    /// Returns the model that ships with the program.
    #[must_use]
    pub fn builtin() -> &'static Self {
        &BUILTIN
    }

    /// Reads a model file.
    ///
    /// # Errors
    /// [`Error::Data`] with the line, or the feature that nobody knows.
    pub fn parse(file: &str, text: &str) -> Result<Self> {
        let raw: RawModel = toml_file::parse(file, text)?;
        Ok(Self {
            listed: Weights::from_raw(file, raw.listed)?,
            generic: Weights::from_raw(file, raw.generic)?,
            words: BTreeMap::new(),
        })
    }

    /// Adds a file of weights of words.
    ///
    /// # Errors
    /// [`Error::Data`] with the line, or the weight that is no number.
    pub fn learn(&mut self, file: &str, text: &str) -> Result<()> {
        let raw: RawWords = toml_file::parse(file, text)?;
        let words = self.words.entry(raw.language).or_default();
        for (weight, listed) in &raw.weights {
            let weight: i32 =
                weight.parse().map_err(|_| refuse(file, format!("the weight `{weight}` is no number")))?;
            words.0.extend(listed.split_whitespace().map(|word| (hash(word), weight)));
        }
        Ok(())
    }

    /// Returns what was learned of the words of a language.
    pub(super) fn words(&self, language: &Language) -> &LearnedWords {
        self.words.get(language.primary()).unwrap_or(&NO_WORDS)
    }

    /// Returns the weights for a language with a word list, or for one without.
    pub(super) fn weights(&self, is_listed: bool) -> &Weights {
        if is_listed { &self.listed } else { &self.generic }
    }
}

impl Weights {
    /// Puts named weights in the order of the features.
    fn from_raw(file: &str, raw: RawWeights) -> Result<Self> {
        if let Some(name) =
            raw.points.keys().find(|name| FEATURES.iter().all(|feature| feature.name != **name))
        {
            return Err(refuse(file, format!("no feature is called `{name}`")));
        }
        if !raw.percentiles.is_sorted() {
            return Err(refuse(file, "`percentiles` must ascend".to_owned()));
        }
        let points =
            FEATURES.iter().map(|feature| raw.points.get(feature.name).copied().unwrap_or(0)).collect();
        Ok(Self { points, percentiles: raw.percentiles })
    }

    /// Returns the score of a passage: the exact sum of [`Weights::shares`].
    pub(super) fn score(&self, passage: &Passage) -> i64 {
        FEATURES
            .iter()
            .zip(&self.points)
            .filter(|(_, points)| **points != 0)
            .map(|(feature, points)| share(*points, (feature.value)(passage)))
            .sum()
    }

    /// Returns what each feature gives to the score, by its place in [`FEATURES`], without those that give nothing.
    pub(super) fn shares(&self, passage: &Passage) -> Vec<(usize, i64)> {
        let shares = FEATURES.iter().zip(&self.points).enumerate();
        shares
            .map(|(index, (feature, points))| (index, share(*points, (feature.value)(passage))))
            .filter(|(_, share)| *share != 0)
            .collect()
    }

    /// Returns how many hundredths of the training passages scored lower.
    pub(super) fn percentile(&self, score: i64) -> u8 {
        let below = self.percentiles.partition_point(|limit| *limit < score);
        u8::try_from(below.min(100)).expect("at most 100")
    }
}

/// Makes the error of a model file that says what cannot be.
fn refuse(file: &str, message: String) -> Error {
    Error::Data { file: file.to_owned(), line: None, message, hint: None }
}

/// Rounds down, also below zero, so that a share depends on nothing but its own two factors.
fn share(points: i32, value: i32) -> i64 {
    (i64::from(points) * i64::from(value)).div_euclid(1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_model_is_read_and_a_strange_feature_is_refused() {
        let file = builtin::SELECTOR_MODEL;
        let mut model = Model::parse(file.file, file.text).unwrap();
        for words in builtin::SELECTOR_WORDS {
            model.learn(words.file, words.text).unwrap();
        }
        let strange = file.text.replacen("\nlength =", "\nlenght =", 1);
        let error = Model::parse("model.toml", &strange).unwrap_err();
        assert_eq!(error.to_string(), "model.toml: no feature is called `lenght`");
    }

    #[test]
    fn percentiles_run_from_nothing_to_all() {
        let weights = Weights { points: vec![], percentiles: vec![-5, 0, 7] };
        assert_eq!([-9, -5, 0, 1, 8].map(|score| weights.percentile(score)), [0, 0, 1, 2, 3]);
    }
}
