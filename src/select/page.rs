//! The answers of an interview as sentences and words, looked up once.
//!
//! Everything after this stage works on numbers: a candidate is a range of words, a feature a sum over them.

use std::ops::Range;

use crate::interview::{Interview, Span, SpeakerRole, TurnKind};
use crate::language::sentences::sentences;

use super::SelectOptions;
use super::lexicon::{Class, Classes, Lexicon, WordId, elision};

/// The quotable answers, taken apart.
pub(super) struct Page<'a> {
    /// What it was made from.
    pub(super) interview: &'a Interview,
    /// The words of its language.
    pub(super) lexicon: &'static Lexicon,
    /// All words, in order.
    pub(super) words: Vec<Word>,
    /// All sentences, in order.
    pub(super) sentences: Vec<Sentence>,
    /// All paragraphs, in order, as ranges of sentences.
    pub(super) paragraphs: Vec<Paragraph>,
    /// Stage directions and time stamps, which no quote shows, in order.
    pub(super) directions: Vec<Span>,
    /// Answers that were passed over because nobody can be sure who speaks.
    pub(super) uncertain_answers: usize,
}

/// A paragraph of an answer.
#[derive(Clone, Debug)]
pub(super) struct Paragraph {
    /// Its sentences.
    pub(super) sentences: Range<usize>,
    /// The turn it belongs to.
    pub(super) turn: usize,
    /// The sentences of the whole turn.
    pub(super) answer: Range<usize>,
}

/// A sentence of an answer.
#[derive(Clone, Debug)]
pub(super) struct Sentence {
    /// Where it stands.
    pub(super) span: Span,
    /// Its words; stage directions have none.
    pub(super) words: Range<usize>,
    /// Letters from the start of the page to its end, wide ones counted twice.
    pub(super) width_end: u32,
    /// How it stands to quotation marks.
    pub(super) voice: Voice,
    /// What its brackets hold.
    pub(super) brackets: Brackets,
    /// How it ends.
    pub(super) ending: Ending,
}

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
    pub(super) const COMMA_OR_PAUSE: Self = Self(1 | 1 << 3 | 1 << 7 | 1 << 10);
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

    const fn insert(&mut self, marks: Self) {
        self.0 |= marks.0;
    }
}

impl<'a> Page<'a> {
    /// Takes apart the answers whose speaker may be quoted.
    pub(super) fn new(interview: &'a Interview, options: &SelectOptions) -> Self {
        let mut page = Self {
            interview,
            lexicon: Lexicon::of(&interview.language),
            words: Vec::with_capacity(interview.text.len() / 5),
            sentences: Vec::with_capacity(interview.text.len() / 60),
            paragraphs: Vec::new(),
            directions: Vec::new(),
            uncertain_answers: 0,
        };
        let mut scratch = Scratch::default();
        for (index, turn) in interview.turns.iter().enumerate() {
            match permission(interview, index, options) {
                Permission::Granted => {}
                Permission::Refused => continue,
                Permission::Uncertain => {
                    page.uncertain_answers += 1;
                    continue;
                }
            }
            let answer_start = page.sentences.len();
            let first_paragraph = page.paragraphs.len();
            for paragraph in &turn.paragraphs {
                page.add_paragraph(*paragraph, index, &mut scratch);
            }
            let answer = answer_start..page.sentences.len();
            for paragraph in &mut page.paragraphs[first_paragraph..] {
                paragraph.answer = answer.clone();
            }
        }
        page.join_phrases();
        page
    }

    /// Returns the width of the text before a span's end and after a word's start.
    pub(super) fn width(&self, word: usize, last_sentence: usize) -> u32 {
        self.sentences[last_sentence].width_end.saturating_sub(self.words[word].width_start)
    }

    /// Returns the words of a range of sentences, from a word on.
    pub(super) fn words_from(&self, word: usize, last_sentence: usize) -> &[Word] {
        &self.words[word..self.sentences[last_sentence].words.end]
    }

    /// Tells whether the phrase or word that begins at `word` is of a class, and of how many words it is made.
    pub(super) fn length_of(&self, word: usize, class: Class) -> Option<usize> {
        let first = self.words.get(word)?;
        if !first.classes.has(class) {
            return None;
        }
        let entry = self.lexicon.entry(first.id)?;
        let phrase = entry
            .phrases
            .iter()
            .find(|phrase| phrase.classes.has(class) && self.follow(word + 1, &phrase.rest));
        match phrase {
            Some(phrase) => Some(1 + phrase.rest.len()),
            None => entry.classes.has(class).then_some(1),
        }
    }

    fn follow(&self, word: usize, rest: &[WordId]) -> bool {
        self.words.len() >= word + rest.len()
            && self.words[word..word + rest.len()].iter().zip(rest).all(|(word, id)| word.id == *id)
    }

    /// Gives every word the classes of the phrases that begin with it and stay in its sentence.
    fn join_phrases(&mut self) {
        for sentence in 0..self.sentences.len() {
            let range = self.sentences[sentence].words.clone();
            for index in range.clone() {
                let Some(entry) = self.lexicon.entry(self.words[index].id) else { continue };
                let mut classes = Classes::default();
                for phrase in &entry.phrases {
                    if index + phrase.rest.len() < range.end && self.follow(index + 1, &phrase.rest) {
                        classes.join(phrase.classes);
                    }
                }
                self.words[index].classes.join(classes);
            }
        }
    }

    fn add_paragraph(&mut self, paragraph: Span, turn: usize, scratch: &mut Scratch) {
        let text = self.interview.slice(paragraph);
        let first = self.sentences.len();
        let mut quotes = Quotes::default();
        let mut width = self.sentences.last().map_or(0, |sentence| sentence.width_end);
        for local in sentences(text) {
            let span = Span::new(paragraph.start + local.start, paragraph.start + local.end);
            let words_start = self.words.len();
            let brackets = self.add_words(span, &mut width, scratch);
            let sentence = self.interview.slice(span);
            let voice = quotes.voice(sentence);
            self.sentences.push(Sentence {
                span,
                words: words_start..self.words.len(),
                width_end: width,
                voice,
                brackets,
                ending: ending(sentence),
            });
            width += 1;
        }
        if self.sentences.len() > first {
            self.paragraphs.push(Paragraph { sentences: first..self.sentences.len(), turn, answer: 0..0 });
        }
    }

    /// Adds the words of a sentence, and its stage directions; counts its width on.
    fn add_words(&mut self, span: Span, width: &mut u32, scratch: &mut Scratch) -> Brackets {
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

    fn look_up(&self, span: Span, width_start: u32, letters: u16, scratch: &mut Scratch) -> Word {
        let text = self.interview.slice(span);
        let folded = scratch.fold(text);
        let id = self.lexicon.id(folded);
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
            weight: entry.map_or(0, |entry| entry.weight),
            hash: hash(folded),
            width_start,
            letters,
            shape,
            after: Marks::default(),
        }
    }

    fn bracket_kind(&self, held: &str, open: char, scratch: &mut Scratch) -> BracketKind {
        let inner = held.trim_matches(['[', ']', '(', ')', '【', '】']);
        let is_stamp = !inner.is_empty()
            && inner.contains(':')
            && inner.chars().all(|c| c.is_ascii_digit() || matches!(c, ':' | '.' | ',' | ' ' | '-'));
        if is_stamp {
            return BracketKind::Direction;
        }
        let mut known = Classes::default();
        for (class, name) in [(Class::Stage, "stage"), (Class::Trouble, "trouble")] {
            debug_assert!(!name.is_empty());
            let is_of = |words: &str, scratch: &mut Scratch| {
                let entry = self.lexicon.entry(self.lexicon.id(scratch.fold(words)));
                entry.is_some_and(|entry| entry.classes.has(class))
            };
            let spaced = inner.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
            if held.chars().count() <= 40 && spaced.clone().any(|word| is_of(word, scratch)) {
                known.insert(class);
            }
        }
        match open {
            _ if known.has(Class::Trouble) => BracketKind::Trouble,
            _ if inner.trim().chars().all(|c| c == '?' || c == '…' || c == '.')
                && !inner.trim().is_empty() =>
            {
                BracketKind::Trouble
            }
            _ if known.has(Class::Stage) => BracketKind::Direction,
            '[' | '【' => BracketKind::Editor,
            _ => BracketKind::Speech,
        }
    }
}

/// What a pair of brackets holds.
enum BracketKind {
    Direction,
    Trouble,
    Editor,
    Speech,
}

/// Whether the words of a turn may be quoted.
enum Permission {
    Granted,
    Refused,
    Uncertain,
}

fn permission(interview: &Interview, index: usize, options: &SelectOptions) -> Permission {
    let turn = &interview.turns[index];
    let (TurnKind::Answer, Some(speaker)) = (turn.kind, turn.speaker) else {
        return Permission::Refused;
    };
    let Some(speaker) = interview.speakers.get(speaker.0) else {
        return Permission::Refused;
    };
    if let Some(asked) = &options.speaker {
        let is_asked = speaker.name.text.to_lowercase().contains(&asked.trim().to_lowercase());
        return if is_asked { Permission::Granted } else { Permission::Refused };
    }
    if matches!(speaker.role, SpeakerRole::Interviewer | SpeakerRole::Host) {
        return Permission::Refused;
    }
    if turn.confidence < options.min_confidence { Permission::Uncertain } else { Permission::Granted }
}

/// Quotation marks that are open, through a paragraph.
#[derive(Default)]
struct Quotes {
    open: Vec<char>,
}

impl Quotes {
    /// Reads the marks of the paragraph's next sentence.
    fn voice(&mut self, sentence: &str) -> Voice {
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

/// Reused buffers.
#[derive(Default)]
struct Scratch {
    folded: String,
}

impl Scratch {
    /// Returns a word in the form the lists have it.
    fn fold(&mut self, word: &str) -> &str {
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

    fn is_elided(&mut self, word: &str) -> bool {
        let folded = self.fold(word);
        elision(folded) == Some(folded.len())
    }
}

fn bracketed(text: &str, open: char) -> Option<&str> {
    let close = match open {
        '[' => ']',
        '(' => ')',
        _ => '】',
    };
    // Bounded, so that a page of opening brackets stays linear.
    let (end, _) = text.char_indices().take(200).find(|(_, c)| *c == close)?;
    Some(&text[..end + close.len_utf8()])
}

fn ending(sentence: &str) -> Ending {
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
fn hash(word: &str) -> u64 {
    word.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ')
}

/// A mark that joins letters on both sides of it to one word.
fn is_joint(c: char) -> bool {
    is_apostrophe(c) || matches!(c, '-' | '\u{2010}' | '\u{2011}' | '.')
}

fn is_in_word(c: char) -> bool {
    c.is_alphanumeric()
        || matches!(c, '\u{300}'..='\u{36f}' | '\u{900}'..='\u{dff}' | '\u{e00}'..='\u{eff}' | '\u{200c}' | '\u{200d}')
}

/// Ideographs, kana, Hangul and full-width forms, each of which says as much as two letters.
fn is_wide(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}'
        | '\u{ff00}'..='\u{ff60}' | '\u{3000}'..='\u{303f}' | '\u{20000}'..='\u{3ffff}')
}

fn letter_width(c: char) -> u32 {
    if is_wide(c) { 2 } else { 1 }
}
