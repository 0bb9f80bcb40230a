//! Splits the rows of a card on a slanted gradient.
//!
//! Nearly all of such a card is the row above, moved by some pixels, or, within a letter, not moved. A letter does not
//! repeat along its line, as the colours around it are others there: what [`super::parse`] looks for besides is not found.
//! So from each place the one stretch is taken that saves most. The shortest path through the same stretches is 1 % shorter
//! and takes twice the time.

use super::differences::Differences;
use super::parse::{ABOVE_CODE, LITERAL, RUN, extra_bits, length_cost};
use super::{MAX_MATCH, MIN_MATCH, Rows, Token, WINDOW};

/// Splits rows; keeps its memory.
#[derive(Debug, Default)]
pub(super) struct SlantedParser {
    /// Where stretches may have stood before.
    sources: Vec<Source>,
    tokens: Vec<Token>,
}

/// A distance, what differs from what stood so far before, and what a match at it takes besides its length.
#[derive(Debug, Default)]
struct Source {
    distance: usize,
    differences: Differences,
    price: u32,
}

impl SlantedParser {
    /// Splits rows into tokens.
    pub(super) fn parse(&mut self, rows: &Rows<'_>) -> &[Token] {
        self.tokens.clear();
        let above = (rows.stride <= WINDOW).then_some(&rows.stride);
        let distances = rows.slants.iter().chain(above).chain(&[1]);
        self.sources.resize_with(distances.clone().count(), Source::default);
        for (source, &distance) in self.sources.iter_mut().zip(distances) {
            source.differences.look(rows.bytes, distance);
            let code = if distance == 1 { RUN } else { ABOVE_CODE };
            (source.distance, source.price) = (distance, code + 8 * extra_bits(distance));
        }
        let mut place = 0;
        while let Some(&byte) = rows.bytes.get(place) {
            let token = self.best(place).unwrap_or(Token::literal(byte));
            self.tokens.push(token);
            place += usize::from(token.length.max(1));
        }
        &self.tokens
    }

    /// Returns the match at a place that saves most; `None` where none saves anything.
    #[inline]
    fn best(&mut self, place: usize) -> Option<Token> {
        let mut best = None;
        let mut most = 0;
        for source in &mut self.sources {
            let length = (source.differences.next_in_order(place) - place).min(MAX_MATCH);
            if length < MIN_MATCH {
                continue;
            }
            let saved = (LITERAL * length as u32).saturating_sub(length_cost(length) + source.price);
            if saved > most {
                most = saved;
                best = Some(Token::matching(length, source.distance));
                if length == MAX_MATCH {
                    break;
                }
            }
        }
        best
    }
}
