//! The command line: parse, run, print error and hint, exit code.

fn main() {}
