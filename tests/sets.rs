//! Cards that belong together: one size of type, and long answers over several cards.

use pullquote::export::jobs::Row;
use pullquote::export::uniform::Sizes;
use pullquote::font::FontLibrary;
use pullquote::format::Format;
use pullquote::language::Language;
use pullquote::quote::{Attribution, Quote};
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
    Row { quote, stem: String::new(), source: None, score: None, shorter: Vec::new(), set }
}

#[test]
fn cards_of_a_set_share_size_and_leading_and_others_do_not() {
    let texts = [
        "I learned to wait.",
        "The first boat sank, and we knew it would. The second one is still afloat, more or less.",
        "Nobody reads a map to learn where they are. They read it to learn what else there might have been, and \
         then they fold it up wrongly and go home, and the next day they do all of it again.",
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
