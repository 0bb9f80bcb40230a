//! What is no interview is one clear error: what the file is, and a way out.

use std::io::Write;

use pullquote::error::Error;
use pullquote::read::{ReadOptions, read};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A zip archive with one file in it.
fn archive(file: &str) -> Vec<u8> {
    let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file(file, SimpleFileOptions::default()).unwrap();
    zip.write_all(b"hello").unwrap();
    zip.finish().unwrap().into_inner()
}

/// What office programs before 2007 wrote, with the name of one stream in it.
fn compound_file(stream: &str) -> Vec<u8> {
    let mut bytes = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    bytes.resize(1024, 0);
    bytes.extend(stream.encode_utf16().flat_map(u16::to_le_bytes));
    bytes.resize(2048, 0);
    bytes
}

#[test]
fn what_is_no_interview_is_one_clear_error() {
    let cases: [(Vec<u8>, &str, &str); 19] = [
        (b"".to_vec(), "is empty", "interview"),
        (b" \n\t\r\n".to_vec(), "is empty", "interview"),
        (" \u{a0}\u{3000}\n".into(), "is empty", "interview"),
        (b"\xef\xbb\xbf".to_vec(), "is empty", "interview"),
        (b"%PDF-1.7 ...".to_vec(), "is a PDF file", "pdftotext"),
        (b"{\\rtf1\\ansi hello}".to_vec(), "is an RTF document", ".docx"),
        (b"\x89PNG\r\n\x1a\n".to_vec(), "is a picture (PNG)", "tesseract"),
        (b"\xFF\xD8\xFF\xE0".to_vec(), "is a picture (JPEG)", "tesseract"),
        (b"ID3\x04\0\0\0\0\0\0".to_vec(), "is audio (MP3)", "transcribe"),
        (b"\xFF\xFB\x90\x64\0\0\0\0".to_vec(), "is audio (MP3)", "transcribe"),
        (b"\0\0\0\x20ftypisom\0\0\0\0".to_vec(), "is audio or video (MP4)", "transcribe"),
        (b"\x1f\x8b\x08\0\0\0\0\0".to_vec(), "is compressed with gzip", "gunzip"),
        (archive("holiday.jpg"), "is a zip archive", "unpack"),
        (archive("xl/workbook.xml"), "is a spreadsheet: save it as CSV", "unpack"),
        (b"PK\x03\x04 and no more".to_vec(), "is a damaged zip archive", "again"),
        (compound_file("WordDocument"), "is a document of an old office program", ".docx"),
        (compound_file("EncryptedPackage"), "is protected with a password", "password"),
        (b"SQLite format 3\0".to_vec(), "is a database (SQLite)", "export"),
        (
            (0..4096_u32).map(|n| (n * n * 31 % 253) as u8).collect(),
            "is no text in any known encoding",
            "UTF-8",
        ),
    ];
    for (bytes, reason, hint) in cases {
        match read(&bytes, "file", &ReadOptions::default()) {
            Err(error @ Error::Unreadable { .. }) => {
                assert_eq!(error.to_string(), format!("file {reason}"));
                assert!(error.hint().is_some_and(|told| told.contains(hint)), "{reason}: {:?}", error.hint());
            }
            other => panic!("{reason}: {:?}", other.map(|read| read.turns)),
        }
    }
}
