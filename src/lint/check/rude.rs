//! Obscene words, masked ones, and words that one lost letter makes obscene.

use crate::domain::text::fold;
use crate::lint::case::{Case, Findings};
use crate::lint::spelling;
use serde::Deserialize;
use std::sync::LazyLock;

/// `config/rules/obscene.toml` would be shown by accident; the lists lie apart from what people edit.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Lists {
    /// Beginnings that are obscene in any word.
    begin: Vec<String>,
    /// Stems that are obscene behind a prefix too, unless the dictionary knows the word.
    inside: Vec<String>,
    /// Whole words.
    exact: Vec<String>,
    /// Whole words that a typing error makes of decent ones.
    near: Vec<String>,
    /// Decent words that begin or sound so.
    decent: Vec<String>,
}

static LISTS: LazyLock<Lists> = LazyLock::new(|| {
    // part of the binary, read by a test
    toml::from_str(include_str!("../../../config/obscene.toml"))
        .unwrap_or_else(|error| panic!("embedded list of obscene words: {error}"))
});

pub(super) fn check(case: &Case<'_>, out: &mut Findings<'_, '_>) {
    for word in &case.reply.words {
        let chars = &case.reply.chars[word.start..word.end];
        if obscene(&word.fold) || near(&word.fold) || humps(chars).iter().any(|h| obscene(h)) {
            out.add("obscene_or_near_obscene", (word.start, word.end), "");
        }
    }
    masks(case, out);
}

/// Parts of a handle that is written as one word with capitals inside: "SillyGoose" is two words.
fn humps(chars: &[char]) -> Vec<String> {
    let begins = |i: &usize| chars[*i].is_uppercase() && chars[*i - 1].is_lowercase();
    let mut cuts: Vec<usize> = (1..chars.len()).filter(begins).collect();
    if cuts.is_empty() {
        return Vec::new();
    }
    cuts.insert(0, 0);
    cuts.push(chars.len());
    let part = |w: &[usize]| fold(&chars[w[0]..w[1]].iter().collect::<String>());
    cuts.windows(2).map(part).collect()
}

/// «п****», «х…й»: a letter or two and stars or dots for the rest.
fn masks(case: &Case<'_>, out: &mut Findings<'_, '_>) {
    for word in case.reply.words.iter().filter(|w| w.fold.chars().count() <= 3) {
        let stars = case.reply.chars[word.end..]
            .iter()
            .take_while(|c| **c == '*')
            .count();
        let free = word.start == 0 || case.reply.chars[word.start - 1] != '*';
        if stars >= 2 && free && word.fold.chars().all(char::is_alphabetic) {
            out.add("obscene_or_near_obscene", (word.start, word.end + stars), "");
        }
    }
}

fn obscene(word: &str) -> bool {
    let lists = &*LISTS;
    if lists.decent.iter().any(|d| word.starts_with(d.as_str())) {
        return false;
    }
    let same = |e: &String| word.chars().count() == e.chars().count() && masked_prefix(word, e);
    lists.exact.iter().any(same)
        || lists.begin.iter().any(|stem| masked_prefix(word, stem))
        || (lists.inside.iter().any(|s| behind_prefix(word, s)) && !spelling::knows(word))
}

/// The stem inside a word, after a prefix of one to three letters.
fn behind_prefix(word: &str, stem: &str) -> bool {
    word.find(stem)
        .is_some_and(|at| at > 0 && word[..at].chars().count() <= 3)
}

/// Begins with the stem, `*` in the word stands for one letter.
fn masked_prefix(word: &str, stem: &str) -> bool {
    let mut letters = word.chars();
    let mut plain = 0;
    let mut masked = 0;
    for s in stem.chars() {
        match letters.next() {
            Some('*') => masked += 1,
            Some(c) if c == s => plain += 1,
            _ => return false,
        }
    }
    // `***` alone says nothing.
    plain >= 2 || (plain >= 1 && masked >= 2)
}

/// One letter off an obscene word, and no word that the dictionary knows.
fn near(word: &str) -> bool {
    let n = word.chars().count();
    n >= 4
        && LISTS
            .near
            .iter()
            .any(|o| n.abs_diff(o.chars().count()) <= 1 && one_letter(word, o))
        && !LISTS.decent.iter().any(|d| word.starts_with(d.as_str()))
        && !spelling::knows(word)
}

/// One letter changed, lost or added.
fn one_letter(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let head = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let tail = a[head..]
        .iter()
        .rev()
        .zip(b[head..].iter().rev())
        .take_while(|(x, y)| x == y)
        .count();
    let (rest_a, rest_b) = (a.len() - head - tail, b.len() - head - tail);
    rest_a.max(rest_b) == 1
}
