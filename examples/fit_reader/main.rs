//! Fits the reader's chain to pages whose roles are known, and prints how well it does on publications it has not seen.
//!
//! `cargo run --release --example fit_reader -- FOLDER [--misses] [--without QUALITY,link:QUALITY…] [--write
//! data/reader/model.toml]` where FOLDER holds `unlabelled` and `seed`, each with a `gold.json`, and `quotability`,
//! `quotability-more` and `labelled`, whose interviews print labels: they are learned from with the labels taken off
//! ("bared") and reported apart. `--without` forgets qualities, to see what they are worth.
//!
//! The chain is a conditional random field. Its likelihood has one maximum, and plain gradient ascent (Adam) with a
//! penalty on large weights comes close enough to it in a few hundred steps.

mod chain;
mod gold;
mod report;

use std::collections::BTreeSet;
use std::io::Write;
use std::path::PathBuf;

use chain::{Fitted, fit};
use gold::Page;
use report::{Passing, Tally};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut out = std::io::stdout().lock();
    let folder = PathBuf::from(arguments.first().ok_or("name the folder of pages whose roles are known")?);
    let mut pages = gold::read(&folder.join("unlabelled"))?;
    pages.extend(gold::read(&folder.join("seed"))?);
    let mut known: Vec<String> = pages.iter().map(|page| page.name.clone()).collect();
    let mut bared = Vec::new();
    for set in ["quotability", "quotability-more", "labelled"] {
        let more = gold::without_labels(&folder.join(set), &known)?;
        known.extend(more.iter().map(|page| page.name.clone()));
        bared.extend(more);
    }
    writeln!(out, "{} pages, and {} made of interviews with labels", pages.len(), bared.len())?;
    let publications: BTreeSet<String> = pages.iter().map(|page| page.publication.clone()).collect();

    if let Some(at) = arguments.iter().position(|argument| argument == "--without") {
        let keys: Vec<&str> = arguments.get(at + 1).ok_or("name qualities")?.split(',').collect();
        pages.iter_mut().chain(&mut bared).for_each(|page| page.blind(&keys));
    }
    let all: Vec<&Page> = pages.iter().chain(&bared).collect();
    let mut fitted = fit(&all);
    let mut on_seen = Tally::default();
    pages.iter().for_each(|page| on_seen.add(page, &fitted));

    let (mut on_unseen, mut on_bared) = (Tally::default(), Tally::default());
    // By publication: its pages, and those made of its interviews, as a chain told them that has seen neither.
    let mut left_out: Vec<[Tally; 2]> = Vec::new();
    for publication in &publications {
        let seen: Vec<&Page> =
            pages.iter().chain(&bared).filter(|page| page.publication != *publication).collect();
        let without = fit(&seen);
        let [mut own, mut own_bared] = [Tally::default(), Tally::default()];
        for page in pages.iter().filter(|page| page.publication == *publication) {
            own.add(page, &without);
            on_unseen.add(page, &without);
        }
        for page in bared.iter().filter(|page| page.publication == *publication && !page.is_marked) {
            own_bared.add(page, &without);
            on_bared.add(page, &without);
        }
        writeln!(out, "  left out {publication}: {}", own.line())?;
        left_out.push([own, own_bared]);
    }
    fitted.calibration = report::calibration(left_out.iter().flatten());
    // The same figures once more, each publication with a calibration that has not seen it either.
    let calibrated_by_others = |index: usize| {
        let others = left_out.iter().enumerate().filter(move |(other, _)| *other != index);
        report::calibration(others.flat_map(|(_, tallies)| tallies))
    };
    let calibrations: Vec<[f64; 4]> = (0..left_out.len()).map(calibrated_by_others).collect();
    let strictly = |which: usize| -> Passing {
        left_out
            .iter()
            .zip(&calibrations)
            .map(|(tallies, calibration)| tallies[which].passing(calibration))
            .sum()
    };
    writeln!(out, "fitted          {}", on_seen.line())?;
    writeln!(out, "cross-validated {}", on_unseen.line())?;
    let mut on_bared_seen = Tally::default();
    bared.iter().filter(|page| !page.is_marked).for_each(|page| on_bared_seen.add(page, &fitted));
    writeln!(out, "fitted, bared   {}", on_bared_seen.line())?;
    writeln!(out, "the same, bared  {}", on_bared.line())?;
    writeln!(out, "{}", on_unseen.passing(&fitted.calibration))?;
    writeln!(out, "the same, bared: {}", on_bared.passing(&fitted.calibration))?;
    writeln!(out, "calibrated on others: {}", strictly(0))?;
    writeln!(out, "the same, bared: {}", strictly(1))?;
    if arguments.iter().any(|argument| argument == "--misses") {
        on_unseen.misses.iter().try_for_each(|miss| writeln!(out, "  {miss}"))?;
    }
    if let Some(at) = arguments.iter().position(|argument| argument == "--write") {
        let path = arguments.get(at + 1).ok_or("name the file to write")?;
        std::fs::write(path, toml_of(&fitted))?;
        writeln!(out, "wrote {path}")?;
    }
    Ok(())
}

/// Writes a model as the reader's data file.
fn toml_of(model: &Fitted) -> String {
    let (states, features) = (pullquote::read::study::states(), pullquote::read::study::features());
    let mut toml = "# The reader's chain: what qualities of a paragraph say for its being a question, an answer … and what one says for\n\
                    # the next. Written by examples/fit_reader; what is not named weighs nothing.\n\n"
        .to_owned();
    toml += &format!("calibration = {:.3?}\n", model.calibration);
    let table = |name: &str, keys: &[&str], values: &[f64]| {
        let rows = keys.iter().zip(values).filter(|(_, value)| value.abs() >= 0.05);
        let rows: String = rows.map(|(key, value)| format!("{key} = {value:.2}\n")).collect();
        format!("\n[{name}]\n{rows}")
    };
    toml += &table("start", &states, &model.start());
    toml += &table("end", &states, &model.end());
    for (index, state) in states.iter().enumerate() {
        toml += &table(&format!("steps.{state}"), &states, &model.steps(index));
    }
    for (index, state) in states.iter().enumerate() {
        toml += &table(&format!("weights.{state}"), &features, model.weights(index));
    }
    for (index, (from, to)) in pullquote::read::study::pairs().iter().enumerate() {
        toml += &table(
            &format!("links.{}-{}", states[*from], states[*to]),
            &pullquote::read::study::links(),
            model.links(index),
        );
    }
    toml
}
