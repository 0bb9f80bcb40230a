//! Who published and wrote a page, and when.

use crate::interview::{Cited, Span};
use crate::read::document::{Block, BlockKind};
use crate::read::labels::{self, Form};
use crate::read::marks::{self, ends_sentence};
use crate::read::names;
use crate::read::roles::signs::is_byline;
use crate::read::text::lines;
use crate::read::words::{self, Lowered};

/// Paragraphs at either end of a page that hold its credits.
const ENDS: usize = 14;
/// Bytes of the longest credit.
const LONGEST: usize = 400;

/// Finds the publication; `people` are names it must not be taken for.
pub(super) fn publication(text: &str, blocks: &[Block], people: &[&str]) -> Option<Cited> {
    let last = blocks.len().saturating_sub(ENDS);
    let credits = || {
        blocks
            .iter()
            .enumerate()
            .filter(|(index, block)| (*index < ENDS || *index >= last) && block.span.len() < LONGEST)
    };
    let is_person = |span: &Span| {
        let key = names::key(&text[span.range()]);
        people.iter().any(|person| names::key(person) == key)
    };
    let said =
        credits().rev().find_map(|(_, block)| in_notice(text, block.span)).filter(|span| !is_person(span));
    let lone = || {
        credits()
            .filter(|(index, _)| *index >= last)
            .find(|(index, block)| {
                block.kind != BlockKind::ListItem
                    && is_lone_name(text, block.span)
                    && !is_person(&block.span)
                    && is_among_notices(text, blocks, *index)
            })
            .map(|(_, block)| block.span)
    };
    let stated =
        blocks.iter().take(ENDS).find_map(|block| stated(text, block.span, &words::page().published_in));
    let found = stated
        .or(said)
        .or_else(lone)
        .or_else(|| credits().find_map(|(_, block)| in_byline(text, block.span)))
        .or_else(|| of_first_label(text, blocks))
        .filter(|span| !is_person(span));
    found.map(|span| names::cited(text, span))
}

/// What stands behind the title in the title of the window: "On Bread – The Record".
pub(super) fn of_window(window: &str, title: &str) -> Option<Cited> {
    let rest = window.strip_prefix(title)?.trim_start();
    let name = rest.strip_prefix(['|', '–', '—', '-', '·', '•', '«', '»'])?.trim();
    let is_name = (1..=6).contains(&name.split_whitespace().count())
        && name.starts_with(|c: char| c.is_uppercase() || c.is_numeric() || words::is_unspaced(c))
        && !name.contains(['|', '–', '—', '·', '•', '»', ':']);
    is_name.then(|| Cited { text: name.to_owned(), span: None })
}

/// What a line at the head of a page states behind a label: "Show: Slack Water".
fn stated(text: &str, block: Span, labels: &words::Phrases) -> Option<Span> {
    lines(text, block).take(ENDS).find_map(|line| {
        let label = labels::scan(text, line.span).filter(|label| label.form == Form::Colon)?;
        let name = Lowered::new(&text[label.name.range()]);
        let value = &text[label.words.range()];
        let is_name =
            !value.is_empty() && value.len() < 80 && !ends_sentence(value) && !value.contains("://");
        (labels.is_whole(&name) && is_name).then_some(label.words)
    })
}

/// A name inside a notice: "Keep up with The Record", "© 2020 The Record".
fn in_notice(text: &str, span: Span) -> Option<Span> {
    let piece = &text[span.range()];
    let lead = ["Keep up with ", "keep up with ", "Subscribe to ", "Copyright ", "©", "(c) ", "(C) "]
        .iter()
        .filter_map(|sign| Some((piece.find(sign)? + sign.len(), *sign)))
        .min()?;
    let is_copyright = lead.1.starts_with(['©', 'C', '(']);
    let rest = piece[lead.0..].trim_start_matches(|c: char| {
        c.is_whitespace() || c.is_ascii_digit() || matches!(c, '©' | '-' | '–' | ',' | '.')
    });
    // A name may begin with a number ("© 2018 18F"): only the year is skipped.
    let digits = piece[lead.0..].trim_start();
    let after_year = digits
        .split_once(' ')
        .filter(|(year, _)| year.len() >= 4 && year.bytes().all(|b| b.is_ascii_digit() || b == b'-'));
    let rest = after_year.map_or(rest, |(_, rest)| rest);
    let start = span.end - rest.len();
    let signs = [". ", ", ", " | ", "!", " All ", " all ", " – ", "\n"].as_slice();
    let words = [" for ", " on ", " and ", " to ", " in ", " newsletter"].as_slice();
    // "Code for Everyone" holds its copyright whole; "keep up with The Record for more" does not go on with a name.
    let stops = signs.iter().chain(words.iter().filter(|_| !is_copyright));
    let end = stops.filter_map(|stop| rest.find(stop)).min().unwrap_or(rest.len());
    let name = names::trimmed_of(text, Span::new(start, start + end), |c| !c.is_alphanumeric());
    let own = &text[name.range()];
    let is_name =
        own.chars().next().is_some_and(|c| c.is_uppercase() || c.is_numeric() || words::is_unspaced(c));
    // "© 2019 · Privacy" names nobody.
    let is_link = words::page().furniture.is_whole(&Lowered::new(own));
    let is_possible =
        is_name && !is_link && own.split_whitespace().count() <= 6 && !own.to_lowercase().starts_with("our");
    is_possible.then_some(name)
}

/// Tells whether a paragraph is a name and nothing else.
fn is_lone_name(text: &str, span: Span) -> bool {
    let piece = &text[span.range()];
    let lowered = Lowered::new(piece);
    let n = piece.split_whitespace().count();
    let begins = piece.starts_with(|c: char| c.is_uppercase() || c.is_numeric() || words::is_unspaced(c));
    let is_other = words::page().furniture.is_whole(&lowered)
        || words::page().caption.is_in(&lowered)
        || words::page().boilerplate.is_in(&lowered);
    let ends = piece.split_whitespace().next_back().is_some_and(|word| {
        word.starts_with(|c: char| c.is_uppercase() || c.is_numeric() || words::is_unspaced(c))
    });
    (1..=5).contains(&n)
        && begins
        && ends
        && !ends_sentence(piece)
        && !is_other
        && !piece.contains([':', '|', '(', ','])
        && piece.chars().any(char::is_alphabetic)
}

/// Tells whether a notice stands right after a paragraph, or before it.
fn is_among_notices(text: &str, blocks: &[Block], index: usize) -> bool {
    let is_notice = |block: &Block| {
        let piece = &text[block.span.range()];
        let lowered = Lowered::new(piece);
        words::page().furniture.is_whole(&lowered)
            || words::page().boilerplate.is_in(&lowered)
            || piece.contains('©')
    };
    let near = [index.checked_sub(1), Some(index + 1)];
    near.into_iter().flatten().filter_map(|index| blocks.get(index)).any(is_notice)
}

/// The publication behind an author: "By Jo Field | The Record".
fn in_byline(text: &str, span: Span) -> Option<Span> {
    let piece = &text[span.range()];
    if !is_byline(text, span, &Lowered::new(piece)) || !piece.starts_with(['B', 'b']) {
        return None;
    }
    let at = [" | ", " for "].iter().filter_map(|sign| Some(piece.find(sign)? + sign.len())).min()?;
    let run = names::runs(text, Span::new(span.start + at, span.end)).into_iter().next()?;
    let name = run.span();
    (run.words[0].start == span.start + at && !words::page().months.is_in(&Lowered::new(&text[name.range()])))
        .then_some(name)
}

/// A label in capitals before the first question, where the same word stands elsewhere as the page writes it.
fn of_first_label(text: &str, blocks: &[Block]) -> Option<Span> {
    let label = blocks.iter().take(ENDS).find_map(|block| {
        labels::scan(text, block.span)
            .filter(|label| label.form == Form::Colon && marks::ends_in_question(&text[label.words.range()]))
    })?;
    let printed = &text[label.name.range()];
    let is_shouted = printed.chars().count() > 2 && !printed.chars().any(char::is_lowercase);
    if !is_shouted || words::labels().interviewer.is_whole(&Lowered::new(printed)) {
        return None;
    }
    let key = names::key(printed);
    let same = blocks
        .iter()
        .take(ENDS * 2)
        .flat_map(|block| names::runs(text, block.span))
        .flat_map(|run| run.words)
        .find(|word| *word != label.name && names::key(&text[word.range()]) == key);
    Some(same.unwrap_or(label.name))
}

/// Finds the author in a byline; a title is one only if it says "by".
pub(super) fn author(text: &str, blocks: &[Block], title: Option<Span>) -> Option<Cited> {
    let last = blocks.len().saturating_sub(ENDS / 2);
    let lines = blocks
        .iter()
        .enumerate()
        .filter(|(index, block)| (*index < ENDS || *index >= last) && block.span.len() < 160)
        .map(|(_, block)| block.span);
    lines.filter(|span| is_byline(text, *span, &Lowered::new(&text[span.range()]))).find_map(|span| {
        let piece = &text[span.range()];
        let lowered = piece.to_lowercase();
        let after = ["by ", "par ", "von ", "por ", "words: ", "text: "].iter().find_map(|by| {
            let at = lowered.find(by)?;
            (lowered.len() == piece.len() && (at == 0 || lowered[..at].ends_with(' ')))
                .then_some(span.start + at + by.len())
        });
        if after.is_none() && title.is_some_and(|title| title.overlaps(span)) {
            return None;
        }
        let runs = names::runs(text, Span::new(after.unwrap_or(span.start), span.end));
        let name = runs.iter().find_map(|run| without_byline(text, run))?;
        // A sentence is a byline only if it ends with the name: "Das Gespräch führte Jo Feld."
        let is_said = after.is_none()
            && ends_sentence(piece)
            && text[name.end..span.end].contains(char::is_alphanumeric);
        if is_said {
            return None;
        }
        Some(names::cited(text, name))
    })
}

/// Returns the name in a run of capitals, without the words of a byline before it: "Entrevista de Tom Fresno".
fn without_byline(text: &str, run: &names::Run) -> Option<Span> {
    let people = words::people();
    let is_of_byline = |word: &&Span| {
        let word = &text[word.range()];
        let lowered = Lowered::new(word);
        !names::begins_with_capital(word)
            || people.met.is_whole(&lowered)
            || people.articles.is_whole(&lowered)
            || words::page().furniture.is_whole(&lowered)
    };
    let first = run.words.iter().find(|word| !is_of_byline(word))?;
    let name = Span::new(first.start, run.span().end);
    let shown = &text[name.range()];
    (names::looks_personal(shown) && !words::page().months.is_in(&Lowered::new(shown))).then_some(name)
}
