//! What must hold whatever the input is. A fuzzer looks for inputs that break it; the tests replay those that did.

pub mod read;
pub mod typeset;
