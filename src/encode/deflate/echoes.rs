//! Stretches that stood before and begin with the same edge: a letter's stem in the same line.
//!
//! ```text
//!         ······▒███▓········▒███▓···      ▒ an edge: two of the same, then another
//! row     ······▓███▒········▓███▒···
//!               ^ differs from above and left: the second letter's edge is found by the first one's
//! ```

use super::{MAX_MATCH, WINDOW};

/// Bytes of an edge that have to be the same. With 4 of them more stretches are found than are worth a token.
const EDGE: usize = 6;
/// Bits of an edge's hash.
const HASH_BITS: u32 = 12;

/// Finds the stretches that an edge is part of, among the last `WAYS` that began with it.
#[derive(Debug)]
pub(super) struct Echoes<const WAYS: usize> {
    /// The latest places where each edge stood, by its hash, latest first.
    places: Vec<[u32; WAYS]>,
    /// The edge looked at last.
    edge: usize,
    found: [Echo; WAYS],
    n_found: usize,
}

/// A stretch that stood before.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Echo {
    /// From where the bytes are the same …
    pub(super) start: usize,
    /// … and where they cease to be.
    pub(super) end: usize,
    /// How far back they stood.
    pub(super) distance: usize,
}

impl<const WAYS: usize> Default for Echoes<WAYS> {
    fn default() -> Self {
        let found = [Echo::default(); WAYS];
        Self { places: vec![[0; WAYS]; 1 << HASH_BITS], edge: 0, found, n_found: 0 }
    }
}

impl<const WAYS: usize> Echoes<WAYS> {
    pub(super) fn clear(&mut self) {
        self.places.fill([0; WAYS]);
        (self.edge, self.n_found) = (0, 0);
    }

    /// Returns the stretches around an edge at a place or after it, and enters the edge.
    ///
    /// Places must be asked for in order.
    #[inline]
    pub(super) fn around(&mut self, rows: &[u8], edge: usize, place: usize) -> &[Echo] {
        if edge != self.edge {
            (self.edge, self.n_found) = (edge, 0);
            if let Some(bytes) = rows[edge..].first_chunk() {
                let bytes = u64::from_le_bytes(*bytes) << (64 - 8 * EDGE);
                let slot = bytes.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - HASH_BITS);
                let places = &mut self.places[slot as usize];
                let before = *places;
                for way in (1..WAYS).rev() {
                    places[way] = places[way - 1];
                }
                places[0] = edge as u32;
                for stood in before {
                    let distance = edge - stood as usize;
                    if stood == 0 || distance > WINDOW || distance >= place {
                        break;
                    }
                    self.find(rows, place, distance);
                }
            }
        }
        &self.found[..self.n_found]
    }

    /// Finds how far the bytes around the edge are those that stood a distance before.
    #[inline]
    fn find(&mut self, rows: &[u8], place: usize, distance: usize) {
        let edge = self.edge;
        let ahead = common(rows, edge, edge - distance);
        if ahead > 0 {
            let behind = common_back(rows, edge, edge - distance, edge - place);
            self.found[self.n_found] = Echo { start: edge - behind, end: edge + ahead, distance };
            self.n_found += 1;
        }
    }
}

/// Returns eight bytes as a number, if there are so many.
#[inline]
fn word(rows: &[u8], place: usize) -> Option<u64> {
    rows.get(place..)?.first_chunk().map(|bytes| u64::from_le_bytes(*bytes))
}

/// Counts the bytes from one place on that are the same as from an earlier one, up to [`MAX_MATCH`] or a little more.
#[inline]
fn common(rows: &[u8], place: usize, stood: usize) -> usize {
    let mut length = 0;
    while length < MAX_MATCH {
        let (Some(word), Some(other)) = (word(rows, place + length), word(rows, stood + length)) else {
            let left = rows[place + length..].iter().zip(&rows[stood + length..]);
            return length + left.take_while(|(byte, other)| byte == other).count();
        };
        if word != other {
            return length + ((word ^ other).trailing_zeros() / 8) as usize;
        }
        length += size_of::<u64>();
    }
    length
}

/// Counts the bytes before one place that are the same as before an earlier one, at most `most`.
#[inline]
fn common_back(rows: &[u8], place: usize, stood: usize, most: usize) -> usize {
    let mut length = 0;
    while length < most {
        length += size_of::<u64>();
        // The first bytes of all have no eight before them.
        let Some(start) = stood.checked_sub(length) else { return 0 };
        let (Some(word), Some(other)) = (word(rows, place - length), word(rows, start)) else { return 0 };
        if word != other {
            return most.min(length - size_of::<u64>() + ((word ^ other).leading_zeros() / 8) as usize);
        }
    }
    most
}
