//! What somebody is and where they belong, as the page prints it.

use super::role;
use crate::interview::{Cited, Span};
use crate::read::document::Block;
use crate::read::names;
use crate::read::text::{floor, trimmed};
use crate::read::words::{self, Lowered, is_unspaced};

/// Paragraphs in which people are introduced.
const LEAD: usize = 14;
/// Words of the longest role.
const MOST_WORDS: usize = 9;

/// A role and an affiliation; at least one of them.
type Found = (Option<Span>, Option<Span>);

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
            let found = before(text, place, name).or_else(|| after(text, place, name));
            if let Some((what, at)) = found.filter(|_| role.is_none()) {
                role = what;
                affiliation = at.or(affiliation);
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
fn before(text: &str, place: Span, name: Span) -> Option<Found> {
    let start = role::start_before(&text[place.start..name.start], MOST_WORDS)?;
    let span = trimmed(text, Span::new(place.start + start, name.start));
    Some((Some(span), None))
}

/// A role after the name: "Ann Marsh, a keeper at the Harbour Trust", "Ann Marsh is the keeper of …".
fn after(text: &str, place: Span, name: Span) -> Option<Found> {
    let name = Span::new(name.start, name.end + age_len(&text[name.end..place.end]));
    let rest = &text[name.end..place.end];
    let is_apposition = rest.starts_with(',');
    let in_brackets = rest.starts_with(" (");
    let body_start = rest.len() - rest.trim_start_matches([',', ' ', '(', '\u{a0}']).len();
    let sentence = clause_end(rest);
    let end = rest[body_start..].find(',').map_or(sentence, |comma| (body_start + comma).min(sentence));
    let clause = trimmed(text, Span::new(name.end + body_start.min(end), name.end + end));
    let piece = &text[clause.range()];
    let is_label = text[place.start..name.start].chars().all(|c| !c.is_alphanumeric())
        && (is_apposition || in_brackets)
        && text[clause.end..place.end].trim_start_matches([')', ' ', '*', '_']).starts_with(':');
    if is_label {
        return in_label(text, clause);
    }
    let is_unspaced_role = piece.starts_with('是');
    let links = without_links(piece, is_apposition);
    if !is_apposition && !links.has_verb && !in_brackets {
        return None;
    }
    let span = Span::new(clause.start + links.len, clause.end);
    let (own, place_of) = if is_unspaced_role { (span, None) } else { split_at_place(text, span) };
    let own = without_rest(text, own);
    let own_text = &text[own.range()];
    let is_addressed = own_text.split_whitespace().any(|word| {
        matches!(
            word,
            "you"
                | "I"
                | "I'm"
                | "I’m"
                | "we"
                | "are"
                | "have"
                | "is"
                | "was"
                | "not"
                | "nicht"
                | "pas"
                | "non"
                | "no"
        )
    });
    let listed = words::people().roles.is_in(&Lowered::new(own_text));
    // "a cook, who …", "an emergency dispatcher in Gdynia, who …": the sentence itself says that it is what they are.
    let goes_on = text[own.end..place.end].trim_start_matches([',', ' ']);
    let is_person = ["who ", "whose ", "qui ", "che ", "quien "].iter().any(|who| goes_on.starts_with(who));
    let is_role =
        listed || (links.has_article && (role::says_what(own_text) || (is_apposition && is_person)));
    (is_role && !is_addressed && n_words(own_text) <= MOST_WORDS).then_some((Some(own), place_of))
}

/// Returns the length of an age behind a name: `, 41,`.
fn age_len(rest: &str) -> usize {
    let age = |rest: &str| -> Option<usize> {
        let years = rest.strip_prefix(", ")?;
        let digits = years.bytes().take_while(u8::is_ascii_digit).count();
        ((1..=3).contains(&digits) && years[digits..].starts_with(',')).then_some(2 + digits)
    };
    // The comma after it parts it from the verb, or opens what somebody is.
    let len = age(rest).unwrap_or_default();
    if rest[len..].starts_with(", is ") || rest[len..].starts_with(", was ") {
        len + usize::from(len > 0)
    } else {
        len
    }
}

/// What a label adds to a name: "Ann Marsh, keeper:", "Ann Marsh (Harbour Trust):".
fn in_label(text: &str, clause: Span) -> Option<Found> {
    let piece = &text[clause.range()];
    let has_letters = piece.chars().any(char::is_lowercase) && !piece.chars().any(|c| c.is_ascii_digit());
    if !has_letters || n_words(piece) > MOST_WORDS {
        return None;
    }
    if role::says_what(piece) {
        let (own, place_of) = split_at_place(text, clause);
        return Some((Some(own), place_of));
    }
    // "(laughs)" is in small letters, "(AM)" in capitals.
    names::begins_with_capital(piece).then_some((None, Some(clause)))
}

/// Returns about how many words a text has.
fn n_words(text: &str) -> usize {
    if text.chars().any(is_unspaced) { text.chars().count() / 2 } else { text.split_whitespace().count() }
}

/// Returns where a clause ends: at a sign, but not at the full stops inside an abbreviation.
fn clause_end(rest: &str) -> usize {
    let ends = |(at, c): (usize, char)| match c {
        '.' => {
            rest[at + 1..].chars().next().is_none_or(char::is_whitespace)
                && !rest[..at].ends_with(|c: char| c.is_uppercase())
        }
        _ => matches!(c, ';' | ':' | '—' | ')' | '。' | '，' | '：' | '!' | '?' | '\n'),
    };
    rest.char_indices().find(|&found| ends(found)).map_or(rest.len(), |(at, _)| at)
}

/// Cuts a role where the sentence goes on: "designer working with …", "journaliste à Lyon", "Autorin und lebt in …".
fn without_rest(text: &str, span: Span) -> Span {
    const STOPS: &[&str] = &[
        " who ",
        " and former ",
        " and the former ",
        " und ehemalige",
        " et ancien",
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
    let tail =
        [" working", " based", " living"].iter().find_map(|tail| piece.strip_suffix(tail)).map(str::len);
    let stop =
        STOPS.iter().filter_map(|stop| piece.find(stop).filter(|at| !is_place(text, span, at + stop.len())));
    let is_role = |rest: &str| words::people().roles.is_in(&Lowered::new(rest));
    let joint =
        JOINTS.iter().filter_map(|joint| piece.find(joint).filter(|at| !is_role(&piece[at + joint.len()..])));
    Span::new(span.start, span.start + stop.chain(joint).chain(tail).min().unwrap_or(piece.len()))
}

/// Tells whether the rest of a phrase is a place and nothing more: "dispatcher in |Gdynia".
fn is_place(text: &str, span: Span, at: usize) -> bool {
    let rest = Span::new(span.start + at, span.end);
    names::runs(text, rest).first().is_some_and(|run| run.span() == trimmed(text, rest))
}

/// What stands between a name and a role.
struct Links {
    /// Its length.
    len: usize,
    /// Whether "is" is among it.
    has_verb: bool,
    /// Whether an article is.
    has_article: bool,
}

/// Skips "is", "who is", articles.
fn without_links(piece: &str, is_apposition: bool) -> Links {
    let mut links = Links { len: 0, has_verb: false, has_article: false };
    if let Some(rest) = piece.strip_prefix('是') {
        return Links { len: piece.len() - rest.len(), has_verb: true, has_article: false };
    }
    // "My name is Ann Marsh, and I'm a keeper".
    const I_AM: &[&str] = &["I'm ", "I’m ", "I am ", "je suis ", "ich bin ", "soy ", "sou ", "sono "];
    let own = ["and ", "et ", "und ", "y ", "e "]
        .iter()
        .find_map(|joint| piece.strip_prefix(joint))
        .unwrap_or(piece);
    if let Some(rest) = I_AM.iter().find_map(|verb| own.strip_prefix(verb)) {
        links = Links { len: piece.len() - rest.len(), has_verb: true, has_article: false };
    }
    for word in piece[links.len..].split_inclusive(char::is_whitespace) {
        let bare = word.trim().to_lowercase();
        let is_verb =
            matches!(bare.as_str(), "is" | "was" | "ist" | "est" | "es" | "è" | "é" | "who" | "who's");
        let is_article = words::people().articles.is_whole(&Lowered::new(&bare));
        if !is_verb && !(is_article && (links.has_verb || is_apposition)) {
            break;
        }
        links.has_verb |= is_verb;
        links.has_article |= is_article;
        links.len += word.len();
    }
    links
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
                let own = trimmed(text, Span::new(span.start, span.start + at));
                let named = named_place(text, Span::new(start, span.end));
                return (own, Some(named));
            }
        }
        at += word.len();
    }
    (span, None)
}

/// Returns a place as far as its capitals go, over what joins them: "City of Philadelphia"; what follows is the sentence.
fn named_place(text: &str, span: Span) -> Span {
    const JOINTS: [&str; 8] = ["of", "of the", "for", "for the", "de", "de la", "für", "&"];
    let runs = names::runs(text, span);
    let Some(first) = runs.first().map(names::Run::span) else {
        let word = text[span.range()].split_whitespace().next().map_or(0, str::len);
        return Span::new(span.start, span.start + word);
    };
    runs.iter().skip(1).map(names::Run::span).fold(first, |place, next| {
        let between = &text[place.end..next.start];
        if JOINTS.contains(&between.trim()) { Span::new(place.start, next.end) } else { place }
    })
}
