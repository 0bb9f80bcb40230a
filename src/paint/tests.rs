//! Laws of painting, on scenes drawn by lot.

use proptest::prelude::*;

use super::*;
use crate::color::Color;
use crate::font::FaceId;
use crate::geometry::{Point, Px, Rect};
use crate::scene::{GlyphRun, Layout, PixelSize, PlacedGlyph, Shade, ShadeAxis, ShadeStop};

const WHITE: Color = Color::new(255, 255, 255);
const BLACK: Color = Color::new(0, 0, 0);

fn scene(width: u32, height: u32, items: Vec<Item>) -> Scene {
    Scene { size: PixelSize { width, height }, ground: WHITE, items, layout: Layout::default() }
}

fn paint(scene: &Scene) -> Canvas {
    Painter::new(&FontLibrary::embedded()).paint(scene)
}

/// Paints in RGB whatever the number of colours.
fn paint_rgb(scene: &Scene) -> image::RgbImage {
    let fonts = FontLibrary::embedded();
    let mut surface = Rgb::new(scene.size, scene.ground);
    Painter::new(&fonts).paint_on(scene, Grain::Fine, &mut surface);
    surface.finish()
}

fn fill(left: f32, top: f32, right: f32, bottom: f32, color: Color) -> Item {
    Item::Fill { area: Rect::new(left, top, right, bottom), color }
}

fn run(size: f32, color: Color, origins: &[(f32, f32)], id: u16) -> Item {
    let glyphs =
        origins.iter().map(|&(x, y)| PlacedGlyph { id, origin: Point { x: Px(x), y: Px(y) } }).collect();
    Item::Glyphs(GlyphRun { face: FaceId(0), size: Px(size), color, ground: WHITE, glyphs })
}

/// Sums how much black lies on a white picture, in pixels, as if edges were blended by coverage alone.
fn area(picture: &image::RgbImage) -> f64 {
    let white = f64::from(WHITE.linear()[0]);
    picture.pixels().map(|p| 1.0 - f64::from(Color::new(p[0], p[1], p[2]).linear()[0]) / white).sum()
}

#[test]
fn a_scene_without_items_is_its_ground() {
    let Canvas::Indexed(canvas) = paint(&scene(3, 2, vec![])) else { panic!("one colour needs no RGB") };
    assert_eq!((canvas.palette, canvas.rows), (vec![WHITE], vec![0; 8]));
}

#[test]
fn shapes_have_the_area_that_geometry_gives_them() {
    let center = Point { x: Px(31.3), y: Px(30.6) };
    let corner = |x, y| Point { x: Px(x), y: Px(y) };
    let shapes = [
        (fill(3.25, 4.5, 40.0, 21.75, BLACK), 36.75 * 17.25),
        (fill(10.2, 10.2, 10.7, 10.9, BLACK), 0.5 * 0.7),
        (Item::Disc { center, radius: Px(20.0), color: BLACK }, 400.0 * std::f64::consts::PI),
        (Item::Disc { center, radius: Px(3.0), color: BLACK }, 9.0 * std::f64::consts::PI),
        (
            Item::Polygon {
                corners: vec![corner(5.0, 5.0), corner(45.0, 5.0), corner(5.0, 35.0)],
                color: BLACK,
            },
            600.0,
        ),
    ];
    for (shape, expected) in shapes {
        let painted = area(&paint(&scene(64, 64, vec![shape.clone()])).to_rgb());
        assert!((painted - expected).abs() < 0.015 * expected + 0.02, "{shape:?}: {painted} for {expected}");
    }
}

#[test]
fn a_shape_cut_by_every_edge_covers_the_whole_card() {
    let center = Point { x: Px(20.0), y: Px(70.0) };
    for item in [
        fill(-1e9, f32::NEG_INFINITY, f32::INFINITY, 1e9, BLACK),
        Item::Disc { center, radius: Px(3000.0), color: BLACK },
    ] {
        let picture = paint(&scene(40, 140, vec![item.clone()])).to_rgb();
        assert!(picture.pixels().all(|pixel| pixel.0 == [0, 0, 0]), "{item:?}");
    }
}

#[test]
fn abutting_edges_of_one_ink_leave_no_seam_and_stacked_inks_do_not_add_up() {
    let letter = |x| run(100.0, BLACK, &[(x, 80.0)], 40);
    let once = paint(&scene(120, 100, vec![letter(10.0)])).to_rgb();
    let twice = paint(&scene(120, 100, vec![letter(10.0), letter(10.0)])).to_rgb();
    let under = paint(&scene(120, 100, vec![letter(10.0), fill(0.0, 0.0, 0.0, 0.0, BLACK), letter(10.0)]));
    assert!(area(&once) > 100.0);
    assert!(area(&twice) > area(&under.to_rgb()) && area(&under.to_rgb()) > area(&once));
}

#[test]
fn more_inks_than_a_palette_holds_make_edges_coarser_and_then_rgb() {
    let inks = |count: u8| -> Vec<Item> {
        (0..count)
            .map(|ink| {
                let hue = Color::new(ink.wrapping_mul(91), ink.wrapping_mul(47), ink.wrapping_mul(151));
                run(60.0, hue, &[(4.0 + 50.0 * f32::from(ink % 8), 60.0 * f32::from(1 + ink / 8))], 40)
            })
            .collect()
    };
    let few = scene(420, 400, inks(5));
    let more = scene(420, 400, inks(20));
    let many = scene(420, 400, inks(48));
    assert_eq!(paint(&few).to_rgb(), paint_rgb(&few));
    assert!(matches!(paint(&more), Canvas::Indexed(_)));
    let (coarse, fine) = (paint(&more).to_rgb(), paint_rgb(&more));
    let differences: u64 =
        coarse.iter().zip(fine.iter()).map(|(one, other)| u64::from(one.abs_diff(*other))).sum();
    let edges = coarse.pixels().zip(fine.pixels()).filter(|(one, other)| one != other).count() as u64;
    assert!(edges > 0 && differences < edges * 3 * 12, "{differences} over {edges} pixels");
    assert!(matches!(paint(&many), Canvas::Rgb(_)));
}

/// A card of one shade from one colour to another.
fn shaded(axis: ShadeAxis, length: f32, colors: [Color; 2]) -> Item {
    let stop = |at: f32, color| ShadeStop { at: Px(at), color, alpha: 1.0 };
    let area = Rect::new(0.0, 0.0, 120.0, 100.0);
    Item::Shade(Shade { area, axis, stops: vec![stop(0.0, colors[0]), stop(length, colors[1])] })
}

const NIGHT: Color = Color::new(0x1B, 0x2A, 0x49);
const PLUM: Color = Color::new(0x6B, 0x2D, 0x5C);

#[test]
fn a_diagonal_shade_is_the_same_along_its_cross_diagonals_and_never_turns_back() {
    let canvas = paint(&scene(120, 100, vec![shaded(ShadeAxis::Slanted(1.0), 220.0, [NIGHT, PLUM])]));
    let Canvas::Indexed(indexed) = &canvas else { panic!("103 colours need no RGB") };
    assert_eq!((indexed.shifts[0], indexed.shifts[1], indexed.shifts[99]), (0, 1, 1));
    let picture = canvas.to_rgb();
    for y in 1..100 {
        for x in 0..119 {
            assert_eq!(picture.get_pixel(x, y), picture.get_pixel(x + 1, y - 1), "{x}, {y}");
            let (left, right) = (picture.get_pixel(x, y).0, picture.get_pixel(x + 1, y).0);
            assert!((0..3).all(|channel| left[channel] <= right[channel]), "{x}, {y}");
        }
    }
    assert_eq!(picture.get_pixel(0, 0).0, [NIGHT.r, NIGHT.g, NIGHT.b]);
    assert_eq!(picture.get_pixel(119, 99).0, [PLUM.r, PLUM.g, PLUM.b]);
}

#[test]
fn on_a_shade_a_palette_shows_what_rgb_shows_but_for_what_cannot_be_seen() {
    for axis in [ShadeAxis::Across, ShadeAxis::Down, ShadeAxis::Slanted(-1.7), ShadeAxis::Slanted(0.4)] {
        for (color, ground) in [(WHITE, NIGHT), (Color::new(0x9A, 0xA3, 0xB2), PLUM)] {
            let mut text = run(60.0, color, &[(4.0, 60.0), (50.0, 80.0)], 40);
            if let Item::Glyphs(run) = &mut text {
                run.ground = ground;
            }
            let scene = scene(120, 100, vec![shaded(axis, 120.0, [NIGHT, PLUM]), text]);
            let canvas = paint(&scene);
            assert!(matches!(canvas, Canvas::Indexed(_)), "{axis:?}");
            // Tones of the one are spaced for the farthest colour of the shade, of the other for the one under the text:
            // both are within half a step of the exact mixture, and 2 more in a palette.
            let (graded, exact) = (canvas.to_rgb(), paint_rgb(&scene));
            let off = graded.iter().zip(exact.iter()).map(|(one, other)| one.abs_diff(*other)).max();
            assert!(off <= Some(14), "{axis:?}: {off:?}");
            let ink = [color.r, color.g, color.b];
            for (graded, exact) in graded.pixels().zip(exact.pixels()) {
                assert!(exact.0 != ink || graded == exact, "{axis:?}: what is covered is the ink");
            }
        }
    }
}

#[test]
fn a_shade_of_more_colours_than_a_palette_holds_is_painted_in_rgb() {
    let colors = [Color::new(255, 0, 0), Color::new(0, 255, 40)];
    for axis in [ShadeAxis::Across, ShadeAxis::Slanted(1.0)] {
        let scene = scene(120, 100, vec![shaded(axis, 120.0, colors)]);
        let canvas = paint(&scene);
        assert_eq!(canvas.to_rgb(), paint_rgb(&scene));
    }
    let wide = shaded(ShadeAxis::Slanted(20.0), 2120.0, colors);
    assert!(matches!(paint(&scene(120, 100, vec![wide])), Canvas::Rgb(_)));
}

/// Any number a float can be, and the ones that are near a card more often.
fn position() -> impl Strategy<Value = f32> {
    prop_oneof![8 => -20.0..120.0_f32, 1 => any::<f32>()]
}

fn point() -> impl Strategy<Value = Point> {
    (position(), position()).prop_map(|(x, y)| Point { x: Px(x), y: Px(y) })
}

fn color() -> impl Strategy<Value = Color> {
    prop_oneof![
        Just(BLACK),
        Just(WHITE),
        Just(Color::new(192, 57, 43)),
        any::<[u8; 3]>().prop_map(|[r, g, b]| Color::new(r, g, b)),
    ]
}

fn item() -> impl Strategy<Value = Item> {
    let glyph = (0..500_u16, point()).prop_map(|(id, origin)| PlacedGlyph { id, origin });
    let size = prop_oneof![8 => 6.0..90.0_f32, 1 => any::<f32>().prop_map(|size| size.clamp(-1.0, 300.0))];
    prop_oneof![
        (point(), point(), color()).prop_map(|(from, to, color)| Item::Fill {
            area: Rect { left: from.x, top: from.y, right: to.x, bottom: to.y },
            color
        }),
        (point(), position(), color()).prop_map(|(center, radius, color)| Item::Disc {
            center,
            radius: Px(radius.min(2000.0)),
            color
        }),
        (prop::collection::vec(point(), 0..6), color())
            .prop_map(|(corners, color)| Item::Polygon { corners, color }),
        (0..19_u16, size, color(), color(), prop::collection::vec(glyph, 0..12)).prop_map(
            |(face, size, color, ground, glyphs)| {
                Item::Glyphs(GlyphRun { face: FaceId(face), size: Px(size), color, ground, glyphs })
            }
        ),
    ]
}

fn any_scene() -> impl Strategy<Value = Scene> {
    (1..100_u32, 1..100_u32, prop::collection::vec(item(), 0..8))
        .prop_map(|(width, height, items)| scene(width, height, items))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Any scene can be painted, and a palette changes no colour.
    #[test]
    fn a_palette_shows_what_rgb_shows(scene in any_scene()) {
        let fonts = FontLibrary::embedded();
        let mut surface = Indexed::new(scene.size, scene.ground, Vec::new());
        Painter::new(&fonts).paint_on(&scene, Grain::Fine, &mut surface);
        if let Some(canvas) = surface.finish() {
            prop_assert_eq!(Canvas::Indexed(canvas).to_rgb(), paint_rgb(&scene));
        }
    }

    /// What was painted before leaves no trace, in caches or on the plane.
    #[test]
    fn a_painter_has_no_memory(before in any_scene(), scene in any_scene()) {
        let fonts = FontLibrary::embedded();
        let mut used = Painter::new(&fonts);
        let painted = used.paint(&before);
        used.reuse(painted);
        let _ = used.paint(&scene);
        prop_assert_eq!(used.paint(&scene), Painter::new(&fonts).paint(&scene));
    }
}
