//! How near the ink of two glyphs comes: the check that keeps an f from running into the mark after it (rule F5).
//!
//! Faces seldom kern letters with closing marks, and at the size of a headline the collision shows. A glyph's outline
//! is cut into thin bands; the gap of a pair is the least distance, band by band, from the right edge of the one to the
//! left edge of the other.

use std::collections::BTreeMap;

use ab_glyph::{Font, GlyphId, OutlineCurve, Point};

use super::shape::Glyph;
use crate::font::{FaceId, FontLibrary};

/// Bands an em. Thinner than a serif.
const BANDS_AN_EM: f32 = 40.0;
/// Where the lowest band starts, in ems below the baseline.
const LOWEST: f32 = 0.5;
/// How many bands: up to 1.3 ems above the baseline.
const BANDS: usize = 72;
/// Least gap before a mark, in ems.
const LEAST_GAP: f32 = 0.055;
/// Most that a pair is opened: more than any overhang of a letter.
const MOST_OPENED: f32 = 0.3;

/// The edges of a glyph's ink, band by band from below, in ems; empty bands are infinitely far away.
#[derive(Clone, Debug)]
struct Profile {
    left: [f32; BANDS],
    right: [f32; BANDS],
}

/// A glyph of a face.
type FaceGlyph = (FaceId, u16);

/// Profiles that have been made, and the gaps of pairs.
#[derive(Default)]
pub(crate) struct InkGaps {
    profiles: BTreeMap<FaceGlyph, Option<Box<Profile>>>,
    opened: BTreeMap<(FaceGlyph, FaceGlyph), f32>,
}

impl InkGaps {
    /// Opens pairs whose second glyph is a mark that comes too near the first. `glyphs` read from left to right.
    pub(crate) fn open(&mut self, text: &str, face: FaceId, glyphs: &mut [Glyph], library: &FontLibrary) {
        for index in 1..glyphs.len() {
            let (first, second) = (glyphs[index - 1], glyphs[index]);
            if second.cluster != first.cluster && is_mark(text, second, is_tight_mark) {
                let kern = first.advance.0 + second.dx.0 - first.dx.0;
                glyphs[index - 1].advance.0 +=
                    self.deficit((face, first.id), (face, second.id), kern, library);
            }
        }
    }

    /// Returns by how much two glyphs of different faces are to be opened: a letter and the mark after it, or a mark
    /// and the letter after it, as a leaning f reaches below the mark before it.
    pub(crate) fn between(
        &mut self,
        text: &str,
        (first_face, first): (FaceId, Glyph),
        (second_face, second): (FaceId, Glyph),
        library: &FontLibrary,
    ) -> f32 {
        if !is_mark(text, second, is_tight_mark) && !is_mark(text, first, is_opening_mark) {
            return 0.0;
        }
        let distance = first.advance.0 + second.dx.0 - first.dx.0;
        self.deficit((first_face, first.id), (second_face, second.id), distance, library)
    }

    /// Returns by how much a pair is to be opened, for a second glyph whose origin is `distance` from the first's.
    fn deficit(&mut self, first: FaceGlyph, second: FaceGlyph, distance: f32, library: &FontLibrary) -> f32 {
        if let Some(known) = self.opened.get(&(first, second)) {
            return *known;
        }
        let mut profile = |(face, id): FaceGlyph| {
            self.profiles
                .entry((face, id))
                .or_insert_with(|| Profile::of(face, id, library).map(Box::new))
                .clone()
        };
        let (one, other) = (profile(first), profile(second));
        let deficit = match (one, other) {
            (Some(one), Some(other)) => {
                let gap = one.gap(&other) + distance;
                (LEAST_GAP - gap).clamp(0.0, MOST_OPENED)
            }
            _ => 0.0,
        };
        self.opened.insert((first, second), deficit);
        deficit
    }
}

/// Tells whether a glyph stands for a mark of a kind.
fn is_mark(text: &str, glyph: Glyph, kind: fn(char) -> bool) -> bool {
    text[glyph.cluster..].chars().next().is_some_and(kind)
}

/// Tells whether a character is one that leaning letters run into from the right.
fn is_opening_mark(character: char) -> bool {
    matches!(character, '“' | '‘' | '„' | '‚' | '(' | '[' | '«' | '‹')
}

/// Tells whether a character is one that letters run into.
fn is_tight_mark(character: char) -> bool {
    matches!(character, '”' | '’' | ')' | ']' | '!' | '?' | '»' | '›')
}

impl Profile {
    fn of(face: FaceId, id: u16, library: &FontLibrary) -> Option<Self> {
        let font = library.face(face).outlines();
        let upem = font.units_per_em()?;
        let outline = font.outline(GlyphId(id))?;
        let mut profile = Self { left: [f32::INFINITY; BANDS], right: [f32::NEG_INFINITY; BANDS] };
        for curve in &outline.curves {
            match *curve {
                OutlineCurve::Line(from, to) => profile.add_line(from, to, upem),
                OutlineCurve::Quad(from, control, to) => {
                    profile.add_curve(upem, |t| {
                        let (u, v) = (1.0 - t, t);
                        let at = |a: f32, b: f32, c: f32| u * u * a + 2.0 * u * v * b + v * v * c;
                        Point { x: at(from.x, control.x, to.x), y: at(from.y, control.y, to.y) }
                    });
                }
                OutlineCurve::Cubic(from, one, two, to) => {
                    profile.add_curve(upem, |t| {
                        let (u, v) = (1.0 - t, t);
                        let at = |a: f32, b: f32, c: f32, d: f32| {
                            u * u * u * a + 3.0 * u * u * v * b + 3.0 * u * v * v * c + v * v * v * d
                        };
                        Point { x: at(from.x, one.x, two.x, to.x), y: at(from.y, one.y, two.y, to.y) }
                    });
                }
            }
        }
        Some(profile)
    }

    /// Adds a curve as a chain of short lines.
    fn add_curve(&mut self, upem: f32, at: impl Fn(f32) -> Point) {
        const STEPS: u8 = 8;
        let mut from = at(0.0);
        for step in 1..=STEPS {
            let to = at(f32::from(step) / f32::from(STEPS));
            self.add_line(from, to, upem);
            from = to;
        }
    }

    /// Widens every band that a line crosses, by where it crosses it.
    fn add_line(&mut self, from: Point, to: Point, upem: f32) {
        let band_of = |y: f32| ((y / upem + LOWEST) * BANDS_AN_EM).clamp(0.0, BANDS as f32 - 1.0);
        let (low, high) = if from.y <= to.y { (from, to) } else { (to, from) };
        let (first, last) = (band_of(low.y) as usize, band_of(high.y) as usize);
        for band in first..=last {
            let bottom = ((band as f32 / BANDS_AN_EM - LOWEST) * upem).max(low.y);
            let top = (((band + 1) as f32 / BANDS_AN_EM - LOWEST) * upem).min(high.y);
            for y in [bottom, top] {
                let share =
                    if high.y > low.y { ((y - low.y) / (high.y - low.y)).clamp(0.0, 1.0) } else { 0.0 };
                let level =
                    if high.y > low.y { [low.x + (high.x - low.x) * share; 2] } else { [low.x, high.x] };
                for x in level {
                    self.left[band] = self.left[band].min(x / upem);
                    self.right[band] = self.right[band].max(x / upem);
                }
            }
        }
    }

    /// Returns the least distance from this glyph's right edge to another's left edge, both at the same origin. A band
    /// is compared with its neighbours too: ink that passes just above another still looks as if it touched.
    fn gap(&self, other: &Self) -> f32 {
        let mut least = f32::INFINITY;
        for band in 0..BANDS {
            for near in band.saturating_sub(1)..=(band + 1).min(BANDS - 1) {
                if self.right[band].is_finite() && other.left[near].is_finite() {
                    least = least.min(other.left[near] - self.right[band]);
                }
            }
        }
        least
    }
}

#[cfg(test)]
mod tests {
    use super::super::itemize::Run;
    use super::super::shape::{Features, Shaper};
    use super::*;

    /// The gap between the last two glyphs of a text as set, and as far as the first one's own advance would part
    /// them, in ems.
    fn last_gap(text: &str) -> (f32, f32) {
        let library = FontLibrary::embedded();
        let face = library.find("EB Garamond").unwrap();
        let mut glyphs = Vec::new();
        let run = Run::latin(face, 0..text.len());
        Shaper::new(&library).shape(text, 0..text.len(), &run, "en", Features::default(), &mut glyphs);
        let [.., one, other] = glyphs[..] else { panic!("two glyphs") };
        let profile = |id| Profile::of(face, id, &library).unwrap();
        let between = profile(one.id).gap(&profile(other.id));
        let font = library.face(face).outlines();
        let own = font.h_advance_unscaled(GlyphId(one.id)) / font.units_per_em().unwrap();
        (between + one.advance.0 + other.dx.0 - one.dx.0, between + own)
    }

    #[test]
    fn an_f_is_kept_off_the_mark_after_it_and_an_n_is_left_alone() {
        let (set, own) = last_gap("thyself”");
        assert!(own < LEAST_GAP && (set - LEAST_GAP).abs() < 1e-3, "{own} {set}");
        let (set, own) = last_gap("then”");
        assert!(own > LEAST_GAP && set <= own, "{own} {set}");
    }
}
