//! Finer cards, and cards as other kinds of file.

#[path = "shared/boat.rs"]
mod boat;

use std::process::Command;

use image::ImageDecoder;
use image::codecs::{jpeg::JpegDecoder, webp::WebPDecoder};
use image::imageops::{self, FilterType};

use pullquote::encode::{Effort, Encoding};
use pullquote::font::FontLibrary;
use pullquote::format::Format;
use pullquote::quote::Quote;
use pullquote::renderer::Renderer;
use pullquote::scene::PixelSize;
use pullquote::theme::Theme;

/// The quote with a picture.
fn quote() -> Quote {
    let mut quote = boat::quote();
    quote.extras.picture = Some(boat::picture("face.jpg"));
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
        let once = image::load_from_memory(&once.file).unwrap().to_rgb8();
        let twice = image::load_from_memory(&twice.file).unwrap().to_rgb8();
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

#[test]
fn a_card_is_the_same_as_jpeg_and_webp_and_says_who_and_what() {
    let fonts = FontLibrary::embedded();
    let mut renderer = Renderer::new(&fonts);
    let format = Format::builtin("square").unwrap();
    for name in ["broadsheet", "photo"] {
        let theme = Theme::builtin(name).unwrap();
        let png = renderer.card(&quote(), &theme, &format).unwrap();
        let pixels = image::load_from_memory(&png.file).unwrap().to_rgb8();
        renderer.encoding = Encoding::WebP;
        let webp = renderer.card(&quote(), &theme, &format).unwrap();
        assert_eq!(image::load_from_memory(&webp.file).unwrap().to_rgb8(), pixels, "{name}");
        renderer.encoding = Encoding::Jpeg;
        let jpeg = renderer.card(&quote(), &theme, &format).unwrap();
        assert_eq!(jpeg, renderer.card(&quote(), &theme, &format).unwrap());
        let other = image::load_from_memory(&jpeg.file).unwrap().to_rgb8();
        let apart: u64 =
            pixels.iter().zip(other.iter()).map(|(one, two)| u64::from(one.abs_diff(*two))).sum();
        let mean = apart as f64 / pixels.len() as f64;
        assert!(mean < 2.0, "{name}: {mean:.2} levels apart");
        renderer.encoding = Encoding::Png;
        let fields = [
            JpegDecoder::new(std::io::Cursor::new(&jpeg.file)).unwrap().exif_metadata().unwrap().unwrap(),
            WebPDecoder::new(std::io::Cursor::new(&webp.file)).unwrap().exif_metadata().unwrap().unwrap(),
        ];
        for fields in fields {
            let text = String::from_utf8_lossy(&fields);
            assert!(text.contains(&png.alt) && text.contains("Ines Calvacante\0"), "{text}");
        }
    }
}

#[test]
fn a_jpeg_over_the_budget_is_encoded_tighter() {
    let fonts = FontLibrary::embedded();
    let mut renderer = Renderer::new(&fonts);
    renderer.encoding = Encoding::Jpeg;
    let (theme, mut format) = (Theme::builtin("photo").unwrap(), Format::builtin("og").unwrap());
    let loose = renderer.card(&quote(), &theme, &format).unwrap();
    assert_eq!(loose.effort, Effort::Quick);
    format.max_bytes = loose.file.len() - 1;
    let tight = renderer.card(&quote(), &theme, &format).unwrap();
    assert_eq!(tight.effort, Effort::Thorough);
    assert!(tight.file.len() < loose.file.len());
}

#[test]
fn the_name_of_a_file_tells_its_kind_and_as_overrules_it() {
    let folder = tempfile::tempdir().unwrap();
    let run = |args: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_pullquote"));
        command
            .current_dir(&folder)
            .args(["render", "Salt keeps.", "--by", "Ada Brook"])
            .args(args)
            .output()
            .unwrap()
    };
    let read = |name: &str| std::fs::read(folder.path().join(name)).unwrap();
    for (name, more, starts) in [
        ("a.png", None, b"\x89PNG".as_slice()),
        ("a.JPG", None, b"\xFF\xD8\xFF"),
        ("a.jpeg", None, b"\xFF\xD8\xFF"),
        ("a.webp", None, b"RIFF"),
        ("a.bin", Some("webp"), b"RIFF"),
        ("plain", None, b"\x89PNG"),
    ] {
        let mut args = vec!["-o", name];
        args.extend(more.iter().flat_map(|kind| ["--as", kind]));
        let done = run(&args);
        assert!(done.status.success(), "{name}: {}", String::from_utf8_lossy(&done.stderr));
        assert!(read(name).starts_with(starts), "{name}");
    }
    let refused = run(&["-o", "a.gif"]);
    assert_eq!(refused.status.code(), Some(2));
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(said.starts_with("error: no card is written as .gif\nhint: "), "{said}");
}

#[test]
fn a_set_is_written_as_asked() {
    let folder = tempfile::tempdir().unwrap();
    let input = concat!(env!("CARGO_MANIFEST_DIR"), "/data/interviews/the-tuner.txt");
    let done = Command::new(env!("CARGO_BIN_EXE_pullquote"))
        .current_dir(&folder)
        .args(["export", input, "-n", "1", "-f", "og,square", "--as", "jpg", "--scale", "2", "-o", "out"])
        .output()
        .unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let card = image::open(folder.path().join("out/marit-solheim-01-broadsheet-og@2x.jpg")).unwrap();
    assert_eq!((card.width(), card.height()), (2400, 1260));
}
