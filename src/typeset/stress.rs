//! Emphasis: words in the italic or the bold face of their family.
//!
//! A face is never slanted or thickened by the program. Where the family has no such face, or the face lacks one of the
//! letters, the words stand as the others do, and a note says so.

use std::collections::BTreeSet;
use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::itemize::{Itemized, Run};
use super::punctuate::Punctuated;
use super::shape::Shaper;
use crate::font::{FaceId, Slope, needs_no_glyph};
use crate::interview::Emphasis;
use crate::markup::Emphasized;

/// Least difference of weights that the eye takes for emphasis.
const HEAVIER: u16 = 200;
/// The weight that bold words are set in, where the family has several.
const BOLD: u16 = 700;

/// Carries emphasis from a cut of a quote into its typographic form. `text` is the cut; `emphasis` counts bytes of the
/// whole quote.
pub(crate) fn carry(
    emphasis: &[(Range<usize>, Emphasis)],
    cut: Range<usize>,
    text: &str,
    punctuated: &Punctuated,
) -> Emphasized {
    if emphasis.is_empty() {
        return Emphasized::new();
    }
    let body = punctuated.opening..punctuated.text.len() - punctuated.closing;
    let places = align(text, &punctuated.text[body]);
    let mut carried = Emphasized::new();
    for (range, how) in emphasis {
        let (start, end) = (range.start.max(cut.start), range.end.min(cut.end));
        if start < end {
            let moved = |at: usize| places[at - cut.start] + punctuated.opening;
            let range = whole_clusters(&punctuated.text, moved(start)..moved(end));
            if !range.is_empty() {
                carried.push((range, *how));
            }
        }
    }
    carried
}

/// Returns, for every byte of a text and for its end, where it stands in the text's typographic form. That form keeps
/// every letter in order; between letters, marks, dashes and spaces change, go and come.
fn align(text: &str, form: &str) -> Vec<usize> {
    let mut places = Vec::with_capacity(text.len() + 1);
    let mut at = 0;
    for character in text.chars() {
        let kind = Kind::of(character);
        let mut ahead = form[at..].chars().map(|c| (Kind::of(c), c.len_utf8()));
        let skipped: usize = match kind {
            // Whatever stands before the next letter was put in.
            Kind::Letter => ahead.take_while(|(kind, _)| *kind != Kind::Letter).map(|(_, len)| len).sum(),
            // A space may have been put in before a mark.
            _ => match (ahead.next(), ahead.next()) {
                (Some((Kind::Space, len)), Some((next, _))) if kind != Kind::Space && next == kind => len,
                _ => 0,
            },
        };
        at += skipped;
        places.extend(std::iter::repeat_n(at, character.len_utf8()));
        // What finds nothing of its kind is gone, or one with what came before: three dots are one ellipsis.
        at += form[at..].chars().next().filter(|c| Kind::of(*c) == kind).map_or(0, char::len_utf8);
    }
    places.push(at);
    places
}

/// What a character is to the one that stands for it in typographic form.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Letter,
    Space,
    Quote,
    Dash,
    Dot,
    Other(char),
}

impl Kind {
    fn of(character: char) -> Self {
        match character {
            '"' | '\'' | '`' | '´' | '“' | '”' | '„' | '‟' | '‘' | '’' | '‚' | '«' | '»' | '‹' | '›'
            | '「' | '」' | '『' | '』' | '′' | '″' => Self::Quote,
            '-' | '–' | '—' => Self::Dash,
            '.' | '…' => Self::Dot,
            // The x between figures becomes one.
            '×' => Self::Letter,
            c if c.is_whitespace() => Self::Space,
            c if c.is_alphanumeric() => Self::Letter,
            other => Self::Other(other),
        }
    }
}

/// Widens a range to whole grapheme clusters, and takes the spaces off its ends.
fn whole_clusters(text: &str, range: Range<usize>) -> Range<usize> {
    let clusters =
        text.grapheme_indices(true).map(|(start, cluster)| (start..start + cluster.len(), cluster));
    let mut inside = clusters
        .filter(|(cluster, _)| cluster.start < range.end && range.start < cluster.end)
        .filter(|(_, cluster)| !cluster.trim().is_empty())
        .map(|(cluster, _)| cluster);
    let Some(first) = inside.next() else { return 0..0 };
    first.start..inside.next_back().map_or(first.end, |last| last.end)
}

/// Sets emphasised stretches in their faces, and returns a note for each face that the family lacks.
pub(crate) fn apply(
    emphasis: &[(Range<usize>, Emphasis)],
    text: &str,
    itemized: &mut Itemized,
    shaper: &mut Shaper<'_>,
) -> Vec<String> {
    if emphasis.is_empty() {
        return Vec::new();
    }
    let cuts: BTreeSet<usize> = emphasis.iter().flat_map(|(range, _)| [range.start, range.end]).collect();
    let mut notes = BTreeSet::new();
    let mut runs: Vec<Run> = Vec::new();
    for run in std::mem::take(&mut itemized.runs) {
        let inner = cuts.range(run.range.start + 1..run.range.end).copied();
        let ends: Vec<usize> = inner.chain([run.range.end]).collect();
        let mut start = run.range.start;
        for end in ends {
            let is = |wanted: Emphasis| {
                emphasis.iter().any(|(range, how)| *how == wanted && range.start <= start && end <= range.end)
            };
            let wish = Wish { italic: is(Emphasis::Italic), bold: is(Emphasis::Bold) };
            let face = wish.face(run.face, &text[start..end], shaper, &mut notes);
            match runs.last_mut() {
                Some(last) if (last.face, last.script, last.level) == (face, run.script, run.level) => {
                    last.range.end = end;
                }
                _ => runs.push(Run { range: start..end, face, ..run.clone() }),
            }
            start = end;
        }
    }
    itemized.runs = runs;
    notes.into_iter().collect()
}

/// How a stretch is to differ from the text around it.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Wish {
    italic: bool,
    bold: bool,
}

impl Wish {
    /// Returns the face for a text that would else be set in `own`: the one wished for, or the nearest to it that there
    /// is, with a note.
    fn face(self, own: FaceId, text: &str, shaper: &mut Shaper<'_>, notes: &mut BTreeSet<String>) -> FaceId {
        if !(self.italic || self.bold) || shaper.has_color(own) {
            return own;
        }
        let nearest = [self, Self { bold: false, ..self }, Self { italic: false, ..self }];
        let found = nearest.into_iter().find_map(|wish| Some((wish, wish.find(own, text, shaper)?)));
        if found.is_none_or(|(wish, _)| wish != self) {
            let what = match (self.italic, self.bold) {
                (true, true) => "bold italic",
                (true, false) => "italic",
                _ => "bold",
            };
            let family = &shaper.library().face(own).family;
            notes.insert(format!(
                "{family} has no {what} for these letters: emphasised words are set without"
            ));
        }
        found.map_or(own, |(_, face)| face)
    }

    /// Finds the family's face that leans and weighs as wished, and has every letter of a text. In a text that leans,
    /// what is emphasised stands upright.
    fn find(self, own: FaceId, text: &str, shaper: &mut Shaper<'_>) -> Option<FaceId> {
        if !(self.italic || self.bold) {
            return None;
        }
        let library = shaper.library();
        let base = library.face(own);
        let slope = match (base.slope, self.italic) {
            (slope, false) => slope,
            (Slope::Roman, true) => Slope::Italic,
            (Slope::Italic, true) => Slope::Roman,
        };
        library
            .faces()
            .filter(|(_, face)| face.family == base.family && face.slope == slope)
            .filter(|(_, face)| match self.bold {
                true => face.weight >= base.weight + HEAVIER,
                false => face.weight == base.weight,
            })
            .filter(|(id, _)| text.chars().all(|c| needs_no_glyph(c) || shaper.covers(*id, c)))
            .min_by_key(|(id, face)| (if self.bold { face.weight.abs_diff(BOLD) } else { 0 }, *id))
            .map(|(id, _)| id)
    }
}

#[cfg(test)]
mod tests {
    use super::super::itemize::itemize;
    use super::super::punctuate;
    use super::*;
    use crate::font::FontLibrary;
    use crate::language::{Language, Typography};
    use crate::markup;
    use crate::theme::Marks;

    /// The emphasised stretches of a text with stars, in typographic form.
    fn carried(text: &str, language: &str) -> Vec<String> {
        let (plain, emphasis) = markup::parse(text);
        let form = punctuate::quote(&plain, &Typography::of(&Language::new(language)), Marks::Inline);
        let carried = carry(&emphasis, 0..plain.len(), &plain, &form);
        carried.into_iter().map(|(range, _)| form.text[range].to_owned()).collect()
    }

    #[test]
    fn emphasis_stays_on_its_words_when_marks_change() {
        assert_eq!(carried("I *never* said \"*never*\"... did I?", "en"), ["never", "never"]);
        assert_eq!(carried("*wait...* -- *no*", "en"), ["wait…", "no"]);
        assert_eq!(carried("10x20 *3x4* 'n' *don't*", "en"), ["3×4", "don’t"]);
        assert_eq!(carried("Quoi *donc ?* Oui *!*", "fr"), ["donc\u{202f}?", "!"]);
        assert_eq!(carried("\"*All* of it\"", "de"), ["All"]);
        assert_eq!(carried("a *\"b\" c* d", "en"), ["‘b’ c"]);
    }

    /// The names of the faces that a text with stars is set in, and the notes.
    fn faces(text: &str, face: &str) -> (Vec<String>, Vec<String>) {
        let library = FontLibrary::embedded();
        let mut shaper = Shaper::new(&library);
        let (plain, emphasis) = markup::parse(text);
        let mut itemized = itemize(&plain, library.find(face).unwrap(), "en", &mut shaper).unwrap();
        let notes = apply(&emphasis, &plain, &mut itemized, &mut shaper);
        let covered: String = itemized.runs.iter().map(|run| &plain[run.range.clone()]).collect();
        assert_eq!(covered, plain);
        (itemized.runs.iter().map(|run| library.face(run.face).name()).collect(), notes)
    }

    #[test]
    fn emphasised_words_take_the_familys_own_faces() {
        let (names, notes) = faces("one *two* **three** four", "EB Garamond");
        let own = "EB Garamond";
        assert_eq!(names, [own, "EB Garamond Italic", own, "EB Garamond Bold", own]);
        assert!(notes.is_empty(), "{notes:?}");
        assert_eq!(
            faces("a *b*", "Playfair Display Italic").0,
            ["Playfair Display Italic", "Playfair Display"]
        );
        assert_eq!(faces("a **b**", "Inter").0, ["Inter", "Inter SemiBold"]);
    }

    #[test]
    fn what_a_family_lacks_is_set_plain_and_noted() {
        let (names, notes) = faces("a **b** c", "Instrument Serif");
        assert_eq!(names, ["Instrument Serif"]);
        assert_eq!(
            notes,
            ["Instrument Serif has no bold for these letters: emphasised words are set without"]
        );
        // Half of a wish is better than none of it.
        let (names, notes) = faces("***a***", "EB Garamond");
        assert_eq!((names, notes.len()), (vec!["EB Garamond Italic".to_owned()], 1));
        // A script whose stand-in has one face only.
        let (names, notes) = faces("كلمة *واحدة* فقط", "EB Garamond");
        assert_eq!((names, notes.len()), (vec!["Amiri".to_owned()], 1));
        assert!(faces("*🎈*", "EB Garamond").1.is_empty());
    }

    proptest::proptest! {
        #[test]
        fn a_range_is_carried_to_a_range(text in "\\PC{0,40}", from in 0usize..40, len in 1usize..40) {
            let bounds: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            let (start, end) = (bounds[from % bounds.len()], bounds[(from + len) % bounds.len()]);
            proptest::prop_assume!(start < end);
            let form = punctuate::quote(&text, &Typography::of(&Language::new("fr")), Marks::Inline);
            for (range, _) in carry(&[(start..end, Emphasis::Bold)], 0..text.len(), &text, &form) {
                proptest::prop_assert!(!form.text[range].trim().is_empty());
            }
        }
    }
}
