//! Questions that share a paragraph with their answers: only the end of a line parts the two.

use super::document::{Block, BlockKind, Document};
use super::marks::{ends_in_question, ends_sentence};
use super::text::{lines, trimmed};
use crate::interview::Span;

/// Paragraphs of several lines below which their first lines tell nothing of the page.
const ENOUGH: usize = 3;

/// Words from which on an emphasised line is more than a name.
const MORE_THAN_A_NAME: usize = 5;

/// Parts paragraphs where the lines of a question end: those that are emphasised from end to end, and the first ones
/// where most paragraphs of several lines begin with a question. An emphasised sentence before its answer is parted from it
/// where such sentences are questions as a rule.
pub(super) fn parted(document: &Document, blocks: Vec<Block>) -> Vec<Block> {
    let text = &document.text;
    let emphasised = merged(document);
    let first_line = |block: &Block| {
        let mut lines = lines(text, block.span).map(|line| line.span);
        lines.next().filter(|_| is_open(block) && lines.next().is_some())
    };
    let firsts = blocks.iter().filter_map(first_line);
    let (n, asked) = firsts
        .fold((0, 0), |(n, asked), line| (n + 1, asked + usize::from(ends_in_question(&text[line.range()]))));
    let first_asks = n >= ENOUGH && asked * 5 >= n * 3;
    let run_ins = blocks.iter().filter_map(|block| run_in(text, block, &emphasised));
    let (n_run_in, asked) = run_ins
        .fold((0, 0), |(n, asked), lead| (n + 1, asked + usize::from(ends_in_question(&text[lead.range()]))));
    let runs_in = asked > 1 && asked * 2 >= n_run_in;
    if (n == 0 && !runs_in) || (emphasised.is_empty() && !first_asks) {
        return blocks;
    }
    let mut parted = Vec::with_capacity(blocks.len());
    for block in blocks {
        if let Some(lead) = run_in(text, &block, &emphasised).filter(|_| runs_in) {
            let rest = trimmed(text, Span::new(lead.end, block.span.end));
            parted.push(Block { span: lead, ..block.clone() });
            parted.push(Block { span: rest, ..block });
            continue;
        }
        let Some(first) = first_line(&block) else {
            parted.push(block);
            continue;
        };
        let leads = |line: Span| is_lead(text, line, &emphasised);
        let spans: Vec<(Span, bool)> =
            lines(text, block.span).map(|line| (line.span, leads(line.span))).collect();
        let is_marked = spans.iter().any(|(_, leads)| *leads) && spans.iter().any(|(_, leads)| !leads);
        let is_first = |span: Span| !is_marked && first_asks && span == first;
        for run in spans.chunk_by(|a, b| a.1 == b.1 && !is_first(a.0)) {
            let span = Span::new(run[0].0.start, run[run.len() - 1].0.end);
            parted.push(Block { span, ..block.clone() });
        }
    }
    parted
}

/// Finds the emphasised sentence that a paragraph begins with, its answer behind it on the same line.
fn run_in(text: &str, block: &Block, emphasised: &[Span]) -> Option<Span> {
    let before = emphasised.partition_point(|span| span.start <= block.span.start);
    let end = emphasised[before.checked_sub(1)?].end;
    if !is_open(block) || end <= block.span.start || end >= block.span.end {
        return None;
    }
    let lead = trimmed(text, Span::new(block.span.start, end));
    let said = &text[lead.range()];
    let is_sentence = ends_sentence(said) || ends_in_question(said);
    let rest = &text[end..block.span.end];
    let has_answer = rest.chars().any(char::is_alphanumeric) && !rest.trim_start().starts_with([':', '：']);
    (is_sentence && has_answer && !said.contains('\n')).then_some(lead)
}

/// Tells whether a block may hold more than one voice.
fn is_open(block: &Block) -> bool {
    block.kind == BlockKind::Paragraph && block.voice.is_none()
}

/// Tells whether a line is emphasised from end to end and says something; a name alone, or one with a colon, does not.
fn is_lead(text: &str, line: Span, emphasised: &[Span]) -> bool {
    let said = &text[line.range()];
    let before = emphasised.partition_point(|span| span.start <= line.start);
    let covered = before.checked_sub(1).is_some_and(|index| emphasised[index].contains(line));
    covered
        && !said.ends_with([':', '：'])
        && (ends_sentence(said)
            || ends_in_question(said)
            || said.split_whitespace().nth(MORE_THAN_A_NAME - 1).is_some())
}

/// The emphasised stretches, each sort and each neighbour joined.
fn merged(document: &Document) -> Vec<Span> {
    let mut spans: Vec<Span> = document.emphasis.iter().map(|(span, _)| *span).collect();
    spans.sort_by_key(|span| span.start);
    spans.dedup_by(|next, last| {
        let adjoins =
            next.start <= last.end || document.text[last.end..next.start].chars().all(char::is_whitespace);
        if adjoins {
            last.end = last.end.max(next.end);
        }
        adjoins
    });
    spans
}
