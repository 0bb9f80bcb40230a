//! The role model: a linear chain over the paragraphs of a page.
//!
//! A page is read as a whole. Every paragraph's features speak for or against each role, every pair of neighbours too,
//! and the roles of the page are the sequence with the greatest sum ([Viterbi 1967](https://doi.org/10.1109/TIT.1967.1054010)).
//! A paragraph's *margin* is by how much the best sequence beats the best one in which this paragraph is something
//! else (max-marginals, by one pass from either end). Whole numbers throughout: the same roles on every machine.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::features;
use crate::builtin;
use crate::error::{Error, Result};
use crate::interview::{Confidence, TurnKind};
use crate::toml_file;

/// How many roles there are.
const ROLES: usize = 6;

/// The roles, numbered.
pub(super) const KINDS: [(TurnKind, &str); ROLES] = [
    (TurnKind::Heading, "heading"),
    (TurnKind::Caption, "caption"),
    (TurnKind::Boilerplate, "boilerplate"),
    (TurnKind::Narration, "narration"),
    (TurnKind::Question, "question"),
    (TurnKind::Answer, "answer"),
];

/// A weight for every role.
type Row = [i32; ROLES];

/// The weights.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chain {
    /// For the first paragraph of a page.
    pub start: Row,
    /// For the last one.
    pub end: Row,
    /// From a role (row) to the next paragraph's.
    pub step: [Row; ROLES],
    /// For each feature, in the order of the features.
    pub features: Vec<Row>,
    /// The margins at which 99 of 100 answers are answers, on pages where most questions have no question mark, and
    /// where most have one; see [`Chain::confidence`].
    pub sure: [i32; 2],
}

/// Whether one can tell by their marks which paragraphs of a page ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Questions {
    /// Fewer than seven of ten have a question mark.
    Unmarked,
    /// The others.
    Marked,
}

/// The weights as they are written down.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct RawChain {
    roles: Vec<String>,
    sure: [i32; 2],
    start: Row,
    end: Row,
    step: BTreeMap<String, Row>,
    features: BTreeMap<String, Row>,
}

impl Chain {
    /// Returns the model that ships with the program.
    #[must_use]
    pub fn builtin() -> &'static Self {
        static BUILTIN: LazyLock<Chain> = LazyLock::new(|| {
            Chain::parse(builtin::READER_ROLES.file, builtin::READER_ROLES.text)
                .expect("a test reads the embedded model")
        });
        &BUILTIN
    }

    /// Makes a model that knows nothing.
    #[must_use]
    pub fn blank() -> Self {
        Self {
            start: [0; ROLES],
            end: [0; ROLES],
            step: [[0; ROLES]; ROLES],
            features: vec![[0; ROLES]; features::NAMES.len()],
            sure: [1; 2],
        }
    }

    /// Reads a model file. A feature that is not in it weighs nothing.
    ///
    /// # Errors
    /// [`Error::Data`] with the line, or the name that nobody knows.
    pub fn parse(file: &str, text: &str) -> Result<Self> {
        let raw: RawChain = toml_file::parse(file, text)?;
        let unknown = |what: &str, name: &str| Error::Data {
            file: file.to_owned(),
            line: None,
            message: format!("no {what} is called `{name}`"),
            hint: None,
        };
        let mut chain = Self {
            start: raw.start,
            end: raw.end,
            sure: raw.sure.map(|margin| margin.max(1)),
            ..Self::blank()
        };
        for (name, row) in raw.step {
            let role =
                KINDS.iter().position(|(_, role)| *role == name).ok_or_else(|| unknown("role", &name))?;
            chain.step[role] = row;
        }
        for (name, row) in raw.features {
            let feature = features::NAMES.iter().position(|known| *known == name);
            chain.features[feature.ok_or_else(|| unknown("feature", &name))?] = row;
        }
        Ok(chain)
    }

    /// Writes the model down; features that weigh nothing are left out.
    #[must_use]
    pub fn to_toml(&self) -> String {
        let row = |row: &Row| row.map(|weight| weight.to_string()).join(", ");
        let roles = KINDS.map(|(_, name)| format!("\"{name}\"")).join(", ");
        let mut text = format!(
            "roles = [{roles}]\nsure = [{}]\nstart = [{}]\nend = [{}]\n\n[step]\n",
            self.sure.map(|margin| margin.to_string()).join(", "),
            row(&self.start),
            row(&self.end)
        );
        for ((_, name), weights) in KINDS.iter().zip(&self.step) {
            text += &format!("{name} = [{}]\n", row(weights));
        }
        text += "\n[features]\n";
        for (name, weights) in features::NAMES.iter().zip(&self.features) {
            if *weights != [0; ROLES] {
                text += &format!("{name} = [{}]\n", row(weights));
            }
        }
        text
    }

    /// Finds the roles of a page, as numbers into [`KINDS`], and the margin of each.
    #[must_use]
    pub fn decode(&self, page: &[Vec<usize>]) -> Vec<(usize, i64)> {
        let local: Vec<[i64; ROLES]> = page.iter().map(|features| self.local(features)).collect();
        let forward = self.pass(&local, Pass::Forward);
        let backward = self.pass(&local, Pass::Backward);
        forward
            .iter()
            .zip(&backward)
            .zip(&local)
            .map(|((forward, backward), local)| {
                let through: [i64; ROLES] =
                    std::array::from_fn(|role| forward[role] + backward[role] - local[role]);
                // The first of equals: sequences stay the same from run to run.
                let best = (0..ROLES).rev().max_by_key(|role| through[*role]).unwrap_or(0);
                let other =
                    (0..ROLES).filter(|role| *role != best).map(|role| through[role]).max().unwrap_or(0);
                (best, through[best] - other)
            })
            .collect()
    }

    /// Sums what a paragraph's own features say of each role.
    fn local(&self, features: &[usize]) -> [i64; ROLES] {
        let mut sums = [0; ROLES];
        for weights in features.iter().filter_map(|feature| self.features.get(*feature)) {
            for (sum, weight) in sums.iter_mut().zip(weights) {
                *sum += i64::from(*weight);
            }
        }
        sums
    }

    /// Returns, for each paragraph and role, the greatest sum of a sequence from one end of the page that comes to it.
    fn pass(&self, local: &[[i64; ROLES]], pass: Pass) -> Vec<[i64; ROLES]> {
        let mut sums = vec![[0; ROLES]; local.len()];
        let order: Box<dyn Iterator<Item = usize>> = match pass {
            Pass::Forward => Box::new(0..local.len()),
            Pass::Backward => Box::new((0..local.len()).rev()),
        };
        let mut before: Option<[i64; ROLES]> = None;
        for index in order {
            let sum = std::array::from_fn(|role| {
                let come = match (before, pass) {
                    (None, Pass::Forward) => i64::from(self.start[role]),
                    (None, Pass::Backward) => i64::from(self.end[role]),
                    (Some(before), _) => (0..ROLES)
                        .map(|from| {
                            let step = match pass {
                                Pass::Forward => self.step[from][role],
                                Pass::Backward => self.step[role][from],
                            };
                            before[from] + i64::from(step)
                        })
                        .max()
                        .unwrap_or(0),
                };
                come + local[index][role]
            });
            sums[index] = sum;
            before = Some(sum);
        }
        sums
    }

    /// Tells how the questions of a decoded page are marked.
    #[must_use]
    pub fn questions(page: &[Vec<usize>], decoded: &[(usize, i64)]) -> Questions {
        let asks = decoded.iter().zip(page).filter(|((role, _), _)| KINDS[*role].0 == TurnKind::Question);
        let (marked, all) = asks.fold((0, 0), |(marked, all), (_, features)| {
            (marked + usize::from(features.contains(&features::HAS_QUESTION)), all + 1)
        });
        if marked * 10 >= all * 7 { Questions::Marked } else { Questions::Unmarked }
    }

    /// Turns a margin into a confidence: 0.5 for none, [`Confidence::QUOTABLE`] for [`Chain::sure`], then slowly
    /// towards 1, which only a printed label gives.
    #[must_use]
    pub fn confidence(&self, margin: i64, questions: Questions) -> Confidence {
        let sure = i64::from(self.sure[questions as usize]);
        let per_mille = if margin < sure {
            500 + 400 * margin / sure
        } else {
            900 + 99 * (margin - sure) / (margin + sure)
        };
        Confidence::per_mille(per_mille.clamp(0, 999) as u16)
    }
}

/// From which end a page is gone through.
#[derive(Clone, Copy)]
enum Pass {
    Forward,
    Backward,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_model_can_be_read_and_written() {
        let chain = Chain::builtin();
        assert_eq!(&Chain::parse("x", &chain.to_toml()).unwrap(), chain);
    }

    #[test]
    fn the_sequence_found_is_the_best_of_all_and_its_margins_are_true() {
        let mut chain = Chain::blank();
        // Any weights do; these are from a small congruential generator.
        let mut seed = 7_i64;
        let mut next = || {
            seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
            (seed >> 8) as i32 % 100
        };
        chain.step = std::array::from_fn(|_| std::array::from_fn(|_| next()));
        chain.start = std::array::from_fn(|_| next());
        chain.end = std::array::from_fn(|_| next());
        for row in &mut chain.features {
            *row = std::array::from_fn(|_| next());
        }
        let page = vec![vec![0, 3], vec![1], vec![2, 5, 7], vec![4]];
        let score = |roles: &[usize]| -> i64 {
            let own: i64 = page.iter().zip(roles).map(|(features, role)| chain.local(features)[*role]).sum();
            let steps: i64 = roles.windows(2).map(|pair| i64::from(chain.step[pair[0]][pair[1]])).sum();
            own + steps + i64::from(chain.start[roles[0]]) + i64::from(chain.end[roles[3]])
        };
        let all: Vec<Vec<usize>> = (0..ROLES.pow(4))
            .map(|number| (0..4).map(|place| number / ROLES.pow(place) % ROLES).collect())
            .collect();
        let best = all.iter().max_by_key(|roles| score(roles)).unwrap();
        for (index, (role, margin)) in chain.decode(&page).into_iter().enumerate() {
            assert_eq!(role, best[index]);
            let other =
                all.iter().filter(|roles| roles[index] != role).map(|roles| score(roles)).max().unwrap();
            assert_eq!(margin, score(best) - other);
        }
    }
}
