//! Files out: written under a temporary name and renamed, so that nobody ever sees half of one.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use super::manifest::{self, Entry};
use crate::error::{Error, Result};

/// How temporary files end; a run that was killed may leave some, which the next one removes.
pub(super) const TEMPORARY: &str = ".pullquote-part";

/// Replaces a file's content, or makes the file: in one step, so that nobody ever sees half of it.
///
/// # Errors
/// [`Error::Io`].
pub fn replace(path: &Path, bytes: &[u8]) -> Result<()> {
    let refuse = |source| Error::Io { action: "write", path: path.to_owned(), source };
    let temporary = temporary(path)?;
    let written = File::create(&temporary)
        .and_then(|mut file| file.write_all(bytes))
        .and_then(|()| fs::rename(&temporary, path));
    written.map_err(|source| {
        // The error that is reported is the first one.
        let _ = fs::remove_file(&temporary);
        refuse(source)
    })
}

/// A file that is written and waits for its name. Dropped before it has one, it is removed.
#[derive(Debug)]
pub struct Staged {
    path: PathBuf,
    is_named: bool,
}

impl Staged {
    /// Writes a file of a temporary name into a folder. Several processes may do so in one folder, on several machines:
    /// none touches another's file.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub fn write(folder: &Path, bytes: &[u8]) -> Result<Self> {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        loop {
            let count = COUNT.fetch_add(1, Ordering::Relaxed);
            let path = folder.join(format!(".{}-{count}{TEMPORARY}", std::process::id()));
            let refuse = |source| Error::Io { action: "write", path: path.clone(), source };
            match File::create_new(&path) {
                Ok(mut file) => {
                    let staged = Self { path: path.clone(), is_named: false };
                    file.write_all(bytes).map_err(refuse)?;
                    return Ok(staged);
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(refuse(error)),
            }
        }
    }

    /// Gives the file its name, in place of one that has it.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub fn name(mut self, path: &Path) -> Result<()> {
        let refuse = |source| Error::Io { action: "write", path: path.to_owned(), source };
        if path.is_dir() {
            return Err(refuse(io::ErrorKind::IsADirectory.into()));
        }
        fs::rename(&self.path, path).map_err(refuse)?;
        self.is_named = true;
        Ok(())
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        if !self.is_named {
            // Left where it is, it would be removed by the next run.
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// A file that is written bit by bit, and takes the place of another one when it is whole.
pub(super) struct Replacement<'p> {
    path: &'p Path,
    temporary: PathBuf,
    /// What to write to.
    pub(super) file: BufWriter<File>,
}

impl<'p> Replacement<'p> {
    /// Begins.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub(super) fn of(path: &'p Path) -> Result<Self> {
        let temporary = temporary(path)?;
        let file = File::create(&temporary).map_err(|source| Error::Io {
            action: "write",
            path: path.to_owned(),
            source,
        })?;
        Ok(Self { path, temporary, file: BufWriter::new(file) })
    }

    /// Writes a text.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub(super) fn text(&mut self, text: &str) -> Result<()> {
        let written = self.file.write_all(text.as_bytes());
        written.map_err(|source| Error::Io { action: "write", path: self.path.to_owned(), source })
    }

    /// Puts the file into its place.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub(super) fn finish(mut self) -> Result<()> {
        let done = self.file.flush().and_then(|()| fs::rename(&self.temporary, self.path));
        done.map_err(|source| {
            // The error that is reported is the first one.
            let _ = fs::remove_file(&self.temporary);
            Error::Io { action: "write", path: self.path.to_owned(), source }
        })
    }
}

/// Returns the temporary name of a file that is replaced.
fn temporary(path: &Path) -> Result<PathBuf> {
    let refuse =
        || Error::Io { action: "write", path: path.to_owned(), source: io::ErrorKind::IsADirectory.into() };
    let name = path.file_name().filter(|_| !path.is_dir()).ok_or_else(refuse)?;
    let mut temporary = std::ffi::OsString::from(".");
    temporary.push(name);
    temporary.push(TEMPORARY);
    Ok(path.with_file_name(temporary))
}

/// Reads a file's lines, one after the other, as far as they are entries of a manifest.
pub(super) fn entries(path: &Path) -> Result<impl Iterator<Item = Entry> + use<>> {
    let file =
        File::open(path).map_err(|source| Error::Io { action: "read", path: path.to_owned(), source })?;
    let lines = BufReader::new(file).split(b'\n');
    Ok(lines.map_while(io::Result::ok).filter_map(|line| manifest::entry(&line)))
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
}
