//! Words of an answer and the marks between them, as numbers.

use crate::interview::Span;

use super::lexicon::{Classes, WordId, elision};
use super::marks::{BracketKind, Brackets, bracketed};
use super::page::Page;

/// A word and the marks after it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    /// Where it stands.
    pub(super) start: usize,
    /// One past its last byte.
    pub(super) end: usize,
    /// Its number in the lexicon.
    pub(super) id: WordId,
    /// What it is, and what the phrase is that begins here.
    pub(super) classes: Classes,
    /// What the fitted model gives for it.
    pub(super) weight: i32,
    /// A hash of its lower-case form, the same on every machine.
    pub(super) hash: u64,
    /// Letters from the start of the page to its start.
    pub(super) width_start: u32,
    /// Its letters.
    pub(super) letters: u16,
    /// Its shape.
    pub(super) shape: Shape,
    /// The marks between it and the next word.
    pub(super) after: Marks,
}

/// What a word looks like.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Shape {
    /// Begins with a capital.
    pub(super) capital: bool,
    /// Has a digit.
    pub(super) digit: bool,
    /// Two capitals or more: an acronym, or a name like a product's.
    pub(super) acronym: bool,
    /// Ends like a regular past form.
    pub(super) past: bool,
}

/// A set of punctuation marks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Marks(u16);

impl Marks {
    /// `,` and its kin.
    pub(super) const COMMA: Self = Self(1);
    /// What sets an opener apart from what it opens.
    pub(super) const COMMA_OR_PAUSE: Self = Self(1 | 1 << 3 | 1 << 7 | 1 << 9 | 1 << 10);
    /// `;` and its kin.
    pub(super) const SEMICOLON: Self = Self(1 << 1);
    /// `:`
    pub(super) const COLON: Self = Self(1 << 2);
    /// A dash between words.
    pub(super) const DASH: Self = Self(1 << 3);
    /// A double quotation mark.
    pub(super) const QUOTE: Self = Self(1 << 4);
    /// A round bracket.
    pub(super) const PAREN: Self = Self(1 << 5);
    /// A sign of links and code: `@`, `/`, `_`, `=`, `{`.
    pub(super) const CODE: Self = Self(1 << 6);
    /// A full stop.
    pub(super) const STOP: Self = Self(1 << 7);
    /// `?`
    pub(super) const QUESTION: Self = Self(1 << 8);
    /// `!`
    pub(super) const EXCLAMATION: Self = Self(1 << 9);
    /// `…` or `..`
    pub(super) const ELLIPSIS: Self = Self(1 << 10);

    /// Tells whether any of `marks` is among them.
    pub(super) const fn any(self, marks: Self) -> bool {
        self.0 & marks.0 != 0
    }

    /// Adds marks.
    const fn insert(&mut self, marks: Self) {
        self.0 |= marks.0;
    }
}

impl Page<'_> {
    /// Adds the words of a sentence, and its stage directions; counts its width on.
    pub(super) fn add_words(&mut self, span: Span, width: &mut u32, scratch: &mut Scratch) -> Brackets {
        let text = self.interview.slice(span);
        let first_word = self.words.len();
        let mut brackets = Brackets::None;
        let mut chars = text.char_indices().peekable();
        let mut marks = Marks::default();
        let mut previous = ' ';
        while let Some((at, c)) = chars.next() {
            if matches!(c, '[' | '(' | '【') {
                let held = bracketed(&text[at..], c);
                match held.map(|held| (held, self.bracket_kind(held, c, scratch))) {
                    Some((held, BracketKind::Direction)) => {
                        let end = at + held.len();
                        self.directions.push(Span::new(span.start + at, span.start + end));
                        while chars.next_if(|(next, _)| *next < end).is_some() {}
                        previous = ' ';
                        continue;
                    }
                    Some((_, BracketKind::Trouble)) => brackets = Brackets::Trouble,
                    Some((_, BracketKind::Editor)) if brackets == Brackets::None => {
                        brackets = Brackets::Editor
                    }
                    _ => {}
                }
            }
            *width += letter_width(c);
            if !c.is_alphanumeric() {
                marks.insert(mark(c, previous, chars.peek().map(|(_, next)| *next)));
                previous = c;
                continue;
            }
            if let Some(last) = self.words[first_word..].last_mut() {
                last.after.insert(marks);
            }
            marks = Marks::default();
            let width_start = *width - letter_width(c);
            let mut end = at + c.len_utf8();
            let mut letters = 1;
            if !is_wide(c) {
                while let Some(&(next_at, next)) = chars.peek() {
                    let joins = is_in_word(next) && !is_wide(next)
                        || is_joint(next)
                            && text[next_at + next.len_utf8()..]
                                .starts_with(|c: char| is_in_word(c) && !is_wide(c));
                    if !joins {
                        break;
                    }
                    *width += letter_width(next);
                    letters += u16::from(next.is_alphanumeric());
                    end = next_at + next.len_utf8();
                    chars.next();
                    if is_apostrophe(next) && scratch.is_elided(&text[at..end]) {
                        break;
                    }
                }
            }
            previous = 'a';
            let word =
                self.look_up(Span::new(span.start + at, span.start + end), width_start, letters, scratch);
            self.words.push(word);
        }
        if let Some(last) = self.words[first_word..].last_mut() {
            last.after.insert(marks);
        }
        brackets
    }

    /// Makes the word of a span.
    fn look_up(&self, span: Span, width_start: u32, letters: u16, scratch: &mut Scratch) -> Word {
        let text = self.interview.slice(span);
        let folded = scratch.fold(text);
        let (id, hash) = (self.lexicon.id(folded), hash(folded));
        let entry = self.lexicon.entry(id);
        let capitals = text.chars().filter(|c| c.is_uppercase()).count();
        let shape = Shape {
            capital: text.starts_with(char::is_uppercase),
            digit: text.bytes().any(|byte| byte.is_ascii_digit()),
            acronym: capitals >= 2,
            past: letters >= 4
                && self.lexicon.past_ending.as_ref().is_some_and(|ending| folded.ends_with(ending.as_str())),
        };
        Word {
            start: span.start,
            end: span.end,
            id,
            classes: entry.map_or(Classes::default(), |entry| entry.classes),
            weight: self.learned.weight(hash),
            hash,
            width_start,
            letters,
            shape,
            after: Marks::default(),
        }
    }
}

/// Reused buffers.
#[derive(Default)]
pub(super) struct Scratch {
    folded: String,
}

impl Scratch {
    /// Returns a word in the form the lists have it.
    pub(super) fn fold(&mut self, word: &str) -> &str {
        self.folded.clear();
        for c in word.chars() {
            if c.is_ascii() {
                self.folded.push(c.to_ascii_lowercase());
            } else if is_apostrophe(c) {
                self.folded.push('\'');
            } else {
                self.folded.extend(c.to_lowercase());
            }
        }
        &self.folded
    }

    /// Tells whether a word ends with the apostrophe of an elision: `l'`.
    fn is_elided(&mut self, word: &str) -> bool {
        let folded = self.fold(word);
        elision(folded) == Some(folded.len())
    }
}

/// Returns what a character between words is; `previous` and `next` tell a hyphen from a dash, a dot from an ellipsis.
fn mark(c: char, previous: char, next: Option<char>) -> Marks {
    match c {
        ',' | '，' | '、' | '،' => Marks::COMMA,
        ';' | '；' | '؛' => Marks::SEMICOLON,
        ':' | '：' => Marks::COLON,
        '–' | '—' | '―' => Marks::DASH,
        '-' if previous == '-' || previous == ' ' && next == Some(' ') => Marks::DASH,
        '“' | '”' | '„' | '«' | '»' | '"' | '「' | '」' | '『' | '』' => Marks::QUOTE,
        '(' | ')' | '（' | '）' => Marks::PAREN,
        '/' if previous == '/' || previous == ':' => Marks::CODE,
        '@' | '_' | '=' | '{' | '}' | '<' | '>' | '\\' | '`' | '|' => Marks::CODE,
        '.' if previous == '.' => Marks::ELLIPSIS,
        '…' => Marks::ELLIPSIS,
        '.' | '。' => Marks::STOP,
        '?' | '？' | '؟' => Marks::QUESTION,
        '!' | '！' => Marks::EXCLAMATION,
        _ => Marks::default(),
    }
}

/// FNV-1a: small, fixed for ever, good enough to tell words apart.
pub(super) fn hash(word: &str) -> u64 {
    word.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// Straight, curly, or the letter.
fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ')
}

/// A mark that joins letters on both sides of it to one word.
fn is_joint(c: char) -> bool {
    is_apostrophe(c) || matches!(c, '-' | '\u{2010}' | '\u{2011}' | '.')
}

/// Letters, digits, and the marks and joiners that Indic and Thai words need.
fn is_in_word(c: char) -> bool {
    c.is_alphanumeric()
        || matches!(c, '\u{300}'..='\u{36f}' | '\u{900}'..='\u{dff}' | '\u{e00}'..='\u{eff}' | '\u{200c}' | '\u{200d}')
}

/// Ideographs, kana, Hangul and full-width forms, each of which says as much as two letters.
pub(super) fn is_wide(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}'
        | '\u{ff00}'..='\u{ff60}' | '\u{3000}'..='\u{303f}' | '\u{20000}'..='\u{3ffff}')
}

/// Returns how many columns of a card's line a character is worth.
fn letter_width(c: char) -> u32 {
    if is_wide(c) { 2 } else { 1 }
}
