//! Text that can be read: contrast held to its floors, scrims made as dense as that needs.

use super::compose::Composer;
use super::scenery::{Painted, Scenery};
use super::stacks::LaidStack;
use super::zones::Zones;
use crate::color::Color;
use crate::error::{Error, Result};
use crate::scene::Scene;
use crate::theme::{Layer, LayerKind};

/// How much denser a scrim is made at a time: 1 hides the picture.
const SCRIM_STEP: f32 = 0.04;
/// Least contrast of the quote to what it lies on (WCAG 2.2, success criterion 1.4.6).
const QUOTE_CONTRAST: f64 = 7.0;
/// Least contrast of the other texts (WCAG 2.2, success criterion 1.4.3).
const CREDIT_CONTRAST: f64 = 4.5;

/// Steps from a colour to black or white that are tried for one that can be read; the last, which has no hue, is not.
const STEPS: u16 = 64;

/// Returns the least contrast that the text of a style needs.
pub(super) fn floor(style: &str) -> f64 {
    if style == "quote" { QUOTE_CONTRAST } else { CREDIT_CONTRAST }
}

/// Finds the nearest darker or lighter ink of a colour's hue that can be read.
pub(super) fn mended(color: Color, can_be_read: impl Fn(Color) -> bool) -> Option<Color> {
    let ends = [Color::new(0, 0, 0), Color::new(255, 255, 255)];
    let shades = (1..STEPS).flat_map(|step| ends.map(|end| color.mixed(end, step * 256 / STEPS)));
    shades.into_iter().find(|shade| can_be_read(*shade))
}

impl<'a> Composer<'a, '_> {
    /// Turns layers into items; where the text over a scrim cannot be read, again with a denser one.
    pub(super) fn paint_legibly(
        &mut self,
        zones: Zones<'a>,
        mirrored: bool,
        stacks: &[LaidStack],
    ) -> Result<Scene> {
        let look = self.look;
        let is_scrim = |layer: &Layer| matches!(&layer.kind, LayerKind::Gradient(shade) if shade.scrim);
        let scrims = look.layers.iter().any(is_scrim);
        let mut raise = 0.0;
        loop {
            // Where there is a scrim, it is what is changed.
            let mends = self.theme.mend && !scrims;
            let painted = Scenery::new(self, zones, mirrored, raise, mends).paint(stacks)?;
            let layout = &painted.scene.layout;
            let legible =
                layout.quote_contrast >= QUOTE_CONTRAST && layout.credit_contrast >= CREDIT_CONTRAST;
            if legible || !scrims || raise >= 1.0 {
                return self.check_contrast(painted);
            }
            raise += SCRIM_STEP;
        }
    }

    /// Refuses a card whose text is too close in colour to what it lies on.
    fn check_contrast(&self, Painted { scene, astray }: Painted) -> Result<Scene> {
        if let Some(text) = astray {
            return Err(Error::DoesNotFit {
                text,
                place: self.place.clone(),
                size: 0.0,
                floor: self.format.credit_floor.0,
                hint:
                    "the credit is too long for this theme: shorten the name or the role, or choose another"
                        .to_owned(),
            });
        }
        let refuse = |what: &str, ratio: f64, floor: f64| {
            Err(Error::Contrast { place: format!("the {what} ({})", self.place), ratio, floor })
        };
        if scene.layout.quote_contrast < QUOTE_CONTRAST {
            return refuse("quote", scene.layout.quote_contrast, QUOTE_CONTRAST);
        }
        if scene.layout.credit_contrast < CREDIT_CONTRAST {
            return refuse("credit", scene.layout.credit_contrast, CREDIT_CONTRAST);
        }
        Ok(scene)
    }
}
