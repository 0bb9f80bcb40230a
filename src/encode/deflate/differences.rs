//! Where bytes differ from the one to their left and from the one above: a bit a byte, so that the next place is found
//! in one step.

use wide::u8x16;

/// Bytes a word of bits stands for.
const WORD: usize = 64;

/// The places of a stream where a byte is not the one that stood a distance before it. What is beyond the stream's end
/// counts as a difference.
#[derive(Debug, Default)]
pub(super) struct Differences {
    words: Vec<u64>,
    end: usize,
}

/// Looks at a stream: where bytes differ from the one before them, and from the one `stride` bytes before them. Bytes
/// with none before them at that distance differ.
pub(super) fn look(stream: &[u8], stride: usize, left: &mut Differences, above: &mut Differences) {
    left.clear(stream.len());
    above.clear(stream.len());
    // Whole words that have as many bytes before them are compared at once, the rest byte by byte.
    let n_whole = stream.len() / WORD;
    let first = stride.max(1).div_ceil(WORD).min(n_whole);
    let last = if first * WORD < stride { first } else { n_whole };
    let singly = |words: std::ops::Range<usize>, left: &mut Differences, above: &mut Differences| {
        for word in words {
            left.words.push(compare(stream, word, 1));
            above.words.push(compare(stream, word, stride));
        }
    };
    singly(0..first, left, above);
    if first < last {
        let from = |distance: usize| stream[first * WORD - distance..].as_chunks::<WORD>().0;
        let before = from(1).iter().zip(from(stride));
        for (bytes, (to_left, over)) in from(0)[..last - first].iter().zip(before) {
            left.words.push(differences(bytes, to_left));
            above.words.push(differences(bytes, over));
        }
    }
    singly(last..stream.len().div_ceil(WORD), left, above);
    left.close();
    above.close();
}

/// Compares the bytes a word stands for with those a distance before them, one by one.
fn compare(stream: &[u8], word: usize, distance: usize) -> u64 {
    let differs = |place: usize| {
        place < distance || stream.get(place).is_none_or(|&byte| stream[place - distance] != byte)
    };
    (0..WORD).fold(0, |bits, bit| bits | u64::from(differs(word * WORD + bit)) << bit)
}

impl Differences {
    fn clear(&mut self, end: usize) {
        self.words.clear();
        self.end = end;
    }

    /// Looks at a stream: where bytes differ from those a distance before them.
    pub(super) fn look(&mut self, stream: &[u8], distance: usize) {
        self.clear(stream.len());
        let n_whole = stream.len() / WORD;
        let first = distance.div_ceil(WORD).min(n_whole);
        self.words.extend((0..first).map(|word| compare(stream, word, distance)));
        if distance <= first * WORD {
            let before = stream[first * WORD - distance..].as_chunks::<WORD>().0;
            let bytes = stream[first * WORD..].as_chunks::<WORD>().0;
            self.words.extend(bytes.iter().zip(before).map(|(bytes, before)| differences(bytes, before)));
        }
        let rest = self.words.len()..stream.len().div_ceil(WORD);
        self.words.extend(rest.map(|word| compare(stream, word, distance)));
        self.close();
    }

    /// Puts a word beyond the end, for [`Differences::from`].
    fn close(&mut self) {
        self.words.extend([u64::MAX; 2]);
    }

    /// Returns the differences of the 64 bytes from a place on, the first in the lowest bit.
    #[inline]
    pub(super) fn from(&self, place: usize) -> u64 {
        let bit = place % WORD;
        match self.words.get(place / WORD..).and_then(<[u64]>::first_chunk) {
            // Shifted in two steps, as a word cannot be shifted by all of its bits.
            Some(&[low, high]) => low >> bit | high << 1 << (WORD - 1 - bit),
            None => u64::MAX,
        }
    }

    /// Tells whether the byte at a place differs.
    #[inline]
    pub(super) fn at(&self, place: usize) -> bool {
        self.words.get(place / WORD).is_none_or(|word| word >> (place % WORD) & 1 == 1)
    }

    /// Returns the first difference at a place or after it; the stream's end if there is none.
    #[inline]
    pub(super) fn next(&self, place: usize) -> usize {
        let mut at = place / WORD;
        let Some(&word) = self.words.get(at) else { return self.end };
        let mut word = word >> (place % WORD) << (place % WORD);
        while word == 0 {
            at += 1;
            match self.words.get(at) {
                Some(&next) => word = next,
                None => return self.end,
            }
        }
        (at * WORD + word.trailing_zeros() as usize).min(self.end)
    }
}

/// Compares 64 bytes with 64 others.
#[inline]
fn differences(bytes: &[u8; WORD], others: &[u8; WORD]) -> u64 {
    let pairs = bytes.as_chunks().0.iter().zip(others.as_chunks().0);
    !pairs.enumerate().fold(0, |same, (at, (&bytes, &others))| {
        let equal = u8x16::new(bytes).simd_eq(u8x16::new(others));
        same | u64::from(equal.to_bitmask()) << (16 * at)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_difference_is_found(
            stream in prop::collection::vec(0..2_u8, 0..600), stride in 1..200_usize, place in 0..700_usize,
        ) {
            let (mut left, mut above) = (Differences::default(), Differences::default());
            look(&[1; 100], 3, &mut left, &mut above);
            look(&stream, stride, &mut left, &mut above);
            let mut alone = Differences::default();
            alone.look(&stream, stride);
            for (differences, distance) in [(&left, 1), (&above, stride), (&alone, stride)] {
                let differs = |at: usize| {
                    at >= stream.len() || at.checked_sub(distance).is_none_or(|before| stream[before] != stream[at])
                };
                let expected = (place..stream.len()).find(|&at| differs(at)).unwrap_or(stream.len());
                prop_assert_eq!(differences.next(place), expected);
                prop_assert_eq!(differences.at(place), differs(place));
                let expected = (0..64).fold(0, |bits, bit| bits | u64::from(differs(place + bit)) << bit);
                prop_assert_eq!(differences.from(place), expected);
            }
        }
    }
}
