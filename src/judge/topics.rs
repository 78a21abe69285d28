//! Topics by stems.

use super::book::Kind;
use super::hits::{Hit, Matched};
use crate::domain::Topic;

/// A topic needs this share of the hits of the strongest one: one word in passing is no topic.
const SHARE: f32 = 0.34;

/// The topics of a text, strongest first, each with its first hit; `other` alone when there is none.
pub fn sort(matched: &Matched<'_>, hits: &[Hit]) -> (Vec<Topic>, Vec<(Topic, Hit)>) {
    let mut sums: Vec<(Topic, f32, Hit)> = Vec::new();
    for hit in hits {
        let rule = matched.rule(hit);
        let Kind::Topic(topic) = rule.kind else { continue };
        match sums.iter_mut().find(|(t, ..)| *t == topic) {
            Some((_, sum, _)) => *sum += rule.weight,
            None => sums.push((topic, rule.weight, *hit)),
        }
    }
    sums.sort_by(|a, b| b.1.total_cmp(&a.1));
    let top = sums.first().map_or(0.0, |s| s.1);
    sums.retain(|s| s.1 >= top * SHARE);
    let topics = sums.iter().map(|s| s.0).collect::<Vec<_>>();
    let topics = if topics.is_empty() {
        vec![Topic::Other]
    } else {
        topics
    };
    (
        topics,
        sums.into_iter().map(|(topic, _, hit)| (topic, hit)).collect(),
    )
}
