//! Splits the rows of a card on a slanted gradient.
//!
//! Nearly all of such a card is the row above, moved by some pixels, or, within a letter, not moved. A letter does not
//! repeat along its line, as the colours around it are others there: what [`super::parse`] looks for besides is not found.
//! So from each place the one stretch is taken that saves most: a shortest path takes twice the time and saves next to
//! nothing.

use super::differences::Differences;
use super::parse::{ABOVE_CODE, LITERAL, RUN, extra_bits, length_cost};
use super::{MAX_MATCH, MIN_MATCH, Rows, Span, WINDOW};

/// Splits rows; keeps its memory.
#[derive(Debug, Default)]
pub(super) struct SlantedParser {
    /// Where stretches may have stood before.
    sources: Vec<Source>,
    spans: Vec<Span>,
}

/// A distance, what differs from what stood so far before, and what a match at it takes besides its length.
#[derive(Debug, Default)]
struct Source {
    distance: usize,
    differences: Differences,
    /// The first difference at the place asked for last or after it.
    next: usize,
    price: u32,
}

impl SlantedParser {
    /// Splits rows into spans, which follow one another.
    pub(super) fn parse(&mut self, rows: &Rows<'_>) -> &[Span] {
        self.spans.clear();
        let above = (2..=WINDOW).contains(&rows.stride).then_some(&rows.stride);
        let distances = rows.slants.iter().chain(above).chain(&[1]);
        self.sources.resize_with(distances.clone().count(), Source::default);
        for (source, &distance) in self.sources.iter_mut().zip(distances) {
            source.differences.look(rows.bytes, distance);
            let code = if distance == 1 { RUN } else { ABOVE_CODE };
            (source.distance, source.price) = (distance, code + 8 * extra_bits(distance));
            source.next = 0;
        }
        let mut place = 0;
        while place < rows.bytes.len() {
            match (self.best(place), self.spans.last_mut()) {
                (Some(span), _) => {
                    self.spans.push(span);
                    place = span.end as usize;
                    continue;
                }
                (None, Some(span)) if span.distance == 0 => span.end += 1,
                (None, _) => {
                    self.spans.push(Span { start: place as u32, end: place as u32 + 1, distance: 0 })
                }
            }
            place += 1;
        }
        &self.spans
    }

    /// Returns the match at a place that saves most; `None` where none saves anything.
    #[inline]
    fn best(&mut self, place: usize) -> Option<Span> {
        let mut best = None;
        let mut most = 0;
        for source in &mut self.sources {
            let length = source.same(place);
            if length < MIN_MATCH {
                continue;
            }
            let price = length_cost(length.min(MAX_MATCH)) + source.price;
            let saved = (LITERAL * length as u32).saturating_sub(price);
            if saved > most {
                most = saved;
                let (start, end) = (place as u32, (place + length) as u32);
                best = Some(Span { start, end, distance: source.distance as u16 });
                if length >= MAX_MATCH {
                    break;
                }
            }
        }
        best
    }
}

impl Source {
    /// Returns how many bytes from a place on are as they were; places are asked for in order.
    #[inline]
    fn same(&mut self, place: usize) -> usize {
        if self.next <= place {
            self.next = self.differences.next(place);
        }
        self.next - place
    }
}
