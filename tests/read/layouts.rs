//! Pages and transcripts as sites and programs lay them out.

use pullquote::interview::TurnKind::{Answer, Boilerplate, Question};
use pullquote::interview::{Confidence, Interview, SpeakerRole, TurnKind};
use pullquote::read::{ReadOptions, read};

use crate::{cast, said, text};

/// Questions and answers of a talk about a ferry.
const TALK: [(&str, &str); 4] = [
    (
        "How long have you run the ferry?",
        "I took it over from my aunt, and the first week I hit the pier twice.",
    ),
    (
        "What does the river teach you?",
        "It teaches me to wait. I have never seen a bridge that could do that.",
    ),
    (
        "You never learned to swim.",
        "I never did. I stay in the boat, and the boat has always agreed with me.",
    ),
    ("Who will steer it after you?", "My niece will. She hits the pier less often than I did."),
];

/// Reads a file of a name.
fn file(bytes: &[u8], name: &str) -> Interview {
    read(bytes, name, &ReadOptions::default()).expect("the file is readable")
}

/// A page with the talk in it, each turn pair written by `pair`.
fn page(pair: impl Fn(&str, &str) -> String, around: &str) -> Interview {
    let body: String = TALK.iter().map(|(question, answer)| pair(question, answer)).collect();
    let html = format!(
        "<html><head><title>Ferrywoman Nell Hart on the River</title></head><body><main><article>\
         <h1>Ferrywoman Nell Hart on the River</h1><p>Nell Hart, who runs the last ferry at Low Ness, met us on deck. \
         She had oil on her hands and a kettle on the stove.</p>{body}</article>{around}</main></body></html>"
    );
    file(html.as_bytes(), "page.html")
}

/// Asserts that all questions and answers of the talk, and nothing else, are said, each by whom it should be.
fn assert_talk(interview: &Interview) {
    let expected: Vec<(TurnKind, &str)> =
        TALK.iter().flat_map(|(question, answer)| [(Question, *question), (Answer, *answer)]).collect();
    let told: Vec<(TurnKind, &str)> =
        said(interview).into_iter().map(|(kind, _, said)| (kind, said)).collect();
    assert_eq!(told, expected);
}

#[test]
fn questions_that_share_a_paragraph_with_their_answers_are_parted_from_them() {
    assert_talk(&page(|q, a| format!("<p><strong>{q}</strong><br>{a}</p>"), ""));
    assert_talk(&page(|q, a| format!("<p><em>{q}</em><br/>\n{a}</p>"), ""));
    assert_talk(&page(|q, a| format!("<p>{q}<br>{a}</p>"), ""));
}

#[test]
fn questions_in_bold_before_their_answers_are_parted_from_them() {
    assert_talk(&page(|q, a| format!("<p><strong>{q}</strong> {a}</p>"), ""));
    // What opens the rules of a house is no question.
    let html = "<h1>Three rules of the ferry</h1><p><b>Wait.</b> The river is never late.</p>\
        <p><b>Listen.</b> The bell is.</p><p><b>Do not swim.</b> Who would come for you?</p>";
    let interview = file(html.as_bytes(), "page.html");
    assert!(interview.turns.iter().all(|turn| interview.slice(turn.span) != "Do not swim."));
}

#[test]
fn a_sentence_that_speaks_of_hours_is_no_byline() {
    let html = "<html lang='de'><body><h1>Interview mit der Bäckerin Ann Reyes</h1><p><b>Warum backen Sie nachts?</b></p>\
        <p>Weil der Teig keine Uhr liest.</p><p><b>Schlafen Sie?</b></p><p>Mittags, wie eine Katze.</p></body></html>";
    assert_eq!(file(html.as_bytes(), "page.html").author, None);
}

#[test]
fn a_name_in_bold_and_a_line_end_make_no_question() {
    let interview = page(|q, a| format!("<p><b>Jo Field:</b><br>{q}</p><p><b>Nell Hart:</b><br>{a}</p>"), "");
    assert_talk(&interview);
    assert_eq!(cast(&interview), [("Jo Field", SpeakerRole::Interviewer), ("Nell Hart", SpeakerRole::Guest)]);
}

#[test]
fn related_links_and_comments_are_said_by_nobody() {
    let around = "<aside><h4>Read more</h4><ul><li><a href='/b'>Why did the mayor resign?</a></li></ul></aside>\
        <section class='comments'><h3>2 comments</h3><p>Lovely! Does she carry horses as well?</p>\
        <p>I love this woman.</p></section>";
    let interview = page(|q, a| format!("<p><strong>{q}</strong></p><p>{a}</p>"), around);
    assert_talk(&interview);
    assert!(text(&interview, Boilerplate, Confidence::QUOTABLE).contains("I love this woman."));
}

#[test]
fn the_foot_of_an_article_is_said_by_nobody() {
    let body: String = TALK.iter().map(|(q, a)| format!("<p><b>{q}</b></p><p>{a}</p>")).collect();
    let html = format!(
        "<article><h1>Ferrywoman Nell Hart on the River</h1>{body}\
         <footer><p>By Jo Field on May 1, 2022.</p><p>Exported from Quill on June 1, 2023.</p></footer></article>"
    );
    assert_talk(&file(html.as_bytes(), "page.html"));
}

#[test]
fn a_pull_quote_of_the_markup_is_no_part_of_the_answer_before_it() {
    let quote = "<blockquote class='pullquote'><p>She hits the pier less often than I did.</p></blockquote>";
    let pair = |q: &str, a: &str| {
        let quote = if q.starts_with("You never") { quote } else { "" };
        format!("<p><strong>{q}</strong></p><p>{a}</p>{quote}")
    };
    assert_talk(&page(pair, ""));
}

#[test]
fn who_wrote_the_page_is_not_the_one_it_asks() {
    let body: Vec<String> =
        TALK.iter().map(|(question, answer)| format!("**{question}**\n\n{answer}")).collect();
    let markdown = format!(
        "---\ntitle: Waiting for the Tide\nauthor: Jo Field\n---\n\n# Waiting for the Tide\n\nNell Hart, who runs the last \
         ferry at Low Ness, met us on deck. She had oil on her hands.\n\n{}\n\n---\n\n*Jo Field is the editor of The Lamp.*\n",
        body.join("\n\n")
    );
    let interview = file(markdown.as_bytes(), "page.md");
    assert_talk(&interview);
    assert_eq!(cast(&interview), [("Jo Field", SpeakerRole::Interviewer), ("Nell Hart", SpeakerRole::Guest)]);
}

#[test]
fn the_window_names_the_publication_and_a_title_names_no_author() {
    let html = "<html><head><title>Interview: Nell Hart, ferrywoman &#8211; River &amp; Rope</title></head><body><article>\
        <h1>Interview: Nell Hart, ferrywoman</h1><p>R&amp;R: Where are we?</p><p>NH: In the middle of the river, and I like it here.</p>\
        <p>R&amp;R: And now?</p><p>NH: Now we wait for the bell.</p></article></body></html>";
    let interview = file(html.as_bytes(), "page.html");
    assert_eq!(
        interview.publication.as_ref().map(|publication| publication.text.as_str()),
        Some("River & Rope")
    );
    assert_eq!(interview.author, None);
}

#[test]
fn a_wrapped_intro_and_a_title_with_a_name_are_no_labels() {
    let text = "Nell Hart, ferrywoman, on waiting\n\nNell Hart, who keeps the last ferry of Low Ness,\nhas steered it since the flood.\n\n\
        Jo Field: How long have you run it?\n\nNell Hart: Since my aunt let go of the wheel,\nand that was long ago.\n\n\
        Jo Field: And the pier?\n\nNell Hart: I hit it twice.\n";
    for text in [text.to_owned(), text.replace('\n', "\r"), text.replace('\n', "\r\n")] {
        let interview = file(text.as_bytes(), "talk.txt");
        let told = said(&interview);
        assert_eq!(told.len(), 4, "{told:#?}");
        assert_eq!(told[0], (Question, "Jo Field", "How long have you run it?"));
        assert_eq!(interview.title.as_ref().unwrap().text, "Nell Hart, ferrywoman, on waiting");
    }
}

#[test]
fn letters_of_a_speech_program_are_no_question_and_answer() {
    let entries: Vec<String> = TALK
        .iter()
        .flat_map(|(q, a)| [("A", q), ("B", a)])
        .map(|(who, said)| format!(r#"{{"text": "{said}", "speaker": "{who}"}}"#))
        .collect();
    let json = format!(r#"{{"utterances": [{}]}}"#, entries.join(","));
    let interview = file(json.as_bytes(), "talk.json");
    assert_eq!(cast(&interview), [("A", SpeakerRole::Interviewer), ("B", SpeakerRole::Guest)]);
}

#[test]
fn words_with_speakers_are_preferred_to_a_text_without() {
    let json = r#"{"results": {"transcripts": [{"transcript": "Why boats? Because."}], "speaker_labels": {"segments": [{"items":
        [{"start_time": "0.1", "speaker_label": "spk_0"}, {"start_time": "0.2", "speaker_label": "spk_0"},
        {"start_time": "0.3", "speaker_label": "spk_1"}]}]}, "items": [{"start_time": "0.1", "alternatives": [{"content": "Why"}]},
        {"start_time": "0.2", "alternatives": [{"content": "boats"}]}, {"alternatives": [{"content": "?"}]},
        {"start_time": "0.3", "alternatives": [{"content": "Because"}]}, {"alternatives": [{"content": "."}]}]}}"#;
    let told = [(Question, "spk_0", "Why boats?"), (Answer, "spk_1", "Because.")];
    assert_eq!(said(&file(json.as_bytes(), "talk.json")), told);
    let json = r#"{"monologues": [{"speaker": 0, "elements": [{"type": "text", "value": "Why"}, {"type": "punct", "value": " "},
        {"type": "text", "value": "boats"}, {"type": "punct", "value": "? "}]},
        {"speaker": 1, "elements": [{"type": "text", "value": "Because"}, {"type": "punct", "value": "."}]}]}"#;
    let told = [(Question, "0", "Why boats?"), (Answer, "1", "Because.")];
    assert_eq!(said(&file(json.as_bytes(), "talk.json")), told);
}

#[test]
fn rolling_captions_with_timed_words_are_read_once() {
    let vtt = "WEBVTT\n\n00:00:00.160 --> 00:00:02.310\n \nso<00:00:00.400><c> why</c><00:00:00.600><c> boats</c>\n\n\
        00:00:02.310 --> 00:00:02.320\nso why boats\n \n\n00:00:02.320 --> 00:00:04.550\nso why boats\n\
        well<00:00:02.600><c> they</c><00:00:02.800><c> float</c>\n\n00:00:04.550 --> 00:00:04.560\nwell they float\n \n";
    let interview = file(vtt.as_bytes(), "talk.vtt");
    assert_eq!(interview.text.matches("so why boats").count(), 1);
    assert_eq!(interview.text.matches("well they float").count(), 1);
}

#[test]
fn two_dashes_in_a_subtitle_are_two_voices() {
    let srt = "1\n00:00:01,000 --> 00:00:03,000\n- How did you start?\n- I started as a plumber.\n\n\
        2\n00:00:03,500 --> 00:00:06,000\nI was good at leaks, and I still am.\n\n\
        3\n00:00:06,500 --> 00:00:08,000\n- Was it loud?\n- It was louder than my wife.\n";
    let interview = file(srt.as_bytes(), "talk.srt");
    let told: Vec<TurnKind> = said(&interview).iter().map(|(kind, ..)| *kind).collect();
    assert_eq!(told, [Question, Answer, Question, Answer], "{:#?}", said(&interview));
}

#[test]
fn what_a_meeting_program_adds_at_the_end_is_said_by_nobody() {
    let text = "Jo Field   0:00\nWhy boats?\n\nNell Hart   0:03\nBecause they float.\n\nJo Field   0:05\nAlways?\n\n\
        Nell Hart   0:07\nMine does, so far.\n\nJo Field stopped transcription\n";
    let interview = file(text.as_bytes(), "talk.txt");
    assert_eq!(said(&interview).last().unwrap().2, "Mine does, so far.");
}

#[test]
fn utf_16_without_a_mark_is_known_in_chinese_too() {
    let text = "专访守塔人林海\n\n海岸报：您是怎么来的？\n\n林海：我看到一则启事，以为只待一个夏天。\n\n海岸报：一次也不怕？\n\n林海：怕过一次，我一直敲钟。\n";
    let bytes: [Vec<u8>; 2] = [
        text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
    ];
    for bytes in bytes {
        let interview = file(&bytes, "talk.txt");
        assert_eq!(said(&interview).len(), 4);
        let (answer, range) = (said(&interview)[1].2, interview.map.file_range(interview.turns[2].span));
        assert_eq!(answer, "我看到一则启事，以为只待一个夏天。");
        assert_eq!(range.len(), answer.encode_utf16().count() * 2);
    }
}
