//! Compares pictures with references, and shows where they differ.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use image::{GenericImage, Rgb, RgbImage};

use pullquote::canvas::{Canvas, IndexedCanvas};
use pullquote::color::Color;
use pullquote::encode::{Effort, Metadata, lossy, png};
use pullquote::scene::PixelSize;

/// Channels may differ by this much without notice.
const TOLERANCE: u8 = 2;
/// Of this many pixels one may differ by more.
const PIXELS_A_FAULT: u32 = 2000;

/// A picture with the name of its reference.
pub(crate) type Case = (String, RgbImage);

/// Compares all cases with their references, or makes them the references if `PULLQUOTE_BLESS` is set.
pub(crate) fn check(cases: impl IntoIterator<Item = Case>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/references");
    let bless = std::env::var_os("PULLQUOTE_BLESS").is_some();
    let mut dead: BTreeSet<PathBuf> =
        fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    let mut faults = Vec::new();
    for (name, picture) in cases {
        let is_photograph = is_photograph(&picture);
        let reference = folder.join(format!("{name}.{}", if is_photograph { "jpg" } else { "png" }));
        dead.remove(&reference);
        let painted = if is_photograph { as_decoded(&picture) } else { picture.clone() };
        if let Err(fault) = compare(&name, &reference, &painted) {
            if bless {
                let file = if is_photograph { photograph(&picture) } else { smallest_file(&picture) };
                fs::write(&reference, file).unwrap();
            } else {
                faults.push(fault);
            }
        }
    }
    faults.extend(dead.iter().map(|path| format!("{}: no case has this name", path.display())));
    assert!(faults.is_empty(), "{} of the golden pictures:\n{}", faults.len(), faults.join("\n"));
}

/// Compares a picture with its reference and says how they differ, leaving a picture of the difference.
fn compare(name: &str, reference: &Path, picture: &RgbImage) -> Result<(), String> {
    let Ok(file) = fs::read(reference) else { return Err(format!("{name}: has no reference yet")) };
    let expected = image::load_from_memory(&file).map_err(|error| format!("{name}: {error}"))?.to_rgb8();
    if expected.dimensions() != picture.dimensions() {
        return Err(format!("{name}: is {:?}, was {:?}", picture.dimensions(), expected.dimensions()));
    }
    let (difference, faults) = difference(&expected, picture);
    if faults <= picture.width() * picture.height() / PIXELS_A_FAULT {
        return Ok(());
    }
    let shown = side_by_side(&[&expected, picture, &difference]);
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("golden").join(format!("{name}.png"));
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    shown.save(&path).unwrap();
    Err(format!("{name}: {faults} pixels differ, see {}", path.display()))
}

/// Paints where two pictures differ in white on black, and counts the pixels that differ beyond the tolerance.
fn difference(expected: &RgbImage, picture: &RgbImage) -> (RgbImage, u32) {
    let mut faults = 0;
    let mut shown = RgbImage::new(picture.width(), picture.height());
    for ((one, other), shown) in expected.pixels().zip(picture.pixels()).zip(shown.pixels_mut()) {
        let apart = (0..3).map(|channel| one[channel].abs_diff(other[channel])).max().unwrap_or(0);
        faults += u32::from(apart > TOLERANCE);
        // Small differences are shown well, too.
        *shown = Rgb([if apart == 0 { 0 } else { apart.saturating_mul(2).max(80) }; 3]);
    }
    (shown, faults)
}

/// Sets pictures of one size next to each other.
fn side_by_side(pictures: &[&RgbImage]) -> RgbImage {
    let (width, height) = pictures[0].dimensions();
    let mut all = RgbImage::new(width * pictures.len() as u32, height);
    for (column, picture) in (0..).zip(pictures) {
        all.copy_from(*picture, column * width, 0).unwrap();
    }
    all
}

/// Tells whether a picture is a whole card of more colours than a palette holds: its reference is a JPEG, a quarter of
/// the bytes.
fn is_photograph(picture: &RgbImage) -> bool {
    let mut colors = BTreeSet::new();
    picture.width() >= 1000 && picture.pixels().any(|pixel| colors.insert(pixel.0) && colors.len() > 256)
}

fn photograph(picture: &RgbImage) -> Vec<u8> {
    lossy::jpeg(&Canvas::Rgb(picture.clone()), &Metadata::default(), Effort::Thorough)
}

/// Returns a picture as its JPEG shows it.
fn as_decoded(picture: &RgbImage) -> RgbImage {
    image::load_from_memory(&photograph(picture)).expect("a card that we encoded can be decoded").to_rgb8()
}

/// Encodes a picture, with a palette if it has few colours.
fn smallest_file(picture: &RgbImage) -> Vec<u8> {
    let color = |pixel: &Rgb<u8>| Color::new(pixel[0], pixel[1], pixel[2]);
    let palette: Vec<Color> = picture.pixels().map(color).collect::<BTreeSet<_>>().into_iter().collect();
    let canvas = if palette.len() <= 256 {
        let index = |pixel| palette.binary_search(&color(pixel)).expect("every colour is in it") as u8;
        let size = PixelSize { width: picture.width(), height: picture.height() };
        let indices: Vec<u8> = picture.pixels().map(index).collect();
        Canvas::Indexed(IndexedCanvas::new(size, palette, &indices))
    } else {
        Canvas::Rgb(picture.clone())
    };
    png::encode(&canvas, &Metadata::default(), Effort::Thorough)
}

#[test]
fn a_moved_letter_is_a_fault_and_one_odd_pixel_is_not() {
    let mut picture = RgbImage::from_pixel(100, 100, Rgb([255; 3]));
    let plain = picture.clone();
    picture.put_pixel(3, 3, Rgb([0; 3]));
    assert_eq!(difference(&plain, &picture).1, 1);
    for x in 0..40 {
        picture.put_pixel(x, 50, Rgb([200; 3]));
    }
    assert_eq!(difference(&plain, &picture).1, 41);
    assert_eq!(difference(&picture, &picture).1, 0);
}
