//! Files in: interviews, themes, formats.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::args::{InputKind, LookArgs, MarkupArgs, ReadingArgs};
use crate::error::{Error, Result};
use crate::format::Format;
use crate::interview::{InputFormat, Interview, SpeakerRole};
use crate::markup::Markup;
use crate::read::{self, ReadOptions};
use crate::theme::Theme;

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

/// Loads the themes asked for, in order, each once.
pub(super) fn themes(args: &LookArgs) -> Result<Vec<Theme>> {
    let names = if args.theme.is_empty() { vec!["broadsheet".to_owned()] } else { each_once(&args.theme) };
    names.iter().map(|name| theme(name)).collect()
}

/// Loads the formats that cards are made for, in order, each once; all when none was asked for.
pub(super) fn formats(args: &LookArgs) -> Result<Vec<Format>> {
    if args.format.is_empty() {
        return ["og", "square", "portrait", "story"].into_iter().map(format).collect();
    }
    formats_named(&args.format)
}

/// Loads formats by name, in order, each once.
pub(super) fn formats_named(names: &[String]) -> Result<Vec<Format>> {
    each_once(names).iter().map(|name| format(name)).collect()
}

/// Loads a theme: a built-in one by its name, or a file.
pub(super) fn theme(name: &str) -> Result<Theme> {
    match toml_file(name) {
        Some(path) => Theme::parse(&stem(&path), name, &text(&path)?),
        None => Theme::builtin(name),
    }
}

/// Loads a format: a built-in one by its name, or a file.
pub(super) fn format(name: &str) -> Result<Format> {
    match toml_file(name) {
        Some(path) => Format::parse(&stem(&path), name, &text(&path)?),
        None => Format::builtin(name),
    }
}

/// Returns what stars in typed texts are.
pub(super) fn markup(args: MarkupArgs) -> Markup {
    if args.markup { Markup::Stars } else { Markup::None }
}

fn toml_file(name: &str) -> Option<PathBuf> {
    Path::new(name).extension().is_some_and(|extension| extension == "toml").then(|| PathBuf::from(name))
}

fn text(path: &Path) -> Result<String> {
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

fn each_once(names: &[String]) -> Vec<String> {
    let mut once: Vec<String> = Vec::new();
    for name in names.iter().map(|name| name.trim()).filter(|name| !name.is_empty()) {
        if !once.iter().any(|known| known == name) {
            once.push(name.to_owned());
        }
    }
    once
}
