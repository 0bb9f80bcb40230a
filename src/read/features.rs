//! What a paragraph looks like, as a list of yes-or-no features: what the role model goes by.
//!
//! Most features know no language; those that do look words up in one table for all languages.

use super::document::{BlockKind, Document};
use super::label::label;
use super::words::{Words, words};
use crate::interview::{Emphasis, Span};
use crate::language::sentences::sentences;

/// Letters of a paragraph that are looked at; more say nothing new.
const LOOK: usize = 4000;
/// Most paragraphs that are compared with one another, for finding sentences that were pulled out and repeated.
const COMPARED: usize = 600;

macro_rules! features {
    ($($name:ident = $text:literal,)*) => {
        /// The features, numbered.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        enum Feature { $($name,)* }
        /// Their names, in the order of their numbers.
        pub(super) const NAMES: &[&str] = &[$($text,)*];
    };
}

features! {
    Always = "always",
    EndsInQuestion = "ends-in-question",
    HasQuestion = "has-question",
    QuestionFirst = "question-then-more",
    NoStop = "ends-in-no-mark",
    EndsInColon = "ends-in-colon",
    EndsBroken = "ends-broken-off",
    Under20 = "under-20",
    Under45 = "under-45",
    Under90 = "under-90",
    Under180 = "under-180",
    Under400 = "under-400",
    Over400 = "over-400",
    OneSentence = "one-sentence",
    ManySentences = "four-sentences-or-more",
    First = "first-person",
    FirstDense = "first-person-often",
    Second = "second-person",
    SecondDense = "second-person-often",
    NoPerson = "no-person",
    QuestionWord = "begins-with-question-word",
    ReplyWord = "begins-with-reply-word",
    BeginsFirst = "begins-with-first-person",
    LowerCase = "begins-in-lower-case",
    Numbered = "numbered",
    NumberedHere = "numbered-where-some-are",
    NotNumberedHere = "not-numbered-where-some-are",
    Dashed = "dashed-where-some-are",
    NotDashed = "not-dashed-where-some-are",
    Bold = "bold-where-some-are",
    NotBold = "not-bold-where-some-are",
    Quoted = "all-in-quotation-marks",
    Labelled = "begins-with-label",
    Notice = "notice-word",
    Notices = "notice-words",
    PictureWord = "picture-word",
    Byline = "byline",
    Dated = "short-and-dated",
    NameOnly = "names-only",
    Capitals = "all-capitals",
    Bracketed = "all-in-brackets",
    NamesGuest = "names-guest",
    Repeated = "repeated-from-elsewhere",
    Heading = "heading-markup",
    ListItem = "list-markup",
    Quotation = "quotation-markup",
    Caption = "caption-markup",
    FirstBlock = "first-block",
    FirstThree = "one-of-first-three",
    BeforeQuestions = "before-first-question",
    JustBeforeQuestions = "just-before-first-question",
    AfterQuestions = "after-last-question",
    WellAfterQuestions = "third-after-last-question-or-later",
    LastBlock = "last-block",
    LastThree = "one-of-last-three",
    AfterQuestion = "after-question-mark",
    BeforeQuestion = "before-question-mark",
    AfterLong = "after-long",
    BeforeLong = "before-long",
    AfterShort = "after-short",
    BeforeShort = "before-short",
    TightAfter = "right-below-another",
    TightBefore = "right-above-another",
    AfterNotice = "after-notice",
    ShortSecond = "short-and-second-person",
    LongFirst = "long-and-first-person",
    StatementToGuest = "statement-to-second-person",
    BetweenLong = "short-between-long",
    ShortQuestion = "short-question",
    LongQuestion = "long-and-ends-in-question",
    ShorterThanUsual = "shorter-than-most",
    NoMarkShort = "short-without-mark",
}

/// The number of the feature "it has a question mark".
pub(super) const HAS_QUESTION: usize = Feature::HasQuestion as usize;

/// What is looked up once per paragraph.
struct Look {
    chars: usize,
    ends_in_question: bool,
    notices: usize,
    dashed: bool,
    numbered: bool,
    bold: bool,
}

/// Returns the features of every block, as numbers into [`NAMES`].
pub(super) fn features(document: &Document, guest: Option<&str>) -> Vec<Vec<usize>> {
    let text = document.text.as_str();
    let looks: Vec<Look> = document.blocks.iter().map(|block| look(document, block.span)).collect();
    let first_question = looks.iter().position(|look| look.ends_in_question);
    let last_question = looks.iter().rposition(|look| look.ends_in_question);
    let page = PageLook {
        first_question: first_question.unwrap_or(looks.len()),
        last_question: last_question.unwrap_or(0),
        usual: median(looks.iter().map(|look| look.chars)),
        dashes: some(looks.iter().map(|look| look.dashed)),
        numbers: some(looks.iter().map(|look| look.numbered)),
        bold: some(looks.iter().map(|look| look.bold)),
        tight: some((1..looks.len()).map(|index| is_tight(document, index))),
    };
    let repeated = repeated(document);
    let surname = guest.and_then(|guest| guest.split_whitespace().next_back()).map(str::to_lowercase);
    (0..looks.len())
        .map(|index| {
            let mut found = Vec::with_capacity(24);
            let block = &document.blocks[index];
            let piece = clipped(&text[block.span.range()]);
            of_text(piece, &looks[index], surname.as_deref(), &mut found);
            of_place(document, &looks, &page, index, &mut found);
            if repeated[index] {
                found.push(Feature::Repeated);
            }
            match block.kind {
                BlockKind::Heading(_) => found.push(Feature::Heading),
                BlockKind::ListItem => found.push(Feature::ListItem),
                BlockKind::Quotation => found.push(Feature::Quotation),
                BlockKind::Caption => found.push(Feature::Caption),
                BlockKind::Paragraph => {}
            }
            found.into_iter().map(|feature| feature as usize).collect()
        })
        .collect()
}

/// What is known of the page as a whole.
struct PageLook {
    first_question: usize,
    last_question: usize,
    /// Characters of the middling paragraph.
    usual: usize,
    dashes: bool,
    numbers: bool,
    bold: bool,
    tight: bool,
}

/// Tells whether something holds of some but by far not all: a way of marking that means something.
fn some(marks: impl Iterator<Item = bool>) -> bool {
    let marks: Vec<bool> = marks.collect();
    let count = marks.iter().filter(|mark| **mark).count();
    count >= 2 && count * 4 <= marks.len() * 3
}

fn median(lengths: impl Iterator<Item = usize>) -> usize {
    let mut lengths: Vec<usize> = lengths.collect();
    lengths.sort_unstable();
    lengths.get(lengths.len() / 2).copied().unwrap_or(0)
}

/// Returns as much of a paragraph as is looked at.
fn clipped(piece: &str) -> &str {
    let mut end = piece.len().min(LOOK);
    while !piece.is_char_boundary(end) {
        end -= 1;
    }
    &piece[..end]
}

fn look(document: &Document, span: Span) -> Look {
    let piece = &document.text[span.range()];
    let head = clipped(piece);
    let bold_from = document.emphasis.partition_point(|(bold, _)| bold.end <= span.start);
    let bold_over: usize = document.emphasis[bold_from..]
        .iter()
        .take_while(|(bold, _)| bold.start < span.end)
        .filter(|(_, emphasis)| *emphasis == Emphasis::Bold)
        .map(|(bold, _)| bold.end.min(span.end) - bold.start.max(span.start))
        .sum();
    let starred = head.starts_with("**") || head.starts_with("__");
    Look {
        // Ideographs say as much as two letters.
        chars: head.chars().map(|c| if c >= '\u{2e80}' { 2 } else { 1 }).sum(),
        ends_in_question: ends_in_question(piece),
        notices: if piece.len() < 800 { notices(&head.to_lowercase()) } else { 0 },
        dashed: head.starts_with(['-', '–', '—', '―', '─', '>']),
        numbered: is_numbered(head),
        bold: starred || bold_over * 10 >= span.len() * 8,
    }
}

/// Tells whether a paragraph ends in a question mark, closing marks aside.
fn ends_in_question(piece: &str) -> bool {
    let end = piece.trim_end_matches(|c: char| c.is_whitespace() || "\"”’'»)*_]".contains(c));
    end.ends_with(['?', '？', '؟', '⁇', '\u{37e}']) || ends_in_particle(end)
}

/// Tells whether a paragraph ends in a question particle: Japanese か, Chinese 吗 and 呢, Korean 까, with a full stop or none.
fn ends_in_particle(end: &str) -> bool {
    let end = end.trim_end_matches(['。', '.', '、']);
    end.ends_with(['吗', '嗎', '呢', '까']) || end.ends_with("か") && end.chars().count() > 4
}

fn is_numbered(head: &str) -> bool {
    let rest = head.trim_start_matches(|c: char| "*_#(Q".contains(c) || c.is_whitespace());
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    (1..=2).contains(&digits) && rest[digits..].starts_with(['.', ')', ':', '/', '、'])
}

/// Counts the phrases of notices and bars in a text in lower case.
pub(super) fn notices(lower: &str) -> usize {
    words().boilerplate.iter().filter(|phrase| contains_phrase(lower, phrase)).count()
}

/// Tells whether a phrase stands in a text as words of its own.
fn contains_phrase(lower: &str, phrase: &str) -> bool {
    let is_letter = |c: char| c.is_alphanumeric() && c < '\u{2e80}';
    lower.match_indices(phrase).any(|(at, _)| {
        let before = lower[..at].chars().next_back();
        let after = lower[at + phrase.len()..].chars().next();
        let goes_on = after.is_some_and(is_letter) && phrase.ends_with(is_letter);
        !(goes_on || before.is_some_and(is_letter))
    })
}

/// Tells whether a block stands on the line right below the one before.
fn is_tight(document: &Document, index: usize) -> bool {
    let between = &document.text[document.blocks[index - 1].span.end..document.blocks[index].span.start];
    between.matches('\n').count().max(between.matches('\r').count()) == 1
}

/// Tells of each block whether its words stand in a longer one, too.
fn repeated(document: &Document) -> Vec<bool> {
    let text = document.text.as_str();
    let blocks = &document.blocks;
    if blocks.len() > COMPARED || text.len() > 1 << 18 {
        return vec![false; blocks.len()];
    }
    let letters = |span: Span| -> String {
        text[span.range()].chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let all: Vec<String> = blocks.iter().map(|block| letters(block.span)).collect();
    let is_repeated = |index: usize| {
        let own = &all[index];
        let mut long_others =
            all.iter().enumerate().filter(|(other, text)| *other != index && text.len() > own.len());
        (24..500).contains(&own.len()) && long_others.any(|(_, text)| text.contains(own.as_str()))
    };
    (0..all.len()).map(is_repeated).collect()
}

/// Adds what a paragraph's own words show.
fn of_text(piece: &str, look: &Look, surname: Option<&str>, found: &mut Vec<Feature>) {
    let words = words();
    let mut add = |holds: bool, feature: Feature| {
        if holds {
            found.push(feature);
        }
    };
    add(true, Feature::Always);
    let bare = piece.trim_start_matches(|c: char| !c.is_alphanumeric());
    let end = piece.trim_end_matches(|c: char| c.is_whitespace() || "\"”’'»)*_]".contains(c));
    let has_question = piece.contains(['?', '？', '؟', '\u{37e}']);
    add(look.ends_in_question, Feature::EndsInQuestion);
    add(has_question, Feature::HasQuestion);
    add(has_question && !look.ends_in_question, Feature::QuestionFirst);
    let no_stop = end.ends_with(|c: char| c.is_alphanumeric());
    add(no_stop, Feature::NoStop);
    add(no_stop && look.chars < 60, Feature::NoMarkShort);
    add(end.ends_with([':', '：']), Feature::EndsInColon);
    add(end.ends_with(['…', '-', '–', '—']) || end.ends_with("..."), Feature::EndsBroken);
    add(
        true,
        match look.chars {
            ..20 => Feature::Under20,
            20..45 => Feature::Under45,
            45..90 => Feature::Under90,
            90..180 => Feature::Under180,
            180..400 => Feature::Under400,
            _ => Feature::Over400,
        },
    );
    let count = sentences(piece).len();
    add(count <= 1, Feature::OneSentence);
    add(count >= 4, Feature::ManySentences);
    of_persons(piece, look, words, &mut add);
    let first = bare.split(|c: char| c.is_whitespace() || ",.!?;:—–".contains(c)).next().unwrap_or_default();
    let first = first.to_lowercase().replace('’', "'");
    add(words.question.contains(&first), Feature::QuestionWord);
    add(words.reply.contains(&first), Feature::ReplyWord);
    add(words.first_person.contains(&first), Feature::BeginsFirst);
    add(bare.starts_with(char::is_lowercase), Feature::LowerCase);
    let opening = piece.trim_start_matches(['*', '_', ' ']);
    let quoted = opening.starts_with(['“', '"', '«', '„', '「', '”'])
        && piece.trim_end_matches(['*', '_', '.', ' ']).ends_with(['”', '"', '»', '“', '」']);
    add(quoted, Feature::Quoted);
    add(
        piece.starts_with(['[', '(']) && end.len() + 1 >= piece.len() && piece.ends_with([']', ')']),
        Feature::Bracketed,
    );
    add(label(piece, Span::new(0, piece.len())).is_some(), Feature::Labelled);
    add(look.notices == 1, Feature::Notice);
    add(look.notices >= 2, Feature::Notices);
    if look.chars < 300 {
        let lower = piece.to_lowercase();
        add(words.caption.iter().any(|phrase| contains_phrase(&lower, phrase)), Feature::PictureWord);
        let short = look.chars < 120;
        let begins = |phrase: &String| {
            lower.strip_prefix(phrase.as_str()).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
        };
        add(short && words.byline.iter().any(begins), Feature::Byline);
        let dated = lower.split(|c: char| !c.is_alphanumeric()).any(|word| words.month.contains(word))
            && lower.contains(|c: char| c.is_ascii_digit());
        add(short && dated, Feature::Dated);
        add(short && is_names_only(piece), Feature::NameOnly);
        let cased = piece.chars().filter(|c| c.is_uppercase() || c.is_lowercase());
        add(cased.clone().count() >= 4 && cased.clone().all(char::is_uppercase), Feature::Capitals);
        add(look.ends_in_question && look.chars < 180, Feature::ShortQuestion);
    }
    add(look.ends_in_question && look.chars >= 400, Feature::LongQuestion);
    if let Some(surname) = surname {
        add(contains_phrase(&piece.to_lowercase(), surname), Feature::NamesGuest);
    }
}

/// Adds who is spoken of and to.
fn of_persons(piece: &str, look: &Look, words: &Words, add: &mut impl FnMut(bool, Feature)) {
    let (mut first, mut second, mut all) = (0, 0, 0);
    let mut is_other = false;
    for word in piece.split(|c: char| !(c.is_alphanumeric() || c == '\'' || c == '’' || c == '-')) {
        if word.is_empty() {
            continue;
        }
        let word = word.to_lowercase().replace('’', "'");
        all += 1;
        first += usize::from(words.first_person.contains(&word));
        second += usize::from(words.second_person.contains(&word));
        // Scripts that write no spaces: the words are looked for inside.
        if word.chars().next().is_some_and(|c| c >= '\u{2e80}') {
            is_other = true;
        }
    }
    if is_other {
        first += ["我", "私", "僕"].iter().filter(|word| piece.contains(**word)).count();
        second += ["你", "您", "あなた"].iter().filter(|word| piece.contains(**word)).count();
    }
    add(first > 0, Feature::First);
    add(first * 20 > all, Feature::FirstDense);
    add(second > 0, Feature::Second);
    add(second * 20 > all, Feature::SecondDense);
    add(first + second == 0, Feature::NoPerson);
    add(second > 0 && look.chars < 180, Feature::ShortSecond);
    add(first > 0 && look.chars >= 180, Feature::LongFirst);
    add(second > first && !look.ends_in_question && look.chars < 400, Feature::StatementToGuest);
}

/// Tells whether a short text is made of names: every word a capital, small particles aside.
pub(super) fn is_names_only(piece: &str) -> bool {
    let words: Vec<&str> = piece.split_whitespace().collect();
    (1..=8).contains(&words.len())
        && words.iter().all(|word| {
            word.starts_with(|c: char| c.is_uppercase() || "(“\"&".contains(c))
                || matches!(
                    *word,
                    "and" | "of" | "de" | "van" | "von" | "the" | "in" | "et" | "und" | "y" | "e"
                )
        })
        && words[0].starts_with(char::is_uppercase)
}

/// Adds what a paragraph's place and neighbours show.
fn of_place(document: &Document, looks: &[Look], page: &PageLook, index: usize, found: &mut Vec<Feature>) {
    let look = &looks[index];
    let before = index.checked_sub(1).map(|index| &looks[index]);
    let after = looks.get(index + 1);
    let mut add = |holds: bool, feature: Feature| {
        if holds {
            found.push(feature);
        }
    };
    add(look.numbered, Feature::Numbered);
    add(page.numbers && look.numbered, Feature::NumberedHere);
    add(page.numbers && !look.numbered, Feature::NotNumberedHere);
    add(page.dashes && look.dashed, Feature::Dashed);
    add(page.dashes && !look.dashed, Feature::NotDashed);
    add(page.bold && look.bold, Feature::Bold);
    add(page.bold && !look.bold, Feature::NotBold);
    add(index == 0, Feature::FirstBlock);
    add(index < 3, Feature::FirstThree);
    add(index < page.first_question, Feature::BeforeQuestions);
    add(index + 1 == page.first_question, Feature::JustBeforeQuestions);
    add(index > page.last_question, Feature::AfterQuestions);
    add(index > page.last_question + 2, Feature::WellAfterQuestions);
    add(index + 1 == looks.len(), Feature::LastBlock);
    add(index + 3 >= looks.len(), Feature::LastThree);
    add(before.is_some_and(|before| before.ends_in_question), Feature::AfterQuestion);
    add(after.is_some_and(|after| after.ends_in_question), Feature::BeforeQuestion);
    let long = |look: Option<&Look>| look.is_some_and(|look| look.chars >= 180);
    let short = |look: Option<&Look>| look.is_some_and(|look| look.chars < 45);
    add(long(before), Feature::AfterLong);
    add(long(after), Feature::BeforeLong);
    add(short(before), Feature::AfterShort);
    add(short(after), Feature::BeforeShort);
    add(look.chars < 120 && long(before) && long(after), Feature::BetweenLong);
    add(look.chars * 2 < page.usual, Feature::ShorterThanUsual);
    add(before.is_some_and(|before| before.notices > 0), Feature::AfterNotice);
    add(page.tight && index > 0 && is_tight(document, index), Feature::TightAfter);
    add(page.tight && index + 1 < looks.len() && is_tight(document, index + 1), Feature::TightBefore);
}
