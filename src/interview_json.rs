//! An interview as JSON, with positions in bytes of the file on disk.

use serde::ser::{Serialize, Serializer};
use serde_json::Value;

use crate::interview::{Cited, InputFormat, Interview, Note, Span, Speaker, SpeakerRole, Turn, TurnKind};

/// Returns an interview as JSON.
///
/// A speaker's `name` is what the file calls them where they speak; `full_name` is the fullest form on the page.
/// `start` and `end` of turns, paragraphs and cited texts count bytes of the file, whatever its encoding and markup.
#[must_use]
pub fn to_json(interview: &Interview) -> Value {
    serde_json::to_value(AsJson(interview)).expect("strings and numbers are always JSON")
}

/// An interview that is written as JSON piece by piece: nothing of it is copied first.
///
/// What is written is [`to_json`]'s, its keys in alphabetical order.
pub struct AsJson<'a>(pub &'a Interview);

/// The whole, in the order in which `serde_json` keeps keys.
#[derive(serde::Serialize)]
struct Whole<'a> {
    author: Option<&'a str>,
    date: Option<&'a str>,
    encoding: &'a str,
    file: &'a str,
    guest: Option<&'a str>,
    input_format: InputFormat,
    language: &'a str,
    notes: Each<'a, Note>,
    publication: Option<&'a str>,
    sha256: String,
    speakers: Each<'a, Speaker>,
    title: Option<&'a str>,
    turns: Each<'a, Turn>,
    url: Option<&'a str>,
}

impl Serialize for AsJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let interview = self.0;
        Whole {
            author: text(&interview.author),
            date: text(&interview.date),
            encoding: &interview.encoding,
            file: &interview.source.name,
            guest: interview.guests().next().map(|guest| guest.name.text.as_str()),
            input_format: interview.input_format,
            language: interview.language.tag(),
            notes: Each { interview, of: &interview.notes },
            publication: text(&interview.publication),
            sha256: interview.source.sha256_hex(),
            speakers: Each { interview, of: &interview.speakers },
            title: text(&interview.title),
            turns: Each { interview, of: &interview.turns },
            url: text(&interview.url),
        }
        .serialize(serializer)
    }
}

/// Returns the text of what is cited.
fn text(cited: &Option<Cited>) -> Option<&str> {
    cited.as_ref().map(|cited| cited.text.as_str())
}

/// Parts of an interview, written one after the other.
struct Each<'a, T> {
    interview: &'a Interview,
    of: &'a [T],
}

impl<T: Part> Serialize for Each<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.of.iter().map(|part| part.json(self.interview)))
    }
}

/// A part of an interview that has a form in JSON.
trait Part {
    /// The form.
    type Json<'a>: Serialize
    where
        Self: 'a;

    /// Returns the form; positions in it are the file's.
    fn json<'a>(&'a self, interview: &'a Interview) -> Self::Json<'a>;
}

/// A note as it is written.
#[derive(serde::Serialize)]
struct NoteJson<'a> {
    end: Option<usize>,
    message: &'a str,
    start: Option<usize>,
}

impl Part for Note {
    type Json<'a> = NoteJson<'a>;

    fn json<'a>(&'a self, interview: &'a Interview) -> NoteJson<'a> {
        let place = self.span.map(|span| interview.map.file_range(span));
        NoteJson {
            end: place.as_ref().map(|place| place.end),
            message: &self.message,
            start: place.map(|place| place.start),
        }
    }
}

/// A speaker as they are written.
#[derive(serde::Serialize)]
struct SpeakerJson<'a> {
    affiliation: Option<CitedJson<'a>>,
    full_name: &'a str,
    name: &'a str,
    role: SpeakerRole,
    title: Option<CitedJson<'a>>,
}

impl Part for Speaker {
    type Json<'a> = SpeakerJson<'a>;

    fn json<'a>(&'a self, interview: &'a Interview) -> SpeakerJson<'a> {
        SpeakerJson {
            affiliation: self.affiliation.as_ref().map(|affiliation| cited(interview, affiliation)),
            full_name: &self.name.text,
            name: self.printed(),
            role: self.role,
            title: self.title.as_ref().map(|title| cited(interview, title)),
        }
    }
}

/// A text and where it stands, as they are written.
#[derive(serde::Serialize)]
struct CitedJson<'a> {
    end: Option<usize>,
    start: Option<usize>,
    text: &'a str,
}

fn cited<'a>(interview: &Interview, cited: &'a Cited) -> CitedJson<'a> {
    let place = cited.span.map(|span| interview.map.file_range(span));
    CitedJson {
        end: place.as_ref().map(|place| place.end),
        start: place.map(|place| place.start),
        text: &cited.text,
    }
}

/// A turn as it is written.
#[derive(serde::Serialize)]
struct TurnJson<'a> {
    confidence: f64,
    end: usize,
    paragraphs: Each<'a, Span>,
    role: TurnKind,
    speaker: Option<&'a str>,
    start: usize,
    text: &'a str,
}

impl Part for Turn {
    type Json<'a> = TurnJson<'a>;

    fn json<'a>(&'a self, interview: &'a Interview) -> TurnJson<'a> {
        let place = interview.map.file_range(self.span);
        TurnJson {
            confidence: f64::from(self.confidence.as_per_mille()) / 1000.0,
            end: place.end,
            paragraphs: Each { interview, of: &self.paragraphs },
            role: self.kind,
            speaker: self.speaker.map(|id| interview.speaker(id).printed()),
            start: place.start,
            text: interview.slice(self.span),
        }
    }
}

impl Part for Span {
    type Json<'a> = (usize, usize);

    fn json<'a>(&'a self, interview: &'a Interview) -> (usize, usize) {
        let place = interview.map.file_range(*self);
        (place.start, place.end)
    }
}
