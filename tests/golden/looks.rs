//! A card of each theme, at full size: what an art desk looks at first. `data/themes/specimens.md` shows them.

use std::process::Command;

use pullquote::builtin;
use pullquote::font::FontLibrary;
use pullquote::format::Format;
use pullquote::paint::Painter;
use pullquote::theme::Theme;
use pullquote::typeset::Typesetter;

use super::boat;
use super::harness::Case;

/// Themes whose specimens are whole cards among [`super::cards`].
const ELSEWHERE: [&str; 3] = ["broadsheet", "midnight", "split"];

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

/// Sets and paints every card.
pub(crate) fn cases() -> Vec<Case> {
    let fonts = FontLibrary::embedded();
    let (mut typesetter, mut painter) = (Typesetter::new(&fonts), Painter::new(&fonts));
    let mut quote = boat::quote();
    quote.question = Some("What did the first boat teach you?".into());
    let (sign, og) = (boat::picture("sign.png"), Format::builtin("og").unwrap());
    let themes = builtin::THEMES.iter().map(|file| file.name).filter(|name| !ELSEWHERE.contains(name));
    themes
        .map(|name| {
            quote.extras.picture = Some(boat::picture(match name {
                "photo" => "coast.jpg",
                "film" => "still.jpg",
                _ => "face.jpg",
            }));
            let mut theme = Theme::builtin(name).unwrap();
            theme.logo = Some(sign.clone());
            let scene = typesetter.typeset(&quote, &theme, &og).unwrap();
            (format!("theme-{name}"), painter.paint(&scene).to_rgb())
        })
        .collect()
}

#[test]
fn the_page_of_specimens_shows_every_theme() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = std::fs::read_to_string(root.join("data/themes/specimens.md")).unwrap();
    let pictures: Vec<&str> =
        page.split("src=\"../../").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(pictures.len(), builtin::THEMES.len());
    for theme in builtin::THEMES {
        let own = |picture: &&&str| {
            let name = picture.rsplit('/').next().unwrap_or_default();
            [format!("theme-{}.", theme.name), format!("card-{}-og.", theme.name)]
                .iter()
                .any(|start| name.starts_with(start))
        };
        let picture = pictures.iter().find(own).unwrap_or_else(|| panic!("{} is missing", theme.name));
        assert!(root.join(picture).is_file(), "{picture} is not there");
        assert!(
            page.contains(&format!("href=\"../../{picture}\"")),
            "{picture} is not to be had at full size"
        );
        let summary = Theme::builtin(theme.name).unwrap().summary;
        assert!(page.contains(&format!("`{}`: {summary}", theme.name)), "{}", theme.name);
    }
}
