//! From a theme as written to a theme with nothing left to look up.

use std::collections::BTreeMap;

use super::raw::{Parts, RawLayer, RawLook, RawStyle, RawTheme, RawZone};
use super::*;
use crate::toml_file;

/// Reads and resolves a theme file.
pub(super) fn theme(name: &str, file: &str, text: &str) -> Result<Theme> {
    let raw: RawTheme = toml_file::parse(file, text)?;
    let resolver = Resolver { file, text, palette: BTreeMap::new() };
    let mut palette = BTreeMap::new();
    for (key, color) in &raw.palette {
        let color =
            color.parse::<Color>().map_err(|error| resolver.refuse(color, error.to_string(), None))?;
        palette.insert(key.clone(), color);
    }
    let resolver = Resolver { palette, ..resolver };
    let look = |overrides: &[&RawLook]| -> Result<Look> {
        let mut merged =
            RawLook { zones: raw.zones.clone(), styles: raw.styles.clone(), ..RawLook::default() };
        for over in overrides {
            merged.overlay(over);
        }
        resolver.look(&merged, &raw.layers)
    };
    let when = &raw.when;
    Ok(Theme {
        name: name.to_owned(),
        summary: raw.summary.clone(),
        looks: [
            look(&[&when.wide])?,
            look(&[&when.square])?,
            look(&[&when.tall])?,
            look(&[&when.tall, &when.story])?,
        ],
    })
}

/// What is needed to look names up and to say where one is wrong.
struct Resolver<'a> {
    file: &'a str,
    text: &'a str,
    palette: BTreeMap<String, Color>,
}

/// Names of one look, by index.
struct Names {
    zones: Vec<String>,
    styles: Vec<String>,
    stacks: Vec<String>,
}

impl Resolver<'_> {
    /// Resolves one look.
    fn look(&self, raw: &RawLook, layers: &[RawLayer]) -> Result<Look> {
        for id in raw.layers.keys() {
            let placed = |layer: &RawLayer| match layer {
                RawLayer::Stack(stack) => stack.id == *id,
                RawLayer::Mark(mark) => mark.id == *id,
                _ => false,
            };
            if !layers.iter().any(placed) {
                return Err(self.refuse(id, format!("no stack or mark has the id `{id}`"), None));
            }
        }
        let names = Names {
            zones: self.zone_order(&raw.zones)?,
            styles: raw.styles.keys().cloned().collect(),
            stacks: layers
                .iter()
                .filter_map(|layer| match layer {
                    RawLayer::Stack(stack) => Some(stack.id.clone()),
                    _ => None,
                })
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
        let above = match &raw.above {
            Some(stack) => {
                Some((StackId(self.find("stack", stack, &names.stacks)?), raw.gap.unwrap_or_default()))
            }
            None => None,
        };
        Ok(Zone {
            name: name.to_owned(),
            parent,
            across: extent("`left` and `right`", raw.left, raw.right, raw.width)?,
            down: extent("`top` and `bottom`", raw.top, raw.bottom, raw.height)?,
            above,
        })
    }

    fn style(&self, name: &str, raw: &RawStyle, names: &Names) -> Result<Style> {
        let kind = if let Some([start, end]) = &raw.row {
            let items = [self.style_id(start, names)?, self.style_id(end, names)?];
            StyleKind::Row { items, stacked: raw.stacked.unwrap_or(false) }
        } else if name == "quote" {
            StyleKind::Quote(QuoteStyle {
                font: self.need(name, "font", raw.font.clone())?,
                color: self.color(&self.need(name, "color", raw.color.clone())?)?,
                max: self.need(name, "max", raw.max)?,
                leading: self.need(name, "leading", raw.leading)?,
                marks: raw.marks.unwrap_or(Marks::Inline),
                hang: raw.hang.unwrap_or(true),
                tracking: raw.tracking.unwrap_or(0.0),
                align: raw.align.unwrap_or(Align::Start),
                flush_after: raw.flush_after.unwrap_or(usize::MAX),
            })
        } else {
            let size = self.need(name, "size", raw.size)?;
            StyleKind::Text(TextStyle {
                font: self.need(name, "font", raw.font.clone())?,
                color: self.color(&self.need(name, "color", raw.color.clone())?)?,
                template: self
                    .template(&self.need(name, "text", raw.text.clone())?, raw.separator.as_deref())?,
                ratio: size.ratio,
                min: size.min,
                max: size.max,
                leading: raw.leading.map_or(1.25, |leading| leading[1]),
                caps: raw.caps.unwrap_or(Caps::None),
                tracking: raw.tracking.unwrap_or(0.0),
                align: raw.align.unwrap_or(Align::Start),
                shrink: raw.shrink,
            })
        };
        Ok(Style { name: name.to_owned(), kind, gap: raw.gap.unwrap_or_default() })
    }

    fn layer(&self, raw: &RawLayer, look: &RawLook, names: &Names, styles: &mut Vec<Style>) -> Result<Layer> {
        Ok(match raw {
            RawLayer::Fill(fill) => {
                Layer::Fill { zone: self.zone_id(&fill.zone, names)?, color: self.color(&fill.color)? }
            }
            RawLayer::Rule(rule) => {
                let place = match (&rule.above, rule.edge) {
                    (Some(stack), None) => {
                        RulePlace::Above(self.stack_id(stack, names)?, rule.gap.unwrap_or_default())
                    }
                    (None, Some(edge)) => RulePlace::Edge(edge, rule.offset.unwrap_or_default()),
                    _ => {
                        let hint = "give `edge` and `offset`, or `above` and `gap`".to_owned();
                        return Err(self.refuse(
                            &rule.zone,
                            "a rule stands at an edge or above a stack".into(),
                            Some(hint),
                        ));
                    }
                };
                Layer::Rule {
                    zone: self.zone_id(&rule.zone, names)?,
                    place,
                    thickness: rule.thickness,
                    color: self.color(&rule.color)?,
                    only: rule.only.iter().map(|name| self.field(name)).collect::<Result<_>>()?,
                }
            }
            RawLayer::Thread(thread) => Layer::Thread {
                from: thread.from,
                to: self.stack_id(&thread.to, names)?,
                gap: thread.gap,
                thickness: thread.thickness,
                color: self.color(&thread.color)?,
            },
            RawLayer::Mark(mark) => {
                // A mark is a style with a text of its own, so that marks of one style may say different things.
                let mut style = styles[self.style_id(&mark.style, names)?.0].clone();
                let StyleKind::Text(text) = &mut style.kind else {
                    let message = format!("a mark cannot be set in `{}`", mark.style);
                    return Err(self.refuse(&mark.style, message, Some("give it a text style".to_owned())));
                };
                text.template = self.template(&Parts::One(mark.text.clone()), None)?;
                styles.push(style);
                let placement = look.layers.get(&mark.id).cloned().unwrap_or_default();
                Layer::Mark {
                    zone: self.zone_id(&mark.zone, names)?,
                    style: StyleId(styles.len() - 1),
                    align: placement.align.unwrap_or(mark.align),
                    valign: placement.valign.unwrap_or(mark.valign),
                }
            }
            RawLayer::Stack(stack) => {
                let placement = look.layers.get(&stack.id).cloned().unwrap_or_default();
                Layer::Stack(Stack {
                    name: stack.id.clone(),
                    zone: self.zone_id(&stack.zone, names)?,
                    valign: placement.valign.unwrap_or(stack.valign),
                    lift: placement.lift.or(stack.lift).unwrap_or_default(),
                    items: stack
                        .items
                        .iter()
                        .map(|name| self.style_id(name, names))
                        .collect::<Result<_>>()?,
                })
            }
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

    fn template(&self, parts: &Parts, separator: Option<&str>) -> Result<Template> {
        let parts = match parts {
            Parts::One(part) => std::slice::from_ref(part),
            Parts::Many(parts) => parts,
        };
        Ok(Template {
            parts: parts.iter().map(|part| self.pieces(part)).collect::<Result<_>>()?,
            separator: separator.unwrap_or(", ").to_owned(),
        })
    }

    /// Splits `— {name}` into its literal and its field.
    fn pieces(&self, part: &str) -> Result<Vec<Piece>> {
        let mut pieces = Vec::new();
        let mut rest = part;
        while let Some((before, after)) = rest.split_once('{') {
            if !before.is_empty() {
                pieces.push(Piece::Literal(before.to_owned()));
            }
            let Some((field, after)) = after.split_once('}') else {
                return Err(self.refuse(part, format!("`{part}` opens a brace and does not close it"), None));
            };
            pieces.push(Piece::Field(self.field(field)?));
            rest = after;
        }
        if !rest.is_empty() {
            pieces.push(Piece::Literal(rest.to_owned()));
        }
        Ok(pieces)
    }

    fn field(&self, name: &str) -> Result<Field> {
        Field::NAMES.iter().find(|(known, _)| *known == name).map(|(_, field)| *field).ok_or_else(|| {
            let known: Vec<&str> = Field::NAMES.iter().map(|(known, _)| *known).collect();
            self.refuse(
                name,
                format!("no field is called `{name}`"),
                Some(format!("allowed: {}", known.join(", "))),
            )
        })
    }

    fn color(&self, name: &str) -> Result<Color> {
        self.palette.get(name).copied().ok_or_else(|| {
            let known = self.palette.keys().cloned().collect::<Vec<_>>().join(", ");
            let hint = format!("the palette has {known}");
            self.refuse(name, format!("no colour is called `{name}`"), Some(hint))
        })
    }

    fn zone_id(&self, name: &str, names: &Names) -> Result<ZoneId> {
        self.find("zone", name, &names.zones).map(ZoneId)
    }

    fn style_id(&self, name: &str, names: &Names) -> Result<StyleId> {
        self.find("style", name, &names.styles).map(StyleId)
    }

    fn stack_id(&self, name: &str, names: &Names) -> Result<StackId> {
        self.find("stack", name, &names.stacks).map(StackId)
    }

    fn find(&self, what: &str, name: &str, known: &[String]) -> Result<usize> {
        known.iter().position(|candidate| candidate == name).ok_or_else(|| {
            self.refuse(
                name,
                format!("no {what} is called `{name}`"),
                Some(format!("there are {}", known.join(", "))),
            )
        })
    }

    fn need<T>(&self, style: &str, key: &str, value: Option<T>) -> Result<T> {
        value.ok_or_else(|| self.refuse(style, format!("the style `{style}` needs the key `{key}`"), None))
    }

    /// Makes an error about `token`, at the first line that has it.
    fn refuse(&self, token: &str, message: String, hint: Option<String>) -> Error {
        let line = self
            .text
            .lines()
            .position(|line| !token.is_empty() && line.contains(token))
            .map(|index| index + 1);
        Error::Data { file: self.file.to_owned(), line, message, hint }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: &str = r##"
summary = "for tests"
[palette]
ground = "#FFFFFF"
ink = "#000000"
[zones.page]
left = "9s"
right = "9s"
[styles.quote]
font = "Inter"
color = "ink"
max = ["10s", "8s", "6s"]
leading = [1.1, 1.2]
[[layers]]
fill = { zone = "page", color = "ground" }
[[layers]]
stack = { id = "body", zone = "page", valign = "middle", items = ["quote"] }
[when.tall.zones.page]
left = "5s"
"##;

    fn refused(change: impl Fn(String) -> String) -> (String, String) {
        let error = Theme::parse("x", "x.toml", &change(PLAIN.to_owned())).unwrap_err();
        (error.to_string(), error.hint().unwrap_or_default())
    }

    #[test]
    fn a_class_of_format_overrides_key_by_key_and_story_inherits_tall() {
        let theme = Theme::parse("x", "x.toml", PLAIN).unwrap();
        let left = |shape| match theme.look(shape).zones[0].across {
            Extent::Between(left, right) => (left.s, right.s),
            other => panic!("{other:?}"),
        };
        assert_eq!(left(Shape::Wide), (9.0, 9.0));
        assert_eq!(left(Shape::Tall), (5.0, 9.0));
        assert_eq!(left(Shape::Story), (5.0, 9.0));
    }

    #[test]
    fn what_is_not_there_is_named_with_line_and_what_is() {
        let (error, hint) = refused(|text| text.replace("color = \"ink\"", "color = \"inc\""));
        assert_eq!(error, "x.toml, line 11: no colour is called `inc`");
        assert_eq!(hint, "the palette has ground, ink");
        let (error, hint) = refused(|text| text.replace("left = \"5s\"", "lefft = \"5s\""));
        assert_eq!(error, "x.toml, line 19: unknown key `lefft`");
        assert!(hint.starts_with("allowed here: `in`, `left`"), "{hint}");
        let (error, _) = refused(|text| text.replace("right = \"9s\"", "right = \"9\""));
        assert!(error.starts_with("x.toml, line 8: `9` is not a length"), "{error}");
        let (error, _) = refused(|text| text.replace("items = [\"quote\"]", "items = []"));
        assert!(error.contains("one stack, this one in 0"), "{error}");
        let (error, _) = refused(|text| text.replace("left = \"9s\"", "in = \"page\""));
        assert!(error.contains("zone `page` lies in `page`"), "{error}");
    }

    #[test]
    fn every_embedded_theme_is_well_formed_and_names_faces_that_exist() {
        let fonts = crate::font::FontLibrary::embedded();
        for file in builtin::THEMES {
            let theme = Theme::builtin(file.name).unwrap();
            for shape in SHAPES {
                for style in &theme.look(shape).styles {
                    let font = match &style.kind {
                        StyleKind::Quote(quote) => &quote.font,
                        StyleKind::Text(text) => &text.font,
                        StyleKind::Row { .. } => continue,
                    };
                    assert!(fonts.find(font).is_some(), "{}: no face is called {font}", file.file);
                }
            }
        }
    }
}
