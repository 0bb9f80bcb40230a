//! Reading is total: any bytes are an interview whose positions are sound, or one clear error.

use pullquote::error::Error;
use pullquote::interview::{Cited, InputFormat, Interview, SpeakerRole};
use pullquote::interview_json::AsJson;
use pullquote::read::{ReadOptions, read};

/// Kinds of files that bytes are taken for, whatever they look like.
const KINDS: [InputFormat; 8] = [
    InputFormat::Text,
    InputFormat::Markdown,
    InputFormat::Html,
    InputFormat::Srt,
    InputFormat::Vtt,
    InputFormat::Json,
    InputFormat::Csv,
    InputFormat::Docx,
];

/// Reads bytes as what they look like, and as one kind of file that they need not be: their length decides which.
///
/// # Panics
/// When what comes of it is neither sound nor an error.
pub fn check(bytes: &[u8]) {
    check_with(bytes, &ReadOptions::default());
    let options = ReadOptions {
        input_format: Some(KINDS[bytes.len() % KINDS.len()]),
        guests: vec!["Ida Roe".to_owned()],
        hosts: vec!["Q".to_owned()],
        labels: vec![("A".to_owned(), SpeakerRole::Guest)],
    };
    check_with(bytes, &options);
}

/// Reads bytes, and looks at what comes of it.
fn check_with(bytes: &[u8], options: &ReadOptions) {
    match read(bytes, "-", options) {
        Ok(interview) => check_interview(&interview, bytes.len()),
        Err(Error::Unreadable { reason, hint, .. }) => {
            assert!(!reason.is_empty() && !hint.is_empty() && !reason.contains('\n'), "{reason}: {hint}");
        }
        Err(error) => panic!("another error than that it cannot be read: {error}"),
    }
}

/// Looks at every position in an interview.
fn check_interview(interview: &Interview, len: usize) {
    let text = &interview.text;
    let is_span = |start: usize, end: usize| {
        start <= end && end <= text.len() && text.is_char_boundary(start) && text.is_char_boundary(end)
    };
    assert_eq!(interview.source.len, len);
    // All of a compressed paragraph stands in the same bytes.
    let is_archive = interview.input_format == InputFormat::Docx;
    let (mut at, mut file_at) = (0, 0);
    for turn in &interview.turns {
        assert!(is_span(turn.span.start, turn.span.end) && !turn.span.is_empty() && turn.span.start >= at);
        assert!(turn.speaker.is_none_or(|speaker| speaker.0 < interview.speakers.len()));
        assert!(!turn.paragraphs.is_empty());
        at = turn.span.start;
        for paragraph in &turn.paragraphs {
            assert!(is_span(paragraph.start, paragraph.end) && !paragraph.is_empty());
            assert!(paragraph.start >= at && turn.span.contains(*paragraph), "{paragraph:?} after {at}");
            assert_eq!(interview.slice(*paragraph), interview.slice(*paragraph).trim());
            at = paragraph.end;
            let file = interview.map.file_range(*paragraph);
            assert!(file.start <= file.end && file.end <= len, "{file:?} of {len}");
            assert!(file.start >= file_at || is_archive, "{file:?} after {file_at}");
            file_at = file.end;
        }
        assert!(turn.paragraphs.last().is_some_and(|last| last.end == turn.span.end));
    }
    let people = interview
        .speakers
        .iter()
        .flat_map(|speaker| [Some(&speaker.name), speaker.title.as_ref(), speaker.affiliation.as_ref()]);
    let page = [&interview.title, &interview.publication, &interview.author, &interview.date, &interview.url];
    for span in people.chain(page.map(Option::as_ref)).flatten().filter_map(|cited: &Cited| cited.span) {
        assert!(is_span(span.start, span.end));
        assert!(interview.map.file_range(span).end <= len);
    }
    for (span, _) in &interview.emphasis {
        assert!(is_span(span.start, span.end) && !span.is_empty());
    }
    assert!(interview.emphasis.is_sorted_by_key(|(span, _)| span.start));
    assert!(interview.notes.iter().filter_map(|note| note.span).all(|span| is_span(span.start, span.end)));
    let (mut at, mut file_at) = (0, 0);
    for segment in interview.map.segments() {
        assert!(segment.text >= at && segment.file >= file_at, "{segment:?} after {at} and {file_at}");
        (at, file_at) = (segment.text + segment.text_len, segment.file + segment.file_len);
    }
    assert!(at <= text.len() && file_at <= len);
    serde_json::to_writer(std::io::sink(), &AsJson(interview)).expect("an interview is always JSON");
}
