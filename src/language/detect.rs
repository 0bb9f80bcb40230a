//! Which language a text is in.

use unicode_script::{Script, UnicodeScript};
use whatlang::Lang;

use super::Language;

/// Letters that are looked at; more say nothing new.
const SAMPLE: usize = 4000;

/// Characters among which a letter is looked for that tells two languages apart: some are rare.
const TELLING: usize = 100_000;

/// Tells the language of a text by its letters and, where several languages share them, by their frequency.
///
/// A text too short to tell is taken for English if it is Latin: its marks are the likeliest to be right.
#[must_use]
pub fn guess(text: &str) -> Language {
    let mut counts: Vec<(Script, usize)> = Vec::new();
    for script in text.chars().filter(|c| c.is_alphabetic()).take(SAMPLE).map(script) {
        match counts.iter_mut().find(|(known, _)| *known == script) {
            Some((_, count)) => *count += 1,
            None => counts.push((script, 1)),
        }
    }
    let has = |script: Script| counts.iter().any(|(known, _)| *known == script);
    // Japanese is full of Han; a single kana tells it apart.
    if has(Script::Hiragana) || has(Script::Katakana) {
        return Language::new("ja");
    }
    let main = counts.iter().max_by_key(|(_, count)| *count).map(|(script, _)| *script);
    let by_script = match main {
        Some(Script::Arabic) if beginning(text).contains(['پ', 'چ', 'ژ', 'گ', 'ک', 'ی']) => "fa",
        Some(Script::Arabic) => "ar",
        Some(Script::Hebrew) => "he",
        Some(Script::Devanagari) => "hi",
        Some(Script::Thai) => "th",
        Some(Script::Hangul) => "ko",
        Some(Script::Han) => "zh",
        Some(Script::Greek) => "el",
        Some(Script::Cyrillic) if beginning(text).contains(['і', 'ї', 'є', 'ґ', 'І', 'Ї', 'Є']) => {
            "uk"
        }
        Some(Script::Cyrillic) => "ru",
        Some(Script::Latin) => return latin(text),
        _ => Language::UNKNOWN,
    };
    Language::new(by_script)
}

/// Returns the script of a letter; most letters need no look into the table.
fn script(letter: char) -> Script {
    match letter {
        'A'..='Z' | 'a'..='z' => Script::Latin,
        'А'..='я' => Script::Cyrillic,
        letter => letter.script(),
    }
}

/// Returns the beginning of a text, in which letters show that neighbouring languages lack.
fn beginning(text: &str) -> &str {
    let end = text.char_indices().nth(TELLING).map_or(text.len(), |(at, _)| at);
    &text[..end]
}

/// Short words of English that are rare in any other language that is told here: not `for`, which is Danish, nor `of`,
/// which is Dutch.
const ENGLISH: [&str; 15] = [
    "and", "because", "could", "from", "that", "the", "their", "they", "this", "what", "when", "which",
    "with", "you", "your",
];

/// Short words of other languages that English has in names only: a text with one of them is looked at closely.
const FOREIGN: [&str; 32] = [
    "al", "av", "che", "da", "das", "de", "del", "den", "der", "det", "di", "e", "een", "el", "en", "er",
    "et", "het", "il", "ist", "ja", "je", "la", "le", "les", "nie", "och", "og", "que", "un", "und", "y",
];

/// Tells by its short words that a text is English: one word in ten, more than one of them, and none of another
/// language. So a title in English does not make a text so.
///
/// Comparing frequencies takes as long as setting a card, and most quotes need none of it.
fn is_plainly_english(text: &str) -> bool {
    let (mut words, mut telling, mut seen) = (0, 0, 0_u32);
    for word in text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()) {
        words += 1;
        if let Some(which) = ENGLISH.iter().position(|known| known.eq_ignore_ascii_case(word)) {
            telling += 1;
            seen |= 1 << which;
        } else if FOREIGN.iter().any(|known| known.eq_ignore_ascii_case(word)) {
            return false;
        }
    }
    telling * 10 >= words && seen.count_ones() > 1
}

/// Tells Latin-script languages apart.
fn latin(text: &str) -> Language {
    let sample: String = text.chars().take(SAMPLE).collect();
    // Accented letters make a guess at a short text worth more.
    let accented = sample.chars().any(|c| c.is_alphabetic() && !c.is_ascii());
    if !accented && is_plainly_english(&sample) {
        return Language::new("en");
    }
    let tag = match whatlang::detect(&sample) {
        Some(info) if info.is_reliable() || (accented && info.confidence() > 0.2) => match info.lang() {
            Lang::Fra => "fr",
            Lang::Deu => "de",
            Lang::Spa => "es",
            Lang::Ita => "it",
            Lang::Por => "pt",
            Lang::Nld => "nl",
            Lang::Swe => "sv",
            Lang::Dan => "da",
            Lang::Nob => "nb",
            Lang::Fin => "fi",
            Lang::Pol => "pl",
            Lang::Ces => "cs",
            Lang::Tur => "tr",
            Lang::Hun => "hu",
            Lang::Ron => "ro",
            Lang::Vie => "vi",
            _ => "en",
        },
        _ => "en",
    };
    Language::new(tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_told_by_script_and_by_frequency() {
        for (text, tag) in [
            ("We kept the old saw because nobody could say which of us had bought it.", "en"),
            ("Nous avons gardé la vieille scie parce que personne ne savait qui l’avait achetée.", "fr"),
            ("Wir haben die alte Säge behalten, weil niemand wusste, wer sie gekauft hatte.", "de"),
            ("Nos quedamos con la vieja sierra porque nadie sabía quién la había comprado.", "es"),
            ("Пилу мы оставили себе.", "ru"),
            ("古い鋸を残しました。", "ja"),
            ("我们留下了旧锯子。", "zh"),
            ("احتفظنا بالمنشار القديم", "ar"),
            ("No.", "en"),
            (
                "Quando ho visto The Wizard of Oz con mia figlia, per la prima volta dopo tanti anni, ho riso \
                 ancora come da bambino, e lei mi guardava come se fossi io il mago.",
                "it",
            ),
            (
                "Da bambino leggevo The Lion the Witch and the Wardrobe ogni sera prima di dormire e sognavo di \
                 aprire un armadio.",
                "it",
            ),
            (
                "Cuando publicamos The Boy with the Drum en Lima todos me preguntaban por el libro, pero nadie lo \
                 compraba para sus hijos ni para los amigos de la escuela.",
                "es",
            ),
            ("What they made is the thing that you saw when the rain came with the wind.", "en"),
            ("123", Language::UNKNOWN),
        ] {
            assert_eq!(guess(text).tag(), tag, "{text}");
        }
    }
}
