//! Invented replies in the manner of real ones on which the linter went wrong at first sight: each line tells a code, whether
//! it is found, stars, author, review and reply.

use otklik::domain::Lang;
use otklik::lint::{Input, Level, lint};

const CASES: &str = include_str!("../data/real_manner.tsv");

fn blocking(stars: &str, author: &str, review: &str, reply: &str) -> Vec<String> {
    let author = (author != "-").then_some(author);
    let input: Input = serde_json::from_value(serde_json::json!({
        "text": reply, "now": "2026-11-24T09:00:00Z",
        "review": {"text": review, "rating": stars.parse::<u8>().expect("stars"), "author": author}
    }))
    .expect("an input");
    let found = lint(&input, None, Lang::Ru).findings.into_iter();
    found
        .filter(|f| f.level == Level::Block)
        .map(|f| f.code)
        .collect()
}

#[test]
fn replies_in_the_manner_of_real_ones_are_read_as_a_person_reads_them() {
    let mut wrong = Vec::new();
    let mut all = 0;
    for line in CASES.lines().filter(|l| !l.starts_with('#')) {
        let f: Vec<&str> = line.split('\t').collect();
        let [code, due, stars, author, review, reply] = f[..] else {
            panic!("six fields, not {}: {line}", f.len());
        };
        all += 1;
        let found = blocking(stars, author, review, reply).iter().any(|c| c == code);
        if found != (due == "yes") {
            wrong.push(format!("{code} {due}: {reply}"));
        }
    }
    assert!(all >= 90, "{all} cases");
    assert!(wrong.is_empty(), "{} of {all}: {wrong:#?}", wrong.len());
}
