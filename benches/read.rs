//! What reading costs, by the length of a file and by its kind. `cargo bench --bench read`.
//!
//! To stay: at most 2 ms for a page of 30 KB, 1 s for a transcript of 20 MB, in proportion.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};

use pullquote::read::{ReadOptions, read};

/// What is asked and answered, again and again with other numbers.
const ROUND: &[(&str, &str)] = &[
    (
        "How did you come to keep the ferry?",
        "My aunt had it before me, and she gave me the oars when I was {n}. Nobody asked whether I wanted them. I took \
         them down to the water, and by the evening my hands were open, and I had crossed {n} times.",
    ),
    (
        "Is the river ever the same?",
        "People say that it never is. I think it is always the same, and it is we who come back with another face. In \
         {n} winters it froze twice; both times Mrs. Olwen Pritchard walked over it to buy bread, and told everybody.",
    ),
    (
        "What will you do when the bridge is built?",
        "Row, I suppose. A bridge is “for those who are late,” my aunt used to say — and who would talk to you on a \
         bridge? It took me {n} years to learn to listen to somebody with my back to where we are going.",
    ),
];

/// Says a question and an answer after the other until there are enough bytes.
fn said(bytes: usize, mut write: impl FnMut(&mut String, &str, &str)) -> String {
    let mut text = String::new();
    let mut n = 10;
    while text.len() < bytes {
        for (question, answer) in ROUND {
            n += 1;
            write(&mut text, question, &answer.replace("{n}", &n.to_string()));
        }
    }
    text
}

/// A page of plain text that prints no labels.
fn unlabelled(bytes: usize) -> String {
    let intro = "The Last Ferry\n\nBy Max Wu\n\nIda Roe is a ferry keeper. We met on the water.\n\n";
    intro.to_owned() + &said(bytes, |text, question, answer| text.extend([question, "\n\n", answer, "\n\n"]))
}

/// A transcript in plain text.
fn labelled(bytes: usize) -> String {
    said(bytes, |text, question, answer| text.extend(["Max Wu: ", question, "\n\nIda Roe: ", answer, "\n\n"]))
}

/// A page without labels.
fn html(bytes: usize) -> String {
    let head = "<!DOCTYPE html><html lang=en><title>The Last Ferry | The Quay</title><nav><a href=/>Home</a></nav>\
        <main><h1>The Last Ferry</h1><p>Ida Roe is a ferry keeper. We met on the water.</p>";
    let body = said(bytes, |text, question, answer| {
        text.extend(["<p><b>", question, "</b></p>\n<p>", &answer.replace('—', "&mdash;"), "</p>\n"]);
    });
    format!("{head}{body}</main><footer>&copy; 2024 The Quay</footer>")
}

/// Subtitles, eight words a cue.
fn srt(bytes: usize) -> String {
    let mut n = 0;
    said(bytes, |text, question, answer| {
        for (name, words) in [("Max", question), ("Ida", answer)] {
            let words: Vec<&str> = words.split(' ').collect();
            for (index, piece) in words.chunks(8).enumerate() {
                n += 1;
                let (minute, second) = (n / 60 % 60, n % 60);
                let name = if index == 0 { format!("{name}: ") } else { String::new() };
                text.push_str(&format!(
                    "{n}\n00:{minute:02}:{second:02},000 --> 00:{minute:02}:{second:02},900\n{name}{}\n\n",
                    piece.join(" ")
                ));
            }
        }
    })
}

/// What a speech-to-text program writes.
fn json(bytes: usize) -> String {
    let segments = said(bytes, |text, question, answer| {
        for (name, words) in [("Max", question), ("Ida", answer)] {
            let segment = serde_json::json!({ "start": text.len(), "speaker": name, "text": words });
            text.push_str(&format!("{segment},\n"));
        }
    });
    format!("{{\"segments\": [{}]}}", segments.trim_end_matches(",\n"))
}

/// Measures reading a file.
fn measure(c: &mut Criterion, group: &str, name: &str, file: &str, bytes: &[u8]) {
    let mut group = c.benchmark_group(group);
    group.throughput(Throughput::Bytes(bytes.len() as u64)).sample_size(if bytes.len() > 1 << 20 {
        10
    } else {
        50
    });
    group.bench_function(BenchmarkId::from_parameter(name), |b| {
        b.iter(|| read(black_box(bytes), file, &ReadOptions::default()).expect("it is an interview"));
    });
    group.finish();
}

/// Reads ever longer texts.
fn by_length(c: &mut Criterion) {
    for (name, bytes) in [
        ("10 KB", 10_000),
        ("100 KB", 100_000),
        ("1 MB", 1_000_000),
        ("5 MB", 5_000_000),
        ("20 MB", 20_000_000),
    ] {
        measure(c, "read labelled text", name, "ferry.txt", labelled(bytes).as_bytes());
        measure(c, "read unlabelled text", name, "ferry.txt", unlabelled(bytes).as_bytes());
    }
}

/// Reads 30 KB of every kind.
fn by_kind(c: &mut Criterion) {
    let utf16: Vec<u8> = labelled(15_000).encode_utf16().flat_map(u16::to_le_bytes).collect();
    let windows = encoding_rs::WINDOWS_1252.encode(&labelled(30_000)).0.into_owned();
    for (name, file, bytes) in [
        ("text", "ferry.txt", unlabelled(30_000).into_bytes()),
        ("HTML", "ferry.html", html(30_000).into_bytes()),
        ("SRT", "ferry.srt", srt(30_000).into_bytes()),
        ("JSON", "ferry.json", json(30_000).into_bytes()),
        ("UTF-16", "ferry.txt", utf16),
        ("windows-1252", "ferry.txt", windows),
    ] {
        measure(c, "read 30 KB", name, file, &bytes);
    }
}

criterion_group!(benches, by_kind, by_length);
criterion_main!(benches);
