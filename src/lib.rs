//! From an interview to credited quote cards.
//!
//! ```text
//! bytes ─read→ Interview ─select→ Vec<Quote> ─typeset→ Scene ─paint→ Canvas ─encode→ PNG bytes
//! ```

pub mod builtin;
pub mod canvas;
pub mod color;
pub mod error;
pub mod font;
pub mod format;
pub mod geometry;
pub mod interview;
pub mod language;
pub mod quote;
pub mod scene;
pub mod theme;

pub mod encode;
pub mod paint;
pub mod read;
pub mod select;
pub mod typeset;

pub mod interview_json;

pub mod export;
pub mod renderer;

#[cfg(feature = "cli")]
pub mod cli;

mod source_map;
mod toml_file;
