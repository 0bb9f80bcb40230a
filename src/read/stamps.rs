//! Time stamps in transcripts: `[00:12:34]`, `(1:02)`, `0:0:1.5 --> 0:0:9.0`.

use super::text::{is_line_end, shows_nothing, trimmed};
use crate::interview::Span;

/// Returns the length of a time stamp at the start of a text, with its brackets: `[00:12:34]`, `(1:02)`,
/// `00:12:34.500`, `\[01:44\]`, `00:01 --> 00:09`.
pub(super) fn len(piece: &str) -> Option<usize> {
    let open = piece.trim_start_matches(['\\', '[', '(', '<']);
    let dated = date_len(open);
    let first = dated + clock_len(&open[dated..])?;
    let second = ["-->", "–", "—", "-"].iter().find_map(|sign| {
        let rest = open[first..].trim_start_matches(shows_nothing).strip_prefix(sign)?;
        let rest = rest.trim_start_matches(shows_nothing);
        clock_len(rest).map(|len| &rest[len..])
    });
    let rest = second.unwrap_or(&open[first..]);
    let was_open = open.len() < piece.len();
    let rest = if was_open { rest.trim_start_matches(['\\', ']', ')', '>']) } else { rest };
    // "3:1" is a ratio and "10:30am" a time of day.
    let ends = was_open || !rest.starts_with(|c: char| c.is_alphanumeric());
    ends.then_some(piece.len() - rest.len())
}

/// Returns the length of a time at the start of a text.
fn clock_len(text: &str) -> Option<usize> {
    let digits = |s: &str| s.bytes().take_while(u8::is_ascii_digit).count();
    let mut rest = text;
    let mut parts = 0;
    let mut is_short = false;
    loop {
        let n = digits(rest);
        if n == 0 || n > 3 {
            return None;
        }
        is_short |= parts > 0 && n == 1;
        rest = &rest[n..];
        parts += 1;
        match rest.strip_prefix(':') {
            Some(more) if parts < 4 && matches!(digits(more), 1 | 2) => rest = more,
            _ => break,
        }
    }
    // "3:1" is a ratio; with hours before it, 0:3:1 is a time all the same.
    if parts < 2 || (is_short && parts < 3) {
        return None;
    }
    if let Some(more) = rest.strip_prefix(['.', ',']).filter(|more| digits(more) > 0) {
        rest = &more[digits(more)..];
    }
    let half = rest.trim_start_matches([' ', '\u{a0}', '\u{202f}']);
    let after_half = ["AM", "PM", "am", "pm", "a.m.", "p.m.", "Uhr"]
        .iter()
        .find_map(|half_day| half.strip_prefix(half_day));
    // "10:30am" is how people write; a program sets a space.
    let is_apart = half.len() < rest.len();
    let rest = after_half
        .filter(|after| is_apart && !after.starts_with(|c: char| c.is_alphanumeric()))
        .unwrap_or(rest);
    Some(text.len() - rest.len())
}

/// Returns the length of a date in numbers before a time, with what parts them: `14/03/2024, `; nought if there is none.
fn date_len(text: &str) -> usize {
    let len = text.find(|c: char| !c.is_ascii_digit() && !matches!(c, '/' | '-' | '.')).unwrap_or(text.len());
    let parts = text[..len].split(['/', '-', '.']);
    let is_date = parts.clone().count() == 3 && parts.clone().all(|part| (1..=4).contains(&part.len()));
    let gap = text[len..].find(|c: char| !matches!(c, ',' | ' ' | 'T')).unwrap_or(0);
    if is_date && gap > 0 { len + gap } else { 0 }
}

/// Tells whether a line is a time stamp and nothing else.
pub(super) fn is_whole(line: &str) -> bool {
    let line = line.trim_matches(|c: char| shows_nothing(c) || matches!(c, '*' | '_'));
    len(line).is_some_and(|len| len == line.len())
}

/// Returns a span without the lines at its ends that are time stamps.
pub(super) fn without(text: &str, span: Span) -> Span {
    let mut span = trimmed(text, span);
    loop {
        let piece = &text[span.range()];
        let first = piece.find(is_line_end).unwrap_or(piece.len());
        let last = piece.rfind(is_line_end).map_or(0, |at| at + 1);
        let rest = if is_whole(&piece[..first]) {
            Span::new(span.start + first, span.end)
        } else if piece.is_char_boundary(last) && is_whole(&piece[last..]) {
            Span::new(span.start, span.start + last)
        } else {
            return span;
        };
        span = trimmed(text, rest);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_needs_two_digits_after_its_colon_or_hours_before_it() {
        for (text, expected) in [
            ("00:12:34.500 x", Some(12)),
            ("3:1 x", None),
            ("10:30am", None),
            ("\\[01:44\\] x", Some(9)),
            ("0:0:1.500 x", Some(9)),
            ("00:01 --> 00:09", Some(15)),
            ("[00:01 - 00:09] x", Some(15)),
            ("[14/03/2024, 10:31:05] x", Some(22)),
            ("2024-03-14 10:31 x", Some(16)),
            ("10:02 AM", Some(8)),
        ] {
            assert_eq!(len(text), expected, "{text}");
        }
    }

    #[test]
    fn lines_that_are_stamps_are_no_part_of_what_is_said() {
        let text = "[00:01]\nSo it was.\n00:09\n";
        assert_eq!(&text[without(text, Span::new(0, text.len())).range()], "So it was.");
    }
}
