//! Fits the role model of the reader on pages whose paragraphs are marked, and says how well it reads pages of
//! publications it was not fitted on.
//!
//! `cargo run --release --example fit_reader -- FOLDER [OUT]` where FOLDER holds `unlabelled/gold.json` and its pages;
//! OUT is written, by default `data/reader/roles.toml`.
//!
//! Transcripts with their labels taken off are fitted on, too, but only pages as they were published are counted.
//!
//! The method is the averaged structured perceptron ([Collins 2002](https://aclanthology.org/W02-1001/)) with a margin:
//! while fitting, a wrong role gets a head start, so that right ones must win clearly. Cross-validation leaves one publication out.

#![expect(clippy::print_stdout, reason = "its report is what it is run for")]

mod gold;

use std::path::PathBuf;

use gold::{Page, Tally};
use pullquote::read::study::{Chain, Questions, role_names};

/// Passes over all pages.
const PASSES: usize = 60;
/// How often a page as it was published is gone through in a pass.
const PUBLISHED: usize = 4;
/// The head start of a wrong role.
const HEAD_START: i64 = 12;
/// Weights are written down as multiples of a tenth of a step.
const SCALE: i64 = 10;
/// Of the answers that are quoted, this many of 1,000 must be answers.
const PRECISION: usize = 990;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("name the folder of marked pages")?);
    let out = std::env::args().nth(2).unwrap_or_else(|| "data/reader/roles.toml".to_owned());
    let pages = gold::read(&folder)?;
    let mut publications: Vec<&str> = pages.iter().map(|page| page.publication.as_str()).collect();
    publications.sort_unstable();
    publications.dedup();

    let mut crossed = Tally::default();
    for publication in &publications {
        let (held, rest): (Vec<&Page>, Vec<&Page>) =
            pages.iter().partition(|page| page.publication == *publication);
        let chain = fit(&rest);
        let mut own = Tally::default();
        for page in held.iter().filter(|page| page.is_as_published) {
            own.add(page, &chain.decode(&page.features));
        }
        println!("without {publication}: {own}");
        crossed.merge(own);
    }
    let all: Vec<&Page> = pages.iter().collect();
    let mut chain = fit(&all);
    let mut fitted = Tally::default();
    for page in pages.iter().filter(|page| page.is_as_published) {
        fitted.add(page, &chain.decode(&page.features));
    }
    let kinds = [Questions::Unmarked, Questions::Marked];
    chain.sure = kinds.map(|questions| crossed.sure(questions, PRECISION));
    println!("fitted:          {fitted}");
    println!("cross-validated: {crossed}");
    for (questions, margin) in kinds.into_iter().zip(chain.sure) {
        println!(
            "answers of pages with questions {questions:?}: at confidence 0.9 or more (margin {margin}) {} of 1,000 are \
             answers, {} of 1,000 answers pass",
            crossed.precision(questions, margin),
            crossed.passing(questions, margin)
        );
    }
    let head = "# Who speaks when nobody says: what each feature of a paragraph says for a role, and each step between roles.\n\
                # Written by `cargo run --release --example fit_reader`; see src/read/chain.rs for what the numbers mean.\n\n";
    std::fs::write(&out, format!("{head}{}", chain.to_toml()))?;
    println!("wrote {out}");
    Ok(())
}

/// Sums of weights, and of weights times the steps they stood for.
struct Sums {
    now: Vec<i64>,
    all: Vec<i64>,
}

/// Fits a model on pages.
fn fit(pages: &[&Page]) -> Chain {
    let roles = role_names().len();
    let blank = Chain::blank();
    let width = roles * (2 + roles + blank.features.len());
    let mut sums = Sums { now: vec![0; width], all: vec![0; width] };
    let mut step = 0_i64;
    // The order is shuffled by a fixed generator: the same model on every run.
    let mut seed = 12_345_u64;
    // A page as it was published counts as much as several made from transcripts.
    let mut order: Vec<usize> = (0..pages.len())
        .flat_map(|index| {
            std::iter::repeat_n(index, if pages[index].is_as_published { PUBLISHED } else { 1 })
        })
        .collect();
    let total = (PASSES * order.len()) as i64;
    for _ in 0..PASSES {
        for index in (1..order.len()).rev() {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            order.swap(index, (seed >> 33) as usize % (index + 1));
        }
        for &index in &order {
            let page = pages[index];
            let guess = decode(&sums.now, &blank, page);
            for (place, (role, gold)) in guess.iter().zip(&page.roles).enumerate() {
                let Some(gold) = gold else { continue };
                update(&mut sums, &blank, page, place, &guess, (*role, *gold), total - step);
            }
            step += 1;
        }
    }
    let averaged: Vec<i64> = sums.all.iter().map(|sum| sum * SCALE / total.max(1)).collect();
    chain(&averaged, &blank)
}

/// Moves weights from a wrong role to the right one, at one place of a page.
fn update(
    sums: &mut Sums,
    blank: &Chain,
    page: &Page,
    place: usize,
    guess: &[usize],
    (role, gold): (usize, usize),
    left: i64,
) {
    let roles = blank.start.len();
    let mut change = |at: usize, by: i64| {
        sums.now[at] += by;
        sums.all[at] += by * left;
    };
    if role != gold {
        for feature in &page.features[place] {
            change(roles * (2 + roles + feature) + gold, 1);
            change(roles * (2 + roles + feature) + role, -1);
        }
        if place == 0 && page.is_as_published {
            change(gold, 1);
            change(role, -1);
        }
        if place + 1 == guess.len() && page.is_as_published {
            change(roles + gold, 1);
            change(roles + role, -1);
        }
    }
    if let Some(before) = place.checked_sub(1)
        && let Some(gold_before) = page.roles[before]
        && (role != gold || guess[before] != gold_before)
    {
        change(roles * (2 + gold_before) + gold, 1);
        change(roles * (2 + guess[before]) + role, -1);
    }
}

/// Finds the roles of a page with a head start for wrong ones.
fn decode(weights: &[i64], blank: &Chain, page: &Page) -> Vec<usize> {
    let mut chain = chain(weights, blank);
    // The head start is a feature of its own a role: one that only this page has.
    let roles = chain.start.len();
    let first = chain.features.len();
    chain.features.extend(
        (0..roles).map(|gold| std::array::from_fn(|role| if role == gold { 0 } else { HEAD_START as i32 })),
    );
    let features: Vec<Vec<usize>> = page
        .features
        .iter()
        .zip(&page.roles)
        .map(|(features, gold)| features.iter().copied().chain(gold.map(|gold| first + gold)).collect())
        .collect();
    chain.decode(&features).into_iter().map(|(role, _)| role).collect()
}

/// Puts weights in their places in a model.
fn chain(weights: &[i64], blank: &Chain) -> Chain {
    let mut chain = blank.clone();
    let roles = chain.start.len();
    let row = |index: usize| std::array::from_fn(|role| weights[index * roles + role] as i32);
    chain.start = row(0);
    chain.end = row(1);
    for (from, step) in chain.step.iter_mut().enumerate() {
        *step = row(2 + from);
    }
    for (feature, weights) in chain.features.iter_mut().enumerate() {
        *weights = row(2 + roles + feature);
    }
    chain
}
