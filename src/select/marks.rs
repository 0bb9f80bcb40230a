//! What the marks of a sentence say: whose words it has, what its brackets hold, how it ends.

use super::lexicon::{Class, Classes, Lexicon};
use super::page::Page;
use super::words::Scratch;
use crate::language::Language;

/// How a sentence stands to quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Voice {
    /// Every mark in it that opens closes in it; no single quotation makes up most of it.
    Own,
    /// Words the speaker puts into another mouth: inside marks, or most of it.
    Another,
    /// A mark opens and does not close, or the reverse.
    Unbalanced,
}

/// Quotation marks that are open, through a paragraph.
#[derive(Default)]
pub(super) struct Quotes {
    /// The marks, the innermost last.
    open: Vec<char>,
}

impl Quotes {
    /// Reads the marks of the paragraph's next sentence.
    pub(super) fn voice(&mut self, sentence: &str) -> Voice {
        let was_open = !self.open.is_empty();
        let mut is_stray = false;
        let (mut inside, mut longest, mut all) = (0, 0, 0);
        let mut previous = ' ';
        for c in sentence.chars() {
            // A straight mark opens after a space and closes after a letter. One that opens where another is open says
            // that the other was never closed: transcripts are full of those.
            let opens = previous.is_whitespace() || matches!(previous, '(' | '[' | '—' | '–' | '-');
            previous = c;
            match c {
                '„' | '「' | '『' => self.open.push(c),
                '」' | '』' | '”' => match self.open.last() {
                    Some('“' | '„' | '「' | '『') => {
                        self.open.pop();
                    }
                    _ => is_stray = true,
                },
                '“' if self.open.last() == Some(&'„') => {
                    self.open.pop();
                }
                '“' => self.open.push(c),
                '"' if opens => {
                    is_stray |= self.open.contains(&'"');
                    self.open.retain(|open| *open != '"');
                    self.open.push('"');
                }
                '"' if self.open.last() == Some(&'"') => {
                    self.open.pop();
                }
                '"' => is_stray = true,
                '«' | '»' => match self.open.last() {
                    Some('«' | '»') if self.open.last() != Some(&c) => {
                        self.open.pop();
                    }
                    _ => self.open.push(c),
                },
                _ if c.is_alphanumeric() => {
                    all += 1;
                    inside += usize::from(!self.open.is_empty());
                }
                _ => {}
            }
            if self.open.is_empty() {
                longest = longest.max(inside);
                inside = 0;
            }
        }
        let is_open = !self.open.is_empty();
        match (was_open, is_open || is_stray) {
            (true, true) => Voice::Another,
            (true, false) | (false, true) => Voice::Unbalanced,
            (false, false) if longest * 2 > all => Voice::Another,
            (false, false) => Voice::Own,
        }
    }
}

/// What the brackets of a sentence hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Brackets {
    /// No square brackets but stage directions.
    None,
    /// Somebody's addition.
    Editor,
    /// The transcriber did not hear.
    Trouble,
}

/// What a pair of brackets holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BracketKind {
    /// A stage direction or a time stamp, never shown.
    Direction,
    /// The transcriber did not hear.
    Trouble,
    /// Somebody's addition.
    Editor,
    /// The speaker's own aside.
    Speech,
}

/// Finds the next pair of brackets in a text of a language, and tells what it holds.
///
/// For texts that no selector has studied: a long answer, of which all is shown.
#[must_use]
pub fn next_bracket<'t>(text: &'t str, language: &Language) -> Option<(&'t str, BracketKind)> {
    let mut from = 0;
    loop {
        let (at, open) = text[from..].char_indices().find(|(_, c)| matches!(c, '[' | '(' | '【'))?;
        let at = from + at;
        if let Some(held) = bracketed(&text[at..], open) {
            let lexicon = Lexicon::of(language);
            return Some((held, bracket_kind(lexicon, held, open, &mut Scratch::default())));
        }
        from = at + open.len_utf8();
    }
}

/// Returns what stands from an opening bracket to its partner, both included.
pub(super) fn bracketed(text: &str, open: char) -> Option<&str> {
    let close = match open {
        '[' => ']',
        '(' => ')',
        _ => '】',
    };
    // Bounded, so that a page of opening brackets stays linear.
    let (end, _) = text.char_indices().take(200).find(|(_, c)| *c == close)?;
    Some(&text[..end + close.len_utf8()])
}

impl Page<'_> {
    /// Tells what a pair of brackets holds.
    pub(super) fn bracket_kind(&self, held: &str, open: char, scratch: &mut Scratch) -> BracketKind {
        bracket_kind(self.lexicon, held, open, scratch)
    }
}

fn bracket_kind(lexicon: &Lexicon, held: &str, open: char, scratch: &mut Scratch) -> BracketKind {
    let inner = held.trim_matches(['[', ']', '(', ')', '【', '】']);
    let is_stamp = !inner.is_empty()
        && inner.contains(':')
        && inner.chars().all(|c| c.is_ascii_digit() || matches!(c, ':' | '.' | ',' | ' ' | '-'));
    if is_stamp {
        return BracketKind::Direction;
    }
    let mut known = Classes::default();
    for class in [Class::Stage, Class::Trouble] {
        let is_of = |words: &str, scratch: &mut Scratch| {
            let entry = lexicon.entry(lexicon.id(scratch.fold(words)));
            entry.is_some_and(|entry| entry.classes.has(class))
        };
        let spaced = inner.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        if held.chars().count() <= 40 && spaced.clone().any(|word| is_of(word, scratch)) {
            known.insert(class);
        }
    }
    match open {
        _ if known.has(Class::Trouble) => BracketKind::Trouble,
        _ if inner.trim().chars().all(|c| c == '?' || c == '…' || c == '.') && !inner.trim().is_empty() => {
            BracketKind::Trouble
        }
        _ if known.has(Class::Stage) => BracketKind::Direction,
        '[' | '【' => BracketKind::Editor,
        _ => BracketKind::Speech,
    }
}

/// How a sentence ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    /// With a full stop or an exclamation mark.
    Stop,
    /// With a question mark.
    Question,
    /// With an ellipsis or a dash.
    BrokenOff,
    /// With a colon, or with no mark.
    Open,
}

/// Tells how a sentence ends, whatever marks close after its last one.
pub(super) fn ending(sentence: &str) -> Ending {
    let bare = sentence.trim_end_matches(|c: char| {
        c.is_whitespace()
            || matches!(c, '”' | '’' | '»' | '"' | '\'' | ')' | ']' | '」' | '』' | '）' | '*' | '_')
    });
    if bare.ends_with("..") || bare.ends_with(['…', '–', '—', '-']) {
        return Ending::BrokenOff;
    }
    match bare.chars().next_back() {
        Some('.' | '!' | '。' | '！' | '｡' | '．' | '।' | '॥' | '۔') => Ending::Stop,
        Some('?' | '？' | '؟' | '‽') => Ending::Question,
        _ => Ending::Open,
    }
}
