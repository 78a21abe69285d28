//! The sentiment planes: one for reviews, one for posts.

use crate::data::Row;
use crate::pack::{self, Packed};
use crate::phrases::INVENTED;
use crate::softmax::softmax_fit;
use crate::svm::{Example, Task, Weights, learn};
use crate::told::TOLD;
use otklik::judge::model::BITS;
use otklik::judge::training::Sample;

/// Domains whose authors mean something else by "neutral": each has an offset of its own in training, which is
/// left out when reading.
const OFFSETS: [&str; 1] = ["book"];
/// Domains far from what is read later.
const FAR_DOMAINS: [&str; 2] = ["book", "movie"];
/// The offset of texts of the other kind.
const OTHER_KIND: usize = OFFSETS.len();

/// How the plane learns.
#[derive(Clone, Copy)]
pub struct Setting {
    pub social: bool,
    /// Without offsets, weights, margins and rarity: the plain linear model to compare with.
    pub plain: bool,
    pub seed: u64,
}

/// The weights of negative, neutral, positive, with slope and shift.
#[derive(Clone)]
pub struct Plane {
    pub answers: Weights<3>,
    pub slope: f32,
    pub shift: [f32; 3],
}

/// Cost of a miss; smaller smooths more.
const COST: f32 = 0.3;
/// In reviews misses of "neutral" cost so many times more.
const NEUTRAL: f32 = 1.6;
/// What texts of [`FAR_DOMAINS`] cost; the plane of reviews learns movies at full cost.
const FAR: f32 = 0.5;
/// What texts of the other kind cost: posts for the plane of reviews, reviews for the plane of posts.
const OTHER: [f32; 2] = [0.5, 0.25];
/// What a text read by hand costs: its label says more than stars do, and no other rows know its trades.
const HAND: f32 = 3.0;
/// What the invented clauses cost.
const PHRASE: f32 = 2.0;
/// What the invented reviews cost for the plane of reviews; for posts they are as other reviews.
const TOLD_COST: f32 = 3.0;
/// The English ones: their trades have real texts.
const TOLD_ENGLISH: f32 = 1.0;
/// Three stars among them cost so many times as much.
const TOLD_NEUTRAL: f32 = 0.5;
/// One and five stars must be told from the other end by so much more than two, three and four.
const PLAIN_WORDS: f32 = 1.7;
/// See [`Task::rarity`].
const RARITY: f32 = 0.5;
/// Posts are short: fewer buckets do.
pub const SOCIAL_BITS: u32 = 18;
/// Texts with this last digit of the identifier calibrate.
const HELD: char = '7';

/// A text read by hand that the reviews may learn from. English has trades enough of its own, and reads stars a little
/// worse with them; posts among them are read as reviews and are left out.
pub fn teaches(row: &Row) -> bool {
    row.lang == "ru" && !row.domain.starts_with("tweet")
}

impl Plane {
    pub fn scores(&self, sample: &Sample) -> [f32; 3] {
        self.answers.scores(sample)
    }

    /// As it stands in the file.
    pub fn packed(&self, name: &str) -> Packed {
        pack::plane(name, &self.answers, [self.slope; 3], self.shift)
    }

    pub fn logits(&self, sample: &Sample) -> [f32; 3] {
        let scores = self.scores(sample);
        [0, 1, 2].map(|k| self.slope * scores[k] + self.shift[k])
    }
}

/// Learns on all rows but one part, calibrates on that part, and learns again on everything.
pub fn plane(rows: &[&Row], samples: &[&Sample], setting: Setting) -> Plane {
    let held = |row: &Row| row.id.ends_with(HELD) && ![INVENTED, TOLD].contains(&&*row.domain);
    let first = answers(rows, samples, setting, |row| !held(row));
    let near =
        |row: &Row| row.social == setting.social && (setting.plain || !OFFSETS.contains(&&*row.domain));
    let (mut scores, mut labels) = (Vec::new(), Vec::new());
    for (row, sample) in rows.iter().zip(samples) {
        if held(row) && near(row) {
            scores.push(first.scores(sample));
            labels.push(row.label);
        }
    }
    let (slope, mut shift) = softmax_fit(&scores, &labels);
    if setting.social && !setting.plain {
        shift[1] += even_neutral(&scores, &labels, slope, shift);
    }
    Plane {
        answers: answers(rows, samples, setting, |_| true),
        slope,
        shift,
    }
}

/// Most posts say nothing, so the likeliest answer hides feelings: the shift of "neutral" with the best mean F1.
fn even_neutral(scores: &[[f32; 3]], labels: &[usize], slope: f32, shift: [f32; 3]) -> f32 {
    let f1 = |by: f32| {
        let mut cells = [[0_u32; 3]; 3];
        for (score, label) in scores.iter().zip(labels) {
            let mut logits = [0, 1, 2].map(|k| slope * score[k] + shift[k]);
            logits[1] += by;
            let said = (0..3).max_by(|a, b| logits[*a].total_cmp(&logits[*b]));
            cells[*label][said.unwrap_or(1)] += 1;
        }
        let one = |k: usize| {
            let all: u32 = (0..3).map(|i| cells[i][k] + cells[k][i]).sum();
            2.0 * f64::from(cells[k][k]) / f64::from(all.max(1))
        };
        one(0) + one(1) + one(2)
    };
    let tries = (-20..=10).map(|i| i as f32 * 0.05);
    tries.max_by(|a, b| f1(*a).total_cmp(&f1(*b))).unwrap_or(0.0)
}

/// By how much a text must lie on its side for an answer.
fn margin(row: &Row, answer: usize) -> f32 {
    let extreme = matches!(row.rating, 1 | 5) || row.domain == "movie";
    if !row.social && answer != 1 && extreme {
        PLAIN_WORDS
    } else {
        1.0
    }
}

fn answers(rows: &[&Row], samples: &[&Sample], setting: Setting, with: impl Fn(&Row) -> bool) -> Weights<3> {
    let Setting { social, plain, seed } = setting;
    let example = |(row, sample): (&&Row, _)| {
        let far = match &*row.domain {
            "movie" if !social => 1.0,
            domain if FAR_DOMAINS.contains(&domain) => FAR,
            _ => 1.0,
        };
        let other = if row.social == social {
            1.0
        } else {
            OTHER[usize::from(social)]
        };
        let neutral = if row.label == 1 && !social { NEUTRAL } else { 1.0 };
        let cost = match () {
            () if !with(row) || plain && [INVENTED, TOLD].contains(&&*row.domain) => 0.0,
            () if plain => COST,
            () if row.domain == TOLD && social => COST * other,
            () if row.domain == TOLD => {
                let told = if row.lang == "en" { TOLD_ENGLISH } else { TOLD_COST };
                COST * told * if row.label == 1 { TOLD_NEUTRAL } else { 1.0 }
            }
            () if row.domain == INVENTED => COST * PHRASE * other,
            () if row.urgency < 4 => COST * HAND * neutral,
            () => COST * far * other * neutral,
        };
        Example {
            sample,
            offset: match () {
                () if plain => None,
                () if row.social != social => Some(OTHER_KIND),
                () => OFFSETS.iter().position(|d| *d == row.domain),
            },
            side: [0, 1, 2].map(|k| {
                let margin = if plain { 1.0 } else { margin(row, k) };
                if row.label == k { margin } else { -margin }
            }),
            cost: [cost; 3],
        }
    };
    let examples: Vec<Example<'_, 3>> = rows.iter().zip(samples.iter().copied()).map(example).collect();
    let task = Task {
        bits: if social { SOCIAL_BITS } else { BITS },
        offsets: OFFSETS.len() + 1,
        rarity: if plain { 0.0 } else { RARITY },
        seed,
    };
    learn(&examples, task)
}

/// A plane that says nothing, until there is one.
pub fn silent<const K: usize>(name: &str, bits: u32) -> Packed {
    let none = Weights {
        bits,
        hashed: vec![[0.0; K]; 1 << bits],
        dense: Vec::new(),
        bias: [0.0; K],
    };
    pack::plane(name, &none, [0.0; K], [0.0; K])
}
