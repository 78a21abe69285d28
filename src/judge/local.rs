//! The local head: a small correction of the trained logits, learned from a manager's corrections.
//!
//! Logistic regression over a few thousand hashed words and beginnings of words, with the logits of the trained model
//! as a fixed start, so that without corrections nothing changes. It is switched in only when the pinned texts
//! (`config/model/pinned.jsonl`, invented) are read no worse than before. Deterministic.

use super::model::{ANSWERS, BITS, TOPICS};
use super::{Input, Settings, judge_as, training};
use crate::domain::{Sentiment, Topic, Urgency};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

/// Buckets of the head: 2^12.
const OWN_BITS: u32 = 12;
/// Sentiment, urgency, topics.
pub const ANSWERS_ALL: usize = 2 * ANSWERS + TOPICS;
/// Passes over the corrections.
const PASSES: usize = 60;
/// Length of a step.
const RATE: f32 = 0.5;
/// How much of a weight is lost in one pass: few corrections must not shout.
const DECAY: f32 = 0.01;
/// The bias moves slower than the words: it moves every text.
const BIAS_RATE: f32 = 0.15;
/// What a pinned text counts beside a correction.
const PINNED_WEIGHT: f32 = 0.25;
/// A rule is overruled by corrections from this logit on downwards.
pub const OVERRULED: f32 = -1.0;
/// In learning a rule counts as a logit of this size.
const RULED: f32 = 1.5;

/// One corrected text. What is none was not corrected.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Correction {
    #[serde(flatten)]
    pub input: Input,
    #[serde(default)]
    pub sentiment: Option<Sentiment>,
    #[serde(default)]
    pub urgency: Option<Urgency>,
    #[serde(default)]
    pub topics: Option<Vec<Topic>>,
}

/// The learned shifts of the logits.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Local {
    bias: [f32; ANSWERS_ALL],
    weights: BTreeMap<u16, [f32; ANSWERS_ALL]>,
}

/// How many texts were read as they should be, of how many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Right {
    pub right: usize,
    pub all: usize,
}

/// What came of learning.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// None: no head was found that leaves the pinned texts as they are.
    pub local: Option<Local>,
    pub corrections: usize,
    pub before: Right,
    pub after: Right,
    pub pinned_before: Right,
    pub pinned_after: Right,
}

/// What the head is fed of a text.
pub struct Fed {
    /// Buckets of whole words and beginnings of words, as the model numbers them.
    pub whole: Vec<u32>,
    /// Logits without the head.
    pub logits: [f32; ANSWERS_ALL],
    /// What the rules of urgency say.
    pub ruled: Urgency,
}

impl Local {
    /// By how much the logits of a text move.
    pub fn shift(&self, whole: impl ExactSizeIterator<Item = u32>) -> [f32; ANSWERS_ALL] {
        let (mut out, root) = (self.bias, root(whole.len()));
        for row in whole.filter_map(|bucket| self.weights.get(&own(bucket))) {
            (0..ANSWERS_ALL).for_each(|k| out[k] += row[k] * root);
        }
        out
    }

    fn scaled(&self, by: f32) -> Local {
        Local {
            bias: self.bias.map(|w| w * by),
            weights: self
                .weights
                .iter()
                .map(|(b, row)| (*b, row.map(|w| w * by)))
                .collect(),
        }
    }
}

fn own(bucket: u32) -> u16 {
    (bucket >> (BITS - OWN_BITS)) as u16
}

fn root(count: usize) -> f32 {
    1.0 / (count.max(1) as f32).sqrt()
}

/// The pinned texts: invented, of many trades, with the reading that must not be lost.
pub fn pinned() -> &'static [Correction] {
    static PINNED: LazyLock<Vec<Correction>> = LazyLock::new(|| {
        include_str!("../../config/model/pinned.jsonl")
            .lines()
            .filter_map(|line| serde_json::from_str(line).ok())
            .collect()
    });
    &PINNED
}

/// Learns a head from corrections and checks it against the pinned texts; a head that would read them worse is made
/// weaker, and given up when that does not help.
pub fn learn(corrections: &[Correction], settings: &Settings) -> Outcome {
    let with = |local: Option<&Local>| Settings {
        local: local.map(|l| Arc::new(l.clone())),
        ..settings.clone()
    };
    let (bare, before) = (with(None), with(settings.local.as_deref()));
    let pinned_before = right(pinned(), &bare);
    let found = descend(corrections);
    let fits = [1.0, 0.6, 0.35, 0.2].into_iter().map(|by| found.scaled(by));
    let local = fits
        .filter(|_| !corrections.is_empty())
        .find(|local| right(pinned(), &with(Some(local))).right >= pinned_before.right);
    let after = with(local.as_ref());
    Outcome {
        corrections: corrections.len(),
        before: right(corrections, &before),
        after: right(corrections, &after),
        pinned_before,
        pinned_after: right(pinned(), &after),
        local,
    }
}

/// Counts the corrected fields that the judge reads as the manager did; without stars, which would hide the words.
pub fn right(corrections: &[Correction], settings: &Settings) -> Right {
    let (mut right, mut all) = (0, 0);
    for correction in corrections {
        let input = Input {
            rating: None,
            ..correction.input.clone()
        };
        let verdict = judge_as(settings, &input);
        let mut count = |same: Option<bool>| {
            all += usize::from(same.is_some());
            right += usize::from(same == Some(true));
        };
        count(correction.sentiment.map(|s| s == verdict.sentiment));
        count(correction.urgency.map(|u| u == verdict.urgency));
        count(
            correction
                .topics
                .as_ref()
                .map(|t| same_topics(t, &verdict.topics)),
        );
    }
    Right { right, all }
}

fn same_topics(a: &[Topic], b: &[Topic]) -> bool {
    a.len() == b.len() && a.iter().all(|t| b.contains(t))
}

fn descend(corrections: &[Correction]) -> Local {
    let weighted = corrections.iter().map(|c| (c, 1.0));
    let anchors = pinned().iter().map(|c| (c, PINNED_WEIGHT));
    let texts: Vec<(&Correction, f32, Fed)> = weighted
        .chain(anchors)
        .filter_map(|(c, weight)| Some((c, weight, training::fed(&c.input)?)))
        .collect();
    let mut local = Local::default();
    for _ in 0..PASSES {
        for (correction, weight, fed) in &texts {
            let shift = local.shift(fed.whole.iter().copied());
            let mut errors = errors(correction, fed, &shift);
            errors.iter_mut().for_each(|e| *e *= weight);
            if errors.iter().all(|e| e.abs() < 1e-4) {
                continue;
            }
            (0..ANSWERS_ALL).for_each(|k| local.bias[k] -= RATE * BIAS_RATE * errors[k]);
            let root = root(fed.whole.len());
            for bucket in &fed.whole {
                let row = local.weights.entry(own(*bucket)).or_insert([0.0; ANSWERS_ALL]);
                (0..ANSWERS_ALL).for_each(|k| row[k] -= RATE * root * errors[k]);
            }
        }
        let keep = 1.0 - DECAY;
        local.bias.iter_mut().for_each(|w| *w *= keep);
        local.weights.values_mut().flatten().for_each(|w| *w *= keep);
    }
    // Three digits are enough, and the stored head stays small.
    let round = |w: &mut f32| *w = (*w * 1e3).round() / 1e3;
    local.bias.iter_mut().for_each(round);
    local.weights.values_mut().flatten().for_each(round);
    local.weights.retain(|_, row| row.iter().any(|w| *w != 0.0));
    local
}

/// Probability minus truth for each answer that was corrected, 0 for the others.
fn errors(correction: &Correction, fed: &Fed, shift: &[f32; ANSWERS_ALL]) -> [f32; ANSWERS_ALL] {
    let mut out = [0.0; ANSWERS_ALL];
    let logit = |k: usize| fed.logits[k] + shift[k];
    if let Some(is) = correction.sentiment {
        let p = super::sentiment::softmax([logit(0), logit(1), logit(2)]);
        let p = [p.negative, p.neutral, p.positive];
        (0..ANSWERS).for_each(|k| out[k] = p[k] - f32::from(u8::from(k == is as usize)));
    }
    let error = |logit: f32, yes: bool| 1.0 / (1.0 + (-logit).exp()) - f32::from(u8::from(yes));
    if let Some(is) = correction.urgency {
        for level in 0..ANSWERS {
            let at = ANSWERS + level;
            let ruled = fed.ruled as usize <= level && level < 2;
            let start = if ruled {
                fed.logits[at].max(RULED)
            } else {
                fed.logits[at]
            };
            out[at] = error(start + shift[at], is as usize <= level);
        }
    }
    if let Some(topics) = &correction.topics {
        for (k, topic) in Topic::ALL.iter().enumerate() {
            let at = 2 * ANSWERS + k;
            out[at] = error(logit(at), topics.contains(topic));
        }
    }
    out
}
