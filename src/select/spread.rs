//! Spread: no two picks alike, not all from one answer, every guest heard.
//!
//! Maximal marginal relevance (Carbonell and Goldstein 1998): each pick is the best that is left after what the picks
//! before it take away. Greedy, so the picks for one fewer are the same without the last.

use super::candidates::Candidate;
use super::lexicon::Class;
use super::page::Page;

/// Points a passage loses when all its words were shown before; in proportion for fewer.
const LIKENESS: i64 = 2000;
/// Points a passage loses for each pick from its answer.
const SAME_ANSWER: i64 = 250;
/// Points a passage loses for each pick of its speaker, where several speak.
const SAME_SPEAKER: i64 = 150;

/// A candidate with its score.
#[derive(Clone, Debug)]
pub(super) struct Scored {
    /// The candidate.
    pub(super) candidate: Candidate,
    /// The exact sum of its contributions.
    pub(super) score: i64,
}

/// Picks up to `count` more from `ranked`, which is sorted best first; `picked` holds indices already taken.
pub(super) fn spread(page: &Page<'_>, ranked: &[Scored], picked: &mut Vec<usize>, count: usize) {
    let mut taken: Vec<Taken> =
        picked.iter().map(|&index| Taken::new(page, &ranked[index].candidate)).collect();
    while picked.len() < count {
        let mut best: Option<(i64, usize)> = None;
        for (index, scored) in ranked.iter().enumerate() {
            // Nothing is ever added to a score, so all that follow are worse.
            if best.is_some_and(|(best, _)| scored.score <= best) {
                break;
            }
            let Some(loss) = loss(page, &scored.candidate, &taken) else { continue };
            let rest = scored.score - loss;
            if best.is_none_or(|(best, _)| rest > best) {
                best = Some((rest, index));
            }
        }
        let Some((_, index)) = best else { break };
        taken.push(Taken::new(page, &ranked[index].candidate));
        picked.push(index);
    }
}

/// What a pick takes from those after it.
struct Taken {
    candidate: Candidate,
    turn: usize,
    /// Hashes of its words, sorted.
    words: Vec<u64>,
}

impl Taken {
    fn new(page: &Page<'_>, candidate: &Candidate) -> Self {
        let turn = page.paragraphs[candidate.paragraph].turn;
        Self { candidate: *candidate, turn, words: content(page, candidate) }
    }
}

/// Returns what a candidate loses to the picks before it; `None` when it shares a sentence with one.
fn loss(page: &Page<'_>, candidate: &Candidate, taken: &[Taken]) -> Option<i64> {
    if taken.iter().any(|taken| candidate.overlaps(&taken.candidate)) {
        return None;
    }
    if taken.is_empty() {
        return Some(0);
    }
    let turn = page.paragraphs[candidate.paragraph].turn;
    let speaker = page.interview.turns[turn].speaker;
    let own = content(page, candidate);
    let mut loss = 0;
    let mut likeness = 0;
    for pick in taken {
        loss += if pick.turn == turn { SAME_ANSWER } else { 0 };
        let is_same_speaker = page.interview.turns[pick.turn].speaker == speaker;
        loss += if is_same_speaker { SAME_SPEAKER } else { 0 };
        let shared = own.iter().filter(|word| pick.words.binary_search(word).is_ok()).count();
        let smaller = own.len().min(pick.words.len()).max(1);
        likeness = likeness.max(LIKENESS * shared as i64 / smaller as i64);
    }
    Some(loss + likeness)
}

/// Returns the hashes of the words that carry a passage's subject, sorted, each once.
fn content(page: &Page<'_>, candidate: &Candidate) -> Vec<u64> {
    let words = page.words_from(candidate.head, candidate.last).iter();
    let mut hashes: Vec<u64> = words
        .filter(|word| word.letters >= 3 && !word.classes.has(Class::Stop))
        .map(|word| word.hash)
        .collect();
    hashes.sort_unstable();
    hashes.dedup();
    hashes
}
