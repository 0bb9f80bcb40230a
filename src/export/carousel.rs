//! Long answers over several cards: broken at the ends of sentences, numbered, in one size of type.

use super::jobs::{Row, Source};
use super::names;
use super::uniform::{Free, Sizes};
use crate::error::{Error, Result};
use crate::format::Format;
use crate::interview::{Interview, Span};
use crate::language::Language;
use crate::language::sentences::sentences;
use crate::quote::{FirstLetter, Quote};
use crate::select::{BracketKind, next_bracket};
use crate::theme::Theme;
use crate::typeset::Typesetter;

/// Most characters of a carousel.
pub const MOST_CHARS: usize = 2000;
/// Most cards of one: what Instagram's composer takes, and more than anybody swipes.
pub const MOST_CARDS: usize = 10;
/// A sentence of more characters may be broken after a clause, where whole sentences do not fit.
const LONG_SENTENCE: usize = 120;

/// The cards of a carousel.
#[derive(Clone, Debug)]
pub struct Pages {
    /// A row a card.
    pub rows: Vec<Row>,
    /// The sizes of type that they share.
    pub sizes: Sizes,
}

/// A stretch that is kept together: its spans, of the interview or of a typed quote's text.
#[derive(Clone, Debug)]
struct Piece {
    spans: Vec<Span>,
    chars: usize,
}

/// Returns the whole answer that a quote was cut from, or as much of it from the quote on as a carousel holds.
///
/// # Errors
/// What [`Quote::cut`] refuses.
pub fn whole_answer(interview: &Interview, quote: &Quote) -> Result<Quote> {
    let Some(origin) = quote.origin() else { return Ok(quote.clone()) };
    let pieces = answer(interview, origin.turn);
    let at = origin.spans.first().map_or(0, |span| span.start);
    let first = pieces.iter().position(|piece| piece.spans.iter().any(|span| span.end > at)).unwrap_or(0);
    let (mut from, mut to) = (first, first);
    let chars = |from: usize, to: usize| length(&pieces[from..to]);
    while to < pieces.len() && chars(from, to + 1) <= MOST_CHARS {
        to += 1;
    }
    while from > 0 && chars(from - 1, to) <= MOST_CHARS {
        from -= 1;
    }
    if from == to {
        return Ok(quote.clone());
    }
    cut(interview, &pieces[from..to], quote)
}

/// Breaks a row over as few cards as hold it on every format in every theme, and finds the sizes of type that they share;
/// `None` where one card does.
///
/// # Errors
/// [`Error::Usage`] for more than [`MOST_CHARS`] characters, and for words that nobody heard; what the typesetter refuses.
pub fn pages(
    row: &Row,
    interview: Option<&Interview>,
    themes: &[Theme],
    formats: &[Format],
    typesetter: &mut Typesetter<'_>,
) -> Result<Option<Pages>> {
    let text = row.quote.text();
    let chars = text.chars().count();
    if chars > MOST_CHARS {
        let start: String = text.chars().take(40).collect();
        return Err(Error::Usage {
            message: format!(
                "`{}…` has {chars} characters, and a carousel holds {MOST_CHARS}",
                start.trim_end()
            ),
            hint: "shorten it, or make two of it".to_owned(),
        });
    }
    // What suits the tightest canvas suits all.
    let a_card = formats.iter().map(|format| format.good_length().end as usize).min().unwrap_or(MOST_CHARS);
    if chars <= a_card {
        return Ok(None);
    }
    let interview = interview.filter(|_| row.quote.origin().is_some());
    heard(all_of(row, interview), &row.quote.language)?;
    let whole = match interview {
        Some(interview) => {
            let spans = row.quote.origin().map(|origin| origin.spans.clone()).unwrap_or_default();
            spans.iter().flat_map(|span| pieces_of(&interview.text, *span, &row.quote.language)).collect()
        }
        None => pieces_of(text, Span::new(0, text.len()), &row.quote.language),
    };
    let source = interview.map_or(text, |interview| interview.text.as_str());
    let parted: Vec<Piece> = whole.iter().flat_map(|piece| clauses(source, piece)).collect();
    let mut refused = None;
    for pieces in [whole, parted] {
        for count in chars.div_ceil(a_card).max(2)..=MOST_CARDS.min(pieces.len()) {
            let made = quotes(&even(&pieces, count), interview, &row.quote)?;
            match Free::of(&made, themes, formats, typesetter) {
                Ok(free) => {
                    let sizes = Sizes::shared(row.set.unwrap_or_default(), &free, typesetter);
                    drop(free);
                    return Ok(Some(Pages { rows: rows(row, interview, made), sizes }));
                }
                Err(error @ Error::DoesNotFit { .. }) => refused = Some(error),
                Err(error) => return Err(error),
            }
        }
    }
    Err(refused.unwrap_or_else(|| Error::Usage {
        message: format!("{chars} characters have no {} places to be broken at", chars.div_ceil(a_card)),
        hint: "end sentences with full stops, or choose larger formats".to_owned(),
    }))
}

/// Returns the words of a row with all that stands between them.
fn all_of<'t>(row: &'t Row, interview: Option<&'t Interview>) -> &'t str {
    match (interview, row.quote.origin().map(|origin| &origin.spans[..])) {
        (Some(interview), Some(spans @ [first, ..])) => {
            &interview.text[first.start..spans[spans.len() - 1].end]
        }
        _ => row.quote.text(),
    }
}

/// Makes the cards' quotes.
fn quotes(cards: &[&[Piece]], interview: Option<&Interview>, whole: &Quote) -> Result<Vec<Quote>> {
    let mut made = Vec::new();
    for (index, pieces) in cards.iter().enumerate() {
        let mut quote = match interview {
            Some(interview) => cut(interview, pieces, whole)?,
            None => {
                let (first, last) = (pieces[0].spans[0], pieces[pieces.len() - 1].spans[0]);
                let text = &whole.text()[first.start..last.end];
                let mut quote = Quote::typed(text, whole.attribution.clone(), whole.language.clone())?;
                quote.question.clone_from(&whole.question);
                quote.extras.clone_from(&whole.extras);
                quote
            }
        };
        quote.extras.page = Some((index + 1, cards.len()));
        made.push(quote);
    }
    Ok(made)
}

/// Cuts pieces of an interview, with the credit and all else of a quote that was cut from it before.
fn cut(interview: &Interview, pieces: &[Piece], like: &Quote) -> Result<Quote> {
    let spans: Vec<Span> = pieces.iter().flat_map(|piece| piece.spans.clone()).collect();
    let mut quote = Quote::cut(interview, &spans, FirstLetter::Keep, like.attribution.clone())?;
    quote.question.clone_from(&like.question);
    quote.extras.clone_from(&like.extras);
    quote.language = like.language.clone();
    Ok(quote)
}

fn rows(row: &Row, interview: Option<&Interview>, quotes: Vec<Quote>) -> Vec<Row> {
    let count = quotes.len();
    let row_of = |(index, quote): (usize, Quote)| Row {
        number: names::page(&row.number, index + 1, count),
        source: interview.and_then(|interview| Source::of(interview, &quote)),
        score: row.score,
        quote,
        shorter: Vec::new(),
        set: Some(row.set.unwrap_or_default()),
    };
    quotes.into_iter().enumerate().map(row_of).collect()
}

/// Returns the sentences of an answer.
fn answer(interview: &Interview, turn: usize) -> Vec<Piece> {
    let paragraphs = &interview.turns[turn].paragraphs;
    paragraphs
        .iter()
        .flat_map(|paragraph| pieces_of(&interview.text, *paragraph, &interview.language))
        .collect()
}

/// Returns the sentences of a stretch of text, stage directions left out.
fn pieces_of(text: &str, stretch: Span, language: &Language) -> Vec<Piece> {
    let found = sentences(&text[stretch.start..stretch.end]);
    let spans = found.iter().map(|span| Span::new(stretch.start + span.start, stretch.start + span.end));
    spans.filter_map(|span| piece(text, spoken(text, span, language))).collect()
}

/// Makes a piece of spans; `None` where there are none.
fn piece(text: &str, spans: Vec<Span>) -> Option<Piece> {
    let chars = spans.iter().map(|span| text[span.start..span.end].chars().count() + 1).sum();
    (!spans.is_empty()).then_some(Piece { spans, chars })
}

/// Returns what of a sentence is spoken: what stands outside of brackets that hold a stage direction or a time.
fn spoken(text: &str, sentence: Span, language: &Language) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut push = |from: usize, to: usize| {
        let inner = &text[from..to];
        let lead = inner.len() - inner.trim_start().len();
        if !inner.trim().is_empty() {
            spans.push(Span::new(from + lead, from + inner.trim_end().len()));
        }
    };
    // Where the stretch starts that is shown, and how far it has been looked through.
    let (mut start, mut at) = (sentence.start, sentence.start);
    while let Some((held, kind)) = next_bracket(&text[at..sentence.end], language) {
        let open = at + text[at..].find(held).unwrap_or_default();
        at = open + held.len();
        if kind == BracketKind::Direction {
            push(start, open);
            start = at;
        }
    }
    push(start, sentence.end);
    spans
}

/// Refuses words that nobody heard: a card that shows the rest would hide that they are missing.
fn heard(text: &str, language: &Language) -> Result<()> {
    let mut rest = text;
    while let Some((held, kind)) = next_bracket(rest, language) {
        if kind == BracketKind::Trouble {
            return Err(Error::Usage {
                message: format!("the answer has `{held}`, which a carousel would not show"),
                hint: "listen again, or quote what stands before it or after it".to_owned(),
            });
        }
        let end = rest.find(held).unwrap_or_default() + held.len();
        rest = &rest[end..];
    }
    Ok(())
}

/// Breaks a long sentence after its clauses.
fn clauses(text: &str, sentence: &Piece) -> Vec<Piece> {
    let [span] = sentence.spans[..] else { return vec![sentence.clone()] };
    if sentence.chars <= LONG_SENTENCE {
        return vec![sentence.clone()];
    }
    let inner = &text[span.start..span.end];
    let mut pieces = Vec::new();
    let mut start = 0;
    let ends = inner.match_indices([',', ';', ':', '—', '–', '،', '؛', '、', '，', '；']);
    for end in ends.map(|(at, mark)| at + mark.len()).chain([inner.len()]) {
        let is_break = inner[end..].starts_with(char::is_whitespace) || end == inner.len();
        let clause = &inner[start..end];
        // Scraps stay with what follows them.
        if is_break && (clause.trim().chars().count() >= LONG_SENTENCE / 4 || end == inner.len()) {
            let lead = clause.len() - clause.trim_start().len();
            let span = Span::new(span.start + start + lead, span.start + end);
            if span.start < span.end {
                pieces.extend(piece(text, vec![span]));
            }
            start = end;
        }
    }
    pieces
}

fn length(pieces: &[Piece]) -> usize {
    pieces.iter().map(|piece| piece.chars).sum::<usize>().saturating_sub(1)
}

/// Parts pieces into so many stretches, as even as can be: the least sum of their squares.
fn even(pieces: &[Piece], count: usize) -> Vec<&[Piece]> {
    let square = |from: usize, to: usize| length(&pieces[from..to]).pow(2) as u64;
    // `best[n][to]`: the least sum for the first `to` pieces in `n + 1` stretches, and where the last one starts.
    let mut best: Vec<Vec<(u64, usize)>> = vec![(0..=pieces.len()).map(|to| (square(0, to), 0)).collect()];
    for stretches in 1..count {
        let before = &best[stretches - 1];
        let row = (0..=pieces.len()).map(|to| {
            let starts = stretches..to;
            let sums = starts.map(|from| (before[from].0.saturating_add(square(from, to)), from));
            sums.min().unwrap_or((u64::MAX, 0))
        });
        let row = row.collect();
        best.push(row);
    }
    let mut stretches = Vec::new();
    let mut to = pieces.len();
    for row in best.iter().rev() {
        let from = row[to].1;
        stretches.push(&pieces[from..to]);
        to = from;
    }
    stretches.reverse();
    stretches
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts<'t>(text: &'t str, pieces: &[Piece]) -> Vec<&'t str> {
        pieces.iter().flat_map(|piece| &piece.spans).map(|span| &text[span.start..span.end]).collect()
    }

    #[test]
    fn stage_directions_are_left_out_and_other_brackets_stay() {
        let text = "We sold it. [laughs] Then [pause] we cried. It was [the mill] ours.";
        let pieces = pieces_of(text, Span::new(0, text.len()), &Language::new("en"));
        assert_eq!(texts(text, &pieces), ["We sold it.", "Then", "we cried.", "It was [the mill] ours."]);
    }

    #[test]
    fn words_that_nobody_heard_are_refused() {
        let english = Language::new("en");
        for lost in ["[inaudible]", "(unintelligible)", "[crosstalk 00:12:30]", "[?]"] {
            let error = heard(&format!("We [the crew] went {lost} home. [laughs]"), &english).unwrap_err();
            assert!(error.to_string().contains(lost), "{error}");
        }
        assert!(heard("We [the crew] went (at last) home. [laughs]", &english).is_ok());
    }

    #[test]
    fn stretches_are_as_even_as_sentences_allow() {
        let text = "One is long. Two. Three. Four is about as long as one.";
        let pieces = pieces_of(text, Span::new(0, text.len()), &Language::new("en"));
        let parts = even(&pieces, 2);
        assert_eq!(parts.iter().map(|part| part.len()).collect::<Vec<_>>(), [3, 1]);
        assert_eq!(even(&pieces, 4).len(), 4);
    }

    #[test]
    fn a_long_sentence_is_broken_after_clauses_and_loses_nothing() {
        let text = "There was a door at the end of the corridor, that none of us, ever, had seen anybody open in all of \
                    those years; and then one day it stood ajar.";
        let whole = &pieces_of(text, Span::new(0, text.len()), &Language::new("en"))[0];
        let parts = clauses(text, whole);
        assert!(parts.len() == 3, "{:?}", texts(text, &parts));
        assert_eq!(texts(text, &parts).join(" "), text);
    }
}
