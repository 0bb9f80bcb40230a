//! Lets libFuzzer look for a text that cannot be set as it must be. `.ci/long` builds and runs it.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| pullquote_fuzz::typeset::check(bytes));
