//! JSON of speech-to-text programs and of those who keep transcripts.
//!
//! Whisper, Amazon Transcribe, Google, Azure, Deepgram, AssemblyAI and home-made files differ in their keys, not in
//! their idea: somewhere is a list of objects with text, and with a speaker if there is one. The list is found by
//! that, not by the program's name.

use std::collections::HashMap;
use std::ops::Range;

use super::declared::Statements;
use super::decode::Decoded;
use super::json::{Broken, Id, Json, Kind, Piece, pieces};
use super::recognise::unreadable;
use super::writer::Writer;
use crate::error::{Error, Result};
use crate::interview::Span;
use crate::read::document::{BlockKind, Document};

/// Keys of what is said, the best first.
const TEXT_KEYS: &[&str] = &[
    "text",
    "transcript",
    "utterance",
    "sentence",
    "content",
    "punctuated_word",
    "word",
    "words",
    "line",
    "message",
    "body",
    "value",
];

/// Where what is said stands deeper: one guess of several.
const TEXT_PATHS: &[&[&str]] = &[
    &["alternatives", "0", "transcript"],
    &["alternatives", "0", "content"],
    &["nBest", "0", "display"],
    &["monologue", "text"],
];

/// Keys of who says it, the best first.
const SPEAKER_KEYS: &[&str] = &[
    "speaker",
    "speaker_name",
    "speakerName",
    "speaker_label",
    "speakerTag",
    "speaker_id",
    "speakerId",
    "name",
    "who",
    "author",
    "user",
    "from",
    "role",
];

/// Takes the words out of a transcript in JSON.
pub(super) fn read(decoded: &Decoded, name: &str) -> Result<Document> {
    let json = Json::parse(&decoded.text).map_err(|broken| broken_error(&decoded.text, name, &broken))?;
    let list = turns(&json).ok_or_else(|| {
        let hint = "give a list of objects that have `text`, and `speaker` if it is known";
        unreadable(name, "is JSON, but no transcript: nothing in it is a list of texts", hint)
    })?;
    let mut document = write(decoded, &json, &list);
    let mut statements = Statements::default();
    for (key, value) in json.children(json.root()).filter(|(_, value)| json.kind(*value) == Kind::String) {
        statements.front_matter(key, &unescaped(&decoded.text, json.range(value)));
    }
    document.declared = statements.finish();
    Ok(document)
}

/// Makes the error for JSON that breaks off.
fn broken_error(text: &str, name: &str, broken: &Broken) -> Error {
    let before = &text.as_bytes()[..broken.at.min(text.len())];
    let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
    let reason = format!("is broken JSON: line {line} should have {}", broken.expected);
    unreadable(name, reason, "export the transcript again, or read it as it is with `--input-format text`")
}

/// One object of a list of turns.
#[derive(Clone, Copy)]
struct Entry {
    text: Id,
    speaker: Option<Id>,
}

/// Finds the list of turns: of the arrays that hold most of the words, one that has speakers, and sentences.
fn turns(json: &Json<'_>) -> Option<Vec<Entry>> {
    let arrays = || json.all().filter(|id| json.kind(*id) == Kind::Array);
    let by_time = json.path(json.root(), SPEAKERS_BY_TIME).is_some();
    let weigh = |array: Id| {
        let (mut len, mut speaks, mut spaced) = (0, false, false);
        for (object, entry) in entries(json, array) {
            len += json.range(entry.text).len();
            speaks |= entry.speaker.is_some() || (by_time && json.get(object, "start_time").is_some());
            spaced |= json.raw(entry.text).trim().contains(' ');
        }
        (len, speaks, spaced)
    };
    let weights: Vec<(Id, (usize, bool, bool))> =
        arrays().map(|array| (array, weigh(array))).filter(|(_, (len, ..))| *len > 0).collect();
    let most = weights.iter().map(|(_, (len, ..))| *len).max()?;
    let (array, _) = weights.into_iter().filter(|(_, (len, ..))| len * 2 >= most).max_by_key(
        |(id, (len, speaks, spaced))| (*speaks, *spaced, *len, std::cmp::Reverse(json.range(*id).start)),
    )?;
    let mut list: Vec<Entry> = entries(json, array).map(|(_, entry)| entry).collect();
    if list.iter().all(|entry| entry.speaker.is_none()) {
        speakers_by_time(json, array, &mut list);
    }
    Some(list)
}

/// Where Amazon Transcribe keeps who speaks when.
const SPEAKERS_BY_TIME: &[&str] = &["results", "speaker_labels", "segments"];

/// Reads the objects of an array as turns, with the objects; of one that has a speaker and a list of words, those.
fn entries<'j>(json: &'j Json<'_>, array: Id) -> impl Iterator<Item = (Id, Entry)> + 'j {
    json.children(array).flat_map(move |(_, object)| {
        let own = entry(json, object);
        let speaker = speaker(json, object).filter(|_| own.is_none());
        let lists = json
            .children(object)
            .filter(move |(_, list)| speaker.is_some() && json.kind(*list) == Kind::Array);
        let words = lists
            .flat_map(|(_, list)| json.children(list))
            .filter_map(move |(_, word)| Some((word, Entry { speaker, ..entry(json, word)? })));
        own.map(|own| (object, own)).into_iter().chain(words)
    })
}

/// Reads an object as a turn.
fn entry(json: &Json<'_>, object: Id) -> Option<Entry> {
    let is_text = |id: &Id| json.kind(*id) == Kind::String && !json.range(*id).is_empty();
    let text = TEXT_KEYS
        .iter()
        .find_map(|key| json.get(object, key).filter(is_text))
        .or_else(|| TEXT_PATHS.iter().find_map(|path| json.path(object, path).filter(is_text)))?;
    Some(Entry { text, speaker: speaker(json, object).filter(|speaker| *speaker != text) })
}

/// Finds who says what an object holds.
fn speaker(json: &Json<'_>, object: Id) -> Option<Id> {
    SPEAKER_KEYS.iter().find_map(|key| {
        let value = json.get(object, key)?;
        let value = json.get(value, "name").unwrap_or(value);
        let is_text = json.kind(value) == Kind::String && !json.range(value).is_empty();
        let is_number =
            json.kind(value) == Kind::Other && json.raw(value).starts_with(|c: char| c.is_ascii_digit());
        (is_text || is_number).then_some(value)
    })
}

/// Gives words their speakers as Amazon Transcribe keeps them: in another list, by the time a word starts.
fn speakers_by_time(json: &Json<'_>, array: Id, list: &mut [Entry]) {
    let Some(segments) = json.path(json.root(), SPEAKERS_BY_TIME) else { return };
    let mut at_time = HashMap::new();
    for (_, segment) in json.children(segments) {
        let items = json.get(segment, "items");
        for item in items.iter().flat_map(|items| json.children(*items)).map(|(_, item)| item) {
            if let (Some(time), Some(label)) = (json.get(item, "start_time"), json.get(item, "speaker_label"))
            {
                at_time.insert(json.raw(time), label);
            }
        }
    }
    let mut last = None;
    for ((object, _), entry) in entries(json, array).zip(list) {
        // Punctuation has no time; it belongs to the word before.
        let time = json.get(object, "start_time").map(|time| json.raw(time));
        last = time.and_then(|time| at_time.get(time).copied()).or(last);
        entry.speaker = last;
    }
}

/// Takes the white space off both ends of a range.
fn trimmed(source: &str, range: Range<usize>) -> Range<usize> {
    let end = range.start + source[range.clone()].trim_end().len();
    end - source[range.start..end].trim_start().len()..end
}

/// What is written next, in the order of the file.
enum Write {
    /// A name, which then stands for all of its voice.
    Name(Range<usize>),
    /// The texts of some entries, as one block of a voice.
    Block(Range<usize>, Option<usize>),
}

/// Writes turns as blocks.
fn write(decoded: &Decoded, json: &Json<'_>, list: &[Entry]) -> Document {
    let source = decoded.text.as_str();
    // A list of words becomes one block for each change of voice.
    let of_words = list.len() > 1 && !list.iter().any(|entry| json.raw(entry.text).trim().contains(' '));
    let name_of = |entry: &Entry| entry.speaker.map(|speaker| json.raw(speaker));
    let groups: Vec<&[Entry]> = list.chunk_by(|a, b| of_words && name_of(a) == name_of(b)).collect();
    let mut names: HashMap<&str, usize> = HashMap::new();
    let mut writes = Vec::new();
    let mut start = 0;
    for group in groups {
        let (first, last) = (group[0], group[group.len() - 1]);
        // The name is taken from outside the words of the block: before its first or after its last.
        let before =
            first.speaker.filter(|speaker| json.range(*speaker).start < json.range(first.text).start);
        let voice = before.or(last.speaker).map(|speaker| {
            let next = names.len();
            *names.entry(json.raw(speaker)).or_insert_with(|| {
                let range = json.range(speaker);
                writes.push((range.start, Write::Name(range)));
                next
            })
        });
        writes.push((json.range(first.text).start, Write::Block(start..start + group.len(), voice)));
        start += group.len();
    }
    // Names that stand elsewhere in the file are written elsewhere; voices are joined to their names at the end.
    let mut by_name: Vec<Option<Span>> = vec![None; names.len()];
    writes.sort_by_key(|(at, _)| *at);
    let mut writer = Writer::new(decoded);
    let mut voices = Vec::new();
    for (_, write) in writes {
        match write {
            Write::Name(range) => {
                let index = names[&source[range.clone()]];
                by_name[index] = writer.name(|writer| string(writer, range));
            }
            Write::Block(entries, voice) => {
                for entry in &list[entries] {
                    let range = json.range(entry.text);
                    // Some write the spaces between words as words.
                    let range = if of_words { trimmed(source, range) } else { range };
                    if range.is_empty() {
                        continue;
                    }
                    if writer.in_block() && !source[range.clone()].starts_with([',', '.', '?', '!', ';', ':'])
                    {
                        writer.space(range.start..range.start);
                    }
                    string(&mut writer, range);
                }
                if writer.end(BlockKind::Cue, None).is_some() {
                    voices.push(voice);
                }
            }
        }
    }
    for (block, voice) in writer.document.blocks.iter_mut().zip(voices) {
        block.voice = voice.and_then(|index| by_name[index]);
    }
    writer.finish(decoded)
}

/// Copies a string, escapes decoded.
fn string(writer: &mut Writer<'_>, range: Range<usize>) {
    for piece in pieces(writer.source, range) {
        match piece {
            Piece::Plain(range) => writer.copy(range),
            Piece::Escaped('\0', range) => writer.whole("\u{FFFD}", range),
            Piece::Escaped(character, range) => writer.whole(character.encode_utf8(&mut [0; 4]), range),
        }
    }
}

/// Returns a string with its escapes decoded.
fn unescaped(source: &str, range: Range<usize>) -> String {
    let mut text = String::new();
    for piece in pieces(source, range) {
        match piece {
            Piece::Plain(range) => text.push_str(&source[range]),
            Piece::Escaped(character, _) => text.push(character),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::kinds::decode::decode;
    use crate::read::kinds::tests::voiced;

    fn document(source: &str) -> Document {
        read(&decode(source.as_bytes()).unwrap(), "talk.json").unwrap()
    }

    #[test]
    fn programs_differ_in_keys_only() {
        let said = ["Max: Why boats?", "Ida: Because."];
        for source in [
            r#"{"text": "all", "segments": [{"id": 0, "text": "Why boats?", "speaker": "Max"}, {"text": " Because.", "speaker": "Ida"}]}"#,
            r#"[{"speaker": "Max", "text": "Why boats?"}, {"speaker": "Ida", "text": "Because."}]"#,
            r#"{"utterances": [{"speaker": "Max", "text": "Why boats?", "words": [{"text": "Why", "speaker": "Max"}]},
                {"speaker": "Ida", "text": "Because."}]}"#,
            r#"{"results": {"audio_segments": [{"transcript": "Why boats?", "speaker_label": "Max"},
                {"transcript": "Because.", "speaker_label": "Ida"}]}}"#,
            r#"{"results": {"channels": [{"alternatives": [{"words": [
                {"word": "why", "punctuated_word": "Why", "speaker": "Max"}, {"word": "boats", "punctuated_word": "boats?", "speaker": "Max"},
                {"word": "because", "punctuated_word": "Because.", "speaker": "Ida"}]}]}]}}"#,
            r#"{"results": {"speaker_labels": {"segments": [{"items": [{"start_time": "0.1", "speaker_label": "Max"},
                {"start_time": "0.2", "speaker_label": "Max"}, {"start_time": "0.3", "speaker_label": "Ida"}]}]},
                "items": [{"start_time": "0.1", "alternatives": [{"content": "Why"}]},
                {"start_time": "0.2", "alternatives": [{"content": "boats"}]}, {"alternatives": [{"content": "?"}]},
                {"start_time": "0.3", "alternatives": [{"content": "Because"}]}, {"alternatives": [{"content": "."}]}]}}"#,
        ] {
            assert_eq!(voiced(&document(source)), said, "{source}");
        }
        let google = r#"{"results": [{"alternatives": [{"transcript": "Why boats?", "confidence": 0.9}]}]}"#;
        assert_eq!(voiced(&document(google)), ["Why boats?"]);
    }

    #[test]
    fn escapes_lead_to_their_bytes() {
        let source = r#"{"segments": [{"text": "Caf\u00e9 \"Quay\""}]}"#;
        let document = document(source);
        let span = document.blocks[0].span;
        assert_eq!(&document.text[span.range()], "Café \"Quay\"");
        let accent = Span::new(span.start + 3, span.start + 5);
        assert_eq!(&source[document.map.file_range(accent)], r"\u00e9");
    }

    #[test]
    fn json_that_is_broken_or_says_nothing_is_refused() {
        let error =
            |source: &str| read(&decode(source.as_bytes()).unwrap(), "a.json").unwrap_err().to_string();
        assert_eq!(
            error("{\"segments\": [\n{\"text\": "),
            "a.json is broken JSON: line 2 should have a value"
        );
        assert!(error("{\"a\": 1}").contains("no transcript"));
        assert!(
            error(r#"{"segments":[{"text":null,"speaker":5},{"text":["x"]},7,null]}"#)
                .contains("no transcript")
        );
    }
}
