//! A block after somebody was found to say it: what the two ways of telling speakers apart have in common.

use crate::interview::{Confidence, Span, Turn, TurnKind};

/// What a block turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Part {
    /// Its words, without a label; `None` when it has none but its label.
    pub(super) words: Option<Span>,
    /// What it is.
    pub(super) kind: TurnKind,
    /// Who says it: an index into the voices.
    pub(super) voice: Option<usize>,
    /// How sure we are.
    pub(super) confidence: Confidence,
}

/// Joins neighbours of one kind and voice into turns. A turn is as sure as its least sure paragraph.
///
/// A label begins a turn anew only where the voice changes: "consecutive turns by one speaker" are one.
pub(super) fn turns(parts: &[Part]) -> Vec<Turn> {
    let mut turns: Vec<Turn> = Vec::new();
    for part in parts {
        let Some(words) = part.words else { continue };
        let speaker = part.voice.map(crate::interview::SpeakerId);
        let joins = matches!(part.kind, TurnKind::Question | TurnKind::Answer | TurnKind::Narration);
        match turns.last_mut() {
            Some(turn) if joins && turn.kind == part.kind && turn.speaker == speaker => {
                turn.span.end = words.end;
                turn.paragraphs.push(words);
                turn.confidence = turn.confidence.min(part.confidence);
            }
            _ => turns.push(Turn {
                kind: part.kind,
                speaker,
                span: words,
                paragraphs: vec![words],
                confidence: part.confidence,
            }),
        }
    }
    turns
}
