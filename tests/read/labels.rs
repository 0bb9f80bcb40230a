//! Who speaks, where labels say so: names that vary, false labels, panels.

use pullquote::interview::SpeakerRole::{Guest, Host, Interviewer};
use pullquote::interview::TurnKind::{Answer, Question};
use pullquote::interview::{Confidence, SpeakerRole};
use pullquote::read::{ReadOptions, read};

use crate::{cast, interview, said, text};

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

#[test]
fn a_name_is_shown_without_what_hides_in_it() {
    let text = "Jo: Why?\n\nAn\u{7}n \u{202e}Marsh: Because.\n\nJo: And?\n\nAn\u{7}n \u{202e}Marsh: No.";
    assert_eq!(cast(&interview(text)), [("Jo", Interviewer), ("Ann Marsh", Guest)]);
}

/// A first line with a speaker's label was taken for the title, and its speaker lost it.
#[test]
fn what_a_speaker_says_first_is_no_title() {
    let page = "Host: You keep two hundred pigeons on a roof?\nRuta Vale: I keep two hundred and four, and I know \
                them all.\nHost: By name?\nRuta Vale: By the way they land.";
    let interview = read(page.as_bytes(), "page.txt", &ReadOptions::default()).unwrap();
    assert_eq!(interview.title, None);
    let asked = text(&interview, Question, Confidence::CERTAIN);
    assert!(asked.starts_with("You keep two hundred pigeons"), "{:?}", interview.turns);
}

#[test]
fn the_user_knows_better_than_the_labels() {
    let page = "TB: What a view.\nRK: Is it? I see it daily.\nTB: I never tire of it.\nRK: You will.";
    let options = ReadOptions { labels: vec![("TB".into(), SpeakerRole::Guest)], ..ReadOptions::default() };
    let interview = read(page.as_bytes(), "page.txt", &options).unwrap();
    assert!(text(&interview, Answer, Confidence::CERTAIN).contains("What a view."));
    let options = ReadOptions { guests: vec!["RK".into()], ..ReadOptions::default() };
    let interview = read(page.as_bytes(), "page.txt", &options).unwrap();
    assert!(text(&interview, Answer, Confidence::CERTAIN).contains("You will."));
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
