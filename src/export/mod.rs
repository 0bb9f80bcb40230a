//! Batch export: many quotes in, a folder of cards out.
//!
//! [Rows](jobs::Row) come from interviews or quote [`list`]s; each becomes a [`jobs::Job`] a theme and format. Jobs are rendered
//! on several threads and written in order ([`run`]). The folder is ours only as far as its [`manifest`] says
//! so: nobody's file is replaced, a card that would come out the same is left alone, and a killed run is completed by
//! running it again.

pub mod carousel;
pub mod gallery;
pub mod jobs;
pub mod list;
pub mod manifest;
pub mod run;
pub mod sink;
pub mod uniform;
pub mod verify;

pub use jobs::{Job, Row};
pub use run::{Manner, Outcome, render_all};
