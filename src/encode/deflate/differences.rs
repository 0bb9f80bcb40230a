//! Where bytes differ from those a distance before them: a bit a byte, so that the next place is found in one step.

/// Bytes a word of bits stands for.
const WORD: usize = 64;

/// The places of a stream where a byte is not the one that stood a distance before it.
#[derive(Debug, Default)]
pub(super) struct Differences {
    words: Vec<u64>,
    /// How long the stream is: what is beyond counts as a difference.
    end: usize,
    /// The place found last; what is asked for next is mostly the same.
    found: usize,
}

impl Differences {
    /// Looks at a stream. Bytes with none before them at that distance differ.
    pub(super) fn look(&mut self, stream: &[u8], distance: usize) {
        (self.end, self.found) = (stream.len(), 0);
        self.words.clear();
        // Whole words that have as many before them are compared at once, the rest byte by byte.
        let first = distance.div_ceil(WORD).min(stream.len() / WORD);
        let last = if first * WORD < distance { first } else { stream.len() / WORD };
        let singly = |word: usize| {
            let places = word * WORD..stream.len().min((word + 1) * WORD);
            let differs = |place: usize| place < distance || stream[place] != stream[place - distance];
            places.fold(0, |bits, place| bits | u64::from(differs(place)) << (place % WORD))
        };
        self.words.extend((0..first).map(singly));
        if first < last {
            let bytes = stream[first * WORD..last * WORD].as_chunks::<WORD>().0;
            let before = stream[first * WORD - distance..].as_chunks::<WORD>().0;
            self.words.extend(bytes.iter().zip(before).map(|(bytes, before)| differences(bytes, before)));
        }
        self.words.extend((last..stream.len().div_ceil(WORD)).map(singly));
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

    /// As [`Differences::next`], for places that are asked for in order: a long way is walked once.
    #[inline]
    pub(super) fn next_in_order(&mut self, place: usize) -> usize {
        if self.found <= place {
            // Nothing was found between the place asked for last and `found` but `found` itself.
            self.found = self.next(place);
        }
        self.found
    }
}

/// Compares 64 bytes with 64 others.
#[inline]
fn differences(bytes: &[u8; WORD], others: &[u8; WORD]) -> u64 {
    // Most of a card is ground.
    if bytes == others {
        return 0;
    }
    let mut differ = [0_u8; WORD];
    for ((differ, byte), other) in differ.iter_mut().zip(bytes).zip(others) {
        *differ = u8::from(byte != other);
    }
    let eights = differ.as_chunks::<8>().0.iter().enumerate();
    // The product moves the lowest bits of eight bytes next to each other, into the highest byte.
    eights.fold(0, |word, (at, &eight)| {
        word | (u64::from_le_bytes(eight).wrapping_mul(0x0102_0408_1020_4080) >> 56) << (8 * at)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_difference_is_found(
            stream in prop::collection::vec(0..2_u8, 0..600), distance in 1..200_usize, place in 0..600_usize,
        ) {
            let mut differences = Differences::default();
            differences.look(&[1; 100], 3);
            differences.look(&stream, distance);
            let differs = |at: &usize| at.checked_sub(distance).is_none_or(|before| stream[before] != stream[*at]);
            let expected = (place..stream.len()).find(differs).unwrap_or(stream.len());
            prop_assert_eq!(differences.next(place), expected);
            prop_assert_eq!(differences.next_in_order(place), expected);
        }
    }
}
