//! Where a text may be broken, and what each place is worth.
//!
//! Places come from the Unicode line breaking algorithm ([UAX #14](https://www.unicode.org/reports/tr14/), strict),
//! less those that no typesetter would use: before a dash or an ellipsis, between a figure and its unit, between the
//! parts of a name. What is left costs by rules of thumb that the breaker weighs against even lines.

use std::ops::Range;
use std::sync::OnceLock;

use icu_segmenter::options::{LineBreakOptions, LineBreakWordOption};
use icu_segmenter::{LineSegmenter, LineSegmenterBorrowed};
use unicode_segmentation::GraphemeCursor;

use super::breaks::Fragment;
use super::loosen;
use super::weigh::{weigh, writes_no_spaces};
use crate::language::Typography;

/// A piece of text that is never broken.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Piece {
    /// Its bytes, with the space after it.
    pub range: Range<usize>,
    /// What it ends with.
    pub end: PieceEnd,
    /// What breaks beside it cost; widths are not known here and are zero.
    pub costs: Fragment,
}

/// What a piece ends with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PieceEnd {
    /// The end of a word, or a place where its script breaks anyhow.
    Word,
    /// The middle of a word, which takes a hyphen where a line ends there.
    Hyphen,
    /// The middle of something that takes none: an address.
    Bare,
}

/// How freely a text is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Breaking {
    /// Between words only, in Japanese between phrases.
    Careful,
    /// Also inside long compounds and addresses, in Japanese between characters.
    Loose,
}

/// Cuts a text into pieces that are never broken.
pub(crate) fn segment(text: &str, language: &str, typography: &Typography, breaking: Breaking) -> Vec<Piece> {
    let mut ends: Vec<(usize, bool)> = Vec::new();
    let mut start = 0;
    let phrases = loosen::phrases(text, language);
    let is_phrase = |end: usize| {
        let found = |phrases: &Vec<usize>| phrases.binary_search(&end).is_ok();
        text[..end].ends_with(char::is_whitespace) || phrases.as_ref().is_none_or(found)
    };
    for line in text.split_inclusive('\n') {
        let mut breaks: Vec<usize> = segmenter(line).segment_str(line).filter(|&at| at > 0).collect();
        if breaks.last() != Some(&line.len()) {
            breaks.push(line.len());
        }
        for at in breaks {
            let end = start + at;
            let must = at == line.len() && line.ends_with('\n');
            if must
                || at == line.len()
                || (may_break(text, end) && (is_phrase(end) || breaking == Breaking::Loose))
            {
                ends.push((end, must));
            }
        }
        start += line.len();
    }
    let mut pieces = Vec::new();
    let mut from = 0;
    for (end, must_break) in ends {
        // A line end by itself, as between two stanzas, belongs to the piece before it.
        if text[from..end].trim().is_empty() && !pieces.is_empty() {
            from = end;
            continue;
        }
        let costs = Fragment { must_break, ..Fragment::default() };
        let part = if is_phrase(end) { PieceEnd::Word } else { PieceEnd::Bare };
        pieces.push(Piece { range: from..end, end: part, costs });
        from = end;
    }
    if breaking == Breaking::Loose {
        pieces = loosen::part_words(text, pieces, language);
    }
    weigh(text, &mut pieces, typography);
    pieces
}

/// Returns the segmenter for a text: the one with dictionaries only where a script needs them, as it costs more to make.
fn segmenter(text: &str) -> LineSegmenterBorrowed<'static> {
    static SIMPLE: OnceLock<LineSegmenterBorrowed<'static>> = OnceLock::new();
    static COMPLEX: OnceLock<LineSegmenterBorrowed<'static>> = OnceLock::new();
    static KEEP_ALL: OnceLock<LineSegmenterBorrowed<'static>> = OnceLock::new();
    // Korean is broken between words, not between syllables.
    if text.chars().any(|c| matches!(c, '\u{ac00}'..='\u{d7a3}')) {
        let mut options = LineBreakOptions::default();
        options.word_option = Some(LineBreakWordOption::KeepAll);
        return *KEEP_ALL.get_or_init(|| LineSegmenter::new_for_non_complex_scripts(options));
    }
    // Thai, Lao, Burmese, Khmer and their relatives write no spaces.
    let complex = text.chars().any(writes_no_spaces);
    if complex {
        *COMPLEX.get_or_init(|| LineSegmenter::new_auto(LineBreakOptions::default()))
    } else {
        *SIMPLE.get_or_init(|| LineSegmenter::new_for_non_complex_scripts(LineBreakOptions::default()))
    }
}

/// Tells whether a place that Unicode allows is one that a typesetter would use.
fn may_break(text: &str, at: usize) -> bool {
    let (before, after) = (&text[..at], &text[at..]);
    let Some(next) = after.chars().next() else { return true };
    // Unicode allows some breaks inside what is one sign: before a skin tone that follows no person.
    let inside = || !matches!(GraphemeCursor::new(at, text.len(), true).is_boundary(text, 0), Ok(true));
    if !next.is_ascii() && inside() {
        return false;
    }
    // T1: no line starts with a dash, an ellipsis, a closing mark or a unit.
    if matches!(
        next,
        '—' | '–'
            | '…'
            | '”'
            | '’'
            | '»'
            | '›'
            | '％'
            | '%'
            | '‰'
            | '€'
            | '°'
            | '·'
            | ')'
            | ']'
            | '}'
    ) {
        return false;
    }
    let (word, next_word) = (last_word(before), first_word(after));
    // A hyphen parts a word only where both sides are worth a line end: Whitcombe-|Sørensen, not co-|founder.
    if next.is_alphanumeric()
        && let Some(head) = before.strip_suffix(['-', '‐'])
    {
        let long = |part: &str| part.chars().filter(|c| c.is_alphabetic()).count() >= 4;
        return long(last_word(head)) && long(first_word(after));
    }
    // A slash parts addresses, and else only words worth a line end: not km/h.
    if next.is_alphanumeric()
        && let Some(head) = before.strip_suffix('/')
        && !word.contains(['.', '_'])
    {
        return [last_word(head), next_word]
            .iter()
            .all(|part| part.chars().filter(|c| c.is_alphabetic()).count() >= 4);
    }
    // A dash at the very start belongs to the word after it.
    if word.chars().all(|c| matches!(c, '—' | '–' | '-')) && before.trim_end().len() == word.len() {
        return false;
    }
    !binds(word, next_word)
}

/// Tells whether two neighbouring words must stay on one line (rule T2).
fn binds(word: &str, next: &str) -> bool {
    const UNITS: [&str; 34] = [
        "%", "‰", "€", "$", "£", "°", "°C", "°F", "km", "m", "cm", "mm", "kg", "g", "mg", "l", "ml", "h",
        "min", "s", "ms", "km/h", "mph", "MB", "GB", "TB", "kB", "Hz", "kHz", "W", "kW", "px", "pt", "a.m.",
    ];
    const TITLES: [&str; 17] = [
        "Mr.", "Mr", "Mrs.", "Mrs", "Ms.", "Ms", "Dr.", "Dr", "Prof.", "St.", "Sr.", "Sra.", "M.", "Mme",
        "Mlle", "Hr.", "Fr.",
    ];
    const COUNTED: [&str; 9] = ["No.", "no.", "Nr.", "nº", "p.", "pp.", "vol.", "Vol.", "§"];
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let word = word.trim_start_matches(['“', '‘', '(', '«', '„', '[']);
    let bare_next = next.trim_end_matches(['.', ',', ';', ':', '!', '?', '”', '’', ')', '»', '…']);
    let ends_in_digit = word.ends_with(|c: char| c.is_ascii_digit());
    let is_number = !bare_next.is_empty() && bare_next.chars().all(|c| c.is_ascii_digit());
    let is_initial = |word: &str| {
        let mut characters = word.chars();
        matches!((characters.next(), characters.next(), characters.next()), (Some(c), Some('.'), None) if c.is_uppercase())
    };
    let starts_upper = next.starts_with(char::is_uppercase);
    let is_ordinal = bare_next.len() <= 5
        && bare_next != "I"
        && !bare_next.is_empty()
        && bare_next.chars().all(|c| matches!(c, 'I' | 'V' | 'X'));
    (ends_in_digit && (UNITS.contains(&bare_next) || UNITS.contains(&next)))
        // Figures in groups of three: 10 000.
        || (ends_in_digit && is_number && bare_next.len() == 3)
        || (TITLES.contains(&word) && starts_upper)
        || (COUNTED.contains(&word) && next.starts_with(|c: char| c.is_ascii_digit()))
        || (is_initial(word) && starts_upper)
        || (MONTHS.contains(&word) && is_number)
        || (ends_in_digit && word.len() <= 2 && MONTHS.contains(&bare_next))
        || (word.starts_with(char::is_uppercase) && is_ordinal)
}

/// Returns the last word of a text, without the spaces after it.
fn last_word(text: &str) -> &str {
    let text = text.trim_end();
    text.rsplit(char::is_whitespace).next().unwrap_or(text)
}

/// Returns the first word of a text.
fn first_word(text: &str) -> &str {
    text.split(char::is_whitespace).next().unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    fn pieces(text: &str) -> Vec<&str> {
        segment(text, "en", &Typography::of(&Language::new("en")), Breaking::Careful)
            .into_iter()
            .map(|piece| text[piece.range].trim_end())
            .collect()
    }

    #[test]
    fn no_line_starts_with_a_dash_or_parts_a_figure_from_its_unit() {
        assert_eq!(pieces("I know — or knew — it"), ["I", "know —", "or", "knew —", "it"]);
        assert_eq!(pieces("word—word"), ["word—", "word"]);
        assert_eq!(pieces("50 % of 10 000 km by May 5"), ["50 %", "of", "10 000 km", "by", "May 5"]);
        assert_eq!(
            pieces("a well-known co-founder of Anders-Holm"),
            ["a", "well-", "known", "co-founder", "of", "Anders-", "Holm"]
        );
        assert_eq!(pieces("wait … for it"), ["wait …", "for", "it"]);
        assert_eq!(pieces("at 80 km/h or day/night"), ["at", "80 km/h", "or", "day/night"]);
    }

    #[test]
    fn names_with_initials_titles_and_numbers_hold_together() {
        assert_eq!(
            pieces("J. K. Rowe met Dr. Hale and Henry V."),
            ["J. K. Rowe", "met", "Dr. Hale", "and", "Henry V."]
        );
    }

    #[test]
    fn no_sign_is_parted() {
        assert_eq!(pieces("a🇺🏽 b"), ["a", "🇺🏽", "b"]);
    }

    #[test]
    fn line_ends_of_the_text_are_kept() {
        let text = "one two\nthree";
        let pieces = segment(text, "en", &Typography::of(&Language::new("en")), Breaking::Careful);
        let musts: Vec<bool> = pieces.iter().map(|piece| piece.costs.must_break).collect();
        assert_eq!(musts, [false, true, false]);
    }

    proptest::proptest! {
        #[test]
        fn every_byte_is_in_one_piece(text in "\\PC{1,60}") {
            let text = text.trim();
            proptest::prop_assume!(!text.is_empty());
            let pieces = segment(text, "en", &Typography::of(&Language::new("en")), Breaking::Careful);
            let joined: String = pieces.iter().map(|piece| &text[piece.range.clone()]).collect();
            let bare = |text: &str| text.split_whitespace().collect::<String>();
            proptest::prop_assert_eq!(bare(&joined), bare(text));
        }
    }
}
