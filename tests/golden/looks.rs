//! A card of each composition, small: what an art desk looks at first.

use std::process::Command;
use std::sync::Arc;

use image::imageops::{self, FilterType};

use pullquote::font::FontLibrary;
use pullquote::format::Format;
use pullquote::language::Language;
use pullquote::paint::Painter;
use pullquote::picture::Picture;
use pullquote::quote::{Attribution, Quote};
use pullquote::scene::Item;
use pullquote::theme::Theme;
use pullquote::typeset::Typesetter;

use super::harness::Case;

/// The themes, each with the format that shows it best.
const CARDS: [(&str, &str, &str); 12] = [
    ("question", "og", "face.jpg"),
    ("minimal", "og", "face.jpg"),
    ("ornament", "og", "face.jpg"),
    ("transcript", "og", "face.jpg"),
    ("note", "og", "face.jpg"),
    ("highlighter", "og", "face.jpg"),
    ("face", "square", "face.jpg"),
    ("photo", "portrait", "coast.jpg"),
    ("film", "square", "still.jpg"),
    ("news", "story", "face.jpg"),
    ("dusk", "og", "face.jpg"),
    ("index", "og", "face.jpg"),
];

/// Returns the sheet of all themes that `list themes --preview` writes: the README shows it.
pub(crate) fn sheet() -> Case {
    let folder = tempfile::tempdir().unwrap();
    let preview = Command::new(env!("CARGO_BIN_EXE_pullquote"))
        .args(["list", "themes", "--preview"])
        .arg(folder.path())
        .output()
        .unwrap();
    assert!(preview.status.success(), "{}", String::from_utf8_lossy(&preview.stderr));
    let sheet = image::open(folder.path().join("all-themes.png")).unwrap();
    ("all-themes".to_owned(), sheet.to_rgb8())
}

/// Sets and paints every card, scaled down.
pub(crate) fn cases() -> Vec<Case> {
    let fonts = FontLibrary::embedded();
    let (mut typesetter, mut painter) = (Typesetter::new(&fonts), Painter::new(&fonts));
    let credit = Attribution {
        name: "Ines Calvacante".into(),
        role: Some("boat builder".into()),
        publication: Some("The Long Conversation".into()),
        date: Some("9 April 2026".into()),
    };
    let text = "The first boat sank, and we knew it would. The second one is still afloat, more or less.";
    let mut quote = Quote::typed(text, credit, Language::new("en")).unwrap();
    quote.question = Some("What did the first boat teach you?".into());
    let load = |name: &str| {
        let path = format!("{}/data/pictures/{name}", env!("CARGO_MANIFEST_DIR"));
        Arc::new(Picture::decode(name, &std::fs::read(path).unwrap()).unwrap())
    };
    let sign = load("sign.png");
    CARDS
        .map(|(name, format, picture)| {
            quote.extras.picture = Some(load(picture));
            let mut theme = Theme::builtin(name).unwrap();
            theme.logo = Some(sign.clone());
            let scene = typesetter.typeset(&quote, &theme, &Format::builtin(format).unwrap()).unwrap();
            let card = painter.paint(&scene).to_rgb();
            // Pictures have no palette: theirs are smaller, or the references would be large.
            let pictured = scene.items.iter().any(|item| matches!(item, Item::Picture { .. }));
            let width = if pictured { 180 } else { 300 };
            let height = card.height() * width / card.width();
            let small = imageops::resize(&card, width, height, FilterType::Triangle);
            (format!("look-{name}"), small)
        })
        .into()
}
