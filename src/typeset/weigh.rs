//! What each place that a line may end at is worth, in em²: rules of thumb that the breaker weighs against even lines.

use unicode_segmentation::UnicodeSegmentation;

use super::fallback::is_picture;
use super::segment::{Piece, PieceEnd};
use crate::language::Typography;

/// What a line earns that ends in punctuation, in em².
const AT_PUNCTUATION: f32 = -1.0;
/// What a line costs that ends in an article or a preposition (rule B1; 1.5 was too weak).
const WEAK_END: f32 = 2.0;
/// What a line costs that ends in a word of one letter, which Slavic typesetters never allow and no one misses.
const ONE_LETTER_END: f32 = 6.0;
/// What a line costs that ends in any other word of three letters or fewer.
const SHORT_END: f32 = 1.5;
/// What a line costs that ends in the first word of a sentence (rule B1; 4 was too weak beside even lines).
const FIRST_OF_SENTENCE: f32 = 8.0;
/// What a line costs that starts with the last word of a sentence (rule B1).
const LAST_OF_SENTENCE: f32 = 2.5;
/// What a line earns that starts with a conjunction (rule T4: break by sense).
const AT_CONNECTIVE: f32 = -0.6;
/// What a line costs that starts with an emoji: it says something of the words before it.
const PICTURE_FIRST: f32 = 4.0;
/// What a line costs that ends between two parts of a name.
const INSIDE_NAME: f32 = 1.5;
/// What a line costs that ends at a hyphen.
const AT_HYPHEN: f32 = 1.5;
/// What a line costs that parts a word.
const INSIDE_WORD: f32 = 4.0;

/// Says what a break after each piece, and before it, costs.
pub(crate) fn weigh(text: &str, pieces: &mut [Piece], typography: &Typography) {
    let words: Vec<Word<'_>> = pieces.iter().map(|piece| Word::of(&text[piece.range.clone()])).collect();
    for (index, piece) in pieces.iter_mut().enumerate() {
        let word = &words[index];
        let previous = index.checked_sub(1).map(|before| &words[before]);
        let next = words.get(index + 1);
        let first_of_sentence = previous.is_none_or(|previous| previous.ends_sentence);
        let lower = word.letters.to_lowercase();
        let letters = lower.chars().count();

        let costs = &mut piece.costs;
        costs.words = u8::from(letters > 0);
        costs.ends_sentence = word.ends_sentence;
        if word.punctuated || word.pauses {
            costs.end_cost = AT_PUNCTUATION;
        } else {
            let place = match () {
                () if piece.end != PieceEnd::Word => INSIDE_WORD,
                () if word.hyphenated => AT_HYPHEN,
                () if letters == 1 && lower.chars().all(char::is_lowercase) => ONE_LETTER_END,
                () if typography.weak_ends.contains(&lower) => WEAK_END,
                // Scripts without capitals have short words that mean much, and some no words at all.
                () if (1..=3).contains(&letters) && lower.chars().all(char::is_lowercase) => SHORT_END,
                () => 0.0,
            };
            costs.end_cost =
                if first_of_sentence && piece.end == PieceEnd::Word { FIRST_OF_SENTENCE } else { place };
            let in_name = word.capitalized && !first_of_sentence && next.is_some_and(|next| next.capitalized);
            if in_name && lower != "i" {
                costs.end_cost += INSIDE_NAME;
            }
        }
        if !first_of_sentence && word.ends_sentence {
            costs.start_cost += LAST_OF_SENTENCE;
        } else if index > 0 && word.is_picture {
            costs.start_cost += PICTURE_FIRST;
        } else if !first_of_sentence && typography.connectives.contains(&lower) {
            costs.start_cost += AT_CONNECTIVE;
        }
    }
}

/// What a piece says about itself.
struct Word<'a> {
    /// Whether it starts with an emoji.
    is_picture: bool,
    /// Without the marks around it.
    letters: &'a str,
    /// Whether it ends in punctuation that makes a pause.
    punctuated: bool,
    /// Whether that punctuation ends a sentence.
    ends_sentence: bool,
    /// Whether it ends in a space in a script that writes none between words: Thai, Lao, Khmer, Burmese.
    pauses: bool,
    /// Whether it ends in a hyphen.
    hyphenated: bool,
    /// Whether it starts with a capital.
    capitalized: bool,
}

impl<'a> Word<'a> {
    fn of(piece: &'a str) -> Self {
        let word = piece.trim_end();
        let core = word.trim_end_matches(['”', '’', '»', '›', ')', ']', '“', '\u{a0}', '\u{202f}']);
        let last = core.chars().next_back();
        let letters = word.trim_matches(|c: char| !c.is_alphanumeric());
        Self {
            is_picture: !word.is_ascii() && word.graphemes(true).next().is_some_and(is_picture),
            letters,
            punctuated: last.is_some_and(|c| {
                matches!(
                    c,
                    '.' | ','
                        | ';'
                        | ':'
                        | '!'
                        | '?'
                        | '…'
                        | '—'
                        | '–'
                        | '。'
                        | '、'
                        | '，'
                        | '؟'
                        | '،'
                        | '।'
                        | '！'
                        | '？'
                )
            }),
            ends_sentence: last
                .is_some_and(|c| matches!(c, '.' | '!' | '?' | '。' | '！' | '？' | '؟' | '।')),
            pauses: piece.ends_with(' ') && last.is_some_and(writes_no_spaces),
            hyphenated: last == Some('-'),
            capitalized: letters.starts_with(char::is_uppercase),
        }
    }
}

/// Tells whether a character is of a script that marks pauses, not words, with spaces.
pub(crate) fn writes_no_spaces(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{1a20}'..='\u{1aaf}'
        | '\u{aa60}'..='\u{aadf}')
}

#[cfg(test)]
mod tests {
    use super::super::segment::{Breaking, segment};
    use super::*;
    use crate::language::Language;

    #[test]
    fn ends_of_lines_are_worth_what_the_rules_say() {
        let text = "Nobody funds the film. They fund a feeling, and so on \u{1f39e}\u{fe0f} they go.";
        let pieces = segment(text, "en", &Typography::of(&Language::new("en")), Breaking::Careful);
        let cost = |word: &str| {
            pieces.iter().find(|piece| text[piece.range.clone()].trim_end() == word).unwrap().costs
        };
        assert_eq!(cost("Nobody").end_cost, FIRST_OF_SENTENCE);
        assert_eq!(cost("the").end_cost, WEAK_END);
        assert_eq!(cost("film.").end_cost, AT_PUNCTUATION);
        assert_eq!(cost("film.").start_cost, LAST_OF_SENTENCE);
        assert_eq!(cost("They").end_cost, FIRST_OF_SENTENCE);
        assert_eq!(cost("feeling,").end_cost, AT_PUNCTUATION);
        assert_eq!(cost("and").start_cost, AT_CONNECTIVE);
        assert_eq!(cost("🎞\u{fe0f}").start_cost, PICTURE_FIRST);
    }
}
