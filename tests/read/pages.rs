//! Pages that print no names.

use pullquote::interview::TurnKind::{Answer, Question};
use pullquote::interview::{Confidence, Interview, TurnKind};
use pullquote::read::{ReadOptions, read};

use crate::{interview, said, text};

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

/// All turns of a kind, however sure, a line each.
fn told_as(interview: &Interview, kind: TurnKind) -> String {
    text(interview, kind, Confidence::per_mille(0))
}

#[test]
fn a_dash_marks_what_only_states_something_as_a_question() {
    let asked = ["潮の話を", "灯台を離れた朝のこと", "そして島の冬"];
    let told = [
        "潮は約束を守りません。わたしは三十年それを書き留めてきました。机の上に帳面が十二冊あります。",
        "鍵を置いて、振り返らずに坂を下りました。犬だけがついてきました。あとは波の音だけでした。",
        "冬は長いです。薪を割り、パンを焼き、手紙を待ちます。郵便船は月に一度しか来ません。",
    ];
    let pairs: String =
        asked.iter().zip(told).map(|(asks, tells)| format!("――{asks}\n\n{tells}\n\n")).collect();
    let read = interview(&format!("灯台守の三十年\n\n{pairs}"));
    assert_eq!(told_as(&read, Question), asked.join("\n"));
    assert_eq!(told_as(&read, Answer), told.join("\n"));
}

#[test]
fn a_list_that_an_answer_announces_is_part_of_it() {
    let page = "The Keeper's Shelf\n\n\
        What do you keep on the shelf above the stove?\n\n\
        I keep what I would carry out first, and there is not much of it:\n\n\
        A tin of matches from my father\n\nThe logbook of the second winter\n\nHow to tie a bowline in the dark\n\n\
        What did you leave behind?\n\n\
        I left the piano. It had been out of tune since the flood, and so had I.\n\n\
        Would you go back?\n\n\
        I would go back for an afternoon, and I would not take off my coat.";
    let read = interview(page);
    assert_eq!(told_as(&read, Question).lines().count(), 3, "{:#?}", read.turns);
    let answer = read.turns.iter().find(|turn| turn.kind == Answer).expect("there is an answer");
    assert_eq!(answer.paragraphs.len(), 4, "{:#?}", read.turns);
    assert!(read.slice(answer.span).ends_with("bowline in the dark"));
}

#[test]
fn what_a_page_sets_apart_is_in_nobodys_mouth() {
    let said =
        [("Jo Field", "Why stay?"), ("Ann Marsh", "The lamp has to burn."), ("Jo Field", "And the storms?")];
    let said: Vec<String> = said.iter().map(|(who, words)| format!("<p><b>{who}:</b> {words}</p>")).collect();
    let page = format!(
        "<html><body><article>{}<aside><p>Ten lamps to see before the autumn is over.</p></aside>\
         <p><b>Ann Marsh:</b> They pass.</p></article></body></html>",
        said.concat()
    );
    let read = read(page.as_bytes(), "page.html", &ReadOptions::default()).unwrap();
    assert_eq!(told_as(&read, Answer), "The lamp has to burn.\nThey pass.");
    assert_eq!(told_as(&read, Question), "Why stay?\nAnd the storms?");
}
