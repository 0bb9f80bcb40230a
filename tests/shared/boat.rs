//! The card that pictures and encodings are tried on.

use std::sync::Arc;

use pullquote::language::Language;
use pullquote::picture::Picture;
use pullquote::quote::{Attribution, Quote};

/// Makes the quote, without a picture.
pub(crate) fn quote() -> Quote {
    let credit = Attribution {
        name: "Ines Calvacante".into(),
        role: Some("boat builder".into()),
        publication: Some("The Long Conversation".into()),
        date: Some("9 April 2026".into()),
    };
    let text = "The first boat sank, and we knew it would. The second one is still afloat, more or less.";
    Quote::typed(text, credit, Language::new("en")).unwrap()
}

/// Loads one of our own pictures.
pub(crate) fn picture(name: &str) -> Arc<Picture> {
    let path = format!("{}/data/pictures/{name}", env!("CARGO_MANIFEST_DIR"));
    Arc::new(Picture::decode(name, &std::fs::read(path).unwrap()).unwrap())
}
