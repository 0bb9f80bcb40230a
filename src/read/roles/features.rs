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
    /// Begins with a question, and goes on.
    AsksFirst = "asks-first",
    /// Stands in a list that a colon announced.
    Listed = "listed",
    /// Asks in the order of its first words, without a question mark.
    AsksUnmarked = "asks-unmarked",
    /// Praises what was said.
    Praises = "praises",
    /// Shorter than what follows questions on this page.
    Shorter = "shorter",
    /// Longer than that.
    Longer = "longer",
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
    /// The second stands in a list that a colon announced.
    Listed = "listed",
    /// How much this page takes turns at every paragraph.
    Alternates = "alternates",
    /// How much its words are spoken.
    Spoken = "spoken",
    /// The first is very long.
    AfterLong = "after-long",
    /// The second is very long.
    Long = "long",
    /// The second is praise.
    Praises = "praises",
    /// The second goes on after dots.
    Resumes = "resumes",
    /// Always.
    Always = "always",
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

/// What is seen of a page.
pub(in crate::read) struct View {
    /// The qualities of its paragraphs.
    pub(in crate::read) values: Vec<Values>,
    /// Those of every paragraph and the one before it; the first has none.
    pub(in crate::read) links: Vec<[f32; N_LINKS]>,
    /// How much its words are spoken, from 0 to 1.
    pub(in crate::read) spoken: f32,
}

/// Looks at every paragraph of a page.
pub(in crate::read) fn view(known: &Known) -> View {
    let tight: Vec<bool> = (0..known.blocks.len()).map(|index| index > 0 && is_tight(known, index)).collect();
    let n_tight = tight.iter().filter(|is| **is).count();
    // Where all lines adjoin, adjoining says nothing.
    let has_tight_pairs = n_tight > 1 && n_tight * 3 < tight.len() * 2;
    let above = |index: usize| has_tight_pairs && !tight[index] && tight.get(index + 1) == Some(&true);
    let seen: Vec<Seen> = known
        .blocks
        .iter()
        .enumerate()
        .map(|(index, block)| Seen::of(known, block, above(index), has_tight_pairs && tight[index]))
        .collect();
    let page = Overview::of(known, &seen);
    View {
        values: (0..seen.len()).map(|index| page.values(known, &seen, index)).collect(),
        links: (0..seen.len()).map(|index| page.links(known, &seen, index)).collect(),
        spoken: page.spoken,
    }
}

/// What is seen of a paragraph alone.
struct Seen {
    /// Its mark, and the label if it has one.
    mark: Option<(Mark, String)>,
    /// Its words, without the mark.
    words: Span,
    /// The same, lowered.
    lowered: Lowered,
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
    fn of(known: &Known, block: &Block, is_above: bool, is_below: bool) -> Self {
        let (mark, words) = marks::mark(known.text, block, known.emphasis);
        let (mark, words) = match label(known.text, block.span) {
            Some(label) => (Some((Mark::Label, names::key(&known.text[label.name.range()]))), label.words),
            None if mark.is_none() && is_above => (Some((Mark::Above, String::new())), words),
            None => (mark.map(|mark| (mark, String::new())), words),
        };
        let words = after_stamp(known.text, words);
        let piece = &known.text[words.range()];
        let lowered = Lowered::new(piece);
        let n_words = lowered.n_words();
        let asks = marks::ends_in_question(piece);
        let requests =
            !asks && n_words > 2.0 && n_words < 40.0 && Voices::of(known.language).request.begins(&lowered);
        Self { mark, words, n_words, lowered, asks, requests, is_below }
    }
}

/// Returns what follows a time in brackets: transcripts of talks note it now and then.
fn after_stamp(text: &str, span: Span) -> Span {
    let piece = &text[span.range()];
    let stamp = piece.strip_prefix(['[', '(']).and_then(|rest| rest.split_once([']', ')']));
    match stamp {
        Some((time, rest))
            if time.contains(':')
                && time.len() <= 12
                && time.bytes().all(|b| b.is_ascii_digit() || b":.".contains(&b)) =>
        {
            Span::new(span.end - rest.trim_start().len(), span.end)
        }
        _ => span,
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
    /// Marks, with the share of their paragraphs that ask and their number.
    marks: BTreeMap<(Mark, String), (f32, usize)>,
    /// Whether some mark is the questions'.
    has_mark: bool,
    /// First and last paragraph that asks.
    questions: Option<(usize, usize)>,
    /// The title's paragraph.
    title: Option<usize>,
    /// Which paragraphs repeat others.
    repeats: Vec<bool>,
    /// Which paragraphs stand in a list that a colon announced.
    listed: Vec<bool>,
    /// How much the page takes turns at every paragraph, from -1 to 1.
    alternates: f32,
    /// How much its words are spoken, from 0 to 1.
    spoken: f32,
    /// Words of a middling paragraph that follows a question.
    usual: f32,
}

impl Overview {
    /// Looks at a page.
    fn of(known: &Known, seen: &[Seen]) -> Self {
        let mut marks: BTreeMap<(Mark, String), (f32, usize)> = BTreeMap::new();
        for seen in seen {
            if let Some(mark) = &seen.mark {
                let entry = marks.entry(mark.clone()).or_default();
                entry.0 += f32::from(u8::from(seen.asks));
                entry.1 += 1;
            }
        }
        for (share, count) in marks.values_mut() {
            *share /= *count as f32;
        }
        let is_led = |seen: &Seen| matches!(&seen.mark, Some((Mark::Dash, _)));
        let by_dash: Vec<_> = seen.iter().map(|seen| (is_led(seen), seen.asks, seen.words.len())).collect();
        if marks::dashes_ask(&by_dash)
            && let Some((share, count)) = marks.get_mut(&(Mark::Dash, String::new()))
        {
            (*share, *count) = (1.0, (*count).max(3));
        }
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
        let asking: Vec<usize> = (0..seen.len()).filter(asks).collect();
        let steps = || asking.windows(2).map(|pair| pair[1] - pair[0]).filter(|&step| step > 1);
        let even = steps().filter(|step| step % 2 == 0).count() as f32;
        let odd = steps().filter(|step| step % 2 == 1).count() as f32;
        let fillers = &Voices::of(known.language).filler;
        let full = seen.iter().filter(|seen| seen.n_words > 3.0);
        let (n, spoken) = full.fold((0.0_f32, 0.0_f32), |(n, sum), seen| {
            (n + 1.0, sum + f32::from(u8::from(fillers.is_in(&seen.lowered))))
        });
        let mut lengths: Vec<f32> = asking
            .iter()
            .filter_map(|&index| seen.get(index + 1))
            .filter(|next| !next.asks)
            .map(|next| next.n_words)
            .collect();
        lengths.sort_by(f32::total_cmp);
        let mut listed = vec![false; seen.len()];
        for index in 1..seen.len() {
            let (before, own) =
                (&known.text[seen[index - 1].words.range()], &known.text[seen[index].words.range()]);
            listed[index] = before.ends_with([':', '：'])
                || (listed[index - 1] && !marks::ends_sentence(before) && !marks::ends_sentence(own));
        }
        Self {
            listed,
            alternates: (even - odd) / (even + odd + 2.0),
            spoken: (2.0 * spoken / n.max(1.0)).min(1.0),
            usual: lengths.get(lengths.len() / 2).copied().unwrap_or(40.0),
            has_mark: marks.values().any(is_of_questions),
            marks,
            questions: first.map(|first| (first, (0..seen.len()).rfind(asks).unwrap_or(first))),
            title,
            repeats: repeats(known.text, &spans),
        }
    }

    /// Returns the qualities of a paragraph and the one before it.
    fn links(&self, known: &Known, seen: &[Seen], index: usize) -> [f32; N_LINKS] {
        let mut links = [0.0; N_LINKS];
        let Some(before) = index.checked_sub(1).map(|index| &seen[index]) else { return links };
        let this = &seen[index];
        let voices = Voices::of(known.language);
        let is_small = known.text[this.words.range()].starts_with(|c: char| c.is_lowercase());
        let mut is = |link: Link, is: bool| links[link as usize] = f32::from(u8::from(is));
        is(Link::Replies, voices.reply.begins(&this.lowered));
        is(Link::GoesOn, is_small || voices.goes_on.begins(&this.lowered));
        is(Link::Short, this.n_words <= 6.0);
        is(Link::AfterShort, before.n_words <= 6.0);
        is(Link::Asks, this.asks || this.requests);
        is(Link::AfterQuestion, before.asks || before.requests);
        is(Link::Leads, voices.lead.is_in(&this.lowered));
        is(Link::Adjoins, this.is_below);
        is(Link::Listed, self.listed[index]);
        is(Link::AfterLong, before.n_words > 90.0);
        is(Link::Long, this.n_words > 90.0);
        is(Link::Praises, voices.praise.is_in(&this.lowered));
        is(Link::Resumes, known.text[this.words.range()].starts_with(['…', '.', '-', '–', '—']));
        is(Link::Always, true);
        links[Link::Alternates as usize] = self.alternates;
        links[Link::Spoken as usize] = self.spoken;
        links
    }

    /// Returns the qualities of a paragraph.
    fn values(&self, known: &Known, seen: &[Seen], index: usize) -> Values {
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
        is(Feature::AsksFirst, inside && marks::begins_with_question(piece));
        is(Feature::Listed, self.listed[index]);
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
            .as_ref()
            .and_then(|mark| self.marks.get(mark))
            .is_some_and(|&(share, count)| share >= 0.6 && count >= 3);
        is(Feature::HasQuestionMark, of_questions);
        is(Feature::LacksQuestionMark, self.has_mark && !of_questions);
        let marked = |mark: Mark| this.mark.as_ref().is_some_and(|(own, _)| *own == mark);
        is(Feature::Heading, marked(Mark::Heading));
        is(Feature::Caption, block.kind == BlockKind::Caption);
        is(Feature::Aside, block.kind == BlockKind::Aside);
        is(Feature::Quotation, block.kind == BlockKind::Quotation);
        is(Feature::ListItem, block.kind == BlockKind::ListItem);
        is(Feature::Bold, marked(Mark::Bold));
        is(Feature::Italic, marked(Mark::Italic));
        is(Feature::Labelled, marked(Mark::Label));

        is(Feature::BeginsAsking, voices.ask.begins(&this.lowered));
        is(Feature::BeginsReplying, voices.reply.begins(&this.lowered));
        is(Feature::BeginsWithMe, voices.i.begins(&this.lowered));
        is(Feature::Furniture, page.furniture.is_whole(&this.lowered));
        is(Feature::Notice, n < 80.0 && page.boilerplate.is_in(&this.lowered));
        is(Feature::OfPicture, n < 25.0 && page.caption.is_in(&this.lowered));
        is(Feature::OfAuthor, n < 16.0 && is_byline(known.text, this.words, &this.lowered));
        is(Feature::OfIntro, page.intro.is_in(&this.lowered));
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
        is(Feature::Leads, voices.lead.is_in(&this.lowered));
        is(Feature::Guestly, voices.guest.is_in(&this.lowered));

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
        let (you, me) = (voices.you.count(&this.lowered), voices.i.count(&this.lowered));
        set(Feature::You, share(you));
        set(Feature::Me, share(me));
        let unmarked = !this.asks && voices.inverted.is_among(&this.lowered, 8);
        set(Feature::AsksUnmarked, f32::from(u8::from(unmarked)));
        set(Feature::Praises, f32::from(u8::from(voices.praise.is_in(&this.lowered))));
        let length = libm::logf(n.max(1.0) / self.usual.max(1.0));
        set(Feature::Shorter, (-length).clamp(0.0, 3.0));
        set(Feature::Longer, length.clamp(0.0, 3.0));
        set(Feature::Others, share(voices.third.count(&this.lowered)));
        values
    }
}

/// Tells whether somebody is called by a name: at the beginning, or between a comma and a sign.
fn is_called(piece: &str, first_name: &str) -> bool {
    let mut before = ',';
    let mut words = piece.split_whitespace().take(200).peekable();
    while let Some(word) = words.next() {
        let bare = word.trim_end_matches(|c: char| !c.is_alphanumeric());
        let has_sign = bare.len() < word.len() || words.peek().is_none();
        if matches!(before, ',' | '.' | '!' | '?')
            && has_sign
            && names::key(bare) == first_name
            && word.ends_with([',', '.', '?', '!', '…', '-'])
        {
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
