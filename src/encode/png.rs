//! PNG files: a palette where there is one, three bytes a pixel otherwise.
//!
//! Files carry no time and no name of a machine: the same canvas and texts give the same bytes.

use png::{DeflateCompression, Filter};

use crate::canvas::{Canvas, IndexedCanvas};
use crate::color::Color;

use super::deflate::{Deflater, Rows, WINDOW};
use super::{Effort, Metadata};

/// What every PNG file begins with.
const SIGNATURE: [u8; 8] = *b"\x89PNG\r\n\x1a\n";
/// The kinds of pixel, as the header names them.
const RGB: u8 = 2;
const INDEXED: u8 = 3;
/// Pixels a metre: 72 an inch, so that a card opened in a layout program has its size in points.
const PIXELS_PER_METRE: u32 = 2835;
/// `sRGB`: colours are to look right before they are exact.
const PERCEPTUAL: u8 = 0;

/// Writes PNG files; keeps its memory from file to file.
#[derive(Debug, Default)]
pub struct PngEncoder {
    deflater: Deflater,
    /// Rows of several pixels a byte.
    rows: Vec<u8>,
}

/// Encodes a canvas.
///
/// # Panics
/// As [`PngEncoder::encode`].
#[must_use]
pub fn encode(canvas: &Canvas, metadata: &Metadata, effort: Effort) -> Vec<u8> {
    PngEncoder::default().encode(canvas, metadata, effort)
}

impl PngEncoder {
    /// Encodes a canvas.
    ///
    /// # Panics
    /// If the canvas has no pixels, or more in a row than the format can say (2³¹).
    #[must_use]
    pub fn encode(&mut self, canvas: &Canvas, metadata: &Metadata, effort: Effort) -> Vec<u8> {
        let size = canvas.size();
        assert!(size.width > 0 && size.height > 0, "a card has pixels");
        let (depth, kind) = match canvas {
            Canvas::Indexed(canvas) => (depth(canvas.palette.len()), INDEXED),
            Canvas::Rgb(_) => (8, RGB),
        };
        let mut file = Vec::with_capacity(1 << 16);
        file.extend(SIGNATURE);
        chunk(&mut file, *b"IHDR", |data| {
            data.extend(size.width.to_be_bytes());
            data.extend(size.height.to_be_bytes());
            // Deflate, rows filtered one by one, not interlaced: there is no other but for the last.
            data.extend([depth, kind, 0, 0, 0]);
        });
        chunk(&mut file, *b"sRGB", |data| data.push(PERCEPTUAL));
        chunk(&mut file, *b"pHYs", |data| {
            data.extend(PIXELS_PER_METRE.to_be_bytes());
            data.extend(PIXELS_PER_METRE.to_be_bytes());
            data.push(1);
        });
        if let Canvas::Indexed(canvas) = canvas {
            chunk(&mut file, *b"PLTE", |data| {
                data.extend(canvas.palette.iter().flat_map(|&Color { r, g, b }| [r, g, b]));
            });
        }
        for (keyword, text) in texts(metadata) {
            chunk(&mut file, *b"iTXt", |data| {
                data.extend(keyword.as_bytes());
                // Not packed, in no language in particular, with no translated keyword.
                data.extend([0; 5]);
                data.extend(text.as_bytes());
            });
        }
        match canvas {
            Canvas::Indexed(canvas) => {
                chunk(&mut file, *b"IDAT", |data| {
                    let (bytes, shifts) = if depth == 8 {
                        (&canvas.rows, canvas.shifts.as_slice())
                    } else {
                        narrow(canvas, depth, &mut self.rows);
                        (&self.rows, [].as_slice())
                    };
                    let stride = bytes.len() / size.height as usize;
                    let slants = slants(shifts, stride);
                    self.deflater.pack(&Rows { bytes, stride, slants: &slants }, effort, data);
                });
            }
            Canvas::Rgb(pixels) => file.extend(rgb_data(pixels, effort)),
        }
        chunk(&mut file, *b"IEND", |_| ());
        file
    }
}

/// Appends a chunk: how long it is, its name, what it holds, and a checksum.
fn chunk(file: &mut Vec<u8>, name: [u8; 4], fill: impl FnOnce(&mut Vec<u8>)) {
    let start = file.len();
    file.extend([0; 4]);
    file.extend(name);
    fill(file);
    let length = (file.len() - start - 8) as u32;
    file[start..start + 4].copy_from_slice(&length.to_be_bytes());
    let checksum = crc32fast::hash(&file[start + 4..]);
    file.extend(checksum.to_be_bytes());
}

/// Packs three bytes a pixel into `IDAT` chunks. Pictures do not repeat as letters do: zlib's way is the better one.
fn rgb_data(pixels: &image::RgbImage, effort: Effort) -> Vec<u8> {
    let mut file = Vec::with_capacity(1 << 18);
    let mut encoder = png::Encoder::new(&mut file, pixels.width(), pixels.height());
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_filter(Filter::Up);
    encoder.set_deflate_compression(DeflateCompression::Level(match effort {
        Effort::Quick => 2,
        Effort::Thorough => 6,
    }));
    let written = encoder.write_header().and_then(|mut writer| {
        writer.write_image_data(pixels.as_raw())?;
        writer.finish()
    });
    written.expect("a card has pixels, and writing into memory does not fail");
    // Signature and header are 33 bytes, the end is 12.
    file.truncate(file.len() - 12);
    file.split_off(33)
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
fn depth(colors: usize) -> u8 {
    match colors {
        ..=2 => 1,
        3..=4 => 2,
        5..=16 => 4,
        _ => 8,
    }
}

/// Returns the two distances at most at which most rows are like those above them but moved. A row is moved by whole
/// pixels: where that is not the same all the way down, it is one pixel more here than there.
fn slants(shifts: &[i32], stride: usize) -> Vec<usize> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    for shifts in shifts.chunk_by(|one, other| one == other).filter(|shifts| shifts[0] != 0) {
        let distance = usize::try_from(stride as i64 - i64::from(shifts[0]));
        let Some(distance) = distance.ok().filter(|distance| (1..=WINDOW).contains(distance)) else {
            continue;
        };
        match found.iter_mut().find(|(_, known)| *known == distance) {
            Some((count, _)) => *count += shifts.len(),
            None => found.push((shifts.len(), distance)),
        }
    }
    found.sort_unstable_by(|one, other| other.cmp(one));
    found.truncate(2);
    let moved: usize = found.iter().map(|(count, _)| count).sum();
    if 2 * moved > shifts.len() {
        found.into_iter().map(|(_, distance)| distance).collect()
    } else {
        Vec::new()
    }
}

/// Lays out several indices a byte, the leftmost pixel in the highest bits.
///
/// Each row starts with a filter that does nothing, as all rows do. Indices next to each other in the palette are not next
/// to each other in colour: no filter helps.
fn narrow(canvas: &IndexedCanvas, depth: u8, rows: &mut Vec<u8>) {
    rows.clear();
    let pixels_per_byte = 8 / usize::from(depth);
    for row in canvas.indices() {
        rows.push(0);
        rows.extend(row.chunks(pixels_per_byte).map(|pixels| {
            let packed = pixels.iter().fold(0, |byte, index| byte << depth | index);
            packed << (usize::from(depth) * (pixels_per_byte - pixels.len()))
        }));
    }
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
        let indices: Vec<u8> =
            (0..width * height).map(|at| (at * at / 7 % u32::from(colors)) as u8).collect();
        Canvas::Indexed(IndexedCanvas::new(PixelSize { width, height }, palette, &indices))
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
        assert_eq!(info.srgb, Some(png::SrgbRenderingIntent::Perceptual));
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
