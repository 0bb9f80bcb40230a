//! A folder of cards: locked, with a manifest that says which files are ours.
//!
//! Threads write temporary files; the one that tells of cards in order gives them their names. The journal has a line of
//! each card before its file has its name, so that a run killed in between knows the file for its own.

use std::fs::{self, File};
use std::io::{self, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::manifest::{self, Entry};
use super::sink::{Replacement, Staged, TEMPORARY};
use super::standing::Standing;
use crate::error::{Error, Result};

/// The file that a run holds a lock on.
const LOCK: &str = ".pullquote-lock";

/// A folder that cards are written to, locked for as long as this value lives.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    before: Arc<Standing>,
    /// Which of the cards that stood here were made, or kept, by this run: by their places in the index.
    made: Vec<bool>,
    /// Cards of this run.
    count: usize,
    journal: File,
    /// Where this run's lines begin in the journal, and how far they go.
    lines: (u64, u64),
    lock: File,
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
        let lock = locked(path)?;
        for leftover in fs::read_dir(path).map_err(refuse)?.flatten() {
            if leftover.file_name().to_string_lossy().ends_with(TEMPORARY) {
                fs::remove_file(leftover.path()).map_err(refuse)?;
            }
        }
        let before = Arc::new(Standing::of(path)?);
        let mut journal = fs::OpenOptions::new()
            .create(true)
            .read(true)
            .append(true)
            .open(path.join(manifest::JOURNAL))
            .map_err(refuse)?;
        // The last line of a killed run may be torn.
        let mut length = journal.seek(SeekFrom::End(0)).map_err(refuse)?;
        if length > 0 {
            journal.write_all(b"\n").map_err(refuse)?;
            length += 1;
        }
        Ok(Self {
            path: path.to_owned(),
            made: vec![false; before.len()],
            before,
            count: 0,
            journal,
            lines: (length, length),
            lock,
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

    /// Returns the number of cards of this run.
    #[must_use]
    pub fn count(&self) -> usize {
        self.count
    }

    /// Gives a card that was written its name.
    ///
    /// # Errors
    /// [`Error::Io`]; [`Error::NotOurs`] where the name is taken.
    pub fn name(&mut self, entry: &Entry, staged: Staged) -> Result<()> {
        let path = self.path.join(&entry.file);
        // A dangling link is something too.
        if self.before.position(&entry.file).is_none() && fs::symlink_metadata(&path).is_ok() {
            return Err(Error::NotOurs { path });
        }
        let before = self.lines.1;
        self.note(entry)?;
        staged.name(&path).inspect_err(|_| {
            // A card that is not there must not be listed; what goes wrong here is less than what did.
            let _ = self.journal.set_len(before);
            self.lines.1 = before;
            self.count -= 1;
        })
    }

    /// Keeps a card that stands there already.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub fn keep(&mut self, entry: &Entry) -> Result<()> {
        self.note(entry)
    }

    /// Writes a card's line.
    fn note(&mut self, entry: &Entry) -> Result<()> {
        let line = entry.line();
        self.journal.write_all(line.as_bytes()).map_err(|source| Error::Io {
            action: "write",
            path: self.path.join(manifest::JOURNAL),
            source,
        })?;
        self.lines.1 += line.len() as u64;
        self.count += 1;
        if let Some(position) = self.before.position(&entry.file) {
            self.made[position] = true;
        }
        Ok(())
    }

    /// Ends a run that made nothing, and leaves everything as it was.
    pub fn leave(self) {
        let _ = fs::remove_file(self.path.join(LOCK));
        if self.before.is_empty() {
            let _ = fs::remove_file(self.path.join(manifest::JOURNAL));
            // Only an empty one goes.
            let _ = fs::remove_dir(&self.path);
        }
    }

    /// Writes the manifest and ends the run; returns how many cards are stale: of earlier runs, still there, and not made
    /// by this one. They are removed, or stay listed as ours.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub fn finish(self, prune: bool) -> Result<usize> {
        let path = self.path.join(manifest::FILE);
        let stale = self.write_manifest(&path, prune)?;
        // The manifest is complete: journal and lock have done their work, and their loss would cost nothing.
        let _ = fs::remove_file(self.path.join(manifest::JOURNAL));
        let _ = fs::remove_file(self.path.join(LOCK));
        drop(self.lock);
        Ok(stale)
    }

    fn write_manifest(&self, path: &Path, prune: bool) -> Result<usize> {
        let refuse = |source| Error::Io { action: "write", path: path.to_owned(), source };
        let mut temporary = Replacement::of(path)?;
        let mut journal = &self.journal;
        journal.seek(SeekFrom::Start(self.lines.0)).map_err(refuse)?;
        let mut lines = BufReader::new(journal.take(self.lines.1 - self.lines.0));
        io::copy(&mut lines, &mut temporary.file).map_err(refuse)?;
        let mut stale = 0;
        for position in self.before.in_order(|position| !self.made[position]) {
            let Some(entry) = self.before.entry(position) else { continue };
            let path = self.path.join(&entry.file);
            if !path.is_file() {
                continue;
            }
            stale += 1;
            if prune {
                fs::remove_file(&path).map_err(|source| Error::Io { action: "remove", path, source })?;
            } else {
                temporary.file.write_all(entry.line().as_bytes()).map_err(refuse)?;
            }
        }
        temporary.finish()?;
        Ok(stale)
    }
}

/// Locks a folder, against other processes that would write to it.
fn locked(path: &Path) -> Result<File> {
    let refuse = |source| Error::Io { action: "write to", path: path.to_owned(), source };
    let lock = File::create(path.join(LOCK)).map_err(refuse)?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(fs::TryLockError::WouldBlock) => Err(Error::Usage {
            message: format!("another export is writing to {}", path.display()),
            hint: "wait for it, or choose another folder with -o".to_owned(),
        }),
        Err(fs::TryLockError::Error(source)) => Err(refuse(source)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
