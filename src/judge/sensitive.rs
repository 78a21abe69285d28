//! Events after which a machine must not answer.
//!
//! Rules know the wordings that somebody thought of and say exactly which words they mind; a small model
//! ([`Events`](super::model::Events)) hears the others.

use super::book::Kind;
use super::hits::{Hit, Matched};
use super::model::Events;
use super::sentiment::{Feeling, Read};
use crate::domain::Sensitive;

/// Order in which one hides the other when several fit (data/urgency-guideline.md).
const ORDER: [Sensitive; 5] = [
    Sensitive::Death,
    Sensitive::SelfHarm,
    Sensitive::Child,
    Sensitive::Injury,
    Sensitive::Discrimination,
];
/// From this probability on the model is believed without a rule (curve in `config/model/events/README.md`).
const HEARD: f32 = 0.3;
/// The same of a stretch of few words, which tells little, and of praise, whose authors tell a loss plainly.
const SURE: f32 = 0.5;
const FEW: usize = 8;
/// From this probability of "positive" on a text praises.
const PRAISE: f32 = 0.8;

/// An event with the first and the last word that report it.
#[derive(Debug, Clone, Copy)]
pub struct Event {
    pub what: Sensitive,
    pub first: u32,
    pub last: u32,
    /// 1 of a rule, else how probable the model finds it, 0 to 1.
    pub weight: f32,
}

/// The gravest event that the rules find reported as a fact; where they find none, what the model hears.
pub fn find(
    matched: &Matched<'_>,
    hits: &[Hit],
    feeling: &Feeling,
    read: Option<&Read<'_>>,
) -> Option<Event> {
    by_rules(matched, hits).or_else(|| by_model(read?, feeling))
}

fn by_rules(matched: &Matched<'_>, hits: &[Hit]) -> Option<Event> {
    ORDER.into_iter().find_map(|what| {
        // «Это дискриминация?» about a refused loan is no event
        let asks = |h: &Hit| {
            let sentence = matched.folded.words[h.first as usize].sentence;
            what == Sensitive::Discrimination && matched.folded.asked.contains(&sentence)
        };
        let tells = |h: &&Hit| !h.negated && !h.hypothetical && !asks(h);
        let hit = hits
            .iter()
            .find(|h| h.kind == Kind::Sensitive(what) && tells(h))?;
        Some(Event {
            what,
            first: hit.first,
            last: hit.last,
            weight: 1.0,
        })
    })
}

fn by_model(read: &Read<'_>, feeling: &Feeling) -> Option<Event> {
    let events = Events::embedded()?;
    let heard = &read.reading.heard;
    let loudest = events.loudest(read.folded, heard)?;
    let doubtful = loudest.words.len() < FEW || feeling.text.positive > PRAISE;
    if loudest.p < if doubtful { SURE } else { HEARD } {
        return None;
    }
    let (first, last) = events.telling(heard, &loudest.words);
    Some(Event {
        what: events.kind(read.folded, read.text, &loudest.words),
        first: first as u32,
        last: last as u32,
        weight: loudest.p,
    })
}
