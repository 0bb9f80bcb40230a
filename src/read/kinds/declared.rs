//! What a page says of itself: `<meta>`, Open Graph, JSON-LD, `<title>`; and the front matter of a Markdown file.

use serde_json::Value;

use super::tokens::Tag;
use super::writer::declared;
use crate::interview::Cited;
use crate::read::document::Declared;

/// One thing a document says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    /// Its title.
    Title,
    /// Where it was published.
    Publication,
    /// Who wrote it.
    Author,
    /// When it was published.
    Date,
    /// Its address.
    Url,
}

/// How much a statement is worth: one made for sharing knows best, `<title>` has the site's name in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Worth {
    /// `<title>`, `<time>`.
    Least,
    /// `<meta name>`, `<link>`.
    Meta,
    /// JSON-LD.
    Linked,
    /// Open Graph and front matter.
    Most,
}

/// Gathers statements and keeps the best for each field.
#[derive(Debug, Default)]
pub(super) struct Statements {
    best: [Option<(Worth, Cited)>; 5],
    /// The language, as a tag.
    pub(super) language: Option<String>,
}

impl Statements {
    /// Takes a statement, unless a better one, or an equal one before it, is there.
    pub(super) fn offer(&mut self, field: Field, worth: Worth, text: &str) {
        let best = &mut self.best[field as usize];
        if best.as_ref().is_none_or(|(known, _)| *known < worth)
            && let Some(cited) = declared(text)
        {
            *best = Some((worth, cited));
        }
    }

    /// Takes what `<meta>` says.
    pub(super) fn meta(&mut self, tag: &Tag) {
        let Some(content) = tag.attribute("content") else { return };
        let key =
            tag.attribute("property").or_else(|| tag.attribute("name")).or_else(|| tag.attribute("itemprop"));
        let (field, worth) = match key.unwrap_or_default().trim().to_ascii_lowercase().as_str() {
            "og:title" => (Field::Title, Worth::Most),
            "twitter:title" | "dc.title" | "citation_title" => (Field::Title, Worth::Meta),
            "og:site_name" => (Field::Publication, Worth::Most),
            "application-name" | "dc.publisher" | "citation_journal_title" => {
                (Field::Publication, Worth::Meta)
            }
            // Open Graph allows an address here, which is no name.
            "article:author" | "author" | "dc.creator" | "byl" | "parsely-author"
                if !content.contains("://") =>
            {
                (Field::Author, Worth::Meta)
            }
            "article:published_time" | "og:published_time" => (Field::Date, Worth::Most),
            "date"
            | "pubdate"
            | "publishdate"
            | "dc.date"
            | "dc.date.issued"
            | "datepublished"
            | "parsely-pub-date"
            | "citation_publication_date" => (Field::Date, Worth::Meta),
            "og:url" => (Field::Url, Worth::Meta),
            _ => return,
        };
        self.offer(field, worth, content);
    }

    /// Takes what a JSON-LD script says; one that is no JSON says nothing.
    pub(super) fn linked(&mut self, script: &str) {
        // serde_json refuses nesting beyond 128 levels, so walking the value may recurse.
        let Ok(value) = serde_json::from_str::<Value>(script.trim()) else { return };
        self.linked_value(&value);
    }

    fn linked_value(&mut self, value: &Value) {
        match value {
            Value::Array(values) => values.iter().for_each(|value| self.linked_value(value)),
            Value::Object(object) => {
                if let Some(graph) = object.get("@graph") {
                    self.linked_value(graph);
                }
                if object.get("@type").is_some_and(is_work) {
                    let name = |key: &str| object.get(key).and_then(name_of);
                    let title = name("headline").or_else(|| name("name"));
                    let author = name("author").or_else(|| name("creator"));
                    let publication = name("publisher").or_else(|| name("isPartOf"));
                    let date = name("datePublished");
                    let url =
                        name("mainEntityOfPage").filter(|url| url.contains("://")).or_else(|| name("url"));
                    for (field, text) in [
                        (Field::Title, title),
                        (Field::Author, author),
                        (Field::Publication, publication),
                        (Field::Date, date),
                        (Field::Url, url),
                    ] {
                        self.offer(field, Worth::Linked, &text.unwrap_or_default());
                    }
                }
            }
            _ => {}
        }
    }

    /// Takes one key of front matter.
    pub(super) fn front_matter(&mut self, key: &str, value: &str) {
        let field = match key.to_ascii_lowercase().as_str() {
            "title" => Field::Title,
            "publication" | "site" | "site_name" | "source" | "publisher" | "website" => Field::Publication,
            "author" | "authors" | "byline" | "by" => Field::Author,
            "date" | "published" | "published_at" | "pubdate" => Field::Date,
            "url" | "link" | "permalink" | "canonical" | "canonical_url" | "source_url" => Field::Url,
            "lang" | "language" | "locale" => {
                self.language = Some(value.to_owned()).filter(|value| !value.is_empty());
                return;
            }
            _ => return,
        };
        self.offer(field, Worth::Most, value);
    }

    /// Returns the best of each.
    pub(super) fn finish(self) -> Declared {
        let [title, publication, author, date, url] = self.best.map(|best| best.map(|(_, cited)| cited));
        Declared { title, publication, author, date, url, language: self.language }
    }
}

/// Tells whether a JSON-LD type is a piece of writing or of speech.
fn is_work(kind: &Value) -> bool {
    let is = |kind: &Value| {
        kind.as_str().is_some_and(|kind| {
            kind.ends_with("Article")
                || kind.ends_with("Posting")
                || kind.ends_with("Episode")
                || kind == "WebPage"
        })
    };
    is(kind) || kind.as_array().is_some_and(|kinds| kinds.iter().any(is))
}

/// Reads a name: a string, an object that has one, or several of either.
fn name_of(value: &Value) -> Option<String> {
    match value {
        Value::String(name) => Some(name.clone()),
        Value::Object(object) => {
            object.get("name").or_else(|| object.get("@id")).and_then(Value::as_str).map(str::to_owned)
        }
        Value::Array(values) => {
            let names: Vec<String> =
                values.iter().filter(|value| !value.is_array()).filter_map(name_of).collect();
            (!names.is_empty()).then(|| names.join(", "))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn linked_data_is_read_from_a_graph() {
        let mut statements = Statements::default();
        statements.linked(
            r#"{"@graph": [{"@type": "Organization", "name": "Nobody"}, {"@type": ["NewsArticle"],
            "headline": "A  bridge", "author": [{"name": "Ida Roe"}, {"name": "Max Wu"}],
            "publisher": {"name": "The Quay"}, "datePublished": "2020-05-01"}]}"#,
        );
        statements.offer(Field::Title, Worth::Least, "A bridge | The Quay");
        let declared = statements.finish();
        assert_eq!(declared.title.unwrap().text, "A bridge");
        assert_eq!(declared.author.unwrap().text, "Ida Roe, Max Wu");
        assert_eq!(declared.publication.unwrap().text, "The Quay");
        assert_eq!(declared.date.unwrap().text, "2020-05-01");
    }

    #[test]
    fn broken_linked_data_says_nothing() {
        let mut statements = Statements::default();
        statements.linked("{\"@type\": ");
        statements.linked(&"[".repeat(100_000));
        assert_eq!(statements.finish(), Declared::default());
    }
}
