//! Jobs on their way to threads, and room for so many.

use std::iter::Fuse;
use std::sync::{Condvar, Mutex, PoisonError};
use std::thread;

/// Jobs that are handed out one by one, not too many at a time.
///
/// Two locks: rows may come slowly, from a pipe, and what is done must be told of meanwhile.
pub(super) struct Queue<I> {
    jobs: Mutex<Numbered<I>>,
    under_way: Mutex<UnderWay>,
    room: Condvar,
    limit: usize,
}

/// Jobs with the number of the next.
struct Numbered<I> {
    jobs: Fuse<I>,
    next: usize,
}

struct UnderWay {
    count: usize,
    stopped: bool,
}

impl<I: Iterator> Queue<I> {
    /// Makes a queue that lets so many jobs be under way.
    pub(super) fn new(jobs: I, limit: usize) -> Self {
        Self {
            jobs: Mutex::new(Numbered { jobs: jobs.fuse(), next: 0 }),
            under_way: Mutex::new(UnderWay { count: 0, stopped: false }),
            room: Condvar::new(),
            limit,
        }
    }

    /// Makes room for another job.
    pub(super) fn one_done(&self) {
        self.under_way.lock().unwrap_or_else(PoisonError::into_inner).count -= 1;
        self.room.notify_one();
    }

    /// Hands out nothing any more.
    pub(super) fn stop(&self) {
        self.under_way.lock().unwrap_or_else(PoisonError::into_inner).stopped = true;
        self.room.notify_all();
    }

    /// Hands out the next job with its number, when there is room for it.
    pub(super) fn take(&self) -> Option<(usize, I::Item)> {
        let state = self.under_way.lock().unwrap_or_else(PoisonError::into_inner);
        let mut state = self
            .room
            .wait_while(state, |state| state.count >= self.limit && !state.stopped)
            .unwrap_or_else(PoisonError::into_inner);
        if state.stopped {
            return None;
        }
        state.count += 1;
        drop(state);
        let mut numbered = self.jobs.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(job) = numbered.jobs.next() else {
            self.one_done();
            return None;
        };
        let number = numbered.next;
        numbered.next += 1;
        Some((number, job))
    }
}

/// Stops the others when a thread panics: they would wait for its card for ever.
pub(super) struct StopOnPanic<'q, I: Iterator>(pub(super) &'q Queue<I>);

impl<I: Iterator> Drop for StopOnPanic<'_, I> {
    fn drop(&mut self) {
        if thread::panicking() {
            self.0.stop();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_waits_for_a_thread_that_has_panicked() {
        let queue = Queue::new(0..10, 1);
        thread::scope(|scope| {
            assert_eq!(queue.take().map(|(number, _)| number), Some(0));
            // There is no room for another, and nobody will make any.
            let waiting = scope.spawn(|| queue.take());
            let panicking = scope.spawn(|| {
                let _stopped_by_panic = StopOnPanic(&queue);
                panic!("on purpose");
            });
            assert!(panicking.join().is_err());
            assert_eq!(waiting.join().unwrap(), None);
        });
    }
}
