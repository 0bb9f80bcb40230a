//! Fonts beyond the embedded ones: those the user names, and the system's where all others lack a character.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use ab_glyph::{Font, FontRef};
use fontdb::{Database, FaceInfo, ID, Source, Style};
use unicode_script::{Script, UnicodeScript};

use super::args::FontArgs;
use super::{input, remark};
use crate::error::{Error, Result};
use crate::export::list::ListRow;
use crate::font::{FaceSource, FontLibrary, Kind, Origin, Slope, can_be_painted};
use crate::format::Shape;
use crate::language::Language;
use crate::quote::Quote;
use crate::theme::{StyleKind, Theme};

/// Makes the library that quotes are set in: the embedded faces, those of `--font` and `--font-dir`, and, if some
/// character is in none of them, what the system has for it.
pub(super) fn library<'q>(
    args: &FontArgs,
    themes: &[Theme],
    quotes: impl Iterator<Item = &'q Quote>,
) -> Result<Arc<FontLibrary>> {
    Fonts::new(args, themes)?.for_quotes(quotes)
}

/// The fonts of a run: those at hand, and what the system has for inputs that need more.
///
/// A card depends on its own input, and on none beside it: what the system has for one is not there for the next.
pub(super) struct Fonts<'a> {
    args: &'a FontArgs,
    kinds: BTreeSet<(bool, bool)>,
    given: Arc<FontLibrary>,
    system: OnceLock<Database>,
    /// Fonts that were told of.
    told: Mutex<BTreeSet<String>>,
}

impl<'a> Fonts<'a> {
    /// Reads the fonts that are given.
    pub(super) fn new(args: &'a FontArgs, themes: &[Theme]) -> Result<Self> {
        let (given, _) = given(args)?;
        Ok(Self {
            args,
            kinds: wanted_kinds(&given, themes),
            given: Arc::new(given),
            system: OnceLock::new(),
            told: Mutex::default(),
        })
    }

    /// Returns those at hand, the same on every machine.
    pub(super) fn given(&self) -> Arc<FontLibrary> {
        Arc::clone(&self.given)
    }

    /// Returns what quotes are set in.
    pub(super) fn for_quotes<'q>(&self, quotes: impl Iterator<Item = &'q Quote>) -> Result<Arc<FontLibrary>> {
        let mut lacking = Lacking::default();
        for quote in quotes {
            let credit = &quote.attribution;
            let more = [&credit.role, &credit.publication, &credit.date, &quote.question];
            let texts = [quote.text(), &credit.name]
                .into_iter()
                .chain(more.into_iter().filter_map(|text| text.as_deref()));
            lacking.add(&self.given, texts, || quote.language.clone());
        }
        self.with_system(lacking)
    }

    /// Returns what rows of a list are set in, and counts them.
    pub(super) fn for_rows(
        &self,
        rows: impl Iterator<Item = Result<ListRow>>,
    ) -> Result<(Arc<FontLibrary>, usize)> {
        let mut lacking = Lacking::default();
        let mut count = 0;
        for row in rows.filter_map(Result::ok).filter(|row| !row.is_struck_out()) {
            count += 1;
            let columns = ["text", "by", "role", "publication", "date", "question"];
            let texts = columns.iter().filter_map(|column| row.get(column));
            lacking.add(&self.given, texts, || row.language());
        }
        Ok((self.with_system(lacking)?, count))
    }

    /// Adds what the system has to the fonts at hand.
    fn with_system(&self, lacking: Lacking) -> Result<Arc<FontLibrary>> {
        if self.args.no_system_fonts || lacking.by_language.is_empty() {
            return Ok(self.given());
        }
        let (mut library, mut files) = given(self.args)?;
        let system = self.system.get_or_init(|| {
            let mut system = Database::new();
            system.load_system_fonts();
            system
        });
        for font in add_system_fonts(system, lacking.by_language, &self.kinds, &mut files, &mut library)? {
            if self.told.lock().unwrap_or_else(PoisonError::into_inner).insert(font.clone()) {
                remark(&font);
            }
        }
        Ok(Arc::new(library))
    }
}

/// Makes a library of the embedded fonts and of those that are given.
fn given(args: &FontArgs) -> Result<(FontLibrary, Files)> {
    let mut library = FontLibrary::embedded();
    let mut given = Database::new();
    for path in &args.font {
        let known = given.len();
        // Reading it first tells a file that is not there from one that is no font.
        input::bytes(path)?;
        let _ = given.load_font_file(path);
        if given.len() == known {
            return Err(Error::Data {
                file: path.display().to_string(),
                line: None,
                message: "this is no font that we can read".to_owned(),
                hint: Some("give a TrueType or OpenType font (.ttf, .otf, .ttc)".to_owned()),
            });
        }
    }
    for folder in &args.font_dir {
        std::fs::read_dir(folder).map_err(|source| Error::Io {
            action: "read",
            path: folder.clone(),
            source,
        })?;
        given.load_fonts_dir(folder);
    }
    let mut files = Files::default();
    for id in in_order(&given) {
        files.add(&given, id, Origin::Given, &mut library)?;
    }
    Ok((library, files))
}

/// The characters that no face has, by the language of the quote they stand in.
#[derive(Default)]
struct Lacking {
    by_language: BTreeMap<Language, BTreeSet<char>>,
}

impl Lacking {
    /// Adds those of a quote's texts.
    fn add<'t>(
        &mut self,
        library: &FontLibrary,
        texts: impl Iterator<Item = &'t str>,
        language: impl FnOnce() -> Language,
    ) {
        let missing: BTreeSet<char> =
            texts.filter(|text| !text.is_ascii()).flat_map(|text| library.lacks(text)).collect();
        if !missing.is_empty() {
            self.by_language.entry(language()).or_default().extend(missing);
        }
    }
}

/// Returns the kinds and weights of the themes' quotes: a stand-in of the same is looked for.
fn wanted_kinds(library: &FontLibrary, themes: &[Theme]) -> BTreeSet<(bool, bool)> {
    let mut wanted = BTreeSet::new();
    for style in themes.iter().flat_map(|theme| &theme.look(Shape::Wide).styles) {
        if let StyleKind::Quote(quote) = &style.kind
            && let Some(face) = library.find(&quote.font)
        {
            let face = library.face(face);
            wanted.insert((face.kind == Kind::Sans, face.weight >= 600));
        }
    }
    wanted
}

/// Adds faces of the system until every character is covered or nothing more is found; returns a line of each.
fn add_system_fonts(
    system: &Database,
    lacking: BTreeMap<Language, BTreeSet<char>>,
    kinds: &BTreeSet<(bool, bool)>,
    files: &mut Files,
    library: &mut FontLibrary,
) -> Result<Vec<String>> {
    let mut told = Vec::new();
    let mut added: BTreeSet<(Box<Path>, u32)> = BTreeSet::new();
    for (language, mut missing) in lacking {
        while let Some(character) = most_telling(&missing) {
            let script = character.script();
            let of_script: Vec<char> = missing
                .iter()
                .copied()
                .filter(|c| kin(c.script(), script) || c.script() == Script::Common)
                .collect();
            for &(sans, bold) in kinds {
                let Some(id) = best(system, character, &of_script, &language, sans, bold) else { continue };
                let Some((path, index)) = file_of(system, id) else { continue };
                if added.insert((path, index)) {
                    told.push(files.add(system, id, Origin::System, library)?);
                }
            }
            // What is left over once the best face is in may be in another one, or in none.
            missing.remove(&character);
            missing.retain(|c| !library.lacks(&c.to_string()).is_empty());
        }
    }
    Ok(told)
}

/// Returns the character to look for next: one of a script before marks that many scripts share.
fn most_telling(missing: &BTreeSet<char>) -> Option<char> {
    let of_script = |c: &char| !matches!(c.script(), Script::Common | Script::Inherited);
    missing.iter().copied().find(of_script).or_else(|| missing.first().copied())
}

/// Tells whether characters of two scripts are written together.
fn kin(one: Script, other: Script) -> bool {
    let family = |script| match script {
        Script::Hiragana | Script::Katakana | Script::Bopomofo | Script::Hangul => Script::Han,
        other => other,
    };
    family(one) == family(other)
}

/// Finds the face of the system that serves best: it has the character, by a family made for its script and language
/// if there is one, and as many of the others as can be.
fn best(
    system: &Database,
    character: char,
    others: &[char],
    language: &Language,
    sans: bool,
    bold: bool,
) -> Option<ID> {
    let families = families(character, language, sans);
    let mut ranked: Vec<(usize, bool, u16, ID)> = in_order(system)
        .into_iter()
        .filter_map(|id| system.face(id).map(|face| (face, id)))
        .filter(|(face, _)| face.style == Style::Normal)
        .map(|(face, id)| {
            let rank = families.iter().position(|family| is_called(face, family)).unwrap_or(families.len());
            let weight = face.weight.0.abs_diff(if bold { 700 } else { 400 });
            (rank, face.monospaced, weight, id)
        })
        .collect();
    ranked.sort_by_key(|&(rank, mono, weight, _)| (rank, mono, weight));
    let count = |id: ID| {
        system.with_face_data(id, |data, index| {
            let font = FontRef::try_from_slice_and_index(data, index)
                .ok()
                .filter(|_| can_be_painted(data, index))?;
            let has = |c: char| font.glyph_id(c).0 != 0;
            has(character).then(|| others.iter().filter(|c| has(**c)).count())
        })
    };
    let mut best: Option<(usize, ID)> = None;
    for (_, _, _, id) in ranked {
        match count(id).flatten() {
            Some(all) if all == others.len() => return Some(id),
            Some(some) if best.is_none_or(|(most, _)| some > most) => best = Some((some, id)),
            _ => {}
        }
    }
    best.map(|(_, id)| id)
}

/// Returns the families made for a character's script, the likeliest first.
fn families(character: char, language: &Language, sans: bool) -> Vec<String> {
    let region = match (character.script(), language.primary(), language.tag()) {
        (Script::Hangul, ..) | (Script::Han, "ko", _) => Some("KR"),
        (Script::Hiragana | Script::Katakana, ..) | (Script::Han, "ja", _) => Some("JP"),
        (Script::Bopomofo, ..) | (Script::Han, _, "zh-hant" | "zh-tw") => Some("TC"),
        (Script::Han, _, "zh-hk" | "zh-mo") => Some("HK"),
        (Script::Han, ..) => Some("SC"),
        _ => None,
    };
    let script = match region {
        Some(region) => format!("CJK {region}"),
        None => character.script().full_name().replace('_', " "),
    };
    let styles = if sans { ["Sans", "Serif"] } else { ["Serif", "Sans"] };
    styles.into_iter().map(|style| format!("Noto {style} {script}")).collect()
}

fn is_called(face: &FaceInfo, family: &str) -> bool {
    face.families.iter().any(|(name, _)| name == family)
}

/// Returns a database's faces by file, so that no order of reading folders shows.
fn in_order(database: &Database) -> Vec<ID> {
    let mut faces: Vec<_> = database.faces().map(|face| (file_of(database, face.id), face.id)).collect();
    faces.sort();
    faces.into_iter().map(|(_, id)| id).collect()
}

fn file_of(database: &Database, id: ID) -> Option<(Box<Path>, u32)> {
    let face = database.face(id)?;
    match &face.source {
        Source::File(path) => Some((path.as_path().into(), face.index)),
        _ => None,
    }
}

/// Font files that have been read: faces of one collection share its bytes.
#[derive(Default)]
struct Files {
    read: BTreeMap<Box<Path>, Arc<Vec<u8>>>,
}

impl Files {
    /// Adds a face to the library; returns a line that names it and its hash.
    fn add(
        &mut self,
        database: &Database,
        id: ID,
        origin: Origin,
        library: &mut FontLibrary,
    ) -> Result<String> {
        let Some((path, index)) = file_of(database, id) else { return Ok(String::new()) };
        let Some(info) = database.face(id) else { return Ok(String::new()) };
        let data = match self.read.get(&path) {
            Some(data) => Arc::clone(data),
            None => {
                let data = Arc::new(input::bytes(&path)?);
                self.read.insert(path.clone(), Arc::clone(&data));
                data
            }
        };
        let source = FaceSource {
            file: path.display().to_string(),
            index,
            family: info.families.first().map(|(name, _)| name.clone()).unwrap_or_default(),
            weight: info.weight.0,
            slope: if info.style == Style::Normal { Slope::Roman } else { Slope::Italic },
            origin,
        };
        let face = library.add(source, data)?;
        let face = library.face(face);
        Ok(format!("note: system font {} ({}, sha256 {})", face.name(), face.file, face.sha256()))
    }
}
