//! The key phrase of a quote, and the marker's strokes through it.

use std::ops::Range;

use super::compose::Composer;
use super::place::Line;
use super::punctuate;
use crate::geometry::{Point, Px};
use crate::language::Typography;
use crate::language::sentences::sentences;
use crate::scene::Item;
use crate::theme::{Marker, StyleKind};

/// Most of a long quote that is marked: a page marked all over says nothing.
const MOST: f32 = 0.4;
/// A quote of up to this many characters may be marked as a whole.
const SHORT: usize = 64;
/// How much a stroke leans, in ems.
const LEAN: f32 = 0.05;
/// How far a stroke's ends stray, in ems, by the number of its line: a hand is never even, and a file always the same.
const STRAYS: [(f32, f32); 5] = [(0.0, 0.02), (0.03, -0.01), (-0.02, 0.03), (0.01, 0.0), (0.02, 0.02)];

/// Finds the words to mark in a set quote: those asked for; else its last sentence or clause.
pub(super) fn phrase(text: &str, asked: Option<&str>, typography: &Typography) -> Range<usize> {
    if let Some(asked) = asked {
        let asked = punctuate::plain(asked, typography);
        if let Some(start) = text.find(&asked).filter(|_| !asked.is_empty()) {
            return start..start + asked.len();
        }
    }
    let length = |range: &Range<usize>| text[range.clone()].chars().count();
    let all = 0..text.len();
    let few =
        |range: &Range<usize>| length(range) as f32 <= length(&all) as f32 * MOST || length(range) <= SHORT;
    let last = sentences(text).last().map_or(all.clone(), |span| span.start..span.end);
    if few(&last) {
        return last;
    }
    // The last clause that is a clause: two words or more.
    let clauses = text.char_indices().rev().filter(|(_, c)| matches!(c, ',' | ';' | ':' | '—' | '–'));
    for (at, mark) in clauses {
        let after = &text[at + mark.len_utf8()..];
        let clause = text.len() - after.trim_start().len()..text.len();
        if text[clause.clone()].split_whitespace().count() > 1 && few(&clause) {
            return clause;
        }
    }
    last
}

impl Composer<'_, '_> {
    /// Returns the marker of the quote's style, if it has one.
    pub(super) fn marker(&self) -> Option<Marker> {
        self.look.styles.iter().find_map(|style| match &style.kind {
            StyleKind::Quote(quote) => quote.marker.clone(),
            _ => None,
        })
    }
}

/// Returns the stroke through the part of a line that belongs to a phrase.
pub(super) fn stroke(
    line: &Line,
    number: usize,
    phrase: &Range<usize>,
    marker: &Marker,
    origin: Point,
    size: Px,
) -> Option<Item> {
    let (mut left, mut right) = (Px(f32::MAX), Px(f32::MIN));
    for (index, glyph) in line.glyphs.iter().enumerate().filter(|(_, glyph)| phrase.contains(&glyph.cluster))
    {
        let end = line.glyphs.get(index + 1).map_or(line.ink.right, |next| next.origin.x);
        left = left.min(glyph.origin.x);
        right = right.max(end);
    }
    // The space that a phrase ends before, or a line ends in, is not marked.
    right = right.min(line.ink.right);
    if left >= right {
        return None;
    }
    let (start, end) = STRAYS[number % STRAYS.len()];
    let (left, right) =
        (origin.x + left - size * (marker.pad + start), origin.x + right + size * (marker.pad + end));
    let (top, bottom) = (origin.y - size * marker.top, origin.y + size * marker.bottom);
    let lean = size * LEAN;
    let corner = |x: Px, y: Px| Point { x, y };
    let corners = vec![
        corner(left + lean, top),
        corner(right + lean, top),
        corner(right, bottom),
        corner(left, bottom),
    ];
    Some(Item::Polygon { corners, color: marker.color })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    fn marked<'a>(text: &'a str, asked: Option<&str>) -> &'a str {
        &text[phrase(text, asked, &Typography::of(&Language::new("en")))]
    }

    #[test]
    fn the_words_asked_for_are_marked_else_the_last_sentence_or_clause() {
        let text = "I was late. Nobody’s clock was right, so nobody minded.";
        assert_eq!(marked(text, Some("Nobody's clock")), "Nobody’s clock");
        assert_eq!(marked(text, Some("not there")), "Nobody’s clock was right, so nobody minded.");
        let long = "There was a door at the end of the corridor that none of us had ever seen anybody open in all \
                    of those years, and then one day it stood ajar.";
        assert_eq!(marked(long, None), "and then one day it stood ajar.");
        assert_eq!(marked("One word", None), "One word");
    }
}
