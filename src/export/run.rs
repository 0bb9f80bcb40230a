//! Rendering on several threads, told of in order.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;

use super::folder::{Folder, Written};
use super::in_order::InOrder;
use super::jobs::{Job, LazyRow, Row};
use super::manifest::Entry;
use super::queue::{Queue, StopOnPanic};
use super::sink::Staged;
use super::standing::Standing;
use crate::encode::Encoding;
use crate::error::{Error, Result};
use crate::font::FontLibrary;
use crate::format::Format;
use crate::quote::Quote;
use crate::renderer::Renderer;
use crate::scene::{Layout, PixelSize, Scene, Shared};

/// Cards that may be on their way at once, a thread: their files are written, so that they hold little; enough that no thread
/// waits for one slow card.
const ON_THE_WAY: usize = 16;

/// What became of a job.
pub struct Outcome<'a> {
    /// The job.
    pub job: Job<'a>,
    /// What there is now; or what went wrong.
    pub result: Result<Told, Failure>,
}

/// A card that is there, or would be.
#[derive(Debug)]
pub enum Told {
    /// It is there: its manifest entry and whether its file is new.
    There(Box<Entry>, Written),
    /// Nothing: a person has struck the row out.
    StruckOut,
    /// Nothing: the quote lacks what the theme needs, and is shown in another one that was asked for, too. Says so.
    Elsewhere(String),
    /// It would be there: what the typesetter decided, and whether its file would be new.
    Planned(Box<Plan>),
}

/// A card that is not made, as it would be.
#[derive(Debug)]
pub struct Plan {
    /// Its size.
    pub size: PixelSize,
    /// What the typesetter decided; `None` where the card stands there already.
    pub layout: Option<Layout>,
    /// What it would say.
    pub text: String,
}

impl Plan {
    /// Describes a card that stands there already.
    fn of(entry: Entry) -> Self {
        let size = PixelSize { width: entry.width, height: entry.height };
        Self { size, layout: None, text: entry.text }
    }
}

/// What went wrong with a job.
#[derive(Debug)]
pub enum Failure {
    /// Its row is bad: no card of it can be made.
    Row(Arc<Error>),
    /// This card of the row cannot be made.
    Card(Error),
}

impl Failure {
    /// Returns the error.
    #[must_use]
    pub fn error(&self) -> &Error {
        match self {
            Self::Row(error) => error,
            Self::Card(error) => error,
        }
    }
}

/// How a set is rendered.
#[derive(Clone, Copy, Debug)]
pub struct Manner {
    /// On how many threads.
    pub threads: usize,
    /// Whether cards that stand there already are rendered again.
    pub force: bool,
}

/// Where cards go.
pub enum Place<'f> {
    /// Into a set: a folder of ours, with a manifest.
    Set(&'f mut Folder),
    /// Into a folder that many write to, and that none knows.
    Open(&'f Path),
    /// Nowhere: they are set, and not painted. What stands in the folder is known.
    Nowhere(&'f Standing),
}

/// Renders jobs on several threads, writes the cards, and tells of each in the order of the jobs.
///
/// A job that fails is told of and stops nothing; what tells may stop the run. Memory does not grow with the number of
/// jobs: threads wait while too many cards are on their way to the one that is due.
///
/// # Errors
/// What `tell` returns ends the run.
pub fn render_all<'a>(
    jobs: impl Iterator<Item = Job<'a>> + Send,
    manner: Manner,
    place: Place<'_>,
    mut tell: impl FnMut(&Outcome<'a>) -> Result<ControlFlow<()>> + Send,
) -> Result<ControlFlow<()>> {
    let threads = manner.threads.max(1);
    let queue = Queue::new(jobs, threads * ON_THE_WAY);
    let (desk, mut folder) = match place {
        Place::Set(folder) => (Desk::Folder(folder.path().to_owned(), Some(folder.standing())), Some(folder)),
        Place::Open(path) => (Desk::Folder(path.to_owned(), None), None),
        Place::Nowhere(standing) => (Desk::Nowhere(standing), None),
    };
    let mut ended = Ok(ControlFlow::Continue(()));
    let done = InOrder::new(|(job, made): Done<'a>| {
        queue.one_done();
        let result = made.and_then(|made| put(made, folder.as_deref_mut()).map_err(Failure::Card));
        let told = tell(&Outcome { job, result });
        if let Ok(ControlFlow::Continue(())) = told {
            return ControlFlow::Continue(());
        }
        queue.stop();
        ended = told;
        ControlFlow::Break(())
    });
    let work = || work(&queue, &desk, manner.force, |number, card| done.bring(number, card));
    thread::scope(|scope| {
        // The thread that asks works, too.
        for _ in 1..threads {
            scope.spawn(work);
        }
        work();
    });
    drop(done);
    ended
}

/// Where a thread brings its cards.
enum Desk<'p> {
    /// Into a folder. What stands there is known where the folder is ours; its cards are then named in order.
    Folder(PathBuf, Option<Arc<Standing>>),
    /// Nowhere: they are not painted.
    Nowhere(&'p Standing),
}

impl Desk<'_> {
    /// Returns what stands there already, where that is known.
    fn standing(&self) -> Option<&Standing> {
        match self {
            Self::Folder(_, standing) => standing.as_deref(),
            Self::Nowhere(standing) => Some(standing),
        }
    }
}

/// A job that was done.
type Done<'a> = (Job<'a>, Result<Made, Failure>);

/// A card that was made, that stands there already, or that would be made.
enum Made {
    New(Staged, Box<Entry>),
    InPlace(Box<Entry>),
    Standing(Box<Entry>),
    Planned(Box<Plan>),
    /// Nothing: the row is struck out.
    StruckOut,
    /// Nothing: another theme shows the quote.
    Elsewhere(String),
}

/// What a thread makes cards with.
struct Tools<'a, 'f> {
    lines: LeadingLines<'a>,
    renderer: Renderer<'f>,
}

impl<'a> Tools<'a, '_> {
    /// Sets a cut of a row, with its lines broken like those on the format that leads.
    fn set(&mut self, job: &Job<'a>, row: &Row, cut: usize, quote: &Quote) -> Result<Scene> {
        let (lines, renderer, look) = (&mut self.lines, &mut self.renderer, &job.look);
        if let Some(scene) = lines.take(cut, job) {
            return Ok(scene);
        }
        let breaks =
            lines.of(cut, job, |lead| renderer.scene_at(quote, &look.theme, lead, job.held_on(row, lead)));
        renderer.scene_at(quote, &look.theme, &look.format, Shared { size: job.held(row), breaks })
    }
}

/// Does jobs until there are none. A renderer serves as long as the faces are the same.
fn work<'a, I: Iterator<Item = Job<'a>>>(
    queue: &Queue<I>,
    desk: &Desk<'_>,
    force: bool,
    bring: impl Fn(usize, Done<'a>),
) {
    let _stopped_by_panic = StopOnPanic(queue);
    let mut next = queue.take();
    while let Some((_, job)) = &next {
        let fonts = Arc::clone(&job.fonts);
        let mut tools = Tools { lines: LeadingLines::default(), renderer: Renderer::new(&fonts) };
        while let Some((number, job)) = next.take_if(|(_, job)| Arc::ptr_eq(&job.fonts, &fonts)) {
            let made = make(&job, &mut tools, &fonts, desk, force);
            bring(number, (job, made));
            next = queue.take();
        }
    }
}

/// Makes a card of all of a quote, or of the best shorter cut of it that fits.
fn make<'a>(
    job: &Job<'a>,
    tools: &mut Tools<'a, '_>,
    fonts: &FontLibrary,
    desk: &Desk<'_>,
    force: bool,
) -> Result<Made, Failure> {
    if job.is_struck_out {
        return Ok(Made::StruckOut);
    }
    let row = (**job.row).as_ref().map_err(|error| Failure::Row(Arc::clone(error)))?;
    if let Some(note) = job.look.stand_in(&row.quote).filter(|_| job.look.is_elsewhere(&row.quote)) {
        return Ok(Made::Elsewhere(note));
    }
    let lead_held = job.look.lead.as_ref().and_then(|lead| job.held_on(row, lead));
    let inputs = job.look.inputs(row, [job.held(row), lead_held], fonts);
    let standing = desk.standing().filter(|_| !force).and_then(|standing| {
        let as_jpeg = || standing.find(&job.file_as(Encoding::Jpeg), &inputs);
        standing.find(&job.file, &inputs).or_else(|| as_jpeg().filter(|_| job.look.format.jpeg))
    });
    let Desk::Folder(path, ours) = desk else {
        let plan = standing.map_or_else(|| plan(job, row, tools), |entry| Ok(Plan::of(entry)));
        return plan.map(|plan| Made::Planned(Box::new(plan))).map_err(Failure::Card);
    };
    if let Some(entry) = standing {
        return Ok(Made::Standing(Box::new(entry)));
    }
    tools.renderer.encoding = job.look.encoding;
    let painted = row.first_fitting(|cut, quote| {
        let scene = tools.set(job, row, cut, quote)?;
        tools.renderer.finish(scene, quote, &job.look.format)
    });
    let (cut, card) = painted.map_err(Failure::Card)?;
    let cut = row.cuts().nth(cut).expect("a cut that was set is one of the row's");
    let entry = Box::new(Entry::new(job, row, cut, &card, inputs));
    let staged = Staged::write(path, &card.file).map_err(Failure::Card)?;
    if ours.is_some() {
        return Ok(Made::New(staged, entry));
    }
    staged.name(&path.join(&entry.file)).map_err(Failure::Card)?;
    Ok(Made::InPlace(entry))
}

/// Sets a card without painting it.
fn plan<'a>(job: &Job<'a>, row: &Row, tools: &mut Tools<'a, '_>) -> Result<Plan> {
    let (cut, scene) = row.first_fitting(|cut, quote| tools.set(job, row, cut, quote))?;
    let text = row.cuts().nth(cut).map(|(quote, _)| quote.text().to_owned()).unwrap_or_default();
    Ok(Plan { size: scene.size, layout: Some(scene.layout), text })
}

/// The last quote as it was set on the format that leads: its other cards are often next, and that one itself.
#[derive(Default)]
struct LeadingLines<'a> {
    /// The row, kept so that no other comes to lie where it does; the number of its cut; theme and format.
    of: Option<(Arc<LazyRow<'a>>, usize, String, String)>,
    breaks: Vec<usize>,
    scene: Option<Scene>,
}

impl<'a> LeadingLines<'a> {
    /// Returns where the lines of a quote end on the format that leads; nowhere where none does, or it cannot be set there.
    fn of(&mut self, cut: usize, job: &Job<'a>, set: impl FnOnce(&Format) -> Result<Scene>) -> &[usize] {
        let Some(lead) = &job.look.lead else { return &[] };
        if !self.is_of(cut, job, lead) {
            self.scene = set(lead).ok();
            self.breaks =
                self.scene.as_ref().map(|scene| scene.layout.quote_breaks.clone()).unwrap_or_default();
            let names = (job.look.theme.name.clone(), lead.name.clone());
            self.of = Some((Arc::clone(&job.row), cut, names.0, names.1));
        }
        &self.breaks
    }

    /// Returns the scene of a card that leads, if it was set for another one's sake.
    fn take(&mut self, cut: usize, job: &Job<'a>) -> Option<Scene> {
        self.is_of(cut, job, &job.look.format).then(|| self.scene.take()).flatten()
    }

    fn is_of(&self, cut: usize, job: &Job<'a>, format: &Format) -> bool {
        self.of.as_ref().is_some_and(|(row, known, theme, lead)| {
            Arc::ptr_eq(row, &job.row)
                && *known == cut
                && *theme == job.look.theme.name
                && *lead == format.name
        })
    }
}

/// Puts a card into its place.
fn put(made: Made, folder: Option<&mut Folder>) -> Result<Told> {
    match (made, folder) {
        (Made::New(staged, entry), Some(folder)) => {
            folder.name(&entry, staged)?;
            Ok(Told::There(entry, Written::New))
        }
        (Made::Standing(entry), Some(folder)) => {
            folder.keep(&entry)?;
            Ok(Told::There(entry, Written::Unchanged))
        }
        (Made::Planned(plan), _) => Ok(Told::Planned(plan)),
        (Made::StruckOut, _) => Ok(Told::StruckOut),
        (Made::Elsewhere(note), _) => Ok(Told::Elsewhere(note)),
        (Made::New(_, entry) | Made::InPlace(entry) | Made::Standing(entry), _) => {
            Ok(Told::There(entry, Written::New))
        }
    }
}
