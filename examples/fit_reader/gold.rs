//! Marked pages, and how well they were read.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use pullquote::interview::{Confidence, TurnKind};
use pullquote::read::study::{self, Chain, Questions};
use pullquote::read::{ReadOptions, read as read_interview};
use serde_json::{Value, json};

/// A page whose paragraphs are marked.
#[derive(Clone)]
pub(crate) struct Page {
    /// Where it was published.
    pub(crate) publication: String,
    /// Whether it is marked as it was published, and not made from a transcript.
    pub(crate) is_as_published: bool,
    /// The features of its paragraphs.
    pub(crate) features: Vec<Vec<usize>>,
    /// Their roles, by number; `None` where nobody marked one or two are fair.
    pub(crate) roles: Vec<Option<usize>>,
}

/// Reads the marked pages of a folder.
pub(crate) fn read(folder: &Path) -> Result<Vec<Page>, Box<dyn std::error::Error>> {
    let mut pages = Vec::new();
    for set in ["unlabelled", "seed"] {
        let gold: Vec<Value> = serde_json::from_slice(&std::fs::read(folder.join(set).join("gold.json"))?)?;
        for entry in gold {
            let file = entry["file"].as_str().ok_or("an entry names no file")?;
            let bytes = std::fs::read(folder.join(set).join(file))?;
            let publication = entry["source"]["repo"].as_str().unwrap_or(set).to_owned();
            pages.push(page(publication, file, &bytes, &entry["paragraphs"])?);
        }
    }
    for set in ["quotability-more", "labelled"] {
        let mut files: Vec<_> = std::fs::read_dir(folder.join(set))?.collect::<Result<_, _>>()?;
        files.sort_by_key(std::fs::DirEntry::file_name);
        for file in files {
            let name = file.file_name().to_string_lossy().into_owned();
            if let Some(page) = unlabelled(&std::fs::read(file.path())?, &name)? {
                pages.push(page);
            }
        }
    }
    let marked: Vec<Page> =
        pages.iter().enumerate().filter_map(|(index, page)| marked(page, MARKS[index % 3])).collect();
    pages.extend(marked);
    Ok(pages)
}

/// Ways of setting questions apart: the feature of what is marked, and of what is not where some is.
const MARKS: [(&str, &str); 3] = [
    ("bold-where-some-are", "not-bold-where-some-are"),
    ("numbered-where-some-are", "not-numbered-where-some-are"),
    ("dashed-where-some-are", "not-dashed-where-some-are"),
];

/// Makes a page whose questions are set apart of one on which nothing is.
fn marked(page: &Page, (mark, no_mark): (&str, &str)) -> Option<Page> {
    let number = |name: &str| study::feature_names().iter().position(|known| *known == name);
    let (mark, no_mark) = (number(mark)?, number(no_mark)?);
    let question = study::role_names().iter().position(|name| *name == "question");
    let is_marked = |features: &Vec<usize>| {
        MARKS.iter().any(|(mark, _)| number(mark).is_some_and(|mark| features.contains(&mark)))
    };
    if page.features.iter().any(is_marked) {
        return None;
    }
    let mut page = Page { is_as_published: false, ..page.clone() };
    for (features, role) in page.features.iter_mut().zip(&page.roles) {
        features.push(if *role == question { mark } else { no_mark });
    }
    Some(page)
}

/// Takes the labels off a transcript: a page on which we know who speaks.
///
/// Its publication is taken to be what its name begins with.
fn unlabelled(bytes: &[u8], name: &str) -> Result<Option<Page>, Box<dyn std::error::Error>> {
    if name.ends_with(".json") {
        return Ok(None);
    }
    let Ok(interview) = read_interview(bytes, name, &ReadOptions::default()) else { return Ok(None) };
    let is_labelled = interview.turns.iter().all(|turn| turn.confidence == Confidence::CERTAIN);
    let guests = interview.guests().count();
    if !is_labelled || guests != 1 || interview.speakers.len() != 2 {
        return Ok(None);
    }
    let mut text = interview.title.as_ref().map(|title| format!("{}\n\n", title.text)).unwrap_or_default();
    let mut marks = Vec::new();
    for turn in &interview.turns {
        let role = match turn.kind {
            TurnKind::Question => "question",
            TurnKind::Answer => "answer",
            TurnKind::Narration => "narration",
            _ => continue,
        };
        for paragraph in &turn.paragraphs {
            let start = text.len();
            text.push_str(interview.slice(*paragraph));
            marks.push(json!({ "start": start, "end": text.len(), "role": role }));
            text.push_str("\n\n");
        }
    }
    let publication = name.split('-').next().unwrap_or(name);
    let publication =
        PUBLICATIONS.iter().find(|(short, _)| *short == publication).map_or(publication, |(_, long)| long);
    let page = page(publication.to_owned(), name, text.as_bytes(), &Value::Array(marks))?;
    // Its ends are not those of a page: nothing stands before the first question or after the last answer.
    let of_ends: Vec<usize> = OF_ENDS
        .iter()
        .filter_map(|name| study::feature_names().iter().position(|known| known == name))
        .collect();
    let mut features = page.features;
    for found in &mut features {
        found.retain(|feature| !of_ends.contains(feature));
    }
    Ok(Some(Page { is_as_published: false, features, ..page }))
}

/// Features that say where on a page a paragraph stands.
const OF_ENDS: [&str; 8] = [
    "first-block",
    "one-of-first-three",
    "before-first-question",
    "just-before-first-question",
    "after-last-question",
    "third-after-last-question-or-later",
    "last-block",
    "one-of-last-three",
];

/// The same publications under the names that files begin with.
const PUBLICATIONS: [(&str, &str); 12] = [
    ("18f", "18F/18f.gsa.gov"),
    ("tidal", "tidalcycles/tidal-doc"),
    ("mixit", "mixitconf/mixit"),
    ("codefor", "okfde/codefor.de"),
    ("lctt", "LCTT/TranslateProject"),
    ("livera", "bitcointranscripts/bitcointranscripts"),
    ("bitcoin", "bitcointranscripts/bitcointranscripts"),
    ("changelog", "thechangelog/transcripts"),
    ("afk", "thechangelog/transcripts"),
    ("brainscience", "thechangelog/transcripts"),
    ("conv", "thechangelog/transcripts"),
    ("founderstalk", "thechangelog/transcripts"),
];

fn page(
    publication: String,
    file: &str,
    bytes: &[u8],
    gold: &Value,
) -> Result<Page, Box<dyn std::error::Error>> {
    let gold: Vec<(usize, usize, Option<usize>)> = gold
        .as_array()
        .ok_or("an entry has no paragraphs")?
        .iter()
        .map(|mark| {
            let place = |key: &str| mark[key].as_u64().unwrap_or(0) as usize;
            (place("start"), place("end"), role(mark))
        })
        .collect();
    let paragraphs = study::paragraphs(bytes, file)?;
    let roles = paragraphs.iter().map(|paragraph| {
        let overlap = |mark: &&(usize, usize, Option<usize>)| {
            mark.1.min(paragraph.file.end).saturating_sub(mark.0.max(paragraph.file.start))
        };
        gold.iter().filter(|mark| overlap(mark) > 0).max_by_key(overlap).and_then(|mark| mark.2)
    });
    Ok(Page {
        publication,
        is_as_published: true,
        roles: roles.collect(),
        features: paragraphs.iter().map(|paragraph| paragraph.features.clone()).collect(),
    })
}

/// Returns the number of a mark's role.
fn role(mark: &Value) -> Option<usize> {
    let name = match mark["kind"].as_str().or_else(|| mark["role"].as_str())? {
        "title" | "headline" | "heading" => "heading",
        "caption" => "caption",
        "boilerplate" | "byline" | "pullquote" => "boilerplate",
        "narration" | "intro" | "outro" => "narration",
        _ => mark["role"].as_str()?,
    };
    study::role_names().iter().position(|known| *known == name)
}

/// How well pages were read: counts by marked and found role, and the margins of what was taken for an answer.
#[derive(Default)]
pub(crate) struct Tally {
    counts: BTreeMap<(usize, usize), usize>,
    answers: Vec<(i64, bool, Questions)>,
    all_answers: [usize; 2],
}

/// Roles as they are scored: heading, caption and boilerplate are all noise.
const POOLED: [usize; 6] = [0, 0, 0, 1, 2, 3];
const ANSWER: usize = 5;

impl Tally {
    /// Adds a page.
    pub(crate) fn add(&mut self, page: &Page, found: &[(usize, i64)]) {
        let questions = Chain::questions(&page.features, found);
        for (&(role, margin), gold) in found.iter().zip(&page.roles) {
            let Some(gold) = *gold else { continue };
            *self.counts.entry((POOLED[gold], POOLED[role])).or_default() += 1;
            self.all_answers[questions as usize] += usize::from(gold == ANSWER);
            if role == ANSWER {
                self.answers.push((margin, gold == ANSWER, questions));
            }
        }
    }

    /// Adds the pages of another.
    pub(crate) fn merge(&mut self, other: Self) {
        for (key, count) in other.counts {
            *self.counts.entry(key).or_default() += count;
        }
        self.answers.extend(other.answers);
        for (own, more) in self.all_answers.iter_mut().zip(other.all_answers) {
            *own += more;
        }
    }

    /// Returns the least margin from which on so many of 1,000 are answers.
    pub(crate) fn sure(&self, questions: Questions, precision: usize) -> i32 {
        let mut margins: Vec<i32> = self.of(questions).map(|(margin, _)| margin as i32).collect();
        margins.sort_unstable();
        let enough = |margin: &i32| *margin > 0 && self.precision(questions, *margin) >= precision;
        margins.iter().copied().find(enough).unwrap_or(i32::MAX)
    }

    /// Returns how many of 1,000 taken for answers at a margin are answers.
    pub(crate) fn precision(&self, questions: Questions, margin: i32) -> usize {
        let passing = self.of(questions).filter(|(own, _)| *own >= i64::from(margin));
        let (right, all) = passing.fold((0, 0), |(right, all), (_, is)| (right + usize::from(is), all + 1));
        right * 1000 / all.max(1)
    }

    /// Returns how many of 1,000 answers are found at a margin.
    pub(crate) fn passing(&self, questions: Questions, margin: i32) -> usize {
        let passing = self.of(questions).filter(|(own, is)| *is && *own >= i64::from(margin)).count();
        passing * 1000 / self.all_answers[questions as usize].max(1)
    }

    fn of(&self, questions: Questions) -> impl Iterator<Item = (i64, bool)> + '_ {
        let own = self.answers.iter().filter(move |(_, _, own)| *own == questions);
        own.map(|&(margin, is, _)| (margin, is))
    }

    fn count(&self, holds: impl Fn(usize, usize) -> bool) -> f64 {
        self.counts
            .iter()
            .filter(|((gold, role), _)| holds(*gold, *role))
            .map(|(_, count)| *count as f64)
            .sum()
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let right = self.count(|gold, role| gold == role) / self.count(|_, _| true);
        let asked = self.count(|gold, role| gold >= 2 && gold == role) / self.count(|gold, _| gold >= 2);
        let f1: Vec<f64> = (0..4)
            .filter(|wanted| self.count(|gold, _| gold == *wanted) > 0.0)
            .map(|wanted| {
                let both = self.count(|gold, role| gold == wanted && role == wanted);
                2.0 * both
                    / (self.count(|gold, _| gold == wanted) + self.count(|_, role| role == wanted)).max(1.0)
            })
            .collect();
        let macro_f1 = f1.iter().sum::<f64>() / f1.len().max(1) as f64;
        write!(f, "roles {right:.3}, questions and answers {asked:.3}, macro F1 {macro_f1:.3}")
    }
}
