//! The card figures: how many of the first picks careful readers would print.
//!
//! A pick meets a marked span if they share 60 % of either, in characters; a span is met once. On a card a pick also
//! has at most 300 characters and at least 35 % of the span.

use pullquote::interview::Span;

use crate::gold::{Graded, GradedSpan};

/// Longest pick that fits a card, in characters.
const CARD_MAX: usize = 300;

/// Figures of one interview, or the mean of several.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Figures {
    /// Share of the first three with grade 2 or 3.
    pub precision_3: f64,
    /// Share of the first five with grade 2 or 3.
    pub precision_5: f64,
    /// Discounted gain of the first five, by what the best possible five have.
    pub ndcg_5: f64,
    /// Whether a span of the best grade is among the first three.
    pub best_in_3: f64,
}

impl Figures {
    /// Returns the mean.
    pub(crate) fn mean(all: &[Self]) -> Self {
        let mean = |part: fn(&Self) -> f64| all.iter().map(part).sum::<f64>() / all.len().max(1) as f64;
        Self {
            precision_3: mean(|figures| figures.precision_3),
            precision_5: mean(|figures| figures.precision_5),
            ndcg_5: mean(|figures| figures.ndcg_5),
            best_in_3: mean(|figures| figures.best_in_3),
        }
    }
}

impl std::fmt::Display for Figures {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { precision_3, precision_5, ndcg_5, best_in_3 } = self;
        write!(f, "P@3 {precision_3:.3}  P@5 {precision_5:.3}  nDCG@5 {ndcg_5:.3}  best in 3 {best_in_3:.3}")
    }
}

/// Scores the first five picks of an interview, the mean over its readers.
pub(crate) fn figures(case: &Graded, picks: &[Span]) -> Figures {
    let places = Places::new(&case.interview.text);
    let of_reader = |marks: &Vec<GradedSpan>| of_reader(&places, marks, picks);
    Figures::mean(&case.readers.iter().map(of_reader).collect::<Vec<_>>())
}

/// Scores picks by one reader's marks.
fn of_reader(places: &Places, marks: &[GradedSpan], picks: &[Span]) -> Figures {
    let mut met = vec![false; marks.len()];
    let gains: Vec<u8> = picks.iter().take(5).map(|pick| places.gain(*pick, marks, &mut met)).collect();
    let mut ideal: Vec<u8> = marks.iter().map(|mark| mark.grade).collect();
    ideal.sort_unstable_by(|a, b| b.cmp(a));
    let precision = |k: usize| gains.iter().take(k).filter(|gain| **gain >= 2).count() as f64 / k as f64;
    let best = ideal.first().copied();
    Figures {
        precision_3: precision(3),
        precision_5: precision(5),
        ndcg_5: discounted(&gains) / Some(discounted(&ideal)).filter(|sum| *sum > 0.0).unwrap_or(1.0),
        best_in_3: f64::from(u8::from(
            best.is_some_and(|best| gains.iter().take(3).any(|gain| *gain == best)),
        )),
    }
}

/// Returns the discounted cumulative gain of the first five grades.
fn discounted(grades: &[u8]) -> f64 {
    let gain = |(index, grade): (usize, &u8)| (f64::from(*grade).exp2() - 1.0) / (index as f64 + 2.0).log2();
    grades.iter().take(5).enumerate().map(gain).sum()
}

/// The way from bytes to characters.
pub(crate) struct Places(Vec<u32>);

impl Places {
    /// Counts the characters before every byte of a text.
    pub(crate) fn new(text: &str) -> Self {
        let mut before = Vec::with_capacity(text.len() + 1);
        let mut chars = 0;
        for c in text.chars() {
            before.extend(std::iter::repeat_n(chars, c.len_utf8()));
            chars += 1;
        }
        before.push(chars);
        Self(before)
    }

    /// Returns a span in characters.
    fn chars(&self, span: Span) -> (usize, usize) {
        (self.0[span.start] as usize, self.0[span.end] as usize)
    }

    /// Returns the grade of the best span that a pick meets for the first time, 0 where it fits no card.
    fn gain(&self, pick: Span, marks: &[GradedSpan], met: &mut [bool]) -> u8 {
        let mut best: Option<usize> = None;
        for (index, mark) in marks.iter().enumerate() {
            let meets = !met[index] && self.meeting(pick, mark.span).is_some();
            if meets && best.is_none_or(|best| mark.grade > marks[best].grade) {
                best = Some(index);
            }
        }
        let Some(index) = best else { return 0 };
        met[index] = true;
        let fits = self.meeting(pick, marks[index].span).is_some_and(|meeting| meeting.fits_card);
        if fits { marks[index].grade } else { 0 }
    }

    /// Tells how a pick and a marked span meet, if they do.
    pub(crate) fn meeting(&self, pick: Span, marked: Span) -> Option<Meeting> {
        let ((start, end), (from, to)) = (self.chars(pick), self.chars(marked));
        let shared = end.min(to).saturating_sub(start.max(from)) as f64;
        let (of_span, of_pick) = (shared / (to - from) as f64, shared / (end - start) as f64);
        let union = (end.max(to) - start.min(from)) as f64;
        (shared > 0.0 && (of_span >= 0.6 || of_pick >= 0.6)).then(|| Meeting {
            fits_card: end - start <= CARD_MAX && of_span >= 0.35,
            overlap: shared / union,
        })
    }
}

/// How a pick and a marked span meet.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Meeting {
    /// Whether the pick is short enough and has enough of the span.
    pub fits_card: bool,
    /// What they share, by what either has.
    pub overlap: f64,
}
