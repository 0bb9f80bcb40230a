//! Markdown ([CommonMark](https://spec.commonmark.org/)) with front matter: the markup off, its meaning kept.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::builder::Builder;
use super::document::{BlockKind, Document};
use crate::interview::{Cited, Emphasis, Span};

/// Takes the markup off a Markdown text.
pub(super) fn document(source: &str) -> Document {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS;
    let mut reader = Reader::default();
    for (event, range) in Parser::new_ext(source, options).into_offset_iter() {
        reader.take(source, event, range);
    }
    reader.builder.close(BlockKind::Paragraph);
    reader.builder.finish()
}

/// What the parser is inside of.
#[derive(Default)]
struct Reader {
    builder: Builder,
    /// Kinds of the enclosing blocks: a quotation, a list.
    kinds: Vec<BlockKind>,
    /// Open emphases and where they began.
    emphases: Vec<(Emphasis, usize)>,
    is_front_matter: bool,
    /// Inside an image: its text is a caption.
    image: usize,
}

impl Reader {
    fn take(&mut self, source: &str, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(&tag),
            Event::End(tag) => self.end(&tag),
            Event::Text(_) if self.is_front_matter => self.front_matter(source, range),
            Event::Text(text) | Event::Code(text) => {
                // The range of code has its ticks.
                let inside = source[range.clone()].find(&*text).map(|at| range.start + at);
                let file = inside.map_or(range, |start| start..start + text.len());
                self.builder.push(&text, file);
            }
            Event::InlineHtml(_) if source[range.clone()].starts_with("<br") => self.close(),
            Event::Html(_) => self.html(source, range),
            Event::SoftBreak => self.builder.push("\n", first_byte(range)),
            Event::HardBreak => self.builder.push("\n", first_byte(range)),
            Event::Rule => self.builder.close(BlockKind::Paragraph),
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::MetadataBlock(_) => self.is_front_matter = true,
            Tag::BlockQuote(_) => self.open(BlockKind::Quotation),
            Tag::Item => self.open(BlockKind::ListItem),
            Tag::Image { .. } => {
                if self.image == 0 {
                    self.close();
                }
                self.image += 1;
            }
            Tag::Emphasis => self.emphases.push((Emphasis::Italic, self.builder.position())),
            Tag::Strong => self.emphases.push((Emphasis::Bold, self.builder.position())),
            Tag::DefinitionListTitle => self.open(BlockKind::Paragraph),
            Tag::DefinitionListDefinition => self.open(BlockKind::Paragraph),
            Tag::Paragraph | Tag::Heading { .. } | Tag::CodeBlock(_) | Tag::TableRow | Tag::TableHead => {
                self.close()
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: &TagEnd) {
        match tag {
            TagEnd::MetadataBlock(_) => self.is_front_matter = false,
            TagEnd::Heading(level) => self.builder.close(BlockKind::Heading(*level as u8)),
            TagEnd::BlockQuote(_) | TagEnd::Item => {
                self.close();
                self.kinds.pop();
            }
            // A transcript may be set as a list of who says what.
            TagEnd::DefinitionListTitle => {
                self.builder.close_voice();
                self.kinds.pop();
            }
            TagEnd::DefinitionListDefinition => {
                self.close();
                self.kinds.pop();
            }
            TagEnd::DefinitionList => self.builder.end_voice(),
            TagEnd::Image => {
                self.image -= 1;
                if self.image == 0 {
                    self.builder.close(BlockKind::Caption);
                }
            }
            TagEnd::Emphasis | TagEnd::Strong => {
                if let Some((emphasis, start)) = self.emphases.pop()
                    && start < self.builder.position()
                {
                    self.builder.emphasize(Span::new(start, self.builder.position()), emphasis);
                }
            }
            TagEnd::TableCell => self.builder.space("\t"),
            TagEnd::Paragraph | TagEnd::CodeBlock | TagEnd::TableRow | TagEnd::TableHead => self.close(),
            _ => {}
        }
    }

    fn open(&mut self, kind: BlockKind) {
        self.close();
        self.kinds.push(kind);
    }

    /// Takes the tags off a line of HTML. Every line of it, and every line break in it, ends a paragraph.
    fn html(&mut self, source: &str, range: Range<usize>) {
        let mut at = range.start;
        for piece in source[range].split_inclusive(['<', '>', '\n']) {
            let start = at;
            at += piece.len();
            let is_tag = source[..start].ends_with('<');
            if is_tag {
                if piece.starts_with("br") || piece.starts_with("/p") || piece.starts_with("/div") {
                    self.close();
                }
                continue;
            }
            let words = piece.trim_end_matches(['<', '\n']);
            self.builder.push(words, start..start + words.len());
            if piece.ends_with('\n') {
                self.close();
            }
        }
    }

    /// Ends the open block: it is what it stands in.
    fn close(&mut self) {
        self.builder.close(self.kinds.last().copied().unwrap_or(BlockKind::Paragraph));
    }

    /// Reads `key: value` lines. Of YAML and TOML this is what front matter uses; anything deeper is passed over.
    fn front_matter(&mut self, source: &str, range: Range<usize>) {
        let mut at = range.start;
        for line in source[range].split_inclusive('\n') {
            let start = at;
            at += line.len();
            let Some(colon) = line.find([':', '=']) else { continue };
            let value = line[colon + 1..].trim();
            let bare = value.trim_matches(['"', '\'']);
            if bare.is_empty() || line.starts_with(char::is_whitespace) {
                continue;
            }
            let from = start + (bare.as_ptr() as usize - line.as_ptr() as usize);
            let file = from..from + bare.len();
            let key = line[..colon].trim().to_lowercase();
            if matches!(key.as_str(), "lang" | "language") {
                self.builder.document().declared.language = Some(bare.to_owned());
                continue;
            }
            let is_known =
                ["title", "author", "date", "publication", "site", "site_name", "source", "url", "link"];
            if !is_known.contains(&key.as_str()) {
                continue;
            }
            let cited = Cited { text: bare.to_owned(), span: Some(self.builder.aside(bare, file)) };
            let declared = &mut self.builder.document().declared;
            let slot = match key.as_str() {
                "title" => &mut declared.title,
                "author" => &mut declared.author,
                "date" => &mut declared.date,
                "url" | "link" => &mut declared.url,
                _ => &mut declared.publication,
            };
            slot.get_or_insert(cited);
        }
    }
}

/// Returns the first byte of a range: what a line end stands for, however long the file writes it.
fn first_byte(range: Range<usize>) -> Range<usize> {
    range.start..range.end.min(range.start + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "---\ntitle: \"On *wells*\"\npublication: Furrow\ntags:\n  - a\n---\n\n# On wells\n\n**Ada:** How *deep* is\nit, then &amp; now?\n\n> Deep.\n\n![The well](well.jpg)\n\n- one\n- two\n";

    #[test]
    fn blocks_have_their_kinds_and_no_markup() {
        let document = document(PAGE);
        let blocks: Vec<(BlockKind, &str)> =
            document.blocks.iter().map(|block| (block.kind, &document.text[block.span.range()])).collect();
        assert_eq!(
            blocks,
            [
                (BlockKind::Heading(1), "On wells"),
                (BlockKind::Paragraph, "Ada: How deep is\nit, then & now?"),
                (BlockKind::Quotation, "Deep."),
                (BlockKind::Caption, "The well"),
                (BlockKind::ListItem, "one"),
                (BlockKind::ListItem, "two"),
            ]
        );
        assert_eq!(document.declared.title.as_ref().unwrap().text, "On *wells*");
        assert_eq!(document.declared.publication.as_ref().unwrap().text, "Furrow");
    }

    #[test]
    fn spans_lead_back_through_the_markup() {
        let document = document(PAGE);
        let at = |words: &str| {
            let start = document.text.find(words).unwrap();
            &PAGE[document.map.file_range(Span::new(start, start + words.len()))]
        };
        assert_eq!(at("deep"), "deep");
        assert_eq!(at("then & now"), "then &amp; now");
        assert_eq!(at("Ada: How"), "Ada:** How");
        let title = document.declared.title.as_ref().unwrap().span.unwrap();
        assert_eq!(&PAGE[document.map.file_range(title)], "On *wells*");
        let emphasised: Vec<&str> =
            document.emphasis.iter().map(|(span, _)| &document.text[span.range()]).collect();
        assert_eq!(emphasised, ["Ada:", "deep"]);
    }
}
