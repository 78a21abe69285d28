//! The plane of the topics: each of them against the rest.

use crate::data::Row;
use crate::svm::{Example, Task, Weights, learn, logistic_fit};
use crate::urgency::{PARTS, part};
use otklik::domain::Topic;
use otklik::judge::model::TOPICS;
use otklik::judge::named_topics;
use otklik::judge::training::Sample;

/// Few texts need few buckets.
pub const PLANE_BITS: u32 = 14;
/// Cost of a miss.
const COST: f32 = 0.4;

/// The weights with slopes and shifts, and the logits of each text by a model that has not seen it.
pub struct Learned {
    pub answers: Weights<TOPICS>,
    pub slope: [f32; TOPICS],
    pub shift: [f32; TOPICS],
    pub unseen: Vec<[f32; TOPICS]>,
}

/// Learns with cross-validation.
pub fn learn_all(rows: &[Row], samples: &[Sample], seed: u64) -> Learned {
    let is = |row: &Row, k: usize| row.topics.contains(&Topic::ALL[k]);
    let rare: [f32; TOPICS] = std::array::from_fn(|k| {
        let yes = rows.iter().filter(|r| is(r, k)).count().max(1) as f32;
        ((rows.len() as f32 - yes) / yes).sqrt()
    });
    let all = |without: Option<usize>| {
        let example = |(row, sample): (&Row, _)| Example {
            sample,
            offset: None,
            side: std::array::from_fn(|k| if is(row, k) { 1.0 } else { -1.0 }),
            cost: std::array::from_fn(|k| match () {
                () if without == Some(part(row)) => 0.0,
                () if is(row, k) => COST * rare[k],
                () => COST,
            }),
        };
        let examples: Vec<Example<'_, TOPICS>> = rows.iter().zip(samples).map(example).collect();
        let task = Task {
            bits: PLANE_BITS,
            offsets: 0,
            rarity: 0.0,
            seed,
        };
        learn(&examples, task)
    };
    let mut unseen = vec![[0.0; TOPICS]; rows.len()];
    for without in 0..PARTS {
        let answers = all(Some(without));
        for (i, _) in rows.iter().enumerate().filter(|(_, r)| part(r) == without) {
            unseen[i] = answers.scores(&samples[i]);
        }
    }
    let fits: [(f32, f32); TOPICS] = std::array::from_fn(|k| {
        let scores: Vec<f32> = unseen.iter().map(|s| s[k]).collect();
        let yes: Vec<bool> = rows.iter().map(|r| is(r, k)).collect();
        logistic_fit(&scores, &yes)
    });
    for scores in &mut unseen {
        *scores = std::array::from_fn(|k| scores[k] * fits[k].0 + fits[k].1);
    }
    Learned {
        answers: all(None),
        slope: fits.map(|f| f.0),
        shift: fits.map(|f| f.1),
        unseen,
    }
}

/// Right, said and true topics, all together and by topic.
pub fn report(rows: &[Row], said: &[Vec<Topic>], title: &str) {
    let mut cells = [(0_u32, 0_u32, 0_u32); TOPICS];
    for (row, said) in rows.iter().zip(said) {
        for (cell, topic) in cells.iter_mut().zip(Topic::ALL) {
            let (is, says) = (row.topics.contains(topic), said.contains(topic));
            *cell = (
                cell.0 + u32::from(is && says),
                cell.1 + u32::from(says),
                cell.2 + u32::from(is),
            );
        }
    }
    let line = |name: &str, (right, said, is): (u32, u32, u32)| {
        println!(
            "{name:<34} R {:.3}  P {:.3}  F1 {:.3}  (n {is})",
            right as f32 / is.max(1) as f32,
            right as f32 / said.max(1) as f32,
            2.0 * right as f32 / (said + is).max(1) as f32
        );
    };
    let sum = cells
        .iter()
        .fold((0, 0, 0), |a, b| (a.0 + b.0, a.1 + b.1, a.2 + b.2));
    line(title, sum);
    for (topic, cell) in Topic::ALL.iter().zip(cells) {
        line(&format!("  {topic}"), cell);
    }
}

/// The topics that logits name.
pub fn named(logits: &[[f32; TOPICS]], samples: &[Sample]) -> Vec<Vec<Topic>> {
    let backed = |s: &Sample| s.dense.iter().take(TOPICS).any(|x| *x > 0.0);
    let each = logits.iter().zip(samples);
    each.map(|(l, s)| named_topics(l, backed(s))).collect()
}
