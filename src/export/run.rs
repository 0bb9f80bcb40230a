//! Rendering on several threads, written in order.

use std::collections::BTreeMap;
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Condvar, Mutex, PoisonError};
use std::thread;

use super::jobs::Job;
use super::manifest::Entry;
use super::sink::{Folder, Standing, Written};
use crate::encode::Encoding;
use crate::error::{Error, Result};
use crate::font::FontLibrary;
use crate::format::Format;
use crate::quote::Quote;
use crate::renderer::{Card, Renderer};
use crate::scene::{Scene, Shared};
use crate::theme::Theme;

/// Cards that may be on their way at once, a thread: enough to keep threads busy, little to hold.
const ON_THE_WAY: usize = 4;

/// What became of a job.
#[derive(Debug)]
pub struct Outcome<'a> {
    /// The job.
    pub job: Job<'a>,
    /// Its manifest entry and whether its file is new; or what went wrong.
    pub result: Result<(Entry, Written)>,
}

/// How a set is rendered.
#[derive(Clone, Copy, Debug)]
pub struct Manner {
    /// On how many threads.
    pub threads: usize,
    /// Whether cards that stand there already are rendered again.
    pub force: bool,
}

/// Renders jobs on several threads, writes the cards to a folder in the order of the jobs, and tells of each.
///
/// A job that fails is told of and stops nothing. Memory does not grow with the number of jobs: threads wait while
/// too many cards are on their way to the one that is due.
///
/// # Errors
/// What `tell` returns ends the run.
pub fn render_all<'a>(
    jobs: impl Iterator<Item = Job<'a>> + Send,
    fonts: &FontLibrary,
    manner: Manner,
    folder: &mut Folder,
    tell: impl FnMut(&Outcome<'a>) -> Result<()>,
) -> Result<()> {
    let threads = manner.threads.max(1);
    let queue = Queue::new(jobs, threads * ON_THE_WAY);
    let standing = folder.standing();
    let (sender, receiver) = channel();
    thread::scope(|scope| {
        for _ in 0..threads {
            let (sender, queue, standing) = (sender.clone(), &queue, &standing);
            scope.spawn(move || {
                let mut renderer = Renderer::new(fonts);
                let mut lines = LeadingLines::default();
                while let Some((index, job)) = queue.take() {
                    let made = make(&job, &mut renderer, &mut lines, standing, manner.force);
                    if sender.send((index, job, made)).is_err() {
                        return;
                    }
                }
            });
        }
        drop(sender);
        let done = write_in_order(receiver, &queue, folder, tell);
        queue.stop();
        done
    })
}

/// A card that was made, or that stands there already.
enum Made {
    New(Box<Card>, Box<Entry>),
    Standing(Box<Entry>),
}

/// Makes a card of all of a quote, or of the best shorter cut of it that fits.
fn make<'a>(
    job: &Job<'a>,
    renderer: &mut Renderer<'_>,
    lines: &mut LeadingLines<'a>,
    standing: &Standing,
    force: bool,
) -> Result<Made> {
    let as_jpeg = || standing.find(&job.file_as(Encoding::Jpeg), &job.inputs).filter(|_| job.format.jpeg);
    let standing = standing.find(&job.file, &job.inputs).or_else(as_jpeg);
    if let Some(entry) = standing.filter(|_| !force) {
        return Ok(Made::Standing(Box::new(entry.clone())));
    }
    renderer.encoding = job.encoding;
    let mut first_error = None;
    for (quote, source) in job.row.cuts() {
        let made = match lines.take(quote, job) {
            Some(scene) => renderer.finish(scene, quote, job.format),
            None => {
                let shared = Shared { size: job.held, breaks: lines.of(quote, job, renderer) };
                renderer.card_at(quote, job.theme, job.format, shared)
            }
        };
        match made {
            Ok(card) => {
                let entry = Entry::new(job, quote, source, &card);
                return Ok(Made::New(Box::new(card), Box::new(entry)));
            }
            // A shorter cut may fit; what is wrong with the whole is worth telling, not what is wrong with a part.
            Err(error @ Error::DoesNotFit { .. }) => {
                first_error.get_or_insert(error);
            }
            Err(error) => return Err(first_error.unwrap_or(error)),
        }
    }
    Err(first_error.expect("there is a cut, and none fits"))
}

/// The last quote as it was set on the format that leads: its other cards are often next, and that one itself.
#[derive(Default)]
struct LeadingLines<'a> {
    of: Option<(&'a Quote, &'a Theme, &'a Format)>,
    breaks: Vec<usize>,
    scene: Option<Scene>,
}

impl<'a> LeadingLines<'a> {
    /// Returns where the lines of a quote end on the format that leads; nowhere where none does, or it cannot be set there.
    fn of(&mut self, quote: &'a Quote, job: &Job<'a>, renderer: &mut Renderer<'_>) -> &[usize] {
        let Some((lead, held)) = job.lead else { return &[] };
        if !self.is_of(quote, job.theme, lead) {
            self.scene = renderer.scene_at(quote, job.theme, lead, held).ok();
            self.breaks =
                self.scene.as_ref().map(|scene| scene.layout.quote_breaks.clone()).unwrap_or_default();
            self.of = Some((quote, job.theme, lead));
        }
        &self.breaks
    }

    /// Returns the scene of a card that leads, if it was set for another one's sake.
    fn take(&mut self, quote: &Quote, job: &Job<'_>) -> Option<Scene> {
        self.is_of(quote, job.theme, job.format).then(|| self.scene.take()).flatten()
    }

    fn is_of(&self, quote: &Quote, theme: &Theme, format: &Format) -> bool {
        self.of.is_some_and(|of| {
            std::ptr::eq(of.0, quote) && std::ptr::eq(of.1, theme) && std::ptr::eq(of.2, format)
        })
    }
}

fn write_in_order<'a, I>(
    receiver: Receiver<(usize, Job<'a>, Result<Made>)>,
    queue: &Queue<I>,
    folder: &mut Folder,
    mut tell: impl FnMut(&Outcome<'a>) -> Result<()>,
) -> Result<()> {
    let mut early = BTreeMap::new();
    let mut due = 0;
    for (index, job, made) in receiver {
        early.insert(index, (job, made));
        while let Some((job, made)) = early.remove(&due) {
            due += 1;
            queue.one_done();
            let result = made.and_then(|made| match made {
                Made::New(card, entry) => {
                    folder.write((*entry).clone(), &card.file).map(|()| (*entry, Written::New))
                }
                Made::Standing(entry) => {
                    folder.keep((*entry).clone());
                    Ok((*entry, Written::Unchanged))
                }
            });
            tell(&Outcome { job, result })?;
        }
    }
    Ok(())
}

/// Jobs that are handed out one by one, not too many at a time.
struct Queue<I> {
    state: Mutex<State<I>>,
    room: Condvar,
    limit: usize,
}

struct State<I> {
    jobs: I,
    handed_out: usize,
    on_the_way: usize,
    stopped: bool,
}

impl<I> Queue<I> {
    fn new(jobs: I, limit: usize) -> Self {
        let state = State { jobs, handed_out: 0, on_the_way: 0, stopped: false };
        Self { state: Mutex::new(state), room: Condvar::new(), limit }
    }

    /// Makes room for another job.
    fn one_done(&self) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).on_the_way -= 1;
        self.room.notify_one();
    }

    /// Hands out nothing any more.
    fn stop(&self) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).stopped = true;
        self.room.notify_all();
    }
}

impl<'a, I: Iterator<Item = Job<'a>>> Queue<I> {
    /// Hands out the next job with its number, when there is room for it.
    fn take(&self) -> Option<(usize, Job<'a>)> {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let mut state = self
            .room
            .wait_while(state, |state| state.on_the_way >= self.limit && !state.stopped)
            .unwrap_or_else(PoisonError::into_inner);
        if state.stopped {
            return None;
        }
        let job = state.jobs.next()?;
        let index = state.handed_out;
        state.handed_out += 1;
        state.on_the_way += 1;
        Some((index, job))
    }
}
