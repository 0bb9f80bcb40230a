//! Pages that print no names: who speaks when nobody says.

pub(in crate::read) mod chain;
pub(in crate::read) mod features;
pub(in crate::read) mod model;
mod overview;
pub(in crate::read) mod qualities;
mod repeats;
mod seen;
pub(in crate::read) mod signs;

use super::document::{Block, Document};
use super::metadata::Front;
use super::names;
use super::pieces::{Person, Piece, Script};
use super::text;
use crate::interview::{Cited, Confidence, Note, Span, SpeakerRole, TurnKind};
use crate::language::Language;
use model::{Model, State};
use qualities::{Feature, Links};
use seen::Known;

/// The most that an answer is trusted on a page where nothing is asked.
const WITHOUT_QUESTIONS: u16 = 400;

/// The qualities of a paragraph that asks.
pub(super) const ASKING: [Feature; 2] = [Feature::Asks, Feature::Requests];

/// Returns how much a page is a talk, from 0 to 1: that where half of the questions or more only state something. `told` is
/// whether a paragraph asks, and what it was taken for.
///
/// Who says what is harder to tell in a talk than in a written interview, whatever the chain makes of it.
pub(super) fn talk(told: impl Iterator<Item = (bool, State)>) -> f32 {
    let questions = told.filter(|(_, state)| *state == State::Question);
    let (n, stated) = questions
        .fold((0.0_f32, 0.0_f32), |(n, stated), (asks, _)| (n + 1.0, stated + f32::from(u8::from(!asks))));
    (2.0 * stated / n.max(1.0)).min(1.0)
}

/// Decides the roles of all paragraphs of a page, jointly.
pub(super) fn script(document: &Document, blocks: &[Block], front: &Front, language: &Language) -> Script {
    let known = known(document, blocks, front, language);
    let model = Model::embedded();
    let mut asks: Vec<bool> = Vec::with_capacity(blocks.len());
    let mut scores: Vec<chain::Scores> = Vec::with_capacity(blocks.len());
    let mut links: Vec<Links> = Vec::with_capacity(blocks.len());
    let mut words: Vec<Span> = Vec::with_capacity(blocks.len());
    for viewed in features::view(&known) {
        asks.push(ASKING.iter().any(|asks| viewed.values[*asks as usize] > 0.0));
        scores.push(model.scores(&viewed.values));
        links.push(viewed.links);
        words.push(viewed.words);
    }
    let states = chain::best(model, &scores, &links);
    let likelihoods = chain::likelihoods(model, &scores, &links);
    let is_asked = asks.contains(&true);
    let talk = talk(asks.into_iter().zip(states.iter().copied()));
    let is_answered = states.contains(&State::Answer);
    let cap = if is_asked { 1000 } else { WITHOUT_QUESTIONS };
    let mut script = Script { people: people(document, front), ..Script::default() };
    let mut said_before = 1.0;
    for (((block, words), state), likelihoods) in blocks.iter().zip(words).zip(states).zip(likelihoods) {
        let speaker = match state {
            State::Question => Some(0),
            State::Answer => Some(1),
            _ => None,
        };
        let words = text::trimmed(&document.text, words);
        let span = if speaker.is_some() && !words.is_empty() { words } else { block.span };
        // What is said is no surer than that what was said before it is what it was taken for.
        let own = likelihoods[state as usize];
        let likelihood = if speaker.is_some() { own * std::mem::replace(&mut said_before, own) } else { own };
        let confidence = Confidence::per_mille(model.confidence(likelihood, talk).min(cap));
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

/// Tells whether a piece is said by somebody.
pub(super) fn is_said(kind: TurnKind) -> bool {
    matches!(kind, TurnKind::Question | TurnKind::Answer)
}
