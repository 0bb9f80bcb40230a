//! `pullquote render`: one quote, one card.

use std::path::Path;

use serde_json::json;

use super::args::RenderArgs;
use super::{Outcome, fonts, input, output, remark};
use crate::error::{Error, Result};
use crate::export::sink;
use crate::language::{self, Language};
use crate::quote::{Attribution, Quote};
use crate::renderer::{Card, Renderer};

/// Renders the quote that was typed.
pub(super) fn run(args: &RenderArgs) -> Result<Outcome> {
    let text = if args.text == "-" {
        String::from_utf8(input::bytes(Path::new("-"))?).map_err(|_| Error::Usage {
            message: "the quote on standard input is no text in UTF-8".to_owned(),
            hint: "convert it first".to_owned(),
        })?
    } else {
        args.text.clone()
    };
    let attribution = Attribution {
        name: args.by.trim().to_owned(),
        role: args.role.clone(),
        publication: args.publication.clone(),
        date: args.date.clone(),
    };
    if attribution.name.is_empty() {
        return Err(Error::Usage {
            message: "the quote has no name under it".to_owned(),
            hint: "say who said it with --by; write Unknown if nobody knows".to_owned(),
        });
    }
    let language = args.lang.as_deref().map_or_else(|| language::guess(&text), Language::new);
    let quote = Quote::typed_with(&text, input::markup(args.markup), attribution, language)?;
    let (theme, format) = (input::theme(&args.theme)?, input::format(&args.format)?);
    let fonts = fonts::library(&args.fonts, std::slice::from_ref(&theme), std::iter::once(&quote))?;
    let mut renderer = Renderer::new(&fonts);
    let mut scene = renderer.scene(&quote, &theme, &format)?;
    if args.show_layout {
        scene.show_layout();
    }
    let card = renderer.finish(scene, &quote, &format);
    for note in &card.layout.notes {
        remark(&format!("note: {note}"));
    }
    if input::is_stdin(&args.out) {
        output::bytes(&card.png)?;
    } else {
        sink::replace(&args.out, &card.png)?;
        if args.json {
            output::json(&layout(&card))?;
        }
    }
    Ok(Outcome::Done)
}

/// Returns a card's layout in numbers.
fn layout(card: &Card) -> serde_json::Value {
    let boxes = |lines: &[crate::scene::LineBox]| -> Vec<serde_json::Value> {
        lines
            .iter()
            .map(|line| {
                json!({
                    "style": line.style, "text": line.text, "size": line.size, "baseline": line.baseline,
                    "left": line.left, "right": line.right, "ink": line.ink,
                })
            })
            .collect()
    };
    let (across, down) = card.layout.fill();
    json!({
        "width": card.size.width,
        "height": card.size.height,
        "bytes": card.png.len(),
        "alt": card.alt,
        "fonts": card.fonts,
        "notes": card.layout.notes,
        "size": card.layout.quote_size,
        "rag": card.layout.rag(),
        "fill": { "width": across, "height": down },
        "contrast": { "quote": card.layout.quote_contrast, "credit": card.layout.credit_contrast },
        "safe": card.layout.safe,
        "box": card.layout.quote_box,
        "lines": boxes(&card.layout.lines),
        "credits": boxes(&card.layout.credits),
    })
}
