//! What the typesetter knows of a language: its quotation marks, its spacing, and the words that bind.

use std::sync::{LazyLock, OnceLock};

use serde::Deserialize;

use super::Language;
use crate::builtin;
use crate::error::Result;
use crate::toml_file;

/// A language's typographic habits.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Typography {
    /// The language's own name for itself.
    pub name: String,
    /// Quotation marks: outer opening and closing, inner opening and closing; with the spaces they stand off by.
    pub quotes: [String; 4],
    /// Whether `; ! ?` and the colon stand off from the word before them, as in French.
    #[serde(default)]
    pub spaced_punctuation: bool,
    /// The letter that stands for a question.
    #[serde(default = "ask")]
    pub ask: String,
    /// The letter that stands for an answer.
    #[serde(default = "answer")]
    pub answer: String,
    /// Words that a line should not end in: articles, prepositions.
    pub weak_ends: Vec<String>,
    /// Words that a line may well begin with: conjunctions, relative pronouns.
    pub connectives: Vec<String>,
}

/// Q, where a language file says nothing else.
fn ask() -> String {
    "Q".to_owned()
}

/// A, where a language file says nothing else.
fn answer() -> String {
    "A".to_owned()
}

impl Typography {
    /// Returns the habits of a language; of its primary language where its region has none; of English else.
    #[must_use]
    pub fn of(language: &Language) -> Self {
        static PARSED: LazyLock<Vec<OnceLock<Typography>>> =
            LazyLock::new(|| builtin::LANGUAGES.iter().map(|_| OnceLock::new()).collect());
        let find = |tag: &str| builtin::LANGUAGES.iter().position(|file| file.name == tag);
        let index = find(language.tag())
            .or_else(|| find(alias(language.tag())))
            .or_else(|| find(language.primary()))
            .or_else(|| find("en"))
            .expect("English is built in");
        let file = &builtin::LANGUAGES[index];
        let parse = || Self::parse(file.file, file.text).expect("a test loads every built-in language");
        let mut typography = PARSED[index].get_or_init(parse).clone();
        if language.is_unknown() {
            // English marks are the likeliest; English words are none of this text's.
            typography.weak_ends.clear();
            typography.connectives.clear();
        }
        typography
    }

    /// Reads a language file; `file` is its name for messages.
    ///
    /// # Errors
    /// [`Error::Data`](crate::error::Error::Data) with the line of the first thing that is wrong.
    pub fn parse(file: &str, text: &str) -> Result<Self> {
        let mut typography: Self = toml_file::parse(file, text)?;
        // Words are compared in lower case, and some are written with a capital: I.
        for word in typography.weak_ends.iter_mut().chain(&mut typography.connectives) {
            *word = word.to_lowercase();
        }
        Ok(typography)
    }
}

/// Returns the tag under which a language's habits are kept, where it is not its primary language.
fn alias(tag: &str) -> &str {
    match tag {
        "zh-tw" | "zh-hk" | "zh-mo" => "zh-hant",
        "no" | "nn" => "nb",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_built_in_language_loads_and_its_marks_pair() {
        for file in builtin::LANGUAGES {
            let typography = Typography::parse(file.file, file.text).unwrap();
            assert!(typography.quotes.iter().all(|mark| !mark.trim().is_empty()), "{}", file.file);
        }
    }

    #[test]
    fn a_region_falls_back_on_its_language_and_the_unknown_on_english_marks() {
        let marks = |tag: &str| Typography::of(&Language::new(tag)).quotes[0].clone();
        assert_eq!(marks("de-AT"), "„");
        assert_eq!(marks("pt-BR"), "“");
        assert_eq!(marks("zh-TW"), "「");
        assert_eq!(marks("xx"), "“");
        assert!(Typography::of(&Language::default()).weak_ends.is_empty());
    }
}
