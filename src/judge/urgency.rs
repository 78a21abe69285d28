//! Urgency from rules: what happened, guarded against negation, fear, figures of speech and settled trouble.

use super::book::Kind;
use super::hits::{Hit, Matched};
use super::sentiment::Feeling;
use crate::domain::{Sentiment, Topic, Urgency};

/// Signs are added up to this before they count.
const ENOUGH: f32 = 1.0;
/// So much praise without blame makes trouble with money a remark in passing.
const CLEAR_PRAISE: f32 = 0.75;

/// How soon a person must act, and the hits that say so.
pub fn urge(matched: &Matched<'_>, hits: &[Hit], feeling: &Feeling, topics: &[Topic]) -> (Urgency, Vec<Hit>) {
    let holds = |hit: &&Hit| !hit.negated && !hit.hypothetical;
    let of = |kind: Kind| -> Vec<Hit> {
        hits.iter()
            .filter(|h| matched.rule(h).kind == kind)
            .filter(holds)
            .copied()
            .collect()
    };
    let sum = |hits: &[Hit]| hits.iter().map(|h| matched.rule(h).weight).sum::<f32>();
    let happy = feeling.text.positive > CLEAR_PRAISE;
    let critical = of(Kind::Critical);
    if sum(&critical) >= ENOUGH && !(happy && sum(&critical) < 2.0 * ENOUGH) {
        return (Urgency::Critical, critical);
    }
    let settled = !of(Kind::Settled).is_empty() && feeling.text.negative < 0.5;
    let high = of(Kind::High);
    if sum(&high) >= ENOUGH && !happy && !settled {
        return (Urgency::High, high);
    }
    (
        if concrete(matched, feeling, topics) {
            Urgency::Normal
        } else {
            Urgency::Low
        },
        Vec::new(),
    )
}

/// A complaint with a fact in it, as against praise, a question or a bare «worst bank ever».
fn concrete(matched: &Matched<'_>, feeling: &Feeling, topics: &[Topic]) -> bool {
    /// A grumble this short that names no subject has no fact in it.
    const SHORT: usize = 12;
    /// Blame this heavy inside a mixed text is a complaint of its own.
    const HEAVY: f32 = 2.0;
    let subject = topics.iter().any(|t| *t != Topic::Other);
    let long = matched.folded.words.len() > SHORT;
    match feeling.of_text() {
        Sentiment::Negative => subject || long,
        Sentiment::Neutral => {
            feeling.sentiment != Sentiment::Positive && feeling.blame >= HEAVY && (subject || long)
        }
        Sentiment::Positive => false,
    }
}
