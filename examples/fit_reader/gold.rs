//! Pages whose roles are known.

use std::error::Error;
use std::path::Path;

use pullquote::read::study;
use serde_json::Value;

/// A page: what is seen of its paragraphs, and what they are.
pub struct Page {
    /// Its name, for reports.
    pub name: String,
    /// Pages of one publication look alike: they are left out together.
    pub publication: String,
    /// Its paragraphs.
    pub paragraphs: Vec<Paragraph>,
}

/// A paragraph.
pub struct Paragraph {
    /// The values of its qualities.
    pub values: Vec<f64>,
    /// Its state: an index into [`study::states`].
    pub state: usize,
    /// The pooled roles that count as right.
    pub accepted: Vec<String>,
    /// The pooled role.
    pub role: String,
    /// Its beginning, for reports.
    pub text: String,
}

/// Reads a folder with a `gold.json`.
pub fn read(folder: &Path) -> Result<Vec<Page>, Box<dyn Error>> {
    let gold: Value = serde_json::from_slice(&std::fs::read(folder.join("gold.json"))?)?;
    let files = gold.as_array().or_else(|| gold["files"].as_array()).ok_or("gold.json holds no list of files")?;
    files.iter().map(|file| page(folder, file)).collect()
}

/// Reads a page.
fn page(folder: &Path, gold: &Value) -> Result<Page, Box<dyn Error>> {
    let name = gold["file"].as_str().ok_or("a file without a name")?.to_owned();
    let series = gold["source"]["series"].as_str().unwrap_or("seed");
    let bytes = std::fs::read(folder.join(&name))?;
    let marked = gold["paragraphs"].as_array().ok_or("a file without paragraphs")?;
    let bounds = |paragraph: &Value| (paragraph["start"].as_u64().unwrap_or(0) as usize, paragraph["end"].as_u64().unwrap_or(0) as usize);
    let mut paragraphs = Vec::new();
    for (span, values) in study::paragraphs(&bytes, &name)? {
        let shared = |paragraph: &&Value| {
            let (start, end) = bounds(paragraph);
            end.min(span.end).saturating_sub(start.max(span.start))
        };
        let Some(own) = marked.iter().max_by_key(shared).filter(|own| shared(own) > 0) else { continue };
        let text = |key: &str| own[key].as_str().unwrap_or_default().to_owned();
        paragraphs.push(Paragraph {
            values: values.into_iter().map(f64::from).collect(),
            state: state(&text("role"), &text("kind")),
            accepted: own["accept"].as_array().into_iter().flatten().filter_map(|role| Some(role.as_str()?.to_owned())).collect(),
            role: text("role"),
            text: String::from_utf8_lossy(&bytes[span.range()]).chars().take(70).collect(),
        });
    }
    // One publication may have run several series.
    let publication = series.split('-').next().unwrap_or(series).to_owned();
    Ok(Page { name, publication, paragraphs })
}

/// Returns the state of a paragraph from its role and its kind in the gold.
fn state(role: &str, kind: &str) -> usize {
    let key = match (role, kind) {
        ("noise", "caption" | "heading") => kind,
        ("noise", _) => "boilerplate",
        (role, _) => role,
    };
    study::states().iter().position(|state| *state == key).unwrap_or_default()
}
