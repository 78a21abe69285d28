//! A linear machine with squared hinge loss by dual coordinate descent (Hsieh et al., 2008) over several answers at
//! once, and the turning of one score into a probability. Deterministic for a seed.

use otklik::judge::model::BITS;
use otklik::judge::training::{BLOCKS, Sample};

/// Weights of some answers over 2^`bits` buckets.
#[derive(Clone)]
pub struct Weights<const K: usize> {
    pub bits: u32,
    /// By bucket.
    pub hashed: Vec<[f32; K]>,
    /// By input that is no word, the training-only offsets behind them.
    pub dense: Vec<[f32; K]>,
    pub bias: [f32; K],
}

/// A text to learn from.
pub struct Example<'a, const K: usize> {
    pub sample: &'a Sample,
    /// Which offset of the training is on, if any: it is left out when reading.
    pub offset: Option<usize>,
    /// For each answer, above 0 for yes and below for no; the size is the margin that is asked for.
    pub side: [f32; K],
    /// How much a miss costs; 0 leaves the text out.
    pub cost: [f32; K],
}

/// How to learn.
#[derive(Clone, Copy)]
pub struct Task {
    pub bits: u32,
    /// How many offsets the examples use.
    pub offsets: usize,
    /// Frequent features count less by this power of the logarithm of their rarity; 0 counts all alike.
    pub rarity: f32,
    pub seed: u64,
}

/// Passes over the data.
const PASSES: usize = 12;
/// Brings the weight of an ordinary rare feature near 1.
const RARE: f32 = 6.0;

impl<const K: usize> Weights<K> {
    /// Scores of a text without its offset.
    pub fn scores(&self, sample: &Sample) -> [f32; K] {
        let mut out = self.bias;
        let shift = BITS - self.bits;
        for block in 0..BLOCKS {
            let (mut sum, root) = ([0.0; K], root(sample, block));
            for bucket in &sample.buckets[block] {
                let row = &self.hashed[(*bucket >> shift) as usize];
                (0..K).for_each(|k| sum[k] += row[k]);
            }
            (0..K).for_each(|k| out[k] += sum[k] * root);
        }
        for (row, x) in self.dense.iter().zip(&sample.dense) {
            (0..K).for_each(|k| out[k] += row[k] * x);
        }
        out
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

/// Squares of what a feature counts, by bucket: rare features count more.
fn rarities<const K: usize>(examples: &[Example<'_, K>], task: Task) -> Vec<f32> {
    let (mut texts, shift) = (vec![0_u32; 1 << task.bits], BITS - task.bits);
    for bucket in examples.iter().flat_map(|e| e.sample.buckets.iter().flatten()) {
        texts[(*bucket >> shift) as usize] += 1;
    }
    let all = examples.len().max(1) as f32;
    let square = |n: u32| ((all / n.max(1) as f32).max(1.0).ln() / RARE).powf(2.0 * task.rarity);
    texts.into_iter().map(square).collect()
}

/// Learns every answer.
pub fn learn<const K: usize>(examples: &[Example<'_, K>], task: Task) -> Weights<K> {
    let inputs = examples.first().map_or(0, |e| e.sample.dense.len());
    let shift = BITS - task.bits;
    let rare = rarities(examples, task);
    let mut w = Weights {
        bits: task.bits,
        hashed: vec![[0.0; K]; 1 << task.bits],
        dense: vec![[0.0; K]; inputs + task.offsets],
        bias: [0.0; K],
    };
    let counts = |e: &Example<'_, K>| e.cost.iter().any(|c| *c > 0.0);
    let mut order: Vec<usize> = (0..examples.len()).filter(|i| counts(&examples[*i])).collect();
    let square = |e: &Example<'_, K>| {
        let block = |b: usize| {
            let own = e.sample.buckets[b].iter().map(|k| rare[(*k >> shift) as usize]);
            own.sum::<f32>() * root(e.sample, b).powi(2)
        };
        let dense: f32 = e.sample.dense.iter().map(|x| x * x).sum();
        1.0 + (0..BLOCKS).map(block).sum::<f32>() + dense + f32::from(u8::from(e.offset.is_some()))
    };
    let squares: Vec<f32> = examples.iter().map(square).collect();
    let mut alpha = vec![[0.0_f32; K]; examples.len()];
    let mut dice = Dice(task.seed.max(1));
    for _ in 0..PASSES {
        for i in (1..order.len()).rev() {
            order.swap(i, dice.below(i + 1));
        }
        for &i in &order {
            let example = &examples[i];
            let mut scores = w.scores(example.sample);
            if let Some(o) = example.offset {
                (0..K).for_each(|k| scores[k] += w.dense[inputs + o][k]);
            }
            let mut steps = [0.0; K];
            for k in (0..K).filter(|k| example.cost[*k] > 0.0) {
                let (side, diagonal) = (example.side[k], 0.5 / example.cost[k]);
                let gradient = side.signum() * scores[k] - side.abs() + alpha[i][k] * diagonal;
                let next = (alpha[i][k] - gradient / (squares[i] + diagonal)).max(0.0);
                steps[k] = (next - alpha[i][k]) * side.signum();
                alpha[i][k] = next;
            }
            if steps.iter().all(|s| s.abs() < 1e-7) {
                continue;
            }
            for block in 0..BLOCKS {
                let by = steps.map(|s| s * root(example.sample, block));
                for bucket in &example.sample.buckets[block] {
                    let at = (*bucket >> shift) as usize;
                    (0..K).for_each(|k| w.hashed[at][k] += by[k] * rare[at]);
                }
            }
            for (row, x) in w.dense.iter_mut().zip(&example.sample.dense) {
                (0..K).for_each(|k| row[k] += steps[k] * x);
            }
            if let Some(o) = example.offset {
                (0..K).for_each(|k| w.dense[inputs + o][k] += steps[k]);
            }
            (0..K).for_each(|k| w.bias[k] += steps[k]);
        }
    }
    w.dense.truncate(inputs);
    w
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
