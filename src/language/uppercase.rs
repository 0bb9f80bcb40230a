//! Capitals as a language writes them: Turkish keeps the dot of its i, Greek drops its accents.
//!
//! Unicode's `SpecialCasing.txt` has the Turkish letters; what Greek does is described with
//! [CLDR's `el-Upper`](https://unicode.org/cldr/charts/latest/transforms/) transform.

use super::Language;

/// Returns a text in capitals.
#[must_use]
pub fn uppercase(text: &str, language: &Language) -> String {
    match language.primary() {
        "tr" | "az" => text.chars().fold(String::with_capacity(text.len()), |mut out, character| {
            match character {
                'i' => out.push('İ'),
                other => out.extend(other.to_uppercase()),
            }
            out
        }),
        "el" => greek(text),
        _ => text.to_uppercase(),
    }
}

/// A vowel's accent or breathing, or its diaeresis.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    None,
    Accent,
    Diaeresis,
}

/// Greek capitals take no accents. Where the accent was what parted two vowels (μάιος), a diaeresis does it (ΜΑΪΟΣ). The
/// word ή, or, keeps its accent, to be told from the article η.
fn greek(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let characters: Vec<char> = text.chars().collect();
    let mut before = Sign::None;
    let mut before_is_first = false;
    for (index, &character) in characters.iter().enumerate() {
        let alone = |at: Option<usize>| {
            at.and_then(|at| characters.get(at)).is_none_or(|c| !c.is_alphanumeric() && !is_sign(*c))
        };
        if matches!(character, 'ή' | 'Ή' | '\u{1f75}')
            && alone(index.checked_sub(1))
            && alone(Some(index + 1))
        {
            out.push('Ή');
            before = Sign::None;
            continue;
        }
        let (letter, sign, has_iota) = bare(character);
        if is_sign(character) {
            // A combining accent goes; a combining diaeresis stays.
            if character == '\u{308}' {
                out.push(character);
            } else {
                before = Sign::Accent;
            }
            continue;
        }
        let parted = before == Sign::Accent && before_is_first && sign == Sign::None;
        match letter {
            'Ι' if sign == Sign::Diaeresis || parted => out.push('Ϊ'),
            'Υ' if sign == Sign::Diaeresis || parted => out.push('Ϋ'),
            letter => out.extend(letter.to_uppercase()),
        }
        if has_iota {
            out.push('Ι');
        }
        before = sign;
        // Only after these does an ι or υ make one sound.
        before_is_first = matches!(letter, 'Α' | 'Ε' | 'Ο');
    }
    out
}

/// Tells whether a character is a combining sign of Greek.
fn is_sign(character: char) -> bool {
    matches!(
        character,
        '\u{300}' | '\u{301}' | '\u{304}' | '\u{306}' | '\u{308}' | '\u{313}' | '\u{314}' | '\u{342}'
    )
}

/// Returns a letter's capital without signs, the sign it had, and whether an iota stood under it.
fn bare(character: char) -> (char, Sign, bool) {
    use Sign::{Accent, Diaeresis, None};
    let (letter, sign) = match character {
        'ά' | 'Ά' => ('Α', Accent),
        'έ' | 'Έ' => ('Ε', Accent),
        'ή' | 'Ή' => ('Η', Accent),
        'ί' | 'Ί' => ('Ι', Accent),
        'ό' | 'Ό' => ('Ο', Accent),
        'ύ' | 'Ύ' => ('Υ', Accent),
        'ώ' | 'Ώ' => ('Ω', Accent),
        'ϊ' | 'Ϊ' | 'ΐ' => ('Ι', Diaeresis),
        'ϋ' | 'Ϋ' | 'ΰ' => ('Υ', Diaeresis),
        '\u{1f00}'..='\u{1fff}' => return polytonic(character),
        'α' | 'Α' => ('Α', None),
        'ε' | 'Ε' => ('Ε', None),
        'ο' | 'Ο' => ('Ο', None),
        'ι' | 'Ι' => ('Ι', None),
        'υ' | 'Υ' => ('Υ', None),
        other => (other, None),
    };
    (letter, sign, false)
}

/// The same for the letters of polytonic Greek (U+1F00–U+1FFF), which stand in rows by vowel.
fn polytonic(character: char) -> (char, Sign, bool) {
    let code = u32::from(character);
    let letter = match code {
        0x1f00..=0x1f0f | 0x1f70..=0x1f71 | 0x1f80..=0x1f8f | 0x1fb0..=0x1fbc => 'Α',
        0x1f10..=0x1f1f | 0x1f72..=0x1f73 | 0x1fc8..=0x1fc9 => 'Ε',
        0x1f20..=0x1f2f | 0x1f74..=0x1f75 | 0x1f90..=0x1f9f | 0x1fc2..=0x1fc7 | 0x1fca..=0x1fcc => 'Η',
        0x1f30..=0x1f3f | 0x1f76..=0x1f77 | 0x1fd0..=0x1fdb => 'Ι',
        0x1f40..=0x1f4f | 0x1f78..=0x1f79 | 0x1ff8..=0x1ff9 => 'Ο',
        0x1fe4..=0x1fe5 | 0x1fec => 'Ρ',
        0x1f50..=0x1f5f | 0x1f7a..=0x1f7b | 0x1fe0..=0x1feb => 'Υ',
        0x1f60..=0x1f6f | 0x1f7c..=0x1f7d | 0x1fa0..=0x1faf | 0x1ff2..=0x1ff7 | 0x1ffa..=0x1ffc => 'Ω',
        // Signs that stand alone.
        _ => return (character, Sign::None, false),
    };
    let with_diaeresis = matches!(code, 0x1fd2 | 0x1fd3 | 0x1fd7 | 0x1fe2 | 0x1fe3 | 0x1fe7);
    let has_iota = matches!(code, 0x1f80..=0x1faf | 0x1fb2..=0x1fb4 | 0x1fb7 | 0x1fbc | 0x1fc2..=0x1fc4 | 0x1fc7 | 0x1fcc
        | 0x1ff2..=0x1ff4 | 0x1ff7 | 0x1ffc);
    (letter, if with_diaeresis { Sign::Diaeresis } else { Sign::Accent }, has_iota)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn upper(text: &str, language: &str) -> String {
        uppercase(text, &Language::new(language))
    }

    #[test]
    fn turkish_keeps_its_dot() {
        assert_eq!(upper("diyarbakır ışık İzmir", "tr"), "DİYARBAKIR IŞIK İZMİR");
        assert_eq!(upper("bilik", "az-Latn"), "BİLİK");
        assert_eq!(upper("diyarbakır", "en"), "DIYARBAKIR");
        assert_eq!(upper("straße ﬁn", "de"), "STRASSE FIN");
    }

    #[test]
    fn greek_drops_its_accents() {
        assert_eq!(upper("Η θάλασσα δεν συγχωρεί", "el"), "Η ΘΑΛΑΣΣΑ ΔΕΝ ΣΥΓΧΩΡΕΙ");
        assert_eq!(upper("μάιος ρολόι Μαΐου προϋπόθεση", "el"), "ΜΑΪΟΣ ΡΟΛΟΪ ΜΑΪΟΥ ΠΡΟΫΠΟΘΕΣΗ");
        assert_eq!(upper("ναι ή όχι, ήλιος", "el"), "ΝΑΙ Ή ΟΧΙ, ΗΛΙΟΣ");
        assert_eq!(upper("ἐν ἀρχῇ ἦν ὁ λόγος ᾠδή", "el"), "ΕΝ ΑΡΧΗΙ ΗΝ Ο ΛΟΓΟΣ ΩΙΔΗ");
        assert_eq!(upper("α\u{301}λφα", "el"), "ΑΛΦΑ");
        assert_eq!(upper("Nikos 42", "el"), "NIKOS 42");
    }
}
