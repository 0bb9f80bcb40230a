//! `pullquote list`.

use serde_json::json;

use super::args::{ListArgs, Listed};
use super::{Outcome, output, preview};
use crate::builtin;
use crate::error::{Error, Result};
use crate::font::FontLibrary;
use crate::format::Format;
use crate::language::{Language, Typography};
use crate::theme::Theme;

/// Lists what is built in.
pub(super) fn run(args: &ListArgs) -> Result<Outcome> {
    if let Some(folder) = &args.preview {
        if args.what != Listed::Themes {
            return Err(Error::Usage {
                message: "only themes have specimen sheets".to_owned(),
                hint: "list themes --preview DIR".to_owned(),
            });
        }
        return preview::run(folder);
    }
    let rows: Vec<(String, String)> = match args.what {
        Listed::Themes => builtin::THEMES
            .iter()
            .map(|file| Theme::builtin(file.name).map(|theme| (theme.name, theme.summary)))
            .collect::<Result<_>>()?,
        Listed::Formats => builtin::FORMATS
            .iter()
            .map(|file| Format::builtin(file.name).map(|format| (format.name, format.summary)))
            .collect::<Result<_>>()?,
        Listed::Fonts => {
            FontLibrary::embedded().faces().map(|(_, face)| (face.name(), face.file.clone())).collect()
        }
        Listed::Languages => builtin::LANGUAGES
            .iter()
            .map(|file| {
                let typography = Typography::of(&Language::new(file.name));
                let [open, close, inner_open, inner_close] = &typography.quotes;
                (
                    file.name.to_owned(),
                    format!("{}  {open}…{close}  {inner_open}…{inner_close}", typography.name),
                )
            })
            .collect(),
    };
    if args.json {
        let rows: Vec<_> = rows.iter().map(|(name, about)| json!({ "name": name, "about": about })).collect();
        output::json(&json!(rows))?;
        return Ok(Outcome::Done);
    }
    let width = rows.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
    for (name, about) in rows {
        output::line(&format!("{name:width$}  {about}"))?;
    }
    Ok(Outcome::Done)
}
