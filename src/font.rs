//! Font faces: their bytes, their names, and their outlines, parsed when first needed.

use std::sync::{Arc, OnceLock};

use ab_glyph::FontArc;

use crate::builtin;
use crate::error::{Error, Result};

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
    /// The file it came from, for messages: `fonts/inter/Inter-Regular.ttf`.
    pub file: String,
    data: FontData,
    outlines: OnceLock<FontArc>,
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
        self.outlines.get_or_init(|| parse(&self.data).expect("a face in a library has been parsed before"))
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
                file: font.file.to_owned(),
                data: FontData::Embedded(font.data),
                outlines: OnceLock::new(),
            })
            .collect();
        Self { faces }
    }

    /// Adds a face from a font file's bytes.
    ///
    /// # Errors
    /// [`Error::Data`] when they are no font that we can read.
    pub fn add(
        &mut self,
        file: &str,
        family: &str,
        weight: u16,
        slope: Slope,
        data: Vec<u8>,
    ) -> Result<FaceId> {
        let refuse = |message: String| Error::Data {
            file: file.to_owned(),
            line: None,
            message,
            hint: Some("give a TrueType or OpenType font (.ttf, .otf)".to_owned()),
        };
        if data.len() > MAX_FONT_BYTES {
            return Err(refuse(format!(
                "a font of {} MB is more than the {} MB we read",
                data.len() >> 20,
                MAX_FONT_BYTES >> 20
            )));
        }
        let id = u16::try_from(self.faces.len()).map_err(|_| refuse("too many fonts".to_owned()))?;
        let data = FontData::Loaded(Arc::new(data));
        let outlines = parse(&data).map_err(|_| refuse("this is no font that we can read".to_owned()))?;
        self.faces.push(Face {
            family: family.to_owned(),
            weight,
            slope,
            file: file.to_owned(),
            data,
            outlines: OnceLock::from(outlines),
        });
        Ok(FaceId(id))
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

/// Parses a font file for its outlines.
fn parse(data: &FontData) -> std::result::Result<FontArc, ab_glyph::InvalidFont> {
    match data {
        FontData::Embedded(bytes) => FontArc::try_from_slice(bytes),
        FontData::Loaded(bytes) => FontArc::try_from_vec(bytes.to_vec()),
    }
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

    #[test]
    fn bytes_that_are_no_font_are_refused() {
        let error = FontLibrary::embedded().add("x.ttf", "X", 400, Slope::Roman, vec![0; 100]).unwrap_err();
        assert_eq!(error.to_string(), "x.ttf: this is no font that we can read");
    }
}
