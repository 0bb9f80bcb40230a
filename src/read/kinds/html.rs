//! HTML pages: running text out of elements.
//!
//! No tree is built. A stack of the open elements, as deep as a browser's, says what text is when it comes; blocks
//! remember their container, and once all is read [`article`](super::article) sets apart what is around the article.

use std::ops::Range;

use super::article::{ContainerId, Containers, Place, Standing, sounds_apart};
use super::declared::{Field, Statements, Worth};
use super::decode::Decoded;
use super::elements::{Element, Role, element};
use super::rows::{Cell, drop_blocks, give_voices};
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
    let dropped: Vec<usize> =
        tables.iter().flat_map(|cells| give_voices(&mut writer.document, cells)).collect();
    drop_blocks(&mut writer.document, &dropped);
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

/// A table being read: its blocks so far, and where in it we are.
#[derive(Default)]
struct Table {
    cells: Vec<Cell>,
    row: usize,
    column: usize,
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
    /// The cells of finished tables.
    tables: Vec<Vec<Cell>>,
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
            Role::Row => self.next_row(),
            Role::Cell | Role::Definition => self.next_column(),
            Role::Term => self.next_row(),
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

    fn next_row(&mut self) {
        if let Some(table) = self.open_tables.last_mut() {
            table.row += 1;
            table.column = 0;
        }
    }

    fn next_column(&mut self) {
        if let Some(table) = self.open_tables.last_mut() {
            table.column += 1;
        }
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
                    if let Some(table) = self.open_tables.pop() {
                        self.tables.push(table.cells);
                    }
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
            table.cells.push(Cell { block, row: table.row, column: table.column });
        }
    }
}

/// Tells whether an element may stand in the middle of a paragraph: an icon does, and a script.
fn is_inside_lines(role: Role) -> bool {
    matches!(role, Role::Inline | Role::Anchor | Role::Time | Role::Hidden | Role::Title)
}

/// Tells whether an element's attributes hide it.
fn is_hidden(tag: &Tag) -> bool {
    let style = tag.attribute("style").unwrap_or_default();
    let without_space = || style.to_ascii_lowercase().replace(' ', "");
    tag.attribute("hidden").is_some()
        || tag.attribute("aria-hidden") == Some("true")
        || (!style.is_empty()
            && (without_space().contains("display:none") || without_space().contains("visibility:hidden")))
}

/// Tells whether an element's class calls it a caption.
fn is_caption(tag: &Tag) -> bool {
    let caption = |class: &str| {
        class.eq_ignore_ascii_case("caption") || class.to_ascii_lowercase().ends_with("-caption")
    };
    tag.attribute("class").is_some_and(|classes| classes.split_ascii_whitespace().any(caption))
}

/// Returns what an element says of its place on the page.
fn place(role: Role, tag: &Tag, in_article: bool) -> Place {
    let part = tag.attribute("role").unwrap_or_default();
    match role {
        Role::Main => return Place::Main,
        Role::Article => return Place::Article,
        Role::Aside => return Place::Apart,
        Role::HeaderOrFooter if !in_article => return Place::Apart,
        Role::Root | Role::Body => return Place::Anywhere,
        _ => {}
    }
    if matches!(part, "navigation" | "search" | "complementary" | "dialog" | "contentinfo" | "banner") {
        return Place::Apart;
    }
    let named_apart = |name| tag.attribute(name).is_some_and(sounds_apart);
    let may_hold = !matches!(role, Role::Inline | Role::Anchor | Role::Time);
    if may_hold && (named_apart("class") || named_apart("id")) {
        Place::PerhapsApart
    } else {
        Place::Anywhere
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::interview::Span;
    use crate::read::kinds::decode::decode;
    use crate::read::kinds::tests::{lines, voiced};

    fn document(source: &str) -> Document {
        read(&decode(source.as_bytes()).unwrap())
    }

    #[test]
    fn text_is_what_a_reader_sees() {
        let source = "<html><head><title>Quay</title><style>p{}</style></head><body onload=x>\
            <p>Max &amp; <i>Ida</i>\n  walk.<!-- not --><script>if (a<b) {}</script>\
            <p hidden>gone<p>One<br>two<br><br>three<div style='display: none'>gone<p>gone</p></div>\
            <ul><li>rope<li>steel</ul><blockquote>Sea</blockquote><figure>x<figcaption>A pier</figcaption></figure>";
        assert_eq!(
            lines(&document(source)),
            ["P Max & Ida walk.", "P One\ntwo", "P three", "L rope", "L steel", "Q Sea", "C x", "C A pier"]
        );
    }

    #[test]
    fn emphasis_and_entities_lead_to_their_bytes() {
        let source = "<p>So <b>M&eacute;l :</b> yes\nno";
        let document = document(source);
        let said = |span: Span| (&document.text[span.range()], &source[document.map.file_range(span)]);
        assert_eq!(document.emphasis.len(), 1);
        assert_eq!(said(document.emphasis[0].0), ("Mél :", "M&eacute;l :"));
        assert_eq!(said(document.blocks[0].span), ("So Mél : yes no", "So <b>M&eacute;l :</b> yes\nno"));
    }

    #[test]
    fn what_is_around_the_article_is_set_apart() {
        let long = "A sentence long enough to weigh something on this page. ".repeat(4);
        let source = format!(
            "<body><header><a href=/>Home</a><h1>The quay</h1></header><nav>Menu</nav>\
            <div class=page><div class=content><p>{long}<p>{long}<div class='share-bar'>Share</div><p>{long}</div>\
            <div><p>Another story</p></div></div><footer>Imprint</footer></body>"
        );
        let document = document(&source);
        let aside: Vec<String> =
            lines(&document).into_iter().filter(|line| !line.starts_with("P A sentence")).collect();
        assert_eq!(aside, ["- Home", "H1 The quay", "- Menu", "- Share", "- Another story", "- Imprint"]);
    }

    #[test]
    fn what_the_page_says_of_itself_is_taken() {
        let source = "<html lang=pt><title>Cais | Jornal</title><meta property='og:title' content='Cais'>\
            <meta property='og:site_name' content=Jornal><meta name=author content='Ida Roe'>\
            <link rel=canonical href='https://x.y/cais'><script type='application/ld+json'>\
            {\"@type\": \"NewsArticle\", \"datePublished\": \"2020-01-02\"}</script><p>Sim.";
        let declared = document(source).declared;
        let text = |cited: Option<crate::interview::Cited>| cited.map(|cited| cited.text).unwrap_or_default();
        assert_eq!(text(declared.title), "Cais");
        assert_eq!(text(declared.publication), "Jornal");
        assert_eq!(text(declared.author), "Ida Roe");
        assert_eq!(text(declared.date), "2020-01-02");
        assert_eq!(text(declared.url), "https://x.y/cais");
        assert_eq!(declared.language.unwrap(), "pt");
    }

    #[test]
    fn tables_and_definition_lists_of_turns_have_voices() {
        let said = ["Max: Why?", "Ida: Because.", "Max: Ah."];
        let table = "<table><tr><td>Max:<td>Why?<tr><td>Ida:<td>Because.<tr><td>Max:<td>Ah.</table>";
        assert_eq!(voiced(&document(table)), said);
        let list = "<dl><dt>Max<dd>Why?<dt>Ida<dd>Because.<dt>Max<dd>Ah.</dl>";
        assert_eq!(voiced(&document(list)), said);
        let layout = "<table><tr><td>One story here<td>Another there</table>";
        assert_eq!(voiced(&document(layout)), ["One story here", "Another there"]);
    }

    #[test]
    fn depth_is_bounded() {
        let source = format!("{}<p>In</p>{}<p>Out</p>", "<div>".repeat(20_000), "</div>".repeat(20_000));
        assert_eq!(lines(&document(&source)), ["P In", "P Out"]);
    }
}
