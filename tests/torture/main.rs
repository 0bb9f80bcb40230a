//! A corpus of awkward texts, in every theme and on every format, with a judge that looks at each card.
//!
//! The corpus is `corpus.txt`; what is refused, and why, is the snapshot `refused`. Fonts are the embedded ones and the
//! small ones of `tests/fonts`, never the system's.

#![expect(clippy::print_stdout, reason = "its counts are what one looks at when weights change")]

mod judge;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use pullquote::builtin;
use pullquote::error::Error;
use pullquote::font::{FaceSource, FontLibrary, Origin, Slope};
use pullquote::format::Format;
use pullquote::language::Language;
use pullquote::quote::{Attribution, Quote};
use pullquote::scene::Item;
use pullquote::theme::Theme;
use pullquote::typeset::Typesetter;

/// A text of the corpus.
struct Sample {
    /// Its group and number: `arabic-3`.
    name: String,
    language: String,
    text: String,
}

/// Lengths that a ladder's text is cut to, in characters.
const RUNGS: [usize; 25] = [
    8, 15, 24, 32, 40, 50, 60, 64, 70, 80, 90, 100, 110, 120, 140, 160, 180, 200, 240, 280, 320, 380, 440,
    520, 600,
];

/// One sample a script, and those where several meet.
const SCRIPTS: [&str; 18] = [
    "accents-1",
    "accents-2",
    "greek-1",
    "cyrillic-1",
    "arabic-1",
    "arabic-2",
    "persian-1",
    "hebrew-1",
    "bidi-1",
    "devanagari-1",
    "thai-1",
    "japanese-1",
    "chinese-1",
    "chinese-3",
    "korean-1",
    "khmer-1",
    "emoji-1",
    "mixed-1",
];

fn corpus() -> Vec<Sample> {
    let mut samples: Vec<Sample> = Vec::new();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let lines = include_str!("corpus.txt").lines().filter(|line| !line.starts_with('#'));
    for line in lines {
        let [group, language, text] = line.splitn(3, '\t').collect::<Vec<_>>()[..] else {
            panic!("three fields: {line}")
        };
        let text = unescape(text);
        let cuts: Vec<String> = if group.starts_with("ladder") { rungs(&text) } else { vec![text] };
        for text in cuts {
            let count = counts.entry(group.to_owned()).or_default();
            *count += 1;
            samples.push(Sample { name: format!("{group}-{count}"), language: language.to_owned(), text });
        }
    }
    samples
}

/// Cuts a text between words to each length of [`RUNGS`] that it has.
fn rungs(text: &str) -> Vec<String> {
    let mut cuts: Vec<String> = Vec::new();
    for length in RUNGS {
        let head: String = text.chars().take(length).collect();
        let cut = if head.len() < text.len() { head.rfind(' ').map_or("", |at| &head[..at]) } else { &head };
        let cut = cut.trim_end_matches(|c: char| !c.is_alphanumeric());
        if !cut.is_empty() && cuts.last().is_none_or(|last| last != cut) {
            cuts.push(format!("{cut}."));
        }
    }
    cuts
}

fn unescape(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        if let Some(code) = rest.strip_prefix('u').and_then(|code| code.get(..4)) {
            out.push(char::from_u32(u32::from_str_radix(code, 16).unwrap()).unwrap());
            rest = &rest[5..];
        } else if let Some(after) = rest.strip_prefix('n') {
            out.push('\n');
            rest = after;
        }
    }
    out + rest
}

/// Returns the embedded fonts and those of `tests/fonts`.
fn fonts() -> FontLibrary {
    let mut library = FontLibrary::embedded();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fonts");
    for (file, family) in [
        ("NotoSerifCJKjp-subset.otf", "Noto Serif CJK JP"),
        ("NotoSerifCJKsc-subset.otf", "Noto Serif CJK SC"),
        ("NotoSerifCJKtc-subset.otf", "Noto Serif CJK TC"),
        ("NotoSerifCJKkr-subset.otf", "Noto Serif CJK KR"),
        ("NotoSerifKhmer-subset.ttf", "Noto Serif Khmer"),
    ] {
        let source = FaceSource {
            file: file.to_owned(),
            index: 0,
            family: family.to_owned(),
            weight: 400,
            slope: Slope::Roman,
            origin: Origin::Given,
        };
        library.add(source, Arc::new(std::fs::read(folder.join(file)).unwrap())).unwrap();
    }
    library
}

/// Returns the credit of a sample: from one short name to all fields at their longest.
fn credit(index: usize) -> Attribution {
    let some = |text: &str| Some(text.to_owned());
    match index % 3 {
        0 => Attribution { name: "Ada".into(), ..Attribution::default() },
        1 => Attribution {
            name: "Ines Calvacante".into(),
            role: some("furniture restorer"),
            publication: some("The Long Conversation"),
            date: some("9 April 2026"),
        },
        _ => Attribution {
            name: "Maximiliana Whitcombe-Sørensen".into(),
            role: some("deputy director for coastal structures and tidal gates"),
            publication: some("Harbour Review"),
            date: None,
        },
    }
}

#[test]
fn every_text_is_set_well_or_refused_as_expected() {
    let samples = corpus();
    assert!(samples.len() >= 150, "{} texts", samples.len());
    let library = fonts();
    let mut typesetter = Typesetter::new(&library);
    let mut faults: Vec<String> = Vec::new();
    let mut refused: Vec<String> = Vec::new();
    let mut rags: Vec<(f32, String)> = Vec::new();
    for theme in builtin::THEMES {
        let theme = Theme::builtin(theme.name).unwrap();
        for format in builtin::FORMATS {
            let format = Format::builtin(format.name).unwrap();
            for (index, sample) in samples.iter().enumerate() {
                let card = format!("{} {} {}", theme.name, format.name, sample.name);
                let mut set = |text: &str| {
                    let quote = Quote::typed(text, credit(index), Language::new(&sample.language)).unwrap();
                    typesetter.typeset(&quote, &theme, &format)
                };
                let scene = match set(&sample.text) {
                    Ok(scene) => scene,
                    Err(Error::DoesNotFit { .. }) => {
                        let length = sample.text.chars().count();
                        if length <= 200 && sample.text.is_ascii() {
                            faults.push(format!("{card}: {length} characters are refused"));
                        }
                        refused.push(card);
                        continue;
                    }
                    Err(error) => {
                        faults.push(format!("{card}: {error}"));
                        continue;
                    }
                };
                let verdict = judge::judge(&scene, &library, &format, &sample.text);
                faults.extend(verdict.faults.iter().map(|fault| format!("{card}: {fault}")));
                rags.extend(verdict.rag.map(|rag| (rag, card.clone())));
                if let Some(bound) = judge::without_lone_word(&scene, &sample.text)
                    && let Ok(other) = set(&bound)
                    && other.layout.quote_size.0 >= scene.layout.quote_size.0 * 0.92
                    && judge::without_lone_word(&other, &bound).is_none()
                {
                    let last = scene.layout.lines.last().unwrap();
                    faults.push(format!("{card}: `{}` stands alone on the last line", last.text));
                }
            }
        }
    }
    rags.sort_by(|one, other| other.0.total_cmp(&one.0));
    let ragged = rags.iter().filter(|(rag, _)| *rag > 0.25).count();
    println!(
        "{} cards, {} refused, {ragged} of {} more ragged than 25 %",
        samples.len() * 16,
        refused.len(),
        rags.len()
    );
    for (rag, card) in rags.iter().take(ragged.min(40)) {
        println!("  {:.0} % {card}", rag * 100.0);
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
    assert!(ragged * 20 <= rags.len(), "{ragged} of {} cards are ragged", rags.len());
    insta::assert_snapshot!("refused", refused.join("\n"));
}

/// The layout of one card a script, as text: size, and every line's edges, baseline and faces.
#[test]
fn every_script_is_set_as_it_was_seen() {
    let library = fonts();
    let mut typesetter = Typesetter::new(&library);
    let theme = Theme::builtin("broadsheet").unwrap();
    let format = Format::builtin("portrait").unwrap();
    let mut report = String::new();
    for sample in corpus().iter().filter(|sample| SCRIPTS.contains(&sample.name.as_str())) {
        let quote = Quote::typed(&sample.text, credit(1), Language::new(&sample.language)).unwrap();
        let scene = typesetter.typeset(&quote, &theme, &format).unwrap();
        let mut faces: Vec<String> = Vec::new();
        for item in &scene.items {
            if let Item::Glyphs(run) = item
                && let name = library.face(run.face).name()
                && !faces.contains(&name)
            {
                faces.push(name);
            }
        }
        let glyphs: usize = scene
            .items
            .iter()
            .map(|item| match item {
                Item::Glyphs(run) => run.glyphs.len(),
                _ => 0,
            })
            .sum();
        let size = scene.layout.quote_size.0;
        report += &format!("{}: {size} px, {glyphs} glyphs, {}\n", sample.name, faces.join(", "));
        for line in &scene.layout.lines {
            let [left, right, baseline] = [line.left, line.right, line.baseline].map(|edge| edge.0);
            report += &format!("  {left:6.1} {right:6.1} {baseline:5.0}  {}\n", line.text);
        }
    }
    assert_eq!(report.lines().filter(|line| !line.starts_with(' ')).count(), SCRIPTS.len());
    insta::assert_snapshot!("scripts", report);
}
