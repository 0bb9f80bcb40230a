//! Writes tokens in blocks with codes of their own (RFC 1951, section 3.2.7).

use super::bits::BitWriter;
use super::codes::{Codes, MAX_BITS};
use super::{MAX_MATCH, MIN_MATCH, Token};

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

/// The token of blank ground.
const BLANK: Token = Token { length: MAX_MATCH as u16, value: 0 };
/// From this many of them on a margin at the head or foot of a card gets a block to itself, where it takes a third …
const BLANK_MARGIN: usize = 40;
/// … and between two texts from this many on, as the second text then writes its codes anew.
const BLANK_BETWEEN: usize = 150;

/// Writes tokens and what ends them.
pub(super) fn write(bits: &mut BitWriter<'_>, tokens: &[Token]) {
    let mut rest = tokens;
    for cut in cuts(tokens) {
        let (block, after) = rest.split_at(cut - (tokens.len() - rest.len()));
        write_block(bits, block, false);
        rest = after;
    }
    write_block(bits, rest, true);
}

/// Returns where blocks end: around long stretches of blank ground.
fn cuts(tokens: &[Token]) -> Vec<usize> {
    let mut cuts = Vec::new();
    let mut start = 0;
    for stretch in tokens.chunk_by(|one, other| (*one == BLANK) == (*other == BLANK)) {
        let end = start + stretch.len();
        // The first byte of a card has nothing before it, its last token may be short.
        let (at_head, at_foot) = (start <= 2, end + 2 >= tokens.len());
        let least = if at_head || at_foot { BLANK_MARGIN } else { BLANK_BETWEEN };
        if stretch[0] == BLANK && stretch.len() >= least {
            cuts.extend((!at_head).then_some(start));
            cuts.extend((!at_foot).then_some(end));
        }
        start = end;
    }
    cuts
}

/// Writes a block: its codes, and its tokens in them.
fn write_block(bits: &mut BitWriter<'_>, tokens: &[Token], last: bool) {
    let mut literals = [0; N_LITERALS];
    let mut distances = [0; N_DISTANCES];
    literals[END] = 1;
    for token in tokens {
        if token.length == 0 {
            literals[usize::from(token.value)] += 1;
        } else {
            literals[FIRST_LENGTH + usize::from(LENGTH_SYMBOLS[usize::from(token.length)])] += 1;
            distances[distance_symbol(token.value).0] += 1;
        }
    }
    let literals = Codes::of(&literals, MAX_BITS);
    let distances = Codes::of(&distances, MAX_BITS);
    bits.put(u32::from(last) | 2 << 1, 3);
    write_codes(bits, &literals, &distances);
    for token in tokens {
        if token.length == 0 {
            let symbol = usize::from(token.value);
            bits.put(u32::from(literals.code[symbol]), literals.bits[symbol]);
        } else {
            let symbol = usize::from(LENGTH_SYMBOLS[usize::from(token.length)]);
            let (base, extra) = LENGTHS[symbol];
            bits.put(u32::from(literals.code[FIRST_LENGTH + symbol]), literals.bits[FIRST_LENGTH + symbol]);
            bits.put(u32::from(token.length - base), extra);
            let (symbol, extra) = distance_symbol(token.value);
            bits.put(u32::from(distances.code[symbol]), distances.bits[symbol]);
            bits.put(u32::from(token.value) & ((1 << extra) - 1), extra);
        }
        bits.flush();
    }
    bits.put(u32::from(literals.code[END]), literals.bits[END]);
    bits.flush();
}

/// Writes how long the codes are, which says all about them; that in turn is packed with a code.
fn write_codes(bits: &mut BitWriter<'_>, literals: &Codes<N_LITERALS>, distances: &Codes<N_DISTANCES>) {
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
