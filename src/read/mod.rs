//! Bytes in, an [`Interview`] out.

mod apart;
mod assemble;
mod cues;
mod document;
mod full_names;
mod kinds;
mod label_names;
mod labels;
mod leads;
mod marks;
mod metadata;
mod names;
mod overrides;
mod pieces;
mod roles;
mod speakers;
mod stamps;
pub mod study;
mod text;
mod transcript;
mod words;

use sha2::{Digest, Sha256};

use crate::error::{Error, Result};
use crate::interview::{InputFormat, Interview, SourceFile, SpeakerRole};
use crate::language::{self, Language};

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
    let opened = kinds::open(bytes, name, options.input_format)?;
    let mut document = opened.document;
    let mut blocks = cues::joined(&mut document);
    if blocks.is_empty() {
        return Err(nothing_in(name, bytes));
    }
    let language = language(&document);
    let front = metadata::front(&document, &blocks);
    let title = front.title.as_ref().and_then(|title| title.span);
    let mut script = match transcript::script(&document, &blocks, title) {
        Some(mut script) => {
            speakers::cast(&document.text, &mut script, front.title.as_ref(), front.author.as_ref());
            full_names::spell_out(&document.text, &blocks, &front, &mut script);
            script
        }
        None => {
            blocks = leads::parted(&document, blocks);
            apart::script(&document, &blocks, &front, &language)
        }
    };
    overrides::apply(&mut script, options);
    let credits = metadata::credits(&document, &blocks, &front, &script);
    let speakers = metadata::speakers(&document, &blocks, &front, &script);
    let mut notes = document.notes;
    notes.append(&mut script.notes);
    notes.sort_by_key(|note| note.span.map(|span| span.start));
    Ok(Interview {
        source: SourceFile { name: name.to_owned(), sha256: Sha256::digest(bytes).into(), len: bytes.len() },
        input_format: opened.format,
        encoding: opened.encoding,
        map: document.map,
        title: front.title,
        publication: credits.publication,
        author: front.author,
        date: credits.date,
        url: document.declared.url,
        language,
        speakers,
        turns: assemble::turns(&script.pieces),
        emphasis: document.emphasis,
        notes,
        text: document.text,
    })
}

/// Returns the language that the file declares, or else the one its letters tell.
fn language(document: &document::Document) -> Language {
    let declared =
        document.declared.language.as_deref().map(Language::new).filter(|language| !language.is_unknown());
    declared.unwrap_or_else(|| language::guess(&document.text))
}

/// Says that a file holds no text.
fn nothing_in(name: &str, bytes: &[u8]) -> Error {
    let reason = if bytes.is_empty() { "is empty" } else { "holds no text" };
    Error::Unreadable {
        name: name.to_owned(),
        reason: reason.to_owned(),
        hint: "give a file with the words of an interview in it".to_owned(),
    }
}
