//! A text analysed once, in ems: its runs, the width up to every byte, and the fragments it may be broken into.

use std::ops::Range;

use super::block::Block;
use super::breaks::{Fragment, Row};
use super::fit::Fit;
use super::itemize::{Itemized, Reading, Run, itemize};
use super::punctuate::Punctuated;
use super::segment::{self, Breaking, PieceEnd};
use super::shape::{Features, Glyph, Shaper};
use super::stress;
use crate::error::Result;
use crate::font::FaceId;
use crate::language::Typography;

/// Most of a line that hangs outside an edge, in ems: two marks, but not a heap of them.
const MOST_HUNG: f32 = 0.8;

/// What a line may grow unnoticed, in ems.
const GROWTH: f32 = 0.02;

/// Longest line that is taken for a line of verse, in characters.
const LONGEST_VERSE: usize = 60;

/// How a paragraph is to be shaped.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Setting {
    /// The style's face.
    pub face: FaceId,
    /// What of the face is switched on.
    pub features: Features,
    /// Added after each cluster, in ems.
    pub tracking: f32,
    /// BCP 47 tag of the language, for shaping.
    pub language: String,
    /// Whether marks hang at the start of lines.
    pub hang_start: bool,
    /// Whether marks hang at the end of lines.
    pub hang_end: bool,
    /// How far lines of verse that go on from the one before are indented, in ems.
    pub turnover: f32,
}

/// A text analysed for setting.
#[derive(Debug)]
pub(crate) struct Paragraph {
    /// The text.
    pub text: String,
    /// What could not be set as it was meant.
    pub notes: Vec<String>,
    /// How it is shaped.
    pub setting: Setting,
    /// Its runs and its direction.
    pub itemized: Itemized,
    /// Least distance of baselines that its faces ask for, in ems (rule F4).
    pub least_leading: f32,
    /// How far its first line rises above a capital beyond the usual, in ems, as far as is known.
    pub rise: f32,
    /// How far its last line reaches below the baseline beyond the usual, in ems, as far as is known.
    pub depth: f32,
    /// What it may be broken into.
    pub fragments: Vec<Fragment>,
    /// Each fragment's bytes, the space after it not counted.
    pub ranges: Vec<Range<usize>>,
    /// Ends of fragments that take a hyphen where a line ends with them.
    hyphenated: Vec<usize>,
    /// Width of everything before each byte; one entry more than bytes.
    before: Vec<f32>,
}

impl Paragraph {
    /// Analyses a text.
    ///
    /// # Errors
    /// [`Error::MissingGlyphs`](crate::error::Error::MissingGlyphs).
    pub(crate) fn analyze(
        punctuated: &Punctuated,
        setting: Setting,
        typography: &Typography,
        breaking: Breaking,
        shaper: &mut Shaper<'_>,
    ) -> Result<Self> {
        let text = punctuated.text.clone();
        let turnover = if is_verse(&text) { setting.turnover } else { 0.0 };
        let setting = Setting { turnover, ..setting };
        let mut itemized = itemize(&text, setting.face, &setting.language, shaper)?;
        let least_leading = itemized
            .runs
            .iter()
            .filter(|run| run.face != setting.face && !shaper.has_color(run.face))
            .map(|run| run.face)
            .collect::<std::collections::BTreeSet<_>>()
            .into_iter()
            .map(|face| fallback_leading(face, &itemized, shaper))
            .fold(0.0, f32::max);
        let notes = stress::apply(&punctuated.emphasis, &text, &mut itemized, shaper);
        let before = widths(&text, &itemized, &setting, shaper);
        let mut paragraph = Self {
            text,
            notes,
            setting,
            itemized,
            least_leading,
            rise: 0.0,
            depth: 0.0,
            fragments: Vec::new(),
            ranges: Vec::new(),
            hyphenated: Vec::new(),
            before,
        };
        let language = paragraph.setting.language.clone();
        let mut hyphen_width = None;
        for piece in segment::segment(&paragraph.text, &language, typography, breaking) {
            let word = paragraph.text[piece.range.clone()].trim_end();
            let range = piece.range.start..piece.range.start + word.len();
            let (hang_start, hang_end) = paragraph.hung_marks(range.clone());
            let mut fragment = Fragment {
                width: paragraph.width(range.clone()),
                space: paragraph.width(range.end..piece.range.end),
                hang_start: paragraph.width(range.start..range.start + hang_start),
                // The end of a line is not tracked.
                hang_end: paragraph.width(range.end - hang_end..range.end) + paragraph.setting.tracking,
                ..piece.costs
            };
            if piece.end == PieceEnd::Hyphen {
                let width = hyphen_width.get_or_insert_with(|| shaper.width("-", paragraph.setting.face));
                // It counts only at the end of a line: it hangs inward.
                fragment.hang_end -= *width;
                paragraph.hyphenated.push(range.end);
            }
            paragraph.fragments.push(fragment);
            paragraph.ranges.push(range);
        }
        Ok(paragraph)
    }

    /// Returns its fragments as a row to be broken.
    pub(crate) fn row(&self) -> Row<'_> {
        Row::new(&self.fragments).with_turnover(self.setting.turnover)
    }

    /// Returns how far a line of these fragments is indented, in ems: where it is the rest of a line of verse.
    pub(crate) fn indent(&self, fragments: &Range<usize>) -> f32 {
        let goes_on = fragments.start.checked_sub(1).is_some_and(|before| !self.fragments[before].must_break);
        if goes_on { self.setting.turnover } else { 0.0 }
    }

    /// Returns the width of a stretch of the text as shaped in the whole, in ems.
    pub(crate) fn width(&self, range: Range<usize>) -> f32 {
        self.before[range.end] - self.before[range.start]
    }

    /// Counts the bytes of the marks that hang outside the edges at the start and the end of a stretch: as many as do
    /// not reach far into the margin.
    pub(crate) fn hung_marks(&self, range: Range<usize>) -> (usize, usize) {
        let text = &self.text[range.clone()];
        let mut opening = if self.setting.hang_start { opening_marks(text) } else { 0 };
        let mut closing = if self.setting.hang_end { closing_marks(text) } else { 0 };
        while self.width(range.start..range.start + opening) > MOST_HUNG {
            opening -= text[..opening].chars().next_back().map_or(opening, char::len_utf8);
        }
        while self.width(range.end - closing..range.end) > MOST_HUNG {
            closing -= text[text.len() - closing..].chars().next().map_or(closing, char::len_utf8);
        }
        (opening, closing)
    }

    /// Takes in what its lines turned out to need once they were set, and tells whether that is more than was known.
    pub(crate) fn learn(&mut self, set: &Block, fit: &Fit, shaper: &mut Shaper<'_>) -> bool {
        let grown = self.learn_widths(set, fit);
        let leading = fit.leading;
        let cap_height = shaper.metrics(self.setting.face).cap_height.at(set.size);
        let (rise, depth) = ((set.ascent - cap_height) / set.size, set.depth / set.size);
        let needs_more = set.leading > leading || rise > self.rise + 1e-3 || depth > self.depth + 1e-3;
        if set.leading > leading {
            self.least_leading = set.leading / set.size;
        }
        (self.rise, self.depth) = (self.rise.max(rise), self.depth.max(depth));
        needs_more || grown
    }

    /// Takes in which lines are wider by themselves than as a part of the whole, as in a script face whose letters
    /// depend on their neighbours, and tells whether there are any.
    fn learn_widths(&mut self, set: &Block, fit: &Fit) -> bool {
        let row = self.row();
        let growths: Vec<(usize, f32)> = fit
            .lines
            .ranges
            .iter()
            .zip(&set.lines)
            .map(|(range, (line, _))| {
                let width = (line.indent + line.right - line.left) / set.size;
                (range.end - 1, width - row.width(range.clone()))
            })
            .filter(|(_, growth)| *growth > GROWTH)
            .collect();
        for (last, growth) in &growths {
            self.fragments[*last].hang_end -= growth;
        }
        !growths.is_empty()
    }

    /// Tells whether a line that ends at a byte takes a hyphen.
    pub(crate) fn is_hyphenated(&self, end: usize) -> bool {
        self.hyphenated.contains(&end)
    }

    /// Tells whether any of its pieces is so long that parting it may help.
    pub(crate) fn has_long_pieces(&self) -> bool {
        let is_wide = |c: char| matches!(c, '\u{2e80}'..='\u{9fff}');
        let long = |piece: &str| piece.chars().count() >= if piece.contains(is_wide) { 4 } else { 12 };
        self.ranges.iter().any(|range| range.len() >= 12 && long(&self.text[range.clone()]))
    }

    /// Returns the direction in which it is read.
    pub(crate) fn base(&self) -> Reading {
        self.itemized.base
    }

    /// Returns the bytes of a line of fragments.
    pub(crate) fn line(&self, fragments: Range<usize>) -> Range<usize> {
        self.ranges[fragments.start].start..self.ranges[fragments.end - 1].end
    }
}

/// Tells verse from prose with line ends: all of its lines are short.
fn is_verse(text: &str) -> bool {
    text.trim().contains('\n') && text.lines().all(|line| line.chars().count() <= LONGEST_VERSE)
}

/// Counts the bytes of the marks at the start of a word that hang outside the edge.
fn opening_marks(word: &str) -> usize {
    let marks =
        word.trim_start_matches(['“', '‘', '„', '‚', '«', '‹', '»', '›', '”', '’', '\u{202f}', '\u{a0}']);
    // A word of nothing but marks does not hang: it would leave its line empty.
    if marks.is_empty() || !starts_with_mark(word) { 0 } else { word.len() - marks.len() }
}

/// An apostrophe that stands for lost letters (’tis) is a letter's place, and stays inside.
fn starts_with_mark(word: &str) -> bool {
    let mut characters = word.chars();
    match (characters.next(), characters.next()) {
        (Some('’'), Some(next)) => !next.is_alphanumeric(),
        _ => true,
    }
}

/// Counts the bytes of the marks at the end of a word that hang outside the edge of centred text.
fn closing_marks(word: &str) -> usize {
    let marks = word.trim_end_matches(['”', '’', '“', '‘', '»', '›', '«', '‹', '\u{202f}', '\u{a0}']);
    if marks.is_empty() { 0 } else { word.len() - marks.len() }
}

/// Shapes the text once and sums up its advances by byte.
fn widths(text: &str, itemized: &Itemized, setting: &Setting, shaper: &mut Shaper<'_>) -> Vec<f32> {
    let mut advance = vec![0.0f32; text.len()];
    let mut glyphs: Vec<Glyph> = Vec::new();
    let mut last: Option<(&Run, Glyph)> = None;
    for run in &itemized.runs {
        glyphs.clear();
        shape_between_line_ends(text, run.range.clone(), |range| {
            shaper.shape(text, range, run, &setting.language, setting.features, &mut glyphs);
        });
        if let (Some((before, glyph)), Some(next)) = (last, glyphs.first()) {
            advance[glyph.cluster] += shaper.opening(text, (before, glyph), (run, *next));
        }
        last = glyphs.last().map(|glyph| (run, *glyph));
        let mut last_cluster = None;
        for glyph in &glyphs {
            advance[glyph.cluster] += glyph.advance.0 * run.scale;
            if last_cluster != Some(glyph.cluster) {
                advance[glyph.cluster] += setting.tracking;
                last_cluster = Some(glyph.cluster);
            }
        }
    }
    let mut sum = 0.0;
    let mut before = Vec::with_capacity(text.len() + 1);
    for width in advance {
        before.push(sum);
        sum += width;
    }
    before.push(sum);
    before
}

/// Returns the leading that a face standing in for the style's asks for: nine tenths of its own line (rule F4).
fn fallback_leading(face: FaceId, itemized: &Itemized, shaper: &mut Shaper<'_>) -> f32 {
    let metrics = shaper.metrics(face);
    let scale = itemized.runs.iter().find(|run| run.face == face).map_or(1.0, |run| run.scale);
    (metrics.ascender + metrics.descender).0 * scale * 0.9
}

/// Calls `shape` for the stretches of a range between line ends, which have no glyph.
fn shape_between_line_ends(text: &str, range: Range<usize>, mut shape: impl FnMut(Range<usize>)) {
    let mut start = range.start;
    for piece in text[range].split_inclusive('\n') {
        let line = piece.trim_end_matches('\n');
        if !line.is_empty() {
            shape(start..start + line.len());
        }
        start += piece.len();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_lines_are_verse_and_paragraphs_are_none() {
        assert!(is_verse("I wandered\n\nlonely"));
        assert!(!is_verse("I wandered lonely"));
        assert!(!is_verse(&format!("One.\n{}", "word ".repeat(20))));
    }

    #[test]
    fn only_marks_hang_and_only_beside_a_word() {
        assert_eq!(opening_marks("“The"), "“".len());
        assert_eq!(opening_marks("“‘One"), "“‘".len());
        assert_eq!(opening_marks("’tis"), 0);
        assert_eq!(opening_marks("”"), 0);
        assert_eq!(closing_marks("place.”"), "”".len());
        assert_eq!(closing_marks("mot\u{202f}»"), "\u{202f}»".len());
        assert_eq!(closing_marks("word"), 0);
    }
}
