//! Lines better than a browser's: at the same face, size, measure and number of lines, ours are more even, leave fewer
//! words alone and end less often in a short word than those of Chromium's `text-wrap: balance` and `pretty`.
//!
//! `tests/oracle/browser.py` recorded where the browser breaks: texts of our own interviews, and the 200 quotes of a
//! comparison that may lie beside the checkout. Its texts are not ours to keep, so without it only ours are compared.

#![expect(clippy::print_stdout, reason = "its figures are what one looks at when weights change")]

use std::fs;
use std::path::Path;

use pullquote::font::FontLibrary;
use pullquote::format::Format;
use pullquote::geometry::Px;
use pullquote::language::Language;
use pullquote::quote::{Attribution, Quote};
use pullquote::theme::Theme;
use pullquote::typeset::Typesetter;
use serde_json::Value;

/// Nothing but the quote, in a box of 1040 of 1200 pixels. Its size is the floor of the format.
const THEME: &str = r##"
summary = "nothing but the quote"
[palette]
ground = "#14171f"
ink = "#f2efe6"
[zones.canvas_all]
[zones.box]
in = "safe"
left = "6.66667w"
right = "6.66667w"
[styles.quote]
font = "EB Garamond"
color = "ink"
max = ["1s", "1s", "1s"]
leading = [1.25, 1.25]
marks = "none"
hang = false
[[layers]]
fill = { zone = "canvas_all", color = "ground" }
[[layers]]
stack = { id = "body", zone = "box", valign = "top", items = ["quote"] }
"##;

/// Line to line in that theme, in ems.
const LEADING: f32 = 1.25;

/// Lines of texts, counted.
#[derive(Debug, Default)]
struct Tally {
    texts: usize,
    lines: usize,
    /// Sum of the texts' standard deviations of line widths, the last one aside, over the measure.
    raggedness: f64,
    /// Texts whose last line is one word.
    lone_words: usize,
    /// Lines, the last of each text aside, that end in a word of at most three letters.
    short_ends: usize,
}

impl Tally {
    /// Counts the lines of a text: where each ends and how wide it is.
    fn add(&mut self, text: &str, lines: &[(usize, f64)], measure: f64) {
        self.texts += 1;
        self.lines += lines.len();
        let (_, inner) = lines.split_last().unwrap();
        let count = inner.len().max(1) as f64;
        let mean = inner.iter().map(|(_, width)| width).sum::<f64>() / count;
        let variance = inner.iter().map(|(_, width)| (width - mean).powi(2)).sum::<f64>() / count;
        self.raggedness += variance.sqrt() / measure;
        let characters: Vec<char> = text.chars().collect();
        let words = |from: usize, to: usize| characters[from..to].iter().collect::<String>();
        let mut start = 0;
        for (index, (end, _)) in lines.iter().enumerate() {
            let line = words(start, *end);
            if index + 1 == lines.len() {
                self.lone_words += usize::from(index > 0 && line.split_whitespace().count() == 1);
            } else {
                let last = line.split_whitespace().last().unwrap_or_default();
                let letters = last.chars().filter(|c| c.is_alphanumeric()).count();
                self.short_ends += usize::from((1..=3).contains(&letters));
            }
            start = *end;
        }
    }

    fn mean_raggedness(&self) -> f64 {
        self.raggedness / self.texts as f64
    }
}

/// Returns a record's text, and whether it is our own; `None` where the comparison is not at hand.
fn text_of(record: &Value, bench: Option<&str>) -> Option<(String, bool)> {
    if let Some(row) = record["row"].as_u64() {
        let quote: Value = serde_json::from_str(bench?.lines().nth(row as usize)?).unwrap();
        return Some((quote["text"].as_str().unwrap().to_owned(), false));
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let interview = fs::read_to_string(root.join(record["file"].as_str().unwrap())).unwrap();
    let at = |key: &str| record[key].as_u64().unwrap() as usize;
    Some((interview[at("start")..at("end")].to_owned(), true))
}

/// Returns a record's lines as a browser broke them.
fn browsers(record: &Value, wrap: &str) -> Vec<(usize, f64)> {
    let lines = record[wrap].as_array().unwrap();
    lines.iter().map(|line| (line[0].as_u64().unwrap() as usize, line[1].as_f64().unwrap())).collect()
}

#[test]
fn lines_are_better_than_a_browsers() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let bench = fs::read_to_string(root.join("../shared/bench/quotes.jsonl")).ok();
    let records = fs::read_to_string(root.join("tests/oracle/browser.jsonl")).unwrap();
    let fonts = FontLibrary::embedded();
    let mut typesetter = Typesetter::new(&fonts);
    let theme = Theme::parse("plain", "plain.toml", THEME).unwrap();
    let mut format = Format::builtin("og").unwrap();
    let mut tallies: [[Tally; 3]; 2] = Default::default();
    for record in records.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()) {
        let Some((text, own)) = text_of(&record, bench.as_deref()) else { continue };
        let measure = record["measure"].as_f64().unwrap();
        format.quote_floor = Px(record["size"].as_f64().unwrap() as f32);
        let [balance, pretty] = ["balance", "pretty"].map(|wrap| browsers(&record, wrap));
        // As many lines as the browser made, and no more, have room.
        let leading = (format.quote_floor.0 * LEADING).round();
        let height = leading * (balance.len() - 1) as f32 + format.quote_floor.0 * 0.9;
        format.safe.bottom = format.safe.top + Px(height);
        let quote = Quote::typed(&text, Attribution::default(), Language::new("en")).unwrap();
        let layout = typesetter.typeset(&quote, &theme, &format).unwrap().layout;
        assert_eq!(layout.quote_size, format.quote_floor);
        // Typographic forms have no other count of words; ends are found by those.
        let mut words = text.split_whitespace();
        let mut end = 0;
        let ours: Vec<(usize, f64)> = layout
            .lines
            .iter()
            .map(|line| {
                for _ in line.text.split([' ', '\n']) {
                    let word = words.next().unwrap();
                    end += text[end..].find(word).unwrap() + word.len();
                }
                (text[..end].chars().count(), f64::from((line.right - line.left).0))
            })
            .collect();
        // A line that both have is as wide in both: the ruler is the same.
        for (index, line) in ours.iter().enumerate() {
            let start = |lines: &[(usize, f64)], index: usize| index.checked_sub(1).map(|at| lines[at].0);
            let same = balance
                .iter()
                .enumerate()
                .find(|(at, other)| other.0 == line.0 && start(&balance, *at) == start(&ours, index));
            if let Some((_, other)) = same {
                assert!((other.1 - line.1).abs() < measure * 0.012, "{} and {}", other.1, line.1);
            }
        }
        let set = &mut tallies[usize::from(!own)];
        for (tally, lines) in set.iter_mut().zip([&ours, &balance, &pretty]) {
            tally.add(&text, lines, measure);
        }
    }
    let mut faults = Vec::new();
    for (name, set) in ["our interviews", "the comparison's quotes"].into_iter().zip(&tallies) {
        if set[0].texts == 0 {
            println!("{name}: not at hand, not compared");
            continue;
        }
        for (who, tally) in ["ours", "balance", "pretty"].into_iter().zip(set) {
            println!(
                "{name}, {who}: {} texts, {} lines, raggedness {:.4}, {} lone last words, {} short ends",
                tally.texts,
                tally.lines,
                tally.mean_raggedness(),
                tally.lone_words,
                tally.short_ends
            );
        }
        let [ours, others @ ..] = set;
        for (who, other) in ["balance", "pretty"].into_iter().zip(others) {
            let better = ours.mean_raggedness() < other.mean_raggedness()
                && ours.short_ends < other.short_ends
                && (ours.lone_words < other.lone_words || ours.lone_words == 0);
            if !better {
                faults.push(format!("{name}: {ours:?} is not better than {who}, {other:?}"));
            }
        }
    }
    assert!(tallies[0][0].texts > 60, "texts of our own are missing");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
