//! Obscene words, masked ones, and words that one lost letter makes obscene.

use crate::lint::case::{Case, Findings};

/// Stems that are obscene in any word; `*` in the text stands for one letter.
const STEMS: [&str; 26] = [
    "хуй",
    "хуе",
    "хуи",
    "хуя",
    "хую",
    "пизд",
    "ебат",
    "ебан",
    "ебал",
    "ебуч",
    "заеб",
    "выеб",
    "уебо",
    "уеби",
    "бляд",
    "блят",
    "мудак",
    "мудил",
    "говн",
    "гавн",
    "залуп",
    "пидор",
    "пидар",
    "шлюх",
    "долбое",
    "gavn",
];
const EXACT: [&str; 9] = [
    "бля", "сука", "жопа", "жопу", "хер", "fuck", "shit", "asshole", "bitch",
];
const ENGLISH: [&str; 5] = ["fuck", "shitt", "bullshit", "motherf", "bitch"];
/// Decent words that hold such a stem.
const DECENT: [&str; 9] = [
    "оскорблят",
    "употреблят",
    "застрахуй",
    "страхуй",
    "психуй",
    "ребата",
    "колебат",
    "дебат",
    "потреблят",
];
/// Whole words that come close to decent ones by a typing error: found at one letter's distance.
const NEAR: [&str; 8] = [
    "говно",
    "гавно",
    "пизда",
    "жопой",
    "мудаки",
    "блядь",
    "gavno",
    "govno",
];
/// Words at that distance that nobody minds.
const NEAR_DECENT: [&str; 18] = [
    "давно",
    "говор",
    "ровно",
    "равно",
    "славно",
    "главно",
    "плавно",
    "звезда",
    "езда",
    "узда",
    "судак",
    "чудаки",
    "рыбаки",
    "гавно",
    "мудрый",
    "лопой",
    "попой",
    "копой",
];

pub(super) fn check(case: &Case<'_>, out: &mut Findings<'_, '_>) {
    for word in &case.reply.words {
        if obscene(&word.fold) || near(&word.fold) {
            out.add("obscene_or_near_obscene", (word.start, word.end), "");
        }
    }
}

fn obscene(word: &str) -> bool {
    if DECENT.iter().any(|d| word.contains(d)) {
        return false;
    }
    let begins = |stem: &str| masked_prefix(word, stem);
    EXACT
        .iter()
        .any(|e| word.chars().count() == e.chars().count() && begins(e))
        || ENGLISH.iter().any(|e| word.starts_with(e))
        || STEMS
            .iter()
            .any(|s| begins(s) || (!word.contains('*') && s.chars().count() >= 4 && inner(word, s)))
}

/// The stem inside a word, after a prefix of at most three letters.
fn inner(word: &str, stem: &str) -> bool {
    word.find(stem).is_some_and(|at| {
        word[..at].chars().count() <= 3 && !word.starts_with("ком") && !word.starts_with("руб")
    })
}

fn masked_prefix(word: &str, stem: &str) -> bool {
    let mut letters = word.chars();
    let mut plain = 0;
    for s in stem.chars() {
        match letters.next() {
            Some('*') => {}
            Some(c) if c == s => plain += 1,
            _ => return false,
        }
    }
    // `***` alone says nothing.
    plain >= 2
}

fn near(word: &str) -> bool {
    let n = word.chars().count();
    (5..=6).contains(&n) && !NEAR_DECENT.contains(&word) && NEAR.iter().any(|o| one_letter(word, o))
}

/// One letter changed; shorter and longer words are other words far too often.
fn one_letter(a: &str, b: &str) -> bool {
    a.chars().count() == b.chars().count() && a.chars().zip(b.chars()).filter(|(x, y)| x != y).count() == 1
}
