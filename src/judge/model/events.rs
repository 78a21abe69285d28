//! Whether a stretch of a text reports an event after which a machine must not answer: a small model beside the
//! rules of the lexicon, which know only the wordings that somebody thought of.
//!
//! Trained by `examples/train_sensitive`, described in `config/model/events/README.md`. One answer, "any event", is summed
//! while the text is read for its sentiment; which event it is, is asked of the few stretches that say yes.

use super::file::{File, Plane};
use super::{BITS, WORDS, each, each_idea, ideas, root};
use crate::domain::Sensitive;
use crate::judge::fold::{Folded, Word};
use crate::judge::training::BLOCKS;
use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

/// Events in the order of the answers of the second plane.
pub const EVENTS: [Sensitive; 5] = [
    Sensitive::Death,
    Sensitive::SelfHarm,
    Sensitive::Child,
    Sensitive::Injury,
    Sensitive::Discrimination,
];
/// Names of the planes.
pub const PLANES: [&str; 2] = ["event", "kind"];
/// A longer sentence, in words, is read in stretches: an event takes a few words and drowns in many.
const SENTENCE: usize = 40;
const STRETCH: usize = 30;
const STEP: usize = 20;
/// So many words at most are shown as the reason.
const TELLING: usize = 6;

/// What one word adds to "any event", before it is scaled.
#[derive(Debug, Clone, Copy, Default)]
pub struct Heard {
    sums: [i32; 2],
    counts: [u32; 2],
}

/// The stretch of a text that sounds most like an event.
#[derive(Debug, Clone)]
pub struct Loudest {
    /// Numbers of its words.
    pub words: Range<usize>,
    /// Probability that it reports one, 0 to 1.
    pub p: f32,
}

/// Both planes.
#[derive(Debug)]
pub struct Events {
    fed: String,
    any: Layer,
    kind: Layer,
}

#[derive(Debug)]
struct Layer {
    plane: Plane,
    weights: Cow<'static, [u8]>,
}

impl Layer {
    fn row(&self, bucket: u32) -> &[u8] {
        let answers = self.plane.answers();
        let at = (bucket >> (BITS - self.plane.bits)) as usize * answers;
        &self.weights[at..at + answers]
    }
}

impl Events {
    /// The embedded model; none when the file does not fit this build, and then the rules hear alone.
    pub fn embedded() -> Option<&'static Events> {
        static MODEL: LazyLock<Option<Events>> = LazyLock::new(|| {
            let bytes = include_bytes!("../../../config/model/sensitive.bin");
            Events::new(File::parse(bytes, BITS).ok()?).ok()
        });
        MODEL.as_ref()
    }

    /// A model of a file.
    ///
    /// # Errors
    /// A sentence when a plane is missing or has another number of answers.
    pub fn new(file: File) -> Result<Events, String> {
        let File { header, weights } = file;
        let mut layers = header.planes.into_iter().zip(weights);
        let mut next = |name: &str, answers: usize| {
            let (plane, weights) = layers
                .next()
                .filter(|(p, _)| p.name == name && p.answers() == answers)
                .ok_or_else(|| format!("no plane {name:?} of {answers} answers"))?;
            Ok::<_, String>(Layer { plane, weights })
        };
        Ok(Events {
            any: next(PLANES[0], 1)?,
            kind: next(PLANES[1], EVENTS.len())?,
            fed: header.fed,
        })
    }

    /// What the trainer was fed, in digits: see `judge::training::event_fingerprint`.
    pub fn fed(&self) -> &str {
        &self.fed
    }

    /// Adds the buckets of a word to what it says.
    #[inline]
    pub(super) fn hear(&self, heard: &mut Heard, block: usize, buckets: &[u32]) {
        let shift = BITS - self.any.plane.bits;
        let weight = |bucket: &u32| i32::from(self.any.weights[(bucket >> shift) as usize] as i8);
        heard.sums[block] += buckets.iter().map(weight).sum::<i32>();
        heard.counts[block] += buckets.len() as u32;
    }

    /// The stretch that sounds most like an event; none in a text without words.
    pub fn loudest(&self, folded: &Folded, words: &[Heard]) -> Option<Loudest> {
        let plane = &self.any.plane;
        let ideas = ideas(folded, words.len());
        stretches(folded)
            .filter_map(|range| {
                let mut all = Heard::default();
                for word in words.get(range.clone())? {
                    for block in 0..2 {
                        all.sums[block] += word.sums[block];
                        all.counts[block] += word.counts[block];
                    }
                }
                let (mut told, mut count) = (0, 0);
                each_idea(folded, &ideas, range.clone(), |bucket| {
                    told += i32::from(self.any.row(bucket)[0] as i8);
                    count += 1;
                });
                let sum: f32 = (0..2).map(|b| all.sums[b] as f32 * root(all.counts[b])).sum();
                let sum = sum + told as f32 * root(count);
                let logit = (sum * plane.scale[0] + plane.bias[0]) * plane.slope[0] + plane.shift[0];
                let p = 1.0 / (1.0 + (-logit).exp());
                Some(Loudest { words: range, p })
            })
            .max_by(|a, b| a.p.total_cmp(&b.p))
    }

    /// Which event a stretch reports, if it reports one; reads the text again, as few texts need it.
    pub fn kind(&self, folded: &Folded, text: &str, words: &Range<usize>) -> Sensitive {
        let plane = &self.kind.plane;
        let (mut sums, mut counts) = ([[0_i32; EVENTS.len()]; BLOCKS], [0_u32; BLOCKS]);
        let mut add = |block: usize, bucket: u32| {
            counts[block] += 1;
            let row = self.kind.row(bucket);
            sums[block]
                .iter_mut()
                .zip(row)
                .for_each(|(sum, w)| *sum += i32::from(*w as i8));
        };
        each(folded, text, |batch| {
            if !words.contains(&(batch.word as usize)) {
                return;
            }
            batch.words.iter().for_each(|bucket| add(0, *bucket));
            batch.pieces.iter().for_each(|bucket| add(1, *bucket));
        });
        each_idea(folded, &ideas(folded, WORDS), words.clone(), |bucket| {
            add(2, bucket)
        });
        let logit = |a: usize| {
            let sum: f32 = (0..BLOCKS).map(|b| sums[b][a] as f32 * root(counts[b])).sum();
            (sum * plane.scale[a] + plane.bias[a]) * plane.slope[a] + plane.shift[a]
        };
        let best = (0..EVENTS.len()).max_by(|a, b| logit(*a).total_cmp(&logit(*b)));
        EVENTS[best.unwrap_or_default()]
    }

    /// The few words of a stretch that speak most for an event, first and last.
    pub fn telling(&self, heard: &[Heard], stretch: &Range<usize>) -> (usize, usize) {
        let weight = |w: usize| heard[w].sums.iter().sum::<i32>();
        let mut best = (stretch.start, stretch.start, i32::MIN);
        for first in stretch.clone() {
            let mut sum = 0;
            for last in first..stretch.end.min(first + TELLING) {
                sum += weight(last);
                if sum > best.2 {
                    best = (first, last, sum);
                }
            }
        }
        (best.0, best.1)
    }
}

/// The stretches that are read one by one: sentences, and windows of long ones. Numbers of words.
pub fn stretches(folded: &Folded) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut start = 0;
    let sentences = std::iter::from_fn(move || {
        let first = folded.words.get(start)?;
        let same = |w: &&Word| w.sentence == first.sentence && w.title == first.title;
        let range = start..start + folded.words[start..].iter().take_while(same).count();
        start = range.end;
        Some(range)
    });
    sentences.flat_map(|sentence| {
        let (first, end) = (sentence.start, sentence.end);
        let whole = (sentence.len() <= SENTENCE).then_some(sentence);
        let windows = (first..end.saturating_sub(STRETCH - STEP))
            .step_by(STEP)
            .filter(move |_| end - first > SENTENCE)
            .map(move |at| at..end.min(at + STRETCH));
        whole.into_iter().chain(windows)
    })
}
