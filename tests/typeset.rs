//! Cards as scenes: every theme on every format keeps its text inside, apart and above the floor.

use std::collections::BTreeSet;

use pullquote::error::Error;
use pullquote::font::FontLibrary;
use pullquote::format::Format;
use pullquote::interview::Span;
use pullquote::language::Language;
use pullquote::markup::Markup;
use pullquote::quote::{Attribution, FirstLetter, Quote};
use pullquote::read::{ReadOptions, read};
use pullquote::scene::{Item, Layout, LineBox, Scene};
use pullquote::theme::Theme;
use pullquote::typeset::Typesetter;
use pullquote::{builtin, geometry::Px};

/// Texts of all lengths, with what breaks cards: long words, marks in marks, dashes, figures, capitals.
const TEXTS: [&str; 16] = [
    "No.",
    "Know thyself",
    "I never learned to cook. I learned to wait.",
    "\"You can't bake a 'maybe',\" my aunt said -- and she was right.",
    "ALL OF US WERE LATE, AND NOBODY MINDED.",
    "We paid 10 000 kr. for it in 1998-99, about 12 % of what Dr. M. K. Holm had asked.",
    "Donaudampfschifffahrtsgesellschaft was the first word I learned to hyphenate.",
    "Look it up at https://example.org/a-very-long/path?with=query before you argue.",
    "The first boat sank — we knew it would — and the second one is still afloat, more or less, every summer.",
    "Twice a year I throw out every tool I did not use. Twice a year I buy two of them back. It keeps me honest.",
    "People ask what the machine does. It listens. It has listened to this valley for thirty-one years, and I have \
     spent nineteen of them learning to keep quiet beside it.",
    "My mother sorted the post by street, my father by handwriting. I sort it by weight, because the heavy letters are \
     the ones that people are waiting for.",
    "If you cut a pear tree in the wrong month it will forgive you. If you cut it in the wrong mood it will not: you take \
     too much, you always take too much, and then you stand there with the saw and explain yourself to a tree.",
    "A bridge is the only building that everybody trusts with their eyes closed. Nobody looks up a bridge before they \
     cross it. I have signed eleven of them, and I still slow down in the middle, every time, to hear what it says.",
    "Étienne’s crème brûlée, naïve façades, Łódź, Ångström, İstanbul — and a smörgåsbord of “quoted ‘things’”…",
    "One\ntwo\nthree four five",
];

fn each_card(mut check: impl FnMut(&str, &Quote, &Format, Result<&Layout, &Error>)) {
    let fonts = FontLibrary::embedded();
    let mut typesetter = Typesetter::new(&fonts);
    let credits = [
        Attribution { name: "Ada".into(), ..Attribution::default() },
        Attribution {
            name: "Ines Calvacante".into(),
            role: Some("furniture restorer".into()),
            publication: Some("The Long Conversation".into()),
            date: Some("9 April 2026".into()),
        },
        Attribution {
            name: "Maximiliana Whitcombe-Sørensen".into(),
            role: Some("deputy director for coastal structures and tidal gates".into()),
            publication: Some("Harbour Review".into()),
            date: None,
        },
    ];
    for theme in builtin::THEMES {
        let theme = Theme::builtin(theme.name).unwrap();
        for format in builtin::FORMATS {
            let format = Format::builtin(format.name).unwrap();
            for (index, text) in TEXTS.iter().enumerate() {
                let credit = credits[index % credits.len()].clone();
                let quote = Quote::typed(text, credit, Language::new("en")).unwrap();
                let name = format!("{} {} {index}", theme.name, format.name);
                let scene = typesetter.typeset(&quote, &theme, &format);
                check(&name, &quote, &format, scene.as_ref().map(|scene| &scene.layout));
            }
        }
    }
}

#[test]
fn every_text_is_set_inside_apart_and_above_the_floor() {
    let mut faults = Vec::new();
    each_card(|card, _, format, layout| {
        let layout = match layout {
            Ok(layout) => layout,
            Err(error) => return faults.push(format!("{card}: {error}")),
        };
        let mut fault = |what: String| faults.push(format!("{card}: {what}"));
        if layout.quote_size < format.quote_floor {
            fault(format!("quote of {:?}", layout.quote_size));
        }
        for line in layout.lines.iter().chain(&layout.credits) {
            if !format.crop.contains(&line.ink)
                || line.ink.top < format.safe.top
                || line.ink.bottom > format.safe.bottom
            {
                fault(format!("`{}` leaves the safe area: {:?}", line.text, line.ink));
            }
            if line.size < format.credit_floor {
                fault(format!("`{}` is set at {:?}", line.text, line.size));
            }
        }
        for line in &layout.lines {
            // A line set by itself may lack a kern that it had with the space after it.
            let slack = 1.0 + line.size.0 * 0.02;
            let over = line.left.0 < layout.quote_box.left.0 - slack
                || line.right.0 > layout.quote_box.right.0 + slack;
            if over {
                fault(format!("`{}` leaves its box: {:?}–{:?}", line.text, line.left, line.right));
            }
            if line.text.starts_with(['—', '–', '…', '”', '’', ')', '·', ',', '.'])
                && !line.text.starts_with("’")
            {
                fault(format!("a line starts with `{}`", line.text));
            }
        }
        let all: Vec<&LineBox> = layout.lines.iter().chain(&layout.credits).collect();
        for (index, one) in all.iter().enumerate() {
            for other in &all[index + 1..] {
                let apart = one.style != other.style || one.baseline != other.baseline;
                if apart && one.ink.overlaps(&other.ink) && (one.style != "quote" || other.style != "quote") {
                    fault(format!("`{}` overlaps `{}`", one.text, other.text));
                }
            }
        }
        if layout.quote_contrast < 7.0 || layout.credit_contrast < 4.5 {
            fault(format!("contrast {} and {}", layout.quote_contrast, layout.credit_contrast));
        }
    });
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn nothing_of_a_quote_is_lost_on_its_card() {
    each_card(|card, quote, _, layout| {
        let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        let shown: String = layout.unwrap().lines.iter().map(|line| letters(&line.text)).collect();
        assert_eq!(shown, letters(quote.text()), "{card}");
    });
}

#[test]
fn line_ends_of_the_text_are_line_ends_on_the_card() {
    each_card(|card, quote, _, layout| {
        if quote.text().starts_with("One\n") {
            let lines: Vec<&str> =
                layout.unwrap().lines.iter().map(|line| line.text.trim_matches(['“', '”'])).collect();
            assert_eq!(lines[..2], ["One", "two"], "{card}");
        }
    });
}

/// Sets a quote in a built-in theme on a built-in format.
fn set(text: &str, credit: &Attribution, language: &str, (theme, format): (&str, &str)) -> Layout {
    let fonts = FontLibrary::embedded();
    let quote = Quote::typed(text, credit.clone(), Language::new(language)).unwrap();
    let (theme, format) = (Theme::builtin(theme).unwrap(), Format::builtin(format).unwrap());
    Typesetter::new(&fonts).typeset(&quote, &theme, &format).unwrap().layout
}

fn texts(lines: &[LineBox]) -> Vec<&str> {
    lines.iter().map(|line| line.text.as_str()).collect()
}

#[test]
fn the_rest_of_a_long_line_of_verse_is_indented() {
    let verse = "The tide\ncame in as if it had never been told about us\nand we\nwent on mending";
    let layout = set(verse, &Attribution::default(), "en", ("poster", "square"));
    let lines = &layout.lines;
    assert!(lines.len() > 4, "{:?}", texts(lines));
    let edge = lines[0].left.0;
    for (index, line) in lines.iter().enumerate() {
        let starts =
            ["The tide", "came in", "and we", "went on"].iter().any(|head| line.text.starts_with(head));
        let expected = if starts { 0.0 } else { layout.quote_size.0 * 1.5 };
        assert!((line.left.0 - edge - expected).abs() < 1.0, "{index}: {line:?}");
    }
    // Prose with line ends is not indented.
    let prose =
        "We wrote it all down that winter because nobody else was going to, and it was cold.\nThen we left.";
    let layout = set(prose, &Attribution::default(), "en", ("poster", "square"));
    assert!(layout.lines.iter().all(|line| (line.left.0 - layout.lines[0].left.0).abs() < 1.0));
}

#[test]
fn the_rest_of_a_line_of_hebrew_verse_is_indented_from_the_right() {
    let verse = "בלילה\nהים אינו שואל איש מתי הוא רשאי לשוב אל החוף\nואנחנו\nמחכים";
    let layout = set(verse, &Attribution::default(), "he", ("poster", "square"));
    let edge = layout.lines[0].right.0;
    let turned: Vec<f32> =
        layout.lines.iter().map(|line| edge - line.right.0).filter(|by| *by > 1.0).collect();
    assert!(!turned.is_empty(), "{:?}", texts(&layout.lines));
    assert!(turned.iter().all(|by| (by - layout.quote_size.0 * 1.5).abs() < 1.0), "{turned:?}");
}

/// The names of the faces that type of a size is set in.
fn faces_at(scene: &Scene, fonts: &FontLibrary, size: Px) -> BTreeSet<String> {
    let runs = scene.items.iter().filter_map(|item| match item {
        Item::Glyphs(run) if run.size == size => Some(fonts.face(run.face).name()),
        _ => None,
    });
    runs.collect()
}

#[test]
fn emphasised_words_are_measured_and_set_in_their_own_faces() {
    let fonts = FontLibrary::embedded();
    let mut typesetter = Typesetter::new(&fonts);
    let text = "If you cut a pear tree in the **wrong** month it *will* forgive you. If you cut it in the ***wrong mood*** \
                it **will not: you take too much**, you always *take too much*.";
    let quote = Quote::typed_with(text, Markup::Stars, Attribution::default(), Language::new("en")).unwrap();
    for (theme, faces) in [
        ("broadsheet", vec!["EB Garamond", "EB Garamond Bold", "EB Garamond Italic"]),
        ("midnight", vec!["Playfair Display", "Playfair Display Italic"]),
        ("poster", vec!["DM Sans Bold"]),
        ("split", vec!["Instrument Serif", "Instrument Serif Italic"]),
    ] {
        let theme = Theme::builtin(theme).unwrap();
        for format in builtin::FORMATS {
            let format = Format::builtin(format.name).unwrap();
            let scene = typesetter.typeset(&quote, &theme, &format).unwrap();
            let layout = &scene.layout;
            let found = faces_at(&scene, &fonts, layout.quote_size);
            assert_eq!(found.iter().map(String::as_str).collect::<Vec<_>>(), faces, "{}", theme.name);
            for line in &layout.lines {
                let (left, right) = (layout.quote_box.left.0 - 1.0, layout.quote_box.right.0 + 1.0);
                assert!(line.left.0 >= left && line.right.0 <= right, "{}: {line:?}", theme.name);
                assert!(line.ink.right.0 <= line.right.0 + layout.quote_size.0, "{}: {line:?}", theme.name);
            }
            assert!(!layout.notes.is_empty(), "{}: nothing has a bold italic", theme.name);
        }
    }
}

#[test]
fn what_an_interview_emphasises_is_emphasised_on_the_card() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/data/interviews/seed-library.md");
    let interview = read(&std::fs::read(path).unwrap(), "seed-library.md", &ReadOptions::default()).unwrap();
    let words = "A seed is a letter from people who could not write, and it says this one lived.";
    let start = interview.text.find(words).expect("the interview says so");
    let span = Span::new(start, start + words.len());
    let quote = Quote::cut(&interview, &[span], FirstLetter::Keep, Attribution::default()).unwrap();
    let said: Vec<&str> = quote.emphasis().iter().map(|(range, _)| &quote.text()[range.clone()]).collect();
    assert_eq!(said, ["this one lived"]);
    let fonts = FontLibrary::embedded();
    let (theme, format) = (Theme::builtin("broadsheet").unwrap(), Format::builtin("og").unwrap());
    let scene = Typesetter::new(&fonts).typeset(&quote, &theme, &format).unwrap();
    let faces = faces_at(&scene, &fonts, scene.layout.quote_size);
    assert_eq!(faces.into_iter().collect::<Vec<_>>(), ["EB Garamond", "EB Garamond Italic"]);
}

#[test]
fn roles_are_broken_between_phrases() {
    for (role, phrases) in [
        ("emergency dispatcher in Gdynia", vec!["emergency dispatcher", "in Gdynia"]),
        (
            "professor of comparative literature at the University of Tartu",
            vec!["professor", "of comparative literature", "at the University of Tartu"],
        ),
    ] {
        let credit =
            Attribution { name: "Teodor Wilk".into(), role: Some(role.into()), ..Attribution::default() };
        let layout = set("Panic is contagious, but so is calm.", &credit, "en", ("split", "og"));
        let lines: Vec<&str> =
            texts(&layout.credits).into_iter().filter(|line| role.contains(line)).collect();
        assert_eq!(lines, phrases);
    }
}

#[test]
fn a_credit_too_long_for_its_block_is_refused_as_that() {
    let fonts = FontLibrary::embedded();
    let credit = Attribution { name: "Anna Maria ".repeat(40), ..Attribution::default() };
    let quote = Quote::typed("Wait.", credit, Language::new("en")).unwrap();
    let (theme, format) = (Theme::builtin("split").unwrap(), Format::builtin("square").unwrap());
    let error = Typesetter::new(&fonts).typeset(&quote, &theme, &format).unwrap_err();
    assert!(matches!(error, Error::DoesNotFit { .. }), "{error}");
    assert!(error.hint().unwrap().starts_with("the credit is too long"), "{error}");
}

#[test]
fn capitals_are_the_languages_own() {
    let text = builtin::THEMES[0].text.replacen("caps = \"small\"", "caps = \"upper\"", 2);
    let theme = Theme::parse("capitals", "capitals.toml", &text).unwrap();
    let fonts = FontLibrary::embedded();
    for (name, language, capitals) in
        [("Işıl Çiçek", "tr", "IŞIL ÇİÇEK"), ("Νίκος Μαΐου", "el", "ΝΙΚΟΣ ΜΑΪΟΥ")]
    {
        let credit = Attribution { name: name.into(), ..Attribution::default() };
        let quote = Quote::typed("…", credit, Language::new(language)).unwrap();
        let scene = Typesetter::new(&fonts).typeset(&quote, &theme, &Format::builtin("og").unwrap()).unwrap();
        assert_eq!(texts(&scene.layout.credits), [capitals]);
    }
}

#[test]
fn setting_twice_gives_the_same_scene_whatever_was_set_before() {
    let fonts = FontLibrary::embedded();
    let theme = Theme::builtin("midnight").unwrap();
    let format = Format::builtin("square").unwrap();
    let quote = |text: &str| Quote::typed(text, Attribution::default(), Language::new("en")).unwrap();
    let mut warm = Typesetter::new(&fonts);
    for text in TEXTS {
        let fresh = Typesetter::new(&fonts).typeset(&quote(text), &theme, &format).unwrap();
        assert_eq!(warm.typeset(&quote(text), &theme, &format).unwrap(), fresh);
    }
}

#[test]
fn a_text_too_long_says_by_how_much() {
    let fonts = FontLibrary::embedded();
    let quote = Quote::typed(&TEXTS[12].repeat(6), Attribution::default(), Language::new("en")).unwrap();
    let error = Typesetter::new(&fonts)
        .typeset(&quote, &Theme::builtin("broadsheet").unwrap(), &Format::builtin("og").unwrap())
        .unwrap_err();
    let Error::DoesNotFit { size, floor, .. } = &error else { panic!("{error}") };
    assert!(*size > 5.0 && size < floor, "{error}");
    assert!(error.to_string().starts_with("“If you cut a pear tree in the wrong"), "{error}");
}

#[test]
fn colours_too_close_are_refused_with_both_figures() {
    let text = builtin::THEMES[0].text.replace("#1B1815", "#8B8885").replace("mend = true", "mend = false");
    let theme = Theme::parse("pale", "pale.toml", &text).unwrap();
    let fonts = FontLibrary::embedded();
    let quote = Quote::typed("Too pale to read.", Attribution::default(), Language::new("en")).unwrap();
    let error = Typesetter::new(&fonts).typeset(&quote, &theme, &Format::builtin("og").unwrap()).unwrap_err();
    assert_eq!(error.to_string(), "the contrast of the quote (pale, og) is 3.1:1, and must be 7.0:1");
}

#[test]
fn a_theme_that_allows_it_has_its_ink_mended_within_its_hue() {
    let fonts = FontLibrary::embedded();
    let mut typesetter = Typesetter::new(&fonts);
    let credit =
        Attribution { name: "Ines Calvacante".into(), role: Some("baker".into()), ..Attribution::default() };
    let quote = Quote::typed("Too pale to read.", credit, Language::new("en")).unwrap();
    let og = Format::builtin("og").unwrap();
    let mut set = |theme: &str, old: &str, new: &str| {
        let file = builtin::THEMES.iter().find(|file| file.name == theme).unwrap();
        let theme = Theme::parse(theme, file.file, &file.text.replace(old, new)).unwrap();
        typesetter.typeset(&quote, &theme, &og).unwrap().layout
    };
    // A red that is too light for paper becomes a darker red; one too dark for the night a lighter one.
    for (theme, ink, is_darker) in [("minimal", "#151515", true), ("midnight", "#F2E9D6", false)] {
        let layout = set(theme, ink, "#CC3333");
        let mended = layout.mended.iter().find(|mended| mended.style == "quote").unwrap();
        assert_eq!(mended.from.to_string(), "#CC3333");
        assert_eq!(mended.to.luminance() < mended.from.luminance(), is_darker, "{theme}: {mended:?}");
        assert!(mended.to.r > mended.to.g && mended.to.g == mended.to.b, "{theme}: still red: {mended:?}");
        assert!(
            layout.quote_contrast >= 7.0 && layout.quote_contrast < 7.6,
            "{theme}: {}",
            layout.quote_contrast
        );
    }
    assert!(set("minimal", "no such colour", "").mended.is_empty());
}

/// The layout of one card of each theme, as text: what a change of rules or themes moves shows here first.
#[test]
fn layouts_stay_as_they_were_seen() {
    let fonts = FontLibrary::embedded();
    let mut typesetter = Typesetter::new(&fonts);
    let credit = Attribution {
        name: "Ines Calvacante".into(),
        role: Some("furniture restorer".into()),
        publication: Some("The Long Conversation".into()),
        date: None,
    };
    let quote = Quote::typed(TEXTS[10], credit, Language::new("en")).unwrap();
    let mut report = String::new();
    for theme in builtin::THEMES {
        for format in ["og", "portrait"] {
            let theme = Theme::builtin(theme.name).unwrap();
            let scene = typesetter.typeset(&quote, &theme, &Format::builtin(format).unwrap()).unwrap();
            report += &format!("{} {format}: {} px\n", theme.name, scene.layout.quote_size.0);
            for line in scene.layout.lines.iter().chain(&scene.layout.credits) {
                let [Px(left), Px(right), Px(baseline)] = [line.left, line.right, line.baseline];
                report +=
                    &format!("  {:>6} {left:6.1} {right:6.1} {baseline:5.0}  {}\n", line.style, line.text);
            }
        }
    }
    insta::assert_snapshot!(report);
}
