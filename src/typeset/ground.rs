//! What lies under texts: flat colours, pictures, shades. Contrast is measured here, on what will be painted.

use std::sync::Arc;

use crate::color::Color;
use crate::geometry::Rect;
use crate::picture::Print;
use crate::scene::{Shade, ShadeAxis, overlaid};

/// The share of pixels whose contrast may be lower than what is reported: specks in a picture do not hide letters.
const WORST_SHARE: usize = 20;
/// Pixels looked at along each side of a line of text.
const SAMPLES: u32 = 40;
/// Most colours of a shade that are worked out beforehand.
const MAX_TABLE: i32 = 8192;
/// What lies under everything.
const BLANK: Color = Color::new(255, 255, 255);

/// One thing that lies under texts.
enum Under {
    Flat(Rect, Color),
    Shade(Shade, Table),
    Print { area: Rect, origin: (i32, i32), print: Arc<Print> },
}

/// Everything painted so far that texts may lie on, lowest first.
#[derive(Default)]
pub(super) struct Ground {
    layers: Vec<Under>,
}

impl Ground {
    /// Tells whether nothing has been laid yet.
    pub(super) fn is_bare(&self) -> bool {
        self.layers.is_empty()
    }

    /// Lays a flat colour.
    pub(super) fn fill(&mut self, area: Rect, color: Color) {
        self.layers.push(Under::Flat(area, color));
    }

    /// Lays a shade.
    pub(super) fn shade(&mut self, shade: Shade) {
        let table = Table::of(&shade);
        self.layers.push(Under::Shade(shade, table));
    }

    /// Lays a picture.
    pub(super) fn print(&mut self, origin: (i32, i32), print: Arc<Print>) {
        let (left, top) = (origin.0 as f32, origin.1 as f32);
        let (width, height) = print.colors.dimensions();
        let area = Rect::new(left, top, left + width as f32, top + height as f32);
        self.layers.push(Under::Print { area, origin, print });
    }

    /// Returns the colour of the lowest layer.
    pub(super) fn lowest(&self) -> Color {
        match self.layers.first() {
            Some(Under::Flat(_, color)) => *color,
            _ => BLANK,
        }
    }

    /// Returns the colour that a text's edges are blended for: the one under all of it, or that under its middle.
    pub(super) fn typical(&self, area: &Rect) -> Color {
        self.flat(area).unwrap_or_else(|| {
            let middle = |from: f32, to: f32| f32::midpoint(from, to) as i32;
            self.at(middle(area.left.0, area.right.0), middle(area.top.0, area.bottom.0))
        })
    }

    /// Returns the contrast of an ink to what lies under an area, at its worst twentieth of pixels.
    pub(super) fn contrast(&self, ink: Color, area: &Rect) -> f64 {
        if let Some(color) = self.flat(area) {
            return ink.contrast(color);
        }
        let mut ratios = Vec::with_capacity((SAMPLES * SAMPLES) as usize);
        let mut known = Ratios::default();
        let step = |from: f32, to: f32, sample: u32| {
            (from + (to - from) * (sample as f32 + 0.5) / SAMPLES as f32) as i32
        };
        let shade = self.one_shade(area);
        for row in 0..SAMPLES {
            let y = step(area.top.0, area.bottom.0, row);
            let on_shade = shade.map(|(shade, table)| (shade, table, shade.along(0, y)));
            for column in 0..SAMPLES {
                let x = step(area.left.0, area.right.0, column);
                let color = match on_shade {
                    Some((shade, table, along)) if shade.axis == ShadeAxis::Down => table.at(shade, along).0,
                    Some((shade, table, along)) => table.at(shade, along.saturating_add(x)).0,
                    None => self.at(x, y),
                };
                ratios.push(known.ratio(ink, color));
            }
        }
        let worst = ratios.len() / WORST_SHARE;
        *ratios.select_nth_unstable_by(worst, f64::total_cmp).1
    }

    /// Returns the one colour under an area, if a flat one that holds all of it is the uppermost to touch it.
    fn flat(&self, area: &Rect) -> Option<Color> {
        for layer in self.layers.iter().rev() {
            match layer {
                Under::Flat(flat, color) if flat.contains(area) => return Some(*color),
                Under::Flat(flat, _) if !flat.overlaps(area) => {}
                Under::Shade(shade, _) if !shade.area.overlaps(area) => {}
                Under::Print { area: print, .. } if !print.overlaps(area) => {}
                _ => return None,
            }
        }
        Some(BLANK)
    }

    /// Returns the shade under an area, if all of it lies on one that hides what is under it and nothing lies on that.
    fn one_shade(&self, area: &Rect) -> Option<(&Shade, &Table)> {
        match self.layers.last() {
            Some(Under::Shade(shade, table)) if shade.area.contains(area) && shade.is_opaque() => {
                Some((shade, table))
            }
            _ => None,
        }
    }

    /// Returns the colour of a pixel.
    fn at(&self, x: i32, y: i32) -> Color {
        let mut color = BLANK;
        for layer in &self.layers {
            match layer {
                Under::Flat(area, flat) if holds(area, x, y) => color = *flat,
                Under::Shade(shade, table) if holds(&shade.area, x, y) => {
                    let (over, weight) = table.at(shade, shade.along(x, y));
                    color = overlaid(color, over, weight);
                }
                Under::Print { area, origin, print } if holds(area, x, y) => {
                    let (column, row) = ((x - origin.0) as u32, (y - origin.1) as u32);
                    let [r, g, b] = print.colors.get_pixel(column, row).0;
                    let weight = print
                        .cover
                        .as_ref()
                        .map_or(256, |cover| u16::from(cover.get_pixel(column, row).0[0]));
                    color = overlaid(color, Color::new(r, g, b), weight);
                }
                _ => {}
            }
        }
        color
    }
}

/// The colours of a shade, worked out once: lines of text look at the same ones again and again.
struct Table {
    first: i32,
    colors: Vec<(Color, u16)>,
}

impl Table {
    fn of(shade: &Shade) -> Self {
        let Rect { left, top, right, bottom } = shade.area;
        let corners = [(left, top), (left, bottom), (right, top), (right, bottom)];
        let steps = corners.map(|(x, y)| shade.along(x.0 as i32, y.0 as i32));
        let first = steps.into_iter().min().unwrap_or(0);
        let count = steps.into_iter().max().unwrap_or(0).saturating_sub(first).saturating_add(1);
        let count = count.min(MAX_TABLE);
        Self { first, colors: (first..first.saturating_add(count)).map(|along| shade.at(along)).collect() }
    }

    /// Returns what [`Shade::at`] does.
    fn at(&self, shade: &Shade, along: i32) -> (Color, u16) {
        let known = usize::try_from(along.wrapping_sub(self.first)).ok().and_then(|at| self.colors.get(at));
        known.copied().unwrap_or_else(|| shade.at(along))
    }
}

/// Contrasts of an ink to the colours it was compared with of late, each at a place of its own.
struct Ratios([Option<(Color, f64)>; 64]);

impl Default for Ratios {
    fn default() -> Self {
        Self([None; 64])
    }
}

impl Ratios {
    /// Returns the contrast of the ink to a colour.
    fn ratio(&mut self, ink: Color, color: Color) -> f64 {
        let place = color.r.wrapping_add(color.g.wrapping_mul(3)).wrapping_add(color.b.wrapping_mul(5)) % 64;
        match self.0[usize::from(place)] {
            Some((same, ratio)) if same == color => ratio,
            _ => {
                let ratio = ink.contrast(color);
                self.0[usize::from(place)] = Some((color, ratio));
                ratio
            }
        }
    }
}

/// Tells whether a rectangle has a pixel.
fn holds(area: &Rect, x: i32, y: i32) -> bool {
    let (x, y) = (x as f32, y as f32);
    area.left.0 <= x && x < area.right.0 && area.top.0 <= y && y < area.bottom.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::Px;
    use crate::scene::ShadeStop;

    const WHITE: Color = Color::new(255, 255, 255);
    const BLACK: Color = Color::new(0, 0, 0);

    #[test]
    fn contrast_is_measured_where_it_is_worst_and_specks_do_not_count() {
        let mut ground = Ground::default();
        ground.fill(Rect::new(0.0, 0.0, 100.0, 100.0), BLACK);
        let line = Rect::new(0.0, 40.0, 100.0, 60.0);
        assert_eq!(ground.contrast(WHITE, &line), WHITE.contrast(BLACK));
        ground.fill(Rect::new(0.0, 0.0, 2.0, 100.0), WHITE);
        assert_eq!(ground.contrast(WHITE, &line), WHITE.contrast(BLACK));
        ground.fill(Rect::new(0.0, 0.0, 10.0, 100.0), WHITE);
        assert_eq!(ground.contrast(WHITE, &line), 1.0);
    }

    #[test]
    fn a_shade_counts_as_it_will_be_painted() {
        let mut ground = Ground::default();
        ground.fill(Rect::new(0.0, 0.0, 100.0, 100.0), WHITE);
        let stop = |at: f32, alpha: f32| ShadeStop { at: Px(at), color: BLACK, alpha };
        let area = Rect::new(0.0, 0.0, 100.0, 100.0);
        ground.shade(Shade { area, axis: ShadeAxis::Down, stops: vec![stop(0.0, 0.0), stop(50.0, 1.0)] });
        assert_eq!(ground.contrast(WHITE, &Rect::new(0.0, 60.0, 100.0, 70.0)), WHITE.contrast(BLACK));
        assert!(ground.contrast(WHITE, &Rect::new(0.0, 0.0, 100.0, 10.0)) < 1.5);
    }
}
