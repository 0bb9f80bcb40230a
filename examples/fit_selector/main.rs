//! Fits the selector's model to graded interviews, and says how well it does on interviews it was not fitted to.
//!
//! `cargo run --release --example fit_selector -- FOLDER` where FOLDER holds `quotability` and `quotability-more`.
//! Writes `data/selector/model.toml` and `data/selector/words-en.toml`; `--dry` only prints the figures.

mod fit;
mod gold;
mod model;
mod score;

use std::path::PathBuf;

use pullquote::interview::Span;
use pullquote::select::{Model, SelectOptions, select_with};

use self::gold::Graded;
use self::model::Study;
use self::score::{Figures, figures};

/// Into how many parts the interviews are dealt; each is judged by a model fitted to the others.
const FOLDS: usize = 12;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().ok_or("name the folder of graded interviews")?);
    let is_dry = arguments.next().as_deref() == Some("--dry");
    let mut graded = gold::read(&folder.join("quotability"), true)?;
    graded.extend(gold::read(&folder.join("quotability-more"), false)?);
    let studies: Vec<Study> = graded.iter().map(Study::new).collect();

    let fitted = model::fit(&studies.iter().collect::<Vec<_>>());
    report("fitted", &graded, |_| fitted.model());

    let folds: Vec<Model> = (0..FOLDS)
        .map(|fold| {
            let others = studies.iter().enumerate().filter(|(index, _)| index % FOLDS != fold);
            model::fit(&others.map(|(_, study)| study).collect::<Vec<_>>()).model()
        })
        .collect();
    report("cross-validated", &graded, |index| folds[index % FOLDS].clone());
    println!("{} bytes of weights, {} of words", fitted.weights.len(), fitted.words.len());

    if !is_dry {
        std::fs::write("data/selector/model.toml", &fitted.weights)?;
        std::fs::write("data/selector/words-en.toml", &fitted.words)?;
    }
    Ok(())
}

/// Prints the figures of the interviews that results are reported for, and of the others.
fn report(what: &str, graded: &[Graded], model: impl Fn(usize) -> Model) {
    let mut reported = Vec::new();
    let mut others = Vec::new();
    for (index, case) in graded.iter().enumerate() {
        let selection = select_with(&case.interview, &SelectOptions::default(), &model(index));
        let picks: Vec<Span> = selection.picks.iter().map(pullquote::select::Pick::span).collect();
        let figures = figures(case, &picks);
        if std::env::var_os("EACH").is_some() {
            println!("  {:40} {figures}", case.name);
        }
        if case.is_reported { reported.push(figures) } else { others.push(figures) }
    }
    println!("{what:16} {}", Figures::mean(&reported));
    println!("{:16} {}", "  on the others", Figures::mean(&others));
}
