//! Quote lists: JSON lines or CSV, a quote a row, as `select` writes them and people trim them.

mod json_lines;
mod table;

use std::collections::BTreeMap;
use std::io::{self, BufRead};

use sha2::{Digest, Sha256};

use self::json_lines::JsonLines;
use self::table::Table;
use super::jobs::add;
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

/// Reads a list, row by row, and never holds more than one. A bad row is an error in its place; the others go on.
pub fn rows(kind: ListKind, file: &str, input: impl BufRead + Send + 'static) -> Rows {
    let file = file.to_owned();
    match kind {
        ListKind::JsonLines => Box::new(JsonLines::new(file, input)),
        ListKind::Csv => Box::new(Table::new(file, input)),
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
        add(&mut hash, text);
    }
    base16ct::lower::encode_string(&hash.finalize()[..4])
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
