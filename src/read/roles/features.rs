//! What can be seen of a paragraph without knowing what it is.
//!
//! Few of the qualities need words, so that a language without a list still has its marks, its lengths and its places.

use super::overview::Overview;
use super::qualities::{Feature, Link, Links, N_FEATURES, N_LINKS, Values};
use super::seen::{Known, Marks, Seen, is_tight};
use super::signs::{Case, is_byline, is_called, is_dated, is_only_names, is_quoted};
use crate::interview::Span;
use crate::read::document::BlockKind;
use crate::read::marks::{self, Mark};
use crate::read::names;
use crate::read::text::floor;
use crate::read::words::{self, Lowered, Voices};

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
        let values = values(&page, known, &seen, index, &lowered);
        let links = links(&page, known, &seen, index, &lowered, &values);
        Viewed { words, values, links }
    })
}

/// Returns the qualities of a paragraph and the one before it.
fn links(
    page: &Overview,
    known: &Known,
    seen: &[Seen],
    index: usize,
    lowered: &Lowered,
    values: &Values,
) -> Links {
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
    is(Link::Leads, values[Feature::Leads as usize] > 0.0);
    is(Link::Adjoins, this.is_below);
    is(Link::Listed, page.listed[index]);
    is(Link::AfterLong, before.n_words > 90.0);
    is(Link::Long, this.n_words > 90.0);
    is(Link::Praises, values[Feature::Praises as usize] > 0.0);
    is(Link::Resumes, known.text[this.words.range()].starts_with(['…', '.', '-', '–', '—']));
    is(Link::Always, true);
    links[Link::Alternates as usize] = page.alternates;
    links[Link::Spoken as usize] = page.spoken;
    links
}

/// Returns the qualities of a paragraph.
fn values(page: &Overview, known: &Known, seen: &[Seen], index: usize, lowered: &Lowered) -> Values {
    let mut values = [0.0; N_FEATURES];
    let mut set = |feature: Feature, value: f32| values[feature as usize] = value;
    let mut is = |feature: Feature, is: bool| set(feature, f32::from(u8::from(is)));
    let this = &seen[index];
    let block = &known.blocks[index];
    let piece = &known.text[this.words.range()];
    let n = this.n_words;
    let (printed, voices) = (words::page(), Voices::of(known.language));

    is(Feature::Always, true);
    is(Feature::Asks, this.asks);
    is(Feature::AsksAtLength, this.asks && n > 60.0);
    let inside = !this.asks && marks::n_questions(piece) > 0;
    is(Feature::AsksInside, inside);
    let late = floor(piece, piece.len() * 2 / 3);
    is(Feature::AsksFirst, inside && marks::begins_with_question(piece));
    is(Feature::Listed, page.listed[index]);
    is(Feature::AsksLate, inside && marks::n_questions(&piece[late..]) > 0);
    is(Feature::Tiny, n <= 2.0);
    is(Feature::Short, n > 2.0 && n <= 6.0);
    is(Feature::Brief, n > 6.0 && n <= 15.0);
    is(Feature::Middling, n > 15.0 && n <= 40.0);
    is(Feature::Long, n > 40.0 && n <= 90.0);
    is(Feature::VeryLong, n > 90.0);
    let ends = marks::ends_sentence(piece);
    is(Feature::States, ends && !this.asks);
    is(Feature::Announces, marks::announces(piece));
    is(Feature::Fragment, !ends && n <= 8.0);

    let is_of_questions = this.mark.is_some_and(|(_, number)| page.marks_of_questions[number]);
    is(Feature::HasQuestionMark, is_of_questions);
    is(Feature::LacksQuestionMark, page.marks_of_questions.contains(&true) && !is_of_questions);
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
    is(Feature::Furniture, printed.furniture.is_whole(lowered));
    is(Feature::Notice, n < 80.0 && printed.boilerplate.is_in(lowered));
    is(Feature::OfPicture, n < 25.0 && printed.caption.is_in(lowered));
    is(Feature::OfAuthor, n < 16.0 && is_byline(known.text, this.words, lowered));
    is(Feature::OfIntro, printed.intro.is_in(lowered));
    is(
        Feature::Sign,
        n < 30.0
            && piece.contains(['©', '|', '·', '•', '›', '»', '→', '←', '<', '>', '®'])
            && !piece.contains('«'),
    );
    is(Feature::Dated, n < 12.0 && is_dated(piece));

    is(Feature::IsTitle, page.title == Some(index));
    is(Feature::BeforeTitle, page.title.is_some_and(|title| index < title));
    is(Feature::BeforeQuestions, page.questions.is_some_and(|(first, _)| index < first));
    is(Feature::AfterQuestions, page.questions.is_some_and(|(_, last)| index > last + 3));
    is(Feature::Late, index + 6 >= seen.len() && seen.len() > 12);
    is(Feature::FollowsQuestion, index > 0 && seen[index - 1].asks && seen[index - 1].n_words > 1.0);
    is(Feature::PrecedesQuestion, seen.get(index + 1).is_some_and(|next| next.asks && next.n_words > 1.0));
    is(Feature::JoinsPrevious, this.is_below);
    is(Feature::Repeats, page.repeats[index]);
    is(
        Feature::FollowsAnnouncement,
        index > 0 && marks::announces(&known.text[seen[index - 1].words.range()]),
    );
    is(Feature::Requests, this.requests);
    is(Feature::Leads, voices.lead.is_in(lowered));
    is(Feature::Guestly, voices.guest.is_in(lowered));

    let guest = known.guest.as_deref().filter(|_| n < 150.0);
    let key = guest.map(|_| names::key(piece)).unwrap_or_default();
    is(Feature::NamesGuest, guest.is_some_and(|guest| key.contains(guest)));
    is(Feature::BeginsWithGuest, guest.is_some_and(|guest| n < 14.0 && key.starts_with(guest)));
    let case = Case::of(piece);
    is(Feature::OnlyNames, n <= 10.0 && page.title != Some(index) && is_only_names(known.text, this.words));
    is(Feature::Capitals, case.capitals && n > 0.0);
    is(Feature::TitleCase, case.title);
    is(Feature::Quoted, is_quoted(piece));

    let first_name = known.guest.as_deref().and_then(|guest| guest.split(' ').next()).unwrap_or_default();
    is(
        Feature::CallsGuest,
        !first_name.is_empty() && page.title != Some(index) && is_called(piece, first_name),
    );
    let share = |count: usize| (10.0 * count as f32 / n.max(8.0)).min(2.0);
    let (you, me) = (voices.you.count(lowered), voices.i.count(lowered));
    set(Feature::You, share(you));
    set(Feature::Me, share(me));
    let unmarked = !this.asks && voices.inverted.is_among(lowered, 8);
    set(Feature::AsksUnmarked, f32::from(u8::from(unmarked)));
    set(Feature::Praises, f32::from(u8::from(voices.praise.is_in(lowered))));
    let length = libm::logf(n.max(1.0) / page.usual.max(1.0));
    set(Feature::Shorter, (-length).clamp(0.0, 3.0));
    set(Feature::Longer, length.clamp(0.0, 3.0));
    set(Feature::Others, share(voices.third.count(lowered)));
    values
}
