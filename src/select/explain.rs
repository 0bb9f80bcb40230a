//! From positions back to words: picks with their reasons, what was kept out, rows for a ranker.

use std::cmp::Reverse;

use crate::interview::Span;
use crate::quote::{Attribution, FirstLetter, Quote};

use super::candidates::{Candidate, Cut};
use super::external::RankerRow;
use super::features::FEATURES;
use super::gates::Gate;
use super::lexicon::Class;
use super::page::Page;
use super::passage::Passage;
use super::spread::Scored;
use super::{Beaten, Contribution, Flag, Judged, Pick, Rejected, Trim, TrimKind, wishes};

/// How many beaten cuts a pick names.
const BEATEN: usize = 3;
/// How many shorter cuts a pick offers.
const SHORTER: usize = 4;
/// How many words of evidence a contribution names.
const EVIDENCE: usize = 6;
/// How many letters around a passage a ranker sees.
const CONTEXT: usize = 400;

impl Judged<'_> {
    /// Makes the pick of a ranked candidate; `None` only when its spans cannot be cut, which a test rules out.
    pub(super) fn explain(&self, index: usize, is_included: bool) -> Option<Pick> {
        let page = self.page;
        let Scored { candidate, score } = self.ranked[index];
        let quote = self.quote(&candidate)?;
        let spans = candidate.spans(page);
        let own = self.weights.score(&Passage::new(page, &candidate));
        let words = page.words_from(candidate.head, candidate.last);
        let has_profanity = words.iter().any(|word| word.classes.has(Class::Profanity));
        Some(Pick {
            quote,
            score,
            percentile: self.weights.percentile(own),
            contributions: self.contributions(&candidate),
            trims: trims(page, &candidate, &spans),
            flags: if has_profanity { vec![Flag::Profanity] } else { Vec::new() },
            beaten: self.beaten(index),
            shorter: self.shorter(index),
            is_included,
            is_generic: !page.lexicon.is_listed,
        })
    }

    /// Returns the best that gates kept out, one for each beginning.
    pub(super) fn rejected(&self, count: usize) -> Vec<Rejected> {
        let mut order: Vec<&(Gate, Scored)> = self.kept_out.iter().collect();
        order.sort_by_key(|(_, scored)| Reverse(scored.score));
        let mut shown: Vec<usize> = Vec::new();
        let mut rejected = Vec::new();
        for (gate, Scored { candidate, score }) in order {
            if rejected.len() == count {
                break;
            }
            if shown.contains(&candidate.first) {
                continue;
            }
            shown.push(candidate.first);
            let spans = candidate.spans(self.page);
            let (Some(first), Some(last)) = (spans.first(), spans.last()) else { continue };
            rejected.push(Rejected {
                text: text(self.page, candidate),
                span: Span::new(first.start, last.end),
                score: *score,
                gate: *gate,
            });
        }
        rejected
    }

    /// Names every share of a candidate's score, the greatest first.
    fn contributions(&self, candidate: &Candidate) -> Vec<Contribution> {
        let passage = Passage::new(self.page, candidate);
        let mut contributions: Vec<Contribution> = self
            .weights
            .shares(&passage)
            .into_iter()
            .map(|(index, points)| Contribution {
                name: FEATURES[index].name,
                points,
                evidence: evidence(self.page, candidate, index),
            })
            .collect();
        contributions.extend(self.wishes.contributions(candidate));
        contributions.sort_by_key(|contribution| Reverse(contribution.points.abs()));
        contributions
    }

    /// Cuts a candidate from the interview, credited to its speaker.
    fn quote(&self, candidate: &Candidate) -> Option<Quote> {
        let page = self.page;
        let turn = page.paragraphs[candidate.paragraph].turn;
        let speaker = page.interview.turns[turn].speaker?;
        let credit = Attribution::of(page.interview, speaker);
        let first = if candidate.is_trimmed(page) { FirstLetter::Capitalize } else { FirstLetter::Keep };
        let mut quote = Quote::cut(page.interview, &candidate.spans(page), first, credit).ok()?;
        quote.question = wishes::question_of(page.interview, turn);
        Some(quote)
    }

    /// Cuts the best shorter candidates that lie within a pick.
    fn shorter(&self, index: usize) -> Vec<Quote> {
        let winner = &self.ranked[index].candidate;
        let width = winner.width(self.page);
        let is_inside = |other: &Candidate| {
            winner.first <= other.first && other.last <= winner.last && other.width(self.page) < width
        };
        let inside = self.ranked.iter().filter(|scored| is_inside(&scored.candidate));
        inside.take(SHORTER).filter_map(|scored| self.quote(&scored.candidate)).collect()
    }

    /// Names the next best cuts that share a sentence with a pick.
    fn beaten(&self, index: usize) -> Vec<Beaten> {
        let winner = &self.ranked[index].candidate;
        let others = self.ranked.iter().enumerate().filter(|(other, scored)| {
            *other != index && scored.candidate.first <= winner.last && winner.first <= scored.candidate.last
        });
        others
            .take(BEATEN)
            .map(|(_, scored)| Beaten { text: text(self.page, &scored.candidate), score: scored.score })
            .collect()
    }
}

/// Returns a candidate's words in the form in which wishes are compared.
pub(super) fn plain_text(page: &Page<'_>, candidate: &Candidate) -> String {
    wishes::plain(candidate.spans(page).iter().map(|span| page.interview.slice(*span)))
}

/// Returns a candidate's row for a ranker.
pub(super) fn ranker_row(page: &Page<'_>, Scored { candidate, .. }: &Scored) -> Option<RankerRow> {
    let turn = &page.interview.turns[page.paragraphs[candidate.paragraph].turn];
    let spans = candidate.spans(page);
    let (first, last) = (spans.first()?, spans.last()?);
    let before = tail(page.interview.slice(Span::new(turn.span.start, first.start)), CONTEXT);
    let after = head(page.interview.slice(Span::new(last.end, turn.span.end)), CONTEXT);
    Some(RankerRow {
        id: id(page, candidate),
        text: text(page, candidate),
        question: wishes::question_of(page.interview, page.paragraphs[candidate.paragraph].turn),
        speaker: page.interview.speaker(turn.speaker?).name.text.clone(),
        before: collapse(before),
        after: collapse(after),
    })
}

/// Returns the id of a candidate: where it stands in the interview's text, and that it has a gap.
pub(super) fn id(page: &Page<'_>, candidate: &Candidate) -> String {
    let start = page.words[candidate.head].start;
    let end = page.sentences[candidate.last].span.end;
    let gap = if candidate.cut == Cut::Gap { "-gap" } else { "" };
    format!("{start}-{end}{gap}")
}

/// Returns a candidate's words, white space collapsed.
fn text(page: &Page<'_>, candidate: &Candidate) -> String {
    let pieces: Vec<&str> = candidate
        .spans(page)
        .iter()
        .flat_map(|span| page.interview.slice(*span).split_whitespace())
        .collect();
    pieces.join(" ")
}

/// Puts one space where there is white space.
fn collapse(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns the first characters.
fn head(text: &str, chars: usize) -> &str {
    text.char_indices().nth(chars).map_or(text, |(end, _)| &text[..end])
}

/// Returns the last characters.
fn tail(text: &str, chars: usize) -> &str {
    text.char_indices().rev().nth(chars.saturating_sub(1)).map_or(text, |(start, _)| &text[start..])
}

/// Names the words that a feature counted, the weightiest first where words have weights.
fn evidence(page: &Page<'_>, candidate: &Candidate, feature: usize) -> Vec<String> {
    let words = page.words_from(candidate.head, candidate.last);
    let of_class = FEATURES[feature].evidence;
    let is_learned = FEATURES[feature].name == "words";
    let mut named: Vec<(i32, String)> = Vec::new();
    for (offset, word) in words.iter().enumerate() {
        let counts = match of_class {
            Some(class) => word.classes.has(class),
            None => is_learned && word.weight != 0,
        };
        if counts {
            let length =
                of_class.and_then(|class| page.length_of(candidate.head + offset, class)).unwrap_or(1);
            let end = words[(offset + length - 1).min(words.len() - 1)].end;
            let shown = collapse(&page.interview.text[word.start..end]);
            if !named.iter().any(|(_, other)| *other == shown) {
                named.push((word.weight.abs(), shown));
            }
        }
    }
    if is_learned {
        named.sort_by_key(|(weight, _)| Reverse(*weight));
    }
    named.into_iter().map(|(_, word)| word).take(EVIDENCE).collect()
}

/// Tells what was left out between the beginning of the first sentence and the end of the last.
fn trims(page: &Page<'_>, candidate: &Candidate, spans: &[Span]) -> Vec<Trim> {
    let mut trims = Vec::new();
    let sentence = &page.sentences[candidate.first];
    if let (true, Some(first)) = (candidate.is_trimmed(page), spans.first()) {
        let kind = if candidate.cut == Cut::Clause { TrimKind::Clause } else { TrimKind::Opener };
        push_trim(&mut trims, page, kind, sentence.span.start, first.start);
    }
    for pair in spans.windows(2) {
        let omitted = &page.interview.text[pair[0].end..pair[1].start];
        let is_direction = crate::quote::is_stage_direction(omitted);
        let kind = if is_direction { TrimKind::StageDirection } else { TrimKind::Gap };
        push_trim(&mut trims, page, kind, pair[0].end, pair[1].start);
    }
    trims
}

/// Adds a trim, unless it is white space.
fn push_trim(trims: &mut Vec<Trim>, page: &Page<'_>, kind: TrimKind, start: usize, end: usize) {
    let piece = &page.interview.text[start..end];
    let trimmed = piece.trim();
    if !trimmed.is_empty() {
        let start = start + piece.len() - piece.trim_start().len();
        trims.push(Trim { kind, span: Span::new(start, start + trimmed.len()) });
    }
}
