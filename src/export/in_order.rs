//! Things that several threads finish in any order, dealt with one by one in theirs.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::{Mutex, PoisonError};

/// Deals with numbered things in order: 0, 1, 2 …
///
/// No thread is kept for it. Whoever brings the thing that is due deals with it, and with all that follow it and have
/// come meanwhile; the others leave what they bring and go on with their own work. So one thread alone never waits for
/// another one to wake, and of several none stands idle.
pub(super) struct InOrder<T, F> {
    come: Mutex<Come<T>>,
    deal: Mutex<F>,
}

/// What has come.
struct Come<T> {
    early: BTreeMap<usize, T>,
    /// The number of the next thing to be dealt with.
    due: usize,
    /// Whether a thread is dealing with things: it looks again before it stops. Stays so once it was told to break.
    is_under_way: bool,
}

impl<T, F: FnMut(T) -> ControlFlow<()>> InOrder<T, F> {
    /// Begins at number 0. Once `deal` breaks, what comes is dropped.
    pub(super) fn new(deal: F) -> Self {
        let come = Come { early: BTreeMap::new(), due: 0, is_under_way: false };
        Self { come: Mutex::new(come), deal: Mutex::new(deal) }
    }

    /// Takes in a thing, and deals with what is due unless another thread is at it.
    pub(super) fn bring(&self, number: usize, thing: T) {
        let come = || self.come.lock().unwrap_or_else(PoisonError::into_inner);
        {
            let mut come = come();
            come.early.insert(number, thing);
            if come.is_under_way {
                return;
            }
            come.is_under_way = true;
        }
        let mut deal = self.deal.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            let next = {
                let mut come = come();
                let due = come.due;
                let next = come.early.remove(&due);
                come.due += usize::from(next.is_some());
                // Under the lock: what comes from now on is dealt with by whoever brings it.
                come.is_under_way = next.is_some();
                next
            };
            let Some(thing) = next else { return };
            if deal(thing).is_break() {
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;

    /// Brings numbers from four threads, each its own share, and returns what was dealt with.
    fn dealt(until: usize) -> Vec<usize> {
        let mut dealt = Vec::new();
        let in_order = InOrder::new(|number| {
            dealt.push(number);
            if number == until { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        thread::scope(|scope| {
            for share in 0..4 {
                let in_order = &in_order;
                scope.spawn(move || {
                    // Some threads bring theirs backwards: the due one then comes last.
                    let numbers = (0..1000).filter(|number| number % 4 == share);
                    let numbers: Vec<usize> =
                        if share % 2 == 0 { numbers.collect() } else { numbers.rev().collect() };
                    numbers.into_iter().for_each(|number| in_order.bring(number, number));
                });
            }
        });
        drop(in_order);
        dealt
    }

    #[test]
    fn all_is_dealt_with_once_and_in_order_whoever_brings_it() {
        assert_eq!(dealt(usize::MAX), (0..1000).collect::<Vec<_>>());
    }

    #[test]
    fn nothing_is_dealt_with_after_a_break() {
        assert_eq!(dealt(17), (0..=17).collect::<Vec<_>>());
    }
}
