//! The reader on our own interviews and pages, and on anything at all.

mod anything;
mod errors;
mod forms;
mod labels;
mod languages;
mod layouts;
mod metadata;
mod pages;
mod samples;

use pullquote::interview::{Confidence, Interview, SpeakerRole, TurnKind};
use pullquote::read::{ReadOptions, read};

/// Reads a text that can be read.
fn interview(text: &str) -> Interview {
    read(text.as_bytes(), "page.txt", &ReadOptions::default()).expect("the text is readable")
}

/// What is said and by whom: kind, name, text.
fn said(interview: &Interview) -> Vec<(TurnKind, &str, &str)> {
    let turns = interview.turns.iter().filter(|turn| turn.speaker.is_some());
    turns
        .map(|turn| {
            let name = turn.speaker.map_or("", |id| interview.speaker(id).name.text.as_str());
            (turn.kind, name, interview.slice(turn.span))
        })
        .collect()
}

/// The names of an interview's speakers with their roles.
fn cast(interview: &Interview) -> Vec<(&str, SpeakerRole)> {
    interview.speakers.iter().map(|speaker| (speaker.name.text.as_str(), speaker.role)).collect()
}

/// All turns of a kind that are as sure as `least`, a line each.
fn text(interview: &Interview, kind: TurnKind, least: Confidence) -> String {
    let turns = interview.turns.iter().filter(|turn| turn.kind == kind && turn.confidence >= least);
    turns.map(|turn| interview.slice(turn.span)).collect::<Vec<_>>().join("\n")
}
