//! What the trainer needs to see of the judge: the inputs of the model, exactly as the judge feeds them.

use super::local::{ANSWERS_ALL, Fed};
use super::model::ANSWERS;
use super::model::{self, Model};
use super::{Input, Settings, fold, hits, is_social, sentiment, topics, urgency};
use crate::domain::{Topic, Urgency};
use sha2::{Digest, Sha256};

/// Kinds of buckets, each scaled by itself.
pub const BLOCKS: usize = 3;

/// What the model is fed of one text.
#[derive(Debug, Clone, Default)]
pub struct Sample {
    /// Buckets of words, of pieces of words and of ideas (for events only), each once.
    pub buckets: [Vec<u32>; BLOCKS],
    /// The inputs that are no words.
    pub dense: Vec<f32>,
}

/// Inputs of the sentiment planes.
pub fn sentiment_sample(input: &Input) -> Sample {
    let folded = fold::Folded::new(input.title.as_deref(), &input.text);
    let (matched, hits) = hits::Matched::find(&folded);
    Sample {
        buckets: buckets(&folded, &input.text),
        dense: sentiment::Lexical::new(&matched, &hits).inputs().to_vec(),
    }
}

/// Sums up what the models are fed of some lines of text. A model file that was trained while the judge fed something
/// else (another folding, other features, another lexicon) has another fingerprint.
pub fn fingerprint<'t>(lines: impl Iterator<Item = &'t str>) -> String {
    let mut sum = Sha256::new();
    for line in lines {
        let folded = fold::Folded::new(None, line);
        let (matched, hits) = hits::Matched::find(&folded);
        let lexical = sentiment::Lexical::new(&matched, &hits);
        let feeling = sentiment::feel(&matched, &hits, None, false, None);
        let sums = topics::sums(&hits);
        let rules = urgency::Rules::new(&matched, &hits, &feeling, &topics::by_rules(&sums));
        buckets(&folded, line)
            .iter()
            .flatten()
            .for_each(|b| sum.update(b.to_le_bytes()));
        let dense = lexical
            .inputs()
            .into_iter()
            .chain(topics::inputs(&sums, &feeling));
        // to three digits, which no order of additions changes
        dense.for_each(|x| sum.update(((x * 1e3).round() as i32).to_le_bytes()));
        sum.update([rules.urgency as u8]);
    }
    hex::encode(&sum.finalize()[..8])
}

/// Inputs of the urgency plane; the sentiment is read by `model`.
pub fn urgency_sample(input: &Input, model: &Model) -> Sample {
    ruled(input, model, |folded, rules, feeling, topics| Sample {
        buckets: buckets(folded, &input.text),
        dense: rules.inputs(feeling, topics).to_vec(),
    })
}

/// Inputs of the topic plane: whole words and beginnings of words only; the sentiment is read by `model`.
pub fn topic_sample(input: &Input, model: &Model) -> Sample {
    let folded = fold::Folded::new(input.title.as_deref(), &input.text);
    let (matched, hits) = hits::Matched::find(&folded);
    let read = sentiment::read(Some(model), &Settings::default(), &folded, &input.text, false);
    let feeling = sentiment::feel(&matched, &hits, None, false, read.as_ref());
    let mut whole = Vec::new();
    model::each(&folded, &input.text, |batch| {
        whole.extend(batch.words.iter().chain(batch.beginnings()));
    });
    Sample {
        buckets: [whole, Vec::new(), Vec::new()],
        dense: topics::inputs(&topics::sums(&hits), &feeling).to_vec(),
    }
}

/// What the rules say without the urgency plane; the sentiment is read by `model`.
pub fn rules_alone(input: &Input, model: &Model) -> Urgency {
    ruled(input, model, |_, rules, _, _| rules.urgency)
}

/// What the local head is fed of a text; none where the model cannot read it.
pub fn fed(input: &Input) -> Option<Fed> {
    let folded = fold::Folded::new(input.title.as_deref(), &input.text);
    let (matched, hits) = hits::Matched::find(&folded);
    let social = input.platform.as_deref().is_some_and(is_social);
    let read = sentiment::read(
        Model::embedded(),
        &Settings::default(),
        &folded,
        &input.text,
        social,
    )?;
    let feeling = sentiment::feel(&matched, &hits, None, social, Some(&read));
    let sums = topics::sums(&hits);
    let ruled = topics::by_rules(&sums);
    let rules = urgency::Rules::new(&matched, &hits, &feeling, &ruled);
    let mut logits = [0.0; ANSWERS_ALL];
    let p = feeling.text;
    let feelings = [p.negative, p.neutral, p.positive].map(|p| p.max(1e-6).ln());
    logits[..ANSWERS].copy_from_slice(&feelings);
    let urgent = read.model.urgency(&read.reading, &rules.inputs(&feeling, &ruled));
    logits[ANSWERS..2 * ANSWERS].copy_from_slice(&urgent);
    let subjects = read.model.topics(&read.reading, &topics::inputs(&sums, &feeling));
    logits[2 * ANSWERS..].copy_from_slice(&subjects);
    Some(Fed {
        whole: read.reading.whole().to_vec(),
        logits,
        ruled: rules.urgency,
    })
}

/// Buckets of a text alone, as a [`model::Lone`] reads it.
pub fn bare_sample(text: &str) -> Sample {
    Sample {
        buckets: buckets(&fold::Folded::new(None, text), text),
        dense: Vec::new(),
    }
}

/// Buckets of every stretch of a text that is asked for an event: see [`model::Events`].
pub fn event_samples(text: &str) -> Vec<Sample> {
    let folded = fold::Folded::new(None, text);
    let mut words = vec![[Vec::new(), Vec::new()]; folded.words.len().min(model::WORDS)];
    model::each(&folded, text, |batch| {
        if let Some(word) = words.get_mut(batch.word as usize) {
            word[0].extend(batch.words);
            word[1].extend(batch.pieces);
        }
    });
    let ideas = model::ideas(&folded, model::WORDS);
    let sample = |range: std::ops::Range<usize>| {
        let own: &[[Vec<u32>; 2]] = words.get(range.clone())?;
        let block = |b: usize| own.iter().flat_map(|word| word[b].iter().copied()).collect();
        let mut told = Vec::new();
        model::each_idea(&folded, &ideas, range, |bucket| told.push(bucket));
        Some(Sample {
            buckets: [block(0), block(1), told],
            dense: Vec::new(),
        })
    };
    model::stretches(&folded).filter_map(sample).collect()
}

/// Sums up what [`model::Events`] are fed of some lines of text, as [`fingerprint`] does for the judge.
pub fn event_fingerprint<'t>(lines: impl Iterator<Item = &'t str>) -> String {
    let mut sum = Sha256::new();
    for bucket in lines.flat_map(event_samples).flat_map(|s| s.buckets).flatten() {
        sum.update(bucket.to_le_bytes());
    }
    hex::encode(&sum.finalize()[..8])
}

/// Sums up what a [`model::Lone`] is fed of some lines of text, as [`fingerprint`] does for the judge.
pub fn bare_fingerprint<'t>(lines: impl Iterator<Item = &'t str>) -> String {
    let mut sum = Sha256::new();
    for bucket in lines.flat_map(|line| bare_sample(line).buckets).flatten() {
        sum.update(bucket.to_le_bytes());
    }
    hex::encode(&sum.finalize()[..8])
}

fn ruled<T>(
    input: &Input,
    model: &Model,
    then: impl FnOnce(&fold::Folded, &urgency::Rules, &sentiment::Feeling, &[Topic]) -> T,
) -> T {
    let folded = fold::Folded::new(input.title.as_deref(), &input.text);
    let (matched, hits) = hits::Matched::find(&folded);
    let social = input.platform.as_deref().is_some_and(is_social);
    let read = sentiment::read(Some(model), &Settings::default(), &folded, &input.text, social);
    let feeling = sentiment::feel(&matched, &hits, None, social, read.as_ref());
    let topics = topics::by_rules(&topics::sums(&hits));
    let rules = urgency::Rules::new(&matched, &hits, &feeling, &topics);
    then(&folded, &rules, &feeling, &topics)
}

fn buckets(folded: &fold::Folded, text: &str) -> [Vec<u32>; BLOCKS] {
    let mut out = [const { Vec::new() }; BLOCKS];
    model::each(folded, text, |batch| {
        out[0].extend(batch.words);
        out[1].extend(batch.pieces);
    });
    out
}
