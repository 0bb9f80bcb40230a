//! Long runs, unattended: what a kill leaves, what bad rows do, and the filter that other programs spread over machines.

#[path = "shared/folder.rs"]
mod folder;

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use folder::files;

fn program(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pullquote"));
    command.current_dir(folder).args(args);
    command
}

fn run(folder: &Path, args: &[&str]) -> Output {
    program(folder, args).output().unwrap()
}

fn succeeds(folder: &Path, args: &[&str]) -> Output {
    let output = run(folder, args);
    assert!(output.status.success(), "{args:?}: {}", told(&output));
    output
}

/// Runs a filter over a text.
fn filter(folder: &Path, args: &[&str], input: &str) -> Output {
    let mut child = program(folder, args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // One that refuses its arguments reads nothing.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn lines(output: &Output) -> Vec<Value> {
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Returns a list of so many quotes, all different.
fn list(rows: usize) -> String {
    let row = |n: usize| {
        let text =
            format!("The {n}th boat we built leaked less than the one before it, and more than we said.");
        json!({ "text": text, "by": "Ines Calvacante", "role": "boat builder", "id": format!("q{n}") })
            .to_string()
    };
    (1..=rows).map(|n| row(n) + "\n").collect()
}

/// Waits for something that a program does.
fn wait_for(what: impl Fn() -> bool) {
    let started = Instant::now();
    while !what() {
        assert!(started.elapsed() < Duration::from_secs(60), "it never happened");
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn a_run_that_is_killed_is_completed_by_the_next_and_nobody_writes_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    fs::write(here.join("list.jsonl"), list(300)).unwrap();
    let args = |out: &'static str| ["export", "list.jsonl", "-f", "og", "-o", out];
    succeeds(here, &args("whole"));

    let out = here.join("killed");
    let cards = || fs::read_dir(&out).map_or(0, |entries| entries.count());
    let mut killed =
        program(here, &args("killed")).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    wait_for(|| cards() > 20);
    let second = run(here, &args("killed"));
    assert_eq!(second.status.code(), Some(2));
    assert!(
        told(&second).starts_with("error: another export is writing to killed\nhint: "),
        "{}",
        told(&second)
    );
    killed.kill().unwrap();
    killed.wait().unwrap();
    let left = files(&out);
    assert!(!left.contains_key("manifest.jsonl"), "it was done before it was killed");
    for (name, bytes) in left.iter().filter(|(name, _)| !name.starts_with('.')) {
        assert!(*bytes == fs::read(here.join("whole").join(name)).unwrap(), "{name} is half a file");
    }

    let completed = succeeds(here, &args("killed"));
    assert!(told(&completed).contains(" of them unchanged"), "{}", told(&completed));
    assert!(files(&out) == files(&here.join("whole")), "the set is another one");
}

#[test]
fn a_bad_row_is_one_line_with_its_number_and_the_others_go_on() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    let csv =
        "colour,by,text\r\nred,Ada,\"One\r\nline.\"\r\nblue,,Nobody said this.\r\nshort,row\r\n,Ada,Two.\r\n";
    fs::write(here.join("list.csv"), csv).unwrap();
    let args = ["export", "list.csv", "-f", "og,square", "-o", "out"];
    let output = run(here, &args);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(
        told(&output),
        "note: list.csv: the column `colour` is not known and changes nothing\n\
         error: list.csv, line 4: the row has no `by`\n\
         error: list.csv, line 5: the row has 2 cells, and the first line 3\n\
         4 cards in out\n"
    );
    assert_eq!(String::from_utf8(output.stdout).unwrap().lines().count(), 4);
    // Stopped at the first error, it is not done, and knows that.
    let stopped = run(here, &[&args[..5], &["fast", "--fail-fast"]].concat());
    assert_eq!((stopped.status.code(), told(&stopped).matches("error:").count()), (Some(2), 1));
    assert_eq!(files(&here.join("fast")).keys().filter(|name| name.ends_with(".png")).count(), 2);
    assert!(!files(&here.join("fast")).keys().any(|name| name.ends_with("-part")));
}

#[test]
fn what_failed_today_keeps_the_card_of_yesterday() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    fs::write(here.join("list.jsonl"), list(3)).unwrap();
    let args = ["export", "list.jsonl", "-f", "og", "-o", "out", "--prune"];
    succeeds(here, &args);
    fs::write(here.join("list.jsonl"), list(2) + "torn").unwrap();
    let output = run(here, &args);
    assert_eq!(output.status.code(), Some(2));
    assert!(told(&output).ends_with("1 cards of an earlier run left there, as not all went well\n"));
    fs::write(here.join("list.jsonl"), list(2)).unwrap();
    assert!(told(&succeeds(here, &args)).ends_with("1 cards of an earlier run removed\n"));
    assert_eq!(files(&here.join("out")).len(), 4);
}

#[test]
fn a_filter_answers_every_row_in_order_and_keeps_no_books() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    let mut rows: Vec<String> = list(12).lines().map(str::to_owned).collect();
    rows[3] = "this is no row".to_owned();
    rows[7] = rows[7].replace("\"id\"", "\"keep\":\"no\",\"id\"");
    let rows = rows.join("\n");
    let args = ["export", "-", "--json", "-f", "og", "-o", "piped"];
    let output = filter(here, &args, &rows);
    assert_eq!(output.status.code(), Some(2));
    let answers = lines(&output);
    let numbers: Vec<u64> = answers.iter().map(|answer| answer["row"].as_u64().unwrap()).collect();
    assert_eq!(numbers, (1..=12).collect::<Vec<_>>());
    assert!(
        answers[3]["error"].as_str().unwrap().starts_with("-, line 4: this is no JSON"),
        "{}",
        answers[3]
    );
    assert_eq!(answers[7]["struck_out"], true);
    assert_eq!((&answers[11]["id"], &answers[11]["written"]), (&json!("q12"), &json!(true)));

    // The same names and the same bytes as in a set of the same rows, and nothing beside them.
    fs::write(here.join("list.jsonl"), &rows).unwrap();
    run(here, &["export", "list.jsonl", "-f", "og", "-o", "set"]);
    let mut set = files(&here.join("set"));
    set.retain(|name, _| name.ends_with(".png"));
    assert!(files(&here.join("piped")) == set);
    assert_eq!(lines(&filter(here, &args, &rows)), answers, "a second time");
    // An empty part of a list is done at once.
    assert_eq!(filter(here, &args, "").status.code(), Some(0));
}

#[test]
fn a_filter_tells_of_all_cards_of_a_row_in_one_line() {
    let folder = tempfile::tempdir().unwrap();
    let args = ["export", "-", "--json", "-f", "og,square", "-o", "out"];
    let long = json!({ "text": "word ".repeat(2000), "by": "Ada", "id": "long" }).to_string();
    let output = filter(folder.path(), &args, &format!("{}{long}\nbad\n", list(1)));
    let answers = lines(&output);
    assert_eq!(answers.len(), 3);
    assert_eq!(answers[0]["cards"].as_array().unwrap().len(), 2);
    assert_eq!(answers[0]["cards"][1]["format"], "square");
    assert_eq!(answers[1]["cards"].as_array().unwrap().len(), 2);
    assert!(answers[1]["error"].as_str().unwrap().contains("does not fit"));
    assert_eq!((&answers[2]["row"], answers[2].get("cards")), (&json!(3), None));
}

#[test]
fn a_filter_answers_before_it_is_asked_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut child = program(folder.path(), &["export", "-", "--json", "-f", "og", "-o", "out"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut ask = child.stdin.take().unwrap();
    let mut answers = BufReader::new(child.stdout.take().unwrap()).lines();
    for row in list(3).lines() {
        writeln!(ask, "{row}").unwrap();
        let answer: Value = serde_json::from_str(&answers.next().unwrap().unwrap()).unwrap();
        assert!(row.contains(answer["text"].as_str().unwrap()), "{answer}");
    }
    drop(ask);
    assert!(child.wait().unwrap().success());
}

#[test]
fn two_rows_of_a_filter_that_want_one_name_are_told_apart_or_refused() {
    let folder = tempfile::tempdir().unwrap();
    let row = |text: &str| json!({ "text": text, "by": "Ada", "id": "same" }).to_string() + "\n";
    let rows = row("One thing.") + &row("Another thing.") + &row("One thing.");
    let output = filter(folder.path(), &["export", "-", "--json", "-f", "og", "-o", "out"], &rows);
    let answers = lines(&output);
    assert!(answers[1]["error"].as_str().unwrap().contains("has the same name"), "{}", answers[1]);
    assert_eq!(answers[0]["inputs"], answers[2]["inputs"]);
    let alone = filter(folder.path(), &["export", "-", "x.jsonl", "-o", "out"], &rows);
    assert!(told(&alone).starts_with("error: `-` comes with other inputs"), "{}", told(&alone));
}

#[test]
fn a_dry_run_says_what_would_be_and_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    let long = json!({ "text": "word ".repeat(2000), "by": "Ada", "id": "long" }).to_string();
    fs::write(here.join("list.jsonl"), list(2) + &long + "\n").unwrap();
    let args = ["export", "list.jsonl", "-f", "og,square", "-o", "out"];
    let plan = run(here, &[&args[..], &["--dry-run"]].concat());
    assert_eq!(plan.status.code(), Some(2));
    assert!(told(&plan).ends_with("4 cards would be in out; 2 would fail\n"), "{}", told(&plan));
    assert!(!here.join("out").exists());
    let made = run(here, &args);
    let listed = String::from_utf8(plan.stdout).unwrap();
    let planned: Vec<&str> = listed.lines().map(|line| line.split('\t').next().unwrap()).collect();
    assert_eq!(planned, String::from_utf8(made.stdout).unwrap().lines().collect::<Vec<_>>());
    let first: Vec<&str> = listed.lines().next().unwrap().split('\t').collect();
    assert!(first[1] == "1200×630" && first[2].starts_with("type of "), "{first:?}");
    let again = run(here, &[&args[..], &["--dry-run", "--json"]].concat());
    assert!(lines(&again).iter().take(4).all(|card| card["unchanged"] == true));
}

#[test]
fn files_are_called_as_the_template_says() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    fs::write(here.join("list.jsonl"), list(2)).unwrap();
    let args = ["export", "list.jsonl", "-f", "og", "-o", "out", "--name"];
    succeeds(here, &[&args[..], &["{format}_{nn}.png"]].concat());
    let names: Vec<String> = files(&here.join("out")).into_keys().collect();
    assert_eq!(names, ["index.html", "manifest.jsonl", "og_q1.png", "og_q2.png"]);
    for wrong in ["{nobody}", "a/b", "..", "{guest}{"] {
        let output = run(here, &[&args[..], &[wrong]].concat());
        assert_eq!(output.status.code(), Some(2), "{wrong}");
    }
    let output = run(here, &["export", "list.jsonl", "--name", "{nn}", "-t", "poster", "-o", "out"]);
    assert!(told(&output).contains("--name has no `{format}`, and there are 4 of them"), "{}", told(&output));
}

#[test]
fn folders_and_patterns_are_searched_in_order_and_sets_passed_over() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    fs::create_dir_all(here.join("lists/deep")).unwrap();
    for (name, text) in
        [("b.jsonl", "Bee."), ("a.jsonl", "Ay."), ("deep/c.jsonl", "Sea."), (".hidden.jsonl", "No.")]
    {
        let row = json!({ "text": text, "by": "Ada", "id": text }).to_string();
        fs::write(here.join("lists").join(name), row).unwrap();
    }
    let texts = |output: &Output| -> Vec<String> {
        lines(output).iter().map(|line| line["text"].as_str().unwrap().to_owned()).collect()
    };
    let args = ["-f", "og", "--json", "-o", "lists/out"];
    assert_eq!(texts(&succeeds(here, &[&["export", "lists"], &args[..]].concat())), ["Ay.", "Bee.", "Sea."]);
    // The set is in the folder now.
    assert_eq!(texts(&succeeds(here, &[&["export", "lists"], &args[..]].concat())), ["Ay.", "Bee.", "Sea."]);
    let globbed = succeeds(here, &[&["export", "lists/*.jsonl", "lists/b.jsonl"], &args[..]].concat());
    assert_eq!(texts(&globbed), ["Ay.", "Bee."]);
    let nothing = run(here, &["export", "lists/*.md", "-o", "out"]);
    assert!(told(&nothing).starts_with("error: lists/*.md matches no file\nhint: "), "{}", told(&nothing));
}

#[test]
fn a_list_that_select_wrote_needs_no_remark() {
    let folder = tempfile::tempdir().unwrap();
    let interview = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/interviews/seed-library.md");
    let list = succeeds(folder.path(), &["select", interview.to_str().unwrap(), "--csv"]).stdout;
    fs::write(folder.path().join("list.csv"), list).unwrap();
    let output = succeeds(folder.path(), &["export", "list.csv", "-f", "og", "-o", "out"]);
    assert_eq!(told(&output), "5 cards in out\n");
}

#[test]
fn a_carousel_of_words_that_nobody_heard_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let said = "We built the first boat in the barn. [laughs] Then we took the wall down. ".repeat(8);
    let row = |id: &str, text: &str| json!({ "text": text, "by": "Ada", "id": id }).to_string() + "\n";
    let rows = row("good", &said) + &row("bad", &format!("{said}It was [inaudible] all along."));
    fs::write(folder.path().join("list.jsonl"), rows).unwrap();
    let args = ["export", "list.jsonl", "--carousel", "-f", "square", "-o", "out"];
    let output = run(folder.path(), &args);
    assert_eq!(output.status.code(), Some(2));
    let expected = "error: list.jsonl, line 2: the answer has `[inaudible]`";
    assert!(told(&output).starts_with(expected), "{}", told(&output));
    let made = files(&folder.path().join("out"));
    assert!(made.keys().any(|name| name.starts_with("ada-good-p2-")), "{:?}", made.keys());
}

#[test]
fn a_row_may_have_a_theme_and_a_format_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let csv = "text,by,id,theme,format\nOne.,Ada,a,,\nTwo.,Ada,b,poster,\nThree.,Ada,c,note,square\nFour.,Ada,d,no,\n";
    fs::write(folder.path().join("list.csv"), csv).unwrap();
    let output = run(folder.path(), &["export", "list.csv", "-f", "og", "-o", "out"]);
    let expected = "error: list.csv, line 5: no theme is called `no`";
    assert!(told(&output).starts_with(expected), "{}", told(&output));
    let expected = "out/ada-a-broadsheet-og.png\nout/ada-b-poster-og.png\nout/ada-c-note-square.png\n";
    assert_eq!(String::from_utf8(output.stdout).unwrap(), expected);
}
