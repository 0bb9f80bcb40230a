//! How cards look: themes, formats, pictures, and the brand file that sets them for a house.
//!
//! The brand file is `pullquote.toml` in the working folder. What is typed wins over what it says.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::Deserialize;

use super::args::{LookArgs, PartArgs};
use super::input;
use super::recent::Recent;
use crate::builtin;
use crate::error::{Error, Result};
use crate::format::Format;
use crate::picture::Picture;
use crate::quote::Quote;
use crate::theme::{Surroundings, Theme};
use crate::toml_file;

/// The brand file's name.
const BRAND_FILE: &str = "pullquote.toml";
/// The theme where nobody names one.
const DEFAULT_THEME: &str = "broadsheet";
/// The formats of a set where nobody names any.
const DEFAULT_FORMATS: [&str; 4] = ["og", "square", "portrait", "story"];

/// Most pictures that are held decoded.
const MOST_PICTURES: usize = 8;

/// A house's style, as its brand file says it.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Brand {
    /// Themes where none is named.
    theme: Vec<String>,
    /// Formats of a set where none is named.
    format: Vec<String>,
    /// A folder of the house's own themes.
    themes: Option<PathBuf>,
    /// The house's sign.
    logo: Option<PathBuf>,
    /// The house's address.
    handle: Option<String>,
    fonts: BrandFonts,
    /// Colours by the names that themes give them, as `accent`.
    colors: BTreeMap<String, String>,
}

/// The house's faces.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct BrandFonts {
    /// For quotes.
    quote: Option<String>,
    /// For all other texts.
    text: Option<String>,
}

/// Everything typed and branded that decides how cards look.
pub(super) struct Look<'a> {
    brand: Brand,
    parts: &'a PartArgs,
    logo: Option<Arc<Picture>>,
    /// Pictures of rows: a list may name one a row, and more of them than memory holds.
    pictures: Recent<Picture>,
}

impl<'a> Look<'a> {
    /// Reads the brand file, if there is one, and the sign.
    pub(super) fn new(parts: &'a PartArgs) -> Result<Self> {
        let path = Path::new(BRAND_FILE);
        let brand: Brand = match path.is_file() {
            true => toml_file::parse(BRAND_FILE, &input::text(path)?)?,
            false => Brand::default(),
        };
        let logo = parts.logo.as_ref().or(brand.logo.as_ref());
        let logo = logo.map(|path| decode(path).map(Arc::new)).transpose()?;
        Ok(Self { brand, parts, logo, pictures: Recent::new(MOST_PICTURES) })
    }

    /// Loads the themes asked for, in order, each once.
    pub(super) fn themes(&self, args: &LookArgs) -> Result<Vec<Theme>> {
        let names = [&args.theme, &self.brand.theme].into_iter().find(|names| !names.is_empty());
        let names = names.map_or_else(|| vec![DEFAULT_THEME.to_owned()], |names| each_once(names));
        let themes = names.iter().map(|name| self.theme(name)).collect::<Result<Vec<_>>>()?;
        self.check_colors(&themes)?;
        Ok(themes)
    }

    /// Loads the formats asked for, in order, each once.
    pub(super) fn formats(&self, args: &LookArgs) -> Result<Vec<Format>> {
        let names = [&args.format, &self.brand.format].into_iter().find(|names| !names.is_empty());
        let names =
            names.map_or_else(|| DEFAULT_FORMATS.map(String::from).to_vec(), |names| each_once(names));
        formats_named(&names)?.into_iter().map(|format| format.at_scale(self.parts.scale)).collect()
    }

    /// Loads the one theme asked for, or the house's first.
    pub(super) fn one_theme(&self, name: Option<&str>) -> Result<Theme> {
        let own = self.brand.theme.first().map(String::as_str);
        let theme = self.theme(name.or(own).unwrap_or(DEFAULT_THEME))?;
        self.check_colors(std::slice::from_ref(&theme))?;
        Ok(theme)
    }

    /// Refuses a colour of the house that neither these themes nor any of ours have: it would change nothing.
    fn check_colors(&self, themes: &[Theme]) -> Result<()> {
        let known =
            |themes: &[Theme], color: &String| themes.iter().any(|theme| theme.colors.contains(color));
        let mut odd = self.brand.colors.keys().filter(|color| !known(themes, color)).peekable();
        if odd.peek().is_none() {
            return Ok(());
        }
        let ours =
            builtin::THEMES.iter().map(|file| Theme::builtin(file.name)).collect::<Result<Vec<_>>>()?;
        let Some(odd) = odd.find(|color| !known(&ours, color)) else { return Ok(()) };
        let text = input::text(Path::new(BRAND_FILE))?;
        let line = text.lines().position(|line| line.trim_start().trim_start_matches('"').starts_with(odd));
        let names: BTreeSet<&str> =
            themes.iter().flat_map(|theme| &theme.colors).map(String::as_str).collect();
        Err(Error::Data {
            file: BRAND_FILE.to_owned(),
            line: line.map(|index| index + 1),
            message: format!("no theme has a colour called `{odd}`"),
            hint: Some(format!("here there are {}", names.into_iter().collect::<Vec<_>>().join(", "))),
        })
    }

    /// Loads a theme: a file, one of the house's own, or a built-in one; in the house's faces and colours.
    fn theme(&self, name: &str) -> Result<Theme> {
        let mut settings: Vec<String> = Vec::new();
        for (key, color) in &self.brand.colors {
            settings.push(setting(&format!("palette.{key}={color}"))?);
        }
        for text in &self.parts.set {
            settings.push(setting(text)?);
        }
        let find = |name: &str| self.theme_text(name);
        let (file, text) = find(name)?;
        let around = Surroundings { find: &find, settings: &settings };
        let called = if is_file(name) { input::stem(Path::new(name)) } else { name.to_owned() };
        let mut theme = Theme::parse_with(&called, &file, &text, &around)?;
        theme.set_fonts(self.brand.fonts.quote.as_deref(), self.brand.fonts.text.as_deref());
        theme.logo.clone_from(&self.logo);
        Ok(theme)
    }

    /// Finds a theme's file and text.
    fn theme_text(&self, name: &str) -> Result<(String, String)> {
        if is_file(name) {
            return Ok((name.to_owned(), input::text(Path::new(name))?));
        }
        let own = self.brand.themes.as_ref().map(|folder| folder.join(format!("{name}.toml")));
        match own.filter(|path| path.is_file()) {
            Some(path) => Ok((path.display().to_string(), input::text(&path)?)),
            None => Theme::builtin_text(name),
        }
    }

    /// Gives a quote what its card shows beside words and credit, where its own row does not say it.
    ///
    /// `picture` is its own, beside the list in `folder`.
    pub(super) fn dress(&self, quote: &mut Quote, picture: Option<&str>, folder: &Path) -> Result<()> {
        let extras = &mut quote.extras;
        let handle = self.parts.handle.as_ref().or(self.brand.handle.as_ref());
        if extras.handle.is_none() {
            extras.handle = handle.cloned();
        }
        extras.focus = self.parts.focus;
        let own = picture.map(|name| {
            let beside = folder.join(name);
            if beside.exists() { beside } else { PathBuf::from(name) }
        });
        let Some(path) = own.or_else(|| self.parts.picture.clone()) else { return Ok(()) };
        let picture = self.pictures.get(&path, || decode(&path))?;
        quote.extras.picture = Some(picture);
        Ok(())
    }
}

/// Loads formats by name, in order, each once.
pub(super) fn formats_named(names: &[String]) -> Result<Vec<Format>> {
    each_once(names).iter().map(|name| format(name)).collect()
}

/// Loads a format: a built-in one by its name, or a file.
pub(super) fn format(name: &str) -> Result<Format> {
    if !is_file(name) {
        return Format::builtin(name);
    }
    let path = Path::new(name);
    Format::parse(&input::stem(path), name, &input::text(path)?)
}

/// Reads and decodes a picture.
fn decode(path: &Path) -> Result<Picture> {
    Picture::decode(&path.display().to_string(), &input::bytes(path)?)
}

/// Tells whether a name is that of a file.
fn is_file(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|extension| extension == "toml")
}

/// Makes a part of a theme of `quote.color=#c33`: the keys of a theme file; of a style, where they name no other part.
fn setting(text: &str) -> Result<String> {
    let refuse = || Error::Usage {
        message: format!("`--set {text}` sets nothing"),
        hint: "write it as --set quote.color=#c33, --set palette.ink=#222 or --set zones.page.left=9s"
            .to_owned(),
    };
    let (key, value) = text.split_once('=').ok_or_else(refuse)?;
    let (key, value) = (key.trim(), value.trim());
    let plain =
        |part: &str| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-');
    if !key.contains('.') || !key.split('.').all(plain) || value.is_empty() {
        return Err(refuse());
    }
    let part = key.split('.').next().unwrap_or_default();
    let place = if matches!(part, "palette" | "zones" | "styles" | "when") { "" } else { "styles." };
    // What is no number, list or `true` is a text, and needs no marks.
    let is_value = toml::from_str::<toml::Table>(&format!("x = {value}")).is_ok();
    let value = if is_value { value.to_owned() } else { serde_json::Value::from(value).to_string() };
    Ok(format!("{place}{key} = {value}"))
}

/// Returns names without those that came before.
fn each_once(names: &[String]) -> Vec<String> {
    let mut once: Vec<String> = Vec::new();
    for name in names.iter().map(|name| name.trim()).filter(|name| !name.is_empty()) {
        if !once.iter().any(|known| known == name) {
            once.push(name.to_owned());
        }
    }
    once
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_setting_is_a_part_of_a_theme_file() {
        assert_eq!(setting("quote.color=#c33").unwrap(), "styles.quote.color = \"#c33\"");
        assert_eq!(setting("palette.ink=#222").unwrap(), "palette.ink = \"#222\"");
        assert_eq!(setting("quote.tracking=0.02").unwrap(), "styles.quote.tracking = 0.02");
        for wrong in ["quote.color", "color=#c33", "quote.=x", "a b.c=1", "quote.color="] {
            assert!(setting(wrong).is_err(), "{wrong}");
        }
    }
}
