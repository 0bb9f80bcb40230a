//! What a fitted chain gets right.

use std::collections::BTreeMap;

use pullquote::read::study;

use crate::chain::Fitted;
use crate::gold::Page;

/// The roles that states are pooled to.
const ROLES: [&str; 4] = ["question", "answer", "narration", "noise"];

/// Counts over pages.
#[derive(Default)]
pub(crate) struct Tally {
    /// By true and told role.
    pairs: BTreeMap<(String, String), usize>,
    /// Of every paragraph told to be an answer: what is known of it.
    answers: Vec<Told>,
    /// How many answers there are.
    n_answers: usize,
    /// What was wrong, for reading.
    pub(crate) misses: Vec<String>,
}

/// A paragraph that was told to be an answer.
struct Told {
    /// Log odds of its likelihood.
    odds: f64,
    /// How much its page is a talk, from 0 to 1.
    talk: f64,
    /// Whether it is an answer.
    is_right: bool,
}

impl Told {
    /// What its confidence is reckoned from.
    fn inputs(&self) -> [f64; 4] {
        [self.odds, 1.0, self.talk, self.talk * self.odds]
    }

    /// Its confidence.
    fn confidence(&self, calibration: &[f64; 4]) -> f64 {
        let odds: f64 = self.inputs().iter().zip(calibration).map(|(input, weight)| input * weight).sum();
        1.0 / (1.0 + libm::exp(-odds))
    }
}

impl Tally {
    /// Counts a page.
    pub(crate) fn add(&mut self, page: &Page, fitted: &Fitted) {
        let states = study::states();
        let likelihoods = fitted.likelihoods(page);
        let best = fitted.best(page);
        let talk = study::talk(
            page.paragraphs.iter().zip(&best).map(|(paragraph, &state)| (&*paragraph.values, state)),
        );
        let mut last = 1.0;
        for ((paragraph, state), likelihoods) in page.paragraphs.iter().zip(best).zip(likelihoods) {
            let before = last;
            if ROLES[..2].contains(&states[state]) {
                last = likelihoods[state];
            }
            let told = if ROLES[..3].contains(&states[state]) { states[state] } else { "noise" };
            let is_answer = paragraph.accepted.iter().any(|role| role == "answer");
            self.n_answers += usize::from(paragraph.role == "answer");
            if told == "answer" {
                let odds = odds(likelihoods[state] * before);
                self.answers.push(Told { odds, talk, is_right: is_answer });
            }
            if paragraph.role == "title" {
                continue;
            }
            let is_right = paragraph.accepted.iter().any(|role| role == told);
            let told = if is_right { paragraph.role.as_str() } else { told };
            *self.pairs.entry((paragraph.role.clone(), told.to_owned())).or_default() += 1;
            if !is_right {
                self.misses.push(format!(
                    "{} {} for {}: {}",
                    page.name, states[state], paragraph.role, paragraph.text
                ));
            }
        }
    }

    /// Counts pairs.
    fn count(&self, is: impl Fn(&str, &str) -> bool) -> f64 {
        self.pairs.iter().filter(|((truth, told), _)| is(truth, told)).map(|(_, count)| *count as f64).sum()
    }

    /// The figures in one line.
    pub(crate) fn line(&self) -> String {
        let is_qa = |role: &str| ROLES[..2].contains(&role);
        let accuracy = self.count(|truth, told| truth == told) / self.count(|_, _| true).max(1.0);
        let qa = self.count(|truth, told| is_qa(truth) && truth == told)
            / self.count(|truth, _| is_qa(truth)).max(1.0);
        let right = |role: &str| self.count(|truth, told| truth == role && told == role);
        let f1 = |role: &str| {
            let all = self.count(|truth, _| truth == role) + self.count(|_, told| told == role);
            if all == 0.0 { 1.0 } else { 2.0 * right(role) / all }
        };
        let macro_f1 = ROLES.iter().map(|role| f1(role)).sum::<f64>() / ROLES.len() as f64;
        let precision = right("noise") / self.count(|_, told| told == "noise").max(1.0);
        let recall = right("noise") / self.count(|truth, _| truth == "noise").max(1.0);
        format!(
            "role accuracy {accuracy:.3}, q/a {qa:.3}, macro F1 {macro_f1:.3}, noise P {precision:.3} R {recall:.3}"
        )
    }

    /// How answers fare at the threshold of quoting.
    pub(crate) fn passing(&self, calibration: &[f64; 4]) -> Passing {
        let passing = || self.answers.iter().filter(|told| told.confidence(calibration) >= 0.9);
        Passing {
            n_answers: self.n_answers,
            n: passing().count(),
            n_right: passing().filter(|told| told.is_right).count(),
        }
    }
}

/// How many answers pass the threshold of quoting.
#[derive(Clone, Copy, Default)]
pub(crate) struct Passing {
    /// How many answers there are.
    n_answers: usize,
    /// How many are told to be answers with enough confidence.
    n: usize,
    /// How many of those are answers.
    n_right: usize,
}

impl std::iter::Sum for Passing {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), |sum, own| Self {
            n_answers: sum.n_answers + own.n_answers,
            n: sum.n + own.n,
            n_right: sum.n_right + own.n_right,
        })
    }
}

impl std::fmt::Display for Passing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let share = self.n_right as f64 / self.n.max(1) as f64;
        write!(
            f,
            "at confidence 0.9: {} of {} answers pass, {share:.4} of them right",
            self.n, self.n_answers
        )
    }
}

/// Fits the way from log odds to what came true (logistic regression).
pub(crate) fn calibration<'a>(tallies: impl Iterator<Item = &'a Tally> + Clone) -> [f64; 4] {
    let mut weights = [1.0, 0.0, 0.0, 0.0];
    for _ in 0..STEPS {
        let mut gradient = [0.0; 4];
        for told in tallies.clone().flat_map(|tally| &tally.answers) {
            let surplus = f64::from(u8::from(told.is_right)) - told.confidence(&weights);
            gradient.iter_mut().zip(told.inputs()).for_each(|(sum, input)| *sum += surplus * input);
        }
        weights.iter_mut().zip(gradient).for_each(|(weight, slope)| *weight += RATE * slope);
    }
    weights
}

/// Steps of the calibration's ascent.
const STEPS: usize = 20_000;
/// Length of a step.
const RATE: f64 = 0.0003;

/// Log odds of a likelihood.
fn odds(likelihood: f64) -> f64 {
    let likelihood = likelihood.clamp(1e-6, 1.0 - 1e-6);
    libm::log(likelihood / (1.0 - likelihood))
}
