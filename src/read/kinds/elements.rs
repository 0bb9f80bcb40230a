//! The elements of HTML that matter to the text of a page, and how.

use super::tokens::Tag;
use crate::interview::Emphasis;

/// What an element does to the text in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// The whole page.
    Root,
    /// All that is shown.
    Body,
    /// A box of blocks.
    Container,
    /// The page's main part.
    Main,
    /// An article.
    Article,
    /// Navigation, an aside, a form, a control.
    Aside,
    /// Part of what it heads or ends: the page, an article.
    HeaderOrFooter,
    /// A paragraph, which the next block ends.
    Paragraph,
    /// A heading of a level.
    Heading(u8),
    /// A list.
    List,
    /// An item of a list.
    Item,
    /// A quotation.
    Quotation,
    /// A picture or its caption.
    Caption,
    /// A table.
    Table,
    /// A row of a table.
    Row,
    /// A cell of a row.
    Cell,
    /// A definition list.
    DefinitionList,
    /// What is defined: in transcripts, who speaks.
    Term,
    /// Its definition: in transcripts, what they say.
    Definition,
    /// Text whose white space counts.
    Preformatted,
    /// Something inside a line.
    Inline,
    /// A link.
    Anchor,
    /// A point in time.
    Time,
    /// Emphasised text.
    Emphasis(Emphasis),
    /// A line break.
    Break,
    /// A rule between blocks.
    Rule,
    /// A statement about the page.
    Meta,
    /// An address about the page.
    Link,
    /// The page's title, which is shown elsewhere.
    Title,
    /// Something that is no text of the page.
    Hidden,
}

/// An element that we know, by its place in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Element(u8);

impl Element {
    /// How many we know.
    pub(super) const COUNT: usize = ELEMENTS.len();

    /// Returns its place in the table.
    pub(super) const fn index(self) -> usize {
        self.0 as usize
    }

    /// Returns what it does.
    pub(super) const fn role(self) -> Role {
        ELEMENTS[self.0 as usize].1
    }
}

/// Looks an element up by its name in lower case. Others are as if they were not there.
pub(super) fn element(name: &str) -> Option<Element> {
    ELEMENTS.binary_search_by_key(&name, |(known, _)| known).ok().map(|index| Element(index as u8))
}

/// Tells whether an element may stand in the middle of a paragraph: an icon does, and a script.
pub(super) fn is_inside_lines(role: Role) -> bool {
    matches!(role, Role::Inline | Role::Anchor | Role::Time | Role::Hidden | Role::Title)
}

/// Tells whether an element's attributes hide it.
pub(super) fn is_hidden(tag: &Tag) -> bool {
    let style = tag.attribute("style").unwrap_or_default();
    let without_space = || style.to_ascii_lowercase().replace(' ', "");
    tag.attribute("hidden").is_some()
        || tag.attribute("aria-hidden") == Some("true")
        || (!style.is_empty()
            && (without_space().contains("display:none") || without_space().contains("visibility:hidden")))
}

/// Tells whether an element's class calls it a caption.
pub(super) fn is_caption(tag: &Tag) -> bool {
    let caption = |class: &str| {
        class.eq_ignore_ascii_case("caption") || class.to_ascii_lowercase().ends_with("-caption")
    };
    tag.attribute("class").is_some_and(|classes| classes.split_ascii_whitespace().any(caption))
}

/// The elements, in alphabetical order.
const ELEMENTS: &[(&str, Role)] = &[
    ("a", Role::Anchor),
    ("address", Role::Container),
    ("article", Role::Article),
    ("aside", Role::Aside),
    ("audio", Role::Hidden),
    ("b", Role::Emphasis(Emphasis::Bold)),
    ("blockquote", Role::Quotation),
    ("body", Role::Body),
    ("br", Role::Break),
    ("button", Role::Aside),
    ("canvas", Role::Hidden),
    ("caption", Role::Caption),
    ("center", Role::Container),
    ("cite", Role::Emphasis(Emphasis::Italic)),
    ("dd", Role::Definition),
    ("details", Role::Container),
    ("dialog", Role::Aside),
    ("div", Role::Container),
    ("dl", Role::DefinitionList),
    ("dt", Role::Term),
    ("em", Role::Emphasis(Emphasis::Italic)),
    ("fieldset", Role::Container),
    ("figcaption", Role::Caption),
    ("figure", Role::Caption),
    ("footer", Role::HeaderOrFooter),
    ("form", Role::Aside),
    ("h1", Role::Heading(1)),
    ("h2", Role::Heading(2)),
    ("h3", Role::Heading(3)),
    ("h4", Role::Heading(4)),
    ("h5", Role::Heading(5)),
    ("h6", Role::Heading(6)),
    ("header", Role::HeaderOrFooter),
    ("hgroup", Role::Container),
    ("hr", Role::Rule),
    ("html", Role::Root),
    ("i", Role::Emphasis(Emphasis::Italic)),
    ("iframe", Role::Hidden),
    ("li", Role::Item),
    ("link", Role::Link),
    ("main", Role::Main),
    ("math", Role::Hidden),
    ("menu", Role::Aside),
    ("meta", Role::Meta),
    ("nav", Role::Aside),
    ("noembed", Role::Hidden),
    ("noframes", Role::Hidden),
    ("noscript", Role::Hidden),
    ("object", Role::Hidden),
    ("ol", Role::List),
    ("p", Role::Paragraph),
    ("picture", Role::Hidden),
    ("pre", Role::Preformatted),
    ("rp", Role::Hidden),
    ("rt", Role::Hidden),
    ("script", Role::Hidden),
    ("search", Role::Aside),
    ("section", Role::Container),
    ("select", Role::Hidden),
    ("small", Role::Inline),
    ("span", Role::Inline),
    ("strong", Role::Emphasis(Emphasis::Bold)),
    ("style", Role::Hidden),
    ("summary", Role::Container),
    ("svg", Role::Hidden),
    ("table", Role::Table),
    ("tbody", Role::Container),
    ("td", Role::Cell),
    ("template", Role::Hidden),
    ("textarea", Role::Hidden),
    ("tfoot", Role::Container),
    ("th", Role::Cell),
    ("thead", Role::Container),
    ("time", Role::Time),
    ("title", Role::Title),
    ("tr", Role::Row),
    ("ul", Role::List),
    ("video", Role::Hidden),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_order_so_that_names_are_found() {
        assert!(ELEMENTS.is_sorted_by_key(|(name, _)| name));
        assert_eq!(element("blockquote").map(Element::role), Some(Role::Quotation));
        assert_eq!(element("x-widget"), None);
    }
}
