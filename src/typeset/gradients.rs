//! Gradients on their way to the scene, as shades whose stops lie at places of the card.

use super::scenery::{Scenery, on_pixels};
use crate::geometry::{Angle, Px, Rect};
use crate::scene::{Item, Shade, ShadeAxis, ShadeStop};
use crate::theme::Gradient;

/// The most pixels that a row of a slanted shade may lie further along than the one above: beyond, less than a quarter of
/// a degree from upright, colours go straight down.
const STEEPEST: f64 = 256.0;

impl Scenery<'_, '_, '_> {
    /// Lays a gradient; a scrim is made denser by what the card needs.
    pub(super) fn gradient(&mut self, gradient: &Gradient, zone: Rect, behind: Option<Px>) {
        let mut area = on_pixels(zone);
        let angle = if self.mirrored { gradient.angle.mirrored() } else { gradient.angle };
        let mut line = GradientLine::of(&area, angle);
        // Where along the line the second part of it starts, that of the stops beyond 1.
        let mut second = line.end;
        if let (Some(top), Some((_, lead))) = (behind, gradient.behind) {
            line.start = (top - lead.resolve(self.zones.units())).max(area.top);
            second = top;
            area.top = Px(line.start.0.round());
        }
        let place = |at: f32| match at {
            ..=1.0 => line.start + (second - line.start) * at,
            _ => second + (line.end - second) * (at - 1.0),
        };
        let mut stops: Vec<ShadeStop> = gradient
            .stops
            .iter()
            .map(|stop| {
                let dense = if gradient.scrim { self.raise * (stop.alpha * 2.0).min(1.0) } else { 0.0 };
                let alpha = stop.alpha + (1.0 - stop.alpha) * dense;
                ShadeStop { at: place(stop.at), color: stop.color, alpha }
            })
            .collect();
        if line.backward {
            for stop in &mut stops {
                stop.at = line.start + (line.end - stop.at);
            }
            stops.reverse();
        }
        let shade = Shade { area, axis: line.axis, stops };
        self.ground.shade(shade.clone());
        self.items.push(Item::Shade(shade));
    }
}

/// The line that a gradient's colours lie on.
struct GradientLine {
    axis: ShadeAxis,
    /// Where on the axis the first colour is, or the last if it runs backward.
    start: Px,
    end: Px,
    /// Whether it runs to the left, or straight up.
    backward: bool,
}

impl GradientLine {
    /// Finds the line of CSS: through the middle of the area, and so long that the corners that lie farthest either way
    /// have the first and the last colour.
    fn of(area: &Rect, angle: Angle) -> Self {
        let (right, down) = angle.step();
        if right.abs() * STEEPEST < down.abs() {
            return Self { axis: ShadeAxis::Down, start: area.top, end: area.bottom, backward: down < 0.0 };
        }
        if down == 0.0 {
            return Self {
                axis: ShadeAxis::Across,
                start: area.left,
                end: area.right,
                backward: right < 0.0,
            };
        }
        // What lies one pixel further down lies `slant` pixels further along a row. So every place has one along the upper
        // edge of the area that is coloured like it, which is the upper left corner's or one that much beyond the upper
        // right one's.
        let slant = down / right;
        let reach = (f64::from(area.height().0) * slant) as f32;
        let (start, end) = (area.left + Px(reach.min(0.0)), area.right + Px(reach.max(0.0)));
        Self { axis: ShadeAxis::Slanted(slant as f32), start, end, backward: right < 0.0 }
    }
}
