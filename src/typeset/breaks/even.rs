//! The lines that cost least.

use super::{FAR, Lines, Measure, NOTICED, Range, Row, SLACK, UNEVEN, usual, width};

/// How much wider than the measure a line is that is still looked at, in ems: the next longer one may be narrower, as marks
/// hang out of it.
const MOST_HUNG: f32 = 2.0;

/// Breaks a row again and again: a card asks for its lines dozens of times, mostly under the same measure.
pub(crate) struct Breaker<'r, 'f> {
    row: &'r Row<'f>,
    /// The cap that lines were measured for.
    cap: f32,
    /// The widths of the lines that may be, by their ends, then by their starts.
    widths: Vec<f32>,
    /// For each end, what lines there are.
    ends: Vec<Starts>,
    /// What each line costs, whatever lines stand before it; infinite where it must not be.
    costs: Vec<f32>,
    /// For each end, the least cost of what comes before: up to the line in hand, and to the one before.
    best: [Vec<f32>; 2],
    /// For each line and end, where the line starts that makes it cost least.
    from: Vec<usize>,
}

/// The lines that have the same end.
#[derive(Clone, Copy)]
struct Starts {
    /// The first fragment that such a line may start with.
    least: usize,
    /// The least of those, of this end and of all later ones.
    least_from_here: usize,
    /// Where their widths and costs begin.
    at: usize,
}

impl<'r, 'f> Breaker<'r, 'f> {
    /// Begins.
    pub(crate) fn new(row: &'r Row<'f>) -> Self {
        let best = [vec![0.0; row.len() + 1], vec![0.0; row.len() + 1]];
        let (widths, ends, costs, from) = Default::default();
        Self { row, cap: f32::NAN, widths, ends, costs, best, from }
    }

    /// Breaks into exactly `count` lines under a measure at least cost; `None` where it cannot be.
    pub(crate) fn even(&mut self, count: usize, measure: Measure) -> Option<Lines> {
        let n = self.row.len();
        if count == 0 || count > n {
            return None;
        }
        if measure.cap != self.cap {
            self.measure_lines(measure.cap);
        }
        // Where each line may end at the earliest, so that the rest has room in the lines that are left.
        let mut ranges = vec![0..0; count];
        let mut earliest = n;
        for line in (1..=count).rev() {
            ranges[line - 1].end = earliest.max(line);
            earliest = self.ends[ranges[line - 1].end].least_from_here;
        }
        if earliest > 0 {
            return None;
        }
        let total: f32 = self.row.width(0..n);
        // With `count` lines, `count - 1` spaces disappear at their ends; the ideal is what is left, shared out.
        let ideal = (total / (count as f32 - 1.0 + measure.last)).min(measure.cap);
        self.weigh_lines(ideal, measure);
        let cost = self.chain(&ranges)?;
        let mut end = n;
        for line in (1..=count).rev() {
            let start = self.from[line * (n + 1) + end];
            ranges[line - 1] = start..end;
            end = start;
        }
        Some(Lines { ranges, cost })
    }

    /// Measures all lines that fit under a cap.
    fn measure_lines(&mut self, cap: f32) {
        let (row, n) = (self.row, self.row.len());
        self.cap = cap;
        self.widths.clear();
        self.ends.clear();
        self.ends.push(Starts { least: 0, least_from_here: 0, at: 0 });
        for end in 1..=n {
            let is_near =
                |start: usize| row.width(start..end) <= cap + MOST_HUNG && !row.runs_over(start..end);
            let least = (0..end).rev().take_while(|&start| is_near(start)).last().unwrap_or(end);
            self.ends.push(Starts { least, least_from_here: least, at: self.widths.len() });
            let last = &row.fragments[end - 1];
            let at = row.starts[end - 1] + last.width;
            let starts = row.starts[least..end].iter().zip(&row.first[least..end]);
            self.widths.extend(starts.map(|(start, first)| width(at, *start, first, last)));
        }
        for end in (0..n).rev() {
            self.ends[end].least_from_here = self.ends[end].least.min(self.ends[end + 1].least_from_here);
        }
    }

    /// Weighs the lines that were measured; most of them in a loop without a branch.
    fn weigh_lines(&mut self, ideal: f32, measure: Measure) {
        let (row, n, usual) = (self.row, self.row.len(), usual(ideal));
        self.costs.clear();
        for end in 1..=n {
            let Starts { least, at, .. } = self.ends[end];
            let last = &row.fragments[end - 1];
            if end == n || last.ends_sentence || last.must_break {
                let cost = |start| row.cost(start..end, ideal, measure).unwrap_or(f32::INFINITY);
                self.costs.extend((least..end).map(cost));
                continue;
            }
            let end_cost = last.end_cost * measure.places;
            let lines = self.widths[at..][..end - least].iter().zip(&row.first[least..end]);
            // As [`Row::cost`] says, to the last bit.
            self.costs.extend(lines.map(|(&width, first)| {
                let lack = (width - ideal) * usual;
                let far = (lack.abs() - NOTICED).max(0.0);
                let uneven = UNEVEN * lack * lack + FAR * far * far;
                let cost = first.start_cost * measure.places + uneven + end_cost;
                if width > measure.cap + SLACK { f32::INFINITY } else { cost }
            }));
        }
    }

    /// Finds the lines that cost least, each ending no earlier than given; returns what they cost together.
    #[expect(clippy::needless_range_loop, reason = "the tables are indexed by both of the formula's letters")]
    fn chain(&mut self, earliest: &[Range<usize>]) -> Option<f32> {
        let (n, count) = (self.row.len(), earliest.len());
        self.from.clear();
        self.from.resize((count + 1) * (n + 1), 0);
        let [best, next] = &mut self.best;
        best[0] = 0.0;
        // Where the line before may end.
        let mut before = 0..1;
        for (line, first) in (1..=count).zip(earliest.iter().map(|line| line.end)) {
            let mut reached = first;
            for end in first..=n - (count - line) {
                let Starts { least, least_from_here, at } = self.ends[end];
                // No line that starts where one has ended reaches as far.
                if least_from_here >= before.end {
                    break;
                }
                reached = end + 1;
                next[end] = f32::INFINITY;
                let starts = least.max(before.start)..before.end.min(end);
                if starts.is_empty() {
                    continue;
                }
                let costs = &self.costs[at..][starts.start - least..starts.end - least];
                // Infinite where there is no such line; the sum then is no improvement. Of two that cost the same, the
                // later.
                for ((start, cost), best) in starts.clone().zip(costs).zip(&best[starts]).rev() {
                    if best + cost < next[end] {
                        next[end] = best + cost;
                        self.from[line * (n + 1) + end] = start;
                    }
                }
            }
            before = first..reached;
            std::mem::swap(best, next);
        }
        Some(best[n]).filter(|cost| before.contains(&n) && cost.is_finite())
    }
}
