//! Where rows come from: interviews that are read and picked from one after the other, lists row by row.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::lists;
use crate::cli::args::ExportArgs;
use crate::cli::fonts::Fonts;
use crate::cli::look::Look;
use crate::cli::progress::Progress;
use crate::cli::recent::Recent;
use crate::cli::{input, picking};
use crate::encode::Encoding;
use crate::error::{Error, Result};
use crate::export::carousel::{self, Pages};
use crate::export::jobs::{Coming, Cut, Look as CardLook, Row, Source};
use crate::export::list::{self, ListKind};
use crate::export::uniform::Sizes;
use crate::font::FontLibrary;
use crate::format::Format;
use crate::interview::{Interview, Span};
use crate::markup::Markup;
use crate::select::{Pick, SelectOptions};
use crate::theme::Theme;
use crate::typeset::Typesetter;

/// What rows are made with.
pub(super) struct Context<'a> {
    pub(super) args: &'a ExportArgs,
    pub(super) look: &'a Look<'a>,
    pub(super) options: SelectOptions,
    pub(super) fonts: Fonts<'a>,
    pub(super) markup: Markup,
    pub(super) themes: &'a [Theme],
    pub(super) formats: &'a [Format],
    pub(super) encoding: Encoding,
    pub(super) recent: RecentlyNamed,
    pub(super) progress: &'a Progress,
    /// Whether the list comes from standard input, to which nobody goes back.
    pub(super) is_filter: bool,
}

/// What a row's name is made of.
#[derive(Default)]
pub(super) struct Named {
    /// Who says it.
    pub(super) guest: String,
    /// What tells it from others of the same.
    pub(super) number: String,
    /// What it says, in a list.
    pub(super) said: String,
}

/// A row that is there, and where it stands.
#[derive(Clone)]
pub(super) struct Placed {
    pub(super) line: Option<usize>,
    pub(super) id: Option<String>,
    pub(super) place: String,
    pub(super) row: Row,
    pub(super) sizes: Option<Arc<Sizes>>,
}

/// A row that is there, or an error in its place.
pub(super) type Whole<'a> = Result<Placed, Box<Coming<'a>>>;

/// Rows with what their names are made of.
pub(super) type Rows<'a> = Box<dyn Iterator<Item = (Named, Coming<'a>)> + Send + 'a>;

/// What rows of a list have named: as a rule, many rows name the same.
pub(super) struct RecentlyNamed {
    /// Interviews that they were cut from.
    pub(super) interviews: Recent<Interview>,
    /// Themes on formats.
    pub(super) looks: Recent<Vec<Arc<CardLook>>>,
}

impl Default for RecentlyNamed {
    fn default() -> Self {
        Self { interviews: Recent::new(4), looks: Recent::new(64) }
    }
}

/// Returns the rows of all inputs, one by one. What cannot be read is a bad row in its place.
pub(super) fn stream<'a>(context: &'a Context<'a>, inputs: Vec<Result<PathBuf>>) -> Rows<'a> {
    Box::new(inputs.into_iter().flat_map(move |path| {
        let rows = path.and_then(|path| context.rows_of(&path));
        rows.unwrap_or_else(|error| {
            Box::new(std::iter::once((Named::default(), Coming::bad(error, context.fonts.given()))))
        })
    }))
}

impl<'a> Context<'a> {
    fn rows_of(&'a self, path: &Path) -> Result<Rows<'a>> {
        let extension = path.extension().map(|extension| extension.to_string_lossy().to_lowercase());
        match extension.as_deref() {
            _ if input::is_stdin(path) => {
                let mut rows = input::open(path)?;
                let kind = list::kind_of(&mut rows);
                let kind =
                    kind.map_err(|source| Error::Io { action: "read", path: path.to_owned(), source })?;
                self.list(path, list::rows(kind, "-", rows), self.fonts.given())
            }
            Some("jsonl" | "ndjson") => self.list_file(path, ListKind::JsonLines),
            Some("csv") if lists::is_quote_list(path)? => self.list_file(path, ListKind::Csv),
            _ => self.interview(path),
        }
    }

    /// Picks from an interview.
    fn interview(&'a self, path: &Path) -> Result<Rows<'a>> {
        let interview = input::interview(path, &self.args.reading)?;
        let mut picks = picking::pick(&interview, &self.args.picking, &self.options).picks;
        if self.args.carousel {
            picks = whole_answers(&interview, picks)?;
        }
        let fonts = self.fonts.for_quotes(picks.iter().map(|pick| &pick.quote))?;
        let rows = picks.into_iter().enumerate().map(|(index, pick)| {
            let row = self.row_of(pick, index + 1, &interview)?;
            let place = format!("{}, quote {}", interview.source.name, row.number);
            Ok(Ok(Placed { line: None, id: None, place, row, sizes: None }))
        });
        Ok(self.together(rows.collect::<Result<_>>()?, Some(&interview), &fonts))
    }

    /// Makes a row of a pick.
    fn row_of(&self, mut pick: Pick, number: usize, interview: &Interview) -> Result<Row> {
        self.look.dress(&mut pick.quote, None, Path::new(""))?;
        for shorter in &mut pick.shorter {
            self.look.dress(shorter, None, Path::new(""))?;
        }
        let cut = |quote| Cut { source: Source::of(interview, &quote), quote };
        Ok(Row {
            number: format!("{number:02}"),
            source: Source::of(interview, &pick.quote),
            score: Some(pick.score),
            quote: pick.quote,
            shorter: pick.shorter.into_iter().map(cut).collect(),
            set: None,
        })
    }

    /// Returns rows that are all there, as carousels and in one size of type where that was asked for.
    pub(super) fn together(
        &self,
        rows: Vec<Whole<'a>>,
        interview: Option<&Interview>,
        fonts: &Arc<FontLibrary>,
    ) -> Rows<'a> {
        let mut typesetter = Typesetter::new(fonts);
        let mut all: Vec<Whole<'a>> = Vec::new();
        for row in rows {
            match row {
                Ok(placed) if self.args.carousel => {
                    match self.paged(&placed.row, interview, &mut typesetter) {
                        Ok(None) => all.push(Ok(placed)),
                        Ok(Some(pages)) => {
                            let sizes = Arc::new(pages.sizes);
                            all.extend(pages.rows.into_iter().map(|row| {
                                Ok(Placed { row, sizes: Some(Arc::clone(&sizes)), ..placed.clone() })
                            }));
                        }
                        Err(error) => all.push(Err(Box::new(Coming {
                            line: placed.line,
                            place: placed.place,
                            ..Coming::bad(error, Arc::clone(fonts))
                        }))),
                    }
                }
                row => all.push(row),
            }
        }
        if self.args.same_size {
            all.iter_mut().flatten().for_each(|placed| placed.row.set = Some(0));
            let rows: Vec<Row> = all.iter().flatten().map(|placed| placed.row.clone()).collect();
            let sizes = Arc::new(Sizes::find(&rows, self.themes, self.formats, fonts));
            all.iter_mut().flatten().for_each(|placed| placed.sizes = Some(Arc::clone(&sizes)));
        }
        self.progress.expect(all.len() * self.looks());
        let fonts = Arc::clone(fonts);
        Box::new(all.into_iter().map(move |row| match row {
            Ok(Placed { line, id, place, row, sizes }) => {
                let guest = row.quote.attribution.name.clone();
                let named = Named { guest, number: row.number.clone(), said: row.quote.text().to_owned() };
                (named, Coming { line, id, place, sizes, ..Coming::of(row, Arc::clone(&fonts)) })
            }
            Err(bad) => (Named::default(), *bad),
        }))
    }

    /// Breaks a row over several cards, where one does not hold it.
    fn paged(
        &self,
        row: &Row,
        interview: Option<&Interview>,
        typesetter: &mut Typesetter<'_>,
    ) -> Result<Option<Pages>> {
        carousel::pages(row, interview, self.themes, self.formats, typesetter)
    }

    /// Returns the number of cards a row.
    pub(super) fn looks(&self) -> usize {
        self.themes.len() * self.formats.len()
    }
}

/// Takes the whole answers that quotes were picked from. Two picks of one answer are one carousel.
fn whole_answers(interview: &Interview, picks: Vec<Pick>) -> Result<Vec<Pick>> {
    let mut seen: Vec<Vec<Span>> = Vec::new();
    let mut whole = Vec::new();
    for mut pick in picks {
        pick.quote = carousel::whole_answer(interview, &pick.quote)?;
        pick.shorter.clear();
        let spans = pick.quote.origin().map(|origin| origin.spans.clone()).unwrap_or_default();
        if !seen.contains(&spans) {
            whole.push(pick);
        }
        seen.push(spans);
    }
    Ok(whole)
}
