//! The stars of a typed text: `*leaning*` and `**heavy**`, where a person asks for them.
//!
//! A star in an interview is a letter like another; its own reader knows what its markup is. Only a text that somebody
//! types in or writes in a list may carry stars, and only where they say so. The rules are those of
//! [CommonMark](https://spec.commonmark.org/0.31.2/#emphasis-and-strong-emphasis) in small: a run of stars opens before
//! a letter, closes after one, and is itself where it finds no partner; `\*` is a star, `\\` a backslash.

use std::ops::Range;

use crate::interview::Emphasis;

/// Stretches of a text that are emphasised, in bytes, in order of their starts.
pub type Emphasized = Vec<(Range<usize>, Emphasis)>;

/// Whether stars in a text are letters or markup.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Markup {
    /// A star is a star.
    #[default]
    None,
    /// `*italic*`, `**bold**`, `***both***`.
    Stars,
}

/// A character of the text, or a run of stars that may be markup.
enum Token {
    Letter(char),
    Stars(Stars),
}

/// A run of stars.
struct Stars {
    /// How many have found no partner: they are letters.
    left: usize,
    opens: bool,
    closes: bool,
}

/// Takes the stars out of a text and says what they emphasise.
#[must_use]
pub fn parse(text: &str) -> (String, Emphasized) {
    let mut tokens = tokens(text);
    let pairs = pair(&mut tokens);
    let mut plain = String::with_capacity(text.len());
    // Where each token's letters start and end. What is left of an opening run stands outside of what it opens.
    let places: Vec<Range<usize>> = tokens
        .iter()
        .map(|token| {
            let start = plain.len();
            match token {
                Token::Letter(letter) => plain.push(*letter),
                Token::Stars(stars) => plain.extend(std::iter::repeat_n('*', stars.left)),
            }
            start..plain.len()
        })
        .collect();
    let emphasized = pairs.into_iter().map(|(open, close, how)| (places[open].end..places[close].start, how));
    let mut emphasized: Emphasized = emphasized.filter(|(range, _)| !range.is_empty()).collect();
    emphasized.sort_by_key(|(range, how)| (range.start, *how == Emphasis::Bold));
    (plain, emphasized)
}

fn tokens(text: &str) -> Vec<Token> {
    let characters: Vec<char> = text.chars().collect();
    let mut tokens = Vec::with_capacity(characters.len());
    let mut at = 0;
    while let Some(&character) = characters.get(at) {
        let next = characters.get(at + 1).copied();
        match (character, next) {
            ('\\', Some(escaped @ ('*' | '\\'))) => {
                tokens.push(Token::Letter(escaped));
                at += 2;
            }
            ('*', _) => {
                let count = characters[at..].iter().take_while(|c| **c == '*').count();
                let is_letter = |c: Option<&char>| c.is_some_and(|c| !c.is_whitespace());
                tokens.push(Token::Stars(Stars {
                    left: count,
                    opens: is_letter(characters.get(at + count)),
                    closes: at > 0 && is_letter(characters.get(at - 1)),
                }));
                at += count;
            }
            _ => {
                tokens.push(Token::Letter(character));
                at += 1;
            }
        }
    }
    tokens
}

/// Pairs runs of stars: each closing run with the nearest open ones before it. Returns both tokens' numbers and what
/// they say; what is paired is taken off the runs.
fn pair(tokens: &mut [Token]) -> Vec<(usize, usize, Emphasis)> {
    let mut open: Vec<usize> = Vec::new();
    let mut pairs = Vec::new();
    for at in 0..tokens.len() {
        let Token::Stars(stars) = &tokens[at] else { continue };
        let (opens, closes, mut left) = (stars.opens, stars.closes, stars.left);
        while closes
            && left > 0
            && let Some(&opener) = open.last()
        {
            let Token::Stars(partner) = &mut tokens[opener] else { break };
            let taken = left.min(partner.left).min(2);
            partner.left -= taken;
            left -= taken;
            pairs.push((opener, at, if taken == 2 { Emphasis::Bold } else { Emphasis::Italic }));
            if partner.left == 0 {
                open.pop();
            }
        }
        if let Token::Stars(stars) = &mut tokens[at] {
            stars.left = left;
        }
        if opens && left > 0 {
            open.push(at);
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use Emphasis::{Bold, Italic};

    /// The plain text, and what is emphasised in it.
    fn parsed(text: &str) -> (String, Vec<(String, Emphasis)>) {
        let (plain, emphasized) = parse(text);
        let said = emphasized.into_iter().map(|(range, how)| (plain[range].to_owned(), how)).collect();
        (plain, said)
    }

    #[test]
    fn stars_emphasise_and_go() {
        let said = |text: &str, how| (text.to_owned(), how);
        assert_eq!(parsed("one *two* three"), ("one two three".into(), vec![said("two", Italic)]));
        assert_eq!(
            parsed("**one**, *two*"),
            ("one, two".into(), vec![said("one", Bold), said("two", Italic)])
        );
        let both = vec![said("both", Italic), said("both", Bold)];
        assert_eq!(parsed("***both***").1, both);
        let nested = vec![said("one two three", Italic), said("two", Bold)];
        assert_eq!(parsed("*one **two** three*").1, nested);
    }

    #[test]
    fn stars_without_a_partner_and_escaped_ones_are_letters() {
        for (text, plain) in [
            ("5 * 4 * 3", "5 * 4 * 3"),
            ("*alone", "*alone"),
            ("alone*", "alone*"),
            (r"\*not this\*", "*not this*"),
            (r"a \\ b \n", r"a \ b \n"),
            ("****", "****"),
        ] {
            assert_eq!(parsed(text), (plain.to_owned(), vec![]), "{text}");
        }
        assert_eq!(parsed("**one*").0, "*one");
    }

    proptest::proptest! {
        #[test]
        fn only_stars_and_backslashes_go(text in "[a-c *\\\\é]{0,40}") {
            let (plain, emphasized) = parse(&text);
            let others = |text: &str| text.chars().filter(|c| !matches!(c, '*' | '\\')).collect::<String>();
            proptest::prop_assert_eq!(others(&plain), others(&text));
            for (range, _) in emphasized {
                proptest::prop_assert!(!plain[range].is_empty());
            }
        }
    }
}
