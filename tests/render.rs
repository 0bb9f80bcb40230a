//! One card from the command line: what it prints of its layout, which fonts it takes, what it emphasises.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use sha2::{Digest, Sha256};

/// A text in Japanese that the fonts of `tests/fonts` have, and one in Khmer.
const JAPANESE: &str = "待つ";
const KHMER: &str = "ការងារ";

fn font(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fonts").join(file)
}

/// Renders a card in a folder that is also the home of whoever renders it.
fn render(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pullquote"));
    command.current_dir(folder).env("HOME", folder).env_remove("XDG_DATA_HOME");
    command.arg("render").args(args).args(["--by", "Ada Brook", "-o", "card.png", "--json"]).output().unwrap()
}

/// Renders a card and returns what it prints.
fn layout(folder: &Path, args: &[&str]) -> Value {
    let output = render(folder, args);
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Returns what a card that cannot be rendered says.
fn refused(folder: &Path, args: &[&str]) -> String {
    let output = render(folder, args);
    assert_eq!(output.status.code(), Some(2), "{args:?}");
    assert!(!folder.join("card.png").exists(), "{args:?}");
    String::from_utf8(output.stderr).unwrap()
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{value} is no number"))
}

fn sha256(path: &Path) -> String {
    Sha256::digest(fs::read(path).unwrap()).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn the_numbers_of_a_layout_agree_with_its_lines() {
    let folder = tempfile::tempdir().unwrap();
    let text = "A bridge is the only building that everybody trusts with their eyes closed. Nobody looks up a \
                bridge before they cross it, and I still slow down in the middle.";
    let card = layout(folder.path(), &[text, "--show-layout"]);
    let lines = card["lines"].as_array().unwrap();
    assert!(lines.len() > 3, "{lines:?}");
    let widths: Vec<f64> = lines.iter().map(|line| number(&line["right"]) - number(&line["left"])).collect();
    let longest = |widths: &[f64]| widths.iter().copied().fold(0.0, f64::max);
    let inner = &widths[..widths.len() - 1];
    let shortest = inner.iter().copied().fold(f64::INFINITY, f64::min);
    assert!((number(&card["rag"]) - (1.0 - shortest / longest(inner))).abs() < 1e-4, "{card}");

    let side = |name: &str| number(&card["box"][name]);
    let width = longest(&widths) / (side("right") - side("left"));
    assert!((number(&card["fill"]["width"]) - width).abs() < 1e-4, "{card}");
    let ink = |line: &Value, side: &str| number(&line["ink"][side]);
    let height = ink(lines.last().unwrap(), "bottom") - ink(&lines[0], "top");
    let height = height / (side("bottom") - side("top"));
    assert!((number(&card["fill"]["height"]) - height).abs() < 0.02, "{card}");
    assert!(width > 0.8 && width <= 1.0 && height > 0.5 && height <= 1.0, "{width} {height}");

    assert!(lines.iter().all(|line| line["size"] == card["size"]), "{card}");
    assert!(number(&card["contrast"]["quote"]) >= 7.0 && number(&card["contrast"]["credit"]) >= 4.5);
    assert_eq!(card["notes"], Value::Array(vec![]));
    let shown = fs::read(folder.path().join("card.png")).unwrap();
    layout(folder.path(), &[text]);
    assert_ne!(fs::read(folder.path().join("card.png")).unwrap(), shown, "nothing was shown");
}

#[test]
fn stars_are_markup_only_where_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let text = "It *rises* by **itself**.";
    let marked = layout(folder.path(), &[text, "--markup"]);
    assert_eq!(marked["lines"][0]["text"], "“It rises by itself.”");
    let faces = fs::read(folder.path().join("card.png")).unwrap();
    layout(folder.path(), &["It rises by itself."]);
    assert_ne!(fs::read(folder.path().join("card.png")).unwrap(), faces, "nothing is emphasised");
    let letters = layout(folder.path(), &[text]);
    assert_eq!(letters["lines"][0]["text"], "“It *rises* by **itself**.”");
    let lacking = layout(folder.path(), &[text, "--markup", "-t", "split"]);
    let note = "Instrument Serif has no bold for these letters: emphasised words are set without";
    assert_eq!(lacking["notes"][0], note);
}

#[test]
fn a_font_that_is_given_helps_out_and_is_named_with_its_hash() {
    let folder = tempfile::tempdir().unwrap();
    let file = font("NotoSerifCJKjp-subset.otf");
    let args = [JAPANESE, "--no-system-fonts", "--font", file.to_str().unwrap()];
    let card = layout(folder.path(), &args);
    assert_eq!(card["fonts"].as_array().unwrap().len(), 1, "{card}");
    assert_eq!(card["fonts"][0]["file"], file.to_str().unwrap());
    assert_eq!(card["fonts"][0]["sha256"], sha256(&file));
    // A font that is not needed is not named.
    let card = layout(folder.path(), &["Wait.", "--font", file.to_str().unwrap()]);
    assert_eq!(card["fonts"], Value::Array(vec![]));
}

/// The emoji of distributions are pictures: they are shown in their own colours, in both densities.
#[test]
fn emoji_of_a_font_of_pictures_are_painted_in_their_colours() {
    let folder = tempfile::tempdir().unwrap();
    let file = font("NotoColorEmoji-subset.ttf");
    let oranges = |args: &[&str]| {
        let args = [&["The fire 🔥 was mine."], args].concat();
        layout(folder.path(), &args);
        let card = image::open(folder.path().join("card.png")).unwrap().to_rgb8();
        card.pixels().filter(|pixel| matches!(pixel.0, [240..=255, 80..=180, 0..=80])).count()
    };
    let given = oranges(&["--font", file.to_str().unwrap()]);
    assert!(given > 300, "{given}");
    let fine = oranges(&["--font", file.to_str().unwrap(), "--scale", "2"]);
    assert!((3.0..5.0).contains(&(fine as f64 / given as f64)), "{given} and {fine}");
    // The embedded one is drawn otherwise.
    assert_ne!(oranges(&[]), given);
}

#[test]
fn a_folder_of_fonts_serves_every_script_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let fonts = font("");
    let both = format!("{JAPANESE} {KHMER}");
    let card = layout(folder.path(), &[&both, "--no-system-fonts", "--font-dir", fonts.to_str().unwrap()]);
    let names: Vec<&str> =
        card["fonts"].as_array().unwrap().iter().map(|font| font["name"].as_str().unwrap()).collect();
    assert_eq!(names.len(), 2, "{names:?}");
    assert!(names.iter().any(|name| name.contains("Khmer")), "{names:?}");
}

#[test]
fn a_font_of_the_system_is_looked_up_and_named_with_its_hash() {
    let folder = tempfile::tempdir().unwrap();
    let fonts = folder.path().join(".local/share/fonts");
    fs::create_dir_all(&fonts).unwrap();
    fs::copy(font("NotoSerifKhmer-subset.ttf"), fonts.join("khmer.ttf")).unwrap();
    let card = layout(folder.path(), &[KHMER]);
    // The machine may have the whole family elsewhere; whichever was taken is named.
    let used = Path::new(card["fonts"][0]["file"].as_str().unwrap());
    assert_eq!(card["fonts"][0]["sha256"], sha256(used), "{card}");
    fs::remove_file(folder.path().join("card.png")).unwrap();
    let message = refused(folder.path(), &[KHMER, "--no-system-fonts"]);
    assert!(message.starts_with("error: no font has `កា` U+1780 U+17B6"), "{message}");
    assert!(
        message.ends_with(
            "hint: install a font that has them (Debian: fonts-noto-core), or give one with --font FILE\n"
        ),
        "{message}"
    );
}

#[test]
fn what_is_no_font_is_refused_by_name() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("notes.ttf"), "not a font").unwrap();
    assert_eq!(
        refused(folder.path(), &["Wait.", "--font", "notes.ttf"]),
        "error: notes.ttf: this is no font that we can read\nhint: give a TrueType or OpenType font (.ttf, .otf, .ttc)\n"
    );
    for (flag, place) in [("--font", "missing.ttf"), ("--font-dir", "missing")] {
        let message = refused(folder.path(), &["Wait.", flag, place]);
        assert!(message.starts_with("error: ") && message.contains(place), "{message}");
        assert!(message.contains("\nhint: "), "{message}");
    }
}

#[test]
fn characters_that_no_font_has_are_named_with_what_helps() {
    let folder = tempfile::tempdir().unwrap();
    for (text, package) in [(JAPANESE, "fonts-noto-cjk"), ("ᚠ", "fonts-noto-core")] {
        let message = refused(folder.path(), &[text, "--no-system-fonts"]);
        let first = text.chars().next().unwrap();
        assert!(message.contains(&format!("`{first}` U+{:04X}", u32::from(first))), "{message}");
        assert!(message.contains(package) && message.contains("--font FILE"), "{message}");
    }
    // Of Unicode 17: no font of ours has it.
    let message = refused(folder.path(), &["Wait \u{1facd}", "--no-system-fonts"]);
    assert!(
        message.starts_with("error: no font has `\u{1facd}` U+1FACD\nhint: install a font")
            && message.contains("fonts-noto-color-emoji"),
        "{message}"
    );
}

#[test]
fn a_house_is_told_of_a_colour_that_no_theme_has() {
    let folder = tempfile::tempdir().unwrap();
    let render = |brand: &str| {
        std::fs::write(folder.path().join("pullquote.toml"), brand).unwrap();
        std::process::Command::new(env!("CARGO_BIN_EXE_pullquote"))
            .current_dir(folder.path())
            .args(["render", "Salt keeps.", "--by", "Ada", "-t", "minimal", "-o", "card.png"])
            .output()
            .unwrap()
    };
    // `field` is a colour of another theme.
    assert!(render("[colors]\naccent = \"#0a6\"\nfield = \"#0a6\"\n").status.success());
    let refused = render("[colors]\naccent = \"#0a6\"\naccnt = \"#0a6\"\n");
    assert_eq!(refused.status.code(), Some(2));
    let told = String::from_utf8(refused.stderr).unwrap();
    assert!(told.contains("pullquote.toml, line 3: no theme has a colour called `accnt`"), "{told}");
    assert!(told.contains("here there are accent, ink, paper, second"), "{told}");
}
