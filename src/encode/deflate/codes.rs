//! Canonical Huffman codes of limited length.

/// Longest code of a literal, a length or a distance.
pub(super) const MAX_BITS: u8 = 15;

/// A code for each symbol of an alphabet; `bits` is 0 where a symbol does not occur.
#[derive(Clone, Copy, Debug)]
pub(super) struct Codes<const N: usize> {
    /// How long each code is.
    pub(super) bits: [u8; N],
    /// The codes, first bit lowest.
    pub(super) code: [u16; N],
}

impl<const N: usize> Codes<N> {
    /// Finds the codes that write symbols of these frequencies in the fewest bits.
    ///
    /// The code is complete, as strict decoders demand: where fewer than two symbols occur, two get a code.
    pub(super) fn of(frequencies: &[u32; N], limit: u8) -> Self {
        let bits = lengths(frequencies, limit);
        let mut count = [0_u16; MAX_BITS as usize + 1];
        for &bits in bits.iter().filter(|&&bits| bits > 0) {
            count[usize::from(bits)] += 1;
        }
        let mut next = [0_u16; MAX_BITS as usize + 1];
        for bits in 1..next.len() {
            next[bits] = (next[bits - 1] + count[bits - 1]) << 1;
        }
        let mut code = [0; N];
        for (code, &bits) in code.iter_mut().zip(&bits).filter(|&(_, &bits)| bits > 0) {
            *code = next[usize::from(bits)].reverse_bits() >> (16 - bits);
            next[usize::from(bits)] += 1;
        }
        Self { bits, code }
    }

    /// Returns how many symbols there are up to the last that occurs, but not less than `least`.
    pub(super) fn used(&self, least: usize) -> usize {
        (least..=N).rev().find(|&count| count == least || self.bits[count - 1] > 0).unwrap_or(least)
    }
}

/// Finds how long the code of each symbol is: Huffman's tree, built from two queues, flattened to the limit.
fn lengths<const N: usize>(frequencies: &[u32; N], limit: u8) -> [u8; N] {
    let mut bits = [0; N];
    let mut leaves: Vec<(u32, usize)> = (0..N).map(|symbol| (frequencies[symbol], symbol)).collect();
    leaves.retain(|&(frequency, _)| frequency > 0);
    if leaves.len() < 2 {
        let symbol = leaves.first().map_or(0, |&(_, symbol)| symbol);
        bits[symbol] = 1;
        bits[usize::from(symbol == 0)] = 1;
        return bits;
    }
    // Symbols of one frequency stand in their order: the same input gives the same tree.
    leaves.sort_unstable();
    let n_leaves = leaves.len();
    let n_nodes = 2 * n_leaves - 1;
    let mut weights: Vec<u32> = leaves.iter().map(|&(frequency, _)| frequency).collect();
    let mut parents = vec![0; n_nodes];
    let (mut leaf, mut joined) = (0, n_leaves);
    for node in n_leaves..n_nodes {
        let mut weight = 0;
        for _ in 0..2 {
            let take_leaf = leaf < n_leaves && (joined >= node || weights[leaf] <= weights[joined]);
            let lightest = if take_leaf { &mut leaf } else { &mut joined };
            weight += weights[*lightest];
            parents[*lightest] = node;
            *lightest += 1;
        }
        weights.push(weight);
    }
    let limit = usize::from(limit);
    let mut depths = vec![0_usize; n_nodes];
    let mut count = [0_u32; MAX_BITS as usize + 1];
    for node in (0..n_nodes - 1).rev() {
        depths[node] = depths[parents[node]] + 1;
        if node < n_leaves {
            count[depths[node].min(limit)] += 1;
        }
    }
    flatten(&mut count, limit);
    // The rarest symbols have the longest codes.
    let mut rarest = leaves.iter();
    for length in (1..=limit).rev() {
        for &(_, symbol) in rarest.by_ref().take(count[length] as usize) {
            bits[symbol] = length as u8;
        }
    }
    bits
}

/// Mends a code in which leaves that lay deeper were counted at the limit, until it is complete again: a leaf above the
/// limit becomes a fork of itself and of one from the limit.
fn flatten(count: &mut [u32], limit: usize) {
    let full = 1_u32 << limit;
    let mut taken: u32 = (1..=limit).map(|length| count[length] << (limit - length)).sum();
    while taken > full {
        let above = (1..limit).rev().find(|&length| count[length] > 0);
        let above = above.expect("leaves at the limit alone never take more than there is");
        count[above] -= 1;
        count[above + 1] += 2;
        count[limit] -= 1;
        taken -= 1;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn taken<const N: usize>(codes: &Codes<N>) -> u32 {
        codes.bits.iter().filter(|&&bits| bits > 0).map(|&bits| 1 << (MAX_BITS - bits)).sum()
    }

    #[test]
    fn steep_frequencies_are_flattened_to_the_limit() {
        let mut frequencies = [1_u32; 30];
        for symbol in 2..frequencies.len() {
            frequencies[symbol] = frequencies[symbol - 1] + frequencies[symbol - 2];
        }
        let codes = Codes::of(&frequencies, 7);
        assert!(codes.bits.iter().all(|bits| (1..=7).contains(bits)));
        assert_eq!(taken(&codes), 1 << MAX_BITS);
    }

    proptest! {
        /// The code is complete, and no symbol that occurs goes without.
        #[test]
        fn a_code_is_complete(frequencies in prop::array::uniform19(prop_oneof![Just(0), 0..9_u32, any::<u16>().prop_map(u32::from)])) {
            let codes = Codes::of(&frequencies, 7);
            prop_assert_eq!(taken(&codes), 1 << MAX_BITS);
            prop_assert!(frequencies.iter().zip(codes.bits).all(|(&frequency, bits)| frequency == 0 || bits > 0));
        }
    }
}
