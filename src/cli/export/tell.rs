//! What is told of a run: a line a card or a row on standard output, remarks and errors beside it.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::path::Path;

use serde::Serialize;

use crate::cli::args::ExportArgs;
use crate::cli::progress::Progress;
use crate::cli::{Outcome, output, remark, report_about};
use crate::error::Result;
use crate::export::folder::Written;
use crate::export::jobs::Job;
use crate::export::manifest::Entry;
use crate::export::run::{Failure, Outcome as CardOutcome, Plan, Told};

/// What lines tell of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// The cards of a set.
    Set,
    /// Rows of one card each, which come from standard input.
    Row,
    /// Rows of several cards each.
    Rows,
    /// Cards that would be made.
    Plan,
}

/// Tells of cards.
pub(super) struct Teller<'a> {
    args: &'a ExportArgs,
    out: &'a Path,
    kind: Kind,
    progress: &'a Progress,
    failed: bool,
    cards: usize,
    unchanged: usize,
    misfits: usize,
    /// Remarks that were made.
    told: BTreeSet<String>,
    /// Cards of the row that is being told of.
    row: Vec<serde_json::Value>,
}

/// A line of JSON about a card that is there.
#[derive(Serialize)]
struct Line<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    row: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    #[serde(flatten)]
    entry: &'a Entry,
    path: String,
    written: bool,
}

/// A line of JSON about what went wrong.
#[derive(Serialize)]
struct Wrong<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    row: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    file: &'a str,
    error: String,
    hint: Option<String>,
}

/// A line of JSON about a card that would be made.
#[derive(Serialize)]
struct Planned<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    row: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    file: &'a str,
    path: String,
    width: u32,
    height: u32,
    /// The size of the quote's type, in pixels.
    #[serde(skip_serializing_if = "Option::is_none")]
    size: Option<f32>,
    text: &'a str,
    unchanged: bool,
}

impl<'a> Teller<'a> {
    pub(super) fn new(args: &'a ExportArgs, out: &'a Path, kind: Kind, progress: &'a Progress) -> Self {
        Self {
            args,
            out,
            kind,
            progress,
            failed: false,
            cards: 0,
            unchanged: 0,
            misfits: 0,
            told: BTreeSet::new(),
            row: Vec::new(),
        }
    }

    /// Tells of a card, and whether to go on.
    pub(super) fn tell(&mut self, outcome: &CardOutcome<'_>) -> Result<ControlFlow<()>> {
        self.progress.aside(|| outcome.job.notes.iter().for_each(|note| remark(note)));
        let job = &outcome.job;
        let told = match &outcome.result {
            Ok(Told::There(entry, written)) => self.there(job, entry, *written),
            Ok(Told::Planned(plan)) => self.planned(job, plan),
            Ok(Told::StruckOut) => self.struck_out(job),
            Ok(Told::Elsewhere(note)) => {
                self.once(format!("note: {note}"));
                Ok(())
            }
            Err(failure) => self.wrong(job, failure),
        };
        self.progress.one_done();
        told?;
        if job.is_last && self.kind == Kind::Rows {
            self.end_row(job)?;
        }
        let stops = self.args.fail_fast && outcome.result.is_err();
        Ok(if stops { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
    }

    /// Tells of a card that is there.
    fn there(&mut self, job: &Job<'_>, entry: &Entry, written: Written) -> Result<()> {
        self.cards += 1;
        self.unchanged += usize::from(written == Written::Unchanged);
        for mended in &entry.mended {
            self.once(format!("note: ink changed within its hue, to be read: {}: {mended}", entry.theme));
        }
        if let Ok(row) = &**job.row
            && entry.text != row.quote.text()
        {
            self.aside(&format!("note: {}: a shorter cut, as the whole does not fit", entry.file));
        }
        for note in &entry.notes {
            self.once(format!("note: {note}"));
        }
        let path = self.path(&entry.file);
        if !self.args.json {
            return self.line(&path);
        }
        // What is a line of its own says which row it is of.
        let is_alone = self.kind == Kind::Row;
        let (row, id) = (job.line.filter(|_| is_alone), job.id.as_deref().filter(|_| is_alone));
        self.json(&Line { row, id, entry, path, written: written == Written::New })
    }

    /// Tells of a card that would be made.
    fn planned(&mut self, job: &Job<'_>, plan: &Plan) -> Result<()> {
        self.cards += 1;
        let unchanged = plan.layout.is_none();
        self.unchanged += usize::from(unchanged);
        let size = plan.layout.as_ref().map(|layout| layout.quote_size.0);
        let (width, height) = (plan.size.width, plan.size.height);
        let path = self.path(&job.file);
        if !self.args.json {
            let state = size.map_or_else(|| "unchanged".to_owned(), |size| format!("type of {size} px"));
            return self.line(&format!("{path}\t{width}×{height}\t{state}"));
        }
        let (row, id) = (job.line, job.id.as_deref());
        self.json(&Planned {
            row,
            id,
            file: &job.file,
            path,
            width,
            height,
            size,
            text: &plan.text,
            unchanged,
        })
    }

    /// Tells of a row that somebody struck out.
    fn struck_out(&mut self, job: &Job<'_>) -> Result<()> {
        if !(self.args.json && job.is_first) {
            return Ok(());
        }
        let line = serde_json::json!({ "row": job.line, "id": job.id, "struck_out": true });
        self.line(&line.to_string())
    }

    /// Tells of what went wrong.
    fn wrong(&mut self, job: &Job<'_>, failure: &Failure) -> Result<()> {
        self.failed = true;
        let error = failure.error();
        let (subject, file) = match failure {
            // What is wrong with a row is told of once.
            Failure::Row(_) if !job.is_first => return Ok(()),
            Failure::Row(_) if error.line().is_some() => ("", ""),
            Failure::Row(_) => (job.place.as_str(), ""),
            Failure::Card(_) => (job.file.as_str(), job.file.as_str()),
        };
        self.misfits += 1;
        self.progress.aside(|| report_about(subject, error));
        if !self.args.json {
            return Ok(());
        }
        let names_row = self.kind != Kind::Set && self.kind != Kind::Rows;
        self.json(&Wrong {
            row: job.line.or(error.line()).filter(|_| names_row),
            id: job.id.as_deref().filter(|_| names_row),
            file,
            error: error.to_string(),
            hint: error.hint().filter(|hint| !hint.is_empty()),
        })
    }

    /// Prints the line of a row of several cards.
    fn end_row(&mut self, job: &Job<'_>) -> Result<()> {
        let cards = std::mem::take(&mut self.row);
        if !self.args.json || cards.is_empty() {
            return Ok(());
        }
        let mut line = serde_json::Map::new();
        let mut add = |key: &str, value: serde_json::Value| {
            if !value.is_null() {
                line.insert(key.to_owned(), value);
            }
        };
        let error = match &**job.row {
            Err(error) => error.line(),
            Ok(_) => None,
        };
        add("row", job.line.or(error).into());
        add("id", job.id.clone().into());
        if let Some(wrong) = cards.iter().find(|card| card.get("error").is_some()) {
            add("error", wrong["error"].clone());
            add("hint", wrong["hint"].clone());
        }
        let cards: Vec<_> = cards.into_iter().filter(|card| card.get("file").is_some()).collect();
        if !cards.is_empty() {
            add("cards", cards.into());
        }
        self.line(&serde_json::Value::Object(line).to_string())
    }

    /// Prints a line of JSON, or keeps it for the row's line.
    fn json(&mut self, value: &impl Serialize) -> Result<()> {
        // Strings, numbers and lists of them always serialise.
        if self.kind == Kind::Rows {
            self.row.push(serde_json::to_value(value).unwrap_or_default());
            return Ok(());
        }
        self.line(&serde_json::to_string(value).unwrap_or_default())
    }

    fn line(&self, text: &str) -> Result<()> {
        self.progress.aside(|| output::line(text))
    }

    fn aside(&self, text: &str) {
        self.progress.aside(|| remark(text));
    }

    /// Makes a remark that is made once.
    fn once(&mut self, text: String) {
        if !self.told.contains(&text) {
            self.aside(&text);
            self.told.insert(text);
        }
    }

    fn path(&self, file: &str) -> String {
        self.out.join(file).to_string_lossy().into_owned()
    }

    /// Tells whether something went wrong.
    pub(super) fn has_failed(&self) -> bool {
        self.failed
    }

    /// Says how a set ended.
    pub(super) fn summarize(&self, count: usize) {
        let left = match self.unchanged {
            0 => String::new(),
            unchanged => format!(", {unchanged} of them unchanged"),
        };
        self.aside(&format!("{count} cards in {}{left}", self.out.display()));
    }

    /// Says what would be.
    pub(super) fn summarize_plan(&self) {
        let mut text = format!("{} cards would be in {}", self.cards, self.out.display());
        if self.unchanged > 0 {
            text.push_str(&format!(", {} of them unchanged", self.unchanged));
        }
        if self.misfits > 0 {
            text.push_str(&format!("; {} would fail", self.misfits));
        }
        self.aside(&text);
    }

    /// Returns how the run ended.
    pub(super) fn outcome(&self) -> Outcome {
        match (self.failed, self.cards) {
            (true, _) => Outcome::Failed,
            // A part of a list may be empty: its filter has done what there was to do.
            (false, 0) if !matches!(self.kind, Kind::Row | Kind::Rows) => Outcome::Nothing,
            (false, _) => Outcome::Done,
        }
    }
}
