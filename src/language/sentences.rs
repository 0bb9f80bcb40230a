//! Where sentences end: a splitter for talk that was written down.
//!
//! Follows [UAX #29](https://www.unicode.org/reports/tr29/#Sentence_Boundaries) in spirit, with what speech needs on
//! top: an ellipsis before a lower-case word joins, `no.` ends an answer unless a number follows, abbreviations and
//! initials of the languages we read do not end anything, closing marks stay with the sentence they close. No word is
//! lost: the spans cover everything but white space, in order.

use crate::interview::Span;

/// Abbreviations that are followed by more of their sentence, in lower case without their full stop.
///
/// One list for all languages: an abbreviation of one is seldom the last word of a sentence of another.
const ABBREVIATIONS: &[&str] = &[
    // English
    "mr", "mrs", "ms", "dr", "prof", "st", "jr", "sr", "vs", "e.g", "i.e", "eg", "ie", "cf", "gen", "gov",
    "sen", "rep", "rev", "capt", "col", "lt", "sgt", "mt", "approx", "dept", "fig", "vol", "op", "ed", "eds",
    // German
    "z.b", "d.h", "u.a", "bzw", "ca", "nr", "hr", "fr", "o.ä", "u.ä", "s.o", "vgl", "sog", "dipl", "ing",
    "evtl", "ggf", "inkl", "usf", // French, Spanish, Portuguese, Italian
    "mme", "mlle", "mgr", "av", "ex", "p.ex", "sra", "srta", "dra", "ud", "uds", "p.ej", "núm", "sig",
    "dott",
];

/// Abbreviations that mean "number" before a number, and are words otherwise.
const BEFORE_NUMBER: &[&str] = &["no", "nos", "p", "pp", "art", "ch", "sec"];

/// Splits a text into sentences, each without the white space around it.
#[must_use]
pub fn sentences(text: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut start = 0;
    let mut rest = text.char_indices().peekable();
    while let Some((at, character)) = rest.next() {
        if !is_terminator(character) {
            continue;
        }
        let mut end = at + character.len_utf8();
        let mut marks = 1;
        while let Some(&(next_at, next)) = rest.peek() {
            if !is_terminator(next) && !is_closer(next, text, next_at) {
                break;
            }
            marks += usize::from(is_terminator(next));
            end = next_at + next.len_utf8();
            rest.next();
        }
        if ends_sentence(text, at, character, marks, end) {
            push_trimmed(&mut spans, text, start, end);
            start = end;
        }
    }
    push_trimmed(&mut spans, text, start, text.len());
    spans
}

/// Tells whether the run of marks from `at` to `end` closes a sentence.
fn ends_sentence(text: &str, at: usize, mark: char, marks: usize, end: usize) -> bool {
    let after = &text[end..];
    let Some(next) = after.chars().next() else {
        return true;
    };
    if is_wide_terminator(mark) {
        return true;
    }
    if !next.is_whitespace() {
        return false;
    }
    let opening = after.trim_start_matches(|c: char| c.is_whitespace() || is_opener(c));
    if opening.chars().next().is_some_and(char::is_lowercase) {
        return false;
    }
    if mark != '.' || marks > 1 {
        return true;
    }
    let before = &text[..at];
    let word_start = before
        .rfind(|c: char| c.is_whitespace() || is_opener(c))
        .map_or(0, |index| index + before[index..].chars().next().map_or(1, char::len_utf8));
    let word = &before[word_start..];
    !stops_short(word, opening)
}

/// Tells whether the full stop after `word` belongs to the word.
fn stops_short(word: &str, following: &str) -> bool {
    let mut letters = word.chars();
    if let (Some(only), None) = (letters.next(), letters.next()) {
        // An initial; "I." ends what somebody says about themselves.
        return only.is_uppercase() && only != 'I';
    }
    if word.len() > 8 {
        return false;
    }
    let word = word.to_lowercase();
    ABBREVIATIONS.contains(&word.as_str())
        || (BEFORE_NUMBER.contains(&word.as_str()) && following.starts_with(|c: char| c.is_ascii_digit()))
}

fn push_trimmed(spans: &mut Vec<Span>, text: &str, start: usize, end: usize) {
    let piece = &text[start..end];
    let trimmed = piece.trim();
    if !trimmed.is_empty() {
        let start = start + piece.len() - piece.trim_start().len();
        spans.push(Span::new(start, start + trimmed.len()));
    }
}

fn is_terminator(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '‽' | '؟' | '।' | '॥' | '۔') || is_wide_terminator(c)
}

/// Ends a sentence without a space behind it.
fn is_wide_terminator(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '｡' | '．')
}

/// Tells whether a mark after a terminator still belongs to the sentence. A straight mark closes only where no word
/// follows it at once.
fn is_closer(c: char, text: &str, at: usize) -> bool {
    let after = &text[at + c.len_utf8()..];
    match c {
        '”' | ')' | ']' | '」' | '』' | '）' => true,
        '"' | '\'' | '’' | '“' | '«' | '»' | '*' | '_' => !after.starts_with(char::is_alphanumeric),
        // French sets a space before its closing mark.
        ' ' | '\u{a0}' | '\u{202f}' => {
            let mut rest = after.chars();
            rest.next() == Some('»') && rest.next().is_none_or(|next| next.is_whitespace() || next == '.')
        }
        _ => false,
    }
}

fn is_opener(c: char) -> bool {
    matches!(c, '“' | '‘' | '«' | '„' | '"' | '\'' | '(' | '[' | '¿' | '¡' | '「' | '『' | '*' | '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        sentences(text).into_iter().map(|span| &text[span.range()]).collect()
    }

    #[test]
    fn abbreviations_initials_and_decimals_do_not_end_a_sentence() {
        assert_eq!(
            split("Dr. Smith paid 3.50 to J. R. Hall. He left."),
            ["Dr. Smith paid 3.50 to J. R. Hall.", "He left."]
        );
        assert_eq!(split("Das ist z.B. Wien. Gut."), ["Das ist z.B. Wien.", "Gut."]);
        assert_eq!(split("So did I. Then we went."), ["So did I.", "Then we went."]);
    }

    #[test]
    fn no_is_a_number_only_before_one() {
        assert_eq!(split("It was no. 5 of ten."), ["It was no. 5 of ten."]);
        assert_eq!(split("The answer is no. We stayed."), ["The answer is no.", "We stayed."]);
    }

    #[test]
    fn an_ellipsis_joins_before_a_lower_case_word_and_ends_before_a_capital() {
        assert_eq!(
            split("I thought… well, no. And... and then."),
            ["I thought… well, no.", "And... and then."]
        );
        assert_eq!(split("We waited... Nothing came."), ["We waited...", "Nothing came."]);
    }

    #[test]
    fn closing_marks_stay_with_their_sentence() {
        assert_eq!(
            split("He said “no.” I said “yes!” (Twice.) Then"),
            ["He said “no.”", "I said “yes!”", "(Twice.)", "Then"]
        );
        assert_eq!(split("\"One.\" \"Two 'three.'\" Four?!"), ["\"One.\"", "\"Two 'three.'\"", "Four?!"]);
        assert_eq!(split("Il dit « oui. » Puis rien."), ["Il dit « oui. »", "Puis rien."]);
    }

    #[test]
    fn other_scripts_end_sentences_their_own_way() {
        assert_eq!(split("我们走。他说：“好！”然后呢？"), ["我们走。", "他说：“好！”", "然后呢？"]);
        assert_eq!(split("هل تعلم؟ نعم."), ["هل تعلم؟", "نعم."]);
        assert_eq!(split("यह है। वह था।"), ["यह है।", "वह था।"]);
        assert_eq!(split("¿Y tú? ¡Claro! Pues sí."), ["¿Y tú?", "¡Claro!", "Pues sí."]);
    }

    #[test]
    fn nothing_but_white_space_is_lost() {
        for text in ["", "  ", "no end", "a.b.c", "... . !", "x.\n\n y!  ", "“", "é. É"] {
            let kept: String = split(text).concat();
            let squeeze = |text: &str| text.split_whitespace().collect::<String>();
            assert_eq!(squeeze(&kept), squeeze(text));
        }
    }
}
