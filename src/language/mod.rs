//! Languages: their names, their marks, and where their sentences end.

mod detect;
pub mod sentences;
mod typography;
mod uppercase;

use std::fmt;

pub use detect::guess;
pub use typography::Typography;
pub use uppercase::uppercase;

/// A language, as a BCP 47 tag in lower case: `en`, `pt-br`, `zh-hant`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language(Box<str>);

impl Language {
    /// The tag of a text whose language nobody knows (BCP 47: undetermined).
    pub const UNKNOWN: &'static str = "und";

    /// Makes a language from a tag; underscores become hyphens, letters lower case.
    ///
    /// Anything that is not made of ASCII letters, digits and hyphens becomes [`Language::UNKNOWN`].
    #[must_use]
    pub fn new(tag: &str) -> Self {
        let tag: String =
            tag.trim().chars().map(|c| if c == '_' { '-' } else { c.to_ascii_lowercase() }).collect();
        let well_formed = !tag.is_empty()
            && tag.len() <= 35
            && tag.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        Self(if well_formed { tag.into() } else { Self::UNKNOWN.into() })
    }

    /// Returns the whole tag.
    #[must_use]
    pub fn tag(&self) -> &str {
        &self.0
    }

    /// Returns the language without script and region: `pt` of `pt-br`.
    #[must_use]
    pub fn primary(&self) -> &str {
        self.0.split('-').next().unwrap_or(&self.0)
    }

    /// Tells whether nobody knows the language.
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        &*self.0 == Self::UNKNOWN
    }
}

impl Default for Language {
    fn default() -> Self {
        Self(Self::UNKNOWN.into())
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_put_into_one_form() {
        assert_eq!(Language::new("pt_BR").tag(), "pt-br");
        assert_eq!(Language::new("pt-BR").primary(), "pt");
        assert!(Language::new("not a tag").is_unknown());
        assert!(Language::new("").is_unknown());
    }
}
