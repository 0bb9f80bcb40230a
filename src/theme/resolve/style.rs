//! Styles and what they say.

use super::super::raw::{Parts, RawStyle};
use super::super::*;
use super::{Names, Resolver};

impl Resolver {
    pub(super) fn style(&self, name: &str, raw: &RawStyle, names: &Names) -> Result<Style> {
        let kind = if let Some([start, end]) = &raw.row {
            let items = [self.style_id(start, names)?, self.style_id(end, names)?];
            StyleKind::Row { items, stacked: raw.stacked.unwrap_or(false) }
        } else if let Some(line) = &raw.rule {
            StyleKind::Rule {
                length: line.length,
                thickness: line.thickness,
                color: self.color(&line.color)?,
            }
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
                marker: match &raw.marker {
                    Some(marker) => Some(Marker {
                        color: self.color(&marker.color)?,
                        top: marker.top,
                        bottom: marker.bottom,
                        pad: marker.pad,
                    }),
                    None => None,
                },
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

    pub(super) fn template(&self, parts: &Parts, separator: Option<&str>) -> Result<Template> {
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
}
