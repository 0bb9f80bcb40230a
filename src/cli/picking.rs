//! Picking quotes as the user asked: wishes, canvas, a ranker outside, and what is worth a remark.

use std::time::Duration;

use super::args::{PickingArgs, QuoteOrder};
use super::remark;
use crate::error::{Error, Result};
use crate::format::Format;
use crate::interview::{Confidence, Interview};
use crate::select::external::{RankedRow, ranker_rows, run_ranker};
use crate::select::{self, Order, SelectOptions, Selection};

/// How long a ranker may take: a model on a slow machine, not a hung process.
const RANKER_LIMIT: Duration = Duration::from_secs(60);

/// Returns selecting options from what was typed; `formats` are the canvases that the quotes are for, if any.
pub(super) fn options(args: &PickingArgs, formats: &[Format]) -> Result<SelectOptions> {
    if !(0.0..=1.0).contains(&args.min_confidence) {
        return Err(Error::Usage {
            message: format!("`--min-confidence {}` is no share", args.min_confidence),
            hint: "give a number from 0 to 1".to_owned(),
        });
    }
    if args.min_chars > args.max_chars {
        return Err(Error::Usage {
            message: format!(
                "no quote has at least {} and at most {} characters",
                args.min_chars, args.max_chars
            ),
            hint: "give --min-chars a smaller number than --max-chars".to_owned(),
        });
    }
    // What suits the tightest canvas suits all.
    let target = formats.iter().map(Format::good_length).min_by_key(|length| length.end);
    Ok(SelectOptions {
        count: args.count,
        speaker: args.speaker.clone(),
        min_confidence: Confidence::per_mille((args.min_confidence * 1000.0).round() as u16),
        min_score: args.min_score,
        order: match args.order {
            QuoteOrder::Score => Order::Score,
            QuoteOrder::Reading => Order::Reading,
        },
        include: args.include.clone(),
        exclude: args.exclude.clone(),
        about: args.about.clone(),
        clean: args.clean,
        min_chars: args.min_chars,
        max_chars: args.max_chars,
        target_chars: target,
        ranked: Vec::new(),
        rejected: 0,
    })
}

/// Picks from an interview, with the ranker's help where one was named, and remarks on what was passed over.
///
/// A ranker that fails costs its help, not the picks.
pub(super) fn pick(interview: &Interview, args: &PickingArgs, options: &SelectOptions) -> Selection {
    let mut options = options.clone();
    if let Some(command) = &args.ranker {
        let (ranked, warning) = ranked(interview, command, &options, RANKER_LIMIT);
        options.ranked = ranked;
        if let Some(warning) = warning {
            remark(&warning);
        }
    }
    let selection = select::select(interview, &options);
    tell_skipped(interview, &selection);
    selection
}

/// Asks a ranker for its judgement; without one, says why there is none.
fn ranked(
    interview: &Interview,
    command: &str,
    options: &SelectOptions,
    limit: Duration,
) -> (Vec<RankedRow>, Option<String>) {
    let rows = ranker_rows(interview, options);
    if rows.is_empty() {
        return (Vec::new(), None);
    }
    match run_ranker(command, &rows, limit) {
        Ok(ranked) => (ranked, None),
        Err(error) => {
            let warning = format!("warning: {}: {error}; ranked without it", interview.source.name);
            (Vec::new(), Some(warning))
        }
    }
}

/// Says what was not considered, what was not found, and when little or nothing was.
fn tell_skipped(interview: &Interview, selection: &Selection) {
    let name = &interview.source.name;
    if selection.uncertain_answers > 0 {
        remark(&format!(
            "note: {name}: {} answers not considered, as it is not certain who gives them (see `pullquote read`; \
             --speaker or --min-confidence to quote them)",
            selection.uncertain_answers
        ));
    }
    for words in &selection.not_found {
        remark(&format!("note: {name}: nothing that may be quoted has `{words}`"));
    }
    if selection.picks.is_empty() {
        let weak = match selection.below_min_score {
            0 => String::new(),
            n => format!("; {n} passages are below --min-score"),
        };
        remark(&format!("note: {name}: nothing worth quoting was found{weak}"));
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use crate::read::{ReadOptions, read};

    #[test]
    fn a_ranker_that_hangs_costs_a_warning_and_no_more_than_its_limit() {
        let text = "Jo Field: Why do bells still matter?\n\nAnn Marsh: Nobody in this town has ever been late for a \
                    funeral.\n\nJo Field: And failure?\n\nAnn Marsh: Failure is a teacher who never asks.\n";
        let interview = read(text.as_bytes(), "bells.txt", &ReadOptions::default()).unwrap();
        let options = SelectOptions { min_score: 0, ..SelectOptions::default() };
        let started = std::time::Instant::now();
        let (ranked, warning) = ranked(&interview, "sleep 60", &options, Duration::from_millis(200));
        assert!(ranked.is_empty());
        assert_eq!(
            warning.unwrap(),
            "warning: bells.txt: the ranker did not rank: it took longer than 0.2 seconds; ranked without it"
        );
        assert!(started.elapsed() < Duration::from_secs(5));
    }
}
