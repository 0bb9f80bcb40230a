//! The name inside a label, without what labels add to it: brackets, numbers, what somebody is, who is spoken to.

use super::names::trimmed_of;
use super::text::shows_nothing;
use super::words::{self, Lowered};
use crate::interview::Span;

/// Characters of the longest name.
const LONGEST: usize = 60;
/// Words of the longest name.
const MOST_WORDS: usize = 6;

/// Takes a name and a short form in brackets out of what stands before a colon.
pub(super) fn name(text: &str, span: Span) -> Option<(Span, Option<Span>)> {
    let is_mark = |c: char| {
        matches!(c, '*' | '_' | '[' | ']' | '-' | '–' | '—' | '|' | '·' | '\\' | '>') || shows_nothing(c)
    };
    let mut name = trimmed_of(text, span, is_mark);
    // What opens before a time stamp.
    name = Span::new(
        name.start,
        name.start + text[name.range()].trim_end_matches(|c| matches!(c, '(' | ',') || is_mark(c)).len(),
    );
    let mut short = None;
    let piece = &text[name.range()];
    let is_bracket = |c: char| matches!(c, '(' | ')' | '（' | '）' | '[' | ']');
    // Its closing bracket may have been taken for a mark.
    if let Some(open) = piece.find(['(', '（', '[']).filter(|&open| open > 0) {
        let inner = trimmed_of(text, Span::new(name.start + open, name.end), |c| is_bracket(c) || is_mark(c));
        let inner = without_hereafter(text, inner);
        short = (!inner.is_empty()).then_some(inner);
        name = trimmed_of(text, Span::new(name.start, name.start + open), is_mark);
    }
    // Chats say who is spoken to, courts who examines.
    let piece = &text[name.range()];
    let sender =
        piece.strip_prefix("From ").and_then(|rest| rest.split_once(" to ")).map(|(sender, _)| sender.len());
    let examiner = ["BY ", "By "].iter().find_map(|by| piece.strip_prefix(by)).map(str::len);
    if let Some(len) = sender {
        name = trimmed_of(text, Span::new(name.start + 5, name.start + 5 + len), is_mark);
    } else if let Some(len) = examiner {
        name = Span::new(name.end - len, name.end);
    }
    // What follows a comma says what they are.
    if let Some(comma) = text[name.range()].find(", ") {
        name = trimmed_of(text, Span::new(name.start, name.start + comma), is_mark);
    }
    could_be_name(&text[name.range()]).then_some((without_number(text, name), short))
}

/// Returns a short form without the word that announces it: "（以下、林）".
fn without_hereafter(text: &str, short: Span) -> Span {
    const HEREAFTER: &[&str] = &[
        "以下简称",
        "以下簡稱",
        "以下、",
        "以下，",
        "以下",
        "이하 ",
        "hereafter ",
        "henceforth ",
        "im Folgenden ",
        "ci-après ",
        "en adelante ",
        "d'ora in poi ",
        "далее – ",
        "далее — ",
        "далее ",
    ];
    let piece = &text[short.range()];
    let rest = HEREAFTER.iter().find_map(|word| piece.strip_prefix(word)).unwrap_or(piece);
    Span::new(short.end - rest.len(), short.end)
}

/// Returns a name without the number that a question or an answer has: `Q1`, `Question 12`.
fn without_number(text: &str, name: Span) -> Span {
    let bare =
        text[name.range()].trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches([' ', '.', '#']);
    let known = words::labels();
    // "P3" is a participant; where P and R are question and answer, they are hardly numbered.
    let is_telling = bare.chars().count() > 1 || matches!(bare, "Q" | "A" | "问" | "答");
    let is_known = || {
        is_telling && [&known.interviewer, &known.guest].iter().any(|list| list.is_whole(&Lowered::new(bare)))
    };
    if bare.len() < name.len() && is_known() { Span::new(name.start, name.start + bare.len()) } else { name }
}

/// Tells whether a text has the form of a name: short, and no sentence.
fn could_be_name(name: &str) -> bool {
    let is_sentence = |(at, c): (usize, char)| {
        matches!(c, '?' | '!' | ';' | '"' | '“' | '”' | '«' | '»' | '？' | '！' | '。' | '，' | '、' | '/' | '{' | '}' | '<' | '=' | '`')
            // "Dr. Moss", "A. B." and "Корр." are names; "I left. Then I" is not.
            || (matches!(c, '.' | '…') && name[..at].rsplit(' ').next().is_some_and(|word| word.chars().count() > 5))
    };
    !name.is_empty()
        && name.chars().take(LONGEST + 1).count() <= LONGEST
        && name.split_whitespace().count() <= MOST_WORDS
        && !name.char_indices().any(is_sentence)
}
