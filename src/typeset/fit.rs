//! One solve for size, number of lines and breaks.
//!
//! Fitting, then balancing, then clamping is how cards end up with a large size and ugly lines. Here every number of
//! lines is tried at the exact size it allows, once at that size and a few times a little smaller, each with its best
//! breaks, and the whole is scored together:
//!
//! ```text
//! score = size × measure × evenness × places × 0.978^(lines - 1)
//! ```
//!
//! A little size is given up for better lines, and never so much that the size stops following the length.

use super::breaks::{Breaker, Lines, Measure, Row, narrowest};
use crate::geometry::Px;

/// The room a text is fitted into, and what it may use of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Room {
    /// Widest line.
    pub width: Px,
    /// From the cap top of the first line to the baseline of the last.
    pub height: Px,
    /// Largest size.
    pub max: Px,
    /// Smallest size.
    pub floor: Px,
}

/// What of the type matters for fitting.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct TypeFace {
    /// What the lines need beside their leading, in ems: the height of a capital, and of ink far outside.
    pub cap_height: f32,
    /// Line to line in ems: at 72 px and above, at 48 px and below.
    pub leading: [f32; 2],
    /// Least distance from baseline to baseline, in ems, whatever the style says.
    pub least_leading: f32,
    /// Average width of a letter with its share of the spaces, in ems; for telling how long lines are.
    pub letter: f32,
    /// Whether lines are centred: long lines in the middle look better then.
    pub centered: bool,
}

/// What was decided.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Fit {
    /// The size, in whole pixels.
    pub size: Px,
    /// From baseline to baseline, in whole pixels.
    pub leading: Px,
    /// The lines.
    pub lines: Lines,
}

/// Texts of at most this many letters are broken by sense (rule B2).
pub(crate) const SENSE_LETTERS: usize = 64;
/// Texts of at most this many words are.
pub(crate) const SENSE_WORDS: usize = 12;

/// More lines than anybody reads on a card.
const MAX_LINES: usize = 24;
/// Sizes tried for each number of lines, as shares of the largest that fits.
const SHRINKS: [f32; 6] = [1.0, 0.96, 0.92, 0.88, 0.84, 0.8];
/// Numbers of lines whose size falls below this share of the best are not looked at.
const WORTH_TRYING: f32 = 0.75;
/// How much places count beside even lines: first in full, then less where that leaves a hole in the lines.
const PLACE_WEIGHTS: [f32; 2] = [1.0, 0.3];
/// How long the last line is meant to be, as a share of the others. To leave that open makes the others more even at the
/// same places: with the first alone, lines were a tenth more ragged.
const LAST_LINES: [f32; 3] = [1.0, 0.75, 0.5];
/// What a shorter last line may add to the score of the lines before it.
const HOPEFUL: f32 = 1.1;
/// What each further line leaves of the score (rule B2).
const FURTHER_LINE: f32 = 0.978;
/// What a lone last word leaves of the score: lines without one win within 8 % of the size and a little more.
const LONE_LAST_WORD: f32 = 0.45;
/// How far the shortest line may fall short of the longest unnoticed, as a share of it (rule T7).
const RANGE: f32 = 0.21;
/// How much falling shorter takes from the score.
const BEYOND_RANGE: f32 = 4.0;
/// Most that good places count for, in em².
const BEST_PLACES: f32 = 4.0;
/// How much uneven lines and bad places (an em²) take from the score.
#[derive(Clone, Copy)]
struct Weights {
    rag: f32,
    places: f32,
    /// Up to how many lines are read as phrases where they end well.
    phrases: usize,
}

/// Between numbers of lines and sizes: good places are worth a few percent of the size, and no more.
const BETWEEN_SIZES: Weights = Weights { rag: 0.6, places: 0.016, phrases: 4 };
/// Among lines of one number and size. With as little as above, lines were a third more ragged than a browser's; with as
/// much as this between sizes, a tenth of the size was given away.
const AT_ONE_SIZE: Weights = Weights { rag: 2.0, places: 0.024, phrases: 3 };
/// How much lines that lack something to the longest take from the score of a text broken by sense.
const RAG_BY_SENSE: f32 = 0.3;
/// How much a line takes from it that is far too short and ends no sentence.
const BEYOND_RANGE_BY_SENSE: f32 = 0.5;

impl TypeFace {
    /// Returns the distance from baseline to baseline at a size: a whole number of pixels.
    pub(crate) fn leading_at(&self, size: Px) -> Px {
        let [large, small] = self.leading;
        let share = ((size.0 - 48.0) / 24.0).clamp(0.0, 1.0);
        Px((size.0 * (small + (large - small) * share).max(self.least_leading)).round())
    }

    /// Returns the height of lines at a size, from the first cap top to the last baseline.
    pub(crate) fn height(&self, size: Px, lines: usize) -> Px {
        size * self.cap_height + self.leading_at(size) * (lines as f32 - 1.0)
    }
}

/// Fits a text into a room; `None` where it would have to be smaller than the floor.
pub(crate) fn fit(row: &Row<'_>, room: Room, face: TypeFace, by_sense: bool) -> Option<Fit> {
    let most = row.len().min(MAX_LINES).max(row.least_lines());
    let mut candidates: Vec<(usize, Px)> = Vec::new();
    let mut best = Px::ZERO;
    for (count, width) in (1..=most).zip(narrowest(row)) {
        // As large as so many lines may be by their height alone. More lines are never larger, so where that is too
        // small, nothing more is worth trying.
        let by_height = largest_at(0.0, count, room, face);
        if by_height.is_none_or(|size| size < best * WORTH_TRYING) {
            break;
        }
        if let Some(size) = width.and_then(|width| largest_at(width, count, room, face))
            && count >= row.least_lines()
        {
            candidates.push((count, size));
            best = best.max(size);
        }
    }
    if best < room.floor {
        return None;
    }
    let mut breaker = Breaker::new(row);
    let mut chosen: Option<(f32, Fit)> = None;
    // The likeliest first, so that the others can be told to be worse without being set.
    candidates.sort_by(|(one_count, one), (other_count, other)| {
        let worth = |count: usize, size: Px| size.0 * further_lines(count);
        worth(*other_count, *other).total_cmp(&worth(*one_count, *one))
    });
    for &(count, largest) in &candidates {
        if largest < best * WORTH_TRYING || largest < room.floor {
            continue;
        }
        let mut tried = Px::ZERO;
        for shrink in SHRINKS {
            let size = Px((largest.0 * shrink).floor());
            if size < room.floor || size == tried {
                continue;
            }
            tried = size;
            // Whatever its lines, it scores no more than this.
            let most = size.0
                * (1.0 + BETWEEN_SIZES.places * sense_weight(count, BETWEEN_SIZES.phrases) * BEST_PLACES)
                * further_lines(count);
            if chosen.as_ref().is_some_and(|(best, _)| most <= *best) {
                continue;
            }
            let best = chosen.as_ref().map_or(0.0, |(best, _)| *best);
            let found = best_lines((row, &mut breaker), count, (size, room), face, by_sense, best);
            let Some((score, lines)) = found else { continue };
            if score > best {
                chosen = Some((score, Fit { size, leading: face.leading_at(size), lines }));
            }
        }
    }
    chosen.map(|(_, fit)| fit)
}

/// Returns the best lines of a number at a size, with the score of both; `None` where there are none. Where the first
/// ones are hopeless beside the best score so far, others are not looked for.
fn best_lines(
    (row, breaker): (&Row<'_>, &mut Breaker<'_, '_>),
    count: usize,
    (size, room): (Px, Room),
    face: TypeFace,
    by_sense: bool,
    best_so_far: f32,
) -> Option<(f32, Lines)> {
    /// The best lines, with their scores among lines of one size and between sizes.
    struct Best {
        at_one_size: f32,
        between_sizes: f32,
        lines: Lines,
    }
    let mut best: Option<Best> = None;
    let by_count = sense_weight(count, AT_ONE_SIZE.phrases);
    // A single line is as long as it is.
    for last in &LAST_LINES[..if count == 1 { 1 } else { LAST_LINES.len() }] {
        for places in PLACE_WEIGHTS {
            let measure =
                Measure { cap: room.width / size, by_sense, places: places * by_count, last: *last };
            let Some(lines) = breaker.even(count, measure) else { break };
            let seen = Seen::new(row, &lines);
            let even_enough = seen.shortfall <= RANGE;
            let at_one_size = seen.score(size, face, (by_sense, AT_ONE_SIZE));
            if best.as_ref().is_none_or(|best| at_one_size > best.at_one_size) {
                let between_sizes = seen.score(size, face, (by_sense, BETWEEN_SIZES));
                best = Some(Best { at_one_size, between_sizes, lines });
            }
            if even_enough {
                break;
            }
        }
        if best.as_ref()?.between_sizes * HOPEFUL < best_so_far {
            break;
        }
    }
    best.map(|best| (best.between_sizes, best.lines))
}

/// Returns how much places count in so many lines: a few are read as phrases, like verse, and many as a block of text,
/// whose edge the eye follows.
fn sense_weight(count: usize, phrases: usize) -> f32 {
    match count {
        count if count <= phrases => 2.0,
        4 => 1.0,
        5 => 0.6,
        _ => 0.4,
    }
}

/// Returns the size that would fit best, however small: for saying by how much a text is too long.
pub(crate) fn would_fit(row: &Row<'_>, room: Room, face: TypeFace) -> Px {
    let least = Px(1.0);
    let room = Room { floor: least, ..room };
    let counts = row.least_lines()..=row.len().min(200);
    let sizes = (1..=*counts.end()).zip(narrowest(row)).filter(|(count, _)| counts.contains(count));
    sizes.filter_map(|(count, width)| largest_at(width?, count, room, face)).fold(Px::ZERO, Px::max)
}

/// Fits a text in the lines given, as large as they can be; `None` where that is below the floor.
pub(crate) fn fit_lines(row: &Row<'_>, lines: Lines, room: Room, face: TypeFace) -> Option<Fit> {
    let width = lines.ranges.iter().map(|line| row.width(line.clone())).fold(0.0, f32::max);
    let size = largest_at(width, lines.ranges.len(), room, face)?;
    Some(Fit { size, leading: face.leading_at(size), lines })
}

/// Returns the largest whole size at which so many lines fit, the longest of them that wide.
fn largest_at(width: f32, count: usize, room: Room, face: TypeFace) -> Option<Px> {
    let by_width = if width > 0.0 { room.width.0 / width } else { room.max.0 };
    let mut size = Px(by_width.min(room.max.0).floor());
    // Leading is a step of the size, so the height is found by going down; a first guess comes close.
    let guess = room.height.0
        / (face.cap_height
            + face.leading[1].min(face.leading[0]).max(face.least_leading) * (count as f32 - 1.0));
    size = size.min(Px(guess.floor() + 1.0));
    while size >= room.floor && !face.height(size, count).fits(room.height) {
        size -= Px(1.0);
    }
    (size >= room.floor).then_some(size)
}

/// Lines with what of them is weighed.
struct Seen<'l> {
    row: &'l Row<'l>,
    lines: &'l Lines,
    widths: Vec<f32>,
    longest: f32,
    /// By what share of the longest line the shortest one falls short of it (rule T7).
    shortfall: f32,
}

impl<'l> Seen<'l> {
    fn new(row: &'l Row<'_>, lines: &'l Lines) -> Self {
        let widths: Vec<f32> = lines.ranges.iter().map(|line| row.width(line.clone())).collect();
        let longest = widths.iter().copied().fold(0.0, f32::max);
        let shortfall = shortfall(row, lines, &widths);
        Self { row, lines, widths, longest, shortfall }
    }

    /// Scores the lines at a size; higher is better. What uneven lines take depends on what is weighed.
    fn score(&self, size: Px, face: TypeFace, (by_sense, weights): (bool, Weights)) -> f32 {
        let Self { row, lines, widths, longest, .. } = self;
        let count = widths.len();
        let evenness = 1.0 - self.rag(by_sense, weights.rag);
        let places = row.places(&lines.ranges).clamp(-BEST_PLACES, 20.0);
        let phrases = if places < 0.0 { weights.phrases } else { AT_ONE_SIZE.phrases };
        let alone = if row.ends_alone(&lines.ranges, *longest) { LONE_LAST_WORD } else { 1.0 };
        let shape = if face.centered { 1.0 - staircase(widths) } else { 1.0 };
        size.0
            * measure(longest / face.letter)
            * evenness
            * shape
            * alone
            * (1.0 - weights.places * sense_weight(count, phrases) * places).max(0.05)
            * further_lines(count)
    }

    /// Returns what ragged lines take from the score: by the standard deviation of their widths over the longest, the last
    /// line aside where it is shorter. Where a text is broken by sense, lines that end a sentence may be as short as they
    /// like, and the others are measured by what they lack to the longest.
    fn rag(&self, by_sense: bool, weight: f32) -> f32 {
        let Self { row, lines, widths, longest, shortfall } = self;
        if widths.len() < 2 || *longest <= 0.0 {
            return 0.0;
        }
        let beyond = (shortfall - RANGE).max(0.0);
        if by_sense {
            let lacks: f32 = widths
                .iter()
                .zip(&lines.ranges)
                .filter(|(_, line)| !row.ends_sentence(line))
                .map(|(width, _)| (longest - width) / longest)
                .sum();
            return (RAG_BY_SENSE * lacks / widths.len() as f32 + BEYOND_RANGE_BY_SENSE * beyond).min(0.9);
        }
        let last_is_short = widths.last().is_some_and(|last| *last < longest * 0.98);
        let counted = || {
            let counted = widths[..widths.len() - usize::from(last_is_short)].iter().zip(&lines.ranges);
            counted.filter(|(_, line)| !row.ends_by_itself(line)).map(|(width, _)| *width)
        };
        let count = counted().count() as f32;
        if count == 0.0 {
            return 0.0;
        }
        let mean = counted().sum::<f32>() / count;
        let variance = counted().map(|width| (width - mean) * (width - mean)).sum::<f32>() / count;
        (weight * variance.sqrt() / longest + BEYOND_RANGE * beyond).min(0.9)
    }
}

/// Returns what so many lines leave of the score.
fn further_lines(count: usize) -> f32 {
    (1..count).fold(1.0, |factor, _| factor * FURTHER_LINE)
}

/// Returns by what share of the longest line the shortest one falls short of it (rule T7), where there are more than
/// three. The last line does not count, nor does one that ends with its sentence: it is short by sense; nor one that ends where the text says so.
fn shortfall(row: &Row<'_>, lines: &Lines, widths: &[f32]) -> f32 {
    let Some((_, counted)) = lines.ranges.split_last().filter(|(_, counted)| counted.len() > 2) else {
        return 0.0;
    };
    let widths = &widths[..counted.len()];
    let longest = widths.iter().copied().fold(0.0, f32::max);
    let by_rag = counted
        .iter()
        .zip(widths)
        .filter(|(line, _)| !row.ends_sentence(line) && !row.ends_by_itself(line))
        .map(|(_, width)| *width);
    1.0 - by_rag.fold(longest, f32::min) / longest.max(f32::EPSILON)
}

/// Returns what reading comfort leaves of the score for lines of so many letters.
///
/// Quote cards read best at 18–42 letters a line; above 45 the eye loses its way back, below 14 lines are scraps.
fn measure(letters: f32) -> f32 {
    if letters > 45.0 {
        (1.0 - (letters - 45.0) * 0.015).max(0.5)
    } else if letters < 14.0 {
        (1.0 - (14.0 - letters) * 0.02).max(0.6)
    } else {
        1.0
    }
}

/// Returns what three lines that only grow or only shrink take from centred text: a wedge (rule T7).
fn staircase(widths: &[f32]) -> f32 {
    let step = |pair: &[f32]| (pair[1] - pair[0]) / pair[0].max(pair[1]).max(0.1);
    let stairs = widths
        .windows(3)
        .filter(|three| {
            let (first, second) = (step(&three[..2]), step(&three[1..]));
            (first > 0.06 && second > 0.06) || (first < -0.06 && second < -0.06)
        })
        .count();
    (0.03 * stairs as f32).min(0.12)
}

#[cfg(test)]
mod tests {
    use super::super::breaks::Fragment;
    use super::*;
    use proptest::prelude::*;

    const FACE: TypeFace = TypeFace {
        cap_height: 0.65,
        leading: [1.15, 1.25],
        least_leading: 0.0,
        letter: 0.45,
        centered: false,
    };

    fn words(widths: &[f32]) -> Vec<Fragment> {
        widths.iter().map(|&width| Fragment { width, space: 0.25, words: 1, ..Fragment::default() }).collect()
    }

    fn room(width: f32, height: f32) -> Room {
        Room { width: Px(width), height: Px(height), max: Px(100.0), floor: Px(30.0) }
    }

    #[test]
    fn a_short_text_takes_the_largest_size() {
        let fragments = words(&[2.0, 1.5]);
        assert_eq!(fit(&Row::new(&fragments), room(1000.0, 400.0), FACE, false).unwrap().size, Px(100.0));
    }

    #[test]
    fn what_would_need_a_size_below_the_floor_is_refused() {
        let fragments = words(&[2.0; 80]);
        let row = Row::new(&fragments);
        assert_eq!(fit(&row, room(600.0, 200.0), FACE, false), None);
        let size = would_fit(&row, room(600.0, 200.0), FACE);
        assert!(size > Px(10.0) && size < Px(30.0), "{size:?}");
    }

    proptest! {
        #[test]
        fn what_is_fitted_fits_and_longer_texts_are_not_larger(
            widths in prop::collection::vec(0.8f32..4.0, 2..50),
            width in 500.0f32..1100.0,
            height in 200.0f32..900.0,
        ) {
            let fragments = words(&widths);
            let row = Row::new(&fragments);
            let room = room(width, height);
            if let Some(fitted) = fit(&row, room, FACE, false) {
                prop_assert!(FACE.height(fitted.size, fitted.lines.ranges.len()).fits(room.height));
                for line in &fitted.lines.ranges {
                    prop_assert!((Px(row.width(line.clone())) * fitted.size.0).0 <= room.width.0 + 0.5);
                }
                prop_assert!(fitted.size >= room.floor && fitted.size <= room.max);
            }
            let longest = |row: &Row<'_>| would_fit(row, room, FACE);
            let mut longer = widths.clone();
            longer.push(3.0);
            let longer = words(&longer);
            prop_assert!(longest(&Row::new(&longer)) <= longest(&row));
        }
    }
}
