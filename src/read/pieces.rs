//! What the reader has decided, before it becomes an interview: pieces of text, and who they belong to.

use crate::interview::{Cited, Confidence, Note, Span, SpeakerRole, TurnKind};

/// A document whose pieces have speakers.
#[derive(Default)]
pub(super) struct Script {
    /// Everybody who speaks, in order of first appearance.
    pub(super) people: Vec<Person>,
    /// What they say, one paragraph each, in order.
    pub(super) pieces: Vec<Piece>,
    /// What was odd.
    pub(super) notes: Vec<Note>,
}

/// One who speaks.
pub(super) struct Person {
    /// The name, as it will be shown.
    pub(super) name: Cited,
    /// The label that stands before their words most often; `None` where none is printed.
    pub(super) label: Option<String>,
    /// The keys of all spellings of the name (`names::key`).
    pub(super) keys: Vec<String>,
    /// What they do here.
    pub(super) role: SpeakerRole,
}

/// A paragraph, or the part of one that one person says.
#[derive(Clone, Copy)]
pub(super) struct Piece {
    /// Where it stands, without its label.
    pub(super) span: Span,
    /// What it is.
    pub(super) kind: TurnKind,
    /// Who says it: an index into [`Script::people`].
    pub(super) speaker: Option<usize>,
    /// How sure that is.
    pub(super) confidence: Confidence,
}

/// Returns the kind of what somebody with a role says.
pub(super) fn kind_of(role: SpeakerRole) -> TurnKind {
    match role {
        SpeakerRole::Interviewer | SpeakerRole::Host => TurnKind::Question,
        SpeakerRole::Guest | SpeakerRole::Unknown => TurnKind::Answer,
    }
}
