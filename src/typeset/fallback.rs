//! Which face stands in where the style's own lacks a character.
//!
//! A word is never set in two faces, and neither is a text where only every other word would be spared: where a tenth
//! of the words of a script need another face, all of them take it. Faces are asked in an order of likeness: kind,
//! slope and weight of the style's own first (rule F1).

use std::collections::BTreeSet;

use unicode_properties::emoji::{EmojiStatus, UnicodeEmoji};
use unicode_script::{Script, UnicodeScript};

use super::shape::Shaper;
use crate::font::{Face, FaceId, Origin, Slope, needs_no_glyph};

/// Share of a script's words that may stand in another face than the rest.
const FOREIGN_WORDS: f32 = 0.1;

/// A grapheme cluster on its way to a face.
pub(crate) struct Cluster<'a> {
    /// Its first byte in the text.
    pub start: usize,
    /// Its characters.
    pub text: &'a str,
    /// Its script, if it has one of its own.
    pub script: Option<Script>,
    /// Its face, once chosen.
    pub face: Option<FaceId>,
}

/// Tells whether the style's own face has all of a text, and no picture asks for another.
pub(crate) fn is_covered(clusters: &[Cluster<'_>], primary: FaceId, shaper: &mut Shaper<'_>) -> bool {
    clusters.iter().all(|cluster| !is_picture(cluster.text) && has_all(primary, cluster.text, shaper))
}

/// Chooses the faces of all clusters that have a script of their own, and of pictures. `order` is that of
/// [`by_likeness`].
pub(crate) fn choose(clusters: &mut [Cluster<'_>], order: &[FaceId], shaper: &mut Shaper<'_>) {
    for cluster in clusters.iter_mut().filter(|cluster| is_picture(cluster.text)) {
        cluster.face = face_for(cluster.text, None, order, shaper);
    }
    let mut done: Vec<Script> = Vec::new();
    for index in 0..clusters.len() {
        let cluster = &clusters[index];
        if let Some(script) = family(cluster.script).filter(|script| !done.contains(script))
            && cluster.face.is_none()
        {
            done.push(script);
            choose_for_script(clusters, script, order, shaper);
        }
    }
}

/// Finds the face for a cluster: for a picture one with colours; else the neighbour's, then others in order.
pub(crate) fn face_for(
    cluster: &str,
    neighbour: Option<FaceId>,
    order: &[FaceId],
    shaper: &mut Shaper<'_>,
) -> Option<FaceId> {
    if is_picture(cluster) {
        let colored = order.iter().filter(|&&face| shaper.has_color(face) && has_all(face, cluster, shaper));
        // Who gives an emoji font wants its emoji, and not ours.
        let colored: Vec<FaceId> = colored.copied().collect();
        let given = |face: &&FaceId| shaper.library().face(**face).origin == Origin::Given;
        if let Some(&face) = colored.iter().find(given).or(colored.first()) {
            return Some(face);
        }
    }
    let mut preferred = neighbour.into_iter().chain(order.iter().copied());
    preferred
        .find(|&face| has_all(face, cluster, shaper) && !shaper.has_color(face))
        // A picture where a plain sign was asked for is better than none.
        .or_else(|| order.iter().copied().find(|&face| has_all(face, cluster, shaper)))
}

/// Returns all faces, the likeliest stand-ins for `primary` first; itself before all.
pub(crate) fn by_likeness(primary: FaceId, language: &str, shaper: &Shaper<'_>) -> Vec<FaceId> {
    let library = shaper.library();
    let own = library.face(primary);
    let unlike = |face: &Face| {
        let slope = u8::from(face.slope != own.slope) * if own.slope == Slope::Italic { 1 } else { 2 };
        // A machine's own fonts come last, and of those that differ by region the language's own first.
        let region = speaks_for_another(&face.family, language);
        (face.origin, region, face.kind != own.kind, slope, face.weight.abs_diff(own.weight))
    };
    let mut order: Vec<FaceId> = library.faces().map(|(id, _)| id).collect();
    order.sort_by_key(|&id| (id != primary, unlike(library.face(id)), id));
    order
}

/// Tells whether a family draws Chinese characters as another language than this one does: `Noto Serif CJK SC` for
/// Japanese.
fn speaks_for_another(family: &str, language: &str) -> bool {
    let own = match language {
        _ if language.starts_with("ja") => " JP",
        _ if language.starts_with("ko") => " KR",
        "zh-hant" | "zh-tw" => " TC",
        "zh-hk" | "zh-mo" => " HK",
        _ => " SC",
    };
    [" JP", " KR", " SC", " TC", " HK"].iter().any(|region| family.ends_with(region))
        && !family.ends_with(own)
}

/// Returns the script under which clusters choose their face together: Japanese mixes three in one word.
fn family(script: Option<Script>) -> Option<Script> {
    script.map(|script| match script {
        Script::Hiragana | Script::Katakana | Script::Bopomofo => Script::Han,
        other => other,
    })
}

/// Chooses the faces of one script's clusters.
fn choose_for_script(
    clusters: &mut [Cluster<'_>],
    script: Script,
    order: &[FaceId],
    shaper: &mut Shaper<'_>,
) {
    let ours = |cluster: &Cluster<'_>| cluster.face.is_none() && family(cluster.script) == Some(script);
    let needed: BTreeSet<&str> = clusters.iter().filter(|c| ours(c)).map(|c| c.text).collect();
    let lacking: BTreeSet<&str> =
        needed.iter().copied().filter(|text| !has_all(order[0], text, shaper)).collect();
    let has_these = |face: FaceId, texts: &BTreeSet<&str>, shaper: &mut Shaper<'_>| {
        !shaper.has_color(face) && texts.iter().all(|text| has_all(face, text, shaper))
    };
    let words = words(clusters, &ours);
    let foreign: Vec<bool> = words
        .iter()
        .map(|word| clusters[word.clone()].iter().any(|cluster| lacking.contains(cluster.text)))
        .collect();
    let few = foreign.iter().filter(|foreign| **foreign).count() as f32 <= FOREIGN_WORDS * words.len() as f32;
    let stand_in = order.iter().copied().find(|&face| has_these(face, &needed, shaper));
    for (word, foreign) in words.into_iter().zip(foreign) {
        let texts: BTreeSet<&str> = clusters[word.clone()].iter().map(|cluster| cluster.text).collect();
        let face = match stand_in {
            _ if few && !foreign => Some(order[0]),
            Some(face) => Some(face),
            None => order.iter().copied().find(|&face| has_these(face, &texts, shaper)),
        };
        for cluster in &mut clusters[word] {
            cluster.face = face.or_else(|| face_for(cluster.text, None, order, shaper));
        }
    }
}

/// Returns the stretches of neighbouring clusters that are `ours`.
fn words(clusters: &[Cluster<'_>], ours: &impl Fn(&Cluster<'_>) -> bool) -> Vec<std::ops::Range<usize>> {
    let mut words: Vec<std::ops::Range<usize>> = Vec::new();
    for (index, _) in clusters.iter().enumerate().filter(|(_, cluster)| ours(cluster)) {
        match words.last_mut() {
            Some(word) if word.end == index => word.end += 1,
            _ => words.push(index..index + 1),
        }
    }
    words
}

/// Returns the script of a cluster's first character that has one.
pub(crate) fn strong_script(cluster: &str) -> Option<Script> {
    let strong = |script: &Script| !matches!(script, Script::Common | Script::Inherited | Script::Unknown);
    cluster.chars().map(|character| character.script()).find(strong)
}

/// Tells whether a cluster is shown as a picture ([UTS #51](https://www.unicode.org/reports/tr51/)): it asks for it, or
/// is shown so by default and does not ask for text.
pub(crate) fn is_picture(cluster: &str) -> bool {
    // Most clusters are letters of one byte, and a keycap has more.
    if cluster.len() == 1 {
        return false;
    }
    let first = cluster.chars().next();
    if cluster.contains('\u{fe0e}') || !first.is_some_and(|c| c.is_emoji_char()) {
        return false;
    }
    let by_default = |c: char| {
        matches!(
            c.emoji_status(),
            EmojiStatus::EmojiPresentation
                | EmojiStatus::EmojiPresentationAndModifierBase
                | EmojiStatus::EmojiPresentationAndEmojiComponent
                | EmojiStatus::EmojiPresentationAndModifierAndEmojiComponent
        )
    };
    cluster.contains(['\u{fe0f}', '\u{200d}', '\u{20e3}']) || first.is_some_and(by_default)
}

/// Tells whether a face has a glyph for every character of a cluster.
fn has_all(face: FaceId, cluster: &str, shaper: &mut Shaper<'_>) -> bool {
    cluster.chars().all(|character| needs_no_glyph(character) || shaper.covers(face, character))
}

/// Says what helps where no face has these clusters: the package that has their script, or a flag.
pub(crate) fn who_helps(missing: &[String]) -> String {
    let mut packages: BTreeSet<&str> = BTreeSet::new();
    for cluster in missing {
        packages.insert(match strong_script(cluster) {
            _ if is_picture(cluster) => "fonts-noto-color-emoji",
            Some(Script::Han | Script::Hiragana | Script::Katakana | Script::Bopomofo | Script::Hangul) => {
                "fonts-noto-cjk"
            }
            _ => "fonts-noto-core",
        });
    }
    let packages: Vec<&str> = packages.into_iter().collect();
    format!("install a font that has them (Debian: {}), or give one with --font FILE", packages.join(" "))
}
