//! Hashes everything that decides the bytes of a card: source code, data, fonts, the versions of libraries.
//!
//! `PULLQUOTE_BUILD` goes into the input hash of every card (see `export::BUILD`): a version alone does not change from
//! one build to the next, and a set would keep cards that the program makes otherwise today.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

fn main() -> io::Result<()> {
    let mut files = Vec::new();
    for root in ["Cargo.lock", "data", "fonts", "src"] {
        collect(Path::new(root), &mut files)?;
    }
    // The order in which a folder is read differs from machine to machine.
    files.sort();
    let mut hash = Fnv::new();
    for file in files {
        let name: Vec<String> =
            file.components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
        hash.add(name.join("/").as_bytes());
        hash.add(&fs::read(&file)?);
    }
    let mut out = io::stdout().lock();
    for root in ["Cargo.lock", "data", "fonts", "src"] {
        writeln!(out, "cargo::rerun-if-changed={root}")?;
    }
    writeln!(out, "cargo::rustc-env=PULLQUOTE_BUILD={:016x}", hash.0)
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    if path.is_dir() {
        for entry in fs::read_dir(path)? {
            collect(&entry?.path(), files)?;
        }
    } else if path.is_file() {
        files.push(path.to_owned());
    }
    Ok(())
}

/// FNV-1a of 64 bits, over eight bytes at a time: nobody has to be kept from forging it, and it needs no library.
struct Fnv(u64);

impl Fnv {
    fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    fn add(&mut self, bytes: &[u8]) {
        self.word(bytes.len() as u64);
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.word(u64::from_le_bytes(word));
        }
    }

    fn word(&mut self, word: u64) {
        self.0 = (self.0 ^ word).wrapping_mul(0x0000_0100_0000_01b3).rotate_left(29);
    }
}
