//! Setting is total: any text is a card whose numbers are sound, or one clear error, soon.

use std::cell::RefCell;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use pullquote::builtin;
use pullquote::error::Error;
use pullquote::font::FontLibrary;
use pullquote::format::Format;
use pullquote::language::Language;
use pullquote::markup::Markup;
use pullquote::quote::{Attribution, Quote};
use pullquote::scene::{Item, Scene};
use pullquote::theme::Theme;
use pullquote::typeset::Typesetter;

/// Longest that a card may take, on a busy machine and without optimisation.
const LONGEST: Duration = Duration::from_secs(10);
/// Languages by whose habits a text is set, whatever it is in.
const LANGUAGES: [&str; 8] = ["en", "fr", "de", "ja", "ar", "tr", "th", "und"];

static FONTS: LazyLock<FontLibrary> = LazyLock::new(FontLibrary::embedded);
static THEMES: LazyLock<Vec<Theme>> = LazyLock::new(|| {
    builtin::THEMES.iter().map(|file| Theme::builtin(file.name).expect("it is built in")).collect()
});
static FORMATS: LazyLock<Vec<Format>> = LazyLock::new(|| {
    builtin::FORMATS.iter().map(|file| Format::builtin(file.name).expect("it is built in")).collect()
});

thread_local! {
    static TYPESETTER: RefCell<Typesetter<'static>> = RefCell::new(Typesetter::new(&FONTS));
}

/// Sets a text. The first byte says in which theme, the second on which format and in which language; then come the
/// quote, the name, the role and the publication, parted by zero bytes.
///
/// # Panics
/// When what comes of it is neither sound nor an error that a person understands, or comes late.
pub fn check(bytes: &[u8]) {
    let [look, manner, rest @ ..] = bytes else { return };
    let mut parts = rest.split(|byte| *byte == 0).map(|part| String::from_utf8_lossy(part).into_owned());
    let text = parts.next().unwrap_or_default();
    let attribution = Attribution {
        name: parts.next().filter(|name| !name.trim().is_empty()).unwrap_or_else(|| "Ada".to_owned()),
        role: parts.next(),
        publication: parts.next(),
        date: None,
    };
    let (look, manner) = (usize::from(*look), usize::from(*manner));
    let (theme, format) = (&THEMES[look % THEMES.len()], &FORMATS[manner % FORMATS.len()]);
    let language = Language::new(LANGUAGES[manner / FORMATS.len() % LANGUAGES.len()]);
    let markup = if look >= 128 { Markup::Stars } else { Markup::None };
    let quote = match Quote::typed_with(&text, markup, attribution, language) {
        Ok(quote) => quote,
        Err(error) => return assert!(matches!(error, Error::Usage { .. }), "{error}"),
    };
    for (range, _) in quote.emphasis() {
        assert!(!quote.text()[range.clone()].is_empty());
    }
    let start = Instant::now();
    let set = TYPESETTER.with_borrow_mut(|typesetter| typesetter.typeset(&quote, theme, format));
    assert!(start.elapsed() < LONGEST, "it took {:?}", start.elapsed());
    match set {
        Ok(scene) => check_scene(&scene, format),
        Err(error @ (Error::DoesNotFit { .. } | Error::MissingGlyphs { .. })) => {
            assert!(error.hint().is_some_and(|hint| !hint.is_empty()), "{error}");
            assert!(!error.to_string().is_empty());
        }
        Err(error) => panic!("another error than one about the text: {error}"),
    }
}

/// Looks at every number of a card.
fn check_scene(scene: &Scene, format: &Format) {
    let layout = &scene.layout;
    assert!(layout.quote_size >= format.quote_floor, "a quote of {:?}", layout.quote_size);
    let mut baseline = f32::NEG_INFINITY;
    for line in &layout.lines {
        assert!(line.baseline.0 > baseline, "lines out of order");
        baseline = line.baseline.0;
    }
    for line in layout.lines.iter().chain(&layout.credits) {
        let numbers = [line.baseline, line.size, line.left, line.right, line.ink.left, line.ink.right];
        assert!(numbers.iter().all(|number| number.0.is_finite()), "{line:?}");
        let canvas = f32::from(u16::try_from(scene.size.width).expect("formats are that small"));
        assert!(line.left.0 >= -1.0 && line.right.0 <= canvas + 1.0, "{line:?} leaves the card");
    }
    assert!((0.0..=1.0).contains(&layout.rag()), "{}", layout.rag());
    for item in &scene.items {
        if let Item::Glyphs(run) = item {
            assert!(run.size.0.is_finite() && run.size.0 > 0.0);
            for glyph in &run.glyphs {
                assert!(glyph.id != 0, "a glyph is missing");
                assert!(glyph.origin.x.0.is_finite() && glyph.origin.y.0.is_finite());
            }
        }
    }
}
