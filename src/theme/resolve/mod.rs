//! From a theme as written to a theme with nothing left to look up.

mod layer;
mod look;
mod style;

use std::collections::BTreeMap;

use super::raw::{RawLook, RawTheme};
use super::raw_layer::RawShape;
use super::*;
use crate::color::Color;
use crate::toml_file;

/// How many themes may extend one another.
const MAX_DEPTH: usize = 8;

/// A theme's file and its text.
pub(super) type SourceText = (String, String);

/// Reads and resolves a theme, with those it extends and the settings laid over it.
pub(super) fn theme(name: &str, file: &str, text: &str, around: &Surroundings<'_>) -> Result<Theme> {
    let mut sources = Vec::new();
    let mut raw = chain(file, text, around, &mut sources)?;
    let colors = raw.palette.keys().cloned().collect();
    for setting in around.settings {
        let over: RawTheme = toml_file::parse("--set", setting)?;
        raw.overlay(&over);
        sources.insert(0, ("--set".to_owned(), setting.clone()));
    }
    let mut resolver = Resolver { sources, palette: BTreeMap::new() };
    for (key, color) in &raw.palette {
        let color =
            color.parse::<Color>().map_err(|error| resolver.refuse(color, error.to_string(), None))?;
        resolver.palette.insert(key.clone(), color);
    }
    let look = |overrides: &[(RawShape, &RawLook)]| -> Result<Look> {
        let mut merged =
            RawLook { zones: raw.zones.clone(), styles: raw.styles.clone(), ..RawLook::default() };
        for (_, over) in overrides {
            merged.overlay(over);
        }
        let classes: Vec<RawShape> = overrides.iter().map(|(class, _)| *class).collect();
        resolver.look(&merged, &raw.layers, &classes)
    };
    let when = &raw.when;
    let (wide, square) = ((RawShape::Wide, &when.wide), (RawShape::Square, &when.square));
    let (tall, story) = ((RawShape::Tall, &when.tall), (RawShape::Story, &when.story));
    let needs = resolver.fields(raw.needs.as_deref().unwrap_or_default())?;
    let fallback = match &raw.fallback {
        Some(other) if other == name => {
            return Err(resolver.refuse(other, format!("`{other}` falls back on itself"), None));
        }
        Some(other) => {
            let (file, text) = (around.find)(other)?;
            // What is set for once holds for the theme that stands in, too, as far as that one knows it.
            let laid_over =
                |settings: &[String]| theme(other, &file, &text, &Surroundings { settings, ..*around });
            let known = |setting: &&String| laid_over(std::slice::from_ref(*setting)).is_ok();
            let settings: Vec<String> = around.settings.iter().filter(known).cloned().collect();
            Some(Box::new(laid_over(&settings)?))
        }
        None => None,
    };
    Ok(Theme {
        name: name.to_owned(),
        summary: raw.summary.clone().unwrap_or_default(),
        colors,
        looks: [look(&[wide])?, look(&[square])?, look(&[tall])?, look(&[tall, story])?],
        needs,
        fallback,
        mend: raw.mend.unwrap_or_default(),
        logo: None,
    })
}

/// Reads a theme as written, laid over those it extends; notes the texts, the theme's own first.
fn chain(
    file: &str,
    text: &str,
    around: &Surroundings<'_>,
    sources: &mut Vec<SourceText>,
) -> Result<RawTheme> {
    let raw: RawTheme = toml_file::parse(file, text)?;
    sources.push((file.to_owned(), text.to_owned()));
    let Some(base) = &raw.extends else { return Ok(raw) };
    if sources.len() > MAX_DEPTH {
        let message = format!("more than {MAX_DEPTH} themes extend one another, or one extends itself");
        return Err(Error::Data { file: file.to_owned(), line: None, message, hint: None });
    }
    let (base_file, base_text) = (around.find)(base)?;
    let mut merged = chain(&base_file, &base_text, around, sources)?;
    merged.overlay(&raw);
    Ok(merged)
}

/// What is needed to look names up and to say where one is wrong.
struct Resolver {
    /// The theme's text and those of the themes it extends.
    sources: Vec<SourceText>,
    palette: BTreeMap<String, Color>,
}

/// Names of one look, by index.
struct Names {
    zones: Vec<String>,
    styles: Vec<String>,
    stacks: Vec<String>,
}

impl Resolver {
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

    fn fields(&self, names: &[String]) -> Result<Vec<Field>> {
        names.iter().map(|name| self.field(name)).collect()
    }

    /// Finds a colour of the palette; a one-off may be written out.
    fn color(&self, name: &str) -> Result<Color> {
        if name.starts_with('#') {
            return name
                .parse()
                .map_err(|error: crate::color::ColorError| self.refuse(name, error.to_string(), None));
        }
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
        let line_in = |text: &str| {
            text.lines().position(|line| !token.is_empty() && line.contains(token)).map(|index| index + 1)
        };
        let found = self.sources.iter().find_map(|(file, text)| line_in(text).map(|line| (file, line)));
        let file = found.map_or(&self.sources[0].0, |(file, _)| file).clone();
        Error::Data { file, line: found.map(|(_, line)| line), message, hint }
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
    fn a_gradient_has_one_direction_in_a_word_or_in_degrees() {
        let with = |says: &str| {
            let stops = "stops = [{ at = 0, color = \"ink\" }, { at = 1, color = \"ground\" }]";
            let layer = format!("gradient = {{ zone = \"page\", {says}{stops} }}");
            PLAIN.replace("fill = { zone = \"page\", color = \"ground\" }", &layer)
        };
        let angle = |says: &str| {
            let theme = Theme::parse("x", "x.toml", &with(says)).unwrap();
            match &theme.look(Shape::Wide).layers[0].kind {
                LayerKind::Gradient(gradient) => gradient.angle,
                other => panic!("{other:?}"),
            }
        };
        assert_eq!(angle("axis = \"across\", "), angle("angle = 90, "));
        assert_eq!(angle("axis = \"down\", "), angle("angle = -180.0, "));
        assert_eq!(angle("angle = 135, ").mirrored(), angle("angle = 225, "));
        for (says, message) in [
            ("", "a gradient has no direction"),
            ("axis = \"down\", angle = 180, ", "a gradient has two directions"),
            ("angle = 1350, ", "1350 is not an angle in degrees"),
            ("angle = nan, ", "NaN is not an angle in degrees"),
            ("angle = 135, behind = \"body\", ", "a gradient behind a stack has no angle"),
        ] {
            let (error, hint) = refused(|_| with(says));
            assert_eq!(error, format!("x.toml, line 15: {message}"));
            assert!(hint.starts_with("write `axis = \"down\"`"), "{hint}");
        }
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
                        StyleKind::Rule { .. } | StyleKind::Row { .. } => continue,
                    };
                    assert!(fonts.find(font).is_some(), "{}: no face is called {font}", file.file);
                }
            }
        }
    }
}
