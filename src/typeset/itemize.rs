//! Itemisation: which face, script and direction each stretch of a text is set in.
//!
//! Direction follows the [Unicode Bidirectional Algorithm](https://www.unicode.org/reports/tr9/), scripts the script
//! property ([UAX #24](https://www.unicode.org/reports/tr24/)) with common characters taken in by their neighbours, and
//! faces are chosen for whole grapheme clusters: the first that has every character of it.

use std::ops::Range;

use unicode_bidi::{BidiInfo, Level};
use unicode_script::{Script, UnicodeScript};
use unicode_segmentation::UnicodeSegmentation;

use super::shape::Shaper;
use crate::error::{Error, Result};
use crate::font::FaceId;

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

/// Cuts a text into runs. `primary` is the style's face; the library's others stand in where it lacks a glyph.
///
/// # Errors
/// [`Error::MissingGlyphs`] with every cluster that no face has.
pub(crate) fn itemize(text: &str, primary: FaceId, shaper: &mut Shaper<'_>) -> Result<Itemized> {
    let bidi = BidiInfo::new(text, None);
    let base = match bidi.paragraphs.first() {
        Some(paragraph) if paragraph.level.is_rtl() => Reading::RightToLeft,
        _ => Reading::LeftToRight,
    };
    let mut runs: Vec<Run> = Vec::new();
    let mut missing: Vec<String> = Vec::new();
    let mut script = leading_script(text);
    for (start, cluster) in text.grapheme_indices(true) {
        let own = cluster.chars().map(|character| character.script()).find(|script| is_strong(*script));
        script = own.unwrap_or(script);
        let level = bidi.levels[start];
        let previous = runs.last().map(|run| run.face);
        let Some(face) = face_for(cluster, primary, previous.filter(|_| own.is_none()), shaper) else {
            missing.push(cluster.to_owned());
            continue;
        };
        let range = start..start + cluster.len();
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
    let hint = "leave the characters out, or use a theme whose face has them".to_owned();
    Err(Error::MissingGlyphs { clusters: missing, hint })
}

/// Tells whether a script says something of its own.
fn is_strong(script: Script) -> bool {
    !matches!(script, Script::Common | Script::Inherited | Script::Unknown)
}

/// Returns the script of the first character that has one; leading punctuation is set with it (rule F2).
fn leading_script(text: &str) -> Script {
    text.chars()
        .map(|character| character.script())
        .find(|script| is_strong(*script))
        .unwrap_or(Script::Latin)
}

/// Finds the face for a cluster: the one before for common characters, the style's own, then the library's in order.
fn face_for(
    cluster: &str,
    primary: FaceId,
    previous: Option<FaceId>,
    shaper: &mut Shaper<'_>,
) -> Option<FaceId> {
    let mut has_all = |face: FaceId| {
        cluster.chars().all(|character| is_ignorable(character) || shaper.covers(face, character))
    };
    if let Some(face) = previous.filter(|&face| has_all(face)) {
        return Some(face);
    }
    if has_all(primary) {
        return Some(primary);
    }
    let count = shaper.library().faces().count();
    (0..count).map(|index| FaceId(index as u16)).find(|&face| {
        cluster.chars().all(|character| is_ignorable(character) || shaper.covers(face, character))
    })
}

/// Tells whether a character needs no glyph: line ends, joiners, variation selectors, direction marks.
fn is_ignorable(character: char) -> bool {
    matches!(character,
        '\n' | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' |
        '\u{2060}'..='\u{2069}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0100}'..='\u{e01ef}')
}

/// Returns how much a fallback face is enlarged so that its lower-case letters match the style's.
fn scale_of(face: FaceId, primary: FaceId, shaper: &mut Shaper<'_>) -> f32 {
    if face == primary {
        return 1.0;
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
        itemize(text, FaceId(0), &mut Shaper::new(&library)).unwrap()
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
    fn what_no_face_has_is_named() {
        let library = FontLibrary::embedded();
        let error = itemize("runes ᚠ here", FaceId(0), &mut Shaper::new(&library)).unwrap_err();
        assert_eq!(error.to_string(), "no font has `ᚠ` U+16A0");
    }
}
