//! Fits the selector's model to graded interviews, and says how well it does on interviews it was not fitted to.
//!
//! `cargo run --release --example fit_selector -- FOLDER` where FOLDER holds `quotability` (results are reported for
//! it) and `quotability-more` (for fitting alone). Writes `data/selector/model.toml` and `data/selector/words-en.toml`;
//! with `--dry` it only prints the figures.

#![expect(clippy::print_stdout, reason = "a program that reports")]
#![expect(
    clippy::disallowed_methods,
    reason = "weights are rounded and written down; nothing here runs elsewhere"
)]

mod fit;
mod gold;
mod model;
mod score;

use std::path::PathBuf;

use pullquote::interview::Span;
use pullquote::select::{Model, Pick, SelectOptions, select_with};

use self::gold::Graded;
use self::model::Study;
use self::score::{Figures, figures};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().ok_or("name the folder of graded interviews")?);
    let is_dry = arguments.next().as_deref() == Some("--dry");
    let mut graded = gold::read(&folder.join("quotability"), true)?;
    graded.extend(gold::read(&folder.join("quotability-more"), false)?);
    let studies: Vec<Study> = graded.iter().map(Study::new).collect();

    let fitted = model::fit(&studies.iter().collect::<Vec<_>>())?;
    let model = fitted.model()?;
    report("fitted", graded.iter().map(|case| (case, &model)));

    // Each interview is judged by a model that was fitted to all others.
    let mut models = Vec::new();
    for left_out in 0..studies.len() {
        let others = studies.iter().enumerate().filter(|(index, _)| *index != left_out);
        models.push(model::fit(&others.map(|(_, study)| study).collect::<Vec<_>>())?.model()?);
    }
    report("cross-validated", graded.iter().zip(&models));

    println!("{} bytes of weights of features, {} of words", fitted.weights.len(), fitted.words.len());
    if !is_dry {
        std::fs::write("data/selector/model.toml", &fitted.weights)?;
        std::fs::write("data/selector/words-en.toml", &fitted.words)?;
    }
    Ok(())
}

/// Picks from each interview with its model, and prints the figures.
fn report<'a>(what: &str, cases: impl Iterator<Item = (&'a Graded, &'a Model)>) {
    let (mut reported, mut all) = (Vec::new(), Vec::new());
    for (case, model) in cases {
        let selection = select_with(&case.interview, &SelectOptions::default(), model);
        let picks: Vec<Span> = selection.picks.iter().map(Pick::span).collect();
        let figures = figures(case, &picks);
        all.push(figures);
        if case.is_reported {
            reported.push(figures);
        }
    }
    println!("{what:16} {}", Figures::mean(&reported));
    println!("{:16} {}", "  on all", Figures::mean(&all));
}
