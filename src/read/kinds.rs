//! Any kind of file in, a [`Document`] out.

use super::document::Document;
use super::{markdown, text};
use crate::error::{Error, Result};
use crate::interview::{InputFormat, Note, SourceMap, Span};

/// A file that was recognised.
pub(super) struct Opened {
    /// What it holds.
    pub(super) document: Document,
    /// What kind of file it is.
    pub(super) format: InputFormat,
    /// The name of its encoding, as the WHATWG Encoding Standard spells it.
    pub(super) encoding: String,
}

/// How files begin that are no text, and what they are.
const MAGIC: [(&[u8], &str); 10] = [
    (b"%PDF", "is a PDF file"),
    (b"\x89PNG", "is a picture"),
    (b"\xff\xd8\xff", "is a picture"),
    (b"GIF8", "is a picture"),
    (b"PK\x03\x04", "is an archive"),
    (b"\x1f\x8b", "is a compressed file"),
    (b"ID3", "is a sound file"),
    (b"RIFF", "is a sound or video file"),
    (b"OggS", "is a sound file"),
    (b"\x7fELF", "is a program"),
];

/// Takes off encoding and markup.
///
/// # Errors
/// [`Error::Unreadable`] when the bytes are of no kind we read.
pub(super) fn open(bytes: &[u8], name: &str, kind: Option<InputFormat>) -> Result<Opened> {
    let refuse = |reason: &str, hint: &str| {
        Err(Error::Unreadable { name: name.to_owned(), reason: reason.to_owned(), hint: hint.to_owned() })
    };
    if let Some((_, what)) = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return refuse(what, "give the interview as text: export or transcribe it first");
    }
    let Ok(decoded) = std::str::from_utf8(bytes) else {
        return refuse("is no text in UTF-8", "save it as UTF-8 text");
    };
    if decoded.contains('\0') {
        return refuse("is no text: it has zero bytes", "give the interview as UTF-8 text");
    }
    let format = kind.unwrap_or_else(|| recognise(decoded, name));
    let document = match format {
        InputFormat::Text => Document {
            text: decoded.to_owned(),
            map: SourceMap::identity(0, bytes.len()),
            blocks: text::blocks(decoded),
            notes: odd_characters(decoded),
            ..Document::default()
        },
        InputFormat::Markdown => markdown::document(decoded),
        _ => return refuse("is of a kind that is not read yet", "give it as plain text or Markdown"),
    };
    if document.blocks.is_empty() {
        return refuse("is empty", "give a file that holds an interview");
    }
    Ok(Opened { document, format, encoding: "UTF-8".to_owned() })
}

/// Tells Markdown from plain text: by its name, or by front matter that is closed.
fn recognise(text: &str, name: &str) -> InputFormat {
    let name = name.to_lowercase();
    let by_name = [".md", ".markdown", ".mdown", ".mkd"].iter().any(|ending| name.ends_with(ending));
    let text = text.trim_start_matches('\u{feff}');
    let by_matter = text.strip_prefix("---\n").is_some_and(|rest| rest.contains("\n---\n"));
    if by_name || by_matter { InputFormat::Markdown } else { InputFormat::Text }
}

/// Notes what stands for characters that somebody lost before us.
fn odd_characters(text: &str) -> Vec<Note> {
    let note = |(at, lost): (usize, &str)| Note {
        message: "a character was lost here before the file was written (U+FFFD)".to_owned(),
        span: Some(Span::new(at, at + lost.len())),
    };
    text.match_indices('\u{fffd}').take(20).map(note).collect()
}
