//! Files in: interviews, themes, formats.

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use super::args::{InputKind, MarkupArgs, ReadingArgs};
use crate::error::{Error, Result};
use crate::export::manifest;
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

/// Opens a file, or standard input for `-`, to be read bit by bit.
pub(super) fn open(path: &Path) -> Result<Box<dyn BufRead + Send>> {
    let refuse = |source| Error::Io { action: "read", path: path.to_owned(), source };
    if is_stdin(path) {
        return Ok(Box::new(BufReader::with_capacity(1 << 16, std::io::stdin())));
    }
    let file = fs::File::open(path).map_err(refuse)?;
    if file.metadata().map_err(refuse)?.is_dir() {
        return Err(refuse(std::io::ErrorKind::IsADirectory.into()));
    }
    Ok(Box::new(BufReader::with_capacity(1 << 16, file)))
}

/// Endings of files that a folder is searched for.
const ENDINGS: [&str; 13] =
    ["txt", "md", "markdown", "html", "htm", "srt", "vtt", "json", "docx", "csv", "jsonl", "ndjson", "text"];

/// Returns the files that were named: those of a folder and its folders, those of a pattern, each once, in order.
pub(super) fn expand(named: &[PathBuf]) -> Vec<Result<PathBuf>> {
    let mut seen = BTreeSet::new();
    let found = named.iter().flat_map(|path| files_of(path).unwrap_or_else(|error| vec![Err(error)]));
    found.filter(|path| path.as_ref().map_or(true, |path| seen.insert(path.clone()))).collect()
}

fn files_of(path: &Path) -> Result<Vec<Result<PathBuf>>> {
    let nothing = |reason: &str| Error::Unreadable {
        name: path.display().to_string(),
        reason: reason.to_owned(),
        hint: "name interviews, or lists of quotes (.jsonl, .csv)".to_owned(),
    };
    if path.is_dir() {
        let mut files = Vec::new();
        walk(path, &mut files)?;
        return if files.is_empty() {
            Err(nothing("has no file that may be an interview"))
        } else {
            Ok(files.into_iter().map(Ok).collect())
        };
    }
    let pattern = path.to_string_lossy();
    if path.exists() || !pattern.contains(['*', '?', '[']) {
        return Ok(vec![Ok(path.to_owned())]);
    }
    let options = glob::MatchOptions { require_literal_leading_dot: true, ..glob::MatchOptions::new() };
    let matches = glob::glob_with(&pattern, options).map_err(|error| Error::Usage {
        message: format!("`{pattern}` is no pattern: {}", error.msg),
        hint: "write it as 'interviews/*.md'".to_owned(),
    })?;
    let mut files = Vec::new();
    for found in matches {
        let found = found.map_err(|error| Error::Io {
            action: "read",
            path: error.path().to_owned(),
            source: error.into(),
        })?;
        if found.is_dir() { walk(&found, &mut files)? } else { files.push(found) }
    }
    if files.is_empty() { Err(nothing("matches no file")) } else { Ok(files.into_iter().map(Ok).collect()) }
}

/// Adds the files of a folder and its folders, by name; sets of cards, and what is hidden, are passed over.
fn walk(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    let refuse = |source| Error::Io { action: "read", path: folder.to_owned(), source };
    if folder.join(manifest::FILE).exists() {
        return Ok(());
    }
    let mut entries = Vec::new();
    for entry in fs::read_dir(folder).map_err(refuse)? {
        entries.push(entry.map_err(refuse)?);
    }
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        // A link to a folder may lead back up.
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        } else if is_folder {
            walk(&path, files)?;
        } else if ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str())) && path.is_file() {
            files.push(path);
        }
    }
    Ok(())
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
