//! Bytes in, an [`Interview`] out.

mod document;
mod kinds;
mod text;

use crate::error::{Error, Result};
use crate::interview::{InputFormat, Interview, SpeakerRole};

/// What the user knows better than the page does.
#[derive(Clone, Debug, Default)]
pub struct ReadOptions {
    /// The kind of file, where it must not be guessed.
    pub input_format: Option<InputFormat>,
    /// Names of guests.
    pub guests: Vec<String>,
    /// Names of hosts.
    pub hosts: Vec<String>,
    /// What a printed label stands for: `("TB", Guest)`.
    pub labels: Vec<(String, SpeakerRole)>,
}

/// Reads an interview; `name` is the file's name as the user gave it.
///
/// # Errors
/// [`Error::Unreadable`] when the bytes are no interview: empty, binary, of a kind we do not read.
pub fn read(bytes: &[u8], name: &str, options: &ReadOptions) -> Result<Interview> {
    let _opened = kinds::open(bytes, name, options.input_format)?;
    Err(Error::Unreadable {
        name: name.to_owned(),
        reason: "is not read yet".to_owned(),
        hint: String::new(),
    })
}
