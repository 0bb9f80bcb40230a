//! What the page says of the whole: title, guest, publication, author, date. Each is a span of the page where it stands
//! there; nothing is invented, and what cannot be told stays unsaid.

mod about;
mod caseless;
mod credits;
mod dates;
mod guest;
mod guest_in_title;
mod role;
mod title;

use super::document::{Block, Document};
use super::names;
use super::pieces::Script;
use crate::interview::{Cited, Span, Speaker, SpeakerRole};

/// What is known before anybody is told apart.
pub(super) struct Front {
    /// The title.
    pub(super) title: Option<Cited>,
    /// Where the guest's name stands, if no label prints it.
    pub(super) guest: Option<Span>,
    /// Who wrote it.
    pub(super) author: Option<Cited>,
}

/// Reads what stands at the front of a page.
pub(super) fn front(document: &Document, blocks: &[Block]) -> Front {
    let title = title::title(document, blocks);
    let printed = title.as_ref().and_then(|title| title.span);
    let author =
        document.declared.author.clone().or_else(|| credits::author(&document.text, blocks, printed));
    let writer = author.as_ref().map(|author| author.text.as_str());
    Front {
        guest: guest::guest(&document.text, blocks, printed, writer)
            .or_else(|| caseless::guest(&document.text, blocks, printed?)),
        author,
        title,
    }
}

/// The publication and the date.
pub(super) struct Credits {
    /// The publication.
    pub(super) publication: Option<Cited>,
    /// When it was published.
    pub(super) date: Option<Cited>,
}

/// Reads what a page says of its publication.
pub(super) fn credits(document: &Document, blocks: &[Block], front: &Front, script: &Script) -> Credits {
    let people: Vec<&str> = script.people.iter().map(|person| person.name.text.as_str()).collect();
    let declared = &document.declared;
    Credits {
        publication: declared
            .publication
            .clone()
            .or_else(|| credits::of_window(&declared.title.as_ref()?.text, &front.title.as_ref()?.text))
            .or_else(|| credits::publication(&document.text, blocks, &people)),
        date: declared.date.clone().or_else(|| dates::date(&document.text, blocks)),
    }
}

/// Adds to the people of a script what the page says of them.
pub(super) fn speakers(
    document: &Document,
    blocks: &[Block],
    front: &Front,
    script: &Script,
) -> Vec<Speaker> {
    let title = front.title.as_ref().and_then(|title| title.span);
    let described = |person: &super::pieces::Person| {
        let has_name = names::looks_personal(&person.name.text) && script.people.len() < 50;
        let (role, affiliation) = if has_name {
            about::about(&document.text, blocks, title, &person.name.text)
        } else {
            (None, None)
        };
        let is_asked = matches!(person.role, SpeakerRole::Guest | SpeakerRole::Unknown);
        Speaker {
            name: person.name.clone(),
            label: person.label.clone(),
            role: person.role,
            title: role.filter(|_| is_asked),
            affiliation: affiliation.filter(|_| is_asked),
        }
    };
    script.people.iter().map(described).collect()
}
