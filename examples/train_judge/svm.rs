//! A linear machine with squared hinge loss by dual coordinate descent (Hsieh et al., 2008), and the turning of
//! its scores into logits. Deterministic for a seed.

use otklik::judge::model::BITS;
use otklik::judge::training::Sample;

/// Weights of one answer.
#[derive(Clone)]
pub struct Weights {
    /// By bucket.
    pub hashed: Vec<f32>,
    /// By input that is no word, the training-only offsets behind them.
    pub dense: Vec<f32>,
    pub bias: f32,
}

/// A text to learn from.
pub struct Example<'a> {
    pub sample: &'a Sample,
    /// Which offset of the training is on, if any: it is left out when reading.
    pub offset: Option<usize>,
}

/// Passes over the data.
const PASSES: usize = 12;

impl Weights {
    /// Score of a text without its offset.
    pub fn score(&self, sample: &Sample) -> f32 {
        let sum = |b: usize| -> f32 {
            sample.buckets[b]
                .iter()
                .map(|i| self.hashed[*i as usize])
                .sum::<f32>()
                * root(sample, b)
        };
        let dense: f32 = self.dense.iter().zip(&sample.dense).map(|(w, x)| w * x).sum();
        sum(0) + sum(1) + dense + self.bias
    }
}

fn root(sample: &Sample, block: usize) -> f32 {
    1.0 / (sample.buckets[block].len().max(1) as f32).sqrt()
}

/// A small generator; the same order of texts for the same seed.
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % n
    }
}

/// Learns one answer: `side` is 1 or -1, `cost` how much a miss of the text costs (0 leaves it out).
pub fn learn(examples: &[Example<'_>], side: &[f32], cost: &[f32], offsets: usize, seed: u64) -> Weights {
    let inputs = examples.first().map_or(0, |e| e.sample.dense.len());
    let mut w = Weights {
        hashed: vec![0.0; 1 << BITS],
        dense: vec![0.0; inputs + offsets],
        bias: 0.0,
    };
    let mut order: Vec<usize> = (0..examples.len()).filter(|i| cost[*i] > 0.0).collect();
    let square = |e: &Example<'_>| {
        let blocks = e.sample.buckets.iter().filter(|b| !b.is_empty()).count() as f32;
        blocks
            + 1.0
            + e.sample.dense.iter().map(|x| x * x).sum::<f32>()
            + f32::from(u8::from(e.offset.is_some()))
    };
    let mut alpha = vec![0.0_f32; examples.len()];
    let mut dice = Dice(seed.max(1));
    for _ in 0..PASSES {
        for i in (1..order.len()).rev() {
            order.swap(i, dice.below(i + 1));
        }
        for &i in &order {
            let (example, diagonal) = (&examples[i], 0.5 / cost[i]);
            let sample = example.sample;
            let offset = example.offset.map_or(0.0, |o| w.dense[inputs + o]);
            let gradient = side[i] * (w.score(sample) + offset) - 1.0 + alpha[i] * diagonal;
            let next = (alpha[i] - gradient / (square(example) + diagonal)).max(0.0);
            let step = (next - alpha[i]) * side[i];
            if step.abs() < 1e-7 {
                continue;
            }
            alpha[i] = next;
            for block in 0..2 {
                let step = step * root(sample, block);
                for bucket in &sample.buckets[block] {
                    w.hashed[*bucket as usize] += step;
                }
            }
            for (weight, x) in w.dense.iter_mut().zip(&sample.dense) {
                *weight += step * x;
            }
            if let Some(o) = example.offset {
                w.dense[inputs + o] += step;
            }
            w.bias += step;
        }
    }
    w.dense.truncate(inputs);
    w
}

/// One slope and a shift for each of three scores, so that softmax gives probabilities: gradient descent on the
/// likelihood. `weight` counts a text more or less.
pub fn softmax_fit(scores: &[[f32; 3]], labels: &[usize]) -> (f32, [f32; 3]) {
    let (mut slope, mut shift) = (1.0_f32, [0.0_f32; 3]);
    for _ in 0..3000 {
        let (mut ds, mut db) = (0.0, [0.0; 3]);
        for (score, label) in scores.iter().zip(labels) {
            let p = softmax([0, 1, 2].map(|k| slope * score[k] + shift[k]));
            for k in 0..3 {
                let error = p[k] - if k == *label { 1.0 } else { 0.0 };
                ds += error * score[k];
                db[k] += error;
            }
        }
        let rate = 1.0 / scores.len().max(1) as f32;
        slope -= rate * ds;
        for k in 0..3 {
            shift[k] -= rate * db[k];
        }
    }
    (slope, shift)
}

/// Slope and shift of one score, so that the logistic function gives a probability.
pub fn logistic_fit(scores: &[f32], yes: &[bool]) -> (f32, f32) {
    let (mut slope, mut shift) = (1.0_f32, 0.0_f32);
    for _ in 0..3000 {
        let (mut ds, mut db) = (0.0, 0.0);
        for (score, yes) in scores.iter().zip(yes) {
            let error = 1.0 / (1.0 + (-slope * score - shift).exp()) - f32::from(u8::from(*yes));
            ds += error * score;
            db += error;
        }
        let rate = 1.0 / scores.len().max(1) as f32;
        (slope, shift) = (slope - rate * ds, shift - rate * db);
    }
    (slope, shift)
}

pub fn softmax(logits: [f32; 3]) -> [f32; 3] {
    let top = logits.iter().copied().fold(f32::MIN, f32::max);
    let e = logits.map(|l| (l - top).exp());
    e.map(|x| x / (e[0] + e[1] + e[2]))
}
