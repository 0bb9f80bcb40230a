//! Every form in which transcripts print who speaks.

use pullquote::interview::SpeakerRole::{Guest, Interviewer};
use pullquote::interview::TurnKind::{Answer, Question};
use pullquote::interview::{Confidence, Interview};
use pullquote::read::{ReadOptions, read};

use crate::text;

/// One conversation, told in every form.
const ASKED: [&str; 3] = ["Why did you build it on a hill?", "And the neighbours?", "Would you move it?"];
const ANSWERED: [&str; 3] = [
    "Because the wind is free up there.",
    "They came for the view and stayed for the soup.",
    "Not for any money.",
];

/// Writes the conversation: one turn by what stands before the words and after them, a question and an answer in turn.
fn told(mut turn: impl FnMut(usize, bool, &str) -> String) -> String {
    (0..3).map(|n| turn(2 * n, true, ASKED[n]) + &turn(2 * n + 1, false, ANSWERED[n])).collect()
}

/// Checks that a file holds the conversation and nothing else that is said, by these two people.
fn check(file: &str, page: &str, asker: &str, guest: &str) -> Result<(), String> {
    let interview = match read(page.as_bytes(), file, &ReadOptions::default()) {
        Ok(interview) => interview,
        Err(error) => return Err(format!("{error}\n{page}\n")),
    };
    let found = |kind| text(&interview, kind, Confidence::CERTAIN);
    let people: Vec<_> = interview.speakers.iter().map(|speaker| (speaker.printed(), speaker.role)).collect();
    let is_right = found(Question) == ASKED.join("\n")
        && found(Answer) == ANSWERED.join("\n")
        && people == [(asker, Interviewer), (guest, Guest)];
    if is_right { Ok(()) } else { Err(format!("{people:?}\n{}\n{page}\n", listed(&interview))) }
}

/// Lists an interview's turns, for a message.
fn listed(interview: &Interview) -> String {
    let turns = interview.turns.iter();
    turns.map(|turn| format!("  {:?} {:?}\n", turn.kind, interview.slice(turn.span))).collect()
}

/// Checks many pages and tells of all that are read wrongly.
fn check_all(pages: impl IntoIterator<Item = (&'static str, String, &'static str, &'static str)>) {
    let wrong: Vec<String> = pages
        .into_iter()
        .filter_map(|(file, page, asker, guest)| check(file, &page, asker, guest).err())
        .collect();
    assert!(wrong.is_empty(), "{} are read wrongly:\n\n{}", wrong.len(), wrong.join("\n"));
}

/// A conversation with something before each turn and after it.
fn with(asks: &str, answers: &str, end: &str) -> String {
    told(|n, is_asked, words| {
        let stamp = format!("00:0{n}:1{n}");
        format!("{}{words}{end}", if is_asked { asks } else { answers }.replace("TIME", &stamp))
    })
}

#[test]
fn names_before_their_words() {
    let forms = [
        ("Jo Field: ", "Ann Marsh: "),
        ("**Jo Field:** ", "**Ann Marsh:** "),
        ("**Jo Field**: ", "**Ann Marsh**: "),
        ("*Jo Field:* ", "*Ann Marsh:* "),
        ("__Jo Field:__ ", "__Ann Marsh:__ "),
        ("Jo Field : ", "Ann Marsh : "),
        ("Jo Field:", "Ann Marsh:"),
        ("Jo Field：", "Ann Marsh："),
        ("- Jo Field: ", "- Ann Marsh: "),
        ("* Jo Field: ", "* Ann Marsh: "),
        ("• Jo Field: ", "• Ann Marsh: "),
        ("– Jo Field: ", "– Ann Marsh: "),
        ("— Jo Field: ", "— Ann Marsh: "),
        (">> Jo Field: ", ">> Ann Marsh: "),
        ("> Jo Field: ", "> Ann Marsh: "),
        ("🎤 Jo Field: ", "🎙️ Ann Marsh: "),
        ("👩 Jo Field: ", "👨🏽‍🔬 Ann Marsh: "),
        ("### Jo Field: ", "### Ann Marsh: "),
        ("[Jo Field]: ", "[Ann Marsh]: "),
        ("[Jo Field] ", "[Ann Marsh] "),
        ("(Jo Field) ", "(Ann Marsh) "),
        ("<Jo Field> ", "<Ann Marsh> "),
        ("Jo Field – ", "Ann Marsh – "),
        ("Jo Field — ", "Ann Marsh — "),
        ("Jo Field | ", "Ann Marsh | "),
        ("Jo Field (The Record): ", "Ann Marsh (Harbour Trust): "),
        ("Jo Field, The Record: ", "Ann Marsh, keeper: "),
        ("**Jo Field (The Record):** ", "**Ann Marsh (Harbour Trust):** "),
        ("Jo Field TIME: ", "Ann Marsh TIME: "),
        ("[TIME] Jo Field: ", "[TIME] Ann Marsh: "),
        ("(TIME) Jo Field: ", "(TIME) Ann Marsh: "),
        ("TIME - Jo Field: ", "TIME - Ann Marsh: "),
        ("TIME Jo Field: ", "TIME Ann Marsh: "),
        ("Jo Field [TIME]: ", "Ann Marsh [TIME]: "),
        ("Jo Field (TIME): ", "Ann Marsh (TIME): "),
        ("Jo Field: [TIME] ", "Ann Marsh: [TIME] "),
        ("**[TIME] Jo Field:** ", "**[TIME] Ann Marsh:** "),
        ("[TIME] **Jo Field:** ", "[TIME] **Ann Marsh:** "),
        ("**Jo Field** [TIME]: ", "**Ann Marsh** [TIME]: "),
        ("#7 Jo Field: ", "#8 Ann Marsh: "),
        ("7. Jo Field: ", "8. Ann Marsh: "),
        ("[14/03/2024, TIME] Jo Field: ", "[14/03/2024, TIME] Ann Marsh: "),
        ("14.03.24, 10:02 - Jo Field: ", "14.03.24, 10:03 - Ann Marsh: "),
        ("TIME From Jo Field to Everyone: ", "TIME From Ann Marsh to Everyone: "),
        ("[TIME --> TIME] Jo Field: ", "[TIME --> TIME] Ann Marsh: "),
    ];
    let pages = forms.iter().flat_map(|(asks, answers)| {
        ["\n\n", "\n"].map(|end| ("page.txt", with(asks, answers, end), "Jo Field", "Ann Marsh"))
    });
    check_all(pages);
}

#[test]
fn names_above_their_words() {
    let forms = [
        ("Jo Field\n", "Ann Marsh\n"),
        ("Jo Field:\n", "Ann Marsh:\n"),
        ("**Jo Field**\n", "**Ann Marsh**\n"),
        ("**Jo Field**\n\n", "**Ann Marsh**\n\n"),
        ("**Jo Field:**\n\n", "**Ann Marsh:**\n\n"),
        ("### Jo Field\n\n", "### Ann Marsh\n\n"),
        ("Jo Field  TIME\n", "Ann Marsh  TIME\n"),
        ("Jo Field (TIME):\n", "Ann Marsh (TIME):\n"),
        ("Jo Field (TIME)\n", "Ann Marsh (TIME)\n"),
        ("Jo Field [TIME]\n", "Ann Marsh [TIME]\n"),
        ("Jo Field | TIME\n", "Ann Marsh | TIME\n"),
        ("Jo Field · TIME\n", "Ann Marsh · TIME\n"),
        ("Jo Field, TIME\n", "Ann Marsh, TIME\n"),
        ("TIME Jo Field\n", "TIME Ann Marsh\n"),
        ("10:02 AM\nJo Field\n", "10:03 AM\nAnn Marsh\n"),
        ("Jo Field 10:02 PM\n", "Ann Marsh 10:03 PM\n"),
        ("[TIME] Jo Field\n", "[TIME] Ann Marsh\n"),
        ("TIME\nJo Field\n", "TIME\nAnn Marsh\n"),
        ("TIME\nJo Field: ", "TIME\nAnn Marsh: "),
        ("Jo Field\nTIME\n", "Ann Marsh\nTIME\n"),
        ("[TIME]\nJo Field: ", "[TIME]\nAnn Marsh: "),
        ("TIME --> TIME\nJo Field\n", "TIME --> TIME\nAnn Marsh\n"),
    ];
    check_all(
        forms
            .iter()
            .map(|(asks, answers)| ("page.txt", with(asks, answers, "\n\n"), "Jo Field", "Ann Marsh")),
    );
}

#[test]
fn labels_that_are_no_names() {
    for (asks, answers, asker, guest) in [
        ("Q: ", "A: ", "Q", "A"),
        ("Q. ", "A. ", "Q", "A"),
        ("**Q:** ", "**A:** ", "Q", "A"),
        ("**Q.** ", "**A.** ", "Q", "A"),
        ("Q) ", "A) ", "Q", "A"),
        ("Q1: ", "A1: ", "Q", "A"),
        ("Interviewer: ", "Respondent: ", "Interviewer", "Respondent"),
        ("INTERVIEWER: ", "ANN: ", "INTERVIEWER", "ANN"),
        ("Speaker 1: ", "Speaker 2: ", "Speaker 1", "Speaker 2"),
        ("Speaker A: ", "Speaker B: ", "Speaker A", "Speaker B"),
        ("SPEAKER_00: ", "SPEAKER_01: ", "SPEAKER_00", "SPEAKER_01"),
        ("[SPEAKER_00]: ", "[SPEAKER_01]: ", "SPEAKER_00", "SPEAKER_01"),
        ("Speaker 1 (TIME):\n", "Speaker 2 (TIME):\n", "Speaker 1", "Speaker 2"),
        ("Speaker 1  TIME\n", "Speaker 2  TIME\n", "Speaker 1", "Speaker 2"),
        ("Unknown Speaker  TIME\n", "Ann Marsh  TIME\n", "Unknown Speaker", "Ann Marsh"),
        ("JF: ", "AM: ", "JF", "AM"),
        ("J.F.: ", "A.M.: ", "J.F.", "A.M."),
        ("JO FIELD: ", "ANN MARSH: ", "JO FIELD", "ANN MARSH"),
        ("JO FIELD\n", "ANN MARSH\n", "JO FIELD", "ANN MARSH"),
        ("               JO FIELD\n     ", "               ANN MARSH\n     ", "JO FIELD", "ANN MARSH"),
        ("Me: ", "Ann: ", "Me", "Ann"),
        ("THE RECORD: ", "ANN MARSH: ", "THE RECORD", "ANN MARSH"),
    ] {
        if let Err(wrong) = check("page.txt", &with(asks, answers, "\n\n"), asker, guest) {
            panic!("{asks:?}: {wrong}");
        }
    }
}

/// What meeting tools and transcription services write around a conversation.
#[test]
fn exports_of_meeting_and_transcription_tools() {
    let vtt = |voice: &dyn Fn(bool) -> (&'static str, &'static str)| {
        let cues = told(|n, is_asked, words| {
            let (open, close) = voice(is_asked);
            format!("{}\n00:00:{n}1.000 --> 00:00:{n}9.000\n{open}{words}{close}\n\n", n + 1)
        });
        format!("WEBVTT\n\n{cues}")
    };
    let named = |is_asked| if is_asked { "Jo Field" } else { "Ann Marsh" };
    let pages = [
        // Zoom: names before the words of numbered cues.
        ("zoom.vtt", vtt(&|asks| if asks { ("Jo Field: ", "") } else { ("Ann Marsh: ", "") })),
        // Zoom's chat-like transcript.
        ("zoom.txt", told(|n, asks, words| format!("[{}] 14:0{n}:09\n{words}\n\n", named(asks)))),
        // Teams: voice tags.
        ("teams.vtt", vtt(&|asks| if asks { ("<v Jo Field>", "</v>") } else { ("<v Ann Marsh>", "</v>") })),
        // Teams, pasted from a document.
        ("teams.txt", told(|n, asks, words| format!("{}   0:{n}9\n{words}\n\n", named(asks)))),
        (
            "teams2.txt",
            told(|n, asks, words| format!("0:0:{n}.0 --> 0:0:{n}.900\n{}\n{words}\n", named(asks))),
        ),
        // Otter.
        (
            "otter.txt",
            told(|n, asks, words| format!("{}  {n}:0{n}\n{words}\n\n", named(asks)))
                + "Transcribed by https://otter.ai\n",
        ),
        // Rev.
        ("rev.txt", told(|n, asks, words| format!("{} (00:0{n}):\n{words}\n\n", named(asks)))),
        ("rev2.txt", told(|n, asks, words| format!("{}: [00:00:0{n}]\n{words}\n\n", named(asks)))),
        // Descript.
        ("descript.md", told(|n, asks, words| format!("**{}:** [00:00:0{n}] {words}\n\n", named(asks)))),
        ("descript.txt", told(|n, asks, words| format!("[00:00:0{n}] **{}:** {words}\n\n", named(asks)))),
        // Webex: a quoted name and an id before each cue's time.
        (
            "webex.vtt",
            format!(
                "WEBVTT\n\n{}",
                told(|n, asks, words| format!(
                    "{} \"{}\" (277{n})\n00:00:{n}1.000 --> 00:00:{n}9.000\n{words}\n\n",
                    n + 1,
                    named(asks)
                ))
            ),
        ),
        // Trint, Sonix and Happy Scribe.
        ("trint.txt", told(|n, asks, words| format!("{} [00:00:0{n}] {words}\n\n", named(asks)))),
        ("sonix.txt", told(|n, asks, words| format!("{}: [00:00:0{n}] {words}\n\n", named(asks)))),
        ("scribe.txt", told(|n, asks, words| format!("[00:00:0{n}.12] - {}\n{words}\n\n", named(asks)))),
        // Google Meet.
        ("meet.txt", told(|n, asks, words| format!("00:0{n}:00\n\n{}: {words}\n\n", named(asks)))),
        // Captioning tools.
        (
            "caption.srt",
            told(|n, asks, words| {
                format!("{}\n00:00:{n}1,000 --> 00:00:{n}9,000\n{}: {words}\n\n", n + 1, named(asks))
            }),
        ),
        (
            "capitals.srt",
            told(|n, asks, words| {
                format!("{}\n00:00:{n}1,000 --> 00:00:{n}9,000\n[{}] {words}\n\n", n + 1, named(asks))
            }),
        ),
    ];
    check_all(pages.into_iter().map(|(file, page)| (file, page, "Jo Field", "Ann Marsh")));
}

#[test]
fn tables_and_lists() {
    let named = |is_asked| if is_asked { "Jo Field" } else { "Ann Marsh" };
    let rows = |row: &dyn Fn(&str, &str) -> String| told(|_, asks, words| row(named(asks), words));
    let pages = [
        (
            "a.md",
            format!(
                "| Speaker | Text |\n| --- | --- |\n{}",
                rows(&|who, words| format!("| {who} | {words} |\n"))
            ),
        ),
        (
            "bold.md",
            format!(
                "| Speaker | Text |\n| --- | --- |\n{}",
                rows(&|who, words| format!("| **{who}** | {words} |\n"))
            ),
        ),
        (
            "b.html",
            format!(
                "<table>{}</table>",
                rows(&|who, words| format!("<tr><td>{who}</td><td>{words}</td></tr>"))
            ),
        ),
        (
            "c.html",
            format!(
                "<html><dl>{}</dl></html>",
                rows(&|who, words| format!("<dt>{who}</dt><dd>{words}</dd>"))
            ),
        ),
        (
            "d.html",
            format!(
                "<html><body>{}</body></html>",
                rows(&|who, words| format!("<p><b>{who}:</b> {words}</p>"))
            ),
        ),
        (
            "e.html",
            format!(
                "<html><body>{}</body></html>",
                rows(&|who, words| format!("<h4>{who}</h4><p>{words}</p>"))
            ),
        ),
        (
            "f.html",
            format!(
                "<html><body>{}</body></html>",
                rows(&|who, words| format!("<p><strong>{who}</strong><br>{words}</p>"))
            ),
        ),
        ("h.md", rows(&|who, words| format!("{who}\n: {words}\n\n"))),
        ("i.csv", format!("speaker,text\n{}", rows(&|who, words| format!("{who},\"{words}\"\n")))),
        ("j.tsv", format!("Time\tName\tWords\n{}", rows(&|who, words| format!("00:01\t{who}\t{words}\n")))),
        (
            "k.csv",
            format!("start;end;Speaker;Transcript\n{}", rows(&|who, words| format!("1;2;{who};{words}\n"))),
        ),
    ];
    check_all(pages.into_iter().map(|(file, page)| (file, page, "Jo Field", "Ann Marsh")));
}

#[test]
fn a_question_and_its_answer_in_one_paragraph() {
    let pair = |q: &str, a: &str, n: usize| format!("{q}{} {a}{}\n\n", ASKED[n], ANSWERED[n]);
    for (q, a) in [("**Q:** ", "**A:** "), ("Q: ", "A: "), ("**Q.** ", "**A.** ")] {
        let page: String = (0..3).map(|n| pair(q, a, n)).collect();
        for file in ["page.md", "page.txt"] {
            check(file, &page, "Q", "A").unwrap_or_else(|wrong| panic!("{q}: {wrong}"));
        }
    }
    let page: String = (0..3).map(|n| pair("**Jo Field:** ", "**Ann Marsh:** ", n)).collect();
    check("page.md", &page, "Jo Field", "Ann Marsh").unwrap_or_else(|wrong| panic!("{wrong}"));
}
