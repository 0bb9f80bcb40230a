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
fn a_short_form_may_be_announced() {
    for (full, short) in [
        ("임노라 선장(이하 임)", "임"),
        ("林のぞみ（以下、林）", "林"),
        ("Ann Marsh (hereafter AM)", "AM"),
        ("Nora Linde (im Folgenden NL)", "NL"),
    ] {
        let page = format!(
            "Q: Why?\n{full}: Because.\nQ: And now?\n{short}: Now I sleep.\nQ: Where?\n{short}: Here."
        );
        let read = interview(&page);
        assert_eq!((read.speakers.len(), read.speakers[1].printed()), (2, short), "{page}");
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

/// Turns as `name: words`, a line each, by the fullest names.
fn turns(page: &str) -> String {
    let interview = interview(page);
    said(&interview).iter().map(|(_, name, words)| format!("{name}: {words}\n")).collect()
}

#[test]
fn one_person_may_be_spelled_in_many_ways() {
    for second in [
        "Dr. Marsh",
        "Dr. Ann Marsh",
        "Prof. Marsh",
        "Ms Marsh",
        "MARSH",
        "ANN MARSH",
        "Marsh (laughs)",
        "Ann Marsh [laughing]",
        "MARSH (off mic)",
        "Ann Marhs",
        "Ann  Marsh",
        "Ann Mash",
        "AnnMarsh",
        "Marsh, A.",
        "A. Marsh",
        "Ann M.",
    ] {
        let page = format!(
            "Jo Field: Why stay?\n\nAnn Marsh: The lamp has to burn.\n\nJo Field: And the storms?\n\n{second}: They \
             pass.\n\nJo Field: All of them?\n\nAnn Marsh: All but one.\n\nJo Field: Which?\n\nAnn Marsh: The first."
        );
        let interview = interview(&page);
        assert_eq!(cast(&interview), [("Jo Field", Interviewer), ("Ann Marsh", Guest)], "{second}");
        assert_eq!(said(&interview).len(), 8, "{second}");
        assert_eq!(interview.speakers[1].label.as_deref(), Some("Ann Marsh"), "{second}");
    }
}

#[test]
fn the_label_is_the_one_printed_most_often() {
    let page = "Jo Field (JF): Why stay?\n\nAnn Marsh (AM): The lamp.\n\nJF: And storms?\n\nAM: They pass.\n\nJF: All?\n\nAM: No.";
    let read = interview(page);
    let labels: Vec<_> =
        read.speakers.iter().map(|speaker| (speaker.printed(), &*speaker.name.text)).collect();
    assert_eq!(labels, [("JF", "Jo Field"), ("AM", "Ann Marsh")]);
    let page =
        "On Fog\n\nWhy did you go?\n\nI went for the bread.\n\nDid you find it?\n\nI did, and it was good.";
    assert!(interview(page).speakers.iter().all(|speaker| speaker.label.is_none()));
}

#[test]
fn what_is_no_speaker_is_none_whatever_its_form() {
    for other in [
        "Break: [01:44]",
        "Break",
        "[Break]",
        "Music",
        "[Music]",
        "♪ [music] ♪",
        "[Applause]",
        "(Applause)",
        "(laughter)",
        "Note: this part is short.",
        "Sponsor: The show is supported by Lantern Oats.",
        "Sponsor message: Lantern Oats.",
        "Advertisement: Lantern Oats.",
        "Intro: the sea is heard.",
        "Photo: The Lamp",
        "Image: a lamp",
        "[crosstalk]",
        "[inaudible 00:12:31]",
        "***",
        "---",
    ] {
        let pair = |n: usize| {
            format!("Jo Field: What came on day {n}?\n\nAnn Marsh: Rain came on day {n}.\n\n{other}\n\n")
        };
        let page: String = (1..=3).map(pair).collect();
        assert_eq!(cast(&interview(&page)), [("Jo Field", Interviewer), ("Ann Marsh", Guest)], "{other}");
        let nobody = said(&interview(&page)).into_iter().any(|(_, _, words)| words.contains("Lantern"));
        assert!(!nobody, "{other}");
    }
}

#[test]
fn colons_inside_what_is_said_name_nobody() {
    let page = "Jo Field: What did you learn?\n\nAnn Marsh: I learned two things.\n\nFirst: the lamp comes first.\n\nSecond: \
                sleep when the fog lets you.\n\nMy rule was this: never count ships. Rule Two: never wave.\n\nJo Field: \
                Really?\n\nAnn Marsh: Really: never.";
    let interview = interview(page);
    assert_eq!(cast(&interview), [("Jo Field", Interviewer), ("Ann Marsh", Guest)]);
    assert!(interview.slice(interview.turns[1].span).ends_with("Rule Two: never wave."));
}

#[test]
fn two_hosts_share_a_show() {
    let page = "Ines Ota: Welcome to Slack Water. I'm Ines Ota.\n\nDev Rao: And I'm Dev Rao.\n\nInes Ota: With us is Ann Marsh, \
                who keeps a lighthouse. Hello!\n\nAnn Marsh: Hello. I am glad to be here, and it is warm.\n\nDev Rao: What is the \
                first thing you do?\n\nAnn Marsh: I light the lamp, and then I make tea for the two of us, the lamp and me.\n\n\
                Ines Ota: And then?\n\nAnn Marsh: Then I write down the weather, and whoever passes by.\n\nDev Rao: I could not do \
                it.\n\nAnn Marsh: You could. Everybody says so for about a week, and then they stay for years.";
    assert_eq!(cast(&interview(page)), [("Ines Ota", Interviewer), ("Dev Rao", Host), ("Ann Marsh", Guest)]);
}

/// A guest who gives her name because she was asked for it is no host.
#[test]
fn a_guest_who_introduces_herself_is_a_guest() {
    let page = "Jo Field: Welcome to The Lamp, I'm Jo Field. Who are you?\n\nAnn Marsh: I'm Ann Marsh, and I keep a lighthouse.\n\n\
                Ben Cole: And I'm Ben Cole, and I row the boat.\n\nJo Field: Who was there first?\n\nAnn Marsh: I was, by a year, and \
                I have told him so every day since.\n\nBen Cole: She has. I count the days, and it is all of them.";
    assert_eq!(
        cast(&interview(page)),
        [("Jo Field", Interviewer), ("Ann Marsh", Guest), ("Ben Cole", Guest)]
    );
}

#[test]
fn a_short_label_leads_to_the_full_name_in_the_text() {
    for (page, label, name) in [
        (
            "Host: My guest today is Ann Marsh, who keeps a lighthouse. Welcome!\n\nMarsh: Thank you.\n\nHost: Is it \
             lonely?\n\nMarsh: Only in company.",
            "Marsh",
            "Ann Marsh",
        ),
        (
            "Lighthouse Keeper Ann Marsh on Fog\n\nHost: Is it lonely?\n\nAnn: Only in company.\n\nHost: And cold?\n\nAnn: \
             Always.",
            "Ann",
            "Ann Marsh",
        ),
        (
            "We met Ann Marsh in her kitchen.\n\nTR: Is it lonely?\n\nAM: Only in company.\n\nTR: And cold?\n\nAM: Always.",
            "AM",
            "Ann Marsh",
        ),
        (
            "An interview with Juan de la Cruz.\n\nQ: Is it lonely?\n\nCruz: Only in company.\n\nQ: And cold?\n\nCruz: No.",
            "Cruz",
            "Juan de la Cruz",
        ),
    ] {
        let interview = interview(page);
        let guest = interview.guests().next().expect("there is a guest");
        assert_eq!((guest.printed(), &*guest.name.text), (label, name), "{page}");
    }
    // Two who could be meant: nobody is.
    let page = "Ann Marsh and Tom Marsh keep a lighthouse.\n\nQ: Is it lonely?\n\nMarsh: Only in company.\n\nQ: And \
                cold?\n\nMarsh: Always.";
    assert_eq!(cast(&interview(page)), [("Q", Interviewer), ("Marsh", Guest)]);
}

#[test]
fn a_missing_label_leaves_the_words_with_the_one_before() {
    let page = "Jo Field: Why?\n\nAnn Marsh: Because of the lamp.\n\nIt has to burn.\n\nJo Field: And now?\n\nAnn Marsh: Now I sleep.";
    assert_eq!(
        turns(page),
        "Jo Field: Why?\nAnn Marsh: Because of the lamp.\n\nIt has to burn.\nJo Field: And now?\nAnn Marsh: Now I sleep.\n"
    );
}

#[test]
fn numbered_participants_keep_their_numbers() {
    let page = "Interviewer (I): What is your work?\nParticipant 3 (P3): I keep the light.\nI: And before that?\nP3: I baked \
                bread.\nI: Hmm.\nP3: For ten years.";
    assert_eq!(cast(&interview(page)), [("Interviewer", Interviewer), ("Participant 3", Guest)]);
    assert_eq!(said(&interview(page)).len(), 6);
}

#[test]
fn a_time_of_day_is_said_and_a_time_stamp_is_not() {
    let page = "Jo: When?\nAnn: 10:30 every morning.\nJo: [00:12] And then?\nAnn: 00:00:14 Then I sleep.";
    assert_eq!(turns(page), "Jo: When?\nAnn: 10:30 every morning.\nJo: And then?\nAnn: Then I sleep.\n");
}

#[test]
fn a_question_that_lost_its_label_is_the_one_who_asks() {
    let page = "Jo: Why?\n\nAnn: The lamp.\n\nJo: And now?\n\nAnn: Now I sleep.\n\nHave you ever regretted it?\n\nAnn: Once.";
    assert!(
        turns(page).ends_with("Ann: Now I sleep.\nJo: Have you ever regretted it?\nAnn: Once.\n"),
        "{}",
        turns(page)
    );
    let page = "記者：なぜ船に。\n林：ひと夏だけのつもりでした。\n――それから？\n林：離れませんでした。\n――怖くは。\n林：怖いです。";
    assert!(
        turns(page).ends_with("記者: それから？\n林: 離れませんでした。\n記者: 怖くは。\n林: 怖いです。\n"),
        "{}",
        turns(page)
    );
    // A question in the middle of an answer is the guest's own.
    let page =
        "Jo: Why?\n\nAnn: Would I leave it?\n\nNever.\n\nJo: And now?\n\nAnn: What is now?\n\nNow is fog.";
    assert_eq!(
        turns(page),
        "Jo: Why?\nAnn: Would I leave it?\n\nNever.\nJo: And now?\nAnn: What is now?\n\nNow is fog.\n"
    );
}

#[test]
fn the_audience_asks() {
    let page = "Jo: Why?\n\nAnn Marsh: The lamp.\n\nJo: And now?\n\nAnn Marsh: I sleep.\n\nAudience member: May I see the \
                dog?\n\nAnn Marsh: Please do.";
    assert_eq!(
        cast(&interview(page)),
        [("Jo", Interviewer), ("Ann Marsh", Guest), ("Audience member", Interviewer)]
    );
}

#[test]
fn what_stands_after_the_last_words_is_nobodys() {
    let page = "Jo: Why?\n\nAnn Marsh: The lamp.\n\nJo: And now?\n\nAnn Marsh: I sleep.\n\nSubscribe to The Bell on your \
                favourite app.\n\nTranscribed by a machine.";
    assert!(turns(page).ends_with("Ann Marsh: I sleep.\n"), "{}", turns(page));
}

#[test]
fn two_who_speak_at_once_are_neither_of_them() {
    let page = "JO: Who came first?\n\nMARSH: I did.\n\nROE: She did. She always does, and she tells everybody.\n\nJO: And \
                last?\n\nMARSH AND ROE: The dog.\n\nJO: Why?\n\nROE: He is a dog.\n\nMARSH & ROE: He likes it.";
    assert_eq!(
        cast(&interview(page)),
        [("JO", Interviewer), ("MARSH", Guest), ("ROE", Guest), ("MARSH AND ROE", Guest)]
    );
}
