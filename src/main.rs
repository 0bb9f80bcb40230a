//! The command line: parse, run, print error and hint, exit code.

use std::process::ExitCode;

use clap::Parser;
use pullquote::cli::{self, Args};

fn main() -> ExitCode {
    let done = Args::try_parse().map_or_else(|error| cli::misspelt(&error), |args| cli::run(&args));
    match done {
        Ok(outcome) => ExitCode::from(outcome.code()),
        Err(error) if error.is_closed_pipe() => ExitCode::SUCCESS,
        Err(error) => {
            cli::report(&error);
            ExitCode::from(2)
        }
    }
}
