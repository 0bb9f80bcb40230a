//! Plain text: where its paragraphs begin and end.

use super::document::{Block, BlockKind};
use crate::interview::Span;

/// Narrowest and widest measure that a hard-wrapped text is set to, in characters.
const MEASURES: std::ops::RangeInclusive<usize> = 40..=110;
/// Characters a wrapped line may stay under the measure beyond the word that did not fit.
const SLACK: usize = 4;

/// Cuts plain text into paragraphs.
///
/// Blank lines end a paragraph, and so does every line end, unless the text is hard-wrapped: then a line that had no
/// room for the next one's first word goes on in it.
pub(super) fn blocks(text: &str) -> Vec<Block> {
    let lines = lines(text);
    let measure = measure(text, &lines);
    let mut blocks: Vec<Block> = Vec::new();
    let mut before: Option<Span> = None;
    for line in lines {
        let line = (!line.is_empty()).then_some(line);
        match (before, line, blocks.last_mut()) {
            (Some(before), Some(line), Some(block)) if goes_on(text, before, line, measure) => {
                block.span.end = line.end;
            }
            (_, Some(line), _) => {
                blocks.push(Block { span: line, kind: BlockKind::Paragraph, voice: None });
            }
            _ => {}
        }
        before = line;
    }
    blocks
}

/// Cuts a text into lines without the white space around them; a blank line is an empty span.
fn lines(text: &str) -> Vec<Span> {
    let is_end = |c: char| matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}');
    let mut lines = Vec::new();
    let mut start = 0;
    let mut after_return = false;
    for (at, character) in text.char_indices().filter(|(_, c)| is_end(*c)) {
        // The second half of CR LF ends nothing.
        if !(character == '\n' && after_return && at == start) {
            lines.push(trimmed(text, Span::new(start, at)));
        }
        after_return = character == '\r';
        start = at + character.len_utf8();
    }
    lines.push(trimmed(text, Span::new(start, text.len())));
    lines
}

/// Returns a span without white space and invisible characters at its ends; an empty one stays where it starts.
pub(super) fn trimmed(text: &str, span: Span) -> Span {
    let is_blank = |c: char| {
        c.is_whitespace() || c.is_control() || matches!(c, '\u{feff}' | '\u{200b}'..='\u{200d}' | '\u{2060}')
    };
    let piece = &text[span.range()];
    let start = span.start + (piece.len() - piece.trim_start_matches(is_blank).len());
    Span::new(start, start + piece.trim_matches(is_blank).len())
}

/// Returns the measure a text is hard-wrapped to, in characters; `None` when its lines end where its paragraphs do.
fn measure(text: &str, lines: &[Span]) -> Option<usize> {
    let mut lengths: Vec<usize> = Vec::new();
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for pair in lines.windows(2).filter(|pair| !pair[0].is_empty()) {
        let length = chars(text, pair[0]);
        lengths.push(length);
        if !pair[1].is_empty() {
            pairs.push((length, first_word(text, pair[1])));
        }
    }
    lengths.sort_unstable();
    // A long address may stick out.
    let widest = *lengths.get(lengths.len().saturating_sub(1 + lengths.len() / 50))?;
    let full = pairs.iter().filter(|(length, next)| length + 1 + next + SLACK > widest).count();
    (MEASURES.contains(&widest) && full >= 4 && full * 10 >= pairs.len() * 7).then_some(widest)
}

/// Tells whether a line is the rest of the one before.
fn goes_on(text: &str, before: Span, line: Span, measure: Option<usize>) -> bool {
    measure.is_some_and(|measure| chars(text, before) + 1 + first_word(text, line) + SLACK > measure)
}

/// Counts the characters of a span, as far as it matters for a measure.
fn chars(text: &str, span: Span) -> usize {
    text[span.range()].chars().take(MEASURES.end() + 2).count()
}

/// Counts the characters of a line's first word.
fn first_word(text: &str, line: Span) -> usize {
    text[line.range()].chars().take(MEASURES.end() + 2).take_while(|c| !c.is_whitespace()).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &str) -> Vec<&str> {
        blocks(text).iter().map(|block| &text[block.span.range()]).collect()
    }

    #[test]
    fn every_line_is_a_paragraph_and_every_line_end_counts() {
        assert_eq!(
            pieces("One.\nTwo.\r\n\r\n  Three. \rFour.\u{2028}Five."),
            ["One.", "Two.", "Three.", "Four.", "Five."]
        );
        assert_eq!(pieces("\u{feff}One.\n\u{200b}\n"), ["One."]);
        assert!(pieces(" \n\u{a0}\n\t").is_empty());
    }

    #[test]
    fn wrapped_lines_are_joined_and_a_short_line_ends_its_paragraph() {
        let text = "Was it cold up there, all those winters?\n\
                    It was colder than anybody told us, and\n\
                    we had one stove for the three of us in\n\
                    a hut that let the snow in at the back.\n\
                    We burned the chairs first.\n\n\
                    And then the table, which was a mistake\n\
                    since we had nothing left to eat from in\n\
                    the spring.";
        let blocks = pieces(text);
        assert_eq!(blocks.len(), 2, "{blocks:?}");
        assert!(blocks[0].ends_with("chairs first."));
        assert!(blocks[1].ends_with("the spring."));
    }
}
