//! The cheapest ways found to the places ahead, for a shortest path that goes from left to right.

use super::{MAX_MATCH, Span};

/// Places that are kept: more than the longest step and the word of bits it ends in.
const RING: usize = 512;
/// Words of a bit for each of them.
const WORDS: usize = RING / 64;
const _: () = assert!(RING >= MAX_MATCH + 64);

/// A step to a place: the bytes before it as they are, or a match.
#[derive(Clone, Copy, Debug)]
struct Step {
    /// Where it leads.
    place: u32,
    /// How many steps back the one stands that it starts from: no more than the ring has places.
    back: u16,
    /// How far back the same bytes stood; 0 for bytes as they are.
    distance: u16,
}

/// The cheapest ways to the places ahead, and the steps that led to those that were reached.
#[derive(Debug)]
pub(super) struct Ring {
    /// Of each place: the cost, and in lower bits the length of the last step and its distance, so that the cheaper
    /// way is the lower number.
    ways: [u64; RING],
    /// The number of the step that led to each place.
    numbers: [u32; RING],
    /// A bit for each place that has been reached and not yet left.
    waiting: [u64; WORDS],
    /// Where to look for the next one.
    next: usize,
    /// The furthest place that has been reached.
    furthest: usize,
    steps: Vec<Step>,
}

/// There is no way there yet.
const NO_WAY: u64 = u64::MAX;

impl Default for Ring {
    fn default() -> Self {
        Self {
            ways: [NO_WAY; RING],
            numbers: [0; RING],
            waiting: [0; WORDS],
            next: 0,
            furthest: 0,
            steps: Vec::new(),
        }
    }
}

impl Ring {
    /// Forgets all, and starts after the first byte.
    pub(super) fn start(&mut self) {
        self.ways.fill(NO_WAY);
        self.waiting = [0; WORDS];
        (self.next, self.furthest) = (0, 0);
        self.steps.clear();
        self.steps.push(Step { place: 0, back: 0, distance: 0 });
        self.numbers[0] = 0;
        self.reach(0, 1, 0, 0);
    }

    /// Enters a step from a place that costs `cost` in all, unless a cheaper way to where it leads is known.
    #[inline]
    pub(super) fn reach(&mut self, place: usize, length: usize, distance: usize, cost: u32) {
        let to = place + length;
        let way = u64::from(cost) << 32 | (length as u64) << 16 | distance as u64;
        let known = &mut self.ways[to % RING];
        *known = way.min(*known);
        self.waiting[to / 64 % WORDS] |= 1 << (to % 64);
        self.furthest = self.furthest.max(to);
    }

    /// Goes on to the next place before `end` that is worth going on from, and returns it with the cost up to there.
    ///
    /// A place is not worth it if it does not cost by `margin` less than the furthest one.
    #[inline(always)]
    pub(super) fn advance(&mut self, end: usize, margin: u32) -> Option<(usize, u32)> {
        loop {
            // All before the next one have been left. Some place within the longest match has been reached, or the end.
            let mut at = self.next / 64;
            let mut word = self.waiting[at % WORDS];
            while word == 0 {
                at += 1;
                word = self.waiting[at % WORDS];
            }
            let place = at * 64 + word.trailing_zeros() as usize;
            self.waiting[at % WORDS] = word & (word - 1);
            let way = std::mem::replace(&mut self.ways[place % RING], NO_WAY);
            self.next = place + 1;
            let cost = (way >> 32) as u32;
            let alone = place == self.furthest;
            if !alone && cost + margin >= (self.ways[self.furthest % RING] >> 32) as u32 {
                continue;
            }
            self.step(place, (way >> 16) as usize % (1 << 16), way as u16);
            return (place < end).then_some((place, if alone { 0 } else { cost }));
        }
    }

    /// Tells whether no place is waiting.
    #[inline]
    pub(super) fn is_empty(&self) -> bool {
        self.furthest < self.next
    }

    /// Takes a step of any length from the place reached last, when none is waiting, and returns where it leads.
    pub(super) fn jump(&mut self, length: usize, distance: usize) -> usize {
        let to = self.next - 1 + length;
        self.step(to, length, distance as u16);
        (self.next, self.furthest) = (to + 1, to);
        to
    }

    #[inline]
    fn step(&mut self, place: usize, length: usize, distance: u16) {
        let number = self.steps.len() as u32;
        let back = number - self.numbers[(place - length) % RING];
        self.numbers[place % RING] = number;
        self.steps.push(Step { place: place as u32, back: back as u16, distance });
    }

    /// Returns the steps of the way to the place reached last, the last one first.
    pub(super) fn way_back(&self) -> impl Iterator<Item = Span> {
        let mut at = self.steps.len() - 1;
        std::iter::from_fn(move || {
            let Step { place, back, distance } = self.steps[at];
            at -= usize::from(back);
            let start = self.steps[at].place;
            (place > 0).then_some(Span { start, end: place, distance })
        })
    }
}
