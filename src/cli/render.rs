//! `pullquote render`: one quote, one card.

use std::path::Path;

use serde_json::json;

use super::args::RenderArgs;
use super::look::{self, Look};
use super::{Outcome, fonts, input, output, remark};
use crate::encode::Encoding;
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
    let mut quote = Quote::typed_with(&text, input::markup(args.markup), attribution, language)?;
    quote.question.clone_from(&args.question);
    quote.extras.emphasis.clone_from(&args.emphasis);
    let look = Look::new(&args.parts)?;
    look.dress(&mut quote, None, Path::new(""))?;
    let (theme, mut format) =
        (look.one_theme(args.theme.as_deref())?, look::format(&args.format)?.at_scale(args.parts.scale)?);
    // A file that is named .png is a PNG.
    format.jpeg &= input::is_stdin(&args.out) && args.parts.encoding.is_none();
    let fonts = fonts::library(&args.fonts, std::slice::from_ref(&theme), std::iter::once(&quote))?;
    let mut renderer = Renderer::new(&fonts);
    renderer.encoding = encoding(args)?;
    let mut scene = renderer.scene(&quote, &theme, &format)?;
    if args.show_layout {
        scene.show_layout();
    }
    let card = renderer.finish(scene, &quote, &format)?;
    if card.layout.theme != theme.name {
        let needed: Vec<&str> = theme.needs.iter().map(|field| field.name()).collect();
        remark(&format!(
            "note: {} needs a {}; the card is set in {}",
            theme.name,
            needed.join(", "),
            card.layout.theme
        ));
    }
    for mended in &card.layout.mended {
        remark(&format!("note: ink changed within its hue, to be read: {mended}"));
    }
    for note in &card.notes {
        remark(&format!("note: {note}"));
    }
    if input::is_stdin(&args.out) {
        output::bytes(&card.file)?;
    } else {
        sink::replace(&args.out, &card.file)?;
        if args.json {
            output::json(&layout(&card))?;
        }
    }
    Ok(Outcome::Done)
}

/// Returns the kind of file asked for, or told by the name of the file to write.
fn encoding(args: &RenderArgs) -> Result<Encoding> {
    if let Some(kind) = args.parts.encoding {
        return Ok(kind.into());
    }
    let Some(extension) = args.out.extension().map(|extension| extension.to_string_lossy()) else {
        return Ok(Encoding::Png);
    };
    Encoding::of_extension(&extension).ok_or_else(|| Error::Usage {
        message: format!("no card is written as .{extension}"),
        hint: "name the file .png, .jpg or .webp, or say what it is with --as".to_owned(),
    })
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
        "bytes": card.file.len(),
        "alt": card.alt,
        "fonts": card.fonts,
        "theme": card.layout.theme,
        "notes": card.notes,
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
