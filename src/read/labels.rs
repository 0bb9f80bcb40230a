//! What stands before a speaker's words: marks, time stamps, a name and a colon.
//!
//! This file only says what could be a label. Whether it is one shows when the whole document has been seen
//! (`transcript.rs`): "Warning: wet paint" has the same form as "Ana: yes".

use super::names::trimmed_of;
use super::text::{floor, shows_nothing};
use super::words::{self, Lowered};
use crate::interview::Span;

/// Something that could be a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Label {
    /// The name.
    pub(super) name: Span,
    /// A short form given in brackets after it: `Ana Reyes (AR):`.
    pub(super) short: Option<Span>,
    /// The words after it, up to the end of the line; empty when they stand below.
    pub(super) words: Span,
    /// What it looks like.
    pub(super) form: Form,
    /// Whether a time stamp stands with it.
    pub(super) is_stamped: bool,
}

/// What a label looks like, from the surest form to the least.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Form {
    /// `Name:`
    Colon,
    /// `Q.`
    Period,
    /// `Name` alone on its line.
    Alone,
    /// `Name – words`
    Dash,
}

/// Bytes in which a label must end.
const LIMIT: usize = 160;
/// Characters of the longest name.
const LONGEST: usize = 60;
/// Words of the longest name.
const MOST_WORDS: usize = 6;

/// Looks for a label at the start of a line.
pub(super) fn scan(text: &str, line: Span) -> Option<Label> {
    let marked = after_marks(text, line);
    let (start, leading) = after_stamp(text, marked);
    let start = if leading { after_dash(text, start) } else { start };
    let label = linked(text, start)
        .or_else(|| with_colon(text, start))
        .or_else(|| with_period(text, start))
        .or_else(|| alone(text, start))
        .or_else(|| with_dash(text, start))?;
    let is_stamped = leading || label.is_stamped;
    // A mark that opened before the name and was not closed after it closes at the end of the words.
    let opened = text[line.start..marked.start].contains(['*', '_']);
    let words = if opened {
        trimmed_of(text, label.words, |c| matches!(c, '*' | '_') || shows_nothing(c))
    } else {
        label.words
    };
    Some(Label { is_stamped, words, ..label })
}

/// Skips what marks a line as a heading, an item, a quotation, bold text or a change of speaker.
fn after_marks(text: &str, line: Span) -> Span {
    let piece = &text[line.range()];
    let rest = piece
        .trim_start_matches(|c: char| matches!(c, '*' | '_' | '#' | '>' | '•' | '|') || shows_nothing(c));
    let rest = rest.strip_prefix("- ").map_or(rest, str::trim_start);
    let rest = rest.trim_start_matches(['*', '_']);
    Span::new(line.end - rest.len(), line.end)
}

/// Skips a dash between a time stamp and a name.
fn after_dash(text: &str, span: Span) -> Span {
    let rest = text[span.range()]
        .trim_start_matches(|c: char| matches!(c, '-' | '–' | '—' | '|' | '*') || shows_nothing(c));
    Span::new(span.end - rest.len(), span.end)
}

/// Skips a time stamp, with its brackets; tells whether there was one.
fn after_stamp(text: &str, span: Span) -> (Span, bool) {
    let piece = &text[span.range()];
    let Some(len) = stamp_len(piece) else { return (span, false) };
    let rest = piece[len..].trim_start_matches(shows_nothing);
    (Span::new(span.end - rest.len(), span.end), true)
}

/// Returns the length of a time stamp at the start of a text: `[00:12:34]`, `(1:02)`, `00:12:34.500`, `\[01:44\]`.
fn stamp_len(piece: &str) -> Option<usize> {
    let open = piece.trim_start_matches(['\\', '[', '(', '<']);
    let digits = |s: &str| s.bytes().take_while(u8::is_ascii_digit).count();
    let mut rest = open;
    let mut parts = 0;
    loop {
        let n = digits(rest);
        if n == 0 || n > 3 {
            return None;
        }
        rest = &rest[n..];
        parts += 1;
        match rest.strip_prefix(':') {
            Some(more) if parts < 4 && digits(more) == 2 => rest = more,
            _ => break,
        }
    }
    if parts < 2 {
        return None;
    }
    if let Some(more) = rest.strip_prefix(['.', ',']).filter(|more| digits(more) > 0) {
        rest = &more[digits(more)..];
    }
    let was_open = open.len() < piece.len();
    let rest = if was_open { rest.trim_start_matches(['\\', ']', ')', '>']) } else { rest };
    // "3:1" is a ratio and "10:30am" a time of day.
    let ends = was_open || !rest.starts_with(|c: char| c.is_alphanumeric());
    ends.then_some(piece.len() - rest.len())
}

/// `Name:`, `Name (short):`, `Name 00:12:34`, `Name – 00:12:34:`
fn with_colon(text: &str, span: Span) -> Option<Label> {
    let head = &text[span.start..span.start + floor(&text[span.range()], LIMIT)];
    let opens = |c: char| c.is_whitespace() || matches!(c, '[' | '(' | '\\');
    let stamp = head
        .bytes()
        .enumerate()
        .filter(|&(at, byte)| byte.is_ascii_digit() && at > 0 && head[..at].ends_with(opens))
        .find_map(|(at, _)| stamp_len(&head[at..]).map(|len| (at, at + len)));
    let colon = head.match_indices([':', '：']).find(|&(at, colon)| {
        let next = head[at + colon.len()..].chars().next();
        let in_digits =
            head[..at].ends_with(|c: char| c.is_ascii_digit()) && next.is_some_and(|c| c.is_ascii_digit());
        !in_digits && !head[at..].starts_with("://")
    });
    let (name_end, words_start, is_stamped) = match (stamp, colon) {
        (Some((from, to)), colon) if colon.is_none_or(|(at, _)| from < at) => {
            let rest = head[to..].trim_start_matches(|c: char| {
                matches!(c, ':' | '：' | ')' | ']' | '\\' | '*') || shows_nothing(c)
            });
            (from, head.len() - rest.len(), true)
        }
        (_, Some((at, colon))) => (at, at + colon.len(), false),
        _ => return None,
    };
    let (name, short) = name(text, Span::new(span.start, span.start + name_end))?;
    let (words, stamped_after) =
        after_stamp(text, words(text, Span::new(span.start + words_start, span.end)));
    Some(Label { name, short, words, form: Form::Colon, is_stamped: is_stamped || stamped_after })
}

/// `[Name](address) :` as Markdown writes a name that is a link.
fn linked(text: &str, span: Span) -> Option<Label> {
    let piece = &text[span.range()];
    let inner = piece.strip_prefix('[')?;
    let close = inner.find(']').filter(|&at| at <= LIMIT)?;
    let after = &inner[close + 1..];
    let after = match after.strip_prefix('(') {
        Some(address) => &address[address.find(')').filter(|&at| at <= LIMIT * 2)? + 1..],
        None => after,
    };
    let rest = after
        .trim_start_matches(|c: char| matches!(c, '*' | '_') || shows_nothing(c))
        .strip_prefix([':', '：'])?;
    let (name, short) = name(text, Span::new(span.start + 1, span.start + 1 + close))?;
    let words = words(text, Span::new(span.end - rest.len(), span.end));
    Some(Label { name, short, words, form: Form::Colon, is_stamped: false })
}

/// `Q.`, for the words that are labels in some language.
fn with_period(text: &str, span: Span) -> Option<Label> {
    let piece = &text[span.range()];
    let dot = piece
        .find('.')
        .filter(|&at| at <= 16 && piece[at + 1..].starts_with(|c: char| c.is_whitespace() || c == '*'))?;
    let known = words::labels();
    let word = Lowered::new(&piece[..dot]);
    if !known.interviewer.is_whole(&word) && !known.guest.is_whole(&word) {
        return None;
    }
    let name = Span::new(span.start, span.start + dot);
    Some(Label {
        name,
        short: None,
        words: words(text, Span::new(name.end + 1, span.end)),
        form: Form::Period,
        is_stamped: false,
    })
}

/// A name alone on its line.
fn alone(text: &str, span: Span) -> Option<Label> {
    // A full stop makes it a caption.
    if text[span.range()].ends_with(['.', '?', '!', '…', '。', '？', '！']) {
        return None;
    }
    let (name, short) = name(text, span)?;
    Some(Label { name, short, words: Span::new(span.end, span.end), form: Form::Alone, is_stamped: false })
}

/// `Name – words`
fn with_dash(text: &str, span: Span) -> Option<Label> {
    let head = &text[span.start..span.start + floor(&text[span.range()], LIMIT)];
    let dash_at = |at: usize| [" – ", " — ", " - "].into_iter().find(|dash| head[at..].starts_with(dash));
    let (at, dash) = head.match_indices(' ').find_map(|(at, _)| Some((at, dash_at(at)?)))?;
    let (name, short) = name(text, Span::new(span.start, span.start + at))?;
    let words = words(text, Span::new(span.start + at + dash.len(), span.end));
    Some(Label { name, short, words, form: Form::Dash, is_stamped: false })
}

/// Trims what closes a label's emphasis from the words after it.
fn words(text: &str, span: Span) -> Span {
    let piece = &text[span.range()];
    let rest = piece.trim_start_matches(|c: char| matches!(c, '*' | '_') || shows_nothing(c));
    let start = span.end - rest.len();
    Span::new(start, start + rest.trim_end_matches(shows_nothing).len())
}

/// Takes a name and a short form in brackets out of what stands before a colon.
fn name(text: &str, span: Span) -> Option<(Span, Option<Span>)> {
    let is_mark =
        |c: char| matches!(c, '*' | '_' | '[' | ']' | '-' | '–' | '—' | '|' | '\\' | '>') || shows_nothing(c);
    let mut name = trimmed_of(text, span, is_mark);
    let mut short = None;
    let piece = &text[name.range()];
    if let Some(open) = piece.find(['(', '（']).filter(|&open| open > 0 && piece.ends_with([')', '）'])) {
        let inner = trimmed_of(text, Span::new(name.start + open, name.end), |c| {
            matches!(c, '(' | ')' | '（' | '）') || is_mark(c)
        });
        short = (!inner.is_empty()).then_some(inner);
        name = trimmed_of(text, Span::new(name.start, name.start + open), is_mark);
    }
    // What follows a comma says what they are.
    if let Some(comma) = text[name.range()].find(", ") {
        name = trimmed_of(text, Span::new(name.start, name.start + comma), is_mark);
    }
    could_be_name(&text[name.range()]).then_some((name, short))
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

#[cfg(test)]
mod tests {
    use super::*;

    /// What a line's label says: name, words, form.
    fn read(line: &str) -> Option<(&str, &str, Form)> {
        let label = scan(line, Span::new(0, line.len()))?;
        Some((&line[label.name.range()], &line[label.words.range()], label.form))
    }

    #[test]
    fn names_are_found_in_every_form_of_label() {
        for line in [
            "Ana Reyes: So it was.",
            "**Ana Reyes:** So it was.",
            "**Ana Reyes**: So it was.",
            "**Ana Reyes: So it was.**",
            "### Ana Reyes: So it was.",
            "[00:12:34] Ana Reyes: So it was.",
            "(1:02) - Ana Reyes: So it was.",
            "Ana Reyes [00:12:34]: So it was.",
            "Ana Reyes: [00:12:34] So it was.",
            ">> Ana Reyes: So it was.",
            "- Ana Reyes: So it was.",
            "[Ana Reyes](/people/ana) : So it was.",
            "Ana Reyes, engineer: So it was.",
            "Ana Reyes (AR): So it was.",
            "Ana Reyes：So it was.",
        ] {
            assert_eq!(read(line), Some(("Ana Reyes", "So it was.", Form::Colon)), "{line}");
        }
    }

    #[test]
    fn a_name_may_stand_above_its_words() {
        for line in [
            "Ana Reyes 00:12:34",
            "Ana Reyes:",
            "Ana Reyes – 00:02:32:",
            "Ana Reyes: 00:01:45",
            "Ana Reyes   0:12",
        ] {
            assert_eq!(read(line), Some(("Ana Reyes", "", Form::Colon)), "{line}");
        }
        assert_eq!(read("ANA REYES"), Some(("ANA REYES", "", Form::Alone)));
        assert_eq!(read("Q. Why?"), Some(("Q", "Why?", Form::Period)));
        assert_eq!(read("Ana – It was."), Some(("Ana", "It was.", Form::Dash)));
    }

    #[test]
    fn sentences_and_addresses_are_no_names() {
        for line in [
            "He left for good. Then I said: no.",
            "https://example.org/a",
            "Three to one? 3:1.",
            "Ana Reyes.",
        ] {
            assert_eq!(read(line).filter(|(_, _, form)| *form == Form::Colon), None, "{line}");
        }
    }

    #[test]
    fn a_stamp_needs_two_digits_after_its_colon() {
        assert_eq!(stamp_len("00:12:34.500 x"), Some(12));
        assert_eq!(stamp_len("3:1 x"), None);
        assert_eq!(stamp_len("10:30am"), None);
        assert_eq!(stamp_len("\\[01:44\\] x"), Some(9));
    }
}
