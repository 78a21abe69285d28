//! Topics: stems of the lexicon as inputs of the trained plane, and alone where there is no model.

use super::book::Kind;
use super::hits::Hit;
use super::model::{ANSWERS, TOPICS};
use super::sentiment::{Feeling, Read};
use crate::domain::Topic;

/// Without a model a topic needs this share of the hits of the strongest one: one word in passing is no topic.
const SHARE: f32 = 0.34;
/// From this logit on the model names a topic; most texts have one or two (found by cross-validation).
const NAMED: f32 = -0.45;
/// Where none is named, the likeliest is, down to this logit; `other` below it. The lexicon must have found
/// something, or the logit must be as high as [`UNBACKED`].
const LIKELIEST: f32 = -1.6;
const UNBACKED: f32 = NAMED;
/// Sums beyond this say nothing more.
const MUCH: f32 = 3.0;

/// A topic with the first and last word of what speaks for it, and by how much.
pub type Sign = (Topic, u32, u32, f32);

/// What the lexicon finds, strongest first, each topic with its first hit.
pub fn sums(hits: &[Hit]) -> Vec<(Topic, f32, Hit)> {
    let mut sums: Vec<(Topic, f32, Hit)> = Vec::new();
    for hit in hits {
        let Kind::Topic(topic) = hit.kind else { continue };
        match sums.iter_mut().find(|(t, ..)| *t == topic) {
            Some((_, sum, _)) => *sum += hit.weight,
            None => sums.push((topic, hit.weight, *hit)),
        }
    }
    sums.sort_by(|a, b| b.1.total_cmp(&a.1));
    sums
}

/// The topics by the lexicon alone, `other` when there is none.
pub fn by_rules(sums: &[(Topic, f32, Hit)]) -> Vec<Topic> {
    let top = sums.first().map_or(0.0, |s| s.1);
    let topics: Vec<Topic> = sums.iter().filter(|s| s.1 >= top * SHARE).map(|s| s.0).collect();
    if topics.is_empty() {
        vec![Topic::Other]
    } else {
        topics
    }
}

/// What the model is fed besides the words; every value lies between 0 and 1.
pub fn inputs(sums: &[(Topic, f32, Hit)], feeling: &Feeling) -> [f32; TOPICS * 2 + 2] {
    let mut out = [0.0; TOPICS * 2 + 2];
    for (topic, sum, _) in sums {
        let at = number(*topic);
        out[at] = sum.clamp(0.0, MUCH) / MUCH;
        out[TOPICS + at] = if *sum > 0.0 { 0.5 } else { 0.0 };
    }
    out[TOPICS * 2] = feeling.text.negative;
    out[TOPICS * 2 + 1] = feeling.text.positive;
    out
}

/// The topics, strongest first, and what speaks for each.
pub fn sort(
    sums: &[(Topic, f32, Hit)],
    feeling: &Feeling,
    read: Option<&Read<'_>>,
) -> (Vec<Topic>, Vec<Sign>) {
    let ruled = |topic: Topic| {
        let found = sums.iter().find(|s| s.0 == topic);
        found.map(|(topic, _, hit)| (*topic, hit.first, hit.last, hit.weight))
    };
    let Some(read) = read else {
        let topics = by_rules(sums);
        let signs = topics.iter().filter_map(|t| ruled(*t)).collect();
        return (topics, signs);
    };
    let logits = read.model.topics(&read.reading, &inputs(sums, feeling));
    let logits = std::array::from_fn(|k| logits[k] + read.shift[2 * ANSWERS + k]);
    let topics = named(&logits, !sums.is_empty());
    let learned = |topic: Topic| {
        let (word, weight) = read.model.topic_word(&read.reading, number(topic))?;
        Some((topic, word, word, weight))
    };
    let subject = topics.iter().filter(|t| **t != Topic::Other);
    let signs = subject
        .filter_map(|t| ruled(*t).or_else(|| learned(*t)))
        .collect();
    (topics, signs)
}

/// The topics that the logits (in the order of `Topic::ALL`) name, likeliest first; `backed` when the lexicon found any.
pub fn named(logits: &[f32; TOPICS], backed: bool) -> Vec<Topic> {
    let mut order: Vec<(Topic, f32)> = Topic::ALL.iter().copied().zip(*logits).collect();
    order.sort_by(|a, b| b.1.total_cmp(&a.1));
    let subject = |(topic, _): &&(Topic, f32)| *topic != Topic::Other;
    let mut topics: Vec<Topic> = order
        .iter()
        .filter(subject)
        .filter(|(_, logit)| *logit > NAMED)
        .map(|(topic, _)| *topic)
        .collect();
    if topics.is_empty() {
        let likeliest = order
            .first()
            .filter(|(_, logit)| *logit > if backed { LIKELIEST } else { UNBACKED })
            .map_or(Topic::Other, |(topic, _)| *topic);
        topics.push(likeliest);
    }
    topics
}

fn number(topic: Topic) -> usize {
    topic as usize
}
