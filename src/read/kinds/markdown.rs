//! Markdown (CommonMark with tables and definition lists): text out of blocks and inline marks.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::declared::Statements;
use super::decode::Decoded;
use super::html;
use super::rows::{Table, give_voices};
use super::writer::Writer;
use crate::interview::Emphasis;
use crate::read::document::{BlockKind, Document};

/// Takes the markup off a Markdown file.
pub(super) fn read(decoded: &Decoded) -> Document {
    let mut writer = Writer::new(decoded);
    let mut statements = Statements::default();
    let start = match front_matter(writer.source) {
        Some((content, end)) => {
            read_keys(&writer.source[content], &mut statements);
            end
        }
        None => {
            if writer.source.starts_with("---\n") || writer.source.starts_with("+++\n") {
                writer.note("the front matter never ends, and is read as text");
            }
            0
        }
    };
    let source = without_lone_breaks(&decoded.text[start..]);
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_DEFINITION_LIST;
    let mut text = Text::new(writer);
    for (event, range) in Parser::new_ext(&source, options).into_offset_iter() {
        text.event(event, range.start + start..range.end + start);
    }
    text.finish_block();
    let Text { mut writer, tables, .. } = text;
    give_voices(&mut writer.document, &tables);
    writer.document.declared = statements.finish();
    writer.finish(decoded)
}

/// Blanks lines that are nothing but `<br>`, keeping every byte in its place.
///
/// To CommonMark such a line opens a block of HTML that swallows the Markdown below it; to its author it is a gap.
fn without_lone_breaks(source: &str) -> Cow<'_, str> {
    let is_lone = |line: &str| {
        let line = line.trim();
        line.len() >= 4
            && line.starts_with('<')
            && line.split('>').all(|tag| {
                let tag = tag.trim().trim_end_matches('/').trim_end();
                tag.is_empty() || tag.eq_ignore_ascii_case("<br")
            })
    };
    if !source.lines().any(is_lone) {
        return Cow::Borrowed(source);
    }
    let mut blanked = String::with_capacity(source.len());
    for line in source.split_inclusive('\n') {
        if is_lone(line) {
            let ending = line.len() - line.trim_end_matches(['\n', '\r']).len();
            blanked.extend(std::iter::repeat_n(' ', line.len() - ending));
            blanked.push_str(&line[line.len() - ending..]);
        } else {
            blanked.push_str(line);
        }
    }
    Cow::Owned(blanked)
}

/// Finds front matter: what is in it, and where it ends. One that is never closed is none.
fn front_matter(source: &str) -> Option<(Range<usize>, usize)> {
    let fence = source.lines().next()?.trim_end();
    if fence != "---" && fence != "+++" {
        return None;
    }
    let start = source.find('\n')? + 1;
    let mut at = start;
    for line in source[start..].split_inclusive('\n') {
        let ends = line.trim_end() == fence || (fence == "---" && line.trim_end() == "...");
        if ends {
            return Some((start..at, at + line.len()));
        }
        at += line.len();
    }
    None
}

/// Reads the simple keys of front matter, YAML or TOML: a word, a colon or an equals sign, a value or a list of them.
///
/// Nothing more of either language is needed; anchors, nested maps and the like say nothing about an interview.
fn read_keys(content: &str, statements: &mut Statements) {
    let mut lines = content.lines().peekable();
    while let Some(line) = lines.next() {
        let Some((key, value)) = line.split_once([':', '=']) else { continue };
        let mut value = value.trim().to_owned();
        if value.is_empty() || value == "|" || value == ">" {
            // A list or a block of text on the lines that follow, indented or with dashes.
            let mut items = Vec::new();
            while let Some(item) = lines.next_if(|line| line.starts_with([' ', '\t', '-'])) {
                items.push(unquoted(item.trim().trim_start_matches("- ").trim()).to_owned());
            }
            value = items.join(if value.is_empty() { ", " } else { " " });
        } else if let Some(list) = value.strip_prefix('[').and_then(|list| list.strip_suffix(']')) {
            value = list.split(',').map(|item| unquoted(item.trim())).collect::<Vec<_>>().join(", ");
        }
        if !key.starts_with([' ', '\t', '#']) {
            statements.front_matter(key.trim(), unquoted(&value));
        }
    }
}

/// Takes a pair of quotation marks off a value.
fn unquoted(value: &str) -> &str {
    let inner = |mark: char| value.strip_prefix(mark).and_then(|rest| rest.strip_suffix(mark));
    inner('"').or_else(|| inner('\'')).unwrap_or(value)
}

/// A Markdown file being read.
struct Text<'s> {
    writer: Writer<'s>,
    /// What blocks are, from the outermost open one to the innermost.
    kinds: Vec<BlockKind>,
    /// How deep in images we are; their alternative text is a caption.
    images: usize,
    /// The piece of HTML that is being gathered.
    html: Option<Range<usize>>,
    table: Table,
    /// Finished tables.
    tables: Vec<Table>,
    /// Whether blocks go into `table`.
    in_table: bool,
}

impl<'s> Text<'s> {
    fn new(writer: Writer<'s>) -> Self {
        Self {
            writer,
            kinds: Vec::new(),
            images: 0,
            html: None,
            table: Table::default(),
            tables: Vec::new(),
            in_table: false,
        }
    }

    /// Takes the next event.
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::Code(text) => self.text(&text, range),
            // Kept as it is: many files have one turn a line, and whether a line was only wrapped is not told here.
            Event::SoftBreak | Event::HardBreak => self.writer.line_break(range),
            Event::Rule => self.finish_block(),
            Event::Html(_) => {
                let start = self.html.take().map_or(range.start, |before| before.start);
                self.html = Some(start..range.end);
            }
            Event::InlineHtml(tag) => self.inline_html(&tag, range),
            // A mark for a footnote is no word; mathematics and tasks are not asked for.
            Event::FootnoteReference(_)
            | Event::TaskListMarker(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_) => {}
        }
    }

    /// Adds text; what differs from the source (an entity, code between backticks) stands for its range.
    fn text(&mut self, text: &str, range: Range<usize>) {
        let source = &self.writer.source[range.clone()];
        // Attributes of kramdown stand on a line of their own or behind a block.
        if is_attribute_list(text) {
            return;
        }
        if source == text {
            self.writer.copy(range);
        } else if let Some(at) = source.find(text) {
            self.writer.copy(range.start + at..range.start + at + text.len());
        } else {
            self.writer.whole(text, range);
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Emphasis => return self.writer.emphasize(Emphasis::Italic, true),
            Tag::Strong => return self.writer.emphasize(Emphasis::Bold, true),
            Tag::Strikethrough | Tag::Superscript | Tag::Subscript | Tag::Link { .. } => return,
            Tag::Image { .. } => {
                self.finish_block();
                self.images += 1;
                return;
            }
            _ => self.finish_block(),
        }
        match tag {
            Tag::Heading { level, .. } => self.kinds.push(BlockKind::Heading(number(level))),
            Tag::BlockQuote(_) => self.kinds.push(BlockKind::Quotation),
            Tag::Item => self.kinds.push(BlockKind::ListItem),
            Tag::FootnoteDefinition(_) => self.kinds.push(BlockKind::Aside),
            Tag::Table(_) | Tag::DefinitionList => {
                self.table = Table::default();
                self.in_table = true;
            }
            Tag::TableHead | Tag::TableRow | Tag::DefinitionListTitle => {
                self.table.next_row();
            }
            Tag::TableCell | Tag::DefinitionListDefinition => self.table.next_column(),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis => return self.writer.emphasize(Emphasis::Italic, false),
            TagEnd::Strong => return self.writer.emphasize(Emphasis::Bold, false),
            TagEnd::Strikethrough | TagEnd::Superscript | TagEnd::Subscript | TagEnd::Link => return,
            _ => self.finish_block(),
        }
        match tag {
            TagEnd::Image => self.images = self.images.saturating_sub(1),
            TagEnd::Heading(_) | TagEnd::BlockQuote(_) | TagEnd::Item | TagEnd::FootnoteDefinition => {
                self.kinds.pop();
            }
            TagEnd::HtmlBlock => self.finish_html(),
            TagEnd::Table | TagEnd::DefinitionList => {
                self.tables.push(std::mem::take(&mut self.table));
                self.in_table = false;
            }
            _ => {}
        }
    }

    /// Takes a tag in the middle of a line.
    fn inline_html(&mut self, tag: &str, range: Range<usize>) {
        let closes = tag.starts_with("</");
        let name: String = tag
            .trim_start_matches(['<', '/'])
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .map(|letter| letter.to_ascii_lowercase())
            .collect();
        match name.as_str() {
            "br" => self.writer.line_break(range),
            "em" | "i" => self.writer.emphasize(Emphasis::Italic, !closes),
            "strong" | "b" => self.writer.emphasize(Emphasis::Bold, !closes),
            _ => {}
        }
    }

    /// Reads the HTML that was gathered.
    fn finish_html(&mut self) {
        if let Some(range) = self.html.take() {
            html::fragment(&mut self.writer, range);
        }
    }

    /// Ends the open block, if there is one.
    fn finish_block(&mut self) {
        let kind = if self.images > 0 {
            BlockKind::Caption
        } else {
            self.kinds.last().copied().unwrap_or(BlockKind::Paragraph)
        };
        if let Some(block) = self.writer.end(kind, None)
            && self.in_table
        {
            self.table.add(block);
        }
    }
}

/// Returns a heading's level.
fn number(level: HeadingLevel) -> u8 {
    level as u8
}

/// Tells whether a line is a kramdown attribute list: `{: .lead}`.
fn is_attribute_list(text: &str) -> bool {
    let text = text.trim();
    (text.starts_with("{:") || text.starts_with("{.") || text.starts_with("{#")) && text.ends_with('}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::kinds::decode::decode;
    use crate::read::kinds::tests::{lines, voiced};

    fn document(source: &str) -> Document {
        read(&decode(source.as_bytes()).unwrap())
    }

    #[test]
    fn blocks_lose_their_marks_and_keep_their_kinds() {
        let source = "# The *Quay*\n\nIda laughs\nat [boats](http://x.y).\n\n> Sea \\* salt\n\n- one\n- two &amp; three\n\n{: .lead}\n";
        assert_eq!(
            lines(&document(source)),
            ["H1 The Quay", "P Ida laughs\nat boats.", "Q Sea * salt", "L one", "L two & three"]
        );
    }

    #[test]
    fn front_matter_speaks_of_the_file_and_is_no_text() {
        let source = "---\ntitle: \"Ida: the quay\"\nauthors:\n  - Max Wu\n  - Bo Lind\nlang: en\na: &a [x]\n---\nWhy?\n";
        let document = document(source);
        assert_eq!(lines(&document), ["P Why?"]);
        assert_eq!(document.declared.title.unwrap().text, "Ida: the quay");
        assert_eq!(document.declared.author.unwrap().text, "Max Wu, Bo Lind");
        assert_eq!(document.declared.language.unwrap(), "en");
        assert_eq!(self::document("+++\ntitle = 'Ida'\n+++\n").declared.title.unwrap().text, "Ida");
    }

    #[test]
    fn front_matter_that_never_ends_is_text_with_a_note() {
        let document = document("---\ntitle: Ida\n\n**Q:** Why?\n");
        assert!(lines(&document).contains(&"P Q: Why?".to_owned()));
        assert_eq!(document.notes.len(), 1);
        assert!(document.declared.title.is_none());
    }

    #[test]
    fn tables_and_definition_lists_of_turns_have_voices() {
        let table =
            "| Speaker | Text |\n|--|--|\n| Max | Why? |\n| **Ida** | Don\\|t ask. |\n| Max | And? |\n";
        assert_eq!(voiced(&document(table)), ["Max: Why?", "Ida: Don|t ask.", "Max: And?"]);
        let list = "Max\n: Why?\n\nIda\n: Because.\n\n    Of boats.\n\nMax\n: Ah.\n";
        assert_eq!(voiced(&document(list)), ["Max: Why?", "Ida: Because.", "Ida: Of boats.", "Max: Ah."]);
    }

    #[test]
    fn a_line_of_breaks_does_not_swallow_the_markdown_below() {
        let document =
            document("One.\n<br />\n<br><br/><strong>Max:</strong> *Why?*\n[Ida](/ida): Because.\n");
        assert_eq!(lines(&document), ["P One.", "P Max: Why?\nIda: Because."]);
        assert_eq!(document.emphasis.len(), 2);
    }

    #[test]
    fn html_inside_is_read_as_html() {
        let source = "<figure><img src=x><figcaption>The quay</figcaption></figure>\n\nWhy?<br>Really.\n\n<script>no()</script>\n";
        assert_eq!(lines(&document(source)), ["C The quay", "P Why?\nReally."]);
    }
}
