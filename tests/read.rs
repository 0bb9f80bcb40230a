//! The reader, on pages of our own.

use proptest::prelude::*;
use pullquote::error::Error;
use pullquote::interview::{Confidence, Interview, SpeakerRole, TurnKind};
use pullquote::read::{ReadOptions, read};

/// Reads a text that can be read.
fn interview(text: &str) -> Interview {
    read(text.as_bytes(), "page.txt", &ReadOptions::default()).expect("the text is readable")
}

/// What is said and by whom: kind, name, text.
fn said(interview: &Interview) -> Vec<(TurnKind, &str, &str)> {
    let turns = interview.turns.iter().filter(|turn| turn.speaker.is_some());
    turns
        .map(|turn| {
            let name = turn.speaker.map_or("", |id| interview.speaker(id).name.text.as_str());
            (turn.kind, name, interview.slice(turn.span))
        })
        .collect()
}

/// The names of an interview's speakers with their roles.
fn cast(interview: &Interview) -> Vec<(&str, SpeakerRole)> {
    interview.speakers.iter().map(|speaker| (speaker.name.text.as_str(), speaker.role)).collect()
}

use SpeakerRole::{Guest, Host, Interviewer};
use TurnKind::{Answer, Question};

#[test]
fn labels_in_every_form_name_the_same_two_people() {
    for (ask, answer) in [
        ("Jo Field: ", "Ann Marsh: "),
        ("**Jo Field:** ", "**Ann Marsh:** "),
        ("JO FIELD: ", "ANN MARSH: "),
        ("[00:01:02] Jo Field: ", "[00:02:03] Ann Marsh: "),
        ("Jo Field 00:01:02\n", "Ann Marsh 00:02:03\n"),
        ("Jo Field:\n\n", "Ann Marsh:\n\n"),
        ("Jo Field – ", "Ann Marsh – "),
        ("JO FIELD\n", "ANN MARSH\n"),
    ] {
        let turn = |n: usize| {
            format!(
                "{ask}What did you see on day {n}?\n\n{answer}I saw the water rise, and then I went to bed.\n\n"
            )
        };
        let text: String = (1..=4).map(turn).collect();
        let interview = interview(&text);
        let names: Vec<(String, SpeakerRole)> =
            cast(&interview).into_iter().map(|(name, role)| (name.to_lowercase(), role)).collect();
        assert_eq!(names, [("jo field".to_owned(), Interviewer), ("ann marsh".to_owned(), Guest)], "{ask:?}");
        let said = said(&interview);
        assert_eq!(said.len(), 8, "{ask:?}");
        assert_eq!((said[0].0, said[0].2), (Question, "What did you see on day 1?"), "{ask:?}");
        assert_eq!(
            (said[1].0, said[1].2),
            (Answer, "I saw the water rise, and then I went to bed."),
            "{ask:?}"
        );
        assert!(interview.turns.iter().all(|turn| turn.confidence == Confidence::CERTAIN));
    }
}

#[test]
fn words_that_mean_question_and_answer_are_labels_in_many_languages() {
    for (text, asks, answers) in [
        ("Q. Why?\n\nA. Because.\n\nQ. And now?\n\nA. Now I rest.", "Q", "A"),
        ("问：为什么？\n\n答：因为河。\n\n问：现在呢？\n\n答：现在我睡觉。", "问", "答"),
        ("В: Почему?\n\nО: Потому что река.\n\nВ: А теперь?\n\nО: Теперь я сплю.", "В", "О"),
        ("F: Warum?\n\nA: Wegen des Flusses.\n\nF: Und jetzt?\n\nA: Jetzt schlafe ich.", "F", "A"),
        ("P: ¿Por qué?\n\nR: Por el río.\n\nP: ¿Y ahora?\n\nR: Ahora duermo.", "P", "R"),
    ] {
        assert_eq!(cast(&interview(text)), [(asks, Interviewer), (answers, Guest)], "{text}");
    }
}

#[test]
fn initials_and_short_names_lead_to_the_name_that_was_spelled_out() {
    let text = "Jo Field: Why stay?\n\nAnn Marsh: The lamp has to burn.\n\nJF: And the storms?\n\nAM: They pass.\n\n\
                Jo: All of them?\n\nMarsh: All but one.";
    let interview = interview(text);
    assert_eq!(cast(&interview), [("Jo Field", Interviewer), ("Ann Marsh", Guest)]);
    assert_eq!(said(&interview).len(), 6);
}

#[test]
fn a_colon_in_a_sentence_and_a_break_are_no_speakers() {
    let text = "Jo: What do you keep?\n\nAnn: Three things: rope, oil, bread.\n\nBreak: [01:44]\n\nJo: Note: is that all?\n\n\
                Warning: wet paint.\n\nAnn: Yes: all. See http://example.org: it is there.";
    assert_eq!(cast(&interview(text)), [("Jo", Interviewer), ("Ann", Guest)]);
}

#[test]
fn a_panel_has_one_who_asks_and_several_guests() {
    let text = "Jo: Who was there first?\n\nAnn: I was. I have always been first, since I live next door.\n\nBen: She was.\n\n\
                Jo: And who left last?\n\nBen: Nobody left. We all slept in the hall and woke up in another country.\n\n\
                Jo: Would you go again?\n\nAnn: Tomorrow.\n\nBen: Never.";
    assert_eq!(cast(&interview(text)), [("Jo", Interviewer), ("Ann", Guest), ("Ben", Guest)]);
}

#[test]
fn several_paragraphs_of_an_answer_are_one_turn() {
    let text = "Jo: Why?\n\nAnn: First, the lamp.\n\nThen the sea.\n\nJo: And?\n\nAnn: Nothing.";
    let interview = interview(text);
    let answer = &interview.turns[1];
    let paragraphs: Vec<&str> = answer.paragraphs.iter().map(|span| interview.slice(*span)).collect();
    assert_eq!(paragraphs, ["First, the lamp.", "Then the sea."]);
    assert!(answer.paragraphs.iter().all(|span| answer.span.contains(*span)));
}

#[test]
fn labels_stand_inside_blocks_of_lines() {
    let text = "The Keeper\n\nJo: Why?\nAnn: Because of the lamp,\nwhich must burn.\nJo: And now?\nAnn: Now I sleep.";
    assert_eq!(said(&interview(text)).len(), 4);
}

/// A page without labels, with all that stands around one.
const PAGE: &str = "Menu\n\nLighthouse Keeper Ann Marsh on the Winter of the Long Fog\n\nBy Jo Field | The Lamp\n\n\
    For thirty years Ann Marsh has kept the light on Gull Rock, and she does not miss the town. We spoke to Marsh in her \
    kitchen about fog, bread and the radio, while her dog slept on the chart table.\n\n\
    How did you come to the rock?\n\n\
    I answered a notice in a newspaper. I was nineteen, and I thought it would be for one summer.\n\n\
    What did you take with you?\n\n\
    I took two books and a coat. My mother sent the rest later, by a boat that sank.\n\n\
    Ann Marsh.\n\n\
    Were you ever afraid of the fog?\n\n\
    I was afraid once. We heard a ship that nobody could see, and I rang the bell until my hands bled.\n\n\
    It passed in the morning, and I never learned its name.\n\n\
    Advertisement\n\n\
    What would you tell a young keeper?\n\n\
    I would tell them to write everything down, because my own logbook is the only friend I have kept.\n\n\
    The Lamp\n\nKeep up with The Lamp for more stories from the coast.\n\n\
    We use cookies to make this site work. Read our privacy policy.";

#[test]
fn a_page_without_labels_is_told_apart() {
    let interview = interview(PAGE);
    let questions = interview.turns.iter().filter(|turn| turn.kind == Question).count();
    let answers: Vec<&str> = interview
        .turns
        .iter()
        .filter(|turn| turn.kind == Answer)
        .map(|turn| interview.slice(turn.span))
        .collect();
    assert_eq!((questions, answers.len()), (4, 4), "{:#?}", said(&interview));
    assert!(answers[2].contains("bell") && answers[2].ends_with("its name."));
    assert!(answers.iter().all(|answer| !answer.contains("Advertisement") && !answer.contains("cookies")));
    assert!(interview.turns.iter().all(|turn| turn.confidence < Confidence::CERTAIN));
}

#[test]
fn a_page_tells_its_title_its_guest_and_its_publication() {
    let interview = interview(PAGE);
    let text = |cited: &Option<pullquote::interview::Cited>| cited.as_ref().map(|cited| cited.text.clone());
    assert_eq!(
        text(&interview.title).as_deref(),
        Some("Lighthouse Keeper Ann Marsh on the Winter of the Long Fog")
    );
    assert_eq!(text(&interview.publication).as_deref(), Some("The Lamp"));
    assert_eq!(text(&interview.author).as_deref(), Some("Jo Field"));
    let guest = interview.guests().next().unwrap();
    assert_eq!(guest.name.text, "Ann Marsh");
    assert_eq!(text(&guest.title).as_deref(), Some("Lighthouse Keeper"));
    for cited in [&interview.title, &interview.publication, &guest.title, &Some(guest.name.clone())]
        .into_iter()
        .flatten()
    {
        assert_eq!(interview.slice(cited.span.unwrap()), cited.text, "what is cited stands on the page");
    }
}

#[test]
fn numbers_and_dashes_before_questions_are_no_part_of_them() {
    for mark in ["1. ", "— ", "-- ", "――"] {
        let pair = format!(
            "{mark}Tell us about the winter of the great fog\n\nI kept the lamp lit and wrote letters to my sister.\n\n{mark}And what came after it?\n\nI went home, and we had bread.\n\n"
        );
        let interview = interview(&pair.repeat(3));
        let first = interview.turns.iter().find(|turn| turn.kind == Question).expect("there is a question");
        assert_eq!(interview.slice(first.span), "Tell us about the winter of the great fog", "{mark}");
    }
}

#[test]
fn what_cannot_be_told_apart_is_not_trusted() {
    let text = "On Fog\n\nFog is only weather that has lost its way. I have said so for years.\n\nNobody believes me.";
    let interview = interview(text);
    assert!(!interview.notes.is_empty());
    assert!(
        interview
            .turns
            .iter()
            .filter(|turn| turn.kind == Answer)
            .all(|turn| turn.confidence < Confidence::QUOTABLE)
    );
}

#[test]
fn the_user_knows_better() {
    let options = ReadOptions {
        hosts: vec!["Ann".to_owned()],
        labels: vec![("JF".to_owned(), Guest)],
        ..ReadOptions::default()
    };
    let text = "JF: Why?\n\nAnn: Because.\n\nJF: And now?\n\nAnn: Now I sleep.";
    let interview = read(text.as_bytes(), "page.txt", &options).unwrap();
    assert_eq!(cast(&interview), [("JF", Guest), ("Ann", Host)]);
    assert_eq!(
        interview.turns.iter().map(|turn| turn.kind).collect::<Vec<_>>(),
        [Answer, Question, Answer, Question]
    );

    let options = ReadOptions { guests: vec!["Ann Marsh".to_owned()], ..ReadOptions::default() };
    let text = "Why did you go?\n\nI went for the bread.\n\nDid you find it?\n\nI did, and it was good.";
    let interview = read(text.as_bytes(), "page.txt", &options).unwrap();
    assert_eq!(interview.guests().next().map(|guest| guest.name.text.as_str()), Some("Ann Marsh"));
}

#[test]
fn a_name_is_shown_without_what_hides_in_it() {
    let text = "Jo: Why?\n\nAn\u{7}n \u{202e}Marsh: Because.\n\nJo: And?\n\nAn\u{7}n \u{202e}Marsh: No.";
    assert_eq!(cast(&interview(text)), [("Jo", Interviewer), ("Ann Marsh", Guest)]);
}

#[test]
fn an_empty_file_is_one_sentence_of_error() {
    for text in ["", " \n\t\u{a0}\u{3000}\n"] {
        let error = read(text.as_bytes(), "page.txt", &ReadOptions::default()).unwrap_err();
        assert!(matches!(error, Error::Unreadable { .. }), "{error}");
        assert!(error.hint().is_some());
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

proptest! {
    #[test]
    fn any_string_gives_an_interview_or_one_error(text in ".{0,200}") {
        if let Ok(interview) = read(text.as_bytes(), "page.txt", &ReadOptions::default()) {
            check(&interview);
        }
    }

    #[test]
    fn any_page_of_likely_pieces_keeps_its_promises(pieces in prop::collection::vec(prop::sample::select(vec![
        "Jo: ", "Ann Marsh: ", "**", "Q. ", "[00:12:34] ", "00:12 ", "\n", "\n\n", "\r\n", "Why?", "为什么？", "I was, you know. ", "By Jo Field | ",
        "© 2020 ", "The Lamp", "- ", "—", "1. ", "(", ")", "[", "](", ":", "：", "é", "e\u{301}", "\u{202e}", "\0", "📻", " ", "\u{a0}", "Keep up with ",
        "# ", "> ", "May 2020", "d’Ann ", "’s", "Keeper ", ", a keeper at ", " is the ", "ß", "İ", "ﬁ", "؟", ";",
    ]), 0..60)) {
        if let Ok(interview) = read(pieces.concat().as_bytes(), "page.txt", &ReadOptions::default()) {
            check(&interview);
        }
    }
}
