//! The fitted table of the chain: data in `data/reader/model.toml`, written by `examples/fit_reader`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::chain::Steps;
use super::qualities::{Feature, Link, Links, N_FEATURES, N_LINKS};
use crate::builtin;
use crate::interview::TurnKind;
use crate::toml_file;

macro_rules! states {
    ($($(#[$doc:meta])* $name:ident = $key:literal => $kind:ident,)*) => {
        /// What a paragraph of a page is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub(in crate::read) enum State { $($(#[$doc])* $name,)* }

        /// All states, in order of their numbers.
        pub(in crate::read) const STATES: &[State] = &[$(State::$name,)*];

        /// How many states there are.
        pub(in crate::read) const N_STATES: usize = STATES.len();

        impl State {
            /// Returns the key in the table.
            pub(in crate::read) fn key(self) -> &'static str {
                match self { $(Self::$name => $key,)* }
            }

            /// Returns what a turn of this state is.
            pub(in crate::read) fn kind(self) -> TurnKind {
                match self { $(Self::$name => TurnKind::$kind,)* }
            }
        }
    };
}

states! {
    /// The interviewer's words.
    Question = "question" => Question,
    /// The guest's words.
    Answer = "answer" => Answer,
    /// The author's.
    Narration = "narration" => Narration,
    /// The page's title.
    Title = "title" => Title,
    /// A heading inside.
    Heading = "heading" => Heading,
    /// A line under a picture.
    Caption = "caption" => Caption,
    /// Buttons, notices, links, bylines, repeated quotes.
    Boilerplate = "boilerplate" => Boilerplate,
}

/// The steps for which it matters what the two paragraphs are like: those of the conversation.
pub(in crate::read) const PAIRS: [(State, State); 4] = [
    (State::Question, State::Question),
    (State::Question, State::Answer),
    (State::Answer, State::Question),
    (State::Answer, State::Answer),
];

/// The weights of the chain.
#[derive(Clone, Debug)]
pub(in crate::read) struct Model {
    /// What a quality of a paragraph says for a state.
    pub(in crate::read) weights: [[f32; N_FEATURES]; N_STATES],
    /// What one state says for the next.
    pub(in crate::read) steps: [[f32; N_STATES]; N_STATES],
    /// What a quality of two neighbours says for a step, by [`PAIRS`].
    pub(in crate::read) links: [[f32; N_LINKS]; PAIRS.len()],
    /// What beginning a page says for a state.
    pub(in crate::read) start: [f32; N_STATES],
    /// What ending a page says for a state.
    pub(in crate::read) end: [f32; N_STATES],
    /// From the chain's likelihood of an answer to a confidence: factor and offset of its log odds, and what is added to
    /// the offset and to the factor of a talk.
    pub(in crate::read) calibration: [f32; 4],
}

/// The table as it is written.
#[derive(Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Table {
    /// Factor, offset, and what a talk adds to offset and factor.
    calibration: [f32; 4],
    /// By state.
    start: BTreeMap<String, f32>,
    /// By state.
    end: BTreeMap<String, f32>,
    /// By state, then by the state after it.
    steps: BTreeMap<String, BTreeMap<String, f32>>,
    /// By state, then by quality.
    weights: BTreeMap<String, BTreeMap<String, f32>>,
    /// By step (`question-answer`), then by quality of the two paragraphs.
    links: BTreeMap<String, BTreeMap<String, f32>>,
}

impl Model {
    /// Returns the embedded model.
    pub(in crate::read) fn embedded() -> &'static Self {
        static MODEL: LazyLock<Model> = LazyLock::new(|| {
            let file = &builtin::READER_MODEL;
            let table: Table =
                toml_file::parse(file.file, file.text).expect("the embedded model is read by a test");
            Model::from_table(&table)
        });
        &MODEL
    }

    /// Returns a model that knows nothing.
    #[cfg(test)]
    pub(in crate::read) fn blank() -> Self {
        Self::from_table(&Table { calibration: [1.0, 0.0, 0.0, 0.0], ..Table::default() })
    }

    /// Fills the arrays; what the table does not name weighs nothing.
    fn from_table(table: &Table) -> Self {
        let by_state = |row: &BTreeMap<String, f32>| -> [f32; N_STATES] {
            std::array::from_fn(|state| row.get(STATES[state].key()).copied().unwrap_or_default())
        };
        let of = |rows: &BTreeMap<String, BTreeMap<String, f32>>, state: usize| {
            rows.get(STATES[state].key()).cloned().unwrap_or_default()
        };
        Self {
            weights: std::array::from_fn(|state| {
                let row = of(&table.weights, state);
                std::array::from_fn(|index| row.get(Feature::ALL[index].1).copied().unwrap_or_default())
            }),
            links: std::array::from_fn(|pair| {
                let key = format!("{}-{}", PAIRS[pair].0.key(), PAIRS[pair].1.key());
                let row = table.links.get(&key).cloned().unwrap_or_default();
                std::array::from_fn(|index| row.get(Link::ALL[index].1).copied().unwrap_or_default())
            }),
            steps: std::array::from_fn(|state| by_state(&of(&table.steps, state))),
            start: by_state(&table.start),
            end: by_state(&table.end),
            calibration: table.calibration,
        }
    }

    /// Returns the scores of a paragraph.
    pub(in crate::read) fn scores(&self, values: &[f32; N_FEATURES]) -> [f32; N_STATES] {
        std::array::from_fn(|state| {
            self.weights[state].iter().zip(values).map(|(weight, value)| weight * value).sum()
        })
    }

    /// Returns what two neighbours say for every step from one to the other.
    pub(in crate::read) fn steps_between(&self, links: &Links) -> Steps {
        let mut steps = self.steps;
        for ((from, to), weights) in PAIRS.iter().zip(&self.links) {
            steps[*from as usize][*to as usize] +=
                weights.iter().zip(links).map(|(weight, value)| weight * value).sum::<f32>();
        }
        steps
    }

    /// Returns how sure an answer is whose likelihood in the chain is `likelihood`, in thousandths; `talk`
    /// is how much the page is one.
    pub(in crate::read) fn confidence(&self, likelihood: f64, talk: f32) -> u16 {
        let likelihood = likelihood.clamp(1e-6, 1.0 - 1e-6);
        let odds = libm::log(likelihood / (1.0 - likelihood));
        let [factor, offset, talk_offset, talk_factor] = self.calibration.map(f64::from);
        let talk = f64::from(talk);
        let calibrated = (factor + talk_factor * talk) * odds + offset + talk_offset * talk;
        // Nothing that is not printed is certain.
        (1000.0 / (1.0 + libm::exp(-calibrated))).min(999.0) as u16
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_model_is_read_and_names_only_what_there_is() {
        let table: Table = toml_file::parse(builtin::READER_MODEL.file, builtin::READER_MODEL.text).unwrap();
        let is_state = |key: &String| STATES.iter().any(|state| state.key() == key);
        let is_feature = |key: &String| Feature::ALL.iter().any(|(_, known)| known == key);
        assert!(table.start.keys().chain(table.end.keys()).chain(table.steps.keys()).all(is_state));
        assert!(table.weights.keys().all(is_state));
        assert!(table.weights.values().flat_map(BTreeMap::keys).all(is_feature));
        assert!(
            table
                .links
                .values()
                .flat_map(BTreeMap::keys)
                .all(|key| Link::ALL.iter().any(|(_, known)| known == key))
        );
        assert!(Model::embedded().confidence(0.999, 0.0) > Model::embedded().confidence(0.6, 0.0));
    }
}
