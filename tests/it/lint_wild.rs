//! The linter against replies in the manner of real firms, good, careless and hostile ones in their real mixture.
//!
//! `tests/data/wild_replies.jsonl`: 100 invented pairs by one hand, labelled by an independent reader who knew the rules
//! and not the linter: `yes` are block codes that he saw, `maybe` those of which he doubted, which count neither way. At
//! first sight 54 findings were right, 17 wrong and 43 missed (precision 0.761, recall 0.557); by reply 39, 4 and 10. The
//! causes were mended, so these bounds only keep what was reached. A second hundred of the same hand was never read:
//! CHANGELOG.md has its figures. Two of what is counted as wrong or missed here we read otherwise: "our first priority" is
//! a ready-made phrase, and a review of one word is answered by a question.

use otklik::domain::Lang;
use otklik::lint::{Input, Level, lint};
use serde_json::Value;
use std::collections::BTreeSet;

/// Codes of facts around the reply, which the reader was not told.
const FACTS: [&str; 3] = [
    "term_without_promise",
    "sensitive_no_draft",
    "too_similar_to_published",
];

#[derive(Debug, Default)]
struct Tally {
    right: usize,
    wrong: Vec<String>,
    missed: Vec<String>,
    /// Replies with nothing to block that are blocked, and faulty ones that pass.
    harmed: Vec<String>,
    passed: Vec<String>,
}

#[test]
fn replies_as_firms_write_them_are_blocked_for_what_a_reader_sees() {
    let mut tally = Tally::default();
    for line in include_str!("../data/wild_replies.jsonl").lines() {
        let row: Value = serde_json::from_str(line).expect("an object");
        let input: Input = serde_json::from_value(row["input"].clone()).expect("an input");
        let codes = |key: &str| -> BTreeSet<String> {
            let list = row[key].as_array().expect("codes").iter();
            list.filter_map(Value::as_str).map(str::to_owned).collect()
        };
        let (yes, maybe) = (codes("yes"), codes("maybe"));
        let limit = input.platform.as_deref().and_then(otklik::lint::limit_of);
        let found: BTreeSet<String> = lint(&input, limit, Lang::Ru)
            .findings
            .into_iter()
            .filter(|f| f.level == Level::Block && !FACTS.contains(&f.code.as_str()))
            .map(|f| f.code)
            .collect();
        let id = input.id.as_str().expect("an id");
        tally.right += found.intersection(&yes).count();
        let wrong = found.iter().filter(|c| !yes.contains(*c) && !maybe.contains(*c));
        tally.wrong.extend(wrong.map(|c| format!("{id} {c}")));
        tally
            .missed
            .extend(yes.difference(&found).map(|c| format!("{id} {c}")));
        if yes.is_empty() && maybe.is_disjoint(&found) && !found.is_empty() {
            tally.harmed.push(id.to_owned());
        }
        if !yes.is_empty() && found.is_empty() {
            tally.passed.push(id.to_owned());
        }
    }
    assert!(tally.right >= 96, "{tally:?}");
    assert!(tally.wrong.len() <= 4 && tally.missed.len() <= 1, "{tally:?}");
    assert!(tally.harmed.len() <= 1 && tally.passed.is_empty(), "{tally:?}");
}
