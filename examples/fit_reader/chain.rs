//! Fitting: the gradient of a chain's likelihood, and the way up it.

use pullquote::read::study;

use crate::gold::{Page, Paragraph};

/// How dear large weights are. Smaller values fit better and generalise worse: from 0.3 to 3 the role accuracy on unseen
/// publications moves by less than half a point, while that on seen ones falls towards it.
const PENALTY: f64 = 1.0;
/// Paragraphs from which on a page counts as one page, however long it is: a few long talks would teach the chain that all
/// interviews are talks.
const FULL: f64 = 30.0;
/// Steps of the ascent.
const STEPS: usize = 250;
/// Length of a step.
const RATE: f64 = 0.08;

/// A fitted chain.
pub(crate) struct Fitted {
    /// How many states.
    n: usize,
    /// How many qualities.
    m: usize,
    /// The steps that neighbours speak for.
    pairs: Vec<(usize, usize)>,
    /// How many qualities neighbours have.
    l: usize,
    /// All parameters: weights by state, then steps by state, start, end, links by pair.
    parameters: Vec<f64>,
    /// From log odds to calibrated ones: factor, offset, what a talk adds to offset and factor.
    pub(crate) calibration: [f64; 4],
}

impl Fitted {
    /// The weights of a state.
    pub(crate) fn weights(&self, state: usize) -> &[f64] {
        &self.parameters[state * self.m..(state + 1) * self.m]
    }

    /// The steps from a state.
    pub(crate) fn steps(&self, state: usize) -> Vec<f64> {
        (0..self.n).map(|next| self.parameters[self.step(state, next)]).collect()
    }

    /// What beginning a page says.
    pub(crate) fn start(&self) -> Vec<f64> {
        (0..self.n).map(|state| self.parameters[self.first(state)]).collect()
    }

    /// What ending a page says.
    pub(crate) fn end(&self) -> Vec<f64> {
        (0..self.n).map(|state| self.parameters[self.last(state)]).collect()
    }

    /// Index of a step.
    fn step(&self, state: usize, next: usize) -> usize {
        self.n * self.m + state * self.n + next
    }

    /// Index of a state's beginning.
    fn first(&self, state: usize) -> usize {
        self.n * self.m + self.n * self.n + state
    }

    /// Index of a state's end.
    fn last(&self, state: usize) -> usize {
        self.first(self.n) + state
    }

    /// What neighbours say for a step.
    pub(crate) fn links(&self, pair: usize) -> &[f64] {
        let first = self.last(self.n) + pair * self.l;
        &self.parameters[first..first + self.l]
    }

    /// What a step to a paragraph is worth, from every state to every state.
    fn steps_to(&self, paragraph: &Paragraph) -> Vec<Vec<f64>> {
        let mut steps: Vec<Vec<f64>> = (0..self.n).map(|state| self.steps(state)).collect();
        for (pair, &(from, to)) in self.pairs.iter().enumerate() {
            steps[from][to] += self.links(pair).iter().zip(&paragraph.links).map(|(w, v)| w * v).sum::<f64>();
        }
        steps
    }

    /// The scores of a page's paragraphs.
    fn scores(&self, page: &Page) -> Vec<Vec<f64>> {
        let row = |values: &[f64]| {
            (0..self.n)
                .map(|state| self.weights(state).iter().zip(values).map(|(w, v)| w * v).sum())
                .collect()
        };
        page.paragraphs.iter().map(|paragraph| row(&paragraph.values)).collect()
    }

    /// Logarithms of the sums over all ways that reach a state, and over all that leave it.
    fn sums(&self, page: &Page, scores: &[Vec<f64>]) -> (Vec<Vec<f64>>, Vec<Vec<f64>>) {
        let mut forward: Vec<Vec<f64>> = Vec::new();
        let steps: Vec<Vec<Vec<f64>>> =
            page.paragraphs.iter().map(|paragraph| self.steps_to(paragraph)).collect();
        for (row, steps) in scores.iter().zip(&steps) {
            let reached: Vec<f64> = match forward.last() {
                None => self.start(),
                Some(last) => (0..self.n)
                    .map(|state| log_sum((0..self.n).map(|before| last[before] + steps[before][state])))
                    .collect(),
            };
            forward.push(reached.iter().zip(row).map(|(reached, own)| reached + own).collect());
        }
        let mut backward = vec![self.end(); scores.len()];
        for index in (0..scores.len().saturating_sub(1)).rev() {
            backward[index] = (0..self.n)
                .map(|state| {
                    log_sum((0..self.n).map(|next| {
                        steps[index + 1][state][next] + scores[index + 1][next] + backward[index + 1][next]
                    }))
                })
                .collect();
        }
        (forward, backward)
    }

    /// How likely every state of every paragraph is.
    pub(crate) fn likelihoods(&self, page: &Page) -> Vec<Vec<f64>> {
        let (forward, backward) = self.sums(page, &self.scores(page));
        let row = |(f, b): (&Vec<f64>, &Vec<f64>)| {
            let both: Vec<f64> = f.iter().zip(b).map(|(f, b)| f + b).collect();
            let all = log_sum(both.iter().copied());
            both.iter().map(|both| libm::exp(both - all)).collect()
        };
        forward.iter().zip(&backward).map(row).collect()
    }

    /// The best state of every paragraph.
    pub(crate) fn best(&self, page: &Page) -> Vec<usize> {
        let scores = self.scores(page);
        let mut total: Vec<f64> = Vec::new();
        let mut ways: Vec<Vec<usize>> = Vec::new();
        for (index, row) in scores.iter().enumerate() {
            if index == 0 {
                total = self.start().iter().zip(row).map(|(start, own)| start + own).collect();
                continue;
            }
            let steps = self.steps_to(&page.paragraphs[index]);
            let into = |before: usize, state: usize| total[before] + steps[before][state];
            let from: Vec<usize> =
                (0..self.n).map(|state| largest((0..self.n).map(|before| into(before, state)))).collect();
            total = (0..self.n).map(|state| into(from[state], state) + row[state]).collect();
            ways.push(from);
        }
        let end = self.end();
        let mut state = largest(total.iter().zip(&end).map(|(total, end)| total + end));
        let mut states = vec![state];
        for from in ways.iter().rev() {
            state = from[state];
            states.push(state);
        }
        states.reverse();
        states
    }

    /// Adds the gradient of a page's likelihood.
    fn add_gradient(&self, page: &Page, gradient: &mut [f64]) {
        let scores = self.scores(page);
        let (forward, backward) = self.sums(page, &scores);
        let Some(last) = forward.last() else { return };
        let all = log_sum(last.iter().zip(self.end()).map(|(last, end)| last + end));
        for (index, paragraph) in page.paragraphs.iter().enumerate() {
            let is_last = index + 1 == page.paragraphs.len();
            let next_steps =
                page.paragraphs.get(index + 1).map(|next| self.steps_to(next)).unwrap_or_default();
            for state in 0..self.n {
                let expected = libm::exp(forward[index][state] + backward[index][state] - all);
                let surplus = f64::from(u8::from(paragraph.state == state)) - expected;
                for (slot, value) in gradient[state * self.m..].iter_mut().zip(&paragraph.values) {
                    *slot += surplus * value;
                }
                if index == 0 {
                    gradient[self.first(state)] += surplus;
                }
                if is_last {
                    gradient[self.last(state)] += surplus;
                    continue;
                }
                for next in 0..self.n {
                    let step = self.step(state, next);
                    let expected = libm::exp(
                        forward[index][state]
                            + next_steps[state][next]
                            + scores[index + 1][next]
                            + backward[index + 1][next]
                            - all,
                    );
                    let is = paragraph.state == state && page.paragraphs[index + 1].state == next;
                    let surplus = f64::from(u8::from(is)) - expected;
                    gradient[step] += surplus;
                    if let Some(pair) = self.pairs.iter().position(|pair| *pair == (state, next)) {
                        let first = self.last(self.n) + pair * self.l;
                        for (slot, value) in
                            gradient[first..].iter_mut().zip(&page.paragraphs[index + 1].links)
                        {
                            *slot += surplus * value;
                        }
                    }
                }
            }
        }
    }
}

/// Fits a chain to pages.
pub(crate) fn fit(pages: &[&Page]) -> Fitted {
    let (n, m) = (study::states().len(), study::features().len());
    let (l, pairs) = (study::links().len(), study::pairs());
    let len = n * m + n * n + 2 * n + pairs.len() * l;
    let mut fitted = Fitted { n, m, l, pairs, parameters: vec![0.0; len], calibration: [1.0, 0.0, 0.0, 0.0] };
    let (mut mean, mut square) = (vec![0.0; len], vec![0.0; len]);
    for step in 1..=STEPS {
        let mut gradient: Vec<f64> = fitted.parameters.iter().map(|parameter| -PENALTY * parameter).collect();
        for page in pages {
            let mut own = vec![0.0; len];
            fitted.add_gradient(page, &mut own);
            let weight = (FULL / page.paragraphs.len() as f64).min(1.0);
            gradient.iter_mut().zip(own).for_each(|(sum, own)| *sum += weight * own);
        }
        let rate = RATE * (1.0 - step as f64 / (STEPS + 1) as f64);
        for index in 0..len {
            mean[index] = 0.9 * mean[index] + 0.1 * gradient[index];
            square[index] = 0.99 * square[index] + 0.01 * gradient[index] * gradient[index];
            let unbiased = mean[index] / (1.0 - 0.9_f64.powi(step as i32));
            let spread = (square[index] / (1.0 - 0.99_f64.powi(step as i32))).sqrt();
            fitted.parameters[index] += rate * unbiased / (spread + 1e-8);
        }
    }
    fitted
}

/// Logarithm of a sum of exponentials.
fn log_sum(values: impl Iterator<Item = f64> + Clone) -> f64 {
    let top = values.clone().fold(f64::MIN, f64::max);
    top + libm::log(values.map(|value| libm::exp(value - top)).sum::<f64>())
}

/// Index of the largest value.
fn largest(values: impl Iterator<Item = f64>) -> usize {
    values
        .enumerate()
        .fold((0, f64::MIN), |best, (index, value)| if value > best.1 { (index, value) } else { best })
        .0
}
