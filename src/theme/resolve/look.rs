//! Zones and layers of one class of format.

use std::collections::BTreeMap;

use super::super::raw::{RawLook, RawZone};
use super::super::raw_layer::{RawLayer, RawShape};
use super::super::*;
use super::{Names, Resolver};

impl Resolver {
    /// Resolves one look.
    pub(super) fn look(&self, raw: &RawLook, layers: &[RawLayer], classes: &[RawShape]) -> Result<Look> {
        for id in raw.layers.keys() {
            if !layers.iter().any(|layer| layer.id() == Some(id)) {
                return Err(self.refuse(id, format!("no stack or mark has the id `{id}`"), None));
            }
        }
        let here = |layer: &&RawLayer| {
            layer.shapes.is_empty() || layer.shapes.iter().any(|shape| classes.contains(shape))
        };
        let layers: Vec<&RawLayer> = layers.iter().filter(here).collect();
        let names = Names {
            zones: self.zone_order(&raw.zones)?,
            styles: raw.styles.keys().cloned().collect(),
            stacks: layers
                .iter()
                .filter_map(|layer| layer.stack.as_ref().map(|stack| stack.id.clone()))
                .collect(),
        };
        let zones = names
            .zones
            .iter()
            .enumerate()
            .map(|(index, name)| self.zone(name, &raw.zones[name], index, &names))
            .collect::<Result<_>>()?;
        let mut styles: Vec<Style> =
            raw.styles.iter().map(|(name, style)| self.style(name, style, &names)).collect::<Result<_>>()?;
        let mut resolved = Vec::new();
        for layer in layers {
            resolved.push(self.layer(layer, raw, &names, &mut styles)?);
        }
        let look = Look { zones, styles, layers: resolved };
        self.check_one_quote(&look)?;
        Ok(look)
    }

    /// Orders zones so that each comes after the one it lies in; refuses circles.
    fn zone_order(&self, zones: &BTreeMap<String, RawZone>) -> Result<Vec<String>> {
        let mut order: Vec<String> = Vec::new();
        while order.len() < zones.len() {
            let ready = zones.iter().find(|(name, zone)| {
                let parent = zone.r#in.as_deref().unwrap_or("canvas");
                !order.contains(name)
                    && (parent == "canvas" || parent == "safe" || order.iter().any(|known| known == parent))
            });
            let Some((name, _)) = ready else {
                let (name, zone) =
                    zones.iter().find(|(name, _)| !order.contains(name)).expect("zones are left");
                let parent = zone.r#in.as_deref().unwrap_or("canvas");
                let known = zones.keys().filter(|key| *key != name).cloned().collect::<Vec<_>>().join(", ");
                let message =
                    format!("zone `{name}` lies in `{parent}`, which is no zone, or lies in `{name}` itself");
                return Err(self.refuse(
                    parent,
                    message,
                    Some(format!("use canvas, safe, or one of {known}")),
                ));
            };
            order.push(name.clone());
        }
        Ok(order)
    }

    fn zone(&self, name: &str, raw: &RawZone, index: usize, names: &Names) -> Result<Zone> {
        let parent = match raw.r#in.as_deref().unwrap_or("canvas") {
            "canvas" => Parent::Canvas,
            "safe" => Parent::Safe,
            other => Parent::Zone(ZoneId(self.find("zone", other, &names.zones[..index])?)),
        };
        let extent = |sides: &str, start: Option<Length>, end: Option<Length>, length: Option<Length>| {
            Ok(match (start, end, length) {
                (Some(start), None, Some(length)) => Extent::FromStart(start, length),
                (None, Some(end), Some(length)) => Extent::FromEnd(end, length),
                (start, end, None) => Extent::Between(start.unwrap_or_default(), end.unwrap_or_default()),
                (start, _, Some(_)) => {
                    let count = if start.is_some() { "both" } else { "none" };
                    let message = format!("zone `{name}` has a length and {count} of {sides}");
                    let hint = format!("give the length and one of {sides}");
                    return Err(self.refuse(name, message, Some(hint)));
                }
            })
        };
        let bound = |stack: &Option<String>, distance: Option<Length>| match stack {
            Some(stack) => self
                .find("stack", stack, &names.stacks)
                .map(|index| Some((StackId(index), distance.unwrap_or_default()))),
            None => Ok(None),
        };
        Ok(Zone {
            name: name.to_owned(),
            parent,
            across: extent("`left` and `right`", raw.left, raw.right, raw.width)?,
            down: extent("`top` and `bottom`", raw.top, raw.bottom, raw.height)?,
            above: bound(&raw.above, raw.gap)?,
            below: bound(&raw.below, raw.lead)?,
        })
    }

    /// Refuses a look without a quote or with two.
    fn check_one_quote(&self, look: &Look) -> Result<()> {
        let quotes = look
            .stacks()
            .flat_map(|stack| &stack.items)
            .filter(|&&id| matches!(look.style(id).kind, StyleKind::Quote(_)))
            .count();
        if quotes == 1 {
            return Ok(());
        }
        let message = format!("a theme sets the style `quote` in one stack, this one in {quotes}");
        Err(self.refuse("quote", message, None))
    }
}
