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
    /// Of every paragraph told to be an answer: how likely, and whether it is one.
    answers: Vec<(f64, bool)>,
    /// How many answers there are.
    n_answers: usize,
    /// What was wrong, for reading.
    pub(crate) misses: Vec<String>,
}

impl Tally {
    /// Counts a page.
    pub(crate) fn add(&mut self, page: &Page, fitted: &Fitted) {
        let states = study::states();
        let likelihoods = fitted.likelihoods(page);
        for ((paragraph, state), likelihoods) in
            page.paragraphs.iter().zip(fitted.best(page)).zip(likelihoods)
        {
            let told = if ROLES[..3].contains(&states[state]) { states[state] } else { "noise" };
            let is_answer = paragraph.accepted.iter().any(|role| role == "answer");
            self.n_answers += usize::from(paragraph.role == "answer");
            if told == "answer" {
                self.answers.push((likelihoods[state], is_answer));
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

    /// Fits factor and offset from the log odds of likelihoods to what came true (logistic regression).
    ///
    /// The offset leans to the careful side by [`CAUTION`]: a quote in the wrong mouth is worse than one not made.
    pub(crate) fn calibration(&self) -> [f64; 2] {
        let [mut factor, mut offset] = [1.0, 0.0];
        for _ in 0..4000 {
            let mut gradient = [0.2 * (1.0 - factor), 0.0];
            for &(likelihood, is_right) in &self.answers {
                let odds = odds(likelihood);
                let surplus = f64::from(u8::from(is_right)) - 1.0 / (1.0 + (-(factor * odds + offset)).exp());
                gradient[0] += surplus * odds;
                gradient[1] += surplus;
            }
            factor += 0.0005 * gradient[0];
            offset += 0.0005 * gradient[1];
        }
        [factor, offset - CAUTION]
    }

    /// How answers fare that pass the threshold of quoting.
    pub(crate) fn confidence(&self, [factor, offset]: [f64; 2]) -> String {
        let passing = self
            .answers
            .iter()
            .filter(|(likelihood, _)| 1.0 / (1.0 + (-(factor * odds(*likelihood) + offset)).exp()) >= 0.9);
        let (n, right) =
            passing.fold((0, 0), |(n, right), (_, is_right)| (n + 1, right + usize::from(*is_right)));
        format!(
            "at confidence 0.9: {n} of {} answers pass, {:.4} of them right (calibration {factor:.3}, {offset:.3})",
            self.n_answers,
            right as f64 / f64::from(n.max(1))
        )
    }
}

/// Subtracted from the calibrated log odds.
const CAUTION: f64 = 0.5;

/// Log odds of a likelihood.
fn odds(likelihood: f64) -> f64 {
    let likelihood = likelihood.clamp(1e-6, 1.0 - 1e-6);
    (likelihood / (1.0 - likelihood)).ln()
}
