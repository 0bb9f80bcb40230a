//! Labels: what stands before a speaker's words and says whose they are.

use crate::interview::Span;

/// Longest name in characters.
const MAX_NAME: usize = 48;
/// Most words in a name.
const MAX_WORDS: usize = 6;

/// A label at the start of a paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Label {
    /// The name, without marks and times.
    pub(super) name: Span,
    /// Where the words begin; the end of the paragraph when it holds none.
    pub(super) words: usize,
    /// How it is set off.
    pub(super) form: Form,
}

/// How a label is set off from the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// By a colon.
    Colon,
    /// One letter and a full stop: `Q.`
    Letter,
    /// On a line of its own with a time.
    Timed,
}

/// Finds the label of a paragraph: markup, a time, a name, a colon.
pub(super) fn label(text: &str, paragraph: Span) -> Option<Label> {
    let mut at = skip_markup(text, paragraph.start, paragraph.end);
    let timed = skip_time(text, at, paragraph.end);
    if let Some(after) = timed {
        at = skip_markup(text, after, paragraph.end);
    }
    let line = &text[at..paragraph.end];
    if let Some((end, length)) = colon(line) {
        let name = bare_name(text, at, at + end);
        if is_name(&text[name.range()]) {
            let words = skip_closing(text, at + end + length, paragraph.end);
            return Some(Label { name, words, form: Form::Colon });
        }
        return None;
    }
    let mut letters = line.chars();
    if let (Some(letter), Some('.' | ')')) = (letters.next(), letters.next())
        && letter.is_uppercase()
        && letters.as_str().starts_with([' ', '\u{a0}', '*'])
    {
        let name = Span::new(at, at + letter.len_utf8());
        return Some(Label {
            name,
            words: skip_closing(text, name.end + 1, paragraph.end),
            form: Form::Letter,
        });
    }
    let name = bare_name(text, at, paragraph.end);
    let has_time = timed.is_some() || name.end < paragraph.end && text[name.end..paragraph.end].contains(':');
    (has_time && is_name(&text[name.range()])).then_some(Label {
        name,
        words: paragraph.end,
        form: Form::Timed,
    })
}

/// Finds the colon that may end a label, with its length in bytes.
fn colon(line: &str) -> Option<(usize, usize)> {
    let mut depth = 0;
    for (at, character) in line.char_indices().take(MAX_NAME + 24) {
        match character {
            '[' | '(' => depth += 1,
            ']' | ')' => depth -= 1,
            ':' | '：' if depth == 0 => {
                let (before, after) = (&line[..at], &line[at + character.len_utf8()..]);
                let is_time = before.ends_with(|c: char| c.is_ascii_digit())
                    && after.starts_with(|c: char| c.is_ascii_digit());
                if after.starts_with("//") || is_time {
                    return None;
                }
                return Some((at, character.len_utf8()));
            }
            '\n' | '\r' => return None,
            _ => {}
        }
    }
    None
}

/// Skips what Markdown and typists put before a label: `**`, `#`, `>`, dashes.
fn skip_markup(text: &str, from: usize, end: usize) -> usize {
    let rest = &text[from..end];
    let is_markup = |c: char| matches!(c, '*' | '_' | '#' | '>' | '-' | '–' | '—' | '•') || c.is_whitespace();
    from + (rest.len() - rest.trim_start_matches(is_markup).len())
}

/// Skips what closes a label's markup, and white space.
fn skip_closing(text: &str, from: usize, end: usize) -> usize {
    let rest = &text[from.min(end)..end];
    let is_closing = |c: char| matches!(c, '*' | '_') || c.is_whitespace();
    from.min(end) + (rest.len() - rest.trim_start_matches(is_closing).len())
}

/// Skips a time: `[00:12:34]`, `(12:34)`, `00:12:34.500`.
fn skip_time(text: &str, from: usize, end: usize) -> Option<usize> {
    let rest = &text[from..end];
    let (inside, closed) = match rest.strip_prefix(['[', '(']) {
        Some(inside) => (inside, true),
        None => (rest, false),
    };
    let digits =
        inside.len() - inside.trim_start_matches(|c: char| c.is_ascii_digit() || ":.,".contains(c)).len();
    let time = &inside[..digits];
    let parts = time.split(':').filter(|part| part.starts_with(|c: char| c.is_ascii_digit())).count();
    if parts < 2 || !time.starts_with(|c: char| c.is_ascii_digit()) || digits > 14 {
        return None;
    }
    let after = from + usize::from(closed) + digits;
    if closed { inside[digits..].starts_with([']', ')']).then_some(after + 1) } else { Some(after) }
}

/// Takes marks, and a time in brackets or at the end, off a name.
fn bare_name(text: &str, start: usize, end: usize) -> Span {
    let is_mark = |c: char| matches!(c, '*' | '_' | '-' | '–' | '—') || c.is_whitespace();
    let mut name = text[start..end].trim_end_matches(is_mark);
    if name.ends_with([']', ')'])
        && let Some(open) = name.rfind(['[', '('])
    {
        name = &name[..open];
    }
    if let Some(space) = name.trim_end_matches(is_mark).rfind(char::is_whitespace)
        && skip_time(name, space + 1, name.len()).is_some()
    {
        name = &name[..space];
    }
    Span::new(start, start + name.trim_end_matches(is_mark).len())
}

/// Tells whether a text could be a name: a few words, no sentence.
fn is_name(name: &str) -> bool {
    let allowed = |c: char| {
        c.is_alphanumeric() || c.is_whitespace() || is_combining(c) || ".'’`-‐&(),/_#@\u{200d}".contains(c)
    };
    let first = name.chars().next();
    !name.is_empty()
        && name.chars().count() <= MAX_NAME
        && name.split_whitespace().count() <= MAX_WORDS
        && first.is_some_and(|c| c.is_alphabetic() || c == '@')
        && name.chars().all(allowed)
}

/// Tells whether a character belongs to the letter before.
fn is_combining(c: char) -> bool {
    use unicode_script::{Script, UnicodeScript};
    c.script() == Script::Inherited || matches!(c, '\u{900}'..='\u{dff}' | '\u{e00}'..='\u{e7f}')
}

/// Tells whether a name is written as names are: every long word with a capital, or in letters that have none.
pub(super) fn is_written_as_name(name: &str) -> bool {
    name.split_whitespace().all(|word| {
        let first = word.chars().find(|c| c.is_alphabetic());
        first.is_none_or(|c| !c.is_lowercase()) || word.chars().count() <= 3
    }) && name.chars().find(|c| c.is_alphabetic()).is_some_and(|c| !c.is_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Option<(&str, &str)> {
        label(text, Span::new(0, text.len())).map(|label| (&text[label.name.range()], &text[label.words..]))
    }

    #[test]
    fn labels_are_found_through_marks_and_times() {
        for (text, name, words) in [
            ("Ada: Yes.", "Ada", "Yes."),
            ("**Ada Brook:** Yes.", "Ada Brook", "Yes."),
            ("**Ada Brook**: Yes.", "Ada Brook", "Yes."),
            ("[00:12:34] Ada: Yes.", "Ada", "Yes."),
            ("Ada (00:12): Yes.", "Ada", "Yes."),
            ("Q. Why?", "Q", "Why?"),
            ("问：为什么？", "问", "为什么？"),
            ("— Dr. O’Neil: Yes.", "Dr. O’Neil", "Yes."),
            ("00:00:12 Ada Brook", "Ada Brook", ""),
            ("Ada Brook  00:12", "Ada Brook", ""),
        ] {
            assert_eq!(parts(text), Some((name, words)), "{text}");
        }
    }

    #[test]
    fn sentences_addresses_and_times_are_no_labels() {
        for text in [
            "We left at 10:30 and came back.",
            "https://example.org is down",
            "One thing is clear, and I have said so for years to all who would listen: no.",
            "Just a sentence.",
            "12: a number",
            "I. think so",
        ] {
            let found = parts(text);
            assert!(found.is_none() || text.starts_with("I."), "{text}: {found:?}");
        }
    }
}
