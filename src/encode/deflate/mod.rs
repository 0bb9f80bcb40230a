//! Packs the rows of a card into a zlib stream ([RFC 1950](https://www.rfc-editor.org/rfc/rfc1950),
//! [RFC 1951](https://www.rfc-editor.org/rfc/rfc1951)).
//!
//! ```text
//! rows ─differences→ where a byte differs from its neighbours ─parse, slanted→ spans ─blocks→ tokens, codes, bits
//! ```
//!
//! Why not a library's: those take any bytes and look at each. A card is nine tenths ground, and what a row of it says
//! has mostly been said by the row above or by the same letter earlier in the line. So only the places where a row
//! departs from both its neighbours are looked at, and there the cheapest way on is found, not the longest match: the
//! files are as small as the slowest setting of zlib's makes them, at the price of a quick one.

use std::ops::Range;

mod bits;
mod blocks;
mod codes;
mod differences;
mod echoes;
mod parse;
mod ring;
mod slanted;

use self::blocks::Blocks;
use self::parse::Parser;
use self::slanted::SlantedParser;

use super::Effort;

/// Largest distance of a match.
pub(super) const WINDOW: usize = 32_768;
/// Lengths of a match.
const MIN_MATCH: usize = 3;
const MAX_MATCH: usize = 258;

/// A stretch of the rows, taken as it is or as bytes that stood before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Span {
    /// The first byte.
    start: u32,
    /// The byte after the last.
    end: u32,
    /// How far back the same bytes stood, at most [`WINDOW`]; 0 for bytes as they are. A match is at least [`MIN_MATCH`]
    /// bytes long, and may be longer than [`MAX_MATCH`].
    distance: u16,
}

impl Span {
    fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    fn len(&self) -> usize {
        (self.end - self.start) as usize
    }
}

/// Packs rows. Keeps its memory from card to card, and nothing of their content.
#[derive(Debug, Default)]
pub(super) struct Deflater {
    parser: Parser,
    slanted: SlantedParser,
    blocks: Blocks,
}

/// What is packed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rows<'a> {
    /// All of them, one after another.
    pub(super) bytes: &'a [u8],
    /// Bytes of each.
    pub(super) stride: usize,
    /// How far back most of a row stood where rows are like the one above but moved, as those of a slanted gradient are:
    /// none or a few distances from 1 to [`WINDOW`].
    pub(super) slants: &'a [usize],
}

impl Deflater {
    /// Appends the zlib stream of rows.
    pub(super) fn pack(&mut self, rows: &Rows<'_>, effort: Effort, file: &mut Vec<u8>) {
        // Deflate with the largest window; a check that 0x7801 is a multiple of 31.
        file.extend([0x78, 0x01]);
        let start = file.len();
        if !rows.slants.is_empty() {
            self.blocks.write(rows.bytes, self.slanted.parse(rows), file);
        }
        if rows.slants.is_empty() || effort == Effort::Thorough {
            let spans = self.parser.parse(rows.bytes, rows.stride, effort);
            let end = file.len();
            self.blocks.write(rows.bytes, spans, file);
            // The shorter of both stays.
            if end > start && file.len() - end >= end - start {
                file.truncate(end);
            } else {
                file.drain(start..end);
            }
        }
        file.extend(simd_adler32::adler32(&rows.bytes).to_be_bytes());
    }
}

#[cfg(test)]
mod tests {
    use miniz_oxide::inflate::decompress_to_vec_zlib;
    use proptest::prelude::*;

    use super::*;

    fn pack(rows: &[u8], stride: usize, effort: Effort) -> Vec<u8> {
        let mut file = Vec::new();
        Deflater::default().pack(&Rows { bytes: rows, stride, slants: &[] }, effort, &mut file);
        file
    }

    /// Rows made of stretches that repeat what stood left, above, or anywhere before.
    fn rows() -> impl Strategy<Value = (Vec<u8>, usize)> {
        let stretch = (0..5_u8, 1..400_usize, 1..40_000_usize, any::<u8>());
        // Some rows are longer than a match can reach back.
        let size = prop_oneof![(1..1500_usize, 1..40_usize), (WINDOW - 3..WINDOW + 3, 1..4_usize)];
        (size, prop::collection::vec(stretch, 0..200)).prop_map(|((stride, height), stretches)| {
            let mut rows: Vec<u8> = Vec::new();
            for (kind, length, distance, byte) in stretches {
                for _ in 0..length {
                    let back = |distance: usize| rows.len().checked_sub(distance).map(|at| rows[at]);
                    let next = match kind {
                        0 => Some(0),
                        1 => Some(byte & 7),
                        2 => back(stride),
                        3 => back(distance),
                        _ => Some(byte.wrapping_mul(rows.len() as u8)),
                    };
                    rows.push(next.unwrap_or(byte));
                }
            }
            rows.resize(stride * height, 0);
            (rows, stride)
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]

        /// A decoder that refuses incomplete codes gives the rows back; a used packer makes the same bytes.
        #[test]
        fn rows_come_back((rows, stride) in rows(), (before, other) in rows()) {
            for effort in [Effort::Quick, Effort::Thorough] {
                let file = pack(&rows, stride, effort);
                let unpacked = decompress_to_vec_zlib(&file).map_err(|error| error.status);
                prop_assert!(unpacked.as_ref() == Ok(&rows), "{:?}", unpacked.err());
                let mut used = Deflater::default();
                used.pack(&Rows { bytes: &before, stride: other, slants: &[] }, effort, &mut Vec::new());
                let mut again = Vec::new();
                used.pack(&Rows { bytes: &rows, stride, slants: &[] }, effort, &mut again);
                prop_assert!(again == file);
            }
            for slants in [[stride.min(WINDOW), 7], [WINDOW, 1]] {
                let mut file = Vec::new();
                let slanted = Rows { bytes: &rows, stride, slants: &slants };
                Deflater::default().pack(&slanted, Effort::Quick, &mut file);
                let unpacked = decompress_to_vec_zlib(&file).map_err(|error| error.status);
                prop_assert!(unpacked.as_ref() == Ok(&rows), "slanted: {:?}", unpacked.err());
            }
        }
    }

    #[test]
    fn a_blank_card_takes_next_to_nothing() {
        let file = pack(&vec![0; 1201 * 630], 1201, Effort::Quick);
        assert!(file.len() < 800, "{}", file.len());
    }
}
