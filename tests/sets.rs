//! Cards that belong together: one size of type, and long answers over several cards.

use std::collections::BTreeMap;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;

use pullquote::builtin;
use pullquote::encode::Encoding;
use pullquote::error::Error;
use pullquote::export::carousel;
use pullquote::export::jobs::{Coming, Cut, Look, Row, jobs};
use pullquote::export::names::Pattern;
use pullquote::export::run::{Manner, Place, render_all};
use pullquote::export::uniform::Sizes;
use pullquote::font::FontLibrary;
use pullquote::format::Format;
use pullquote::language::Language;
use pullquote::quote::{Attribution, Quote};
use pullquote::scene::Shared;
use pullquote::theme::Theme;
use pullquote::typeset::Typesetter;

fn row(text: &str, set: Option<usize>) -> Row {
    let credit = Attribution {
        name: "Ines Calvacante".into(),
        role: Some("boat builder".into()),
        publication: Some("The Long Conversation".into()),
        date: None,
    };
    let quote = Quote::typed(text, credit, Language::new("en")).unwrap();
    Row { quote, number: String::new(), source: None, score: None, shorter: Vec::new(), set }
}

#[test]
fn cards_of_a_set_share_size_and_leading_and_others_do_not() {
    let texts = [
        "I learned to wait.",
        "The first boat sank, and we knew it would. The second one is still afloat, more or less.",
        "Nobody reads a map to learn where they are. They read it to learn what else there might have been, and \
         then they fold it up wrongly and go home, and the next day they do all of it again, with the other \
         map, and never once ask the way of anybody who lives there.",
        "Ấy là Ế Ổ, một chiếc thuyền nhỏ.",
    ];
    let mut rows: Vec<Row> = texts.iter().map(|text| row(text, Some(7))).collect();
    rows.push(row("This one stands for itself.", None));
    let fonts = FontLibrary::embedded();
    let themes =
        ["broadsheet", "midnight", "poster", "note", "transcript"].map(|name| Theme::builtin(name).unwrap());
    let formats = ["og", "story"].map(|name| Format::builtin(name).unwrap());
    let sizes = Sizes::find(&rows, &themes, &formats, &fonts);
    let mut typesetter = Typesetter::new(&fonts);
    // The long one is too long to be centred, and so nothing is.
    assert!(sizes.of(&rows[0], &themes[1], &formats[1]).unwrap().turned);
    for theme in &themes {
        for format in &formats {
            let mut free = Vec::new();
            for row in &rows[..texts.len()] {
                let held = sizes.of(row, theme, format).unwrap();
                let layout = typesetter.typeset_at(&row.quote, theme, format, Some(held)).unwrap().layout;
                assert_eq!(
                    (layout.quote_size, layout.quote_leading),
                    (held.size, held.leading),
                    "{}",
                    theme.name
                );
                free.push(typesetter.typeset(&row.quote, theme, format).unwrap().layout.quote_size.0);
            }
            let held = sizes.of(&rows[0], theme, format).unwrap().size.0;
            let least = free.iter().copied().fold(f32::MAX, f32::min);
            assert!(held <= least && held > least * 0.9, "{}: {held} of {free:?}", theme.name);
            assert!(free[0] > held * 1.2, "{}: the short one was larger by itself: {free:?}", theme.name);
            assert_eq!(sizes.of(&rows[texts.len()], theme, format), None);
        }
    }
}

#[test]
fn formats_of_one_quote_break_lines_alike_where_that_costs_little() {
    let texts = [
        "The first boat sank, and we knew it would. The second one is still afloat, more or less.",
        "You prune a tree for the summer in which you will not be there to see it.",
        "Nobody reads a map to learn where they are. They read it to learn what else there might have been, and \
         then they fold it up wrongly and go home.",
    ];
    let fonts = FontLibrary::embedded();
    let mut typesetter = Typesetter::new(&fonts);
    let [square, portrait, story] =
        ["square", "portrait", "story"].map(|name| Format::builtin(name).unwrap());
    let (mut by_themselves, mut led, mut all) = (0, 0, 0);
    for theme in builtin::THEMES {
        let theme = Theme::builtin(theme.name).unwrap();
        for text in texts {
            let quote = row(text, None).quote;
            let lead = typesetter.typeset(&quote, &theme, &story).unwrap().layout;
            for format in [&square, &portrait] {
                let free = typesetter.typeset(&quote, &theme, format).unwrap().layout;
                let shared = Shared { size: None, breaks: &lead.quote_breaks };
                let like = typesetter.typeset_at(&quote, &theme, format, shared).unwrap().layout;
                let place = format!("{}, {}: {text}", theme.name, format.name);
                if like.quote_breaks != lead.quote_breaks {
                    assert_eq!(like.lines, free.lines, "{place}");
                }
                assert!(like.quote_size.0 > free.quote_size.0 * 0.9, "{place}");
                by_themselves += usize::from(free.quote_breaks == lead.quote_breaks);
                led += usize::from(like.quote_breaks == lead.quote_breaks);
                all += 1;
            }
        }
    }
    assert!(led * 10 >= all * 7 && led > by_themselves, "{by_themselves} and {led} of {all}");
}

/// Nearly two thousand characters, with sentences of all lengths.
const LONG: &str = "We had a name for the first boat and it was not a kind one. My brother drew her on the back of a \
    feed bill, and I believed the drawing. Nobody had told us that wood moves; nobody had told us that the river does, \
    either. So we built her in the barn, in winter, with the doors shut, and when spring came she would not go through \
    the doors. We took the wall down. That was the first thing the boat taught us, and it was not about boats. She \
    floated for eleven minutes. I counted them, because my brother could not stand to, and because our mother had come \
    down to the water in her good coat. Then she lay down on her side like a cow. People ask whether we laughed. We \
    did, but that was in June. In April we sat on the bank and we did not say one word to each other, and the dog went \
    home by himself. The second boat took four years. I learned to steam a plank, and to throw away a plank, which is \
    harder. There was an old man in the next village who had built thirty of them and he would come on Sundays, put his \
    palm on the hull, and say nothing; if he said nothing twice in the same place, we took that piece out again, and it \
    was always the right piece, and he never once told us why. I asked him at the end. He said he had only been warming \
    his hand. She is still afloat, more or less. Every summer somebody wants to buy her, somebody from the city with a \
    beard, and every summer I tell him the price of the first boat, and that one he can have for nothing, because she is \
    still down there, and on a clear day you can see the name. My brother has not been out in her. He says he built her, \
    that is enough, a cook does not eat in his own kitchen. I go alone, early, before the ferries. It is not that I am \
    brave. It is only that I know now where the river moves, and I have decided to be there when it does.";

#[test]
fn a_long_answer_goes_over_few_cards_and_nothing_of_it_is_lost() {
    let chars = LONG.chars().count();
    assert!((1800..=carousel::MOST_CHARS).contains(&chars), "{chars}");
    let fonts = FontLibrary::embedded();
    let mut typesetter = Typesetter::new(&fonts);
    let formats = ["og", "square", "portrait", "story"].map(|name| Format::builtin(name).unwrap());
    for theme in builtin::THEMES {
        let theme = [Theme::builtin(theme.name).unwrap()];
        let pages = carousel::pages(&row(LONG, Some(0)), None, &theme, &formats, &mut typesetter);
        let pages = pages.unwrap_or_else(|error| panic!("{}: {error}", theme[0].name)).unwrap();
        let (pages, found) = (pages.rows, pages.sizes);
        assert!((2..=carousel::MOST_CARDS).contains(&pages.len()), "{}: {}", theme[0].name, pages.len());
        let texts: Vec<&str> = pages.iter().map(|page| page.quote.text()).collect();
        assert_eq!(texts.join(" "), LONG, "{}", theme[0].name);
        let at_sentence = |text: &&&str| text.ends_with(['.', '?', '!']);
        assert!(texts.iter().filter(at_sentence).count() == texts.len(), "{}: {texts:#?}", theme[0].name);
        // One size, whichever card is looked at; its number stands on each, and the marks close on the last.
        let sizes = Sizes::find(&pages, &theme, &formats, &fonts);
        for (index, page) in pages.iter().enumerate() {
            let held = sizes.of(page, &theme[0], &formats[1]).unwrap();
            assert_eq!(found.of(page, &theme[0], &formats[1]), Some(held));
            let layout =
                typesetter.typeset_at(&page.quote, &theme[0], &formats[1], Some(held)).unwrap().layout;
            assert_eq!(layout.quote_size, held.size);
            let is_last = index + 1 == pages.len();
            let number = format!("{}/{}{}", index + 1, pages.len(), if is_last { "" } else { " →" });
            let numbered = layout.credits.iter().any(|line| line.text.ends_with(&number));
            assert!(numbered, "{}: no {number} in {:?}", theme[0].name, layout.credits);
            let (first, last) = (&layout.lines[0].text, &layout.lines[layout.lines.len() - 1].text);
            if first.starts_with('“') {
                assert_eq!(last.ends_with('”'), is_last, "{}: {last}", theme[0].name);
            }
        }
    }
}

#[test]
fn what_fits_on_one_card_gets_one_and_what_no_carousel_holds_is_refused() {
    let fonts = FontLibrary::embedded();
    let mut typesetter = Typesetter::new(&fonts);
    let (themes, formats) = ([Theme::builtin("broadsheet").unwrap()], [Format::builtin("square").unwrap()]);
    let mut pages = |text: &str| carousel::pages(&row(text, None), None, &themes, &formats, &mut typesetter);
    assert!(pages("I learned to wait. It took a while.").unwrap().is_none());
    let Err(Error::Usage { message, .. }) = pages(&format!("{LONG} {LONG}")) else { panic!("it is set") };
    assert!(message.contains("characters, and a carousel holds 2000"), "{message}");
    // One endless sentence is broken after clauses.
    let clauses =
        "and then we walked along the river until it was too dark to see our feet, ".repeat(6) + "home.";
    let parted = pages(&clauses).unwrap().unwrap().rows;
    assert!(parted.len() > 1 && parted[0].quote.text().ends_with(','), "{}", parted[0].quote.text());
}

/// A card that leads others is set before them, for their sake; it may be of a shorter cut then, where one of them does not
/// hold the whole. Its own card is of the whole all the same.
#[test]
fn a_card_says_the_same_whatever_cards_were_made_beside_it() {
    let fonts = Arc::new(FontLibrary::embedded());
    let theme = Theme::builtin("broadsheet").unwrap();
    // Story leads the three of them.
    let formats = ["square", "portrait", "story"].map(|name| Format::builtin(name).unwrap());
    let [square, _, story] = &formats;
    let mut typesetter = Typesetter::new(&fonts);
    let sentence = "The first boat sank, and we knew it would, as every one of us had seen the rot. ";
    let mut fits = |format: &Format, sentences: usize| {
        typesetter.typeset(&row(&sentence.repeat(sentences), None).quote, &theme, format).is_ok()
    };
    let long = (1..20).find(|&sentences| !fits(square, sentences)).unwrap();
    assert!(fits(story, long), "the test needs a text that story holds and square does not");
    let mut whole = row(&sentence.repeat(long), None);
    whole.shorter.push(Cut { quote: row(sentence, None).quote, source: None });
    let export = |row: &Row, formats: &[Format], card: &str| {
        let folder = tempfile::tempdir().unwrap();
        let looks = Look::all(std::slice::from_ref(&theme), formats, Encoding::Png).unwrap();
        let name = Pattern::default().row("ada", "01");
        let coming = Coming { name, ..Coming::of(row.clone(), Arc::clone(&fonts)) };
        let manner = Manner { threads: 1, force: false };
        let told = render_all(
            jobs(std::iter::once(coming), &looks),
            manner,
            Place::Open(folder.path()),
            |outcome| {
                assert!(outcome.result.is_ok(), "{:?}", outcome.result.as_ref().err());
                Ok(ControlFlow::Continue(()))
            },
        );
        assert!(told.unwrap().is_continue());
        fs::read(folder.path().join(format!("ada-01-broadsheet-{card}.png"))).unwrap()
    };
    assert!(export(&whole, &formats, "story") == export(&whole, std::slice::from_ref(story), "story"));
    let short = row(sentence, None);
    assert!(export(&whole, &formats, "square") == export(&short, &formats, "square"));
}

fn pullquote(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_pullquote")).current_dir(folder).args(args).output().unwrap()
}

#[test]
fn a_carousel_of_an_interview_is_the_whole_answer_word_for_word() {
    let folder = tempfile::tempdir().unwrap();
    let input: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/interviews/seed-library.md");
    let input = input.to_str().unwrap();
    let made =
        pullquote(folder.path(), &["export", input, "--carousel", "-n", "3", "-f", "square", "-o", "out"]);
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let manifest = fs::read_to_string(folder.path().join("out/manifest.jsonl")).unwrap();
    let entries: Vec<serde_json::Value> =
        manifest.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let mut answers: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for entry in &entries {
        if let Some((stem, _)) = entry["file"].as_str().unwrap().split_once("-p") {
            answers.entry(stem).or_default().push(entry["text"].as_str().unwrap());
        }
    }
    assert!(answers.values().any(|pages| pages.len() >= 2), "{manifest}");
    let source = fs::read_to_string(input).unwrap();
    let source = source.split_whitespace().collect::<Vec<_>>().join(" ");
    for pages in answers.values() {
        assert!(source.contains(&pages.join(" ")), "{pages:?}");
    }
    let checked = pullquote(folder.path(), &["verify", "out/manifest.jsonl", "--interview", input]);
    assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stdout));
}
