//! What somebody is and where they belong, as the page prints it.

use crate::interview::{Cited, Span};
use crate::read::document::Block;
use crate::read::names;
use crate::read::text::{floor, trimmed};
use crate::read::words::{self, Lowered, is_unspaced};

/// Paragraphs in which people are introduced.
const LEAD: usize = 14;
/// Words of the longest role.
const MOST_WORDS: usize = 9;

/// Finds a person's role and affiliation.
pub(super) fn about(
    text: &str,
    blocks: &[Block],
    title: Option<Span>,
    name: &str,
) -> (Option<Cited>, Option<Cited>) {
    let short = |block: &&Block| block.span.len() < 120;
    let lead = blocks
        .iter()
        .take(LEAD)
        .chain(blocks.iter().skip(LEAD).take(200).filter(short))
        .map(|block| block.span);
    let places =
        title.into_iter().chain(lead.filter(|span| title.is_none_or(|title| !title.overlaps(*span))));
    let (mut role, mut affiliation) = (None, None);
    for place in places {
        let place = Span::new(place.start, place.start + floor(&text[place.range()], 1500));
        for name in occurrences(text, place, name) {
            let (found, at) = before(text, place, name).or_else(|| after(text, place, name)).unzip();
            if let Some(found) = found.filter(|_| role.is_none()) {
                role = Some(found);
                affiliation = at.flatten();
            }
        }
        if role.is_some() {
            break;
        }
    }
    (role.map(|span| names::cited(text, span)), affiliation.map(|span| names::cited(text, span)))
}

/// Finds where a name stands.
fn occurrences(text: &str, place: Span, name: &str) -> Vec<Span> {
    let found = text[place.range()].match_indices(name).take(4);
    found.map(|(at, name)| Span::new(place.start + at, place.start + at + name.len())).collect()
}

/// A role before the name: "content strategist Ann Marsh", "Harbour Lights Producer Ann Marsh".
fn before(text: &str, place: Span, name: Span) -> Option<(Span, Option<Span>)> {
    let lead = &text[place.start..name.start];
    if !lead.ends_with(char::is_whitespace) || !words::people().roles.ends(&Lowered::new(tail(lead, 60))) {
        return None;
    }
    // Backwards to a sign, or a small word that ends no role.
    let mut start = name.start;
    for (n, word) in lead.split_whitespace().rev().enumerate() {
        let at = word.as_ptr() as usize - lead.as_ptr() as usize + place.start;
        let lowered = word.to_lowercase();
        let is_joint = matches!(lowered.as_str(), "and" | "&" | "of" | "de" | "et");
        let breaks =
            word.ends_with([',', '.', ':', ';', '—', '–', '(', ')', '”', '"', '，', '。', '?', '!']) && n > 0;
        if n >= MOST_WORDS || breaks || (is_small(&lowered) && !is_joint) {
            break;
        }
        let opens = word.starts_with(['(', '“', '"']);
        start = if opens { at + word.chars().next().map_or(0, char::len_utf8) } else { at };
        if opens {
            break;
        }
    }
    // A role begins with none of the words that join.
    let mut span = trimmed(text, Span::new(start, name.start));
    while let Some(joint) =
        ["and ", "& ", "of ", "de ", "et "].iter().find(|joint| text[span.range()].starts_with(*joint))
    {
        span = Span::new(span.start + joint.len(), span.end);
    }
    (!span.is_empty() && !text[span.range()].ends_with([',', '.', ')'])).then_some((span, None))
}

/// Returns about the last bytes of a text.
fn tail(text: &str, len: usize) -> &str {
    &text[floor(text, text.len().saturating_sub(len))..]
}

/// Tells whether a word belongs to the sentence rather than to a role.
fn is_small(word: &str) -> bool {
    matches!(
        word.trim_matches(|c: char| !c.is_alphanumeric()),
        "a" | "an"
            | "the"
            | "with"
            | "to"
            | "for"
            | "by"
            | "from"
            | "in"
            | "on"
            | "at"
            | "that"
            | "when"
            | "as"
            | "but"
            | "or"
            | "is"
            | "was"
            | "are"
            | "where"
            | "our"
            | "his"
            | "her"
            | "its"
            | "their"
            | "we"
            | "i"
            | "she"
            | "he"
            | "month"
            | "week"
            | "year"
            | "le"
            | "la"
            | "les"
            | "l'"
            | "un"
            | "une"
            | "avec"
            | "par"
            | "der"
            | "die"
            | "das"
            | "den"
            | "dem"
            | "ein"
            | "eine"
            | "einen"
            | "mit"
            | "von"
            | "und"
            | "el"
            | "los"
            | "una"
            | "con"
            | "o"
            | "os"
            | "um"
            | "uma"
            | "com"
            | "il"
            | "lo"
            | "di"
            | "met"
            | "interviewed"
            | "asked"
            | "about"
            | "and"
            | "including"
            | "developer's"
            | "questions"
    )
}

/// A role after the name: "Ann Marsh, a keeper at the Harbour Trust", "Ann Marsh is the keeper of …".
fn after(text: &str, place: Span, name: Span) -> Option<(Span, Option<Span>)> {
    let rest = &text[name.end..place.end];
    let end = clause_end(rest);
    let is_apposition = rest.starts_with(',');
    let body_start = rest.len() - rest.trim_start_matches([',', ' ', '(', '\u{a0}']).len();
    let end = if is_apposition || rest.starts_with('(') {
        rest[body_start..].find(',').map_or(end, |comma| (body_start + comma).min(end.max(body_start)))
    } else {
        rest.find(',').map_or(end, |comma| comma.min(end))
    };
    let clause = trimmed(text, Span::new(name.end + body_start.min(end), name.end + end));
    let piece = &text[clause.range()];
    let is_unspaced_role = piece.starts_with('是');
    let (skipped, linked) = without_links(piece, is_apposition);
    if !is_apposition && !linked && !rest.starts_with(" (") {
        return None;
    }
    let span = Span::new(clause.start + skipped, clause.end);
    let role = &text[span.range()];
    let (own, place_of) = if is_unspaced_role { (span, None) } else { split_at_place(text, span) };
    let own = without_rest(text, own);
    let own_text = &text[own.range()];
    let is_addressed = own_text
        .split_whitespace()
        .any(|word| matches!(word, "you" | "I" | "we" | "are" | "have" | "is" | "was"));
    let is_role = words::people().roles.is_in(&Lowered::new(own_text));
    let n = if role.chars().any(is_unspaced) {
        role.chars().count() / 2
    } else {
        own_text.split_whitespace().count()
    };
    (is_role && !is_addressed && n <= MOST_WORDS).then_some((own, place_of))
}

/// Returns where a clause ends: at a sign, but not at the full stops inside an abbreviation.
fn clause_end(rest: &str) -> usize {
    let ends = |(at, c): (usize, char)| match c {
        '.' => {
            rest[at + 1..].chars().next().is_none_or(char::is_whitespace)
                && !rest[..at].ends_with(|c: char| c.is_uppercase())
        }
        _ => matches!(c, ';' | '—' | ')' | '。' | '，' | '!' | '?' | '\n'),
    };
    rest.char_indices().find(|&found| ends(found)).map_or(rest.len(), |(at, _)| at)
}

/// Cuts a role where the sentence goes on: "designer working with …", "journaliste à Lyon", "Autorin und lebt in …".
fn without_rest(text: &str, span: Span) -> Span {
    const STOPS: &[&str] = &[
        " who ",
        " whose ",
        " which ",
        " that ",
        " working ",
        " based ",
        " living ",
        " in ",
        " on ",
        " sur ",
        " à ",
        " en ",
        " im ",
        " aus ",
    ];
    const JOINTS: &[&str] = &[" and ", " und ", " et ", " y ", " e "];
    let piece = &text[span.range()];
    let stop = STOPS.iter().filter_map(|stop| piece.find(stop));
    let is_role = |rest: &str| words::people().roles.is_in(&Lowered::new(rest));
    let joint =
        JOINTS.iter().filter_map(|joint| piece.find(joint).filter(|at| !is_role(&piece[at + joint.len()..])));
    Span::new(span.start, span.start + stop.chain(joint).min().unwrap_or(piece.len()))
}

/// Skips "is", "who is", articles; tells whether a verb was among them.
fn without_links(piece: &str, is_apposition: bool) -> (usize, bool) {
    let mut at = 0;
    let mut linked = false;
    if let Some(rest) = piece.strip_prefix('是') {
        return (piece.len() - rest.len(), true);
    }
    for word in piece.split_inclusive(char::is_whitespace) {
        let bare = word.trim().to_lowercase();
        let is_verb =
            matches!(bare.as_str(), "is" | "was" | "ist" | "est" | "es" | "è" | "é" | "who" | "who's");
        let is_article = matches!(
            bare.as_str(),
            "a" | "an"
                | "the"
                | "ein"
                | "eine"
                | "der"
                | "die"
                | "un"
                | "une"
                | "le"
                | "la"
                | "el"
                | "il"
                | "uno"
                | "una"
                | "um"
                | "uma"
                | "o"
        );
        if !is_verb && !(is_article && (linked || is_apposition)) {
            break;
        }
        linked |= is_verb;
        at += word.len();
    }
    (at, linked)
}

/// Splits "keeper at the Harbour Trust" before its place, if the place is a name.
fn split_at_place(text: &str, span: Span) -> (Span, Option<Span>) {
    let piece = &text[span.range()];
    let mut at = 0;
    for word in piece.split_inclusive(char::is_whitespace) {
        let bare = word.trim().to_lowercase();
        if at > 0 && words::people().at.is_whole(&Lowered::new(&bare)) {
            let rest = piece[at + word.len()..].trim_start_matches("the ").trim_start_matches("The ");
            let start = span.end - rest.len();
            if rest.starts_with(|c: char| c.is_uppercase() || c.is_numeric()) {
                // Only as far as the capitals go; what follows them is the sentence.
                let run = names::runs(text, Span::new(start, span.end)).into_iter().next();
                let own = trimmed(text, Span::new(span.start, span.start + at));
                let named = run.map_or(
                    Span::new(start, start + rest.split_whitespace().next().map_or(0, str::len)),
                    |run| run.span(),
                );
                return (own, Some(named));
            }
        }
        at += word.len();
    }
    (span, None)
}
