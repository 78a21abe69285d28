//! Trains the judge's ear for events after which a machine must not answer, and prints how well it hears.
//!
//! `cargo run --release --example train_sensitive -- [--out FILE] [--show] FILE…`
//!
//! Learns from the invented texts of `config/model/events/` and from FILEs (JSON lines): rows with a field `sensitive`,
//! or with an `id` that `labels.tsv` knows. A label belongs to a text, but an event takes one stretch of it; which one is
//! found while learning: the stretches of a text with an event that sound most like one stand for it. Figures come from
//! parts that the model has not learned from. The file is the same for the same texts and code.

mod data;
#[path = "../train_judge/pack.rs"]
mod pack;
mod report;
#[path = "../train_judge/svm.rs"]
mod svm;

use data::Text;
use otklik::judge::model::{EVENT_PLANES, EVENTS};
use svm::{Example, Task, Weights, learn, logistic_fit};

/// The order of the stretches in training.
const SEED: u64 = 20_261_127;
/// Buckets of the planes: 2^BITS.
const ANY: u32 = 17;
const KIND: u32 = 14;
/// See [`Task::rarity`].
const RARITY: f32 = 0.0;
/// Cost of a miss; events are few, so theirs cost more.
const COST: f32 = 0.1;
const EVENT: f32 = 2.0;
/// Cost of a miss of the kind.
const KIND_COST: f32 = 0.3;
/// Rounds of choosing the stretches that stand for an event.
const ROUNDS: usize = 4;
/// So many stretches at most stand for one text: those within [`NEAR`] of the loudest that score above [`SURE`].
const MOST: usize = 3;
const NEAR: f32 = 0.3;
const SURE: f32 = 0.5;
/// Parts of the cross-validation.
const PARTS: usize = 5;

fn main() -> std::io::Result<()> {
    let mut out = None;
    let mut show = false;
    let mut files = Vec::new();
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--out" => out = Some(args.next().ok_or_else(|| std::io::Error::other("--out FILE"))?),
            "--show" => show = true,
            _ => files.push(arg),
        }
    }
    let texts = data::texts(&files, PARTS)?;
    let mut unseen = vec![f32::NEG_INFINITY; texts.len()];
    let mut kinds = vec![0; texts.len()];
    for part in 0..PARTS {
        let (any, kind) = learned(&texts, |t| t.part != part);
        for (at, text) in texts.iter().enumerate().filter(|(_, t)| t.part == part) {
            if let Some((stretch, score)) = loudest(text, &any) {
                unseen[at] = score;
                kinds[at] = best(&kind.scores(&text.stretches[stretch]));
            }
        }
    }
    let (slope, shift) = fit(&texts, &unseen);
    let p: Vec<f32> = unseen
        .iter()
        .map(|s| 1.0 / (1.0 + (-slope * s - shift).exp()))
        .collect();
    report::print(&texts, &p, &kinds, show);
    if let Some(path) = out {
        let (any, kind) = learned(&texts, |_| true);
        let any = pack::plane(EVENT_PLANES[0], &any, [slope], [shift]);
        let kind = pack::plane(EVENT_PLANES[1], &kind, [1.0; EVENTS.len()], [0.0; EVENTS.len()]);
        let bytes = pack::file(&data::fingerprint()?, &[&any, &kind])
            .bytes()
            .map_err(std::io::Error::other)?;
        std::fs::write(&path, &bytes)?;
        println!("{path}: {} bytes", bytes.len());
    }
    Ok(())
}

/// The probability of a text's loudest stretch, fitted on texts that the model had not seen.
fn fit(texts: &[Text], unseen: &[f32]) -> (f32, f32) {
    let known = || (0..texts.len()).filter(|at| unseen[*at].is_finite());
    let scores: Vec<f32> = known().map(|at| unseen[at]).collect();
    let yes: Vec<bool> = known().map(|at| texts[at].event.is_some()).collect();
    logistic_fit(&scores, &yes)
}

/// The stretch that sounds most like an event, with its score.
fn loudest(text: &Text, any: &Weights<1>) -> Option<(usize, f32)> {
    let scored = text.stretches.iter().map(|s| any.scores(s)[0]).enumerate();
    scored.max_by(|a, b| a.1.total_cmp(&b.1))
}

fn best(scores: &[f32]) -> usize {
    let order = |a: &usize, b: &usize| scores[*a].total_cmp(&scores[*b]);
    (0..scores.len()).max_by(order).unwrap_or_default()
}

/// "Any event" and "which one", from some of the texts.
fn learned(texts: &[Text], with: impl Fn(&Text) -> bool) -> (Weights<1>, Weights<{ EVENTS.len() }>) {
    let texts: Vec<&Text> = texts.iter().filter(|t| with(t)).collect();
    let mut chosen: Vec<Vec<usize>> = texts.iter().map(|t| (0..t.stretches.len()).collect()).collect();
    let task = |bits| Task {
        bits,
        offsets: 0,
        rarity: RARITY,
        seed: SEED,
    };
    let mut any = None;
    for _ in 0..ROUNDS {
        let examples: Vec<Example<'_, 1>> = texts
            .iter()
            .zip(&chosen)
            .flat_map(|(text, own)| {
                let shared = (own.len().max(1) as f32).sqrt();
                own.iter().map(move |stretch| {
                    let (side, cost) = if text.event.is_some() {
                        (1.0, COST * EVENT / shared)
                    } else {
                        (-1.0, COST)
                    };
                    Example {
                        sample: &text.stretches[*stretch],
                        offset: None,
                        side: [side],
                        cost: [cost],
                    }
                })
            })
            .collect();
        let weights = learn(&examples, task(ANY));
        for (text, own) in texts.iter().zip(&mut chosen) {
            if text.event.is_some() {
                *own = standing(text, &weights);
            }
        }
        any = Some(weights);
    }
    let examples: Vec<Example<'_, { EVENTS.len() }>> = texts
        .iter()
        .zip(&chosen)
        .filter_map(|(text, own)| Some((text, own, text.event?)))
        .flat_map(|(text, own, event)| {
            own.iter().map(move |stretch| Example {
                sample: &text.stretches[*stretch],
                offset: None,
                side: std::array::from_fn(|k| if k == event { 1.0 } else { -1.0 }),
                cost: [KIND_COST; EVENTS.len()],
            })
        })
        .collect();
    let kind = learn(&examples, task(KIND));
    (any.expect("at least one round"), kind)
}

/// The stretches that stand for a text with an event.
fn standing(text: &Text, any: &Weights<1>) -> Vec<usize> {
    let Some((first, top)) = loudest(text, any) else {
        return Vec::new();
    };
    let scores = text.stretches.iter().map(|s| any.scores(s)[0]).enumerate();
    let near = |(at, score): &(usize, f32)| *at == first || *score > SURE.max(top - NEAR);
    scores.filter(near).map(|(at, _)| at).take(MOST).collect()
}
