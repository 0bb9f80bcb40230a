//! `index.html`: a set at a glance, with the alternative texts to copy. One file, nothing fetched.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use super::manifest::{self, Entry};
use super::sink::{self, Replacement};
use crate::error::Result;

/// The gallery's name.
pub const FILE: &str = "index.html";
/// What tells a gallery of ours from somebody's page.
const GENERATOR: &str = "<meta name=\"generator\" content=\"pullquote\">";
/// Most cards on the page: no browser shows a hundred thousand, and nobody looks at them.
const MOST_CARDS: usize = 2000;

/// Writes the page of a set, of the first `count` cards of its manifest; cards of one quote stand together. Tells whether
/// it did: a page that is not ours stays.
///
/// # Errors
/// [`Error::Io`](crate::error::Error::Io).
pub fn write(folder: &Path, count: usize) -> Result<bool> {
    let path = folder.join(FILE);
    if !is_ours_or_free(&path) {
        return Ok(false);
    }
    let mut entries = sink::entries(&folder.join(manifest::FILE))?.take(count.min(MOST_CARDS)).peekable();
    let title = entries.peek().map(|entry| entry.by.clone()).unwrap_or_default();
    let mut page = Replacement::of(&path)?;
    page.text(&format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n{GENERATOR}\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{0}</title>\n<style>{STYLE}</style>\n<h1>{0}</h1>\n",
        escape(&title)
    ))?;
    while let Some(entry) = entries.next() {
        let mut cards = vec![entry];
        while let Some(entry) =
            entries.next_if(|next| (&next.text, &next.by) == (&cards[0].text, &cards[0].by))
        {
            cards.push(entry);
        }
        page.text(&section(&cards))?;
    }
    if count > MOST_CARDS {
        page.text(&format!(
            "<p>The first {MOST_CARDS} of {count} cards; <a href=\"{0}\">{0}</a> has them all.</p>\n",
            manifest::FILE
        ))?;
    }
    page.text("</html>\n")?;
    page.finish()?;
    Ok(true)
}

/// Tells whether a page may be written: there is none, or one of ours.
fn is_ours_or_free(path: &Path) -> bool {
    let Ok(file) = File::open(path) else { return true };
    let mut head = Vec::new();
    file.take(1024).read_to_end(&mut head).is_ok() && String::from_utf8_lossy(&head).contains(GENERATOR)
}

/// Shows the cards of a quote.
fn section(cards: &[Entry]) -> String {
    let first = &cards[0];
    let credit: Vec<String> = [Some(&first.by), first.role.as_ref(), first.publication.as_ref()]
        .into_iter()
        .flatten()
        .map(|part| escape(part))
        .collect();
    let mut body =
        format!("<section>\n<h2>{}</h2>\n<p>{}</p>\n<div>\n", escape(&first.text), credit.join(", "));
    for card in cards {
        body += &format!(
            "<figure><a href=\"{0}\"><img src=\"{0}\" width=\"{1}\" height=\"{2}\" alt=\"{3}\" loading=\"lazy\"></a>\
             <figcaption>{4}, {5} <span>{1}×{2}, {6} KB</span></figcaption></figure>\n",
            escape(&link(&card.file)),
            card.width,
            card.height,
            escape(&card.alt),
            escape(&card.theme),
            escape(&card.format),
            card.bytes.div_ceil(1000),
        );
    }
    body += &format!(
        "</div>\n<details><summary>Alternative text</summary><p>{}</p></details>\n</section>\n",
        escape(&first.alt)
    );
    body
}

const STYLE: &str = "body{font:16px/1.5 Georgia,serif;max-width:76rem;margin:3rem auto;padding:0 1.5rem;background:#f4f2ee;color:#1b1815}\
h1{font-weight:400}h2{font-size:1.15rem;font-weight:400;font-style:italic;max-width:44rem;margin:3rem 0 0}\
section>p,figcaption,details{font:13px/1.5 system-ui,sans-serif;color:#5e5547}\
div{display:flex;flex-wrap:wrap;gap:1rem;align-items:flex-end}figure{margin:0}\
img{height:15rem;width:auto;display:block}figcaption span{opacity:.8}";

/// Escapes a text for HTML, in and out of attributes.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}

/// Returns a file's name as a relative address.
fn link(file: &str) -> String {
    file.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => char::from(byte).to_string(),
            other => format!("%{other:02X}"),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_was_said_becomes_markup() {
        assert_eq!(escape("<b a=\"x\">'&"), "&lt;b a=&quot;x&quot;&gt;&#39;&amp;");
        assert_eq!(link("łó d.png"), "%C5%82%C3%B3%20d.png");
    }
}
