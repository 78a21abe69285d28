//! What must not be offered, asked for or confirmed in the open: gifts, data, that somebody is a client.

use super::privacy;
use crate::lint::Level;
use crate::lint::case::{Answered, Case, Findings};
use crate::lint::pattern::Hit;

pub(super) fn check(case: &Case<'_>, out: &mut Findings<'_, '_>) {
    incentives(case, out);
    for hit in case.scan.code("asks_pii_in_public") {
        // Asking to write to a private channel is not asking in the open.
        // «укажите вашу почту»: what the author has is asked for, and no channel of ours.
        let theirs = |word: usize| {
            let before = word.checked_sub(1).and_then(|b| case.reply.words.get(b));
            before.is_some_and(|w| w.fold == "your" || w.fold.starts_with("ваш") || w.fold.starts_with("сво"))
                || one_of_the_data(case, word)
        };
        let channels = case.scan.lexicon("private_channel");
        let private = channels
            .iter()
            .any(|c| c.sentence.abs_diff(hit.sentence) <= 1 && !theirs(c.word))
            || mail_near(case, hit.sentence);
        if !private || case.near("in_the_open", hit.sentence, 0) {
            out.add_hit("asks_pii_in_public", hit);
        }
    }
    out.add_patterns("confirms_patient_or_client_status");
    // Where the line of business is not told, the words of the case tell it: those of a doctor's or a bank's own for
    // certain, others with a warning, for they may err.
    let level = if case.keeps_secrets() {
        Level::Block
    } else if case.reviews_regulated() {
        Level::Warn
    } else {
        return;
    };
    for hit in case.scan.code("confirms_patient_or_client_status") {
        out.add_hit_as("confirms_patient_or_client_status", level, hit);
    }
}

/// «телефон и почту», "your phone and email": joined to another datum, and no way to reach us («на почту», "or email us").
fn one_of_the_data(case: &Case<'_>, word: usize) -> bool {
    let fold = |i: usize| case.reply.words.get(i).map_or("", |w| w.fold.as_str());
    let joined = word > 0 && matches!(fold(word - 1), "и" | "или" | "and" | "or");
    let mail = fold(word).starts_with("почт") || matches!(fold(word), "email" | "mail" | "имейл");
    mail && joined && !matches!(fold(word + 1), "us" | "me" | "at" | "our" | "нам")
}

/// An e-mail address in the sentence or beside it says where to write, whatever stands first: "send your number to
/// care@…", «на care@… пришлите номер заказа».
fn mail_near(case: &Case<'_>, sentence: usize) -> bool {
    let (start, _) = case.span(sentence.saturating_sub(1));
    let last = (sentence + 1).min(case.reply.sentences.len().saturating_sub(1));
    let chars = &case.reply.chars[start..case.span(last).1];
    chars
        .windows(3)
        .any(|w| w[1] == '@' && w[0].is_alphanumeric() && w[2].is_alphanumeric())
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
/// стоит доставка?»), and where the reply tells what became of it, only an offer counts. A repair for nothing is a remedy and no gift.
fn incentives(case: &Case<'_>, out: &mut Findings<'_, '_>) {
    let theirs = case
        .review
        .as_ref()
        .is_some_and(|r| !r.scan.code("incentive_in_public").is_empty() || asks(r));
    let offers = case.scan.lexicon("offer");
    let offered = |hit: &Hit| offers.iter().any(|o| o.sentence == hit.sentence);
    let maybe = case.scan.lexicon("may_offer");
    let near_offer = |hit: &Hit| maybe.iter().any(|o| o.sentence == hit.sentence);
    let remedies = case.scan.lexicon("remedy");
    let repaired = |hit: &Hit| {
        let first = case.reply.words[hit.word].fold.as_str();
        let mended = remedies.iter().any(|r| r.sentence == hit.sentence);
        let nothing = first.starts_with("бесплатн") || matches!(first, "за" | "free" | "complimentary");
        // «скидку касса не посчитала, разницу вернули»: what was due, unless more of it is offered
        let due = DUE.iter().any(|d| first.starts_with(d)) && !offered(hit);
        mended && (nothing || due)
    };
    // «баллы не начислились», "the voucher was scanned twice": what became of something the author had
    let facts = case.scan.lexicon("gift_fact");
    let told = |hit: &Hit| !offered(hit) && facts.iter().any(|f| f.sentence == hit.sentence);
    for hit in case.scan.code("incentive_in_public") {
        let link = privacy::in_link(&case.reply.chars, hit.start);
        // half a word of gifts offers nothing yet: «скидки считает касса», "the gift shop closes at six"
        let meant = offered(hit) || (!theirs && (near_offer(hit) || says_all(case, hit)));
        if meant && !link && !repaired(hit) && !told(hit) {
            out.add_hit("incentive_in_public", hit);
        }
    }
}

/// The place itself speaks of giving: «дарим промокод», «скидка 20%», «с нас торт»: more than the name of a thing.
fn says_all(case: &Case<'_>, hit: &Hit) -> bool {
    let words = case.reply.words[hit.word..].iter();
    words.take_while(|w| w.start < hit.end).count() > 1
        || case.reply.chars[hit.end..]
            .iter()
            .take(5)
            .any(|c| c.is_ascii_digit() || *c == '%')
}

/// The whole review is a question.
fn asks(review: &Answered<'_>) -> bool {
    let sentences = &review.reading.sentences;
    !sentences.is_empty() && sentences.iter().all(|s| s.question)
}
