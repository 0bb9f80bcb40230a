//! What a card knows, and what its texts say.

use super::itemize::{Reading, reading};
use crate::language::Typography;
use crate::language::sentences::sentences;
use crate::picture::Picture;
use crate::quote::Quote;
use crate::theme::{Field, Piece, Template};

/// What a text says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Said {
    /// Its parts.
    pub parts: Vec<String>,
    /// What stands between two of them.
    separator: String,
}

impl Said {
    /// Returns its parts, joined by the separator.
    pub(crate) fn one_line(&self) -> String {
        self.parts.join(&self.separator)
    }

    /// Returns its parts, each on a line.
    pub(crate) fn by_line(&self) -> String {
        self.parts.join(self.line_end())
    }

    /// Returns its parts on two lines, so many of them on the first.
    pub(crate) fn broken_after(&self, first: usize) -> String {
        let (upper, lower) = self.parts.split_at(first);
        [upper.join(&self.separator), lower.join(&self.separator)].join(self.line_end())
    }

    /// Returns what stands between two parts on two lines: a comma stays, any other separator goes.
    fn line_end(&self) -> &'static str {
        if self.separator.starts_with(',') { ",\n" } else { "\n" }
    }
}

/// The fields of one card.
pub(crate) struct Fields<'a> {
    quote: &'a Quote,
    typography: &'a Typography,
    logo: Option<&'a Picture>,
}

impl<'a> Fields<'a> {
    /// Gathers what a quote's card knows.
    pub(crate) fn new(quote: &'a Quote, typography: &'a Typography, logo: Option<&'a Picture>) -> Self {
        Self { quote, typography, logo }
    }

    /// Returns a field; `None` where the card has none.
    pub(crate) fn get(&self, field: Field) -> Option<String> {
        let credit = &self.quote.attribution;
        let value = match field {
            Field::Name => Some(credit.name.clone()),
            Field::Role => credit.role.clone(),
            Field::Publication => credit.publication.clone(),
            Field::Date => credit.date.clone(),
            Field::Initials => Some(initials(&credit.name).unwrap_or_else(|| self.mark())),
            Field::Mark => Some(self.mark()),
            Field::Question => self.quote.question.as_deref().map(shortened),
            Field::Ask => Some(self.typography.ask.clone()),
            Field::Answer => Some(self.typography.answer.clone()),
            Field::Handle => self.quote.extras.handle.clone(),
            Field::Page => self.quote.extras.page.map(|(page, pages)| self.page(page, pages)),
            Field::Picture => self.quote.extras.picture.as_ref().map(|picture| picture.id().to_owned()),
            Field::Logo => self.logo.map(|picture| picture.id().to_owned()),
        };
        value.map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
    }

    /// Returns what a text says; `None` when all of its parts drop out.
    pub(crate) fn say(&self, template: &Template) -> Option<Said> {
        let parts: Vec<String> = template.parts.iter().filter_map(|part| self.part(part)).collect();
        (!parts.is_empty()).then(|| Said { parts, separator: template.separator.clone() })
    }

    fn part(&self, pieces: &[Piece]) -> Option<String> {
        pieces
            .iter()
            .map(|piece| match piece {
                Piece::Literal(text) => Some(text.clone()),
                Piece::Field(field) => self.get(*field),
            })
            .collect()
    }

    /// Returns which card of how many it is, with an arrow where the words go on.
    fn page(&self, page: usize, pages: usize) -> String {
        let arrow = match reading(self.quote.text()) {
            _ if page == pages => "",
            Reading::LeftToRight => " →",
            Reading::RightToLeft => " ←",
        };
        format!("{page}/{pages}{arrow}")
    }

    /// Returns the language's opening mark, without the space that stands beside it.
    fn mark(&self) -> String {
        self.typography.quotes[0].trim_matches(|c: char| c.is_whitespace()).to_owned()
    }
}

/// Longest question that stands whole on a card, in characters.
const MAX_QUESTION: usize = 150;

/// Returns a question, shortened by whole sentences only: what is asked stands last.
fn shortened(question: &str) -> String {
    let sentences = sentences(question);
    let length = |from: usize| question[from..].trim().chars().count();
    let start = sentences
        .iter()
        .map(|span| span.start)
        .find(|&start| length(start) <= MAX_QUESTION)
        .or_else(|| sentences.last().map(|span| span.start));
    question[start.unwrap_or(0)..].trim().to_owned()
}

/// Returns the first letters of the first and the last word of a name, titles skipped; `None` for scripts without
/// capitals and names without letters.
fn initials(name: &str) -> Option<String> {
    const TITLES: [&str; 14] = [
        "dr",
        "prof",
        "professor",
        "mr",
        "mrs",
        "ms",
        "miss",
        "sir",
        "dame",
        "lord",
        "lady",
        "rev",
        "hon",
        "st",
    ];
    const SUFFIXES: [&str; 8] = ["jr", "sr", "ii", "iii", "iv", "phd", "md", "obe"];
    let is_any = |word: &str, list: &[&str]| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric()).replace('.', "").to_lowercase();
        list.contains(&word.as_str())
    };
    let words: Vec<&str> = name
        .split_whitespace()
        .filter(|word| word.chars().any(char::is_alphabetic))
        .filter(|word| !is_any(word, &TITLES) && !is_any(word, &SUFFIXES))
        .collect();
    let letter = |word: &&str| {
        let first = word.chars().find(|c| c.is_alphabetic())?;
        let capital: String = first.to_uppercase().collect();
        (first.is_lowercase() || first.is_uppercase()).then_some(capital)
    };
    match words.as_slice() {
        [] => None,
        [only] => letter(only),
        [first, .., last] => Some(letter(first)? + &letter(last)?),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use crate::quote::Attribution;

    #[test]
    fn initials_are_those_of_first_and_last_name() {
        assert_eq!(initials("Tomasz Oyelaran").unwrap(), "TO");
        assert_eq!(initials("Dr. Ana de la Cruz").unwrap(), "AC");
        assert_eq!(initials("étienne").unwrap(), "É");
        assert_eq!(initials("Martin Luther King Jr.").unwrap(), "MK");
        assert_eq!(initials("山田 太郎"), None);
        assert_eq!(initials("—"), None);
    }

    #[test]
    fn a_part_without_its_field_drops_out() {
        let mut credit =
            Attribution { name: "N".into(), role: Some("baker".into()), ..Attribution::default() };
        let typography = Typography::of(&Language::new("de"));
        let template = Template {
            parts: vec![
                vec![Piece::Field(Field::Role)],
                vec![Piece::Literal("in ".into()), Piece::Field(Field::Publication)],
            ],
            separator: " · ".into(),
        };
        let say = |credit: &Attribution| {
            let quote = Quote::typed("x", credit.clone(), Language::new("de")).unwrap();
            Fields::new(&quote, &typography, None).say(&template).map(|said| said.one_line())
        };
        assert_eq!(say(&credit).unwrap(), "baker");
        credit.publication = Some("Forno".into());
        assert_eq!(say(&credit).unwrap(), "baker · in Forno");
        credit.role = None;
        credit.publication = Some("  ".into());
        assert_eq!(say(&credit), None);
    }
}
