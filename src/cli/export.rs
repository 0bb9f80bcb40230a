//! `pullquote export`: interviews and quote lists in, a folder of cards out.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use serde_json::json;

use super::args::ExportArgs;
use super::look::Look;
use super::{Outcome, fonts, input, output, picking, remark};
use crate::error::{Error, Result};
use crate::export::carousel;
use crate::export::jobs::{self, Cut, Row, Source, slug};
use crate::export::list::{self, ListKind};
use crate::export::sink::{self, Folder, Written};
use crate::export::uniform::Sizes;
use crate::export::{self, Manner, gallery, verify};
use crate::interview::{Interview, Span};
use crate::markup::Markup;
use crate::read::ReadOptions;
use crate::select;
use crate::theme::Theme;
use crate::typeset::{Typesetter, shown_in};

/// Picks and renders.
pub(super) fn run(args: &ExportArgs) -> Result<Outcome> {
    let mut look = Look::new(&args.parts)?;
    let (themes, formats) = (look.themes(&args.look)?, look.formats(&args.look)?);
    let options = picking::options(&args.picking, &formats)?;
    let many = args.inputs.len() > 1;
    let mut failed = false;
    let mut rows: Vec<Row> = Vec::new();
    // The interview of each row.
    let mut interviews: Vec<Option<Rc<Interview>>> = Vec::new();
    for (index, path) in args.inputs.iter().enumerate() {
        match rows_of(path, args, &options, &mut look) {
            Ok(Found { rows: mut more, interview, bad }) => {
                if args.same_size {
                    more.iter_mut().for_each(|row| row.set = Some(index));
                }
                rows.extend(more);
                interviews.resize(rows.len(), interview.map(Rc::new));
                failed |= bad;
            }
            Err(error) if many => {
                super::report(&error);
                failed = true;
            }
            Err(error) => return Err(error),
        }
    }
    distinguish(&mut rows);
    if rows.is_empty() {
        return Ok(if failed { Outcome::Failed } else { Outcome::Nothing });
    }

    let out = args.out.clone().unwrap_or_else(|| default_folder(&args.inputs));
    let fonts = fonts::library(&args.fonts, &themes, rows.iter().map(|row| &row.quote))?;
    if args.carousel {
        let mut typesetter = Typesetter::new(&fonts);
        // Beside the sets of `--same-size`.
        let sets = args.inputs.len()..;
        let mut paged = Vec::new();
        for ((row, interview), set) in rows.into_iter().zip(&interviews).zip(sets) {
            let row = Row { set: row.set.or(Some(set)), ..row };
            match carousel::pages(&row, interview.as_deref(), &themes, &formats, &mut typesetter) {
                Ok(Some(pages)) => paged.extend(pages),
                Ok(None) => paged.push(row),
                Err(error) => {
                    failed = true;
                    super::report_about(&row.stem, &error);
                }
            }
        }
        rows = paged;
    }
    let threads = args.jobs.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from));
    let manner = Manner { threads, force: args.force };
    let mut folder = Folder::open(&out)?;
    let mut unchanged = 0;
    let mut told = BTreeSet::new();
    let mut noted = BTreeSet::new();
    for instead in stand_ins(&rows, &themes) {
        remark(&format!("note: {instead}"));
    }
    let sizes = Sizes::find(&rows, &themes, &formats, &fonts);
    let jobs =
        jobs::jobs(&rows, &themes, &formats, &sizes, args.parts.encoding.unwrap_or_default().into(), &fonts);
    export::render_all(jobs, &fonts, manner, &mut folder, |outcome| {
        let file = outcome.result.as_ref().map_or(&outcome.job.file, |(entry, _)| &entry.file);
        let path = out.join(file);
        match &outcome.result {
            Ok((entry, written)) => {
                for mended in &entry.mended {
                    let place = format!("{}: {mended}", entry.theme);
                    if told.insert(place.clone()) {
                        remark(&format!("note: ink changed within its hue, to be read: {place}"));
                    }
                }
                unchanged += usize::from(*written == Written::Unchanged);
                if entry.text != outcome.job.row.quote.text() {
                    remark(&format!("note: {}: a shorter cut, as the whole does not fit", outcome.job.file));
                }
                for note in entry.notes.iter().filter(|note| noted.insert((*note).clone())) {
                    remark(&format!("note: {note}"));
                }
                if args.json {
                    let mut line = json!(entry);
                    line["path"] = json!(path.to_string_lossy());
                    line["written"] = json!(*written == Written::New);
                    output::line(&line.to_string())
                } else {
                    output::line(&path.display().to_string())
                }
            }
            Err(error) => {
                failed = true;
                super::report_about(&outcome.job.file, error);
                if args.json {
                    let line =
                        json!({ "file": outcome.job.file, "error": error.to_string(), "hint": error.hint() });
                    return output::line(&line.to_string());
                }
                Ok(())
            }
        }
    })?;
    let stale = folder.stale();
    let entries = folder.finish(args.prune)?;
    write_gallery(&out, &rows, &entries)?;
    summarize(args, &out, &entries, unchanged, &stale);
    Ok(if failed { Outcome::Failed } else { Outcome::Done })
}

/// Says which themes lack what they need and which others stand in for them, each once.
fn stand_ins(rows: &[Row], themes: &[Theme]) -> BTreeSet<String> {
    let told = |row: &Row, theme: &Theme| {
        let shown = shown_in(&row.quote, theme);
        let needed: Vec<&str> = theme.needs.iter().map(|field| field.name()).collect();
        (shown.name != theme.name).then(|| {
            format!("{} needs a {}; cards without are set in {}", theme.name, needed.join(", "), shown.name)
        })
    };
    rows.iter()
        .flat_map(|row| themes.iter().filter_map(|theme| told(row, theme)).collect::<Vec<_>>())
        .collect()
}

/// What an input yields.
struct Found {
    rows: Vec<Row>,
    /// The interview, if it is one.
    interview: Option<Interview>,
    /// Whether some of its rows were bad.
    bad: bool,
}

/// Reads one input.
fn rows_of(
    path: &Path,
    args: &ExportArgs,
    options: &select::SelectOptions,
    look: &mut Look<'_>,
) -> Result<Found> {
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_lowercase());
    let markup = input::markup(args.markup);
    match extension.as_deref() {
        _ if input::is_stdin(path) => list_rows(path, ListKind::JsonLines, markup, look),
        Some("jsonl" | "ndjson") => list_rows(path, ListKind::JsonLines, markup, look),
        Some("csv") if is_quote_list(path)? => list_rows(path, ListKind::Csv, markup, look),
        _ => {
            let interview = input::interview(path, &args.reading)?;
            let selection = picking::pick(&interview, &args.picking, options);
            let mut seen: Vec<Vec<Span>> = Vec::new();
            let cut = |quote| Cut { source: Source::of(&interview, &quote), quote };
            let mut picks = selection.picks;
            if args.carousel {
                for pick in &mut picks {
                    pick.quote = carousel::whole_answer(&interview, &pick.quote)?;
                    pick.shorter.clear();
                }
                // Two picks of one answer are one carousel.
                picks.retain(|pick| {
                    let spans = pick.quote.origin().map(|origin| origin.spans.clone()).unwrap_or_default();
                    let is_new = !seen.contains(&spans);
                    seen.push(spans);
                    is_new
                });
            }
            let rows = picks.into_iter().enumerate().map(|(index, mut pick)| {
                look.dress(&mut pick.quote, None, Path::new(""))?;
                for shorter in &mut pick.shorter {
                    look.dress(shorter, None, Path::new(""))?;
                }
                Ok(Row {
                    stem: jobs::stem(&pick.quote.attribution.name, &format!("{:02}", index + 1)),
                    source: Source::of(&interview, &pick.quote),
                    score: Some(pick.score),
                    quote: pick.quote,
                    shorter: pick.shorter.into_iter().map(cut).collect(),
                    set: None,
                })
            });
            let rows = rows.collect::<Result<_>>()?;
            Ok(Found { rows, interview: Some(interview), bad: false })
        }
    }
}

/// Tells a table of quotes from a table of turns: it has a column for the text and one for who said it.
fn is_quote_list(path: &Path) -> Result<bool> {
    let bytes = input::bytes(path)?;
    let head = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let head = String::from_utf8_lossy(head).to_lowercase();
    let names: Vec<&str> =
        head.trim_start_matches('\u{feff}').split(',').map(|name| name.trim().trim_matches('"')).collect();
    let distinct = ["by", "author", "keep", "publication", "theme", "format", "id"];
    Ok(names.contains(&"text") && names.iter().any(|name| distinct.contains(name)))
}

fn list_rows(path: &Path, kind: ListKind, markup: Markup, look: &mut Look<'_>) -> Result<Found> {
    let name = path.display().to_string();
    let bytes = input::bytes(path)?;
    let mut bad = false;
    let mut warned: Vec<String> = Vec::new();
    let mut rows = Vec::new();
    for row in list::rows(kind, &name, &bytes) {
        let row = match row.and_then(|row| {
            for column in row.unknown.iter().filter(|column| !warned.contains(column)).collect::<Vec<_>>() {
                remark(&format!("note: {name}: the column `{column}` is not known and changes nothing"));
            }
            warned.extend(row.unknown.iter().cloned());
            if row.is_struck_out() {
                return Ok(None);
            }
            checked_row(&row, &name, path, markup, look).map(Some)
        }) {
            Ok(Some(row)) => row,
            Ok(None) => continue,
            Err(error) => {
                super::report(&error);
                bad = true;
                continue;
            }
        };
        rows.push(row);
    }
    Ok(Found { rows, interview: None, bad })
}

/// Makes a row of a list, held against its interview where it names one.
fn checked_row(
    row: &list::ListRow,
    name: &str,
    list: &Path,
    markup: Markup,
    look: &mut Look<'_>,
) -> Result<Row> {
    let mut quote = row.quote(name, markup)?;
    if let Some(interview) = row.get("interview") {
        // The interview lies where it says, or beside the list.
        let given = PathBuf::from(interview);
        let beside =
            list.parent().map(|folder| folder.join(&given)).filter(|path| !given.exists() && path.exists());
        let bytes = input::bytes(&beside.unwrap_or(given))?;
        let interview = crate::read::read(&bytes, interview, &ReadOptions::default())?;
        if let Some(verify::Difference::Words(words)) = verify::text(quote.text(), &interview) {
            return Err(Error::Data {
                file: name.to_owned(),
                line: Some(row.number),
                message: format!("`{words}` is not what {} says", interview.source.name),
                hint: Some(
                    "leave words out with …, but change none; or empty the cell `interview`".to_owned(),
                ),
            });
        }
    }
    look.dress(&mut quote, row.get("picture"), list.parent().unwrap_or(Path::new("")))?;
    let id = row.get("id").map(str::to_owned);
    let stem = jobs::stem(&quote.attribution.name, &id.unwrap_or_else(|| short_hash(&quote)));
    let score = row.get("score").and_then(|score| score.parse().ok());
    Ok(Row { quote, stem, source: None, score, shorter: Vec::new(), set: None })
}

/// Returns eight hexadecimal digits that tell a quote from others.
fn short_hash(quote: &crate::quote::Quote) -> String {
    use sha2::{Digest, Sha256};
    let mut hash = Sha256::new();
    hash.update(quote.text());
    hash.update([0]);
    hash.update(format!("{:?}", quote.attribution));
    hash.finalize().iter().take(4).map(|byte| format!("{byte:02x}")).collect()
}

/// Gives rows of one name distinct ones: interviews with the same guest, a list with a row twice.
fn distinguish(rows: &mut [Row]) {
    let mut seen = std::collections::BTreeMap::<String, usize>::new();
    for row in rows {
        let count = seen.entry(row.stem.clone()).or_default();
        *count += 1;
        if *count > 1 {
            row.stem = format!("{}-{count}", row.stem);
        }
    }
}

fn default_folder(inputs: &[PathBuf]) -> PathBuf {
    let name = match inputs {
        [only] if input::is_stdin(only) => "stdin".to_owned(),
        [only] => slug(&input::stem(only)),
        _ => "set".to_owned(),
    };
    Path::new("output").join(name)
}

fn write_gallery(out: &Path, rows: &[Row], entries: &[export::manifest::Entry]) -> Result<()> {
    let path = out.join(gallery::FILE);
    let theirs = std::fs::read_to_string(&path).is_ok_and(|page| !page.contains(gallery::GENERATOR));
    if theirs {
        remark(&format!("note: {} is not ours and was left as it is", path.display()));
        return Ok(());
    }
    let title = rows.first().map(|row| row.quote.attribution.name.clone()).unwrap_or_default();
    sink::replace(&path, gallery::page(&title, entries).as_bytes())
}

fn summarize(
    args: &ExportArgs,
    out: &Path,
    entries: &[export::manifest::Entry],
    unchanged: usize,
    stale: &[String],
) {
    let left = if unchanged > 0 { format!(", {unchanged} of them unchanged") } else { String::new() };
    remark(&format!("{} cards in {}{left}", entries.len(), out.display()));
    if !stale.is_empty() {
        let what = if args.prune { "removed" } else { "left there (--prune removes them)" };
        remark(&format!("{} cards of an earlier run {what}", stale.len()));
    }
}
