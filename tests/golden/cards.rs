//! Whole cards, as they come out of the program: quotes of the interviews in `data`, a theme and a format each.
//!
//! The README shows some of them.

use pullquote::export::verify;
use pullquote::font::FontLibrary;
use pullquote::format::Format;
use pullquote::quote::{Attribution, Quote};
use pullquote::read::{ReadOptions, read};
use pullquote::renderer::Renderer;
use pullquote::theme::Theme;

use super::harness::Case;

/// A card to be looked at: interview, words of its guest, theme, format.
struct Specimen {
    interview: &'static str,
    words: &'static str,
    theme: &'static str,
    format: &'static str,
}

const SPECIMENS: [Specimen; 8] = [
    Specimen {
        interview: "the-tuner.txt",
        words: "A tuner who listens to the music is like a dentist who listens to the jokes.",
        theme: "broadsheet",
        format: "og",
    },
    Specimen {
        interview: "seed-library.md",
        words: "You do not get to choose which of your relatives will save your life.",
        theme: "broadsheet",
        format: "story",
    },
    Specimen {
        interview: "night-line.txt",
        words: "Panic is contagious, but so is calm, and calm travels better over a bad line.",
        theme: "midnight",
        format: "og",
    },
    Specimen {
        interview: "the-tuner.txt",
        words: "Every note gives up something small so that all of them can live in the same house.",
        theme: "midnight",
        format: "portrait",
    },
    Specimen {
        interview: "night-line.txt",
        words: "Nobody was ever saved by an adjective.",
        theme: "poster",
        format: "portrait",
    },
    Specimen {
        interview: "the-tuner.txt",
        words: "Perfection is very often just a way of not going home.",
        theme: "poster",
        format: "square",
    },
    Specimen {
        interview: "night-line.txt",
        words: "In the first eight minutes the only rescue service in the world is the person who happens to be there, and my work is to tell that person that it is them.",
        theme: "split",
        format: "og",
    },
    Specimen {
        interview: "seed-library.md",
        words: "A seed that nobody plants is only a very small stone.",
        theme: "split",
        format: "portrait",
    },
];

/// Makes every card.
pub(crate) fn cases() -> Vec<Case> {
    let fonts = FontLibrary::embedded();
    let mut renderer = Renderer::new(&fonts);
    SPECIMENS.iter().map(|specimen| case(specimen, &mut renderer)).collect()
}

fn case(specimen: &Specimen, renderer: &mut Renderer<'_>) -> Case {
    let Specimen { interview, words, theme, format } = specimen;
    let path = format!("{}/data/interviews/{interview}", env!("CARGO_MANIFEST_DIR"));
    let interview = read(&std::fs::read(path).unwrap(), interview, &ReadOptions::default()).unwrap();
    assert_eq!(verify::text(words, &interview), None, "the interview does not say so");
    let guest = interview
        .turns
        .iter()
        .filter_map(|turn| turn.speaker)
        .find(|id| interview.guests().next().is_some_and(|guest| guest == interview.speaker(*id)));
    let credit = Attribution::of(&interview, guest.expect("a sample has a guest who speaks"));
    let quote = Quote::typed(words, credit, interview.language.clone()).unwrap();
    let (theme, format) = (Theme::builtin(theme).unwrap(), Format::builtin(format).unwrap());
    let card = renderer.card(&quote, &theme, &format).unwrap();
    let picture = image::load_from_memory(&card.file).unwrap().to_rgb8();
    (format!("card-{}-{}", theme.name, format.name), picture)
}
