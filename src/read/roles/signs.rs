//! Signs in the text of a paragraph that need no list of words, or a short one.

use crate::interview::Span;
use crate::read::marks;
use crate::read::names;
use crate::read::words::{self, Lowered};

/// Tells whether somebody is called by a name: at the beginning, or between a comma and a sign.
pub(super) fn is_called(piece: &str, first_name: &str) -> bool {
    let mut before = ',';
    for word in piece.split_whitespace().take(200) {
        let could_be =
            matches!(before, ',' | '.' | '!' | '?') && word.ends_with([',', '.', '?', '!', '…', '-']);
        if could_be && names::key(word.trim_end_matches(|c: char| !c.is_alphanumeric())) == first_name {
            return true;
        }
        before = word.chars().next_back().unwrap_or(' ');
    }
    false
}

/// Tells whether a line says who wrote it or when.
pub(in crate::read) fn is_byline(text: &str, span: Span, lowered: &Lowered) -> bool {
    let piece = &text[span.range()];
    let names_author = ["By ", "by ", "BY ", "Par ", "Von ", "Por ", "Di ", "Text: ", "Words: "]
        .iter()
        .filter_map(|by| piece.strip_prefix(by))
        .any(|rest| names::begins_with_capital(rest) && !marks::ends_sentence(piece));
    names_author || words::page().byline.is_in(lowered)
}

/// Tells whether a text holds a year or a time of day.
pub(super) fn is_dated(piece: &str) -> bool {
    let numbers = piece.split(|c: char| !c.is_ascii_digit() && c != ':').filter(|part| !part.is_empty());
    numbers.into_iter().any(|part| {
        (part.len() == 4 && (part.starts_with("19") || part.starts_with("20")))
            || (part.len() >= 4 && part.contains(':'))
    })
}

/// Tells whether a text is in quotation marks and nothing else.
pub(super) fn is_quoted(piece: &str) -> bool {
    piece.starts_with(['"', '“', '„', '«', '»', '「', '『'])
        && piece.trim_end_matches(['.', ',']).ends_with(['"', '”', '“', '»', '«', '」', '』'])
}

/// Tells whether a text holds capitalised words and what joins them, and nothing else.
pub(super) fn is_only_names(text: &str, span: Span) -> bool {
    let runs = names::runs(text, span);
    let in_runs: usize = runs.iter().map(|run| run.words.len()).sum();
    let is_joint = |word: &&str| {
        !matches!(
            word.trim_matches(|c: char| !c.is_alphanumeric()),
            "" | "and" | "et" | "und" | "y" | "e" | "и"
        )
    };
    // One word with a capital is how any short answer begins.
    let is_full = runs.iter().any(|run| run.words.len() > 1);
    is_full && in_runs >= text[span.range()].split_whitespace().filter(is_joint).count()
}

/// The letter case of a text.
pub(super) struct Case {
    /// All letters are capitals.
    pub(super) capitals: bool,
    /// Most words begin with one.
    pub(super) title: bool,
}

impl Case {
    /// Looks at the beginning of a text.
    pub(super) fn of(piece: &str) -> Self {
        let long = || piece.split_whitespace().take(20).filter(|word| word.chars().count() > 3);
        let (n, upper) = (long().count(), long().filter(|word| names::begins_with_capital(word)).count());
        Self {
            capitals: piece.chars().take(200).any(char::is_uppercase)
                && !piece.chars().take(200).any(char::is_lowercase),
            title: n > 1 && upper * 4 >= n * 3,
        }
    }
}
