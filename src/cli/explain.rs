//! Why a quote was picked, and why others were not, as tables for a terminal.

use super::output;
use crate::error::Result;
use crate::interview::Interview;
use crate::select::{Contribution, Flag, Gate, Pick, Selection, Trim, TrimKind};

/// Columns before a line of explanation.
const INDENT: &str = "     ";

/// Prints what a pick's score is made of, what was cut, what it beat.
pub(super) fn pick(interview: &Interview, pick: &Pick, width: usize) -> Result<()> {
    let names = pick.contributions.iter().map(|share| share.name.len()).max().unwrap_or(0);
    for Contribution { name, points, evidence } in &pick.contributions {
        let evidence = output::snippet(&evidence.join(", "), width.saturating_sub(names + 12).max(10));
        output::line(format!("{INDENT}{points:>+6}  {name:names$}  {evidence}").trim_end())?;
    }
    output::line(&format!("{INDENT}{:>6}  in all", pick.score))?;
    for Trim { kind, span } in &pick.trims {
        let words = output::snippet(interview.slice(*span), width.saturating_sub(24));
        output::line(&format!("{INDENT}left out {}: {words}", what(*kind)))?;
    }
    for beaten in &pick.beaten {
        let text = output::snippet(&beaten.text, width.saturating_sub(14));
        output::line(&format!("{INDENT}beat {:>6}  {text}", beaten.score))?;
    }
    if pick.is_included {
        output::line(&format!("{INDENT}asked for by --include"))?;
    }
    if pick.is_generic {
        output::line(&format!("{INDENT}generic: no word list of this language, judged by form alone"))?;
    }
    output::line("")
}

/// Prints the best passages that gates kept out, and how many each gate kept out.
pub(super) fn rejected(selection: &Selection, width: usize) -> Result<()> {
    if !selection.rejected.is_empty() {
        output::line("Kept out, best first:")?;
    }
    for rejected in &selection.rejected {
        output::line(&format!(
            "{:>6}  {}: {}",
            rejected.score,
            rejected.gate.name(),
            rejected.gate.meaning()
        ))?;
        output::line(&format!("        {}", output::snippet(&rejected.text, width)))?;
    }
    let gates: Vec<String> =
        selection.gated.iter().map(|(gate, n): &(Gate, usize)| format!("{} {n}", gate.name())).collect();
    output::line(&format!(
        "{} passages considered; kept out: {}; below --min-score: {}",
        selection.considered,
        if gates.is_empty() { "none".to_owned() } else { gates.join(", ") },
        selection.below_min_score
    ))
}

/// Returns a remark on what an editor should know, to stand behind a pick's score.
pub(super) fn flags(pick: &Pick) -> String {
    let flag = |flag: &Flag| match flag {
        Flag::Profanity => ", has profanity",
    };
    pick.flags.iter().map(flag).collect()
}

/// Names what was left out.
fn what(kind: TrimKind) -> &'static str {
    match kind {
        TrimKind::Opener => "at the head",
        TrimKind::Clause => "a clause",
        TrimKind::Gap => "a sentence",
        TrimKind::StageDirection => "a stage direction",
    }
}
