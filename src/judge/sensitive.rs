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
        let hit = hits
            .iter()
            .find(|h| matched.rule(h).kind == Kind::Sensitive(what) && !h.negated && !h.hypothetical)?;
        Some((what, *hit))
    })
}
