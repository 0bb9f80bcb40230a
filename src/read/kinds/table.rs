//! Tables of turns: CSV, and its kin with semicolons and tabs.
//!
//! Fields are kept as ranges of the file, which a CSV library does not tell through quotation marks; the grammar of
//! RFC 4180 is a page of code.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::decode::Decoded;
use super::recognise::unreadable;
use super::rows::{Column, heading, may_be_name, may_be_time};
use super::writer::Writer;
use crate::error::Result;
use crate::interview::Span;
use crate::read::document::{BlockKind, Document};

/// What may part fields.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// How many records tell what a table is like.
const SAMPLE: usize = 200;

/// Takes the words out of a table.
pub(super) fn read(decoded: &Decoded, name: &str) -> Result<Document> {
    let source = decoded.text.as_str();
    let delimiter = delimiter(source);
    let sample: Vec<Vec<Range<usize>>> = Records::new(source, delimiter).take(SAMPLE).collect();
    let Some(columns) = columns(source, &sample) else {
        let hint = "head the columns `speaker` and `text`";
        return Err(unreadable(name, "is a table without a column of speech", hint));
    };
    let mut writer = Writer::new(decoded);
    let mut names: HashMap<&str, Span> = HashMap::new();
    for fields in Records::new(source, delimiter).skip(usize::from(columns.headed)) {
        let speaker = columns.speaker.and_then(|column| fields.get(column).cloned());
        let mut voice = speaker.as_ref().and_then(|name| names.get(&source[name.clone()]).copied());
        let first = writer.document.blocks.len();
        for (index, field) in fields.into_iter().enumerate() {
            if index == columns.text {
                speech(&mut writer, field);
            } else if Some(index) == columns.speaker && voice.is_none() {
                voice = writer.name(|writer| unquote(writer, field.clone()));
                if let Some(span) = voice {
                    names.insert(&source[field], span);
                }
            }
        }
        for block in &mut writer.document.blocks[first..] {
            block.voice = voice;
        }
    }
    Ok(writer.finish(decoded))
}

/// Tells whether a text without a telling name is a table of turns: its first line heads columns of speakers and text.
pub(super) fn looks_like_one(text: &str) -> bool {
    let Some(first) = Records::new(text, delimiter(text)).next() else { return false };
    let headings: Vec<Option<Column>> = first.iter().map(|field| heading(&text[field.clone()])).collect();
    headings.contains(&Some(Column::Speaker)) && headings.contains(&Some(Column::Text))
}

/// Tells what parts the fields: what parts the first records most alike.
fn delimiter(text: &str) -> u8 {
    let alike = |delimiter: u8| {
        let counts: Vec<usize> = Records::new(text, delimiter).take(20).map(|fields| fields.len()).collect();
        let first = counts.first().copied().unwrap_or(1);
        let same = counts.iter().filter(|count| **count == first).count();
        (first > 1, same, std::cmp::Reverse(first))
    };
    // The first of equals wins: `max_by_key` returns the last.
    DELIMITERS.into_iter().rev().max_by_key(|delimiter| alike(*delimiter)).unwrap_or(b',')
}

/// Which column is which.
struct Columns {
    headed: bool,
    speaker: Option<usize>,
    text: usize,
}

/// Tells the columns by their headings, or by what is in them.
fn columns(source: &str, sample: &[Vec<Range<usize>>]) -> Option<Columns> {
    let first = sample.first()?;
    let headings: Vec<Option<Column>> = first.iter().map(|field| heading(&source[field.clone()])).collect();
    let find = |column| headings.iter().position(|heading| *heading == Some(column));
    if let Some(text) = find(Column::Text) {
        return Some(Columns { headed: true, speaker: find(Column::Speaker), text });
    }
    let headed = find(Column::Speaker).is_some() || find(Column::Time).is_some();
    let rows = &sample[usize::from(headed)..];
    let width = rows.iter().map(Vec::len).max()?;
    let cells = |column: usize| {
        rows.iter().filter_map(move |fields| fields.get(column)).map(|field| &source[field.clone()])
    };
    let text = (0..width)
        .filter(|column| !cells(*column).all(|cell| cell.is_empty() || may_be_time(cell)))
        .filter(|column| cells(*column).any(|cell| cell.chars().any(char::is_alphabetic)))
        .max_by_key(|column| (cells(*column).map(str::len).sum::<usize>(), std::cmp::Reverse(*column)))?;
    let of_names = |column: &usize| {
        let named: Vec<&str> = cells(*column).filter(|cell| !cell.is_empty()).collect();
        let each: HashSet<&&str> = named.iter().collect();
        let again = named.len() >= 3 && each.len() * 3 <= named.len() * 2;
        *column != text && again && named.iter().all(|cell| may_be_name(cell))
    };
    let speaker =
        find(Column::Speaker).filter(|column| *column != text).or_else(|| (0..width).find(of_names));
    Some(Columns { headed, speaker, text })
}

/// Writes a field of speech; blank lines in it part paragraphs.
fn speech(writer: &mut Writer<'_>, field: Range<usize>) {
    let mut at = field.start;
    for line in writer.source[field].split_inclusive('\n') {
        if line.trim().is_empty() {
            writer.end(BlockKind::Paragraph, None);
        } else {
            unquote(writer, at..at + line.len());
        }
        at += line.len();
    }
    writer.end(BlockKind::Paragraph, None);
}

/// Copies a piece of a field, doubled quotation marks halved.
fn unquote(writer: &mut Writer<'_>, piece: Range<usize>) {
    let mut at = piece.start;
    while let Some(found) = writer.source[at..piece.end].find("\"\"") {
        // The first of the two is copied; the second only moves us on.
        writer.copy(at..at + found);
        writer.whole("\"", at + found..at + found + 2);
        at += found + 2;
    }
    writer.copy(at..piece.end);
}

/// Iterates over records: the ranges of their fields, without the quotation marks around them. Empty lines are none.
struct Records<'t> {
    text: &'t str,
    delimiter: u8,
    at: usize,
}

impl<'t> Records<'t> {
    fn new(text: &'t str, delimiter: u8) -> Self {
        Self { text, delimiter, at: 0 }
    }

    /// Reads a field at `at`; returns its range, and moves behind it.
    fn field(&mut self) -> Range<usize> {
        let bytes = self.text.as_bytes();
        let ends = |byte: u8| byte == self.delimiter || byte == b'\n' || byte == b'\r';
        let len_of = |from: usize| bytes[from..].iter().take_while(|byte| !ends(**byte)).count();
        if bytes.get(self.at) == Some(&b'"')
            && let Some(end) = quoted_end(bytes, self.at + 1)
        {
            let field = self.at + 1..end;
            // What follows the closing mark up to the delimiter is a mishap, and space mostly.
            self.at = end + 1 + len_of(end + 1);
            return field;
        }
        let start = self.at;
        self.at += len_of(start);
        let field = &self.text[start..self.at];
        let inner = field.trim();
        let from = start + (field.len() - field.trim_start().len());
        from..from + inner.len()
    }
}

/// The longest quoted field; a quotation mark that none ends within this is a character like others.
const MAX_QUOTED: usize = 1 << 20;

/// Finds the quotation mark that ends a field.
fn quoted_end(bytes: &[u8], start: usize) -> Option<usize> {
    let mut at = start;
    let bound = bytes.len().min(start.saturating_add(MAX_QUOTED));
    while at < bound {
        match (bytes[at], bytes.get(at + 1)) {
            (b'"', Some(b'"')) => at += 2,
            (b'"', _) => return Some(at),
            _ => at += 1,
        }
    }
    None
}

impl Iterator for Records<'_> {
    type Item = Vec<Range<usize>>;

    fn next(&mut self) -> Option<Self::Item> {
        let bytes = self.text.as_bytes();
        while matches!(bytes.get(self.at), Some(b'\n' | b'\r')) {
            self.at += 1;
        }
        if self.at >= bytes.len() {
            return None;
        }
        let mut fields = vec![self.field()];
        while bytes.get(self.at) == Some(&self.delimiter) {
            self.at += 1;
            fields.push(self.field());
        }
        Some(fields)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::kinds::decode::decode;
    use crate::read::kinds::tests::voiced;

    fn document(source: &str) -> Document {
        read(&decode(source.as_bytes()).unwrap(), "talk.csv").unwrap()
    }

    #[test]
    fn columns_are_known_by_heading_or_by_what_is_in_them() {
        let said = ["Max: Why, then?", "Ida: The \"Quay\".", "Max: Ah."];
        for source in [
            "speaker,text\nMax,\"Why, then?\"\nIda,\"The \"\"Quay\"\".\"\nMax,Ah.\n",
            "Time;Text;Speaker\r\n0:01;Why, then?;Max\r\n0:02;\"The \"\"Quay\"\".\";Ida\r\n0:03;Ah.;Max\r\n",
            "0:01\tMax\tWhy, then?\n0:02\tIda\tThe \"Quay\".\n0:03\tMax\tAh.\n",
        ] {
            assert_eq!(voiced(&document(source)), said, "{source}");
        }
    }

    #[test]
    fn a_field_leads_to_its_bytes_and_a_blank_line_parts_it() {
        let source = "speaker,text\nIda,\"One \"\"two\"\".\n\nThree.\"\n";
        let document = document(source);
        assert_eq!(voiced(&document), ["Ida: One \"two\".", "Ida: Three."]);
        assert_eq!(&source[document.map.file_range(document.blocks[0].span)], "One \"\"two\"\".");
    }

    #[test]
    fn numbers_alone_are_no_interview() {
        assert!(read(&decode(b"1,2\n3,4\n").unwrap(), "a.csv").is_err());
    }
}
