//! Pieces into turns: consecutive paragraphs of one speaker are one turn.

use super::pieces::Piece;
use super::roles::is_said;
use crate::interview::{Span, SpeakerId, Turn};

/// Joins pieces into turns.
pub(super) fn turns(pieces: &[Piece]) -> Vec<Turn> {
    let mut turns: Vec<Turn> = Vec::new();
    for piece in pieces {
        let speaker = piece.speaker.map(SpeakerId);
        match turns.last_mut() {
            Some(turn) if turn.kind == piece.kind && turn.speaker == speaker && is_said(piece.kind) => {
                turn.span = Span::new(turn.span.start, piece.span.end);
                turn.paragraphs.push(piece.span);
                // A turn is no surer than the least sure of its paragraphs.
                turn.confidence = turn.confidence.min(piece.confidence);
            }
            _ => turns.push(Turn {
                kind: piece.kind,
                speaker,
                span: piece.span,
                paragraphs: vec![piece.span],
                confidence: piece.confidence,
            }),
        }
    }
    turns
}
