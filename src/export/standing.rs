//! Cards that stand in a folder already, found by name in the manifest on disk.
//!
//! Only an index is held, of 24 bytes a card: where a manifest has a million lines, reading it whole would take more memory
//! than all the rest.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use serde::Deserialize;

use super::manifest::{self, Entry};
use super::names::hash_of;
use crate::error::{Error, Result};

/// The cards that stood in a folder before a run.
#[derive(Debug)]
pub struct Standing {
    path: PathBuf,
    /// The manifest, and the journal of a run that was killed.
    files: Vec<Mutex<BufReader<File>>>,
    /// Sorted by name, the last line of each name.
    cards: Vec<Card>,
}

/// Where a card is described.
#[derive(Clone, Copy, Debug)]
struct Card {
    /// The hash of its name.
    name: u64,
    /// The hash of its inputs.
    inputs: u64,
    /// Which file and which byte its line begins at, as one number.
    place: u64,
}

/// What a line must have to be looked up.
#[derive(Deserialize)]
struct Named {
    file: String,
    inputs: String,
}

impl Standing {
    /// Reads what a folder says of its cards; a folder that is not there has none.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub fn of(path: &Path) -> Result<Self> {
        let mut files = Vec::new();
        let mut cards = Vec::new();
        for name in [manifest::FILE, manifest::JOURNAL] {
            let refuse = |source| Error::Io { action: "read", path: path.join(name), source };
            let mut file = match File::open(path.join(name)) {
                Ok(file) => BufReader::with_capacity(1 << 16, file),
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                Err(error) => return Err(refuse(error)),
            };
            index(&mut file, files.len() as u64, &mut cards).map_err(refuse)?;
            // From here on single lines are looked up.
            files.push(Mutex::new(BufReader::with_capacity(1 << 12, file.into_inner())));
        }
        // A name that comes again was made again: its last line holds.
        cards.sort_by_key(|card| (card.name, std::cmp::Reverse((card.place & 1, card.place >> 1))));
        cards.dedup_by_key(|card| card.name);
        cards.shrink_to_fit();
        Ok(Self { path: path.to_owned(), files, cards })
    }

    /// Returns the number of cards.
    #[must_use]
    pub fn len(&self) -> usize {
        self.cards.len()
    }

    /// Tells whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.cards.is_empty()
    }

    /// Returns a card's place in the index.
    #[must_use]
    pub fn position(&self, file: &str) -> Option<usize> {
        self.cards.binary_search_by_key(&hash_of(file), |card| card.name).ok()
    }

    /// Returns the card of that name if it was made of these inputs and is still there.
    #[must_use]
    pub fn find(&self, file: &str, inputs: &str) -> Option<Entry> {
        let position = self.position(file)?;
        if self.cards[position].inputs != hash_of(inputs) {
            return None;
        }
        let entry = self.entry(position).filter(|entry| entry.file == file && entry.inputs == inputs)?;
        let length = fs::metadata(self.path.join(file)).ok()?.len();
        (length == entry.bytes).then_some(entry)
    }

    /// Reads the entry at a place of the index.
    #[must_use]
    pub fn entry(&self, position: usize) -> Option<Entry> {
        let place = self.cards[position].place;
        let mut file = self.files[(place & 1) as usize].lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(place >> 1)).ok()?;
        let mut line = Vec::new();
        file.read_until(b'\n', &mut line).ok()?;
        manifest::entry(&line)
    }

    /// Returns places of the index, in the order of the lines.
    #[must_use]
    pub fn in_order(&self, wanted: impl Fn(usize) -> bool) -> Vec<usize> {
        let mut positions: Vec<usize> = (0..self.cards.len()).filter(|position| wanted(*position)).collect();
        positions.sort_by_key(|position| {
            let place = self.cards[*position].place;
            (place & 1, place >> 1)
        });
        positions
    }
}

/// Adds the cards of a manifest's lines.
fn index(file: &mut impl BufRead, number: u64, cards: &mut Vec<Card>) -> io::Result<()> {
    let mut at = 0;
    let mut line = Vec::new();
    loop {
        line.clear();
        let length = file.read_until(b'\n', &mut line)?;
        if length == 0 {
            return Ok(());
        }
        // A torn line is passed over.
        if let Ok(named) = serde_json::from_slice::<Named>(&line)
            && manifest::is_ours(&named.file)
        {
            let (name, inputs) = (hash_of(&named.file), hash_of(&named.inputs));
            cards.push(Card { name, inputs, place: at << 1 | number });
        }
        at += length as u64;
    }
}
