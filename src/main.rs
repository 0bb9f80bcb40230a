//! The command line: parse, run, print error and hint, exit code.

use std::process::ExitCode;

use clap::Parser;
use pullquote::cli::{self, Args};

fn main() -> ExitCode {
    let args = Args::parse();
    match cli::run(&args) {
        Ok(outcome) => ExitCode::from(outcome.code()),
        Err(error) if error.is_closed_pipe() => ExitCode::SUCCESS,
        Err(error) => {
            cli::report(&error);
            ExitCode::from(2)
        }
    }
}
