//! An interview as JSON, with positions in bytes of the file on disk.

use serde_json::{Map, Value, json};

use crate::interview::{Cited, Interview, Span, Turn};

/// Returns an interview as JSON.
///
/// A speaker's `name` is what the file calls them where they speak; `full_name` is the fullest form on the page.
/// `start` and `end` of turns, paragraphs and cited texts count bytes of the file, whatever its encoding and markup.
#[must_use]
pub fn to_json(interview: &Interview) -> Value {
    let guest = interview.guests().next();
    let mut object = Map::new();
    object.insert("file".into(), json!(interview.source.name));
    object.insert("sha256".into(), json!(interview.source.sha256_hex()));
    object.insert("input_format".into(), json!(interview.input_format));
    object.insert("encoding".into(), json!(interview.encoding));
    object.insert("language".into(), json!(interview.language.tag()));
    for (key, value) in [
        ("title", &interview.title),
        ("publication", &interview.publication),
        ("author", &interview.author),
        ("date", &interview.date),
        ("url", &interview.url),
    ] {
        object.insert(key.into(), json!(value.as_ref().map(|cited| &cited.text)));
    }
    object.insert("guest".into(), json!(guest.map(|guest| &guest.name.text)));
    object.insert("speakers".into(), interview.speakers.iter().map(|speaker| {
        json!({
            "name": speaker.printed(),
            "full_name": speaker.name.text,
            "role": speaker.role,
            "title": speaker.title.as_ref().map(|title| cited(interview, title)),
            "affiliation": speaker.affiliation.as_ref().map(|affiliation| cited(interview, affiliation)),
        })
    }).collect());
    object.insert("turns".into(), interview.turns.iter().map(|turn| turn_json(interview, turn)).collect());
    object.insert("notes".into(), interview.notes.iter().map(|note| {
        let place = note.span.map(|span| interview.map.file_range(span));
        json!({ "message": note.message, "start": place.as_ref().map(|place| place.start), "end": place.map(|place| place.end) })
    }).collect());
    Value::Object(object)
}

fn turn_json(interview: &Interview, turn: &Turn) -> Value {
    let place = interview.map.file_range(turn.span);
    json!({
        "speaker": turn.speaker.map(|id| interview.speaker(id).printed()),
        "role": turn.kind,
        "confidence": f64::from(turn.confidence.as_per_mille()) / 1000.0,
        "text": interview.slice(turn.span),
        "start": place.start,
        "end": place.end,
        "paragraphs": turn.paragraphs.iter().map(|span| range(interview, *span)).collect::<Vec<_>>(),
    })
}

fn cited(interview: &Interview, cited: &Cited) -> Value {
    let place = cited.span.map(|span| interview.map.file_range(span));
    json!({ "text": cited.text, "start": place.as_ref().map(|place| place.start), "end": place.map(|place| place.end) })
}

fn range(interview: &Interview, span: Span) -> Value {
    let place = interview.map.file_range(span);
    json!([place.start, place.end])
}
