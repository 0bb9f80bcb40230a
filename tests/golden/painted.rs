//! Scenes placed by hand, a thing the painter does in each.

use ab_glyph::Font;

use pullquote::color::Color;
use pullquote::font::{FaceId, FontLibrary};
use pullquote::geometry::{Point, Px, Rect};
use pullquote::paint::Painter;
use pullquote::scene::{GlyphRun, Item, Layout, PixelSize, PlacedGlyph, Scene};

use super::harness::Case;

const PAPER: Color = Color::new(0xF5, 0xF0, 0xE3);
const INK: Color = Color::new(0x1B, 0x18, 0x15);
const RED: Color = Color::new(0xB0, 0x2A, 0x1E);
const GOLD: Color = Color::new(0xC8, 0xA9, 0x6B);

/// Paints every scene.
pub(crate) fn cases() -> Vec<Case> {
    let fonts = FontLibrary::embedded();
    let mut painter = Painter::new(&fonts);
    let scenes = [
        ("paint-sizes-dark-on-light", sizes(&fonts, PAPER, INK)),
        ("paint-sizes-light-on-dark", sizes(&fonts, INK, PAPER)),
        ("paint-every-face", every_face(&fonts)),
        ("paint-quarter-pixels", quarter_pixels(&fonts)),
        ("paint-shapes", shapes()),
        ("paint-two-grounds", two_grounds(&fonts)),
        ("paint-cut-off", cut_off(&fonts)),
        ("paint-many-inks", many_inks(&fonts)),
    ];
    scenes.map(|(name, scene)| (name.to_owned(), painter.paint(&scene).to_rgb())).into()
}

/// The same words from small to large: the blend must look even.
fn sizes(fonts: &FontLibrary, ground: Color, ink: Color) -> Scene {
    let face = fonts.find("EB Garamond").unwrap();
    let mut y = 6.0;
    let lines = [12.0, 16.0, 22.0, 32.0, 48.0, 72.0].map(|size: f32| {
        y += (size * 1.15).round();
        line(fonts, face, "Even, 1912", size, (8.3, y), ink, ground)
    });
    scene(300, 250, ground, lines.into())
}

/// A few glyphs of every embedded face, whatever they are. An emoji has no outline of its own and leaves its row empty.
fn every_face(fonts: &FontLibrary) -> Scene {
    let items = fonts.faces().map(|(id, face)| {
        let glyphs = face.outlines().glyph_count().min(600) as u16;
        let row = f32::from(id.0 / 2);
        let left = if id.0 % 2 == 0 { 6.0 } else { 154.0 };
        let glyphs = (0..6).map(|step| PlacedGlyph {
            id: 3 + step * (glyphs / 8),
            origin: point(left + f32::from(step) * 24.0, 26.0 + row * 27.0),
        });
        Item::Glyphs(GlyphRun {
            face: id,
            size: Px(22.0),
            color: INK,
            ground: PAPER,
            glyphs: glyphs.collect(),
        })
    });
    scene(300, 280, PAPER, items.collect())
}

/// A stem moved right by an eighth of a pixel a row: four pictures of it in small type, two in large.
fn quarter_pixels(fonts: &FontLibrary) -> Scene {
    let face = fonts.find("Inter").unwrap();
    let small = (0..9).map(|row| {
        let eighths = row as f32 / 8.0;
        line(fonts, face, "lil", 24.0, (8.0 + eighths, 24.0 + row as f32 * 22.0), INK, PAPER)
    });
    let large = (0..4).map(|row| {
        let quarters = row as f32 / 4.0;
        line(fonts, face, "lil", 50.0, (60.0 + quarters, 48.0 + row as f32 * 46.0), INK, PAPER)
    });
    scene(120, 220, PAPER, small.chain(large).collect())
}

/// Rectangles, discs and polygons, with edges on pixels and between them.
fn shapes() -> Scene {
    let mut items = vec![fill(150.0, 0.0, 300.0, 160.0, INK)];
    for (left, color) in [(0.0, RED), (150.0, GOLD)] {
        items.push(fill(left + 10.0, 10.0, left + 60.0, 13.0, color));
        items.push(fill(left + 10.0, 20.5, left + 60.0, 22.0, color));
        items.push(fill(left + 10.3, 30.2, left + 59.6, 30.9, color));
        items.push(fill(left + 10.75, 40.75, left + 41.25, 70.25, color));
        for (radius, x) in [(1.5, 80.0), (4.0, 94.0), (12.3, 118.4)] {
            items.push(Item::Disc { center: point(left + x, 28.6), radius: Px(radius), color });
        }
        let star = [(100.0, 60.0), (124.0, 134.0), (62.0, 88.0), (138.0, 88.0), (76.0, 134.0)];
        let corners = star.map(|(x, y)| point(left + x, y)).into();
        items.push(Item::Polygon { corners, color });
        let corners = [(12.0, 150.0), (50.0, 90.0), (52.4, 92.0)].map(|(x, y)| point(left + x, y)).into();
        items.push(Item::Polygon { corners, color });
    }
    scene(300, 160, PAPER, items)
}

/// Type on a block and beside it, with an ornament under it in a tint.
fn two_grounds(fonts: &FontLibrary) -> Scene {
    let face = fonts.find("Playfair Display Italic").unwrap();
    let items = vec![
        fill(0.0, 0.0, 150.5, 160.0, RED),
        line(fonts, face, "“", 200.0, (8.0, 150.0), Color::new(0xBE, 0x44, 0x37), RED),
        line(fonts, face, "On a block", 26.0, (12.4, 60.0), PAPER, RED),
        line(fonts, face, "with more", 26.0, (12.4, 92.0), GOLD, RED),
        line(fonts, face, "on paper", 26.0, (166.2, 60.0), INK, PAPER),
        line(fonts, face, "and more", 26.0, (166.2, 92.0), RED, PAPER),
    ];
    scene(300, 160, PAPER, items)
}

/// Letters and shapes that stick out over every edge.
fn cut_off(fonts: &FontLibrary) -> Scene {
    let face = fonts.find("DM Sans Bold").unwrap();
    let items = vec![
        Item::Disc { center: point(0.0, 0.0), radius: Px(40.5), color: GOLD },
        Item::Disc { center: point(150.0, 80.0), radius: Px(30.0), color: GOLD },
        fill(100.5, -20.0, 110.5, 30.0, RED),
        line(fonts, face, "Over the edge", 60.0, (-21.4, 60.0), INK, PAPER),
        line(fonts, face, "below", 60.0, (20.0, 116.0), INK, PAPER),
        line(fonts, face, "above", 40.0, (40.0, 12.0), INK, PAPER),
    ];
    scene(150, 100, PAPER, items)
}

/// More inks than a palette has ramps for.
fn many_inks(fonts: &FontLibrary) -> Scene {
    let face = fonts.find("Caveat SemiBold").unwrap();
    let items = (0..24).map(|index: u8| {
        let color = Color::new(index * 10, 40 + index * 3, 200 - index * 8);
        let (column, row) = (f32::from(index % 6), f32::from(index / 6));
        line(fonts, face, "ink", 34.0, (6.0 + column * 49.0, 30.0 + row * 34.0), color, PAPER)
    });
    scene(300, 145, PAPER, items.collect())
}

/// A line of type with the face's own advances: no kerning, no shaping.
fn line(
    fonts: &FontLibrary,
    face: FaceId,
    text: &str,
    size: f32,
    (mut x, y): (f32, f32),
    color: Color,
    ground: Color,
) -> Item {
    let font = fonts.face(face).outlines();
    let scale = size / font.units_per_em().unwrap();
    let mut glyphs = Vec::new();
    for character in text.chars() {
        let id = font.glyph_id(character);
        glyphs.push(PlacedGlyph { id: id.0, origin: point(x, y) });
        x += font.h_advance_unscaled(id) * scale;
    }
    Item::Glyphs(GlyphRun { face, size: Px(size), color, ground, glyphs })
}

fn fill(left: f32, top: f32, right: f32, bottom: f32, color: Color) -> Item {
    Item::Fill { area: Rect::new(left, top, right, bottom), color }
}

fn point(x: f32, y: f32) -> Point {
    Point { x: Px(x), y: Px(y) }
}

fn scene(width: u32, height: u32, ground: Color, items: Vec<Item>) -> Scene {
    Scene { size: PixelSize { width, height }, ground, items, layout: Layout::default() }
}
