//! A quote: words somebody said, cut from an interview by span, and the credit that goes with them.
//!
//! [`Quote::cut`] is the only way from an [`Interview`] to a quote. It checks what makes a quote verbatim and puts it
//! into the right mouth; what a card shows is what it returns. [`Quote::typed`] is for words a person types in.

mod stressed;

use std::ops::Range;
use std::sync::Arc;

use crate::error::{Error, Result};
use crate::font::needs_no_glyph;
use crate::interview::{Cited, Emphasis, Interview, Span, SpeakerId, TurnKind};
use crate::language::{self, Language};
use crate::markup::{self, Emphasized, Markup};
use crate::picture::Picture;

use self::stressed::{PlacedWord, emphasis_of, push_collapsed};

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
    emphasis: Emphasized,
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
        let mut words: Vec<PlacedWord> = Vec::new();
        for (index, span) in spans.iter().enumerate() {
            if index > 0 {
                let omitted = &interview.text[spans[index - 1].end..span.start];
                text.push_str(if is_stage_direction(omitted) { " " } else { GAP });
            }
            push_collapsed(&mut text, interview, *span, &mut words);
        }
        let mut emphasis = emphasis_of(interview, &words, &text);
        let capital = capitalized(&text, &interview.language).filter(|_| first == FirstLetter::Capitalize);
        if let Some(capital) = &capital {
            // The capital may have more bytes than the letter, or fewer.
            let moved = |at: usize| if at == 0 { 0 } else { at + capital.len() - text.len() };
            for (range, _) in &mut emphasis {
                *range = moved(range.start)..moved(range.end);
            }
        }
        let origin = Origin { spans: spans.to_vec(), turn, speaker, capitalized: capital.is_some() };
        Ok(Self {
            text: capital.unwrap_or(text),
            emphasis,
            attribution,
            question: None,
            extras: Extras::default(),
            language: interview.language.clone(),
            origin: Some(origin),
        })
    }

    /// Makes a quote of words that a person gives, with line breaks kept. A star in them is a letter.
    ///
    /// # Errors
    /// [`Error::Usage`] when the text holds nothing that can be seen.
    pub fn typed(text: &str, attribution: Attribution, language: Language) -> Result<Self> {
        Self::typed_with(text, Markup::None, attribution, language)
    }

    /// Makes a quote of words that a person gives, with line breaks kept, and stars as they say.
    ///
    /// # Errors
    /// [`Error::Usage`] when the text holds nothing that can be seen.
    pub fn typed_with(
        text: &str,
        markup: Markup,
        attribution: Attribution,
        language: Language,
    ) -> Result<Self> {
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let (text, emphasis) = match markup {
            Markup::None => (text.trim().to_owned(), Emphasized::new()),
            Markup::Stars => markup::parse(text.trim()),
        };
        let shows = |c: char| !(c.is_whitespace() || c.is_control() || needs_no_glyph(c));
        if !text.contains(shows) {
            return Err(Error::Usage {
                message: "the quote is empty".to_owned(),
                hint: "give its text in quotation marks, or `-` to read it from standard input".to_owned(),
            });
        }
        Ok(Self {
            text,
            emphasis,
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

    /// Returns what of [`Quote::text`] is emphasised, in bytes: where the interview's own markup says so, or the person
    /// who typed it.
    #[must_use]
    pub fn emphasis(&self) -> &[(Range<usize>, Emphasis)] {
        &self.emphasis
    }

    /// Returns where it was cut from; `None` when a person typed it.
    #[must_use]
    pub fn origin(&self) -> Option<&Origin> {
        self.origin.as_ref()
    }
}

/// Returns the length of a bracketed stage direction at the start of a text, in bytes.
#[must_use]
pub fn stage_direction(text: &str) -> Option<usize> {
    if !text.starts_with(['[', '(', '【']) {
        return None;
    }
    let end = text
        .char_indices()
        .take(42)
        .find(|(_, c)| matches!(c, ']' | ')' | '】'))
        .map(|(at, c)| at + c.len_utf8())?;
    is_stage_direction(&text[..end]).then_some(end)
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

/// Returns the text with a capital first letter, or `None` when it has one, or has no letter first.
fn capitalized(text: &str, language: &Language) -> Option<String> {
    let first = text.chars().next()?;
    if !first.is_lowercase() {
        return None;
    }
    // A single Greek letter that is a capital keeps its accent, as at the head of a sentence.
    let mut changed: String = match language.primary() {
        "el" => first.to_uppercase().collect(),
        _ => language::uppercase(&text[..first.len_utf8()], language),
    };
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

    /// What is emphasised in a quote of the whole answer, for what is in the interview.
    fn emphasized(marked: &[(usize, usize, Emphasis)]) -> Vec<(String, Emphasis)> {
        let mut interview = interview();
        interview.emphasis = marked.iter().map(|&(start, end, how)| (Span::new(start, end), how)).collect();
        let spans = [Span::new(14, 22), Span::new(31, 52)];
        let quote = Quote::cut(&interview, &spans, FirstLetter::Capitalize, Attribution::default()).unwrap();
        assert_eq!(quote.text(), "We built it. Then we sold it.");
        quote.emphasis().iter().map(|(range, how)| (quote.text()[range.clone()].to_owned(), *how)).collect()
    }

    #[test]
    fn what_the_page_emphasises_is_emphasised_in_the_quote() {
        use Emphasis::{Bold, Italic};
        // `sold`, a line end, `it.`; and `built` with the stage direction after it.
        let found = emphasized(&[(17, 34, Bold), (44, 52, Italic)]);
        assert_eq!(found, [("built it".to_owned(), Bold), ("sold it.".to_owned(), Italic)]);
        assert_eq!(emphasized(&[(0, 7, Bold)]), []);
    }

    /// A list of quotes has the words alone: what is stressed in them is looked up where they were said.
    #[test]
    fn words_from_a_list_are_emphasised_as_where_they_were_said() {
        let mut interview = interview();
        interview.emphasis = vec![(Span::new(44, 52), Emphasis::Italic)];
        let stressed = |text: &str| {
            let mut quote = Quote::typed(text, Attribution::default(), interview.language.clone()).unwrap();
            quote.emphasize_as_said(&interview);
            let words = |(range, _): &(Range<usize>, Emphasis)| quote.text()[range.clone()].to_owned();
            quote.emphasis().iter().map(words).collect::<Vec<_>>()
        };
        assert_eq!(stressed("We built it. Then we sold it."), ["sold it."]);
        assert_eq!(stressed("Then … sold it."), ["sold it."]);
        assert_eq!(stressed("we sold"), ["sold"]);
        assert_eq!(stressed("We lost it."), Vec::<String>::new());
    }

    #[test]
    fn the_first_letter_is_the_languages_own_capital() {
        let capital = |text: &str, language: &str| capitalized(text, &Language::new(language)).unwrap();
        assert_eq!(capital("iyi ki", "tr"), "İyi ki");
        assert_eq!(capital("it is", "en"), "It is");
        assert_eq!(capital("ένα", "el"), "Ένα");
    }

    #[test]
    fn a_whole_answer_in_bold_and_a_drop_cap_stress_nothing() {
        assert_eq!(emphasized(&[(8, 52, Emphasis::Bold)]), []);
        assert_eq!(emphasized(&[(36, 37, Emphasis::Bold)]), []);
    }

    #[test]
    fn stars_are_letters_unless_somebody_says_otherwise() {
        let make = |markup| {
            Quote::typed_with(" a *b* ", markup, Attribution::default(), Language::new("en")).unwrap()
        };
        assert_eq!((make(Markup::None).text(), make(Markup::None).emphasis()), ("a *b*", &[][..]));
        assert_eq!(make(Markup::Stars).text(), "a b");
        assert_eq!(make(Markup::Stars).emphasis(), [(2..3, Emphasis::Italic)]);
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
