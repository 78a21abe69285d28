//! Events after which a machine must not answer.

use super::book::Kind;
use super::hits::{Hit, Matched};
use crate::domain::Sensitive;

/// Order in which one hides the other when several fit (data/urgency-guideline.md).
const ORDER: [Sensitive; 5] = [
    Sensitive::Death,
    Sensitive::SelfHarm,
    Sensitive::Child,
    Sensitive::Injury,
    Sensitive::Discrimination,
];

/// The gravest event that the text reports as a fact.
pub fn find(matched: &Matched<'_>, hits: &[Hit]) -> Option<(Sensitive, Hit)> {
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
        Some((what, *hit))
    })
}
