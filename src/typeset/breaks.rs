//! Numbers in, lines out: where to break a text into a given number of lines.
//!
//! The breaker knows widths, spaces and penalties, never strings or fonts, so it can be tested against brute force.
//! A text is a row of [`Fragment`]s; a line is a stretch of them. Two questions are asked of it:
//!
//! * [`narrowest`]: over all ways to make `k` lines, the least possible longest line. It bounds the type size.
//! * [`Breaker::even`]: the `k` lines under a width that cost least: ragged lines cost the square of what they lack to the
//!   ideal, and each break costs what its place is worth.
//!
//! Both are dynamic programs over (line, fragment): with best(l, j) the least cost of setting the first j fragments in
//! l lines, best(l, j) = min over i < j of best(l-1, i) ⊕ cost(i, j), where ⊕ is `max` for the first and `+` for the
//! second (Knuth & Plass 1981, with the number of lines fixed).
//!
//! For four fragments of widths 4, 2, 5, 3 with spaces of 1 in two lines, `narrowest` weighs 4|2+5+3 → max(4, 12),
//! 4+2|5+3 → max(7, 9), 4+2+5|3 → max(13, 3), and answers 9.

mod even;

use std::ops::Range;

pub(crate) use even::Breaker;

/// A piece of text that is never broken, in ems.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Fragment {
    /// Its width, the space after it not counted.
    pub width: f32,
    /// The width of the space after it, where a line goes on.
    pub space: f32,
    /// How much narrower it is when it starts a line: an opening mark that hangs, a side bearing.
    pub hang_start: f32,
    /// How much narrower it is when it ends a line.
    pub hang_end: f32,
    /// What a line costs that ends after it, in em²: negative after punctuation, positive after an article.
    pub end_cost: f32,
    /// What a line costs that starts with it.
    pub start_cost: f32,
    /// Whether a line must end after it.
    pub must_break: bool,
    /// Whether it ends a sentence.
    pub ends_sentence: bool,
    /// How many words it has.
    pub words: u8,
}

/// Lines of a text as ranges of fragments.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Lines {
    /// Each line's fragments, in order, none left out.
    pub ranges: Vec<Range<usize>>,
    /// What the lines cost, in em².
    pub cost: f32,
}

/// Fragments with their sums, ready for questions.
pub(crate) struct Row<'a> {
    fragments: &'a [Fragment],
    /// Where each fragment would start if all stood on one line.
    starts: Vec<f32>,
    /// What each fragment brings to the line that it starts; beside one another, as most lines are asked for in a row.
    first: Vec<First>,
    /// For each fragment, the first one from it on that a line must end after.
    next_must: Vec<usize>,
}

/// What a fragment brings to the line that it starts.
#[derive(Clone, Copy, Debug)]
struct First {
    hang_start: f32,
    /// How far the line is indented that goes on from the one before, as turned-over lines of verse are.
    indent: f32,
    /// What it costs; the first line costs nothing.
    start_cost: f32,
}

/// What lines are measured against.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Measure {
    /// Widest line allowed.
    pub cap: f32,
    /// Whether short quotes may be broken by sense (rule B2), so that lines that end a sentence are not ragged.
    pub by_sense: bool,
    /// How much places count beside even lines: 1 as they are, less where even lines are hard to have.
    pub places: f32,
    /// How long the last line is meant to be, as a share of the others: all lines even are good, and so are even lines
    /// over a shorter last one.
    pub last: f32,
}

/// A lone last word shorter than this share of the measure costs [`LONE_WORD`].
const SHORT_LAST_LINE: f32 = 0.55;
/// What a lone last word costs, in em²: more than any rag, so that it stays only where nothing else fits.
const LONE_WORD: f32 = 250.0;
/// What a last line under a third of the ideal costs.
const STUB: f32 = 30.0;
/// What a line earns that ends a sentence in a quote broken by sense.
const SENSE: f32 = -6.0;
/// What each squared em that a line lacks or has too much costs. At 1, places were so dear that lines were a third more
/// ragged than a browser's; at 4, they ended in as many short words (`tests/browser.rs`).
const UNEVEN: f32 = 2.25;
/// What a last line costs that is shorter than it was meant to be: it may fall short without looking wrong.
const SHORT_LAST: f32 = 0.8;
/// What a line may lack before the eye notices, in ems of the usual measure.
const NOTICED: f32 = 0.8;
/// How much more each squared em beyond that costs: a tenth of the measure is rag, a quarter is a hole.
const FAR: f32 = 13.5;
/// The measure that costs are balanced for, in ems.
const USUAL_MEASURE: f32 = 13.0;
/// Tolerance for a line's width, in ems.
const SLACK: f32 = 1e-4;

impl<'a> Row<'a> {
    /// Sums up fragments.
    pub(crate) fn new(fragments: &'a [Fragment]) -> Self {
        let mut at = 0.0;
        let starts = fragments
            .iter()
            .map(|fragment| {
                let start = at;
                at += fragment.width + fragment.space;
                start
            })
            .collect();
        let mut must = usize::MAX;
        let mut next_must = vec![must; fragments.len()];
        for (index, fragment) in fragments.iter().enumerate().rev() {
            if fragment.must_break {
                must = index;
            }
            next_must[index] = must;
        }
        let first = fragments.iter().enumerate().map(|(index, fragment)| First {
            hang_start: fragment.hang_start,
            indent: 0.0,
            start_cost: if index == 0 { 0.0 } else { fragment.start_cost },
        });
        Self { fragments, starts, first: first.collect(), next_must }
    }

    /// Indents lines that go on from the one before by so many ems.
    pub(crate) fn with_turnover(mut self, turnover: f32) -> Self {
        // A line goes on from the one before unless that must end.
        for (first, before) in self.first.iter_mut().skip(1).zip(self.fragments) {
            first.indent = if before.must_break { 0.0 } else { turnover };
        }
        self
    }

    /// Returns the number of fragments.
    pub(crate) fn len(&self) -> usize {
        self.fragments.len()
    }

    /// Returns the fewest lines that the text's own breaks allow.
    pub(crate) fn least_lines(&self) -> usize {
        let inner = &self.fragments[..self.len().saturating_sub(1)];
        1 + inner.iter().filter(|fragment| fragment.must_break).count()
    }

    /// Returns the width of a line of these fragments.
    pub(crate) fn width(&self, line: Range<usize>) -> f32 {
        let (first, last) = (&self.first[line.start], &self.fragments[line.end - 1]);
        let end = self.starts[line.end - 1] + last.width;
        width(end, self.starts[line.start], first, last)
    }

    /// Tells whether a line of these fragments ends where the text says so: it is as long as it is.
    pub(crate) fn ends_by_itself(&self, line: &Range<usize>) -> bool {
        self.fragments[line.end - 1].must_break
    }

    /// Returns what the places of breaks cost, in em², whatever the lines' widths.
    pub(crate) fn places(&self, lines: &[Range<usize>]) -> f32 {
        let starts = lines.iter().skip(1).map(|line| self.fragments[line.start].start_cost);
        let ends = lines.iter().rev().skip(1).map(|line| self.fragments[line.end - 1].end_cost);
        starts.sum::<f32>() + ends.sum::<f32>()
    }

    /// Tells whether the last of these lines is a single word that is short beside the measure.
    pub(crate) fn ends_alone(&self, lines: &[Range<usize>], measure: f32) -> bool {
        lines.len() > 1
            && lines.last().is_some_and(|line| {
                let words: u32 =
                    self.fragments[line.clone()].iter().map(|fragment| u32::from(fragment.words)).sum();
                words <= 1 && self.width(line.clone()) < SHORT_LAST_LINE * measure
            })
    }

    /// Tells whether a line of these fragments is short by sense: it ends a sentence, and is more than the last word of it.
    pub(crate) fn ends_sentence(&self, line: &Range<usize>) -> bool {
        let is_sentence = || line.start == 0 || self.fragments[line.start - 1].ends_sentence;
        self.fragments[line.end - 1].ends_sentence && (line.len() > 1 || is_sentence())
    }

    /// Tells whether a line of these fragments would run over a break that must be.
    fn runs_over(&self, line: Range<usize>) -> bool {
        self.next_must[line.start] < line.end - 1
    }

    /// Returns what a line costs, or `None` where it must not be.
    fn cost(&self, line: Range<usize>, ideal: f32, measure: Measure) -> Option<f32> {
        let width = self.width(line.clone());
        if width > measure.cap + SLACK || self.runs_over(line.clone()) {
            return None;
        }
        let (first, last) = (&self.fragments[line.start], &self.fragments[line.end - 1]);
        let is_last = line.end == self.len();
        let ends_sentence = self.ends_sentence(&line);
        let sense = measure.by_sense && ends_sentence;
        let mut cost = if line.start == 0 { 0.0 } else { first.start_cost * measure.places };
        if sense {
            cost += if is_last { 0.0 } else { SENSE };
        } else if !last.must_break {
            let usual = usual(ideal);
            let lack = (width - ideal) * usual;
            // A line that ends with its sentence is short by sense.
            let far = if ends_sentence { 0.0 } else { (lack.abs() - NOTICED).max(0.0) };
            cost += if is_last && width < ideal {
                let lack = (width - ideal * measure.last) * usual;
                SHORT_LAST * lack * lack
            } else {
                UNEVEN * lack * lack + FAR * far * far
            };
        }
        if is_last {
            let words: u32 =
                self.fragments[line.clone()].iter().map(|fragment| u32::from(fragment.words)).sum();
            if words <= 1 && line.start > 0 && width < SHORT_LAST_LINE * measure.cap {
                cost += LONE_WORD;
            } else if line.start > 0 && width < ideal / 3.0 {
                cost += STUB;
            }
        } else {
            cost += last.end_cost * measure.places;
        }
        Some(cost)
    }
}

/// Returns the width of a line that ends at `end` and starts at `start`, were the text a single line.
fn width(end: f32, start: f32, first: &First, last: &Fragment) -> f32 {
    end - start - first.hang_start - last.hang_end + first.indent
}

/// Returns, for one line, two lines and so on, the least possible longest line over all ways to make exactly so many;
/// `None` where there is none. Each count is a step from the one before: ask for no more than are needed.
#[expect(clippy::needless_range_loop, reason = "the tables are indexed by both of the formula's letters")]
pub(crate) fn narrowest(row: &Row<'_>) -> impl Iterator<Item = Option<f32>> {
    let n = row.len();
    let mut best: Vec<f32> = (0..=n)
        .map(|end| if end == 0 || row.runs_over(0..end) { f32::INFINITY } else { row.width(0..end) })
        .collect();
    let mut next = Vec::new();
    (1..=n).map(move |line| {
        if line > 1 {
            next.clear();
            next.resize(n + 1, f32::INFINITY);
            for end in line..=n {
                // Going back from `end` the line only grows, so the search ends where it is too wide to help.
                for start in (line - 1..end).rev() {
                    if start < end - 1 && row.fragments[start].must_break {
                        break;
                    }
                    let width = row.width(start..end);
                    next[end] = best[start].max(width).min(next[end]);
                    if width > next[end] + 2.0 {
                        break;
                    }
                }
            }
            std::mem::swap(&mut best, &mut next);
        }
        Some(best[n]).filter(|width| width.is_finite())
    })
}

/// Returns what a line's lack is multiplied by, in ems of a 13 em line: the same share of a longer line looks no worse.
fn usual(ideal: f32) -> f32 {
    (USUAL_MEASURE / ideal.max(1.0)).min(1.0)
}

/// Breaks as a typewriter does: each line takes what fits. The baseline that [`Breaker`] is measured against.
#[cfg(test)]
pub(crate) fn greedy(row: &Row<'_>, cap: f32) -> Option<Lines> {
    let mut ranges = Vec::new();
    let mut start = 0;
    for end in 1..=row.len() {
        if row.width(start..end) > cap + SLACK {
            if end - 1 == start {
                return None;
            }
            ranges.push(start..end - 1);
            start = end - 1;
        }
        if row.fragments[end - 1].must_break && end < row.len() {
            ranges.push(start..end);
            start = end;
        }
    }
    ranges.push(start..row.len());
    ranges.iter().all(|line| row.width(line.clone()) <= cap + SLACK).then_some(Lines { ranges, cost: 0.0 })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn even(row: &Row<'_>, count: usize, measure: Measure) -> Option<Lines> {
        Breaker::new(row).even(count, measure)
    }

    fn words(widths: &[f32]) -> Vec<Fragment> {
        widths.iter().map(|&width| Fragment { width, space: 1.0, words: 1, ..Fragment::default() }).collect()
    }

    fn measure(cap: f32) -> Measure {
        Measure { cap, by_sense: false, places: 1.0, last: 1.0 }
    }

    #[test]
    fn the_worked_example_of_the_docs() {
        let fragments = words(&[4.0, 2.0, 5.0, 3.0]);
        assert_eq!(narrowest(&Row::new(&fragments)).nth(1), Some(Some(9.0)));
    }

    #[test]
    fn a_hanging_mark_does_not_count() {
        let mut fragments = words(&[4.0, 4.0]);
        fragments[0].hang_start = 0.5;
        assert_eq!(narrowest(&Row::new(&fragments)).next(), Some(Some(8.5)));
    }

    #[test]
    fn a_break_that_must_be_is_made() {
        let mut fragments = words(&[4.0, 2.0, 5.0]);
        fragments[0].must_break = true;
        let row = Row::new(&fragments);
        assert_eq!(row.least_lines(), 2);
        assert_eq!(narrowest(&row).next(), Some(None));
        assert_eq!(even(&row, 2, measure(20.0)).unwrap().ranges, [0..1, 1..3]);
    }

    #[test]
    fn no_word_is_left_alone_where_two_can_stand() {
        let fragments = words(&[5.0, 5.0, 5.0, 5.0, 2.0]);
        let lines = even(&Row::new(&fragments), 3, measure(12.0)).unwrap();
        assert_eq!(lines.ranges.last(), Some(&(3..5)));
    }

    /// A line is short by sense where it ends a sentence; the last word of one by itself is only short.
    #[test]
    fn the_last_word_of_a_sentence_does_not_stand_alone() {
        let mut fragments = words(&[5.0, 5.0, 3.0, 5.0, 5.0]);
        fragments[2].ends_sentence = true;
        let measure = Measure { by_sense: true, ..measure(12.0) };
        assert_eq!(even(&Row::new(&fragments), 3, measure).unwrap().ranges, [0..1, 1..3, 3..5]);
        // A sentence of one word may.
        fragments[1].ends_sentence = true;
        assert_eq!(even(&Row::new(&fragments), 3, measure).unwrap().ranges, [0..2, 2..3, 3..5]);
    }

    /// All ways to cut `n` fragments into `count` lines.
    fn all_ways(n: usize, count: usize) -> Vec<Vec<Range<usize>>> {
        if count == 1 {
            return vec![std::iter::once(0..n).collect()];
        }
        (count - 1..n)
            .flat_map(|start| {
                all_ways(start, count - 1).into_iter().map(move |mut lines| {
                    lines.push(start..n);
                    lines
                })
            })
            .collect()
    }

    proptest! {
        #[test]
        fn both_programs_agree_with_brute_force(
            widths in prop::collection::vec(0.5f32..6.0, 1..9),
            costs in prop::collection::vec(-1.0f32..3.0, 9),
            count in 1usize..5,
            cap in 4.0f32..20.0,
        ) {
            let mut fragments = words(&widths);
            for (fragment, cost) in fragments.iter_mut().zip(&costs) {
                fragment.end_cost = *cost;
            }
            let row = Row::new(&fragments);
            prop_assume!(count <= row.len());
            let ways = all_ways(row.len(), count);
            let longest = |way: &Vec<Range<usize>>| way.iter().map(|line| row.width(line.clone())).fold(0.0, f32::max);
            let least = ways.iter().map(longest).fold(f32::INFINITY, f32::min);
            prop_assert!((narrowest(&row).nth(count - 1).flatten().unwrap() - least).abs() < 1e-3);

            let ideal = (row.width(0..row.len()) / count as f32).min(cap);
            let cost = |way: &Vec<Range<usize>>| way.iter().map(|line| row.cost(line.clone(), ideal, measure(cap))).sum::<Option<f32>>();
            let cheapest = ways.iter().filter_map(cost).fold(f32::INFINITY, f32::min);
            match even(&row, count, measure(cap)) {
                Some(lines) => {
                    prop_assert!((lines.cost - cheapest).abs() < 1e-2, "{} {}", lines.cost, cheapest);
                    prop_assert!((cost(&lines.ranges).unwrap() - lines.cost).abs() < 1e-2);
                }
                None => prop_assert!(cheapest.is_infinite()),
            }
        }

        #[test]
        fn never_worse_than_greedy(widths in prop::collection::vec(0.5f32..6.0, 1..30), cap in 6.0f32..20.0) {
            let fragments = words(&widths);
            let row = Row::new(&fragments);
            let greedy = greedy(&row, cap).unwrap();
            let count = greedy.ranges.len();
            let ideal = (row.width(0..row.len()) / count as f32).min(cap);
            let greedy_cost: f32 = greedy.ranges.iter().map(|line| row.cost(line.clone(), ideal, measure(cap)).unwrap()).sum();
            let lines = even(&row, count, measure(cap)).unwrap();
            prop_assert!(lines.cost <= greedy_cost + 1e-2);
            prop_assert_eq!(lines.ranges.first().unwrap().start, 0);
            prop_assert!(lines.ranges.windows(2).all(|pair| pair[0].end == pair[1].start));
        }
    }
}
