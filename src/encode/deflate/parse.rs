//! Splits rows into bytes as they are and matches, so that they take few bits.
//!
//! From each place the ways on are: bytes as they are, up to where something else pays; as the byte to the left, on to
//! where that ends; as the row above, on to where that ends; and as one of the last stretches with the same edge
//! ([`super::echoes`]). The cheapest chain of such steps is found by dynamic programming from left to right, as a
//! shortest path. The costs are guesses (the codes are made afterwards), the same for every card.
//!
//! A place that costs more to reach than one far behind it is left out: what was tried from there would hardly win. It
//! saves a quarter of the work and adds two percent to the file.

use super::differences::{self, Differences};
use super::echoes::Echoes;
use super::ring::Ring;
use super::{Effort, MAX_MATCH, MIN_MATCH, Span, WINDOW};

/// Costs are in eighths of a bit. What tokens of 400 cards took on average:
pub(super) const LITERAL: u32 = 44;
pub(super) const RUN: u32 = 16;
/// The code of a distance; its extra bits come on top.
const DISTANCE_CODE: u32 = 40;
/// The row above has a code of its own, used all the time; its extra bits come on top.
pub(super) const ABOVE_CODE: u32 = 16;

/// Most bytes that are taken as they are in one step.
const STRETCH: usize = 30;

/// Splits rows; keeps its memory.
#[derive(Debug, Default)]
pub(super) struct Parser {
    above: Differences,
    left: Differences,
    quick: Echoes<1>,
    thorough: Echoes<4>,
    ring: Ring,
    spans: Vec<Span>,
}

impl Parser {
    /// Splits rows of `stride` bytes into spans, which follow one another.
    pub(super) fn parse(&mut self, rows: &[u8], stride: usize, effort: Effort) -> &[Span] {
        self.spans.clear();
        if !rows.is_empty() {
            let Self { left, above, ring, quick, thorough, .. } = self;
            differences::look(rows, stride, left, above);
            let walk = Walk { rows, stride, left, above, ring };
            match effort {
                Effort::Quick => walk.walk(quick, Search { patience: 24, margin: 88, long: 24 }),
                Effort::Thorough => {
                    walk.walk(thorough, Search { patience: MAX_MATCH, margin: 0, long: MAX_MATCH });
                }
            }
            self.spans.extend(self.ring.way_back());
            self.spans.reverse();
        }
        &self.spans
    }
}

/// What a walk through rows needs.
struct Walk<'parser> {
    rows: &'parser [u8],
    stride: usize,
    left: &'parser Differences,
    above: &'parser Differences,
    ring: &'parser mut Ring,
}

impl Walk<'_> {
    /// Finds the cheapest way through the rows.
    fn walk<const WAYS: usize>(self, echoes: &mut Echoes<WAYS>, search: Search) {
        let Self { rows, stride, left: to_left, above: above_row, ring } = self;
        let end = rows.len();
        ring.start();
        echoes.clear();
        // Without a row above, nothing is as above.
        let no_above = if stride > 1 && stride <= WINDOW { 0 } else { u64::MAX };
        let above_cost = ABOVE_CODE + 8 * extra_bits(stride);
        while let Some((mut place, cost)) = ring.advance(end, search.margin) {
            let mut left = to_left.from(place);
            if left == 0 && ring.is_empty() {
                let run = to_left.next(place) - place;
                if run > MAX_MATCH {
                    place = ring.jump(run, 1);
                    if place == end {
                        return;
                    }
                    left = to_left.from(place);
                }
            }
            let above = above_row.from(place) | no_above;
            // Where a run may begin, or a match with the row above.
            let (runs, aboves) = (three_clear(left), three_clear(above));
            let mut cheap = 0;
            if runs & 1 == 1 {
                cheap = clear(left, to_left, place);
                ring.reach(place, cheap, 1, cost + length_cost(cheap) + RUN);
            }
            if aboves & 1 == 1 {
                let length = clear(above, above_row, place);
                ring.reach(place, length, stride, cost + length_cost(length) + above_cost);
                cheap = cheap.max(length);
            }
            // How many bytes go by as they are. What the row above has may be worth less than its bytes if it is short.
            let mut stretch = if cheap == 0 {
                ((runs | aboves).trailing_zeros() as usize).min(STRETCH).min(end - place)
            } else {
                usize::from(left & 1 == 1 && cheap < search.patience)
            };
            let before = to_left.at(place - 1);
            // Where bytes cease to be as they were.
            let edges = left & !(left << 1 | u64::from(before));
            if cheap < search.long && edges != 0 {
                let edge = place + edges.trailing_zeros() as usize;
                for echo in echoes.around(rows, edge, place) {
                    if place < echo.start {
                        // From there on it can be taken.
                        stretch = stretch.min(echo.start - place);
                        continue;
                    }
                    let length = (echo.end - place).min(MAX_MATCH);
                    if length > MIN_MATCH {
                        let price = length_cost(length) + DISTANCE_CODE + 8 * extra_bits(echo.distance);
                        ring.reach(place, length, echo.distance, cost + price);
                        stretch = stretch.min(1);
                    }
                }
            }
            if stretch > 0 {
                ring.reach(place, stretch, 0, cost + LITERAL * stretch as u32);
            }
        }
    }
}

/// How hard to look.
#[derive(Clone, Copy)]
struct Search {
    /// A byte is taken as it is although a match would do if that is shorter than this.
    patience: usize,
    /// A place is left out if it does not cost so much less to reach than the furthest one.
    margin: u32,
    /// Matches from this length on are taken without looking for a better one.
    long: usize,
}

/// Tells for each bit whether it and the next two are clear.
#[inline]
fn three_clear(bits: u64) -> u64 {
    !(bits | bits >> 1 | bits >> 2)
}

/// Counts the places from one on without a difference, at most [`MAX_MATCH`]; `bits` are the first 64.
#[inline]
fn clear(bits: u64, differences: &Differences, place: usize) -> usize {
    if bits == 0 { (differences.next(place) - place).min(MAX_MATCH) } else { bits.trailing_zeros() as usize }
}

/// Returns how many bits come on top of the code of a distance.
#[inline]
pub(super) fn extra_bits(distance: usize) -> u32 {
    (distance - 1).checked_ilog2().unwrap_or(0).saturating_sub(1)
}

/// Returns what a length takes: its code, and its extra bits on top.
#[inline]
pub(super) fn length_cost(length: usize) -> u32 {
    u32::from(LENGTH_COSTS[length])
}

static LENGTH_COSTS: [u8; MAX_MATCH + 1] = {
    let mut costs = [0; MAX_MATCH + 1];
    let mut length = MIN_MATCH;
    while length <= MAX_MATCH {
        costs[length] = match length {
            ..=10 => 48,
            11..=18 => 50,
            19..=34 => 62,
            35..=66 => 76,
            67..=130 => 94,
            131..=257 => 104,
            _ => 40,
        };
        length += 1;
    }
    costs
};
