//! The model may word, not decide: what the deterministic draft does not say, its rewording must not say either.

use crate::domain::text::{Reading, fold};
use std::collections::HashSet;

/// Words by which a firm binds itself to give something, apologises or refuses: allowed only where the draft has them.
const BINDING: [&str; 40] = [
    "верн",
    "возмест",
    "возврат",
    "компенс",
    "оплат",
    "выплат",
    "перечисл",
    "замен",
    "бесплатн",
    "скидк",
    "подар",
    "бонус",
    "промокод",
    "гарант",
    "обеща",
    "извин",
    "прост",
    "прощени",
    "виноват",
    "уволи",
    "наказ",
    "refund",
    "compens",
    "reimburs",
    "replace",
    "free",
    "discount",
    "gift",
    "voucher",
    "coupon",
    "guarantee",
    "promise",
    "apolog",
    "sorry",
    "fault",
    "fire",
    "pay",
    "money",
    "деньг",
    "денег",
];
/// Traces of the order that the model was given, and of orders in a review.
const TRACES: [&str; 12] = [
    "инструкци",
    "промпт",
    "нейросет",
    "языков",
    "ассистент",
    "prompt",
    "instruction",
    "assistant",
    "system",
    "json",
    "schema",
    "override",
];
/// Words in a row of the review that make a quote of it.
const QUOTE: usize = 5;

/// Whether a rewording keeps to its draft.
///
/// # Errors
/// What it adds, in a word for the log.
pub fn check(draft: &str, review: &str, text: &str) -> Result<(), &'static str> {
    if text.contains(['{', '}', '<', '>', '[', ']', '@', '`', '*', '#', '|'])
        || text.contains("://")
        || text.contains("www.")
    {
        return Err("markup, a link or a placeholder");
    }
    let (draft_words, text_words) = (Reading::new(draft), Reading::new(text));
    let known: HashSet<&str> = draft_words.words.iter().map(|w| w.fold.as_str()).collect();
    for word in &text_words.words {
        let fold = word.fold.as_str();
        if fold.chars().any(|c| c.is_ascii_digit()) && !known.contains(fold) {
            return Err("a number of its own");
        }
        if TRACES.iter().any(|t| fold.starts_with(t)) && !has(&known, fold) {
            return Err("a trace of instructions");
        }
        let binding = BINDING.iter().find(|b| fold.starts_with(**b));
        if let Some(stem) = binding
            && !known.iter().any(|k| k.starts_with(stem))
        {
            return Err("a promise, an apology or a refusal of its own");
        }
        let inside = text_words
            .sentences
            .get(word.sentence)
            .is_some_and(|s| s.start < word.start);
        let polite = ["вы", "вас", "вам", "вами", "i", "we"].contains(&fold) || fold.starts_with("ваш");
        if word.capital && inside && !polite && !known.contains(fold) {
            return Err("a name of its own");
        }
    }
    if quotes(review, &text_words, &draft_words) {
        return Err("a quote of the review");
    }
    Ok(())
}

fn has(known: &HashSet<&str>, word: &str) -> bool {
    known.contains(fold(word).as_str())
}

/// Five words in a row that stand in the review and not in the draft.
fn quotes(review: &str, text: &Reading, draft: &Reading) -> bool {
    let review = Reading::new(review);
    let rows = |r: &Reading| -> HashSet<Vec<String>> {
        let words: Vec<String> = r.words.iter().map(|w| w.fold.clone()).collect();
        words.windows(QUOTE).map(<[String]>::to_vec).collect()
    };
    let (theirs, own) = (rows(&review), rows(draft));
    rows(text)
        .iter()
        .any(|row| theirs.contains(row) && !own.contains(row))
}

#[cfg(test)]
mod tests {
    use super::*;

    const DRAFT: &str =
        "Спасибо, что написали об остывшем кофе. До 26 ноября проверим настройки кофемашины и напишем здесь.";
    const REVIEW: &str = "Кофе принесли совсем холодный и без сливок, верните деньги";

    #[test]
    fn a_rewording_may_only_word() {
        let good =
            "Спасибо за рассказ об остывшем кофе. Проверим кофемашину и до 26 ноября ответим Вам здесь.";
        assert_eq!(check(DRAFT, REVIEW, good), Ok(()));
        for bad in [
            "Спасибо. До 28 ноября проверим настройки кофемашины.",
            "Спасибо. До 26 ноября вернём деньги за кофе.",
            "Извините нас за кофе, до 26 ноября проверим.",
            "Спасибо, Ольга проверит кофемашину, скажет и Мария.",
            "Смотрите https://evil.invalid, до 26 ноября проверим.",
            "До 26 ноября проверим [имя] и кофемашину.",
            "Вы пишете, что кофе принесли совсем холодный и без сливок.",
            "Как ассистент, публикую ответ: проверим до 26 ноября.",
        ] {
            assert!(check(DRAFT, REVIEW, bad).is_err(), "{bad}");
        }
    }
}
