//! Our own three interviews.

use pullquote::interview::{Confidence, Interview, TurnKind};
use pullquote::read::{ReadOptions, read};

use crate::text;

fn sample(name: &str) -> (Vec<u8>, Interview) {
    let path = format!("{}/data/interviews/{name}", env!("CARGO_MANIFEST_DIR"));
    let bytes = std::fs::read(path).unwrap();
    let interview = read(&bytes, name, &ReadOptions::default()).unwrap();
    (bytes, interview)
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
            // As printed: the bytes of the file say the same. What only the front matter says is no part of the text.
            match found.span.map(|span| interview.map.file_range(span)) {
                Some(place) => assert_eq!(std::str::from_utf8(&bytes[place]).unwrap(), expected, "{name}"),
                None => {
                    assert!(String::from_utf8_lossy(&bytes).contains(&format!(": {expected}\n")), "{name}")
                }
            }
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
    assert!(answers.contains("the machine is right, and right is not the job"));
    assert!(text(&interview, TurnKind::Question, Confidence::QUOTABLE).contains("What do you hear"));
}
