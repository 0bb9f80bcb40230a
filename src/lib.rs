//! From an interview to credited quote cards.
//!
//! ```text
//! bytes ─read→ Interview ─select→ Vec<Quote> ─typeset→ Scene ─paint→ Canvas ─encode→ PNG bytes
//! ```
//!
//! Five verbs, each a module with one public function or type, and the nouns between them, which are plain data:
//!
//! - [`read`]: any bytes give an [`Interview`](interview::Interview) or one clear error. Every turn knows where it stands
//!   in the file on disk, and how sure the reader is of its speaker.
//! - [`select`]: returns [`Quote`](quote::Quote)s cut by position; nothing here can rewrite what somebody said.
//! - [`typeset`]: decides everything about a card. A [`Scene`](scene::Scene) leaves nothing to measure.
//! - [`paint`]: lays a scene on a [`Canvas`](canvas::Canvas), and chooses nothing.
//! - [`encode`]: writes a canvas as a file that says what it shows.
//!
//! [`renderer`] makes one card, [`export`] a set of them; only these two know the order. How a card looks is a
//! [`Theme`](theme::Theme), what it must fit a [`Format`](format::Format): data, not code.
//!
//! The library never prints, exits, reads the clock, the environment or the network.
//!
//! ```
//! use pullquote::{font::FontLibrary, format::Format, language::Language, renderer::Renderer, theme::Theme};
//! use pullquote::quote::{Attribution, Quote};
//!
//! # fn main() -> pullquote::error::Result<()> {
//! let credit = Attribution { name: "Ada Brook".into(), role: Some("cooper".into()), ..Attribution::default() };
//! let quote = Quote::typed("A barrel is a promise.", credit, Language::new("en"))?;
//! let fonts = FontLibrary::embedded();
//! let card = Renderer::new(&fonts).card(&quote, &Theme::builtin("poster")?, &Format::builtin("square")?)?;
//! assert_eq!(card.alt, "“A barrel is a promise.” — Ada Brook, cooper");
//! # Ok(())
//! # }
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
pub mod markup;
pub mod picture;
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

/// The README's example, compiled and run with the tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
