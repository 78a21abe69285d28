//! From weights to the model file.

use crate::svm::Weights;
use otklik::judge::model::{FEATURES, File, Header, Plane};
use std::borrow::Cow;

/// Weights beyond this share of the others are cut, so that one step stays small.
const CUT: f64 = 0.9995;

/// One plane of the file with its weights as bytes.
pub struct Packed(Plane, Vec<u8>);

/// Packs answers over the buckets of the weights.
pub fn plane<const K: usize>(name: &str, answers: &Weights<K>, slope: [f32; K], shift: [f32; K]) -> Packed {
    let scale: [f32; K] = std::array::from_fn(|a| step(answers.hashed.iter().map(|row| row[a])));
    let quantised = |row: &[f32; K], a: usize| {
        let steps = (row[a] / scale[a]).round().clamp(-127.0, 127.0);
        (steps as i8) as u8
    };
    let weights = answers
        .hashed
        .iter()
        .flat_map(|row| (0..K).map(|a| quantised(row, a)).collect::<Vec<u8>>())
        .collect();
    let header = Plane {
        name: name.to_owned(),
        bits: answers.bits,
        scale: scale.to_vec(),
        bias: answers.bias.to_vec(),
        dense: answers.dense.iter().map(|row| row.to_vec()).collect(),
        slope: slope.to_vec(),
        shift: shift.to_vec(),
    };
    Packed(header, weights)
}

fn step(weights: impl Iterator<Item = f32>) -> f32 {
    let mut sizes: Vec<f32> = weights.map(f32::abs).filter(|w| *w > 0.0).collect();
    sizes.sort_by(f32::total_cmp);
    let top = sizes
        .get((sizes.len() as f64 * CUT) as usize)
        .or(sizes.last())
        .copied();
    top.map_or(1.0, |top| top / 127.0)
}

/// The file of some planes; `fed` is the fingerprint of what the judge fed the trainer.
pub fn file(fed: &str, planes: &[&Packed]) -> File {
    File {
        header: Header {
            features: FEATURES,
            fed: fed.to_owned(),
            planes: planes.iter().map(|p| p.0.clone()).collect(),
        },
        weights: planes.iter().map(|p| Cow::Owned(p.1.clone())).collect(),
    }
}
