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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::color::Color;

    /// Where on the line of CSS a pixel's middle lies, in thousandths from the first colour to the last.
    fn by_definition(area: &Rect, degrees: f32, x: i32, y: i32) -> f64 {
        let (right, down) = Angle::from_degrees(degrees).unwrap().step();
        let (width, height) = (f64::from(area.width().0), f64::from(area.height().0));
        let length = width * right.abs() + height * down.abs();
        let from_middle = (
            f64::from(x) + 0.5 - f64::from(area.left.0) - width / 2.0,
            f64::from(y) + 0.5 - f64::from(area.top.0) - height / 2.0,
        );
        500.0 + 1000.0 * (from_middle.0 * right + from_middle.1 * down) / length
    }

    #[test]
    fn every_angle_lies_as_css_has_it() {
        let area = Rect::new(10.0, 20.0, 310.0, 470.0);
        for degrees in (-360..=360).step_by(15).map(|degrees| degrees as f32).chain([0.01, 135.7, 179.8]) {
            let line = GradientLine::of(&area, Angle::from_degrees(degrees).unwrap());
            // Both ends as greys: 0 and 250 thousandths of a colour step.
            let (first, last) = if line.backward { (250, 0) } else { (0, 250) };
            let stop = |at, grey| ShadeStop { at, color: Color::new(grey, grey, grey), alpha: 1.0 };
            let stops = vec![stop(line.start, first), stop(line.end, last)];
            let shade = Shade { area, axis: line.axis, stops };
            for (x, y) in [(10, 20), (309, 20), (10, 469), (309, 469), (160, 245), (47, 311), (250, 77)] {
                let expected = by_definition(&area, degrees, x, y) / 4.0;
                let painted = f64::from(shade.at(shade.along(x, y)).0.r);
                assert!((painted - expected).abs() < 1.1, "{degrees}: {painted} for {expected} at {x}, {y}");
            }
        }
    }
}
