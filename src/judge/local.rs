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
const PASSES: usize = 20;
/// Length of a step.
const RATE: f32 = 0.2;
/// How much of a weight is lost in one pass: few corrections must not shout.
const DECAY: f32 = 0.02;
/// The bias moves slower than the words: it moves every text.
const BIAS_RATE: f32 = 0.25;
/// Parts of the corrections that are held back in turn to find how strong the head may be.
const PARTS: usize = 4;
/// Strengths that are tried; none of them better than nothing means that nothing is learned.
const STRENGTHS: [f32; 6] = [0.1, 0.2, 0.4, 0.7, 1.0, 1.5];
/// What a pinned text counts beside a correction.
const PINNED_WEIGHT: f32 = 1.0;
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

impl Correction {
    /// What the judge reads of it: never the stars, which would hide the words.
    fn input(&self) -> Input {
        Input {
            rating: None,
            ..self.input.clone()
        }
    }
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

    /// The head with every weight so much stronger; three digits are enough, and the stored head stays small.
    fn scaled(&self, by: f32) -> Local {
        let scale = |w: f32| (w * by * 1e3).round() / 1e3;
        let rows = self.weights.iter().map(|(b, row)| (*b, row.map(scale)));
        Local {
            bias: self.bias.map(scale),
            weights: rows.filter(|(_, row)| row.iter().any(|w| *w != 0.0)).collect(),
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
    let texts = fed(corrections);
    let strength = strength(&texts);
    let found = descend(&texts, None);
    // Corrections of one side move every text by the bias: without it the words alone may still be learned.
    let words = Local {
        bias: [0.0; ANSWERS_ALL],
        weights: found.weights.clone(),
    };
    let weaker = [1.0, 0.6, 0.35, 0.2].into_iter();
    let local = weaker
        .filter(|_| strength > 0.0)
        .flat_map(|by| [&found, &words].map(|head| head.scaled(by * strength)))
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
        let verdict = judge_as(settings, &correction.input());
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

/// A text to learn from: with its part, or none for a pinned text.
struct Text<'a> {
    correction: &'a Correction,
    part: Option<usize>,
    fed: Fed,
}

fn fed(corrections: &[Correction]) -> Vec<Text<'_>> {
    let parts = corrections.iter().enumerate().map(|(i, c)| (c, Some(i % PARTS)));
    let anchors = pinned().iter().map(|c| (c, None));
    let text = |(correction, part): (_, _)| {
        let fed = training::fed(&Correction::input(correction))?;
        Some(Text {
            correction,
            part,
            fed,
        })
    };
    parts.chain(anchors).filter_map(text).collect()
}

/// Held back corrections must be read so much better, or what was learned is chance.
const GAIN: f32 = 0.95;

/// The strength that reads held back corrections best; 0 when every one reads them worse than nothing.
fn strength(texts: &[Text<'_>]) -> f32 {
    let (mut losses, mut bare) = ([0.0_f32; STRENGTHS.len()], 0.0);
    for part in 0..PARTS {
        let local = descend(texts, Some(part));
        for text in texts.iter().filter(|t| t.part == Some(part)) {
            let shift = local.shift(text.fed.whole.iter().copied());
            bare += loss(text, &[0.0; ANSWERS_ALL]);
            for (sum, strength) in losses.iter_mut().zip(STRENGTHS) {
                *sum += loss(text, &shift.map(|s| s * strength));
            }
        }
    }
    let best = losses.iter().zip(STRENGTHS).min_by(|a, b| a.0.total_cmp(b.0));
    best.filter(|(sum, _)| **sum < bare * GAIN)
        .map_or(0.0, |(_, s)| s)
}

/// How far from the corrected answers a text is read: the squared error of the probabilities.
fn loss(text: &Text<'_>, shift: &[f32; ANSWERS_ALL]) -> f32 {
    errors(text, shift).iter().map(|e| e * e).sum()
}

/// Learns from all texts but those of one part.
fn descend(texts: &[Text<'_>], without: Option<usize>) -> Local {
    let mut bias = [0.0; ANSWERS_ALL];
    let mut weights = vec![[0.0; ANSWERS_ALL]; 1 << OWN_BITS];
    for _ in 0..PASSES {
        for text in texts.iter().filter(|t| t.part.is_none() || t.part != without) {
            let (whole, root) = (&text.fed.whole, root(text.fed.whole.len()));
            let mut shift: [f32; ANSWERS_ALL] = bias;
            for bucket in whole {
                let row = &weights[usize::from(own(*bucket))];
                (0..ANSWERS_ALL).for_each(|k| shift[k] += row[k] * root);
            }
            let weight = if text.part.is_some() { 1.0 } else { PINNED_WEIGHT };
            let steps = errors(text, &shift).map(|e| e * weight * RATE);
            (0..ANSWERS_ALL).for_each(|k| bias[k] -= BIAS_RATE * steps[k]);
            for bucket in whole {
                let row = &mut weights[usize::from(own(*bucket))];
                (0..ANSWERS_ALL).for_each(|k| row[k] -= root * steps[k]);
            }
        }
        let keep = |w: &mut f32| *w *= 1.0 - DECAY;
        bias.iter_mut().for_each(keep);
        weights.iter_mut().flatten().for_each(keep);
    }
    let used = |row: &[f32; ANSWERS_ALL]| row.iter().any(|w| w.abs() >= 5e-4);
    Local {
        bias,
        weights: (0_u16..).zip(weights).filter(|(_, row)| used(row)).collect(),
    }
}

/// Probability minus truth for each answer that was corrected, 0 for the others.
fn errors(text: &Text<'_>, shift: &[f32; ANSWERS_ALL]) -> [f32; ANSWERS_ALL] {
    let (correction, fed) = (text.correction, &text.fed);
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
