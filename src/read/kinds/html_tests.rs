//! What a page shows, and where it stands.

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
