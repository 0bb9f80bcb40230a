//! The words the reader knows, by what they are a sign of: data of all languages together.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::builtin;
use crate::toml_file;

/// Lists of lower-case words and phrases.
#[derive(Debug)]
pub(super) struct Words {
    /// Labels of those who ask.
    pub(super) asks: BTreeSet<String>,
    /// Labels of those who answer.
    pub(super) answers: BTreeSet<String>,
    /// Labels that are no speakers.
    pub(super) no_speaker: BTreeSet<String>,
    /// Words a question begins with.
    pub(super) question: BTreeSet<String>,
    /// Words an answer begins with.
    pub(super) reply: BTreeSet<String>,
    /// The one who speaks.
    pub(super) first_person: BTreeSet<String>,
    /// The one spoken to.
    pub(super) second_person: BTreeSet<String>,
    /// Phrases of notices and bars.
    pub(super) boilerplate: Vec<String>,
    /// Phrases of picture credits.
    pub(super) caption: Vec<String>,
    /// Phrases before an author's name.
    pub(super) byline: Vec<String>,
    /// What people are.
    pub(super) occupation: BTreeSet<String>,
    /// Months.
    pub(super) month: BTreeSet<String>,
}

/// The lists as they are written down: words apart by white space, phrases by commas.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawWords {
    asks: String,
    answers: String,
    no_speaker: String,
    question: String,
    reply: String,
    first_person: String,
    second_person: String,
    boilerplate: String,
    caption: String,
    byline: String,
    occupation: String,
    month: String,
}

/// Returns the words that ship with the program.
pub(super) fn words() -> &'static Words {
    static WORDS: LazyLock<Words> = LazyLock::new(|| {
        let raw: RawWords = toml_file::parse(builtin::READER_WORDS.file, builtin::READER_WORDS.text)
            .expect("a test reads the embedded words");
        let set = |list: &str| list.split_whitespace().map(str::to_owned).collect();
        let phrases = |list: &str| {
            list.split(',').map(|phrase| phrase.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
        };
        Words {
            asks: set(&raw.asks),
            answers: set(&raw.answers),
            no_speaker: set(&raw.no_speaker),
            question: set(&raw.question),
            reply: set(&raw.reply),
            first_person: set(&raw.first_person),
            second_person: set(&raw.second_person),
            boilerplate: phrases(&raw.boilerplate),
            caption: phrases(&raw.caption),
            byline: phrases(&raw.byline),
            occupation: set(&raw.occupation),
            month: set(&raw.month),
        }
    });
    &WORDS
}

#[test]
fn the_embedded_words_can_be_read() {
    assert!(words().asks.contains("interviewer"));
    assert!(words().boilerplate.iter().all(|phrase| !phrase.is_empty()));
}
