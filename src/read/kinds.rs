//! Any kind of file in, a [`Document`] out.

mod article;
mod declared;
mod decode;
mod docx;
mod elements;
mod encoding;
mod html;
mod json;
mod markdown;
mod recognise;
mod rows;
mod speech;
mod subtitles;
mod table;
mod tokens;
mod writer;

#[cfg(test)]
mod tests;

use super::document::Document;
use super::text;
use crate::error::Result;
use crate::interview::{InputFormat, SourceMap};
use decode::{Decoded, decode};
use recognise::{foreign_error, is_zip, text_kind, unreadable};

/// A file that was recognised.
pub(super) struct Opened {
    /// What it holds.
    pub(super) document: Document,
    /// What kind of file it is.
    pub(super) format: InputFormat,
    /// The name of its encoding, as the WHATWG Encoding Standard spells it.
    pub(super) encoding: String,
}

/// The largest file: its text may be three times as long, and the map counts in 32 bits.
const MAX_BYTES: usize = SourceMap::MAX_LEN / 4;

/// Takes off encoding and markup.
///
/// # Errors
/// [`Error::Unreadable`](crate::error::Error::Unreadable) when the bytes are of no kind we read.
pub(super) fn open(bytes: &[u8], name: &str, kind: Option<InputFormat>) -> Result<Opened> {
    if bytes.len() > MAX_BYTES {
        return Err(unreadable(name, "has more than 1 GB", "cut it into interviews"));
    }
    if let Some(error) = foreign_error(bytes, name) {
        return Err(error);
    }
    if is_zip(bytes) || kind == Some(InputFormat::Docx) {
        let document = docx::read(bytes, name)?;
        return Ok(Opened { document, format: InputFormat::Docx, encoding: "UTF-8".to_owned() });
    }
    let decoded = decode(bytes)
        .ok_or_else(|| unreadable(name, "is no text in any known encoding", "save it as text in UTF-8"))?;
    if decoded.text.chars().all(|c| c.is_whitespace() || c == '\u{FEFF}') {
        return Err(unreadable(name, "is empty", "give a file that has an interview in it"));
    }
    let format = kind.unwrap_or_else(|| text_kind(&decoded.text, name));
    let encoding = decoded.encoding.to_owned();
    let document = match format {
        InputFormat::Html => html::read(&decoded),
        InputFormat::Markdown => markdown::read(&decoded),
        InputFormat::Srt | InputFormat::Vtt => subtitles::read(&decoded, format),
        InputFormat::Json => speech::read(&decoded, name)?,
        InputFormat::Csv => table::read(&decoded, name)?,
        InputFormat::Text | InputFormat::Docx => plain(decoded),
    };
    if document.blocks.is_empty() {
        return Err(unreadable(name, "has no text in it", "check that it is the right file"));
    }
    Ok(Opened { document, format, encoding })
}

/// Makes a document of plain text, without copying it.
fn plain(decoded: Decoded) -> Document {
    let Decoded { text, map, notes, .. } = decoded;
    Document { blocks: text::blocks(&text), text, map, notes, ..Document::default() }
}
