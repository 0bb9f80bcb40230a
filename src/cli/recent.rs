//! What was read a moment ago and is likely to be asked for again: pictures and interviews that rows of a list name.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use crate::error::Result;

/// A few values by the files they come from; the one that was asked for longest ago goes first.
///
/// Shared by threads: two that want the same file at once read it once.
pub(super) struct Recent<T> {
    limit: usize,
    slots: Mutex<Vec<(PathBuf, Slot<T>)>>,
}

type Slot<T> = Arc<Mutex<Option<Arc<T>>>>;

impl<T> Recent<T> {
    /// Makes room for so many values.
    pub(super) fn new(limit: usize) -> Self {
        Self { limit, slots: Mutex::default() }
    }

    /// Returns the value of a file, which is made where there is none.
    ///
    /// # Errors
    /// What `make` says; the next one who asks makes it again.
    pub(super) fn get(&self, path: &Path, make: impl FnOnce() -> Result<T>) -> Result<Arc<T>> {
        let slot = self.slot(path);
        let mut value = slot.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(value) = &*value {
            return Ok(Arc::clone(value));
        }
        let made = Arc::new(make()?);
        *value = Some(Arc::clone(&made));
        Ok(made)
    }

    fn slot(&self, path: &Path) -> Slot<T> {
        let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        let slot = match slots.iter().position(|(known, _)| known == path) {
            Some(at) => slots.remove(at),
            None => (path.to_owned(), Slot::default()),
        };
        if slots.len() >= self.limit {
            slots.remove(0);
        }
        let wanted = Arc::clone(&slot.1);
        slots.push(slot);
        wanted
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_once_while_it_is_asked_for() {
        let recent = Recent::new(2);
        let mut made = 0;
        for path in ["a", "b", "a", "b", "c", "a"] {
            recent
                .get(Path::new(path), || {
                    made += 1;
                    Ok(path)
                })
                .unwrap();
        }
        // `a` went when `c` came.
        assert_eq!(made, 4);
    }
}
