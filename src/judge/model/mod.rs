//! The trained part of the judge: hashed linear scores over words and pieces of words, in one pass.
//!
//! Trained by `examples/train_judge`, described in `config/model/README.md`, embedded. Reading a text takes no
//! allocation per feature and time linear in the part of the text that is read.

mod features;
mod file;

pub use features::{BITS, Block, Feature, each};
pub use file::{FEATURES, File, Header, Plane};

use super::fold::Folded;
use std::sync::LazyLock;

/// Most answers that a plane may have.
pub const ANSWERS: usize = 3;

/// The embedded model, ready to read texts.
#[derive(Debug)]
pub struct Model {
    file: File,
    review: usize,
    social: usize,
    urgency: usize,
}

/// Sums of one plane over a text.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    blocks: [[i32; ANSWERS]; 2],
}

/// Sums of a text and of each of its words, before the inputs that are no words.
#[derive(Debug)]
pub struct Reading {
    feeling: Sums,
    urgency: Sums,
    words: Vec<(Sums, Sums)>,
    counts: [u32; 2],
}

impl Model {
    /// The embedded model; none when the file does not fit this build, and then the lexicon reads alone.
    pub fn embedded() -> Option<&'static Model> {
        static MODEL: LazyLock<Option<Model>> = LazyLock::new(|| Model::load().ok());
        MODEL.as_ref()
    }

    /// Reads the embedded file.
    ///
    /// # Errors
    /// A sentence that says why the file does not fit this build.
    pub fn load() -> Result<Model, String> {
        Model::new(File::parse(
            include_bytes!("../../../config/model/judge.bin"),
            BITS,
        )?)
    }

    /// A model of a file.
    ///
    /// # Errors
    /// A sentence when a plane is missing or has another number of answers.
    pub fn new(file: File) -> Result<Model, String> {
        let find = |name: &str| {
            let found = file.header.planes.iter().position(|p| p.name == name);
            found
                .filter(|i| file.header.planes[*i].answers() == ANSWERS)
                .ok_or_else(|| format!("no plane {name:?} of {ANSWERS} answers"))
        };
        let (review, social, urgency) = (find("review")?, find("social")?, find("urgency")?);
        Ok(Model {
            review,
            social,
            urgency,
            file,
        })
    }

    /// Reads the words of a text.
    pub fn read(&self, folded: &Folded, text: &str, social: bool) -> Reading {
        let feeling = if social { self.social } else { self.review };
        let mut reading = Reading {
            feeling: Sums::default(),
            urgency: Sums::default(),
            words: vec![Default::default(); folded.words.len().max(1)],
            counts: [0; 2],
        };
        let rows = |plane: usize| {
            let weights: &[u8] = &self.file.weights[plane];
            let shift = BITS - self.file.header.planes[plane].bits;
            move |bucket: u32| {
                let at = (bucket >> shift) as usize * ANSWERS;
                &weights[at..at + ANSWERS]
            }
        };
        let (feelings, urgencies) = (rows(feeling), rows(self.urgency));
        each(folded, text, |feature| {
            let block = feature.block as usize;
            reading.counts[block] += 1;
            let word = &mut reading.words[feature.word as usize];
            let (ours, theirs) = (feelings(feature.bucket), urgencies(feature.bucket));
            for answer in 0..ANSWERS {
                let (a, b) = (i32::from(ours[answer] as i8), i32::from(theirs[answer] as i8));
                reading.feeling.blocks[block][answer] += a;
                word.0.blocks[block][answer] += a;
                reading.urgency.blocks[block][answer] += b;
                word.1.blocks[block][answer] += b;
            }
        });
        reading
    }

    /// Logits of negative, neutral, positive.
    pub fn feeling(&self, reading: &Reading, social: bool, dense: &[f32]) -> [f32; ANSWERS] {
        let plane = if social { self.social } else { self.review };
        self.logits(plane, &reading.feeling, reading.counts, dense)
    }

    /// Logits of "critical", "high or worse", "normal or worse".
    pub fn urgency(&self, reading: &Reading, dense: &[f32]) -> [f32; ANSWERS] {
        self.logits(self.urgency, &reading.urgency, reading.counts, dense)
    }

    /// What each word adds to the logits of the feeling.
    pub fn feeling_by_word(&self, reading: &Reading, social: bool) -> Vec<[f32; ANSWERS]> {
        let plane = &self.file.header.planes[if social { self.social } else { self.review }];
        let each = |sums: &Sums| plane_score(plane, sums, reading.counts);
        reading.words.iter().map(|(feeling, _)| each(feeling)).collect()
    }

    /// What each word adds to the logits of the urgency.
    pub fn urgency_by_word(&self, reading: &Reading) -> Vec<[f32; ANSWERS]> {
        let plane = &self.file.header.planes[self.urgency];
        let each = |sums: &Sums| plane_score(plane, sums, reading.counts);
        reading.words.iter().map(|(_, urgency)| each(urgency)).collect()
    }

    fn logits(&self, plane: usize, sums: &Sums, counts: [u32; 2], dense: &[f32]) -> [f32; ANSWERS] {
        let plane = &self.file.header.planes[plane];
        let mut out = plane_score(plane, sums, counts);
        for (answer, out) in out.iter_mut().enumerate() {
            let inputs: f32 = plane
                .dense
                .iter()
                .zip(dense)
                .map(|(row, x)| row[answer] * x)
                .sum();
            *out += (plane.bias[answer] + inputs) * plane.slope[answer] + plane.shift[answer];
        }
        out
    }
}

/// Hashed part of the logits.
fn plane_score(plane: &Plane, sums: &Sums, counts: [u32; 2]) -> [f32; ANSWERS] {
    let root = counts.map(|c| 1.0 / (c.max(1) as f32).sqrt());
    std::array::from_fn(|a| {
        let sum: f32 = (0..2).map(|b| sums.blocks[b][a] as f32 * root[b]).sum();
        sum * plane.scale[a] * plane.slope[a]
    })
}
