//! Turns spans into tokens, and writes those in blocks with codes of their own (RFC 1951, section 3.2.7).

use std::ops::Range;

use super::bits::BitWriter;
use super::codes::{Codes, MAX_BITS};
use super::{MAX_MATCH, MIN_MATCH, Span};

/// The symbol that ends a block, and the first that stands for a length.
const END: usize = 256;
const FIRST_LENGTH: usize = 257;
/// Symbols of literals and lengths, of distances, and of the lengths of their codes.
const N_LITERALS: usize = 286;
const N_DISTANCES: usize = 30;
const N_BITS: usize = 19;
/// The order in which the lengths of the last are written: those that are mostly absent come last.
const BITS_ORDER: [usize; N_BITS] = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/// The shortest length of each symbol for lengths, and the extra bits that tell the others.
static LENGTHS: [(u16, u8); 29] = {
    let mut lengths = [(0, 0); 29];
    let mut base = MIN_MATCH as u16;
    let mut symbol = 0;
    while symbol < 28 {
        let extra = if symbol < 8 { 0 } else { symbol as u8 / 4 - 1 };
        lengths[symbol] = (base, extra);
        base += 1 << extra;
        symbol += 1;
    }
    // The longest has a symbol to itself.
    lengths[28] = (MAX_MATCH as u16, 0);
    lengths
};

/// The symbol of each length, counted from the first.
static LENGTH_SYMBOLS: [u8; MAX_MATCH + 1] = {
    let mut symbols = [0; MAX_MATCH + 1];
    let mut symbol = 0;
    while symbol < LENGTHS.len() {
        let mut length = LENGTHS[symbol].0 as usize;
        while length <= MAX_MATCH {
            symbols[length] = symbol as u8;
            length += 1;
        }
        symbol += 1;
    }
    symbols
};

/// Returns the symbol of a distance less one, and its number of extra bits.
fn distance_symbol(value: u16) -> (usize, u8) {
    match value {
        0..=3 => (usize::from(value), 0),
        _ => {
            let extra = value.ilog2() - 1;
            (2 * extra as usize + usize::from(value >> extra), extra as u8)
        }
    }
}

/// A byte as it is, or a match: what is written for it beside its code.
#[derive(Clone, Copy, Debug)]
struct Token {
    /// The byte; for a match [`MATCH`] and its length on top.
    symbol: u16,
    /// The symbol of its distance; [`NO_DISTANCE`] for a byte.
    distance: u8,
    /// The extra bits of its distance, and how many they are.
    extra_bits: u8,
    extra: u16,
}

/// What is added to the length of a match, and how many symbols of tokens there are.
const MATCH: usize = 256;
const N_SYMBOLS: usize = MATCH + MAX_MATCH + 1;
/// Where other tokens have the symbol of a distance. It has a code of no bits, so that all tokens are written alike.
const NO_DISTANCE: usize = N_DISTANCES;

impl Token {
    #[inline]
    fn literal(byte: u8) -> Self {
        Self { symbol: u16::from(byte), distance: NO_DISTANCE as u8, extra_bits: 0, extra: 0 }
    }

    #[inline]
    fn matching(length: usize, distance: usize) -> Self {
        let value = (distance - 1) as u16;
        let (symbol, extra_bits) = distance_symbol(value);
        Self {
            symbol: (MATCH + length) as u16,
            distance: symbol as u8,
            extra_bits,
            extra: value & ((1 << extra_bits) - 1),
        }
    }
}

/// Blank ground of this many bytes on a margin at the head or foot of a card gets a block to itself, where its token
/// takes a third …
const BLANK_MARGIN: usize = 40 * MAX_MATCH;
/// … and between two texts if it has this many, as the second text then writes its codes anew.
const BLANK_BETWEEN: usize = 150 * MAX_MATCH;

/// Writes spans as tokens; keeps its memory.
#[derive(Debug, Default)]
pub(super) struct Blocks {
    tokens: Vec<Token>,
    /// How often each symbol occurs.
    counts: Counts,
}

#[derive(Debug)]
struct Counts {
    symbols: [u32; N_SYMBOLS],
    distances: [u32; N_DISTANCES + 1],
}

impl Default for Counts {
    fn default() -> Self {
        Self { symbols: [0; N_SYMBOLS], distances: [0; N_DISTANCES + 1] }
    }
}

impl Blocks {
    /// Writes the spans of rows: in one block, but that long stretches of blank ground have their own.
    pub(super) fn write(&mut self, rows: &[u8], spans: &[Span], file: &mut Vec<u8>) {
        let mut bits = BitWriter::new(file);
        self.clear();
        for span in spans {
            // Most spans are short.
            if span.len() < BLANK_MARGIN || span.distance != 1 {
                self.take(rows, span);
                continue;
            }
            let Range { start, end } = span.range();
            let (at_head, at_foot) = (start < 2 * MAX_MATCH, rows.len() - end < 2 * MAX_MATCH);
            let apart = at_head || at_foot || span.len() >= BLANK_BETWEEN;
            if apart && !at_head {
                self.write_block(&mut bits, false);
            }
            self.take(rows, span);
            if apart && !at_foot {
                self.write_block(&mut bits, false);
            }
        }
        self.write_block(&mut bits, true);
        bits.finish();
    }

    fn clear(&mut self) {
        self.tokens.clear();
        self.counts = Counts::default();
    }

    /// Makes tokens of a span.
    #[inline]
    fn take(&mut self, rows: &[u8], span: &Span) {
        let bytes = &rows[span.range()];
        if span.distance == 0 {
            for &byte in bytes {
                self.counts.symbols[usize::from(byte)] += 1;
                self.tokens.push(Token::literal(byte));
            }
            return;
        }
        let mut left = bytes.len();
        while left > 0 {
            // What is left over has to be a match, too.
            let length = if left > MAX_MATCH { MAX_MATCH.min(left - MIN_MATCH) } else { left };
            let token = Token::matching(length, span.distance.into());
            self.counts.symbols[usize::from(token.symbol)] += 1;
            self.counts.distances[usize::from(token.distance)] += 1;
            self.tokens.push(token);
            left -= length;
        }
    }

    /// Writes the tokens taken as a block: its codes, and the tokens in them.
    fn write_block(&mut self, bits: &mut BitWriter<'_>, last: bool) {
        let (literals, distances) = self.counts.codes();
        // 400 bytes hold all that is said about codes.
        bits.reserve(self.counts.bits(&literals, &distances) / 8 + 400);
        bits.put(u32::from(last) | 2 << 1, 3);
        write_codes(bits, &literals, &distances);
        // A length takes its code and extra bits at once. Tables have a power of two entries, so that no index is beyond.
        let mut symbols = [(0_u32, 0_u8); N_SYMBOLS.next_power_of_two()];
        for (symbol, entry) in symbols.iter_mut().enumerate().take(N_SYMBOLS) {
            *entry = match symbol.checked_sub(MATCH) {
                None => (u32::from(literals.code[symbol]), literals.bits[symbol]),
                Some(length) => {
                    let symbol = usize::from(LENGTH_SYMBOLS[length]);
                    let (base, extra) = LENGTHS[symbol];
                    let code_bits = literals.bits[FIRST_LENGTH + symbol];
                    let extra_bits = u32::from((length as u16).saturating_sub(base)) << code_bits;
                    (u32::from(literals.code[FIRST_LENGTH + symbol]) | extra_bits, code_bits + extra)
                }
            };
        }
        let mut far = [(0_u16, 0_u8); (N_DISTANCES + 1).next_power_of_two()];
        for (entry, coded) in far.iter_mut().zip(distances.code.into_iter().zip(distances.bits)) {
            *entry = coded;
        }
        bits.write_all(self.tokens.iter().map(|token| {
            let (code, count) = symbols[usize::from(token.symbol) % symbols.len()];
            let (distance, distance_bits) = far[usize::from(token.distance) % far.len()];
            let rest = u32::from(distance) | u32::from(token.extra) << distance_bits;
            let bits = u64::from(code) | u64::from(rest) << count;
            (bits, u32::from(count + distance_bits + token.extra_bits))
        }));
        bits.put(u32::from(literals.code[END]), literals.bits[END]);
        bits.flush();
        self.clear();
    }
}

impl Counts {
    /// Returns how often the symbols of bytes and lengths occur, and that of the end.
    fn literals(&self) -> [u32; N_LITERALS] {
        let mut literals = [0; N_LITERALS];
        literals[..MATCH].copy_from_slice(&self.symbols[..MATCH]);
        literals[END] = 1;
        for (length, &count) in self.symbols[MATCH..].iter().enumerate() {
            literals[FIRST_LENGTH + usize::from(LENGTH_SYMBOLS[length])] += count;
        }
        literals
    }

    /// Makes codes for what occurs.
    fn codes(&self) -> (Codes<N_LITERALS>, Codes<{ N_DISTANCES + 1 }>) {
        (Codes::of(&self.literals(), MAX_BITS), Codes::of(&self.distances, MAX_BITS))
    }

    /// Returns how many bits all of them take.
    fn bits(&self, literals: &Codes<N_LITERALS>, distances: &Codes<{ N_DISTANCES + 1 }>) -> usize {
        let symbols = self.literals();
        let coded =
            symbols.iter().zip(&literals.bits).map(|(&count, &bits)| count as usize * usize::from(bits));
        let lengths = symbols[FIRST_LENGTH..].iter().zip(&LENGTHS);
        let extra = lengths.map(|(&count, &(_, extra))| count as usize * usize::from(extra));
        let distances = self.distances.iter().zip(&distances.bits).enumerate();
        let far = distances.map(|(symbol, (&count, &bits))| {
            count as usize * (usize::from(bits) + (symbol / 2).saturating_sub(1))
        });
        coded.sum::<usize>() + extra.sum::<usize>() + far.sum::<usize>()
    }
}

/// Writes how long the codes are, which says all about them; that in turn is packed with a code.
fn write_codes(
    bits: &mut BitWriter<'_>,
    literals: &Codes<N_LITERALS>,
    distances: &Codes<{ N_DISTANCES + 1 }>,
) {
    let (n_literals, n_distances) = (literals.used(FIRST_LENGTH), distances.used(1));
    let lengths: Vec<u8> = [&literals.bits[..n_literals], &distances.bits[..n_distances]].concat();
    let repeats = repeats(&lengths);
    let mut frequencies = [0; N_BITS];
    for &(symbol, ..) in &repeats {
        frequencies[symbol] += 1;
    }
    let codes = Codes::<N_BITS>::of(&frequencies, 7);
    let n_codes = (4..=N_BITS).rev().find(|&count| count == 4 || codes.bits[BITS_ORDER[count - 1]] > 0);
    let n_codes = n_codes.expect("four are always written");
    bits.put((n_literals - FIRST_LENGTH) as u32, 5);
    bits.put((n_distances - 1) as u32, 5);
    bits.put((n_codes - 4) as u32, 4);
    for &symbol in &BITS_ORDER[..n_codes] {
        bits.put(u32::from(codes.bits[symbol]), 3);
        bits.flush();
    }
    for (symbol, count, extra) in repeats {
        bits.put(u32::from(codes.code[symbol]), codes.bits[symbol]);
        bits.put(count, extra);
        bits.flush();
    }
}

/// Sums up equal lengths in a row: symbol, what its extra bits say, and how many those are.
fn repeats(lengths: &[u8]) -> Vec<(usize, u32, u8)> {
    let mut repeats = Vec::new();
    for stretch in lengths.chunk_by(|one, other| one == other) {
        let length = usize::from(stretch[0]);
        let mut left = stretch.len() as u32;
        if length > 0 {
            // "As the last one" needs a last one.
            repeats.push((length, 0, 0));
            left -= 1;
        }
        while left >= 3 {
            let (symbol, base, most, extra) = match (length, left) {
                (0, ..=10) => (17, 3, 10, 3),
                (0, _) => (18, 11, 138, 7),
                _ => (16, 3, 6, 2),
            };
            let count = left.min(most);
            repeats.push((symbol, count - base, extra));
            left -= count;
        }
        repeats.extend((0..left).map(|_| (length, 0, 0)));
    }
    repeats
}
