//! Graded interviews: what careful readers would put on a card.
//!
//! A folder holds `gold.json`, maybe `gold2.json` (a second reader), the interviews it names, and maybe
//! `answers.jsonl` (answers split into sentences, with graded spans given as text).

use std::path::Path;

use pullquote::interview::{
    Cited, Confidence, InputFormat, Interview, SourceFile, SourceMap, Span, Speaker, SpeakerId, SpeakerRole,
    Turn, TurnKind,
};
use pullquote::language::Language;
use serde::Deserialize;

/// An interview with the marks of its readers.
pub(crate) struct Graded {
    /// Whether its folder is one that results are reported for.
    pub is_reported: bool,
    /// The interview, each answer a turn.
    pub interview: Interview,
    /// The spans each reader marked.
    pub readers: Vec<Vec<GradedSpan>>,
}

/// A span somebody marked.
#[derive(Clone, Copy, Debug)]
pub(crate) struct GradedSpan {
    /// Where it stands.
    pub span: Span,
    /// 1 usable, 2 good, 3 great.
    pub grade: u8,
}

#[derive(Deserialize)]
struct RawFile {
    id: String,
    file: String,
    lang: String,
    answers: Vec<RawAnswer>,
}

#[derive(Deserialize)]
struct RawAnswer {
    start: usize,
    end: usize,
    spans: Vec<RawSpan>,
}

#[derive(Deserialize)]
struct RawSpan {
    start: usize,
    end: usize,
    grade: u8,
}

#[derive(Deserialize)]
struct RawTranscript {
    id: String,
    answers: Vec<RawParagraphs>,
    spans: Vec<RawTextSpan>,
}

#[derive(Deserialize)]
struct RawParagraphs {
    answer: usize,
    paragraphs: Vec<Vec<String>>,
}

#[derive(Deserialize)]
struct RawTextSpan {
    answer: usize,
    grade: u8,
    text: String,
}

/// Reads a folder.
pub(crate) fn read(folder: &Path, is_reported: bool) -> Result<Vec<Graded>, Box<dyn std::error::Error>> {
    let first: Vec<RawFile> = serde_json::from_str(&std::fs::read_to_string(folder.join("gold.json"))?)?;
    let second: Vec<RawFile> = match std::fs::read_to_string(folder.join("gold2.json")) {
        Ok(text) => serde_json::from_str(&text)?,
        Err(_) => Vec::new(),
    };
    let mut graded = Vec::new();
    for file in first {
        let text = std::fs::read_to_string(folder.join(&file.file))?;
        let mut readers = vec![marks(&file)];
        readers.extend(second.iter().filter(|other| other.id == file.id).map(marks));
        let answers: Vec<Span> =
            file.answers.iter().map(|answer| Span::new(answer.start, answer.end)).collect();
        let interview = interview(&file.file, text, &file.lang, &answers);
        graded.push(Graded { is_reported, interview, readers });
    }
    if let Ok(lines) = std::fs::read_to_string(folder.join("answers.jsonl")) {
        for line in lines.lines() {
            graded.push(transcript(serde_json::from_str(line)?));
        }
    }
    Ok(graded)
}

fn marks(file: &RawFile) -> Vec<GradedSpan> {
    let spans = file.answers.iter().flat_map(|answer| &answer.spans);
    spans.map(|span| GradedSpan { span: Span::new(span.start, span.end), grade: span.grade }).collect()
}

fn transcript(raw: RawTranscript) -> Graded {
    let mut text = String::new();
    let mut answers = Vec::new();
    let mut spans = Vec::new();
    for answer in raw.answers {
        text.push_str("Q?\n\n");
        let start = text.len();
        let paragraphs: Vec<String> = answer.paragraphs.iter().map(|sentences| sentences.join(" ")).collect();
        text.push_str(&paragraphs.join("\n\n"));
        answers.push(Span::new(start, text.len()));
        for span in raw.spans.iter().filter(|span| span.answer == answer.answer) {
            if let Some(at) = text[start..].find(&span.text) {
                let span_start = start + at;
                let place = Span::new(span_start, span_start + span.text.len());
                spans.push(GradedSpan { span: place, grade: span.grade });
            }
        }
        text.push_str("\n\n");
    }
    let interview = interview(&raw.id, text, "en", &answers);
    Graded { is_reported: false, interview, readers: vec![spans] }
}

/// Makes an interview of which only the answers are known; what stands between them is asked.
fn interview(name: &str, text: String, language: &str, answers: &[Span]) -> Interview {
    let speaker = |name: &str, role| Speaker {
        label: None,
        name: Cited { text: name.to_owned(), span: None },
        role,
        title: None,
        affiliation: None,
    };
    let mut turns = Vec::new();
    let mut at = 0;
    for answer in answers {
        turns.extend(turn(&text, TurnKind::Question, 0, Span::new(at, answer.start)));
        turns.extend(turn(&text, TurnKind::Answer, 1, *answer));
        at = answer.end;
    }
    Interview {
        source: SourceFile { name: name.to_owned(), sha256: [0; 32], len: text.len() },
        input_format: InputFormat::Text,
        encoding: "UTF-8".to_owned(),
        map: SourceMap::identity(0, text.len()),
        title: None,
        publication: None,
        author: None,
        date: None,
        url: None,
        language: Language::new(language),
        speakers: vec![
            speaker("Interviewer", SpeakerRole::Interviewer),
            speaker("Guest", SpeakerRole::Guest),
        ],
        turns,
        emphasis: Vec::new(),
        notes: Vec::new(),
        text,
    }
}

/// Makes a turn of a stretch of text, its paragraphs set apart by blank lines; nothing of white space.
fn turn(text: &str, kind: TurnKind, speaker: usize, span: Span) -> Option<Turn> {
    let mut paragraphs = Vec::new();
    let mut at = span.start;
    for piece in text[span.range()].split("\n\n") {
        let trimmed = piece.trim();
        if !trimmed.is_empty() {
            let start = at + piece.len() - piece.trim_start().len();
            paragraphs.push(Span::new(start, start + trimmed.len()));
        }
        at += piece.len() + 2;
    }
    let span = Span::new(paragraphs.first()?.start, paragraphs.last()?.end);
    Some(Turn { kind, speaker: Some(SpeakerId(speaker)), span, paragraphs, confidence: Confidence::CERTAIN })
}
