//! Draws the pictures of specimen cards, so that they are ours: a face, a coast, a still, a sign.
//!
//!     cargo run --release --example draw_pictures     # writes into data/pictures
//!
//! Each is painted at twice its size, shape by shape, and scaled down.

use image::codecs::jpeg::JpegEncoder;
use image::imageops::{self, FilterType};
use image::{GrayImage, Luma, Rgb, RgbImage};
use imageproc::drawing::draw_polygon_mut;
use imageproc::point::Point;

/// Samples a pixel, along each side.
const SAMPLES: f32 = 2.0;

/// A place in a picture.
type Place = (f32, f32);
/// A colour, each channel 0–255.
type Tint = [f32; 3];

fn main() {
    save("face", &face(), 86);
    save("coast", &coast(), 84);
    save("still", &still(), 86);
    sign().save("data/pictures/sign.png").expect("data/pictures can be written");
}

/// Writes a picture, scaled down to its size.
fn save(name: &str, sheet: &RgbImage, quality: u8) {
    let (width, height) = (sheet.width() / SAMPLES as u32, sheet.height() / SAMPLES as u32);
    let small = imageops::resize(sheet, width, height, FilterType::Triangle);
    let mut file = Vec::new();
    JpegEncoder::new_with_quality(&mut file, quality).encode_image(&small).expect("a picture can be encoded");
    std::fs::write(format!("data/pictures/{name}.jpg"), file).expect("data/pictures can be written");
}

/// A woman in profile, before a lamp; she looks to the left, where the words stand.
fn face() -> RgbImage {
    // The head takes four tenths of the height, so that a wide cut of it still has a chin above the name plate.
    let view = View { scale: 0.62, left: 240.0, top: 120.0 };
    let glow = |x: f32, y: f32| {
        let near = 1.0 - (distance((x, y), (260.0, 420.0)) / 900.0).min(1.0);
        mix([44.0, 34.0, 40.0], [226.0, 170.0, 108.0], smooth(near * near))
    };
    let mut sheet = ground(900, 1000, glow);
    let skin = |x: f32, y: f32| {
        let turned = smooth(((x - 245.0) / 260.0).clamp(0.0, 1.0));
        let lit = mix([244.0, 190.0, 138.0], [112.0, 66.0, 50.0], turned);
        mix(lit, [70.0, 42.0, 40.0], smooth(((y - 640.0) / 360.0).clamp(0.0, 1.0)) * 0.75)
    };
    let hair = |x: f32, y: f32| {
        let edge = smooth(1.0 - ((x - 300.0) / 220.0).clamp(0.0, 1.0))
            * (1.0 - ((y - 120.0) / 400.0).clamp(0.0, 1.0));
        mix([26.0, 18.0, 24.0], [116.0, 70.0, 52.0], edge)
    };
    let wool = |x: f32, y: f32| {
        mix(
            [38.0, 74.0, 70.0],
            [16.0, 34.0, 36.0],
            smooth(((x - 200.0 + (1000.0 - y) * 0.4) / 500.0).clamp(0.0, 1.0)),
        )
    };
    let bun = ring((676.0, 318.0), (86.0, 92.0));
    draw(&mut sheet, &view, &bun, hair);
    let profile = path(
        (318.0, 250.0),
        &[
            [(290.0, 300.0), (284.0, 350.0), (284.0, 392.0)],
            [(282.0, 412.0), (294.0, 424.0), (292.0, 440.0)],
            [(284.0, 474.0), (258.0, 502.0), (246.0, 530.0)],
            [(238.0, 552.0), (262.0, 560.0), (284.0, 560.0)],
            [(286.0, 572.0), (276.0, 580.0), (270.0, 594.0)],
            [(264.0, 606.0), (276.0, 614.0), (288.0, 618.0)],
            [(276.0, 626.0), (268.0, 636.0), (274.0, 648.0)],
            [(280.0, 660.0), (294.0, 664.0), (290.0, 680.0)],
            [(280.0, 706.0), (282.0, 742.0), (318.0, 752.0)],
            [(356.0, 762.0), (404.0, 744.0), (432.0, 726.0)],
            [(438.0, 790.0), (436.0, 850.0), (404.0, 930.0)],
            [(480.0, 1010.0), (600.0, 1010.0), (650.0, 920.0)],
            [(606.0, 830.0), (592.0, 760.0), (590.0, 660.0)],
            [(640.0, 480.0), (560.0, 240.0), (318.0, 250.0)],
        ],
    );
    draw(&mut sheet, &view, &profile, skin);
    let crown = path(
        (298.0, 318.0),
        &[
            [(300.0, 170.0), (430.0, 96.0), (540.0, 132.0)],
            [(650.0, 168.0), (706.0, 300.0), (680.0, 430.0)],
            [(664.0, 540.0), (636.0, 620.0), (604.0, 690.0)],
            [(586.0, 660.0), (566.0, 600.0), (540.0, 574.0)],
            [(520.0, 548.0), (486.0, 520.0), (470.0, 470.0)],
            [(440.0, 470.0), (410.0, 400.0), (398.0, 360.0)],
            [(360.0, 300.0), (320.0, 300.0), (298.0, 318.0)],
        ],
    );
    draw(&mut sheet, &view, &crown, hair);
    draw(&mut sheet, &view, &ring((500.0, 536.0), (26.0, 44.0)), |x, y| {
        mix(skin(x - 90.0, y), [120.0, 70.0, 54.0], 0.35)
    });
    let jumper = path(
        (60.0, 1440.0),
        &[
            [(70.0, 1100.0), (90.0, 1000.0), (150.0, 960.0)],
            [(220.0, 930.0), (330.0, 900.0), (400.0, 868.0)],
            [(430.0, 930.0), (560.0, 940.0), (628.0, 850.0)],
            [(760.0, 890.0), (860.0, 940.0), (910.0, 1010.0)],
            [(980.0, 1120.0), (1010.0, 1300.0), (1020.0, 1440.0)],
            [(700.0, 1440.0), (300.0, 1440.0), (60.0, 1440.0)],
        ],
    );
    draw(&mut sheet, &view, &jumper, wool);
    sheet
}

/// Headlands behind one another over a calm sea, light where the sun has gone.
fn coast() -> RgbImage {
    let sky = |x: f32, y: f32| {
        let near = 1.0 - (distance((x, y * 1.4), (1010.0, 700.0)) / 1000.0).min(1.0);
        mix([96.0; 3], [252.0; 3], smooth(near))
    };
    let mut sheet = ground(1200, 1000, sky);
    for (index, (height, level)) in
        [(520.0, 168.0), (590.0, 132.0), (676.0, 96.0), (780.0, 62.0), (880.0, 34.0)].into_iter().enumerate()
    {
        let seed = index as f32 * 7.3;
        let mut ridge: Vec<Place> = (0..=120)
            .map(|step| {
                let x = step as f32 * 10.0;
                let at = x / (210.0 - index as f32 * 14.0) + seed;
                (x, height - 96.0 * wave(at) - 26.0 * wave(at * 2.7 + 3.1) - 9.0 * wave(at * 6.1))
            })
            .collect();
        ridge.extend([(1200.0, 1001.0), (0.0, 1001.0)]);
        // Haze lies in the valleys: each headland is lighter at its foot.
        shape(&mut sheet, &ridge, |_, y| {
            mix([level; 3], [level + 40.0; 3], smooth(((y - height + 60.0) / 260.0).clamp(0.0, 1.0)))
        });
    }
    sheet
}

/// A man at a window at night, seen from behind; the light is in the house across the street.
fn still() -> RgbImage {
    let room = |x: f32, y: f32| {
        let near = 1.0 - (distance((x, y), (840.0, 300.0)) / 760.0).min(1.0);
        mix([8.0, 14.0, 18.0], [52.0, 64.0, 62.0], smooth(near))
    };
    let mut sheet = ground(1200, 900, room);
    let pane = |x: f32, y: f32| {
        let near = 1.0 - (distance((x, y), (900.0, 240.0)) / 420.0).min(1.0);
        mix([26.0, 46.0, 54.0], [250.0, 206.0, 130.0], smooth(near) * 0.9)
    };
    shape(&mut sheet, &[(560.0, 60.0), (1110.0, 60.0), (1110.0, 620.0), (560.0, 620.0)], pane);
    let frame = |_: f32, _: f32| [7.0, 10.0, 12.0];
    for x in [552.0, 736.0, 926.0, 1106.0] {
        shape(&mut sheet, &[(x, 40.0), (x + 14.0, 40.0), (x + 14.0, 640.0), (x, 640.0)], frame);
    }
    for y in [48.0, 330.0, 616.0] {
        shape(&mut sheet, &[(540.0, y), (1130.0, y), (1130.0, y + 14.0), (540.0, y + 14.0)], frame);
    }
    let dark = |x: f32, y: f32| {
        let rim = smooth(1.0 - (distance((x, y), (560.0, 330.0)) / 120.0).min(1.0));
        mix([5.0, 7.0, 9.0], [84.0, 74.0, 58.0], rim * 0.55)
    };
    shape(&mut sheet, &ring((470.0, 330.0), (82.0, 104.0)), dark);
    let coat = path(
        (180.0, 910.0),
        &[
            [(190.0, 640.0), (270.0, 520.0), (420.0, 486.0)],
            [(424.0, 450.0), (424.0, 430.0), (428.0, 400.0)],
            [(460.0, 420.0), (500.0, 420.0), (520.0, 400.0)],
            [(520.0, 440.0), (522.0, 460.0), (528.0, 486.0)],
            [(680.0, 524.0), (750.0, 640.0), (770.0, 910.0)],
            [(500.0, 920.0), (300.0, 920.0), (180.0, 910.0)],
        ],
    );
    shape(&mut sheet, &coat, dark);
    sheet
}

/// A sign for a house that has none: three bars in a square.
fn sign() -> RgbImage {
    let mut sheet = RgbImage::from_pixel(216, 216, Rgb([214, 18, 31]));
    for (top, right) in [(48, 164), (96, 164), (144, 108)] {
        for (x, y) in (52..right).flat_map(|x| (top..top + 24).map(move |y| (x, y))) {
            sheet.put_pixel(x, y, Rgb([255; 3]));
        }
    }
    sheet
}

/// Paints every pixel of a sheet.
fn ground(width: u32, height: u32, tint: impl Fn(f32, f32) -> Tint) -> RgbImage {
    RgbImage::from_fn(width * SAMPLES as u32, height * SAMPLES as u32, |x, y| {
        Rgb(tint(x as f32 / SAMPLES, y as f32 / SAMPLES).map(|channel| channel as u8))
    })
}

/// Where a drawing lies on its sheet.
struct View {
    scale: f32,
    left: f32,
    top: f32,
}

/// Paints what an outline encloses.
fn shape(sheet: &mut RgbImage, outline: &[Place], tint: impl Fn(f32, f32) -> Tint) {
    draw(sheet, &View { scale: 1.0, left: 0.0, top: 0.0 }, outline, tint);
}

/// Paints what an outline encloses, scaled and moved.
fn draw(sheet: &mut RgbImage, view: &View, outline: &[Place], tint: impl Fn(f32, f32) -> Tint) {
    let mut mask = GrayImage::new(sheet.width(), sheet.height());
    let corners: Vec<Point<i32>> = outline
        .iter()
        .map(|&(x, y)| {
            Point::new(
                ((x * view.scale + view.left) * SAMPLES) as i32,
                ((y * view.scale + view.top) * SAMPLES) as i32,
            )
        })
        .collect();
    draw_polygon_mut(&mut mask, &corners, Luma([1]));
    for (x, y, _) in mask.enumerate_pixels().filter(|(.., covered)| covered.0[0] > 0) {
        let tint =
            tint((x as f32 / SAMPLES - view.left) / view.scale, (y as f32 / SAMPLES - view.top) / view.scale);
        sheet.put_pixel(x, y, Rgb(tint.map(|channel| channel.clamp(0.0, 255.0) as u8)));
    }
}

/// Returns the outline of an ellipse.
fn ring(center: Place, radii: Place) -> Vec<Place> {
    // A circle in four cubic curves, each bowed by this share of the radius.
    const BOW: f32 = 0.5523;
    let at = |x: f32, y: f32| (center.0 + x * radii.0, center.1 + y * radii.1);
    path(
        at(1.0, 0.0),
        &[
            [at(1.0, BOW), at(BOW, 1.0), at(0.0, 1.0)],
            [at(-BOW, 1.0), at(-1.0, BOW), at(-1.0, 0.0)],
            [at(-1.0, -BOW), at(-BOW, -1.0), at(0.0, -1.0)],
            [at(BOW, -1.0), at(1.0, -BOW), at(1.0, 0.0)],
        ],
    )
}

/// Returns the outline that cubic curves draw, open at its start.
fn path(start: Place, curves: &[[Place; 3]]) -> Vec<Place> {
    let mut outline = vec![start];
    let mut from = start;
    for &[one, two, to] in curves {
        for step in 1..=24 {
            let t = step as f32 / 24.0;
            let u = 1.0 - t;
            let bend = |a: f32, b: f32, c: f32, d: f32| {
                a * u * u * u + 3.0 * b * u * u * t + 3.0 * c * u * t * t + d * t * t * t
            };
            outline.push((bend(from.0, one.0, two.0, to.0), bend(from.1, one.1, two.1, to.1)));
        }
        from = to;
    }
    outline.pop();
    outline
}

/// Rises from 0 to 1 without a corner at either end.
fn smooth(t: f32) -> f32 {
    let t = t.clamp(0.0, 1.0);
    t * t * (3.0 - 2.0 * t)
}

/// A rise and fall of unequal waves, 0–1, with no pattern to the eye.
fn wave(at: f32) -> f32 {
    let cell = at.floor();
    let height = |cell: f32| {
        let scattered = (cell * 0.618_034 + 0.17).fract() * (cell * 0.414_21 + 0.53).fract();
        (scattered * 7.0).fract()
    };
    let share = smooth(at - cell);
    height(cell) * (1.0 - share) + height(cell + 1.0) * share
}

fn distance(one: Place, other: Place) -> f32 {
    let (x, y) = (one.0 - other.0, one.1 - other.1);
    (x * x + y * y).sqrt()
}

fn mix(from: Tint, to: Tint, share: f32) -> Tint {
    std::array::from_fn(|channel| from[channel] + (to[channel] - from[channel]) * share)
}
