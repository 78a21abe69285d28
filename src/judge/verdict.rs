//! What the judge says of a review.

use super::clauses::Side;
use crate::domain::words::Probabilities;
use crate::domain::{Fault, Intent, Sensitive, Sentiment, Topic, Urgency};
use serde::{Deserialize, Serialize};

/// How a review was read; the output object of `otklik judge` without its `id`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Verdict {
    /// `ru`, `en`, `mixed` or `other`.
    pub lang: String,
    pub sentiment: Sentiment,
    pub p: Probabilities,
    pub urgency: Urgency,
    pub topics: Vec<Topic>,
    pub fault: Fault,
    pub sensitive: Option<Sensitive>,
    /// An insult at a person (not swearing at a situation).
    pub abusive: bool,
    pub intent: Intent,
    /// Stars and text contradict each other.
    pub conflict: bool,
    /// One neutral line, without obscenities.
    pub summary: String,
    pub reasons: Vec<Reason>,
}

/// A stretch of the text that decided something.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reason {
    /// `sentiment:negative`, `urgency:critical`, `topic:staff`, `praised:quality`, `blamed:waiting`…
    #[serde(rename = "for")]
    pub about: String,
    /// Character offsets into the text, half open.
    pub start: usize,
    pub end: usize,
    pub text: String,
    pub weight: f32,
}

/// What one clause of a mixed text says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Told<'v> {
    pub side: Side,
    /// What it is about; `other` where the lexicon knows no subject.
    pub topic: Topic,
    /// Character offsets into the text, half open.
    pub start: usize,
    pub end: usize,
    pub text: &'v str,
}

impl Verdict {
    /// What a text that praises **and** blames says of what, in the order of the text; a clause with two topics comes
    /// twice. Empty for a text that does only one of the two: there `sentiment` and `topics` say it all.
    ///
    /// The page of a thread shows it, and alerts quote what is blamed ([`Verdict::blamed`]). Drafts read clauses of
    /// their own (`draft::clauses`, which says why); for one thing they may ask [`Verdict::side_at`].
    pub fn clauses(&self) -> impl Iterator<Item = Told<'_>> {
        self.reasons.iter().filter_map(|reason| {
            let (kind, topic) = reason.about.split_once(':')?;
            let side = match kind {
                "praised" => Side::Praised,
                "blamed" => Side::Blamed,
                _ => return None,
            };
            Some(Told {
                side,
                topic: topic.parse().ok()?,
                start: reason.start,
                end: reason.end,
                text: &reason.text,
            })
        })
    }

    /// What the text blames, in its own words and order, each stretch once: the blamed clauses of a mixed text; of one
    /// that only blames or tells of harm, the clauses of its subjects in which something speaks for blame or urgency.
    /// Empty for texts that blame nothing or ask.
    pub fn blamed(&self) -> Vec<&str> {
        let mut places: Vec<(usize, usize, &str)> = self
            .clauses()
            .filter(|c| c.side == Side::Blamed)
            .map(|c| (c.start, c.end, c.text))
            .collect();
        let harms = self.urgency == Urgency::Critical || self.sensitive.is_some();
        let blames = self.sentiment == Sentiment::Negative && self.intent != Intent::Question;
        if places.is_empty() && (harms || blames) {
            let speaks = |subject: &&Reason| {
                self.reasons.iter().any(|r| {
                    let blames = r.about == "sentiment:negative" || r.about.starts_with("urgency:");
                    blames && subject.start <= r.start && r.end <= subject.end
                })
            };
            let subjects = self.reasons.iter().filter(|r| r.about.starts_with("topic:"));
            places.extend(subjects.filter(speaks).map(|r| (r.start, r.end, r.text.as_str())));
        }
        places.sort_unstable();
        places.dedup();
        places.into_iter().map(|(_, _, text)| text).collect()
    }

    /// The side of the clause in which a stretch begins (characters of the text); none outside of all clauses and in
    /// texts that only praise or only blame.
    pub fn side_at(&self, start: usize) -> Option<Side> {
        let mut clauses = self.clauses();
        clauses
            .find(|c| c.start <= start && start < c.end)
            .map(|c| c.side)
    }
}
