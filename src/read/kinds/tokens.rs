//! HTML as tokens that know, piece by piece, which bytes they came from.
//!
//! `html5gum` reports a run of text as one, entities decoded, with one span; here it tells us each piece as it comes,
//! so that words are copied and only the entities between them stand for something else.

use std::convert::Infallible;
use std::ops::Range;

use html5gum::emitters::{Emitter, naive_next_state};
use html5gum::{Error, State, Tokenizer};

/// A piece of an HTML page.
pub(super) enum Token<'t> {
    /// Text that stands in the source as it is.
    Text(Range<usize>),
    /// Text that stands for a range of the source as a whole: an entity.
    Entity(&'t str, Range<usize>),
    /// A start tag.
    Start(&'t Tag, Range<usize>),
    /// The end tag of an element of that name.
    End(&'t str),
}

/// A start tag.
#[derive(Debug, Default)]
pub(super) struct Tag {
    /// The element's name, in lower case.
    pub(super) name: String,
    /// Its attributes: names in lower case, values decoded.
    attributes: Vec<(String, String)>,
}

impl Tag {
    /// Returns the value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// The most attributes of a tag that are kept: a tag with more is a mishap.
const MAX_ATTRIBUTES: usize = 64;

/// Reads HTML, handing each token to `handle`.
pub(super) fn tokenize(source: &str, handle: impl FnMut(Token<'_>)) {
    let pieces = Pieces {
        source,
        handle,
        position: 0,
        used: 0,
        text: 0..0,
        tag: Tag::default(),
        in_end_tag: false,
        last_start: Vec::new(),
        scratch: Vec::new(),
        attribute: (Vec::new(), Vec::new()),
    };
    // The source is a string in memory: reading it cannot fail.
    let _infallible = Tokenizer::new_with_emitter(source, pieces).finish();
}

/// Receives what the tokenizer finds.
struct Pieces<'s, F> {
    source: &'s str,
    handle: F,
    /// How far the tokenizer has read.
    position: usize,
    /// How far text and tags have been handed on.
    used: usize,
    /// Text that has come and has not been handed on.
    text: Range<usize>,
    tag: Tag,
    in_end_tag: bool,
    /// The name of the last start tag, which decides where a script ends.
    last_start: Vec<u8>,
    /// The name of the tag being read.
    scratch: Vec<u8>,
    /// The attribute being read.
    attribute: (Vec<u8>, Vec<u8>),
}

impl<F: FnMut(Token<'_>)> Pieces<'_, F> {
    /// Keeps the attribute that was being read; the first of a name wins, as the standard says.
    fn flush_attribute(&mut self) {
        let (name, value) = &mut self.attribute;
        if !name.is_empty() && self.tag.attributes.len() < MAX_ATTRIBUTES {
            let name = String::from_utf8_lossy(name).into_owned();
            if self.tag.attribute(&name).is_none() {
                self.tag.attributes.push((name, String::from_utf8_lossy(value).into_owned()));
            }
        }
        name.clear();
        value.clear();
    }

    /// Hands on the text that has come.
    fn flush_text(&mut self) {
        let text = std::mem::take(&mut self.text);
        if !text.is_empty() && self.source.get(text.clone()).is_some() {
            (self.handle)(Token::Text(text));
        }
    }
}

impl<F: FnMut(Token<'_>)> Emitter for Pieces<'_, F> {
    type Token = Infallible;

    fn move_position(&mut self, offset: isize) {
        self.position = self.position.saturating_add_signed(offset).min(self.source.len());
    }

    fn emit_string(&mut self, text: &[u8]) {
        let end = self.position;
        let start = end.saturating_sub(text.len());
        if start >= self.used && self.source.as_bytes().get(start..end) == Some(text) {
            // A character may come in two pieces: what adjoins is handed on as one.
            if self.text.end != start {
                self.flush_text();
                self.text.start = start;
            }
            self.text.end = end;
        } else {
            self.flush_text();
            let text = String::from_utf8_lossy(text);
            let since = self.used.min(end)..end;
            (self.handle)(Token::Entity(&text, since));
        }
        self.used = end;
    }

    fn emit_eof(&mut self) {
        self.flush_text();
    }

    fn emit_current_tag(&mut self) -> Option<State> {
        self.flush_attribute();
        self.flush_text();
        let range = self.used.min(self.position)..self.position;
        self.used = self.position;
        let name = String::from_utf8_lossy(&self.scratch).into_owned();
        if self.in_end_tag {
            self.last_start.clear();
            (self.handle)(Token::End(&name));
            return None;
        }
        self.last_start.clear();
        self.last_start.extend_from_slice(&self.scratch);
        self.tag.name = name;
        (self.handle)(Token::Start(&self.tag, range));
        naive_next_state(&self.last_start)
    }

    fn set_last_start_tag(&mut self, name: Option<&[u8]>) {
        self.last_start.clear();
        self.last_start.extend_from_slice(name.unwrap_or_default());
    }

    fn current_is_appropriate_end_tag_token(&mut self) -> bool {
        self.in_end_tag && !self.last_start.is_empty() && self.last_start == self.scratch
    }

    fn init_start_tag(&mut self) {
        self.in_end_tag = false;
        self.scratch.clear();
        self.tag.attributes.clear();
    }

    fn init_end_tag(&mut self) {
        self.in_end_tag = true;
        self.scratch.clear();
        self.tag.attributes.clear();
    }

    fn push_tag_name(&mut self, name: &[u8]) {
        self.scratch.extend_from_slice(name);
    }

    fn init_attribute(&mut self) {
        self.flush_attribute();
    }

    fn push_attribute_name(&mut self, name: &[u8]) {
        self.attribute.0.extend_from_slice(name);
    }

    fn push_attribute_value(&mut self, value: &[u8]) {
        self.attribute.1.extend_from_slice(value);
    }

    fn emit_current_comment(&mut self) {
        self.flush_text();
        self.used = self.position;
    }

    fn emit_current_doctype(&mut self) {
        self.flush_text();
        self.used = self.position;
    }

    fn should_emit_errors(&mut self) -> bool {
        false
    }

    fn pop_token(&mut self) -> Option<Infallible> {
        None
    }

    // A page's errors, comments and document type say nothing about an interview.
    fn emit_error(&mut self, _: Error) {}
    fn init_comment(&mut self) {}
    fn set_self_closing(&mut self) {}
    fn set_force_quirks(&mut self) {}
    fn push_comment(&mut self, _: &[u8]) {}
    fn push_doctype_name(&mut self, _: &[u8]) {}
    fn init_doctype(&mut self) {}
    fn set_doctype_public_identifier(&mut self, _: &[u8]) {}
    fn set_doctype_system_identifier(&mut self, _: &[u8]) {}
    fn push_doctype_public_identifier(&mut self, _: &[u8]) {}
    fn push_doctype_system_identifier(&mut self, _: &[u8]) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lists the pieces of a text.
    fn pieces(source: &str) -> Vec<String> {
        let mut pieces = Vec::new();
        tokenize(source, |token| {
            pieces.push(match token {
                Token::Text(range) => format!("text {}", &source[range]),
                Token::Entity(text, range) => format!("{} = {text}", &source[range]),
                Token::Start(tag, _) => format!("<{}>", tag.name),
                Token::End(name) => format!("</{name}>"),
            });
        });
        pieces
    }

    #[test]
    fn every_entity_knows_its_bytes() {
        assert_eq!(
            pieces("<p>Ä &amp;&#x27;s &copy b&c<br/>&lt;<€ >"),
            [
                "<p>",
                "text Ä ",
                "&amp; = &",
                "&#x27; = '",
                "text s ",
                "&copy = ©",
                "text  b&c",
                "<br>",
                "&lt; = <",
                "text <€ >"
            ]
        );
        assert_eq!(pieces("a\r\nbc\r\n<p>d"), ["text a", "\r = \n", "text bc", "\r = \n", "<p>", "text d"]);
        assert_eq!(pieces("a &ampx; &nope; 3 < 4 & 5").concat().matches("= ").count(), 1);
    }

    #[test]
    fn a_script_is_text_until_its_end() {
        assert_eq!(pieces("<script>a<b</p>c</script>d").last().unwrap(), "text d");
    }
}
