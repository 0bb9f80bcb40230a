//! What can be seen of a paragraph without knowing what it is.
//!
//! Few of the qualities need words, so that a language without a list still has its marks, its lengths and its places.

use std::collections::BTreeMap;

use super::repeats::repeats;
use crate::interview::{Emphasis, Span};
use crate::language::Language;
use crate::read::document::{Block, BlockKind};
use crate::read::labels::{self, Form};
use crate::read::marks::{self, Mark};
use crate::read::names;
use crate::read::text::{floor, is_line_end};
use crate::read::words::{self, Lowered, Voices};

macro_rules! features {
    ($($(#[$doc:meta])* $name:ident = $key:literal,)*) => {
        /// A quality of a paragraph.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(in crate::read) enum Feature { $($(#[$doc])* $name,)* }

        impl Feature {
            /// Every quality with its key in the model.
            pub(in crate::read) const ALL: &'static [(Self, &'static str)] = &[$((Self::$name, $key),)*];
        }
    };
}

features! {
    /// Always there.
    Always = "always",
    /// Ends in a question.
    Asks = "asks",
    /// Ends in a question after many words.
    AsksAtLength = "asks-at-length",
    /// Holds a question, and goes on.
    AsksInside = "asks-inside",
    /// Holds a question in its last third, and goes on.
    AsksLate = "asks-late",
    /// Up to two words.
    Tiny = "tiny",
    /// Up to six.
    Short = "short",
    /// Up to fifteen.
    Brief = "brief",
    /// Up to forty.
    Middling = "middling",
    /// Up to ninety.
    Long = "long",
    /// More.
    VeryLong = "very-long",
    /// Ends with a sentence that does not ask.
    States = "states",
    /// Ends in a colon.
    Announces = "announces",
    /// Has the mark that questions have on this page.
    HasQuestionMark = "has-mark-of-questions",
    /// Lacks it.
    LacksQuestionMark = "lacks-mark-of-questions",
    /// The markup says heading.
    Heading = "heading",
    /// The markup says caption.
    Caption = "caption",
    /// The markup sets it apart.
    Aside = "aside",
    /// The markup says quotation.
    Quotation = "quotation",
    /// An item of a list.
    ListItem = "list-item",
    /// Bold.
    Bold = "bold",
    /// Italic.
    Italic = "italic",
    /// Begins with a name and a colon.
    Labelled = "labelled",
    /// How much it speaks of you.
    You = "you",
    /// How much it speaks of me.
    Me = "me",
    /// How much it speaks of others.
    Others = "others",
    /// Begins as questions do.
    BeginsAsking = "begins-asking",
    /// Begins as answers do.
    BeginsReplying = "begins-replying",
    /// Is a button or a menu.
    Furniture = "furniture",
    /// Holds a phrase of notices.
    Notice = "notice",
    /// Holds a phrase of captions, and is short.
    OfPicture = "of-picture",
    /// Holds a phrase of bylines, and is short.
    OfAuthor = "of-author",
    /// Holds a phrase of intros.
    OfIntro = "of-intro",
    /// Holds a sign that sentences do not have.
    Sign = "sign",
    /// Is the title.
    IsTitle = "is-title",
    /// Stands before the title.
    BeforeTitle = "before-title",
    /// Stands before the first question.
    BeforeQuestions = "before-questions",
    /// Stands after the last answer that a question could have.
    AfterQuestions = "after-questions",
    /// Stands among the last paragraphs.
    Late = "late",
    /// Names the guest.
    NamesGuest = "names-guest",
    /// Begins with the guest's name, and is short.
    BeginsWithGuest = "begins-with-guest",
    /// Holds names and nothing else.
    OnlyNames = "only-names",
    /// In capitals.
    Capitals = "capitals",
    /// Most of its words begin with capitals.
    TitleCase = "title-case",
    /// Stands in another paragraph too.
    Repeats = "repeats",
    /// In quotation marks from end to end.
    Quoted = "quoted",
    /// A year or a time in few words.
    Dated = "dated",
    /// Follows a question.
    FollowsQuestion = "follows-question",
    /// Comes before a question.
    PrecedesQuestion = "precedes-question",
    /// Stands on the line right below the paragraph before, though this page has blank lines.
    JoinsPrevious = "joins-previous",
    /// Calls the guest by their first name.
    CallsGuest = "calls-guest",
    /// Says what people say who lead a conversation.
    Leads = "leads",
    /// Says what guests say.
    Guestly = "guestly",
    /// Follows a colon.
    FollowsAnnouncement = "follows-announcement",
    /// A request in few words.
    Requests = "requests",
    /// Few words and no end of a sentence.
    Fragment = "fragment",
    /// Begins with "I", or the like.
    BeginsWithMe = "begins-with-me",
}

macro_rules! links {
    ($($(#[$doc:meta])* $name:ident = $key:literal,)*) => {
        /// A quality of two neighbouring paragraphs: what it says for their being of one speaker, or of two.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(in crate::read) enum Link { $($(#[$doc])* $name,)* }

        impl Link {
            /// Every quality with its key in the model.
            pub(in crate::read) const ALL: &'static [(Self, &'static str)] = &[$((Self::$name, $key),)*];
        }
    };
}

links! {
    /// The second begins as answers do.
    Replies = "replies",
    /// The second begins as what goes on does.
    GoesOn = "goes-on",
    /// The second is short.
    Short = "short",
    /// The first is short.
    AfterShort = "after-short",
    /// The second asks.
    Asks = "asks",
    /// The first asks.
    AfterQuestion = "after-question",
    /// The second says what people say who lead a conversation.
    Leads = "leads",
    /// They stand on adjoining lines.
    Adjoins = "adjoins",
    /// The first ends in a colon.
    AfterColon = "after-colon",
}

/// How many qualities two neighbours have.
pub(in crate::read) const N_LINKS: usize = Link::ALL.len();

/// How many qualities there are.
pub(in crate::read) const N_FEATURES: usize = Feature::ALL.len();

/// The qualities of one paragraph.
pub(in crate::read) type Values = [f32; N_FEATURES];

/// What is known of a page before its roles are.
pub(in crate::read) struct Known<'a> {
    /// The text.
    pub(in crate::read) text: &'a str,
    /// Its paragraphs.
    pub(in crate::read) blocks: &'a [Block],
    /// What is emphasised.
    pub(in crate::read) emphasis: &'a [(Span, Emphasis)],
    /// Where the title stands.
    pub(in crate::read) title: Option<Span>,
    /// The guest's name, folded.
    pub(in crate::read) guest: Option<String>,
    /// The language.
    pub(in crate::read) language: &'a Language,
}

/// The qualities of a paragraph and the one before it; the first has none.
pub(in crate::read) type Links = [f32; N_LINKS];

/// What is seen of a paragraph.
pub(in crate::read) struct Viewed {
    /// Its words, without its number, its dash or its label.
    pub(in crate::read) words: Span,
    /// Its qualities.
    pub(in crate::read) values: Values,
    /// Those of it and the one before it.
    pub(in crate::read) links: Links,
}

/// Looks at every paragraph of a page.
///
/// They are worked out as they are asked for, since those of all paragraphs take many times the memory of the page.
pub(in crate::read) fn view<'a>(known: &'a Known) -> impl Iterator<Item = Viewed> + use<'a> {
    let tight: Vec<bool> = (0..known.blocks.len()).map(|index| index > 0 && is_tight(known, index)).collect();
    let n_tight = tight.iter().filter(|is| **is).count();
    // Where all lines adjoin, adjoining says nothing.
    let has_tight_pairs = n_tight > 1 && n_tight * 3 < tight.len() * 2;
    let above = |index: usize| has_tight_pairs && !tight[index] && tight.get(index + 1) == Some(&true);
    let mut marks = Marks::default();
    let seen: Vec<Seen> = known
        .blocks
        .iter()
        .enumerate()
        .map(|(index, block)| {
            Seen::of(known, block, above(index), has_tight_pairs && tight[index], &mut marks)
        })
        .collect();
    let page = Overview::of(known, &seen, &marks);
    (0..known.blocks.len()).map(move |index| {
        let words = seen[index].words;
        let lowered = Lowered::new(&known.text[words.range()]);
        let values = page.values(known, &seen, index, &lowered);
        Viewed { words, values, links: page.links(known, &seen, index, &lowered) }
    })
}

/// The marks of a page, by number.
#[derive(Default)]
struct Marks {
    /// The number of each mark, with the label if it is one.
    numbers: BTreeMap<(Mark, String), usize>,
}

impl Marks {
    /// Returns the number of a mark.
    fn number(&mut self, mark: Mark, label: String) -> usize {
        let next = self.numbers.len();
        *self.numbers.entry((mark, label)).or_insert(next)
    }
}

/// Bytes in which the longest phrase ends that a paragraph may begin with.
const BEGINNING: usize = 400;

/// What is seen of a paragraph alone.
struct Seen {
    /// Its mark, and the number that it has together with its label.
    mark: Option<(Mark, usize)>,
    /// Its words, without the mark.
    words: Span,
    /// How many words.
    n_words: f32,
    /// Whether it ends in a question.
    asks: bool,
    /// Whether it begins as a request does.
    requests: bool,
    /// Whether it stands right below another, on a page where few do.
    is_below: bool,
}

impl Seen {
    /// Looks at one paragraph.
    fn of(known: &Known, block: &Block, is_above: bool, is_below: bool, marks: &mut Marks) -> Self {
        let (mark, words) = marks::mark(known.text, block, known.emphasis);
        let (mark, words) = match label(known.text, block.span) {
            Some(label) => (Some((Mark::Label, names::key(&known.text[label.name.range()]))), label.words),
            None if mark.is_none() && is_above => (Some((Mark::Above, String::new())), words),
            None => (mark.map(|mark| (mark, String::new())), words),
        };
        let piece = &known.text[words.range()];
        let n_words = words::n_words(piece);
        let asks = marks::ends_in_question(piece);
        let requests = !asks
            && n_words > 2.0
            && n_words < 40.0
            && Voices::of(known.language).request.begins(&Lowered::new(&piece[..floor(piece, BEGINNING)]));
        let mark = mark.map(|(mark, label)| (mark, marks.number(mark, label)));
        Self { mark, words, n_words, asks, requests, is_below }
    }
}

/// Returns a label that stands before words on its own line and could name somebody.
pub(in crate::read) fn label(text: &str, span: Span) -> Option<labels::Label> {
    let label =
        labels::scan(text, span).filter(|label| label.form == Form::Colon && !label.words.is_empty())?;
    let name = &text[label.name.range()];
    let is_name = !name.chars().any(char::is_lowercase) || names::looks_personal(name);
    (is_name && !words::labels().nobody.is_whole(&Lowered::new(name))).then_some(label)
}

/// What is seen of the page as a whole.
struct Overview {
    /// By the number of a mark: the share of its paragraphs that ask, and how many there are.
    marks: Vec<(f32, usize)>,
    /// Whether some mark is the questions'.
    has_mark: bool,
    /// First and last paragraph that asks.
    questions: Option<(usize, usize)>,
    /// The title's paragraph.
    title: Option<usize>,
    /// Which paragraphs repeat others.
    repeats: Vec<bool>,
}

impl Overview {
    /// Looks at a page.
    fn of(known: &Known, seen: &[Seen], marks: &Marks) -> Self {
        let mut counts = vec![(0.0, 0); marks.numbers.len()];
        for seen in seen {
            if let Some((_, number)) = seen.mark {
                counts[number].0 += f32::from(u8::from(seen.asks));
                counts[number].1 += 1;
            }
        }
        for (share, count) in &mut counts {
            *share /= *count as f32;
        }
        let marks = counts;
        let is_of_questions = |&(share, count): &(f32, usize)| share >= 0.6 && count >= 3;
        let title =
            known.title.and_then(|title| known.blocks.iter().position(|block| block.span.overlaps(title)));
        let asks = |index: &usize| {
            (seen[*index].asks || seen[*index].requests)
                && seen[*index].n_words > 1.0
                && Some(*index) != title
        };
        let first = (0..seen.len()).find(asks);
        let spans: Vec<Span> = seen.iter().map(|seen| seen.words).collect();
        Self {
            has_mark: marks.iter().any(is_of_questions),
            marks,
            questions: first.map(|first| (first, (0..seen.len()).rfind(asks).unwrap_or(first))),
            title,
            repeats: repeats(known.text, &spans),
        }
    }

    /// Returns the qualities of a paragraph and the one before it.
    fn links(&self, known: &Known, seen: &[Seen], index: usize, lowered: &Lowered) -> Links {
        let mut links = [0.0; N_LINKS];
        let Some(before) = index.checked_sub(1).map(|index| &seen[index]) else { return links };
        let this = &seen[index];
        let voices = Voices::of(known.language);
        let is_small = known.text[this.words.range()].starts_with(|c: char| c.is_lowercase());
        let mut is = |link: Link, is: bool| links[link as usize] = f32::from(u8::from(is));
        is(Link::Replies, voices.reply.begins(lowered));
        is(Link::GoesOn, is_small || voices.goes_on.begins(lowered));
        is(Link::Short, this.n_words <= 6.0);
        is(Link::AfterShort, before.n_words <= 6.0);
        is(Link::Asks, this.asks || this.requests);
        is(Link::AfterQuestion, before.asks || before.requests);
        is(Link::Leads, voices.lead.is_in(lowered));
        is(Link::Adjoins, this.is_below);
        is(Link::AfterColon, known.text[before.words.range()].ends_with([':', '：']));
        links
    }

    /// Returns the qualities of a paragraph.
    fn values(&self, known: &Known, seen: &[Seen], index: usize, lowered: &Lowered) -> Values {
        let mut values = [0.0; N_FEATURES];
        let mut set = |feature: Feature, value: f32| values[feature as usize] = value;
        let mut is = |feature: Feature, is: bool| set(feature, f32::from(u8::from(is)));
        let this = &seen[index];
        let block = &known.blocks[index];
        let piece = &known.text[this.words.range()];
        let n = this.n_words;
        let (page, voices) = (words::page(), Voices::of(known.language));

        is(Feature::Always, true);
        is(Feature::Asks, this.asks);
        is(Feature::AsksAtLength, this.asks && n > 60.0);
        let inside = !this.asks && marks::n_questions(piece) > 0;
        is(Feature::AsksInside, inside);
        let late = floor(piece, piece.len() * 2 / 3);
        is(Feature::AsksLate, inside && marks::n_questions(&piece[late..]) > 0);
        is(Feature::Tiny, n <= 2.0);
        is(Feature::Short, n > 2.0 && n <= 6.0);
        is(Feature::Brief, n > 6.0 && n <= 15.0);
        is(Feature::Middling, n > 15.0 && n <= 40.0);
        is(Feature::Long, n > 40.0 && n <= 90.0);
        is(Feature::VeryLong, n > 90.0);
        let ends = marks::ends_sentence(piece);
        is(Feature::States, ends && !this.asks);
        is(Feature::Announces, piece.ends_with([':', '：']));
        is(Feature::Fragment, !ends && n <= 8.0);

        let of_questions = this
            .mark
            .map(|(_, number)| self.marks[number])
            .is_some_and(|(share, count)| share >= 0.6 && count >= 3);
        is(Feature::HasQuestionMark, of_questions);
        is(Feature::LacksQuestionMark, self.has_mark && !of_questions);
        let marked = |mark: Mark| this.mark.is_some_and(|(own, _)| own == mark);
        is(Feature::Heading, marked(Mark::Heading));
        is(Feature::Caption, block.kind == BlockKind::Caption);
        is(Feature::Aside, block.kind == BlockKind::Aside);
        is(Feature::Quotation, block.kind == BlockKind::Quotation);
        is(Feature::ListItem, block.kind == BlockKind::ListItem);
        is(Feature::Bold, marked(Mark::Bold));
        is(Feature::Italic, marked(Mark::Italic));
        is(Feature::Labelled, marked(Mark::Label));

        is(Feature::BeginsAsking, voices.ask.begins(lowered));
        is(Feature::BeginsReplying, voices.reply.begins(lowered));
        is(Feature::BeginsWithMe, voices.i.begins(lowered));
        is(Feature::Furniture, page.furniture.is_whole(lowered));
        is(Feature::Notice, n < 80.0 && page.boilerplate.is_in(lowered));
        is(Feature::OfPicture, n < 25.0 && page.caption.is_in(lowered));
        is(Feature::OfAuthor, n < 16.0 && is_byline(known.text, this.words, lowered));
        is(Feature::OfIntro, page.intro.is_in(lowered));
        is(
            Feature::Sign,
            n < 30.0
                && piece.contains(['©', '|', '·', '•', '›', '»', '→', '←', '<', '>', '®'])
                && !piece.contains('«'),
        );
        is(Feature::Dated, n < 12.0 && is_dated(piece));

        is(Feature::IsTitle, self.title == Some(index));
        is(Feature::BeforeTitle, self.title.is_some_and(|title| index < title));
        is(Feature::BeforeQuestions, self.questions.is_some_and(|(first, _)| index < first));
        is(Feature::AfterQuestions, self.questions.is_some_and(|(_, last)| index > last + 3));
        is(Feature::Late, index + 6 >= seen.len() && seen.len() > 12);
        is(Feature::FollowsQuestion, index > 0 && seen[index - 1].asks && seen[index - 1].n_words > 1.0);
        is(
            Feature::PrecedesQuestion,
            seen.get(index + 1).is_some_and(|next| next.asks && next.n_words > 1.0),
        );
        is(Feature::JoinsPrevious, this.is_below);
        is(Feature::Repeats, self.repeats[index]);
        is(
            Feature::FollowsAnnouncement,
            index > 0 && known.text[seen[index - 1].words.range()].ends_with([':', '：']),
        );
        is(Feature::Requests, this.requests);
        is(Feature::Leads, voices.lead.is_in(lowered));
        is(Feature::Guestly, voices.guest.is_in(lowered));

        let guest = known.guest.as_deref().filter(|_| n < 150.0);
        let key = guest.map(|_| names::key(piece)).unwrap_or_default();
        is(Feature::NamesGuest, guest.is_some_and(|guest| key.contains(guest)));
        is(Feature::BeginsWithGuest, guest.is_some_and(|guest| n < 14.0 && key.starts_with(guest)));
        let case = Case::of(piece);
        is(
            Feature::OnlyNames,
            n <= 10.0 && self.title != Some(index) && is_only_names(known.text, this.words),
        );
        is(Feature::Capitals, case.capitals && n > 0.0);
        is(Feature::TitleCase, case.title);
        is(Feature::Quoted, is_quoted(piece));

        let first_name = known.guest.as_deref().and_then(|guest| guest.split(' ').next()).unwrap_or_default();
        is(
            Feature::CallsGuest,
            !first_name.is_empty() && self.title != Some(index) && is_called(piece, first_name),
        );
        let share = |count: usize| (10.0 * count as f32 / n.max(8.0)).min(2.0);
        set(Feature::You, share(voices.you.count(lowered)));
        set(Feature::Me, share(voices.i.count(lowered)));
        set(Feature::Others, share(voices.third.count(lowered)));
        values
    }
}

/// Tells whether somebody is called by a name: at the beginning, or between a comma and a sign.
fn is_called(piece: &str, first_name: &str) -> bool {
    let mut before = ',';
    for word in piece.split_whitespace().take(200) {
        let could_be =
            matches!(before, ',' | '.' | '!' | '?') && word.ends_with([',', '.', '?', '!', '…', '-']);
        if could_be && names::key(word.trim_end_matches(|c: char| !c.is_alphanumeric())) == first_name {
            return true;
        }
        before = word.chars().next_back().unwrap_or(' ');
    }
    false
}

/// Tells whether a paragraph begins on the line after the one before it.
fn is_tight(known: &Known, index: usize) -> bool {
    let gap = &known.text[Span::new(
        known.blocks[index - 1].span.end,
        known.blocks[index].span.start.max(known.blocks[index - 1].span.end),
    )
    .range()];
    gap.replace("\r\n", "\n").chars().filter(|&c| is_line_end(c)).count() == 1
}

/// Tells whether a line says who wrote it or when.
pub(in crate::read) fn is_byline(text: &str, span: Span, lowered: &Lowered) -> bool {
    let piece = &text[span.range()];
    let names_author = ["By ", "by ", "BY ", "Par ", "Von ", "Por ", "Di ", "Text: ", "Words: "]
        .iter()
        .filter_map(|by| piece.strip_prefix(by))
        .any(|rest| names::begins_with_capital(rest) && !marks::ends_sentence(piece));
    names_author || words::page().byline.is_in(lowered)
}

/// Tells whether a text holds a year or a time of day.
fn is_dated(piece: &str) -> bool {
    let numbers = piece.split(|c: char| !c.is_ascii_digit() && c != ':').filter(|part| !part.is_empty());
    numbers.into_iter().any(|part| {
        (part.len() == 4 && (part.starts_with("19") || part.starts_with("20")))
            || (part.len() >= 4 && part.contains(':'))
    })
}

/// Tells whether a text is in quotation marks and nothing else.
fn is_quoted(piece: &str) -> bool {
    piece.starts_with(['"', '“', '„', '«', '»', '「', '『'])
        && piece.trim_end_matches(['.', ',']).ends_with(['"', '”', '“', '»', '«', '」', '』'])
}

/// Tells whether a text holds capitalised words and what joins them, and nothing else.
fn is_only_names(text: &str, span: Span) -> bool {
    let runs = names::runs(text, span);
    let in_runs: usize = runs.iter().map(|run| run.words.len()).sum();
    let is_joint = |word: &&str| {
        !matches!(
            word.trim_matches(|c: char| !c.is_alphanumeric()),
            "" | "and" | "et" | "und" | "y" | "e" | "и"
        )
    };
    // One word with a capital is how any short answer begins.
    let is_full = runs.iter().any(|run| run.words.len() > 1);
    is_full && in_runs >= text[span.range()].split_whitespace().filter(is_joint).count()
}

/// The letter case of a text.
struct Case {
    /// All letters are capitals.
    capitals: bool,
    /// Most words begin with one.
    title: bool,
}

impl Case {
    /// Looks at the beginning of a text.
    fn of(piece: &str) -> Self {
        let long = || piece.split_whitespace().take(20).filter(|word| word.chars().count() > 3);
        let (n, upper) = (long().count(), long().filter(|word| names::begins_with_capital(word)).count());
        Self {
            capitals: piece.chars().take(200).any(char::is_uppercase)
                && !piece.chars().take(200).any(char::is_lowercase),
            title: n > 1 && upper * 4 >= n * 3,
        }
    }
}
