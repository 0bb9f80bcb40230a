//! Files out: written under a temporary name and renamed, in a folder that is locked and whose files are known.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::manifest::{self, Entry};
use crate::error::{Error, Result};

/// How temporary files end; a run that was killed may leave some, which the next one removes.
const TEMPORARY: &str = ".pullquote-part";
/// The file that a run holds a lock on.
const LOCK: &str = ".pullquote-lock";

/// Replaces a file's content, or makes the file: in one step, so that nobody ever sees half of it.
///
/// # Errors
/// [`Error::Io`].
pub fn replace(path: &Path, bytes: &[u8]) -> Result<()> {
    let refuse = |source| Error::Io { action: "write", path: path.to_owned(), source };
    let Some(name) = path.file_name() else { return Err(refuse(io::ErrorKind::IsADirectory.into())) };
    if path.is_dir() {
        return Err(refuse(io::ErrorKind::IsADirectory.into()));
    }
    let mut temporary = std::ffi::OsString::from(".");
    temporary.push(name);
    temporary.push(TEMPORARY);
    let temporary = path.with_file_name(temporary);
    let written = File::create(&temporary)
        .and_then(|mut file| file.write_all(bytes))
        .and_then(|()| fs::rename(&temporary, path));
    written.map_err(|source| {
        // The error that is reported is the first one.
        let _ = fs::remove_file(&temporary);
        refuse(source)
    })
}

/// The cards that stood in a folder before a run.
#[derive(Debug)]
pub struct Standing {
    path: PathBuf,
    by_file: BTreeMap<String, Entry>,
}

impl Standing {
    /// Returns the card of that name if it was made of these inputs and is still there.
    #[must_use]
    pub fn find(&self, file: &str, inputs: &str) -> Option<&Entry> {
        let entry = self.by_file.get(file).filter(|entry| entry.inputs == inputs)?;
        let length = fs::metadata(self.path.join(file)).ok()?.len();
        (length == entry.bytes).then_some(entry)
    }
}

/// A folder that cards are written to, locked for as long as this value lives.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    before: Arc<Standing>,
    /// Files of this run, in the order written.
    entries: Vec<Entry>,
    /// Their names: a search through `entries` for each card would take a large set's time squared.
    made: BTreeSet<String>,
    journal: File,
    _lock: File,
}

/// What became of a card that was to be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// Its file is new or was replaced.
    New,
    /// Its file was there already.
    Unchanged,
}

impl Folder {
    /// Makes a folder, or opens one that has cards of ours, and locks it.
    ///
    /// # Errors
    /// [`Error::Io`]; [`Error::Usage`] when another run is writing to it.
    pub fn open(path: &Path) -> Result<Self> {
        let refuse = |source| Error::Io { action: "write to", path: path.to_owned(), source };
        fs::create_dir_all(path).map_err(refuse)?;
        let lock = File::create(path.join(LOCK)).map_err(refuse)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(fs::TryLockError::WouldBlock) => {
                return Err(Error::Usage {
                    message: format!("another export is writing to {}", path.display()),
                    hint: "wait for it, or choose another folder with -o".to_owned(),
                });
            }
            Err(fs::TryLockError::Error(source)) => return Err(refuse(source)),
        }
        for leftover in fs::read_dir(path).map_err(refuse)?.flatten() {
            if leftover.file_name().to_string_lossy().ends_with(TEMPORARY) {
                fs::remove_file(leftover.path()).map_err(refuse)?;
            }
        }
        let mut before = BTreeMap::new();
        for name in [manifest::FILE, manifest::JOURNAL] {
            match fs::read_to_string(path.join(name)) {
                Ok(text) => before.extend(manifest::read(&text).map(|entry| (entry.file.clone(), entry))),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(source) => return Err(Error::Io { action: "read", path: path.join(name), source }),
            }
        }
        let journal = fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(path.join(manifest::JOURNAL))
            .map_err(refuse)?;
        let before = Arc::new(Standing { path: path.to_owned(), by_file: before });
        Ok(Self {
            path: path.to_owned(),
            before,
            entries: Vec::new(),
            made: BTreeSet::new(),
            journal,
            _lock: lock,
        })
    }

    /// Returns the folder.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Returns the cards that stood here before.
    #[must_use]
    pub fn standing(&self) -> Arc<Standing> {
        Arc::clone(&self.before)
    }

    /// Checks that a name is free or ours.
    ///
    /// # Errors
    /// [`Error::NotOurs`].
    pub fn check(&self, file: &str) -> Result<()> {
        let path = self.path.join(file);
        let ours = self.before.by_file.contains_key(file) || self.made.contains(file);
        // A dangling link is something too.
        if !ours && fs::symlink_metadata(&path).is_ok() { Err(Error::NotOurs { path }) } else { Ok(()) }
    }

    /// Writes a card.
    ///
    /// The journal names it first, so that a run killed in between knows the file for its own.
    ///
    /// # Errors
    /// [`Error::Io`], [`Error::NotOurs`].
    pub fn write(&mut self, entry: Entry, bytes: &[u8]) -> Result<()> {
        self.check(&entry.file)?;
        let path = self.path.join(&entry.file);
        let refuse = |source| Error::Io { action: "write", path: path.clone(), source };
        self.journal.write_all(entry.line().as_bytes()).map_err(refuse)?;
        replace(&path, bytes)?;
        self.keep(entry);
        Ok(())
    }

    /// Keeps a card that stands there already.
    pub fn keep(&mut self, entry: Entry) {
        self.made.insert(entry.file.clone());
        self.entries.push(entry);
    }

    /// Returns cards of earlier runs that this one did not make, and that are still there.
    #[must_use]
    pub fn stale(&self) -> Vec<String> {
        let left = self.before.by_file.keys().filter(|file| !self.made.contains(file.as_str()));
        left.filter(|file| self.path.join(file).is_file()).cloned().collect()
    }

    /// Writes the manifest and ends the run. Stale cards are removed, or stay listed as ours.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub fn finish(self, prune: bool) -> Result<Vec<Entry>> {
        let stale = self.stale();
        let mut text: String = self.entries.iter().map(Entry::line).collect();
        for file in stale {
            let path = self.path.join(&file);
            if prune {
                fs::remove_file(&path).map_err(|source| Error::Io { action: "remove", path, source })?;
            } else {
                text.push_str(&self.before.by_file[&file].line());
            }
        }
        replace(&self.path.join(manifest::FILE), text.as_bytes())?;
        // The manifest is complete: journal and lock have done their work, and their loss would cost nothing.
        let _ = fs::remove_file(self.path.join(manifest::JOURNAL));
        let _ = fs::remove_file(self.path.join(LOCK));
        Ok(self.entries)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_whole_and_no_temporary_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("card.png");
        replace(&path, b"one").unwrap();
        replace(&path, b"two").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        assert!(replace(folder.path(), b"x").is_err());
        assert!(replace(&folder.path().join("no/such/folder.png"), b"x").is_err());
    }

    #[test]
    fn a_folder_is_locked_while_it_is_written_to() {
        let folder = tempfile::tempdir().unwrap();
        let first = Folder::open(folder.path()).unwrap();
        let error = Folder::open(folder.path()).unwrap_err();
        assert!(error.to_string().starts_with("another export is writing to"), "{error}");
        first.finish(false).unwrap();
        assert!(Folder::open(folder.path()).is_ok());
    }
}
