//! Shaping held against what HarfBuzz itself made of the same texts, recorded by `tests/oracle/record.py`; and the two
//! parsers of a font held against each other.

use std::sync::Arc;

use ab_glyph::Font;
use unicode_bidi::Level;
use unicode_script::Script;

use super::itemize::Run;
use super::shape::{Features, Shaper};
use crate::font::{FaceId, FaceSource, FontLibrary, Origin, Slope};

/// Returns the library's face of a file, which is added if it is not embedded.
fn face(library: &mut FontLibrary, file: &str) -> FaceId {
    if let Some((id, _)) = library.faces().find(|(_, face)| face.file == file) {
        return id;
    }
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    let source = FaceSource {
        file: file.to_owned(),
        index: 0,
        family: file.to_owned(),
        weight: 400,
        slope: Slope::Roman,
        origin: Origin::Given,
    };
    library.add(source, Arc::new(std::fs::read(path).unwrap())).unwrap()
}

#[test]
fn glyphs_clusters_and_advances_are_those_of_harfbuzz() {
    let mut library = FontLibrary::embedded();
    let recorded: Vec<Vec<&str>> = include_str!("../../tests/oracle/shaped.txt")
        .lines()
        .map(|line| line.split('\t').collect())
        .collect();
    assert!(recorded.len() >= 20);
    for line in &recorded {
        face(&mut library, line[0]);
    }
    let mut faults = Vec::new();
    for line in &recorded {
        let [file, direction, script, language, features, text, expected] = line[..] else {
            panic!("{line:?}")
        };
        let face = face(&mut library, file);
        let mut shaper = Shaper::new(&library);
        let run = Run {
            range: 0..text.len(),
            face,
            script: Script::from_short_name(script).unwrap(),
            level: if direction == "rtl" { Level::rtl() } else { Level::ltr() },
            scale: 1.0,
        };
        let features =
            Features { small_caps: features.contains("smcp"), no_ligatures: features.contains("-liga") };
        let mut glyphs = Vec::new();
        shaper.shape(text, 0..text.len(), &run, language, features, &mut glyphs);
        let units = library.face(face).outlines().units_per_em().unwrap();
        let units = |em: crate::geometry::Em| (em.0 * units).round() as i32;
        let shaped: Vec<String> = glyphs
            .iter()
            .map(|glyph| {
                let (advance, dx, dy) = (units(glyph.advance), units(glyph.dx), units(glyph.dy));
                format!("{}:{}:{advance}:{dx}:{dy}", glyph.id, glyph.cluster)
            })
            .collect();
        if shaped.join(" ") != expected {
            faults.push(format!("{file} {text}\n  {expected}\n  {}", shaped.join(" ")));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_face_that_draws_and_the_face_that_shapes_agree_on_advances() {
    let library = FontLibrary::embedded();
    let mut shaper = Shaper::new(&library);
    for (id, face) in library.faces() {
        let font = face.outlines();
        let units = font.units_per_em().unwrap();
        let letters = ('!'..='~').chain('À'..='ÿ').chain('א'..='ת').chain('ก'..='ฮ').chain('क'..='ह');
        for letter in letters.filter(|&letter| face.covers(letter)) {
            let drawn = font.h_advance_unscaled(font.glyph_id(letter));
            let shaped = shaper.own_advance(id, font.glyph_id(letter).0);
            assert!((shaped * units - drawn).abs() < 0.51, "{} `{letter}`: {shaped} {drawn}", face.file);
        }
    }
}
