//! JSON that knows where everything stands.
//!
//! A transcript's words have to be found again in the file, so values are ranges of it, not copies. Nodes lie in one
//! vector in the order of the file; nothing recurses, however deep the arrays go.

use std::ops::Range;

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Braces.
    Object,
    /// Brackets.
    Array,
    /// Text; its range is what stands between the quotation marks.
    String,
    /// A number, `true`, `false` or `null`.
    Other,
}

/// A value.
#[derive(Clone, Copy, Debug)]
struct Node {
    kind: Kind,
    /// Where its key stands, between the quotation marks; empty in an array.
    key: (u32, u32),
    start: u32,
    end: u32,
    /// The node after it and all it holds.
    next: u32,
}

/// Index of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Id(u32);

/// A JSON text, read.
pub(super) struct Json<'s> {
    source: &'s str,
    nodes: Vec<Node>,
}

/// Why a text is no JSON.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Broken {
    /// The byte.
    pub(super) at: usize,
    /// What was expected there.
    pub(super) expected: &'static str,
}

/// The deepest nesting that is read. Transcripts have five levels; the bound is for what they are walked with.
const MAX_DEPTH: usize = 256;

impl<'s> Json<'s> {
    /// Reads a text.
    pub(super) fn parse(source: &'s str) -> Result<Self, Broken> {
        let mut json = Self { source, nodes: Vec::new() };
        let bytes = source.as_bytes();
        let mut open: Vec<usize> = Vec::new();
        let mut at = skip_space(bytes, 0);
        loop {
            // Here a value starts, or an empty container ends.
            let broken = |expected| Broken { at, expected };
            let mut key = (0, 0);
            if let Some(container) = open.last() {
                let is_object = json.nodes[*container].kind == Kind::Object;
                let closing = if is_object { b'}' } else { b']' };
                let is_empty = *container + 1 == json.nodes.len();
                if bytes.get(at) == Some(&closing) && is_empty {
                    at = json.close(&mut open, at);
                    if json.after_value(&mut open, &mut at)? {
                        return Ok(json);
                    }
                    continue;
                }
                if is_object {
                    let end = string_end(bytes, at).ok_or(broken("a key in quotation marks"))?;
                    key = (at as u32 + 1, end as u32 - 1);
                    at = skip_space(bytes, end);
                    if bytes.get(at) != Some(&b':') {
                        return Err(Broken { at, expected: "a colon" });
                    }
                    at = skip_space(bytes, at + 1);
                }
            }
            let (kind, start, end) = match bytes.get(at) {
                Some(b'{') => (Kind::Object, at, at + 1),
                Some(b'[') => (Kind::Array, at, at + 1),
                Some(b'"') => {
                    let end = string_end(bytes, at).ok_or(Broken { at, expected: "the end of a string" })?;
                    (Kind::String, at + 1, end - 1)
                }
                _ => {
                    let len = bytes[at..]
                        .iter()
                        .take_while(|b| b.is_ascii_alphanumeric() || b"+-.".contains(b))
                        .count();
                    if len == 0 {
                        return Err(Broken { at, expected: "a value" });
                    }
                    (Kind::Other, at, at + len)
                }
            };
            let index = json.nodes.len();
            json.nodes.push(Node { kind, key, start: start as u32, end: end as u32, next: index as u32 + 1 });
            if matches!(kind, Kind::Object | Kind::Array) {
                if open.len() == MAX_DEPTH {
                    return Err(Broken { at, expected: "less nesting" });
                }
                open.push(index);
                at = skip_space(bytes, end);
                continue;
            }
            at = if kind == Kind::String { end + 1 } else { end };
            if json.after_value(&mut open, &mut at)? {
                return Ok(json);
            }
        }
    }

    /// Ends the innermost container at byte `at`; returns the byte after it.
    fn close(&mut self, open: &mut Vec<usize>, at: usize) -> usize {
        let next = self.nodes.len() as u32;
        if let Some(container) = open.pop() {
            self.nodes[container].next = next;
            self.nodes[container].end = at as u32 + 1;
        }
        at + 1
    }

    /// Steps over the comma or the ends of containers after a value; tells whether that was all.
    fn after_value(&mut self, open: &mut Vec<usize>, at: &mut usize) -> Result<bool, Broken> {
        let bytes = self.source.as_bytes();
        loop {
            *at = skip_space(bytes, *at);
            let Some(container) = open.last() else {
                return if *at == bytes.len() {
                    Ok(true)
                } else {
                    Err(Broken { at: *at, expected: "the end" })
                };
            };
            let is_object = self.nodes[*container].kind == Kind::Object;
            match bytes.get(*at) {
                Some(b',') => {
                    *at = skip_space(bytes, *at + 1);
                    return Ok(false);
                }
                Some(b'}') if is_object => *at = self.close(open, *at),
                Some(b']') if !is_object => *at = self.close(open, *at),
                _ => return Err(Broken { at: *at, expected: "a comma or an end" }),
            }
        }
    }

    /// Returns the outermost value.
    pub(super) fn root(&self) -> Id {
        Id(0)
    }

    /// Returns all values, in the order of the file.
    pub(super) fn all(&self) -> impl Iterator<Item = Id> + use<> {
        (0..self.nodes.len() as u32).map(Id)
    }

    fn node(&self, id: Id) -> Node {
        self.nodes[id.0 as usize]
    }

    /// Returns what a value is.
    pub(super) fn kind(&self, id: Id) -> Kind {
        self.node(id).kind
    }

    /// Returns where a value stands; a string without its quotation marks.
    pub(super) fn range(&self, id: Id) -> Range<usize> {
        self.node(id).start as usize..self.node(id).end as usize
    }

    /// Returns a value as it is written.
    pub(super) fn raw(&self, id: Id) -> &'s str {
        &self.source[self.range(id)]
    }

    /// Returns the values in an object or array, with their keys as written.
    pub(super) fn children(&self, id: Id) -> impl Iterator<Item = (&'s str, Id)> + '_ {
        let holds = matches!(self.kind(id), Kind::Object | Kind::Array);
        let end = if holds { self.node(id).next } else { 0 };
        let mut at = id.0 + 1;
        std::iter::from_fn(move || {
            let child = (at < end).then_some(Id(at))?;
            let node = self.node(child);
            at = node.next;
            Some((&self.source[node.key.0 as usize..node.key.1 as usize], child))
        })
    }

    /// Returns the value of a key.
    pub(super) fn get(&self, id: Id, key: &str) -> Option<Id> {
        if self.kind(id) != Kind::Object {
            return None;
        }
        self.children(id).find(|(name, _)| *name == key).map(|(_, child)| child)
    }

    /// Follows keys down; a number is an index.
    pub(super) fn path(&self, id: Id, keys: &[&str]) -> Option<Id> {
        keys.iter().try_fold(id, |at, key| match key.parse::<usize>() {
            Ok(index) => self.children(at).nth(index).map(|(_, child)| child),
            Err(_) => self.get(at, key),
        })
    }
}

/// Returns the first byte from `at` on that is no white space.
fn skip_space(bytes: &[u8], at: usize) -> usize {
    at + bytes[at..].iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r')).count()
}

/// Returns the byte after a string that starts at `at`; `None` when none does or it never ends.
fn string_end(bytes: &[u8], at: usize) -> Option<usize> {
    if bytes.get(at) != Some(&b'"') {
        return None;
    }
    let mut index = at + 1;
    loop {
        match bytes.get(index)? {
            b'"' => return Some(index + 1),
            b'\\' => index += 2,
            _ => index += 1,
        }
    }
}

/// A piece of a string.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// Text that stands as it is.
    Plain(Range<usize>),
    /// A character written with a backslash.
    Escaped(char, Range<usize>),
}

/// Cuts a string into plain text and escapes. Half of a surrogate pair alone is U+FFFD.
pub(super) fn pieces(source: &str, string: Range<usize>) -> impl Iterator<Item = Piece> + '_ {
    let mut at = string.start;
    std::iter::from_fn(move || {
        let rest = source.get(at..string.end).filter(|rest| !rest.is_empty())?;
        let plain = rest.find('\\').unwrap_or(rest.len());
        let start = at;
        if plain > 0 {
            at += plain;
            return Some(Piece::Plain(start..at));
        }
        let (character, len) = escape(rest);
        at += len;
        Some(Piece::Escaped(character, start..at))
    })
}

/// Reads the escape at the start of a text: the character, and how many bytes it takes.
fn escape(text: &str) -> (char, usize) {
    let simple = match text[1..].chars().next() {
        Some('n') => '\n',
        Some('t') => '\t',
        Some('r') => '\r',
        Some('b' | 'f') => ' ',
        Some('u') => return unicode_escape(text),
        Some(other) => other,
        None => return ('\u{FFFD}', 1),
    };
    (simple, 1 + text[1..].chars().next().map_or(0, char::len_utf8))
}

/// Reads `\uXXXX`, or two that make a pair.
fn unicode_escape(text: &str) -> (char, usize) {
    let unit = |at: usize| {
        let digits = text.get(at..at + 6)?.strip_prefix("\\u")?;
        u16::from_str_radix(digits, 16).ok()
    };
    let Some(first) = unit(0) else { return ('\u{FFFD}', 2) };
    let pair = [first, unit(6).unwrap_or_default()];
    match char::decode_utf16(pair).next() {
        Some(Ok(character)) => (character, if character > '\u{FFFF}' { 12 } else { 6 }),
        _ => ('\u{FFFD}', 6),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_found_where_they_stand() {
        let source = r#" {"a": [1, {"b": "x\ny"}, []], "c": {}, "d": "é"} "#;
        let json = Json::parse(source).unwrap();
        assert_eq!(json.raw(json.path(json.root(), &["a", "1", "b"]).unwrap()), "x\\ny");
        assert_eq!(json.raw(json.path(json.root(), &["d"]).unwrap()), "é");
        assert_eq!(json.children(json.root()).map(|(key, _)| key).collect::<String>(), "acd");
    }

    #[test]
    fn what_is_broken_is_told_with_its_place() {
        for (source, at) in
            [("{\"a\": ", 6), ("[1 2]", 3), ("{} x", 3), ("[1,", 3), ("\"abc", 0), ("[1}", 2), ("", 0)]
        {
            assert_eq!(Json::parse(source).err().map(|broken| broken.at), Some(at), "{source}");
        }
        assert!(Json::parse(&"[".repeat(100_000)).is_err());
    }

    #[test]
    fn escapes_are_pieces_of_their_own() {
        let source = r#"a\u00e9\ud83d\ude00\ud83dz\"#;
        let characters: Vec<char> = pieces(source, 0..source.len())
            .map(|piece| match piece {
                Piece::Plain(range) => source[range].chars().next().unwrap(),
                Piece::Escaped(character, _) => character,
            })
            .collect();
        assert_eq!(characters, ['a', 'é', '😀', '\u{FFFD}', 'z', '\u{FFFD}']);
    }
}
