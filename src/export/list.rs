//! Quote lists: JSON lines or CSV, a quote a row, as `select` writes them and people trim them.

use std::collections::BTreeMap;
use std::io::{self, BufRead, Read as _};

use serde_json::Value;
use sha2::{Digest, Sha256};

use super::jobs::hex;
use super::names::slug;
use crate::error::{Error, Result};
use crate::language::{self, Language};
use crate::markup::Markup;
use crate::quote::{Attribution, Quote};

/// Columns a list may have, with their other names.
const COLUMNS: [(&str, &str); 23] = [
    ("text", "text"),
    ("by", "by"),
    ("author", "by"),
    ("speaker", "by"),
    ("role", "role"),
    ("publication", "publication"),
    ("source", "publication"),
    ("url", "url"),
    ("date", "date"),
    ("question", "question"),
    ("lang", "lang"),
    ("handle", "handle"),
    ("emphasis", "emphasis"),
    ("picture", "picture"),
    ("id", "id"),
    ("theme", "theme"),
    ("format", "format"),
    ("interview", "interview"),
    ("start", "start"),
    ("end", "end"),
    ("score", "score"),
    ("percentile", "percentile"),
    ("keep", "keep"),
];

/// A row of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListRow {
    /// The line it begins on, from 1.
    pub number: usize,
    /// Its cells by column, other names resolved, empty ones left out.
    pub cells: BTreeMap<&'static str, String>,
    /// Columns that nobody knows.
    pub unknown: Vec<String>,
}

/// The kinds of list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListKind {
    /// One JSON object a line.
    JsonLines,
    /// Comma-separated values with a header (RFC 4180).
    Csv,
}

/// Longest row that is read: a quote has a few hundred bytes.
const MOST_BYTES: u64 = 1 << 20;

/// Reads a list, row by row, and never holds more than one. A bad row is an error in its place; the others go on.
pub fn rows(kind: ListKind, file: &str, input: impl BufRead + Send + 'static) -> Rows {
    let file = file.to_owned();
    match kind {
        ListKind::JsonLines => Box::new(JsonLines { file, input, number: 0, ended: false }),
        ListKind::Csv => {
            let input = WithoutMark { input, at_start: true };
            // Lines end with their line feed: a carriage return before it is cut off with other spaces, and would be
            // counted late.
            let reader = csv::ReaderBuilder::new()
                .trim(csv::Trim::Headers)
                .terminator(csv::Terminator::Any(b'\n'))
                .flexible(true)
                .from_reader(input);
            Box::new(CsvRows { file, reader, headers: None, ended: false })
        }
    }
}

/// The rows of a list.
pub type Rows = Box<dyn Iterator<Item = Result<ListRow>> + Send>;

/// Tells JSON lines from CSV by the first byte that is no space; an empty list is of either kind.
///
/// # Errors
/// What reading says.
pub fn kind_of(input: &mut impl BufRead) -> io::Result<ListKind> {
    let head = input.fill_buf()?;
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    Ok(if head.is_empty() || head[0] == b'{' { ListKind::JsonLines } else { ListKind::Csv })
}

struct JsonLines<R> {
    file: String,
    input: R,
    /// Of the line that was read last.
    number: usize,
    ended: bool,
}

impl<R: BufRead> JsonLines<R> {
    /// Reads a line into `line`; tells whether it is whole. `None` at the end.
    fn line(&mut self, line: &mut Vec<u8>) -> io::Result<Option<bool>> {
        line.clear();
        if (&mut self.input).take(MOST_BYTES).read_until(b'\n', line)? == 0 {
            return Ok(None);
        }
        let is_whole = line.ends_with(b"\n") || (line.len() as u64) < MOST_BYTES;
        if !is_whole {
            self.input.skip_until(b'\n')?;
        }
        Ok(Some(is_whole))
    }
}

impl<R: BufRead> Iterator for JsonLines<R> {
    type Item = Result<ListRow>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut line = Vec::new();
        while !self.ended {
            let is_whole = match self.line(&mut line) {
                Ok(None) => return None,
                Ok(Some(is_whole)) => is_whole,
                Err(source) => {
                    self.ended = true;
                    return Some(Err(Error::Io { action: "read", path: self.file.clone().into(), source }));
                }
            };
            self.number += 1;
            let text = line.strip_prefix(b"\xef\xbb\xbf").filter(|_| self.number == 1).unwrap_or(&line);
            if !is_whole {
                let message = format!("the row has more than {MOST_BYTES} bytes");
                return Some(Err(bad_row(&self.file, self.number, message)));
            }
            if !text.trim_ascii().is_empty() {
                return Some(json_row(&self.file, self.number, text));
            }
        }
        None
    }
}

fn json_row(file: &str, number: usize, line: &[u8]) -> Result<ListRow> {
    let refuse = |message: String| bad_row(file, number, message);
    let value: Value =
        serde_json::from_slice(line).map_err(|error| refuse(format!("this is no JSON: {error}")))?;
    let Value::Object(object) = value else { return Err(refuse("this is no JSON object".to_owned())) };
    let mut row = ListRow { number, ..ListRow::default() };
    for (key, value) in object {
        let cell = match value {
            Value::Null => String::new(),
            Value::String(text) => text,
            other => other.to_string(),
        };
        row.add(&key, cell);
    }
    Ok(row)
}

struct CsvRows<R> {
    file: String,
    reader: csv::Reader<R>,
    headers: Option<csv::StringRecord>,
    ended: bool,
}

impl<R: io::Read> CsvRows<R> {
    /// Says what is wrong with a row; a file that cannot be read on ends with that.
    fn refuse(&mut self, error: csv::Error) -> Error {
        let line = error.position().map_or_else(|| self.reader.position().line(), csv::Position::line);
        let message = match error.into_kind() {
            csv::ErrorKind::Io(source) => {
                self.ended = true;
                return Error::Io { action: "read", path: self.file.clone().into(), source };
            }
            csv::ErrorKind::Utf8 { .. } => "this is no text in UTF-8".to_owned(),
            other => format!("this is no CSV: {other:?}"),
        };
        bad_row(&self.file, line as usize, message)
    }
}

impl<R: io::Read> Iterator for CsvRows<R> {
    type Item = Result<ListRow>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        if self.headers.is_none() {
            match self.reader.headers().cloned() {
                Ok(headers) => self.headers = Some(headers),
                Err(error) => {
                    let error = self.refuse(error);
                    self.ended = true;
                    return Some(Err(error));
                }
            }
        }
        let mut record = csv::StringRecord::new();
        loop {
            match self.reader.read_record(&mut record) {
                Ok(true) if record.len() == 1 && record[0].trim().is_empty() => {}
                Ok(true) => break,
                Ok(false) => return None,
                Err(error) => return Some(Err(self.refuse(error))),
            }
        }
        let number = record.position().map_or(0, csv::Position::line) as usize;
        let expected = self.headers.as_ref().map_or(0, csv::StringRecord::len);
        if record.len() != expected {
            let message = format!("the row has {} cells, and the first line {expected}", record.len());
            return Some(Err(bad_row(&self.file, number, message)));
        }
        let mut row = ListRow { number, ..ListRow::default() };
        for (key, cell) in self.headers.iter().flatten().zip(record.iter()) {
            // `select --csv` puts an apostrophe before what a spreadsheet would take for a formula.
            let formula = cell.strip_prefix('\'').filter(|rest| rest.starts_with(['=', '+', '-', '@']));
            row.add(key, formula.unwrap_or(cell).to_owned());
        }
        Some(Ok(row))
    }
}

/// A file without the mark that some programs put first (U+FEFF).
struct WithoutMark<R> {
    input: R,
    at_start: bool,
}

impl<R: BufRead> io::Read for WithoutMark<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if std::mem::take(&mut self.at_start) && self.input.fill_buf()?.starts_with(b"\xef\xbb\xbf") {
            self.input.consume(3);
        }
        self.input.read(buffer)
    }
}

fn bad_row(file: &str, number: usize, message: String) -> Error {
    Error::Data { file: file.to_owned(), line: Some(number), message, hint: None }
}

impl ListRow {
    fn add(&mut self, key: &str, cell: String) {
        let Some((_, column)) = COLUMNS.iter().find(|(name, _)| name.eq_ignore_ascii_case(key.trim())) else {
            self.unknown.push(key.to_owned());
            return;
        };
        let cell = cell.trim().to_owned();
        if !cell.is_empty() {
            self.cells.entry(column).or_insert(cell);
        }
    }

    /// Returns a cell.
    #[must_use]
    pub fn get(&self, column: &str) -> Option<&str> {
        self.cells.get(column).map(String::as_str)
    }

    /// Returns what tells the row from others of the same name: its `id`, else eight hexadecimal digits of the hash of
    /// what it says.
    ///
    /// An id that is not safe in a file's name is made so, and keeps eight digits that tell it from its likes.
    #[must_use]
    pub fn number(&self) -> String {
        match self.get("id") {
            Some(id) => {
                let safe = slug(id);
                if safe == id.to_lowercase() { safe } else { format!("{safe}-{}", short_hash([id])) }
            }
            None => short_hash(self.said()),
        }
    }

    /// Returns everything that decides what its cards show, column by column.
    pub fn said(&self) -> impl Iterator<Item = &str> {
        let aside = ["keep", "score", "percentile", "start", "end"];
        let shown = self.cells.iter().filter(move |(column, _)| !aside.contains(column));
        shown.flat_map(|(column, cell)| [*column, cell.as_str()])
    }

    /// Tells whether a person has struck the row out.
    #[must_use]
    pub fn is_struck_out(&self) -> bool {
        self.get("keep")
            .is_some_and(|keep| matches!(keep.to_lowercase().as_str(), "no" | "n" | "false" | "0"))
    }

    /// Returns the row's language: what it says, or what its text looks like.
    #[must_use]
    pub fn language(&self) -> Language {
        let guessed = || language::guess(self.get("text").unwrap_or_default());
        self.get("lang").map_or_else(guessed, Language::new)
    }

    /// Returns the row's quote, stars in its text as `markup` says.
    ///
    /// # Errors
    /// [`Error::Data`] when it has no text or no name.
    pub fn quote(&self, file: &str, markup: Markup) -> Result<Quote> {
        let need = |column: &str| {
            self.get(column).ok_or_else(|| bad_row(file, self.number, format!("the row has no `{column}`")))
        };
        let cell = |column: &str| self.get(column).map(str::to_owned);
        let text = need("text")?;
        let attribution = Attribution {
            name: need("by")?.to_owned(),
            role: cell("role"),
            publication: cell("publication"),
            date: cell("date"),
        };
        let language = self.language();
        let mut quote = Quote::typed_with(text, markup, attribution, language)?;
        quote.question = cell("question");
        quote.extras.handle = cell("handle");
        quote.extras.emphasis = cell("emphasis");
        Ok(quote)
    }
}

/// Returns eight hexadecimal digits of the hash of texts.
fn short_hash<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    let mut hash = Sha256::new();
    for text in texts {
        hash.update((text.len() as u64).to_le_bytes());
        hash.update(text.as_bytes());
    }
    hex(&hash.finalize()[..4])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_come_in_any_order_and_under_other_names() {
        let csv: &[u8] = b"Author,colour,text\r\nAda,red,\"One, two\"\r\n,,x\r\n";
        let rows: Vec<_> = rows(ListKind::Csv, "l.csv", csv).collect();
        let first = rows[0].as_ref().unwrap();
        assert_eq!((first.get("by"), first.get("text")), (Some("Ada"), Some("One, two")));
        assert_eq!(first.unknown, ["colour"]);
        let error = rows[1].as_ref().unwrap().quote("l.csv", Markup::None).unwrap_err();
        assert_eq!(error.to_string(), "l.csv, line 3: the row has no `by`");
    }

    #[test]
    fn a_bad_line_does_not_stop_the_next() {
        let text: &[u8] =
            b"{\"text\":\"a\",\"by\":\"b\"}\nnot json\n\n{\"text\":\"c\",\"by\":\"d\",\"keep\":\"no\"}\n";
        let rows: Vec<_> = rows(ListKind::JsonLines, "l.jsonl", text).collect();
        assert_eq!(rows.len(), 3);
        assert!(rows[1].as_ref().unwrap_err().to_string().starts_with("l.jsonl, line 2: this is no JSON"));
        assert!(rows[2].as_ref().unwrap().is_struck_out());
        assert_eq!(rows[2].as_ref().unwrap().number, 4);
    }

    #[test]
    fn a_row_of_another_length_and_one_over_several_lines_are_counted_by_lines() {
        let csv: &[u8] = b"\xef\xbb\xbftext,by\n\"a\nb\",c\nd\ne,\xff\nf,g\n";
        let rows: Vec<_> = rows(ListKind::Csv, "l.csv", csv).collect();
        let told: Vec<String> = rows
            .iter()
            .map(|row| row.as_ref().map_or_else(ToString::to_string, |row| row.number.to_string()))
            .collect();
        let expected = [
            "2",
            "l.csv, line 4: the row has 1 cells, and the first line 2",
            "l.csv, line 5: this is no text in UTF-8",
            "6",
        ];
        assert_eq!(told, expected);
        assert_eq!(rows[0].as_ref().unwrap().get("text"), Some("a\nb"));
    }

    #[test]
    fn an_endless_row_is_passed_over() {
        let text = format!("{{\"text\":\"{}\"}}\n{{\"text\":\"a\"}}\n", "x".repeat(3 << 20));
        let rows: Vec<_> = rows(ListKind::JsonLines, "l.jsonl", io::Cursor::new(text.into_bytes())).collect();
        assert!(rows[0].as_ref().unwrap_err().to_string().contains("more than"));
        assert_eq!((rows.len(), rows[1].as_ref().unwrap().number), (2, 2));
    }

    #[test]
    fn a_row_is_told_from_others_by_its_id_or_by_what_it_says() {
        let row = |cells: &[(&'static str, &str)]| ListRow {
            cells: cells.iter().map(|(column, cell)| (*column, (*cell).to_owned())).collect(),
            ..ListRow::default()
        };
        assert_eq!(row(&[("id", "Kiln")]).number(), "kiln");
        assert_ne!(row(&[("id", "a/b")]).number(), row(&[("id", "a b")]).number());
        let number = row(&[("text", "a"), ("by", "b")]).number();
        assert_eq!(number.len(), 8);
        assert_eq!(number, row(&[("text", "a"), ("by", "b"), ("keep", "yes"), ("score", "3")]).number());
        assert_ne!(number, row(&[("text", "a"), ("by", "c")]).number());
    }
}
