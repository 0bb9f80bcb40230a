//! Pictures on their way to the scene. A picture is cut once for a place and kept.

use std::sync::Arc;

use super::scenery::{Scenery, on_pixels};
use super::shape::Bitmap;
use crate::color::Color;
use crate::geometry::{Em, Point, Px, Rect};
use crate::picture::{Cut, Picture, Print};
use crate::scene::Item;

/// Cuts kept: backgrounds for each of a dozen formats.
const MAX_CUTS: usize = 24;
/// Signs kept: logos for as many, and the emoji of a long text.
const MAX_SIGNS: usize = 200;
/// What matters in a picture where nobody says: a little above the middle, where faces are.
const SUBJECT: [f32; 2] = [0.5, 0.4];

/// How a picture was printed.
#[derive(Clone, PartialEq)]
enum Manner {
    Cut(Cut),
    ScaledInto(u32, u32),
}

impl Manner {
    /// Returns the same print, so many times as fine.
    fn finer(&self, scale: u32) -> Self {
        match self {
            Self::Cut(cut) => {
                let (width, height) = cut.size;
                Self::Cut(Cut { size: (width * scale, height * scale), ..cut.clone() })
            }
            Self::ScaledInto(width, height) => Self::ScaledInto(width * scale, height * scale),
        }
    }
}

/// Prints of pictures, the oldest first.
#[derive(Default)]
pub(crate) struct Prints {
    cuts: Vec<Kept>,
    signs: Vec<Kept>,
}

/// A picture's id, how it was printed, and the print.
type Kept = (String, Manner, Arc<Print>);

impl Prints {
    /// Returns a picture printed in a manner; from an earlier card where it was wanted there, too.
    fn get(&mut self, picture: &Picture, manner: Manner) -> Arc<Print> {
        let (kept, most) = match manner {
            Manner::Cut(_) => (&mut self.cuts, MAX_CUTS),
            Manner::ScaledInto(..) => (&mut self.signs, MAX_SIGNS),
        };
        let found = kept.iter().find(|(id, known, _)| id == picture.id() && *known == manner);
        if let Some((.., print)) = found {
            return print.clone();
        }
        let print = Arc::new(match &manner {
            Manner::Cut(cut) => picture.print(cut),
            Manner::ScaledInto(width, height) => picture.scaled_into(*width, *height),
        });
        if kept.len() == most {
            kept.remove(0);
        }
        kept.push((picture.id().to_owned(), manner, print.clone()));
        print
    }
}

impl Scenery<'_, '_, '_> {
    /// Lays the card's picture into a zone.
    pub(super) fn picture(&mut self, zone: Rect, round: bool, place: [f32; 2], tone: &[Color]) {
        let extras = &self.composer.quote.extras;
        let Some(picture) = extras.picture.clone() else { return };
        let mut area = on_pixels(zone);
        if round {
            let side = area.width().min(area.height());
            area = Rect { right: area.left + side, bottom: area.top + side, ..area };
        }
        let size = (area.width().0 as u32, area.height().0 as u32);
        let subject = extras.focus.unwrap_or(SUBJECT);
        let cut = Cut { size, subject, place, tone: tone.to_vec(), round };
        let manner = Manner::Cut(cut);
        let print = self.composer.prints.get(&picture, manner.clone());
        self.lay(area.left, area.top, print, &picture, &manner);
    }

    /// Lays the publisher's sign into a zone.
    pub(super) fn logo(&mut self, zone: Rect, across: f32, down: f32) {
        let Some(logo) = self.composer.theme.logo.clone() else { return };
        let area = on_pixels(zone);
        let manner = Manner::ScaledInto(area.width().0 as u32, area.height().0 as u32);
        let print = self.composer.prints.get(&logo, manner.clone());
        let (width, height) = print.colors.dimensions();
        let left = area.left + (area.width() - Px(width as f32)) * across;
        let top = area.top + (area.height() - Px(height as f32)) * down;
        self.lay(left, top, print, &logo, &manner);
    }

    /// Adds a glyph that is a picture. No text stands on it: what lies under the line stays what it was.
    pub(super) fn sign(&mut self, bitmap: &Bitmap, size: Px, origin: Point) {
        let ink = &bitmap.ink;
        let scale = self.composer.format.scale;
        let side = |length: Em| ((length.at(size).0 * scale as f32).round() as u32).max(1);
        let manner = Manner::ScaledInto(side(ink.right - ink.left), side(ink.top - ink.bottom));
        let print = self.composer.prints.get(&bitmap.picture, manner);
        let origin = (origin.x + ink.left.at(size), origin.y - ink.top.at(size));
        let origin = (origin.0.0.round() as i32, origin.1.0.round() as i32);
        self.items.push(Item::Picture { origin, print });
    }

    /// Adds a print; as fine as the card will be, while contrast is measured on the plain one.
    fn lay(&mut self, left: Px, top: Px, print: Arc<Print>, picture: &Picture, manner: &Manner) {
        let origin = (left.0.round() as i32, top.0.round() as i32);
        let fine = match self.composer.format.scale {
            1 => print.clone(),
            scale => self.composer.prints.get(picture, manner.finer(scale)),
        };
        self.ground.print(origin, print);
        self.items.push(Item::Picture { origin, print: fine });
    }
}
