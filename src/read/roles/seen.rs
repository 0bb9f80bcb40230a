//! What is seen of every paragraph alone, before any of its words are weighed.

use std::collections::BTreeMap;

use crate::interview::{Emphasis, Span};
use crate::language::Language;
use crate::read::document::Block;
use crate::read::labels::{self, Form};
use crate::read::marks::{self, Mark};
use crate::read::names;
use crate::read::text::{floor, is_line_end};
use crate::read::words::{self, Lowered, Voices};

/// What is known of a page before its roles are.
pub(in crate::read) struct Known<'a> {
    /// The text.
    pub(in crate::read) text: &'a str,
    /// Its paragraphs.
    pub(in crate::read) blocks: &'a [Block],
    /// What is emphasised.
    pub(in crate::read) emphasis: &'a [(Span, Emphasis)],
    /// Where the title stands.
    pub(in crate::read) title: Option<Span>,
    /// The guest's name, folded.
    pub(in crate::read) guest: Option<String>,
    /// The language.
    pub(in crate::read) language: &'a Language,
}

/// The marks of a page, by number.
#[derive(Default)]
pub(super) struct Marks {
    /// The number of each mark, with the label if it is one.
    pub(super) numbers: BTreeMap<(Mark, String), usize>,
}

impl Marks {
    /// Returns the number of a mark.
    fn number(&mut self, mark: Mark, label: String) -> usize {
        let next = self.numbers.len();
        *self.numbers.entry((mark, label)).or_insert(next)
    }
}

/// Bytes in which the longest phrase ends that a paragraph may begin with.
const BEGINNING: usize = 400;

/// What is seen of a paragraph alone.
pub(super) struct Seen {
    /// Its mark, and the number that it has together with its label.
    pub(super) mark: Option<(Mark, usize)>,
    /// Its words, without the mark.
    pub(super) words: Span,
    /// How many words.
    pub(super) n_words: f32,
    /// Whether it ends in a question.
    pub(super) asks: bool,
    /// Whether it begins as a request does.
    pub(super) requests: bool,
    /// Whether it stands right below another, on a page where few do.
    pub(super) is_below: bool,
}

impl Seen {
    /// Looks at one paragraph.
    pub(super) fn of(
        known: &Known,
        block: &Block,
        is_above: bool,
        is_below: bool,
        marks: &mut Marks,
    ) -> Self {
        let (mark, words) = marks::mark(known.text, block, known.emphasis);
        let (mark, words) = match label(known.text, block.span) {
            Some(label) => (Some((Mark::Label, names::key(&known.text[label.name.range()]))), label.words),
            None if mark.is_none() && is_above => (Some((Mark::Above, String::new())), words),
            None => (mark.map(|mark| (mark, String::new())), words),
        };
        let words = after_stamp(known.text, words);
        let piece = &known.text[words.range()];
        let n_words = words::n_words(piece);
        let asks = marks::ends_in_question(piece);
        let requests = !asks
            && n_words > 2.0
            && n_words < 40.0
            && Voices::of(known.language).request.begins(&Lowered::new(&piece[..floor(piece, BEGINNING)]));
        let mark = mark.map(|(mark, label)| (mark, marks.number(mark, label)));
        Self { mark, words, n_words, asks, requests, is_below }
    }
}

/// Returns what follows a time in brackets: transcripts of talks note it now and then.
pub(super) fn after_stamp(text: &str, span: Span) -> Span {
    let piece = &text[span.range()];
    let stamp = piece.strip_prefix(['[', '(']).and_then(|rest| rest.split_once([']', ')']));
    match stamp {
        Some((time, rest))
            if time.contains(':')
                && time.len() <= 12
                && time.bytes().all(|b| b.is_ascii_digit() || b":.".contains(&b)) =>
        {
            Span::new(span.end - rest.trim_start().len(), span.end)
        }
        _ => span,
    }
}

/// Returns a label that stands before words on its own line and could name somebody.
pub(in crate::read) fn label(text: &str, span: Span) -> Option<labels::Label> {
    let label =
        labels::scan(text, span).filter(|label| label.form == Form::Colon && !label.words.is_empty())?;
    let name = &text[label.name.range()];
    let is_name = !name.chars().any(char::is_lowercase) || names::looks_personal(name);
    (is_name && !words::labels().nobody.is_whole(&Lowered::new(name))).then_some(label)
}

/// Tells whether a paragraph begins on the line after the one before it.
pub(super) fn is_tight(known: &Known, index: usize) -> bool {
    let gap = &known.text[Span::new(
        known.blocks[index - 1].span.end,
        known.blocks[index].span.start.max(known.blocks[index - 1].span.end),
    )
    .range()];
    gap.replace("\r\n", "\n").chars().filter(|&c| is_line_end(c)).count() == 1
}
