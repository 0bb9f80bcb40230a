//! What stands before a speaker's words: marks, time stamps, a name and a colon.
//!
//! This file only says what could be a label. Whether it is one shows when the whole document has been seen
//! (`transcript.rs`): "Warning: wet paint" has the same form as "Ana: yes".

use super::label_names::name;
use super::marks::ends_sentence;
use super::names::{is_pictograph, looks_personal, trimmed_of};
use super::stamps;
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
    /// `[Name] words`
    Bracket,
    /// `Name:` or `A.` behind a sentence, inside a line.
    Inline,
}

/// Bytes in which a label must end.
const LIMIT: usize = 160;

/// Looks for a label at the start of a line.
pub(super) fn scan(text: &str, line: Span) -> Option<Label> {
    let marked = after_marks(text, line);
    let (start, leading) = after_stamp(text, marked);
    let start = if leading { after_dash(text, start) } else { start };
    let label = linked(text, start)
        .or_else(|| with_colon(text, start))
        .or_else(|| with_period(text, start))
        .or_else(|| in_brackets(text, start))
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

/// Looks for labels behind the sentences of a line: `Q: Why? A: Because.`; returns each with where it begins.
pub(super) fn inside(text: &str, words: Span) -> impl Iterator<Item = (usize, Label)> + '_ {
    let piece = &text[words.range()];
    let gaps = piece
        .match_indices(' ')
        .filter(|(at, _)| ends_sentence(&piece[floor(piece, at.saturating_sub(8))..*at]));
    gaps.filter_map(move |(at, _)| {
        let at = words.start + at + 1;
        let start = after_marks(text, Span::new(at, words.end));
        let label = with_colon(text, start).or_else(|| with_period(text, start))?;
        (label.name.start == start.start).then_some((at, Label { form: Form::Inline, ..label }))
    })
}

/// Tells whether a label names nobody: `Break`, `Sponsor message`.
pub(super) fn names_nobody(name: &str) -> bool {
    let word = Lowered::new(name);
    let known = words::labels();
    [&known.nobody, &known.notice]
        .iter()
        .any(|list| list.is_whole(&word) || (list.begins(&word) && !looks_personal(name)))
}

/// Skips what marks a line as a heading, an item, a quotation, bold text or a change of speaker.
fn after_marks(text: &str, line: Span) -> Span {
    let rest = after_number(text[line.range()].trim_start_matches(shows_nothing))
        .trim_start_matches(|c: char| matches!(c, '*' | '_' | '#' | '>' | '•' | '|') || shows_nothing(c));
    let rest = rest.strip_prefix("- ").map_or(rest, str::trim_start);
    let rest = rest.trim_start_matches(['*', '_']);
    // A picture before a name is an ornament; alone, it is the name.
    let bare = rest
        .trim_start_matches(|c: char| is_pictograph(c) || matches!(c, '\u{fe0f}' | '*') || shows_nothing(c));
    let rest = if bare.starts_with(|c: char| c.is_alphabetic() || c == '[') { bare } else { rest };
    Span::new(line.end - rest.len(), line.end)
}

/// Skips the number of a turn: `#12 `, `12. `, `12) `.
fn after_number(piece: &str) -> &str {
    let bare = piece.trim_start_matches('#');
    let rest = bare.trim_start_matches(|c: char| c.is_ascii_digit());
    let n_digits = bare.len() - rest.len();
    let marked = rest.strip_prefix(['.', ')']).or_else(|| (bare.len() < piece.len()).then_some(rest));
    let words = marked.and_then(|rest| rest.strip_prefix(' ')).map(str::trim_start);
    words.filter(|_| (1..=4).contains(&n_digits)).unwrap_or(piece)
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
    let Some(len) = stamps::len(piece) else { return (span, false) };
    let rest = piece[len..].trim_start_matches(shows_nothing);
    (Span::new(span.end - rest.len(), span.end), true)
}

/// `Name:`, `Name (short):`, `Name 00:12:34`, `Name – 00:12:34:`
fn with_colon(text: &str, span: Span) -> Option<Label> {
    let head = &text[span.start..span.start + floor(&text[span.range()], LIMIT)];
    let opens = |c: char| c.is_whitespace() || matches!(c, '[' | '(' | '\\');
    let stamp = head
        .bytes()
        .enumerate()
        .filter(|&(at, byte)| byte.is_ascii_digit() && at > 0 && head[..at].ends_with(opens))
        .find_map(|(at, _)| stamps::len(&head[at..]).map(|len| (at, at + len)));
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
    let words = words(text, Span::new(span.start + words_start, span.end));
    let (rest, stamped_after) = after_stamp(text, words);
    // "Ann: 10:30 is early" speaks of the time of day.
    let is_spoken = text[words.range()].starts_with(|c: char| c.is_ascii_digit())
        && !rest.is_empty()
        && text[words.start..rest.start].matches(':').count() < 2;
    let (words, stamped_after) = if is_spoken { (words, false) } else { (rest, stamped_after) };
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

/// `Q.` or `Q)`, for the words that are labels in some language.
fn with_period(text: &str, span: Span) -> Option<Label> {
    let piece = &text[span.range()];
    let dot = piece
        .find(['.', ')'])
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

/// `[Name] words`, `(Name) words`, `<Name> words`
fn in_brackets(text: &str, span: Span) -> Option<Label> {
    let piece = &text[span.range()];
    let close = match piece.chars().next()? {
        '[' => ']',
        '(' => ')',
        '<' => '>',
        '【' => '】',
        _ => return None,
    };
    let end = piece.find(close).filter(|&at| at <= LIMIT)?;
    let open = piece.chars().next().map_or(0, char::len_utf8);
    let (name, short) = name(text, Span::new(span.start + open, span.start + end))?;
    let (words, is_stamped) =
        after_stamp(text, words(text, Span::new(span.start + end + close.len_utf8(), span.end)));
    (!words.is_empty() || is_stamped).then_some(Label { name, short, words, form: Form::Bracket, is_stamped })
}

/// A name alone on its line.
fn alone(text: &str, span: Span) -> Option<Label> {
    // A full stop makes it a caption; after a comma the sentence goes on.
    if text[span.range()].ends_with(['.', '?', '!', '…', '。', '？', '！', ',', ';', '，', '、']) {
        return None;
    }
    let is_direction = text[span.range()].starts_with(['(', '[']);
    let (name, short) =
        name(text, span).filter(|(name, _)| !is_direction || looks_personal(&text[name.range()]))?;
    Some(Label { name, short, words: Span::new(span.end, span.end), form: Form::Alone, is_stamped: false })
}

/// `Name – words`
fn with_dash(text: &str, span: Span) -> Option<Label> {
    let head = &text[span.start..span.start + floor(&text[span.range()], LIMIT)];
    let dash_at =
        |at: usize| [" – ", " — ", " - ", " | "].into_iter().find(|dash| head[at..].starts_with(dash));
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
}
