//! The reader on our own interviews, and on anything at all.

use proptest::prelude::*;

use pullquote::error::Error;
use pullquote::interview::{Confidence, Interview, SpeakerRole, TurnKind};
use pullquote::read::{ReadOptions, read};

fn sample(name: &str) -> (Vec<u8>, Interview) {
    let path = format!("{}/data/interviews/{name}", env!("CARGO_MANIFEST_DIR"));
    let bytes = std::fs::read(path).unwrap();
    let interview = read(&bytes, name, &ReadOptions::default()).unwrap();
    (bytes, interview)
}

fn text(interview: &Interview, kind: TurnKind, least: Confidence) -> String {
    let turns = interview.turns.iter().filter(|turn| turn.kind == kind && turn.confidence >= least);
    turns.map(|turn| interview.slice(turn.span)).collect::<Vec<_>>().join("\n")
}

#[test]
fn samples_state_their_credit() {
    for (name, title, guest, role, publication, date) in [
        (
            "the-tuner.txt",
            "Piano Tuner Marit Solheim on Silence, Stubborn Pins and the Note Nobody Thanks You For",
            "Marit Solheim",
            "Piano Tuner",
            "The Long Note",
            "14 March 2026",
        ),
        (
            "night-line.txt",
            "Episode 61: The Last Person Awake",
            "Teodor Wilk",
            "emergency dispatcher in Gdynia",
            "Slack Water",
            "2 February 2026",
        ),
        (
            "seed-library.md",
            "The Woman Who Keeps Forty Thousand Beans Asleep",
            "Amparo Quiroz",
            "seed librarian",
            "Furrow",
            "20 May 2026",
        ),
    ] {
        let (bytes, interview) = sample(name);
        let guests: Vec<_> = interview.guests().collect();
        assert_eq!(guests.len(), 1, "{name}");
        let cited = [
            (interview.title.as_ref(), title),
            (Some(&guests[0].name), guest),
            (guests[0].title.as_ref(), role),
            (interview.publication.as_ref(), publication),
            (interview.date.as_ref(), date),
        ];
        for (found, expected) in cited {
            let found = found.unwrap_or_else(|| panic!("{name}: nothing found for {expected}"));
            assert_eq!(found.text, expected, "{name}");
            // As printed: the bytes of the file say the same.
            let place = interview.map.file_range(found.span.expect("it stands on the page"));
            assert_eq!(std::str::from_utf8(&bytes[place]).unwrap(), expected, "{name}");
        }
    }
}

#[test]
fn what_is_quotable_of_an_unlabelled_page_is_the_guests() {
    let (_, interview) = sample("the-tuner.txt");
    let answers = text(&interview, TurnKind::Answer, Confidence::QUOTABLE);
    for asked in
        ["I had never thought of it", "sound like politics", "I don't believe that you", "And then you sit"]
    {
        assert!(!answers.contains(asked), "`{asked}` would be quoted");
    }
    for noise in ["cookies", "Sign up", "Share this", "Photo:", "Jonah Adeyemi", "sardine cannery"] {
        assert!(!text(&interview, TurnKind::Answer, Confidence::per_mille(0)).contains(noise), "{noise}");
    }
    assert!(answers.contains("like a dentist who listens to the jokes"));
    assert!(text(&interview, TurnKind::Question, Confidence::QUOTABLE).contains("What do you hear"));
}

#[test]
fn labels_in_many_forms_say_who_speaks() {
    for page in [
        "Q: Why boats?\nA: They float, and I sink.\nQ: Still?\nA: Still. I have tried.",
        "Q. Why boats?\n\nA. They float, and I sink.\n\nQ. Still?\n\nA. Still. I have tried.",
        "**Ada:** Why boats?\n\n**Ben Oyelaran:** They float, and I sink.\n\n**Ada:** Still?\n\n**Ben Oyelaran:** Still. I have tried.",
        "[00:01] ADA: Why boats?\n[00:04] BEN: They float, and I sink.\n[00:09] ADA: Still?\n[00:11] BEN: Still. I have tried.",
        "问：为什么？\n答：They float, and I sink.\n问：还有呢？\n答：Still. I have tried.",
        "00:01 Ada\nWhy boats?\n00:04 Ben\nThey float, and I sink.\n00:09 Ada\nStill?\n00:11 Ben\nStill. I have tried.",
    ] {
        let interview = read(page.as_bytes(), "page.txt", &ReadOptions::default()).unwrap();
        let answers = text(&interview, TurnKind::Answer, Confidence::CERTAIN);
        assert_eq!(answers, "They float, and I sink.\nStill. I have tried.", "{page}: {:?}", interview.turns);
        assert_eq!(interview.guests().count(), 1, "{page}");
    }
}

/// A first line with a speaker's label was taken for the title, and its speaker lost it.
#[test]
fn what_a_speaker_says_first_is_no_title() {
    let page = "Host: You keep two hundred pigeons on a roof?\nRuta Vale: I keep two hundred and four, and I know \
                them all.\nHost: By name?\nRuta Vale: By the way they land.";
    let interview = read(page.as_bytes(), "page.txt", &ReadOptions::default()).unwrap();
    assert_eq!(interview.title, None);
    let asked = text(&interview, TurnKind::Question, Confidence::CERTAIN);
    assert!(asked.starts_with("You keep two hundred pigeons"), "{:?}", interview.turns);
}

#[test]
fn the_user_knows_better() {
    let page = "TB: What a view.\nRK: Is it? I see it daily.\nTB: I never tire of it.\nRK: You will.";
    let options = ReadOptions { labels: vec![("TB".into(), SpeakerRole::Guest)], ..ReadOptions::default() };
    let interview = read(page.as_bytes(), "page.txt", &options).unwrap();
    assert!(text(&interview, TurnKind::Answer, Confidence::CERTAIN).contains("What a view."));
    let options = ReadOptions { guests: vec!["RK".into()], ..ReadOptions::default() };
    let interview = read(page.as_bytes(), "page.txt", &options).unwrap();
    assert!(text(&interview, TurnKind::Answer, Confidence::CERTAIN).contains("You will."));
}

#[test]
fn what_is_no_interview_is_one_clear_error() {
    for (bytes, reason) in [
        (&b""[..], "is empty"),
        (b" \n\t\r\n", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"%PDF-1.7 ...", "is a PDF file"),
        (b"\x89PNG\r\n\x1a\n", "is a picture"),
        (b"PK\x03\x04", "is an archive"),
        (b"text\0text", "is no text: it has zero bytes"),
        (b"caf\xe9", "is no text in UTF-8"),
    ] {
        match read(bytes, "file", &ReadOptions::default()) {
            Err(error @ Error::Unreadable { .. }) => {
                assert_eq!(error.to_string(), format!("file {reason}"));
                assert!(error.hint().is_some_and(|hint| !hint.is_empty()));
            }
            other => panic!("{reason}: {other:?}"),
        }
    }
}

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
    ];
    proptest::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn anything_is_an_interview_or_one_error(page in pages(), markdown in any::<bool>()) {
        let name = if markdown { "page.md" } else { "page.txt" };
        match read(page.as_bytes(), name, &ReadOptions::default()) {
            Err(error) => prop_assert!(matches!(error, Error::Unreadable { .. }), "{error}"),
            Ok(interview) => {
                let mut at = 0;
                for turn in &interview.turns {
                    prop_assert!(turn.span.start >= at && !turn.span.is_empty());
                    at = turn.span.end;
                    prop_assert!(!turn.paragraphs.is_empty());
                    for paragraph in &turn.paragraphs {
                        prop_assert!(turn.span.contains(*paragraph));
                        let said = interview.slice(*paragraph);
                        prop_assert_eq!(said, said.trim());
                        let place = interview.map.file_range(*paragraph);
                        prop_assert!(place.end <= page.len());
                        prop_assert!(page.is_char_boundary(place.start) && page.is_char_boundary(place.end));
                    }
                    prop_assert!(turn.speaker.is_none_or(|id| id.0 < interview.speakers.len()));
                }
            }
        }
    }

    #[test]
    fn any_bytes_are_an_interview_or_one_error(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        if let Err(error) = read(&bytes, "file", &ReadOptions::default()) {
            prop_assert!(matches!(error, Error::Unreadable { .. }), "{error}");
        }
    }
}
