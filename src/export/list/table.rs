//! Lists as comma-separated values (RFC 4180).

use std::io::{self, BufRead};

use super::{ListRow, bad_row};
use crate::error::{Error, Result};

/// A table with a header.
pub(super) struct Table<R> {
    file: String,
    reader: csv::Reader<WithoutMark<R>>,
    headers: Option<csv::StringRecord>,
    ended: bool,
}

impl<R: BufRead> Table<R> {
    /// Begins.
    pub(super) fn new(file: String, input: R) -> Self {
        // Lines end with their line feed: a carriage return before it is cut off with other spaces, and would be counted
        // late.
        let reader = csv::ReaderBuilder::new()
            .trim(csv::Trim::Headers)
            .terminator(csv::Terminator::Any(b'\n'))
            .flexible(true)
            .from_reader(WithoutMark { input, at_start: true });
        Self { file, reader, headers: None, ended: false }
    }

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

impl<R: BufRead> Iterator for Table<R> {
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
