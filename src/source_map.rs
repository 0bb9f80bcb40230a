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

/// A segment as it is kept: in half the bytes, since a file in a foreign encoding has one for every few letters.
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
    /// Bytes of decoded text and of the file that one character of the run takes; zeros where the run has no inner
    /// positions.
    each: (u8, u8),
}

/// The way from decoded text back to the file, as segments in ascending order of both sides.
///
/// Text that no segment covers (a space put between two table cells, say) comes from nowhere in the file; a position
/// in it leads to the end of the segment before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceMap {
    runs: Vec<Run>,
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
        let each = if segment.text_len == segment.file_len { (1, 1) } else { (0, 0) };
        self.push_run(segment, each);
    }

    /// Adds a run of characters that take `text_each` bytes of the text and `file_each` of the file, every one of
    /// them: letters of another encoding. Zeros make a run that stands as a whole, even where the lengths are equal.
    pub fn push_characters(&mut self, segment: Segment, text_each: u8, file_each: u8) {
        let each = if text_each == file_each {
            (text_each.min(1), file_each.min(1))
        } else {
            (text_each, file_each)
        };
        self.push_run(segment, each);
    }

    fn push_run(&mut self, segment: Segment, each: (u8, u8)) {
        if segment.text_len == 0 {
            return;
        }
        let short = |len: usize| u32::try_from(len).expect("callers stay within `MAX_LEN`");
        let mut run = Run {
            text: short(segment.text),
            file: short(segment.file),
            text_len: short(segment.text_len),
            file_len: short(segment.file_len),
            each,
        };
        if let Some(last) = self.runs.last_mut() {
            debug_assert!(last.text + last.text_len <= run.text);
            // Two pieces of the same whole (paragraphs of a compressed file) are one.
            if each == (0, 0) && last.each == each && last.file == run.file && last.file_len == run.file_len {
                last.text_len = run.text + run.text_len - last.text;
                return;
            }
            // A whole that was cut (letters that are one code in the file, parted by markup) gives its bytes to the
            // first piece; the second gets what is left, so that the order holds.
            let end = last.file + last.file_len;
            if run.file < end {
                let left = (run.file + run.file_len).saturating_sub(end);
                run = Run { file: end, file_len: left, each: (0, 0), ..run };
            }
            let touches = last.text + last.text_len == run.text && last.file + last.file_len == run.file;
            if touches && last.each == run.each && run.each != (0, 0) {
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
        let first = inner.runs.partition_point(|run| (run.text + run.text_len) as usize <= range.start);
        for run in inner.runs[first..].iter().take_while(|run| (run.text as usize) < range.end) {
            let start = range.start.max(run.text as usize);
            let end = range.end.min((run.text + run.text_len) as usize);
            let file = inner.position(start, Edge::Start)..inner.position(end, Edge::End);
            let text = at + start - range.start;
            let segment = Segment { text, file: file.start, text_len: end - start, file_len: file.len() };
            self.push_run(segment, run.each);
        }
    }

    /// Gives back the memory that growing took beyond what is needed.
    pub fn shrink(&mut self) {
        self.runs.shrink_to_fit();
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
        match (run.each, edge) {
            ((0, _), Edge::Start) if inside < text_len => file,
            ((0, _), _) => file + file_len,
            ((text_each, file_each), Edge::Start) => {
                file + (inside / usize::from(text_each) * usize::from(file_each)).min(file_len)
            }
            ((text_each, file_each), Edge::End) => {
                file + (inside.div_ceil(usize::from(text_each)) * usize::from(file_each)).min(file_len)
            }
        }
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
}
