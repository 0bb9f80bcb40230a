//! Which paragraphs only repeat what another says: pull quotes.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use crate::interview::Span;
use crate::read::words::{self, AsItIs};

/// Letters of a beginning that is looked for elsewhere.
const SHINGLE: usize = 18;
/// Bytes of the longest document that is searched; a larger one is no page.
const LIMIT: usize = 2_000_000;
/// Bytes of the longest pull quote.
const LONGEST: usize = 600;

/// Tells for every paragraph whether it is short and stands in another too.
pub(super) fn repeats(text: &str, blocks: &[Span]) -> Vec<bool> {
    let mut is_repeat = vec![false; blocks.len()];
    if blocks.iter().map(Span::len).sum::<usize>() > LIMIT {
        return is_repeat;
    }
    let letters: Vec<Letters> = blocks.iter().map(|span| Letters::of(&text[span.range()])).collect();
    // Where the beginning of a short paragraph stands, at a word of any.
    let is_short = |block: usize| blocks[block].len() <= LONGEST;
    let beginning =
        |block: usize| letters[block].words.first().and_then(|&(at, hash)| Some(hash?).filter(|_| at == 0));
    let mut places: HashMap<u64, Option<(usize, usize)>, BuildHasherDefault<AsItIs>> = (0..blocks.len())
        .filter(|&block| is_short(block))
        .filter_map(beginning)
        .map(|hash| (hash, None))
        .collect();
    for (block, letters) in letters.iter().enumerate() {
        for &(at, hash) in &letters.words {
            if let Some(place) = hash.and_then(|hash| places.get_mut(&hash)) {
                // A longer paragraph is the likelier one to have been quoted from.
                if place.is_none_or(|place| blocks[place.0].len() < blocks[block].len()) {
                    *place = Some((block, at));
                }
            }
        }
    }
    for (block, short) in letters.iter().enumerate() {
        if !is_short(block) {
            continue;
        }
        let place = beginning(block).and_then(|hash| places.get(&hash).copied().flatten());
        is_repeat[block] = place.is_some_and(|(other, at)| {
            other != block
                && letters[other].chars.len() > short.chars.len()
                && letters[other].chars[at..].starts_with(&short.chars)
        });
    }
    is_repeat
}

/// The letters and digits of a paragraph.
struct Letters {
    /// In lower case.
    chars: Vec<char>,
    /// Where words begin, every character where no spaces part them; and a hash of so many letters from there on, none
    /// when too few follow.
    words: Vec<(usize, Option<u64>)>,
}

impl Letters {
    /// Takes them out of a text.
    fn of(text: &str) -> Self {
        let mut chars = Vec::with_capacity(text.len());
        let mut words = Vec::with_capacity(text.len() / 5 + 1);
        let mut inside = false;
        for c in text.chars() {
            if words::is_alphanumeric(c) {
                if !inside || words::is_unspaced(c) {
                    words.push((chars.len(), None));
                }
                inside = true;
                chars.extend(words::lowercase(c));
            } else {
                inside = matches!(c, '\'' | '’') && inside;
            }
        }
        let mut letters = Self { chars, words };
        letters.hash();
        letters
    }

    /// Hashes the letters from every word on: a polynomial that rolls along with them.
    fn hash(&mut self) {
        const BASE: u64 = 0x9e37_79b9_7f4a_7c15;
        let code = |c: char| u64::from(u32::from(c));
        let left = (0..SHINGLE).fold(1_u64, |power, _| power.wrapping_mul(BASE));
        let mut hash = 0_u64;
        let mut words = self.words.iter_mut().peekable();
        for (end, &c) in self.chars.iter().enumerate() {
            hash = hash.wrapping_mul(BASE).wrapping_add(code(c));
            let Some(start) = (end + 1).checked_sub(SHINGLE) else { continue };
            if let Some(before) = start.checked_sub(1) {
                hash = hash.wrapping_sub(left.wrapping_mul(code(self.chars[before])));
            }
            if let Some((_, own)) = words.next_if(|(at, _)| *at == start) {
                *own = Some(hash ^ hash >> 32);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pull_quote_is_found_whichever_side_it_stands_on() {
        let blocks = [
            "“The sea forgives nobody.”",
            "I said it: the sea forgives nobody. We left.",
            "The sea is blue today, they say.",
        ];
        let text = blocks.join("\n\n");
        let mut at = 0;
        let spans: Vec<Span> = blocks
            .iter()
            .map(|block| {
                let span = Span::new(at, at + block.len());
                at += block.len() + 2;
                span
            })
            .collect();
        assert_eq!(repeats(&text, &spans), [true, false, false]);
    }
}
