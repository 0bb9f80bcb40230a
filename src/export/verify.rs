//! Is every card verbatim? What a card shows, held against its interview.

use super::manifest::Entry;
use crate::interview::{Interview, Span};
use crate::quote::{GAP, stage_direction};

/// How a quote differs from its source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// The source is another file than the one the card was made from.
    OtherFile,
    /// These words are not in the interview, or not in this order.
    Words(String),
    /// The words are in the interview, but somebody else says them.
    Speaker(String),
}

/// Holds an entry of a manifest against the interview it names.
#[must_use]
pub fn entry(entry: &Entry, interview: &Interview) -> Option<Difference> {
    if entry.sha256.as_ref().is_some_and(|sha256| *sha256 != interview.source.sha256_hex()) {
        return Some(Difference::OtherFile);
    }
    said_by(&entry.text, &entry.by, interview)
}

/// Holds a text and who is said to have said it against an interview.
#[must_use]
pub fn said_by(said: &str, by: &str, interview: &Interview) -> Option<Difference> {
    let Some(found) = find(said, interview) else { return text(said, interview) };
    let speaker =
        interview.turn_of(found).and_then(|turn| turn.speaker).map(|id| &interview.speaker(id).name.text);
    match speaker {
        Some(name) if !same_person(name, by) => Some(Difference::Speaker(name.clone())),
        _ => None,
    }
}

/// Holds a text against an interview: every stretch between gaps must stand there, in order.
#[must_use]
pub fn text(text: &str, interview: &Interview) -> Option<Difference> {
    if find(text, interview).is_some() {
        return None;
    }
    let source = fold(&interview.text);
    let missing = text.split(GAP.trim()).find(|piece| !source.letters.contains(&fold(piece).letters));
    Some(Difference::Words(missing.unwrap_or(text).trim().to_owned()))
}

/// Finds where a text stands: the span from its first word to its last.
fn find(text: &str, interview: &Interview) -> Option<Span> {
    let source = fold(&interview.text);
    let pieces: Vec<Folded> =
        text.split(GAP.trim()).map(fold).filter(|piece| !piece.letters.is_empty()).collect();
    let first = pieces.first()?;
    // The first piece may stand in several places; the others must follow it in the same answer.
    let mut from = 0;
    while let Some(at) = source.letters[from..].find(&first.letters) {
        let start = from + at;
        let mut end = start + first.letters.len();
        let all_follow = pieces[1..].iter().all(|piece| {
            let found = source.letters[end..].find(&piece.letters).map(|at| end + at);
            if let Some(at) = found {
                end = at + piece.letters.len();
            }
            found.is_some()
        });
        let span = Span::new(source.origin[start], source.origin[end.saturating_sub(1)] + 1);
        if all_follow && (pieces.len() == 1 || interview.turn_of(span).is_some()) {
            return Some(span);
        }
        from = start + first.letters.chars().next().map_or(1, char::len_utf8);
    }
    None
}

/// A text without white space, marks' forms and case, and where each of its bytes came from.
struct Folded {
    letters: String,
    origin: Vec<usize>,
}

/// Folds what a card may change: white space, forms of quotes and dashes, the case of letters. Stage directions, which a card
/// leaves out, are left out.
fn fold(text: &str) -> Folded {
    let mut folded = Folded { letters: String::new(), origin: Vec::new() };
    let mut skip_to = 0;
    for (at, character) in text.char_indices() {
        if at < skip_to {
            continue;
        }
        if let Some(end) = stage_direction(&text[at..]) {
            skip_to = at + end;
            continue;
        }
        let form = match character {
            '“' | '”' | '„' | '‟' | '«' | '»' | '"' | '‹' | '›' | '‘' | '’' | '‚' | '\'' | '`' | '´' =>
            {
                continue;
            }
            '—' | '–' | '‐' | '‑' | '-' | '−' => continue,
            '…' | '.' => continue,
            '*' | '_' => continue,
            c if c.is_whitespace()
                || c.is_control()
                || matches!(c, '\u{200b}'..='\u{200f}' | '\u{ad}' | '\u{feff}') =>
            {
                continue;
            }
            // Turkish capitals have a letter of another case beside them in English.
            'ı' => 'i',
            other => other,
        };
        for lower in form.to_lowercase().filter(|c| *c != '\u{307}') {
            folded.letters.push(lower);
            folded.origin.extend(std::iter::repeat_n(at, lower.len_utf8()));
        }
    }
    folded
}

/// Tells whether two names stand for one person: one is a part of the other, word by word.
fn same_person(one: &str, other: &str) -> bool {
    let words = |name: &str| -> Vec<String> {
        name.split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect()
    };
    let (one, other) = (words(one), words(other));
    let (short, long) = if one.len() <= other.len() { (&one, &other) } else { (&other, &one) };
    !short.is_empty() && short.iter().all(|word| long.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::{ReadOptions, read};

    #[test]
    fn a_turkish_capital_is_the_letter_it_was() {
        let page =
            "Ada: Neden?\n\nEce: Evet, iyi ki geldin ve ışık yandı.\n\nAda: Sonra?\n\nEce: Sonra gittik.\n";
        let interview = read(page.as_bytes(), "page.txt", &ReadOptions::default()).unwrap();
        assert_eq!(text("İyi ki geldin ve ışık yandı.", &interview), None);
        assert_eq!(text("Işık yandı.", &interview), None);
        assert_eq!(text("İyi ki gitti.", &interview), Some(Difference::Words("İyi ki gitti.".into())));
    }
}
