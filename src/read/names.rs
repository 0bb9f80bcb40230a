//! Names of people in running text: runs of words with capitals, and what stands around them.

use super::words::words;
use crate::interview::Span;

/// Words with a capital that are no part of a name: they begin sentences and titles.
const NO_NAME: &[&str] = &[
    "the",
    "a",
    "an",
    "in",
    "on",
    "at",
    "of",
    "and",
    "for",
    "with",
    "what",
    "how",
    "why",
    "when",
    "where",
    "who",
    "interview",
    "interviews",
    "conversation",
    "questions",
    "question",
    "episode",
    "part",
    "meet",
    "profile",
    "talk",
    "talks",
    "podcast",
    "i",
    "we",
    "he",
    "she",
    "it",
    "this",
    "that",
    "my",
    "our",
    "your",
    "yes",
    "no",
    "but",
    "so",
    "well",
    "if",
    "as",
    "by",
    "from",
    "to",
    "new",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "ten",
    "q",
    "q&a",
    "about",
    "after",
    "before",
    "is",
    "are",
    "was",
    "there",
    "here",
    "they",
    "you",
    "encounter",
    "photo",
    "words",
    "text",
    "entretien",
    "avec",
    "mit",
    "das",
    "der",
    "die",
    "le",
    "la",
    "les",
    "un",
    "une",
    "ein",
    "eine",
    "gespräch",
    "im",
    "rencontre",
    "echange",
    "échange",
    "welcome",
    "today",
    "last",
    "our",
    "his",
    "her",
];
/// Small words inside names.
const PARTICLES: &[&str] = &[
    "de", "van", "von", "der", "den", "da", "di", "du", "dos", "das", "del", "della", "la", "le", "bin",
    "ibn", "al", "el", "y", "ten", "ter", "zu", "af", "av",
];

/// A run of words with capitals, split where a role ends and a name begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mention {
    /// Where the name stands.
    pub(super) name: Span,
    /// The role printed right before it: "Hardcore Henry Producer".
    pub(super) role: Option<Span>,
}

/// Finds the names in a span: two to four words with capitals, or one to four after a role.
pub(super) fn mentions(text: &str, span: Span) -> Vec<Mention> {
    let mut mentions = Vec::new();
    let mut run: Vec<Span> = Vec::new();
    for token in tokens(text, span) {
        // A bracket or a quotation mark begins something else.
        if text[span.start..token.start].ends_with(['(', '“', '"', '/', '«']) {
            close(text, &mut run, &mut mentions);
        }
        let word = &text[token.range()];
        let bare = word.trim_end_matches(|c: char| !c.is_alphanumeric());
        let is_particle = !run.is_empty() && PARTICLES.contains(&bare);
        let is_capital =
            bare.starts_with(char::is_uppercase) && !NO_NAME.contains(&bare.to_lowercase().as_str());
        if is_capital || is_particle && bare.len() == word.len() {
            let own = possessive(bare);
            run.push(Span::new(token.start, token.start + own.len()));
            let is_initial = bare.chars().count() == 1 && word.ends_with('.');
            if own.len() == word.len() || is_initial {
                continue;
            }
        }
        close(text, &mut run, &mut mentions);
    }
    close(text, &mut run, &mut mentions);
    mentions
}

/// Returns a word without a possessive ending.
fn possessive(word: &str) -> &str {
    word.strip_suffix("’s").or_else(|| word.strip_suffix("'s")).unwrap_or(word)
}

/// Ends a run: what it holds of a role and a name is a mention.
fn close(text: &str, run: &mut Vec<Span>, mentions: &mut Vec<Mention>) {
    while run.last().is_some_and(|token| PARTICLES.contains(&&text[token.range()])) {
        run.pop();
    }
    let is_role = |token: &Span| words().occupation.contains(&text[token.range()].to_lowercase());
    let role_end = run.iter().rposition(is_role).map_or(0, |index| index + 1);
    let (role, name) = run.split_at(role_end);
    let least = if role.is_empty() { 2 } else { 1 };
    if let (Some(first), Some(last)) = (name.first(), name.last())
        && (least..=4).contains(&name.len())
    {
        let role = role.first().zip(role.last()).map(|(first, last)| Span::new(first.start, last.end));
        mentions.push(Mention { name: Span::new(first.start, last.end), role });
    }
    run.clear();
}

/// Returns the words of a span, opening marks taken off, closing ones left on: they end a run.
fn tokens(text: &str, span: Span) -> impl Iterator<Item = Span> + '_ {
    let piece = &text[span.range()];
    piece.split(|c: char| c.is_whitespace() || "(“\"/«".contains(c)).filter_map(move |word| {
        // The split returns slices of the piece: where one stands is the distance of the two.
        let start = span.start + (word.as_ptr() as usize - piece.as_ptr() as usize);
        (!word.is_empty()).then_some(Span::new(start, start + word.len()))
    })
}

/// Finds what somebody is, where it is said after the name: "Name, a role,", "Name is the role".
pub(super) fn apposition(text: &str, name: Span, end: usize) -> Option<Span> {
    const ARTICLES: [&str; 4] = ["a ", "an ", "the ", "our "];
    let rest = &text[name.end..end];
    let skipped =
        [", ", " is ", " was ", " – ", " — ", " ("].iter().find(|link| rest.starts_with(**link))?.len();
    let mut start = name.end + skipped;
    let after = &text[start..end];
    let article =
        ARTICLES.iter().find(|article| after.starts_with(**article)).map_or(0, |article| article.len());
    if article == 0 && !rest.starts_with(", ") && !rest.starts_with(" (") {
        return None;
    }
    start += article;
    let phrase = &text[start..end];
    let stop = phrase.find([',', '.', ';', ':', ')', '–', '—', '!', '?']).unwrap_or(phrase.len());
    let mut phrase = &phrase[..stop];
    for relative in [" who ", " whose ", " and ", " which ", " about ", " to talk", " on "] {
        phrase = phrase.find(relative).map_or(phrase, |at| &phrase[..at]);
    }
    let phrase = phrase.trim_end();
    // What somebody is stands before what they are it of.
    let head = [" of ", " for ", " in ", " at ", " from ", " with ", " to "]
        .iter()
        .filter_map(|link| phrase.find(link))
        .min()
        .map_or(phrase, |at| &phrase[..at]);
    let has_role =
        head.split_whitespace().rev().take(2).any(|word| words().occupation.contains(&word.to_lowercase()));
    (has_role && phrase.chars().count() <= 80).then(|| Span::new(start, start + phrase.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(&str, Option<&str>)> {
        mentions(text, Span::new(0, text.len()))
            .iter()
            .map(|m| (&text[m.name.range()], m.role.map(|role| &text[role.range()])))
            .collect()
    }

    #[test]
    fn names_are_told_from_roles_and_first_words() {
        assert_eq!(
            found("Night Ferry Captain Ola Brekke on Fog"),
            [("Ola Brekke", Some("Night Ferry Captain"))]
        );
        assert_eq!(
            found("We met Ana de la Cruz, J. K. Holm and Mr. Vey."),
            [("Ana de la Cruz", None), ("J. K. Holm", None)]
        );
        assert_eq!(found("The Ola Brekke’s boat"), [("Ola Brekke", None)]);
    }

    #[test]
    fn a_role_after_the_name_is_taken_as_printed() {
        let role = |text: &str| {
            let name = mentions(text, Span::new(0, text.len()))[0].name;
            apposition(text, name, text.len()).map(|span| text[span.range()].to_owned())
        };
        assert_eq!(
            role("Ola Brekke, a ferry captain in Bergen, knows.").as_deref(),
            Some("ferry captain in Bergen")
        );
        assert_eq!(
            role("Ola Brekke is the harbour’s oldest pilot who sails.").as_deref(),
            Some("harbour’s oldest pilot")
        );
        assert_eq!(role("Ola Brekke, of all people, knows."), None);
    }
}
