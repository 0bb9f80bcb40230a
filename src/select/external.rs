//! A ranker outside: its protocol, and how its scores join ours.
//!
//! The ranker reads one JSON object a line, [`RankerRow`], and answers one a line, [`RankedRow`]: an id and a score. It
//! returns ids only, so it cannot change what anybody said. Its scores are brought to our scale and added as one more
//! contribution; a row it leaves out counts as its lowest.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::interview::Interview;

use super::SelectOptions;

/// How many of the best passages a ranker gets.
pub const ROWS: usize = 40;
/// Most bytes a ranker may answer: far more than forty rows need.
const MAX_ANSWER: u64 = 1 << 20;
/// What one standard deviation of the ranker's scores is worth, in milli-points: about half of one of ours among the
/// best forty, so that neither has the last word.
const POINTS_A_DEVIATION: f64 = 300.0;

/// A passage for a ranker to judge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RankerRow {
    /// Its id, for the answer.
    pub id: String,
    /// The passage.
    pub text: String,
    /// The question it answers.
    pub question: Option<String>,
    /// Who says it.
    pub speaker: String,
    /// The words of the answer before it.
    pub before: String,
    /// The words of the answer after it.
    pub after: String,
}

/// A ranker's judgement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RankedRow {
    /// The id of the row.
    pub id: String,
    /// Any finite number; higher is better.
    pub score: f64,
}

/// Returns the best passages of an interview as a ranker gets them.
#[must_use]
pub fn ranker_rows(interview: &Interview, options: &SelectOptions) -> Vec<RankerRow> {
    super::ranker_rows(interview, options, ROWS)
}

/// Writes rows as a ranker reads them: one JSON object a line.
#[must_use]
pub fn write_rows(rows: &[RankerRow]) -> String {
    rows.iter().map(|row| serde_json::to_string(row).expect("strings always serialise") + "\n").collect()
}

/// Reads a ranker's answer to `rows`.
///
/// # Errors
/// [`Error::Usage`] when a line is no judgement, names no row or a row twice, has no finite score, or none came.
pub fn read_ranking(answer: &str, rows: &[RankerRow]) -> Result<Vec<RankedRow>> {
    let mut ranked: BTreeMap<String, RankedRow> = BTreeMap::new();
    for (index, line) in answer.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let row: RankedRow = serde_json::from_str(line)
            .map_err(|error| refuse(format!("line {} of its answer is no judgement: {error}", index + 1)))?;
        if !row.score.is_finite() {
            return Err(refuse(format!("line {} of its answer has no finite score", index + 1)));
        }
        if !rows.iter().any(|known| known.id == row.id) {
            return Err(refuse(format!("line {} of its answer names a row that was not sent", index + 1)));
        }
        if ranked.insert(row.id.clone(), row).is_some() {
            return Err(refuse(format!("line {} of its answer names a row a second time", index + 1)));
        }
    }
    if ranked.is_empty() {
        return Err(refuse("it answered nothing".to_owned()));
    }
    Ok(ranked.into_values().collect())
}

/// Runs a ranker on rows and returns its judgement.
///
/// The command is split at white space (with `'…'` and `"…"` kept whole) and run without a shell.
///
/// # Errors
/// [`Error::Usage`] when it cannot be started, fails, takes longer than `limit`, or answers nonsense.
pub fn run_ranker(command: &str, rows: &[RankerRow], limit: Duration) -> Result<Vec<RankedRow>> {
    let words = split_command(command)?;
    let mut child = Command::new(&words[0])
        .args(&words[1..])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| refuse(format!("`{}` cannot be started: {error}", words[0])))?;
    let mut stdin = child.stdin.take().expect("standard input was asked for");
    let stdout = child.stdout.take().expect("standard output was asked for");
    let input = write_rows(rows);
    // Written and read on threads of their own: a ranker may answer before it has read all, or never.
    let writer = std::thread::spawn(move || {
        // A ranker that stops reading is judged by what it answers.
        let _ = stdin.write_all(input.as_bytes());
    });
    let (send, receive) = mpsc::channel();
    let reader = std::thread::spawn(move || {
        let mut answer = String::new();
        let read = stdout.take(MAX_ANSWER).read_to_string(&mut answer);
        let _ = send.send(read.map(|_| answer));
    });
    let answer = receive.recv_timeout(limit);
    if answer.is_err() {
        // Its death closes the pipes, which ends both threads, unless a child of its own holds them: do not wait.
        let _ = child.kill();
        let _ = child.wait();
        return Err(refuse(format!("it took longer than {} seconds", limit.as_secs_f32())));
    }
    drop((writer, reader));
    let status = wait(&mut child, Duration::from_secs(1));
    let answer = match answer {
        Ok(Ok(answer)) => answer,
        Ok(Err(error)) => return Err(refuse(format!("its answer cannot be read: {error}"))),
        Err(_) => unreachable!("handled above"),
    };
    match status {
        Some(status) if !status.success() => Err(refuse(format!("it failed ({status})"))),
        _ => read_ranking(&answer, rows),
    }
}

/// Waits for a process that has closed its output; kills it when it goes on.
fn wait(child: &mut std::process::Child, limit: Duration) -> Option<std::process::ExitStatus> {
    let steps = 50;
    for _ in 0..steps {
        if let Ok(Some(status)) = child.try_wait() {
            return Some(status);
        }
        std::thread::sleep(limit / steps);
    }
    let _ = child.kill();
    let _ = child.wait();
    None
}

/// Returns what each judged row adds to its score, and what a row adds that was not judged.
pub(super) fn points(ranked: &[RankedRow]) -> (BTreeMap<&str, i64>, i64) {
    if ranked.is_empty() {
        return (BTreeMap::new(), 0);
    }
    let n = ranked.len() as f64;
    let mean = ranked.iter().map(|row| row.score).sum::<f64>() / n;
    let variance = ranked.iter().map(|row| (row.score - mean) * (row.score - mean)).sum::<f64>() / n;
    let deviation = variance.sqrt();
    let points = |score: f64| {
        if deviation > 0.0 && deviation.is_finite() {
            ((score - mean) / deviation * POINTS_A_DEVIATION).round() as i64
        } else {
            0
        }
    };
    let by_id: BTreeMap<&str, i64> = ranked.iter().map(|row| (row.id.as_str(), points(row.score))).collect();
    let lowest = by_id.values().copied().min().unwrap_or(0);
    (by_id, lowest)
}

/// Splits a command at white space; what stands in quotation marks is one word.
fn split_command(command: &str) -> Result<Vec<String>> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote: Option<char> = None;
    for c in command.chars() {
        match (c, quote) {
            (_, Some(mark)) if c == mark => quote = None,
            ('\'' | '"', None) => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (_, None) if c.is_whitespace() => words.extend(word.take()),
            _ => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    if words.is_empty() || quote.is_some() {
        return Err(refuse("its command is empty, or a quotation mark in it is not closed".to_owned()));
    }
    Ok(words)
}

/// Makes the error of a ranker that did not rank.
fn refuse(reason: String) -> Error {
    Error::Usage {
        message: format!("the ranker did not rank: {reason}"),
        hint: "it gets JSON lines (id, text, question, speaker, before, after) and answers JSON lines (id, score)"
            .to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(id: &str) -> RankerRow {
        let empty = String::new;
        RankerRow {
            id: id.into(),
            text: empty(),
            question: None,
            speaker: empty(),
            before: empty(),
            after: empty(),
        }
    }

    #[test]
    fn an_answer_may_only_judge_what_was_sent() {
        let rows = [row("a"), row("b")];
        let read = |answer: &str| read_ranking(answer, &rows).map_err(|error| error.to_string());
        assert_eq!(
            read("{\"id\":\"b\",\"score\":2}\n\n").unwrap(),
            [RankedRow { id: "b".into(), score: 2.0 }]
        );
        for (answer, reason) in [
            ("", "answered nothing"),
            ("nonsense", "line 1 of its answer is no judgement"),
            ("{\"id\":\"c\",\"score\":2}", "was not sent"),
            ("{\"id\":\"a\",\"score\":1}\n{\"id\":\"a\",\"score\":2}", "a second time"),
        ] {
            assert!(read(answer).unwrap_err().contains(reason), "{answer}");
        }
    }

    #[test]
    fn scores_of_any_scale_become_points_of_ours() {
        let ranked = |scores: [f64; 3]| {
            scores
                .iter()
                .zip(["a", "b", "c"])
                .map(|(score, id)| RankedRow { id: id.into(), score: *score })
                .collect()
        };
        let small: Vec<_> = ranked([1.0, 2.0, 3.0]);
        let large: Vec<_> = ranked([100.0, 200.0, 300.0]);
        assert_eq!(points(&small), points(&large));
        assert_eq!(points(&small).0["b"], 0);
        assert_eq!(points(&small).1, points(&small).0["a"]);
        let flat: Vec<_> = ranked([7.0; 3]);
        assert_eq!(points(&flat).0["c"], 0);
    }

    #[test]
    fn a_command_is_split_without_a_shell() {
        assert_eq!(split_command("rank --model 'a b' \"c\"d").unwrap(), ["rank", "--model", "a b", "cd"]);
        assert!(split_command("  ").is_err());
        assert!(split_command("rank 'a").is_err());
    }
}
