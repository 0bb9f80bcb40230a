//! The article out of a page: which of its containers hold it, and what is only around it.
//!
//! Where the page names its `<article>` or `<main>`, that is believed if most of the words are there. From there the
//! search goes down as long as one child holds nearly all of the running text: what the child leaves out are share
//! bars, related links and comments. It stops where the text divides, as it does when every answer has its own `<div>`.

use super::elements::{Role, is_inside_lines};
use super::tokens::Tag;
use crate::read::document::{Block, BlockKind};

/// Index of a container among [`Containers`].
pub(super) type ContainerId = u32;

/// What an element says of its place on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Nothing.
    Anywhere,
    /// `<main>`.
    Main,
    /// `<article>`.
    Article,
    /// Apart by its element: navigation, a form.
    Apart,
    /// Apart by its class or id, which may say it for other reasons.
    PerhapsApart,
}

/// An element that holds blocks.
#[derive(Clone, Copy, Debug)]
struct Container {
    parent: ContainerId,
    place: Place,
    /// Bytes of running text in it and below, links not counted.
    weight: u32,
}

/// A page's containers; each comes after its parent.
#[derive(Debug)]
pub(super) struct Containers(Vec<Container>);

/// Where a block stands on the page.
#[derive(Clone, Copy, Debug)]
pub(super) struct Standing {
    /// The innermost container around it.
    pub(super) container: ContainerId,
    /// Bytes of it that are links.
    pub(super) linked: u32,
}

/// A child that holds this share of its parent's text is all that matters of it, in percent. At 80, an introduction
/// that stands beside a short interview was lost; at 95, a page with a few comments was kept whole.
const NEARLY_ALL: u64 = 88;

/// The share of a page's text that its `<article>` or `<main>` must hold to be believed, in percent.
const BELIEVED: u64 = 40;

/// A container whose class says that it is apart is the article all the same if it holds this share, in percent.
const TOO_MUCH_TO_DROP: u64 = 50;

impl Default for Containers {
    fn default() -> Self {
        Self(vec![Container { parent: 0, place: Place::Anywhere, weight: 0 }])
    }
}

impl Containers {
    /// Adds a container.
    pub(super) fn add(&mut self, parent: ContainerId, place: Place) -> ContainerId {
        self.0.push(Container { parent, place, weight: 0 });
        (self.0.len() - 1) as ContainerId
    }

    /// Marks what stands outside the article as set apart.
    pub(super) fn set_apart(&mut self, blocks: &mut [Block], standings: &[Standing]) {
        for (block, standing) in blocks.iter().zip(standings) {
            if matches!(block.kind, BlockKind::Paragraph | BlockKind::ListItem | BlockKind::Quotation) {
                let own = (block.span.len() as u32).saturating_sub(standing.linked);
                let weight = &mut self.0[standing.container as usize].weight;
                *weight = weight.saturating_add(own);
            }
        }
        self.sum_up();
        let all = u64::from(self.0[0].weight).max(1);
        let apart = self.apart(all);
        let article = self.article(&apart, all);
        let (inside, around) = self.relatives(article);
        for (block, standing) in blocks.iter_mut().zip(standings) {
            let container = standing.container as usize;
            let own = block.span.len();
            // A page's title often stands over the article, and so does what introduces it.
            let lead = around[container] && own >= 60 && (standing.linked as usize) * 2 < own;
            let is_title = matches!(block.kind, BlockKind::Heading(1));
            if !is_title && (apart[container] || !(inside[container] || lead)) {
                block.kind = BlockKind::Aside;
            }
        }
    }

    /// Adds every container's weight to those around it.
    fn sum_up(&mut self) {
        for index in (1..self.0.len()).rev() {
            let Container { parent, weight, place } = self.0[index];
            if place != Place::Apart {
                let around = &mut self.0[parent as usize].weight;
                *around = around.saturating_add(weight);
            }
        }
    }

    /// Tells for each container whether it is apart, or in one that is.
    fn apart(&self, all: u64) -> Vec<bool> {
        let mut apart = vec![false; self.0.len()];
        for (index, container) in self.0.iter().enumerate().skip(1) {
            let itself = match container.place {
                Place::Apart => true,
                Place::PerhapsApart => u64::from(container.weight) * 100 < all * TOO_MUCH_TO_DROP,
                _ => false,
            };
            apart[index] = itself || apart[container.parent as usize];
        }
        apart
    }

    /// Finds the container that holds the article.
    fn article(&self, apart: &[bool], all: u64) -> usize {
        let heaviest = |place: Place| {
            let candidates = self.0.iter().enumerate();
            candidates
                .filter(|(index, container)| container.place == place && !apart[*index])
                .max_by_key(|(index, container)| (container.weight, std::cmp::Reverse(*index)))
                .filter(|(_, container)| u64::from(container.weight) * 100 >= all * BELIEVED)
                .map(|(index, _)| index)
        };
        let mut at = heaviest(Place::Article).or_else(|| heaviest(Place::Main)).unwrap_or(0);
        // Children come after their parents: one pass finds the heaviest child of every container on the way down.
        for (index, container) in self.0.iter().enumerate().skip(at + 1) {
            let share = (u64::from(self.0[at].weight) * NEARLY_ALL).max(1);
            if container.parent as usize == at && !apart[index] && u64::from(container.weight) * 100 >= share
            {
                at = index;
            }
        }
        at
    }

    /// Tells for each container whether it is in the article, and whether it is around it.
    fn relatives(&self, article: usize) -> (Vec<bool>, Vec<bool>) {
        let mut inside = vec![false; self.0.len()];
        inside[article] = true;
        for index in article + 1..self.0.len() {
            inside[index] = inside[self.0[index].parent as usize];
        }
        let mut around = vec![false; self.0.len()];
        let mut at = article;
        while at != 0 {
            at = self.0[at].parent as usize;
            around[at] = true;
        }
        (inside, around)
    }
}

/// Returns what an element says of its place on the page.
pub(super) fn place(role: Role, tag: &Tag, in_article: bool) -> Place {
    let part = tag.attribute("role").unwrap_or_default();
    match role {
        Role::Main => return Place::Main,
        Role::Article => return Place::Article,
        Role::Aside => return Place::Apart,
        Role::HeaderOrFooter if !in_article => return Place::Apart,
        // An article's own foot tells who wrote it, and when.
        Role::HeaderOrFooter if tag.name.eq_ignore_ascii_case("footer") => return Place::PerhapsApart,
        Role::Root | Role::Body => return Place::Anywhere,
        _ => {}
    }
    if matches!(part, "navigation" | "search" | "complementary" | "dialog" | "contentinfo" | "banner") {
        return Place::Apart;
    }
    let named_apart = |name| tag.attribute(name).is_some_and(sounds_apart);
    let may_hold = !is_inside_lines(role);
    if may_hold && (named_apart("class") || named_apart("id")) {
        Place::PerhapsApart
    } else {
        Place::Anywhere
    }
}

/// What classes and ids call things around an article.
const APART_WORDS: &[&str] = &[
    "nav",
    "navbar",
    "navigation",
    "menu",
    "breadcrumb",
    "breadcrumbs",
    "sidebar",
    "related",
    "recommended",
    "share",
    "sharing",
    "social",
    "newsletter",
    "subscribe",
    "subscription",
    "signup",
    "cookie",
    "cookies",
    "consent",
    "gdpr",
    "comments",
    "comment",
    "disqus",
    "promo",
    "advert",
    "advertisement",
    "ad",
    "ads",
    "sponsor",
    "sponsored",
    "banner",
    "popup",
    "modal",
    "pagination",
    "pager",
    "tags",
    "tag-list",
    "taglist",
    "author-bio",
    "site-footer",
    "footer",
    "site-header",
    "skip-link",
    "paywall",
    "toc",
    "widget",
    "pullquote",
    "pull-quote",
    "sharedaddy",
    "jp-relatedposts",
    "respond",
];

/// Tells whether a class or an id says that an element stands apart: `related`, `related-posts`, `share_bar`.
fn sounds_apart(names: &str) -> bool {
    names.split_ascii_whitespace().any(|name| {
        let name = name.to_ascii_lowercase();
        APART_WORDS.iter().any(|word| {
            name.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with(['-', '_']))
        })
    })
}
