//! Replays what fuzzing starts from, and every input that ever failed: `fuzz/corpus`. See `.ci/long`.

use std::fs;
use std::path::{Path, PathBuf};

#[path = "../fuzz/src/read.rs"]
#[expect(unreachable_pub, reason = "the fuzzer's crate exports it")]
mod read;
#[path = "../fuzz/src/typeset.rs"]
#[expect(unreachable_pub, reason = "the fuzzer's crate exports it")]
mod typeset;

/// Returns the files of a corpus, in order of their names.
fn corpus(name: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(name);
    let mut files: Vec<PathBuf> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(files.len() >= 20, "{} lacks files", folder.display());
    files
}

#[test]
fn files_that_were_hard_to_read_are_read() {
    for path in corpus("read") {
        let bytes = fs::read(&path).unwrap();
        let failed = std::panic::catch_unwind(|| read::check(&bytes)).is_err();
        assert!(!failed, "{} is not read as it must be", path.display());
    }
}

#[test]
fn files_that_are_cut_off_are_read() {
    for path in corpus("read") {
        let bytes = fs::read(&path).unwrap();
        for len in (0..bytes.len()).step_by(bytes.len() / 12 + 1) {
            let failed = std::panic::catch_unwind(|| read::check(&bytes[..len])).is_err();
            assert!(!failed, "the first {len} bytes of {} are not read as they must be", path.display());
        }
    }
}

#[test]
fn texts_that_were_hard_to_set_are_set_or_refused() {
    for path in corpus("typeset") {
        let bytes = fs::read(&path).unwrap();
        let failed = std::panic::catch_unwind(|| typeset::check(&bytes)).is_err();
        assert!(!failed, "{} is not set as it must be", path.display());
    }
}

#[test]
fn texts_that_are_cut_off_are_set_or_refused() {
    for path in corpus("typeset") {
        let bytes = fs::read(&path).unwrap();
        // A letter is cut in two as well; the look changes with the length.
        for len in (2..bytes.len()).step_by(bytes.len() / 5 + 1) {
            let mut part = bytes[..len].to_vec();
            part[0] = part[0].wrapping_add(len as u8);
            part[1] = part[1].wrapping_add(len as u8);
            let failed = std::panic::catch_unwind(|| typeset::check(&part)).is_err();
            assert!(!failed, "the first {len} bytes of {} are not set as they must be", path.display());
        }
    }
}
