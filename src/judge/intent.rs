//! What the author is doing with the text, and whose fault it may be.

use super::book::Kind;
use super::hits::{Hit, Matched};
use super::sentiment::Feeling;
use crate::domain::{Fault, Intent, Sentiment, Topic, Urgency};

/// Whether the author insults a person (not the firm, not the situation).
pub fn is_abusive(matched: &Matched<'_>, hits: &[Hit]) -> bool {
    has(hits, Kind::Insult) || people_behind_stars(matched, hits)
}

/// «операторы откровенные х****»: a word behind stars right beside people.
fn people_behind_stars(matched: &Matched<'_>, hits: &[Hit]) -> bool {
    /// So many words apart at most.
    const BESIDE: u32 = 2;
    let words = &matched.folded.words;
    if !words.iter().any(|w| w.starred) {
        return false;
    }
    let people = hits.iter().filter(|h| h.kind == Kind::Person);
    people.into_iter().any(|person| {
        let first = person.first.saturating_sub(BESIDE) as usize;
        let last = (person.last + BESIDE) as usize;
        let sentence = words[person.first as usize].sentence;
        let near = words.iter().take(last + 1).skip(first);
        near.into_iter()
            .any(|w| w.starred && w.sentence == sentence && names(matched.folded.form(w)))
    })
}

fn has(hits: &[Hit], kind: Kind) -> bool {
    hits.iter().any(|h| h.kind == kind && !h.negated)
}

/// Hidden words that begin so may be names for people; others are mostly verbs, «м*****» is «мошенники», and stars
/// among digits hide a number.
fn names(form: &str) -> bool {
    form.starts_with([
        'к', 'г', 'с', 'т', 'б', 'д', 'х', 'п', 'ч', 'b', 'a', 'c', 'd', 'm', 'p',
    ])
}

/// What the author wants with the text.
pub fn intend(
    matched: &Matched<'_>,
    hits: &[Hit],
    feeling: &Feeling,
    urgency: Urgency,
    topics: &[Topic],
) -> Intent {
    let pressing = urgency <= Urgency::High || has(hits, Kind::Complaint);
    if is_abusive(matched, hits) && !pressing && topics == [Topic::Other] {
        return Intent::Abuse;
    }
    if !pressing && feeling.of_text() != Sentiment::Negative {
        if has(hits, Kind::Suggestion) {
            return Intent::Suggestion;
        }
        let asks = !matched.folded.asked.is_empty() || has(hits, Kind::Question);
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
pub fn blame(hits: &[Hit], feeling: &Feeling, urgency: Urgency) -> Fault {
    if has(hits, Kind::CustomerFault) {
        Fault::Customer
    } else if has(hits, Kind::ThirdPartyFault) {
        Fault::ThirdParty
    } else if urgency <= Urgency::Normal || feeling.sentiment == Sentiment::Negative {
        Fault::Business
    } else {
        Fault::Unclear
    }
}
