//! A chosen line into glyphs with positions: shaped by itself, in visual order, hung and aligned by its ink.

use std::ops::Range;

use unicode_bidi::BidiInfo;

use super::itemize::{Reading, Run};
use super::paragraph::Paragraph;
use super::shape::{Glyph, Shaper};
use crate::font::FaceId;
use crate::geometry::{Em, Point, Px, Rect};

/// A glyph of a line, at its size.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct LineGlyph {
    /// Its face.
    pub face: FaceId,
    /// Pixels an em of that face.
    pub size: Px,
    /// Index in the face.
    pub id: u16,
    /// First byte of its cluster in the paragraph.
    pub cluster: usize,
    /// Its origin, from the line's left end and baseline.
    pub origin: Point,
}

/// A line of glyphs, measured from its left end and its baseline.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Line {
    /// The glyphs, from left to right.
    pub glyphs: Vec<LineGlyph>,
    /// Where the letters start that stand on the edge: right of the marks that hang.
    pub left: Px,
    /// Where they end.
    pub right: Px,
    /// How far it stands in from the edge.
    pub indent: Px,
    /// The bounds of the ink.
    pub ink: Rect,
    /// The bounds of each glyph's ink, for those that have any, from left to right.
    pub inks: Vec<Rect>,
}

/// How much of a side bearing is taken off at the edge (rule B4: not all, or round letters stick out).
const BEARING: f32 = 0.8;

/// Shapes a stretch of a paragraph as a line of its own at a size.
pub(crate) fn line(paragraph: &Paragraph, range: Range<usize>, size: Px, shaper: &mut Shaper<'_>) -> Line {
    let setting = &paragraph.setting;
    let mut runs: Vec<Run> = paragraph
        .itemized
        .runs
        .iter()
        .filter(|run| run.range.start < range.end && range.start < run.range.end)
        .map(|run| Run {
            range: run.range.start.max(range.start)..run.range.end.min(range.end),
            ..run.clone()
        })
        .collect();
    if runs.len() > 1 {
        // Rule L2 of UAX #9, applied to whole runs.
        let levels: Vec<_> = runs.iter().map(|run| run.level).collect();
        runs = BidiInfo::reorder_visual(&levels).into_iter().map(|index| runs[index].clone()).collect();
    }
    let hyphenated = paragraph.is_hyphenated(range.end).then(|| format!("{}-", &paragraph.text[..range.end]));
    if hyphenated.is_some()
        && let Some(last) = runs.iter_mut().find(|run| run.range.end == range.end)
    {
        last.range.end += 1;
    }
    let text = hyphenated.as_deref().unwrap_or(&paragraph.text);
    let mut out = Line::default();
    let mut pen = Px::ZERO;
    let mut shaped: Vec<Glyph> = Vec::new();
    let mut last: Option<(&Run, Glyph)> = None;
    for run in &runs {
        shaped.clear();
        shaper.shape(text, run.range.clone(), run, &setting.language, setting.features, &mut shaped);
        let run_size = size * run.scale;
        if let (Some((before, glyph)), Some(next)) = (last, shaped.first()) {
            pen += Em(shaper.opening(text, (before, glyph), (run, *next))).at(size);
        }
        last = shaped.last().map(|glyph| (run, *glyph));
        for (index, glyph) in shaped.iter().enumerate() {
            let origin = Point { x: pen + glyph.dx.at(run_size), y: -glyph.dy.at(run_size) };
            out.glyphs.push(LineGlyph {
                face: run.face,
                size: run_size,
                id: glyph.id,
                cluster: glyph.cluster,
                origin,
            });
            pen += glyph.advance.at(run_size);
            // Letters are tracked, not the end of the line; a cluster of several glyphs counts once.
            let cluster_ends = shaped.get(index + 1).is_none_or(|next| next.cluster != glyph.cluster);
            if cluster_ends {
                pen += size * setting.tracking;
            }
        }
    }
    // Where letters are drawn together, the last one keeps to the width it was counted with.
    pen -= size * setting.tracking.max(0.0);
    out.right = pen;
    for glyph in &out.glyphs {
        if let Some(ink) = shaper.ink(glyph.face, glyph.id) {
            let (x, y) = (glyph.origin.x, glyph.origin.y);
            let ink = Rect {
                left: x + ink.left.at(glyph.size),
                right: x + ink.right.at(glyph.size),
                top: y - ink.top.at(glyph.size),
                bottom: y - ink.bottom.at(glyph.size),
            };
            out.ink = out.ink.union(ink);
            out.inks.push(ink);
        }
    }
    hang(&mut out, paragraph, range, shaper);
    out
}

/// Moves the ends that count inward: past marks that hang, and by the side bearing of the first letter.
fn hang(line: &mut Line, paragraph: &Paragraph, range: Range<usize>, shaper: &mut Shaper<'_>) {
    let (opening, closing) = paragraph.hung_marks(range.clone());
    let (start_mark, end_mark) = (range.start + opening, range.end - closing);
    let (mut first, mut last) = (line.left, line.right);
    let reads_left = paragraph.base() == Reading::RightToLeft;
    // The letter that stands on the start edge, and where its cluster starts or ends.
    for (index, glyph) in line.glyphs.iter().enumerate() {
        let next = line.glyphs.get(index + 1).map_or(line.right, |next| next.origin.x);
        if glyph.cluster < start_mark {
            if reads_left { last = last.min(glyph.origin.x) } else { first = first.max(next) }
        } else if glyph.cluster >= end_mark {
            if reads_left { first = first.max(next) } else { last = last.min(glyph.origin.x) }
        }
    }
    // In a line that reads the other way than the first one, opening marks stand at its other end: they do not hang.
    let em = line.glyphs.iter().map(|glyph| glyph.size).fold(Px::ZERO, Px::max);
    if first > line.left + em {
        first = line.left;
    }
    if last < line.right - em {
        last = line.right;
    }
    let edge = |glyph: &&LineGlyph| if reads_left { glyph.origin.x < last } else { glyph.origin.x >= first };
    let letter = if reads_left { line.glyphs.iter().rfind(edge) } else { line.glyphs.iter().find(edge) };
    if let Some(letter) = letter.filter(|_| paragraph.setting.hang_start)
        && let Some(ink) = shaper.ink(letter.face, letter.id)
    {
        if reads_left {
            let bearing = last - (letter.origin.x + ink.right.at(letter.size));
            last -= bearing.max(Px::ZERO) * BEARING;
        } else {
            let bearing = letter.origin.x + ink.left.at(letter.size) - first;
            first += bearing.max(Px::ZERO) * BEARING;
        }
    }
    // A line of nothing but marks, or of a mark that leans over its end, has no letter to stand on the edge.
    if first <= last {
        (line.left, line.right) = (first, last);
    }
}
