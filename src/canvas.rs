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
    /// An index into `palette` for each pixel; `width × height` of them.
    pub pixels: Vec<u8>,
    /// By how many pixels each row shows, further to the left, what the row above it shows; empty where there is no such
    /// pattern. It says nothing about the picture, only where its file may look for repetitions.
    pub shifts: Vec<i32>,
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
                    .pixels
                    .iter()
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
