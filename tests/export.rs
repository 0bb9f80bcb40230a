//! Whole runs: an interview in, a set of cards out, as the command line makes them.

#[path = "shared/folder.rs"]
mod folder;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

use folder::files;

const SAMPLES: [&str; 3] = ["night-line.txt", "seed-library.md", "the-tuner.txt"];

fn sample(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data/interviews").join(name)
}

fn pullquote(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_pullquote")).current_dir(folder).args(args).output().unwrap()
}

fn succeeds(folder: &Path, args: &[&str]) -> Output {
    let output = pullquote(folder, args);
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    output
}

fn manifest(folder: &Path) -> Vec<Value> {
    let text = fs::read_to_string(folder.join("manifest.jsonl")).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Returns the texts a PNG file carries, by keyword.
fn texts(file: &[u8]) -> BTreeMap<String, String> {
    let mut reader = png::Decoder::new(std::io::Cursor::new(file)).read_info().unwrap();
    reader.finish().unwrap();
    let chunks = &reader.info().utf8_text;
    chunks.iter().map(|chunk| (chunk.keyword.clone(), chunk.get_text().unwrap())).collect()
}

#[test]
fn a_set_is_the_same_bytes_again_with_any_threads_in_any_place() {
    let folder = tempfile::tempdir().unwrap();
    let input = sample(SAMPLES[0]);
    let input = input.to_str().unwrap();
    succeeds(folder.path(), &["export", input, "-o", "default"]);
    succeeds(folder.path(), &["export", input, "-o", "one", "-j", "1"]);
    let elsewhere = Command::new(env!("CARGO_BIN_EXE_pullquote"))
        .current_dir(folder.path())
        .args(["export", input, "-o", "two", "-j", "2"])
        .envs([("TZ", "Pacific/Chatham"), ("LANG", "tr_TR.UTF-8"), ("LC_ALL", "tr_TR.UTF-8")])
        .status()
        .unwrap();
    assert!(elsewhere.success());
    let first = files(&folder.path().join("default"));
    assert_eq!(first.len(), 5 * 4 + 2, "{:?}", first.keys());
    for other in ["one", "two"] {
        assert!(first == files(&folder.path().join(other)), "`{other}` differs");
    }
    succeeds(folder.path(), &["export", input, "-o", "default", "--force"]);
    assert!(first == files(&folder.path().join("default")), "a second run differs");
}

#[test]
fn every_card_is_credited_and_carries_what_it_says() {
    for name in SAMPLES {
        let folder = tempfile::tempdir().unwrap();
        let input = sample(name);
        let input = input.to_str().unwrap();
        succeeds(folder.path(), &["export", input, "-o", "out"]);
        let structure: Value =
            serde_json::from_slice(&succeeds(folder.path(), &["read", "--json", input]).stdout).unwrap();
        let out = folder.path().join("out");
        let entries = manifest(&out);
        assert_eq!(entries.len(), 20, "{name}");
        for entry in entries {
            assert_eq!(entry["by"], structure["guest"], "{name}");
            assert_eq!(entry["publication"], structure["publication"], "{name}");
            let texts = texts(&fs::read(out.join(entry["file"].as_str().unwrap())).unwrap());
            assert_eq!(texts["Author"], entry["by"].as_str().unwrap());
            assert_eq!(texts["Description"], entry["alt"].as_str().unwrap());
            assert!(texts["Description"].contains(entry["by"].as_str().unwrap()), "{texts:?}");
        }
        let cards: Vec<&str> = vec!["out/manifest.jsonl"];
        succeeds(folder.path(), &[&["verify"], &cards[..], &["--interview", input]].concat());
    }
}

#[test]
fn picks_are_the_guests_own_words_at_the_place_they_name() {
    for name in SAMPLES {
        let input = sample(name);
        let bytes = fs::read(&input).unwrap();
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let json = |verb: &str| -> Value {
            serde_json::from_slice(&succeeds(here, &[verb, "--json", input.to_str().unwrap()]).stdout)
                .unwrap()
        };
        let (structure, picks) = (json("read"), json("select"));
        let turns = structure["turns"].as_array().unwrap();
        assert_eq!(picks.as_array().unwrap().len(), 5, "{name}");
        for pick in picks.as_array().unwrap() {
            let place = |value: &Value, key: &str| value[key].as_u64().unwrap() as usize;
            let (start, end) = (place(pick, "start"), place(pick, "end"));
            let turn = turns.iter().find(|turn| place(turn, "start") <= start && end <= place(turn, "end"));
            let turn = turn.unwrap_or_else(|| panic!("{name}: {pick} is in no turn"));
            assert_eq!(turn["role"], "answer", "{name}: {pick}");
            assert_eq!(turn["speaker"], structure["guest"], "{name}: {pick}");
            let said = String::from_utf8(bytes[start..end].to_vec()).unwrap();
            let letters = |text: &str| -> String {
                text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
            };
            for piece in pick["text"].as_str().unwrap().split(" … ") {
                assert!(letters(&said).contains(&letters(piece)), "{name}: {piece} is not in {said}");
            }
        }
    }
}

#[test]
fn nobody_elses_file_is_overwritten_and_the_others_are_written() {
    let folder = tempfile::tempdir().unwrap();
    let input = sample(SAMPLES[1]);
    let input = input.to_str().unwrap();
    succeeds(folder.path(), &["export", input, "-o", "first", "-f", "og"]);
    let names: Vec<String> = manifest(&folder.path().join("first"))
        .iter()
        .map(|e| e["file"].as_str().unwrap().to_owned())
        .collect();
    let out = folder.path().join("out");
    fs::create_dir(&out).unwrap();
    fs::write(out.join(&names[1]), "mine").unwrap();
    fs::write(out.join("index.html"), "<p>mine, too").unwrap();
    let output = pullquote(folder.path(), &["export", input, "-o", "out", "-f", "og"]);
    assert_eq!(output.status.code(), Some(2));
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.contains("is in the way: it is not a card of this set"), "{told}");
    assert_eq!(fs::read(out.join(&names[1])).unwrap(), b"mine");
    assert_eq!(fs::read(out.join("index.html")).unwrap(), b"<p>mine, too");
    assert_eq!(manifest(&out).len(), names.len() - 1);
}

#[test]
fn a_set_cut_off_is_completed_and_one_that_stands_is_left() {
    let folder = tempfile::tempdir().unwrap();
    let input = sample(SAMPLES[2]);
    let input = input.to_str().unwrap();
    let run = ["export", input, "-o", "out", "-f", "og,square"];
    succeeds(folder.path(), &run);
    let out = folder.path().join("out");
    let whole = files(&out);

    let again = succeeds(folder.path(), &run);
    assert!(String::from_utf8_lossy(&again.stderr).contains("10 of them unchanged"));

    // As a kill leaves it: no manifest yet but its journal, a card missing, one under its temporary name.
    let names: Vec<&String> = whole.keys().filter(|name| name.ends_with(".png")).collect();
    fs::rename(out.join("manifest.jsonl"), out.join(".manifest.jsonl.part")).unwrap();
    fs::remove_file(out.join(names[3])).unwrap();
    fs::write(out.join(format!(".{}.pullquote-part", names[4])), "half").unwrap();
    succeeds(folder.path(), &run);
    assert!(files(&out) == whole);
}

#[test]
fn cards_of_an_earlier_run_are_told_of_and_pruned_on_request() {
    let folder = tempfile::tempdir().unwrap();
    let input = sample(SAMPLES[0]);
    let input = input.to_str().unwrap();
    succeeds(folder.path(), &["export", input, "-o", "out", "-f", "og,square"]);
    let fewer = ["export", input, "-o", "out", "-f", "og"];
    let kept = succeeds(folder.path(), &fewer);
    assert!(String::from_utf8_lossy(&kept.stderr).contains("5 cards of an earlier run left there"));
    assert_eq!(files(&folder.path().join("out")).len(), 12);
    succeeds(folder.path(), &[&fewer[..], &["--prune"]].concat());
    assert_eq!(files(&folder.path().join("out")).len(), 7);
}

#[test]
fn a_card_that_was_tampered_with_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let input = sample(SAMPLES[1]);
    let input = input.to_str().unwrap();
    succeeds(folder.path(), &["export", input, "-o", "out", "-f", "og"]);
    let path = folder.path().join("out/manifest.jsonl");
    let text = fs::read_to_string(&path).unwrap();
    let said = manifest(path.parent().unwrap())[2]["text"].as_str().unwrap().to_owned();
    let word = said.split(' ').max_by_key(|word| word.len()).unwrap();
    fs::write(&path, text.replacen(&said, &said.replace(word, "certainly"), 1)).unwrap();
    let output = pullquote(folder.path(), &["verify", "out/manifest.jsonl", "--interview", input]);
    assert_eq!(output.status.code(), Some(1));
    let told = String::from_utf8(output.stdout).unwrap();
    assert_eq!(told.lines().filter(|line| line.ends_with(": verbatim")).count(), 4, "{told}");
}

#[test]
fn every_kind_of_card_is_held_against_its_interview_by_itself() {
    let folder = tempfile::tempdir().unwrap();
    let (input, other) = (sample(SAMPLES[1]), sample(SAMPLES[2]));
    let (input, other) = (input.to_str().unwrap(), other.to_str().unwrap());
    for kind in ["png", "jpg", "webp"] {
        succeeds(folder.path(), &["export", input, "-n", "1", "-f", "og", "--as", kind, "-o", kind]);
        let card = manifest(&folder.path().join(kind))[0]["file"].as_str().unwrap().to_owned();
        let card = format!("{kind}/{card}");
        succeeds(folder.path(), &["verify", &card, "--interview", input]);
        let wrong = pullquote(folder.path(), &["verify", &card, "--interview", other]);
        assert_eq!(wrong.status.code(), Some(1), "{kind}");
    }
}

#[test]
fn a_card_over_its_budget_becomes_a_jpeg_and_is_named_as_one() {
    let folder = tempfile::tempdir().unwrap();
    // Colours at random, which no PNG makes small.
    let mut seed = 1_u32;
    let sheet = image::RgbImage::from_fn(270, 270, |_, _| {
        seed ^= seed << 13;
        seed ^= seed >> 17;
        seed ^= seed << 5;
        image::Rgb([(seed >> 8) as u8, (seed >> 16) as u8, (seed >> 24) as u8])
    });
    sheet.save(folder.path().join("noise.png")).unwrap();
    let row = r#"{"text":"The tide takes what you leave.","by":"Ada","picture":"noise.png"}"#;
    fs::write(folder.path().join("list.jsonl"), row).unwrap();
    let run = ["export", "list.jsonl", "-t", "face,split", "-f", "whatsapp", "-o", "out"];
    let told = String::from_utf8(succeeds(folder.path(), &run).stderr).unwrap();
    assert!(told.contains("note: encoded as JPEG, to stay within the 300000 bytes of whatsapp"), "{told}");
    let names: Vec<String> = manifest(&folder.path().join("out"))
        .iter()
        .map(|entry| {
            entry["file"].as_str().unwrap().rsplit_once("-face-").map_or("png", |(_, end)| end).to_owned()
        })
        .collect();
    assert_eq!(names, ["whatsapp.jpg", "png"]);
    let again = succeeds(folder.path(), &run);
    assert!(String::from_utf8_lossy(&again.stderr).contains("2 of them unchanged"));
    // A file that is named .png is never anything else.
    let args =
        ["render", "The tide.", "--by", "Ada", "-t", "face", "-f", "whatsapp", "--picture", "noise.png"];
    let refused = pullquote(folder.path(), &[&args[..], &["-o", "card.png"]].concat());
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("write it as JPEG"));
}

#[test]
fn a_theme_that_gives_way_to_one_that_is_asked_for_too_is_one_card() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("list.jsonl"), r#"{"text":"The tide takes it.","by":"Ada"}"#).unwrap();
    let run = ["export", "list.jsonl", "-t", "face,split,photo", "-f", "og", "-o", "out"];
    let told = String::from_utf8(succeeds(folder.path(), &run).stderr).unwrap();
    assert!(told.contains("note: face needs a picture; cards without are set in split"), "{told}");
    let themes: Vec<String> = manifest(&folder.path().join("out"))
        .iter()
        .map(|entry| entry["theme"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(themes, ["split", "midnight"]);
}

#[test]
fn what_a_person_changed_in_a_list_is_held_against_the_interview() {
    let folder = tempfile::tempdir().unwrap();
    fs::copy(sample(SAMPLES[1]), folder.path().join("interview.md")).unwrap();
    let list = succeeds(folder.path(), &["select", "interview.md", "--csv"]).stdout;
    let list = String::from_utf8(list).unwrap();
    fs::write(folder.path().join("list.csv"), &list).unwrap();
    succeeds(folder.path(), &["export", "list.csv", "-f", "og", "-o", "out"]);
    assert_eq!(manifest(&folder.path().join("out")).len(), 5);

    let rows = csv::Reader::from_reader(list.as_bytes()).into_records().map(Result::unwrap);
    let first = rows.map(|row| row[1].to_owned()).next().unwrap();
    let word = first.split(' ').max_by_key(|word| word.len()).unwrap();
    fs::write(folder.path().join("list.csv"), list.replacen(word, "never", 1)).unwrap();
    let output = pullquote(folder.path(), &["export", "list.csv", "-f", "og", "-o", "out2"]);
    assert_eq!(output.status.code(), Some(2));
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.contains("is not what interview.md says"), "{told}");
    assert_eq!(manifest(&folder.path().join("out2")).len(), 4);
}

#[test]
fn stars_in_a_list_are_markup_on_request_and_what_a_face_lacks_is_told_once() {
    let folder = tempfile::tempdir().unwrap();
    let row = r#"{"text":"It *rises* by **itself**.","by":"Ada"}"#;
    let list = format!("{row}\n{}\n", row.replace("Ada", "Ines"));
    fs::write(folder.path().join("list.jsonl"), list).unwrap();
    let args = ["export", "list.jsonl", "-f", "og", "-t", "split"];
    succeeds(folder.path(), &[&args[..], &["-o", "plain"]].concat());
    let marked = succeeds(folder.path(), &[&args[..], &["-o", "marked", "--markup"]].concat());
    let told = String::from_utf8(marked.stderr).unwrap();
    assert_eq!(told.matches("note: Instrument Serif has no bold").count(), 1, "{told}");
    let said = |set: &str| manifest(&folder.path().join(set))[0].clone();
    assert_eq!(said("plain")["text"], "It *rises* by **itself**.");
    assert_eq!(said("plain").get("notes"), None);
    assert_eq!(said("marked")["text"], "It rises by itself.");
    assert_eq!(said("marked")["notes"].as_array().unwrap().len(), 1);
    // Without its stars the text is the same, and the card is not.
    fs::write(folder.path().join("list.jsonl"), row.replace('*', "")).unwrap();
    succeeds(folder.path(), &[&args[..], &["-o", "bare"]].concat());
    assert_ne!(said("bare")["inputs"], said("marked")["inputs"]);
}
