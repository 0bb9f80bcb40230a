//! Subtitles: SubRip and WebVTT.
//!
//! Both are cues between blank lines: a name or number, a line of times, the words. One reader takes both, and takes
//! what is not quite right: commas or points, missing numbers, blank lines too many.

use std::borrow::Cow;
use std::ops::Range;

use super::decode::Decoded;
use super::writer::Writer;
use crate::interview::{Emphasis, InputFormat, Span};
use crate::read::document::{BlockKind, Document};

/// Takes times and tags off subtitles.
pub(super) fn read(decoded: &Decoded, format: InputFormat) -> Document {
    let mut reader = Reader {
        writer: Writer::new(decoded),
        is_vtt: format == InputFormat::Vtt,
        last: Vec::new(),
        last_voice: None,
        named: None,
    };
    let lines: Lines<'_> = Lines { text: &decoded.text, at: 0 };
    let mut lines = lines.peekable();
    let mut skipping = false;
    let mut follows_blank = true;
    let mut name = None;
    let mut cue: Option<Vec<Range<usize>>> = None;
    while let Some(line) = lines.next() {
        let text = decoded.text[line.clone()].trim();
        if is_times(text) {
            reader.cue(cue.take());
            if !are_good_times(text) {
                reader.writer.note(format!("the times `{}` make no sense", shortened(text)));
            }
            cue = Some(Vec::new());
            reader.named = name.take();
            skipping = false;
            continue;
        }
        if text.is_empty() {
            skipping = false;
            follows_blank = true;
            continue;
        }
        let opens = std::mem::take(&mut follows_blank);
        // A number or a name right above a line of times belongs to the next cue, unless it ends what is said in this.
        let names_next = lines.peek().is_some_and(|next| is_times(decoded.text[next.clone()].trim()))
            && (opens || cue.is_none() || text.bytes().all(|byte| byte.is_ascii_digit()));
        if names_next {
            name = quoted_name(&decoded.text, &line);
        }
        if skipping || names_next {
            continue;
        }
        skipping = reader.is_vtt && is_comment(text);
        if let (Some(words), false) = (cue.as_mut(), skipping) {
            words.push(line);
        }
    }
    reader.cue(cue);
    reader.writer.finish(decoded)
}

/// Returns the name of a voice in the line above a cue's times: `7 "Max Roe" (2771)`.
fn quoted_name(text: &str, line: &Range<usize>) -> Option<Range<usize>> {
    let piece = &text[line.clone()];
    let rest = piece.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ').strip_prefix('"')?;
    let len = rest.find('"').filter(|len| *len > 0)?;
    let start = line.end - rest.len();
    Some(start..start + len)
}

/// Iterates over the lines of a text as ranges, whatever ends them.
struct Lines<'t> {
    text: &'t str,
    at: usize,
}

impl Iterator for Lines<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        if self.at >= self.text.len() {
            return None;
        }
        let start = self.at;
        let rest = &self.text[start..];
        let len = rest.find(['\n', '\r']).unwrap_or(rest.len());
        let ending = if rest[len..].starts_with("\r\n") { 2 } else { 1 };
        self.at = (start + len + ending).min(self.text.len()).max(start + len);
        Some(start..start + len)
    }
}

/// Tells whether a line is a cue's times, good or bad.
fn is_times(line: &str) -> bool {
    line.split_once("-->").is_some_and(|(from, _)| {
        let from = from.trim();
        !from.is_empty()
            && from.len() <= 16
            && from.bytes().all(|b| b.is_ascii_digit() || b":.,".contains(&b))
    })
}

/// Tells whether a cue's times are times, in order.
fn are_good_times(line: &str) -> bool {
    let Some((from, to)) = line.split_once("-->") else { return false };
    let to = to.split_whitespace().next().unwrap_or_default();
    matches!((millis(from.trim()), millis(to)), (Some(from), Some(to)) if from <= to)
}

/// Reads `01:02:03,456` or `02:03.456`, in milliseconds.
fn millis(time: &str) -> Option<u64> {
    let (clock, fraction) = time.split_once([',', '.']).unwrap_or((time, "0"));
    let mut seconds = 0_u64;
    for (index, part) in clock.split(':').enumerate() {
        let part: u64 = part.parse().ok().filter(|part| (index == 0 || *part < 60) && *part < 100_000)?;
        seconds = seconds * 60 + part;
    }
    Some(seconds * 1000 + fraction.parse::<u64>().ok().filter(|fraction| *fraction < 1000)?)
}

/// Tells whether a line starts a part of a WebVTT file that is no cue.
fn is_comment(line: &str) -> bool {
    ["NOTE", "STYLE", "REGION"].iter().any(|word| {
        line.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', ':']))
    })
}

/// Returns a line without its tags: rolling captions time the words of a line only when it is new.
fn bare(line: &str) -> Cow<'_, str> {
    if !line.contains('<') {
        return Cow::Borrowed(line.trim());
    }
    let mut parts = line.split('<');
    let mut bare = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        bare.push_str(part.split_once('>').map_or("", |(_, words)| words));
    }
    Cow::Owned(bare.trim().to_owned())
}

/// Shortens a text for a note.
fn shortened(text: &str) -> String {
    text.chars().take(40).collect()
}

/// Writes cues.
struct Reader<'s> {
    writer: Writer<'s>,
    is_vtt: bool,
    /// The lines of the cue before, to know those that roll on into the next.
    last: Vec<Range<usize>>,
    /// The name that was written last and where it stands: cues of one voice share it.
    last_voice: Option<(String, Span)>,
    /// Where the name stands above the times of the cue at hand.
    named: Option<Range<usize>>,
}

impl Reader<'_> {
    /// Writes a cue.
    fn cue(&mut self, lines: Option<Vec<Range<usize>>>) {
        let Some(lines) = lines else { return };
        let source = self.writer.source;
        // Rolling captions: the new cue starts with the last lines of the one before.
        let same = |a: &Range<usize>, b: &Range<usize>| bare(&source[a.clone()]) == bare(&source[b.clone()]);
        let lines: Vec<Range<usize>> =
            lines.into_iter().filter(|line| !source[line.clone()].trim().is_empty()).collect();
        let most = self.last.len().min(lines.len()).min(8);
        let rolled = (1..=most)
            .rev()
            .find(|count| self.last[self.last.len() - count..].iter().zip(&lines).all(|(a, b)| same(a, b)))
            .unwrap_or(0);
        let mut voice = self.named.take().and_then(|name| self.voice(name));
        // Two dashes in one cue are two voices.
        let opens = |line: &Range<usize>| bare(&source[line.clone()]).starts_with(['-', '–', '—']);
        let several = lines.iter().filter(|line| opens(line)).count() > 1;
        for line in &lines[rolled..] {
            if several && opens(line) {
                self.end(voice);
            }
            self.line(line.clone(), &mut voice);
        }
        self.end(voice);
        self.last = lines;
    }

    fn end(&mut self, voice: Option<Span>) {
        self.writer.emphasize(Emphasis::Italic, false);
        self.writer.emphasize(Emphasis::Bold, false);
        self.writer.end(BlockKind::Cue, voice);
    }

    /// Writes a line of a cue without its tags.
    fn line(&mut self, line: Range<usize>, voice: &mut Option<Span>) {
        let source = self.writer.source;
        if self.writer.in_block() {
            self.writer.line_break(line.start..line.start);
        }
        let mut at = line.start;
        while at < line.end {
            let rest = &source[at..line.end];
            let len = rest.find(['<', '{', '&']).unwrap_or(rest.len());
            self.writer.copy(at..at + len);
            at += len;
            let rest = &source[at..line.end];
            if rest.is_empty() {
                return;
            }
            at += self.mark(rest, at, voice);
        }
    }

    /// Takes what starts with `<`, `{` or `&`; returns how many bytes that was.
    fn mark(&mut self, rest: &str, at: usize, voice: &mut Option<Span>) -> usize {
        if rest.starts_with("{\\")
            && let Some(end) = nearby(rest).find('}')
        {
            return end + 1;
        }
        if self.is_vtt
            && let Some((entity, text)) = ENTITIES.iter().find(|(entity, _)| rest.starts_with(entity))
        {
            self.writer.whole(text, at..at + entity.len());
            return entity.len();
        }
        let tag = nearby(rest).strip_prefix('<').and_then(|tag| tag.split_once('>')).map(|(tag, _)| tag);
        let Some(tag) = tag.filter(|tag| is_tag(tag)) else {
            self.writer.copy(at..at + 1);
            return 1;
        };
        let name = tag.trim_start_matches('/').split([' ', '.', '\t']).next().unwrap_or_default();
        match name {
            "i" | "I" => self.writer.emphasize(Emphasis::Italic, !tag.starts_with('/')),
            "b" | "B" => self.writer.emphasize(Emphasis::Bold, !tag.starts_with('/')),
            "v" if !tag.starts_with('/') => {
                let spoken = tag.split_once([' ', '\t']).map_or("", |(_, spoken)| spoken);
                let start = at + 1 + tag.len() - spoken.len();
                // A second voice in one cue starts a cue of its own.
                self.end(*voice);
                *voice = self.voice(start..start + spoken.len());
            }
            _ => {}
        }
        tag.len() + 2
    }

    /// Writes the name of a voice, unless it is the one before.
    fn voice(&mut self, range: Range<usize>) -> Option<Span> {
        let name = self.writer.source[range.clone()].trim();
        if name.is_empty() {
            return None;
        }
        if let Some((last, span)) = &self.last_voice
            && last == name
        {
            return Some(*span);
        }
        let span = self.writer.name(|writer| writer.copy(range))?;
        self.last_voice = Some((name.to_owned(), span));
        Some(span)
    }
}

/// The entities WebVTT has.
const ENTITIES: &[(&str, &str)] = &[
    ("&amp;", "&"),
    ("&lt;", "<"),
    ("&gt;", ">"),
    ("&nbsp;", "\u{A0}"),
    ("&lrm;", "\u{200E}"),
    ("&rlm;", "\u{200F}"),
];

/// Returns the start of a text, in which a tag must end: one that never does must not be looked for to the end.
fn nearby(text: &str) -> &str {
    let mut end = text.len().min(512);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// Tells whether what stands between `<` and `>` is a tag of subtitles, and not "a < b, c > d".
fn is_tag(tag: &str) -> bool {
    let inner = tag.strip_prefix('/').unwrap_or(tag);
    let name = inner.split([' ', '.', '\t']).next().unwrap_or_default().to_ascii_lowercase();
    let known = ["i", "b", "u", "s", "c", "v", "font", "lang", "ruby", "rt", "span"].contains(&name.as_str());
    known || inner.is_empty() || (inner.starts_with(|c: char| c.is_ascii_digit()) && millis(inner).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::kinds::decode::decode;
    use crate::read::kinds::tests::{lines, voiced};

    fn document(source: &str, format: InputFormat) -> Document {
        read(&decode(source.as_bytes()).unwrap(), format)
    }

    #[test]
    fn cues_lose_numbers_times_and_tags() {
        let source = "1\r\n00:00:01,000 --> 00:00:02,000\r\n<i>Max:</i> {\\an8}Why\r\nboats?\r\n\r\n\r\n2\r\n\
            00:00:03.000-->00:00:04.000\r\nIda: 3 < 4.\r\n";
        let document = document(source, InputFormat::Srt);
        assert_eq!(lines(&document), ["> Max: Why\nboats?", "> Ida: 3 < 4."]);
        assert!(document.notes.is_empty());
        let file = document.map.file_range(document.blocks[1].span);
        assert_eq!(&source[file], "Ida: 3 < 4.");
    }

    #[test]
    fn bad_times_are_noted_and_their_words_kept() {
        let document = document("1\n99:99:99,999 --> xx\nWhy?\n", InputFormat::Srt);
        assert_eq!(lines(&document), ["> Why?"]);
        assert_eq!(document.notes.len(), 1);
    }

    #[test]
    fn voices_are_known_and_comments_are_not_spoken() {
        let source = "WEBVTT - Boats\n\nNOTE Max: not\nsaid\n\nSTYLE\n::cue {}\n\na1\n00:01.000 --> 00:02.000 align:start\n\
            <v Max>Why &amp; how?\n\n00:02.000 --> 00:03.000\n<v.loud Ida Roe>Be<00:02.500>cause.</v> <v Max>Ah.</v>\n";
        assert_eq!(
            voiced(&document(source, InputFormat::Vtt)),
            ["Max: Why & how?", "Ida Roe: Because.", "Max: Ah."]
        );
    }

    #[test]
    fn rolling_captions_are_said_once() {
        let source = "1\n00:01.0 --> 00:02.0\none\n\n2\n00:02.0 --> 00:03.0\none\ntwo\n\n3\n00:03.0 --> 00:04.0\ntwo\nthree\n";
        assert_eq!(lines(&document(source, InputFormat::Srt)), ["> one", "> two", "> three"]);
    }
}
