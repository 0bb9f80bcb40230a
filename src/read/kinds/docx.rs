//! Word processor documents: Office Open XML (ECMA-376) in a zip archive.
//!
//! The words lie compressed in the file, so a paragraph has no bytes of its own on disk: every span leads to the bytes
//! of the compressed entry `word/document.xml` as a whole.

use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::declared::Statements;
use super::decode::Decoded;
use super::recognise::unreadable;
use super::rows::{Table, give_voices};
use super::writer::Writer;
use crate::error::Result;
use crate::interview::{Emphasis, Segment, SourceMap};
use crate::read::document::{BlockKind, Document};

/// The most that an entry may grow to when unpacked: a thousand pages have 20 MB of XML.
const MAX_UNPACKED: u64 = 128 << 20;

/// What an entry of any size may grow to, and how many times its size a larger one may. XML packs to a tenth; one that
/// packs to a hundredth was made to fill memory.
const FREELY_UNPACKED: u64 = 16 << 20;
const MOST_TIMES: u64 = 100;

/// What to do about a zip archive that is no document.
const HINT: &str = "unpack it and give the interview inside, or save the document as .docx";

/// Takes the words out of a document.
pub(super) fn read(bytes: &[u8], name: &str) -> Result<Document> {
    let mut archive = ZipArchive::new(Cursor::new(bytes))
        .map_err(|_| unreadable(name, "is a damaged zip archive", "save the document again"))?;
    let Some(entry) = unpack(&mut archive, "word/document.xml", bytes.len()) else {
        return Err(unreadable(name, what_it_is(&mut archive), HINT));
    };
    let mut document = body(&entry);
    let mut statements = Statements::default();
    if let Some(core) = unpack(&mut archive, "docProps/core.xml", bytes.len()) {
        properties(&core.text, &mut statements);
    }
    document.declared = statements.finish();
    Ok(document)
}

/// Says what an archive without `word/document.xml` is.
fn what_it_is(archive: &mut ZipArchive<Cursor<&[u8]>>) -> &'static str {
    for (entry, what) in [
        ("word/document.xml", "is a document too large or too damaged to unpack"),
        ("xl/workbook.xml", "is a spreadsheet: save it as CSV"),
        ("ppt/presentation.xml", "is a presentation, which is not read"),
        ("content.xml", "is an OpenDocument file, which is not read"),
        ("META-INF/container.xml", "is an e-book, which is not read"),
    ] {
        if archive.index_for_name(entry).is_some() {
            return what;
        }
    }
    "is a zip archive"
}

/// Unpacks an entry, within bounds; its map leads to all of its compressed bytes.
fn unpack(archive: &mut ZipArchive<Cursor<&[u8]>>, name: &str, file_len: usize) -> Option<Decoded> {
    let entry = archive.by_name(name).ok()?;
    let start = usize::try_from(entry.data_start()?).ok()?.min(file_len);
    let len = usize::try_from(entry.compressed_size()).ok()?.min(file_len - start);
    let mut text = String::new();
    let most = (len as u64 * MOST_TIMES).clamp(FREELY_UNPACKED, MAX_UNPACKED);
    entry.take(most + 1).read_to_string(&mut text).ok()?;
    if text.len() as u64 > most {
        return None;
    }
    let mut map = SourceMap::default();
    map.push_characters(Segment { text: 0, file: start, text_len: text.len(), file_len: len }, 0, 0);
    Some(Decoded { text, map, encoding: "UTF-8", notes: Vec::new() })
}

/// Reads title and author from the document's properties (Dublin Core).
fn properties(xml: &str, statements: &mut Statements) {
    let mut reader = Reader::from_str(xml);
    let mut key = String::new();
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) => key = start.local_name().as_ref().to_owned(),
            Ok(Event::End(_)) => key.clear(),
            Ok(Event::Text(text)) => {
                let key = match key.as_str() {
                    "title" => "title",
                    "creator" => "author",
                    "language" => "lang",
                    _ => continue,
                };
                statements.front_matter(key, &text);
            }
            Ok(Event::Eof) | Err(_) => return,
            Ok(_) => {}
        }
    }
}

/// A document being read.
struct Body<'s> {
    writer: Writer<'s>,
    /// What the paragraph is, by its style.
    kind: BlockKind,
    /// Whether we are in `<w:t>`, whose text is shown.
    in_text: bool,
    /// Whether we are between a run's properties.
    in_run_properties: bool,
    /// How deep we are in what is not to be read: the other form of a drawing, a change's former text.
    skipped: usize,
    /// The open table.
    table: Table,
    /// How deep in tables we are.
    depth: usize,
    /// Finished tables.
    finished: Vec<Table>,
}

/// Reads the paragraphs.
fn body(entry: &Decoded) -> Document {
    let mut body = Body {
        writer: Writer::new(entry),
        kind: BlockKind::Paragraph,
        in_text: false,
        in_run_properties: false,
        skipped: 0,
        table: Table::default(),
        depth: 0,
        finished: Vec::new(),
    };
    let mut reader = Reader::from_str(&entry.text);
    loop {
        let before = reader.buffer_position() as usize;
        let event = reader.read_event();
        let range = before..reader.buffer_position() as usize;
        match event {
            Ok(Event::Start(start)) => body.start(&start, false),
            Ok(Event::Empty(start)) => body.start(&start, true),
            Ok(Event::End(end)) => body.end(end.local_name().as_ref()),
            Ok(Event::Text(text)) if body.shows_text() => body.writer.whole(&text.xml10_content(), range),
            Ok(Event::CData(text)) if body.shows_text() => body.writer.whole(&text, range),
            Ok(Event::GeneralRef(reference)) if body.shows_text() => {
                let character = match &*reference {
                    "amp" => Some('&'),
                    "lt" => Some('<'),
                    "gt" => Some('>'),
                    "quot" => Some('"'),
                    "apos" => Some('\''),
                    _ => reference.resolve_char_ref().ok().flatten(),
                };
                let character = character.filter(|character| *character != '\0').unwrap_or('\u{FFFD}');
                body.writer.whole(character.encode_utf8(&mut [0; 4]), range);
            }
            Ok(Event::Eof) => break,
            Err(_) => {
                body.writer.note("the document's XML breaks off here");
                break;
            }
            Ok(_) => {}
        }
    }
    body.end("p");
    let Body { mut writer, finished, .. } = body;
    give_voices(&mut writer.document, &finished);
    writer.finish(entry)
}

impl Body<'_> {
    fn shows_text(&self) -> bool {
        self.in_text && self.skipped == 0
    }

    fn start(&mut self, start: &BytesStart<'_>, is_empty: bool) {
        let name = start.local_name();
        let name: &str = name.as_ref();
        // Word keeps drawings twice, and the text before a tracked change beside the text after it.
        if matches!(name, "Fallback" | "del" | "moveFrom" | "pPrChange" | "rPrChange") {
            self.skipped += usize::from(!is_empty);
        }
        if self.skipped > 0 {
            return;
        }
        match name {
            "p" => self.finish_paragraph(),
            "pStyle" => self.kind = kind(&value(start)),
            "numPr" if self.kind == BlockKind::Paragraph => self.kind = BlockKind::ListItem,
            "t" => self.in_text = !is_empty,
            "tab" if !self.in_run_properties => self.writer.space(0..0),
            "br" | "cr" => self.writer.line_break(0..0),
            "r" => {
                self.writer.emphasize(Emphasis::Italic, false);
                self.writer.emphasize(Emphasis::Bold, false);
            }
            "rPr" => self.in_run_properties = !is_empty,
            "b" | "i" if self.in_run_properties => {
                let on = !matches!(value(start).as_str(), "0" | "false" | "off" | "none");
                let emphasis = if name == "b" { Emphasis::Bold } else { Emphasis::Italic };
                self.writer.emphasize(emphasis, on);
            }
            "tbl" => self.depth += usize::from(!is_empty),
            "tr" => self.table.next_row(),
            "tc" => self.table.next_column(),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "Fallback" | "del" | "moveFrom" | "pPrChange" | "rPrChange" => {
                self.skipped = self.skipped.saturating_sub(1);
            }
            "t" => self.in_text = false,
            "rPr" => self.in_run_properties = false,
            "p" => self.finish_paragraph(),
            "tbl" => {
                self.depth = self.depth.saturating_sub(1);
                self.finished.push(std::mem::take(&mut self.table));
            }
            _ => {}
        }
    }

    fn finish_paragraph(&mut self) {
        let kind = std::mem::replace(&mut self.kind, BlockKind::Paragraph);
        let block = self.writer.end(kind, None);
        self.writer.emphasize(Emphasis::Italic, false);
        self.writer.emphasize(Emphasis::Bold, false);
        if let Some(block) = block.filter(|_| self.depth > 0) {
            self.table.add(block);
        }
    }
}

/// Returns an element's `w:val`.
fn value(start: &BytesStart<'_>) -> String {
    let is_value = |key: &str| key == "val" || key.ends_with(":val");
    start
        .attributes()
        .with_checks(false)
        .flatten()
        .find(|attribute| is_value(attribute.key.as_ref()))
        .map(|attribute| attribute.value.to_string())
        .unwrap_or_default()
}

/// Tells what a paragraph of a style is; styles keep their English ids in every language, mostly.
fn kind(style: &str) -> BlockKind {
    let style = style.to_ascii_lowercase();
    let level = style.strip_prefix("heading").or_else(|| style.strip_prefix("berschrift"));
    match level.and_then(|level| level.parse::<u8>().ok()) {
        Some(level @ 1..=9) => BlockKind::Heading(level),
        _ if style == "title" || style == "titel" => BlockKind::Heading(1),
        _ if style.contains("quote") => BlockKind::Quotation,
        _ if style == "caption" => BlockKind::Caption,
        _ if style.starts_with("list") => BlockKind::ListItem,
        _ => BlockKind::Paragraph,
    }
}

#[cfg(test)]
pub(super) mod tests {
    use std::io::Write;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;
    use crate::interview::Span;
    use crate::read::kinds::tests::{lines, voiced};

    /// Packs a document.
    pub(in crate::read::kinds) fn packed(body: &str) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        let core = "<cp:coreProperties><dc:title>The quay</dc:title><dc:creator>Bo Lind</dc:creator></cp:coreProperties>";
        let xml = format!("<w:document><w:body>{body}</w:body></w:document>");
        for (name, text) in [("docProps/core.xml", core), ("word/document.xml", &xml)] {
            writer.start_file(name, SimpleFileOptions::default()).unwrap();
            writer.write_all(text.as_bytes()).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn paragraphs_have_kinds_and_emphasis() {
        let bytes = packed(
            "<w:p><w:pPr><w:pStyle w:val='Heading2'/></w:pPr><w:r><w:t>Boats</w:t></w:r></w:p>\
            <w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Max:</w:t></w:r><w:r><w:t xml:space='preserve'> &amp; why?</w:t></w:r>\
            <w:del><w:r><w:t>gone</w:t></w:r></w:del></w:p>",
        );
        let document = read(&bytes, "a.docx").unwrap();
        assert_eq!(lines(&document), ["H2 Boats", "P Max: & why?"]);
        assert_eq!(document.emphasis.len(), 1);
        assert_eq!(document.declared.title.unwrap().text, "The quay");
        assert_eq!(document.declared.author.unwrap().text, "Bo Lind");
        let whole = document.map.file_range(Span::new(0, document.text.len()));
        assert!(whole.len() > 50 && whole.end < bytes.len());
        assert_eq!(document.map.file_range(document.blocks[1].span), whole);
    }

    #[test]
    fn a_table_of_turns_has_voices() {
        let row = |name: &str, text: &str| {
            let cell = |text: &str| format!("<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>");
            format!("<w:tr>{}{}</w:tr>", cell(name), cell(text))
        };
        let body =
            format!("<w:tbl>{}{}{}</w:tbl>", row("Max", "Why?"), row("Ida", "Because."), row("Max", "Ah."));
        assert_eq!(voiced(&read(&packed(&body), "a").unwrap()), ["Max: Why?", "Ida: Because.", "Max: Ah."]);
    }

    #[test]
    fn other_archives_are_named() {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        writer.start_file("content.xml", SimpleFileOptions::default()).unwrap();
        let bytes = writer.finish().unwrap().into_inner();
        assert!(read(&bytes, "a.odt").unwrap_err().to_string().contains("OpenDocument"));
        assert!(read(b"PK\x03\x04 and no more", "a.zip").unwrap_err().to_string().contains("damaged"));
    }
}
