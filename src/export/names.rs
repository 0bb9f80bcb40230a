//! What files are called: readable, safe on every system, and no two the same.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::error::{Error, Result};

/// How files are called unless told otherwise.
pub const DEFAULT: &str = "{guest}-{nn}-{theme}-{format}";

/// Longest name made of a text, in characters: file systems allow 255 bytes for all of it.
const MAX_SLUG: usize = 48;

/// What stands for theme and format in a name that waits for them; no slug has these.
const THEME: char = '\u{1}';
const FORMAT: char = '\u{2}';

/// A pattern of names: `{guest}-{nn}-{theme}-{format}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Text(String),
    Guest,
    Number,
    Theme,
    Format,
}

/// A name that waits for its theme and format.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct RowName(String);

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// [`Error::Usage`] for a placeholder that nobody knows, or text that is no part of a file's name on every system.
    pub fn parse(text: &str) -> Result<Self> {
        let refuse = |message: String| Error::Usage {
            message: format!("`--name {text}` {message}"),
            hint: format!("write it as {DEFAULT}, of these four and of letters, digits, `-`, `_` and `.`"),
        };
        let mut parts = Vec::new();
        let mut rest = text;
        while !rest.is_empty() {
            let open = rest.find('{').unwrap_or(rest.len());
            let (plain, placeholder) = rest.split_at(open);
            if let Some(odd) = plain.chars().find(|c| !c.is_alphanumeric() && !matches!(c, '-' | '_' | '.')) {
                return Err(refuse(format!("has `{odd}`, which no name of a file may have")));
            }
            if !plain.is_empty() {
                parts.push(Part::Text(plain.to_owned()));
            }
            if placeholder.is_empty() {
                break;
            }
            let end = placeholder.find('}').ok_or_else(|| refuse("does not close a brace".to_owned()))?;
            parts.push(match &placeholder[1..end] {
                "guest" => Part::Guest,
                "nn" => Part::Number,
                "theme" => Part::Theme,
                "format" => Part::Format,
                other => return Err(refuse(format!("has `{{{other}}}`, which stands for nothing"))),
            });
            rest = &placeholder[end + 1..];
        }
        match parts.first() {
            None => Err(refuse("is empty".to_owned())),
            Some(Part::Text(text)) if text.starts_with('.') => Err(refuse("makes hidden files".to_owned())),
            Some(_) => Ok(Self { parts }),
        }
    }

    /// Checks that cards of one row have names of their own in so many themes and formats.
    ///
    /// # Errors
    /// [`Error::Usage`].
    pub fn tells_apart(&self, themes: usize, formats: usize) -> Result<()> {
        for (count, part, what) in [(themes, Part::Theme, "theme"), (formats, Part::Format, "format")] {
            if count > 1 && !self.parts.contains(&part) {
                return Err(Error::Usage {
                    message: format!("--name has no `{{{what}}}`, and there are {count} of them"),
                    hint: format!("put `{{{what}}}` into it, or name one {what}"),
                });
            }
        }
        Ok(())
    }

    /// Names a row by its speaker and what tells it from others of the same.
    #[must_use]
    pub fn row(&self, guest: &str, number: &str) -> RowName {
        let mut name = String::new();
        for part in &self.parts {
            match part {
                Part::Text(text) => name.push_str(text),
                Part::Guest => name.push_str(&slug(guest)),
                Part::Number => name.push_str(number),
                Part::Theme => name.push(THEME),
                Part::Format => name.push(FORMAT),
            }
        }
        RowName(name)
    }

    /// Names a row that shares its name with others by its count among them.
    #[must_use]
    fn row_again(&self, guest: &str, number: &str, count: u32) -> RowName {
        if self.parts.contains(&Part::Number) {
            return self.row(guest, &format!("{number}-{count}"));
        }
        let RowName(name) = self.row(guest, number);
        RowName(format!("{name}-{count}"))
    }
}

impl Default for Pattern {
    fn default() -> Self {
        Self { parts: vec![Part::Guest, dash(), Part::Number, dash(), Part::Theme, dash(), Part::Format] }
    }
}

fn dash() -> Part {
    Part::Text("-".to_owned())
}

impl RowName {
    /// Returns the name of a card's file, without its ending.
    #[must_use]
    pub fn card(&self, theme: &str, format: &str) -> String {
        let mut name = String::with_capacity(self.0.len() + 32);
        for character in self.0.chars() {
            match character {
                THEME => name.push_str(theme),
                FORMAT => name.push_str(format),
                other => name.push(other),
            }
        }
        name
    }
}

/// The names that rows of a run have: sixteen bytes each, so that a million of them are no matter.
#[derive(Debug, Default)]
pub struct Taken {
    /// Hashes of names, and of what the rows say.
    names: HashMap<u64, u64>,
    /// How often names came that were taken.
    counts: HashMap<u64, u32>,
}

impl Taken {
    /// Returns a name that no row has had: interviews with the same guest, a list with a row twice.
    pub fn name(&mut self, pattern: &Pattern, guest: &str, number: &str) -> RowName {
        let name = pattern.row(guest, number);
        let key = hash_of(&name);
        if self.names.insert(key, 0).is_none() {
            return name;
        }
        let mut count = self.counts.get(&key).copied().unwrap_or(1);
        loop {
            count += 1;
            let name = pattern.row_again(guest, number, count);
            if self.names.insert(hash_of(&name), 0).is_none() {
                self.counts.insert(key, count);
                return name;
            }
        }
    }

    /// Returns the name of a row by the row alone; `None` where a row that says something else has it.
    pub fn own_name(&mut self, pattern: &Pattern, guest: &str, number: &str, said: &str) -> Option<RowName> {
        let name = pattern.row(guest, number);
        let said = hash_of(said);
        (*self.names.entry(hash_of(&name)).or_insert(said) == said).then_some(name)
    }
}

/// Returns a hash that holds for this run.
pub(super) fn hash_of(value: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// Returns what tells the cards of a carousel from each other; their names sort in the order of the cards.
#[must_use]
pub fn page(number: &str, page: usize, pages: usize) -> String {
    if pages < 10 { format!("{number}-p{page}") } else { format!("{number}-p{page:02}") }
}

/// Makes a text safe as a part of a file's name on every system: letters, digits and single hyphens, never empty.
#[must_use]
pub fn slug(text: &str) -> String {
    let mut slug = String::new();
    let mut length = 0;
    for character in text.chars().flat_map(char::to_lowercase) {
        if length == MAX_SLUG {
            break;
        }
        if character.is_alphanumeric() || (is_mark(character) && slug.ends_with(char::is_alphanumeric)) {
            slug.push(character);
            length += 1;
        } else if !slug.is_empty() && !slug.ends_with('-') && !matches!(character, '\'' | '’' | '.') {
            slug.push('-');
            length += 1;
        }
    }
    // 255 bytes are the least that common file systems allow for a whole name.
    while slug.len() > 60 {
        slug.pop();
    }
    let slug = slug.trim_end_matches('-');
    match slug {
        "" => "quote".to_owned(),
        // Names of devices on Windows, with or without an ending.
        "con" | "prn" | "aux" | "nul" => format!("{slug}-"),
        _ => slug.to_owned(),
    }
}

/// Tells whether a character is a combining mark, which Indic and Arabic words need.
fn is_mark(character: char) -> bool {
    use unicode_script::{Script, UnicodeScript};
    character.script() == Script::Inherited
        || matches!(character, '\u{900}'..='\u{dff}' | '\u{e00}'..='\u{e7f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_are_safe_everywhere() {
        for (text, expected) in [
            ("Ines Calvacante", "ines-calvacante"),
            ("../../etc/passwd", "etc-passwd"),
            ("  -rf /", "rf"),
            ("Dr. O’Neil, PhD", "dr-oneil-phd"),
            ("", "quote"),
            ("…", "quote"),
            ("CON", "con-"),
            ("Łódź Ångström", "łódź-ångström"),
            ("अनन्या राव", "अनन्या-राव"),
            ("a\u{202e}b\u{0}c", "a-b-c"),
        ] {
            assert_eq!(slug(text), expected, "{text:?}");
        }
        assert!(slug(&"long name ".repeat(50)).chars().count() <= MAX_SLUG);
        assert!(slug(&"𠀀".repeat(500)).len() <= 60);
    }

    #[test]
    fn a_pattern_is_of_four_parts_and_plain_text() {
        let pattern = Pattern::parse("cards_{nn}.{format}").unwrap();
        assert_eq!(pattern.row("Ada", "07").card("poster", "og"), "cards_07.og");
        assert_eq!(Pattern::parse(DEFAULT).unwrap(), Pattern::default());
        for wrong in ["", "{who}", "{nn", "a/b", ".{nn}", "a b", "{nn}\u{1}"] {
            assert!(Pattern::parse(wrong).is_err(), "{wrong:?}");
        }
        assert!(pattern.tells_apart(1, 9).is_ok());
        assert!(pattern.tells_apart(2, 1).is_err());
    }

    #[test]
    fn no_two_rows_have_one_name() {
        let (pattern, mut taken) = (Pattern::default(), Taken::default());
        let mut name = |number: &str| taken.name(&pattern, "Ada", number).card("t", "f");
        let names: Vec<String> = ["a", "a-2", "a", "a", "b"].map(&mut name).into();
        assert_eq!(names, ["ada-a-t-f", "ada-a-2-t-f", "ada-a-3-t-f", "ada-a-4-t-f", "ada-b-t-f"]);
        let bare = Pattern::parse("x").unwrap();
        assert_eq!(taken.name(&bare, "Ada", "1").card("t", "f"), "x");
        assert_eq!(taken.name(&bare, "Ada", "2").card("t", "f"), "x-2");
    }

    #[test]
    fn a_name_by_the_row_alone_is_refused_to_other_words() {
        let (pattern, mut taken) = (Pattern::default(), Taken::default());
        assert!(taken.own_name(&pattern, "Ada", "a", "one").is_some());
        assert!(taken.own_name(&pattern, "Ada", "a", "one").is_some());
        assert!(taken.own_name(&pattern, "Ada", "a", "two").is_none());
    }
}
