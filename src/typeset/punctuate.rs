//! Typographic forms: curly quotes, apostrophes, dashes, ellipses, and the spaces that must not break.
//!
//! A word is never touched: each change puts the typographic form of the same character in its place. Addresses and
//! code keep every character they came with.

use crate::language::Typography;
use crate::markup::Emphasized;
use crate::theme::Marks;

/// No-break space.
const NBSP: char = '\u{a0}';
/// Narrow no-break space.
const NNBSP: char = '\u{202f}';

/// A text ready to be set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Punctuated {
    /// The text, with its marks if it has them inline.
    pub text: String,
    /// Bytes of the opening mark at the start.
    pub opening: usize,
    /// Bytes of the closing mark at the end.
    pub closing: usize,
    /// What of the text is emphasised.
    pub emphasis: Emphasized,
}

/// Puts a quote into typographic form, and into quotation marks where the theme wants them inline.
pub(crate) fn quote(text: &str, language: &Typography, marks: Marks) -> Punctuated {
    let clean = clean(text);
    let bare = unwrap_marks(&clean);
    let marks = match marks {
        Marks::Keep if bare.len() == clean.len() => Marks::None,
        Marks::Keep => Marks::Inline,
        other => other,
    };
    let [open, close, ..] = &language.quotes;
    let depth = match marks {
        Marks::Inline => Depth::Inner,
        Marks::None | Marks::Keep => Depth::Outer,
    };
    let body = plain_at(bare, language, depth);
    match marks {
        Marks::None | Marks::Keep => Punctuated { text: body, ..Punctuated::default() },
        Marks::Inline => Punctuated {
            text: format!("{open}{body}{close}"),
            opening: open.len(),
            closing: close.len(),
            emphasis: Emphasized::new(),
        },
    }
}

/// Puts any other text (a name, a role) into typographic form.
pub(crate) fn plain(text: &str, language: &Typography) -> String {
    plain_at(&clean(text), language, Depth::Outer)
}

/// Which of the language's two pairs of marks the text's own double marks become.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Depth {
    Outer,
    Inner,
}

fn plain_at(text: &str, language: &Typography, depth: Depth) -> String {
    let pieces: Vec<String> = text
        .split_inclusive([' ', '\n'])
        .map(|word| if is_literal(word) { word.to_owned() } else { dashes(word) })
        .collect();
    let text = quotes(&spaced_dashes(&pieces.concat()), language, depth);
    if language.spaced_punctuation { space_out(&text) } else { text }
}

/// Removes what no card can show: control characters, direction overrides; makes runs of spaces one, and trims lines.
fn clean(text: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    for line in text.split('\n') {
        let kept: String = line
            .chars()
            .map(|c| if c == '\t' || (c.is_whitespace() && !matches!(c, NBSP | NNBSP | '\u{3000}')) { ' ' } else { c })
            .filter(|c| !c.is_control() && !matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{ad}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'))
            .collect();
        lines.push(kept.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" "));
    }
    lines.join("\n").trim().to_owned()
}

/// Tells whether a word is an address or code, to be kept to the letter.
fn is_literal(word: &str) -> bool {
    let word = word.trim_end();
    word.contains("://")
        || word.starts_with("www.")
        || word.contains('@')
        || word.contains('_')
        || word.contains('`')
        || word.contains('\\')
}

/// Takes off one pair of marks that wraps the whole text.
fn unwrap_marks(text: &str) -> &str {
    const PAIRS: [(char, char); 8] =
        [('"', '"'), ('“', '”'), ('„', '“'), ('«', '»'), ('»', '«'), ('”', '”'), ('「', '」'), ('„', '”')];
    for (open, close) in PAIRS {
        let Some(inner) = text.strip_prefix(open).and_then(|rest| rest.strip_suffix(close)) else { continue };
        // `“One,” he said, “two.”` starts and ends with marks that are not one pair.
        if !inner.is_empty() && !inner.contains(open) && !inner.contains(close) {
            return inner.trim();
        }
    }
    text
}

/// Ellipses, dashes between words, en dashes between figures, the multiplication sign.
fn dashes(word: &str) -> String {
    let word = word.replace("...", "…").replace("---", "—").replace("--", "—");
    let characters: Vec<char> = word.chars().collect();
    // A range has one hyphen; a date or a number of many parts has more.
    let hyphens = characters.iter().filter(|&&c| c == '-').count();
    let mut out = String::with_capacity(word.len());
    for (index, &character) in characters.iter().enumerate() {
        let digit_at =
            |at: Option<usize>| at.and_then(|at| characters.get(at)).is_some_and(char::is_ascii_digit);
        let between_digits = digit_at(index.checked_sub(1)) && digit_at(Some(index + 1));
        out.push(match character {
            '-' if between_digits && hyphens == 1 => '–',
            'x' if between_digits => '×',
            '\'' | '"' if digit_at(index.checked_sub(1)) && is_measure(&characters, index) => {
                if character == '\'' { '′' } else { '″' }
            }
            other => other,
        });
    }
    out
}

/// Tells whether the mark at `index`, after a digit, stands for feet or inches: `5' 10"`, `6'2"`, and no mark that
/// would close a quotation opened before it.
fn is_measure(word: &[char], index: usize) -> bool {
    let next = word.get(index + 1);
    let opened = word[..index].iter().any(|c| matches!(c, '\'' | '"'));
    match word[index] {
        '\'' => next.is_some_and(char::is_ascii_digit) && !opened,
        _ => opened && word[..index].contains(&'\''),
    }
}

/// A hyphen with a space at each side is a dash.
fn spaced_dashes(text: &str) -> String {
    text.replace(" - ", " – ")
}

/// Curls straight marks, and brings double marks to the language's pair for their depth.
fn quotes(text: &str, language: &Typography, depth: Depth) -> String {
    let [outer_open, outer_close, inner_open, inner_close] = &language.quotes;
    let (open, close) = match depth {
        Depth::Outer => (outer_open, outer_close),
        Depth::Inner => (inner_open, inner_close),
    };
    let characters: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len() + 16);
    // Single marks are inner ones, unless the double marks around them are.
    let single = |inside_double: bool| match depth {
        Depth::Inner if inside_double => (outer_open, outer_close),
        _ => (inner_open, inner_close),
    };
    let closes_with = |mark: &str| [outer_close, inner_close].iter().any(|close| close.contains(mark));
    let opens_with = |mark: &str| [outer_open, inner_open].iter().any(|open| open.contains(mark));
    let mut double_open = false;
    let mut single_open = false;
    for (index, &character) in characters.iter().enumerate() {
        let before = index.checked_sub(1).map(|at| characters[at]);
        let after = characters.get(index + 1).copied();
        // Chinese and Japanese write no spaces: a straight mark after a character opens when none is open.
        let starts = starts_word(before) || (before.is_some_and(is_wide) && !double_open);
        let opens = starts && after.is_some_and(|c| !c.is_whitespace());
        match character {
            '"' | '“' | '”' | '„' | '‟' => {
                let opening = match character {
                    '„' | '‟' => true,
                    // “ opens in English and closes in German, ” closes in both and opens in Swedish: where a
                    // language uses a mark for both, its place decides, as for the straight mark.
                    '“' if !closes_with("“") => true,
                    '”' if !opens_with("”") => false,
                    _ => opens && (!double_open || after.is_some_and(char::is_alphanumeric)),
                };
                double_open = opening;
                out.push_str(if opening { open } else { close });
            }
            '«' | '»'
                if !language.quotes.iter().any(|mark| mark.contains(character)) || depth == Depth::Inner =>
            {
                double_open = opens;
                while !opens && out.ends_with([NBSP, NNBSP, ' ']) {
                    out.pop();
                }
                out.push_str(if opens { open } else { close });
            }
            '\'' | '‘' | '’' | '‚' | '`' | '´' => {
                let closes_later = || has_single_close(&characters[index + 1..]);
                if character != '’'
                    && opens
                    && !single_open
                    && !is_elision(&characters[index + 1..])
                    && closes_later()
                {
                    single_open = true;
                    out.push_str(single(double_open).0);
                } else if single_open && ends_word(before, after) {
                    single_open = false;
                    out.push_str(single(double_open).1);
                } else {
                    out.push('’');
                }
            }
            other => out.push(other),
        }
    }
    out
}

/// Tells whether a mark after this character opens: at the start, after a space, a dash, an opening bracket or mark.
fn starts_word(before: Option<char>) -> bool {
    before.is_none_or(|c| {
        c.is_whitespace()
            || matches!(
                c,
                '(' | '[' | '{' | '—' | '–' | '-' | '/' | '"' | '\'' | '“' | '‘' | '„' | '«' | '¿' | '¡'
            )
    })
}

/// Tells whether a character is of a script that writes no spaces and fills its square: Chinese, kana, their marks.
pub(super) fn is_wide(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ff60}' | '\u{20000}'..='\u{3ffff}')
}

/// Tells whether a single mark between these characters may close: after a letter or full stop, before none.
fn ends_word(before: Option<char>, after: Option<char>) -> bool {
    before.is_some_and(|c| !c.is_whitespace()) && after.is_none_or(|c| !c.is_alphanumeric())
}

/// Tells whether a single mark that may close comes before the end.
fn has_single_close(rest: &[char]) -> bool {
    rest.iter().enumerate().any(|(index, &c)| {
        matches!(c, '\'' | '’' | '‘')
            && index > 0
            && ends_word(Some(rest[index - 1]), rest.get(index + 1).copied())
    })
}

/// Tells whether the word after a mark is one that has lost its beginning: ’tis, ’90s, ’em, ’n’.
fn is_elision(rest: &[char]) -> bool {
    const ELIDED: [&str; 12] =
        ["tis", "twas", "twere", "twill", "em", "til", "cause", "bout", "round", "n", "cuz", "fraid"];
    let word: String =
        rest.iter().take_while(|c| c.is_alphanumeric()).flat_map(|c| c.to_lowercase()).collect();
    ELIDED.contains(&word.as_str()) || word.chars().next().is_some_and(|c| c.is_ascii_digit())
}

/// French spacing: a narrow no-break space before `; ! ?` and inside « », a no-break space before the colon.
fn space_out(text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len() + 16);
    for (index, &character) in characters.iter().enumerate() {
        let before = index.checked_sub(1).map(|at| characters[at]);
        let after = characters.get(index + 1).copied();
        let space = match character {
            // ?! and !!! are one mark.
            ';' | '!' | '?' if !before.is_some_and(|c| matches!(c, '!' | '?' | '(' | '…')) => Some(NNBSP),
            '»' => Some(NNBSP),
            // 10:30 and http: keep theirs.
            ':' if after.is_none_or(char::is_whitespace) => Some(NBSP),
            _ => None,
        };
        if let Some(space) = space {
            while out.ends_with([' ', NBSP, NNBSP]) {
                out.pop();
            }
            if !out.is_empty() {
                out.push(space);
            }
        }
        let follows_guillemet = out.ends_with('«');
        if follows_guillemet && !matches!(character, NBSP | NNBSP) {
            out.push(NNBSP);
            if character == ' ' {
                continue;
            }
        }
        out.push(if follows_guillemet && character == NBSP { NNBSP } else { character });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    fn set(text: &str, language: &str) -> String {
        quote(text, &Typography::of(&Language::new(language)), Marks::Inline).text
    }

    fn bare(text: &str) -> String {
        quote(text, &Typography::of(&Language::new("en")), Marks::None).text
    }

    #[test]
    fn straight_marks_become_the_languages_own() {
        assert_eq!(set("He said \"no\" and left.", "en"), "“He said ‘no’ and left.”");
        assert_eq!(set("Er sagte \"nein\" und ging.", "de"), "„Er sagte ‚nein‘ und ging.“");
        assert_eq!(set("Il a dit \"non\" !", "fr"), "«\u{202f}Il a dit “non”\u{202f}!\u{202f}»");
        assert_eq!(set("she called it 'the shop' for years", "en"), "“she called it ‘the shop’ for years”");
    }

    #[test]
    fn a_text_that_comes_in_marks_is_not_marked_twice() {
        assert_eq!(set("\"Know thyself\"", "en"), "“Know thyself”");
        assert_eq!(set("“Know thyself”", "de"), "„Know thyself“");
        assert_eq!(set("“One,” he said, “two.”", "en"), "“‘One,’ he said, ‘two.’”");
    }

    #[test]
    fn marks_in_chinese_open_without_a_space_before_them() {
        assert_eq!(set("他说：“等待”，然后走了。", "zh"), "“他说：‘等待’，然后走了。”");
        assert_eq!(set("他说：\"等待\"，走了。", "zh-hant"), "「他说：『等待』，走了。」");
    }

    #[test]
    fn apostrophes_are_apostrophes() {
        assert_eq!(
            bare("'Tis the '90s, rock 'n' roll, the boys' don't"),
            "’Tis the ’90s, rock ’n’ roll, the boys’ don’t"
        );
        assert_eq!(bare("l'homme"), "l’homme");
    }

    #[test]
    fn dashes_ellipses_ranges_and_primes() {
        assert_eq!(bare("Wait... no -- yes, 10-12 of them, 3x4"), "Wait… no — yes, 10–12 of them, 3×4");
        assert_eq!(bare("on 2020-11-24 he was 6'2\" tall - maybe"), "on 2020-11-24 he was 6′2″ tall – maybe");
    }

    #[test]
    fn addresses_and_code_are_kept_to_the_letter() {
        assert_eq!(bare("see https://a.b/x--y or my_var-1-2"), "see https://a.b/x--y or my_var-1-2");
    }

    #[test]
    fn french_marks_stand_off() {
        assert_eq!(bare("Quoi ?").len(), "Quoi ?".len());
        let french = Typography::of(&Language::new("fr"));
        assert_eq!(plain("Quoi? Oui: à 10:30!", &french), "Quoi\u{202f}? Oui\u{a0}: à 10:30\u{202f}!");
        assert_eq!(plain("le « bon » mot", &french), "le «\u{202f}bon\u{202f}» mot");
    }

    #[test]
    fn overrides_and_controls_are_not_shown() {
        assert_eq!(bare("a\u{202e}b\u{0}c\td"), "abc d");
    }

    proptest::proptest! {
        #[test]
        fn no_letter_is_lost_or_added(text in "\\PC{0,80}") {
            let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).collect::<String>();
            let without_sign = |text: &str| letters(text).replace('x', "");
            for language in ["en", "fr", "de"] {
                let out = quote(&text, &Typography::of(&Language::new(language)), Marks::None).text;
                proptest::prop_assert_eq!(without_sign(&text), without_sign(&out));
            }
        }
    }
}
