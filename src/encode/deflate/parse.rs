//! Splits rows into bytes as they are and matches, so that they take few bits.
//!
//! From each place the ways on are: the byte as it is; as the byte to the left, on to where that ends; as the row above,
//! on to where that ends, in slanted gradients moved by some pixels, too; and as one of the last stretches that began with the same edge, a letter's stem in the same
//! line. The cheapest chain of such steps is found by dynamic programming from left to right, as a shortest path. The
//! costs are guesses (the codes are made afterwards), the same for every card.
//!
//! ```text
//!         ······▒███▓········▒███▓···      ▒ an edge: two of the same, then another
//! row     ······▓███▒········▓███▒···
//!               ^ differs from above and left: the second letter's edge is found by the first one's
//! ```
//!
//! A place that costs more to reach than one far behind it is left out: what was tried from there would hardly win. It
//! halves the work and adds half a percent to the file.

use super::differences::Differences;
use super::{Effort, MAX_MATCH, MIN_MATCH, Rows, Token, WINDOW};

/// Costs are in eighths of a bit. What tokens of 400 cards took on average:
pub(super) const LITERAL: u32 = 44;
pub(super) const RUN: u32 = 16;
/// The code of a distance; its extra bits come on top.
const DISTANCE_CODE: u32 = 40;
/// The row above has a code of its own, used all the time; its extra bits come on top.
pub(super) const ABOVE_CODE: u32 = 16;

/// Matches from this length on are taken without looking for a better one.
const LONG: usize = 32;
/// An edge says something about places up to so many bytes after it.
const REACH: usize = 8;
/// Bytes of an edge that have to be the same. With 4 of them more stretches are found than are worth a token.
const EDGE: usize = 6;
/// Stretches that are kept for an edge.
const WAYS: usize = 4;
/// Bits of an edge's hash.
const HASH_BITS: u32 = 12;

/// Places the dynamic programming looks ahead: more than the longest match, in words of bits.
const RING: usize = 512;

/// Splits rows; keeps its memory.
#[derive(Debug)]
pub(super) struct Parser {
    above: Differences,
    left: Differences,
    /// What differs from each of the distances that rows are slanted by.
    slanted: Vec<(usize, Differences)>,
    edge_places: Differences,
    /// The latest places each edge was seen at, latest first.
    edges: Vec<[u32; WAYS]>,
    ring: Ring,
    /// The places that were reached, each with the token that led to it and the place before.
    steps: Vec<Step>,
    tokens: Vec<Token>,
}

/// The way to a place: the last token, and the step before it.
#[derive(Clone, Copy, Debug)]
struct Step {
    token: Token,
    from: u32,
}

impl Default for Parser {
    fn default() -> Self {
        Self {
            above: Differences::default(),
            left: Differences::default(),
            slanted: Vec::new(),
            edge_places: Differences::default(),
            edges: vec![[0; WAYS]; 1 << HASH_BITS],
            ring: Ring::default(),
            steps: Vec::new(),
            tokens: Vec::new(),
        }
    }
}

impl Parser {
    /// Splits rows into tokens.
    pub(super) fn parse(&mut self, rows: &Rows<'_>, effort: Effort) -> &[Token] {
        let Rows { bytes: rows, stride, slants } = *rows;
        self.tokens.clear();
        if let Some(&first) = rows.first() {
            self.above.look(rows, stride);
            self.left.look(rows, 1);
            self.slanted.resize_with(slants.len(), Default::default);
            for ((slant, differences), &distance) in self.slanted.iter_mut().zip(slants) {
                *slant = distance;
                differences.look(rows, distance);
            }
            self.edge_places.take_edges(&self.left);
            self.edges.fill([0; WAYS]);
            self.steps.clear();
            self.walk(rows, first, stride, Search::of(effort));
        }
        &self.tokens
    }

    /// Finds the cheapest way through rows whose first byte is `first`.
    fn walk(&mut self, rows: &[u8], first: u8, stride: usize, search: Search) {
        let end = rows.len();
        let above_cost = if stride <= WINDOW { ABOVE_CODE + 8 * extra_bits(stride) } else { u32::MAX };
        let mut found = Edges { next: 1, latest: 0 };
        self.ring.start(1, Token::literal(first));
        while let Some((place, reached)) = self.ring.next(end, search.margin) {
            let from = self.steps.len() as u32;
            self.steps.push(Step { token: reached.token, from: reached.from });
            let alone = self.ring.furthest == place;
            let cost = if alone { 0 } else { reached.cost };
            let ring = &mut self.ring;
            let mut reach = |length: usize, distance: usize, price: u32| {
                let token = Token::matching(length, distance);
                ring.reach(place + length, Reached { cost: cost + price, token, from });
            };

            let run = self.left.next_in_order(place) - place;
            if run >= MAX_MATCH {
                reach(MAX_MATCH, 1, length_cost(MAX_MATCH) + RUN);
                continue;
            }
            let mut cheap = run;
            if run >= MIN_MATCH {
                reach(run, 1, length_cost(run) + RUN);
            }
            if stride <= WINDOW && stride > 1 {
                let above = (self.above.next_in_order(place) - place).min(MAX_MATCH);
                if above >= MIN_MATCH {
                    reach(above, stride, length_cost(above) + above_cost);
                }
                cheap = cheap.max(above);
            }
            for (distance, slanted) in &mut self.slanted {
                let slanted = (slanted.next_in_order(place) - place).min(MAX_MATCH);
                if slanted >= MIN_MATCH {
                    let price = ABOVE_CODE + 8 * extra_bits(*distance);
                    reach(slanted, *distance, length_cost(slanted) + price);
                }
                cheap = cheap.max(slanted);
            }
            if cheap < LONG
                && let Some(edge) = found.latest_near(rows, place, &self.edge_places, &mut self.edges)
            {
                let mut longest = MIN_MATCH;
                for &before in self.edges[slot(rows, edge)][1..].iter().take_while(|&&before| before > 0) {
                    let distance = edge - before as usize;
                    if distance > WINDOW || distance >= place {
                        break;
                    }
                    let stood = place - distance;
                    if rows.get(place + longest) != rows.get(stood + longest) {
                        continue;
                    }
                    let length = common(rows, place, stood, end.min(place + MAX_MATCH));
                    if length > longest {
                        longest = length;
                        reach(
                            length,
                            distance,
                            length_cost(length) + DISTANCE_CODE + 8 * extra_bits(distance),
                        );
                    }
                }
            }
            if cheap < search.patience {
                let token = Token::literal(rows[place]);
                ring.reach(place + 1, Reached { cost: cost + LITERAL, token, from });
            }
        }
        let last = self.ring.take(end);
        self.tokens.push(last.token);
        let mut from = last.from;
        while let Some(step) = self.steps.get(from as usize) {
            self.tokens.push(step.token);
            from = step.from;
        }
        self.tokens.reverse();
    }
}

/// How hard to look.
#[derive(Clone, Copy)]
struct Search {
    /// A byte is taken as it is although a match would do if that is shorter than this.
    patience: usize,
    /// A place is left out if it does not cost so much less to reach than the furthest one.
    margin: u32,
}

impl Search {
    fn of(effort: Effort) -> Self {
        match effort {
            Effort::Quick => Self { patience: MIN_MATCH, margin: 64 },
            Effort::Thorough => Self { patience: 32, margin: 0 },
        }
    }
}

/// The edges that have been entered.
struct Edges {
    /// The first place that has not been looked at.
    next: usize,
    /// The edge entered last.
    latest: usize,
}

impl Edges {
    /// Enters edges up to the first at a place or after it, and returns the one that says what may follow there.
    #[inline]
    fn latest_near(
        &mut self,
        rows: &[u8],
        place: usize,
        places: &Differences,
        edges: &mut [[u32; WAYS]],
    ) -> Option<usize> {
        let end = rows.len().saturating_sub(size_of::<u64>());
        while self.next < end && (self.next <= place || self.latest < place) {
            let edge = places.next(self.next);
            self.next = edge + 1;
            if edge >= end {
                break;
            }
            self.latest = edge;
            let ways = &mut edges[slot(rows, edge)];
            let [first, second, third, _] = *ways;
            *ways = [edge as u32, first, second, third];
        }
        (self.latest > 0 && self.latest + REACH >= place).then_some(self.latest)
    }
}

/// Returns where the stretches that begin with the same bytes as an edge are kept.
#[inline]
fn slot(rows: &[u8], edge: usize) -> usize {
    let bytes = word(rows, edge) << (64 - 8 * EDGE);
    (bytes.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - HASH_BITS)) as usize
}

/// Returns the eight bytes from a place on.
#[inline]
fn word(rows: &[u8], place: usize) -> u64 {
    rows[place..].first_chunk().map_or(0, |bytes| u64::from_le_bytes(*bytes))
}

/// Counts the bytes from `place` to `end` that are the same as from `stood` on.
#[inline]
fn common(rows: &[u8], place: usize, stood: usize, end: usize) -> usize {
    let (bytes, others) = (&rows[place..end], &rows[stood..stood + end - place]);
    let (words, other_words) = (bytes.as_chunks::<8>().0, others.as_chunks::<8>().0);
    for (at, (word, other)) in words.iter().zip(other_words).enumerate() {
        let differ = u64::from_le_bytes(*word) ^ u64::from_le_bytes(*other);
        if differ != 0 {
            return 8 * at + (differ.trailing_zeros() / 8) as usize;
        }
    }
    let whole = 8 * words.len();
    whole + bytes[whole..].iter().zip(&others[whole..]).take_while(|(byte, other)| byte == other).count()
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

/// The cheapest way found to the places ahead.
#[derive(Debug)]
struct Ring {
    places: Vec<Reached>,
    /// A bit for each place that has been reached and not yet left.
    waiting: [u64; RING / 64],
    /// Where to look for the next one.
    next: usize,
    /// The furthest place that has been reached.
    furthest: usize,
}

/// The cheapest way to a place that has been found so far.
#[derive(Clone, Copy, Debug)]
struct Reached {
    cost: u32,
    token: Token,
    /// The step it starts from.
    from: u32,
}

/// There is no way there yet.
const NOT_REACHED: Reached = Reached { cost: u32::MAX, token: Token { length: 0, value: 0 }, from: u32::MAX };

impl Default for Ring {
    fn default() -> Self {
        Self { places: vec![NOT_REACHED; RING], waiting: [0; RING / 64], next: 0, furthest: 0 }
    }
}

impl Ring {
    /// Forgets all, and starts at a place that a token leads to.
    fn start(&mut self, place: usize, token: Token) {
        self.places.fill(NOT_REACHED);
        self.waiting = [0; RING / 64];
        (self.next, self.furthest) = (place, place);
        self.reach(place, Reached { cost: 0, token, from: u32::MAX });
    }

    /// Enters a way to a place, unless a cheaper one is known.
    #[inline]
    fn reach(&mut self, place: usize, way: Reached) {
        let known = &mut self.places[place % RING];
        if way.cost < known.cost {
            *known = way;
        }
        self.waiting[place / 64 % (RING / 64)] |= 1 << (place % 64);
        self.furthest = self.furthest.max(place);
    }

    /// Takes the next place before `end` that is worth going on from.
    #[inline]
    fn next(&mut self, end: usize, margin: u32) -> Option<(usize, Reached)> {
        loop {
            let mut at = self.next / 64;
            let mut word = self.waiting[at % (RING / 64)] >> (self.next % 64) << (self.next % 64);
            // Some place within the longest match has been reached, or the end has been.
            while word == 0 {
                at += 1;
                word = self.waiting[at % (RING / 64)];
            }
            let place = at * 64 + word.trailing_zeros() as usize;
            if place >= end {
                return None;
            }
            self.next = place + 1;
            self.waiting[at % (RING / 64)] &= !(1 << (place % 64));
            let reached = self.take(place);
            let hopeless = reached.cost + margin >= self.places[self.furthest % RING].cost;
            if !hopeless || place == self.furthest {
                return Some((place, reached));
            }
        }
    }

    /// Takes out the way to a place.
    fn take(&mut self, place: usize) -> Reached {
        std::mem::replace(&mut self.places[place % RING], NOT_REACHED)
    }
}
