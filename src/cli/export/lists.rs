//! Rows of quote lists: named as they are read, made by the threads that need them.

use std::path::Path;
use std::sync::{Arc, LazyLock};

use super::rows::{Context, Named, Placed, Rows, Whole};
use crate::cli::args::LookArgs;
use crate::cli::input;
use crate::error::{Error, Result};
use crate::export::jobs::{Coming, Look, Row};
use crate::export::list::{self, ListKind, ListRow};
use crate::export::verify;
use crate::font::FontLibrary;
use crate::read::ReadOptions;

impl<'a> Context<'a> {
    /// Reads a list. It is looked through once before, for letters that no font at hand has.
    pub(super) fn list_file(&'a self, path: &Path, kind: ListKind) -> Result<Rows<'a>> {
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

    /// Returns the rows of a list, which is called by its path.
    pub(super) fn list(&'a self, path: &Path, rows: list::Rows, fonts: Arc<FontLibrary>) -> Result<Rows<'a>> {
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
        let checked = self.looks_of(&row).and_then(|looks| match looks {
            None => self.checked(&row, list),
            Some(_) => Err(Error::Usage {
                message: "the row has a theme or format of its own".to_owned(),
                hint: "leave these cells empty with --carousel and --same-size".to_owned(),
            }),
        });
        Some(match checked {
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
        let looks = match self.looks_of(&row) {
            Ok(looks) => looks,
            Err(error) => {
                let bad = Coming { line, id, place, ..Coming::bad(error, Arc::clone(fonts)) };
                return Some((Named::default(), bad));
            }
        };
        let make = move || self.checked(&row, &list).map_err(Arc::new);
        Some((
            named,
            Coming {
                line,
                id,
                place,
                notes,
                is_struck_out,
                looks,
                row: Arc::new(LazyLock::new(Box::new(make))),
                ..Coming::empty(Arc::clone(fonts))
            },
        ))
    }

    /// Returns how a row looks that names a theme or a format of its own.
    fn looks_of(&self, row: &ListRow) -> Result<Option<Arc<Vec<Arc<Look>>>>> {
        let (theme, format) = (row.get("theme"), row.get("format"));
        if theme.is_none() && format.is_none() {
            return Ok(None);
        }
        let own = |cell: Option<&str>, others: &Vec<String>| {
            cell.map_or_else(|| others.clone(), |name| vec![name.to_owned()])
        };
        let names = LookArgs {
            theme: own(theme, &self.args.look.theme),
            format: own(format, &self.args.look.format),
        };
        let looks = self.recent.looks.get(Path::new(&format!("{theme:?} {format:?}")), || {
            Look::all(&self.look.themes(&names)?, &self.look.formats(&names)?, self.encoding)
        });
        looks.map(Some)
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
            let interview = self.recent.interviews.get(path, || {
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
            quote.emphasize_as_said(&interview);
        }
        self.look.dress(&mut quote, row.get("picture"), folder)?;
        let score = row.get("score").and_then(|score| score.parse().ok());
        Ok(Row { quote, number: row.number(), source: None, score, shorter: Vec::new(), set: None })
    }
}

/// Says where a row stands.
fn place(list: &Path, line: usize) -> String {
    format!("{}, line {line}", list.display())
}

/// Tells a table of quotes from a table of turns: it has a column for the text and one for who said it.
pub(super) fn is_quote_list(path: &Path) -> Result<bool> {
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
