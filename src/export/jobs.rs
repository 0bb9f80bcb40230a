//! What is to be rendered: rows times themes times formats, made one by one.

use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

use sha2::{Digest, Sha256};

use super::names::{RowName, slug};
use super::uniform::Sizes;
use crate::encode::Encoding;
use crate::error::{Error, Result};
use crate::font::FontLibrary;
use crate::format::{Format, Shape};
use crate::interview::Interview;
use crate::quote::Quote;
use crate::scene::TypeSize;
use crate::theme::Theme;
use crate::typeset::shown_in;

/// A quote on its way to cards.
#[derive(Clone, Debug)]
pub struct Row {
    /// The quote.
    pub quote: Quote,
    /// What tells its files from those of the speaker's other quotes: `01`.
    pub number: String,
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

    /// Makes something of the first cut that fits; returns the cut's number, too.
    ///
    /// # Errors
    /// What is wrong with the first cut that does not only not fit; where none fits, what is wrong with the whole.
    pub(super) fn first_fitting<'r, T>(
        &'r self,
        mut make: impl FnMut(usize, &'r Quote) -> Result<T>,
    ) -> Result<(usize, T)> {
        let mut first_error = None;
        for (cut, (quote, _)) in self.cuts().enumerate() {
            match make(cut, quote) {
                Ok(made) => return Ok((cut, made)),
                // A shorter cut may fit; what is wrong with the whole is worth telling, not what is wrong with a part.
                Err(error @ Error::DoesNotFit { .. }) => {
                    first_error.get_or_insert(error);
                }
                Err(error) => return Err(first_error.unwrap_or(error)),
            }
        }
        Err(first_error.expect("there is a cut, and none fits"))
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

/// A row that has its name, and whose quote is still to be made: by the thread that sets its first card.
pub struct Coming<'a> {
    /// Its line in a list.
    pub line: Option<usize>,
    /// Its identifier in a list.
    pub id: Option<String>,
    /// Where it stands, for messages: `list.jsonl, line 7`.
    pub place: String,
    /// What its files are called.
    pub name: RowName,
    /// Remarks to be made before anything is told of it.
    pub notes: Vec<String>,
    /// The row.
    pub row: Arc<LazyRow<'a>>,
    /// Whether it is known already that there is no row, but an error in its place.
    pub is_bad: bool,
    /// Whether a person has struck it out: nothing is made of it.
    pub is_struck_out: bool,
    /// The sizes of type that it shares with others.
    pub sizes: Option<Arc<Sizes>>,
    /// The faces it is set in.
    pub fonts: Arc<FontLibrary>,
    /// How it looks, where not as others do.
    pub looks: Option<Arc<Vec<Arc<Look>>>>,
}

impl<'a> Coming<'a> {
    /// Makes one that is there.
    #[must_use]
    pub fn of(row: Row, fonts: Arc<FontLibrary>) -> Self {
        let make: Make<'a> = Box::new(move || Ok(row));
        Self { row: Arc::new(LazyLock::new(make)), ..Self::empty(fonts) }
    }

    /// Makes an error in the place of a row.
    #[must_use]
    pub fn bad(error: Error, fonts: Arc<FontLibrary>) -> Self {
        let mut coming = Self::empty(fonts);
        coming.refuse(error);
        coming
    }

    /// Makes one of which nothing is known yet.
    #[must_use]
    pub fn empty(fonts: Arc<FontLibrary>) -> Self {
        let make: Make<'a> = Box::new(|| unreachable!("a row without a maker is never made"));
        Self {
            line: None,
            id: None,
            place: String::new(),
            name: RowName::default(),
            notes: Vec::new(),
            row: Arc::new(LazyLock::new(make)),
            is_bad: false,
            is_struck_out: false,
            sizes: None,
            fonts,
            looks: None,
        }
    }

    /// Puts an error in the place of the row.
    pub fn refuse(&mut self, error: Error) {
        self.line = self.line.or(error.line());
        let make: Make<'a> = Box::new(move || Err(Arc::new(error)));
        self.row = Arc::new(LazyLock::new(make));
        self.is_bad = true;
    }
}

/// A row that is made once, by whoever needs it first.
pub type LazyRow<'a> = LazyLock<Result<Row, Arc<Error>>, Make<'a>>;

/// Makes a row.
pub type Make<'a> = Box<dyn FnOnce() -> Result<Row, Arc<Error>> + Send + 'a>;

/// One card to be made.
pub struct Job<'a> {
    /// The row's line in a list.
    pub line: Option<usize>,
    /// The row's identifier in a list.
    pub id: Option<String>,
    /// Where the row stands, for messages.
    pub place: String,
    /// The row.
    pub row: Arc<LazyRow<'a>>,
    /// How it looks.
    pub look: Arc<Look>,
    /// The sizes of type that the row shares with others.
    pub sizes: Option<Arc<Sizes>>,
    /// The faces it is set in.
    pub fonts: Arc<FontLibrary>,
    /// The name of its file; empty where there is no row.
    pub file: String,
    /// Remarks to be made before anything is told of it.
    pub notes: Vec<String>,
    /// Whether a person has struck the row out.
    pub is_struck_out: bool,
    /// Whether it is the first of its row.
    pub is_first: bool,
    /// Whether it is the last of its row.
    pub is_last: bool,
}

impl Job<'_> {
    /// Returns the size of type that a row's card shares with others.
    #[must_use]
    pub fn held(&self, row: &Row) -> Option<TypeSize> {
        self.held_on(row, &self.look.format)
    }

    /// Returns the size of type that a row's card on another format shares with others.
    #[must_use]
    pub fn held_on(&self, row: &Row, format: &Format) -> Option<TypeSize> {
        self.sizes.as_ref()?.of(row, &self.look.theme, format)
    }

    /// Returns the name of its file, should it be one of that kind.
    #[must_use]
    pub fn file_as(&self, encoding: Encoding) -> String {
        let stem = self.file.strip_suffix(self.look.encoding.extension()).unwrap_or(&self.file);
        format!("{stem}{}", encoding.extension())
    }
}

/// Makes the jobs of rows, one by one: every theme and format of a row before the next row.
pub fn jobs<'a>(
    rows: impl Iterator<Item = Coming<'a>>,
    looks: &[Arc<Look>],
) -> impl Iterator<Item = Job<'a>> {
    rows.flat_map(move |mut coming| {
        let mut looks = coming.looks.as_deref().map_or(looks, Vec::as_slice).to_vec();
        if coming.is_bad || coming.is_struck_out {
            // One error is told of a bad row, not one a card.
            looks.truncate(1);
        }
        let count = looks.len();
        looks.into_iter().enumerate().map(move |(index, look)| Job {
            line: coming.line,
            id: coming.id.clone(),
            place: coming.place.clone(),
            row: Arc::clone(&coming.row),
            sizes: coming.sizes.clone(),
            fonts: Arc::clone(&coming.fonts),
            file: if coming.is_bad { String::new() } else { look.file(&coming.name) },
            look,
            notes: std::mem::take(&mut coming.notes),
            is_struck_out: coming.is_struck_out,
            is_first: index == 0,
            is_last: index + 1 == count,
        })
    })
}

/// A theme on a format, with what every card of it shares.
pub struct Look {
    /// The theme.
    pub theme: Theme,
    /// The format.
    pub format: Format,
    /// The format whose card of the same quote it breaks its lines like, where that costs little.
    pub lead: Option<Format>,
    /// The kind of file.
    pub encoding: Encoding,
    /// The names of all themes that a quote is shown in.
    themes: Arc<[String]>,
    /// How theme and format are called in names of files.
    names: [String; 2],
    /// How names of files end.
    ending: String,
    /// The hash of the program, the theme and the format, to be gone on with. What does not change from row to row is
    /// hashed once: it is longer than the rows themselves.
    begun: Sha256,
}

impl Look {
    /// Makes all pairs of themes and formats.
    ///
    /// # Errors
    /// [`Error::Usage`] where two have names that make one of their files.
    pub fn all(themes: &[Theme], formats: &[Format], encoding: Encoding) -> Result<Vec<Arc<Self>>> {
        // The debug form of a theme has every value that the typesetter sees, and names none that it does not.
        let begun = themes.iter().map(|theme| {
            let mut begun = Sha256::new();
            [super::BUILD, &format!("{theme:?}")].into_iter().for_each(|part| add(&mut begun, part));
            (theme, begun)
        });
        let pairs = begun.flat_map(|begun| formats.iter().map(move |format| (begun.clone(), format)));
        let names: Arc<[String]> = themes.iter().map(|theme| theme.name.clone()).collect();
        let looks: Vec<Arc<Self>> = pairs
            .map(|((theme, mut begun), format)| {
                let lead = lead(format, formats).cloned();
                add(&mut begun, &format!("{format:?} {lead:?}"));
                Arc::new(Self {
                    theme: theme.clone(),
                    format: format.clone(),
                    lead,
                    encoding,
                    themes: Arc::clone(&names),
                    names: [slug(&theme.name), slug(&format.name)],
                    ending: format!("{}.{}", fineness(format.scale), encoding.extension()),
                    begun,
                })
            })
            .collect();
        let mut seen = BTreeSet::new();
        for look in &looks {
            if !seen.insert((&look.names, &look.ending)) {
                return Err(Error::Usage {
                    message: format!(
                        "two cards of a quote would have the name {}",
                        look.names.join("-") + &look.ending
                    ),
                    hint: "rename one of the files of themes or formats".to_owned(),
                });
            }
        }
        Ok(looks)
    }

    /// Returns the name of a row's file.
    #[must_use]
    pub fn file(&self, row: &RowName) -> String {
        row.card(&self.names[0], &self.names[1]) + &self.ending
    }

    /// Says which other theme a quote is shown in, where it lacks what this one needs.
    #[must_use]
    pub fn stand_in(&self, quote: &Quote) -> Option<String> {
        let shown = shown_in(quote, &self.theme);
        let needed: Vec<&str> = self.theme.needs.iter().map(|field| field.name()).collect();
        (shown.name != self.theme.name).then(|| {
            format!(
                "{} needs a {}; cards without are set in {}",
                self.theme.name,
                needed.join(", "),
                shown.name
            )
        })
    }

    /// Tells whether a quote is shown in another theme that is asked for as well: one card is enough.
    #[must_use]
    pub fn is_elsewhere(&self, quote: &Quote) -> bool {
        let shown = shown_in(quote, &self.theme);
        shown.name != self.theme.name && self.themes.contains(&shown.name)
    }

    /// Returns the hash of everything that decides a card's bytes: quote, credit, theme, format, fonts, program; `held` are
    /// the shared sizes of type of this card and of the one that leads.
    #[must_use]
    pub fn inputs(&self, row: &Row, held: [Option<TypeSize>; 2], fonts: &FontLibrary) -> String {
        let quote = &row.quote;
        let mut hash = self.begun.clone();
        let parts = [
            quote.text(),
            &format!("{:?}", quote.emphasis()),
            &format!("{:?}", quote.attribution),
            &format!("{:?}", quote.question),
            &format!("{:?}", quote.extras),
            quote.language.tag(),
            &format!("{held:?}"),
        ];
        for part in parts.into_iter().chain(row.shorter.iter().map(|cut| cut.quote.text())) {
            add(&mut hash, part);
        }
        for font in fonts.added() {
            add(&mut hash, &font);
        }
        base16ct::lower::encode_string(&hash.finalize())
    }
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

/// Adds a text to a hash, such that no two lists of texts come to the same.
pub(super) fn add(hash: &mut Sha256, text: &str) {
    hash.update((text.len() as u64).to_le_bytes());
    hash.update(text.as_bytes());
}

/// Returns how the names of finer cards end, as web pages expect it: `@2x`.
fn fineness(scale: u32) -> String {
    if scale == 1 { String::new() } else { format!("@{scale}x") }
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
}
