//! Layers, with their zones, styles, stacks and colours looked up.

use super::super::raw::{Axis, Parts, RawLook};
use super::super::raw_layer::{RawGradient, RawLayer, RawMark, RawRule, RawStack};
use super::super::*;
use super::{Names, Resolver};
use crate::geometry::Angle;

/// How directions are written down.
const ANGLES: &str = "write `axis = \"down\"`, `axis = \"across\"`, or degrees clockwise from 0, which points up: \
                      `angle = 135` goes from the upper left to the lower right";

impl Resolver {
    /// Resolves a layer; a mark adds the style that it is set in.
    pub(super) fn layer(
        &self,
        raw: &RawLayer,
        look: &RawLook,
        names: &Names,
        styles: &mut Vec<Style>,
    ) -> Result<Layer> {
        if raw.count() != 1 {
            let message = format!("a layer says {} things to paint", raw.count());
            let hint = "write `[[layers]]` before each fill, rule, stack …".to_owned();
            return Err(self.refuse("[[layers]]", message, Some(hint)));
        }
        let kind = self.layer_kind(raw, look, names, styles)?;
        Ok(Layer { kind, only: self.fields(&raw.only)?, unless: self.fields(&raw.unless)? })
    }

    /// Resolves the one thing that a layer paints.
    fn layer_kind(
        &self,
        raw: &RawLayer,
        look: &RawLook,
        names: &Names,
        styles: &mut Vec<Style>,
    ) -> Result<LayerKind> {
        let zone = |name: &str| self.zone_id(name, names);
        let stack = |name: &str| self.stack_id(name, names);
        if let Some(fill) = &raw.fill {
            return Ok(LayerKind::Fill {
                zone: zone(&fill.zone)?,
                color: self.color(&fill.color)?,
                bleed: fill.bleed,
            });
        }
        if let Some(gradient) = &raw.gradient {
            return self.gradient(gradient, names).map(LayerKind::Gradient);
        }
        if let Some(rule) = &raw.rule {
            return self.rule(rule, names);
        }
        if let Some(thread) = &raw.thread {
            return Ok(LayerKind::Thread {
                from: thread.from,
                to: stack(&thread.to)?,
                gap: thread.gap,
                thickness: thread.thickness,
                color: self.color(&thread.color)?,
            });
        }
        if let Some(mark) = &raw.mark {
            return self.mark(mark, look, names, styles);
        }
        if let Some(disc) = &raw.disc {
            return Ok(LayerKind::Disc {
                zone: zone(&disc.zone)?,
                level: stack(&disc.level)?,
                diameter: disc.diameter,
                color: self.color(&disc.color)?,
            });
        }
        if let Some(picture) = &raw.picture {
            return Ok(LayerKind::Picture {
                zone: zone(&picture.zone)?,
                round: picture.round,
                focus: picture.focus,
                tone: picture.tone.iter().map(|color| self.color(color)).collect::<Result<_>>()?,
            });
        }
        if let Some(logo) = &raw.logo {
            return Ok(LayerKind::Logo { zone: zone(&logo.zone)?, align: logo.align, valign: logo.valign });
        }
        if let Some(plate) = &raw.plate {
            return Ok(LayerKind::Plate {
                behind: stack(&plate.behind)?,
                pad: plate.pad,
                color: self.color(&plate.color)?,
            });
        }
        if let Some(ruling) = &raw.ruling {
            return Ok(LayerKind::Ruling {
                zone: zone(&ruling.zone)?,
                grid: stack(&ruling.grid)?,
                offset: ruling.offset,
                thickness: ruling.thickness,
                color: self.color(&ruling.color)?,
            });
        }
        if let Some(numbers) = &raw.numbers {
            return Ok(LayerKind::Numbers {
                zone: zone(&numbers.zone)?,
                grid: stack(&numbers.grid)?,
                style: self.style_id(&numbers.style, names)?,
            });
        }
        let stack = raw.stack.as_ref().expect("a layer of one thing that is nothing else is a stack");
        self.stack(stack, raw, look, names).map(LayerKind::Stack)
    }

    fn gradient(&self, raw: &RawGradient, names: &Names) -> Result<Gradient> {
        let mut last = f32::NEG_INFINITY;
        let mut stops = Vec::new();
        for stop in &raw.stops {
            if !(0.0..=1.0).contains(&stop.alpha) || !(0.0..=2.0).contains(&stop.at) || stop.at < last {
                let hint = "`at` rises from 0 to 1 (to 2 with `behind`), `alpha` lies between 0 and 1";
                let message = "a stop of a gradient is out of place".to_owned();
                return Err(self.refuse("gradient", message, Some(hint.to_owned())));
            }
            last = stop.at;
            stops.push(Stop { at: stop.at, color: self.color(&stop.color)?, alpha: stop.alpha });
        }
        if stops.len() < 2 {
            return Err(self.refuse("gradient", "a gradient has two stops or more".to_owned(), None));
        }
        let behind = match &raw.behind {
            Some(stack) => Some((self.stack_id(stack, names)?, raw.lead.unwrap_or_default())),
            None => None,
        };
        Ok(Gradient {
            zone: self.zone_id(&raw.zone, names)?,
            angle: self.angle(raw)?,
            stops,
            behind,
            scrim: raw.scrim,
        })
    }

    /// Resolves the direction of a gradient.
    fn angle(&self, raw: &RawGradient) -> Result<Angle> {
        let refuse = |token: &str, message: String, hint: &str| {
            Err(self.refuse(token, message, Some(hint.to_owned())))
        };
        match (raw.axis, raw.angle) {
            (Some(Axis::Across), None) if raw.behind.is_some() => {
                let message = "a gradient behind a stack runs down".to_owned();
                refuse("behind", message, "write `axis = \"down\"`")
            }
            (Some(Axis::Across), None) => Ok(Angle::RIGHT),
            (Some(Axis::Down), None) => Ok(Angle::DOWN),
            (None, Some(_)) if raw.behind.is_some() => {
                let message = "a gradient behind a stack has no angle".to_owned();
                refuse("behind", message, "write `axis = \"down\"`")
            }
            (None, Some(degrees)) => match Angle::from_degrees(degrees) {
                Some(angle) if (-360.0..=360.0).contains(&degrees) => Ok(angle),
                _ => refuse("angle", format!("{degrees} is not an angle in degrees"), ANGLES),
            },
            (axis, _) => {
                let count = if axis.is_some() { "two directions" } else { "no direction" };
                refuse("gradient", format!("a gradient has {count}"), ANGLES)
            }
        }
    }

    fn rule(&self, raw: &RawRule, names: &Names) -> Result<LayerKind> {
        let place = match (&raw.above, raw.edge) {
            (Some(stack), None) => {
                RulePlace::Above(self.stack_id(stack, names)?, raw.gap.unwrap_or_default())
            }
            (None, Some(edge)) => RulePlace::Edge(edge, raw.offset.unwrap_or_default()),
            _ => {
                let hint = "give `edge` and `offset`, or `above` and `gap`".to_owned();
                let message = "a rule stands at an edge or above a stack".to_owned();
                return Err(self.refuse(&raw.zone, message, Some(hint)));
            }
        };
        Ok(LayerKind::Rule {
            zone: self.zone_id(&raw.zone, names)?,
            place,
            thickness: raw.thickness,
            color: self.color(&raw.color)?,
        })
    }

    fn mark(
        &self,
        raw: &RawMark,
        look: &RawLook,
        names: &Names,
        styles: &mut Vec<Style>,
    ) -> Result<LayerKind> {
        // A mark is a style with a text of its own, so that marks of one style may say different things.
        let mut style = styles[self.style_id(&raw.style, names)?.0].clone();
        let StyleKind::Text(text) = &mut style.kind else {
            let message = format!("a mark cannot be set in `{}`", raw.style);
            return Err(self.refuse(&raw.style, message, Some("give it a text style".to_owned())));
        };
        text.template = self.template(&Parts::One(raw.text.clone()), None)?;
        styles.push(style);
        let placement = look.layers.get(&raw.id).cloned().unwrap_or_default();
        Ok(LayerKind::Mark {
            zone: self.zone_id(&raw.zone, names)?,
            style: StyleId(styles.len() - 1),
            align: placement.align.unwrap_or(raw.align),
            valign: placement.valign.unwrap_or(raw.valign),
            level: match &raw.level {
                Some(stack) => Some(self.stack_id(stack, names)?),
                None => None,
            },
        })
    }

    fn stack(&self, raw: &RawStack, layer: &RawLayer, look: &RawLook, names: &Names) -> Result<Stack> {
        let placement = look.layers.get(&raw.id).cloned().unwrap_or_default();
        Ok(Stack {
            name: raw.id.clone(),
            zone: self.zone_id(&raw.zone, names)?,
            valign: placement.valign.unwrap_or(raw.valign),
            lift: placement.lift.or(raw.lift).unwrap_or_default(),
            grid: raw.grid,
            items: raw.items.iter().map(|name| self.style_id(name, names)).collect::<Result<_>>()?,
            only: self.fields(&layer.only)?,
            unless: self.fields(&layer.unless)?,
        })
    }
}
