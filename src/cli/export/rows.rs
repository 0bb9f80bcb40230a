//! Where rows come from: interviews that are read and picked from one after the other, lists row by row.

use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use crate::cli::args::ExportArgs;
use crate::cli::fonts::Fonts;
use crate::cli::look::Look;
use crate::cli::progress::Progress;
use crate::cli::recent::Recent;
use crate::cli::{input, picking};
use crate::error::{Error, Result};
use crate::export::carousel::{self, Pages};
use crate::export::jobs::{Coming, Cut, Row, Source};
use crate::export::list::{self, ListKind, ListRow};
use crate::export::uniform::Sizes;
use crate::export::verify;
use crate::font::FontLibrary;
use crate::format::Format;
use crate::interview::{Interview, Span};
use crate::markup::Markup;
use crate::read::ReadOptions;
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
    /// Interviews that rows of a list name.
    pub(super) interviews: Recent<Interview>,
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
struct Placed {
    line: Option<usize>,
    id: Option<String>,
    place: String,
    row: Row,
    sizes: Option<Arc<Sizes>>,
}

/// A row that is there, or an error in its place.
type Whole<'a> = Result<Placed, Box<Coming<'a>>>;

/// Rows with what their names are made of.
type Rows<'a> = Box<dyn Iterator<Item = (Named, Coming<'a>)> + Send + 'a>;

/// Makes room for the interviews that rows of a list name: as a rule, many rows name one.
pub(super) fn recent_interviews() -> Recent<Interview> {
    Recent::new(4)
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
            Some("csv") if is_quote_list(path)? => self.list_file(path, ListKind::Csv),
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
    fn together(
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

    /// Reads a list. It is looked through once before, for letters that no font at hand has.
    fn list_file(&'a self, path: &Path, kind: ListKind) -> Result<Rows<'a>> {
        let name = path.display().to_string();
        let rows = || Ok(list::rows(kind, &name, input::open(path)?));
        let mut fonts = self.fonts.given();
        if self.progress.is_shown() || !self.args.fonts.no_system_fonts {
            let (found, count) = self.fonts.for_rows(rows()?)?;
            self.progress.expect(count * self.looks());
            fonts = found;
        }
        self.list(path, rows()?, fonts)
    }

    fn list(&'a self, path: &Path, rows: list::Rows, fonts: Arc<FontLibrary>) -> Result<Rows<'a>> {
        let list: Arc<Path> = path.into();
        if self.args.same_size {
            // One size for all of them: the only lists that are held as a whole.
            let rows = rows.filter_map(|row| self.whole_row(row, &list, &fonts)).collect();
            return Ok(self.together(rows, None, &fonts));
        }
        if self.args.carousel {
            let rows = rows.flat_map(move |row| match self.whole_row(row, &list, &fonts) {
                Some(row) => self.together(vec![row], None, &fonts),
                None => Box::new(std::iter::empty()),
            });
            return Ok(Box::new(rows));
        }
        let mut warned: Vec<String> = Vec::new();
        Ok(Box::new(rows.filter_map(move |row| {
            let (named, mut coming) = self.coming(row, &list, &fonts)?;
            for column in std::mem::take(&mut coming.notes) {
                if !warned.contains(&column) {
                    let name = list.display();
                    coming.notes.push(format!(
                        "note: {name}: the column `{column}` is not known and changes nothing"
                    ));
                    warned.push(column);
                }
            }
            Some((named, coming))
        })))
    }

    /// Makes all of a row at once; nothing of one that is struck out.
    fn whole_row(&self, row: Result<ListRow>, list: &Path, fonts: &Arc<FontLibrary>) -> Option<Whole<'a>> {
        let row = match row {
            Ok(row) if row.is_struck_out() => return None,
            Ok(row) => row,
            Err(error) => return Some(Err(Box::new(Coming::bad(error, Arc::clone(fonts))))),
        };
        let (line, place) = (Some(row.number), place(list, row.number));
        let id = row.get("id").map(str::to_owned);
        Some(match self.checked(&row, list) {
            Ok(row) => Ok(Placed { line, id, place, row, sizes: None }),
            Err(error) => Err(Box::new(Coming { line, id, place, ..Coming::bad(error, Arc::clone(fonts)) })),
        })
    }

    /// Names a row whose quote is made later, by another thread; its notes are the columns that nobody knows.
    fn coming(
        &'a self,
        row: Result<ListRow>,
        list: &Arc<Path>,
        fonts: &Arc<FontLibrary>,
    ) -> Option<(Named, Coming<'a>)> {
        let mut row = match row {
            Ok(row) => row,
            Err(error) => return Some((Named::default(), Coming::bad(error, Arc::clone(fonts)))),
        };
        let is_struck_out = row.is_struck_out();
        if is_struck_out && !self.is_filter {
            return None;
        }
        let said = if self.is_filter { row.said().collect::<Vec<_>>().join("\u{1f}") } else { String::new() };
        let named = Named { guest: row.get("by").unwrap_or_default().to_owned(), number: row.number(), said };
        let (line, id) = (Some(row.number), row.get("id").map(str::to_owned));
        let notes = std::mem::take(&mut row.unknown);
        let (list, place) = (Arc::clone(list), place(list, row.number));
        let make = move || self.checked(&row, &list).map_err(Arc::new);
        Some((
            named,
            Coming {
                line,
                id,
                place,
                notes,
                is_struck_out,
                row: Arc::new(LazyLock::new(Box::new(make))),
                ..Coming::empty(Arc::clone(fonts))
            },
        ))
    }

    /// Makes a row of a list, held against its interview where it names one.
    fn checked(&self, row: &ListRow, list: &Path) -> Result<Row> {
        let name = list.display().to_string();
        let mut quote = row.quote(&name, self.markup)?;
        let folder = list.parent().unwrap_or(Path::new(""));
        if let Some(given) = row.get("interview") {
            // The interview lies where it says, or beside the list.
            let given = Path::new(given);
            let beside = folder.join(given);
            let path = if !given.exists() && beside.exists() { &beside } else { given };
            let interview = self.interviews.get(path, || {
                crate::read::read(&input::bytes(path)?, &given.to_string_lossy(), &ReadOptions::default())
            })?;
            if let Some(verify::Difference::Words(words)) = verify::text(quote.text(), &interview) {
                return Err(Error::Data {
                    file: name,
                    line: Some(row.number),
                    message: format!("`{words}` is not what {} says", interview.source.name),
                    hint: Some(
                        "leave words out with …, but change none; or empty the cell `interview`".to_owned(),
                    ),
                });
            }
        }
        self.look.dress(&mut quote, row.get("picture"), folder)?;
        let score = row.get("score").and_then(|score| score.parse().ok());
        Ok(Row { quote, number: row.number(), source: None, score, shorter: Vec::new(), set: None })
    }

    /// Returns the number of cards a row.
    fn looks(&self) -> usize {
        self.themes.len() * self.formats.len()
    }
}

/// Says where a row stands.
fn place(list: &Path, line: usize) -> String {
    format!("{}, line {line}", list.display())
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

/// Tells a table of quotes from a table of turns: it has a column for the text and one for who said it.
fn is_quote_list(path: &Path) -> Result<bool> {
    let mut head = Vec::new();
    let refuse = |source| Error::Io { action: "read", path: path.to_owned(), source };
    std::io::BufRead::read_until(&mut std::io::Read::take(input::open(path)?, 1 << 16), b'\n', &mut head)
        .map_err(refuse)?;
    let head = String::from_utf8_lossy(&head).to_lowercase();
    let names: Vec<&str> =
        head.trim_start_matches('\u{feff}').split(',').map(|name| name.trim().trim_matches('"')).collect();
    let distinct = ["by", "author", "keep", "publication", "theme", "format", "id"];
    Ok(names.contains(&"text") && names.iter().any(|name| distinct.contains(name)))
}
