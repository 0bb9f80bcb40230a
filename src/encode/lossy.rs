//! JPEG and WebP files, for platforms that take no PNG.

use image::codecs::jpeg::JpegEncoder;
use image::codecs::webp::WebPEncoder;
use image::{ExtendedColorType, ImageEncoder};

use super::{Effort, Metadata, exif};
use crate::canvas::Canvas;

/// JPEG's quality: at 92 no ringing shows around letters at arm's length; at 80 it does, a little.
const QUALITY: u8 = 92;
/// The quality where a card would be over its platform's budget.
const LOW_QUALITY: u8 = 80;
/// Most bytes of the fields that fit into a JPEG's one segment for them.
const MOST_FIELDS: usize = 60_000;

/// Encodes a canvas as JPEG, with no color left out between pixels.
///
/// # Panics
/// If the canvas has no pixels, or more than 65,535 a side.
#[must_use]
pub fn jpeg(canvas: &Canvas, metadata: &Metadata, effort: Effort) -> Vec<u8> {
    let mut file = Vec::new();
    let quality = if effort == Effort::Quick { QUALITY } else { LOW_QUALITY };
    write(JpegEncoder::new_with_quality(&mut file, quality), canvas, metadata);
    file
}

/// Encodes a canvas as WebP, without loss.
///
/// # Panics
/// If the canvas has no pixels, or more than 16,384 a side.
#[must_use]
pub fn webp(canvas: &Canvas, metadata: &Metadata) -> Vec<u8> {
    let mut file = Vec::new();
    write(WebPEncoder::new_lossless(&mut file), canvas, metadata);
    file
}

fn write(mut encoder: impl ImageEncoder, canvas: &Canvas, metadata: &Metadata) {
    if let Some(fields) = exif::fields(metadata).filter(|fields| fields.len() <= MOST_FIELDS) {
        encoder.set_exif_metadata(fields).expect("both kinds of file hold such fields");
    }
    let pixels = canvas.to_rgb();
    encoder
        .write_image(pixels.as_raw(), pixels.width(), pixels.height(), ExtendedColorType::Rgb8)
        .expect("a card's size is within the limits of both, and memory takes every byte");
}
