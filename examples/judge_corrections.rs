//! Simulates a manager's corrections of a domain that the judge reads badly, and prints how its errors fall.
//!
//! `cargo run --release --example judge_corrections -- FILE.jsonl DOMAIN [DOMAIN…]`: FILE has `text`, `label`,
//! `domain`, `kind`. Every n-th text of the domain is corrected, the others measure. The judge is never told stars.

use otklik::domain::Sentiment;
use otklik::judge::local::{Correction, learn, right};
use otklik::judge::{Input, Settings};
use serde_json::Value;
use std::sync::Arc;

/// Points of the curve.
const CORRECTIONS: [usize; 6] = [0, 20, 50, 100, 200, 400];

fn correction(row: &Value) -> Option<Correction> {
    Some(Correction {
        input: Input {
            text: row["text"].as_str()?.to_owned(),
            platform: (row["kind"] == "social").then(|| "vk".to_owned()),
            ..Input::default()
        },
        sentiment: Some(row["label"].as_str()?.parse::<Sentiment>().ok()?),
        urgency: None,
        topics: None,
    })
}

fn main() -> std::io::Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let (file, domains) = args
        .split_first()
        .ok_or_else(|| std::io::Error::other("FILE.jsonl DOMAIN…"))?;
    let rows: Vec<Value> = std::fs::read_to_string(file)?
        .split('\n')
        .filter_map(|l| serde_json::from_str(l).ok())
        .collect();
    for domain in domains {
        let texts: Vec<Correction> = rows
            .iter()
            .filter(|r| r["domain"] == domain.as_str())
            .filter_map(correction)
            .collect();
        // the files are ordered by hash, so the first texts are a draw
        let (taught, rest) = texts.split_at(texts.len().min(400));
        println!("{domain}: {} texts measure", rest.len());
        for count in CORRECTIONS.into_iter().filter(|n| *n <= taught.len()) {
            let start = std::time::Instant::now();
            let outcome = learn(&taught[..count], &Settings::default());
            let took = start.elapsed();
            let settings = Settings {
                local: outcome.local.clone().map(Arc::new),
                ..Settings::default()
            };
            let found = right(rest, &settings);
            println!(
                "  {count:>4} corrections: error {:.3}, pinned {}/{} (before {}), {}, learned in {} ms",
                1.0 - found.right as f64 / found.all.max(1) as f64,
                outcome.pinned_after.right,
                outcome.pinned_after.all,
                outcome.pinned_before.right,
                if outcome.local.is_some() {
                    "switched in"
                } else {
                    "as delivered"
                },
                took.as_millis()
            );
        }
    }
    Ok(())
}
