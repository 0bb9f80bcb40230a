//! The signs around a paragraph's words: how it ends, and what it is marked with at its start.

use super::document::Block;
use super::text::{shows_nothing, trimmed};
use crate::interview::{Emphasis, Span};

/// Signs that may follow the end of a sentence.
fn is_closing(c: char) -> bool {
    matches!(c, '"' | '”' | '“' | '’' | '\'' | '»' | '«' | ')' | '）' | ']' | '」' | '』' | '*' | '_' | '›')
        || shows_nothing(c)
}

/// Tells whether a character marks a question.
pub(super) fn is_question_mark(c: char) -> bool {
    matches!(c, '?' | '？' | '؟' | '⁇' | '⁈' | '\u{37e}' | '՞' | '፧')
}

/// Tells whether a text ends in a question.
pub(super) fn ends_in_question(text: &str) -> bool {
    let bare = text.trim_end_matches(is_closing);
    let bare = bare.trim_end_matches(['!', '.', '…', '！']);
    bare.ends_with(is_question_mark) || (bare.ends_with(';') && is_greek(bare)) || ends_in_particle(bare)
}

/// Tells whether a sentence ends in a word that makes it a question, in languages that ask without a mark.
fn ends_in_particle(bare: &str) -> bool {
    const ASK: &[&str] = &[
        "ですか",
        "ますか",
        "でしょうか",
        "ましたか",
        "でしたか",
        "ませんか",
        "んか",
        "のか",
        "吗",
        "嗎",
        "습니까",
        "까요",
        "나요",
        "가요",
        "은지요",
        "는지요",
        "ไหม",
        "มั้ย",
        "หรือเปล่า",
        "หรือไม่",
        "หรือยัง",
        "อะไร",
        "อย่างไร",
        "ยังไง",
        "ที่ไหน",
        "เมื่อไหร่",
        "เมื่อไร",
        "เท่าไหร่",
        "เท่าไร",
        "ทำไม",
        "ใคร",
        "คะ",
    ];
    // What is asked for agreement's sake is mostly said by the one who answers.
    const AGREE: &[&str] =
        &["ないでしょうか", "じゃないですか", "ではないですか", "そうですか", "かどうか", "นะคะ", "ค่ะ"];
    let bare = bare.trim_end_matches(['。', '．', ' ']);
    let polite = ["ครับ", "คะ"].iter().find_map(|word| bare.strip_suffix(word));
    let ends = |text: &str, words: &[&str]| words.iter().any(|word| text.ends_with(word));
    (ends(bare, ASK) || polite.is_some_and(|bare| ends(bare.trim_end(), ASK))) && !ends(bare, AGREE)
}

/// Tells whether dashes lead into the questions of a page: they come back, never side by side, before paragraphs shorter
/// than those between them. In many languages that is the only sign a question has.
///
/// Each paragraph is given as whether a dash opens it, whether it asks, and its length.
pub(super) fn dashes_ask(paragraphs: &[(bool, bool, usize)]) -> bool {
    let led = paragraphs.iter().filter(|(is_led, ..)| *is_led).count();
    let Some(first) = paragraphs.iter().position(|(is_led, ..)| *is_led) else { return false };
    let body = &paragraphs[first..];
    let adjoin = body.windows(2).any(|pair| pair[0].0 && pair[1].0);
    let others = || body.iter().filter(|(is_led, ..)| !is_led);
    let mean = |total: usize, n: usize| total as f32 / n.max(1) as f32;
    let length_led = mean(body.iter().filter(|(is_led, ..)| *is_led).map(|(.., len)| len).sum(), led);
    let length_other = mean(others().map(|(.., len)| len).sum(), others().count());
    let others_ask = others().filter(|(_, asks, _)| *asks).count();
    led > 1 && !adjoin && length_led < length_other && others_ask * 3 <= others().count()
}

/// Tells whether the end of a text is Greek, where a semicolon asks.
fn is_greek(text: &str) -> bool {
    text.chars()
        .rev()
        .find(|c| c.is_alphabetic())
        .is_some_and(|c| matches!(c, '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}'))
}

/// Counts the questions in a text.
pub(super) fn n_questions(text: &str) -> usize {
    text.chars().filter(|&c| is_question_mark(c)).count()
}

/// Tells whether a text ends in a colon, which announces what follows.
pub(super) fn announces(text: &str) -> bool {
    text.ends_with([':', '：'])
}

/// Tells whether the first sentence of a text is a question.
pub(super) fn begins_with_question(text: &str) -> bool {
    let first = text.find(|c: char| is_question_mark(c) || matches!(c, '.' | '!' | '。' | '！' | '।' | '\n'));
    first.and_then(|at| text[at..].chars().next()).is_some_and(is_question_mark)
}

/// Tells whether a text ends with a sentence.
pub(super) fn ends_sentence(text: &str) -> bool {
    let bare = text.trim_end_matches(is_closing);
    bare.ends_with(|c: char| {
        is_question_mark(c) || matches!(c, '.' | '!' | '…' | '。' | '！' | '．' | '।' | '۔')
    })
}

/// What a paragraph is marked with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Mark {
    /// `1.`, `2)`, `(3)`
    Number,
    /// `—`, `--`, `――`
    Dash,
    /// Bold from end to end, by markup or by `**`.
    Bold,
    /// Italic from end to end.
    Italic,
    /// A heading.
    Heading,
    /// A quotation.
    Quotation,
    /// `Q`, or another label.
    Label,
    /// On the line right above the next paragraph, on a page with blank lines between most.
    Above,
}

/// Signs that lead into speech.
const DASHES: [char; 6] = ['—', '–', '―', '─', '‒', '-'];

/// Tells what a paragraph is marked with, and where its words begin.
pub(super) fn mark(text: &str, block: &Block, emphasis: &[(Span, Emphasis)]) -> (Option<Mark>, Span) {
    let piece = &text[block.span.range()];
    let words = |rest: &str| Span::new(block.span.end - rest.len(), block.span.end);
    if matches!(block.kind, super::document::BlockKind::Heading(_)) {
        return (Some(Mark::Heading), block.span);
    }
    if let Some(rest) = after_number(piece) {
        return (Some(Mark::Number), words(rest));
    }
    if piece.starts_with(DASHES) {
        let rest = piece.trim_start_matches(|c: char| DASHES.contains(&c) || shows_nothing(c));
        if !rest.is_empty() {
            return (Some(Mark::Dash), words(rest));
        }
    }
    for (sign, mark) in [("**", Mark::Bold), ("__", Mark::Bold), ("*", Mark::Italic), ("_", Mark::Italic)] {
        let inner = piece
            .strip_prefix(sign)
            .and_then(|rest| rest.strip_suffix(sign))
            .filter(|inner| !inner.trim_matches(shows_nothing).is_empty());
        if inner.is_some_and(|inner| !inner.contains(sign)) {
            let start = block.span.start + sign.len();
            return (Some(mark), trimmed(text, Span::new(start, block.span.end - sign.len())));
        }
    }
    match whole_emphasis(block.span, emphasis) {
        Some(Emphasis::Bold) => (Some(Mark::Bold), block.span),
        Some(Emphasis::Italic) => (Some(Mark::Italic), block.span),
        None if block.kind == super::document::BlockKind::Quotation => (Some(Mark::Quotation), block.span),
        None => (None, block.span),
    }
}

/// Returns what follows a number at the start of a paragraph.
fn after_number(piece: &str) -> Option<&str> {
    let open = piece.trim_start_matches(['(', '#', '*']);
    let digits = open.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 || digits > 3 {
        return None;
    }
    let rest = open[digits..].trim_start_matches(['.', ')', ':', '、', '．', '-']);
    // "20 years" begins with a number and is not numbered.
    let is_marked = rest.len() < open.len() - digits;
    (is_marked && rest.starts_with(|c: char| c.is_whitespace() || c.is_alphabetic()))
        .then(|| rest.trim_start())
}

/// Returns how a whole span is emphasised: all but its last sign or two.
fn whole_emphasis(span: Span, emphasis: &[(Span, Emphasis)]) -> Option<Emphasis> {
    let first = emphasis.partition_point(|(marked, _)| marked.end <= span.start);
    let (marked, how) = emphasis.get(first)?;
    (marked.start <= span.start + 2 && marked.end + 2 >= span.end).then_some(*how)
}

#[cfg(test)]
mod tests {
    use super::super::document::BlockKind;
    use super::*;

    #[test]
    fn questions_end_in_the_mark_of_their_script() {
        for text in [
            "Why?",
            "Why?\u{a0} ",
            "“Why?”",
            "Why?)",
            "为什么？",
            "لماذا؟",
            "Γιατί;",
            "Really?!",
            "Why?...",
            "橋が立つのはいつですか。",
            "你后悔吗。",
            "왜 떠났습니까.",
            "คุณกลัวไหมคะ",
        ] {
            assert!(ends_in_question(text), "{text}");
        }
        for text in ["He came; I left;", "Why? Because.", "いいのではないでしょうか。", "ขอบคุณค่ะ"]
        {
            assert!(!ends_in_question(text), "{text}");
        }
    }

    #[test]
    fn dashes_lead_into_questions_where_they_take_turns() {
        let page = [
            (false, false, 90),
            (true, false, 20),
            (false, false, 60),
            (true, false, 25),
            (false, false, 80),
        ];
        assert!(dashes_ask(&page));
        assert!(!dashes_ask(&[(true, false, 20), (true, false, 20), (false, false, 60)]), "a list");
        assert!(
            !dashes_ask(&[(true, false, 20), (false, true, 60), (true, false, 9), (false, true, 60)]),
            "answers"
        );
    }

    #[test]
    fn marks_are_told_from_words() {
        let read = |text: &str| {
            let block = Block { span: Span::new(0, text.len()), kind: BlockKind::Paragraph, voice: None };
            let (mark, words) = mark(text, &block, &[]);
            (mark, text[words.range()].to_owned())
        };
        for (text, mark, words) in [
            ("1. Why?", Some(Mark::Number), "Why?"),
            ("2.) Why?", Some(Mark::Number), "Why?"),
            ("20 years?", None, "20 years?"),
            ("-- Why?", Some(Mark::Dash), "Why?"),
            ("――なぜ？", Some(Mark::Dash), "なぜ？"),
            ("**Why?**", Some(Mark::Bold), "Why?"),
            ("**Why** and **how**", None, "**Why** and **how**"),
        ] {
            assert_eq!(read(text), (mark, words.to_owned()), "{text}");
        }
    }
}
