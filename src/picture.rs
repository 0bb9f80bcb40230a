//! Pictures from outside: decoded within limits, turned upright, and cut to the place they get on a card.

#[cfg(feature = "svg")]
mod svg;

use std::fmt;
use std::io::Cursor;

use image::imageops::{self, FilterType};
use image::{DynamicImage, GrayImage, ImageDecoder, ImageReader, Limits, Luma, RgbImage, RgbaImage};
use sha2::{Digest, Sha256};

use crate::color::Color;
use crate::error::{Error, Result};

/// Longest side, in pixels, and largest area: more than any camera has, and told before anything is decoded.
const MAX_SIDE: u32 = 20_000;
/// See [`MAX_SIDE`].
const MAX_PIXELS: u64 = 120_000_000;
/// Memory that a decoder may take.
const MAX_MEMORY: u64 = 1 << 30;

/// A decoded picture, upright, in 8-bit sRGB.
#[derive(Clone)]
pub struct Picture {
    /// SHA-256 of its file, in hexadecimal digits: what tells pictures apart.
    id: String,
    pixels: RgbaImage,
}

impl fmt::Debug for Picture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Picture({})", self.id)
    }
}

impl PartialEq for Picture {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Picture {}

/// A picture cut and coloured for one place on a card: nothing is left but to lay it there.
#[derive(Debug, PartialEq, Eq)]
pub struct Print {
    /// Its colours.
    pub colors: RgbImage,
    /// How much each pixel hides of what lies under it; `None`: all of it.
    pub cover: Option<GrayImage>,
}

/// How a picture is cut and coloured.
#[derive(Clone, Debug, PartialEq)]
pub struct Cut {
    /// Pixels across and down.
    pub size: (u32, u32),
    /// What matters in the picture, as shares of its width and height.
    pub subject: [f32; 2],
    /// Where in the cut that is to stand.
    pub place: [f32; 2],
    /// The colours that dark to light become; none: those of the picture.
    pub tone: Vec<Color>,
    /// Whether it is cut to a circle.
    pub round: bool,
}

/// Returns what tells a file's picture from others.
fn id(bytes: &[u8]) -> String {
    base16ct::lower::encode_string(&Sha256::digest(bytes))
}

/// Tells whether a file is a drawing in SVG: its root element comes first but for XML's own declarations.
fn is_svg(bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]);
    let head = head.trim_start_matches('\u{feff}').trim_start();
    head.starts_with("<svg") || (head.starts_with("<?xml") || head.starts_with("<!")) && head.contains("<svg")
}

/// Tells whether a file is a JPEG without an end: after its first scan starts, the bytes of the marker `EOI` stand nowhere
/// else, as scans write 0xFF as 0xFF 0x00 (ITU-T T.81, B.1.1.5). Before it, a small picture may have an end of its own.
fn is_cut_off(bytes: &[u8]) -> bool {
    let Some(mut rest) = bytes.strip_prefix(b"\xff\xd8") else { return false };
    loop {
        match rest {
            [0xff, 0xda, scan @ ..] => return !scan.windows(2).any(|pair| pair == b"\xff\xd9"),
            [0xff, 0xff, ..] => rest = &rest[1..],
            [0xff, _, high, low, ..] => {
                let length = usize::from(u16::from_be_bytes([*high, *low]));
                rest = rest.get(2 + length..).unwrap_or_default();
            }
            // What is no JPEG after all is for the decoder to tell.
            [] => return true,
            _ => return false,
        }
    }
}

#[cfg(feature = "svg")]
fn paint_svg(bytes: &[u8]) -> std::result::Result<RgbaImage, (String, &'static str)> {
    svg::paint(bytes)
}

#[cfg(not(feature = "svg"))]
fn paint_svg(_: &[u8]) -> std::result::Result<RgbaImage, (String, &'static str)> {
    Err((
        "is a drawing in SVG, which this program was built without".to_owned(),
        "give a PNG, or build it with --features svg",
    ))
}

impl Picture {
    /// Decodes a PNG, JPEG or WebP file, of a moving picture the first frame; or, with the feature `svg`, a drawing
    /// in SVG. `name` is for messages.
    ///
    /// # Errors
    /// [`Error::Unreadable`] when it is none of these, broken, or larger than the limits.
    pub fn decode(name: &str, bytes: &[u8]) -> Result<Self> {
        let refuse = |reason: String, hint: &str| {
            Err(Error::Unreadable { name: name.to_owned(), reason, hint: hint.to_owned() })
        };
        let broken = |error: image::ImageError| Error::Unreadable {
            name: name.to_owned(),
            reason: format!("is no picture we can read: {error}"),
            hint: "give a PNG, JPEG or WebP file that other programs open".to_owned(),
        };
        if is_svg(bytes) {
            return match paint_svg(bytes) {
                Ok(pixels) => Ok(Self { id: id(bytes), pixels }),
                Err((reason, hint)) => refuse(reason, hint),
            };
        }
        // Its decoder paints what is missing grey, and says nothing.
        if is_cut_off(bytes) {
            return refuse(
                "is a JPEG that is cut off".to_owned(),
                "copy or download it again: its last part is missing",
            );
        }
        let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format();
        let reader = reader.map_err(|error| broken(image::ImageError::IoError(error)))?;
        let mut decoder = reader.into_decoder().map_err(broken)?;
        let (width, height) = decoder.dimensions();
        if width > MAX_SIDE || height > MAX_SIDE || u64::from(width) * u64::from(height) > MAX_PIXELS {
            return refuse(
                format!("has {width}×{height} pixels"),
                "scale it down: a card needs no more than 4000 pixels a side",
            );
        }
        let mut limits = Limits::default();
        limits.max_alloc = Some(MAX_MEMORY);
        decoder.set_limits(limits).map_err(broken)?;
        let orientation = decoder.orientation().map_err(broken)?;
        let mut picture = DynamicImage::from_decoder(decoder).map_err(broken)?;
        picture.apply_orientation(orientation);
        if picture.width() == 0 || picture.height() == 0 {
            return refuse("has no pixels".to_owned(), "give another picture");
        }
        Ok(Self { id: id(bytes), pixels: picture.into_rgba8() })
    }

    /// Returns what tells this picture from others.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Fills a place with the picture: scaled until it covers all of it, with its subject where it should stand.
    #[must_use]
    pub fn print(&self, cut: &Cut) -> Print {
        let (width, height) = (cut.size.0.max(1), cut.size.1.max(1));
        let (own_width, own_height) = (self.pixels.width() as f32, self.pixels.height() as f32);
        let scale = (width as f32 / own_width).max(height as f32 / own_height);
        let kept = |length: u32, own: f32| (length as f32 / scale).round().clamp(1.0, own);
        let (kept_width, kept_height) = (kept(width, own_width), kept(height, own_height));
        let start = |axis: usize, kept: f32, own: f32| {
            (cut.subject[axis] * own - cut.place[axis] * kept).round().clamp(0.0, own - kept) as u32
        };
        let (left, top) = (start(0, kept_width, own_width), start(1, kept_height, own_height));
        let part = imageops::crop_imm(&self.pixels, left, top, kept_width as u32, kept_height as u32);
        let mut print = print(imageops::resize(&*part, width, height, FilterType::CatmullRom));
        if !cut.tone.is_empty() {
            tone(&mut print.colors, &cut.tone);
        }
        if cut.round {
            round(&mut print, width, height);
        }
        print
    }

    /// Scales the whole picture into a place.
    #[must_use]
    pub fn scaled_into(&self, width: u32, height: u32) -> Print {
        let (own_width, own_height) = (self.pixels.width() as f32, self.pixels.height() as f32);
        let scale = (width as f32 / own_width).min(height as f32 / own_height);
        let side = |own: f32| (own * scale).round().max(1.0) as u32;
        print(imageops::resize(&self.pixels, side(own_width), side(own_height), FilterType::CatmullRom))
    }
}

/// Parts colours from cover; a picture that hides everything needs none.
fn print(pixels: RgbaImage) -> Print {
    let (width, height) = pixels.dimensions();
    let mut colors = RgbImage::new(width, height);
    let mut cover = GrayImage::new(width, height);
    for ((pixel, color), cover) in pixels.pixels().zip(colors.pixels_mut()).zip(cover.pixels_mut()) {
        let [r, g, b, a] = pixel.0;
        (color.0, cover.0) = ([r, g, b], [a]);
    }
    let opaque = cover.pixels().all(|pixel| pixel.0[0] == 255);
    Print { colors, cover: (!opaque).then_some(cover) }
}

/// Gives every pixel the colour of its lightness on a scale from dark to light.
fn tone(colors: &mut RgbImage, scale: &[Color]) {
    let table: Vec<[u8; 3]> = (0..=255_u32)
        .map(|level| {
            let steps = scale.len() as u32 - 1;
            let (step, rest) = (level * steps / 255, level * steps % 255);
            let (from, to) = (scale[step as usize], scale[(step + 1).min(steps) as usize]);
            let mix = |from: u8, to: u8| {
                ((u32::from(from) * (255 - rest) + u32::from(to) * rest + 127) / 255) as u8
            };
            [mix(from.r, to.r), mix(from.g, to.g), mix(from.b, to.b)]
        })
        .collect();
    for pixel in colors.pixels_mut() {
        let [r, g, b] = pixel.0.map(u32::from);
        // Rec. 601 luma, in whole numbers.
        pixel.0 = table[((r * 299 + g * 587 + b * 114 + 500) / 1000) as usize];
    }
}

/// Cuts a print to the circle in its middle.
fn round(print: &mut Print, width: u32, height: u32) {
    let radius = width.min(height) as f32 / 2.0;
    let cover = print.cover.get_or_insert_with(|| GrayImage::from_pixel(width, height, Luma([255])));
    for (x, y, pixel) in cover.enumerate_pixels_mut() {
        let across = x as f32 + 0.5 - width as f32 / 2.0;
        let down = y as f32 + 0.5 - height as f32 / 2.0;
        let inside = (radius - (across * across + down * down).sqrt() + 0.5).clamp(0.0, 1.0);
        pixel.0[0] = (f32::from(pixel.0[0]) * inside + 0.5) as u8;
    }
}

#[cfg(test)]
mod tests {
    use image::{ImageEncoder, Rgba};

    use super::*;

    /// A picture of four colours, one a quarter.
    fn quarters() -> Picture {
        let colors = [[200, 0, 0, 255], [0, 200, 0, 255], [0, 0, 200, 255], [200, 200, 200, 255]];
        let pixels = RgbaImage::from_fn(40, 40, |x, y| Rgba(colors[(x / 20 + y / 20 * 2) as usize]));
        let mut file = Vec::new();
        image::codecs::png::PngEncoder::new(&mut file)
            .write_image(&pixels, 40, 40, image::ExtendedColorType::Rgba8)
            .unwrap();
        Picture::decode("quarters.png", &file).unwrap()
    }

    fn cut(size: (u32, u32)) -> Cut {
        Cut { size, subject: [0.5, 0.5], place: [0.5, 0.5], tone: Vec::new(), round: false }
    }

    #[test]
    fn a_cut_covers_its_place_and_keeps_its_subject_in_it() {
        let picture = quarters();
        let print = picture.print(&Cut { subject: [1.0, 0.5], ..cut((10, 40)) });
        assert_eq!(print.colors.dimensions(), (10, 40));
        assert_eq!(print.colors.get_pixel(2, 4).0, [0, 200, 0]);
        assert!(print.cover.is_none());
    }

    #[test]
    fn a_tone_maps_dark_to_light_and_a_circle_hides_the_corners() {
        let tone = vec![Color::new(0, 0, 0), Color::new(255, 0, 0)];
        let print = quarters().print(&Cut { tone, round: true, ..cut((40, 40)) });
        assert_eq!(print.colors.get_pixel(30, 30).0, [200, 0, 0]);
        let cover = print.cover.unwrap();
        assert_eq!((cover.get_pixel(0, 0).0[0], cover.get_pixel(20, 20).0[0]), (0, 255));
    }

    #[test]
    fn a_broken_or_boundless_file_is_refused() {
        assert!(Picture::decode("x.png", b"no picture").is_err());
        assert!(Picture::decode("x.png", &[]).is_err());
        // A PNG header that claims 100,000 pixels a side.
        let mut header = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
        header.extend([0, 1, 0x86, 0xa0, 0, 1, 0x86, 0xa0, 8, 2, 0, 0, 0]);
        header.extend([0; 64]);
        assert!(Picture::decode("x.png", &header).is_err());
    }
}
