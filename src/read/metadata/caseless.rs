//! The guest's name in scripts without capitals: what the title and the first paragraphs both say, in a place for names.
//!
//! "专访渡轮船长林诺" does not show where a name begins. That the next paragraph begins with "林诺" does.

use crate::interview::Span;
use crate::read::document::Block;
use crate::read::text::{floor, is_line_end};
use crate::read::words::{self, Lowered, is_joined, is_unspaced};

/// Paragraphs in which the name must come back.
const LEAD: usize = 8;
/// Bytes of a paragraph that are looked at.
const MOST: usize = 1500;
/// Characters of the longest title.
const LONGEST_TITLE: usize = 80;
/// Points below which nobody is named.
const ENOUGH: i32 = 5;

/// What follows names where people are spoken of with respect; no part of them.
const RESPECT: &[&str] = &["さん", "氏", "先生", "様", "女士", "님", "씨", "选手", "選手", "教授", "監督"];

/// Finds where the guest's name stands in a title without capitals.
pub(super) fn guest(text: &str, blocks: &[Block], title: Span) -> Option<Span> {
    let piece = &text[title.range()];
    let has_case = piece.chars().filter(|c| c.is_uppercase() || c.is_lowercase()).count() * 2
        > piece.chars().filter(|c| c.is_alphabetic()).count();
    if has_case || piece.chars().count() > LONGEST_TITLE {
        return None;
    }
    let lead: Vec<&str> = blocks
        .iter()
        .filter(|block| !block.span.overlaps(title) && block.span.start > title.start)
        .take(LEAD)
        .map(|block| &text[block.span.start..block.span.start + floor(&text[block.span.range()], MOST)])
        .collect();
    let scored = candidates(piece).filter_map(|(from, to)| {
        let points = points(piece, from, to, &lead)?;
        Some((points, to - from, Span::new(title.start + from, title.start + to)))
    });
    let best = scored.max_by_key(|(points, len, span)| (*points, *len, std::cmp::Reverse(span.start)))?;
    (best.0 >= ENOUGH).then_some(best.2)
}

/// Returns all parts of a title that could be a name: up to three words, or up to eight characters that no space parts.
fn candidates(title: &str) -> impl Iterator<Item = (usize, usize)> + '_ {
    let is_sign = |c: char| !c.is_alphanumeric() && !is_mark(c);
    let mut words: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    for word in title.split(is_sign) {
        if !word.is_empty() {
            words.push((at, at + word.len()));
        }
        at += word.len();
        at += title[at..].chars().next().map_or(0, char::len_utf8);
    }
    let spaced = (0..words.len())
        .flat_map({
            let words = words.clone();
            move |first| {
                let words = words.clone();
                (first..words.len().min(first + 3)).map(move |last| (words[first].0, words[last].1))
            }
        })
        .filter(|(from, to)| title[*from..*to].chars().count() > 1)
        // Only spaces may stand between words of one name.
        .filter(|(from, to)| {
            title[*from..*to].chars().all(|c| c.is_alphanumeric() || is_mark(c) || c == ' ')
        });
    let unspaced = words.clone().into_iter().flat_map(move |(from, to)| {
        let bounds: Vec<usize> =
            title[from..to].char_indices().map(|(at, _)| from + at).chain([to]).collect();
        let is_unspaced = title[from..to].chars().any(is_unspaced);
        let starts = 0..if is_unspaced { bounds.len() } else { 0 };
        starts.flat_map(move |first| {
            let bounds = bounds.clone();
            (first + 2..bounds.len().min(first + 9)).map(move |last| (bounds[first], bounds[last]))
        })
    });
    spaced.chain(unspaced)
}

/// Tells whether a character stands inside a name though it is no letter.
fn is_mark(c: char) -> bool {
    is_joined(c) || matches!(c, '·' | '・' | '\'' | '׳' | '״')
}

/// Says how much speaks for a part of a title being a name; `None` when the paragraphs after it do not hold it.
fn points(title: &str, from: usize, to: usize, lead: &[&str]) -> Option<i32> {
    let people = words::people();
    let name = &title[from..to];
    let lowered = Lowered::new(name);
    let is_other = people.met.is_in(&lowered)
        || people.roles.is_in(&lowered)
        || words::page().furniture.is_whole(&lowered)
        || RESPECT.iter().any(|word| name.ends_with(word));
    let mut places =
        lead.iter().flat_map(|piece| piece.match_indices(name).map(move |(at, _)| (*piece, at))).peekable();
    places.peek()?;
    if is_other {
        return None;
    }
    let mut points = 2;
    let (before, after) = (&title[..from], &title[to..]);
    let is_respected = |after: &str| RESPECT.iter().any(|word| after.trim_start().starts_with(word));
    let (mut begins, mut respected) = (false, is_respected(after));
    for (piece, at) in places.take(20) {
        let ends_before = piece[..at].trim_end().chars().next_back();
        begins |=
            ends_before.is_none_or(|c| is_line_end(c) || matches!(c, '.' | '。' | '!' | '?' | '？' | '।'));
        respected |= is_respected(&piece[at + name.len()..]);
    }
    let is_spaced = !name.chars().any(is_unspaced) || name.contains(' ');
    points += if begins { 2 - i32::from(is_spaced) } else { 0 };
    points += if respected { 3 } else { 0 };
    points += if people.met.ends(&Lowered::new(before)) || people.roles.ends(&Lowered::new(before)) {
        2
    } else {
        0
    };
    points += if people.met.begins(&Lowered::new(after.trim_start())) { 2 } else { 0 };
    let is_edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() && !is_mark(c) && c != ' ');
    points += i32::from(is_edge(after.chars().next())) + i32::from(before.is_empty());
    points += i32::from(name.contains(' '));
    Some(points)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::text::blocks;

    #[test]
    fn a_name_is_what_title_and_intro_share() {
        for (page, name) in [
            ("专访渡轮船长林诺\n\n林诺驾驶渡轮三十年。", Some("林诺")),
            (
                "渡し船の船長　林のぞみさんに聞く\n\n林のぞみさんは港の渡し船を操縦してきた。",
                Some("林のぞみ"),
            ),
            ("나룻배 선장 임노라 인터뷰\n\n임노라 선장은 나룻배를 몰았다.", Some("임노라")),
            ("حوار مع نورا ليندا قائدة العبارة\n\nتقود نورا ليندا عبارة الميناء.", Some("نورا ليندا")),
            ("渡轮的历史\n\n港口有渡轮三十年。", None),
        ] {
            let paragraphs = blocks(page);
            let found = guest(page, &paragraphs, paragraphs[0].span);
            assert_eq!(found.map(|span| &page[span.range()]), name, "{page}");
        }
    }
}
