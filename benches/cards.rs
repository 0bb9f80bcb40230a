//! What a card costs, stage by stage and as a whole. `cargo bench --bench cards`.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};

use pullquote::encode::{Effort, Metadata, png};
use pullquote::font::FontLibrary;
use pullquote::format::Format;
use pullquote::language::Language;
use pullquote::paint::Painter;
use pullquote::quote::{Attribution, Quote};
use pullquote::read::{ReadOptions, read};
use pullquote::renderer::Renderer;
use pullquote::select::{SelectOptions, select};
use pullquote::theme::Theme;
use pullquote::typeset::Typesetter;

const INTERVIEW: &[u8] = include_bytes!("../data/interviews/the-tuner.txt");
const TEXT: &str = "A bridge is the only building that everybody trusts with their eyes closed. I have signed eleven \
                    of them, and I still slow down in the middle.";

fn quote() -> Quote {
    let credit = Attribution {
        name: "Ines Calvacante".into(),
        role: Some("bridge engineer".into()),
        publication: Some("The Long Conversation".into()),
        date: None,
    };
    Quote::typed(TEXT, credit, Language::new("en")).expect("the text is not empty")
}

fn stages(c: &mut Criterion) {
    let (theme, format) = (Theme::builtin("broadsheet"), Format::builtin("og"));
    let (theme, format) = (theme.expect("it is built in"), format.expect("it is built in"));
    let fonts = FontLibrary::embedded();
    let quote = quote();
    let interview = read(INTERVIEW, "the-tuner.txt", &ReadOptions::default()).expect("a sample can be read");
    let mut typesetter = Typesetter::new(&fonts);
    let mut painter = Painter::new(&fonts);
    let scene = typesetter.typeset(&quote, &theme, &format).expect("it fits");
    let canvas = painter.paint(&scene);
    let metadata = Metadata::default();
    let mut renderer = Renderer::new(&fonts);

    c.bench_function("read an interview of 7 KB", |b| {
        b.iter(|| read(black_box(INTERVIEW), "the-tuner.txt", &ReadOptions::default()));
    });
    c.bench_function("select from it", |b| {
        b.iter(|| select(black_box(&interview), &SelectOptions::default()));
    });
    c.bench_function("typeset 138 characters at 1200×630", |b| {
        b.iter(|| typesetter.typeset(black_box(&quote), &theme, &format));
    });
    c.bench_function("paint them", |b| b.iter(|| painter.paint(black_box(&scene))));
    c.bench_function("encode them", |b| b.iter(|| png::encode(black_box(&canvas), &metadata, Effort::Quick)));
    c.bench_function("the whole card", |b| b.iter(|| renderer.card(black_box(&quote), &theme, &format)));
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(30);
    targets = stages
}
criterion_main!(benches);
