//! A small model of one plane over the judge's features, for other readers than the judge.

use super::file::{File, Plane};
use super::{ANSWERS, Rows, Sums, each, plane_score, roots};
use crate::judge::fold::Folded;
use std::borrow::Cow;

/// One plane of [`ANSWERS`] answers that are asked one by one (each yes or no).
#[derive(Debug)]
pub struct Lone {
    fed: String,
    plane: Plane,
    weights: Cow<'static, [u8]>,
}

impl Lone {
    /// The plane `name` of an embedded file.
    ///
    /// # Errors
    /// A sentence that says why the file does not fit this build.
    pub fn load(bytes: &'static [u8], name: &str) -> Result<Lone, String> {
        let File { header, weights } = File::parse(bytes, super::BITS)?;
        let fed = header.fed;
        header
            .planes
            .into_iter()
            .zip(weights)
            .find(|(plane, _)| plane.name == name && plane.answers() == ANSWERS)
            .map(|(plane, weights)| Lone { fed, plane, weights })
            .ok_or_else(|| format!("no plane {name:?} of {ANSWERS} answers"))
    }

    /// What the trainer was fed, in digits: see `judge::training::bare_fingerprint`.
    pub fn fed(&self) -> &str {
        &self.fed
    }

    /// How probable each answer is, 0 to 1; time is linear in the text.
    pub fn read(&self, text: &str) -> [f32; ANSWERS] {
        let rows = Rows {
            weights: &self.weights,
            shift: super::BITS - self.plane.bits,
        };
        let (mut sums, mut counts) = (Sums::default(), [0_u32; 2]);
        each(&Folded::new(None, text), text, |batch| {
            for (block, list) in [batch.words, batch.pieces].into_iter().enumerate() {
                counts[block] += list.len() as u32;
                let sum = rows.sum(list);
                sums.blocks[block]
                    .iter_mut()
                    .zip(sum)
                    .for_each(|(all, one)| *all += one);
            }
        });
        let scores = plane_score(&self.plane, &sums, roots(counts));
        std::array::from_fn(|a| {
            let logit = scores[a] + self.plane.bias[a] * self.plane.slope[a] + self.plane.shift[a];
            1.0 / (1.0 + (-logit).exp())
        })
    }
}
