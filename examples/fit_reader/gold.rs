//! Marked pages, and how well they were read.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use pullquote::read::study;
use serde_json::Value;

/// A page whose paragraphs are marked.
pub(crate) struct Page {
    /// Where it was published.
    pub(crate) publication: String,
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
    Ok(pages)
}

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
    answers: Vec<(i64, bool)>,
    all_answers: usize,
}

/// Roles as they are scored: heading, caption and boilerplate are all noise.
const POOLED: [usize; 6] = [0, 0, 0, 1, 2, 3];
const ANSWER: usize = 5;

impl Tally {
    /// Adds a page.
    pub(crate) fn add(&mut self, page: &Page, found: &[(usize, i64)]) {
        for (&(role, margin), gold) in found.iter().zip(&page.roles) {
            let Some(gold) = *gold else { continue };
            *self.counts.entry((POOLED[gold], POOLED[role])).or_default() += 1;
            self.all_answers += usize::from(gold == ANSWER);
            if role == ANSWER {
                self.answers.push((margin, gold == ANSWER));
            }
        }
    }

    /// Adds the pages of another.
    pub(crate) fn merge(&mut self, other: Self) {
        for (key, count) in other.counts {
            *self.counts.entry(key).or_default() += count;
        }
        self.answers.extend(other.answers);
        self.all_answers += other.all_answers;
    }

    /// Returns the least margin from which on so many of 1,000 are answers.
    pub(crate) fn sure(&self, precision: usize) -> i32 {
        let margins = self.answers.iter().map(|(margin, _)| *margin as i32);
        let mut margins: Vec<i32> = margins.filter(|margin| *margin > 0).collect();
        margins.sort_unstable();
        margins.iter().copied().find(|margin| self.precision(*margin) >= precision).unwrap_or(i32::MAX)
    }

    /// Returns how many of 1,000 taken for answers at a margin are answers.
    pub(crate) fn precision(&self, margin: i32) -> usize {
        let passing = self.answers.iter().filter(|(own, _)| *own >= i64::from(margin));
        let (right, all) = passing.fold((0, 0), |(right, all), (_, is)| (right + usize::from(*is), all + 1));
        right * 1000 / all.max(1)
    }

    /// Returns how many of 1,000 answers are found at a margin.
    pub(crate) fn passing(&self, margin: i32) -> usize {
        let passing = self.answers.iter().filter(|(own, is)| *is && *own >= i64::from(margin)).count();
        passing * 1000 / self.all_answers.max(1)
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
