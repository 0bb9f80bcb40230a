//! When a page was published.

use crate::interview::{Cited, Span};
use crate::read::document::Block;
use crate::read::marks::ends_sentence;
use crate::read::names;
use crate::read::roles::signs::is_byline;
use crate::read::text::{lines, trimmed};
use crate::read::words::{self, Lowered};

/// Lines at the top of a page that may state its date.
const LEAD: usize = 14;

/// Finds the date in a byline.
pub(super) fn date(text: &str, blocks: &[Block]) -> Option<Cited> {
    let lines =
        blocks.iter().take(LEAD).flat_map(|block| lines(text, block.span)).take(LEAD).map(|line| line.span);
    let is_credit = |span: &Span| {
        let piece = &text[span.range()];
        let is_short = piece.chars().take(70).count() < 70;
        is_short
            && (is_byline(text, *span, &Lowered::new(piece))
                || piece.chars().count() < 30
                || (!ends_sentence(piece) && piece.contains(['|', '·', '•', '—', ','])))
    };
    lines.filter(is_credit).find_map(|span| in_line(text, span)).map(|span| names::cited(text, span))
}

/// Finds a date in a line: words around a year that hold a month's name, or numbers alone.
fn in_line(text: &str, span: Span) -> Option<Span> {
    if let Some(date) = east_asian(text, span) {
        return Some(date);
    }
    let piece = &text[span.range()];
    let is_year = |word: &str| {
        word.len() == 4
            && ["19", "20", "25"].iter().any(|century| word.starts_with(century))
            && word.bytes().all(|b| b.is_ascii_digit())
    };
    let words: Vec<Span> = piece
        .split_whitespace()
        .map(|word| {
            let at = span.start + (word.as_ptr() as usize - piece.as_ptr() as usize);
            names::trimmed_of(text, Span::new(at, at + word.len()), |c| !c.is_alphanumeric())
        })
        .collect();
    let word = |index: usize| &text[words[index].range()];
    for index in 0..words.len() {
        let own = word(index);
        let parts: Vec<&str> = own.split(['-', '/', '.']).collect();
        if parts.len() == 3
            && parts.iter().all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
            && parts.iter().any(|part| is_year(part))
        {
            return Some(words[index]);
        }
        if is_year(own) {
            let first = (index.saturating_sub(4)..index).find(|&first| {
                (first..index).any(|at| words::page().months.is_whole(&Lowered::new(word(at))))
                    && (first..index).all(|at| is_date_word(word(at)))
            });
            // "le 12 avril", "the 3rd of May": an article opens no date.
            let first =
                first.map(|first| first + usize::from(matches!(word(first), "de" | "of" | "the" | "le")));
            if let Some(first) = first {
                return Some(trimmed(text, Span::new(words[first].start, words[index].end)));
            }
        }
    }
    None
}

/// Finds a date as Chinese, Japanese and Korean write it: `2024年5月3日`, `2024년 5월 3일`.
fn east_asian(text: &str, span: Span) -> Option<Span> {
    let piece = &text[span.range()];
    let at = piece.find(['年', '년'])?;
    let digits = piece[..at].chars().rev().take_while(char::is_ascii_digit).count();
    let rest = &piece[at..];
    let is_inside =
        |c: char| c.is_ascii_digit() || matches!(c, '年' | '년' | '月' | '월' | '日' | '일' | ' ');
    let run = &rest[..rest.find(|c| !is_inside(c)).unwrap_or(rest.len())];
    let end = run.rfind(['日', '일']).or_else(|| run.rfind(['月', '월']))?;
    let end = at + end + run[end..].chars().next().map_or(0, char::len_utf8);
    (digits == 4).then(|| Span::new(span.start + at - 4, span.start + end))
}

/// Tells whether a word can stand inside a date.
fn is_date_word(word: &str) -> bool {
    let lowered = Lowered::new(word);
    word.bytes().take(2).any(|b| b.is_ascii_digit())
        || words::page().months.is_whole(&lowered)
        || matches!(word, "de" | "of" | "the" | "le")
}
