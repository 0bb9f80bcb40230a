//! Bytes to text, with the way back.
//!
//! The encoding is told by its mark, by what the file says of itself (`<meta charset>`, an XML declaration), or by its
//! letters. What cannot be decoded becomes U+FFFD and a note; control characters that no text needs (NUL, the codes of
//! a terminal) are left out, with a note.

use std::ops::Range;

use encoding_rs::{DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::encoding::{Scheme, mark, unmarked};
use crate::interview::{Note, Segment, SourceMap, Span};

/// A file's text.
pub(super) struct Decoded {
    /// The text.
    pub(super) text: String,
    /// The way back to the file.
    pub(super) map: SourceMap,
    /// The name of the encoding, as the WHATWG Encoding Standard spells it.
    pub(super) encoding: &'static str,
    /// What was odd; spans are in `text`.
    pub(super) notes: Vec<Note>,
}

/// Bytes that are decoded at once.
const BLOCK: usize = 1 << 12;

/// How many odd places are noted one by one.
const MAX_NOTES: usize = 20;

/// How many characters may be amiss in any text, however short.
const MAX_AMISS: usize = 4;

/// Decodes a file; `None` when it is no text in any encoding we know.
pub(super) fn decode(bytes: &[u8]) -> Option<Decoded> {
    let mut sink = Sink::default();
    let encoding = match mark(bytes) {
        Some((Scheme::Utf32 { big }, len)) => {
            sink.utf32(&bytes[len..], len, big);
            "UTF-32"
        }
        Some((Scheme::Known(encoding), len)) => {
            sink.decode(bytes, len, encoding);
            encoding.name()
        }
        None => {
            let encoding = unmarked(bytes)?;
            sink.decode(bytes, 0, encoding);
            encoding.name()
        }
    };
    sink.finish(encoding)
}

/// Gathers text, map and notes.
#[derive(Default)]
struct Sink {
    text: String,
    map: SourceMap,
    notes: Vec<Note>,
    /// How many malformed places there were.
    malformed: usize,
    /// How many control characters were left out, other than a terminal's codes.
    controls: usize,
    /// How many characters were left out.
    dropped: usize,
    /// Where the first one would have stood.
    first_dropped: usize,
    /// Whether a terminal's escape sequence is being left out, and how far it has come.
    escape: Escape,
}

/// The state of an escape sequence (ECMA-48): ESC, a bracket, parameters, a letter.
#[derive(Clone, Copy, Default, PartialEq)]
enum Escape {
    /// Not in one.
    #[default]
    Outside,
    /// After ESC.
    Begun,
    /// After ESC and the bracket.
    Parameters,
}

impl Sink {
    /// Decodes all of a file from byte `from` on.
    fn decode(&mut self, bytes: &[u8], from: usize, encoding: &'static Encoding) {
        if encoding == UTF_8 {
            self.utf8(&bytes[from..], from);
            return;
        }
        if encoding == UTF_16LE || encoding == UTF_16BE {
            self.utf16(bytes, from, encoding == UTF_16BE);
        } else if encoding.is_single_byte() {
            self.single_bytes(bytes, from, encoding);
        } else {
            self.several_bytes(bytes, from, encoding);
        }
    }

    /// Decodes a file of an encoding that has one byte for a character.
    fn single_bytes(&mut self, bytes: &[u8], from: usize, encoding: &'static Encoding) {
        let mut decoder = encoding.new_decoder_without_bom_handling();
        let mut buffer = [0_u8; 3 * BLOCK + 16];
        let mut at = from;
        while at < bytes.len() {
            let block = &bytes[at..bytes.len().min(at + BLOCK)];
            let (result, read, written) =
                decoder.decode_to_utf8_without_replacement(block, &mut buffer, false);
            let is_malformed = matches!(result, DecoderResult::Malformed(..));
            self.units(std::str::from_utf8(&buffer[..written]).unwrap_or_default(), at, 1);
            if is_malformed {
                self.malformed(at + read - 1..at + read);
            } else if read == 0 {
                break;
            }
            at += read;
        }
    }

    /// Decodes UTF-16.
    fn utf16(&mut self, bytes: &[u8], from: usize, big: bool) {
        let mut block = String::with_capacity(BLOCK + 4);
        let mut block_at = from;
        let mut at = from;
        let unit = |pair: &[u8]| {
            <[u8; 2]>::try_from(pair)
                .map(|pair| if big { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) })
        };
        let mut units = bytes[from..].chunks(2).map(unit).peekable();
        while let Some(first) = units.next() {
            let second = units.peek().copied().and_then(Result::ok).filter(|unit| unit & 0xFC00 == 0xDC00);
            let (character, len) = match (first, second) {
                (Ok(first @ 0xD800..0xDC00), Some(second)) => {
                    units.next();
                    (char::decode_utf16([first, second]).next().and_then(Result::ok), 4)
                }
                (Ok(first), _) => (char::from_u32(u32::from(first)), 2),
                (Err(_), _) => (None, 1),
            };
            block.extend(character);
            at += len;
            if character.is_none() || block.len() >= BLOCK {
                self.units(&block, block_at, 2);
                block.clear();
                block_at = at;
            }
            if character.is_none() {
                self.malformed(at - len..at);
            }
        }
        self.units(&block, block_at, 2);
    }

    /// Takes text every character of which takes as many bytes of the file, one of four bytes twice as many: all at
    /// once up to the next control character.
    fn units(&mut self, mut text: &str, mut at: usize, unit: u8) {
        loop {
            let ordinary = if self.escape == Escape::Outside { ordinary_len(text) } else { 0 };
            if ordinary > 0 {
                at += self.map.push_units(self.text.len(), &text[..ordinary], at, unit);
                self.text.push_str(&text[..ordinary]);
            }
            let Some(character) = text[ordinary..].chars().next() else { return };
            let len = usize::from(unit) * (1 + usize::from(character > '\u{FFFF}'));
            self.character(character, at..at + len);
            at += len;
            text = &text[ordinary + character.len_utf8()..];
        }
    }

    /// Decodes a file of an encoding that has one to four bytes for a character.
    fn several_bytes(&mut self, bytes: &[u8], from: usize, encoding: &'static Encoding) {
        // A byte at a time, so that the decoder tells how many bytes each character took.
        let mut decoder = encoding.new_decoder_without_bom_handling();
        let mut at = from;
        let mut buffer = [0_u8; 16];
        let mut pending = from;
        // After a mishap the decoder may hold a byte back; until it has come, all are decoded one by one.
        let mut quick_from = if encoding.is_ascii_compatible() { from } else { usize::MAX };
        while at < bytes.len() {
            if pending == at && at >= quick_from {
                let len = bytes[at..].iter().take_while(|byte| byte.is_ascii()).count();
                self.plain(std::str::from_utf8(&bytes[at..at + len]).unwrap_or_default(), at);
                at += len;
                pending = at;
                if at == bytes.len() {
                    break;
                }
            }
            let last = at + 1 == bytes.len();
            let (result, read, written) =
                decoder.decode_to_utf8_without_replacement(&bytes[at..=at], &mut buffer, last);
            at += read;
            let decoded = std::str::from_utf8(&buffer[..written]).unwrap_or_default();
            if !decoded.is_empty() {
                self.characters(decoded, pending..at);
                pending = at;
            }
            match result {
                DecoderResult::Malformed(..) => {
                    self.malformed(pending..at);
                    pending = at;
                    quick_from = quick_from.max(at.saturating_add(8));
                }
                // With nothing read and nothing to complain about, there is nothing more to come.
                _ if read == 0 => break,
                _ => {}
            }
        }
        if let Some(rest) = (pending < bytes.len()).then_some(pending..bytes.len()) {
            self.malformed(rest);
        }
    }

    /// Takes UTF-8.
    fn utf8(&mut self, bytes: &[u8], from: usize) {
        let mut at = from;
        self.text.reserve(bytes.len());
        let mut amiss = 0;
        for chunk in bytes.utf8_chunks() {
            // Bytes in a row that mean nothing are one mishap.
            if amiss > 0 && !chunk.valid().is_empty() {
                self.malformed(at - amiss..at);
                amiss = 0;
            }
            self.plain(chunk.valid(), at);
            amiss += chunk.invalid().len();
            at += chunk.valid().len() + chunk.invalid().len();
        }
        if amiss > 0 {
            self.malformed(at - amiss..at);
        }
    }

    /// Takes UTF-8 that is well-formed: all at once up to the next control character.
    fn plain(&mut self, mut text: &str, mut at: usize) {
        loop {
            let ordinary = if self.escape == Escape::Outside { ordinary_len(text) } else { 0 };
            self.copy(&text[..ordinary], at);
            let Some(character) = text[ordinary..].chars().next() else { return };
            self.character(character, at + ordinary..at + ordinary + character.len_utf8());
            at += ordinary + character.len_utf8();
            text = &text[ordinary + character.len_utf8()..];
        }
    }

    /// Copies text as it stands in the file.
    fn copy(&mut self, text: &str, at: usize) {
        self.map.push(Segment {
            text: self.text.len(),
            file: at,
            text_len: text.len(),
            file_len: text.len(),
        });
        self.text.push_str(text);
    }

    /// Takes UTF-32.
    fn utf32(&mut self, bytes: &[u8], from: usize, big: bool) {
        for (index, quad) in bytes.chunks(4).enumerate() {
            let file = from + index * 4..from + index * 4 + quad.len();
            let code = <[u8; 4]>::try_from(quad)
                .ok()
                .map(|quad| if big { u32::from_be_bytes(quad) } else { u32::from_le_bytes(quad) });
            match code.and_then(char::from_u32) {
                Some(character) => self.character(character, file),
                None => self.malformed(file),
            }
        }
    }

    /// Takes what a decoder made of some bytes: one character nearly always.
    fn characters(&mut self, text: &str, file: Range<usize>) {
        let mut characters = text.chars();
        let (Some(first), rest) = (characters.next(), characters.as_str()) else { return };
        if rest.is_empty() {
            self.character(first, file);
            return;
        }
        let whole =
            Segment { text: self.text.len(), file: file.start, text_len: text.len(), file_len: file.len() };
        self.map.push_characters(whole, 0, 0);
        self.text.push_str(text);
    }

    /// Takes one character, unless no text needs it.
    fn character(&mut self, character: char, file: Range<usize>) {
        let (escape, keep) = match (self.escape, character) {
            (_, '\u{1B}') => (Escape::Begun, false),
            (Escape::Begun, '[') => (Escape::Parameters, false),
            (Escape::Parameters, '0'..='?' | ' '..='/') => (Escape::Parameters, false),
            (Escape::Parameters, '@'..='~') => (Escape::Outside, false),
            _ => (Escape::Outside, !is_control(character)),
        };
        self.escape = escape;
        if !keep {
            if self.dropped == 0 {
                self.first_dropped = self.text.len();
            }
            self.dropped += 1;
            self.controls += usize::from(escape == Escape::Outside && is_control(character));
            return;
        }
        let each = character.len_utf8();
        let segment =
            Segment { text: self.text.len(), file: file.start, text_len: each, file_len: file.len() };
        match u8::try_from(file.len()) {
            Ok(file_each) => self.map.push_characters(segment, each as u8, file_each),
            Err(_) => self.map.push(segment),
        }
        self.text.push(character);
    }

    /// Puts U+FFFD for bytes that mean nothing.
    fn malformed(&mut self, file: Range<usize>) {
        self.malformed += 1;
        let start = self.text.len();
        if self.notes.len() < MAX_NOTES {
            let bytes = if file.len() == 1 { "a byte".to_owned() } else { format!("{} bytes", file.len()) };
            self.notes.push(Note {
                message: format!("{bytes} at {} of the file: no character of its encoding", file.start),
                span: Some(Span::new(start, start + '\u{FFFD}'.len_utf8())),
            });
        }
        self.text.push('\u{FFFD}');
        let segment = Segment { text: start, file: file.start, text_len: 3, file_len: file.len() };
        self.map.push_characters(segment, 0, 0);
    }

    /// Returns what was gathered; `None` when so much of it is amiss that it is no text.
    fn finish(mut self, encoding: &'static str) -> Option<Decoded> {
        let len = self.text.len() + self.dropped;
        let too_many = |count: usize, share: usize| count > MAX_AMISS && count * share > len;
        if too_many(self.malformed, 10) || too_many(self.controls, 32) {
            return None;
        }
        if self.malformed > MAX_NOTES {
            let message = format!(
                "{} more places hold no character of the file's encoding",
                self.malformed - MAX_NOTES
            );
            self.notes.push(Note { message, span: None });
        }
        if self.dropped > 0 {
            let message = match self.dropped {
                1 => "a control character is left out".to_owned(),
                several => format!("{several} control characters are left out"),
            };
            let at = self.first_dropped.min(self.text.len());
            self.notes.push(Note { message, span: Some(Span::new(at, at)) });
        }
        self.map.shrink();
        Some(Decoded { text: self.text, map: self.map, encoding, notes: self.notes })
    }
}

/// Returns how much of a text comes before its first control character.
fn ordinary_len(text: &str) -> usize {
    let mut from = 0;
    while let Some(next) = text.as_bytes()[from..].iter().position(|byte| is_suspect(*byte)) {
        let at = from + next;
        match text[at..].chars().next().filter(|character| !is_control(*character)) {
            Some(character) => from = at + character.len_utf8(),
            None => return at,
        }
    }
    text.len()
}

/// Tells whether a byte of UTF-8 may belong to a control character.
fn is_suspect(byte: u8) -> bool {
    (byte < b' ' && !matches!(byte, b'\t'..=b'\r')) || byte == 0x7F || byte == 0xC2
}

/// Tells whether a character is a control character other than white space (U+0085 is a line break).
fn is_control(character: char) -> bool {
    character.is_control() && !matches!(character, '\t'..='\r' | '\u{85}')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks that every character leads to the bytes that decode to it.
    fn check(text: &str, bytes: &[u8], encoding: &str) {
        let decoded = decode(bytes).unwrap();
        assert_eq!((decoded.text.as_str(), decoded.encoding), (text, encoding));
        let mut at = None;
        for (start, character) in text.char_indices() {
            let file = decoded.map.file_range(Span::new(start, start + character.len_utf8()));
            assert!(!file.is_empty() && at.is_none_or(|at| at == file.start), "{character} {file:?}");
            at = Some(file.end);
        }
        assert_eq!(at, Some(bytes.len()));
    }

    #[test]
    fn encodings_are_told_by_marks_statements_and_letters() {
        let russian = "Зачем вы строите лодки? Потому что река широкая, а мост один.";
        check("Why – ö", "Why – ö".as_bytes(), "UTF-8");
        check(russian, &encoding_rs::WINDOWS_1251.encode(russian).0, "windows-1251");
        // The Ukrainian variant has all Russian letters too.
        check(russian, &encoding_rs::KOI8_R.encode(russian).0, "KOI8-U");
        let french = "« Pourquoi l’été ? » Parce qu’à la mer, c’est là que je préfère être, évidemment.";
        check(french, &encoding_rs::WINDOWS_1252.encode(french).0, "windows-1252");
        let japanese = "なぜ船を作るのですか。川が広くて、橋は一つしかないからです。";
        for encoding in [encoding_rs::SHIFT_JIS, encoding_rs::EUC_JP] {
            check(japanese, &encoding.encode(japanese).0, encoding.name());
        }
        let chinese = "您为什么要造船？因为河很宽，只有一座桥。";
        assert_eq!(decode(&encoding_rs::GB18030.encode(chinese).0).unwrap().text, chinese);
        let page = format!("<meta charset=iso-8859-2>{}", "Dziękuję, łódź");
        check(&page, &encoding_rs::ISO_8859_2.encode(&page).0, "ISO-8859-2");
    }

    #[test]
    fn utf_16_is_known_with_and_without_its_mark() {
        let text = "Ida: Ça va, 日本 😀.\n";
        let units = |big: bool| -> Vec<u8> {
            text.encode_utf16()
                .flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() })
                .collect()
        };
        check(text, &units(false), "UTF-16LE");
        check(text, &units(true), "UTF-16BE");
        let marked = decode(&[&[0xFF, 0xFE][..], &units(false)].concat()).unwrap();
        assert_eq!(marked.text, text);
        assert_eq!(marked.map.file_range(Span::new(0, 3)), 2..8);
        let utf32: Vec<u8> = "\u{FEFF}Ida".chars().flat_map(|c| (c as u32).to_le_bytes()).collect();
        assert_eq!(decode(&utf32).unwrap().text, "Ida");
    }

    #[test]
    fn what_means_nothing_is_kept_as_a_mark_with_a_note() {
        let decoded = decode(b"Caf\xC3\xA9 and caf\xC3 and \xC3\xA9t\xC3\xA9 \xED\xA0\x80.").unwrap();
        assert!(decoded.text.starts_with("Café and caf\u{FFFD} and été \u{FFFD}"));
        assert_eq!(decoded.notes[0].message, "a byte at 13 of the file: no character of its encoding");
    }

    #[test]
    fn control_characters_are_left_out_with_a_note() {
        let decoded = decode(b"Ida\x07: \x1B[31mred\x1B[0m and more words to make it text\r\n\x1A").unwrap();
        assert_eq!(decoded.text, "Ida: red and more words to make it text\r\n");
        assert_eq!(decoded.notes.len(), 1);
        assert_eq!(decoded.map.file_range(Span::new(5, 8)), 11..14);
    }

    #[test]
    fn noise_is_no_text() {
        let noise: Vec<u8> = (0..2000_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        assert!(decode(&noise).is_none());
    }
}
