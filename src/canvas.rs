//! The finished picture, in the smallest form that holds it without loss.

use crate::color::Color;
use crate::scene::PixelSize;

/// Pixels, row by row from the top-left corner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Canvas {
    /// Flat colours: a palette and one byte a pixel.
    Indexed(IndexedCanvas),
    /// Anything else: three bytes a pixel.
    Rgb(image::RgbImage),
}

/// A picture of at most 256 colours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexedCanvas {
    /// The size.
    pub size: PixelSize,
    /// The colours; entry 0 is the ground.
    pub palette: Vec<Color>,
    /// Row by row a 0 and an index into `palette` for each pixel; `(1 + width) × height` bytes.
    ///
    /// The 0 says in a PNG file that the row is not filtered: so rows are packed as they are, and not copied before.
    pub rows: Vec<u8>,
    /// By how many pixels each row shows, further to the left, what the row above it shows; empty where there is no such
    /// pattern. It says nothing about the picture, only where its file may look for repetitions.
    pub shifts: Vec<i32>,
}

impl IndexedCanvas {
    /// Makes a canvas of `width × height` indices into a palette.
    #[must_use]
    pub fn new(size: PixelSize, palette: Vec<Color>, indices: &[u8]) -> Self {
        let rows = indices.chunks(size.width.max(1) as usize);
        let rows = rows.flat_map(|row| std::iter::once(0).chain(row.iter().copied())).collect();
        Self { size, palette, rows, shifts: Vec::new() }
    }

    /// Returns the indices of each row.
    pub fn indices(&self) -> impl Iterator<Item = &[u8]> {
        self.rows.chunks_exact(1 + self.size.width as usize).map(|row| &row[1..])
    }
}

impl Canvas {
    /// Returns the size.
    #[must_use]
    pub fn size(&self) -> PixelSize {
        match self {
            Self::Indexed(canvas) => canvas.size,
            Self::Rgb(pixels) => PixelSize { width: pixels.width(), height: pixels.height() },
        }
    }

    /// Returns the same picture with three bytes a pixel.
    #[must_use]
    pub fn to_rgb(&self) -> image::RgbImage {
        match self {
            Self::Rgb(pixels) => pixels.clone(),
            Self::Indexed(canvas) => {
                let bytes = canvas
                    .indices()
                    .flatten()
                    .flat_map(|&index| {
                        let Color { r, g, b } = canvas.palette[usize::from(index)];
                        [r, g, b]
                    })
                    .collect();
                image::RgbImage::from_raw(canvas.size.width, canvas.size.height, bytes)
                    .expect("an indexed canvas has width × height pixels")
            }
        }
    }
}
