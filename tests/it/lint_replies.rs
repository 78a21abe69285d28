//! The linter against whole replies: good ones of our own, and real ones of owners where the shared samples are.
//!
//! `tests/data/good_replies.jsonl` are invented, and so are those of `good_replies_fresh.jsonl`, which were written
//! without a look at the linter, set by set. Of 120, 60, 40, 119, 61, 40, 30, 35, 30 and 111 it blocked at first sight 9,
//! 3, 0, 11, 5, 3, 2, 5, 2 and 6 wrongly; the causes were mended since. `good_replies_others.jsonl` and
//! `bad_replies_others.jsonl` were written by another hand without a look at the rules: of the second hundred good ones
//! 6 were blocked and 28 warned at first sight, of the second sixty bad ones 123 of 166 codes were found. That hand
//! thanks, greets and names a person less often than the code asks. Those of `…_others_later.jsonl` come from a hand
//! that knows this linter: of 120 good ones 6 were blocked and 10 warned at first sight; of 120 faulty ones 68 were blocked
//! and 292 of 488 codes found. Of the next 100 good ones 2 were blocked and 4 warned, of the next 60 faulty ones 45 were
//! blocked and 165 of 259 codes found. The first sixty faulty ones of each set are here. `tests/data/real_replies.tsv` holds ids and labels only: the first 16 hex
//! digits of SHA-256 over review, line feed and reply; source; part (`dev` was used for tuning, `held` was not; `later`
//! was labelled when all that was done: precision 0.962 and recall 0.826 at first sight; `praise` and `last` are answers to
//! praise, labelled at the end: 9 findings right, 1 wrong, 3 missed and 18 right, 3 wrong, 6 missed at first sight; `fresh` was
//! labelled by another reader: with 37 more that are in no sample, at first sight 36 findings right, 18 wrong, 21 missed, of
//! the 152 here 4 right, 5 wrong, 10 missed; the causes were mended since); block codes that a person saw; codes on
//! which two readers may differ, which count neither way (three were moved there when the reader of `lint_wild.rs` called
//! «не оправдал ожидания» and «жаль, что сложилось впечатление» faults).

use otklik::domain::Lang;
use otklik::lint::{Input, Level, Review, lint};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

#[test]
fn wholly_good_replies_are_never_blocked_and_hardly_warned() {
    let lines = [
        include_str!("../data/good_replies.jsonl"),
        include_str!("../data/good_replies_fresh.jsonl"),
        include_str!("../data/good_replies_others.jsonl"),
        include_str!("../data/good_replies_others_later.jsonl"),
        include_str!("../data/good_replies_third.jsonl"),
    ];
    let (mut all, mut warned) = (0, Vec::new());
    for line in lines.iter().flat_map(|l| l.lines()) {
        let input: Input = serde_json::from_str(line).expect("an input");
        let limit = input.platform.as_deref().and_then(otklik::lint::limit_of);
        let outcome = lint(&input, limit, Lang::En);
        // the third hand was not asked what is promised
        let told =
            |f: &&otklik::lint::Finding| f.code != "term_without_promise" || input.promise_by.is_some();
        let findings: Vec<_> = outcome.findings.iter().filter(told).collect();
        let codes: Vec<&str> = findings.iter().map(|f| f.code.as_str()).collect();
        let verdict = findings.iter().map(|f| f.level).max().unwrap_or(Level::Pass);
        assert_ne!(verdict, Level::Block, "{}: {codes:?}", input.id);
        all += 1;
        if verdict == Level::Warn {
            warned.push(format!("{}: {codes:?}", input.id));
        }
    }
    assert!(all >= 1_400, "{all} replies");
    assert!(
        warned.len() * 100 <= 3 * all,
        "{} of {all}: {warned:?}",
        warned.len()
    );
}

/// Replies as careless firms write them, invented, with the codes that a person sees in each. At first sight all but
/// one were blocked and 119 of 144 codes found.
#[test]
fn careless_replies_are_blocked_and_told_why() {
    let (mut all, mut found, mut missed) = (0, 0, Vec::new());
    for line in include_str!("../data/bad_replies.jsonl").lines() {
        let row: Value = serde_json::from_str(line).expect("an object");
        let input: Input = serde_json::from_value(row["input"].clone()).expect("an input");
        let limit = input.platform.as_deref().and_then(otklik::lint::limit_of);
        let outcome = lint(&input, limit, Lang::Ru);
        assert_eq!(outcome.verdict, Level::Block, "{}: {}", input.id, input.text);
        let got: BTreeSet<&str> = outcome.findings.iter().map(|f| f.code.as_str()).collect();
        for code in row["codes"].as_array().expect("codes") {
            let code = code.as_str().expect("a code");
            all += 1;
            if got.contains(code) {
                found += 1;
            } else {
                missed.push(format!("{}: {code}", input.id));
            }
        }
    }
    assert!(all >= 140, "{all} codes");
    assert!(found * 100 >= 95 * all, "{found} of {all}: {missed:?}");
}

/// Faulty replies of another hand, with the codes that its writer meant. Few of them are as plain as those above: hints,
/// sneers, officialese.
#[test]
fn faulty_replies_of_another_hand_are_blocked_and_told_why() {
    let tally = tally(include_str!("../data/bad_replies_others.jsonl"));
    assert!(tally.due >= 100 && tally.all >= 300, "{tally:?}");
    assert!(tally.blocked * 100 >= 97 * tally.due, "{tally:?}");
    assert!(tally.found * 100 >= 90 * tally.all, "{tally:?}");
}

/// Faulty replies of a hand that knows this linter and hides from it: sneers, hints and threats without a word of any
/// list. What wording can carry is found, the rest is not; the floor keeps what was reached.
#[test]
fn faulty_replies_that_hide_from_the_linter_are_found_as_far_as_wording_goes() {
    let tally = tally(include_str!("../data/bad_replies_others_later.jsonl"));
    println!(
        "{} of {} blocked, {} of {} codes",
        tally.blocked, tally.due, tally.found, tally.all
    );
    assert!(tally.blocked * 100 >= 88 * tally.due, "{tally:?}");
    assert!(tally.found * 100 >= 78 * tally.all, "{tally:?}");
}

/// What was found in faulty replies.
#[derive(Debug, Default)]
struct Faults {
    /// Replies with a code that blocks, and how many of them were blocked.
    due: usize,
    blocked: usize,
    /// Codes, and how many of them were found.
    all: usize,
    found: usize,
    missed: Vec<String>,
}

fn tally(lines: &str) -> Faults {
    let pack = otklik::lint::pack::Pack::embedded();
    let mut tally = Faults::default();
    for line in lines.lines() {
        let row: Value = serde_json::from_str(line).expect("an object");
        let input: Input = serde_json::from_value(row["input"].clone()).expect("an input");
        let limit = input.platform.as_deref().and_then(otklik::lint::limit_of);
        let outcome = lint(&input, limit, Lang::Ru);
        let got: BTreeSet<&str> = outcome.findings.iter().map(|f| f.code.as_str()).collect();
        let codes: Vec<&str> = row["codes"]
            .as_array()
            .expect("codes")
            .iter()
            .filter_map(Value::as_str)
            .collect();
        let vertical = input.context.as_ref().and_then(|c| c.vertical.as_deref());
        let blocks = |c: &&str| pack.level(c, None, vertical) == Level::Block;
        if codes.iter().any(blocks) {
            tally.due += 1;
            tally.blocked += usize::from(outcome.verdict == Level::Block);
        }
        for code in codes {
            tally.all += 1;
            if got.contains(code) {
                tally.found += 1;
            } else {
                tally.missed.push(format!("{}: {code}", input.id));
            }
        }
    }
    tally
}

/// What a person said of one reply.
struct Label {
    part: String,
    yes: BTreeSet<String>,
    maybe: BTreeSet<String>,
}

fn labels() -> BTreeMap<String, Label> {
    let codes = |t: &str| t.split(' ').filter(|c| *c != "-").map(str::to_owned).collect();
    include_str!("../data/real_replies.tsv")
        .lines()
        .map(|line| {
            let f: Vec<&str> = line.split('\t').collect();
            let label = Label {
                part: f[2].to_owned(),
                yes: codes(f[3]),
                maybe: codes(f[4]),
            };
            (f[0].to_owned(), label)
        })
        .collect()
}

/// Every object with a reply in the recorded answers, as linter input.
fn recorded() -> Option<Vec<Input>> {
    let root = std::env::var("OTKLIK_SHARED")
        .unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../shared").into());
    let root = std::path::Path::new(&root).join("platforms");
    let mut out = Vec::new();
    for (folder, platform) in [
        ("yandex-maps/samples/thirdparty_dump", "yandex_maps"),
        ("2gis/samples", "2gis"),
        ("steam/samples", "steam"),
        ("trustpilot/samples", "trustpilot"),
        ("googleplay/samples", "google_play"),
    ] {
        let entries = std::fs::read_dir(root.join(folder)).ok()?;
        let mut paths: Vec<_> = entries.flatten().map(|e| e.path()).collect();
        paths.sort();
        for path in paths {
            let Ok(text) = std::fs::read_to_string(&path) else {
                continue;
            };
            if platform == "google_play" {
                google_play(&text, &mut out);
            } else if let Ok(value) = serde_json::from_str::<Value>(&text) {
                walk(&value, platform, &mut out);
            }
        }
    }
    Some(out)
}

fn push(
    out: &mut Vec<Input>,
    platform: &str,
    reply: &str,
    review: &str,
    rating: Option<u64>,
    author: Option<&str>,
) {
    if reply.trim().is_empty() {
        return;
    }
    out.push(Input {
        text: reply.to_owned(),
        platform: Some(platform.to_owned()),
        review: Some(Review {
            text: review.to_owned(),
            rating: rating.and_then(|r| u8::try_from(r).ok()),
            author: author.map(str::to_owned),
            media: None,
        }),
        now: "2026-11-24T09:00:00Z".parse().ok(),
        ..Input::default()
    });
}

fn walk(value: &Value, platform: &str, out: &mut Vec<Input>) {
    let text = |v: &Value| v.as_str().unwrap_or_default().to_owned();
    match value {
        Value::Object(o) => {
            let review = text(&value["text"]);
            if let Some(reply) = o.get("businessComment").and_then(Value::as_str) {
                push(
                    out,
                    platform,
                    reply,
                    &review,
                    value["rating"].as_u64(),
                    value["authorName"].as_str(),
                );
            } else if let Some(reply) = value["official_answer"]["text"].as_str() {
                push(
                    out,
                    platform,
                    reply,
                    &review,
                    value["rating"].as_u64(),
                    value["user"]["name"].as_str(),
                );
            } else if let Some(reply) = o.get("developer_response").and_then(Value::as_str) {
                let stars = if value["voted_up"].as_bool() == Some(true) {
                    5
                } else {
                    1
                };
                push(out, platform, reply, &text(&value["review"]), Some(stars), None);
            } else if let Some(reply) = value["reply"]["message"].as_str() {
                push(
                    out,
                    platform,
                    reply,
                    &review,
                    value["rating"].as_u64(),
                    value["consumer"]["displayName"].as_str(),
                );
            }
            o.values().for_each(|v| walk(v, platform, out));
        }
        Value::Array(a) => a.iter().for_each(|v| walk(v, platform, out)),
        _ => {}
    }
}

fn google_play(text: &str, out: &mut Vec<Input>) {
    let line = text.lines().find(|l| l.contains("wrb.fr")).unwrap_or_default();
    let outer: Value = serde_json::from_str(line).unwrap_or_default();
    let inner: Value = serde_json::from_str(outer[0][2].as_str().unwrap_or_default()).unwrap_or_default();
    for r in inner[0].as_array().into_iter().flatten() {
        if let Some(reply) = r[7][1].as_str() {
            push(
                out,
                "google_play",
                reply,
                r[4].as_str().unwrap_or_default(),
                r[2].as_u64(),
                r[1][0].as_str(),
            );
        }
    }
}

#[derive(Default)]
struct Tally {
    right: u32,
    wrong: u32,
    missed: u32,
}

impl Tally {
    fn precision(&self) -> f64 {
        f64::from(self.right) / f64::from((self.right + self.wrong).max(1))
    }
    fn recall(&self) -> f64 {
        f64::from(self.right) / f64::from((self.right + self.missed).max(1))
    }
}

#[test]
fn blocks_on_real_replies_are_right_and_few_are_missed() {
    let Some(recorded) = recorded() else {
        println!("skipped: no shared samples");
        return;
    };
    let mut labels = labels();
    let labelled = labels.len();
    assert!(labelled >= 300, "{labelled} labels");
    let mut tallies: BTreeMap<(String, &str), Tally> = BTreeMap::new();
    let mut seen = 0;
    for input in &recorded {
        let review = &input.review.as_ref().expect("a review").text;
        let id = hex::encode(Sha256::digest(format!("{review}\n{}", input.text).as_bytes()));
        let Some(label) = labels.remove(&id[..16]) else {
            continue;
        };
        seen += 1;
        let found: BTreeSet<String> = lint(
            input,
            otklik::lint::limit_of(input.platform.as_deref().unwrap_or_default()),
            Lang::Ru,
        )
        .findings
        .into_iter()
        .filter(|f| f.level == Level::Block)
        .map(|f| f.code)
        .collect();
        for part in [label.part.as_str(), "all"] {
            let codes = tallies.entry((part.to_owned(), "findings")).or_default();
            codes.right += found.intersection(&label.yes).count() as u32;
            codes.wrong += found
                .iter()
                .filter(|c| !label.yes.contains(*c) && !label.maybe.contains(*c))
                .count() as u32;
            codes.missed += label.yes.difference(&found).count() as u32;
            let replies = tallies.entry((part.to_owned(), "replies")).or_default();
            match (found.is_empty(), label.yes.is_empty()) {
                (false, false) => replies.right += 1,
                (true, false) => replies.missed += 1,
                (false, true) if label.maybe.is_empty() => replies.wrong += 1,
                _ => {}
            }
        }
    }
    assert_eq!(seen, labelled, "every labelled reply is in the samples");
    for ((part, what), t) in &tallies {
        println!(
            "{part} {what}: precision {:.3}, recall {:.3} ({} right, {} wrong, {} missed)",
            t.precision(),
            t.recall(),
            t.right,
            t.wrong,
            t.missed
        );
    }
    for t in tallies.values() {
        assert!(t.recall() >= 0.80);
    }
    assert!(tallies[&("all".to_owned(), "findings")].precision() >= 0.98);
    assert!(tallies[&("all".to_owned(), "replies")].precision() >= 0.98);
}

#[test]
fn the_company_that_wrote_the_rules_breaks_five_of_them_in_its_own_answer() {
    let Some(seed) = crate::shared("seeds/000_360a2c290df72fda.txt") else {
        println!("skipped: no shared seeds");
        return;
    };
    let text = &seed[seed
        .find("Здравствуйте, спасибо за обращение!")
        .expect("the answer")..];
    let text = text.split("\n\n5\n").next().expect("its end");
    let from = seed.find("Не могу пройти мимо").expect("the comment");
    let review = seed[from..].split("\n\nОтветить").next().expect("its end");
    let input = Input {
        text: text.trim().to_owned(),
        review: Some(Review {
            text: review.to_owned(),
            ..Review::default()
        }),
        ..Input::default()
    };
    let found: BTreeSet<String> = lint(&input, None, Lang::Ru)
        .findings
        .into_iter()
        .map(|f| f.code)
        .collect();
    for code in [
        "cliche",
        "no_action",
        "no_term_or_return_date",
        "no_named_person",
        "no_aspect_named",
    ] {
        assert!(found.contains(code), "{code}: {found:?}");
    }
    for code in ["no_greeting", "no_thanks", "asks_pii_in_public"] {
        assert!(!found.contains(code), "{code}: {found:?}");
    }
}
