//! What is seen of a page as a whole.

use crate::interview::Span;
use crate::read::marks::{self, Mark};
use crate::read::text::floor;
use crate::read::words::{Lowered, Voices};

use super::repeats::repeats;
use super::seen::{Known, Marks, Seen};

/// What is seen of the page as a whole.
pub(super) struct Overview {
    /// By the number of a mark: whether it is the questions'.
    pub(super) marks_of_questions: Vec<bool>,
    /// First and last paragraph that asks.
    pub(super) questions: Option<(usize, usize)>,
    /// The title's paragraph.
    pub(super) title: Option<usize>,
    /// Which paragraphs repeat others.
    pub(super) repeats: Vec<bool>,
    /// Which paragraphs stand in a list that a colon announced.
    pub(super) listed: Vec<bool>,
    /// How much the page takes turns at every paragraph, from -1 to 1.
    pub(super) alternates: f32,
    /// How much its words are spoken, from 0 to 1.
    pub(super) spoken: f32,
    /// Words of a middling paragraph that follows a question.
    pub(super) usual: f32,
}

impl Overview {
    /// Looks at a page.
    pub(super) fn of(known: &Known, seen: &[Seen], marks: &Marks) -> Self {
        let mut counts = vec![(0.0, 0); marks.numbers.len()];
        for seen in seen {
            if let Some((_, number)) = seen.mark {
                counts[number].0 += f32::from(u8::from(seen.asks));
                counts[number].1 += 1;
            }
        }
        for (share, count) in &mut counts {
            *share /= *count as f32;
        }
        let is_led = |seen: &Seen| matches!(seen.mark, Some((Mark::Dash, _)));
        let by_dash: Vec<_> = seen.iter().map(|seen| (is_led(seen), seen.asks, seen.words.len())).collect();
        if marks::dashes_ask(&by_dash)
            && let Some(&number) = marks.numbers.get(&(Mark::Dash, String::new()))
        {
            counts[number] = (1.0, counts[number].1.max(3));
        }
        let title =
            known.title.and_then(|title| known.blocks.iter().position(|block| block.span.overlaps(title)));
        let asks = |index: &usize| {
            (seen[*index].asks || seen[*index].requests)
                && seen[*index].n_words > 1.0
                && Some(*index) != title
        };
        let spans: Vec<Span> = seen.iter().map(|seen| seen.words).collect();
        let asking: Vec<usize> = (0..seen.len()).filter(asks).collect();
        let steps = || asking.windows(2).map(|pair| pair[1] - pair[0]).filter(|&step| step > 1);
        let even = steps().filter(|step| step % 2 == 0).count() as f32;
        let odd = steps().filter(|step| step % 2 == 1).count() as f32;
        let spoken = spoken(known, seen);
        let mut lengths: Vec<f32> = asking
            .iter()
            .filter_map(|&index| seen.get(index + 1))
            .filter(|next| !next.asks)
            .map(|next| next.n_words)
            .collect();
        lengths.sort_by(f32::total_cmp);
        let mut listed = vec![false; seen.len()];
        for index in 1..seen.len() {
            let (before, own) =
                (&known.text[seen[index - 1].words.range()], &known.text[seen[index].words.range()]);
            listed[index] = marks::announces(before)
                || (listed[index - 1] && !marks::ends_sentence(before) && !marks::ends_sentence(own));
        }
        Self {
            listed,
            alternates: (even - odd) / (even + odd + 2.0),
            spoken,
            usual: lengths.get(lengths.len() / 2).copied().unwrap_or(40.0),
            marks_of_questions: counts.iter().map(|&(share, count)| share >= 0.6 && count >= 3).collect(),
            questions: asking.first().copied().zip(asking.last().copied()),
            title,
            repeats: repeats(known.text, &spans),
        }
    }
}

/// Paragraphs that tell how a page sounds.
const HEARD: usize = 100;
/// Bytes of each that do.
const BEGINNING: usize = 300;

/// Tells how much the words of a page are spoken, from 0 to 1: in how many paragraphs somebody looks for words.
fn spoken(known: &Known, seen: &[Seen]) -> f32 {
    let fillers = &Voices::of(known.language).filler;
    let full = seen.iter().filter(|seen| seen.n_words > 3.0).take(HEARD);
    let fills = |seen: &Seen| {
        let piece = &known.text[seen.words.range()];
        fillers.is_in(&Lowered::new(&piece[..floor(piece, BEGINNING)]))
    };
    let (n, spoken) =
        full.fold((0.0_f32, 0.0_f32), |(n, sum), seen| (n + 1.0, sum + f32::from(u8::from(fills(seen)))));
    (2.0 * spoken / n.max(1.0)).min(1.0)
}
