//! The command line: a file of argument types, and a file a command.
//!
//! Results go to standard output, all else to standard error. An error is one `error: …` line and at most one
//! `hint: …`. Exit codes: 0 done, 1 ran but nothing worth quoting, 2 an error, also when one card of many failed.

#![expect(clippy::print_stderr, reason = "this is the program's mouth; the library behind it never prints")]

mod args;
mod explain;
mod export;
mod fonts;
mod input;
mod list;
mod look;
mod output;
mod picking;
mod preview;
mod progress;
mod read;
mod recent;
mod render;
mod select;
mod verify;

use std::io::Write;

use clap::CommandFactory;

use crate::error::{Error, Result};

pub use args::Args;
use args::Command;

/// How a command that did not fail ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It did what it was asked for.
    Done,
    /// It ran, and found nothing: nothing worth quoting, or a card that differs from its source.
    Nothing,
    /// It ran to its end, but some of it failed.
    Failed,
}

impl Outcome {
    /// Returns the exit code.
    #[must_use]
    pub fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Nothing => 1,
            Self::Failed => 2,
        }
    }
}

/// Runs a command.
///
/// # Errors
/// Whatever keeps it from running at all; what fails in the middle is reported and makes [`Outcome::Failed`].
pub fn run(args: &Args) -> Result<Outcome> {
    match &args.command {
        Command::Export(args) => export::run(args),
        Command::Render(args) => render::run(args),
        Command::Select(args) => select::run(args),
        Command::Read(args) => read::run(args),
        Command::Verify(args) => verify::run(args),
        Command::List(args) => list::run(args),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut Args::command(), "pullquote", &mut script);
            output::bytes(&script)?;
            Ok(Outcome::Done)
        }
        Command::Man => {
            let mut page = Vec::new();
            clap_mangen::Man::new(Args::command()).render(&mut page).map_err(|source| Error::Io {
                action: "write",
                path: "standard output".into(),
                source,
            })?;
            output::bytes(&page)?;
            Ok(Outcome::Done)
        }
    }
}

/// Answers arguments that are no command: help and version are results, anything else is one error with one hint.
///
/// # Errors
/// What was wrong with the arguments.
pub fn misspelt(error: &clap::Error) -> Result<Outcome> {
    use clap::error::ErrorKind;
    let text = error.to_string();
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            output::bytes(text.as_bytes())?;
            return Ok(Outcome::Done);
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            remark(text.trim_end());
            return Ok(Outcome::Failed);
        }
        _ => {}
    }
    // clap writes the fault, a tip, the usage and where to read more, a paragraph each.
    let paragraph = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let fault = text.split("\n\n").next().unwrap_or_default();
    let tip = text.split("\n\n").find_map(|part| part.trim().strip_prefix("tip: "));
    let usage = text.split("\n\n").find_map(|part| part.trim().strip_prefix("Usage: "));
    Err(Error::Usage {
        message: paragraph(fault.trim_start_matches("error: ")),
        hint: match (tip, usage) {
            (Some(tip), _) => paragraph(tip),
            (None, Some(usage)) => format!("{}; see --help", paragraph(usage)),
            (None, None) => "see --help".to_owned(),
        },
    })
}

/// Prints an error and how to mend it.
pub fn report(error: &Error) {
    report_about("", error);
}

/// Prints an error about one thing of many, and how to mend it.
fn report_about(subject: &str, error: &Error) {
    let mut text =
        if subject.is_empty() { format!("error: {error}\n") } else { format!("error: {subject}: {error}\n") };
    if let Some(hint) = error.hint().filter(|hint| !hint.is_empty()) {
        text.push_str(&format!("hint: {hint}\n"));
    }
    // Nobody is left to tell when standard error is closed.
    let _ = std::io::stderr().write_all(text.as_bytes());
}

/// Prints a remark to standard error.
fn remark(text: &str) {
    eprintln!("{text}");
}
