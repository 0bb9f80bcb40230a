//! Imports point one way: nouns know no verbs, verbs know no other verb, only the glue knows the order.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Plain data, and the table of embedded files.
const NOUNS: [&str; 17] = [
    "builtin",
    "canvas",
    "color",
    "error",
    "font",
    "format",
    "geometry",
    "interview",
    "interview_json",
    "language",
    "markup",
    "picture",
    "quote",
    "scene",
    "source_map",
    "theme",
    "toml_file",
];
/// The stages of the pipeline.
const VERBS: [&str; 5] = ["read", "select", "typeset", "paint", "encode"];

/// A source file and the module of the crate that it belongs to.
struct Source {
    path: PathBuf,
    module: String,
    text: String,
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut folders = vec![root.clone()];
    let mut sources = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let inside = path.strip_prefix(&root).unwrap();
            let first = inside.components().next().unwrap().as_os_str().to_str().unwrap();
            let module = first.trim_end_matches(".rs").to_owned();
            sources.push(Source { text: fs::read_to_string(&path).unwrap(), module, path });
        }
    }
    sources
}

/// Returns the modules that a file names after `crate::`, in groups too.
fn imports(text: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for tail in text.split("crate::").skip(1) {
        let names_in = |list: &str| -> Vec<String> {
            list.split(',')
                .map(|name| name.trim().split("::").next().unwrap_or_default().to_owned())
                .collect()
        };
        match tail.strip_prefix('{') {
            Some(group) => names.extend(names_in(group.split('}').next().unwrap_or_default())),
            None => {
                names.insert(tail.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect());
            }
        }
    }
    names.remove("");
    names
}

/// Says why a module may not import another; `None` if it may.
fn objection(module: &str, imported: &str) -> Option<&'static str> {
    let is_noun = |name: &str| NOUNS.contains(&name);
    let is_verb = |name: &str| VERBS.contains(&name);
    if module == imported || matches!(module, "cli" | "main" | "lib") {
        return None;
    }
    match module {
        _ if imported == "cli" => Some("only the program itself uses the command line"),
        "renderer" if imported == "export" => Some("a renderer makes one card and knows no set"),
        "renderer" | "export" => None,
        _ if is_noun(module) && !is_noun(imported) => Some("a noun knows no verb and no glue"),
        _ if is_verb(module) && is_verb(imported) => Some("a verb knows no other verb"),
        _ if is_verb(module) && !is_noun(imported) => Some("a verb knows no glue"),
        _ if !is_noun(module) && !is_verb(module) => {
            Some("this module is neither noun, verb nor glue: add it to the list, in its place")
        }
        _ => None,
    }
}

#[test]
fn imports_point_one_way() {
    let mut faults = Vec::new();
    for source in sources() {
        for imported in imports(&source.text) {
            if let Some(objection) = objection(&source.module, &imported) {
                faults.push(format!("{}: imports `{imported}`: {objection}", source.path.display()));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_rule_itself_objects() {
    assert!(objection("theme", "typeset").is_some());
    assert!(objection("paint", "typeset").is_some());
    assert!(objection("paint", "renderer").is_some());
    assert!(objection("renderer", "export").is_some());
    assert!(objection("export", "cli").is_some());
    assert!(objection("utils", "error").is_some());
    assert!(objection("export", "renderer").is_none());
    let text = "use crate::{color::Color, paint};\nlet x = crate::select::pick();";
    assert_eq!(imports(text).into_iter().collect::<Vec<_>>(), ["color", "paint", "select"]);
}

/// The library never prints, exits, reads the clock, the environment or the network.
#[test]
fn the_library_keeps_to_itself() {
    const FORBIDDEN: [&str; 11] = [
        "println!(",
        "eprintln!(",
        "print!(",
        "dbg!(",
        "env::var",
        "env::args",
        "SystemTime",
        "Instant::now",
        "process::exit",
        "std::net",
        "current_dir",
    ];
    let mut faults = Vec::new();
    for source in sources().iter().filter(|source| !matches!(source.module.as_str(), "cli" | "main")) {
        for (index, line) in source.text.lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            if let Some(what) = FORBIDDEN.iter().find(|what| code.contains(**what)) {
                faults.push(format!("{}:{}: {what}", source.path.display(), index + 1));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Only one file knows the shaper, whose interface changes from release to release.
#[test]
fn the_shaper_has_one_user_beside_the_fonts() {
    let users: BTreeSet<String> = sources()
        .iter()
        .filter(|source| source.text.contains("harfrust::"))
        .map(|source| source.path.file_name().unwrap().to_str().unwrap().to_owned())
        .collect();
    let expected = ["font.rs", "shape.rs"].map(String::from);
    assert!(users.iter().all(|user| expected.contains(user)), "{users:?}");
}
