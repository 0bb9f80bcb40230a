//! Labelled transcripts: whose label stands before which words.

use std::collections::BTreeMap;

use super::document::{Block, BlockKind, Document};
use super::label::{Form, Label, is_written_as_name, label};
use super::part::Part;
use super::text::trimmed;
use super::words::words;
use crate::interview::{Confidence, Span, TurnKind};

/// A voice of a transcript.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Voice {
    /// Where its fullest label stands.
    pub(super) name: Span,
    /// All its labels, in lower case.
    pub(super) keys: Vec<String>,
}

/// A document in which labels say who speaks.
#[derive(Clone, Debug)]
pub(super) struct Transcript {
    /// Everybody who speaks, in order of first appearance.
    pub(super) voices: Vec<Voice>,
    /// What each block is; questions and answers are not told apart yet.
    pub(super) parts: Vec<Part>,
}

/// Reads a document as a labelled transcript; `None` if it is none.
pub(super) fn transcript(document: &Document, known: &[String]) -> Option<Transcript> {
    let text = document.text.as_str();
    let labels: Vec<Option<Label>> = document.blocks.iter().map(|block| label_of(text, block)).collect();
    let accepted = accepted(text, &labels, known);
    let is_accepted = |label: &Label| accepted.contains_key(&key(&text[label.name.range()]));
    let count: usize = labels.iter().flatten().filter(|label| is_accepted(label)).count();
    let first = labels.iter().position(|label| label.as_ref().is_some_and(is_accepted))?;
    let share = count * 100 / (labels.len() - first).max(1);
    if accepted.len() < 2 && share < 50 || count < 2 || share < 4 {
        return None;
    }
    let voices = voices(text, &accepted);
    let mut parts = Vec::with_capacity(document.blocks.len());
    let mut speaking = None;
    for (index, (block, label)) in document.blocks.iter().zip(&labels).enumerate() {
        let said = label.as_ref().filter(|label| is_accepted(label));
        if let Some(label) = said {
            let name = key(&text[label.name.range()]);
            speaking = voices.iter().position(|voice| voice.keys.contains(&name));
            let words = Span::new(label.words.max(block.span.start), block.span.end);
            let words = Some(words).filter(|words| !words.is_empty()).map(|words| trimmed(text, words));
            parts.push(Part {
                words: words.filter(|words| !words.is_empty()),
                kind: TurnKind::Answer,
                voice: speaking,
                confidence: Confidence::CERTAIN,
            });
            continue;
        }
        let aside = aside_kind(text, block, label.as_ref());
        let kind = match aside {
            Some(kind) => kind,
            None if index < first => TurnKind::Narration,
            None => TurnKind::Answer,
        };
        let voice = speaking.filter(|_| kind == TurnKind::Answer);
        parts.push(Part { words: Some(block.span), kind, voice, confidence: Confidence::CERTAIN });
    }
    Some(Transcript { voices, parts })
}

/// Returns the label of a block: the file's own, or one at its start.
fn label_of(text: &str, block: &Block) -> Option<Label> {
    if let Some(name) = block.voice {
        return Some(Label { name, words: block.span.start, form: Form::Colon });
    }
    match block.kind {
        BlockKind::Caption => None,
        _ => label(text, block.span),
    }
}

/// Puts a label into the form it is compared in.
pub(super) fn key(name: &str) -> String {
    let name: String = name.to_lowercase().replace(['*', '_', '.'], "");
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Decides which labels are speakers: those that are used as labels are. Returns them with where they first stand.
fn accepted(text: &str, labels: &[Option<Label>], known: &[String]) -> BTreeMap<String, Vec<Span>> {
    let words = words();
    let mut uses: BTreeMap<String, Vec<&Label>> = BTreeMap::new();
    for label in labels.iter().flatten() {
        uses.entry(key(&text[label.name.range()])).or_default().push(label);
    }
    let is_generic = |key: &str| words.asks.contains(key) || words.answers.contains(key);
    let letters = uses.iter().filter(|(key, uses)| uses[0].form == Form::Letter && is_generic(key)).count();
    let is_speaker = |key: &String, uses: &Vec<&Label>| {
        let name = &text[uses[0].name.range()];
        let first = key.split(' ').next().unwrap_or_default();
        match uses[0].form {
            _ if known.iter().any(|known| self::key(known) == *key) => true,
            Form::Letter => letters >= 2 && is_generic(key),
            _ if words.no_speaker.contains(key) || words.no_speaker.contains(first) => false,
            Form::Timed => uses.len() >= 2 && is_written_as_name(name),
            Form::Colon if is_generic(key) => true,
            Form::Colon => uses.len() >= 3 || uses.len() == 2 && is_written_as_name(name),
        }
    };
    let mut accepted: BTreeMap<String, Vec<Span>> = BTreeMap::new();
    let mut once: Vec<(String, Vec<Span>)> = Vec::new();
    for (key, uses) in uses {
        let spans: Vec<Span> = uses.iter().map(|label| label.name).collect();
        if is_speaker(&key, &uses) {
            accepted.insert(key, spans);
        } else if uses[0].form == Form::Colon && is_written_as_name(&text[spans[0].range()]) {
            once.push((key, spans));
        }
    }
    // A name that stands once only counts if it is another spelling, or if nearly everybody has a label.
    let total: usize = accepted.values().map(Vec::len).sum();
    let is_full =
        total * 2 >= labels.len() && total >= 3 || labels.len() <= 8 && accepted.len() + once.len() >= 2;
    for (name, spans) in once {
        let first = name.split(' ').next().unwrap_or_default();
        let is_spelling = accepted.keys().any(|known| is_same(known, &name));
        let short = name.split(' ').count() <= 3;
        if !words.no_speaker.contains(first) && (is_spelling || is_full && short) {
            accepted.insert(name, spans);
        }
    }
    accepted
}

/// Tells whether two labels are spellings of one name: the words of one are all in the other, or are its initials.
pub(super) fn is_same(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    let long_words: Vec<&str> = long.split(' ').collect();
    let inside = short.chars().count() > 1 && short.split(' ').all(|word| long_words.contains(&word));
    let initials: String = long_words.iter().filter_map(|word| word.chars().next()).collect();
    inside || short.chars().count() >= 2 && long_words.len() >= 2 && initials == short
}

/// Groups labels into voices, in order of first appearance.
fn voices(text: &str, accepted: &BTreeMap<String, Vec<Span>>) -> Vec<Voice> {
    let mut labels: Vec<(&String, &Vec<Span>)> = accepted.iter().collect();
    labels.sort_by_key(|(_, spans)| spans[0].start);
    let mut voices: Vec<Voice> = Vec::new();
    for (key, spans) in labels {
        let matching: Vec<usize> = (0..voices.len())
            .filter(|&index| voices[index].keys.iter().any(|known| is_same(known, key)))
            .collect();
        match matching[..] {
            // A first name that two people share belongs to neither.
            [index] => {
                let voice = &mut voices[index];
                voice.keys.push(key.clone());
                if spans[0].len() > voice.name.len() && text[spans[0].range()].contains(' ') {
                    voice.name = spans[0];
                }
            }
            _ => voices.push(Voice { name: spans[0], keys: vec![key.clone()] }),
        }
    }
    voices
}

/// Says what an unlabelled block is if it cannot be a part of what somebody says.
fn aside_kind(text: &str, block: &Block, label: Option<&Label>) -> Option<TurnKind> {
    let piece = &text[block.span.range()];
    let is_direction = piece.len() < 120 && crate::quote::is_stage_direction(piece);
    let is_notice = label.is_some_and(|label| {
        let key = key(&text[label.name.range()]);
        words().no_speaker.contains(key.split(' ').next().unwrap_or_default()) && piece.len() < 400
    });
    match block.kind {
        BlockKind::Heading(_) => Some(TurnKind::Heading),
        BlockKind::Caption => Some(TurnKind::Caption),
        _ if is_direction || is_notice || !piece.contains(char::is_alphanumeric) => {
            Some(TurnKind::Boilerplate)
        }
        _ if piece.len() < 300 && super::features::notices(&piece.to_lowercase()) >= 2 => {
            Some(TurnKind::Boilerplate)
        }
        _ => None,
    }
}
