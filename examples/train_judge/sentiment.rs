//! The sentiment planes: one for reviews, one for posts, over the same buckets.

use crate::data::Row;
use crate::svm::{Example, Weights, learn, softmax_fit};
use otklik::judge::training::Sample;

/// Domains whose authors mean something else by "neutral": each has an offset of its own in training, which is
/// left out when reading.
const OFFSETS: [&str; 2] = ["book", "movie"];
/// The offset of texts of the other kind.
const OTHER_KIND: usize = OFFSETS.len();

/// How the plane learns.
#[derive(Clone, Copy)]
pub struct Setting {
    pub social: bool,
    /// Without offsets and weights: the plain linear model to compare with.
    pub plain: bool,
    pub seed: u64,
}

/// The weights of negative, neutral, positive, with slope and shift.
pub struct Plane {
    pub answers: [Weights; 3],
    pub slope: f32,
    pub shift: [f32; 3],
}

/// Cost of a miss; smaller smooths more.
const COST: f32 = 0.3;
/// Misses of "neutral" cost so many times more.
const NEUTRAL: f32 = 1.6;
/// Books and movies are far from what is read later.
const FAR: f32 = 0.5;
/// What texts of the other kind cost: posts for the plane of reviews, reviews for the plane of posts.
const OTHER: f32 = 1.0;
/// Texts with this last digit of the identifier calibrate.
const HELD: char = '7';

impl Plane {
    pub fn scores(&self, sample: &Sample) -> [f32; 3] {
        [0, 1, 2].map(|k| self.answers[k].score(sample))
    }

    pub fn logits(&self, sample: &Sample) -> [f32; 3] {
        let scores = self.scores(sample);
        [0, 1, 2].map(|k| self.slope * scores[k] + self.shift[k])
    }
}

/// Learns on all rows but one part, calibrates on that part, and learns again on everything.
pub fn plane(rows: &[&Row], samples: &[&Sample], setting: Setting) -> Plane {
    let held = |row: &Row| row.id.ends_with(HELD);
    let first = answers(rows, samples, setting, |row| !held(row));
    let near =
        |row: &Row| row.social == setting.social && (setting.plain || !OFFSETS.contains(&&*row.domain));
    let (mut scores, mut labels) = (Vec::new(), Vec::new());
    for (row, sample) in rows.iter().zip(samples) {
        if held(row) && near(row) {
            scores.push([0, 1, 2].map(|k| first[k].score(sample)));
            labels.push(row.label);
        }
    }
    let (slope, shift) = softmax_fit(&scores, &labels);
    Plane {
        answers: answers(rows, samples, setting, |_| true),
        slope,
        shift,
    }
}

fn answers(
    rows: &[&Row],
    samples: &[&Sample],
    setting: Setting,
    with: impl Fn(&Row) -> bool + Sync,
) -> [Weights; 3] {
    let Setting { social, plain, seed } = setting;
    let examples: Vec<Example<'_>> = rows
        .iter()
        .zip(samples)
        .map(|(row, sample)| Example {
            sample,
            offset: match () {
                () if plain => None,
                () if row.social != social => Some(OTHER_KIND),
                () => OFFSETS.iter().position(|d| *d == row.domain),
            },
        })
        .collect();
    let answer = |k: usize| {
        let side: Vec<f32> = rows
            .iter()
            .map(|r| if r.label == k { 1.0 } else { -1.0 })
            .collect();
        let cost: Vec<f32> = rows
            .iter()
            .map(|row| {
                let far = if OFFSETS.contains(&&*row.domain) { FAR } else { 1.0 };
                let other = if row.social == social { 1.0 } else { OTHER };
                let neutral = if row.label == 1 { NEUTRAL } else { 1.0 };
                match () {
                    () if !with(row) => 0.0,
                    () if plain => COST,
                    () => COST * far * other * neutral,
                }
            })
            .collect();
        learn(&examples, &side, &cost, OFFSETS.len() + 1, seed + k as u64)
    };
    std::thread::scope(|scope| {
        let answer = &answer;
        let second = scope.spawn(move || answer(1));
        let (first, third) = (answer(0), answer(2));
        [first, second.join().unwrap_or_else(|_| answer(1)), third]
    })
}
