//! What a title says for a name's being the guest's.

use std::collections::BTreeMap;

use super::guest::{Candidate, add};
use super::role;
use crate::interview::Span;
use crate::read::names;
use crate::read::words::{self, Lowered, is_unspaced};

/// Reads the title.
pub(super) fn in_title(text: &str, title: Span, candidates: &mut BTreeMap<String, Candidate>) {
    let people = words::people();
    for run in names::runs(text, title) {
        let whole = run.span();
        for part in parts(&run) {
            let before = Lowered::new(&text[title.start..part.start]);
            let after_text = &text[part.end..title.end];
            let after = Lowered::new(after_text);
            let is_tail = part.end == whole.end;
            let is_head = part.start == whole.start;
            let n_words = text[part.range()].split_whitespace().count();
            let sign_after = after_text.trim_start().chars().next();
            let sign_before = text[title.start..part.start].trim_end().chars().next_back();
            let mut points = 0.0;
            let lead = &text[title.start..part.start];
            if is_tail && people.roles.ends(&before) {
                points += 3.0;
            } else if is_tail && n_words > 1 && role::start_before(lead, 4).is_some() {
                points += 2.0;
            }
            if is_head && is_tail {
                points += 1.0;
                if people.met.ends(&before) {
                    points += 3.0;
                }
                let has_place = ["of ", "at ", "from ", "von ", "de "]
                    .iter()
                    .any(|at| after_text.trim_start().starts_with(at));
                let ends = has_place || after_text.trim_matches(|c: char| !c.is_alphanumeric()).is_empty();
                if ends
                    && n_words > 1
                    && matches!(sign_before, Some(':' | '-' | '–' | '—' | '(' | '（' | '：'))
                {
                    points += 3.0;
                }
                if part.start == title.start && n_words > 1 && matches!(sign_after, Some(':' | '：' | ',')) {
                    points += 2.5;
                }
            }
            // A work whose maker is named: "对话X的作者…".
            if after_text.starts_with('的') {
                points -= 4.0;
            }
            if is_tail && people.speaks.begins(&after) {
                points += if part.start == title.start { 2.5 } else { 1.0 };
            }
            if points != 0.0 {
                add(candidates, text, part, points);
            }
        }
    }
    if let Some(name) = after_unspaced_role(text, title) {
        add(candidates, text, name, 7.0);
    }
}

/// A name at the end of a title in a script without spaces, behind what its bearer is: `…的作者周鼎`.
fn after_unspaced_role(text: &str, title: Span) -> Option<Span> {
    let piece = &text[title.range()];
    [
        "专访",
        "对话",
        "作者",
        "导演",
        "创始人",
        "总监",
        "作家",
        "演员",
        "歌手",
        "采访",
        "记者",
        "教授",
        "设计师",
        "人",
    ]
    .iter()
    .filter_map(|role| {
        let at = piece.rfind(role)? + role.len();
        let len = piece[at..].find(|c: char| !is_unspaced(c)).unwrap_or(piece.len() - at);
        (2..=4)
            .contains(&piece[at..at + len].chars().count())
            .then(|| Span::new(title.start + at, title.start + at + len))
    })
    .max_by_key(|span| span.start)
}

/// Returns all parts of a run that could be a name, whole or not.
pub(super) fn parts(run: &names::Run) -> impl Iterator<Item = Span> + '_ {
    let n = run.words.len();
    let starts = 0..n.min(8);
    starts.flat_map(move |start| {
        (start + 1..=n.min(start + 4))
            .map(move |end| Span::new(run.words[start].start, run.words[end - 1].end))
    })
}

/// The last part of a title that ends in a name nobody else prints: `Portrait - Ghales`.
pub(super) fn last_part(text: &str, title: Span) -> Option<Span> {
    let span =
        names::trimmed_of(text, Span::new(last_dash(text, title)?.end, title.end), |c| !c.is_alphanumeric());
    let part = &text[span.range()];
    let is_name = !part.is_empty() && part.split_whitespace().count() <= 3 && !part.contains(['_', '|', ':']);
    is_name.then_some(span)
}

/// Finds the last dash between words of a title.
pub(super) fn last_dash(text: &str, title: Span) -> Option<Span> {
    let piece = &text[title.range()];
    let (at, sign) =
        [" - ", " – ", " — "].iter().filter_map(|sign| Some((piece.rfind(sign)?, *sign))).max()?;
    Some(Span::new(title.start + at, title.start + at + sign.len()))
}
