//! Which encoding a file is in: by its mark, by what it says of itself, or by its letters.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// How many bytes are looked at to tell whether they are UTF-8 with mishaps.
const GUESSED_FROM: usize = 1 << 20;

/// How many bytes the detector looks at. It follows forty encodings at once, which takes its time.
const DETECTED_FROM: usize = 1 << 18;

/// How a marked file is encoded.
pub(super) enum Scheme {
    /// As the standard knows it.
    Known(&'static Encoding),
    /// Four bytes a character; browsers dropped it, files did not.
    Utf32 {
        /// Whether the high byte comes first.
        big: bool,
    },
}

/// Reads a byte order mark: what it says, and its length.
pub(super) fn mark(bytes: &[u8]) -> Option<(Scheme, usize)> {
    match bytes {
        [0xFF, 0xFE, 0, 0, ..] => Some((Scheme::Utf32 { big: false }, 4)),
        [0, 0, 0xFE, 0xFF, ..] => Some((Scheme::Utf32 { big: true }, 4)),
        _ => Encoding::for_bom(bytes).map(|(encoding, len)| (Scheme::Known(encoding), len)),
    }
}

/// Tells the encoding of a file without a mark.
pub(super) fn unmarked(bytes: &[u8]) -> Option<&'static Encoding> {
    if let Some(encoding) = utf16_by_nuls(bytes).or_else(|| utf16_by_spaces(bytes)) {
        return Some(encoding);
    }
    let Err(error) = std::str::from_utf8(bytes) else { return Some(UTF_8) };
    let (good, bad) = utf8_sequences(&bytes[error.valid_up_to().saturating_sub(GUESSED_FROM / 2)..]);
    if good > bad {
        return Some(UTF_8);
    }
    if let Some(said) = declared(bytes).filter(|encoding| *encoding != UTF_8) {
        return Some(said);
    }
    // The guess starts where the first foreign byte is: what is before tells nothing.
    let from = error.valid_up_to();
    let sample = &bytes[from..bytes.len().min(from + DETECTED_FROM)];
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, sample.len() == bytes.len() - from);
    Some(detector.guess(None, Utf8Detection::Deny))
}

/// Counts the sequences that have the shape of UTF-8, a leading byte and those that follow it, and the bytes beyond
/// ASCII that are in none. Overlong forms and surrogate halves have the shape: their writers meant UTF-8.
fn utf8_sequences(bytes: &[u8]) -> (usize, usize) {
    let bytes = &bytes[..bytes.len().min(GUESSED_FROM)];
    let (mut good, mut bad, mut at) = (0, 0, 0);
    while at < bytes.len() {
        let following = match bytes[at] {
            0..0x80 => 0,
            0xC0..0xE0 => 1,
            0xE0..0xF0 => 2,
            0xF0..0xF8 => 3,
            _ => usize::MAX,
        };
        let rest = &bytes[at + 1..];
        let found = rest.iter().take(following.min(3)).take_while(|byte| **byte & 0xC0 == 0x80).count();
        match following {
            0 => at += 1,
            _ if found == following => {
                good += 1;
                at += 1 + found;
            }
            // A file that was cut off in the middle of a character.
            _ if found == rest.len() && following != usize::MAX && found > 0 => {
                good += 1;
                at = bytes.len();
            }
            _ => {
                bad += 1;
                at += 1;
            }
        }
    }
    (good, bad)
}

/// Knows UTF-16 without a mark by its NULs: all on one side of the pairs, and well-formed.
fn utf16_by_nuls(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(1 << 16) & !1];
    let mut nuls = [0_usize; 2];
    for pair in sample.chunks_exact(2) {
        nuls[0] += usize::from(pair[0] == 0);
        nuls[1] += usize::from(pair[1] == 0);
    }
    // On the other side they are rare: a letter in 256 of a script without Latin letters.
    let (encoding, some) = match nuls {
        [few, some] if few * 8 <= some => (UTF_16LE, some),
        [some, few] if few * 8 <= some => (UTF_16BE, some),
        _ => return None,
    };
    // One pair in a hundred at least: white space in a script without Latin letters.
    let enough = some > 0 && some * 100 >= sample.len() / 2;
    let (_, malformed) = encoding.decode_without_bom_handling(sample);
    (enough && !malformed).then_some(encoding)
}

/// Knows UTF-16 without a mark by its line ends and spaces, in scripts whose letters have NULs on either side: 一 is U+4E00.
fn utf16_by_spaces(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(1 << 16) & !1];
    let (mut little, mut big) = (0_usize, 0_usize);
    for pair in sample.chunks_exact(2) {
        match pair {
            [0, 0] => return None,
            [b'\n' | b'\r' | b' ', 0] => little += 1,
            [0, b'\n' | b'\r' | b' '] => big += 1,
            _ => {}
        }
    }
    let (encoding, some) = match (little, big) {
        (some, 0) => (UTF_16LE, some),
        (0, some) => (UTF_16BE, some),
        _ => return None,
    };
    let (_, malformed) = encoding.decode_without_bom_handling(sample);
    (some * 200 >= sample.len() && !malformed && some > 0).then_some(encoding)
}

/// Reads the encoding an HTML or XML file names in its first bytes.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(2048)]).to_ascii_lowercase();
    let at = if head.trim_start().starts_with("<?xml") {
        head.find("encoding=")? + "encoding=".len()
    } else {
        let meta = head.find("<meta")?;
        meta + head[meta..].find("charset=")? + "charset=".len()
    };
    let label: String = head[at..]
        .trim_start_matches(['"', '\'', ' '])
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || "-_:".contains(*c))
        .collect();
    Encoding::for_label(label.as_bytes())
}
