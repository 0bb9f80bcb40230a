//! Any kind of file in, a [`Document`] out.

use super::document::Document;
use super::text;
use crate::error::{Error, Result};
use crate::interview::{InputFormat, SourceMap};

/// A file that was recognised.
pub(super) struct Opened {
    /// What it holds.
    pub(super) document: Document,
    /// What kind of file it is.
    pub(super) format: InputFormat,
    /// The name of its encoding, as the WHATWG Encoding Standard spells it.
    pub(super) encoding: String,
}

/// Takes off encoding and markup.
///
/// # Errors
/// [`Error::Unreadable`] when the bytes are of no kind we read.
pub(super) fn open(bytes: &[u8], name: &str, _kind: Option<InputFormat>) -> Result<Opened> {
    let Ok(decoded) = std::str::from_utf8(bytes) else {
        return Err(Error::Unreadable {
            name: name.to_owned(),
            reason: "is no text in UTF-8".to_owned(),
            hint: "save it as UTF-8".to_owned(),
        });
    };
    let refuse = |reason: &str, hint: &str| {
        Err(Error::Unreadable { name: name.to_owned(), reason: reason.to_owned(), hint: hint.to_owned() })
    };
    if decoded.contains('\0') {
        return refuse("is no text", "give a text file, or convert it first");
    }
    if text::blocks(decoded).is_empty() {
        return refuse("is empty", "give a file that holds an interview");
    }
    let document = Document {
        text: decoded.to_owned(),
        map: SourceMap::identity(0, bytes.len()),
        blocks: text::blocks(decoded),
        ..Document::default()
    };
    Ok(Opened { document, format: InputFormat::Text, encoding: "UTF-8".to_owned() })
}
