//! Candidates: windows of one to three sentences of one paragraph, and the shorter verbatim cuts of them.

use std::ops::Range;

use crate::interview::Span;

use super::SelectOptions;
use super::lexicon::Class;
use super::page::Page;
use super::words::Marks;

/// Most sentences in a window.
const MAX_SENTENCES: usize = 3;
/// Most clause cuts tried in one sentence.
const MAX_CLAUSE_CUTS: usize = 2;
/// Least width of what a clause cut leaves.
const MIN_CLAUSE_WIDTH: u32 = 45;

/// A passage that might be quoted, as positions on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Candidate {
    /// Its paragraph.
    pub(super) paragraph: usize,
    /// Its first sentence.
    pub(super) first: usize,
    /// Its last sentence.
    pub(super) last: usize,
    /// Its first word.
    pub(super) head: usize,
    /// What was left out.
    pub(super) cut: Cut,
}

/// What was left out of a window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cut {
    /// Nothing but openers.
    None,
    /// A clause at the head.
    Clause,
    /// The sentence between the first and the last.
    Gap,
}

impl Candidate {
    /// Returns the spans of the interview's text it is made of: stage directions fall out.
    pub(super) fn spans(&self, page: &Page<'_>) -> Vec<Span> {
        let all = Span::new(page.words[self.head].start, page.sentences[self.last].span.end);
        let start = all.start - opening_marks(page, self.head, page.sentences[self.first].span.start);
        let mut pieces = vec![Span::new(start, all.end)];
        if self.cut == Cut::Gap {
            let end = page.sentences[self.first].span.end;
            pieces = vec![Span::new(start, end), Span::new(page.sentences[self.last].span.start, all.end)];
        }
        let mut spans = Vec::new();
        for piece in pieces {
            let mut from = piece.start;
            let first = page.directions.partition_point(|direction| direction.end <= piece.start);
            for direction in
                page.directions[first..].iter().take_while(|direction| direction.start < piece.end)
            {
                push_trimmed(&mut spans, page, from, direction.start.max(from));
                from = direction.end;
            }
            push_trimmed(&mut spans, page, from, piece.end.max(from));
        }
        spans
    }

    /// Returns its width: letters, wide ones counted twice.
    pub(super) fn width(&self, page: &Page<'_>) -> u32 {
        let all = page.width(self.head, self.last);
        match self.cut {
            Cut::Gap => {
                let skipped = page.sentences[self.last - 1].width_end - page.sentences[self.first].width_end;
                all.saturating_sub(skipped) + 3
            }
            _ => all,
        }
    }

    /// Tells whether it shares a sentence with another.
    pub(super) const fn overlaps(&self, other: &Self) -> bool {
        self.first <= other.last && other.first <= self.last
    }

    /// Counts the sentences it shows.
    pub(super) fn len(&self) -> usize {
        match self.cut {
            Cut::Gap => 2,
            _ => self.last - self.first + 1,
        }
    }

    /// Tells whether words of its first sentence were left out.
    pub(super) fn is_trimmed(&self, page: &Page<'_>) -> bool {
        self.head > page.sentences[self.first].words.start
    }
}

/// Lists the candidates of a page, in order of their place.
pub(super) fn candidates(page: &Page<'_>, options: &SelectOptions) -> Vec<Candidate> {
    let mut found = Vec::with_capacity(page.sentences.len() * 3);
    for (paragraph, place) in page.paragraphs.iter().enumerate() {
        let sentences = place.sentences.clone();
        for first in sentences.clone() {
            let Some(head) = head(page, page.sentences[first].words.clone()) else { continue };
            for last in first..sentences.end.min(first + MAX_SENTENCES) {
                let words = &page.sentences[last].words;
                if words.is_empty() {
                    continue;
                }
                // "So yeah, …" drops the thought and takes up another.
                if last > first && page.length_of(words.start, Class::Anew).is_some() {
                    break;
                }
                let window = Candidate { paragraph, first, last, head, cut: Cut::None };
                if last > first && window.width(page) > options.max_chars {
                    break;
                }
                found.push(window);
            }
            if options.target_chars.is_some() && first + 2 < sentences.end {
                let gap = Candidate { paragraph, first, last: first + 2, head, cut: Cut::Gap };
                if gap.width(page) <= options.max_chars {
                    found.push(gap);
                }
            }
            add_clause_cuts(&mut found, page, paragraph, first, head);
        }
    }
    found
}

/// Finds the first word that must stay, past openers such as "So," and "Yeah, absolutely,"; `None` when none stays.
fn head(page: &Page<'_>, words: Range<usize>) -> Option<usize> {
    let mut at = words.start;
    while at < words.end {
        if page.length_of(at, Class::Kept).is_some() {
            break;
        }
        let set_apart = Marks::COMMA_OR_PAUSE;
        let with_comma = page
            .length_of(at, Class::OpenerWithComma)
            .filter(|length| page.words[at + length - 1].after.any(set_apart));
        let needs_comma = page.length_of(at, Class::OpenerWithComma).is_some();
        let plain = page.length_of(at, Class::Opener).filter(|_| !needs_comma);
        match with_comma.or(plain) {
            Some(length) if at + length <= words.end => at += length,
            _ => break,
        }
    }
    (at < words.end).then_some(at)
}

/// Adds what follows ", because", ", but", ", so", ", and" or a semicolon in a sentence.
fn add_clause_cuts(
    found: &mut Vec<Candidate>,
    page: &Page<'_>,
    paragraph: usize,
    first: usize,
    head_word: usize,
) {
    let words = page.sentences[first].words.clone();
    let mut cuts = 0;
    for at in head_word + 3..words.end {
        let before = page.words[at - 1].after;
        let joins = before.any(Marks::COMMA) && page.words[at].classes.has(Class::Clause);
        if !joins && !before.any(Marks::SEMICOLON) {
            continue;
        }
        let from = if joins { at + 1 } else { at };
        let Some(start) = head(page, from..words.end) else { continue };
        if page.width(start, first) < MIN_CLAUSE_WIDTH {
            break;
        }
        found.push(Candidate { paragraph, first, last: first, head: start, cut: Cut::Clause });
        cuts += 1;
        if cuts == MAX_CLAUSE_CUTS {
            break;
        }
    }
}

/// Counts the bytes of opening marks that stand right before a word, no further back than `floor`.
fn opening_marks(page: &Page<'_>, word: usize, floor: usize) -> usize {
    let before = &page.interview.text[floor..page.words[word].start];
    before
        .chars()
        .rev()
        .take_while(|c| {
            matches!(
                c,
                '“' | '„'
                    | '«'
                    | '"'
                    | '\''
                    | '‘'
                    | '('
                    | '¿'
                    | '¡'
                    | '「'
                    | '『'
                    | '\u{a0}'
                    | '\u{202f}'
                    | '$'
                    | '€'
                    | '£'
                    | '#'
            )
        })
        .map(char::len_utf8)
        .sum()
}

/// Adds a span without the white space at its ends, unless nothing is left.
fn push_trimmed(spans: &mut Vec<Span>, page: &Page<'_>, start: usize, end: usize) {
    let piece = &page.interview.text[start..end];
    let trimmed = piece.trim();
    if !trimmed.is_empty() {
        let start = start + piece.len() - piece.trim_start().len();
        spans.push(Span::new(start, start + trimmed.len()));
    }
}
