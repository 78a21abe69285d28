//! Sentiment from the lexicon, negation, contrast and stars. The part that a trained model will replace.

use super::book::Kind;
use super::hits::{Hit, Matched};
use crate::domain::Sentiment;
use crate::domain::words::Probabilities;

/// What the words and the stars say together.
#[derive(Debug)]
pub struct Feeling {
    pub sentiment: Sentiment,
    pub p: Probabilities,
    /// The text alone, before the stars.
    pub text: Probabilities,
    /// Sums of praise and blame in the text, both at least 0.
    pub praise: f32,
    pub blame: f32,
    /// The hits that counted, each with its weight after negation and contrast.
    pub counted: Vec<(Hit, f32)>,
}

/// A negated word of praise blames a little less than it would have praised.
const FLIPPED_PRAISE: f32 = -0.75;
/// «не плохо» is faint praise.
const FLIPPED_BLAME: f32 = -0.4;
/// What follows «но» weighs more.
const AFTER_BUT: f32 = 1.25;
/// How fast the balance of words becomes certainty.
const STEEPNESS: f32 = 1.15;
/// Logit of "neutral" in a review, where three stars are rare and mostly blame.
const NEUTRAL_REVIEW: f32 = -0.15;
/// The same on a social network, where most posts hold no opinion at all.
const NEUTRAL_SOCIAL: f32 = 1.0;
/// Authors of reviews blame in words that no lexicon holds, so a text about nothing leans to blame.
const LEAN: f32 = 0.25;
/// From this share of contradiction on a text is mixed.
const MIXED: f32 = 0.7;

/// Reads the feeling of a text; `rating` is 1 to 5, `social` says that it is a post and no review.
pub fn feel(matched: &Matched<'_>, hits: &[Hit], rating: Option<u8>, social: bool) -> Feeling {
    let counted = weigh(matched, &strongest(matched, hits));
    let praise: f32 = counted.iter().map(|(_, w)| w.max(0.0)).sum();
    let blame: f32 = -counted.iter().map(|(_, w)| w.min(0.0)).sum::<f32>();
    let total = praise + blame;
    let balance = (praise - blame) / (1.0 + total).sqrt();
    // Near balance with much said on both sides is a mixed text.
    let mixed = if total > 0.0 {
        2.0 * praise.min(blame) / total
    } else {
        0.0
    };
    // A text without any word of feeling is neutral wherever it stands.
    let silent = social || total == 0.0;
    let base = if silent { NEUTRAL_SOCIAL } else { NEUTRAL_REVIEW };
    let neutral = base + if mixed > MIXED { 1.6 * mixed } else { 0.0 };
    let lean = if silent { 0.0 } else { LEAN };
    let logits = [lean - STEEPNESS * balance, neutral, STEEPNESS * balance];
    let text = softmax(logits);
    let stars = rating.map_or([0.0; 3], |stars| match stars {
        0..=1 => [4.0, 0.0, -3.0],
        2 => [3.0, 0.8, -2.0],
        3 => [0.6, 3.6, 0.0],
        4 => [-2.0, 0.6, 2.6],
        _ => [-3.0, 0.0, 4.0],
    });
    let p = softmax([0, 1, 2].map(|i| logits[i].clamp(-2.5, 2.5) + stars[i]));
    let p = if rating.is_some() { p } else { text };
    Feeling {
        sentiment: winner(p),
        p,
        text,
        praise,
        blame,
        counted,
    }
}

/// On every word only the longest and most exact rule counts, so that «не рекомендую» is not praise.
fn strongest(matched: &Matched<'_>, hits: &[Hit]) -> Vec<Hit> {
    let mut best: Vec<(usize, usize)> = vec![(0, usize::MAX); matched.folded.words.len()];
    let feelings = || {
        hits.iter()
            .enumerate()
            .filter(|(_, h)| matched.rule(h).kind == Kind::Feeling)
    };
    for (number, hit) in feelings() {
        let rule = matched.rule(hit);
        let size = rule.slots.len() * 100 + rule.letters;
        for word in &mut best[hit.first as usize..=hit.last as usize] {
            if size > word.0 {
                *word = (size, number);
            }
        }
    }
    feelings()
        .filter(|(number, hit)| (hit.first..=hit.last).all(|w| best[w as usize].1 == *number))
        .map(|(_, hit)| *hit)
        .collect()
}

fn weigh(matched: &Matched<'_>, hits: &[Hit]) -> Vec<(Hit, f32)> {
    hits.iter()
        .map(|hit| {
            let mut weight = matched.rule(hit).weight;
            if hit.negated {
                weight *= if weight > 0.0 {
                    FLIPPED_PRAISE
                } else {
                    FLIPPED_BLAME
                };
            }
            if hit.first > 0 {
                weight *= matched.strength(hit.first as usize - 1);
            }
            if matched.after_but(hit.first as usize) {
                weight *= AFTER_BUT;
            }
            (*hit, weight)
        })
        .collect()
}

fn softmax(logits: [f32; 3]) -> Probabilities {
    let top = logits.iter().copied().fold(f32::MIN, f32::max);
    let [negative, neutral, positive] = logits.map(|l| (l - top).exp());
    let sum = negative + neutral + positive;
    Probabilities {
        negative: negative / sum,
        neutral: neutral / sum,
        positive: positive / sum,
    }
}

fn winner(p: Probabilities) -> Sentiment {
    if p.negative > p.neutral && p.negative >= p.positive {
        Sentiment::Negative
    } else if p.positive > p.neutral {
        Sentiment::Positive
    } else {
        Sentiment::Neutral
    }
}

impl Feeling {
    /// Sentiment of the words alone.
    pub fn of_text(&self) -> Sentiment {
        winner(self.text)
    }

    /// Stars and words say the opposite, and the words are sure of it.
    pub fn conflicts(&self, rating: Option<u8>) -> bool {
        /// Below this the words are too unsure to contradict anybody.
        const SURE: f32 = 0.7;
        match rating {
            Some(0..=2) => self.text.positive > SURE,
            Some(4..) => self.text.negative > SURE,
            _ => false,
        }
    }
}
