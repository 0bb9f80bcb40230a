//! Fitting: from graded passages to weights.
//!
//! Ranking within an interview is all that counts, so the loss is that of ListNet (Cao et al. 2007): the scores of an
//! interview's passages, taken as the logarithms of shares, should give each passage the share of the readers' praise
//! that it has. Weights of features are held near what was thought before (`prior.toml`), those of single words near
//! nothing. The minimum is found by L-BFGS; nothing is random and sums run in a fixed order, so a run gives the same
//! weights again.
//!
//! What was tried and brought nothing when cross-validated: a logistic loss, phrases of two words, stems instead of
//! words, ten more features of sentence, answer and question, and weights without the prior (P@5 0.03 lower).

use std::collections::VecDeque;

/// A passage in numbers.
pub(crate) struct Row {
    /// Values of the features, one unit each.
    pub values: Vec<f64>,
    /// Numbers of its words that are learned, in order, again for each occurrence.
    pub words: Vec<u32>,
    /// The readers' praise, 0 to 1.
    pub praise: f64,
}

/// How firmly weights are held where they were.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Restraint {
    /// Weights of features, in standard deviations.
    pub features: f64,
    /// Weights of words.
    pub words: f64,
}

/// Weights a unit.
#[derive(Clone, Debug, Default)]
pub(crate) struct Weights {
    /// Of features.
    pub features: Vec<f64>,
    /// Of words, by number.
    pub words: Vec<f64>,
}

/// Fits weights to interviews, each a list of passages; `prior` is what features were thought to be worth.
pub(crate) fn fit(interviews: &[Vec<Row>], n_words: usize, restraint: Restraint, prior: &[f64]) -> Weights {
    let interviews: Vec<&[Row]> =
        interviews.iter().map(Vec::as_slice).filter(|rows| rows.iter().any(|row| row.praise > 0.0)).collect();
    let n_features = interviews.first().and_then(|rows| rows.first()).map_or(0, |row| row.values.len());
    let scale = deviations(&interviews, n_features);
    let unscaled = prior;
    let scaled = |(prior, scale): (&f64, &f64)| if *scale > 0.0 { prior / scale } else { 0.0 };
    let prior: Vec<f64> = prior.iter().zip(&scale).map(scaled).collect();
    let loss = |weights: &[f64]| loss(&interviews, &scale, weights, n_features, restraint, &prior);
    let weights = minimum(vec![0.0; n_features + n_words], loss);
    // What no passage here has keeps the weight it was thought to have.
    let features = (0..n_features)
        .map(|index| if scale[index] > 0.0 { weights[index] * scale[index] } else { unscaled[index] })
        .collect();
    Weights { features, words: weights[n_features..].to_vec() }
}

/// Returns the inverse of the standard deviation of every feature; 0 for one that never varies.
fn deviations(interviews: &[&[Row]], n_features: usize) -> Vec<f64> {
    let n: usize = interviews.iter().map(|rows| rows.len()).sum();
    let rows = || interviews.iter().flat_map(|rows| rows.iter());
    (0..n_features)
        .map(|index| {
            let mean = rows().map(|row| row.values[index]).sum::<f64>() / n as f64;
            let variance = rows().map(|row| (row.values[index] - mean).powi(2)).sum::<f64>() / n as f64;
            if variance > 1e-9 { variance.sqrt().recip() } else { 0.0 }
        })
        .collect()
}

/// Returns the loss of weights and its gradient.
fn loss(
    interviews: &[&[Row]],
    scale: &[f64],
    weights: &[f64],
    n_features: usize,
    restraint: Restraint,
    prior: &[f64],
) -> (f64, Vec<f64>) {
    let mut loss = 0.0;
    let mut gradient = vec![0.0; weights.len()];
    for rows in interviews {
        let score = |row: &Row| {
            let features: f64 =
                row.values.iter().zip(scale).zip(weights).map(|((value, scale), w)| value * scale * w).sum();
            features + row.words.iter().map(|word| weights[n_features + *word as usize]).sum::<f64>()
        };
        let scores: Vec<f64> = rows.iter().map(score).collect();
        let top = scores.iter().copied().fold(f64::MIN, f64::max);
        let sum: f64 = scores.iter().map(|score| (score - top).exp()).sum();
        let praise: f64 = rows.iter().map(|row| row.praise).sum();
        for (row, score) in rows.iter().zip(&scores) {
            let (share, wanted) = ((score - top).exp() / sum, row.praise / praise);
            loss -= wanted * (score - top - sum.ln());
            let error = share - wanted;
            for ((value, scale), slope) in row.values.iter().zip(scale).zip(&mut gradient) {
                *slope += error * value * scale;
            }
            for word in &row.words {
                gradient[n_features + *word as usize] += error;
            }
        }
    }
    for (index, (weight, slope)) in weights.iter().zip(&mut gradient).enumerate() {
        let held = if index < n_features { restraint.features } else { restraint.words };
        let moved = weight - prior.get(index).copied().unwrap_or(0.0);
        loss += held * moved * moved / 2.0;
        *slope += held * moved;
    }
    (loss, gradient)
}

/// How many steps L-BFGS looks back.
const MEMORY: usize = 12;
/// Most steps: the loss has settled to six digits long before.
const MAX_STEPS: usize = 120;

/// Finds the minimum of a convex function with its gradient (L-BFGS, Nocedal and Wright, algorithm 7.5).
fn minimum(mut at: Vec<f64>, function: impl Fn(&[f64]) -> (f64, Vec<f64>)) -> Vec<f64> {
    let (mut value, mut slope) = function(&at);
    let mut past: VecDeque<(Vec<f64>, Vec<f64>)> = VecDeque::new();
    for _ in 0..MAX_STEPS {
        let direction = direction(&slope, &past);
        let descent = dot(&direction, &slope);
        let mut length = if past.is_empty() { 1.0 / dot(&slope, &slope).sqrt().max(1.0) } else { 1.0 };
        let step = loop {
            let next: Vec<f64> = at.iter().zip(&direction).map(|(at, d)| at + length * d).collect();
            let (next_value, next_slope) = function(&next);
            if next_value <= value + 1e-4 * length * descent {
                break Some((next, next_value, next_slope));
            }
            length /= 2.0;
            if length < 1e-10 {
                break None;
            }
        };
        let Some((next, next_value, next_slope)) = step else { break };
        let moved: Vec<f64> = next.iter().zip(&at).map(|(a, b)| a - b).collect();
        let bent: Vec<f64> = next_slope.iter().zip(&slope).map(|(a, b)| a - b).collect();
        if dot(&moved, &bent) > 1e-12 {
            past.push_back((moved, bent));
            if past.len() > MEMORY {
                past.pop_front();
            }
        }
        let gained = value - next_value;
        (at, value, slope) = (next, next_value, next_slope);
        if gained < 1e-7 * value.abs() {
            break;
        }
    }
    at
}

/// Returns the direction of the next step: the slope downhill, bent by what past steps told of the curvature.
fn direction(slope: &[f64], past: &VecDeque<(Vec<f64>, Vec<f64>)>) -> Vec<f64> {
    let mut direction: Vec<f64> = slope.iter().map(|slope| -slope).collect();
    let mut parts = Vec::new();
    for (moved, bent) in past.iter().rev() {
        let part = dot(moved, &direction) / dot(moved, bent);
        add(&mut direction, -part, bent);
        parts.push(part);
    }
    if let Some((moved, bent)) = past.back() {
        let scale = dot(moved, bent) / dot(bent, bent);
        direction.iter_mut().for_each(|d| *d *= scale);
    }
    for ((moved, bent), part) in past.iter().zip(parts.iter().rev()) {
        let back = dot(bent, &direction) / dot(moved, bent);
        add(&mut direction, part - back, moved);
    }
    direction
}

/// Returns the inner product.
fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Adds a multiple of a vector.
fn add(to: &mut [f64], factor: f64, vector: &[f64]) {
    to.iter_mut().zip(vector).for_each(|(to, v)| *to += factor * v);
}
