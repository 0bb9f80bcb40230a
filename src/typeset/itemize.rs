//! Itemisation: which face, script and direction each stretch of a text is set in.
//!
//! Direction follows the [Unicode Bidirectional Algorithm](https://www.unicode.org/reports/tr9/), scripts the script
//! property ([UAX #24](https://www.unicode.org/reports/tr24/)) with common characters taken in by their neighbours, and
//! faces are chosen for whole grapheme clusters: the first that has every character of it.

use std::ops::Range;

use unicode_bidi::{BidiInfo, Level};
use unicode_script::Script;
use unicode_segmentation::UnicodeSegmentation;

use super::fallback::{self, Cluster, strong_script};
use super::shape::Shaper;
use crate::error::{Error, Result};
use crate::font::FaceId;

/// Size of pictures among letters: a little smaller than the em, or they shout.
const EMOJI_SCALE: f32 = 0.9;

/// The direction in which text is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Reading {
    /// As Latin.
    LeftToRight,
    /// As Arabic and Hebrew.
    RightToLeft,
}

/// A stretch of text in one face, script and direction.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Run {
    /// Its bytes.
    pub range: Range<usize>,
    /// Its face.
    pub face: FaceId,
    /// Its script.
    pub script: Script,
    /// Its embedding level; odd levels read from right to left.
    pub level: Level,
    /// By how much the face is enlarged to match the face of the style (rule F3: by x-height).
    pub scale: f32,
}

impl Run {
    /// Makes a run of Latin text.
    pub(crate) fn latin(face: FaceId, range: Range<usize>) -> Self {
        Self { range, face, script: Script::Latin, level: Level::ltr(), scale: 1.0 }
    }

    /// Returns the direction in which it is read.
    pub(crate) fn reading(&self) -> Reading {
        if self.level.is_rtl() { Reading::RightToLeft } else { Reading::LeftToRight }
    }

    /// Returns its script's ISO 15924 code.
    pub(crate) fn script_tag(&self) -> [u8; 4] {
        let name = self.script.short_name().as_bytes();
        name.try_into().unwrap_or(*b"Zyyy")
    }
}

/// A text cut into runs, in logical order.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Itemized {
    /// The runs; they cover the text.
    pub runs: Vec<Run>,
    /// The paragraph's own direction.
    pub base: Reading,
}

/// Returns the direction of a text: that of its first letter (rules P2 and P3 of UAX #9).
pub(crate) fn reading(text: &str) -> Reading {
    match unicode_bidi::get_base_direction(text) {
        unicode_bidi::Direction::Rtl => Reading::RightToLeft,
        _ => Reading::LeftToRight,
    }
}

/// Cuts a text into runs. `primary` is the style's face; the library's others stand in where it lacks a glyph.
///
/// # Errors
/// [`Error::MissingGlyphs`] with every cluster that no face has.
pub(crate) fn itemize(
    text: &str,
    primary: FaceId,
    language: &str,
    shaper: &mut Shaper<'_>,
) -> Result<Itemized> {
    let bidi = BidiInfo::new(text, None);
    let base = reading(text);
    let mut clusters: Vec<Cluster<'_>> = text
        .grapheme_indices(true)
        .map(|(start, text)| Cluster { start, text, script: strong_script(text), face: None })
        .collect();
    let mut order = Vec::new();
    if fallback::is_covered(&clusters, primary, shaper) {
        // As nearly every text is: nothing to choose.
        clusters.iter_mut().for_each(|cluster| cluster.face = Some(primary));
    } else {
        // What has a script of its own chooses its face; the rest is set in the face of a neighbour.
        order = fallback::by_likeness(primary, language, shaper);
        fallback::choose(&mut clusters, &order, shaper);
    }
    let neighbours = neighbours(&clusters);
    let mut missing: Vec<String> = Vec::new();
    let mut runs: Vec<Run> = Vec::new();
    let mut script = clusters.iter().find_map(|cluster| cluster.script).unwrap_or(Script::Latin);
    for (cluster, neighbour) in clusters.iter().zip(neighbours) {
        script = cluster.script.unwrap_or(script);
        let level = bidi.levels[cluster.start];
        let Some(face) = cluster.face.or_else(|| fallback::face_for(cluster.text, neighbour, &order, shaper))
        else {
            missing.push(cluster.text.to_owned());
            continue;
        };
        let range = cluster.start..cluster.start + cluster.text.len();
        match runs.last_mut() {
            Some(run) if run.face == face && run.script == script && run.level == level => {
                run.range.end = range.end
            }
            _ => runs.push(Run { range, face, script, level, scale: scale_of(face, primary, shaper) }),
        }
    }
    if missing.is_empty() {
        return Ok(Itemized { runs, base });
    }
    missing.sort();
    missing.dedup();
    let hint = fallback::who_helps(&missing);
    Err(Error::MissingGlyphs { clusters: missing, hint })
}

/// Returns, for each cluster, the face it would share with a neighbour (rule F2): an opening mark that of the next
/// letter, a closing mark that of its opener, all else that of the letter before.
fn neighbours(clusters: &[Cluster<'_>]) -> Vec<Option<FaceId>> {
    let letter = |cluster: &Cluster<'_>| cluster.script.and(cluster.face);
    let mut following = None;
    let next: Vec<Option<FaceId>> = clusters
        .iter()
        .rev()
        .map(|cluster| {
            following = letter(cluster).or(following);
            following
        })
        .collect();
    let mut openers: Vec<Option<FaceId>> = Vec::new();
    let mut before = None;
    clusters
        .iter()
        .zip(next.into_iter().rev())
        .map(|(cluster, next)| {
            before = letter(cluster).or(before);
            match cluster.text.chars().next() {
                Some('“' | '‘' | '„' | '‚' | '«' | '‹' | '(' | '[' | '{' | '¿' | '¡') => {
                    openers.push(next.or(before));
                    next.or(before)
                }
                Some('”' | '»' | '›' | ')' | ']' | '}') => openers.pop().flatten().or(before).or(next),
                _ => before.or(next),
            }
        })
        .collect()
}

/// Returns how much a fallback face is enlarged so that its lower-case letters match the style's.
fn scale_of(face: FaceId, primary: FaceId, shaper: &mut Shaper<'_>) -> f32 {
    if face == primary {
        return 1.0;
    }
    if shaper.has_color(face) {
        return EMOJI_SCALE;
    }
    let ratio = shaper.metrics(primary).x_height / shaper.metrics(face).x_height;
    ratio.clamp(0.85, 1.2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::font::FontLibrary;

    fn itemized(text: &str) -> Itemized {
        let library = FontLibrary::embedded();
        itemize(text, FaceId(0), "en", &mut Shaper::new(&library)).unwrap()
    }

    #[test]
    fn latin_is_one_run_with_its_punctuation() {
        let text = "“It was great!” — 3 times, she said.";
        assert_eq!(itemized(text).runs, [Run::latin(FaceId(0), 0..text.len())]);
    }

    #[test]
    fn scripts_and_directions_part_runs() {
        let mixed = itemized("שלום to all");
        assert_eq!(mixed.base, Reading::RightToLeft);
        let runs: Vec<_> = mixed.runs.iter().map(|run| (run.script, run.reading())).collect();
        assert_eq!(runs[0], (Script::Hebrew, Reading::RightToLeft));
        assert_eq!(runs.last().unwrap(), &(Script::Latin, Reading::LeftToRight));
    }

    #[test]
    fn marks_take_the_face_of_what_they_enclose() {
        let library = FontLibrary::embedded();
        let faces: Vec<String> =
            itemized("«سلام»").runs.iter().map(|run| library.face(run.face).family.clone()).collect();
        assert_eq!(faces, ["Amiri"]);
    }

    #[test]
    fn a_picture_is_one_run_and_a_figure_is_none() {
        let library = FontLibrary::embedded();
        let family = |text: &str| library.face(itemized(text).runs[0].face).family.clone();
        assert_eq!(family("👩🏽‍🍳"), "Twemoji");
        assert_eq!(family("❤️"), "Twemoji");
        assert_eq!(family("1️⃣"), "Twemoji");
        assert_eq!(family("1 ©"), "EB Garamond");
    }

    #[test]
    fn what_no_face_has_is_named() {
        let library = FontLibrary::embedded();
        let error = itemize("runes ᚠ here", FaceId(0), "en", &mut Shaper::new(&library)).unwrap_err();
        assert_eq!(error.to_string(), "no font has `ᚠ` U+16A0");
    }
}
