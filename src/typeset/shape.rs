//! Shaping: characters in, positioned glyphs out. The only file that knows the shaper.
//!
//! Everything is measured in ems of the face, so that one pass serves every size.

use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

use harfrust::font::{Blob, Font};
use harfrust::{
    Buffer, BufferFlags, Direction, Feature, GlyphId, Script, ShapeOptions, ShapePlan, ShaperFont, Tag,
};

use read_fonts::model::glyph::color::{Brush, PaintSink};
use read_fonts::tables::colr::CompositeMode;
use read_fonts::types::{BoundingBox, Matrix};

use super::itemize::{Reading, Run};
use super::profile::InkGaps;
use crate::color::Color;
use crate::font::{Face, FaceId, FontData, FontLibrary, needs_no_glyph};
use crate::geometry::Em;
use crate::picture::Picture;

/// A glyph as the shaper placed it, in ems of its face.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Glyph {
    /// Index in the face.
    pub id: u16,
    /// First byte of its cluster in the shaped text.
    pub cluster: usize,
    /// How far the pen moves on.
    pub advance: Em,
    /// How far right of the pen it stands.
    pub dx: Em,
    /// How far above the pen it stands.
    pub dy: Em,
}

/// The box around a glyph's ink relative to its origin, in ems, y upward.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct GlyphInk {
    /// Left edge.
    pub left: Em,
    /// Right edge.
    pub right: Em,
    /// Bottom edge.
    pub bottom: Em,
    /// Top edge.
    pub top: Em,
}

/// Heights of a face, in ems.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct FaceMetrics {
    /// Height of a capital letter.
    pub cap_height: Em,
    /// Height of a lower-case x.
    pub x_height: Em,
    /// From the baseline to the top of the line.
    pub ascender: Em,
    /// From the baseline to the bottom of the line, positive.
    pub descender: Em,
}

/// Optional behaviour of a face.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Features {
    /// Small capitals for lower-case letters (`smcp`).
    pub small_caps: bool,
    /// No ligatures, as tracked text wants it (`liga`, `clig`).
    pub no_ligatures: bool,
}

impl Features {
    fn list(self) -> Vec<Feature> {
        let mut list = Vec::new();
        if self.small_caps {
            list.push(Feature::new(Tag::new(b"smcp"), 1, ..));
        }
        if self.no_ligatures {
            list.push(Feature::new(Tag::new(b"liga"), 0, ..));
            list.push(Feature::new(Tag::new(b"clig"), 0, ..));
        }
        list
    }
}

/// What a shape plan was made for: face, direction, script, language, features.
type PlanKey = (FaceId, Reading, [u8; 4], Box<str>, Features);

/// A face prepared for shaping.
struct ShapingFace {
    font: Font,
    metrics: FaceMetrics,
    has_color: bool,
    has_bitmaps: bool,
    /// Pictures that were asked for.
    bitmaps: BTreeMap<u16, Option<Rc<Bitmap>>>,
    /// Bounds of ink that were asked for.
    inks: BTreeMap<u16, Option<GlyphInk>>,
}

/// A glyph that is a picture, with the bounds of it.
pub(crate) struct Bitmap {
    /// Where it stands.
    pub ink: GlyphInk,
    /// The picture.
    pub picture: Picture,
}

/// Shapes text in the faces of a library; keeps prepared faces, plans and its buffer.
pub(crate) struct Shaper<'lib> {
    library: &'lib FontLibrary,
    faces: Vec<Option<ShapingFace>>,
    plans: BTreeMap<PlanKey, ShapePlan>,
    buffer: Buffer,
    gaps: InkGaps,
}

impl<'lib> Shaper<'lib> {
    /// Makes a shaper; no face is prepared before it is needed.
    pub(crate) fn new(library: &'lib FontLibrary) -> Self {
        let faces = library.faces().map(|_| None).collect();
        Self { library, faces, plans: BTreeMap::new(), buffer: Buffer::new(), gaps: InkGaps::default() }
    }

    /// Returns the library.
    pub(crate) fn library(&self) -> &'lib FontLibrary {
        self.library
    }

    /// Tells whether a face has a glyph for a character, and one that can be painted: an outline, or flat layers.
    pub(crate) fn covers(&mut self, face: FaceId, character: char) -> bool {
        let ShapingFace { font, has_color, .. } = self.face(face);
        let Some(glyph) = font.charmap().map_unicode(character) else { return false };
        // Colour fonts draw glyphs in gradients, too, and leave the outline beside them empty. What has neither colours nor
        // an outline is a part of others: the 1 of a keycap.
        let is_colored = *has_color && font.color_glyphs().get(glyph).is_some();
        let glyph = glyph.to_u32() as u16;
        let is_painted = !is_colored || self.layers(face, glyph).is_some() || self.ink(face, glyph).is_some();
        // A picture that is broken is as good as none.
        let broken = |shaper: &mut Self| {
            shaper.library.face(face).bitmap(glyph).is_some() && shaper.bitmap(face, glyph).is_none()
        };
        is_painted && !(self.face(face).has_bitmaps && broken(self))
    }

    /// Returns a glyph that is a picture made of pixels (`CBDT`, `sbix`), decoded once.
    pub(crate) fn bitmap(&mut self, face: FaceId, glyph: u16) -> Option<Rc<Bitmap>> {
        let library = self.library;
        if !self.face(face).has_bitmaps {
            return None;
        }
        let decoded = || {
            let face = library.face(face);
            let drawn = face.bitmap(glyph)?;
            let picture = Picture::decode(&face.file, drawn.png).ok()?;
            let (right, bottom) = (drawn.left + drawn.width, drawn.top - drawn.height);
            let ink = GlyphInk { left: drawn.left, right, bottom, top: drawn.top };
            Some(Rc::new(Bitmap { ink, picture }))
        };
        let prepared = self.faces[usize::from(face.0)].as_mut().expect("the face was just prepared");
        prepared.bitmaps.entry(glyph).or_insert_with(decoded).clone()
    }

    /// Returns a face's heights.
    pub(crate) fn metrics(&mut self, face: FaceId) -> FaceMetrics {
        self.face(face).metrics
    }

    /// Tells whether a face has small capitals: whether asking for them changes a letter.
    pub(crate) fn has_small_caps(&mut self, face: FaceId) -> bool {
        let run = Run::latin(face, 0..1);
        let mut set = |features| {
            let mut glyphs = Vec::new();
            self.shape("a", 0..1, &run, "en", features, &mut glyphs);
            glyphs.first().map(|glyph| glyph.id)
        };
        set(Features::default()) != set(Features { small_caps: true, ..Features::default() })
    }

    /// Returns the width of a few letters in a face, in ems.
    pub(crate) fn width(&mut self, text: &str, face: FaceId) -> f32 {
        let mut glyphs = Vec::new();
        let run = Run::latin(face, 0..text.len());
        self.shape(text, 0..text.len(), &run, "en", Features::default(), &mut glyphs);
        glyphs.iter().map(|glyph| glyph.advance.0).sum()
    }

    /// Returns by how much two neighbouring glyphs of different runs are to be opened, in ems of the style's face: an
    /// italic letter runs into the upright mark after it, and no face kerns with another.
    pub(crate) fn opening(&mut self, text: &str, first: (&Run, Glyph), second: (&Run, Glyph)) -> f32 {
        let ((before, one), (after, other)) = (first, second);
        let left_to_right =
            [before, after].iter().all(|run| run.reading() == Reading::LeftToRight && run.scale == 1.0);
        if !left_to_right || before.face == after.face || before.range.end != after.range.start {
            return 0.0;
        }
        let glyphs = ((before.face, one), (after.face, other));
        self.gaps.between(text, glyphs.0, glyphs.1, self.library)
    }

    /// Returns the advance of a glyph by itself, in ems, as the shaper knows it.
    #[cfg(test)]
    pub(crate) fn own_advance(&mut self, face: FaceId, glyph: u16) -> f32 {
        let font = &self.face(face).font;
        let upem = f32::from(font.units_per_em());
        ShaperFont::new(font).glyph_h_advance(GlyphId::new(u32::from(glyph))) as f32 / upem
    }

    /// Returns the box around a glyph's ink; `None` when it has none, as a space.
    pub(crate) fn ink(&mut self, face: FaceId, glyph: u16) -> Option<GlyphInk> {
        if let Some(bitmap) = self.bitmap(face, glyph) {
            return Some(bitmap.ink);
        }
        self.prepare(face);
        let face = self.faces[usize::from(face.0)].as_mut().expect("the face was just prepared");
        let font = &face.font;
        *face.inks.entry(glyph).or_insert_with(|| Self::measure_ink(font, glyph))
    }

    fn measure_ink(font: &Font, glyph: u16) -> Option<GlyphInk> {
        let upem = f32::from(font.units_per_em());
        let extents = ShaperFont::new(font).glyph_extents(GlyphId::new(u32::from(glyph)))?;
        let (left, top) = (extents.x_bearing as f32 / upem, extents.y_bearing as f32 / upem);
        let (width, height) = (extents.width as f32 / upem, extents.height as f32 / upem);
        // HarfBuzz counts heights downward, as a negative number.
        let bottom = top - height.abs();
        (width > 0.0 && top > bottom).then_some(GlyphInk {
            left: Em(left),
            right: Em(left + width),
            bottom: Em(bottom),
            top: Em(top),
        })
    }

    /// Tells whether a face has glyphs in colours of their own.
    pub(crate) fn has_color(&mut self, face: FaceId) -> bool {
        self.face(face).has_color
    }

    /// Returns the layers of a glyph that has colours of its own (COLR), lowest first: outline and colour, `None` for
    /// the colour of the text. `None` for a glyph without layers, or with layers that are not flat.
    pub(crate) fn layers(&mut self, face: FaceId, glyph: u16) -> Option<Vec<(u16, Option<Color>)>> {
        let font = &self.face(face).font;
        let glyph = font.color_glyphs().get(GlyphId::new(u32::from(glyph)))?;
        let mut layers = FlatLayers::default();
        glyph.paint(&mut layers).ok()?;
        if !layers.flat {
            return None;
        }
        let palette = font.palettes().get(0)?;
        // The specification's index for "the colour of the text" is 0xFFFF.
        let color = |index: u16| {
            palette
                .colors()
                .get(usize::from(index))
                .map(|color| Color::new(color.red(), color.green(), color.blue()))
        };
        Some(layers.layers.into_iter().map(|(glyph, index)| (glyph, color(index))).collect())
    }

    /// Shapes `range` of `text`, all of it inside `run`, and adds the glyphs to `glyphs` in visual order.
    ///
    /// Clusters are byte positions in `text`. The text around the range is given to the shaper as context, so that a
    /// line that ends inside an Arabic word still joins.
    pub(crate) fn shape(
        &mut self,
        text: &str,
        range: Range<usize>,
        run: &Run,
        language: &str,
        features: Features,
        glyphs: &mut Vec<Glyph>,
    ) {
        let script = Script::from_iso15924_tag(Tag::new(&run.script_tag()));
        let direction = match run.reading() {
            Reading::LeftToRight => Direction::LeftToRight,
            Reading::RightToLeft => Direction::RightToLeft,
        };
        let language_tag = harfrust::Language::new(language);
        let feature_list = features.list();
        self.prepare(run.face);
        let font = &self.faces[usize::from(run.face.0)].as_ref().expect("the face was just prepared").font;
        let key = (run.face, run.reading(), run.script_tag(), language.into(), features);
        let plan = self
            .plans
            .entry(key)
            .or_insert_with(|| ShapePlan::new(font, direction, script, language_tag.as_ref(), &feature_list));

        let buffer = &mut self.buffer;
        buffer.reset();
        buffer.set_flags(BufferFlags::REMOVE_DEFAULT_IGNORABLES);
        buffer.set_pre_context(&text[..range.start]);
        for (offset, character) in text[range.clone()].char_indices() {
            buffer.push(u32::from(character), (range.start + offset) as u32);
        }
        buffer.set_post_context(&text[range.end..]);
        buffer.set_direction(direction);
        buffer.set_script(script);
        buffer.set_language(language_tag);
        let options = ShapeOptions::new().plan(Some(plan)).features(&feature_list);
        harfrust::shape(&ShaperFont::new(font), buffer, options)
            .expect("the plan was made for this buffer's direction and script");
        let upem = f32::from(font.units_per_em());
        let em = |units: i32| Em(units as f32 / upem);
        let start = glyphs.len();
        let placed = buffer.glyph_infos().iter().zip(buffer.glyph_positions());
        // A selector or joiner with nothing to act on has no glyph, and is nothing to see.
        let is_nothing = |at: u32| text[at as usize..].chars().next().is_some_and(needs_no_glyph);
        let placed = placed.filter(|(info, _)| info.glyph_id != 0 || !is_nothing(info.cluster));
        glyphs.extend(placed.map(|(info, position)| Glyph {
            id: info.glyph_id as u16,
            cluster: info.cluster as usize,
            advance: em(position.x_advance),
            dx: em(position.x_offset),
            dy: em(position.y_offset),
        }));
        if direction == Direction::LeftToRight {
            self.gaps.open(text, run.face, &mut glyphs[start..], self.library);
        }
    }

    fn face(&mut self, id: FaceId) -> &ShapingFace {
        self.prepare(id);
        self.faces[usize::from(id.0)].as_ref().expect("the face was just prepared")
    }

    fn prepare(&mut self, id: FaceId) {
        let slot = &mut self.faces[usize::from(id.0)];
        if slot.is_none() {
            *slot = Some(ShapingFace::new(self.library.face(id)));
        }
    }
}

/// Gathers the layers of a colour glyph as long as they are outlines in flat colours.
struct FlatLayers {
    layers: Vec<(u16, u16)>,
    flat: bool,
}

impl Default for FlatLayers {
    fn default() -> Self {
        Self { layers: Vec::new(), flat: true }
    }
}

impl PaintSink for FlatLayers {
    fn push_transform(&mut self, _: Matrix<f32>) {
        self.flat = false;
    }
    fn pop_transform(&mut self) {}
    fn push_clip_glyph(&mut self, _: GlyphId) {
        self.flat = false;
    }
    fn push_clip_box(&mut self, _: BoundingBox<f32>) {}
    fn pop_clip(&mut self) {}
    fn fill(&mut self, _: Brush<'_>) {
        self.flat = false;
    }
    fn fill_glyph(&mut self, glyph: GlyphId, _: Option<Matrix<f32>>, brush: Brush<'_>) {
        match brush {
            Brush::Solid { palette_index, .. } => self.layers.push((glyph.to_u32() as u16, palette_index)),
            _ => self.flat = false,
        }
    }
    fn push_layer(&mut self, _: CompositeMode) {
        self.flat = false;
    }
}

impl ShapingFace {
    fn new(face: &Face) -> Self {
        let blob = match face.data() {
            FontData::Embedded(bytes) => Blob::from(*bytes),
            FontData::Loaded(bytes) => {
                let shared: Arc<dyn AsRef<[u8]> + Send + Sync> = bytes.clone();
                Blob::from(shared)
            }
        };
        let font = Font::new(blob, face.index).expect("a face in a library has been parsed before");
        let upem = f32::from(font.units_per_em());
        let metrics = font.metrics();
        let em = |value: f64| Em(value as f32 / upem);
        let cap_height = metrics.cap_height.map_or(Em(0.7), |height| em(height.to_f64()));
        let line = metrics.hhea_line.or(metrics.typo_line);
        let metrics = FaceMetrics {
            cap_height,
            x_height: metrics.x_height.map_or(cap_height * 0.7, |height| em(height.to_f64())),
            ascender: line.map_or(Em(0.9), |line| em(line.ascender.to_f64())),
            descender: line.map_or(Em(0.3), |line| em(-line.descender.to_f64())),
        };
        let has_bitmaps = face.has_bitmaps();
        let has_color = has_bitmaps || !font.color_glyphs().is_empty();
        Self { font, metrics, has_color, has_bitmaps, bitmaps: BTreeMap::new(), inks: BTreeMap::new() }
    }
}
