//! Which kind of file it is: by its content first, by its name second.

use crate::error::Error;
use crate::interview::InputFormat;

/// What a file that is no interview turns out to be, and what to do with it.
struct Foreign {
    /// The bytes it starts with.
    magic: &'static [u8],
    /// Where they stand.
    at: usize,
    /// The end of the sentence "NAME is …".
    what: &'static str,
    /// What to do.
    hint: &'static str,
}

const SPEECH: &str = "transcribe it first, for example with whisper, and give the transcript";
const PICTURE: &str = "recognise its text first, for example with tesseract, and give the text";
const UNPACK: &str = "unpack it, and give the file inside";
const EXPORT: &str = "save it as .docx, .html or .txt, for example with `libreoffice --convert-to docx`";

/// Signatures of files people have at hand.
const FOREIGN: &[Foreign] = &[
    foreign(b"%PDF-", "is a PDF file", "export its text first, for example with `pdftotext -layout`"),
    foreign(b"%!PS", "is a PostScript file", "export its text first, for example with `ps2ascii`"),
    foreign(b"{\\rtf", "is an RTF document", EXPORT),
    foreign(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "is a document of an old office program", EXPORT),
    foreign(b"\x1F\x8B", "is compressed with gzip", "unpack it first, with `gunzip`"),
    Foreign {
        magic: b"1AY&SY",
        at: 4,
        what: "is compressed with bzip2",
        hint: "unpack it first, with `bunzip2`",
    },
    foreign(b"\xFD7zXZ\0", "is compressed with xz", "unpack it first, with `unxz`"),
    foreign(b"\x28\xB5\x2F\xFD", "is compressed with zstd", "unpack it first, with `unzstd`"),
    foreign(b"7z\xBC\xAF\x27\x1C", "is a 7z archive", UNPACK),
    foreign(b"Rar!\x1A\x07", "is a RAR archive", UNPACK),
    foreign(b"\x89PNG\r\n\x1A\n", "is a picture (PNG)", PICTURE),
    foreign(b"\xFF\xD8\xFF", "is a picture (JPEG)", PICTURE),
    foreign(b"GIF8", "is a picture (GIF)", PICTURE),
    foreign(b"II*\0", "is a picture (TIFF)", PICTURE),
    foreign(b"MM\0*", "is a picture (TIFF)", PICTURE),
    foreign(b"ID3\x02", "is audio (MP3)", SPEECH),
    foreign(b"ID3\x03", "is audio (MP3)", SPEECH),
    foreign(b"ID3\x04", "is audio (MP3)", SPEECH),
    foreign(b"fLaC", "is audio (FLAC)", SPEECH),
    foreign(b"OggS", "is audio or video (Ogg)", SPEECH),
    foreign(b"\x1A\x45\xDF\xA3", "is video (Matroska or WebM)", SPEECH),
    foreign(b"FLV\x01", "is video (Flash)", SPEECH),
    foreign(b"SQLite format 3\0", "is a database (SQLite)", "export the interview from it as text or CSV"),
    foreign(b"\x7FELF", "is a program", "give the interview instead"),
    Foreign { magic: b"ftyp", at: 4, what: "is audio or video (MP4)", hint: SPEECH },
    Foreign { magic: b"WAVE", at: 8, what: "is audio (WAV)", hint: SPEECH },
    Foreign { magic: b"AVI ", at: 8, what: "is video (AVI)", hint: SPEECH },
    Foreign { magic: b"WEBP", at: 8, what: "is a picture (WebP)", hint: PICTURE },
    Foreign { magic: b"ustar", at: 257, what: "is a tar archive", hint: UNPACK },
];

const fn foreign(magic: &'static [u8], what: &'static str, hint: &'static str) -> Foreign {
    Foreign { magic, at: 0, what, hint }
}

/// Refuses a file whose first bytes say that it is something else than text.
pub(super) fn foreign_error(bytes: &[u8], name: &str) -> Option<Error> {
    let is = |foreign: &&Foreign| bytes.get(foreign.at..).is_some_and(|rest| rest.starts_with(foreign.magic));
    // MPEG audio without an ID3 tag has eleven set bits for a signature, as UTF-16 has in its mark.
    let mpeg = || matches!(bytes, [0xFF, 0xFB | 0xF3 | 0xF2, ..]);
    let (what, hint) = match FOREIGN.iter().find(is) {
        Some(foreign) if foreign.hint == EXPORT && is_encrypted(bytes) => {
            ("is protected with a password", "save it without a password, as .docx or .txt")
        }
        Some(foreign) => (foreign.what, foreign.hint),
        None if mpeg() => ("is audio (MP3)", SPEECH),
        None => return None,
    };
    Some(unreadable(name, what, hint))
}

/// Tells whether a compound file holds an encrypted document (MS-OFFCRYPTO): the name of a stream says so.
fn is_encrypted(bytes: &[u8]) -> bool {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    // Directory entries take 128 bytes and begin with their names.
    bytes.chunks(128).any(|entry| entry.starts_with(&name))
}

/// Makes the error for a file that cannot be read.
pub(super) fn unreadable(name: &str, reason: impl Into<String>, hint: impl Into<String>) -> Error {
    Error::Unreadable { name: name.to_owned(), reason: reason.into(), hint: hint.into() }
}

/// Tells whether the bytes are a zip archive.
pub(super) fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// Tells what kind of text a decoded file is.
pub(super) fn text_kind(text: &str, name: &str) -> InputFormat {
    let head = text.trim_start();
    by_content(head).or_else(|| by_name(name, head)).unwrap_or_else(|| by_looks(head))
}

/// Knows the kinds that announce themselves.
fn by_content(head: &str) -> Option<InputFormat> {
    if head.starts_with("WEBVTT") && !head["WEBVTT".len()..].starts_with(|c: char| c.is_alphanumeric()) {
        return Some(InputFormat::Vtt);
    }
    if is_cue_start(head) {
        return Some(InputFormat::Srt);
    }
    if is_page_start(head) {
        return Some(InputFormat::Html);
    }
    let json = head.strip_prefix('{').or_else(|| head.strip_prefix('['))?.trim_start();
    let object = head.starts_with('{') && (json.starts_with('"') || json.starts_with('}'));
    let array = head.starts_with('[') && json.starts_with(['{', '[', ']']);
    (object || array).then_some(InputFormat::Json)
}

/// Tells whether a text starts as an HTML page does.
fn is_page_start(head: &str) -> bool {
    let mut rest = head;
    // What may stand before the first element: an XML declaration, comments.
    for _ in 0..8 {
        let end = match rest {
            _ if rest.starts_with("<?xml") => rest.find("?>").map(|at| at + 2),
            _ if rest.starts_with("<!--") => rest.find("-->").map(|at| at + 3),
            _ => break,
        };
        let Some(end) = end else { break };
        rest = rest[end..].trim_start();
    }
    let start: String = rest.chars().take(16).collect::<String>().to_ascii_lowercase();
    ["<!doctype html", "<html", "<head", "<body", "<article", "<main"]
        .iter()
        .any(|tag| start.starts_with(tag))
}

/// Tells whether a text starts with a number and times, or times alone, as SubRip does.
fn is_cue_start(head: &str) -> bool {
    let mut lines = head.lines().map(str::trim);
    let first = lines.next().unwrap_or_default();
    let times = |line: &str| line.contains("-->") && line.starts_with(|c: char| c.is_ascii_digit());
    let number = !first.is_empty() && first.bytes().all(|byte| byte.is_ascii_digit());
    times(first) || (number && lines.next().is_some_and(times))
}

/// Believes the ending of a name, unless the text contradicts it.
fn by_name(name: &str, head: &str) -> Option<InputFormat> {
    let (_, ending) = name.rsplit_once('.')?;
    Some(match ending.to_ascii_lowercase().as_str() {
        "md" | "markdown" | "mdown" | "mkd" | "qmd" | "rmd" => InputFormat::Markdown,
        "html" | "htm" | "xhtml" if head.contains('<') => InputFormat::Html,
        "srt" if head.contains("-->") => InputFormat::Srt,
        "vtt" if head.contains("-->") => InputFormat::Vtt,
        "json" => InputFormat::Json,
        "csv" | "tsv" => InputFormat::Csv,
        "txt" | "text" => InputFormat::Text,
        _ => return None,
    })
}

/// Judges a text without a telling name by what is in its first lines.
fn by_looks(head: &str) -> InputFormat {
    let mut end = head.len().min(1 << 14);
    while !head.is_char_boundary(end) {
        end -= 1;
    }
    let sample = &head[..end];
    let lower = sample.to_ascii_lowercase();
    let paragraphs =
        lower.matches("<p>").count() + lower.matches("<p ").count() + lower.matches("<br").count();
    if head.starts_with('<') && paragraphs >= 2 || lower.matches("</p>").count() >= 2 {
        return InputFormat::Html;
    }
    let heading = |line: &&str| line.starts_with("# ") || line.starts_with("## ") || line.starts_with("> ");
    let front = sample.starts_with("---\n") || sample.starts_with("---\r\n") || sample.starts_with("+++\n");
    let bold = sample.matches("**").count() >= 4;
    if front || bold || sample.lines().filter(heading).count() >= 1 {
        return InputFormat::Markdown;
    }
    if super::table::looks_like_one(sample) { InputFormat::Csv } else { InputFormat::Text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_is_believed_before_the_name() {
        let cases = [
            ("WEBVTT\n\n", "a.txt", InputFormat::Vtt),
            ("1\n00:00:01,000 --> 00:00:02,000\nHello\n", "a.txt", InputFormat::Srt),
            ("<!DOCTYPE html><p>Hello", "a.md", InputFormat::Html),
            ("{\"segments\": []}", "a.txt", InputFormat::Json),
            ("[00:12] Ana: Hello", "a.txt", InputFormat::Text),
            ("# Ana\n\nHello", "-", InputFormat::Markdown),
            ("speaker,text\nAna,\"Hello, you\"\nBo,Hi\n", "-", InputFormat::Csv),
            ("Ana: Hello, you\n\nBo: Hi\n", "-", InputFormat::Text),
        ];
        for (text, name, kind) in cases {
            assert_eq!(text_kind(text, name), kind, "{text}");
        }
    }

    #[test]
    fn other_kinds_of_files_are_named_with_a_way_out() {
        let error = foreign_error(b"%PDF-1.7 ...", "talk.pdf").unwrap();
        assert_eq!(error.to_string(), "talk.pdf is a PDF file");
        assert!(error.hint().unwrap().contains("pdftotext"));
        assert!(foreign_error(b"RIFF\0\0\0\0WAVEfmt ", "a").is_some());
        assert!(foreign_error(b"Ana: hello", "a").is_none());
    }
}
