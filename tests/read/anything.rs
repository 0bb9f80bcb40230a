//! Anything at all is an interview or one error, in bounded time.

use proptest::prelude::*;
use pullquote::error::Error;
use pullquote::interview::Interview;
use pullquote::read::{ReadOptions, read};

#[test]
fn long_lines_and_many_lines_are_read_in_bounded_time() {
    let words = "word ".repeat(400_000);
    let lines = "one\n".repeat(100_000);
    let asked = "Why?\nBecause it is there, and I am here.\n".repeat(5_000);
    for page in [words, lines, asked] {
        let interview = read(page.as_bytes(), "page.txt", &ReadOptions::default()).unwrap();
        assert!(!interview.turns.is_empty());
    }
}

/// Checks what every interview promises.
fn check(interview: &Interview) {
    let text = &interview.text;
    let mut end = 0;
    for turn in &interview.turns {
        assert!(turn.span.start >= end && turn.span.end <= text.len() && !turn.paragraphs.is_empty());
        end = turn.span.end;
        let mut inside = turn.span.start;
        for paragraph in &turn.paragraphs {
            assert!(paragraph.start >= inside && turn.span.contains(*paragraph) && !paragraph.is_empty());
            assert!(text.is_char_boundary(paragraph.start) && text.is_char_boundary(paragraph.end));
            assert_eq!(interview.slice(*paragraph).trim(), interview.slice(*paragraph));
            inside = paragraph.end;
        }
        assert!(turn.speaker.is_none_or(|speaker| speaker.0 < interview.speakers.len()));
    }
    let cited = [&interview.title, &interview.publication, &interview.author, &interview.date];
    let of_speakers = interview.speakers.iter().flat_map(|speaker| [&speaker.title, &speaker.affiliation]);
    for span in cited.into_iter().chain(of_speakers).flatten().filter_map(|cited| cited.span) {
        assert!(
            span.end <= text.len() && text.is_char_boundary(span.start) && text.is_char_boundary(span.end)
        );
    }
}

/// Signs and words that mean something to the reader.
const LIKELY: &[&str] = &[
    "Jo: ",
    "Ann Marsh: ",
    "**",
    "Q. ",
    "[00:12:34] ",
    "00:12 ",
    "\n",
    "\n\n",
    "\r\n",
    "Why?",
    "为什么？",
    "I was, you know. ",
    "By Jo Field | ",
    "© 2020 ",
    "The Lamp",
    "- ",
    "—",
    "1. ",
    "(",
    ")",
    "[",
    "](",
    ":",
    "：",
    "é",
    "e\u{301}",
    "\u{202e}",
    "\0",
    "📻",
    " ",
    "\u{a0}",
    "Keep up with ",
    "# ",
    "> ",
    "May 2020",
    "d’Ann ",
    "’s",
    "Keeper ",
    ", a keeper at ",
    " is the ",
    "ß",
    "İ",
    "ﬁ",
    "؟",
    ";",
];

/// Text as pages have it, and as they have not.
fn pages() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("\n".to_owned()),
        Just("\n\n".to_owned()),
        Just("\r\n".to_owned()),
        Just("Q: ".to_owned()),
        Just("Ada Brook: ".to_owned()),
        Just("**".to_owned()),
        Just("# ".to_owned()),
        Just("> ".to_owned()),
        Just("---\n".to_owned()),
        Just("title: x\n".to_owned()),
        Just("[00:12] ".to_owned()),
        Just("<br>".to_owned()),
        Just("By ".to_owned()),
        Just("© 2026 ".to_owned()),
        Just("Welcome to ".to_owned()),
        Just("April 2026".to_owned()),
        "[A-Z][a-zé’]{1,8} ",
        "[a-z ,.?!—“”]{1,40}",
        "\\PC{1,12}",
        any::<char>().prop_map(String::from),
        prop::sample::select(LIKELY).prop_map(str::to_owned),
    ];
    proptest::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_page_is_an_interview_or_one_error(page in pages(), markdown in any::<bool>()) {
        let name = if markdown { "page.md" } else { "page.txt" };
        match read(page.as_bytes(), name, &ReadOptions::default()) {
            Err(error) => prop_assert!(matches!(error, Error::Unreadable { .. }), "{error}"),
            Ok(interview) => {
                check(&interview);
                for turn in &interview.turns {
                    let place = interview.map.file_range(turn.span);
                    prop_assert!(place.end <= page.len());
                    prop_assert!(page.is_char_boundary(place.start) && page.is_char_boundary(place.end));
                }
            }
        }
    }

    #[test]
    fn any_string_is_an_interview_or_one_error(text in ".{0,200}") {
        if let Ok(interview) = read(text.as_bytes(), "page.txt", &ReadOptions::default()) {
            check(&interview);
        }
    }

    #[test]
    fn any_bytes_are_an_interview_or_one_error(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        if let Err(error) = read(&bytes, "file", &ReadOptions::default()) {
            prop_assert!(matches!(error, Error::Unreadable { .. }), "{error}");
        }
    }
}
