//! A selection as JSON: what `select --json` prints.

use serde_json::{Value, json};

use crate::interview::Interview;

use super::{Contribution, Pick, Rejected, Selection, Trim};

/// Returns the picks as an array, in their order; `start` and `end` are bytes of the file on disk.
#[must_use]
pub fn to_json(interview: &Interview, selection: &Selection) -> Value {
    selection.picks.iter().map(|pick| row(interview, pick)).collect()
}

/// Returns the rejected passages as an array, best first.
#[must_use]
pub fn rejected_to_json(interview: &Interview, selection: &Selection) -> Value {
    let row = |rejected: &Rejected| {
        let range = interview.map.file_range(rejected.span);
        json!({
            "text": rejected.text,
            "start": range.start,
            "end": range.end,
            "score": rejected.score,
            "gate": rejected.gate.name(),
            "reason": rejected.gate.meaning(),
            "interview": interview.source.name,
        })
    };
    selection.rejected.iter().map(row).collect()
}

fn row(interview: &Interview, pick: &Pick) -> Value {
    let range = interview.map.file_range(pick.span());
    let spans: Vec<Value> = pick
        .spans()
        .iter()
        .map(|span| {
            let range = interview.map.file_range(*span);
            json!([range.start, range.end])
        })
        .collect();
    let credit = &pick.quote.attribution;
    json!({
        "text": pick.quote.text(),
        "speaker": credit.name,
        "start": range.start,
        "end": range.end,
        "score": pick.score,
        "percentile": pick.percentile,
        "by": credit.name,
        "role": credit.role,
        "publication": credit.publication,
        "date": credit.date,
        "question": pick.quote.question,
        "spans": spans,
        "contributions": pick.contributions.iter().map(contribution).collect::<Value>(),
        "lang": pick.quote.language.tag(),
        "url": interview.url.as_ref().map(|url| &url.text),
        "trims": pick.trims.iter().map(|trim| self::trim(interview, trim)).collect::<Value>(),
        "flags": pick.flags,
        "beaten": pick.beaten.iter().map(|beaten| json!({ "text": beaten.text, "score": beaten.score })).collect::<Value>(),
        "included": pick.is_included,
        "generic": pick.is_generic,
        "interview": interview.source.name,
        "sha256": interview.source.sha256_hex(),
    })
}

fn contribution(contribution: &Contribution) -> Value {
    json!({
        "name": contribution.name,
        "points": contribution.points,
        "evidence": contribution.evidence,
    })
}

fn trim(interview: &Interview, trim: &Trim) -> Value {
    let range = interview.map.file_range(trim.span);
    json!({ "kind": trim.kind, "text": interview.slice(trim.span), "start": range.start, "end": range.end })
}
