//! `pullquote select` as a user meets it: flags, tables, JSON, exit codes, a ranker.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

/// An interview of our own, with a weak answer, a swear word, and a line that only a clause cut can use.
const INTERVIEW: &str = "The Bell Founder\n\n\
Jo Field: Why do bells still matter?\n\n\
Ann Marsh: Well, a bell is the only clock that does not care whether you look at it. Nobody in this town has ever been \
late for a funeral.\n\n\
Jo Field: What about failure?\n\n\
Ann Marsh: Failure is a teacher who never asks whether you like her. If you want to learn courage, pour two tons of \
bronze and wait. It never gets easier.\n\n\
Jo Field: And the machines?\n\n\
Ann Marsh: Damn, a machine never gets bored, and that is why it never notices anything. The foundry bought furnace 4 in \
March 1974 from Acme Ltd. in Dover.\n\n";

fn select(folder: &Path, args: &[&str]) -> Output {
    std::fs::write(folder.join("bells.txt"), INTERVIEW).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_pullquote"));
    command
        .current_dir(folder)
        .env("COLUMNS", "100")
        .arg("select")
        .arg("bells.txt")
        .args(args)
        .output()
        .unwrap()
}

fn rows(folder: &Path, args: &[&str]) -> Vec<Value> {
    let output = select(folder, &[args, &["--json", "--min-score", "0"]].concat());
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice::<Value>(&output.stdout).unwrap().as_array().unwrap().clone()
}

fn texts(rows: &[Value]) -> Vec<&str> {
    rows.iter().map(|row| row["text"].as_str().unwrap()).collect()
}

#[test]
fn wishes_reach_the_selector() {
    let folder = tempfile::tempdir().unwrap();
    let rows_of = |args: &[&str]| rows(folder.path(), args);
    assert!(texts(&rows_of(&["-n", "1", "--include", "furnace 4"]))[0].contains("furnace 4"));
    assert!(rows_of(&["-n", "1", "--include", "furnace 4"])[0]["included"].as_bool().unwrap());
    assert!(texts(&rows_of(&["--exclude", "failure"])).iter().all(|text| !text.contains("Failure")));
    assert!(texts(&rows_of(&["--clean"])).iter().all(|text| !text.contains("Damn")));
    assert!(rows_of(&["-n", "1", "--about", "failure"])[0]["question"].as_str().unwrap().contains("failure"));
    assert!(texts(&rows_of(&["--max-chars", "90"])).iter().all(|text| text.len() <= 90));
    assert!(texts(&rows_of(&["--min-chars", "90"])).iter().all(|text| text.len() >= 90));
    let starts: Vec<u64> =
        rows_of(&["--order", "reading"]).iter().map(|row| row["start"].as_u64().unwrap()).collect();
    assert!(starts.is_sorted());
}

#[test]
fn a_low_canvas_gets_shorter_quotes() {
    let folder = tempfile::tempdir().unwrap();
    let longest =
        |args: &[&str]| texts(&rows(folder.path(), args)).iter().map(|text| text.len()).max().unwrap();
    std::fs::write(folder.path().join("strip.toml"), strip()).unwrap();
    assert!(longest(&["-f", "strip.toml", "-n", "1"]) < longest(&["-n", "1"]));
}

/// A canvas as wide as `og` and half as high.
fn strip() -> String {
    let og =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("data/formats/og.toml")).unwrap();
    og.replace("[1200, 630]", "[1200, 300]")
}

#[test]
fn explanations_add_up_and_name_gates() {
    let folder = tempfile::tempdir().unwrap();
    let output =
        select(folder.path(), &["--explain", "--explain-rejected", "2", "-n", "1", "--min-score", "0"]);
    let table = String::from_utf8(output.stdout).unwrap();
    assert!(
        table.contains("in all") && table.contains("beat") && table.contains("Kept out, best first:"),
        "{table}"
    );
    assert!(table.lines().all(|line| line.chars().count() <= 110), "{table}");
    let points = |line: &str| line.split_whitespace().next().and_then(|points| points.parse::<i64>().ok());
    let sum: i64 = table
        .lines()
        .take_while(|line| !line.ends_with("in all"))
        .filter(|line| line.starts_with("     "))
        .filter(|line| line.trim_start().starts_with(['+', '-']))
        .filter_map(points)
        .sum();
    let score = table.lines().find(|line| line.ends_with("in all")).and_then(points).unwrap();
    assert_eq!(sum, score, "{table}");

    let output = select(folder.path(), &["--json", "--explain-rejected", "1"]);
    let value: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(value["picks"].is_array());
    assert_eq!(value["rejected"].as_array().unwrap().len(), 1);
    assert!(value["rejected"][0]["gate"].is_string());
}

#[test]
fn nothing_worth_quoting_is_exit_code_one() {
    let folder = tempfile::tempdir().unwrap();
    let output = select(folder.path(), &["--exclude", "a"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("nothing worth quoting"));
    assert!(output.stdout.is_empty());
    let output = select(folder.path(), &["--min-chars", "90", "--max-chars", "80"]);
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn a_ranker_that_fails_costs_its_help_alone() {
    let folder = tempfile::tempdir().unwrap();
    let own = rows(folder.path(), &[]);
    for command in ["false", "no-such-program --model x", "echo nonsense"] {
        let output = select(folder.path(), &["--json", "--min-score", "0", "--ranker", command]);
        assert_eq!(output.status.code(), Some(0));
        let warning = String::from_utf8_lossy(&output.stderr);
        assert!(warning.starts_with("warning: bells.txt: the ranker did not rank"), "{warning}");
        let ranked: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(texts(ranked.as_array().unwrap()), texts(&own));
    }
}

#[cfg(unix)]
#[test]
fn a_ranker_may_leave_rows_out_and_may_not_invent_any() {
    let folder = tempfile::tempdir().unwrap();
    let own = rows(folder.path(), &[]);
    let ranked_by = |script: &str| {
        std::fs::write(folder.path().join("rank.sh"), script).unwrap();
        let output = select(folder.path(), &["--json", "--min-score", "0", "--ranker", "sh rank.sh"]);
        assert_eq!(output.status.code(), Some(0));
        let ranked: Value = serde_json::from_slice(&output.stdout).unwrap();
        (ranked.as_array().unwrap().clone(), String::from_utf8(output.stderr).unwrap())
    };
    let judge = |command: &str, score: i32| {
        format!("{command} | sed 's/^{{\"id\":\"\\([^\"]*\\)\".*/{{\"id\":\"\\1\",\"score\":{score}}}/'\n")
    };

    let (_, warning) = ranked_by(&judge("head -n 3", 1));
    assert_eq!(warning, "", "fewer rows are a judgement");
    for (script, reason) in [
        ("echo '{\"id\":\"0-1\",\"score\":1}'\n".to_owned(), "names a row that was not sent"),
        (judge("head -n 1", 1) + "echo rubbish\n", "is no judgement"),
        ("cat\n".to_owned(), "is no judgement"),
        ("cat > /dev/null\n".to_owned(), "answered nothing"),
        ("head -c 2000 /dev/zero\n".to_owned(), "is no judgement"),
        (judge("cat", 1) + "exit 3\n", "failed"),
    ] {
        let (ranked, warning) = ranked_by(&script);
        assert!(warning.contains("ranked without it") && warning.contains(reason), "{script}: {warning}");
        assert_eq!(texts(&ranked), texts(&own), "{script}");
    }
}
