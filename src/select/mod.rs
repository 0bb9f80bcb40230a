//! An [`Interview`] in, the passages worth quoting out.
//!
//! ```text
//! answers ─page→ sentences and words ─candidates→ windows and cuts ─gates→ fit to show ─model→ scored ─spread→ picks
//! ```
//!
//! Everything is a position on the page until the end, where [`Quote::cut`] makes the words: nothing here can rewrite
//! what somebody said. Integer arithmetic throughout: the same picks on every machine. Time is linear in the text.

mod candidates;
mod explain;
pub mod external;
mod features;
mod gates;
mod json;
mod lexicon;
mod marks;
mod model;
mod options;
mod page;
mod passage;
mod reference;
mod spread;
pub mod study;
mod wishes;
mod words;

use std::cmp::Reverse;

use crate::interview::{Interview, Span};
use crate::quote::Quote;

use self::candidates::candidates;
use self::external::RankerRow;
use self::gates::gate;
use self::model::Weights;
use self::page::Page;
use self::passage::Passage;
use self::spread::{Scored, spread};
use self::wishes::Wishes;

pub use self::gates::Gate;
pub use self::json::{rejected_to_json, to_json};
pub use self::marks::{BracketKind, next_bracket};
pub use self::model::Model;
pub use self::options::{Order, SelectOptions};

/// A passage worth quoting.
#[derive(Clone, Debug)]
pub struct Pick {
    /// The quote, cut from the interview, credited to its speaker.
    pub quote: Quote,
    /// The exact sum of its contributions.
    pub score: i64,
    /// How it compares to the passages the model was fitted on, 0–100.
    pub percentile: u8,
    /// What the score is made of, the greatest share first.
    pub contributions: Vec<Contribution>,
    /// What was left out of the sentences it comes from.
    pub trims: Vec<Trim>,
    /// What an editor should know before printing it.
    pub flags: Vec<Flag>,
    /// The next best cuts of the same words, best first.
    pub beaten: Vec<Beaten>,
    /// Shorter cuts of its words that may be shown too, best first: for a canvas that it does not fit.
    pub shorter: Vec<Quote>,
    /// Whether the user asked for it by its words.
    pub is_included: bool,
    /// Whether it was judged without a word list of its language.
    pub is_generic: bool,
}

impl Pick {
    /// Returns the spans of the interview's text it was cut from.
    #[must_use]
    pub fn spans(&self) -> &[Span] {
        self.quote.origin().map_or(&[], |origin| &origin.spans)
    }

    /// Returns the span from its first word to its last mark.
    #[must_use]
    pub fn span(&self) -> Span {
        match (self.spans().first(), self.spans().last()) {
            (Some(first), Some(last)) => Span::new(first.start, last.end),
            _ => Span::new(0, 0),
        }
    }
}

/// A share of a score.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contribution {
    /// The feature's name.
    pub name: &'static str,
    /// Milli-points; negative ones speak against the passage.
    pub points: i64,
    /// The words that were counted, where words were.
    pub evidence: Vec<String>,
}

/// Something left out of the sentences a pick comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trim {
    /// What it is.
    pub kind: TrimKind,
    /// Where it stands.
    pub span: Span,
}

/// What was left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum TrimKind {
    /// "So," and the like, at the head.
    Opener,
    /// A clause at the head.
    Clause,
    /// A sentence in the middle, for which ` … ` stands.
    Gap,
    /// `[laughs]`
    StageDirection,
}

/// What an editor should know before printing a pick.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Flag {
    /// It has profanity.
    Profanity,
}

/// A cut that lost to a pick.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beaten {
    /// Its words, white space collapsed.
    pub text: String,
    /// Its score.
    pub score: i64,
}

/// A passage that a gate kept out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejected {
    /// Its words, white space collapsed.
    pub text: String,
    /// Where it stands.
    pub span: Span,
    /// What it would have scored.
    pub score: i64,
    /// The first gate it failed.
    pub gate: Gate,
}

/// What was picked, and what was passed over.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// The picks, in the order asked for.
    pub picks: Vec<Pick>,
    /// Answers that were not considered because their speaker is uncertain.
    pub uncertain_answers: usize,
    /// How many passages were looked at.
    pub considered: usize,
    /// How many each gate kept out, in the order of [`Gate`].
    pub gated: Vec<(Gate, usize)>,
    /// How many passed the gates and fell below the least score.
    pub below_min_score: usize,
    /// The best that were kept out, as many as were asked for, best first.
    pub rejected: Vec<Rejected>,
    /// Words the user wanted included that no quotable passage has.
    pub not_found: Vec<String>,
    /// Whether the language has no word list, so that passages were judged by form alone.
    pub is_generic: bool,
}

/// Picks the passages of an interview that are worth quoting.
#[must_use]
pub fn select(interview: &Interview, options: &SelectOptions) -> Selection {
    select_with(interview, options, Model::builtin())
}

/// Picks with a model of the caller's.
#[must_use]
pub fn select_with(interview: &Interview, options: &SelectOptions, model: &Model) -> Selection {
    let page = Page::new(interview, options, model);
    let mut judged = Judged::new(&page, options, model);
    let mut picked = Vec::new();
    let not_found = judged.include(options, &mut picked);
    let included = picked.len();
    spread(&page, &judged.ranked, &mut picked, options.count.max(included));
    let mut picks: Vec<Pick> = picked
        .iter()
        .enumerate()
        .filter_map(|(place, &index)| judged.explain(index, place < included))
        .collect();
    match options.order {
        Order::Score => {}
        Order::Reading => picks.sort_by_key(|pick| pick.span().start),
    }
    Selection {
        picks,
        uncertain_answers: page.uncertain_answers,
        considered: judged.considered,
        rejected: judged.rejected(options.rejected),
        gated: judged.gated,
        below_min_score: judged.below_min_score,
        not_found,
        is_generic: !page.lexicon.is_listed,
    }
}

/// Lists the best passages, as a ranker outside gets them.
fn ranker_rows(interview: &Interview, options: &SelectOptions, count: usize) -> Vec<RankerRow> {
    let options = SelectOptions { ranked: Vec::new(), ..options.clone() };
    let model = Model::builtin();
    let page = Page::new(interview, &options, model);
    let judged = Judged::new(&page, &options, model);
    judged.ranked.iter().take(count).filter_map(|scored| explain::ranker_row(&page, scored)).collect()
}

/// The candidates of a page, judged.
struct Judged<'p> {
    page: &'p Page<'p>,
    weights: &'p Weights,
    wishes: Wishes<'p>,
    /// Those fit to show, best first, ties by place.
    ranked: Vec<Scored>,
    /// Those a gate kept out, in order of place; only where they are asked for.
    kept_out: Vec<(Gate, Scored)>,
    /// Those below the least score; only where passages are asked for by their words.
    too_low: Vec<Scored>,
    gated: Vec<(Gate, usize)>,
    below_min_score: usize,
    considered: usize,
}

impl<'p> Judged<'p> {
    fn new(page: &'p Page<'p>, options: &'p SelectOptions, model: &'p Model) -> Self {
        let weights = model.weights(page.lexicon.is_listed);
        let wishes = Wishes::new(page, options);
        let mut judged = Self {
            page,
            weights,
            wishes,
            ranked: Vec::new(),
            kept_out: Vec::new(),
            too_low: Vec::new(),
            gated: Vec::new(),
            below_min_score: 0,
            considered: 0,
        };
        let wants_rejected = options.rejected > 0 || !options.include.is_empty();
        let mut counts = std::collections::BTreeMap::new();
        for candidate in candidates(page, options) {
            judged.considered += 1;
            if let Some(gate) = gate(page, &candidate, options) {
                *counts.entry(gate).or_insert(0) += 1;
                if wants_rejected {
                    let score =
                        weights.score(&Passage::new(page, &candidate)) + judged.wishes.points(&candidate);
                    judged.kept_out.push((gate, Scored { candidate, score }));
                }
                continue;
            }
            let own = weights.score(&Passage::new(page, &candidate));
            if weights.percentile(own) < options.min_score {
                judged.below_min_score += 1;
                if !options.include.is_empty() {
                    judged.too_low.push(Scored { candidate, score: own + judged.wishes.points(&candidate) });
                }
                continue;
            }
            let score = own + judged.wishes.points(&candidate);
            judged.ranked.push(Scored { candidate, score });
        }
        judged.gated = counts.into_iter().collect();
        // A stable sort: ties stay in order of place.
        judged.ranked.sort_by_key(|scored| Reverse(scored.score));
        judged
    }

    /// Takes, for each wish, the best passage that holds its words; returns the wishes nobody fulfils.
    ///
    /// A wish overrules taste and length, and every gate but those that keep words out of the wrong mouth.
    fn include(&mut self, options: &SelectOptions, picked: &mut Vec<usize>) -> Vec<String> {
        let mut not_found = Vec::new();
        for words in &options.include {
            let holds =
                |scored: &Scored| wishes::holds(&explain::plain_text(self.page, &scored.candidate), words);
            let is_free = |scored: &Scored| {
                picked.iter().all(|&index: &usize| !self.ranked[index].candidate.overlaps(&scored.candidate))
            };
            if picked.iter().any(|&index| holds(&self.ranked[index])) {
                continue;
            }
            if let Some(index) = self.ranked.iter().position(|scored| is_free(scored) && holds(scored)) {
                picked.push(index);
                continue;
            }
            let passable =
                self.kept_out.iter().filter(|(gate, _)| !gate.is_fidelity()).map(|(_, scored)| scored);
            let forced = passable
                .chain(&self.too_low)
                .filter(|scored| is_free(scored) && holds(scored))
                .max_by_key(|scored| (scored.score, Reverse(scored.candidate.first)))
                .cloned();
            match forced {
                Some(scored) => {
                    // Behind the sorted ones: it is taken already, and nothing else looks there.
                    self.ranked.push(scored);
                    picked.push(self.ranked.len() - 1);
                }
                None => not_found.push(words.clone()),
            }
        }
        not_found
    }
}
