//! `pullquote export`: interviews and quote lists in, a folder of cards out.

mod lists;
mod rows;
mod tell;

use std::path::{Path, PathBuf};

use self::rows::Context;
use self::tell::{Kind, Teller};
use super::args::ExportArgs;
use super::fonts::Fonts;
use super::look::Look;
use super::progress::Progress;
use super::{Outcome, input, picking, remark};
use crate::encode::Encoding;
use crate::error::{Error, Result};
use crate::export::folder::Folder;
use crate::export::jobs::{self, Coming, Look as CardLook};
use crate::export::names::{Pattern, Taken, slug};
use crate::export::run::{Manner, Place};
use crate::export::standing::Standing;
use crate::export::{self, gallery};

/// Picks and renders.
pub(super) fn run(args: &ExportArgs) -> Result<Outcome> {
    let is_filter = args.inputs.iter().any(|path| input::is_stdin(path));
    if is_filter {
        check_filter(args)?;
    }
    let look = Look::new(&args.parts)?;
    let (themes, formats) = (look.themes(&args.look)?, look.formats(&args.look)?);
    let encoding: Encoding = args.parts.encoding.unwrap_or_default().into();
    let ending = format!(".{}", encoding.extension());
    let pattern = Pattern::parse(args.name.strip_suffix(&ending).unwrap_or(&args.name))?;
    pattern.tells_apart(themes.len(), formats.len())?;
    let progress = Progress::new();
    let context = Context {
        args,
        look: &look,
        options: picking::options(&args.picking, &formats)?,
        fonts: Fonts::new(&args.fonts, &themes)?,
        markup: input::markup(args.markup),
        themes: &themes,
        formats: &formats,
        encoding,
        recent: Default::default(),
        progress: &progress,
        is_filter,
    };
    let looks = CardLook::all(&themes, &formats, encoding)?;
    let out = args.out.clone().unwrap_or_else(|| default_folder(&args.inputs));
    let inputs = if is_filter { vec![Ok(PathBuf::from("-"))] } else { input::expand(&args.inputs) };
    let rows = named(rows::stream(&context, inputs), pattern, is_filter);
    let threads = args.jobs.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from));
    let manner = Manner { threads, force: args.force };
    let kind = match (args.dry_run, is_filter) {
        (true, _) => Kind::Plan,
        (false, true) if looks.len() == 1 => Kind::Row,
        (false, true) => Kind::Rows,
        (false, false) => Kind::Set,
    };
    let mut teller = Teller::new(args, &out, kind, &progress);
    let mut rows = rows.peekable();
    if rows.peek().is_none() {
        return Ok(teller.outcome());
    }
    let jobs = jobs::jobs(rows, &looks);
    if args.dry_run {
        let standing = Standing::of(&out)?;
        let _ = export::render_all(jobs, manner, Place::Nowhere(&standing), |outcome| teller.tell(outcome))?;
        teller.summarize_plan();
    } else if is_filter {
        make_folder(&out)?;
        let _ = export::render_all(jobs, manner, Place::Open(&out), |outcome| teller.tell(outcome))?;
    } else {
        let mut folder = Folder::open(&out)?;
        let ended =
            export::render_all(jobs, manner, Place::Set(&mut folder), |outcome| teller.tell(outcome))?;
        finish(args, folder, &mut teller, ended.is_break())?;
    }
    Ok(teller.outcome())
}

/// Refuses what a filter cannot do, as it sees one row at a time and knows of no other run.
fn check_filter(args: &ExportArgs) -> Result<()> {
    let refuse =
        |message: &str, hint: &str| Err(Error::Usage { message: message.to_owned(), hint: hint.to_owned() });
    if args.inputs.len() > 1 {
        return refuse(
            "`-` comes with other inputs",
            "filter standard input alone, or name files and folders",
        );
    }
    if args.same_size {
        return refuse("--same-size needs all rows at once", "put the list into a file, and name that");
    }
    if args.prune {
        return refuse("--prune needs a manifest", "put the list into a file, and name that");
    }
    Ok(())
}

/// Gives rows their names. Those of a filter have them by themselves: it knows not what others write.
fn named<'a>(
    rows: impl Iterator<Item = (rows::Named, Coming<'a>)>,
    pattern: Pattern,
    is_filter: bool,
) -> impl Iterator<Item = Coming<'a>> {
    let mut taken = Taken::default();
    rows.map(move |(named, mut coming)| {
        if coming.is_bad {
            return coming;
        }
        if !is_filter {
            coming.name = taken.name(&pattern, &named.guest, &named.number);
            return coming;
        }
        match taken.own_name(&pattern, &named.guest, &named.number, &named.said) {
            Some(name) => coming.name = name,
            None => coming.refuse(Error::Data {
                file: "-".to_owned(),
                line: coming.line,
                message: "an earlier row that says something else has the same name and `id`".to_owned(),
                hint: Some("give each row an `id` of its own".to_owned()),
            }),
        }
        coming
    })
}

/// Ends a set: its manifest, its gallery, a word about both.
fn finish(args: &ExportArgs, folder: Folder, teller: &mut Teller<'_>, was_stopped: bool) -> Result<()> {
    let (path, count) = (folder.path().to_owned(), folder.count());
    if count == 0 {
        folder.leave();
        return Ok(());
    }
    // What failed today may be a card that was made yesterday.
    let prune = args.prune && !teller.has_failed();
    let stale = folder.finish(prune)?;
    if !gallery::write(&path, count)? {
        remark(&format!("note: {} is not ours and was left as it is", path.join(gallery::FILE).display()));
    }
    teller.summarize(count);
    if stale > 0 && !was_stopped {
        let what = match (args.prune, prune) {
            (_, true) => "removed",
            (true, false) => "left there, as not all went well",
            (false, false) => "left there (--prune removes them)",
        };
        remark(&format!("{stale} cards of an earlier run {what}"));
    }
    Ok(())
}

fn make_folder(path: &Path) -> Result<()> {
    std::fs::create_dir_all(path).map_err(|source| Error::Io {
        action: "write to",
        path: path.to_owned(),
        source,
    })
}

fn default_folder(inputs: &[PathBuf]) -> PathBuf {
    let name = match inputs {
        [only] if input::is_stdin(only) => "stdin".to_owned(),
        [only] if only.exists() => slug(&input::stem(only)),
        _ => "set".to_owned(),
    };
    Path::new("output").join(name)
}
