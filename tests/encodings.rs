//! Finer cards.

use std::sync::Arc;

use image::imageops::{self, FilterType};

use pullquote::font::FontLibrary;
use pullquote::format::Format;
use pullquote::language::Language;
use pullquote::picture::Picture;
use pullquote::quote::{Attribution, Quote};
use pullquote::renderer::Renderer;
use pullquote::scene::PixelSize;
use pullquote::theme::Theme;

fn quote() -> Quote {
    let credit = Attribution {
        name: "Ines Calvacante".into(),
        role: Some("boat builder".into()),
        publication: Some("The Long Conversation".into()),
        date: Some("9 April 2026".into()),
    };
    let text = "The first boat sank, and we knew it would. The second one is still afloat, more or less.";
    let mut quote = Quote::typed(text, credit, Language::new("en")).unwrap();
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/data/pictures/face.jpg");
    quote.extras.picture = Some(Arc::new(Picture::decode("face", &std::fs::read(path).unwrap()).unwrap()));
    quote
}

#[test]
fn a_finer_card_has_everything_where_it_was() {
    let fonts = FontLibrary::embedded();
    let mut renderer = Renderer::new(&fonts);
    let plain = Format::builtin("square").unwrap();
    let fine = plain.clone().at_scale(2).unwrap();
    for name in ["news", "highlighter", "face", "dusk", "transcript"] {
        let theme = Theme::builtin(name).unwrap();
        let once = renderer.card(&quote(), &theme, &plain).unwrap();
        let twice = renderer.card(&quote(), &theme, &fine).unwrap();
        assert_eq!(twice.size, PixelSize { width: 2160, height: 2160 });
        assert_eq!(twice.layout.quote_size, once.layout.quote_size * 2.0, "{name}");
        for (small, large) in once.layout.lines.iter().zip(&twice.layout.lines) {
            assert_eq!((&small.text, small.baseline * 2.0), (&large.text, large.baseline), "{name}");
        }
        let once = image::load_from_memory(&once.png).unwrap().to_rgb8();
        let twice = image::load_from_memory(&twice.png).unwrap().to_rgb8();
        let half = imageops::resize(&twice, 1080, 1080, FilterType::Triangle);
        let apart: u64 =
            once.iter().zip(half.iter()).map(|(one, other)| u64::from(one.abs_diff(*other))).sum();
        let mean = apart as f64 / once.len() as f64;
        assert!(mean < 1.5, "{name}: {mean:.2} levels apart");
        // It is finer, not the plain one enlarged.
        let enlarged = imageops::resize(&once, 2160, 2160, FilterType::Nearest);
        assert_ne!(enlarged, twice, "{name}");
    }
    assert!(plain.at_scale(8).is_err());
}
