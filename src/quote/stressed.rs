//! What is emphasised in a quote: where the words were said, markup says so.

use std::ops::Range;

use super::{GAP, Quote, stage_direction};
use crate::interview::{Emphasis, Interview, Span, Turn, TurnKind};
use crate::markup::Emphasized;

impl Quote {
    /// Emphasises the words of a quote that came as words alone, in a list, as their interview does. What was changed, or
    /// is not found, stays plain; so does all of it where somebody has emphasised a word already.
    pub fn emphasize_as_said(&mut self, interview: &Interview) {
        if !self.emphasis.is_empty() {
            return;
        }
        let mut words = Vec::new();
        let mut at = 0;
        for part in self.text.split(GAP) {
            let mut answers = interview.turns.iter().filter(|turn| turn.kind == TurnKind::Answer);
            let Some(found) = answers.find_map(|turn| said_in(interview, turn, part)) else { return };
            words.extend(found.into_iter().map(|word| PlacedWord { at: word.at + at, ..word }));
            at += part.len() + GAP.len();
        }
        self.emphasis = emphasis_of(interview, &words, &self.text);
    }
}

/// Finds words in an answer, stage directions left out; the first letter may be a capital. Returns where each stands.
fn said_in(interview: &Interview, turn: &Turn, said: &str) -> Option<Vec<PlacedWord>> {
    let (mut text, mut placed) = (String::new(), Vec::new());
    for span in spoken(interview, turn.span) {
        if !text.is_empty() {
            text.push(' ');
        }
        push_collapsed(&mut text, interview, span, &mut placed);
    }
    let first = said.chars().next()?;
    let rest = &said[first.len_utf8()..];
    let start = text.match_indices(rest).find_map(|(at, _)| {
        let before = text[..at].chars().next_back()?;
        let is_same = before == first || before.to_uppercase().eq(first.to_uppercase());
        // A capital of another length than its letter would shift what is after it.
        (is_same && before.len_utf8() == first.len_utf8()).then(|| at - before.len_utf8())
    })?;
    let range = start..start + said.len();
    let cut = |word: PlacedWord| {
        let PlacedWord { source, at } = word;
        let (from, to) = (at.max(range.start), (at + source.end - source.start).min(range.end));
        (from < to).then(|| PlacedWord {
            source: Span::new(source.start + from - at, source.start + to - at),
            at: from - range.start,
        })
    };
    Some(placed.into_iter().filter_map(cut).collect())
}

/// Returns the parts of a turn between its stage directions.
fn spoken(interview: &Interview, turn: Span) -> Vec<Span> {
    let text = interview.slice(turn);
    let mut parts = Vec::new();
    let mut start = 0;
    for (open, _) in text.match_indices(['[', '(', '【']) {
        // A bracket may stand in another.
        if open >= start
            && let Some(length) = stage_direction(&text[open..])
        {
            parts.push(Span::new(turn.start + start, turn.start + open));
            start = open + length;
        }
    }
    parts.push(Span::new(turn.start + start, turn.end));
    parts.retain(|part| !interview.slice(*part).trim().is_empty());
    parts
}

/// A word of an interview, and where it stands in a quote.
pub(super) struct PlacedWord {
    pub(super) source: Span,
    pub(super) at: usize,
}

/// Adds the words of a span with every run of white space as one space; no-break spaces stay.
pub(super) fn push_collapsed(
    text: &mut String,
    interview: &Interview,
    span: Span,
    words: &mut Vec<PlacedWord>,
) {
    let is_breaking_space = |c: char| c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{202f}' | '\u{2007}');
    let mut start = span.start;
    let mut is_first = true;
    for piece in interview.slice(span).split_inclusive(is_breaking_space) {
        let word = piece.trim_end_matches(is_breaking_space);
        if !word.is_empty() {
            if !is_first {
                text.push(' ');
            }
            is_first = false;
            words.push(PlacedWord { source: Span::new(start, start + word.len()), at: text.len() });
            text.push_str(word);
        }
        start += piece.len();
    }
}

/// Finds what of a quote its interview emphasises.
///
/// Where all of the quote is emphasised in one way, that tells answers from questions and stresses nothing: it is left
/// out. So is a single letter at the start of a word, a drop cap.
pub(super) fn emphasis_of(interview: &Interview, words: &[PlacedWord], text: &str) -> Emphasized {
    let mut found = Emphasized::new();
    for how in [Emphasis::Italic, Emphasis::Bold] {
        let mut ranges: Vec<Range<usize>> = Vec::new();
        let marked = interview.emphasis.iter().filter(|(_, marked)| *marked == how);
        for (marked, _) in marked {
            for word in words.iter().filter(|word| word.source.overlaps(*marked)) {
                let from = marked.start.max(word.source.start) - word.source.start + word.at;
                let to = marked.end.min(word.source.end) - word.source.start + word.at;
                match ranges.last_mut() {
                    // The space between two words is emphasised with them.
                    Some(last) if text[last.end..from].trim().is_empty() => last.end = to,
                    _ => ranges.push(from..to),
                }
            }
        }
        let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
        let stressed: usize = ranges.iter().map(|range| letters(&text[range.clone()])).sum();
        if stressed < letters(text) {
            ranges.retain(|range| !is_drop_cap(text, range));
            found.extend(ranges.into_iter().map(|range| (range, how)));
        }
    }
    found.sort_by_key(|(range, how)| (range.start, *how == Emphasis::Bold));
    found
}

/// Tells whether a stretch is the first letter of a longer word.
fn is_drop_cap(text: &str, range: &Range<usize>) -> bool {
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    text[range.clone()].chars().count() == 1
        && is_letter(text[range.end..].chars().next())
        && !is_letter(text[..range.start].chars().next_back())
}
