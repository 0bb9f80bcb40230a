//! What a card's file says about its picture, read back.

use std::io::Cursor;

use image::codecs::jpeg::JpegDecoder;
use image::codecs::webp::WebPDecoder;
use image::{ImageDecoder, ImageFormat};

use super::{Metadata, exif};

/// Reads what the file of a card says; `None` where it says nothing, or is no picture of a kind that we write.
#[must_use]
pub fn said(file: &[u8]) -> Option<Metadata> {
    match image::guess_format(file).ok()? {
        ImageFormat::Png => from_png(file),
        ImageFormat::Jpeg => from_fields(JpegDecoder::new(Cursor::new(file)).ok()?),
        ImageFormat::WebP => from_fields(WebPDecoder::new(Cursor::new(file)).ok()?),
        _ => None,
    }
    .filter(|metadata| !metadata.description.is_empty())
}

fn from_png(file: &[u8]) -> Option<Metadata> {
    let reader = png::Decoder::new(Cursor::new(file)).read_info().ok()?;
    let text = |keyword: &str| {
        let chunk = reader.info().utf8_text.iter().find(|chunk| chunk.keyword == keyword);
        chunk.and_then(|chunk| chunk.get_text().ok()).unwrap_or_default()
    };
    Some(Metadata { title: text("Title"), author: text("Author"), description: text("Description") })
}

fn from_fields(mut decoder: impl ImageDecoder) -> Option<Metadata> {
    exif::read(&decoder.exif_metadata().ok()??)
}

#[cfg(test)]
mod tests {
    use super::super::{Effort, Encoder, Encoding};
    use super::*;
    use crate::canvas::Canvas;

    #[test]
    fn every_kind_of_file_says_what_it_was_told_to() {
        let canvas = Canvas::Rgb(image::RgbImage::new(9, 9));
        let metadata = Metadata {
            title: String::new(),
            author: "Ines Calvacante".into(),
            description: "“Wood moves.” — Ines Calvacante".into(),
        };
        for encoding in Encoding::ALL {
            let file = Encoder::default().encode(&canvas, &metadata, encoding, Effort::Quick);
            assert_eq!(said(&file).as_ref(), Some(&metadata), "{encoding:?}");
            // A file cut off anywhere is read as far as it goes.
            for end in 0..file.len() {
                let _ = said(&file[..end]);
            }
            let bare = Encoder::default().encode(&canvas, &Metadata::default(), encoding, Effort::Quick);
            assert_eq!(said(&bare), None, "{encoding:?}");
        }
    }
}
