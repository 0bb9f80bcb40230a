//! What no interview looks like and any file may: read in time and memory in proportion to its size.
//!
//! Nothing here looks at a clock. Sizes are such that a second or less becomes minutes where the work grows with the
//! square of the input.

use std::io::Write;

use pullquote::error::Error;
use pullquote::interview::{InputFormat, Interview, Span};
use pullquote::read::{ReadOptions, read};

/// How often the smallest thing is repeated.
const MANY: usize = 100_000;

/// Reads a file that is text in some way.
fn interview(name: &str, bytes: &[u8]) -> Interview {
    read(bytes, name, &ReadOptions::default()).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// Reads a file, whatever comes of it, and checks that what comes is no larger than it may be.
fn survives(name: &str, source: &str) {
    match read(source.as_bytes(), name, &ReadOptions::default()) {
        Ok(interview) => {
            let most = source.len() * 3;
            assert!(interview.text.len() <= most, "{name}: {} bytes of text", interview.text.len());
            assert!(interview.notes.len() <= source.len() / 16 + 100, "{name}: {}", interview.notes.len());
        }
        Err(Error::Unreadable { .. }) => {}
        Err(error) => panic!("{name}: {error}"),
    }
}

/// Returns `line` for every number, with the number in it.
fn numbered(n: usize, line: impl Fn(usize) -> String) -> String {
    (0..n).map(line).collect()
}

#[test]
fn nesting_of_any_depth_is_read() {
    for (name, piece) in [
        ("boxes.html", "<div>x"),
        ("emphasis.html", "<p><b><i>x"),
        ("tables.html", "<table><tr><td>x"),
        ("definitions.html", "<dl><dt>Max<dd>x"),
        ("lists.html", "<ul><li>x"),
        ("quotations.md", "> "),
        ("links.md", "[x]("),
        ("brackets.md", "x["),
        ("stars.md", "*x "),
        ("tags.md", "<b "),
        ("arrays.json", "["),
        ("tags.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n<"),
    ] {
        survives(name, &piece.repeat(MANY));
    }
    let items = numbered(1000, |n| format!("{}- x\n", " ".repeat(2 * n)));
    survives("items.md", &items);
}

#[test]
fn things_without_words_are_passed_over() {
    for (name, piece) in [
        ("paragraphs.html", "<p></p>"),
        ("bold.html", "<b></b>"),
        ("cells.html", "<tr><td></td></tr>"),
        ("scripts.html", "<script>"),
        ("ampersands.html", "&"),
        ("brackets.html", "<"),
        ("comments.html", "<!---->"),
        ("boxes.md", "<div>\n"),
        ("objects.json", "[{},"),
        ("commas.csv", ","),
        ("quotes.csv", "\""),
        ("rules.md", "---\n"),
        ("definitions.md", "[a]: /b\n"),
        ("arrows.srt", "1\n00:00:01,000 --> 00:00:02,000\n-->"),
    ] {
        survives(name, &format!("Max: Why?\n\n{}", piece.repeat(10 * MANY)));
        survives(name, &piece.repeat(MANY));
    }
    let attributes = format!("<p {}>x", "a=b ".repeat(MANY));
    survives("attributes.html", &attributes);
}

#[test]
fn one_line_is_read_however_long() {
    for (name, piece) in [
        ("words.txt", "word and more. "),
        ("questions.txt", "?"),
        ("letters.txt", "x"),
        ("capitals.txt", "Anna Bee "),
        ("colons.txt", "a: "),
        ("stamps.txt", "[00:12:34] "),
        ("brackets.txt", "("),
        ("quotes.txt", "“"),
        ("spaces.txt", "x                              "),
        ("glued.txt", "为什么"),
        ("combined.txt", "e\u{301}\u{301}"),
        ("italic.srt", "1\n00:00:01,000 --> 00:00:02,000\n<i>x</i>"),
        ("escapes.json", "\\u00e9"),
        ("doubled.csv", "\"\""),
    ] {
        let line = piece.repeat(MANY * 4 / piece.len().max(4) * 4);
        survives(name, &line);
        survives(name, &format!("Why?\n\n{line}\n\nAnd you?\n\n{line}"));
    }
    survives("title.html", &format!("<title>{0}</title><h1>{0}</h1><p>Why?", "x ".repeat(4 * MANY)));
}

#[test]
fn a_word_of_thousands_of_letters_is_a_word() {
    let word = "Donau".repeat(1000);
    let page =
        format!("A page\n\nWhy {word}?\n\nBecause I like to say {word}.\n\nAnd {word}: {word}?\n\nYes.\n");
    let interview = interview("word.txt", page.as_bytes());
    assert!(interview.turns.iter().any(|turn| interview.slice(turn.span).contains(&word)));
}

#[test]
fn any_number_of_lines_is_read() {
    for (name, lines) in [
        ("words.txt", "one\n".repeat(MANY)),
        ("paragraphs.txt", "one\n\n".repeat(MANY)),
        ("questions.txt", "Why?\n\nBecause I do.\n\n".repeat(MANY / 4)),
        ("numbered.txt", numbered(MANY / 2, |n| format!("{n}. Why is that so?\n\nIt is {n}.\n\n"))),
        (
            "rolling.srt",
            numbered(MANY / 4, |n| {
                format!("{n}\n00:00:01,000 --> 00:00:02,000\nline {n}\nline {}\n\n", n + 1)
            }),
        ),
        ("front.md", format!("---\n{}", "a: b\n".repeat(MANY))),
        ("list.md", "a\n: b\n\n".repeat(MANY / 2)),
    ] {
        survives(name, &lines);
    }
}

#[test]
fn any_number_of_names_is_told_apart() {
    for (name, lines) in [
        ("two.txt", "Q: Why?\n\nA: So.\n\n".repeat(MANY / 2)),
        ("once.txt", numbered(MANY, |n| format!("Anna Bee{n}: Why is it {n}?\n\n"))),
        ("twice.txt", numbered(MANY, |n| format!("Anna Bee{}: Why is it {n}?\n\n", n / 2))),
        ("short.txt", numbered(MANY / 2, |n| format!("Anna Bee{n} (A{n}): Why?\n\nA{n}: So.\n\n"))),
        ("alone.txt", numbered(MANY / 2, |n| format!("ANNA {}\nWhy?\n\n", n % 10_000))),
        ("dashes.txt", numbered(MANY / 2, |n| format!("Anna Bee{} – Why?\n\n", n % 5_000))),
        ("marked.txt", numbered(MANY / 2, |n| format!("NAME{n}: Why?\nBecause I do.\n\n"))),
        (
            "voices.vtt",
            format!(
                "WEBVTT\n\n{}",
                numbered(MANY / 4, |n| { format!("00:00:01.000 --> 00:00:02.000\n<v Anna{n}>Why?\n\n") })
            ),
        ),
        ("names.csv", format!("speaker,text\n{}", numbered(MANY / 2, |n| format!("Anna {n},Why so?\n")))),
        (
            "names.json",
            format!(
                "[{}{{}}]",
                numbered(MANY / 4, |n| format!("{{\"speaker\": \"Anna {n}\", \"text\": \"Why so?\"}}, "))
            ),
        ),
    ] {
        survives(name, &lines);
    }
}

#[test]
fn tables_of_any_size_are_read() {
    let rows = "<tr><td>Max<td>Why?<tr><td>Ida<td>So.".repeat(MANY / 4);
    survives("rows.html", &format!("<table>{rows}</table>"));
    survives("columns.html", &format!("<table><tr>{}</table>", "<td>Why".repeat(MANY)));
    survives("rows.md", &format!("|a|b|\n|-|-|\n{}", "|Max|Why?|\n".repeat(MANY / 4)));
    survives("columns.md", &format!("{0}\n{0}\n", "|-".repeat(MANY)));
    survives("columns.csv", &format!("speaker,text\n{}", "a,".repeat(MANY)));
    let keys = numbered(MANY, |n| format!("\"k{n}\": \"x y\", "));
    survives("keys.json", &format!("{{\"segments\": [{{{keys}\"text\": \"Why so?\"}}]}}"));
}

#[test]
fn the_way_back_to_the_file_takes_little_room_in_any_encoding() {
    let text = "Корр.: Зачем? Ida, was 12 — «да»?\n\nИда: Потому что so, нет!\n\n".repeat(5000);
    for (encoded, encoding) in [
        (encoding_rs::WINDOWS_1251.encode(&text).0.into_owned(), "windows-1251"),
        (text.encode_utf16().flat_map(u16::to_le_bytes).collect(), "UTF-16LE"),
    ] {
        let interview = interview("talk.txt", &encoded);
        assert_eq!((interview.encoding.as_str(), &interview.text), (encoding, &text));
        assert_eq!(interview.map.segments().count(), 1, "{encoding}");
        let answer = text.rfind("Потому").unwrap();
        let file = interview.map.file_range(Span::new(answer, answer + "Потому".len()));
        let letters = text[..answer].encode_utf16().count();
        assert_eq!(file.start, letters * file.len() / 6, "{encoding}");
    }
}

/// Packs one entry.
fn packed(xml: &str) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    archive.start_file("word/document.xml", options).unwrap();
    archive.write_all(xml.as_bytes()).unwrap();
    archive.finish().unwrap().into_inner()
}

#[test]
fn a_document_that_unpacks_to_hundreds_of_times_its_size_is_refused() {
    let bomb = packed(&format!("<w:document><w:p><w:t>{}</w:t></w:p></w:document>", " ".repeat(24 << 20)));
    assert!(bomb.len() < 100_000);
    let error = read(&bomb, "bomb.docx", &ReadOptions::default()).unwrap_err();
    assert!(error.to_string().contains("too large"), "{error}");

    let nested = packed(&format!("<w:document>{}<w:p><w:r><w:t>Why?", "<w:tbl><w:tr><w:tc>".repeat(MANY)));
    let options = ReadOptions { input_format: Some(InputFormat::Docx), ..ReadOptions::default() };
    let _either = read(&nested, "nested.docx", &options);
    let long = "<w:p><w:r><w:t>Max: Why, then?</w:t></w:r></w:p><w:p><w:r><w:t>Ida: So.</w:t></w:r></w:p>";
    assert!(read(&packed(&long.repeat(10_000)), "long.docx", &ReadOptions::default()).is_ok());
}
