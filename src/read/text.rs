//! Plain text: where its paragraphs begin and end.
//!
//! A blank line ends a paragraph. Whether a single line end does too depends on the file: in text that was wrapped by
//! hand it is only a space, in text with one paragraph a line it is the only mark there is. A file was wrapped when most of
//! its lines were broken because the next word would not have fitted ([`Wrap::of`]).

use super::document::{Block, BlockKind};
use crate::interview::Span;

/// Cuts plain text into paragraphs.
pub(super) fn blocks(text: &str) -> Vec<Block> {
    let lines: Vec<Line> = lines(text, Span::new(0, text.len())).collect();
    let wrap = Wrap::of(text, &lines);
    let mut blocks: Vec<Block> = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let joins = !line.follows_blank && index > 0 && wrap.is_forced(text, &lines[index - 1], line);
        match blocks.last_mut() {
            Some(last) if joins => last.span.end = line.span.end,
            _ => blocks.push(Block { span: line.span, kind: BlockKind::Paragraph, voice: None }),
        }
    }
    blocks
}

/// A line that is not blank.
#[derive(Clone, Copy)]
pub(super) struct Line {
    /// Its text, without white space at its ends.
    pub(super) span: Span,
    /// Whether a blank line stands before it.
    follows_blank: bool,
}

/// Returns the lines of a span that are not blank.
///
/// A vertical tab is how word processors write a line break inside a paragraph: it ends no line here.
pub(super) fn lines(text: &str, span: Span) -> impl Iterator<Item = Line> + '_ {
    let mut at = span.start;
    let mut follows_blank = false;
    std::iter::from_fn(move || {
        while at < span.end {
            let rest = &text[at..span.end];
            let len = line_len(rest);
            let end = rest[len..]
                .chars()
                .next()
                .map_or(len, |c| len + if rest[len..].starts_with("\r\n") { 2 } else { c.len_utf8() });
            let line = trimmed(text, Span::new(at, at + len));
            at += end;
            if line.is_empty() {
                follows_blank = true;
            } else {
                return Some(Line { span: line, follows_blank: std::mem::take(&mut follows_blank) });
            }
        }
        None
    })
}

/// Returns the length of the first line of a text.
fn line_len(text: &str) -> usize {
    // The bytes that the characters begin with which end lines.
    let may_end = |byte: &u8| matches!(byte, b'\n' | b'\r' | 0xC | 0xC2 | 0xE2);
    let mut from = 0;
    while let Some(next) = text.as_bytes()[from..].iter().position(may_end) {
        let at = from + next;
        match text[at..].chars().next().filter(|c| !is_line_end(*c)) {
            Some(c) => from = at + c.len_utf8(),
            None => return at,
        }
    }
    text.len()
}

/// Tells whether a character ends a line.
pub(super) fn is_line_end(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Returns a span without what shows nothing at its ends: white space, control characters, zero-width characters.
pub(super) fn trimmed(text: &str, span: Span) -> Span {
    let piece = &text[span.range()];
    let start = span.start + (piece.len() - piece.trim_start_matches(shows_nothing).len());
    let end = start + text[start..span.end].trim_end_matches(shows_nothing).len();
    Span::new(start, end)
}

/// Returns the last character boundary up to a byte; the end of the text if that comes before.
pub(super) fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or_default()
}

/// Tells whether a character leaves no ink at the end of a line.
pub(super) fn shows_nothing(c: char) -> bool {
    match c {
        '\0'..=' ' => true,
        '!'..='~' => false,
        _ => {
            c.is_whitespace()
                || c.is_control()
                || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
        }
    }
}

/// How wide the lines of a file are, if it was wrapped.
struct Wrap {
    /// The width in columns; `None` when lines end where paragraphs do.
    width: Option<usize>,
}

impl Wrap {
    /// The widths at which people and programs wrap text.
    const WIDTHS: std::ops::RangeInclusive<usize> = 40..=110;
    /// Columns by which a line may fall short of the width and still be taken for a full one.
    const SLACK: usize = 3;

    /// Measures a file.
    fn of(text: &str, lines: &[Line]) -> Self {
        let pairs = || lines.windows(2).filter(|pair| !pair[1].follows_blank);
        let mut widths: Vec<usize> = pairs().map(|pair| columns(&text[pair[0].span.range()])).collect();
        if widths.len() < 3 {
            return Self { width: None };
        }
        widths.sort_unstable();
        // Not the widest: an address longer than the width must not spoil the measure.
        let wrap = Self { width: Some(widths[(widths.len() - 1) * 19 / 20]) };
        let forced = pairs().filter(|pair| wrap.is_forced(text, &pair[0], &pair[1])).count();
        let is_wrapped =
            wrap.width.is_some_and(|width| Self::WIDTHS.contains(&width)) && forced * 4 >= widths.len() * 3;
        if is_wrapped { wrap } else { Self { width: None } }
    }

    /// Tells whether a line ended only because the next word would not have fitted.
    fn is_forced(&self, text: &str, line: &Line, next: &Line) -> bool {
        let Some(width) = self.width else { return false };
        let word = text[next.span.range()].split_whitespace().next().unwrap_or_default();
        columns(&text[line.span.range()]) + 1 + columns(word) + Self::SLACK > width
    }
}

/// Returns about how many columns a text takes: two for a wide character. Stops counting past any width that matters.
fn columns(text: &str) -> usize {
    text.chars()
        .take(200)
        .map(|c| if matches!(c, '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{ffef}') { 2 } else { 1 })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The blocks of a text, as text.
    fn cut(text: &str) -> Vec<&str> {
        blocks(text).iter().map(|block| &text[block.span.range()]).collect()
    }

    #[test]
    fn a_blank_line_parts_paragraphs_whatever_ends_a_line() {
        for end in ["\n", "\r\n", "\r", "\u{2028}"] {
            let text = ["One.", "", " \t", "Two. ", ""].join(end);
            assert_eq!(cut(&text), ["One.", "Two."], "{end:?}");
        }
        assert_eq!(cut("One.\n\u{c}\nTwo,\u{b}three."), ["One.", "Two,\u{b}three."]);
        assert!(cut(" \n\u{feff}\u{3000}\n\0").is_empty());
    }

    #[test]
    fn a_question_and_its_answer_on_adjoining_lines_are_two() {
        let text = "How did you start?\nWith a borrowed lamp and no map at all.\n\nAnd then?\nThen it rained.\n\nYes?\nYes.";
        assert_eq!(cut(text).len(), 6);
    }

    #[test]
    fn hand_wrapped_lines_are_one_paragraph() {
        let text = "The lamp burned for nine weeks and nobody came to see whether the\n\
                    oil would last, although every one of them had promised it when\n\
                    we set out from the harbour with more rope than sense.\n\
                    \n\
                    Were you afraid?\n\
                    Only once, when the wind turned and I could hear the rocks on the\n\
                    wrong side of the boat, which is a thing that you do not forget.";
        assert_eq!(cut(text).len(), 3);
        assert!(cut(text)[0].ends_with("sense."));
    }
}
