//! The answers of an interview as sentences and words, looked up once.
//!
//! Everything after this stage works on numbers: a candidate is a range of words, a feature a sum over them.

use std::ops::Range;

use crate::interview::{Interview, Span, SpeakerRole, Turn, TurnKind};
use crate::language::sentences::sentences;

use super::SelectOptions;
use super::lexicon::{Class, Classes, Lexicon, WordId};
use super::marks::{Brackets, Ending, Quotes, Voice, breaks, ending};
use super::model::{LearnedWords, Model};
use super::words::{Scratch, Word};

/// The quotable answers, taken apart.
pub(super) struct Page<'a> {
    /// What it was made from.
    pub(super) interview: &'a Interview,
    /// The words of its language.
    pub(super) lexicon: &'static Lexicon,
    /// What the model learned of single words of its language.
    pub(super) learned: &'a LearnedWords,
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
    /// What the answer was asked for.
    pub(super) asked: Asked,
}

/// What a question asks for.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Asked {
    /// Words that ask for a view: feel, advice, hardest.
    pub(super) view: u16,
    /// Words that ask for facts: background, tools.
    pub(super) facts: u16,
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
    /// How often the speaker breaks off in it, or pauses.
    pub(super) breaks: usize,
}

impl<'a> Page<'a> {
    /// Takes apart the answers whose speaker may be quoted.
    pub(super) fn new(interview: &'a Interview, options: &SelectOptions, model: &'a Model) -> Self {
        let mut page = Self {
            interview,
            lexicon: Lexicon::of(&interview.language),
            learned: model.words(&interview.language),
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
            let asked = page.asked(index, &mut scratch);
            for paragraph in &mut page.paragraphs[first_paragraph..] {
                paragraph.answer = answer.clone();
                paragraph.asked = asked;
            }
        }
        page.join_phrases();
        page
    }

    /// Counts what the question before a turn asks for.
    fn asked(&self, turn: usize, scratch: &mut Scratch) -> Asked {
        let mut asked = Asked::default();
        for question in questions_of(self.interview, turn) {
            let text = self.interview.slice(question.span);
            for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
                let Some(entry) = self.lexicon.entry(self.lexicon.id(scratch.fold(word))) else { continue };
                asked.view += u16::from(entry.classes.has(Class::AsksView));
                asked.facts += u16::from(entry.classes.has(Class::AsksFacts));
            }
        }
        asked
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

    /// Tells whether the rest of a phrase stands at `word`.
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

    /// Adds the sentences of a paragraph.
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
                breaks: breaks(sentence),
            });
            width += 1;
        }
        if self.sentences.len() > first {
            self.paragraphs.push(Paragraph {
                sentences: first..self.sentences.len(),
                turn,
                answer: 0..0,
                asked: Asked::default(),
            });
        }
    }
}

/// Returns the turns that ask what a turn answers, the last first.
pub(super) fn questions_of(interview: &Interview, turn: usize) -> impl Iterator<Item = &Turn> {
    let before = interview.turns[..turn].iter().rev();
    let until_answer = before.take_while(|turn| turn.kind != TurnKind::Answer || turn.speaker.is_none());
    until_answer.filter(|turn| turn.kind == TurnKind::Question)
}

/// Whether the words of a turn may be quoted.
enum Permission {
    /// Yes.
    Granted,
    /// No: not an answer, or not of a guest, or not of the one asked for.
    Refused,
    /// Nobody can be sure who speaks.
    Uncertain,
}

/// Tells whether a turn may be quoted.
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
