//! Looks at a card as a reader would, and says what is wrong.

use ab_glyph::{Font, GlyphId};

use pullquote::font::FontLibrary;
use pullquote::format::Format;
use pullquote::geometry::Rect;
use pullquote::scene::{Item, LineBox, Scene};

/// What a look at a card found.
pub(crate) struct Verdict {
    pub faults: Vec<String>,
    /// How ragged its lines are, where that counts: longest less shortest over the longest, the last one aside.
    pub rag: Option<f32>,
}

/// What no line starts with: closing marks, dashes, units, small kana.
const NEVER_FIRST: &str = "—–…)]}%‰€°,.;:!?、。，」』）！？ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ؟،؛।។";
/// What no line ends in.
const NEVER_LAST: &str = "([{「『（¿¡";

/// What sentences end in.
const ENDS_SENTENCE: [char; 9] = ['.', '!', '?', '…', '。', '！', '？', '؟', '।'];

/// Judges a scene.
pub(crate) fn judge(scene: &Scene, fonts: &FontLibrary, format: &Format, text: &str) -> Verdict {
    let layout = &scene.layout;
    let mut faults: Vec<String> = Vec::new();
    if layout.quote_size < format.quote_floor {
        faults.push(format!("quote of {} px", layout.quote_size.0));
    }
    if layout.quote_contrast < 7.0 || layout.credit_contrast < 4.5 {
        faults.push(format!("contrast {:.1} and {:.1}", layout.quote_contrast, layout.credit_contrast));
    }
    for item in &scene.items {
        if let Item::Glyphs(run) = item
            && run.glyphs.iter().any(|glyph| glyph.id == 0)
        {
            faults.push("a glyph is missing".to_owned());
        }
    }
    for line in layout.lines.iter().chain(&layout.credits) {
        let ink = line.ink;
        let inside = ink.left >= layout.safe.left
            && ink.right <= layout.safe.right
            && ink.top >= layout.safe.top
            && ink.bottom <= layout.safe.bottom;
        let is_kept = inside && format.crop.contains(&ink);
        if !ink.is_empty() && !is_kept {
            faults.push(format!("`{}` leaves the safe area", line.text));
        }
    }
    for (index, line) in layout.lines.iter().enumerate() {
        // An address may be parted before a full stop; an opening dash belongs to the text.
        if index > 0 && line.text.starts_with(|c| NEVER_FIRST.contains(c)) {
            faults.push(format!("a line starts with `{}`", line.text));
        }
        if index + 1 < layout.lines.len() && line.text.ends_with(|c| NEVER_LAST.contains(c)) {
            faults.push(format!("a line ends with `{}`", line.text));
        }
        // A line set by itself may lack a kern that it had with what stood after it: a twentieth of an em at most.
        let out = (layout.quote_box.left - line.left).max(line.right - layout.quote_box.right);
        if out.0 > 1.0 + line.size.0 * 0.05 {
            faults.push(format!("`{}` leaves its box by {:.1} px of {}", line.text, out.0, line.size.0));
        }
    }
    faults.extend(overlaps(&layout.lines, &layout.credits));
    faults.extend(near_lines(scene, fonts));
    Verdict { faults, rag: rag(scene, text) }
}

/// Finds credits whose ink touches the quote's or each other's.
fn overlaps(lines: &[LineBox], credits: &[LineBox]) -> Vec<String> {
    let mut found = Vec::new();
    for (index, credit) in credits.iter().enumerate() {
        for other in lines.iter().chain(&credits[..index]) {
            if credit.ink.overlaps(&other.ink) {
                found.push(format!("`{}` overlaps `{}`", credit.text, other.text));
            }
        }
    }
    found
}

/// Finds neighbouring lines of the quote whose glyphs come too near.
fn near_lines(scene: &Scene, fonts: &FontLibrary) -> Option<String> {
    let lines = &scene.layout.lines;
    let mut inks: Vec<Vec<Rect>> = vec![Vec::new(); lines.len()];
    for item in &scene.items {
        let Item::Glyphs(run) = item else { continue };
        let font = fonts.face(run.face).outlines();
        let scale = run.size.0 / font.units_per_em()?;
        for glyph in &run.glyphs {
            let Some(bounds) = font.outline(GlyphId(glyph.id)).map(|outline| outline.bounds) else {
                continue;
            };
            let (x, y) = (glyph.origin.x.0, glyph.origin.y.0);
            // The outline's lowest point is `max.y`, and y grows upward.
            let (low, high) = (bounds.min.y.min(bounds.max.y), bounds.min.y.max(bounds.max.y));
            let ink = Rect::new(
                x + bounds.min.x * scale,
                y - high * scale,
                x + bounds.max.x * scale,
                y - low * scale,
            );
            let middle = (ink.top.0 + ink.bottom.0) / 2.0;
            let within = |line: &LineBox| {
                line.ink.top.0 - 1.0 <= ink.top.0
                    && ink.bottom.0 <= line.ink.bottom.0 + 1.0
                    && line.ink.left.0 - 1.0 <= ink.left.0
                    && ink.right.0 <= line.ink.right.0 + 1.0
            };
            let distance = |line: &LineBox| ((line.ink.top.0 + line.ink.bottom.0) / 2.0 - middle).abs();
            let nearest = (0..lines.len())
                .filter(|&index| within(&lines[index]))
                .min_by(|&one, &other| distance(&lines[one]).total_cmp(&distance(&lines[other])));
            if let Some(index) = nearest {
                inks[index].push(ink);
            }
        }
    }
    for (index, pair) in inks.windows(2).enumerate() {
        for upper in &pair[0] {
            for lower in &pair[1] {
                let beside = upper.right.0 <= lower.left.0 || lower.right.0 <= upper.left.0;
                let gap = lower.top.0 - upper.bottom.0;
                if !beside && gap < scene.layout.quote_size.0 * 0.08 - 1.5 {
                    return Some(format!("`{}` comes {gap:.1} px near the next line", lines[index].text));
                }
            }
        }
    }
    None
}

/// Returns how ragged a card's lines are; `None` for few lines, for texts short enough to be broken by sense, and for
/// those with line ends of their own.
fn rag(scene: &Scene, text: &str) -> Option<f32> {
    let lines = &scene.layout.lines;
    // Japanese is broken between phrases, by sense as well.
    let is_japanese = text.contains(|c| matches!(c, '\u{3041}'..='\u{30ff}'));
    if lines.len() <= 3 || text.contains('\n') || text.chars().count() <= 64 || is_japanese {
        return None;
    }
    let width = |line: &LineBox| line.right.0 - line.left.0;
    let inner = &lines[..lines.len() - 1];
    let longest = inner.iter().map(width).fold(0.0, f32::max);
    // A line that ends with its sentence is as short as its sense.
    let by_sense =
        |line: &&LineBox| !line.text.trim_end_matches(['”', '’', '»', '“', '」']).ends_with(ENDS_SENTENCE);
    let shortest = inner.iter().filter(by_sense).map(width).fold(longest, f32::min);
    Some((longest - shortest) / longest)
}

/// Returns the text with its last two words bound, if its last one stands alone on a short last line.
pub(crate) fn without_lone_word(scene: &Scene, text: &str) -> Option<String> {
    let lines = &scene.layout.lines;
    let (last, before) = (lines.last()?, lines.len().checked_sub(2).map(|at| &lines[at])?);
    let longest = lines.iter().map(|line| line.right.0 - line.left.0).fold(0.0, f32::max);
    let alone = !last.text.contains([' ', '\u{a0}']) && last.right.0 - last.left.0 < longest * 0.5;
    // A sentence of one word, broken by sense, may stand alone.
    let sentence = before.text.ends_with(['.', '!', '?', ':', '…']);
    if !alone || sentence || text.contains('\n') {
        return None;
    }
    let text = text.trim_end();
    let space = text.rfind(' ')?;
    Some(format!("{}\u{a0}{}", &text[..space], &text[space + 1..]))
}
