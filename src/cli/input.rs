//! Files in: interviews, themes, formats.

use std::fs;
use std::io::Read;
use std::path::Path;

use super::args::{InputKind, MarkupArgs, ReadingArgs};
use crate::error::{Error, Result};
use crate::interview::{InputFormat, Interview, SpeakerRole};
use crate::markup::Markup;
use crate::read::{self, ReadOptions};

/// Largest file that is read: a day of transcripts has a few MB.
const MAX_BYTES: u64 = 256 << 20;

/// Reads a file, or standard input for `-`.
pub(super) fn bytes(path: &Path) -> Result<Vec<u8>> {
    let refuse = |source| Error::Io { action: "read", path: path.to_owned(), source };
    let mut bytes = Vec::new();
    if is_stdin(path) {
        std::io::stdin().lock().take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(refuse)?;
    } else {
        let file = fs::File::open(path).map_err(refuse)?;
        let about = file.metadata().map_err(refuse)?;
        if about.is_dir() {
            return Err(refuse(std::io::ErrorKind::IsADirectory.into()));
        }
        // Growing to the size of a large file would take up to twice its memory.
        bytes.reserve_exact(about.len().min(MAX_BYTES) as usize + 1);
        file.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(refuse)?;
    }
    if bytes.len() as u64 > MAX_BYTES {
        return Err(Error::Unreadable {
            name: path.display().to_string(),
            reason: format!("has more than {} MB", MAX_BYTES >> 20),
            hint: "cut it into interviews".to_owned(),
        });
    }
    Ok(bytes)
}

/// Tells whether a path stands for standard input.
pub(super) fn is_stdin(path: &Path) -> bool {
    path == Path::new("-")
}

/// Reads an interview.
pub(super) fn interview(path: &Path, args: &ReadingArgs) -> Result<Interview> {
    let options = reading(args)?;
    read::read(&bytes(path)?, &path.to_string_lossy(), &options)
}

/// Returns reading options from what was typed.
fn reading(args: &ReadingArgs) -> Result<ReadOptions> {
    let label = |text: &String| {
        let refuse = || Error::Usage {
            message: format!("`--label {text}` does not say who speaks"),
            hint: "write it as NAME=guest, NAME=interviewer or NAME=host".to_owned(),
        };
        let (name, role) = text.rsplit_once('=').ok_or_else(refuse)?;
        let role = match role {
            "guest" => SpeakerRole::Guest,
            "interviewer" => SpeakerRole::Interviewer,
            "host" => SpeakerRole::Host,
            _ => return Err(refuse()),
        };
        Ok((name.to_owned(), role))
    };
    Ok(ReadOptions {
        input_format: args.input_format.map(|kind| match kind {
            InputKind::Text => InputFormat::Text,
            InputKind::Markdown => InputFormat::Markdown,
            InputKind::Html => InputFormat::Html,
            InputKind::Srt => InputFormat::Srt,
            InputKind::Vtt => InputFormat::Vtt,
            InputKind::Json => InputFormat::Json,
            InputKind::Csv => InputFormat::Csv,
            InputKind::Docx => InputFormat::Docx,
        }),
        guests: args.guest.clone(),
        hosts: args.host.clone(),
        labels: args.label.iter().map(label).collect::<Result<_>>()?,
    })
}

/// Returns what stars in typed texts are.
pub(super) fn markup(args: MarkupArgs) -> Markup {
    if args.markup { Markup::Stars } else { Markup::None }
}

/// Reads a text file.
pub(super) fn text(path: &Path) -> Result<String> {
    String::from_utf8(bytes(path)?).map_err(|_| Error::Data {
        file: path.display().to_string(),
        line: None,
        message: "this is no text in UTF-8".to_owned(),
        hint: None,
    })
}

/// Returns a file's name without folder and ending.
pub(super) fn stem(path: &Path) -> String {
    path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
}
