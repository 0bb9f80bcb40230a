//! A quote: words somebody said, cut from an interview by span, and the credit that goes with them.
//!
//! [`Quote::cut`] is the only way from an [`Interview`] to a quote. It checks what makes a quote verbatim and puts it
//! into the right mouth; what a card shows is what it returns. [`Quote::typed`] is for words a person types in.

use std::sync::Arc;

use crate::error::{Error, Result};
use crate::interview::{Cited, Interview, Span, SpeakerId, TurnKind};
use crate::language::Language;
use crate::picture::Picture;

/// What stands on a card where words between two spans were left out.
pub const GAP: &str = " … ";

/// The credit under a quote.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attribution {
    /// Who said it.
    pub name: String,
    /// What they are.
    pub role: Option<String>,
    /// Where it was published.
    pub publication: Option<String>,
    /// When, as printed.
    pub date: Option<String>,
}

impl Attribution {
    /// Takes the credit of a speaker from the page: name, role, publication, date, each as printed.
    #[must_use]
    pub fn of(interview: &Interview, speaker: SpeakerId) -> Self {
        let printed = |cited: &Option<Cited>| cited.as_ref().map(|cited| cited.text.clone());
        let said = interview.speaker(speaker);
        Self {
            name: said.name.text.clone(),
            role: printed(&said.title).or_else(|| printed(&said.affiliation)),
            publication: printed(&interview.publication),
            date: printed(&interview.date),
        }
    }
}

/// What else a card may show beside the words and their credit.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Extras {
    /// The address of who publishes the card: `@tabletalk`.
    pub handle: Option<String>,
    /// Words of the quote to be marked.
    pub emphasis: Option<String>,
    /// A picture of the speaker, or of the place.
    pub picture: Option<Arc<Picture>>,
    /// What matters in the picture, as shares of its width and height.
    pub focus: Option<[f32; 2]>,
    /// Which card of how many it is.
    pub page: Option<(usize, usize)>,
}

/// Where a quote stands in its interview.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The spans of the interview's text it was cut from, in order; all in one answer.
    pub spans: Vec<Span>,
    /// Index of that answer in [`Interview::turns`].
    pub turn: usize,
    /// Who said it.
    pub speaker: SpeakerId,
    /// Whether the first letter was made a capital after a trim.
    pub capitalized: bool,
}

/// Words to be set on a card, with their credit.
#[derive(Clone, Debug, PartialEq)]
pub struct Quote {
    text: String,
    /// The credit.
    pub attribution: Attribution,
    /// The question it answers, if known.
    pub question: Option<String>,
    /// What else its card shows.
    pub extras: Extras,
    /// The language it is in.
    pub language: Language,
    origin: Option<Origin>,
}

/// Whether the first letter may be made a capital, as after a trimmed "So,".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FirstLetter {
    /// Leave it as it is.
    Keep,
    /// Make it a capital, and record that.
    Capitalize,
}

impl Quote {
    /// Cuts a quote from an interview.
    ///
    /// Between two spans stands [`GAP`] where words were left out; where only white space and a stage direction
    /// (`[laughs]`) were, a space. Runs of white space become one space, so that a hard-wrapped source reads as it
    /// was meant.
    ///
    /// # Errors
    /// [`Error::Misquote`] when there is no span, or a span is empty, out of bounds, off a character boundary, out of
    /// order, outside the paragraphs of one answer, or the answer has no speaker.
    pub fn cut(
        interview: &Interview,
        spans: &[Span],
        first: FirstLetter,
        attribution: Attribution,
    ) -> Result<Self> {
        let refuse = |message: &str| Err(Error::Misquote { message: message.to_owned() });
        let (Some(head), Some(tail)) = (spans.first(), spans.last()) else {
            return refuse("a quote of no words");
        };
        for (index, span) in spans.iter().enumerate() {
            if span.end > interview.text.len() || span.start >= span.end {
                return refuse("a quote's span is empty or leaves the interview");
            }
            if !interview.text.is_char_boundary(span.start) || !interview.text.is_char_boundary(span.end) {
                return refuse("a quote's span cuts a character in two");
            }
            if index > 0 && spans[index - 1].end > span.start {
                return refuse("a quote's spans are out of order");
            }
        }
        let all = Span::new(head.start, tail.end);
        let Some(turn) = interview.turns.iter().position(|turn| turn.span.contains(all)) else {
            return refuse("a quote's words come from more than one turn");
        };
        let said = &interview.turns[turn];
        if said.kind != TurnKind::Answer {
            return refuse("a quote's words are no answer");
        }
        let Some(speaker) = said.speaker else {
            return refuse("nobody knows who said a quote's words");
        };
        if !spans.iter().all(|span| said.paragraphs.iter().any(|paragraph| paragraph.contains(*span))) {
            return refuse("a quote's span leaves its paragraph");
        }
        let mut text = String::new();
        for (index, span) in spans.iter().enumerate() {
            if index > 0 {
                let omitted = &interview.text[spans[index - 1].end..span.start];
                text.push_str(if is_stage_direction(omitted) { " " } else { GAP });
            }
            push_collapsed(&mut text, interview.slice(*span));
        }
        let capital = capitalized(&text).filter(|_| first == FirstLetter::Capitalize);
        let origin = Origin { spans: spans.to_vec(), turn, speaker, capitalized: capital.is_some() };
        Ok(Self {
            text: capital.unwrap_or(text),
            attribution,
            question: None,
            extras: Extras::default(),
            language: interview.language.clone(),
            origin: Some(origin),
        })
    }

    /// Makes a quote of words that a person gives, with line breaks kept.
    ///
    /// # Errors
    /// [`Error::Usage`] when the text holds nothing but white space.
    pub fn typed(text: &str, attribution: Attribution, language: Language) -> Result<Self> {
        let text = text.trim();
        if text.is_empty() {
            return Err(Error::Usage {
                message: "the quote is empty".to_owned(),
                hint: "give its text in quotation marks, or `-` to read it from standard input".to_owned(),
            });
        }
        Ok(Self {
            text: text.replace("\r\n", "\n").replace('\r', "\n"),
            attribution,
            question: None,
            extras: Extras::default(),
            language,
            origin: None,
        })
    }

    /// Returns the words as the card shows them, before typographic forms are put in.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns where it was cut from; `None` when a person typed it.
    #[must_use]
    pub fn origin(&self) -> Option<&Origin> {
        self.origin.as_ref()
    }
}

/// Tells whether a text left out of a quote is no word of the speaker: white space and bracketed directions only.
#[must_use]
pub fn is_stage_direction(omitted: &str) -> bool {
    let mut rest = omitted.trim();
    while !rest.is_empty() {
        let close = match rest.chars().next() {
            Some('[') => ']',
            Some('(') => ')',
            Some('【') => '】',
            _ => return false,
        };
        match rest.find(close) {
            // A long bracket is an aside of the speaker's or the editor's, whose loss must show.
            Some(end) if rest[..end].chars().count() <= 40 => {
                rest = rest[end + close.len_utf8()..].trim_start()
            }
            _ => return false,
        }
    }
    true
}

/// Adds `piece` with every run of white space as one space; no-break spaces stay.
fn push_collapsed(text: &mut String, piece: &str) {
    let is_breaking_space = |c: char| c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{202f}' | '\u{2007}');
    let mut words = piece.split(is_breaking_space).filter(|word| !word.is_empty());
    text.push_str(words.next().unwrap_or_default());
    for word in words {
        text.push(' ');
        text.push_str(word);
    }
}

/// Returns the text with a capital first letter, or `None` when it has one, or has no letter first.
fn capitalized(text: &str) -> Option<String> {
    let first = text.chars().next()?;
    if !first.is_lowercase() {
        return None;
    }
    let mut changed: String = first.to_uppercase().collect();
    changed.push_str(&text[first.len_utf8()..]);
    Some(changed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::interview::*;

    fn interview() -> Interview {
        let text = "How so?\nWell, we built [laughs] it. Then we sold\nit.\nReally?".to_owned();
        let turn = |kind, speaker, start, end| Turn {
            kind,
            speaker: Some(SpeakerId(speaker)),
            span: Span::new(start, end),
            paragraphs: vec![Span::new(start, end)],
            confidence: Confidence::CERTAIN,
        };
        Interview {
            source: SourceFile { name: "x.txt".into(), sha256: [0; 32], len: text.len() },
            input_format: InputFormat::Text,
            encoding: "UTF-8".into(),
            map: SourceMap::identity(0, text.len()),
            title: None,
            publication: None,
            author: None,
            date: None,
            url: None,
            language: Language::new("en"),
            speakers: vec![],
            turns: vec![
                turn(TurnKind::Question, 0, 0, 7),
                turn(TurnKind::Answer, 1, 8, 52),
                turn(TurnKind::Question, 0, 53, 60),
            ],
            emphasis: vec![],
            notes: vec![],
            text,
        }
    }

    fn cut(spans: &[(usize, usize)], first: FirstLetter) -> Result<Quote> {
        let spans: Vec<Span> = spans.iter().map(|&(start, end)| Span::new(start, end)).collect();
        Quote::cut(&interview(), &spans, first, Attribution::default())
    }

    #[test]
    fn a_stage_direction_leaves_no_trace_and_a_gap_shows() {
        let quote = cut(&[(14, 22), (32, 35)], FirstLetter::Capitalize).unwrap();
        assert_eq!(quote.text(), "We built it.");
        assert!(quote.origin().unwrap().capitalized);
        assert_eq!(cut(&[(14, 22), (44, 52)], FirstLetter::Keep).unwrap().text(), "we built … sold it.");
    }

    #[test]
    fn what_is_not_one_answer_of_one_speaker_is_refused() {
        for spans in [&[][..], &[(0, 7)], &[(14, 60)], &[(32, 35), (14, 22)], &[(20, 20)], &[(50, 90)]] {
            assert!(matches!(cut(spans, FirstLetter::Keep), Err(Error::Misquote { .. })), "{spans:?}");
        }
    }

    #[test]
    fn only_short_brackets_count_as_stage_directions() {
        assert!(is_stage_direction(" [laughs] (pause) "));
        assert!(is_stage_direction(" "));
        assert!(!is_stage_direction(" and then "));
        assert!(!is_stage_direction(" [which is what all of us had been hoping for since spring] "));
    }
}
