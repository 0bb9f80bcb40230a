//! Writes a canvas as a file.

mod deflate;
mod exif;
pub mod lossy;
pub mod png;
mod said;

pub use said::said;

use crate::canvas::Canvas;

/// The kinds of file a card is written as.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Encoding {
    /// Without loss, small where colours are flat: what to give unless somebody asks for another.
    #[default]
    Png,
    /// For platforms that take nothing else, such as Instagram's interface for programs.
    Jpeg,
    /// Without loss, for web pages.
    WebP,
}

impl Encoding {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Png, Self::Jpeg, Self::WebP];

    /// Returns how its files' names end.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpeg => "jpg",
            Self::WebP => "webp",
        }
    }

    /// Finds the kind of file whose names end so; `None` where we write none.
    #[must_use]
    pub fn of_extension(extension: &str) -> Option<Self> {
        let extension = extension.to_lowercase();
        let known = |kind: &Self| extension == kind.extension();
        if extension == "jpeg" { Some(Self::Jpeg) } else { Self::ALL.into_iter().find(known) }
    }
}

/// Encodes canvases; keeps its memory from card to card.
#[derive(Debug, Default)]
pub struct Encoder {
    png: png::PngEncoder,
}

impl Encoder {
    /// Encodes a canvas.
    #[must_use]
    pub fn encode(
        &mut self,
        canvas: &Canvas,
        metadata: &Metadata,
        encoding: Encoding,
        effort: Effort,
    ) -> Vec<u8> {
        match encoding {
            Encoding::Png => self.png.encode(canvas, metadata, effort),
            Encoding::Jpeg => lossy::jpeg(canvas, metadata, effort),
            Encoding::WebP => lossy::webp(canvas, metadata),
        }
    }
}

/// What a file says about its picture, for people and programs that cannot see it. An empty text is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Metadata {
    /// A few words: `Ada Example on bridges`.
    pub title: String,
    /// Who said it.
    pub author: String,
    /// The alternative text.
    pub description: String,
}

/// How long to look for repetitions that make the file smaller.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Effort {
    /// For batches.
    #[default]
    Quick,
    /// About a tenth smaller, for several times the work; as JPEG a third smaller, for a little of the quality.
    Thorough,
}
