//! `pullquote select`: what is worth quoting, best first.

use serde_json::{Value, json};

use super::args::SelectArgs;
use super::{Outcome, explain, input, look, output, picking};
use crate::error::{Error, Result};
use crate::interview::Interview;
use crate::select::{self, SelectOptions, Selection};

/// Ranks quotes.
pub(super) fn run(args: &SelectArgs) -> Result<Outcome> {
    let formats = look::formats_named(&args.format)?;
    let options = SelectOptions {
        rejected: args.explain_rejected.unwrap_or(0),
        ..picking::options(&args.picking, &formats)?
    };
    let many = args.inputs.len() > 1;
    let mut failed = false;
    let (mut rows, mut rejected): (Vec<Value>, Vec<Value>) = (Vec::new(), Vec::new());
    let mut found = 0;
    for path in &args.inputs {
        let interview = match input::interview(path, &args.reading) {
            Ok(interview) => interview,
            Err(error) if many => {
                super::report(&error);
                failed = true;
                continue;
            }
            Err(error) => return Err(error),
        };
        let selection = picking::pick(&interview, &args.picking, &options);
        found += selection.picks.len();
        if args.json || args.csv {
            rows.extend(select::to_json(&interview, &selection).as_array().cloned().unwrap_or_default());
            let kept_out = select::rejected_to_json(&interview, &selection);
            rejected.extend(kept_out.as_array().cloned().unwrap_or_default());
        } else {
            table(&interview, &selection, args)?;
        }
    }
    if args.json && args.explain_rejected.is_some() {
        output::json(&json!({ "picks": rows, "rejected": rejected }))?;
    } else if args.json {
        output::json(&Value::Array(rows))?;
    } else if args.csv {
        output::bytes(&csv(&rows)?)?;
    }
    Ok(match () {
        () if failed => Outcome::Failed,
        () if found == 0 => Outcome::Nothing,
        () => Outcome::Done,
    })
}

/// Prints picks for people.
fn table(interview: &Interview, selection: &Selection, args: &SelectArgs) -> Result<()> {
    let width = output::columns().saturating_sub(6).min(100);
    for (index, pick) in selection.picks.iter().enumerate() {
        let credit = &pick.quote.attribution;
        let about: Vec<&str> = [Some(&credit.name), credit.role.as_ref(), credit.publication.as_ref()]
            .into_iter()
            .flatten()
            .map(String::as_str)
            .collect();
        output::line(&format!(
            "{:>3}. {} (score {}, better than {} %{})",
            index + 1,
            output::snippet(&about.join(", "), width),
            pick.score,
            pick.percentile,
            explain::flags(pick)
        ))?;
        for line in wrapped(pick.quote.text(), width) {
            output::line(&format!("     {}", output::snippet(&line, width + 1)))?;
        }
        if args.explain {
            explain::pick(interview, pick, width)?;
        }
    }
    if args.explain_rejected.is_some() {
        explain::rejected(selection, width)?;
    }
    Ok(())
}

/// Breaks a text at spaces into lines of at most `width` characters.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let line = lines.last_mut().expect("there is always a line");
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > width {
            lines.push(word.to_owned());
        } else {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines
}

/// Writes rows as a quote list in CSV (RFC 4180). A cell that a spreadsheet would take for a formula gets an
/// apostrophe, as OWASP advises; `export` takes it off again.
fn csv(rows: &[Value]) -> Result<Vec<u8>> {
    const COLUMNS: [&str; 13] = [
        "keep",
        "text",
        "by",
        "role",
        "publication",
        "date",
        "question",
        "lang",
        "interview",
        "start",
        "end",
        "score",
        "percentile",
    ];
    let refuse = |source: csv::Error| Error::Usage { message: source.to_string(), hint: String::new() };
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS).map_err(refuse)?;
    for row in rows {
        let cells = COLUMNS.map(|column| match &row[column] {
            Value::Null => String::new(),
            Value::String(text) if text.starts_with(['=', '+', '-', '@']) => format!("'{text}"),
            Value::String(text) => text.clone(),
            other => other.to_string(),
        });
        writer.write_record(&cells).map_err(refuse)?;
    }
    writer.into_inner().map_err(|error| Error::Usage { message: error.to_string(), hint: String::new() })
}
