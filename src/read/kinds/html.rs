//! HTML pages: running text out of elements.
//!
//! No tree is built. A stack of the open elements, as deep as a browser's, says what text is when it comes; blocks
//! remember their container, and once all is read [`article`](super::article) sets apart what is around the article.

use std::ops::Range;

use super::article::{ContainerId, Containers, Place, Standing, place};
use super::declared::{Field, Statements, Worth};
use super::decode::Decoded;
use super::elements::{Element, Role, element, is_caption, is_hidden, is_inside_lines};
use super::rows::{Table, give_voices};
use super::tokens::{Tag, Token, tokenize};
use super::writer::Writer;
use crate::interview::Emphasis;
use crate::read::document::{BlockKind, Document};

/// Takes the markup off a page.
pub(super) fn read(decoded: &Decoded) -> Document {
    let mut writer = Writer::new(decoded);
    let mut page = Page::new(&mut writer);
    tokenize(&decoded.text, |token| page.token(token, 0));
    page.finish_block();
    page.pop_to(0);
    let Page { mut containers, standings, statements, tables, .. } = page;
    containers.set_apart(&mut writer.document.blocks, &standings);
    give_voices(&mut writer.document, &tables);
    writer.document.declared = statements.finish();
    writer.finish(decoded)
}

/// Takes the markup off a piece of HTML inside another kind of file.
pub(super) fn fragment(writer: &mut Writer<'_>, range: Range<usize>) {
    let (source, offset) = (writer.source, range.start);
    let mut page = Page::new(writer);
    tokenize(&source[range], |token| page.token(token, offset));
    page.finish_block();
}

/// The deepest nesting that is followed; browsers stop at 512 too.
const MAX_DEPTH: usize = 512;

/// The longest script that is read for what it says of the page.
const MAX_SCRIPT: usize = 1 << 20;

/// How far up the stack an element is looked for that a new one closes.
const NEARBY: usize = 64;

/// What an open element makes of the text in it: its own doing and that of all around it.
#[derive(Clone, Copy)]
struct Context {
    /// What a block is.
    kind: BlockKind,
    /// Whether nothing in it is shown.
    hidden: bool,
    /// Whether white space is kept.
    preformatted: bool,
    /// Whether it is in an article, whose own header and footer belong to it.
    in_article: bool,
    /// Whether it is a link.
    linked: bool,
    /// The container it is in.
    container: ContainerId,
}

/// An open element.
struct Open {
    element: Element,
    context: Context,
}

/// Where the words of a hidden element go.
#[derive(Clone, Copy, PartialEq)]
enum Capture {
    /// Nowhere.
    Nothing,
    /// Into the title.
    Title,
    /// To the reader of JSON-LD.
    Linked,
}

/// A page being read.
struct Page<'w, 's> {
    writer: &'w mut Writer<'s>,
    stack: Vec<Open>,
    /// How many elements of each name are open.
    open: [u32; Element::COUNT],
    /// How many elements are open beyond the deepest that is followed.
    beyond: usize,
    containers: Containers,
    standings: Vec<Standing>,
    /// Bytes of links in the open block.
    linked: u32,
    /// How many emphases of each sort are open.
    emphasized: [u32; 2],
    capture: Capture,
    captured: String,
    statements: Statements,
    /// Open tables, the innermost last.
    open_tables: Vec<Table>,
    /// Finished tables.
    tables: Vec<Table>,
}

impl<'w, 's> Page<'w, 's> {
    fn new(writer: &'w mut Writer<'s>) -> Self {
        Self {
            writer,
            stack: Vec::new(),
            open: [0; Element::COUNT],
            beyond: 0,
            containers: Containers::default(),
            standings: Vec::new(),
            linked: 0,
            emphasized: [0; 2],
            capture: Capture::Nothing,
            captured: String::new(),
            statements: Statements::default(),
            open_tables: Vec::new(),
            tables: Vec::new(),
        }
    }

    /// Returns what text would be here.
    fn context(&self) -> Context {
        self.stack.last().map_or(
            Context {
                kind: BlockKind::Paragraph,
                hidden: false,
                preformatted: false,
                in_article: false,
                linked: false,
                container: 0,
            },
            |open| open.context,
        )
    }

    /// Takes the next token of the piece that starts at `offset` of the source.
    fn token(&mut self, token: Token<'_>, offset: usize) {
        let shifted = |range: Range<usize>| range.start + offset..range.end + offset;
        match token {
            Token::Text(range) => self.text(shifted(range)),
            Token::Entity(text, range) => self.entity(text, shifted(range)),
            Token::Start(tag, range) => self.start(tag, shifted(range)),
            Token::End(name) => self.end(name),
        }
    }

    fn text(&mut self, range: Range<usize>) {
        let context = self.context();
        if self.capture != Capture::Nothing && self.captured.len() < MAX_SCRIPT {
            self.captured.push_str(&self.writer.source[range.clone()]);
        }
        if context.hidden {
            return;
        }
        let before = self.writer.at();
        if context.preformatted {
            self.preformatted(range)
        } else {
            self.writer.copy_collapsed(range)
        }
        self.count_link(context, before);
    }

    /// Copies text whose white space counts; a blank line ends the block all the same.
    fn preformatted(&mut self, range: Range<usize>) {
        let mut at = range.start;
        while at < range.end {
            let rest = &self.writer.source[at..range.end];
            let len = rest.find('\n').map_or(rest.len(), |newline| newline + 1);
            let line = &rest[..len];
            if line.trim().is_empty() {
                if self.writer.after_line_break() {
                    self.finish_block();
                }
            } else {
                self.writer.copy(at..at + len);
            }
            at += len;
        }
    }

    fn entity(&mut self, text: &str, range: Range<usize>) {
        let context = self.context();
        if self.capture != Capture::Nothing && self.captured.len() < MAX_SCRIPT {
            self.captured.push_str(text);
        }
        if context.hidden {
            return;
        }
        if text.bytes().all(|byte| byte.is_ascii_whitespace()) {
            self.writer.space(range);
            return;
        }
        let before = self.writer.at();
        self.writer.whole(text, range);
        self.count_link(context, before);
    }

    fn count_link(&mut self, context: Context, before: usize) {
        if context.linked {
            self.linked += (self.writer.at() - before) as u32;
        }
    }

    fn start(&mut self, tag: &Tag, range: Range<usize>) {
        let Some(element) = element(&tag.name) else { return };
        match element.role() {
            Role::Break if !self.context().hidden => {
                // Two in a row are how pages without paragraphs part them.
                if self.writer.after_line_break() {
                    self.finish_block()
                } else {
                    self.writer.line_break(range)
                }
            }
            Role::Break => {}
            Role::Rule => self.finish_block(),
            Role::Emphasis(emphasis) => self.emphasize(emphasis, true),
            Role::Meta => self.statements.meta(tag),
            Role::Link => {
                if tag.attribute("rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical")) {
                    self.statements.offer(Field::Url, Worth::Most, tag.attribute("href").unwrap_or_default());
                }
            }
            role => {
                self.close_implied(role);
                if !is_inside_lines(role) {
                    self.finish_block();
                }
                self.push(element, role, tag);
            }
        }
    }

    /// Puts an element on the stack.
    fn push(&mut self, element: Element, role: Role, tag: &Tag) {
        if self.stack.len() >= MAX_DEPTH {
            self.beyond += 1;
            return;
        }
        let mut context = self.context();
        self.capture = match role {
            Role::Title if !context.hidden => Capture::Title,
            Role::Hidden
                if tag.attribute("type").is_some_and(|kind| kind.trim() == "application/ld+json") =>
            {
                Capture::Linked
            }
            _ => self.capture,
        };
        match role {
            Role::Root => self.statements.language = tag.attribute("lang").map(str::to_owned),
            Role::Time => {
                self.statements.offer(
                    Field::Date,
                    Worth::Least,
                    tag.attribute("datetime").unwrap_or_default(),
                );
            }
            Role::Table | Role::DefinitionList => self.open_tables.push(Table::default()),
            Role::Row | Role::Term => self.open_tables.last_mut().into_iter().for_each(Table::next_row),
            Role::Cell | Role::Definition => {
                self.open_tables.last_mut().into_iter().for_each(Table::next_column);
            }
            _ => {}
        }
        context.hidden |= matches!(role, Role::Hidden | Role::Title) || is_hidden(tag);
        context.linked |= role == Role::Anchor;
        context.preformatted |= role == Role::Preformatted;
        context.kind = match role {
            Role::Heading(level) if context.kind != BlockKind::Caption => BlockKind::Heading(level),
            Role::Item if context.kind == BlockKind::Paragraph => BlockKind::ListItem,
            Role::Quotation => BlockKind::Quotation,
            Role::Caption => BlockKind::Caption,
            _ if is_caption(tag) => BlockKind::Caption,
            _ => context.kind,
        };
        let place = place(role, tag, context.in_article);
        context.in_article |= matches!(place, Place::Article | Place::Main);
        if place != Place::Anywhere || matches!(role, Role::Container | Role::Cell | Role::Table) {
            context.container = self.containers.add(context.container, place);
        }
        self.open[element.index()] += 1;
        self.stack.push(Open { element, context });
    }

    /// Closes what a new element closes by coming: a paragraph, the item before, the cell before.
    fn close_implied(&mut self, role: Role) {
        let closes = |open: Role| match role {
            role if is_inside_lines(role) => false,
            Role::Item => matches!(open, Role::Item | Role::Paragraph),
            Role::Term | Role::Definition => matches!(open, Role::Term | Role::Definition | Role::Paragraph),
            Role::Cell => matches!(open, Role::Cell | Role::Paragraph),
            Role::Row => matches!(open, Role::Row),
            _ => open == Role::Paragraph,
        };
        let stops = |open: Role| match role {
            Role::Item => matches!(open, Role::List | Role::Table | Role::Cell),
            Role::Term | Role::Definition => matches!(open, Role::DefinitionList | Role::Table | Role::Cell),
            Role::Cell => matches!(open, Role::Row | Role::Table),
            Role::Row => open == Role::Table,
            _ => !is_inside_lines(open),
        };
        if self.beyond > 0 {
            return;
        }
        let mut target = None;
        for (index, open) in self.stack.iter().enumerate().rev().take(NEARBY) {
            let open = open.element.role();
            if closes(open) {
                target = Some(index);
            }
            if stops(open) {
                break;
            }
        }
        if let Some(index) = target {
            self.finish_block();
            self.pop_to(index);
        }
    }

    fn end(&mut self, name: &str) {
        let Some(element) = element(name) else { return };
        match element.role() {
            Role::Emphasis(emphasis) => self.emphasize(emphasis, false),
            Role::Break | Role::Rule | Role::Meta | Role::Link => {}
            _ if self.beyond > 0 => {
                self.finish_block();
                self.beyond -= 1;
            }
            _ if self.open[element.index()] == 0 => {
                if element.role() == Role::Paragraph {
                    self.finish_block();
                }
            }
            role => {
                let index = self.stack.iter().rposition(|open| open.element == element);
                if !is_inside_lines(role) {
                    self.finish_block();
                }
                if let Some(index) = index {
                    self.pop_to(index);
                }
            }
        }
    }

    /// Closes the elements from `index` of the stack on.
    fn pop_to(&mut self, index: usize) {
        while self.stack.len() > index {
            let Some(open) = self.stack.pop() else { return };
            self.open[open.element.index()] -= 1;
            match open.element.role() {
                Role::Table | Role::DefinitionList => {
                    self.tables.extend(self.open_tables.pop());
                }
                Role::Hidden | Role::Title => self.finish_capture(),
                _ => {}
            }
        }
    }

    fn finish_capture(&mut self) {
        match self.capture {
            Capture::Nothing => return,
            Capture::Title => self.statements.offer(Field::Title, Worth::Least, &self.captured),
            Capture::Linked => self.statements.linked(&self.captured),
        }
        self.captured.clear();
        self.capture = Capture::Nothing;
    }

    fn emphasize(&mut self, emphasis: Emphasis, on: bool) {
        let open = &mut self.emphasized[usize::from(emphasis == Emphasis::Bold)];
        let before = *open;
        *open = if on { before.saturating_add(1) } else { before.saturating_sub(1) };
        if (before == 0) != (*open == 0) && !self.context().hidden {
            self.writer.emphasize(emphasis, on);
        }
    }

    /// Ends the open block, if there is one.
    fn finish_block(&mut self) {
        let context = self.context();
        let linked = std::mem::take(&mut self.linked);
        let Some(block) = self.writer.end(context.kind, None) else { return };
        // In a fragment other blocks may be there already.
        let standing = Standing { container: context.container, linked };
        self.standings.resize(block, Standing { container: 0, linked: 0 });
        self.standings.push(standing);
        if let Some(table) = self.open_tables.last_mut() {
            table.add(block);
        }
    }
}

#[cfg(test)]
#[path = "html_tests.rs"]
mod tests;
