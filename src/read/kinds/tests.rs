//! What all kinds of files have in common: laws that hold for any bytes.

use proptest::prelude::*;

use super::*;
use crate::interview::Span;
use crate::read::document::BlockKind;

/// Lists a document's blocks: a letter for the kind, and the text.
pub(super) fn lines(document: &Document) -> Vec<String> {
    let line = |block: &super::super::document::Block| {
        let text = &document.text[block.span.range()];
        match block.kind {
            BlockKind::Paragraph => format!("P {text}"),
            BlockKind::Heading(level) => format!("H{level} {text}"),
            BlockKind::ListItem => format!("L {text}"),
            BlockKind::Quotation => format!("Q {text}"),
            BlockKind::Caption => format!("C {text}"),
            BlockKind::Aside => format!("- {text}"),
            BlockKind::Cue => format!("> {text}"),
        }
    };
    document.blocks.iter().map(line).collect()
}

/// Lists a document's blocks with their voices before them.
pub(super) fn voiced(document: &Document) -> Vec<String> {
    let line = |block: &super::super::document::Block| {
        let voice =
            block.voice.map(|voice| format!("{}: ", &document.text[voice.range()])).unwrap_or_default();
        format!("{voice}{}", &document.text[block.span.range()])
    };
    document.blocks.iter().map(line).collect()
}

/// Every kind there is, and none, which means to guess.
const KINDS: [Option<InputFormat>; 8] = [
    None,
    Some(InputFormat::Text),
    Some(InputFormat::Markdown),
    Some(InputFormat::Html),
    Some(InputFormat::Srt),
    Some(InputFormat::Vtt),
    Some(InputFormat::Json),
    Some(InputFormat::Csv),
];

/// Checks what [`Document`] promises, whatever the bytes.
fn check(bytes: &[u8], kind: Option<InputFormat>) {
    let Ok(Opened { document, format, .. }) = open(bytes, "a", kind) else { return };
    let is_archive = format == InputFormat::Docx;
    let Document { text, map, blocks, emphasis, notes, .. } = &document;
    let is_span = |span: Span| text.get(span.range()).is_some();
    let (mut end, mut file_end) = (0, 0);
    for block in blocks {
        let said = text.get(block.span.range()).expect("a block is cut on character boundaries");
        assert!(!said.is_empty() && said.trim() == said, "{said:?}");
        assert!(block.span.start >= end, "blocks are in order");
        end = block.span.end;
        let file = map.file_range(block.span);
        assert!(file.start <= file.end && file.end <= bytes.len(), "{file:?}");
        // A document in an archive leads to the same bytes all through.
        assert!(file.start >= file_end || is_archive, "{file:?} after {file_end}");
        file_end = file.end;
        if let Some(voice) = block.voice {
            assert!(is_span(voice) && !voice.is_empty());
            assert!(blocks.iter().take(64).all(|block| !block.span.overlaps(voice)));
        }
    }
    assert!(emphasis.iter().all(|(span, _)| is_span(*span) && !span.is_empty()));
    assert!(emphasis.is_sorted_by_key(|(span, _)| *span));
    assert!(notes.iter().filter_map(|note| note.span).all(is_span));
    assert!(!text.contains('\0'));
    let (mut at, mut file) = (0, 0);
    for segment in map.segments() {
        assert!(segment.text >= at && segment.file >= file);
        at = segment.text + segment.text_len;
        file = segment.file + segment.file_len;
    }
    assert!(at <= text.len() && file <= bytes.len());
}

/// Pieces of valid files, to be mixed with each other.
const PIECES: &[&str] = &[
    "<p>",
    "</p>",
    "<div class=related>",
    "</div>",
    "<table><tr><td>",
    "</td><td>",
    "<dl><dt>",
    "<dd>",
    "<br>",
    "&amp;",
    "&#x41;",
    "&notanentity",
    "<b>",
    "</b>",
    "<script>",
    "</script>",
    "<title>",
    "<li>",
    "<ul>",
    "<pre>",
    "<h1>",
    "<figure>",
    "<article>",
    "<!--",
    "-->",
    "WEBVTT\n\n",
    "00:01.000 --> 00:02.000\n",
    "<v Max>",
    "</v>",
    "{\\an8}",
    "1\n",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    " ",
    "  \n",
    "**",
    "*",
    "# ",
    "> ",
    "- ",
    "| a | b |\n|--|--|\n",
    ": ",
    "---\n",
    "+++\n",
    "title: x\n",
    "![",
    "](y)",
    "`",
    "\\",
    "{\"text\": ",
    "{",
    "}",
    "[",
    "]",
    ",",
    "\"",
    "\"text\"",
    ":",
    "\\u00e9",
    "\\ud83d",
    "speaker,text\n",
    ";",
    "\t",
    "Max",
    "Why?",
    "é",
    "日本",
    "😀",
    "\u{A0}",
    "\u{FEFF}",
    "\u{2028}",
    "\u{85}",
    "\u{1B}[31m",
    "\0",
    "<a href=x>",
    "</a>",
    "<span hidden>",
    "</span>",
    "<svg>",
    "<i>",
    "{: .lead}\n",
];

/// Pieces of the XML of word processors.
const WORD_PIECES: &[&str] = &[
    "<w:p>",
    "</w:p>",
    "<w:r>",
    "</w:r>",
    "<w:t>",
    "</w:t>",
    "<w:tbl>",
    "</w:tbl>",
    "<w:tr>",
    "<w:tc>",
    "</w:tc>",
    "Max",
    "Why?",
    " ",
    "&amp;",
    "&#65;",
    "&#0;",
    "<w:br/>",
    "<w:tab/>",
    "<w:rPr><w:b/></w:rPr>",
    "<w:del>",
    "</w:del>",
    "<w:pPr><w:pStyle w:val='Heading1'/></w:pPr>",
    "<![CDATA[x]]>",
    "<",
    "é",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        for kind in KINDS {
            check(&bytes, kind);
        }
    }

    #[test]
    fn any_damaged_archive_is_read_or_refused(
        hits in prop::collection::vec((0_usize..900, any::<u8>()), 0..6),
        body in prop::collection::vec(prop::sample::select(WORD_PIECES), 0..30),
    ) {
        let mut bytes = docx::tests::packed(&body.concat());
        for (at, byte) in hits {
            if let Some(place) = bytes.get_mut(at) {
                *place = byte;
            }
        }
        check(&bytes, None);
        check(&bytes, Some(InputFormat::Docx));
    }

    #[test]
    fn any_mixture_of_markup_is_read_or_refused(
        pieces in prop::collection::vec(prop::sample::select(PIECES), 0..40),
        hit in prop::option::of((0_usize..200, any::<u8>())),
        wide in any::<bool>(),
    ) {
        let mut bytes = pieces.concat().into_bytes();
        if let Some((at, byte)) = hit
            && let Some(place) = bytes.get_mut(at)
        {
            *place = byte;
        }
        for kind in KINDS {
            check(&bytes, kind);
        }
        if wide {
            let units = String::from_utf8_lossy(&bytes).encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>();
            for kind in KINDS {
                check(&[&[0xFF, 0xFE], units.as_slice()].concat(), kind);
            }
        }
    }
}
