//! The trained part of the judge: hashed linear scores over words and pieces of words, in one pass.
//!
//! Trained by `examples/train_judge`, described in `config/model/README.md`, embedded. Reading a text takes no
//! allocation per feature and time linear in the part of the text that is read.

mod events;
mod features;
mod file;
mod ideas;
mod lone;

pub use events::{EVENTS, Events, Heard, Loudest, PLANES as EVENT_PLANES, stretches};
pub use features::{BITS, Batch, WORDS, each};
pub use file::{FEATURES, File, Header, Plane};
pub use ideas::{each_idea, faults as idea_faults, ideas};
pub use lone::Lone;

use super::fold::Folded;
use std::sync::LazyLock;

/// Answers of the planes of sentiment and urgency.
pub const ANSWERS: usize = 3;
/// Answers of the plane of topics: one for each of `Topic::ALL`.
pub const TOPICS: usize = crate::domain::Topic::ALL.len();

/// The embedded model, ready to read texts.
#[derive(Debug)]
pub struct Model {
    file: File,
    review: usize,
    social: usize,
    urgency: usize,
    topics: usize,
}

/// Sums of one plane over a text.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    blocks: [[i32; ANSWERS]; 2],
}

/// Sums of a text, and of each of its words, before the inputs that are no words.
#[derive(Debug)]
pub struct Reading {
    feeling: Sums,
    urgency: Sums,
    /// Of the feeling.
    words: Vec<Sums>,
    counts: [u32; 2],
    /// Buckets of whole words and beginnings of words: what the topics are known by.
    whole: Vec<u32>,
    /// The words of those buckets, each with the end of its stretch in `whole`.
    owners: Vec<(u32, u32)>,
    /// What each word says of an event after which a machine must not answer.
    pub heard: Vec<Heard>,
}

impl Reading {
    /// Buckets of what the topics are known by.
    pub fn whole(&self) -> &[u32] {
        &self.whole
    }
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
        let find = |name: &str, answers: usize| {
            let found = file.header.planes.iter().position(|p| p.name == name);
            found
                .filter(|i| file.header.planes[*i].answers() == answers)
                .ok_or_else(|| format!("no plane {name:?} of {answers} answers"))
        };
        Ok(Model {
            review: find("review", ANSWERS)?,
            social: find("social", ANSWERS)?,
            urgency: find("urgency", ANSWERS)?,
            topics: find("topics", TOPICS)?,
            file,
        })
    }

    /// What the judge fed the trainer, in digits: see `judge::training::fingerprint`.
    pub fn fed(&self) -> &str {
        &self.file.header.fed
    }

    /// Reads the words of a text.
    pub fn read(&self, folded: &Folded, text: &str, social: bool) -> Reading {
        let events = Events::embedded();
        let count = folded.words.len().clamp(1, WORDS);
        let mut reading = Reading {
            feeling: Sums::default(),
            urgency: Sums::default(),
            words: vec![Sums::default(); count],
            counts: [0; 2],
            whole: Vec::with_capacity(count * 8),
            owners: Vec::with_capacity(count + 1),
            heard: vec![Heard::default(); count],
        };
        let (feelings, urgencies) = (self.rows(self.sentiment(social)), self.rows(self.urgency));
        each(folded, text, |batch| {
            let word = &mut reading.words[batch.word as usize];
            for (block, list) in [batch.words, batch.pieces].into_iter().enumerate() {
                reading.counts[block] += list.len() as u32;
                let (ours, theirs) = (feelings.sum(list), urgencies.sum(list));
                for answer in 0..ANSWERS {
                    reading.feeling.blocks[block][answer] += ours[answer];
                    word.blocks[block][answer] += ours[answer];
                    reading.urgency.blocks[block][answer] += theirs[answer];
                }
                if let Some(events) = events {
                    events.hear(&mut reading.heard[batch.word as usize], block, list);
                }
            }
            reading.whole.extend_from_slice(batch.words);
            reading.whole.extend_from_slice(batch.beginnings());
            reading.owners.push((batch.word, reading.whole.len() as u32));
        });
        reading
    }

    fn sentiment(&self, social: bool) -> usize {
        if social { self.social } else { self.review }
    }

    /// The weights of a plane of [`ANSWERS`] answers.
    fn rows(&self, plane: usize) -> Rows<'_> {
        Rows {
            weights: &self.file.weights[plane],
            shift: BITS - self.file.header.planes[plane].bits,
        }
    }

    /// Logits of negative, neutral, positive.
    pub fn feeling(&self, reading: &Reading, social: bool, dense: &[f32]) -> [f32; ANSWERS] {
        self.logits(self.sentiment(social), &reading.feeling, reading.counts, dense)
    }

    /// Logits of "critical", "high or worse", "normal or worse".
    pub fn urgency(&self, reading: &Reading, dense: &[f32]) -> [f32; ANSWERS] {
        self.logits(self.urgency, &reading.urgency, reading.counts, dense)
    }

    /// Logits of every topic, in the order of `Topic::ALL`.
    pub fn topics(&self, reading: &Reading, dense: &[f32]) -> [f32; TOPICS] {
        let plane = &self.file.header.planes[self.topics];
        let (weights, shift) = (&self.file.weights[self.topics], BITS - plane.bits);
        let mut sums = [0_i32; TOPICS];
        let rows = weights.as_chunks::<TOPICS>().0;
        // sums of 16 bits: the processor adds more of them at once
        for part in reading.whole.chunks(SMALL) {
            let mut small = [0_u16; TOPICS];
            for bucket in part {
                let row = rows[(bucket >> shift) as usize];
                for (sum, weight) in small.iter_mut().zip(row) {
                    *sum += u16::from(weight ^ ZERO);
                }
            }
            let zero = i32::from(ZERO) * part.len() as i32;
            (0..TOPICS).for_each(|topic| sums[topic] += i32::from(small[topic]) - zero);
        }
        let root = 1.0 / (reading.whole.len().max(1) as f32).sqrt();
        std::array::from_fn(|topic| {
            let inputs: f32 = plane.dense.iter().zip(dense).map(|(row, x)| row[topic] * x).sum();
            let score = sums[topic] as f32 * root * plane.scale[topic] + plane.bias[topic] + inputs;
            score * plane.slope[topic] + plane.shift[topic]
        })
    }

    /// The word that speaks most for a topic (its number in `Topic::ALL`), and by how much.
    pub fn topic_word(&self, reading: &Reading, topic: usize) -> Option<(u32, f32)> {
        let plane = &self.file.header.planes[self.topics];
        let (weights, shift) = (&self.file.weights[self.topics], BITS - plane.bits);
        let mut words = vec![0_i32; reading.words.len()];
        let mut from = 0;
        for (word, to) in &reading.owners {
            for bucket in &reading.whole[from..*to as usize] {
                let weight = weights[(bucket >> shift) as usize * TOPICS + topic];
                words[*word as usize] += i32::from(weight as i8);
            }
            from = *to as usize;
        }
        let (word, sum) = words.into_iter().enumerate().max_by_key(|(_, sum)| *sum)?;
        let root = 1.0 / (reading.whole.len().max(1) as f32).sqrt();
        let weight = sum as f32 * root * plane.scale[topic] * plane.slope[topic];
        (weight > 0.0).then_some((word as u32, weight))
    }

    /// What each word adds to the logits of the feeling.
    pub fn feeling_by_word(&self, reading: &Reading, social: bool) -> Vec<[f32; ANSWERS]> {
        let plane = &self.file.header.planes[self.sentiment(social)];
        let roots = roots(reading.counts);
        let each = |sums: &Sums| plane_score(plane, sums, roots);
        reading.words.iter().map(each).collect()
    }

    /// What each word adds to the logits of the urgency; reads the text again, as few texts need it.
    pub fn urgency_by_word(&self, folded: &Folded, text: &str, reading: &Reading) -> Vec<[f32; ANSWERS]> {
        let plane = &self.file.header.planes[self.urgency];
        let mut words = vec![Sums::default(); reading.words.len()];
        let weights = self.rows(self.urgency);
        each(folded, text, |batch| {
            let word = &mut words[batch.word as usize].blocks;
            for (block, list) in [batch.words, batch.pieces].into_iter().enumerate() {
                let sum = weights.sum(list);
                word[block].iter_mut().zip(sum).for_each(|(all, one)| *all += one);
            }
        });
        let roots = roots(reading.counts);
        words.iter().map(|sums| plane_score(plane, sums, roots)).collect()
    }

    fn logits(&self, plane: usize, sums: &Sums, counts: [u32; 2], dense: &[f32]) -> [f32; ANSWERS] {
        let plane = &self.file.header.planes[plane];
        let mut out = plane_score(plane, sums, roots(counts));
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

/// Weights by bucket: [`ANSWERS`] signed bytes a bucket.
#[derive(Clone, Copy)]
struct Rows<'a> {
    weights: &'a [u8],
    /// Bits that the plane leaves out of a bucket.
    shift: u32,
}

impl Rows<'_> {
    fn sum(&self, buckets: &[u32]) -> [i32; ANSWERS] {
        let mut out = [0; ANSWERS];
        let rows = self.weights.as_chunks::<ANSWERS>().0;
        for bucket in buckets {
            let row = rows[(bucket >> self.shift) as usize];
            (0..ANSWERS).for_each(|a| out[a] += i32::from(row[a] as i8));
        }
        out
    }
}

/// What stands for 0 in a byte without sign.
const ZERO: u8 = 0x80;
/// So many bytes fit into a sum of 16 bits.
const SMALL: usize = 256;

/// What the sum of a block of so many buckets is scaled by.
fn root(count: u32) -> f32 {
    1.0 / (count.max(1) as f32).sqrt()
}

/// The same of the blocks of words and of pieces.
fn roots(counts: [u32; 2]) -> [f32; 2] {
    counts.map(root)
}

/// Hashed part of the logits.
fn plane_score(plane: &Plane, sums: &Sums, root: [f32; 2]) -> [f32; ANSWERS] {
    std::array::from_fn(|a| {
        let sum: f32 = (0..2).map(|b| sums.blocks[b][a] as f32 * root[b]).sum();
        sum * plane.scale[a] * plane.slope[a]
    })
}
