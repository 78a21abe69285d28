//! Trains the linter's ear for hostile sentences and prints how well it hears.
//!
//! `cargo run --release --example train_tone -- [--out FILE]`
//!
//! Learns from the invented replies of `config/tone/` (faulty ones with their bad sentences marked, right ones that
//! look alike), from the good replies of the tests and from what our own drafts say. Figures come from five parts, each read by a model that has
//! learned from the other four, by reply: a reply counts as hostile when one of its sentences does. The file is the
//! same for the same texts and code.

mod data;
#[path = "../train_judge/pack.rs"]
mod pack;
#[path = "../train_judge/svm.rs"]
mod svm;

use data::{Reply, Sentence};
use otklik::judge::training::{Sample, bare_sample};
use otklik::lint::tone::{ANSWERS, PLANE};
use svm::{Example, Task, Weights, learn, logistic_fit};

/// The order of the sentences in training.
const SEED: u64 = 20_261_127;
/// Cost of a miss; smaller smooths more.
const COST: f32 = 0.3;
/// Hostile sentences are few: theirs cost so many times more.
const HOSTILE: f32 = 2.0;
/// See [`Task::rarity`].
const RARITY: f32 = 0.5;
/// Buckets of the plane: 2^BITS.
const BITS: u32 = 16;
/// Parts of the cross-validation.
const PARTS: usize = 5;
const KINDS: usize = ANSWERS.len();

fn main() -> std::io::Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let replies = data::replies()?;
    let sentences: Vec<(usize, &Sentence)> = replies
        .iter()
        .enumerate()
        .flat_map(|(n, r)| r.sentences.iter().map(move |s| (n, s)))
        .collect();
    let samples: Vec<Sample> = sentences.iter().map(|(_, s)| bare_sample(&s.text)).collect();
    let task = Task {
        bits: BITS,
        offsets: 0,
        rarity: RARITY,
        seed: SEED,
    };
    let mut unseen = vec![[0.0_f32; KINDS]; sentences.len()];
    for part in 0..PARTS {
        let learned = learned(&replies, &sentences, &samples, task, |r| r.part(PARTS) != part);
        for (i, (n, _)) in sentences.iter().enumerate() {
            if replies[*n].part(PARTS) == part {
                unseen[i] = learned.scores(&samples[i]);
            }
        }
    }
    let (mut slope, mut shift) = ([1.0; KINDS], [0.0; KINDS]);
    for kind in 0..KINDS {
        let counts = |s: &Sentence| answer(s, kind).is_some();
        let known = || (0..sentences.len()).filter(|i| counts(sentences[*i].1));
        let scores: Vec<f32> = known().map(|i| unseen[i][kind]).collect();
        let yes: Vec<bool> = known()
            .map(|i| answer(sentences[i].1, kind) == Some(true))
            .collect();
        (slope[kind], shift[kind]) = logistic_fit(&scores, &yes);
        let right = scores
            .iter()
            .zip(&yes)
            .filter(|(s, y)| (slope[kind] * **s + shift[kind] > 0.0) == **y);
        println!(
            "{}: {} of {} sentences right",
            ANSWERS[kind],
            right.count(),
            yes.len()
        );
    }
    let p = |scores: &[f32; KINDS]| 1.0 / (1.0 + (-slope[0] * scores[0] - shift[0]).exp());
    let mut loudest = vec![0.0_f32; replies.len()];
    for (i, (n, _)) in sentences.iter().enumerate() {
        loudest[*n] = loudest[*n].max(p(&unseen[i]));
    }
    report(&replies, &loudest);
    if args.iter().any(|a| a == "--show") {
        for (i, (n, s)) in sentences.iter().enumerate() {
            let p = p(&unseen[i]);
            if p > 0.5 && !replies[*n].hostile() {
                println!("FALSE {p:.3} {} {}", replies[*n].id, s.text);
            }
        }
    }
    if let Some(at) = args.iter().position(|a| a == "--out") {
        let path = args
            .get(at + 1)
            .ok_or_else(|| std::io::Error::other("--out FILE"))?;
        let all = learned(&replies, &sentences, &samples, task, |_| true);
        let plane = pack::plane(PLANE, &all, slope, shift);
        let bytes = pack::file(&data::fingerprint()?, &[&plane])
            .bytes()
            .map_err(std::io::Error::other)?;
        std::fs::write(path, &bytes)?;
        println!("{path}: {} bytes", bytes.len());
    }
    Ok(())
}

/// Whether a sentence is hostile at all (0), and which hostility it is, asked of hostile sentences only.
fn answer(sentence: &Sentence, kind: usize) -> Option<bool> {
    if kind == 0 {
        Some(sentence.kind.is_some())
    } else {
        sentence.kind.map(|k| k == kind)
    }
}

fn learned(
    replies: &[Reply],
    sentences: &[(usize, &Sentence)],
    samples: &[Sample],
    task: Task,
    with: impl Fn(&Reply) -> bool,
) -> Weights<KINDS> {
    let examples: Vec<Example<'_, KINDS>> = sentences
        .iter()
        .zip(samples)
        .filter(|((n, _), _)| with(&replies[*n]))
        .map(|((_, s), sample)| Example {
            sample,
            offset: None,
            side: std::array::from_fn(|k| if answer(s, k) == Some(true) { 1.0 } else { -1.0 }),
            cost: std::array::from_fn(|k| match answer(s, k) {
                None => 0.0,
                Some(true) if k == 0 => COST * HOSTILE,
                Some(_) => COST,
            }),
        })
        .collect();
    learn(&examples, task)
}

/// By threshold: how many hostile replies are heard, how many right ones are.
fn report(replies: &[Reply], loudest: &[f32]) {
    let of = |hostile: bool, source: &str| -> Vec<f32> {
        let here = replies.iter().zip(loudest);
        let mut some: Vec<f32> = here
            .filter(|(r, _)| r.hostile() == hostile && r.source == source)
            .map(|(_, p)| *p)
            .collect();
        some.sort_by(f32::total_cmp);
        some
    };
    let mut sources: Vec<(bool, &str)> = replies.iter().map(|r| (r.hostile(), r.source.as_str())).collect();
    sources.sort_unstable();
    sources.dedup();
    println!("share of replies heard as hostile, by threshold of the probability");
    for (hostile, source) in sources {
        let some = of(hostile, source);
        let at = |t: f32| some.iter().filter(|p| **p >= t).count();
        let row = [0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98].map(|t| format!("{t}: {:3}", at(t)));
        let name = if hostile { "hostile" } else { "right" };
        println!("{name:7} {source:24} {:4}  {}", some.len(), row.join("  "));
    }
}
