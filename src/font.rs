//! Font faces: their bytes, their names, and their outlines, parsed when first needed.

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use ab_glyph::v2::GlyphImage;
use ab_glyph::{Font, FontArc, FontRef, FontVec, GlyphId, GlyphImageFormat};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::builtin;
use crate::error::{Error, Result};
use crate::geometry::Em;

/// Largest font file that is read, in bytes: the largest CJK collections have 30 MB.
pub const MAX_FONT_BYTES: usize = 64 << 20;

/// A face of a [`FontLibrary`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FaceId(pub u16);

/// Whether a face leans.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Slope {
    /// Upright.
    Roman,
    /// Drawn to lean; a face is never slanted by the program.
    Italic,
}

/// What letters of a family are drawn like; a stand-in should be of the same kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// With serifs.
    Serif,
    /// Without.
    Sans,
    /// All letters of one width.
    Mono,
    /// As written by hand.
    Hand,
}

impl Kind {
    /// Tells a family's kind by its name, which is all that is known of a font somebody gives.
    fn of(family: &str) -> Self {
        let family = family.to_lowercase();
        let any = |words: &[&str]| words.iter().any(|word| family.contains(word));
        match () {
            () if any(&["mono", "courier", "typewriter"]) => Self::Mono,
            () if any(&["caveat", "hand", "script", "brush"]) => Self::Hand,
            () if any(&["sans", "inter", "gothic", "grotesk", "arial", "helvetica"]) => Self::Sans,
            () => Self::Serif,
        }
    }
}

/// Where a face comes from: faces that everybody has are asked before those of one machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Origin {
    /// Part of the program.
    Embedded,
    /// Named by the user.
    Given,
    /// Found on the system.
    System,
}

/// A font file's bytes.
#[derive(Clone, Debug)]
pub enum FontData {
    /// Part of the program.
    Embedded(&'static [u8]),
    /// Read from a file; shared by the stages that parse it.
    Loaded(Arc<Vec<u8>>),
}

impl FontData {
    /// Returns the bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        match self {
            Self::Embedded(bytes) => bytes,
            Self::Loaded(bytes) => bytes,
        }
    }
}

/// One face of a font family.
#[derive(Debug)]
pub struct Face {
    /// The family: `EB Garamond`.
    pub family: String,
    /// Weight on the usual scale of 100–900.
    pub weight: u16,
    /// Whether it leans.
    pub slope: Slope,
    /// What its letters are drawn like.
    pub kind: Kind,
    /// Where it comes from.
    pub origin: Origin,
    /// The file it came from, for messages: `fonts/inter/Inter-Regular.ttf`.
    pub file: String,
    /// Its place in the file, for collections.
    pub index: u32,
    data: FontData,
    outlines: OnceLock<FontArc>,
    sha256: OnceLock<String>,
}

/// How a face is called and where it comes from, for [`FontLibrary::add`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FaceSource {
    /// The file, for messages and reports.
    pub file: String,
    /// The face's place in the file, for collections; 0 else.
    pub index: u32,
    /// The family.
    pub family: String,
    /// Weight on the usual scale of 100–900.
    pub weight: u16,
    /// Whether it leans.
    pub slope: Slope,
    /// Who found it.
    pub origin: Origin,
}

impl Face {
    /// Returns the font file's bytes.
    #[must_use]
    pub fn data(&self) -> &FontData {
        &self.data
    }

    /// Returns the face's outlines, parsing the file when asked the first time.
    ///
    /// # Panics
    /// Never for a face of a [`FontLibrary`]: a file is parsed once before it gets in, or is embedded and tested.
    #[must_use]
    pub fn outlines(&self) -> &FontArc {
        self.outlines.get_or_init(|| {
            let parsed = match &self.data {
                FontData::Embedded(bytes) => FontArc::try_from_slice(bytes),
                FontData::Loaded(bytes) => {
                    FontVec::try_from_vec_and_index(bytes.to_vec(), self.index).map(FontArc::new)
                }
            };
            parsed.expect("a face in a library has been parsed before")
        })
    }

    /// Tells whether the face draws glyphs as pictures made of pixels, in colour (`CBDT`, `sbix`).
    #[must_use]
    pub fn has_bitmaps(&self) -> bool {
        has_table(self.data.bytes(), self.index, &BITMAPS)
    }

    /// Returns a glyph that is a picture made of pixels, of the largest size that the face has.
    #[must_use]
    pub fn bitmap(&self, glyph: u16) -> Option<GlyphBitmap<'_>> {
        let image = self.outlines().glyph_raster_image2(GlyphId(glyph), u16::MAX)?;
        let GlyphImage { origin, width, height, pixels_per_em, data, format, .. } = image;
        if !matches!(format, GlyphImageFormat::Png) || pixels_per_em == 0 || width == 0 || height == 0 {
            return None;
        }
        let em = |pixels: f32| Em(pixels / f32::from(pixels_per_em));
        Some(GlyphBitmap {
            left: em(origin.x),
            top: em(origin.y + f32::from(height)),
            width: em(f32::from(width)),
            height: em(f32::from(height)),
            png: data,
        })
    }

    /// Tells whether the face has a glyph for a character.
    #[must_use]
    pub fn covers(&self, character: char) -> bool {
        self.outlines().glyph_id(character).0 != 0
    }

    /// Returns the SHA-256 of the font file in hexadecimal digits.
    #[must_use]
    pub fn sha256(&self) -> &str {
        self.sha256.get_or_init(|| base16ct::lower::encode_string(&Sha256::digest(self.data.bytes())))
    }

    /// Returns the name a theme calls the face by: `EB Garamond Italic`.
    #[must_use]
    pub fn name(&self) -> String {
        let weight = match self.weight {
            ..=350 => " Light",
            351..=450 => "",
            451..=550 => " Medium",
            551..=650 => " SemiBold",
            _ => " Bold",
        };
        let slope = if self.slope == Slope::Italic { " Italic" } else { "" };
        format!("{}{weight}{slope}", self.family)
    }
}

/// A glyph drawn in pixels, as emoji of some fonts are, measured from its origin on the baseline.
#[derive(Clone, Copy, Debug)]
pub struct GlyphBitmap<'a> {
    /// From the origin to its left edge.
    pub left: Em,
    /// From the baseline up to its upper edge.
    pub top: Em,
    /// Its width.
    pub width: Em,
    /// Its height.
    pub height: Em,
    /// The picture, a PNG file.
    pub png: &'a [u8],
}

/// A face that is not embedded, as reports name it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FontUse {
    /// Its name.
    pub name: String,
    /// Its file.
    pub file: String,
    /// SHA-256 of the file.
    pub sha256: String,
}

/// The faces at hand, embedded ones first. Read-only once made, so threads share one.
#[derive(Debug)]
pub struct FontLibrary {
    faces: Vec<Face>,
}

impl FontLibrary {
    /// Makes a library of the embedded faces.
    #[must_use]
    pub fn embedded() -> Self {
        let faces = builtin::FONTS
            .iter()
            .map(|font| Face {
                family: font.family.to_owned(),
                weight: font.weight,
                slope: if font.italic { Slope::Italic } else { Slope::Roman },
                kind: Kind::of(font.family),
                origin: Origin::Embedded,
                file: font.file.to_owned(),
                index: 0,
                data: FontData::Embedded(font.data),
                outlines: OnceLock::new(),
                sha256: OnceLock::new(),
            })
            .collect();
        Self { faces }
    }

    /// Adds a face of a font file. Faces of one collection share its bytes.
    ///
    /// # Errors
    /// [`Error::Data`] when they are no font that we can read.
    pub fn add(&mut self, source: FaceSource, data: Arc<Vec<u8>>) -> Result<FaceId> {
        let refuse = |message: String| Error::Data {
            file: source.file.clone(),
            line: None,
            message,
            hint: Some("give a TrueType or OpenType font (.ttf, .otf, .ttc)".to_owned()),
        };
        if data.len() > MAX_FONT_BYTES {
            return Err(refuse(format!(
                "a font of {} MB is more than the {} MB we read",
                data.len() >> 20,
                MAX_FONT_BYTES >> 20
            )));
        }
        let id = u16::try_from(self.faces.len()).map_err(|_| refuse("too many fonts".to_owned()))?;
        // Both of those that read it must be able to: the one that draws here, the one that shapes by its tables.
        let readable = FontRef::try_from_slice_and_index(&data, source.index)
            .is_ok_and(|font| font.units_per_em().is_some_and(|units| units >= 16.0))
            && read_fonts::FontRef::from_index(&data, source.index).is_ok();
        if !readable {
            return Err(refuse("this is no font that we can read".to_owned()));
        }
        if !can_be_painted(&data, source.index) {
            return Err(refuse("this font has neither outlines nor pictures in colour".to_owned()));
        }
        self.faces.push(Face {
            kind: Kind::of(&source.family),
            family: source.family,
            weight: source.weight,
            slope: source.slope,
            origin: source.origin,
            file: source.file,
            index: source.index,
            data: FontData::Loaded(data),
            outlines: OnceLock::new(),
            sha256: OnceLock::new(),
        });
        Ok(FaceId(id))
    }

    /// Returns what distinguishes the faces that are not embedded: hash and index of each.
    pub fn added(&self) -> impl Iterator<Item = String> {
        let added = self.faces.iter().filter(|face| face.origin != Origin::Embedded);
        added.map(|face| format!("{}#{}", face.sha256(), face.index))
    }

    /// Returns the characters of a text that no face has, each once, in order; spaces and controls aside.
    #[must_use]
    pub fn lacks(&self, text: &str) -> Vec<char> {
        let unlikely: BTreeSet<char> =
            text.chars().filter(|&c| !c.is_ascii() && !c.is_control() && !needs_no_glyph(c)).collect();
        unlikely.into_iter().filter(|&c| !self.faces.iter().any(|face| face.covers(c))).collect()
    }

    /// Returns a face.
    #[must_use]
    pub fn face(&self, id: FaceId) -> &Face {
        &self.faces[usize::from(id.0)]
    }

    /// Returns all faces with their ids, embedded ones first.
    pub fn faces(&self) -> impl Iterator<Item = (FaceId, &Face)> {
        self.faces.iter().enumerate().map(|(index, face)| (FaceId(index as u16), face))
    }

    /// Finds a face by the name a theme calls it by, letters' case aside: `DM Sans Bold`.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<FaceId> {
        self.faces().find(|(_, face)| face.name().eq_ignore_ascii_case(name)).map(|(id, _)| id)
    }
}

/// Tables that hold outlines.
const OUTLINES: [&[u8; 4]; 3] = [b"glyf", b"CFF ", b"CFF2"];
/// Tables that hold pictures in colour.
const BITMAPS: [&[u8; 4]; 2] = [b"CBDT", b"sbix"];

/// Tells whether a font's glyphs can be painted: as outlines, or as pictures. Old fonts of black dots alone (`EBDT`) cannot,
/// and must not be chosen, or letters would be missing in silence.
pub(crate) fn can_be_painted(data: &[u8], index: u32) -> bool {
    has_table(data, index, &OUTLINES) || has_table(data, index, &BITMAPS)
}

fn has_table(data: &[u8], index: u32, any: &[&[u8; 4]]) -> bool {
    use read_fonts::types::Tag;
    read_fonts::FontRef::from_index(data, index)
        .is_ok_and(|font| any.iter().any(|table| font.table_data(Tag::new(table)).is_some()))
}

/// Tells whether a character needs no glyph: line ends, joiners, variation selectors, direction marks; and the spaces
/// of odd widths, which the shaper makes of the plain one.
pub(crate) fn needs_no_glyph(character: char) -> bool {
    matches!(character,
        '\n' | '\u{a0}' | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{2000}'..='\u{200f}' | '\u{202a}'..='\u{202f}' |
        '\u{205f}'..='\u{2069}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0100}'..='\u{e01ef}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_embedded_face_parses_and_is_found_by_its_name() {
        let library = FontLibrary::embedded();
        assert_eq!(library.faces().count(), builtin::FONTS.len());
        for (id, face) in library.faces() {
            assert!(ab_glyph::Font::glyph_count(face.outlines()) > 10, "{}", face.file);
            assert_eq!(library.find(&face.name()), Some(id), "{} is ambiguous", face.name());
        }
    }

    /// What is said of bytes that are no font we can use.
    fn refused(bytes: Vec<u8>) -> String {
        let source = FaceSource {
            file: "x.ttf".to_owned(),
            index: 0,
            family: "X".to_owned(),
            weight: 400,
            slope: Slope::Roman,
            origin: Origin::Given,
        };
        FontLibrary::embedded().add(source, Arc::new(bytes)).unwrap_err().to_string()
    }

    #[test]
    fn bytes_that_are_no_font_are_refused() {
        assert_eq!(refused(vec![0; 100]), "x.ttf: this is no font that we can read");
    }

    #[test]
    fn a_font_of_black_dots_alone_is_refused() {
        // The directory of tables names its outlines otherwise.
        let mut bytes = builtin::FONTS[0].data.to_vec();
        let at = bytes.windows(4).position(|tag| tag == b"glyf").unwrap();
        bytes[at..at + 4].copy_from_slice(b"EBDT");
        assert_eq!(refused(bytes), "x.ttf: this font has neither outlines nor pictures in colour");
    }
}
