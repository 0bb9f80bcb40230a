//! A linear chain: what every paragraph of a page is, decided for all of them together.
//!
//! Every paragraph has a score for every state ([`super::features`] times the weights of the model), and so has every step
//! from one state to the next. The best way through the page is Viterbi's; how sure each of its steps is comes from the
//! sums over all ways (forward and backward), as in a conditional random field.

use super::model::{Model, N_STATES, PAIRS, STATES, State};
use super::qualities::Links;

/// The scores of a page: one row a paragraph.
pub(in crate::read) type Scores = [f32; N_STATES];

/// What two neighbours say for every step from one to the other.
pub(in crate::read) type Steps = [[f32; N_STATES]; N_STATES];

/// Returns the best state of every paragraph; `links` has a row for each, of which the first is not used.
pub(in crate::read) fn best(model: &Model, scores: &[Scores], links: &[Links]) -> Vec<State> {
    let Some((first, rest)) = scores.split_first() else { return Vec::new() };
    let mut total: Scores = std::array::from_fn(|state| model.start[state] + first[state]);
    let mut ways: Vec<[u8; N_STATES]> = Vec::with_capacity(rest.len());
    for (row, links) in rest.iter().zip(&links[1..]) {
        let steps = model.steps_between(links);
        let mut from = [0; N_STATES];
        total = std::array::from_fn(|state| {
            let into = |before: usize| total[before] + steps[before][state];
            let before =
                (0..N_STATES).fold(0, |best, before| if into(before) > into(best) { before } else { best });
            from[state] = before as u8;
            into(before) + row[state]
        });
        ways.push(from);
    }
    let ended = |state: usize| total[state] + model.end[state];
    let mut state =
        (0..N_STATES).fold(0, |best, state| if ended(state) > ended(best) { state } else { best });
    let mut states = vec![STATES[state]];
    for from in ways.iter().rev() {
        state = usize::from(from[state]);
        states.push(STATES[state]);
    }
    states.reverse();
    states
}

/// Returns how likely every state of every paragraph is.
///
/// Sums run in 64 bits and are brought back to one at every step, so that a page may have any length.
pub(in crate::read) fn likelihoods(
    model: &Model,
    scores: &[Scores],
    links: &[Links],
) -> Vec<[f64; N_STATES]> {
    let power = |row: &Scores| {
        let top = row.iter().copied().fold(f32::MIN, f32::max);
        row.map(|score| libm::exp(f64::from(score - top)))
    };
    // Neighbours say something for few of the steps; the others are the same all through.
    let common = model.steps.map(|row| row.map(|score| libm::exp(f64::from(score))));
    let powers = |index: usize| {
        let mut powers = common;
        let steps = model.steps_between(&links[index]);
        for (from, to) in PAIRS {
            let (from, to) = (from as usize, to as usize);
            powers[from][to] = libm::exp(f64::from(steps[from][to]));
        }
        powers
    };
    let mut forward: Vec<[f64; N_STATES]> = Vec::with_capacity(scores.len());
    for (index, row) in scores.iter().enumerate() {
        let steps = powers(index);
        let own = power(row);
        let reached = match forward.last() {
            None => model.start.map(|score| libm::exp(f64::from(score))),
            Some(last) => std::array::from_fn(|state| {
                (0..N_STATES).map(|before| last[before] * steps[before][state]).sum()
            }),
        };
        forward.push(scaled(std::array::from_fn(|state| reached[state] * own[state])));
    }
    let mut backward = scaled(model.end.map(|score| libm::exp(f64::from(score))));
    for index in (0..scores.len()).rev() {
        let own = power(&scores[index]);
        let here = forward[index];
        forward[index] = scaled(std::array::from_fn(|state| here[state] * backward[state]));
        let next = backward;
        let steps = powers(index);
        backward = scaled(std::array::from_fn(|before| {
            (0..N_STATES).map(|state| steps[before][state] * own[state] * next[state]).sum()
        }));
    }
    forward
}

/// Scales a row to a sum of one.
fn scaled(row: [f64; N_STATES]) -> [f64; N_STATES] {
    let sum: f64 = row.iter().sum();
    if sum > 0.0 { row.map(|value| value / sum) } else { [1.0 / N_STATES as f64; N_STATES] }
}

#[cfg(test)]
mod tests {
    use super::super::qualities::N_LINKS;
    use super::*;

    /// A model in which an answer follows a question and a question an answer.
    fn alternating() -> Model {
        let mut model = Model::blank();
        model.steps[State::Question as usize][State::Answer as usize] = 3.0;
        model.steps[State::Answer as usize][State::Question as usize] = 3.0;
        model
    }

    #[test]
    fn the_best_way_is_never_worse_than_any_other() {
        let model = alternating();
        let scores: Vec<Scores> =
            (0..4).map(|i| std::array::from_fn(|s| ((i * 5 + s * 3) % 7) as f32 / 3.0)).collect();
        let worth = |states: &[State]| -> f32 {
            let own: f32 = states.iter().zip(&scores).map(|(state, row)| row[*state as usize]).sum();
            own + states.windows(2).map(|pair| model.steps[pair[0] as usize][pair[1] as usize]).sum::<f32>()
        };
        let found = worth(&best(&model, &scores, &[[0.0; N_LINKS]; 4]));
        for code in 0..N_STATES.pow(4) {
            let states: Vec<State> = (0..4).map(|i| STATES[code / N_STATES.pow(i) % N_STATES]).collect();
            assert!(worth(&states) <= found + 1e-4);
        }
    }

    #[test]
    fn likelihoods_sum_to_one_and_know_their_neighbours() {
        let model = alternating();
        let mut scores = vec![[0.0; N_STATES]; 3];
        scores[0][State::Question as usize] = 4.0;
        let rows = likelihoods(&model, &scores, &[[0.0; N_LINKS]; 3]);
        assert!(rows.iter().all(|row| (row.iter().sum::<f64>() - 1.0).abs() < 1e-9));
        assert!(rows[1][State::Answer as usize] > 0.5);
        assert_eq!(
            likelihoods(&model, &vec![[0.0; N_STATES]; 5000], &vec![[0.0; N_LINKS]; 5000]).len(),
            5000
        );
    }
}
