//! PNG files: a palette where there is one, three bytes a pixel otherwise.
//!
//! Files carry no time and no name of a machine: the same canvas and texts give the same bytes.

use std::borrow::Cow;

use png::{
    BitDepth, ColorType, DeflateCompression, Encoder, Filter, PixelDimensions, SrgbRenderingIntent, Unit,
};

use crate::canvas::{Canvas, IndexedCanvas};

use super::{Effort, Metadata};

/// Pixels a metre: 72 an inch, so that a card opened in a layout program has its size in points.
const PIXELS_PER_METRE: u32 = 2835;

/// Encodes a canvas.
///
/// # Panics
/// If the canvas has no pixels, or more in a row than the format can say (2³¹).
#[must_use]
pub fn encode(canvas: &Canvas, metadata: &Metadata, effort: Effort) -> Vec<u8> {
    let size = canvas.size();
    let mut file = Vec::with_capacity(1 << 16);
    let mut encoder = Encoder::new(&mut file, size.width, size.height);
    encoder.set_source_srgb(SrgbRenderingIntent::Perceptual);
    encoder.set_pixel_dims(Some(PixelDimensions {
        xppu: PIXELS_PER_METRE,
        yppu: PIXELS_PER_METRE,
        unit: Unit::Meter,
    }));
    for (keyword, text) in texts(metadata) {
        encoder
            .add_itxt_chunk(keyword.to_owned(), text)
            .expect("the header is not written yet, and the keywords are Latin-1 of at most 79 letters");
    }
    let pixels = match canvas {
        Canvas::Indexed(canvas) => {
            let depth = depth(canvas.palette.len());
            encoder.set_color(ColorType::Indexed);
            encoder.set_depth(depth);
            encoder.set_palette(canvas.palette.iter().flat_map(|c| [c.r, c.g, c.b]).collect::<Vec<_>>());
            // Indices next to each other in the palette are not next to each other in colour: no filter helps.
            encoder.set_filter(Filter::NoFilter);
            encoder.set_deflate_compression(DeflateCompression::Level(match effort {
                Effort::Quick => 2,
                Effort::Thorough => 6,
            }));
            pack(canvas, depth)
        }
        Canvas::Rgb(pixels) => {
            encoder.set_color(ColorType::Rgb);
            encoder.set_filter(Filter::Up);
            encoder.set_deflate_compression(DeflateCompression::Level(match effort {
                Effort::Quick => 2,
                Effort::Thorough => 6,
            }));
            Cow::Borrowed(pixels.as_raw().as_slice())
        }
    };
    let written = encoder.write_header().and_then(|mut writer| {
        writer.write_image_data(&pixels)?;
        writer.finish()
    });
    written.expect("a card has pixels, and writing into memory does not fail");
    file
}

/// Returns the text chunks: keyword and text.
fn texts(metadata: &Metadata) -> impl Iterator<Item = (&'static str, String)> {
    let software = concat!("pullquote ", env!("CARGO_PKG_VERSION"));
    [
        ("Title", metadata.title.as_str()),
        ("Author", &metadata.author),
        ("Description", &metadata.description),
        ("Software", software),
    ]
    .into_iter()
    .filter(|(_, text)| !text.is_empty())
    // The format forbids this one character.
    .map(|(keyword, text)| (keyword, text.replace('\0', "\u{FFFD}")))
}

/// Returns the fewest bits that hold an index into a palette.
fn depth(colors: usize) -> BitDepth {
    match colors {
        ..=2 => BitDepth::One,
        3..=4 => BitDepth::Two,
        5..=16 => BitDepth::Four,
        _ => BitDepth::Eight,
    }
}

/// Packs indices into bytes, the leftmost pixel in the highest bits; each row starts a new byte.
fn pack(canvas: &IndexedCanvas, depth: BitDepth) -> Cow<'_, [u8]> {
    let bits = depth as usize;
    if bits == 8 {
        return Cow::Borrowed(&canvas.pixels);
    }
    canvas
        .pixels
        .chunks_exact(canvas.size.width as usize)
        .flat_map(|row| row.chunks(8 / bits))
        .map(|pixels| {
            pixels.iter().enumerate().fold(0, |byte, (at, index)| byte | (index << (8 - bits * (at + 1))))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::color::Color;
    use crate::scene::PixelSize;

    /// Decodes a file with every chunk's checksum checked.
    fn decode(file: &[u8]) -> image::RgbImage {
        image::load_from_memory_with_format(file, image::ImageFormat::Png).unwrap().to_rgb8()
    }

    fn canvas(width: u32, height: u32, colors: u16) -> Canvas {
        let palette = (0..colors).map(|index| Color::new(index as u8, (index * 7) as u8, 9)).collect();
        let pixels = (0..width * height).map(|at| (at * at / 7 % u32::from(colors)) as u8).collect();
        Canvas::Indexed(IndexedCanvas { size: PixelSize { width, height }, palette, pixels })
    }

    #[test]
    fn texts_are_written_whole_and_empty_ones_left_out() {
        let metadata = Metadata {
            title: "Über „Brücken“".to_owned(),
            author: String::new(),
            description: "nul\0 and 橋".to_owned(),
        };
        let file = encode(&canvas(4, 4, 2), &metadata, Effort::Quick);
        let reader = png::Decoder::new(std::io::Cursor::new(&file)).read_info().unwrap();
        let info = reader.info();
        let texts: Vec<_> =
            info.utf8_text.iter().map(|text| (text.keyword.as_str(), text.get_text().unwrap())).collect();
        assert_eq!(
            texts,
            [
                ("Title", "Über „Brücken“".to_owned()),
                ("Description", "nul\u{FFFD} and 橋".to_owned()),
                ("Software", format!("pullquote {}", env!("CARGO_PKG_VERSION"))),
            ]
        );
        assert_eq!(info.srgb, Some(SrgbRenderingIntent::Perceptual));
        assert_eq!(info.pixel_dims.unwrap().xppu, 2835);
        assert!(info.trns.is_none());
    }

    #[test]
    fn a_palette_takes_no_more_bits_than_it_needs() {
        for (colors, bits) in [(1, 1), (2, 1), (3, 2), (4, 2), (5, 4), (16, 4), (17, 8), (256, 8)] {
            let file = encode(&canvas(9, 3, colors), &Metadata::default(), Effort::Quick);
            let reader = png::Decoder::new(std::io::Cursor::new(&file)).read_info().unwrap();
            assert_eq!(reader.info().bit_depth as u16, bits, "{colors} colours");
            assert_eq!(reader.info().palette.as_ref().unwrap().len(), 3 * usize::from(colors));
        }
    }

    proptest! {
        /// What is written is what is read, from both kinds of canvas and at every depth.
        #[test]
        fn pixels_survive(width in 1..40_u32, height in 1..40_u32, colors in 1..=256_u16) {
            let indexed = canvas(width, height, colors);
            let rgb = Canvas::Rgb(indexed.to_rgb());
            for effort in [Effort::Quick, Effort::Thorough] {
                for canvas in [&indexed, &rgb] {
                    let file = encode(canvas, &Metadata::default(), effort);
                    prop_assert_eq!(decode(&file), indexed.to_rgb());
                    prop_assert_eq!(encode(canvas, &Metadata::default(), effort), file);
                }
            }
        }
    }
}
