//! `pullquote verify`: is every card verbatim?

use std::path::Path;

use super::args::VerifyArgs;
use super::{Outcome, input, output};
use crate::encode;
use crate::error::{Error, Result};
use crate::export::manifest;
use crate::export::verify::{self, Difference};
use crate::interview::Interview;

/// Holds cards against their interview.
pub(super) fn run(args: &VerifyArgs) -> Result<Outcome> {
    let interview = input::interview(&args.interview, &args.reading)?;
    let mut outcome = Outcome::Done;
    for path in &args.cards {
        for (name, difference) in check(path, &interview)? {
            match difference {
                None => output::line(&format!("{name}: verbatim"))?,
                Some(difference) => {
                    outcome = Outcome::Nothing;
                    output::line(&format!("{name}: {}", describe(&difference, &interview)))?;
                }
            }
        }
    }
    Ok(outcome)
}

/// Checks a card or all cards of a manifest.
fn check(path: &Path, interview: &Interview) -> Result<Vec<(String, Option<Difference>)>> {
    let bytes = input::bytes(path)?;
    if image::guess_format(&bytes).is_ok() {
        let (text, by) = said(&bytes).ok_or_else(|| Error::Unreadable {
            name: path.display().to_string(),
            reason: "does not say what it shows".to_owned(),
            hint: "give a card that pullquote made, or the manifest of its set".to_owned(),
        })?;
        return Ok(vec![(path.display().to_string(), verify::said_by(&text, &by, interview))]);
    }
    let text = String::from_utf8_lossy(&bytes);
    let entries: Vec<_> = manifest::read(&text).collect();
    if entries.is_empty() {
        return Err(Error::Unreadable {
            name: path.display().to_string(),
            reason: "is neither a card nor a manifest".to_owned(),
            hint: "give a picture that pullquote made, or the manifest.jsonl of its set".to_owned(),
        });
    }
    Ok(entries.into_iter().map(|entry| (entry.file.clone(), verify::entry(&entry, interview))).collect())
}

/// Returns the quote that a card's file tells of, and who said it.
fn said(file: &[u8]) -> Option<(String, String)> {
    let metadata = encode::said(file)?;
    let (quote, _) = metadata.description.strip_prefix('“')?.rsplit_once('”')?;
    Some((quote.trim_end_matches('…').to_owned(), metadata.author))
}

fn describe(difference: &Difference, interview: &Interview) -> String {
    match difference {
        Difference::OtherFile => format!("made from another file than {}", interview.source.name),
        Difference::Words(words) => {
            format!("not in {}: `{}`", interview.source.name, output::snippet(words, 80))
        }
        Difference::Speaker(name) => format!("the words are {name}’s"),
    }
}
