//! What the model may see of a review: its words without anybody's name, contact, link or number.

use crate::domain::Lang;
use crate::domain::text::{Reading, fold};
use crate::lint::name::{Author, is_given, is_patronymic};

/// Characters of a review that are shown to the model.
const MOST: usize = 2_000;
/// Digits from which a number may be somebody's (order, card, phone).
const DIGITS: usize = 4;

/// The text with everything personal replaced by a word in brackets.
pub fn masked(text: &str, author: Option<&str>, lang: Lang) -> String {
    let text: String = text.chars().take(MOST).collect();
    let (name, contact, number) = lang.pick(
        ("[имя]", "[контакт]", "[номер]"),
        ("[name]", "[contact]", "[number]"),
    );
    let tokens = author.map(|a| Author::read(a).tokens).unwrap_or_default();
    let mut out = String::with_capacity(text.len());
    for (i, piece) in named(&text, &tokens, name).split_whitespace().enumerate() {
        if i > 0 {
            out.push(' ');
        }
        if piece.contains('@') || piece.contains("://") || piece.contains("www.") || is_host(piece) {
            out.push_str(contact);
        } else {
            out.push_str(piece);
        }
    }
    numbered(&out, number)
}

/// `t.me/somebody`, `shop.example`.
fn is_host(piece: &str) -> bool {
    let piece = piece.trim_matches(|c: char| !c.is_alphanumeric());
    let host = piece.split('/').next().unwrap_or_default();
    let Some((names, top)) = host.rsplit_once('.') else {
        return false;
    };
    let plain = |s: &str| {
        !s.is_empty()
            && s.chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.'))
    };
    plain(names) && top.len() >= 2 && top.chars().all(|c| c.is_ascii_alphabetic())
}

/// Names of persons, words of the author's name, and whatever else has a capital inside of a sentence.
fn named(text: &str, tokens: &[String], mask: &str) -> String {
    let reading = Reading::new(text);
    let mut out = String::new();
    let mut at = 0;
    for word in &reading.words {
        let own = tokens.contains(&fold(&word.fold));
        let person = word.capital && (is_given(&word.fold) || is_patronymic(&word.fold));
        let begins = reading
            .sentences
            .get(word.sentence)
            .is_some_and(|s| s.start == word.start);
        let polite = word.fold == "i"
            || word.fold.starts_with("вы")
            || word.fold.starts_with("вас")
            || word.fold.starts_with("ва");
        let proper = word.capital && !begins && !polite;
        if own || person || proper {
            out.push_str(&reading.slice(at, word.start));
            out.push_str(mask);
            at = word.end;
        }
    }
    out.push_str(&reading.slice(at, reading.chars.len()));
    out
}

/// Runs of digits, with the punctuation that people put into them.
fn numbered(text: &str, mask: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < chars.len() {
        if !chars[at].is_ascii_digit() {
            out.push(chars[at]);
            at += 1;
            continue;
        }
        let (mut end, mut digits, mut look) = (at, 0, at);
        while look < chars.len() && look - end <= 2 {
            match chars[look] {
                c if c.is_ascii_digit() => {
                    digits += 1;
                    look += 1;
                    end = look;
                }
                ' ' | '-' | '(' | ')' | '.' | '*' => look += 1,
                _ => break,
            }
        }
        if digits >= DIGITS {
            if out.ends_with('+') {
                out.pop();
            }
            out.push_str(mask);
        } else {
            out.extend(&chars[at..end]);
        }
        at = end;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_can_be_found_by_what_leaves_the_house() {
        let seen = masked(
            "Мастер Ольга и Лаптева! Звоните Ольге +7 (912) 345-67-89, olga@mail.example, t.me/olga_l, заказ 102938. Ждал 40 минут.",
            Some("Вера Лаптева"),
            Lang::Ru,
        );
        for gone in [
            "Ольга",
            "Ольге",
            "Лаптева",
            "912",
            "mail.example",
            "t.me",
            "102938",
        ] {
            assert!(!seen.contains(gone), "{gone}: {seen}");
        }
        for kept in ["Мастер", "Ждал 40 минут", "заказ [номер]"] {
            assert!(seen.contains(kept), "{kept}: {seen}");
        }
        let english = masked("Call John at 555-123-4567 or www.shop.example", None, Lang::En);
        assert_eq!(english, "Call [name] at [number] or [contact]");
    }
}
