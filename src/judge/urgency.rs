//! Urgency from rules: what happened, guarded against negation, fear, figures of speech and settled trouble.

use super::book::Kind;
use super::hits::{Hit, Matched};
use super::local::OVERRULED;
use super::model::ANSWERS;
use super::sentiment::Feeling;
use super::sentiment::Read;
use crate::domain::{Sentiment, Topic, Urgency};

/// Signs are added up to this before they count.
const ENOUGH: f32 = 1.0;
/// Logits above which the model wakes without any rule (curve in the model card: higher is quieter).
const WAKE_CRITICAL: f32 = 1.0;
const WAKE_HIGH: f32 = 1.0;
/// A rule of "high" is overruled below this. A critical rule never is: its own guards know figures of speech.
const KEEP_HIGH: f32 = -1.5;
/// From here on a text without alarm holds a concrete complaint.
const COMPLAINT: f32 = 0.0;
/// So much praise without blame makes trouble with money a remark in passing.
const CLEAR_PRAISE: f32 = 0.75;

/// What the rules say of a text.
#[derive(Debug)]
pub struct Rules {
    pub urgency: Urgency,
    critical: (f32, Vec<(Hit, f32)>),
    high: (f32, Vec<(Hit, f32)>),
    settled: bool,
}

impl Rules {
    /// Sums up the hits of a text.
    pub fn new(matched: &Matched<'_>, hits: &[Hit], feeling: &Feeling, topics: &[Topic]) -> Self {
        let of = |kind: Kind| -> (f32, Vec<(Hit, f32)>) {
            let holding = |h: &&Hit| h.kind == kind && !h.negated && !h.hypothetical;
            let hits: Vec<_> = hits.iter().filter(holding).map(|h| (*h, h.weight)).collect();
            (hits.iter().map(|(_, weight)| weight).sum(), hits)
        };
        let happy = feeling.text.positive > CLEAR_PRAISE;
        let (critical, high) = (of(Kind::Critical), of(Kind::High));
        let settled = !of(Kind::Settled).1.is_empty() && feeling.text.negative < 0.5;
        let urgency = if critical.0 >= ENOUGH && !(happy && critical.0 < 2.0 * ENOUGH) {
            Urgency::Critical
        } else if high.0 >= ENOUGH && !happy && !settled {
            Urgency::High
        } else if concrete(matched, feeling, topics) {
            Urgency::Normal
        } else {
            Urgency::Low
        };
        Rules {
            urgency,
            critical,
            high,
            settled,
        }
    }

    /// What the model is fed besides the words; every value lies between 0 and 1. The rules of urgency are not
    /// among it: they were written beside the labelled texts, and a model that sees them trusts nothing else.
    pub fn inputs(&self, feeling: &Feeling, topics: &[Topic]) -> [f32; 9] {
        let flag = |yes: bool| if yes { 1.0 } else { 0.0 };
        let about = |topic: Topic| flag(topics.contains(&topic));
        [
            flag(self.urgency <= Urgency::Normal),
            flag(self.settled),
            feeling.text.negative,
            feeling.text.positive,
            about(Topic::Safety),
            about(Topic::Refund),
            about(Topic::AppCrash).max(about(Topic::AppLogin)),
            about(Topic::Support),
            about(Topic::Staff),
        ]
    }
}

/// How soon a person must act, and first and last word of what says so, with weights.
pub fn urge(
    rules: &Rules,
    feeling: &Feeling,
    topics: &[Topic],
    read: Option<&Read<'_>>,
) -> (Urgency, Vec<(u32, u32, f32)>) {
    let by_rules =
        |(_, hits): &(f32, Vec<(Hit, f32)>)| hits.iter().map(|(h, w)| (h.first, h.last, *w)).collect();
    let Some(read) = read else {
        let reasons = match rules.urgency {
            Urgency::Critical => by_rules(&rules.critical),
            Urgency::High => by_rules(&rules.high),
            Urgency::Normal | Urgency::Low => Vec::new(),
        };
        return (rules.urgency, reasons);
    };
    let logits = read.model.urgency(&read.reading, &rules.inputs(feeling, topics));
    let shift: [f32; ANSWERS] = std::array::from_fn(|k| read.shift[ANSWERS + k]);
    let urgency = decide(rules.urgency, logits, shift, read.alert_bias);
    let (ruled, answer) = match urgency {
        Urgency::Critical => (&rules.critical, 0),
        Urgency::High => (&rules.high, 1),
        Urgency::Normal | Urgency::Low => return (urgency, Vec::new()),
    };
    let reasons: Vec<_> = by_rules(ruled);
    if !reasons.is_empty() {
        return (urgency, reasons);
    }
    let mut words: Vec<(u32, u32, f32)> = (0_u32..)
        .zip(read.model.urgency_by_word(read.folded, read.text, &read.reading))
        .map(|(at, scores)| (at, at, scores[answer]))
        .filter(|(.., weight)| *weight > 0.0)
        .collect();
    words.sort_by(|a, b| b.2.total_cmp(&a.2));
    words.truncate(3);
    (urgency, words)
}

/// Rules and model together; `logits` are of "critical", "high or worse", "normal or worse", `shift` is what
/// corrections add to them, `bias` what the settings add to the first two. The settings never overrule a rule.
pub fn decide(rules: Urgency, logits: [f32; ANSWERS], shift: [f32; ANSWERS], bias: f32) -> Urgency {
    let [critical, alert, complaint] = std::array::from_fn(|k| logits[k] + shift[k]);
    let (critical, alert) = (critical + bias, alert + bias);
    // What the rules call critical stays so until corrections say plainly that it is not.
    let ruled = match rules {
        Urgency::Critical if shift[0] < OVERRULED => Urgency::High,
        other => other,
    };
    let rules = match ruled {
        Urgency::Critical | Urgency::High if shift[1] < OVERRULED => Urgency::Normal,
        other => other,
    };
    if rules == Urgency::Critical || critical > WAKE_CRITICAL {
        Urgency::Critical
    } else if rules <= Urgency::High && alert > KEEP_HIGH || alert > WAKE_HIGH {
        Urgency::High
    } else if complaint > COMPLAINT {
        Urgency::Normal
    } else {
        Urgency::Low
    }
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
