//! What the author is doing with the text, and whose fault it may be.

use super::book::Kind;
use super::hits::{Hit, Matched};
use super::sentiment::Feeling;
use crate::domain::{Fault, Intent, Sentiment, Topic, Urgency};

/// Whether the author insults a person (not the firm, not the situation).
pub fn is_abusive(matched: &Matched<'_>, hits: &[Hit]) -> bool {
    has(matched, hits, Kind::Insult)
}

fn has(matched: &Matched<'_>, hits: &[Hit], kind: Kind) -> bool {
    hits.iter().any(|h| matched.rule(h).kind == kind && !h.negated)
}

/// What the author wants with the text.
pub fn intend(
    matched: &Matched<'_>,
    hits: &[Hit],
    feeling: &Feeling,
    urgency: Urgency,
    topics: &[Topic],
) -> Intent {
    let pressing = urgency <= Urgency::High || has(matched, hits, Kind::Complaint);
    if is_abusive(matched, hits) && !pressing && topics == [Topic::Other] {
        return Intent::Abuse;
    }
    if !pressing && feeling.of_text() != Sentiment::Negative {
        if has(matched, hits, Kind::Suggestion) {
            return Intent::Suggestion;
        }
        let asks = matched.folded.questions > 0 || has(matched, hits, Kind::Question);
        if asks && feeling.sentiment == Sentiment::Neutral {
            return Intent::Question;
        }
    }
    match feeling.sentiment {
        Sentiment::Positive if !pressing => Intent::Praise,
        Sentiment::Neutral if !pressing && feeling.praise > feeling.blame => Intent::Praise,
        _ => Intent::Complaint,
    }
}

/// A suggestion only: most complaints blame the business, praise blames nobody.
pub fn blame(matched: &Matched<'_>, hits: &[Hit], feeling: &Feeling, urgency: Urgency) -> Fault {
    if has(matched, hits, Kind::CustomerFault) {
        Fault::Customer
    } else if has(matched, hits, Kind::ThirdPartyFault) {
        Fault::ThirdParty
    } else if urgency <= Urgency::Normal || feeling.sentiment == Sentiment::Negative {
        Fault::Business
    } else {
        Fault::Unclear
    }
}
