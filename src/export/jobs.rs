//! What is to be rendered: rows times themes times formats, made one by one.

use sha2::{Digest, Sha256};

use super::uniform::Sizes;
use crate::encode::Encoding;
use crate::font::FontLibrary;
use crate::format::{Format, Shape};
use crate::interview::Interview;
use crate::quote::Quote;
use crate::scene::TypeSize;
use crate::theme::Theme;
use crate::typeset::shown_in;

/// Longest name made of a text, in characters: file systems allow 255 bytes for all of it.
const MAX_SLUG: usize = 48;

/// A quote on its way to cards.
#[derive(Clone, Debug)]
pub struct Row {
    /// The quote.
    pub quote: Quote,
    /// What its files are called before theme and format: `ines-calvacante-01`.
    pub stem: String,
    /// Where it comes from, if from an interview.
    pub source: Option<Source>,
    /// The selector's score.
    pub score: Option<i64>,
    /// Shorter verbatim cuts of its words, best first, for cards that the whole does not fit.
    pub shorter: Vec<Cut>,
    /// Which rows it shares its size of type with: those of the same number.
    pub set: Option<usize>,
}

/// A shorter cut of a quote's words.
#[derive(Clone, Debug)]
pub struct Cut {
    /// The quote.
    pub quote: Quote,
    /// Where it comes from.
    pub source: Option<Source>,
}

impl Row {
    /// Returns what may be shown of it, in order of preference: all of it first.
    pub fn cuts(&self) -> impl Iterator<Item = (&Quote, Option<&Source>)> {
        let shorter = self.shorter.iter().map(|cut| (&cut.quote, cut.source.as_ref()));
        std::iter::once((&self.quote, self.source.as_ref())).chain(shorter)
    }
}

/// Where in which file a quote stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The file's name as given.
    pub name: String,
    /// SHA-256 of its bytes, in hexadecimal digits.
    pub sha256: String,
    /// The quote's spans, in bytes of the file.
    pub spans: Vec<(usize, usize)>,
}

impl Source {
    /// Returns where a quote stands; `None` for one that was typed.
    #[must_use]
    pub fn of(interview: &Interview, quote: &Quote) -> Option<Self> {
        let origin = quote.origin()?;
        let spans = origin
            .spans
            .iter()
            .map(|span| interview.map.file_range(*span))
            .map(|range| (range.start, range.end));
        Some(Self {
            name: interview.source.name.clone(),
            sha256: interview.source.sha256_hex(),
            spans: spans.collect(),
        })
    }
}

/// One card to be made.
#[derive(Clone, Debug)]
pub struct Job<'a> {
    /// The quote.
    pub row: &'a Row,
    /// How it looks.
    pub theme: &'a Theme,
    /// Its canvas.
    pub format: &'a Format,
    /// The kind of its file.
    pub encoding: Encoding,
    /// The size of type it shares with other cards.
    pub held: Option<TypeSize>,
    /// The format whose card of the same quote it breaks its lines like, where that costs little, and that card's shared
    /// size of type.
    pub lead: Option<(&'a Format, Option<TypeSize>)>,
    /// The name of its file.
    pub file: String,
    /// SHA-256 of everything that decides its bytes, in hexadecimal digits.
    pub inputs: String,
}

impl Job<'_> {
    /// Returns the name of its file, should it be one of that kind.
    #[must_use]
    pub fn file_as(&self, encoding: Encoding) -> String {
        let stem = self.file.strip_suffix(self.encoding.extension()).unwrap_or(&self.file);
        format!("{stem}{}", encoding.extension())
    }
}

/// Makes the jobs of rows, one by one: every theme and format of a row before the next row.
///
/// A row that lacks what a theme needs is shown in another one; where that is asked for as well, the card is made once.
pub fn jobs<'a>(
    rows: &'a [Row],
    themes: &'a [Theme],
    formats: &'a [Format],
    sizes: &'a Sizes,
    encoding: Encoding,
    fonts: &FontLibrary,
) -> impl Iterator<Item = Job<'a>> + 'a {
    let fonts = &*fonts.added().collect::<Vec<_>>().join(" ");
    // What does not change from row to row is written out once: it is longer than the rows themselves.
    let looks: Vec<Look<'a>> = themes
        .iter()
        .flat_map(|theme| {
            formats.iter().map(move |format| Look::new(theme, format, lead(format, formats), encoding, fonts))
        })
        .collect();
    let mut at = (0, 0);
    std::iter::from_fn(move || {
        let (row, look) = loop {
            let (row, look) = (rows.get(at.0)?, looks.get(at.1)?);
            at = if at.1 + 1 < looks.len() { (at.0, at.1 + 1) } else { (at.0 + 1, 0) };
            let shown = shown_in(&row.quote, look.theme);
            let is_own = shown.name == look.theme.name;
            if is_own || !themes.iter().any(|theme| theme.name == shown.name) {
                break (row, look);
            }
        };
        let held = sizes.of(row, look.theme, look.format);
        let lead = look.lead.map(|lead| (lead, sizes.of(row, look.theme, lead)));
        Some(Job {
            encoding,
            held,
            lead,
            file: format!("{}-{}", row.stem, look.ending),
            inputs: inputs(row, look, held, lead),
            row,
            theme: look.theme,
            format: look.format,
        })
    })
}

/// Returns the format of a set whose lines others take over where they can: of those that are wide, and of those that are
/// not, the one whose safe area is neither the flattest nor the tallest; `None` for that one itself.
///
/// With story leading, square and portrait broke their lines like it 80 times in 100, with portrait leading 75; by
/// themselves 59. It cost no size: what one card gave up, another gained.
fn lead<'a>(format: &Format, formats: &'a [Format]) -> Option<&'a Format> {
    let is_wide = |format: &Format| format.shape() == Shape::Wide;
    let slope = |format: &Format| format.safe.width().0 / format.safe.height().0;
    let mut kin: Vec<&Format> = formats.iter().filter(|other| is_wide(other) == is_wide(format)).collect();
    kin.sort_by(|one, other| slope(one).total_cmp(&slope(other)).then_with(|| one.name.cmp(&other.name)));
    let middle = *kin.get(kin.len() / 2)?;
    (middle.name != format.name).then_some(middle)
}

/// A theme on a format, with what every card of it shares.
struct Look<'a> {
    theme: &'a Theme,
    format: &'a Format,
    /// Whose lines it takes over.
    lead: Option<&'a Format>,
    /// How its files' names end.
    ending: String,
    /// Theme, format and fonts written out. The debug form of a theme has every value that the typesetter sees, and names
    /// none that it does not.
    written_out: [String; 3],
}

impl<'a> Look<'a> {
    /// Prepares a theme on a format.
    fn new(
        theme: &'a Theme,
        format: &'a Format,
        lead: Option<&'a Format>,
        encoding: Encoding,
        fonts: &str,
    ) -> Self {
        Self {
            theme,
            format,
            lead,
            ending: format!(
                "{}-{}{}.{}",
                slug(&theme.name),
                slug(&format.name),
                fineness(format.scale),
                encoding.extension()
            ),
            written_out: [format!("{theme:?}"), format!("{format:?} {lead:?}"), fonts.to_owned()],
        }
    }
}

/// Returns how the names of finer cards end, as web pages expect it: `@2x`.
fn fineness(scale: u32) -> String {
    if scale == 1 { String::new() } else { format!("@{scale}x") }
}

/// Returns how the files of a carousel's card start; their names sort in the order of the cards.
#[must_use]
pub fn stem_of_page(stem: &str, page: usize, pages: usize) -> String {
    if pages < 10 { format!("{stem}-p{page}") } else { format!("{stem}-p{page:02}") }
}

/// Returns the hash of a card's inputs: quote, credit, theme, format, fonts, program.
fn inputs(
    row: &Row,
    look: &Look<'_>,
    held: Option<TypeSize>,
    lead: Option<(&Format, Option<TypeSize>)>,
) -> String {
    let quote = &row.quote;
    let mut hash = Sha256::new();
    let parts = [
        env!("CARGO_PKG_VERSION"),
        quote.text(),
        &format!("{:?}", quote.emphasis()),
        &format!("{:?}", quote.attribution),
        &format!("{:?}", quote.question),
        &format!("{:?}", quote.extras),
        quote.language.tag(),
        &format!("{held:?} {:?}", lead.and_then(|(_, held)| held)),
        &look.written_out[0],
        &look.written_out[1],
        &look.written_out[2],
    ];
    for part in parts.into_iter().chain(row.shorter.iter().map(|cut| cut.quote.text())) {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part.as_bytes());
    }
    hex(&hash.finalize())
}

/// Returns bytes in lower-case hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Makes the stem of a row: the speaker's name and a number or an identifier.
#[must_use]
pub fn stem(name: &str, number: &str) -> String {
    format!("{}-{}", slug(name), slug(number))
}

/// Makes a text safe as a part of a file's name on every system: letters, digits and single hyphens, never empty.
#[must_use]
pub fn slug(text: &str) -> String {
    let mut slug = String::new();
    let mut length = 0;
    for character in text.chars().flat_map(char::to_lowercase) {
        if length == MAX_SLUG {
            break;
        }
        if character.is_alphanumeric() || (is_mark(character) && slug.ends_with(char::is_alphanumeric)) {
            slug.push(character);
            length += 1;
        } else if !slug.is_empty() && !slug.ends_with('-') && !matches!(character, '\'' | '’' | '.') {
            slug.push('-');
            length += 1;
        }
    }
    // 255 bytes are the least that common file systems allow for a whole name.
    while slug.len() > 120 {
        slug.pop();
    }
    let slug = slug.trim_end_matches('-');
    match slug {
        "" => "quote".to_owned(),
        // Names of devices on Windows, with or without an ending.
        "con" | "prn" | "aux" | "nul" => format!("{slug}-"),
        _ => slug.to_owned(),
    }
}

/// Tells whether a character is a combining mark, which Indic and Arabic words need.
fn is_mark(character: char) -> bool {
    use unicode_script::{Script, UnicodeScript};
    character.script() == Script::Inherited
        || matches!(character, '\u{900}'..='\u{dff}' | '\u{e00}'..='\u{e7f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_format_in_the_middle_leads_whatever_the_order() {
        let mut names = ["og", "square", "portrait", "story"];
        for turn in 0..names.len() {
            names.rotate_left(turn);
            let formats = names.map(|name| Format::builtin(name).unwrap());
            for format in &formats {
                let expected = (!matches!(format.name.as_str(), "og" | "story")).then_some("story");
                assert_eq!(lead(format, &formats).map(|lead| lead.name.as_str()), expected);
            }
        }
    }

    #[test]
    fn names_of_files_are_safe_everywhere() {
        for (text, expected) in [
            ("Ines Calvacante", "ines-calvacante"),
            ("../../etc/passwd", "etc-passwd"),
            ("  -rf /", "rf"),
            ("Dr. O’Neil, PhD", "dr-oneil-phd"),
            ("", "quote"),
            ("…", "quote"),
            ("CON", "con-"),
            ("Łódź Ångström", "łódź-ångström"),
            ("अनन्या राव", "अनन्या-राव"),
            ("a\u{202e}b\u{0}c", "a-b-c"),
        ] {
            assert_eq!(slug(text), expected, "{text:?}");
        }
        assert!(slug(&"long name ".repeat(50)).chars().count() <= MAX_SLUG);
        assert!(slug(&"𠀀".repeat(500)).len() <= 120);
    }
}
