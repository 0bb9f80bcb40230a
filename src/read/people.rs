//! Who of the voices of a transcript asks, and who answers.

use super::ReadOptions;
use super::document::Document;
use super::metadata::{Found, cited, full_name, title_of};
use super::transcript::{Transcript, is_same, key};
use super::words::words;
use crate::interview::{Speaker, SpeakerRole, TurnKind};

/// What a voice does in a transcript.
#[derive(Clone, Copy, Debug, Default)]
struct Manner {
    turns: usize,
    asking: usize,
    letters: usize,
    opens: bool,
}

/// Makes speakers of the voices of a transcript, and tells questions from answers in its parts.
pub(super) fn speakers(
    document: &Document,
    transcript: &mut Transcript,
    found: &Found,
    options: &ReadOptions,
) -> Vec<Speaker> {
    let roles = roles(document, transcript, found, options);
    for part in &mut transcript.parts {
        let Some(voice) = part.voice else { continue };
        part.kind = match roles[voice] {
            SpeakerRole::Guest => TurnKind::Answer,
            _ => TurnKind::Question,
        };
    }
    let guests = roles.iter().filter(|role| **role == SpeakerRole::Guest).count();
    transcript
        .voices
        .iter()
        .zip(roles)
        .map(|(voice, role)| {
            let mut name = cited(document, voice.name);
            let label = name.text.clone();
            let is_generic = voice.keys.iter().all(|key| words().answers.contains(key));
            match &found.guest {
                // `A` is no name to put under a quote.
                Some(guest) if role == SpeakerRole::Guest && is_generic && guests == 1 => {
                    name = guest.name.clone()
                }
                _ if !name.text.contains(' ') && !is_generic => {
                    name = full_name(document, &name.text).unwrap_or(name);
                }
                _ => {}
            }
            let title = (role == SpeakerRole::Guest).then(|| title_of(document, &name.text)).flatten();
            Speaker { name, label: Some(label), role, title, affiliation: None }
        })
        .collect()
}

/// Decides what each voice is.
fn roles(
    document: &Document,
    transcript: &Transcript,
    found: &Found,
    options: &ReadOptions,
) -> Vec<SpeakerRole> {
    let manners = manners(document, transcript);
    let all: usize = manners.iter().map(|manner| manner.letters).sum::<usize>().max(1);
    let printed: Vec<Option<SpeakerRole>> =
        transcript.voices.iter().map(|voice| printed_role(&voice.keys, options)).collect();
    let title = found.title.as_ref().map(|title| key(&title.text)).unwrap_or_default();
    // Per mille, so that equal pages give equal answers everywhere.
    let asks: Vec<i64> = manners
        .iter()
        .zip(&transcript.voices)
        .map(|(manner, voice)| {
            let share = |part: usize, all: usize| (part * 1000 / all.max(1)) as i64;
            let is_titled = voice.keys.iter().any(|name| name.contains(' ') && title.contains(name.as_str()))
                || found
                    .guest
                    .as_ref()
                    .is_some_and(|guest| voice.keys.iter().any(|name| is_same(name, &key(&guest.name.text))));
            2 * share(manner.asking, manner.turns) - 2 * share(manner.letters, all)
                + 400 * i64::from(manner.opens)
                - 1200 * i64::from(is_titled)
        })
        .collect();
    let known_asks =
        printed.iter().any(|role| matches!(role, Some(SpeakerRole::Interviewer | SpeakerRole::Host)));
    let unknown = || (0..asks.len()).filter(|&index| printed[index].is_none());
    let most = unknown().max_by_key(|&index| (asks[index], std::cmp::Reverse(index)));
    let only_guests = asks.len() == 1;
    (0..asks.len())
        .map(|index| match printed[index] {
            Some(role) => role,
            None if only_guests => SpeakerRole::Guest,
            None if !known_asks && Some(index) == most => SpeakerRole::Interviewer,
            // A second host asks nearly as often as the first.
            None => {
                let asked = manners[index].asking * 1000 / manners[index].turns.max(1);
                let is_second = !known_asks
                    && asks.len() > 2
                    && most.is_some_and(|most| asks[index] * 2 > asks[most])
                    && asked >= 350
                    && manners[index].turns >= 3;
                if is_second { SpeakerRole::Interviewer } else { SpeakerRole::Guest }
            }
        })
        .collect()
}

/// Returns the role a label states, or the user does.
fn printed_role(keys: &[String], options: &ReadOptions) -> Option<SpeakerRole> {
    let is = |name: &String| keys.iter().any(|known| is_same(known, &key(name)));
    if let Some((_, role)) = options.labels.iter().find(|(label, _)| is(label)) {
        return Some(*role);
    }
    if options.guests.iter().any(is) {
        return Some(SpeakerRole::Guest);
    }
    if options.hosts.iter().any(is) {
        return Some(SpeakerRole::Host);
    }
    keys.iter().find_map(|key| match key.as_str() {
        "host" | "presenter" | "moderator" => Some(SpeakerRole::Host),
        key if words().asks.contains(key) => Some(SpeakerRole::Interviewer),
        key if words().answers.contains(key) => Some(SpeakerRole::Guest),
        _ => None,
    })
}

/// Counts how each voice speaks.
fn manners(document: &Document, transcript: &Transcript) -> Vec<Manner> {
    let mut manners = vec![Manner::default(); transcript.voices.len()];
    let mut before = None;
    for part in &transcript.parts {
        let (Some(voice), Some(words)) = (part.voice, part.words) else { continue };
        let piece = &document.text[words.range()];
        let manner = &mut manners[voice];
        manner.opens |= before.is_none();
        manner.turns += usize::from(before != Some(voice));
        manner.letters += piece.len();
        let asks = piece.trim_end_matches(['"', '”', '*', ' ']).ends_with(['?', '？', '؟', '\u{37e}']);
        manner.asking += usize::from(asks);
        before = Some(voice);
    }
    manners
}
