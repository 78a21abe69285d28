//! What must not be offered, asked for or confirmed in the open: gifts, data, that somebody is a client.

use super::privacy;
use crate::lint::case::{Answered, Case, Findings};
use crate::lint::pattern::Hit;

pub(super) fn check(case: &Case<'_>, out: &mut Findings<'_, '_>) {
    incentives(case, out);
    for hit in case.scan.code("asks_pii_in_public") {
        // Asking to write to a private channel is not asking in the open.
        if !case.near("private_channel", hit.sentence, 1) || case.near("in_the_open", hit.sentence, 0) {
            out.add_hit("asks_pii_in_public", hit);
        }
    }
    out.add_patterns("confirms_patient_or_client_status");
}

/// Beginnings of words for what a customer may have had a right to.
const DUE: [&str; 12] = [
    "скидк",
    "подарочн",
    "бонус",
    "балл",
    "промокод",
    "сертификат",
    "купон",
    "discount",
    "voucher",
    "bonus",
    "gift",
    "coupon",
];

/// A gift that is offered. Where the review itself speaks of one («промокод не сработал») or asks a question («сколько
/// стоит доставка?»), only an offer counts. A repair for nothing is a remedy and no gift.
fn incentives(case: &Case<'_>, out: &mut Findings<'_, '_>) {
    let theirs = case
        .review
        .as_ref()
        .is_some_and(|r| !r.scan.code("incentive_in_public").is_empty() || asks(r));
    let offers = case.scan.lexicon("offer");
    let offered = |hit: &Hit| offers.iter().any(|o| o.sentence == hit.sentence);
    let remedies = case.scan.lexicon("remedy");
    let repaired = |hit: &Hit| {
        let first = case.reply.words[hit.word].fold.as_str();
        let mended = remedies.iter().any(|r| r.sentence == hit.sentence);
        let nothing = first.starts_with("бесплатн") || matches!(first, "за" | "free" | "complimentary");
        // «скидку касса не посчитала, разницу вернули»: what was due, unless more of it is offered
        let due = DUE.iter().any(|d| first.starts_with(d)) && !offered(hit);
        mended && (nothing || due)
    };
    for hit in case.scan.code("incentive_in_public") {
        let link = privacy::in_link(&case.reply.chars, hit.start);
        if (!theirs || offered(hit)) && !link && !repaired(hit) {
            out.add_hit("incentive_in_public", hit);
        }
    }
}

/// The whole review is a question.
fn asks(review: &Answered<'_>) -> bool {
    let sentences = &review.reading.sentences;
    !sentences.is_empty() && sentences.iter().all(|s| s.question)
}
