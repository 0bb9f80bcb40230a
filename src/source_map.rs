//! The way from decoded text back to the bytes on disk.

use std::ops::Range;

use crate::interview::Span;

/// A run of decoded text and the bytes of the file it was decoded from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segment {
    /// Where the run starts in the decoded text.
    pub text: usize,
    /// Where it starts in the file.
    pub file: usize,
    /// Bytes of decoded text in the run.
    pub text_len: usize,
    /// Bytes of the file in the run. Where it equals `text_len` the run was copied byte for byte; else it stands
    /// as a whole for the other (an entity, a character of another encoding).
    pub file_len: usize,
}

/// A segment as it is kept: in half the bytes, since a page has one for every piece of text between two tags.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Run {
    /// Where the run starts in the decoded text.
    text: u32,
    /// Where it starts in the file.
    file: u32,
    /// Bytes of decoded text in the run.
    text_len: u32,
    /// Bytes of the file in the run.
    file_len: u32,
    /// How positions inside lead to the file.
    inside: Inside,
}

impl Run {
    /// Returns where the run ends in the decoded text.
    const fn text_end(&self) -> u32 {
        self.text + self.text_len
    }

    /// Returns where it ends in the file.
    const fn file_end(&self) -> u32 {
        self.file + self.file_len
    }
}

/// How positions inside a run lead to the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Inside {
    /// Not at all: the run stands as a whole.
    Whole,
    /// Every character takes so many bytes of the text and of the file. Equal numbers are ones.
    Even { text: u8, file: u8 },
    /// Characters take one, two or three bytes of the text, and what takes so many bytes of the file begins where
    /// [`SourceMap::units`] says.
    Counted { file: u8 },
}

impl Inside {
    /// Returns how characters lead that take so many bytes each; zeros are none.
    const fn even(text: u8, file: u8) -> Self {
        match (text, file) {
            (0, _) | (_, 0) => Self::Whole,
            (text, file) if text == file => Self::Even { text: 1, file: 1 },
            (text, file) => Self::Even { text, file },
        }
    }

    /// Tells whether characters of this kind can be counted among units of `unit` bytes.
    const fn fits(self, unit: u8) -> bool {
        matches!(self, Self::Even { file, .. } | Self::Counted { file } if file == unit)
    }
}

/// Evenly coded characters up to this many bytes are counted along with those around them: a run for every space
/// between two words of Cyrillic would take more memory than the words.
const FEW: u32 = 256;

/// The way from decoded text back to the file, as segments in ascending order of both sides.
///
/// Text that no segment covers (a space put between two table cells, say) comes from nowhere in the file; a position
/// in it leads to the end of the segment before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceMap {
    runs: Vec<Run>,
    /// Where in the text the units of counted runs begin.
    units: Units,
}

impl SourceMap {
    /// The longest file, and the longest text, that a map can lead through.
    pub const MAX_LEN: usize = u32::MAX as usize;

    /// Makes the map of a text that is the file from byte `file` on, `len` bytes of it.
    #[must_use]
    pub fn identity(file: usize, len: usize) -> Self {
        let mut map = Self::default();
        map.push(Segment { text: 0, file, text_len: len, file_len: len });
        map
    }

    /// Adds a segment after those before it; joins it to the last one where both go on byte for byte.
    ///
    /// Callers push in ascending order of the text, and of the file but for wholes that were cut.
    pub fn push(&mut self, segment: Segment) {
        let each = if segment.text_len == segment.file_len { 1 } else { 0 };
        self.push_run(segment, Inside::even(each, each));
    }

    /// Adds a run of characters that take `text_each` bytes of the text and `file_each` of the file, every one of
    /// them: letters of another encoding. Zeros make a run that stands as a whole, even where the lengths are equal.
    pub fn push_characters(&mut self, segment: Segment, text_each: u8, file_each: u8) {
        self.push_run(segment, Inside::even(text_each, file_each));
    }

    /// Adds text that starts at `at`, every character of which takes `unit` bytes of the file, from `file` on; one of
    /// four bytes takes twice as many (a surrogate pair). Returns how many bytes of the file that are.
    pub fn push_units(&mut self, at: usize, text: &str, file: usize, unit: u8) -> usize {
        let n_units = if unit == 1 && text.is_ascii() {
            self.push(Segment { text: at, file, text_len: text.len(), file_len: text.len() });
            text.len()
        } else {
            let n_units = self.units.extend(at, text);
            let file_len = n_units * usize::from(unit);
            let segment = Segment { text: at, file, text_len: text.len(), file_len };
            self.push_run(segment, Inside::Counted { file: unit });
            n_units
        };
        n_units * usize::from(unit)
    }

    fn push_run(&mut self, segment: Segment, inside: Inside) {
        if segment.text_len == 0 {
            return;
        }
        let short = |len: usize| u32::try_from(len).expect("callers stay within `MAX_LEN`");
        let mut run = Run {
            text: short(segment.text),
            file: short(segment.file),
            text_len: short(segment.text_len),
            file_len: short(segment.file_len),
            inside,
        };
        if let Some(last) = self.runs.last_mut() {
            debug_assert!(last.text_end() <= run.text);
            // Two pieces of the same whole (paragraphs of a compressed file) are one.
            if inside == Inside::Whole
                && last.inside == inside
                && last.file == run.file
                && last.file_len == run.file_len
            {
                last.text_len = run.text_end() - last.text;
                return;
            }
            // A whole that was cut (letters that are one code in the file, parted by markup) gives its bytes to the
            // first piece; the second gets what is left, so that the order holds.
            let end = last.file_end();
            if run.file < end {
                let left = run.file_end().saturating_sub(end);
                run = Run { file: end, file_len: left, inside: Inside::Whole, ..run };
            }
            let touches = last.text_end() == run.text && end == run.file;
            if touches && joined(&mut self.units, last, run) {
                last.text_len += run.text_len;
                last.file_len += run.file_len;
                return;
            }
        }
        self.runs.push(run);
    }

    /// Adds what `inner` says of a range of its text, as the text from `at` on.
    ///
    /// This composes two maps: `inner` leads from a text to the file, and that range of the text was copied to `at`.
    pub fn push_copied(&mut self, at: usize, inner: &Self, range: Range<usize>) {
        let first = inner.runs.partition_point(|run| run.text_end() as usize <= range.start);
        for run in inner.runs[first..].iter().take_while(|run| (run.text as usize) < range.end) {
            let start = range.start.max(run.text as usize);
            let end = range.end.min(run.text_end() as usize);
            let file = inner.position(start, Edge::Start)..inner.position(end, Edge::End);
            let text = at + start - range.start;
            let segment = Segment { text, file: file.start, text_len: end - start, file_len: file.len() };
            if let Inside::Counted { .. } = run.inside {
                self.units.extend_copied(text, &inner.units, start..end);
            }
            self.push_run(segment, run.inside);
        }
    }

    /// Gives back the memory that growing took beyond what is needed.
    pub fn shrink(&mut self) {
        self.runs.shrink_to_fit();
        self.units.shrink();
    }

    /// Returns the segments.
    pub fn segments(&self) -> impl Iterator<Item = Segment> + '_ {
        self.runs.iter().map(|run| Segment {
            text: run.text as usize,
            file: run.file as usize,
            text_len: run.text_len as usize,
            file_len: run.file_len as usize,
        })
    }

    /// Returns the bytes of the file that a span of the text was decoded from.
    #[must_use]
    pub fn file_range(&self, span: Span) -> Range<usize> {
        let start = self.position(span.start, Edge::Start);
        if span.is_empty() {
            return start..start;
        }
        start..self.position(span.end, Edge::End).max(start)
    }

    fn position(&self, at: usize, edge: Edge) -> usize {
        // The run that holds the byte: for an end, the byte before it.
        let byte = match edge {
            Edge::Start => at,
            Edge::End => at.saturating_sub(1),
        };
        let after = self.runs.partition_point(|run| run.text as usize <= byte);
        let Some(run) = after.checked_sub(1).map(|index| &self.runs[index]) else {
            return self.runs.first().map_or(0, |run| run.file as usize);
        };
        let inside = at - run.text as usize;
        let (file, file_len, text_len) = (run.file as usize, run.file_len as usize, run.text_len as usize);
        match (run.inside, edge) {
            (Inside::Whole, Edge::Start) if inside < text_len => file,
            (Inside::Whole, _) => file + file_len,
            (Inside::Even { text, file: each }, Edge::Start) => {
                file + (inside / usize::from(text) * usize::from(each)).min(file_len)
            }
            (Inside::Even { text, file: each }, Edge::End) => {
                file + (inside.div_ceil(usize::from(text)) * usize::from(each)).min(file_len)
            }
            (Inside::Counted { file: each }, edge) => {
                // A start inside a character leads to its first byte, an end past its last.
                let counted = match edge {
                    Edge::Start if inside < text_len => (self.units.before(at + 1)).saturating_sub(1),
                    _ => self.units.before(at),
                };
                let before = self.units.before(run.text as usize);
                file + (counted.saturating_sub(before) * usize::from(each)).min(file_len)
            }
        }
    }
}

/// Joins a run to the last one, but for its length; tells whether it could.
fn joined(units: &mut Units, last: &mut Run, run: Run) -> bool {
    match (last.inside, run.inside) {
        (Inside::Whole, _) | (_, Inside::Whole) => false,
        (last, next) if last == next => true,
        (Inside::Counted { file }, Inside::Even { text, .. })
            if run.inside.fits(file) && run.text_len <= FEW =>
        {
            units.extend_evenly(run.text as usize, run.text_len as usize, usize::from(text));
            true
        }
        _ => false,
    }
}

/// A bit for every byte of a text: whether a unit of the file begins there; with sums, so that they are counted fast.
///
/// A text in Windows-1251 has a one for every character; one in UTF-16 has two for a character of two units.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Units {
    /// The bits, the first one lowest.
    words: Vec<u64>,
    /// How many bits are set before every eighth word.
    sums: Vec<u32>,
    /// How many are set.
    total: u32,
}

impl Units {
    /// Words that have one sum.
    const STEP: usize = 8;

    /// Sets bits: those of `bits`, as the bits from `at` on. Bits come in ascending order.
    fn set(&mut self, at: usize, bits: u64) {
        if bits == 0 {
            return;
        }
        let (word, shift) = (at / 64, at % 64);
        self.grow(word);
        self.words[word] |= bits << shift;
        self.total += (bits << shift).count_ones();
        if shift > 0 && bits >> (64 - shift) != 0 {
            let rest = bits >> (64 - shift);
            self.grow(word + 1);
            self.words[word + 1] |= rest;
            self.total += rest.count_ones();
        }
    }

    /// Makes room up to a word. All bits that are set stand before the words that are added.
    fn grow(&mut self, word: usize) {
        while self.words.len() <= word {
            if self.words.len().is_multiple_of(Self::STEP) {
                self.sums.push(self.total);
            }
            self.words.push(0);
        }
    }

    /// Sets the bits of a text that starts at `at`; returns how many units it has.
    fn extend(&mut self, at: usize, text: &str) -> usize {
        let before = self.total;
        let bytes = text.as_bytes();
        // The second half of a pair begins in the middle of a character.
        let is_second = |index: usize| index.checked_sub(2).is_some_and(|index| bytes[index] >= 0xF0);
        for start in (0..bytes.len()).step_by(64) {
            let end = bytes.len().min(start + 64);
            let bits = (start..end).rev().fold(0, |bits, index| {
                bits << 1 | u64::from(bytes[index] & 0xC0 != 0x80 || is_second(index))
            });
            self.set(at + start, bits);
        }
        (self.total - before) as usize
    }

    /// Sets the bits of characters of equal length.
    fn extend_evenly(&mut self, at: usize, len: usize, each: usize) {
        for index in (0..len).step_by(each) {
            self.set(at + index, 1);
        }
    }

    /// Sets the bits that another text has in a range, as the bits from `at` on; the first is always one.
    fn extend_copied(&mut self, at: usize, other: &Self, range: Range<usize>) {
        for start in range.clone().step_by(64) {
            let len = (range.end - start).min(64);
            let bits = other.bits(start) & (u64::MAX >> (64 - len));
            self.set(at + start - range.start, bits | u64::from(start == range.start));
        }
    }

    /// Returns the 64 bits from a byte on.
    fn bits(&self, at: usize) -> u64 {
        let word = |index: usize| self.words.get(index).copied().unwrap_or_default();
        let (index, shift) = (at / 64, at % 64);
        let high = if shift == 0 { 0 } else { word(index + 1) << (64 - shift) };
        word(index) >> shift | high
    }

    /// Counts the units that begin before a byte.
    fn before(&self, at: usize) -> usize {
        let word = at / 64;
        if word >= self.words.len() {
            return self.total as usize;
        }
        let step = word / Self::STEP;
        let whole: u32 = self.words[step * Self::STEP..word].iter().map(|word| word.count_ones()).sum();
        let part = (self.words[word] & ((1 << (at % 64)) - 1)).count_ones();
        (self.sums[step] + whole + part) as usize
    }

    /// Gives back the memory that growing took beyond what is needed.
    fn shrink(&mut self) {
        self.words.shrink_to_fit();
        self.sums.shrink_to_fit();
    }
}

/// Which side of a span is asked for: a start inside a segment that has no inner positions leads to its first byte,
/// an end past its last.
#[derive(Clone, Copy)]
enum Edge {
    Start,
    End,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `a&amp;b` decoded to `a&b`, with a space added that stands nowhere.
    fn map() -> SourceMap {
        let mut map = SourceMap::default();
        map.push(Segment { text: 0, file: 10, text_len: 1, file_len: 1 });
        map.push(Segment { text: 1, file: 11, text_len: 1, file_len: 5 });
        map.push(Segment { text: 2, file: 16, text_len: 1, file_len: 1 });
        map.push(Segment { text: 4, file: 30, text_len: 4, file_len: 4 });
        map
    }

    #[test]
    fn spans_lead_back_to_the_file_through_entities_and_gaps() {
        let map = map();
        assert_eq!(map.file_range(Span::new(0, 1)), 10..11);
        assert_eq!(map.file_range(Span::new(1, 2)), 11..16);
        assert_eq!(map.file_range(Span::new(0, 3)), 10..17);
        assert_eq!(map.file_range(Span::new(2, 6)), 16..32);
        assert_eq!(map.file_range(Span::new(3, 4)), 17..17);
        assert_eq!(map.file_range(Span::new(8, 8)), 34..34);
    }

    #[test]
    fn copied_segments_that_touch_become_one() {
        let mut map = SourceMap::identity(3, 4);
        map.push(Segment { text: 4, file: 7, text_len: 2, file_len: 2 });
        let joined = Segment { text: 0, file: 3, text_len: 6, file_len: 6 };
        assert_eq!(map.segments().collect::<Vec<_>>(), [joined]);
    }

    #[test]
    fn letters_of_another_encoding_are_one_segment_with_positions_inside() {
        let mut map = SourceMap::default();
        map.push_characters(Segment { text: 0, file: 0, text_len: 6, file_len: 4 }, 3, 2);
        map.push_characters(Segment { text: 6, file: 4, text_len: 3, file_len: 2 }, 3, 2);
        assert_eq!(map.segments().count(), 1);
        assert_eq!(map.file_range(Span::new(3, 6)), 2..4);
        assert_eq!(map.file_range(Span::new(4, 5)), 2..4, "half a letter is all of it");
    }

    #[test]
    fn a_whole_that_is_cut_keeps_its_order() {
        let mut decoded = SourceMap::default();
        decoded.push_characters(Segment { text: 0, file: 0, text_len: 4, file_len: 2 }, 0, 0);
        decoded.push(Segment { text: 4, file: 2, text_len: 3, file_len: 3 });
        let mut map = SourceMap::default();
        map.push_copied(0, &decoded, 0..2);
        let rest = decoded.file_range(Span::new(2, 5));
        map.push(Segment { text: 2, file: rest.start, text_len: 1, file_len: rest.len() });
        assert_eq!(map.file_range(Span::new(0, 2)), 0..2);
        assert_eq!(map.file_range(Span::new(2, 3)), 2..3);
    }

    #[test]
    fn two_maps_become_one() {
        let mut decoded = SourceMap::default();
        decoded.push(Segment { text: 0, file: 0, text_len: 2, file_len: 2 });
        decoded.push_characters(Segment { text: 2, file: 2, text_len: 6, file_len: 4 }, 3, 2);
        let mut map = SourceMap::default();
        map.push_copied(0, &decoded, 1..5);
        map.push_copied(4, &decoded, 5..8);
        assert_eq!(map.file_range(Span::new(0, 4)), 1..4);
        assert_eq!(map.file_range(Span::new(4, 7)), 4..6);
    }

    /// A text of letters of one to four bytes, coded in units of two bytes, from byte 10 of a file on.
    fn counted(text: &str, at: usize) -> SourceMap {
        let mut map = SourceMap::default();
        assert_eq!(map.push_units(at, text, 10, 2), text.encode_utf16().count() * 2);
        map
    }

    #[test]
    fn units_lead_to_the_bytes_of_every_letter() {
        let text = "aж€😀 ".repeat(100);
        for at in [0, 1, 63, 64, 500] {
            let map = counted(&text, at);
            assert_eq!(map.segments().count(), 1);
            let mut file = 10;
            for (index, c) in text.char_indices() {
                let span = Span::new(at + index, at + index + c.len_utf8());
                assert_eq!(map.file_range(span), file..file + c.len_utf16() * 2, "{c} at {index}");
                file += c.len_utf16() * 2;
            }
        }
        assert_eq!(counted(&text, 0).file_range(Span::new(2, 3)), 12..14, "half a letter is all of it");
    }

    #[test]
    fn units_are_copied_with_their_text_and_take_in_what_is_between() {
        let text = "Один и два, ёж: 😀!".repeat(30);
        let inner = counted(&text, 7);
        let mut map = SourceMap::default();
        let half = text.find("два").unwrap();
        map.push_copied(3, &inner, 7..7 + half);
        map.push_copied(3 + half, &inner, 7 + half..7 + text.len());
        let file = map.file_range(Span::new(3, 3 + text.len())).end;
        map.push_characters(Segment { text: 3 + text.len(), file, text_len: 1, file_len: 2 }, 1, 2);
        assert_eq!(map.segments().count(), 1);
        for (index, c) in text.char_indices() {
            let range = |at: usize| Span::new(at + index, at + index + c.len_utf8());
            assert_eq!(map.file_range(range(3)), inner.file_range(range(7)));
        }
        assert_eq!(map.file_range(Span::new(3 + text.len(), 4 + text.len())), file..file + 2);
    }

    #[test]
    fn ascii_among_units_of_one_byte_is_copied_text() {
        let mut map = SourceMap::default();
        assert_eq!(map.push_units(0, "plain ", 0, 1), 6);
        assert_eq!(map.push_units(6, "é, naïf", 6, 1), 7);
        assert_eq!(map.push_units(15, "!", 13, 1), 1);
        assert_eq!(map.segments().count(), 2);
        assert_eq!(map.file_range(Span::new(0, 8)), 0..7);
        assert_eq!(map.file_range(Span::new(12, 16)), 11..14);
    }
}
