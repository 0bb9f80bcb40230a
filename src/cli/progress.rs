//! How far a long run is: on a terminal only, and never in the way of what is printed.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// Shows cards done, the rate, and the time left on standard error, if that is a terminal.
pub(super) struct Progress {
    bar: ProgressBar,
}

impl Progress {
    /// Begins at none of nothing.
    pub(super) fn new() -> Self {
        // Hidden where standard error is no terminal.
        let bar = ProgressBar::new(0);
        let style = ProgressStyle::with_template("{wide_bar} {pos}/{len} cards  {per_sec}  {eta} left");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        if !bar.is_hidden() {
            bar.enable_steady_tick(Duration::from_millis(250));
        }
        Self { bar }
    }

    /// Tells whether anybody sees it.
    pub(super) fn is_shown(&self) -> bool {
        !self.bar.is_hidden()
    }

    /// Adds cards that are to be made.
    pub(super) fn expect(&self, cards: usize) {
        self.bar.inc_length(cards as u64);
    }

    /// Counts a card that is done.
    pub(super) fn one_done(&self) {
        self.bar.inc(1);
    }

    /// Does something that prints, and shows itself again below.
    pub(super) fn aside<T>(&self, print: impl FnOnce() -> T) -> T {
        if self.bar.is_hidden() { print() } else { self.bar.suspend(print) }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
