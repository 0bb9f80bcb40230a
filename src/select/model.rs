//! The model: a weight for every feature, and what its scores mean.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::builtin;
use crate::error::{Error, Result};
use crate::toml_file;

use super::features::{FEATURES, Passage};

/// Weights for features, and the distribution of scores they give.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Model {
    listed: Weights,
    generic: Weights,
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

static BUILTIN: LazyLock<Model> = LazyLock::new(|| {
    Model::parse(builtin::SELECTOR_MODEL.file, builtin::SELECTOR_MODEL.text)
        .expect("a test reads the embedded model")
});

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
        })
    }

    /// Returns the weights for a language with a word list, or for one without.
    pub(super) fn weights(&self, is_listed: bool) -> &Weights {
        if is_listed { &self.listed } else { &self.generic }
    }
}

impl Weights {
    fn from_raw(file: &str, raw: RawWeights) -> Result<Self> {
        let refuse = |message: String| Error::Data { file: file.to_owned(), line: None, message, hint: None };
        if let Some(name) =
            raw.points.keys().find(|name| FEATURES.iter().all(|feature| feature.name != **name))
        {
            return Err(refuse(format!("no feature is called `{name}`")));
        }
        if !raw.percentiles.is_sorted() {
            return Err(refuse("`percentiles` must ascend".to_owned()));
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
        Model::parse(file.file, file.text).unwrap();
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
