//! Breaks that words and phrases allow: where Japanese pauses, and where a long word may be parted.

use unicode_segmentation::UnicodeSegmentation;

use super::breaks::Fragment;
use super::segment::{Piece, PieceEnd};

/// Words of fewer letters are never parted.
const LONG_WORD: usize = 12;
/// Fewest letters of a word that stay on either side of a hyphen (rule T6).
const LETTERS_BESIDE_HYPHEN: usize = 4;
/// An address, or anything else without a space, that is longer than this may be parted between any two characters.
const ENDLESS: usize = 24;
/// Fewest characters of such a thing that stay together.
const CHARACTERS_TOGETHER: usize = 6;

/// Returns the ends of phrases in a Japanese or Chinese text, in order; `None` for other texts.
///
/// A phrase is a word with the particles after it. Readers pause between phrases, so lines end there.
pub(crate) fn phrases(text: &str, language: &str) -> Option<Vec<usize>> {
    let has = |range: std::ops::RangeInclusive<char>| text.chars().any(|c| range.contains(&c));
    let model = match () {
        () if has('\u{3041}'..='\u{30ff}') => budoux::models::default_japanese_model(),
        () if language.starts_with("zh") && has('\u{4e00}'..='\u{9fff}') => {
            budoux::models::default_simplified_chinese_model()
        }
        () => return None,
    };
    let mut end = 0;
    let ends = budoux::parse(model, text).into_iter().map(|phrase| {
        end += phrase.len();
        end
    });
    Some(ends.collect())
}

/// Parts long words at syllables, and endless ones between characters.
pub(crate) fn part_words(text: &str, pieces: Vec<Piece>, language: &str) -> Vec<Piece> {
    let hyphenation = hyphenation(language);
    let last = pieces.len().saturating_sub(1);
    let mut parted = Vec::with_capacity(pieces.len());
    for (index, piece) in pieces.into_iter().enumerate() {
        let word = &text[piece.range.clone()];
        let (cuts, part) = match hyphenation {
            // The last word of a text is left whole, as a line of half a word would be its last.
            Some(language) if index < last && is_compound(word, language) => {
                (syllables(word, language), PieceEnd::Hyphen)
            }
            _ => (anywhere(word), PieceEnd::Bare),
        };
        let mut start = piece.range.start;
        for cut in cuts {
            let end = piece.range.start + cut;
            parted.push(Piece { range: start..end, end: part, costs: Fragment::default() });
            start = end;
        }
        parted.push(Piece { range: start..piece.range.end, ..piece });
    }
    parted
}

/// Returns the language's hyphenation patterns, for those whose compounds get long.
fn hyphenation(language: &str) -> Option<hypher::Lang> {
    match language.split('-').next()? {
        "en" => Some(hypher::Lang::English),
        "de" => Some(hypher::Lang::German),
        "nl" => Some(hypher::Lang::Dutch),
        "sv" => Some(hypher::Lang::Swedish),
        "da" => Some(hypher::Lang::Danish),
        "nb" | "nn" | "no" => Some(hypher::Lang::Norwegian),
        "fi" => Some(hypher::Lang::Finnish),
        _ => None,
    }
}

/// Tells whether a word is long, made of letters, and no name: German alone writes other nouns with a capital.
fn is_compound(word: &str, language: hypher::Lang) -> bool {
    let core = letters(word);
    let capital = core.starts_with(char::is_uppercase);
    core.chars().count() >= LONG_WORD
        && core.chars().all(char::is_alphabetic)
        && (!capital || matches!(language, hypher::Lang::German))
}

/// Returns a word without the marks around it.
fn letters(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

/// Returns where a word may be hyphenated, as bytes from its start.
fn syllables(word: &str, language: hypher::Lang) -> Vec<usize> {
    let core = letters(word);
    let offset = word.find(core).unwrap_or(0);
    let total = core.chars().count();
    let (mut bytes, mut count) = (offset, 0);
    let mut cuts = Vec::new();
    for syllable in hypher::hyphenate(core, language) {
        bytes += syllable.len();
        count += syllable.chars().count();
        if count >= LETTERS_BESIDE_HYPHEN && count + LETTERS_BESIDE_HYPHEN <= total {
            cuts.push(bytes);
        }
    }
    cuts
}

/// Returns where an endless word may be parted, as bytes from its start; nothing for other words.
fn anywhere(word: &str) -> Vec<usize> {
    let word = word.trim_end();
    // Counting bytes first spares counting clusters in nearly every word.
    if word.len() <= ENDLESS {
        return Vec::new();
    }
    let starts: Vec<usize> = word.grapheme_indices(true).map(|(start, _)| start).collect();
    if starts.len() <= ENDLESS {
        return Vec::new();
    }
    let inner = CHARACTERS_TOGETHER..=starts.len() - CHARACTERS_TOGETHER;
    // No line starts with a mark: a cut goes before letters and figures only.
    let is_letter = |at: &usize| word[*at..].starts_with(char::is_alphanumeric);
    starts[inner].iter().copied().filter(is_letter).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn japanese_is_broken_between_phrases() {
        let text = "\u{96e8}が降る日は、古い書物を読んで過ごします。";
        let phrases = phrases(text, "ja").unwrap();
        assert!(
            phrases.contains(&"雨が".len()) && !phrases.contains(&"雨が降る日は、古い書".len()),
            "{phrases:?}"
        );
        assert_eq!(super::phrases("no kana", "ja"), None);
    }

    #[test]
    fn compounds_are_parted_and_short_words_and_names_are_not() {
        let word = "Donaudampfschifffahrt,";
        let cuts = syllables(word, hypher::Lang::German);
        assert!(cuts.contains(&"Donau".len()) && cuts.iter().all(|cut| (4..word.len() - 4).contains(cut)));
        assert!(is_compound(word, hypher::Lang::German));
        assert!(!is_compound("Constantinopolis", hypher::Lang::English));
        assert!(!is_compound("sentence", hypher::Lang::English));
    }

    #[test]
    fn an_endless_word_is_parted_before_letters() {
        let word = "https://example.org/a/very/long/path";
        let cuts = anywhere(word);
        assert!(!cuts.is_empty() && cuts.iter().all(|&cut| !word[cut..].starts_with('/')));
        assert!(anywhere("https://example.org").is_empty());
    }
}
