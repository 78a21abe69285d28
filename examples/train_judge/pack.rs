//! From weights to the model file.

use crate::sentiment;
use crate::svm::Weights;
use otklik::judge::model::{BITS, FEATURES, File, Header, Model, Plane};
use std::borrow::Cow;

/// Weights beyond this share of the others are cut, so that one step stays small.
const CUT: f64 = 0.9995;

/// One plane of the file with its weights as bytes.
pub struct Packed(Plane, Vec<u8>);

/// Packs answers over 2^`bits` buckets.
pub fn plane(name: &str, bits: u32, answers: &[Weights; 3], slope: [f32; 3], shift: [f32; 3]) -> Packed {
    let scale = [0, 1, 2].map(|a| step(&answers[a].hashed));
    let quantised = |a: usize, bucket: usize| {
        let steps = (answers[a].hashed[bucket] / scale[a])
            .round()
            .clamp(-127.0, 127.0);
        (steps as i8) as u8
    };
    let weights = (0..1_usize << bits)
        .flat_map(|b| [0, 1, 2].map(|a| quantised(a, b)))
        .collect();
    let inputs = answers[0].dense.len();
    let header = Plane {
        name: name.to_owned(),
        bits,
        scale: scale.to_vec(),
        bias: answers.iter().map(|a| a.bias).collect(),
        dense: (0..inputs)
            .map(|i| answers.iter().map(|a| a.dense[i]).collect())
            .collect(),
        slope: slope.to_vec(),
        shift: shift.to_vec(),
    };
    Packed(header, weights)
}

/// Packs a plane of the sentiment.
pub fn sentiment(name: &str, plane: &sentiment::Plane) -> Packed {
    self::plane(name, BITS, &plane.answers, [plane.slope; 3], plane.shift)
}

/// A plane of the urgency that says nothing, until there is one.
pub fn silent_urgency() -> Packed {
    let none = || Weights {
        hashed: vec![0.0; 1 << BITS],
        dense: Vec::new(),
        bias: 0.0,
    };
    plane(
        "urgency",
        crate::urgency::PLANE_BITS,
        &[none(), none(), none()],
        [0.0; 3],
        [0.0; 3],
    )
}

fn step(weights: &[f32]) -> f32 {
    let mut sizes: Vec<f32> = weights.iter().map(|w| w.abs()).filter(|w| *w > 0.0).collect();
    sizes.sort_by(f32::total_cmp);
    let top = sizes
        .get((sizes.len() as f64 * CUT) as usize)
        .or(sizes.last())
        .copied();
    top.map_or(1.0, |top| top / 127.0)
}

/// The file of some planes.
pub fn file(planes: &[&Packed]) -> File {
    File {
        header: Header {
            features: FEATURES,
            planes: planes.iter().map(|p| p.0.clone()).collect(),
        },
        weights: planes.iter().map(|p| Cow::Owned(p.1.clone())).collect(),
    }
}

/// The model of some planes.
///
/// # Errors
/// When a plane is missing.
pub fn model(planes: &[&Packed]) -> std::io::Result<Model> {
    Model::new(file(planes)).map_err(std::io::Error::other)
}
