//! Pages whose roles are known.

use std::error::Error;
use std::path::Path;

use pullquote::interview::TurnKind;
use pullquote::read::study;
use serde_json::Value;

/// A page: what is seen of its paragraphs, and what they are.
pub(crate) struct Page {
    /// Its name, for reports.
    pub(crate) name: String,
    /// Pages of one publication look alike: they are left out together.
    pub(crate) publication: String,
    /// Whether its questions were given a mark: it teaches what marks say, and is too easy to be counted.
    pub(crate) is_marked: bool,
    /// Its paragraphs.
    pub(crate) paragraphs: Vec<Paragraph>,
}

impl Page {
    /// Forgets some qualities, to see what they are worth; those of neighbours are written `link:short`.
    pub(crate) fn blind(&mut self, keys: &[&str]) {
        let (features, links) = (study::features(), study::links());
        for paragraph in &mut self.paragraphs {
            for (value, key) in paragraph.values.iter_mut().zip(&features) {
                if keys.contains(key) {
                    *value = 0.0;
                }
            }
            for (value, key) in paragraph.links.iter_mut().zip(&links) {
                if keys.iter().any(|blind| blind.strip_prefix("link:") == Some(key)) {
                    *value = 0.0;
                }
            }
        }
    }
}

/// A paragraph.
pub(crate) struct Paragraph {
    /// The values of its qualities.
    pub(crate) values: Vec<f64>,
    /// Those of it and the one before.
    pub(crate) links: Vec<f64>,
    /// Its state: an index into [`study::states`].
    pub(crate) state: usize,
    /// The pooled roles that count as right.
    pub(crate) accepted: Vec<String>,
    /// The pooled role.
    pub(crate) role: String,
    /// Its beginning, for reports.
    pub(crate) text: String,
}

/// Reads a folder with a `gold.json`.
pub(crate) fn read(folder: &Path) -> Result<Vec<Page>, Box<dyn Error>> {
    let gold: Value = serde_json::from_slice(&std::fs::read(folder.join("gold.json"))?)?;
    let files =
        gold.as_array().or_else(|| gold["files"].as_array()).ok_or("gold.json holds no list of files")?;
    files.iter().map(|file| page(folder, file)).collect()
}

/// Makes pages of interviews that print their labels: takes the labels off and puts lines between that stand on pages.
///
/// `known` are names of files that are there without labels already.
pub(crate) fn without_labels(folder: &Path, known: &[String]) -> Result<Vec<Page>, Box<dyn Error>> {
    let gold: Value = serde_json::from_slice(&std::fs::read(folder.join("gold.json"))?)?;
    let files =
        gold.as_array().or_else(|| gold["files"].as_array()).ok_or("gold.json holds no list of files")?;
    let mut pages = Vec::new();
    for file in files {
        let name = file["file"].as_str().ok_or("a file without a name")?;
        if !known.iter().any(|known| stem(known) == stem(name)) {
            pages.extend(bared(folder, name, publication(file))?);
        }
    }
    Ok(pages)
}

/// Lines that stand between the paragraphs of pages, with the state they are in; `{}` is the guest's name.
const BETWEEN: &[(&str, &str)] = &[
    ("{}.", "caption"),
    ("Advertisement", "boilerplate"),
    ("Photo: Mira Holt", "caption"),
    ("Read more: What the tide brings in", "boilerplate"),
    ("{} in the workshop, last May.", "caption"),
    ("Share this story", "boilerplate"),
    ("The harbour at night. (Image: Holt/Vane)", "caption"),
    ("Sign up here and get our best stories in your inbox every Friday.", "boilerplate"),
    ("Bo Lund and Ada Vane.", "caption"),
    ("Article continues below", "boilerplate"),
    ("A drawing from the second notebook", "caption"),
    ("Follow us", "boilerplate"),
];

/// What authors write before an interview begins.
const ABOVE: &[&[&str]] = &[
    &[
        "For twenty years {} has gone down to the same stretch of shore before dawn. We met over tea to talk about what the water leaves behind.",
    ],
    &[
        "{} joined the lighthouse in the spring, after nine years at sea, and now looks after the lamps, the logbook and whoever climbs the stairs.",
        "Our conversation has been shortened.",
    ],
    &[
        "There are not many people who can tell a bell by its crack.",
        "{}, who learned the trade from an aunt, is one of them. She showed us the foundry, and he who keeps its books stayed out of the way.",
        "We asked {} how it began and where it may end.",
    ],
    &[],
    &[
        "This week our series about people and their tools goes on. {} mends clocks, writes about them, and will speak at our next meeting.",
    ],
    &[],
];

/// Words that head the parts of an interview.
const HEADS: &[&str] = &["Beginnings", "At sea", "The craft", "Home", "What comes next"];

/// Lines that stand at the end of pages.
const BELOW: &[(&str, &str)] = &[
    ("More from this series", "boilerplate"),
    ("This site uses cookies to remember you. Read our privacy policy to learn more.", "boilerplate"),
    ("© 2019 The Lamp. All rights reserved.", "boilerplate"),
    ("Contact | Imprint | Privacy", "boilerplate"),
];

/// Takes the labels off one interview.
fn bared(folder: &Path, name: &str, publication: String) -> Result<Option<Page>, Box<dyn Error>> {
    let bytes = std::fs::read(folder.join(name))?;
    let interview = pullquote::read::read(&bytes, name, &pullquote::read::ReadOptions::default())?;
    // Whose words are whose is asked of two people: a panel without labels is another question.
    if interview.guests().count() != 1 || interview.speakers.len() > 3 {
        return Ok(None);
    }
    let guest = interview.guests().next().map_or("", |guest| guest.name.text.as_str());
    let mut text = String::new();
    let mut states: Vec<(usize, &str)> = Vec::new();
    let mut push = |line: &str, key: &'static str| {
        states.push((text.len(), key));
        text.push_str(line);
        text.push_str("\n\n");
    };
    if let Some(title) = &interview.title {
        push(&title.text, "title");
    }
    // Names have lengths as good as random.
    let mut n = name.len();
    let is_noisy = n.is_multiple_of(2);
    ABOVE[n % ABOVE.len()].iter().for_each(|line| push(&line.replace("{}", guest), "narration"));
    let mut asked_so_far = 0_usize;
    let mut asked = 0_usize;
    for turn in &interview.turns {
        let key = match turn.kind {
            TurnKind::Question => "question",
            TurnKind::Answer => "answer",
            _ => continue,
        };
        if key == "question" && name.len() % 4 == 1 {
            if asked_so_far.is_multiple_of(6) {
                push(HEADS[asked_so_far / 6 % HEADS.len()], "heading");
            }
            asked_so_far += 1;
        }
        for paragraph in &turn.paragraphs {
            let said: Vec<&str> = interview.slice(*paragraph).split_whitespace().collect();
            let said = said.join(" ");
            let is_question = key == "question" && paragraph.start == turn.span.start;
            match signs(name).filter(|_| is_question) {
                Some((before, after)) => {
                    asked += 1;
                    push(&format!("{}{said}{after}", before.replace("{}", &asked.to_string())), key);
                }
                None => push(&said, key),
            }
            n += 1;
            // Now and then.
            if is_noisy && n.is_multiple_of(7) {
                let (line, key) = BETWEEN[n / 7 % BETWEEN.len()];
                push(&line.replace("{}", guest), key);
            }
        }
    }
    if is_noisy {
        BELOW.iter().for_each(|(line, key)| push(line, key));
    }
    let index = |key: &str| study::states().iter().position(|state| *state == key).unwrap_or_default();
    let mut paragraphs = Vec::new();
    for study::Studied { span, values, links } in study::paragraphs(text.as_bytes(), "page.txt")? {
        let Some((_, key)) = states.iter().rfind(|(at, _)| *at <= span.start) else { continue };
        let role = if matches!(*key, "caption" | "boilerplate" | "heading") { "noise" } else { key };
        paragraphs.push(Paragraph {
            values: values.into_iter().map(f64::from).collect(),
            links: links.into_iter().map(f64::from).collect(),
            state: index(key),
            accepted: vec![role.to_owned()],
            role: role.to_owned(),
            text: text[span.range()].chars().take(90).collect(),
        });
    }
    Ok((paragraphs.len() > 4).then(|| Page {
        name: name.to_owned(),
        publication,
        is_marked: signs(name).is_some(),
        paragraphs,
    }))
}

/// A file's name without its ending: one interview may stand in several folders.
fn stem(name: &str) -> &str {
    name.split_once('.').map_or(name, |(stem, _)| stem)
}

/// Signs around the questions of a page made of an interview with labels, `{}` the question's number; most have none.
const SIGNS: [Option<(&str, &str)>; 7] =
    [None, Some(("— ", "")), None, Some(("{}. ", "")), None, Some(("**", "**")), None];

/// Returns the signs for a page.
fn signs(name: &str) -> Option<(&'static str, &'static str)> {
    SIGNS[name.len() % SIGNS.len()]
}

/// Pages of one publication look alike: they are left out together.
fn publication(gold: &Value) -> String {
    gold["source"]["repo"].as_str().unwrap_or("seed").to_owned()
}

/// Reads a page.
fn page(folder: &Path, gold: &Value) -> Result<Page, Box<dyn Error>> {
    let name = gold["file"].as_str().ok_or("a file without a name")?.to_owned();
    let bytes = std::fs::read(folder.join(&name))?;
    let marked = gold["paragraphs"].as_array().ok_or("a file without paragraphs")?;
    let bounds = |paragraph: &Value| {
        (paragraph["start"].as_u64().unwrap_or(0) as usize, paragraph["end"].as_u64().unwrap_or(0) as usize)
    };
    let mut paragraphs = Vec::new();
    for study::Studied { span, values, links } in study::paragraphs(&bytes, &name)? {
        let shared = |paragraph: &&Value| {
            let (start, end) = bounds(paragraph);
            end.min(span.end).saturating_sub(start.max(span.start))
        };
        let Some(own) = marked.iter().max_by_key(shared).filter(|own| shared(own) > 0) else { continue };
        let text = |key: &str| own[key].as_str().unwrap_or_default().to_owned();
        paragraphs.push(Paragraph {
            values: values.into_iter().map(f64::from).collect(),
            links: links.into_iter().map(f64::from).collect(),
            state: state(&text("role"), &text("kind")),
            accepted: own["accept"]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(|role| Some(role.as_str()?.to_owned()))
                .collect(),
            role: text("role"),
            text: String::from_utf8_lossy(&bytes[span.range()]).chars().take(70).collect(),
        });
    }
    Ok(Page { name, publication: publication(gold), is_marked: false, paragraphs })
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
