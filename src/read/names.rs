//! Names of people: how they are compared, printed, and found in running text.

use super::text::shows_nothing;
use super::words::{is_alphanumeric, is_unspaced, lowercase};
use crate::interview::{Cited, Span};

/// Folds a name for comparing: letter case, signs and spaces do not count, nor whether an accent is a character of
/// its own.
///
/// An accented letter, however it is written, becomes a sign that stands for any: `zo?`. Two names that differ in their
/// accents alone are one person's on any page.
pub(super) fn key(name: &str) -> String {
    let mut key = String::with_capacity(name.len());
    let mut take = |c: char| match c {
        '\u{300}'..='\u{36f}' => {
            key.pop();
            key.push('?');
        }
        'à'..='ö' | 'ø'..='ÿ' | 'ā'..='ſ' | 'ḁ'..='ỿ' => key.push('?'),
        // Full-width letters are the same letters.
        '\u{ff41}'..='\u{ff5a}' => key.extend(char::from_u32(c as u32 - 0xff41 + 0x61)),
        c if is_alphanumeric(c) || is_pictograph(c) => key.push(c),
        '&' | '+' => key.push_str("and"),
        c if !c.is_whitespace() && !matches!(c, '-' | '‐' | '–' | '.') => {}
        _ if key.is_empty() || key.ends_with(' ') => {}
        _ => key.push(' '),
    };
    for c in name.chars() {
        if c.is_ascii() { take(c.to_ascii_lowercase()) } else { lowercase(c).for_each(&mut take) }
    }
    key.truncate(key.trim_end().len());
    key
}

/// Tells whether a character is a picture that may stand for a name.
pub(super) fn is_pictograph(c: char) -> bool {
    matches!(c, '\u{1f000}'..='\u{1faff}' | '\u{2600}'..='\u{27bf}')
}

/// Returns a name as it is shown: no control characters or invisible ones, white space collapsed.
pub(super) fn shown(text: &str) -> String {
    let is_hidden = |c: char| {
        (c.is_control() && !c.is_whitespace())
            || matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{ad}')
    };
    let visible: String = text.chars().filter(|&c| !is_hidden(c)).collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Cites a span of a text.
pub(super) fn cited(text: &str, span: Span) -> Cited {
    Cited { text: shown(&text[span.range()]), span: Some(span) }
}

/// Tells whether the letters of `short` are the first letters of the words of `long`: `avw`, `aaron van wirdum`.
pub(super) fn is_initials(short: &str, long: &str) -> bool {
    let words = long.split(' ').filter_map(|word| word.chars().next());
    let short: Vec<char> = short.chars().filter(|c| *c != ' ').collect();
    (2..=5).contains(&short.len()) && words.eq(short.iter().copied())
}

/// Tells whether `short` is made of words of `long`, or their initials, in their order, and is shorter: `marsh`,
/// `dr marsh`, `a marsh`, `ann m`.
pub(super) fn is_part(short: &str, long: &str) -> bool {
    let (short, long) = (without_honorific(short), without_honorific(long));
    // "Marsh and Roe" are two, and neither of them.
    if is_joint(long) {
        return false;
    }
    let is_initial = |part: &str, word: &str| part.chars().count() == 1 && word.starts_with(part);
    let mut words = long.split(' ');
    let mut n_whole = 0;
    let fits = short.split(' ').all(|part| {
        let found = words.find(|word| *word == part || is_initial(part, word));
        n_whole += usize::from(found.is_some_and(|word| word == part));
        found.is_some()
    });
    fits && n_whole > 0 && short.len() < long.len()
}

/// Tells whether a key names several people.
pub(super) fn is_joint(key: &str) -> bool {
    key.split(' ').any(|word| matches!(word, "and" | "und" | "et"))
}

/// Tells whether a key is one of several that another names: `marsh`, `marsh and roe`.
pub(super) fn is_one_of(one: &str, several: &str) -> bool {
    is_joint(several)
        && !is_joint(one)
        && several.contains(one)
        && one.split(' ').all(|part| several.split(' ').any(|word| word == part))
}

/// Tells whether two keys differ in a title or in spaces alone: `dr ann marsh`, `annmarsh`.
pub(super) fn is_same(one: &str, other: &str) -> bool {
    let letters = |key| -> Vec<char> { without_honorific(key).chars().filter(|c| *c != ' ').collect() };
    letters(one) == letters(other)
}

/// What stands before names in many languages, folded as [`key`] does.
const HONORIFICS: &[&str] = &[
    "dr",
    "prof",
    "professor",
    "doctor",
    "mr",
    "mrs",
    "ms",
    "miss",
    "sir",
    "dame",
    "lord",
    "lady",
    "rev",
    "hon",
    "sen",
    "rep",
    "gov",
    "capt",
    "captain",
    "herr",
    "frau",
    "m",
    "mme",
    "mlle",
    "monsieur",
    "madame",
    "sr",
    "sra",
    "se?or",
    "se?ora",
    "don",
    "do?a",
    "dra",
    "sig",
    "signor",
    "signora",
    "dott",
];

/// Returns a key without the titles before the name.
fn without_honorific(key: &str) -> &str {
    let mut bare = key;
    while let Some((_, rest)) = bare.split_once(' ').filter(|(first, _)| HONORIFICS.contains(first)) {
        bare = rest;
    }
    bare
}

/// Tells whether two keys are one slip of the pen apart: a letter more, less, or another, or two that changed places.
pub(super) fn is_slip(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let (short, long) = if one.len() <= other.len() { (&one, &other) } else { (&other, &one) };
    if short.len() < 6 || long.len() - short.len() > 1 {
        return false;
    }
    let same = short.iter().zip(long.iter()).take_while(|(a, b)| a == b).count();
    let is_equal = short.len() == long.len();
    let rest =
        |of: &'_ [char], skipped: usize| -> Vec<char> { of.iter().skip(same + skipped).copied().collect() };
    let swapped = is_equal
        && same + 1 < short.len()
        && short[same] == long[same + 1]
        && short[same + 1] == long[same]
        && rest(short, 2) == rest(long, 2);
    swapped || rest(short, usize::from(is_equal)) == rest(long, 1)
}

/// A run of words that could be a name: capitals, and the particles between them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Run {
    /// Its words.
    pub(super) words: Vec<Span>,
}

impl Run {
    /// Returns where it stands.
    pub(super) fn span(&self) -> Span {
        Span::new(self.words[0].start, self.words[self.words.len() - 1].end)
    }
}

/// Small words inside names.
const PARTICLES: &[&str] = &[
    "de", "del", "della", "di", "da", "dos", "das", "do", "du", "la", "le", "van", "von", "der", "den",
    "ter", "zu", "al", "el", "bin", "ibn", "ben", "af", "av",
];

/// Finds the runs of capitalised words in a span.
pub(super) fn runs(text: &str, span: Span) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut open: Vec<Span> = Vec::new();
    let mut close = |open: &mut Vec<Span>| {
        // A particle does not end a name.
        while open.last().is_some_and(|word| !begins_with_capital(&text[word.range()])) {
            open.pop();
        }
        if !open.is_empty() {
            runs.push(Run { words: std::mem::take(open) });
        }
    };
    let mut at = span.start;
    for piece in text[span.range()].split(|c: char| c.is_whitespace() || is_unspaced(c)) {
        let whole = Span::new(at, at + piece.len());
        let gap = text[whole.end..].chars().next();
        at = whole.end + gap.map_or(0, char::len_utf8);
        let ends = gap.is_some_and(is_unspaced);
        let is_sign = |c: char| !is_alphanumeric(c) && !matches!(c, '\u{300}'..='\u{36f}');
        let core = trimmed_of(text, whole, is_sign);
        if core.is_empty() {
            // A dash alone, an ampersand: the run is over; a second space is not.
            if !piece.is_empty() || ends {
                close(&mut open);
            }
            continue;
        }
        let core = without_genitive(text, core);
        let word = &text[core.range()];
        let (before, after) = (&text[whole.start..core.start], &text[core.end..whole.end]);
        if !before.is_empty() {
            close(&mut open);
        }
        if begins_with_capital(word) || (!open.is_empty() && PARTICLES.contains(&word)) {
            open.push(core);
        } else {
            close(&mut open);
        }
        // An initial's full stop does not end a name; any other sign does.
        let is_initial = after == "." && word.chars().count() == 1;
        if ends || (!after.is_empty() && !is_initial) {
            close(&mut open);
        }
    }
    close(&mut open);
    runs
}

/// Returns a word without a genitive's `'s`.
fn without_genitive(text: &str, word: Span) -> Span {
    let piece = &text[word.range()];
    let bare = piece.strip_suffix("'s").or_else(|| piece.strip_suffix("’s")).unwrap_or(piece);
    let elided = ["d'", "d’", "l'", "l’", "D'", "D’", "L'", "L’"]
        .iter()
        .find_map(|article| bare.strip_prefix(article));
    let start = elided.filter(|rest| begins_with_capital(rest)).map_or(0, |rest| bare.len() - rest.len());
    Span::new(word.start + start, word.start + bare.len())
}

/// Returns a span without certain characters at its ends.
pub(super) fn trimmed_of(text: &str, span: Span, drops: impl Fn(char) -> bool + Copy) -> Span {
    let piece = &text[span.range()];
    let start = span.start + (piece.len() - piece.trim_start_matches(drops).len());
    Span::new(start, start + text[start..span.end].trim_end_matches(drops).len())
}

/// Tells whether a word begins with a capital letter.
pub(super) fn begins_with_capital(word: &str) -> bool {
    word.chars().find(|c| !shows_nothing(*c)).is_some_and(char::is_uppercase)
}

/// Tells whether a text could be a person's name and nothing else: two to five words in capitals, or a few characters of a
/// script without them.
pub(super) fn looks_personal(name: &str) -> bool {
    if name.chars().any(is_unspaced) {
        return (2..=8).contains(&name.chars().count())
            && name.chars().all(|c| is_unspaced(c) || matches!(c, '·' | '・' | ' '));
    }
    let words: Vec<&str> = name.split_whitespace().collect();
    let has_case = name.chars().any(|c| c.is_lowercase() || c.is_uppercase());
    (2..=5).contains(&words.len())
        && !name.chars().any(|c| c.is_numeric())
        && words.iter().all(|word| {
            begins_with_capital(word)
                || PARTICLES.contains(word)
                || (!has_case && word.chars().all(char::is_alphabetic))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_name_spelled_in_many_ways_has_one_key() {
        assert_eq!(key("Zoë Ångström"), key("Zoe\u{308} A\u{30a}ngstro\u{308}m"));
        assert_eq!(key("JEAN-CLAUDE  Roy"), key("Jean Claude Roy"));
        assert_eq!(key("An\u{200b}a"), key("ana"));
        assert_eq!(key("Ｑ"), key("q"));
        assert_ne!(key("🎤"), "");
    }

    #[test]
    fn short_forms_lead_to_the_name() {
        assert!(is_initials("avw", "aaron van wirdum"));
        assert!(is_part("jon", "jon smith") && !is_part("jon smith", "jon smith"));
        assert!(
            is_part("dr smith", "jon smith")
                && is_part("j smith", "jon smith")
                && !is_part("j s", "jon smith")
        );
        assert!(!is_part("marsh", &key("Marsh & Roe")));
        assert!(is_same("jonsmith", "mr jon smith") && !is_same("jon", "jon smith"));
        assert!(
            is_slip("jacob marsh", "jakob marsh")
                && is_slip("jacob marhs", "jacob marsh")
                && is_slip("dusty damon", "dusty daemon")
                && !is_slip("ana", "eva")
        );
    }

    #[test]
    fn runs_of_capitals_end_at_signs_and_small_words() {
        let text = "We met Ana de la Cruz, J. R. Moss and Lee’s dog in Rome.";
        let found: Vec<&str> =
            runs(text, Span::new(0, text.len())).iter().map(|run| &text[run.span().range()]).collect();
        assert_eq!(found, ["We", "Ana de la Cruz", "J. R. Moss", "Lee", "Rome"]);
    }
}
