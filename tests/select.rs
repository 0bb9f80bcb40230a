//! The selector, on interviews of our own.

use std::time::{Duration, Instant};

use proptest::prelude::*;

use pullquote::interview::{
    Cited, Confidence, InputFormat, Interview, SourceFile, SourceMap, Span, Speaker, SpeakerId, SpeakerRole,
    Turn, TurnKind,
};
use pullquote::language::Language;
use pullquote::quote::{Attribution, FirstLetter, Quote};
use pullquote::select::external::{ranker_rows, run_ranker};
use pullquote::select::{Flag, Gate, Order, SelectOptions, Selection, TrimKind, select, to_json};

/// Makes an interview of `(speaker, text)` turns: speaker 0 asks, all others answer. Blank lines part paragraphs.
fn interview(language: &str, turns: &[(usize, &str)]) -> Interview {
    let mut text = String::new();
    let mut list = Vec::new();
    for (speaker, said) in turns {
        let start = text.len();
        let mut paragraphs = Vec::new();
        for paragraph in said.split("\n\n") {
            if !text.is_empty() {
                text.push_str("\n\n");
            }
            paragraphs.push(Span::new(text.len(), text.len() + paragraph.len()));
            text.push_str(paragraph);
        }
        let span = Span::new(paragraphs[0].start.max(start), text.len());
        let kind = if *speaker == 0 { TurnKind::Question } else { TurnKind::Answer };
        list.push(Turn {
            kind,
            speaker: Some(SpeakerId(*speaker)),
            span,
            paragraphs,
            confidence: Confidence::CERTAIN,
        });
    }
    let speakers = ["Jo Field", "Ann Marsh", "Ben Howe"].into_iter().enumerate();
    Interview {
        source: SourceFile { name: "made-up.txt".into(), sha256: [0; 32], len: text.len() },
        input_format: InputFormat::Text,
        encoding: "UTF-8".into(),
        map: SourceMap::identity(0, text.len()),
        title: None,
        publication: None,
        author: None,
        date: None,
        url: None,
        language: Language::new(language),
        speakers: speakers
            .map(|(index, name)| Speaker {
                label: None,
                name: Cited { text: name.into(), span: None },
                role: if index == 0 { SpeakerRole::Interviewer } else { SpeakerRole::Guest },
                title: None,
                affiliation: None,
            })
            .collect(),
        turns: list,
        emphasis: vec![],
        notes: vec![],
        text,
    }
}

/// A lighthouse keeper, a clock maker, and what they are asked.
fn sample() -> Interview {
    interview(
        "en",
        &[
            (0, "Why did you stay on the rock for thirty years? People say you were never lonely."),
            (
                1,
                "Well, loneliness is a habit, and you can lose it like any other. The lamp has to burn whether you feel \
                 brave or not. I was born in a town with four clocks and no harbour.\n\nMy mother said “the sea is no \
                 place for a girl who can read.” She was wrong about that [laughs] and right about everything else.",
            ),
            (0, "Did the machines change your work?"),
            (
                2,
                "So, a machine never gets bored, but that is also why it never notices anything. If you want to \
                 understand people, repair their clocks. They bought the shop in 1974 with money from an uncle in \
                 Dover.\n\nYou should never trust a clock that has always been right. Damn, nobody ever listens to me.",
            ),
            (0, "And failure?"),
            (
                1,
                "Failure is the only teacher who does not care whether you like her. But I would not pay her twice. \
                 It was a strange winter. Nothing in this world is as patient as a wall, and nothing is as stupid.",
            ),
        ],
    )
}

fn pick(interview: &Interview, change: impl FnOnce(&mut SelectOptions)) -> Selection {
    let mut options = SelectOptions { min_score: 0, count: 20, ..SelectOptions::default() };
    change(&mut options);
    select(interview, &options)
}

fn texts(selection: &Selection) -> Vec<&str> {
    selection.picks.iter().map(|pick| pick.quote.text()).collect()
}

fn gates_of(interview: &Interview, beginning: &str) -> Vec<Gate> {
    let selection = pick(interview, |options| options.rejected = 1000);
    let of = selection.rejected.iter().filter(|rejected| rejected.text.starts_with(beginning));
    of.map(|rejected| rejected.gate).collect()
}

#[test]
fn every_pick_is_cut_again_from_its_spans_and_is_an_answer() {
    let interview = sample();
    let selection = pick(&interview, |_| {});
    assert!(selection.picks.len() >= 4, "{:?}", texts(&selection));
    for pick in &selection.picks {
        let origin = pick.quote.origin().unwrap();
        let first = if origin.capitalized { FirstLetter::Capitalize } else { FirstLetter::Keep };
        let again = Quote::cut(&interview, &origin.spans, first, Attribution::default()).unwrap();
        assert_eq!(again.text(), pick.quote.text());
        assert_eq!(interview.turns[origin.turn].kind, TurnKind::Answer);
    }
}

#[test]
fn contributions_add_up_to_the_score_and_name_their_words() {
    let interview = sample();
    let selection = pick(&interview, |options| {
        options.about = Some("machines".into());
        options.target_chars = Some(40..60);
    });
    for pick in &selection.picks {
        let sum: i64 = pick.contributions.iter().map(|share| share.points).sum();
        assert_eq!(sum, pick.score, "{}", pick.quote.text());
        for share in &pick.contributions {
            for word in &share.evidence {
                assert!(pick.quote.text().to_lowercase().contains(&word.to_lowercase()), "{word}");
            }
        }
    }
}

#[test]
fn fewer_picks_are_the_first_of_more() {
    let interview = sample();
    let all = pick(&interview, |_| {});
    for count in 0..all.picks.len() {
        let fewer = pick(&interview, |options| options.count = count);
        assert_eq!(texts(&fewer), texts(&all)[..count]);
    }
}

#[test]
fn an_answer_more_changes_no_score() {
    let short = sample();
    let mut turns = vec![
        (0, "One thing before we start."),
        (2, "I never wanted to be a clock maker in the first place."),
    ];
    let told: Vec<(usize, String)> = short
        .turns
        .iter()
        .map(|turn| {
            let paragraphs: Vec<&str> = turn.paragraphs.iter().map(|span| short.slice(*span)).collect();
            (turn.speaker.unwrap().0, paragraphs.join("\n\n"))
        })
        .collect();
    turns.extend(told.iter().map(|(speaker, text)| (*speaker, text.as_str())));
    let long = interview("en", &turns);
    let scores = |interview: &Interview| -> std::collections::BTreeMap<String, i64> {
        let picks = pick(interview, |options| options.count = 1000).picks;
        picks.iter().map(|pick| (pick.quote.text().to_owned(), pick.score)).collect()
    };
    let (before, after) = (scores(&short), scores(&long));
    for (text, score) in &before {
        if let Some(other) = after.get(text) {
            assert_eq!(score, other, "{text}");
        }
    }
    assert!(after.len() > before.len());
}

#[test]
fn openers_are_left_out_and_the_trim_is_told() {
    let interview = sample();
    let selection = pick(&interview, |_| {});
    let lonely = selection.picks.iter().find(|pick| pick.quote.text().starts_with("Loneliness")).unwrap();
    assert!(lonely.quote.origin().unwrap().capitalized);
    assert_eq!(lonely.trims[0].kind, TrimKind::Opener);
    assert_eq!(interview.slice(lonely.trims[0].span), "Well,");
}

#[test]
fn a_stage_direction_is_never_shown() {
    let interview = interview(
        "en",
        &[(0, "And?"), (1, "Nobody believes in a harbour [laughs] until the first storm arrives in it.")],
    );
    let selection = pick(&interview, |_| {});
    assert_eq!(texts(&selection), ["Nobody believes in a harbour until the first storm arrives in it."]);
    assert_eq!(selection.picks[0].trims[0].kind, TrimKind::StageDirection);
}

#[test]
fn each_gate_keeps_out_what_it_is_for() {
    let cases = [
        (
            "He told me “you will never be any good at this, so go home.” I went home.",
            "He told",
            Gate::SomebodyElsesWords,
        ),
        (
            "She wrote: “Never trust a map that is new. And never lend it.” I did.",
            "She wrote",
            Gate::UnbalancedMarks,
        ),
        ("The secret of bread is [inaudible] and a very hot oven.", "The secret", Gate::TranscriptionTrouble),
        ("The secret of bread is [according to her] a very hot oven.", "The secret", Gate::EditorsBracket),
        ("Everything about the bread stands at https://bread.example today.", "Everything", Gate::LinkOrCode),
        ("Nobody in this town has ever told me the truth about", "Nobody", Gate::NotASentence),
        ("Nobody in this town has ever told me the truth about --", "Nobody", Gate::BrokenOff),
        ("Would anybody in this town ever tell me the truth?", "Would", Gate::EndsInQuestion),
        ("It never gets easier, however many years you do this work.", "It never", Gate::UnresolvedReference),
        (
            "They never told anybody how much courage a harbour needs.",
            "They never",
            Gate::UnresolvedReference,
        ),
        (
            "That ratio decides whether a village lives or dies in winter.",
            "That ratio",
            Gate::UnresolvedReference,
        ),
        (
            "I think they never told anybody how much courage a harbour needs.",
            "I think they",
            Gate::UnresolvedReference,
        ),
        (
            "I think this is what everybody in a harbour is afraid of.",
            "I think this",
            Gate::UnresolvedReference,
        ),
        (
            "By repairing these, I hope to make everybody in this town brave.",
            "By repairing",
            Gate::UnresolvedReference,
        ),
        ("No, it never gets easier for anybody who works on the sea.", "No, it", Gate::UnresolvedReference),
        (
            "Because it floats, everybody in this town believes in miracles.",
            "Because it",
            Gate::UnresolvedReference,
        ),
        ("Usually that's where everybody in a harbour loses heart.", "Usually", Gate::UnresolvedReference),
        (
            "When the lamp goes out he should never be afraid of the dark.",
            "When the lamp",
            Gate::UnresolvedReference,
        ),
        (
            "I think part of that is courage, and nobody in this town has any.",
            "I think part",
            Gate::UnresolvedReference,
        ),
        (
            "The beauty of it is that nobody in a harbour ever hurries.",
            "The beauty",
            Gate::UnresolvedReference,
        ),
        ("I hope that it's empty when everybody has gone to sea.", "I hope", Gate::UnresolvedReference),
        ("When something like that happens, a harbour holds its breath.", "When", Gate::UnresolvedReference),
        ("To put this in a kinder way, no harbour is for everybody.", "To put", Gate::UnresolvedReference),
        ("I think that question frightens everybody in this town.", "I think", Gate::UnresolvedReference),
        (
            "I love those lamps, and nobody ever thanks their keeper.",
            "I love those",
            Gate::UnresolvedReference,
        ),
        ("Whereas a lighthouse never asks anybody what he wants.", "Whereas", Gate::GoesOn),
        ("Because the lamp is lit, and everybody in this town is afraid.", "Because", Gate::GoesOn),
        (
            "People find this sad, and I tell them about my fear of harbours.",
            "People",
            Gate::UnresolvedReference,
        ),
        ("Almost never. A harbour is the saddest place in the world.", "Almost", Gate::GoesOn),
        ("Probably because nobody in this town can swim.", "Probably", Gate::GoesOn),
        ("Nobody in this town is rude. It's not that we are kind.", "Nobody in", Gate::Announces),
        ("Repairing a lamp in the dark with cold hands and no courage.", "Repairing", Gate::BrokenOff),
        ("A harbour is -- you know, we never... nobody here can swim.", "A harbour", Gate::BrokenOff),
        ("I don't know, everybody in this town loves the sea.", "I don't know", Gate::GoesOn),
        (
            "(Everybody in this town loves the sea.) I never did, to tell the truth.",
            "(Everybody",
            Gate::Aside,
        ),
        ("No. Everybody in this town loves the sea.", "No. Everybody", Gate::GoesOn),
        ("Which is why nobody should ever trust a new map of an old sea.", "Which is", Gate::GoesOn),
        ("Because nobody should ever trust a new map of an old sea.", "Because", Gate::GoesOn),
        (
            "Everybody in this town loves the sea. But I never did, to tell the truth.",
            "Everybody in",
            Gate::TakenBack,
        ),
        ("Everybody in this town should love the sea. Not really.", "Everybody in", Gate::TakenBack),
        ("Never again, I said.", "Never again", Gate::TooShort),
        (
            "I do not believe what they say about harbours, and everybody in this town is afraid of the truth.",
            "everybody in this",
            Gate::DropsNegation,
        ),
    ];
    let mut missed = Vec::new();
    for (answer, beginning, gate) in cases {
        let interview = interview("en", &[(0, "And?"), (1, answer)]);
        let gates = gates_of(&interview, beginning);
        if !gates.contains(&gate) {
            missed.push(format!("{answer}: {gates:?}"));
        }
    }
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn an_it_that_points_forward_may_begin_a_quote() {
    let interview = interview(
        "en",
        &[(0, "And?"), (1, "It's hard to love a harbour that has taken everything from you.")],
    );
    assert_eq!(pick(&interview, |_| {}).picks.len(), 1);
}

#[test]
fn a_pronoun_with_a_meaning_inside_or_none_at_all_keeps_its_passage() {
    for answer in [
        "The sea in this town never forgives anybody who forgets it.",
        "When you fail in front of everybody, that teaches you more than courage.",
        "Repairing clocks is easy because it never frightens anybody.",
        "If it comes to a storm, nobody in the harbour is brave.",
        "I love a harbour because it forgives everybody who comes back.",
        "Those who love the sea should never live beside a harbour.",
        "Never be afraid of a harbour that everybody else has left.",
    ] {
        let interview = interview("en", &[(0, "And?"), (1, answer)]);
        assert_eq!(pick(&interview, |_| {}).picks.len(), 1, "{answer}");
    }
}

#[test]
fn pronouns_point_outside_in_other_languages_too() {
    let cases = [
        ("fr", "Je l'utilise toujours, parce que le monde a besoin de courage.", Gate::UnresolvedReference),
        ("fr", "J'y crois toujours, et tout le monde a peur de la mer ici.", Gate::UnresolvedReference),
        ("fr", "On l'a vu dans ce port, où tout le monde a peur de la mer.", Gate::UnresolvedReference),
        ("de", "Man kann dies nie lernen, ohne vor dem Meer Angst zu haben.", Gate::UnresolvedReference),
        ("es", "Nunca quiero eso, porque el mundo necesita valor y esperanza.", Gate::UnresolvedReference),
        ("zh", "但是没有人相信港口，直到第一场暴风雨来临，大家才明白大海。", Gate::GoesOn),
        ("zh", "这是我一生中最美好的港口，每个人都应该在这里住一年。", Gate::UnresolvedReference),
        ("zh", "她从来没有相信过港口，直到第一场暴风雨来临的那一天。", Gate::UnresolvedReference),
    ];
    let mut missed = Vec::new();
    for (language, answer, gate) in cases {
        let interview = interview(language, &[(0, "?"), (1, answer)]);
        let beginning: String = answer.chars().take(4).collect();
        let gates = gates_of(&interview, &beginning);
        if !gates.contains(&gate) {
            missed.push(format!("{answer}: {gates:?}"));
        }
    }
    assert!(missed.is_empty(), "{missed:#?}");
    let interview =
        interview("zh", &[(0, "?"), (1, "没有人相信港口，直到第一场暴风雨来临，大家才明白大海。")]);
    let selection = pick(&interview, |_| {});
    assert!(selection.is_generic && selection.picks.len() == 1, "a list of bounds judges nothing");
}

#[test]
fn a_he_may_stand_for_a_name_or_a_person_before_it_and_a_noun_keeps_its_clause() {
    for answer in [
        "My father never slept when the lamp was lit, because he was afraid of the dark.",
        "Marsh lit the lamp every night because he was afraid of the dark.",
        "The thing that's hard about a harbour is that everybody leaves in the end.",
        "Because I was afraid of the dark, I have loved the lamp all my life.",
        "I don't know a harbour that is not afraid of the winter.",
    ] {
        let interview = interview("en", &[(0, "And?"), (1, answer)]);
        assert_eq!(pick(&interview, |_| {}).picks.len(), 1, "{answer}");
    }
}

#[test]
fn nobody_is_quoted_on_a_guess_unless_named() {
    let mut interview = sample();
    for turn in &mut interview.turns {
        if turn.speaker == Some(SpeakerId(2)) {
            turn.confidence = Confidence::per_mille(600);
        }
    }
    let selection = pick(&interview, |_| {});
    assert_eq!(selection.uncertain_answers, 1);
    assert!(selection.picks.iter().all(|pick| pick.quote.attribution.name == "Ann Marsh"));
    let named = pick(&interview, |options| options.speaker = Some("howe".into()));
    assert!(!named.picks.is_empty());
    assert!(named.picks.iter().all(|pick| pick.quote.attribution.name == "Ben Howe"));
}

#[test]
fn wishes_are_followed() {
    let interview = sample();
    let forced = pick(&interview, |options| {
        options.count = 1;
        options.include =
            vec!["four clocks".into(), "it was a STRANGE winter".into(), "no such words".into()];
    });
    assert!(forced.picks[0].quote.text().contains("four clocks") && forced.picks[0].is_included);
    assert!(forced.picks[1].quote.text().contains("It was a strange winter"));
    assert_eq!(forced.not_found, ["no such words"]);

    let without = pick(&interview, |options| options.exclude = vec!["failure".into()]);
    assert!(texts(&without).iter().all(|text| !text.to_lowercase().contains("failure")));

    let about = pick(&interview, |options| options.about = Some("a machine".into()));
    assert_eq!(about.picks[0].quote.attribution.name, "Ben Howe");
    assert!(about.picks[0].quote.question.as_deref().unwrap().contains("machines"));

    let flagged = pick(&interview, |_| {});
    let rude = flagged.picks.iter().find(|pick| pick.quote.text().contains("Damn")).unwrap();
    assert_eq!(rude.flags, [Flag::Profanity]);
    let clean = pick(&interview, |options| options.clean = true);
    assert!(texts(&clean).iter().all(|text| !text.contains("Damn")));

    let long = pick(&interview, |options| options.min_chars = 90);
    assert!(texts(&long).iter().all(|text| text.chars().count() >= 90));
    let short = pick(&interview, |options| options.max_chars = 80);
    assert!(texts(&short).iter().all(|text| text.chars().count() <= 80));
}

#[test]
fn the_order_of_reading_changes_the_order_alone() {
    let interview = sample();
    let by_score = pick(&interview, |_| {});
    let by_place = pick(&interview, |options| options.order = Order::Reading);
    let starts: Vec<usize> = by_place.picks.iter().map(|pick| pick.span().start).collect();
    assert!(starts.is_sorted());
    let mut sorted = [texts(&by_score), texts(&by_place)];
    sorted.iter_mut().for_each(|texts| texts.sort_unstable());
    assert_eq!(sorted[0], sorted[1]);
}

#[test]
fn a_floor_leaves_weak_interviews_with_fewer() {
    let dull = interview(
        "en",
        &[
            (0, "And?"),
            (1, "Version 4.2 was released to customers in March 2014 by the London team of Acme Ltd."),
        ],
    );
    assert!(pick(&dull, |options| options.min_score = 50).picks.is_empty());
    assert!(!pick(&sample(), |options| options.min_score = 50).picks.is_empty());
}

#[test]
fn languages_without_words_are_judged_by_form_and_say_so() {
    let finnish =
        interview("fi", &[(0, "No?"), (1, "Kukaan ei usko satamaan ennen kuin ensimmäinen myrsky tulee.")]);
    let selection = pick(&finnish, |_| {});
    assert!(selection.is_generic && selection.picks[0].is_generic);
    for (language, text) in [
        ("de", "Niemand glaubt an einen Hafen, bevor der erste Sturm kommt."),
        ("fr", "Personne ne croit à un port avant la première tempête."),
        ("es", "Nadie cree en un puerto antes de la primera tormenta."),
    ] {
        let selection = pick(&interview(language, &[(0, "?"), (1, text)]), |_| {});
        assert!(!selection.is_generic);
        assert_eq!(texts(&selection), [text]);
    }
    let chinese =
        interview("zh", &[(0, "？"), (1, "没有人相信港口，直到第一场暴风雨来临，大家才明白它的意义。")]);
    assert_eq!(pick(&chinese, |_| {}).picks.len(), 1);
}

#[test]
fn json_rows_lead_back_to_the_file() {
    let interview = sample();
    let selection = pick(&interview, |_| {});
    let rows = to_json(&interview, &selection);
    let rows = rows.as_array().unwrap();
    assert_eq!(rows.len(), selection.picks.len());
    for row in rows {
        let at = |key: &str| row[key].as_u64().unwrap() as usize;
        let slice = interview.text[at("start")..at("end")].to_lowercase();
        let end: String = row["text"].as_str().unwrap().to_lowercase().chars().rev().take(10).collect();
        assert!(slice.chars().rev().collect::<String>().starts_with(&end));
        let sum: i64 =
            row["contributions"].as_array().unwrap().iter().map(|c| c["points"].as_i64().unwrap()).sum();
        assert_eq!(sum, row["score"].as_i64().unwrap());
    }
}

/// Sentences from which interviews are drawn: openers, quotations, asides, damage, other scripts, nothing at all.
const SAID: &[&str] = &[
    "Well, nobody in this town trusts a clock that has always been right.",
    "So, the sea gives back everything except the time you spent looking at it.",
    "Courage is what is left when everybody else has gone home.",
    "It was cold.",
    "But I would not do it again.",
    "I do not believe in luck, but people who wait for it should at least wait standing up.",
    "My teacher said “the wind does the work, you only stay out of its way.”",
    "“Never lend a map,” she wrote, and",
    "If you want to learn patience, pour two tons of bronze and wait [laughs] until it forgives you.",
    "They sold [inaudible] to Dr. J. R. Hall in Dover for 3.50 in March 1974.",
    "You should never, ever ask a harbour whether it is ready…",
    "Why would anybody want that?",
    "¿Quién cree en un puerto? Nadie.",
    "没有人相信港口，直到第一场暴风雨来临。",
    "Damn, a machine never gets bored, and that is why it never notices anything.",
    "Yeah.",
    "The truth about failure is that everyone has met her and nobody (not even I) remembers her face.",
];

/// Draws an interview: answers of either guest, each of some paragraphs of some sentences.
fn drawn() -> impl Strategy<Value = Vec<(usize, String)>> {
    let paragraph = prop::collection::vec(prop::sample::select(SAID), 1..5).prop_map(|said| said.join(" "));
    let answer = prop::collection::vec(paragraph, 1..3).prop_map(|paragraphs| paragraphs.join("\n\n"));
    prop::collection::vec((1..3_usize, answer), 1..6)
}

/// Puts a question before every answer.
fn asked(answers: &[(usize, String)]) -> Interview {
    let turns = answers.iter().flat_map(|(speaker, text)| [(0, "And then?"), (*speaker, text.as_str())]);
    interview("en", &turns.collect::<Vec<_>>())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    #[test]
    fn whatever_is_said_picks_keep_their_promises(answers in drawn(), low_canvas in any::<bool>()) {
        let interview = asked(&answers);
        let canvas = low_canvas.then_some(30..60);
        let selection = pick(&interview, |options| options.target_chars = canvas.clone());
        for pick in &selection.picks {
            for quote in std::iter::once(&pick.quote).chain(&pick.shorter) {
                let origin = quote.origin().unwrap();
                let first = if origin.capitalized { FirstLetter::Capitalize } else { FirstLetter::Keep };
                let again = Quote::cut(&interview, &origin.spans, first, Attribution::default()).unwrap();
                prop_assert_eq!(again.text(), quote.text());
                let turn = &interview.turns[origin.turn];
                prop_assert_eq!(turn.kind, TurnKind::Answer);
                let (start, end) = (origin.spans[0].start, origin.spans[origin.spans.len() - 1].end);
                let is_in = |paragraph: &Span| paragraph.start <= start && end <= paragraph.end;
                prop_assert!(turn.paragraphs.iter().any(is_in), "two paragraphs in one quote");
                prop_assert!(!quote.text().contains(['[', ']']));
            }
            for quote in &pick.shorter {
                prop_assert!(quote.text().chars().count() < pick.quote.text().chars().count());
            }
            let sum: i64 = pick.contributions.iter().map(|share| share.points).sum();
            prop_assert_eq!(sum, pick.score);
        }
        for count in 0..selection.picks.len() {
            let fewer = pick(&interview, |options| {
                options.count = count;
                options.target_chars = canvas.clone();
            });
            prop_assert_eq!(texts(&fewer), &texts(&selection)[..count]);
        }
    }

    #[test]
    fn whatever_is_added_no_other_score_changes(answers in drawn(), more in drawn(), at in 0..6_usize) {
        let before = asked(&answers);
        let at = at.min(answers.len());
        let together = [&answers[..at], &more[..1], &answers[at..]].concat();
        let after = asked(&together);
        // Offsets differ by what was put in, so a pick is known by its place without it.
        let added = after.text.len() - before.text.len();
        let cut = after.turns[2 * at].span.start;
        let all = |options: &mut SelectOptions| options.count = 1000;
        let inserted = after.turns[2 * at + 1].span;
        let scores: std::collections::BTreeMap<(usize, usize), i64> = pick(&after, all)
            .picks
            .iter()
            .filter(|pick| !inserted.range().contains(&pick.span().start))
            .map(|pick| {
                let back = if pick.span().start < cut { 0 } else { added };
                ((pick.span().start - back, pick.span().end - back), pick.score)
            })
            .collect();
        for pick in pick(&before, all).picks {
            if let Some(score) = scores.get(&(pick.span().start, pick.span().end)) {
                prop_assert_eq!(*score, pick.score, "{}", pick.quote.text());
            }
        }
    }
}

#[test]
fn a_passage_too_long_for_the_canvas_offers_its_shorter_cuts() {
    let told = "Nobody in this town has ever trusted a clock that is right, because courage is the only thing that \
                keeps time. Everybody needs a harbour that forgives.";
    let interview = interview("en", &[(0, "And?"), (1, told)]);
    let whole = pick(&interview, |options| options.count = 1);
    let long = whole.picks[0].quote.text().chars().count();
    assert!(!whole.picks[0].shorter.is_empty(), "{:?}", texts(&whole));
    // A lower canvas gets one of them, or the whole with one of them to fall back on.
    for target in [20..40, 30..60] {
        let selection = pick(&interview, |options| options.target_chars = Some(target.clone()));
        let first = &selection.picks[0];
        let offered = first.shorter.iter().map(|quote| quote.text().chars().count());
        let shortest = offered.chain([first.quote.text().chars().count()]).min().unwrap();
        assert!(shortest < long, "{target:?}: {:?}", texts(&selection));
    }
}

#[test]
fn sentences_end_where_the_speaker_ends_them() {
    let cases = [
        (
            "en",
            "Dr. Hall paid 3.50 for a clock that nobody in this town could trust. I laughed for years.",
            2,
        ),
        (
            "en",
            "J. R. Hall taught everyone in this town to fear the truth. Nobody ever thanked him for it.",
            2,
        ),
        (
            "en",
            "When people ask whether I regret my life, the answer is no. Everybody should lose a harbour.",
            2,
        ),
        (
            "en",
            "Bell no. 5 is the only one that nobody in this town has ever heard. I love it for its silence.",
            2,
        ),
        (
            "en",
            "I thought… well, nobody ever asked me what I thought about fear. Courage came much later to me.",
            2,
        ),
        (
            "en",
            "Every map of this country says “we call it ‘home’” somewhere near a harbour. I never learned to read it.",
            2,
        ),
        (
            "es",
            "¿Quién cree todavía en un puerto que nunca perdona? Nadie cree en un puerto antes de la tormenta.",
            2,
        ),
        (
            "zh",
            "没有人相信港口，直到第一场暴风雨来临，大家才明白它。你会害怕吗？那就对了，勇敢的人都会害怕海！",
            3,
        ),
        ("ar", "هل تعرف لماذا لا يثق أحد في الميناء القديم؟ لا أحد يثق في الميناء قبل العاصفة الأولى.", 2),
        ("hi", "तूफ़ान से पहले कोई भी बंदरगाह पर भरोसा नहीं करता। साहस वही है जो सबके जाने के बाद बचता है।", 2),
    ];
    for (language, answer, n) in cases {
        let interview = interview(language, &[(0, "?"), (1, answer)]);
        let selection = pick(&interview, |options| {
            options.rejected = 1000;
            options.min_chars = 1;
        });
        let mut ends: Vec<usize> = selection.picks.iter().map(|pick| pick.span().end).collect();
        ends.extend(selection.rejected.iter().map(|rejected| rejected.span.end));
        let shorter = selection.picks.iter().flat_map(|pick| &pick.shorter);
        ends.extend(shorter.map(|quote| quote.origin().unwrap().spans.last().unwrap().end));
        ends.sort_unstable();
        ends.dedup();
        // Each passage ends with a sentence, and each sentence ends one, of the picks or of those kept out.
        assert_eq!(ends.len(), n, "{answer}: {ends:?}");
        assert!(ends.iter().all(|end| !interview.text[..*end].ends_with(char::is_alphanumeric)), "{answer}");
    }
}

#[cfg(unix)]
#[test]
fn a_ranker_that_hangs_is_stopped_at_its_limit() {
    let interview = sample();
    let rows = ranker_rows(&interview, &SelectOptions { min_score: 0, ..SelectOptions::default() });
    let limit = Duration::from_millis(300);
    // One that never answers, one that never ends its line, one whose child holds its output.
    for command in ["sleep 60", "sh -c 'printf x; exec sleep 60'", "sh -c 'sleep 5; echo late'"] {
        let started = Instant::now();
        let error = run_ranker(command, &rows, limit).unwrap_err().to_string();
        assert!(error.contains("took longer than 0.3 seconds"), "{error}");
        assert!(started.elapsed() < Duration::from_secs(4), "{command}: {:?}", started.elapsed());
    }
    // One that never stops talking loses its pipe after a megabyte, long before its time is up.
    let error = run_ranker("yes", &rows, Duration::from_secs(20)).unwrap_err().to_string();
    assert!(error.contains("it failed") || error.contains("is no judgement"), "{error}");
}
