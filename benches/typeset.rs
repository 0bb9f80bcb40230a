//! How long it takes to decide a card, fonts loaded.
//!
//! Aims: Latin of 120 characters with its credit 120 µs, of 320 characters 400 µs; Arabic and Japanese 400 µs; Thai
//! 600 µs.

use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;

use criterion::{Criterion, criterion_group, criterion_main};
use pullquote::font::{FaceSource, FontLibrary, Origin, Slope};
use pullquote::format::Format;
use pullquote::language::Language;
use pullquote::quote::{Attribution, Quote};
use pullquote::theme::Theme;
use pullquote::typeset::Typesetter;

/// A name, a language, a text.
const TEXTS: [(&str, &str, &str); 5] = [
    (
        "latin 120",
        "en",
        "Twice a year I throw out every tool I did not use. Twice a year I buy two of them back, and that is what \
         keeps me honest.",
    ),
    (
        "latin 320",
        "en",
        "If you cut a pear tree in the wrong month it will forgive you. If you cut it in the wrong mood it will not: you \
         take too much, you always take too much, and then you stand there with the saw and explain yourself to a tree, \
         as though it were a neighbour you had wronged and hoped to drink with again before the frost.",
    ),
    ("arabic", "ar", "لا تُقاس المدينة بعدد جسورها، بل بعدد الذين يعبرونها كلَّ صباح وهم يغنّون."),
    ("japanese", "ja", "雨が降る日は、古い書物を読んで過ごします。急ぐ理由は、どこにもありません。"),
    ("thai", "th", "ความพยายามอยู่ที่ไหน ความสำเร็จอยู่ที่นั่น แต่บางครั้งมันมาช้ากว่าที่เราคิดไว้มาก"),
];

fn typeset(criterion: &mut Criterion) {
    let mut library = FontLibrary::embedded();
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fonts/NotoSerifCJKjp-subset.otf");
    let source = FaceSource {
        file: "NotoSerifCJKjp-subset.otf".to_owned(),
        index: 0,
        family: "Noto Serif CJK JP".to_owned(),
        weight: 400,
        slope: Slope::Roman,
        origin: Origin::Given,
    };
    library
        .add(source, Arc::new(std::fs::read(file).expect("the test fonts lie in the tree")))
        .expect("it is a font");
    let theme = Theme::builtin("broadsheet").expect("it is built in");
    let format = Format::builtin("portrait").expect("it is built in");
    let credit = Attribution {
        name: "Ines Calvacante".into(),
        role: Some("furniture restorer".into()),
        publication: Some("The Long Conversation".into()),
        date: None,
    };
    let mut typesetter = Typesetter::new(&library);
    for (name, language, text) in TEXTS {
        let quote = Quote::typed(text, credit.clone(), Language::new(language)).expect("it is a quote");
        criterion.bench_function(&format!("typeset {name}"), |bencher| {
            bencher.iter(|| black_box(typesetter.typeset(&quote, &theme, &format)).expect("it fits"));
        });
    }
}

criterion_group!(benches, typeset);
criterion_main!(benches);
