//! Every theme on every format, with all a card can show, painted and encoded; and what pictures do to it.

use std::sync::Arc;

use pullquote::builtin;
use pullquote::canvas::Canvas;
use pullquote::encode::{Effort, Encoding};
use pullquote::error::Error;
use pullquote::font::FontLibrary;
use pullquote::format::Format;
use pullquote::language::Language;
use pullquote::paint::Painter;
use pullquote::picture::{Cut, Picture};
use pullquote::quote::{Attribution, Quote};
use pullquote::renderer::Renderer;
use pullquote::theme::{Field, Surroundings, Theme};

const WORDS: &str =
    "The first boat sank, and we knew it would. The second one is still afloat, more or less, every summer.";

fn picture(name: &str) -> Arc<Picture> {
    let path = format!("{}/data/pictures/{name}", env!("CARGO_MANIFEST_DIR"));
    Arc::new(Picture::decode(name, &std::fs::read(path).unwrap()).unwrap())
}

/// A picture of one colour, as a PNG file.
fn plain(width: u32, height: u32, color: [u8; 3]) -> Vec<u8> {
    let mut file = std::io::Cursor::new(Vec::new());
    image::RgbImage::from_pixel(width, height, image::Rgb(color))
        .write_to(&mut file, image::ImageFormat::Png)
        .unwrap();
    file.into_inner()
}

/// A quote with everything a card can show.
fn full(picture: &Arc<Picture>) -> Quote {
    let credit = Attribution {
        name: "Ines Calvacante".into(),
        role: Some("boat builder".into()),
        publication: Some("The Long Conversation".into()),
        date: Some("9 April 2026".into()),
    };
    let mut quote = Quote::typed(WORDS, credit, Language::new("en")).unwrap();
    quote.question = Some("What did you learn from the boat that did not float?".into());
    quote.extras.handle = Some("@longtalk".into());
    quote.extras.picture = Some(picture.clone());
    quote
}

fn builtin_theme(name: &str, settings: &[&str]) -> Theme {
    let (file, text) = Theme::builtin_text(name).unwrap();
    let settings: Vec<String> = settings.iter().map(|text| (*text).to_owned()).collect();
    let around = Surroundings { find: &Theme::builtin_text, settings: &settings };
    Theme::parse_with(name, &file, &text, &around).unwrap()
}

#[test]
fn every_theme_is_painted_on_every_format_within_its_budget_and_legibly() {
    let fonts = FontLibrary::embedded();
    let mut renderer = Renderer::new(&fonts);
    let (quote, sign) = (full(&picture("face.jpg")), picture("sign.png"));
    let mut faults = Vec::new();
    for theme in builtin::THEMES {
        let mut theme = Theme::builtin(theme.name).unwrap();
        theme.logo = Some(sign.clone());
        for format in builtin::FORMATS {
            let format = Format::builtin(format.name).unwrap();
            let place = format!("{}, {}", theme.name, format.name);
            let card = match renderer.card(&quote, &theme, &format) {
                Ok(card) => card,
                Err(error) => {
                    faults.push(format!("{place}: {error}"));
                    continue;
                }
            };
            if card.file.len() > format.max_bytes {
                faults.push(format!("{place}: {} bytes of {}", card.file.len(), format.max_bytes));
            }
            if card.layout.theme != theme.name {
                faults.push(format!("{place}: set in {}", card.layout.theme));
            }
            for line in card.layout.lines.iter().chain(&card.layout.credits) {
                if !format.safe.contains(&line.ink) || !format.crop.contains(&line.ink) {
                    faults.push(format!("{place}: `{}` leaves the safe area", line.text));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn flat_themes_stay_indexed() {
    let fonts = FontLibrary::embedded();
    let (mut renderer, mut painter) = (Renderer::new(&fonts), Painter::new(&fonts));
    let quote = full(&picture("face.jpg"));
    for theme in builtin::THEMES {
        let theme = Theme::builtin(theme.name).unwrap();
        for format in ["og", "portrait"] {
            let scene = renderer.scene(&quote, &theme, &Format::builtin(format).unwrap()).unwrap();
            let indexed = matches!(painter.paint(&scene), Canvas::Indexed(_));
            let colorful = matches!(theme.name.as_str(), "face" | "photo" | "film" | "news" | "dusk");
            assert_eq!(indexed, !colorful, "{} {format}", theme.name);
        }
    }
}

#[test]
fn a_scrim_is_made_denser_until_the_words_can_be_read() {
    let fonts = FontLibrary::embedded();
    let mut renderer = Renderer::new(&fonts);
    let white = Arc::new(Picture::decode("white.png", &plain(60, 60, [255; 3])).unwrap());
    let night = Arc::new(Picture::decode("night.png", &plain(60, 60, [12, 14, 20])).unwrap());
    for theme in ["photo", "film"] {
        for format in ["og", "square", "portrait", "story"] {
            let format = Format::builtin(format).unwrap();
            // Without its duotone, the picture is as light as it comes.
            let (file, text) = Theme::builtin_text(theme).unwrap();
            let text = text.replace("tone = [\"dark\", \"rose\", \"sand\", \"light\"]", "tone = []");
            let bare = Theme::parse(theme, &file, &text).unwrap();
            for picture in [&white, &night] {
                let scene = renderer.scene(&full(picture), &bare, &format).unwrap();
                assert!(scene.layout.quote_contrast >= 7.0, "{theme} {}", format.name);
                assert!(scene.layout.credit_contrast >= 4.5, "{theme} {}", format.name);
            }
        }
    }
}

#[test]
fn a_theme_that_needs_a_picture_gives_way_without_one() {
    let fonts = FontLibrary::embedded();
    let mut quote = full(&picture("face.jpg"));
    quote.extras.picture = None;
    let face = Theme::builtin("face").unwrap();
    assert_eq!(face.needs, [Field::Picture]);
    let scene = Renderer::new(&fonts).scene(&quote, &face, &Format::builtin("og").unwrap()).unwrap();
    assert_eq!(scene.layout.theme, "split");
    // What is set for once holds for the other theme as far as it has such a thing.
    let face = builtin_theme("face", &["styles.quote.color = \"#003300\"", "palette.plate = \"#FFF\""]);
    let card = Renderer::new(&fonts).card(&quote, &face, &Format::builtin("og").unwrap()).unwrap();
    let pixels = image::load_from_memory(&card.file).unwrap().to_rgb8();
    assert!(pixels.pixels().any(|pixel| pixel.0 == [0, 0x33, 0]), "the quote has the colour that was set");
}

#[test]
fn what_a_card_lacks_leaves_no_gap_behind() {
    let fonts = FontLibrary::embedded();
    let mut quote = full(&picture("face.jpg"));
    let theme = Theme::builtin("question").unwrap();
    let format = Format::builtin("square").unwrap();
    let mut renderer = Renderer::new(&fonts);
    let mut first_line = |quote: &Quote| {
        let layout = renderer.scene(quote, &theme, &format).unwrap().layout;
        (layout.lines[0].ink.top, layout.credits.iter().any(|line| line.style == "question"))
    };
    let (low, asked) = first_line(&quote);
    quote.question = None;
    let (high, unasked) = first_line(&quote);
    assert!(asked && !unasked && high < low);
}

#[test]
fn a_theme_is_changed_for_once_or_by_a_file_that_extends_it() {
    let fonts = FontLibrary::embedded();
    let mut renderer = Renderer::new(&fonts);
    let (quote, og) = (full(&picture("face.jpg")), Format::builtin("og").unwrap());
    let plain = renderer.card(&quote, &builtin_theme("poster", &[]), &og).unwrap();
    let set =
        renderer.card(&quote, &builtin_theme("poster", &["styles.quote.color = \"#2A0000\""]), &og).unwrap();
    assert_ne!(plain.file, set.file);
    assert_eq!(plain.layout.lines, set.layout.lines);
    let house =
        Theme::parse("house", "house.toml", "extends = \"poster\"\n[palette]\nfield = \"#FFF\"\n").unwrap();
    assert_ne!(renderer.card(&quote, &house, &og).unwrap().file, plain.file);
    let error = Theme::parse("h", "h.toml", "extends = \"pster\"").unwrap_err();
    assert_eq!(error.hint().unwrap(), "did you mean `poster`?");
    let error =
        Theme::parse("h", "h.toml", "extends = \"poster\"\n[styles.quote]\ncolor = \"inc\"\n").unwrap_err();
    assert_eq!(error.to_string(), "h.toml, line 3: no colour is called `inc`");
}

#[test]
fn the_marker_goes_where_it_is_asked_to() {
    let fonts = FontLibrary::embedded();
    let mut renderer = Renderer::new(&fonts);
    let (theme, og) = (Theme::builtin("highlighter").unwrap(), Format::builtin("og").unwrap());
    let mut quote = full(&picture("face.jpg"));
    let strokes = |scene: pullquote::scene::Scene| {
        scene.items.iter().filter(|item| matches!(item, pullquote::scene::Item::Polygon { .. })).count()
    };
    assert_eq!(strokes(renderer.scene(&quote, &theme, &og).unwrap()), 2);
    quote.extras.emphasis = Some("The first boat sank".into());
    assert_eq!(strokes(renderer.scene(&quote, &theme, &og).unwrap()), 1);
}

#[test]
fn a_photograph_is_turned_upright() {
    // A JPEG file whose right half is red, saying that it was taken with the camera on its side.
    let sheet =
        image::RgbImage::from_fn(64, 32, |x, _| image::Rgb(if x < 32 { [0, 0, 0] } else { [255, 0, 0] }));
    let mut file = std::io::Cursor::new(Vec::new());
    sheet.write_to(&mut file, image::ImageFormat::Jpeg).unwrap();
    let file = file.into_inner();
    let exif = b"\xff\xe1\x00\x22Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
    let turned = [&file[..2], exif, &file[2..]].concat();
    let cut = Cut { size: (32, 64), subject: [0.5; 2], place: [0.5; 2], tone: Vec::new(), round: false };
    let print = Picture::decode("turned.jpg", &turned).unwrap().print(&cut);
    let (upper, lower) = (print.colors.get_pixel(16, 8).0, print.colors.get_pixel(16, 56).0);
    assert!(upper[0] < 40 && lower[0] > 200, "{upper:?} {lower:?}");
}

#[test]
fn a_card_over_its_budget_is_encoded_tighter_and_then_refused() {
    let fonts = FontLibrary::embedded();
    let mut renderer = Renderer::new(&fonts);
    let (quote, theme) = (full(&picture("coast.jpg")), Theme::builtin("photo").unwrap());
    let mut format = Format::builtin("whatsapp").unwrap();
    let loose = renderer.card(&quote, &theme, &format).unwrap();
    format.max_bytes = loose.file.len() - 1;
    let tight = renderer.card(&quote, &theme, &format).unwrap();
    assert_eq!((loose.effort, tight.effort), (Effort::Quick, Effort::Thorough));
    assert!(tight.file.len() < loose.file.len());
    format.max_bytes = 20_000;
    let error = renderer.card(&quote, &theme, &format).unwrap_err();
    assert!(matches!(error, Error::OverBudget { budget: 20_000, .. }), "{error}");
}

#[test]
fn a_broken_picture_is_named() {
    let mut file = plain(20, 20, [9; 3]);
    file.truncate(50);
    let error = Picture::decode("half.png", &file).unwrap_err();
    assert!(matches!(error, Error::Unreadable { .. }));
    assert!(error.to_string().starts_with("half.png is no picture we can read"), "{error}");
}

#[test]
fn a_photograph_that_is_cut_off_is_refused() {
    let path = format!("{}/data/pictures/face.jpg", env!("CARGO_MANIFEST_DIR"));
    let whole = std::fs::read(path).unwrap();
    assert!(Picture::decode("face.jpg", &[&whole[..], b"trailer"].concat()).is_ok());
    for length in (3..whole.len() - 2).step_by(97) {
        assert!(Picture::decode("face.jpg", &whole[..length]).is_err(), "{length} bytes");
    }
}

#[test]
fn a_card_becomes_a_jpeg_only_where_its_format_allows_it() {
    let fonts = FontLibrary::embedded();
    let mut renderer = Renderer::new(&fonts);
    let (quote, theme) = (full(&picture("coast.jpg")), Theme::builtin("photo").unwrap());
    let mut format = Format::builtin("whatsapp").unwrap();
    assert!(format.jpeg);
    let png = renderer.card(&quote, &theme, &format).unwrap();
    assert_eq!((png.encoding, png.notes.len()), (Encoding::Png, 0));
    format.max_bytes = png.file.len() * 2 / 3;
    let jpeg = renderer.card(&quote, &theme, &format).unwrap();
    assert_eq!(jpeg.encoding, Encoding::Jpeg);
    assert!(jpeg.file.starts_with(b"\xff\xd8") && jpeg.file.len() <= format.max_bytes);
    assert!(jpeg.notes[0].starts_with("encoded as JPEG, to stay within the "), "{:?}", jpeg.notes);
    format.jpeg = false;
    assert!(matches!(renderer.card(&quote, &theme, &format), Err(Error::OverBudget { .. })));
}

#[cfg(feature = "svg")]
#[test]
fn a_sign_may_be_a_drawing_and_nothing_of_one_is_left_out_in_silence() {
    let svg = |inner: &str| {
        format!(
            "<?xml version=\"1.0\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 40 20\">{inner}</svg>"
        )
    };
    let disc = svg("<circle cx=\"10\" cy=\"10\" r=\"10\" fill=\"#0a0\"/>");
    let sign = Picture::decode("sign.svg", disc.as_bytes()).unwrap();
    let print = sign.scaled_into(80, 40);
    let cover = print.cover.as_ref().unwrap();
    assert_eq!(print.colors.dimensions(), (80, 40));
    assert!(cover.get_pixel(20, 20).0[0] > 250 && cover.get_pixel(60, 20).0[0] == 0);
    let [r, g, b] = print.colors.get_pixel(20, 20).0;
    assert!(r < 5 && g.abs_diff(0xaa) < 5 && b < 5, "{r} {g} {b}");

    let mut theme = Theme::builtin("news").unwrap();
    theme.logo = Some(Arc::new(sign));
    let fonts = FontLibrary::embedded();
    let card = Renderer::new(&fonts)
        .card(&full(&picture("face.jpg")), &theme, &Format::builtin("og").unwrap())
        .unwrap();
    let pixels = image::load_from_memory(&card.file).unwrap().to_rgb8();
    assert!(pixels.pixels().any(|pixel| pixel.0 == [0, 0xaa, 0]), "the sign is on the card");

    for (inner, told) in [
        ("<text x=\"1\" y=\"9\">Hi</text>", "sign.svg is a drawing with <text> in it"),
        ("<image href=\"a.png\"/>", "sign.svg is a drawing with <image> in it"),
        ("<circle", "sign.svg is no drawing we can read"),
    ] {
        let error = Picture::decode("sign.svg", svg(inner).as_bytes()).unwrap_err();
        assert!(error.to_string().starts_with(told), "{error}");
        assert!(error.hint().is_some_and(|hint| hint.contains("PNG")));
    }
}

#[test]
fn the_theme_that_the_documentation_shows_sets_every_format() {
    let page = include_str!("../data/themes/README.md");
    let example = page.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let theme = Theme::parse("bar", "bar.toml", example).unwrap();
    let fonts = FontLibrary::embedded();
    let mut renderer = Renderer::new(&fonts);
    let mut quote = full(&picture("face.jpg"));
    quote.extras.page = Some((2, 5));
    for format in builtin::FORMATS {
        let card = renderer.card(&quote, &theme, &Format::builtin(format.name).unwrap()).unwrap();
        assert!(card.layout.credits.iter().any(|line| line.text.ends_with("2/5 →")), "{}", format.name);
        assert!(card.layout.mended.is_empty(), "{}", format.name);
    }
    for (name, _) in Field::NAMES {
        assert!(page.contains(&format!("`{name}`")), "the page does not tell of {{{name}}}");
    }
}
