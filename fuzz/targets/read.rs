//! Lets libFuzzer look for a file that the reader does not survive. `.ci/long` builds and runs it.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| pullquote_fuzz::read::check(bytes));
