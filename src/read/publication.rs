//! Where an interview was published, as the page prints it: in its head, in a notice, on a line of its own, by its host.

use super::document::Document;
use super::features::{is_names_only, notices};
use super::label::label;
use super::metadata::{HEAD, cited};
use crate::interview::{Cited, Span};

/// Finds the publication: a line of its own whose name a notice repeats, or what the host says they are on.
pub(super) fn publication(document: &Document) -> Option<Cited> {
    let text = document.text.as_str();
    let stated = document.blocks.iter().take(HEAD).find_map(|block| {
        let label = label(text, block.span)?;
        let key = text[label.name.range()].to_lowercase();
        matches!(key.as_str(), "podcast" | "show" | "publication" | "published in" | "magazine" | "programme")
            .then(|| Span::new(label.words, block.span.end))
    });
    if let Some(span) = stated.filter(|span| !span.is_empty() && span.len() < 80) {
        return Some(cited(document, span));
    }
    named_by_notice(document).or_else(|| named_alone(document)).or_else(|| said_at_the_start(document))
}

/// Finds the publication that a notice names: "© 2026 The Paper. All rights reserved", "Keep up with The Paper for …".
fn named_by_notice(document: &Document) -> Option<Cited> {
    const BEFORE: [&str; 7] =
        ["©", "Copyright ", "eep up with ", "ubscribe to ", "ollow us on ", "ewsletter of ", "onnez-vous à "];
    const AFTER: [&str; 10] =
        [".", ",", " for ", " All ", " on ", " Tous ", " Alle ", " and ", " by ", " today"];
    let text = document.text.as_str();
    document.blocks.iter().rev().take(40).find_map(|block| {
        let piece = &text[block.span.range()];
        let start = BEFORE.iter().find_map(|phrase| piece.find(phrase).map(|at| at + phrase.len()))?;
        let skipped = piece[start..].trim_start_matches(|c: char| !c.is_alphabetic() && !c.is_ascii_digit());
        let year = skipped.bytes().take_while(u8::is_ascii_digit).count();
        let skipped = if year == 4 {
            skipped[year..].trim_start_matches(|c: char| !c.is_alphanumeric())
        } else {
            skipped
        };
        let end = AFTER.iter().filter_map(|mark| skipped.find(mark)).min().unwrap_or(skipped.len());
        let name = skipped[..end].trim_end();
        let at = piece.len() - skipped.len();
        let capital = name.starts_with(|c: char| !c.is_lowercase());
        (capital && (2..60).contains(&name.len()) && piece.len() < 400)
            .then(|| cited(document, Span::new(block.span.start + at, block.span.start + at + name.len())))
    })
}

/// Finds the publication on a line of its own near the end, where the rest of the page names it, too.
fn named_alone(document: &Document) -> Option<Cited> {
    let text = document.text.as_str();
    let tail = document.blocks.len().saturating_sub(12);
    let block = document.blocks.iter().skip(tail.max(1)).find(|block| {
        let name = &text[block.span.range()];
        (3..60).contains(&name.len())
            && is_names_only(name)
            && !name.ends_with(['.', '!', '?'])
            && notices(&name.to_lowercase()) == 0
            && document.blocks.iter().any(|other| other != *block && text[other.span.range()].contains(name))
    })?;
    Some(cited(document, block.span))
}

/// Finds the show a host names: "Welcome to The Show".
fn said_at_the_start(document: &Document) -> Option<Cited> {
    const PHRASES: [&str; 4] = ["elcome to ", "elcome back to ", "istening to ", "his is "];
    let text = document.text.as_str();
    document.blocks.iter().take(HEAD).find_map(|block| {
        let piece = &text[block.span.range()];
        PHRASES.iter().find_map(|phrase| {
            let at = piece.find(phrase)? + phrase.len();
            let name = piece[at..].split([',', '.', '!', '?', ';', ':', '—', '–']).next()?;
            let name = name.split(" with ").next()?.trim();
            let capital =
                name.split_whitespace().all(|word| word.starts_with(char::is_uppercase) || word.len() <= 3);
            (capital
                && name.starts_with(char::is_uppercase)
                && (4..50).contains(&name.len())
                && name.contains(' '))
            .then(|| cited(document, Span::new(block.span.start + at, block.span.start + at + name.len())))
        })
    })
}
