//! Bytes in, an [`Interview`] out.
//!
//! ```text
//! bytes ─kinds→ text and blocks ─metadata→ title, guest … ─transcript or roles→ who says what ─part→ turns
//! ```
//!
//! Reading is total: any bytes give an interview or one clear error, in time linear in their number.

mod builder;
mod chain;
mod document;
mod features;
mod kinds;
mod label;
mod markdown;
mod metadata;
mod names;
mod part;
mod people;
mod publication;
mod roles;
pub mod study;
mod text;
mod transcript;
mod words;

use sha2::{Digest, Sha256};

use self::document::Document;
use self::metadata::Found;
use self::part::Part;
use crate::error::Result;
use crate::interview::{
    Cited, Confidence, InputFormat, Interview, Note, SourceFile, Speaker, SpeakerRole, Turn, TurnKind,
};
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
/// [`Error::Unreadable`](crate::error::Error::Unreadable) when the bytes are no interview: empty, binary, of a kind we
/// do not read.
pub fn read(bytes: &[u8], name: &str, options: &ReadOptions) -> Result<Interview> {
    let opened = kinds::open(bytes, name, options.input_format)?;
    let document = opened.document;
    let mut found = Found::of(&document);
    let (speakers, mut parts) = tell_apart(&document, &found, options);
    if let Some(part) = found.title_block.and_then(|index| parts.get_mut(index)) {
        // A printed label outweighs the looks of a line: what somebody says is no title.
        if part.voice.is_some() && part.confidence == Confidence::CERTAIN {
            found.title = document.declared.title.clone();
        } else {
            (part.kind, part.voice) = (TurnKind::Title, None);
        }
    }
    let turns = part::turns(&parts);
    let language = match &document.declared.language {
        Some(tag) => Language::new(tag),
        None => language::guess(&sample(&document, &turns)),
    };
    let mut notes = document.notes;
    notes.extend(oddities(&speakers, &turns));
    Ok(Interview {
        source: SourceFile { name: name.to_owned(), sha256: Sha256::digest(bytes).into(), len: bytes.len() },
        input_format: opened.format,
        encoding: opened.encoding,
        text: document.text,
        map: document.map,
        title: found.title,
        publication: found.publication,
        author: found.author,
        date: found.date,
        url: document.declared.url,
        language,
        speakers,
        turns,
        emphasis: document.emphasis,
        notes,
    })
}

/// What a guest is called whose name is nowhere found, as editors do.
const UNKNOWN: &str = "Unknown";

/// Tells who says what: by labels where there are some, else by how the page looks.
fn tell_apart(document: &Document, found: &Found, options: &ReadOptions) -> (Vec<Speaker>, Vec<Part>) {
    let known: Vec<String> = options
        .guests
        .iter()
        .chain(&options.hosts)
        .chain(options.labels.iter().map(|(label, _)| label))
        .cloned()
        .collect();
    if let Some(mut transcript) = transcript::transcript(document, &known) {
        let speakers = people::speakers(document, &mut transcript, found, options);
        return (speakers, transcript.parts);
    }
    // What the user says, or a word for nobody known, stands nowhere on the page.
    let unprinted = |text: &str| Cited { text: text.to_owned(), span: None };
    let printed = found.guest.as_ref();
    let given = options.guests.first().map(|name| unprinted(name));
    let guest_name = given.or_else(|| printed.map(|guest| guest.name.clone()));
    let parts = roles::parts(document, guest_name.as_ref().map(|name| name.text.as_str()));
    if !parts.iter().any(|part| part.voice.is_some()) {
        return (Vec::new(), parts);
    }
    let title = guest_name.as_ref().and_then(|name| metadata::title_of(document, &name.text));
    let host = options.hosts.first().map_or("Interviewer", String::as_str);
    let speaker = |name, role, title| Speaker { name, label: None, role, title, affiliation: None };
    // In the order of the voices of `roles`: who asks, who answers.
    let interviewer = speaker(unprinted(host), SpeakerRole::Interviewer, None);
    let guest = speaker(guest_name.unwrap_or_else(|| unprinted(UNKNOWN)), SpeakerRole::Guest, title);
    (vec![interviewer, guest], parts)
}

/// Returns words of the interview to tell its language by: what is said, or all of it where nothing is.
fn sample(document: &Document, turns: &[Turn]) -> String {
    /// Bytes that are enough to tell.
    const ENOUGH: usize = 6000;
    let mut sample = String::new();
    let said = turns.iter().filter(|turn| matches!(turn.kind, TurnKind::Answer | TurnKind::Question));
    for span in said.flat_map(|turn| &turn.paragraphs).take_while(|span| span.start < 20 * ENOUGH) {
        if sample.len() > ENOUGH {
            break;
        }
        sample.extend(document.text[span.range()].chars().take(ENOUGH));
        sample.push(' ');
    }
    if sample.is_empty() { document.text.chars().take(ENOUGH).collect() } else { sample }
}

/// Returns notes on what a person should check.
fn oddities(speakers: &[Speaker], turns: &[Turn]) -> Vec<Note> {
    let note = |message: &str| Note { message: message.to_owned(), span: None };
    let mut notes = Vec::new();
    if !turns.iter().any(|turn| turn.kind == TurnKind::Answer) {
        notes.push(note("nobody is found who answers: name the guest with --guest, or label who speaks"));
    } else if speakers
        .iter()
        .any(|speaker| speaker.role == SpeakerRole::Guest && speaker.name.text == UNKNOWN)
    {
        notes.push(note("the guest's name is not found: give it with --guest"));
    }
    notes
}
