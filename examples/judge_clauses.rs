//! How many labelled clauses of real mixed texts take the right side.
//!
//! `cargo run --example judge_clauses tests/data/real_mixed.jsonl TEXTS.jsonl…`: the first file holds
//! `{"id","labels":[[start,end,"+|-|0"]…]}` (characters), the others hold the texts (`{"id","text"}`), unpacked first:
//! `zstd -d sentiment_train_ru.jsonl.zst`. With `-v` the clauses that went wrong are printed.

use otklik::judge::{Input, Side, Verdict, judge};
use std::collections::HashMap;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args: Vec<String> = std::env::args().skip(1).collect();
    let verbose = args.iter().any(|a| a == "-v");
    args.retain(|a| a != "-v");
    let (labels, files) = args.split_first().ok_or("LABELS.jsonl TEXTS.jsonl…")?;
    let mut texts = HashMap::new();
    for file in files {
        for line in std::fs::read_to_string(file)?
            .split('\n')
            .filter(|l| !l.is_empty())
        {
            let row: serde_json::Value = serde_json::from_str(line)?;
            if let (Some(id), Some(text)) = (row["id"].as_str(), row["text"].as_str()) {
                texts.insert(id.to_owned(), text.to_owned());
            }
        }
    }
    let (mut right, mut all, mut missing) = (0, 0, 0);
    for line in std::fs::read_to_string(labels)?.lines() {
        let row: serde_json::Value = serde_json::from_str(line)?;
        let Some(text) = row["id"].as_str().and_then(|id| texts.get(id)) else {
            missing += 1;
            continue;
        };
        let verdict = judge(&Input {
            text: text.clone(),
            ..Input::default()
        });
        for label in row["labels"].as_array().into_iter().flatten() {
            let at = |n: usize| label[n].as_u64().unwrap_or(0) as usize;
            let (wanted, found) = (
                label[2].as_str().unwrap_or_default(),
                side(&verdict, at(0), at(1)),
            );
            all += 1;
            right += usize::from(wanted == found);
            if verbose && wanted != found {
                let stretch: String = text.chars().skip(at(0)).take(at(1) - at(0)).collect();
                println!("{wanted} read {found}: {stretch}");
            }
        }
    }
    println!("{right} of {all} clauses; {missing} texts are not in the files");
    Ok(())
}

/// The side of most of a stretch.
fn side(verdict: &Verdict, start: usize, end: usize) -> &'static str {
    let of = |side| (start..end).filter(|at| verdict.side_at(*at) == side).count();
    let (praised, blamed, none) = (of(Some(Side::Praised)), of(Some(Side::Blamed)), of(None));
    if praised > none && praised >= blamed {
        "+"
    } else if blamed > none {
        "-"
    } else {
        "0"
    }
}
