//! What a page says of itself: title, guest, publication, author, date. Nothing is invented: each is declared by the
//! markup or printed on the page.

use std::collections::BTreeSet;

use super::document::{BlockKind, Document};
use super::features::notices;
use super::label::label;
use super::names::{Mention, apposition, mentions};
use super::publication::publication;
use super::words::words;
use crate::interview::{Cited, Span};

/// Paragraphs at the start among which title, byline and date are looked for.
pub(super) const HEAD: usize = 14;
/// What a word of a name loses by standing in lower case elsewhere on the page.
const COMMON: i32 = 3;
/// Least sum of signs that make a name the guest's.
const ENOUGH: i32 = 5;

/// Somebody the page is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Person {
    /// The name.
    pub(super) name: Cited,
    /// What they are, as printed.
    pub(super) title: Option<Cited>,
}

/// What was found.
#[derive(Clone, Debug, Default)]
pub(super) struct Found {
    /// Index of the title's block, if it is one.
    pub(super) title_block: Option<usize>,
    /// The title.
    pub(super) title: Option<Cited>,
    /// Who is interviewed, as far as title and intro say.
    pub(super) guest: Option<Person>,
    /// The publication.
    pub(super) publication: Option<Cited>,
    /// Who wrote it.
    pub(super) author: Option<Cited>,
    /// When it was published.
    pub(super) date: Option<Cited>,
}

impl Found {
    /// Looks through a document.
    pub(super) fn of(document: &Document) -> Self {
        let declared = &document.declared;
        let printed = title_block(document);
        let title = declared
            .title
            .clone()
            .or_else(|| printed.map(|index| cited(document, document.blocks[index].span)));
        let title_block = document.blocks.iter().take(HEAD).position(|block| {
            title.as_ref().is_some_and(|title| collapsed(&document.text[block.span.range()]) == title.text)
        });
        let author = declared.author.clone().or_else(|| author(document));
        let publication = declared.publication.clone().or_else(|| publication(document));
        let date = declared.date.clone().or_else(|| date(document));
        let guest = guest(document, title_block, title.as_ref(), author.as_ref());
        Self { title_block, title, guest, publication, author, date }
    }
}

/// Makes a citation of a span, white space collapsed.
pub(super) fn cited(document: &Document, span: Span) -> Cited {
    Cited { text: collapsed(&document.text[span.range()]), span: Some(span) }
}

fn collapsed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Finds the block that is the title: the first heading, or the first line that looks like one before running text.
fn title_block(document: &Document) -> Option<usize> {
    let heading = document
        .blocks
        .iter()
        .take(40)
        .position(|block| matches!(block.kind, BlockKind::Heading(1 | 2)) && block.span.len() > 3);
    heading.or_else(|| {
        for (index, block) in document.blocks.iter().enumerate().take(HEAD) {
            let piece = &document.text[block.span.range()];
            if piece.chars().count() > 200 {
                return None;
            }
            if block.voice.is_none() && block.kind == BlockKind::Paragraph && is_title(piece) {
                return Some(index);
            }
        }
        None
    })
}

/// Tells whether a line could be a title.
fn is_title(piece: &str) -> bool {
    let lower = piece.to_lowercase();
    let length = piece.chars().count();
    let words_in = piece.split_whitespace().count();
    let is_wide = piece.chars().any(|c| c >= '\u{2e80}');
    let is_bar = notices(&lower) > 0 && words_in <= 6;
    let begins = |phrase: &String| {
        lower
            .strip_prefix(phrase.as_str())
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_whitespace() || c == ':'))
    };
    let is_byline = words_in <= 8 && words().byline.iter().any(begins);
    (8..=180).contains(&length.max(if is_wide { length * 2 } else { 0 }))
        && (words_in >= 2 || is_wide)
        && !piece.ends_with(['.', '。', ',', ';'])
        && !piece.contains('|')
        && !is_bar
        && !is_byline
        && find_date(piece).is_none_or(|(start, end)| end - start + 6 < piece.len())
        && label(piece, Span::new(0, piece.len()))
            .is_none_or(|label| label.words * 3 > piece.len() || words_in >= 5)
}

/// Finds who wrote it: "By Name", on a short line near the start.
fn author(document: &Document) -> Option<Cited> {
    document.blocks.iter().take(HEAD).find_map(|block| {
        let piece = &document.text[block.span.range()];
        let lower = piece.to_lowercase();
        let phrase = words()
            .byline
            .iter()
            .filter(|phrase| lower.starts_with(phrase.as_str()))
            .max_by_key(|p| p.len())?;
        // Lower case may be of another length; a byline's phrase never is.
        if piece.chars().count() > 120 || !piece.is_char_boundary(phrase.len()) {
            return None;
        }
        let rest = Span::new(block.span.start + phrase.len(), block.span.end);
        mentions(&document.text, rest).first().map(|mention| cited(document, mention.name))
    })
}

/// Finds a date on a short line near the start.
fn date(document: &Document) -> Option<Cited> {
    document.blocks.iter().take(HEAD).find_map(|block| {
        let piece = &document.text[block.span.range()];
        let (start, end) = find_date(piece).filter(|_| piece.chars().count() <= 140)?;
        Some(cited(document, Span::new(block.span.start + start, block.span.start + end)))
    })
}

/// Finds a date in a text: `9 April 2026`, `April 9, 2026`, `April 2026`, `2026-04-09`.
fn find_date(text: &str) -> Option<(usize, usize)> {
    let tokens: Vec<(usize, &str)> = text
        .split(|c: char| !(c.is_alphanumeric() || c == '-'))
        .filter(|token| !token.is_empty())
        .map(|token| (token.as_ptr() as usize - text.as_ptr() as usize, token))
        .collect();
    let is_day = |token: &str| token.parse::<u8>().is_ok_and(|day| (1..=31).contains(&day));
    let is_year =
        |token: &str| token.len() == 4 && token.parse::<u16>().is_ok_and(|year| (1800..2200).contains(&year));
    for (index, &(at, token)) in tokens.iter().enumerate() {
        let digits = token.bytes().filter(u8::is_ascii_digit).count();
        if token.len() == 10 && digits == 8 && token.split('-').count() == 3 && is_year(&token[..4]) {
            return Some((at, at + token.len()));
        }
        if !words().month.contains(&token.to_lowercase()) {
            continue;
        }
        let before = index.checked_sub(1).map(|before| tokens[before]).filter(|(_, token)| is_day(token));
        let day_after = tokens.get(index + 1).filter(|(_, token)| is_day(token)).is_some();
        let year = tokens.get(index + 1 + usize::from(day_after)).filter(|(_, token)| is_year(token));
        if let Some((year_at, year)) = year {
            return Some((before.map_or(at, |(at, _)| at), year_at + year.len()));
        }
    }
    None
}

/// Finds the guest: the name that title and intro speak of most clearly.
fn guest(
    document: &Document,
    title_block: Option<usize>,
    title: Option<&Cited>,
    author: Option<&Cited>,
) -> Option<Person> {
    let text = document.text.as_str();
    let head = head(document);
    let title_span = title_block.map(|index| document.blocks[index].span);
    let lower = lower_case_words(document);
    let in_title: Vec<String> = title_span
        .map(|span| mentions(text, span).iter().map(|m| collapsed(&text[m.name.range()])).collect())
        .unwrap_or_default();
    let mut best: Option<(i32, Mention)> = None;
    let mut seen: Vec<String> = Vec::new();
    let places =
        title_span.iter().copied().chain(head.iter().copied().filter(|span| Some(*span) != title_span));
    for mention in places.flat_map(|span| mentions(text, span)) {
        let name = collapsed(&text[mention.name.range()]);
        if seen.contains(&name) || author.is_some_and(|author| author.text == name) {
            continue;
        }
        let title = title.filter(|_| title_span.is_none() || in_title.contains(&name));
        let common =
            name.split(' ').filter(|word| lower.contains(word.to_lowercase().as_str())).count() as i32;
        // What is in the title, but as a part of something else, is what the page is about, not whom.
        let is_subject =
            title_span.is_some_and(|span| text[span.range()].contains(&name)) && !in_title.contains(&name);
        let score = signs(text, &name, title_span, title, &head) + 2 * i32::from(mention.role.is_some())
            - COMMON * common
            - 8 * i32::from(is_subject);
        if best.as_ref().is_none_or(|(most, _)| score > *most) {
            best = Some((score, mention));
        }
        seen.push(name);
    }
    let name = match best.filter(|(score, _)| *score >= ENOUGH) {
        Some((_, mention)) => mention.name,
        None => announced(text, title_span?)?,
    };
    let name = cited(document, name);
    Some(Person { title: title_of(document, &name.text), name })
}

/// Returns the words that stand in lower case on the page: names are seldom among them.
fn lower_case_words(document: &Document) -> BTreeSet<&str> {
    let words = document.text.split(|c: char| !(c.is_alphanumeric() || c == '’' || c == '\''));
    words.filter(|word| word.len() >= 3 && word.starts_with(char::is_lowercase)).take(50_000).collect()
}

/// Finds a name of any form that the title announces: "Profile - somebody", "… with Somebody".
fn announced(text: &str, title: Span) -> Option<Span> {
    const KINDS: [&str; 6] = ["profile", "interview", "portrait", "porträt", "entretien", "conversation"];
    let piece = &text[title.range()];
    let lower = piece.to_lowercase();
    let is_short =
        |name: &str| (1..=4).contains(&name.split_whitespace().count()) && name.chars().count() <= 40;
    if let Some((kind, separator)) =
        [" - ", " – ", " — ", ": "].iter().find_map(|mark| piece.find(mark).map(|at| (at, mark)))
        && lower.len() == piece.len()
        && KINDS.iter().any(|word| lower[..kind].contains(word))
    {
        let start = kind + separator.len();
        let name = piece[start..].split(['(', ',']).next().unwrap_or_default().trim_end();
        return is_short(name).then(|| Span::new(title.start + start, title.start + start + name.len()));
    }
    let (at, link) = [" with ", " avec ", " mit ", " con "]
        .iter()
        .find_map(|link| piece.rfind(link).map(|at| (at, link)))?;
    let name = &piece[at + link.len()..];
    let is_name = is_short(name) && name.split_whitespace().all(|word| word.starts_with(char::is_uppercase));
    is_name.then(|| Span::new(title.end - name.len(), title.end))
}

/// Returns the spans of the head: up to the first question, and the host's first words.
fn head(document: &Document) -> Vec<Span> {
    let text = document.text.as_str();
    let asks = |span: Span| text[span.range()].trim_end_matches(['"', '”', '*']).ends_with(['?', '？', '؟']);
    let first =
        document.blocks.iter().skip(1).position(|block| asks(block.span)).map_or(HEAD, |index| index + 2);
    document.blocks.iter().take(first.clamp(3, 30)).map(|block| block.span).collect()
}

/// Counts what speaks for a name being the guest's.
fn signs(text: &str, name: &str, title_span: Option<Span>, title: Option<&Cited>, head: &[Span]) -> i32 {
    const BEFORE: [&str; 14] = [
        "with ",
        "avec ",
        "mit ",
        "meet ",
        " to ",
        "guest is ",
        "welcome ",
        "joined by ",
        "interviewed ",
        "profile - ",
        "speaking to ",
        "par ",
        "d'",
        "d’",
    ];
    let mut score = 0;
    if let Some(at) = title.and_then(|title| title.text.find(name)) {
        let title = title.map(|title| title.text.as_str()).unwrap_or_default();
        let (before, after) = (title[..at].to_lowercase(), &title[at + name.len()..]);
        score += 6 + 3 * i32::from(BEFORE.iter().any(|phrase| before.ends_with(phrase)));
        score += 2 * i32::from(at == 0 || before.ends_with(['(', ':']) || before.ends_with(": "));
        score += 2 * i32::from(
            [" on ", ":", "’s ", "'s ", " talks", ",", ")"].iter().any(|mark| after.starts_with(mark)),
        );
    }
    let surname = name.split(' ').next_back().unwrap_or(name);
    for span in head.iter().filter(|span| Some(**span) != title_span) {
        let piece = &text[span.range()];
        for (at, _) in piece.match_indices(name).take(1) {
            score += 2;
            let end = span.start + at + name.len();
            let is_described = apposition(text, Span::new(span.start + at, end), span.end).is_some()
                || text[end..span.end].starts_with(", who ");
            score += 3 * i32::from(is_described);
            let before = piece[..at].to_lowercase();
            score += 2 * i32::from(BEFORE.iter().any(|phrase| before.ends_with(phrase)));
        }
        score += i32::from(piece.contains(surname) && !piece.contains(name));
    }
    score
}

/// Finds what somebody is: right before the name, in the title first, or right after it.
pub(super) fn title_of(document: &Document, name: &str) -> Option<Cited> {
    let text = document.text.as_str();
    let spans = || document.blocks.iter().take(30).map(|block| block.span);
    let before = spans().find_map(|span| {
        let mention = mentions(text, span).into_iter().find(|mention| &text[mention.name.range()] == name)?;
        mention.role
    });
    let after = || {
        spans().find_map(|span| {
            let mut places = text[span.range()].match_indices(name);
            places.find_map(|(at, _)| {
                apposition(text, Span::new(span.start + at, span.start + at + name.len()), span.end)
            })
        })
    };
    before.or_else(after).map(|span| cited(document, span))
}

/// Finds the full name somebody is called by one word of: the one on the page that has the word first or last.
pub(super) fn full_name(document: &Document, word: &str) -> Option<Cited> {
    let text = document.text.as_str();
    document.blocks.iter().take(30).find_map(|block| {
        let mention = mentions(text, block.span).into_iter().find(|mention| {
            let name = &text[mention.name.range()];
            let mut words = name.split_whitespace();
            words.next() == Some(word) || words.next_back() == Some(word)
        })?;
        Some(cited(document, mention.name))
    })
}
