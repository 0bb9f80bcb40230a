//! Where a text may be broken, and what each place is worth.
//!
//! Places come from the Unicode line breaking algorithm ([UAX #14](https://www.unicode.org/reports/tr14/), strict),
//! less those that no typesetter would use: before a dash or an ellipsis, between a figure and its unit, between the
//! parts of a name. What is left costs by rules of thumb that the breaker weighs against even lines.

use std::ops::Range;
use std::sync::OnceLock;

use icu_segmenter::options::LineBreakOptions;
use icu_segmenter::{LineSegmenter, LineSegmenterBorrowed};

use super::breaks::Fragment;
use crate::language::Typography;

/// A piece of text that is never broken.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Piece {
    /// Its bytes, with the space after it.
    pub range: Range<usize>,
    /// What breaks beside it cost; widths are not known here and are zero.
    pub costs: Fragment,
}

/// What a line earns that ends in punctuation, in em².
const AT_PUNCTUATION: f32 = -1.0;
/// What a line costs that ends in an article or a preposition (rule B1; 1.5 was too weak).
const WEAK_END: f32 = 2.0;
/// What a line costs that ends in any other word of three letters or fewer.
const SHORT_END: f32 = 1.5;
/// What a line costs that ends in the first word of a sentence (rule B1).
const FIRST_OF_SENTENCE: f32 = 4.0;
/// What a line costs that starts with the last word of a sentence (rule B1).
const LAST_OF_SENTENCE: f32 = 2.5;
/// What a line earns that starts with a conjunction (rule T4: break by sense).
const AT_CONNECTIVE: f32 = -0.6;
/// What a line costs that ends between two parts of a name.
const INSIDE_NAME: f32 = 1.5;
/// What a line costs that ends at a hyphen.
const AT_HYPHEN: f32 = 1.5;

/// Cuts a text into pieces that are never broken.
pub(crate) fn segment(text: &str, typography: &Typography) -> Vec<Piece> {
    let mut ends: Vec<(usize, bool)> = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let mut breaks: Vec<usize> = segmenter(line).segment_str(line).filter(|&at| at > 0).collect();
        if breaks.last() != Some(&line.len()) {
            breaks.push(line.len());
        }
        for at in breaks {
            let end = start + at;
            let must = at == line.len() && line.ends_with('\n');
            if must || at == line.len() || may_break(text, end) {
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
        pieces.push(Piece { range: from..end, costs: Fragment { must_break, ..Fragment::default() } });
        from = end;
    }
    weigh(text, &mut pieces, typography);
    pieces
}

/// Returns the segmenter for a text: the one with dictionaries only where a script needs them, as it costs more to make.
fn segmenter(text: &str) -> LineSegmenterBorrowed<'static> {
    static SIMPLE: OnceLock<LineSegmenterBorrowed<'static>> = OnceLock::new();
    static COMPLEX: OnceLock<LineSegmenterBorrowed<'static>> = OnceLock::new();
    // Thai, Lao, Burmese, Khmer and their relatives write no spaces.
    let complex = text.chars().any(|c| matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{1a20}'..='\u{1aaf}' | '\u{aa60}'..='\u{aadf}'));
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
    // T1: no line starts with a dash, an ellipsis, a closing mark or a unit.
    if matches!(next, '—' | '–' | '…' | '”' | '’' | '»' | '›' | '%' | '‰' | '€' | '°' | '·' | ')' | ']' | '}')
    {
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

/// Says what a break after each piece, and before it, costs.
fn weigh(text: &str, pieces: &mut [Piece], typography: &Typography) {
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
        if word.punctuated {
            costs.end_cost = AT_PUNCTUATION;
        } else {
            let place = match () {
                () if word.hyphenated => AT_HYPHEN,
                () if typography.weak_ends.contains(&lower) => WEAK_END,
                () if (1..=3).contains(&letters) && lower.chars().all(char::is_alphabetic) => SHORT_END,
                () => 0.0,
            };
            costs.end_cost = if first_of_sentence { FIRST_OF_SENTENCE } else { place };
            let in_name = word.capitalized && !first_of_sentence && next.is_some_and(|next| next.capitalized);
            if in_name && lower != "i" {
                costs.end_cost += INSIDE_NAME;
            }
        }
        if !first_of_sentence && word.ends_sentence {
            costs.start_cost += LAST_OF_SENTENCE;
        } else if !first_of_sentence && typography.connectives.contains(&lower) {
            costs.start_cost += AT_CONNECTIVE;
        }
    }
}

/// What a piece says about itself.
struct Word<'a> {
    /// Without the marks around it.
    letters: &'a str,
    /// Whether it ends in punctuation that makes a pause.
    punctuated: bool,
    /// Whether that punctuation ends a sentence.
    ends_sentence: bool,
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
            hyphenated: last == Some('-'),
            capitalized: letters.starts_with(char::is_uppercase),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    fn pieces(text: &str) -> Vec<&str> {
        segment(text, &Typography::of(&Language::new("en")))
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
    }

    #[test]
    fn names_with_initials_titles_and_numbers_hold_together() {
        assert_eq!(
            pieces("J. K. Rowe met Dr. Hale and Henry V."),
            ["J. K. Rowe", "met", "Dr. Hale", "and", "Henry V."]
        );
    }

    #[test]
    fn line_ends_of_the_text_are_kept() {
        let text = "one two\nthree";
        let pieces = segment(text, &Typography::of(&Language::new("en")));
        let musts: Vec<bool> = pieces.iter().map(|piece| piece.costs.must_break).collect();
        assert_eq!(musts, [false, true, false]);
    }

    #[test]
    fn ends_of_lines_are_worth_what_the_rules_say() {
        let text = "Nobody funds the film. They fund a feeling, and so on.";
        let pieces = segment(text, &Typography::of(&Language::new("en")));
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
    }

    proptest::proptest! {
        #[test]
        fn every_byte_is_in_one_piece(text in "\\PC{1,60}") {
            let text = text.trim();
            proptest::prop_assume!(!text.is_empty());
            let pieces = segment(text, &Typography::of(&Language::new("en")));
            let joined: String = pieces.iter().map(|piece| &text[piece.range.clone()]).collect();
            let bare = |text: &str| text.split_whitespace().collect::<String>();
            proptest::prop_assert_eq!(bare(&joined), bare(text));
        }
    }
}
