//! Drawings in SVG: painted once, larger than any card shows them, and a picture like others from there on.

use image::RgbaImage;
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};

/// The longer side they are painted at: a sign on a card four times as fine has about a thousand pixels.
const SIDE: f32 = 1536.0;
/// Largest file: signs have some KB, and a drawing of this size takes no more than seconds.
const MAX_BYTES: usize = 1 << 20;

/// Paints a drawing; what is wrong with it, and what to do, where that cannot be done.
pub(super) fn paint(bytes: &[u8]) -> Result<RgbaImage, (String, &'static str)> {
    if bytes.len() > MAX_BYTES {
        return Err((
            format!("is a drawing of {} KB", bytes.len() / 1024),
            "simplify it to less than 1024 KB, or give a PNG",
        ));
    }
    let source = String::from_utf8_lossy(bytes);
    // What would be left out in silence is refused: we set no type in drawings, and read no pictures in them.
    for (element, hint) in [
        ("text", "turn its text into outlines, or give a PNG"),
        ("image", "draw it with shapes only, or give a PNG"),
        ("foreignObject", "draw it with shapes only, or give a PNG"),
    ] {
        let opens = |after: &str| after.starts_with(|c: char| c.is_whitespace() || matches!(c, '>' | '/'));
        if source.match_indices(&format!("<{element}")).any(|(at, tag)| opens(&source[at + tag.len()..])) {
            return Err((format!("is a drawing with <{element}> in it"), hint));
        }
    }
    let unreadable = "give an SVG file that browsers open, or a PNG";
    let tree = Tree::from_data(bytes, &Options::default())
        .map_err(|error| (format!("is no drawing we can read: {error}"), unreadable))?;
    let size = tree.size();
    let scale = SIDE / size.width().max(size.height());
    let side = |length: f32| (length * scale).round().clamp(1.0, SIDE) as u32;
    let (width, height) = (side(size.width()), side(size.height()));
    let mut pixmap = Pixmap::new(width, height).ok_or_else(|| ("has no size".to_owned(), unreadable))?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixmap.as_mut());
    let pixels = pixmap.pixels().iter().flat_map(|pixel| {
        let color = pixel.demultiply();
        [color.red(), color.green(), color.blue(), color.alpha()]
    });
    Ok(RgbaImage::from_raw(width, height, pixels.collect()).expect("the pixmap has width × height pixels"))
}
