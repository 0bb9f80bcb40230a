//! What the user knows better than the page does: who is guest, who is host, what a label stands for.

use super::ReadOptions;
use super::names;
use super::pieces::{Person, Script, kind_of};
use super::roles::is_said;
use crate::interview::{Cited, Note, SpeakerRole};

/// Puts the user's word over the page's.
pub(super) fn apply(script: &mut Script, options: &ReadOptions) {
    for (label, role) in &options.labels {
        assign(script, label, *role);
    }
    for host in &options.hosts {
        assign(script, host, SpeakerRole::Host);
    }
    for guest in &options.guests {
        assign(script, guest, SpeakerRole::Guest);
    }
    for piece in &mut script.pieces {
        if let Some(speaker) = piece.speaker.filter(|_| is_said(piece.kind)) {
            piece.kind = kind_of(script.people[speaker].role);
        }
    }
}

/// Gives a role to the one a name means.
fn assign(script: &mut Script, name: &str, role: SpeakerRole) {
    let key = names::key(name);
    let is_meant = |person: &Person| {
        person.keys.iter().any(|own| *own == key || names::is_part(own, &key) || names::is_part(&key, own))
    };
    if let Some(person) = script.people.iter_mut().find(|person| is_meant(person)) {
        person.role = role;
        return;
    }
    // A page that prints no names: the user gives the one who asks or answers there.
    let is_nameless = |person: &&mut Person| {
        person.name.span.is_none() && (person.role == SpeakerRole::Guest) == (role == SpeakerRole::Guest)
    };
    match script.people.iter_mut().find(is_nameless) {
        Some(person) => {
            person.name = Cited { text: name.to_owned(), span: None };
            person.role = role;
            person.keys.push(key);
        }
        None => script.notes.push(Note { message: format!("nobody here is called `{name}`"), span: None }),
    }
}
