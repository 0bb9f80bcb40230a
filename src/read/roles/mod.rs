//! Pages that print no names: who speaks when nobody says.

pub(in crate::read) mod chain;
pub(in crate::read) mod features;
pub(in crate::read) mod model;
mod repeats;

use super::document::{Block, Document};
use super::marks::{self, Mark};
use super::metadata::Front;
use super::names;
use super::pieces::{Person, Piece, Script};
use crate::interview::{Cited, Confidence, Note, Span, SpeakerRole, TurnKind};
use crate::language::Language;
use features::Known;
use model::{Model, State};

/// The most that an answer is trusted on a page where nothing is asked.
const WITHOUT_QUESTIONS: u16 = 400;

/// Decides the roles of all paragraphs of a page, jointly.
pub(super) fn script(document: &Document, blocks: &[Block], front: &Front, language: &Language) -> Script {
    let known = known(document, blocks, front, language);
    let model = Model::embedded();
    let view = features::view(&known);
    let scores: Vec<chain::Scores> = view.values.iter().map(|values| model.scores(values)).collect();
    let steps: Vec<chain::Steps> = view.links.iter().map(|links| model.steps_between(links)).collect();
    let states = chain::best(model, &scores, &steps);
    let likelihoods = chain::likelihoods(model, &scores, &steps);
    let asks = [features::Feature::Asks, features::Feature::Requests];
    let is_asked = view.values.iter().any(|values| asks.iter().any(|asks| values[*asks as usize] > 0.0));
    let is_answered = states.contains(&State::Answer);
    let cap = if is_asked { 1000 } else { WITHOUT_QUESTIONS };
    let mut script = Script { people: people(document, front), ..Script::default() };
    for ((block, state), likelihoods) in blocks.iter().zip(states).zip(likelihoods) {
        let speaker = match state {
            State::Question => Some(0),
            State::Answer => Some(1),
            _ => None,
        };
        let span = if speaker.is_some() { words(document, block) } else { block.span };
        let confidence =
            Confidence::per_mille(model.confidence(likelihoods[state as usize], view.spoken).min(cap));
        script.pieces.push(Piece { span, kind: state.kind(), speaker, confidence });
    }
    let message = match (is_asked, is_answered) {
        (true, true) => None,
        (false, _) => Some("nobody asks anything here, so that nobody can be told apart"),
        (true, false) => Some("there are questions here, but no answers"),
    };
    script.notes.extend(message.map(|message| Note { message: message.to_owned(), span: None }));
    script
}

/// Gathers what is known of a page before its roles are.
pub(super) fn known<'a>(
    document: &'a Document,
    blocks: &'a [Block],
    front: &Front,
    language: &'a Language,
) -> Known<'a> {
    Known {
        text: &document.text,
        blocks,
        emphasis: &document.emphasis,
        title: front.title.as_ref().and_then(|title| title.span),
        guest: front.guest.map(|guest| names::key(&document.text[guest.range()])),
        language,
    }
}

/// Returns the two people of a page: the one who asks, by the byline's name if there is one, and the guest.
fn people(document: &Document, front: &Front) -> Vec<Person> {
    let placeholder = |name: &str| Cited { text: name.to_owned(), span: None };
    let guest = front.guest.map(|guest| names::cited(&document.text, guest));
    let person = |name: Cited, role| Person { keys: vec![names::key(&name.text)], name, label: None, role };
    vec![
        person(front.author.clone().unwrap_or_else(|| placeholder("Interviewer")), SpeakerRole::Interviewer),
        person(guest.unwrap_or_else(|| placeholder("Guest")), SpeakerRole::Guest),
    ]
}

/// Returns a paragraph without its number, its dash or its label.
fn words(document: &Document, block: &Block) -> Span {
    let (mark, words) = marks::mark(&document.text, block, &document.emphasis);
    let label = features::label(&document.text, block.span);
    match (label, mark) {
        (Some(label), _) => label.words,
        (None, Some(Mark::Number | Mark::Dash | Mark::Bold | Mark::Italic)) => words,
        _ => block.span,
    }
}

/// Tells whether a piece is said by somebody.
pub(super) fn is_said(kind: TurnKind) -> bool {
    matches!(kind, TurnKind::Question | TurnKind::Answer)
}
