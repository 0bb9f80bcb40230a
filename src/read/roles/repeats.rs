//! Which paragraphs only repeat what another says: pull quotes.

use std::collections::HashMap;

use crate::interview::Span;

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
    // Where every shingle that begins at a word stands first.
    let mut places: HashMap<u64, (usize, usize)> = HashMap::new();
    for (block, letters) in letters.iter().enumerate() {
        for &at in &letters.words {
            if let Some(hash) = letters.shingle(at) {
                let place = places.entry(hash).or_insert((block, at));
                // A longer paragraph is the likelier one to have been quoted from.
                if blocks[place.0].len() < blocks[block].len() {
                    *place = (block, at);
                }
            }
        }
    }
    for (block, short) in letters.iter().enumerate() {
        if blocks[block].len() > LONGEST {
            continue;
        }
        let place = short.shingle(0).and_then(|hash| places.get(&hash));
        is_repeat[block] = place.is_some_and(|&(other, at)| {
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
    /// Where words begin; every character where no spaces part them.
    words: Vec<usize>,
}

impl Letters {
    /// Takes them out of a text.
    fn of(text: &str) -> Self {
        let (mut chars, mut words) = (Vec::new(), Vec::new());
        let mut inside = false;
        for c in text.chars() {
            if c.is_alphanumeric() {
                if !inside || super::super::words::is_unspaced(c) {
                    words.push(chars.len());
                }
                inside = true;
                chars.extend(c.to_lowercase());
            } else {
                inside = matches!(c, '\'' | '’') && inside;
            }
        }
        Self { chars, words }
    }

    /// Returns a hash of the letters from one on (FNV-1a); none when too few follow.
    fn shingle(&self, at: usize) -> Option<u64> {
        let letters = self.chars.get(at..at + SHINGLE)?;
        Some(letters.iter().fold(0xcbf2_9ce4_8422_2325, |hash, &c| {
            (hash ^ u64::from(u32::from(c))).wrapping_mul(0x100_0000_01b3)
        }))
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
