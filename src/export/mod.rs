//! Batch export: many quotes in, a folder of cards out.
//!
//! Rows come from interviews or quote [`list`]s one by one, as [`jobs::Coming`], and go on as a [`jobs::Job`] a theme and
//! format. Jobs are rendered on several threads and told of in order ([`run`]). Nothing of a card is held once it is
//! written: [`manifest`] and [`gallery`] are made on the way, from files. The folder is ours only as far as its manifest
//! says so: nobody's file is replaced, a card that would come out the same is left alone ([`standing`]), and a killed run
//! is completed by running it again.

pub mod carousel;
pub mod folder;
pub mod gallery;
mod in_order;
pub mod jobs;
pub mod list;
pub mod manifest;
pub mod names;
mod queue;
pub mod run;
pub mod sink;
pub mod standing;
pub mod uniform;
pub mod verify;

pub use jobs::{Coming, Job, Look, Row};
pub use run::{Manner, Outcome, render_all};

/// What tells this program from others that make other cards: its version, and a hash of all that it is built from, so
/// that a card which an older build made is made again.
pub const BUILD: &str = concat!(env!("CARGO_PKG_VERSION"), " ", env!("PULLQUOTE_BUILD"));
