//! Quote lists: JSON lines or CSV, a quote a row, as `select` writes them and people trim them.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::error::{Error, Result};
use crate::language::{self, Language};
use crate::markup::Markup;
use crate::quote::{Attribution, Quote};

/// Columns a list may have, with their other names.
const COLUMNS: [(&str, &str); 22] = [
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
    ("keep", "keep"),
];

/// A row of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListRow {
    /// Its number, from 1; the header of a CSV file counts.
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

/// Reads a list, row by row. A bad row is an error in its place; the others go on.
pub fn rows<'a>(
    kind: ListKind,
    file: &'a str,
    bytes: &'a [u8],
) -> Box<dyn Iterator<Item = Result<ListRow>> + 'a> {
    match kind {
        ListKind::JsonLines => Box::new(json_lines(file, bytes)),
        ListKind::Csv => Box::new(csv_rows(file, bytes)),
    }
}

fn json_lines<'a>(file: &'a str, bytes: &'a [u8]) -> impl Iterator<Item = Result<ListRow>> + 'a {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let lines = bytes.split(|byte| *byte == b'\n').enumerate();
    lines.filter(|(_, line)| !line.trim_ascii().is_empty()).map(move |(index, line)| {
        let number = index + 1;
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
    })
}

fn csv_rows<'a>(file: &'a str, bytes: &'a [u8]) -> impl Iterator<Item = Result<ListRow>> + 'a {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::Headers).from_reader(bytes);
    let headers = reader.headers().cloned();
    reader.into_records().enumerate().map(move |(index, record)| {
        let number = index + 2;
        let refuse = |error: &csv::Error| bad_row(file, number, error.to_string());
        let headers = headers.as_ref().map_err(refuse)?;
        let record = record.map_err(|error| refuse(&error))?;
        let mut row = ListRow { number, ..ListRow::default() };
        for (key, cell) in headers.iter().zip(record.iter()) {
            // `select --csv` puts an apostrophe before what a spreadsheet would take for a formula.
            let formula = cell.strip_prefix('\'').filter(|rest| rest.starts_with(['=', '+', '-', '@']));
            row.add(key, formula.unwrap_or(cell).to_owned());
        }
        Ok(row)
    })
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

    /// Tells whether a person has struck the row out.
    #[must_use]
    pub fn is_struck_out(&self) -> bool {
        self.get("keep")
            .is_some_and(|keep| matches!(keep.to_lowercase().as_str(), "no" | "n" | "false" | "0"))
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
        let language = self.get("lang").map_or_else(|| language::guess(text), Language::new);
        let mut quote = Quote::typed_with(text, markup, attribution, language)?;
        quote.question = cell("question");
        quote.extras.handle = cell("handle");
        quote.extras.emphasis = cell("emphasis");
        Ok(quote)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_come_in_any_order_and_under_other_names() {
        let csv = b"Author,colour,text\r\nAda,red,\"One, two\"\r\n,,x\r\n";
        let rows: Vec<_> = rows(ListKind::Csv, "l.csv", csv).collect();
        let first = rows[0].as_ref().unwrap();
        assert_eq!((first.get("by"), first.get("text")), (Some("Ada"), Some("One, two")));
        assert_eq!(first.unknown, ["colour"]);
        let error = rows[1].as_ref().unwrap().quote("l.csv", Markup::None).unwrap_err();
        assert_eq!(error.to_string(), "l.csv, line 3: the row has no `by`");
    }

    #[test]
    fn a_bad_line_does_not_stop_the_next() {
        let text =
            b"{\"text\":\"a\",\"by\":\"b\"}\nnot json\n\n{\"text\":\"c\",\"by\":\"d\",\"keep\":\"no\"}\n";
        let rows: Vec<_> = rows(ListKind::JsonLines, "l.jsonl", text).collect();
        assert_eq!(rows.len(), 3);
        assert!(rows[1].as_ref().unwrap_err().to_string().starts_with("l.jsonl, line 2: this is no JSON"));
        assert!(rows[2].as_ref().unwrap().is_struck_out());
    }
}
