//! What people are, by the form of the words: a closed list of roles never has the one at hand.

use crate::read::names;
use crate::read::words::{self, Lowered};

/// Tells whether a phrase says what somebody is: it holds a listed role, or its noun has the form of one who does
/// something: "piano tuner", "glass-blower".
pub(super) fn says_what(phrase: &str) -> bool {
    words::people().roles.is_in(&Lowered::new(phrase)) || is_agent(head(phrase))
}

/// Returns the noun of a phrase: the last word before a preposition.
fn head(phrase: &str) -> &str {
    let is_joint = |word: &&str| {
        matches!(
            *word,
            "of" | "in"
                | "at"
                | "for"
                | "from"
                | "with"
                | "on"
                | "and"
                | "who"
                | "based"
                | "im"
                | "aus"
                | "bei"
                | "und"
        )
    };
    let mut head = "";
    for word in phrase.split_whitespace() {
        if is_joint(&word) && !head.is_empty() {
            break;
        }
        head = word;
    }
    head.trim_matches(|c: char| !c.is_alphanumeric())
}

/// Tells whether a word has the form of one who does something: "tuner", "violinist", "librarian".
pub(super) fn is_agent(word: &str) -> bool {
    let people = words::people();
    let word = word.to_lowercase();
    let own = word.rsplit('-').next().unwrap_or(&word);
    own.chars().count() > 3
        && own.chars().all(char::is_alphabetic)
        && people.agents.ends(own)
        && !people.no_agents.is_whole(&Lowered::new(own))
}

/// Returns where a role begins that ends where a name begins, if one does: "Piano Tuner |Marit Solheim".
///
/// `lead` is what stands before the name. A role in capitals reaches as far back as they do; one in small letters to a sign
/// or a word that belongs to the sentence, and needs an article there unless its noun is listed.
pub(super) fn start_before(lead: &str, most_words: usize) -> Option<usize> {
    let last = lead.split_whitespace().next_back()?;
    let listed = words::people().roles.ends(&Lowered::new(lead));
    let is_capital = names::begins_with_capital(last);
    if !lead.ends_with(char::is_whitespace) || ends_phrase(last) || !(listed || is_agent(last)) {
        return None;
    }
    let mut start = None;
    let mut has_article = false;
    for (n, word) in lead.split_whitespace().rev().enumerate() {
        let lowered = word.to_lowercase();
        let is_joint = matches!(lowered.as_str(), "and" | "&" | "of" | "de" | "et");
        let is_small = !is_joint && words::people().small.is_whole(&Lowered::new(&lowered));
        let falls = is_capital
            && !is_joint
            && word.chars().any(char::is_alphabetic)
            && !names::begins_with_capital(word);
        // "novelist Tom Ash and painter Ann Marsh" are two people.
        let parts_people = matches!(lowered.as_str(), "and" | "&" | "et") && !is_capital && {
            let before = &lead[..word.as_ptr() as usize - lead.as_ptr() as usize];
            let before = before.split_whitespace().next_back().unwrap_or_default();
            names::begins_with_capital(before) && !says_what(before)
        };
        if n >= most_words || (ends_phrase(word) && n > 0) || is_small || falls || parts_people {
            has_article = words::people().articles.is_whole(&Lowered::new(&lowered));
            break;
        }
        let at = word.as_ptr() as usize - lead.as_ptr() as usize;
        let opens = word.starts_with(['(', '“', '"']);
        start = Some(if opens { at + word.chars().next().map_or(0, char::len_utf8) } else { at });
        if opens {
            break;
        }
    }
    // Without an article "after the winter Ann Marsh" and "never Ann Marsh" would do.
    let mut start = start.filter(|_| listed || is_capital || has_article)?;
    // A role begins with none of the words that join.
    while let Some(joint) =
        ["and ", "& ", "of ", "de ", "et "].iter().find(|joint| lead[start..].starts_with(*joint))
    {
        start += joint.len();
    }
    (!lead[start..].trim().is_empty()).then_some(start)
}

/// Tells whether a phrase ends with a word.
fn ends_phrase(word: &str) -> bool {
    word.ends_with([',', '.', ':', ';', '—', '–', '-', '|', '(', ')', '”', '"', '，', '。', '?', '!'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_is_told_by_its_form() {
        for phrase in [
            "piano tuner",
            "glass-blower",
            "night watchman",
            "beekeeper in Oaxaca",
            "cellist",
            "Klavierstimmerin",
        ] {
            assert!(says_what(phrase), "{phrase}");
        }
        for phrase in ["never late", "few years ago", "great number of things", "restaurant"] {
            assert!(!says_what(phrase), "{phrase}");
        }
    }

    #[test]
    fn a_role_before_a_name_begins_where_its_phrase_does() {
        let role = |lead: &'static str| start_before(lead, 9).map(|at| lead[at..].trim());
        assert_eq!(role("Piano Tuner "), Some("Piano Tuner"));
        assert_eq!(role("We met Piano Tuner "), Some("Piano Tuner"));
        assert_eq!(role("We met the night-shift piano tuner "), Some("night-shift piano tuner"));
        assert_eq!(role("Novelist Tom Ash and painter "), Some("painter"));
        assert_eq!(role("However, "), None);
        assert_eq!(role("It was never "), None);
        assert_eq!(role("All that winter "), None);
    }
}
