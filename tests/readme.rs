//! The README is true: its commands run as written, its picture is what the program paints.

use std::fs;
use std::path::Path;
use std::process::Command;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn readme() -> String {
    fs::read_to_string(root().join("README.md")).unwrap()
}

/// Returns the command lines of the README's `sh` blocks.
fn commands(readme: &str) -> Vec<String> {
    let blocks = readme.split("```sh\n").skip(1).map(|rest| rest.split("```").next().unwrap_or_default());
    blocks
        .flat_map(str::lines)
        .map(|line| line.split(" #").next().unwrap_or_default().trim().to_owned())
        .filter(|line| !line.is_empty())
        .collect()
}

/// Splits a command line at spaces, double quotes kept together. The README needs no more of a shell.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for character in line.chars() {
        match character {
            '"' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            other => words.last_mut().unwrap().push(other),
        }
    }
    words.into_iter().filter(|word| !word.is_empty()).collect()
}

/// Every command but those of cargo itself is run by the binary under test, in a copy of the data.
#[test]
fn commands_run_as_written() {
    let folder = tempfile::tempdir().unwrap();
    let interviews = folder.path().join("data/interviews");
    fs::create_dir_all(&interviews).unwrap();
    for entry in fs::read_dir(root().join("data/interviews")).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), interviews.join(entry.file_name())).unwrap();
    }
    fs::create_dir(folder.path().join("output")).unwrap();
    let commands = commands(&readme());
    let mut run = 0;
    for line in &commands {
        let words = words(line);
        let args = match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
            ["cargo", "run", "--release", "--", ..] => &words[4..],
            ["pullquote", ..] => &words[1..],
            // What runs this test, and what installs.
            ["cargo", "test" | "install" | "bench" | "doc", ..] => continue,
            _ => panic!("no test runs `{line}`"),
        };
        // `> FILE` at the end is all of a shell that the README uses.
        let (args, file) = match args {
            [args @ .., arrow, file] if arrow == ">" => (args, Some(file)),
            args => (args, None),
        };
        let output =
            Command::new(env!("CARGO_BIN_EXE_pullquote")).current_dir(&folder).args(args).output().unwrap();
        if let Some(file) = file {
            fs::write(folder.path().join(file), &output.stdout).unwrap();
        }
        assert!(output.status.success(), "`{line}`: {}", String::from_utf8_lossy(&output.stderr));
        run += 1;
    }
    assert!(run >= 5, "only {run} commands found");
    let first: Vec<&String> = commands.iter().take(2).collect();
    assert!(first[0].starts_with("cargo run --release -- export data/interviews/"), "{first:?}");
    assert_eq!(first[1], "cargo test");
}

#[test]
fn pictures_are_golden_and_stand_first() {
    let readme = readme();
    let pictures: Vec<&str> = readme
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split(')').next())
        .filter(|target| target.ends_with(".png"))
        .collect();
    assert!(!pictures.is_empty());
    for picture in &pictures {
        assert!(picture.starts_with("tests/golden/references/"), "{picture} is no golden picture");
        assert!(root().join(picture).is_file(), "{picture} is not there");
    }
    let first_picture = readme.find(pictures[0]).unwrap();
    assert!(first_picture < readme.find("```sh").unwrap(), "a picture opens the README");
}

#[test]
fn links_lead_somewhere() {
    let readme = readme();
    for target in readme.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
        let local = !target.starts_with("http") && !target.starts_with('#');
        assert!(!local || root().join(target).exists(), "{target} is not there");
    }
}
