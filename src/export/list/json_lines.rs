//! Lists as JSON lines: an object a row.

use std::io::{self, BufRead, Read};

use serde_json::Value;

use super::{ListRow, bad_row};
use crate::error::{Error, Result};

/// Longest row that is read: a quote has a few hundred bytes.
const MOST_BYTES: u64 = 1 << 20;

/// Lines, each a row.
pub(super) struct JsonLines<R> {
    file: String,
    input: R,
    /// Of the line that was read last.
    number: usize,
    ended: bool,
}

impl<R: BufRead> JsonLines<R> {
    /// Begins.
    pub(super) fn new(file: String, input: R) -> Self {
        Self { file, input, number: 0, ended: false }
    }

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
