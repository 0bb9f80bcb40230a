//! What picking quotes costs, by the length of the interview. `cargo bench --bench select`.
//!
//! To stay: at most 1 ms for 30 KB, 10 ms for 300 KB, in proportion.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};

use pullquote::interview::Interview;
use pullquote::read::{ReadOptions, read};
use pullquote::select::{SelectOptions, select};

/// What is asked and answered, again and again with other names and numbers.
const ROUND: &[(&str, &str)] = &[
    (
        "How did you come to repair organs?",
        "Well, I was seventeen, and the organ of our village had not made a sound since the war. Nobody wanted it. I \
         took out one pipe, number {n}, cleaned it, and it sang. You never forget the first thing you brought back.",
    ),
    (
        "Is it a lonely trade?",
        "People think so. A machine never gets bored, but that is also why it never notices anything. If you want to \
         understand a town, listen to what it has let fall silent [laughs]. In {n} towns I have been asked to hurry, \
         and in {n} towns I have not.\n\nMy teacher said “the wind does the work, you only stay out of its way.” I am \
         still not good at it.",
    ),
    (
        "What would you tell a beginner?",
        "Don't be afraid of dust. The hardest thing is to leave alone what already works; it took me {n} years to \
         learn that, and I would not call it finished.",
    ),
];

/// Makes a transcript of at least `bytes` bytes.
fn transcript(bytes: usize) -> Interview {
    let mut text = String::from("The Organ Mender\n\n");
    let mut n = 0;
    while text.len() < bytes {
        for (question, answer) in ROUND {
            n += 1;
            text.push_str(&format!(
                "Jo Field: {question}\n\nAnn Marsh: {}\n\n",
                answer.replace("{n}", &n.to_string())
            ));
        }
    }
    read(text.as_bytes(), "organs.txt", &ReadOptions::default()).expect("it is plain text with labels")
}

/// Picks five quotes from ever longer interviews.
fn by_length(c: &mut Criterion) {
    let mut group = c.benchmark_group("select");
    for kilobytes in [30, 300, 3000] {
        let interview = transcript(kilobytes << 10);
        group.throughput(Throughput::Bytes(interview.text.len() as u64));
        group.sample_size(20).bench_function(BenchmarkId::from_parameter(format!("{kilobytes} KB")), |b| {
            b.iter(|| select(black_box(&interview), &SelectOptions::default()));
        });
    }
    group.finish();
}

criterion_group!(benches, by_length);
criterion_main!(benches);
