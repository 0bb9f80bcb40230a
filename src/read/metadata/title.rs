//! The title of a page.

use crate::interview::{Cited, Span};
use crate::read::document::{Block, BlockKind, Document};
use crate::read::labels::{self, Form};
use crate::read::marks::{self, Mark};
use crate::read::names;
use crate::read::roles::signs::is_byline;
use crate::read::words::{self, Lowered};

/// Paragraphs among which a title is looked for: menus and share bars may stand before it.
const LEAD: usize = 12;
/// Words of the longest title.
const MOST_WORDS: f32 = 30.0;

/// Finds the title: what the markup declares, or else the first paragraph that looks like one.
pub(super) fn title(document: &Document, blocks: &[Block]) -> Option<Cited> {
    let text = &document.text;
    if let Some(declared) = &document.declared.title {
        return Some(printed(text, blocks, declared).unwrap_or_else(|| declared.clone()));
    }
    let lead = || blocks.iter().take(LEAD).filter(|block| block.voice.is_none());
    let heading =
        lead().find(|block| block.kind == BlockKind::Heading(1)).map(|block| bare(text, block, document));
    let span = heading.or_else(|| first_title_like(document, blocks))?;
    Some(names::cited(text, span))
}

/// Finds the paragraph that prints a declared title, which may have the site's name added.
fn printed(text: &str, blocks: &[Block], declared: &Cited) -> Option<Cited> {
    let key = names::key(&declared.text);
    let is_printed = |block: &&Block| {
        let own = names::key(&text[block.span.range()]);
        own.len() > 8 && (own == key || key.starts_with(&own))
    };
    let block = blocks.iter().take(LEAD).filter(|block| block.span.len() < 400).find(is_printed)?;
    Some(names::cited(text, block.span))
}

/// Finds the first paragraph that looks like a title.
fn first_title_like(document: &Document, blocks: &[Block]) -> Option<Span> {
    let text = &document.text;
    for (index, block) in blocks.iter().take(LEAD).enumerate() {
        let span = bare(text, block, document);
        let piece = &text[span.range()];
        let lowered = Lowered::new(piece);
        let page = words::page();
        let n = lowered.n_words();
        let is_notice = page.furniture.is_whole(&lowered)
            || page.boilerplate.is_in(&lowered)
            || piece.starts_with(['<', '›', '«', '←'])
            || is_trail(piece);
        if is_notice || n < 2.0 {
            continue;
        }
        let (mark, _) = marks::mark(text, block, &document.emphasis);
        let is_said = block.voice.is_some()
            || block.kind == BlockKind::Cue
            || matches!(mark, Some(Mark::Dash | Mark::Number))
            || opens_speech(text, span);
        // Prose: the title was none of what stands before it.
        if is_said || n > MOST_WORDS || marks::ends_in_question(piece) {
            return None;
        }
        // The title stands above its byline, and a page has more than a title.
        let has_text_below = index + 1 < blocks.len();
        if is_byline(text, span, &lowered) || page.caption.is_in(&lowered) {
            continue;
        }
        let is_sentence = piece.ends_with(['.', '。', '।', ':', '：']) || piece.contains("://");
        return (has_text_below && !is_sentence).then_some(span);
    }
    None
}

/// Tells whether a line is a trail through a site: `Home / Interviews`.
fn is_trail(piece: &str) -> bool {
    piece.split_whitespace().count() <= 7
        && [" / ", " > ", " » ", " › ", " | "].iter().any(|sign| piece.contains(sign))
        && piece.chars().count() < 60
}

/// Tells whether a line begins with the label of a speaker.
fn opens_speech(text: &str, span: Span) -> bool {
    let Some(label) = labels::scan(text, span)
        .filter(|label| label.is_stamped || matches!(label.form, Form::Colon | Form::Period))
    else {
        return false;
    };
    let known = words::labels();
    let word = Lowered::new(&text[label.name.range()]);
    label.is_stamped
        || [&known.interviewer, &known.host, &known.guest].iter().any(|list| list.is_whole(&word))
}

/// Returns a block without the signs of a heading.
fn bare(text: &str, block: &Block, document: &Document) -> Span {
    let (mark, words) = marks::mark(text, block, &document.emphasis);
    let span = if mark == Some(Mark::Bold) { words } else { block.span };
    let first_line = text[span.range()].find('\n').map_or(span.end, |at| span.start + at);
    let underlined = text[first_line..span.end].trim_start().chars().all(|c| matches!(c, '=' | '-'))
        && first_line < span.end;
    let end = if underlined { first_line } else { span.end };
    let piece = text[span.start..end].trim_end();
    Span::new(
        span.start + (piece.len() - piece.trim_start_matches(['#', ' ']).len()),
        span.start + piece.len(),
    )
}
