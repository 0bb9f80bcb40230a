//! Prints what the selector sees in graded interviews, as JSON lines, for studies of its model.
//!
//! `cargo run --release --example fit_selector -- FOLDER` where FOLDER holds `quotability` and `quotability-more`.

mod gold;

use std::io::Write;
use std::path::PathBuf;

use pullquote::select::SelectOptions;
use pullquote::select::study;
use serde_json::json;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("name the folder of graded interviews")?);
    let mut graded = gold::read(&folder.join("quotability"), true)?;
    graded.extend(gold::read(&folder.join("quotability-more"), false)?);
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    writeln!(out, "{}", json!({ "features": study::features() }))?;
    for case in &graded {
        let chars = |byte: usize| case.interview.text[..byte].chars().count();
        for passage in study::passages(&case.interview, &SelectOptions::default()) {
            let (Some(first), Some(last)) = (passage.spans.first(), passage.spans.last()) else { continue };
            let row = json!({
                "f": case.name,
                "rep": case.is_reported,
                "lang": case.interview.language.tag(),
                "turn": passage.turn,
                "a": chars(first.start),
                "b": chars(last.end),
                "n": passage.spans.len(),
                "gate": passage.gate.map(|gate| gate.name()),
                "cut": passage.is_cut,
                "v": passage.values,
                "w": passage.words,
                "text": &case.interview.text[first.start..last.end],
            });
            writeln!(out, "{row}")?;
        }
        let spans: Vec<Vec<_>> = case
            .readers
            .iter()
            .map(|marks| marks.iter().map(|m| (chars(m.span.start), chars(m.span.end), m.grade)).collect())
            .collect();
        writeln!(out, "{}", json!({ "gold": case.name, "spans": spans }))?;
    }
    Ok(())
}
