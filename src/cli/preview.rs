//! Specimen sheets: what each theme makes of a few quotes of ours.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use image::imageops::{self, FilterType};
use image::{ImageFormat, Rgb, RgbImage};

use super::{Outcome, output};
use crate::builtin;
use crate::error::{Error, Result};
use crate::export::sink;
use crate::font::FontLibrary;
use crate::format::Format;
use crate::language::Language;
use crate::picture::Picture;
use crate::quote::{Attribution, Quote};
use crate::renderer::Renderer;
use crate::theme::Theme;

/// The sheet that shows all themes.
const ALL: &str = "all-themes.png";
/// What cards lie on.
const TABLE: Rgb<u8> = Rgb([0x9A, 0x9B, 0x9C]);
/// Height of a card on a theme's own sheet, and of one on the sheet of all.
const HEIGHTS: (u32, u32) = (480, 132);
/// Cards side by side on the sheet of all.
const COLUMNS: u32 = 3;
/// Between two cards.
const GAP: u32 = 12;

/// Quotes of all lengths: text, name, role, question.
const SPECIMENS: [[&str; 4]; 5] = [
    [
        "The first boat sank, and we knew it would. The second one is still afloat, more or less, every summer.",
        "Ines Calvacante",
        "boat builder",
        "What did you learn from the boat that did not float?",
    ],
    ["A bell has to be tuned before it is cold.", "Tomasz Oyelaran", "bell founder", "Why the hurry?"],
    [
        "You prune a tree for the summer in which you will not be there to see it.",
        "Maud Ferreira",
        "orchardist",
        "Who is it for, all this work?",
    ],
    [
        "Nobody reads a map to learn where they are. They read it to learn what else there might have been, and then \
         they fold it up wrongly and go home.",
        "Soraya Benedek",
        "cartographer",
        "Do people still buy paper maps?",
    ],
    ["Salt is patience you can buy.", "Petra Okello", "cheesemaker", "What is your secret?"],
];

/// Writes a sheet a theme, and one of all.
pub(super) fn run(folder: &Path) -> Result<Outcome> {
    fs::create_dir_all(folder).map_err(|source| Error::Io {
        action: "make",
        path: folder.to_owned(),
        source,
    })?;
    let fonts = FontLibrary::embedded();
    let mut renderer = Renderer::new(&fonts);
    let sign = picture("sign")?;
    let mut all = Vec::new();
    for (index, file) in builtin::THEMES.iter().enumerate() {
        let mut theme = Theme::builtin(file.name)?;
        theme.logo = Some(sign.clone());
        let quote = specimen(index, file.name)?;
        let mut cards = Vec::new();
        for format in ["og", "square", "portrait", "story"] {
            let card = renderer.card(&quote, &theme, &Format::builtin(format)?)?;
            let pixels = image::load_from_memory(&card.file).expect("a card that we encoded can be decoded");
            cards.push(pixels.to_rgb8());
        }
        all.push(scaled(&cards[0], HEIGHTS.1));
        let cards: Vec<RgbImage> = cards.iter().map(|card| scaled(card, HEIGHTS.0)).collect();
        write(&folder.join(format!("{}.png", file.name)), &sheet(&cards, cards.len() as u32))?;
    }
    write(&folder.join(ALL), &sheet(&all, COLUMNS))?;
    Ok(Outcome::Done)
}

/// Returns a quote with all that a theme may show.
fn specimen(index: usize, theme: &str) -> Result<Quote> {
    let [text, name, role, question] = SPECIMENS[index % SPECIMENS.len()];
    let credit = Attribution {
        name: name.to_owned(),
        role: Some(role.to_owned()),
        publication: Some("The Long Conversation".to_owned()),
        date: Some("9 April 2026".to_owned()),
    };
    let mut quote = Quote::typed(text, credit, Language::new("en"))?;
    quote.question = Some(question.to_owned());
    quote.extras.handle = Some("@longtalk".to_owned());
    quote.extras.picture = Some(picture(match theme {
        "photo" => "coast",
        "film" => "still",
        _ => "face",
    })?);
    Ok(quote)
}

/// Decodes one of our pictures.
fn picture(name: &str) -> Result<Arc<Picture>> {
    let (_, bytes) =
        builtin::PICTURES.iter().find(|(known, _)| *known == name).expect("specimens name pictures of ours");
    Picture::decode(name, bytes).map(Arc::new)
}

/// Returns a card at a height.
fn scaled(card: &RgbImage, height: u32) -> RgbImage {
    imageops::resize(card, card.width() * height / card.height(), height, FilterType::CatmullRom)
}

/// Lays cards of one height side by side, so many in a row.
fn sheet(cards: &[RgbImage], columns: u32) -> RgbImage {
    let rows: Vec<&[RgbImage]> = cards.chunks(columns as usize).collect();
    let width = |row: &&[RgbImage]| row.iter().map(|card| card.width() + GAP).sum::<u32>() + GAP;
    let height = cards.first().map_or(0, RgbImage::height) + GAP;
    let all = (rows.iter().map(width).max().unwrap_or(GAP), rows.len() as u32 * height + GAP);
    let mut sheet = RgbImage::from_pixel(all.0, all.1, TABLE);
    for (row, y) in rows.into_iter().zip((GAP..).step_by(height as usize)) {
        let mut x = GAP;
        for card in row {
            imageops::replace(&mut sheet, card, i64::from(x), i64::from(y));
            x += card.width() + GAP;
        }
    }
    sheet
}

/// Writes a sheet and tells of it.
fn write(path: &Path, sheet: &RgbImage) -> Result<()> {
    let mut file = std::io::Cursor::new(Vec::new());
    sheet.write_to(&mut file, ImageFormat::Png).expect("a sheet can be encoded into memory");
    sink::replace(path, &file.into_inner())?;
    output::line(&path.display().to_string())
}
