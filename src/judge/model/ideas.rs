//! Ideas behind words, by lists: «вдова», «поминки» and «свидетельство о смерти» are one idea in many words.
//!
//! A pair of ideas beside each other («сын» and «гипс», «хиджаб» and «отказали») tells an event in words that no text of the
//! training held. Lists: `config/lexicon/{ru,en}/ideas.tsv`, one idea a line: `name<TAB>слово слов* …`, `*` for any ending.

use super::features::{bucket, step};
use crate::judge::fold::Folded;
use crate::judge::stems::{Frozen, Stems};
use std::ops::Range;
use std::sync::LazyLock;

const FILES: [(&str, &str); 2] = [
    (
        "ru/ideas.tsv",
        include_str!("../../../config/lexicon/ru/ideas.tsv"),
    ),
    (
        "en/ideas.tsv",
        include_str!("../../../config/lexicon/en/ideas.tsv"),
    ),
];
/// Ideas fit into the bits of a set.
const MOST: usize = 64;
/// Two ideas belong together within so many words, and closely within so many.
const TOGETHER: usize = 12;
const CLOSELY: usize = 4;
/// A negation reaches so many words.
const NEGATION: usize = 2;
const NEGATIONS: [&str; 12] = [
    "не",
    "ни",
    "нет",
    "без",
    "никто",
    "никаких",
    "not",
    "no",
    "never",
    "without",
    "didn't",
    "wasn't",
];
/// Kinds of features.
const SINGLE: u32 = 0;
const PAIR: u32 = 1;
const CLOSE: u32 = 2;
/// An idea as it is and under a negation.
const SIGNS: u32 = 2 * MOST as u32;
/// All features there can be.
const FEATURES: usize = (3 * SIGNS * SIGNS) as usize;
/// Keeps these features apart from those of words.
const SEED: u64 = 0x61;

/// Bits of the ideas of a word.
pub type Ideas = u64;

struct Lists {
    terms: Frozen,
    /// By term.
    ideas: Vec<Ideas>,
}

impl Lists {
    /// The embedded lists; what is wrong in them is left out, and a test keeps it out of the repository.
    fn embedded() -> &'static Lists {
        static EMBEDDED: LazyLock<Lists> = LazyLock::new(|| Lists::read(&FILES).0);
        &EMBEDDED
    }

    fn read(files: &[(&str, &'static str)]) -> (Lists, Vec<String>) {
        let (mut stems, mut ideas, mut names) = (Stems::default(), Vec::new(), Vec::new());
        let mut faults = Vec::new();
        for (path, content) in files {
            for (number, line) in content.lines().enumerate() {
                let mut fault = |what: &str| faults.push(format!("{path}:{}: {what}", number + 1));
                let Some((name, words)) = line.split_once('\t') else {
                    fault("no tab between the idea and its words");
                    continue;
                };
                let idea = names.iter().position(|n| *n == name).unwrap_or_else(|| {
                    names.push(name);
                    names.len() - 1
                });
                if idea >= MOST {
                    fault("more ideas than bits");
                    continue;
                }
                for word in words.split_whitespace() {
                    // words are folded and cut at hyphens
                    if word.contains(['-', 'ё']) {
                        fault(&format!("{word:?} matches no word"));
                    }
                    let term = usize::from(stems.add(word));
                    ideas.resize(ideas.len().max(term + 1), 0);
                    ideas[term] |= 1 << idea;
                }
            }
        }
        let terms = stems.freeze();
        (Lists { terms, ideas }, faults)
    }
}

/// Complaints about the embedded lists, `file:line: what`.
pub fn faults() -> Vec<String> {
    Lists::read(&FILES).1
}

/// The ideas of every word of a text, up to a number of words.
pub fn ideas(folded: &Folded, most: usize) -> Vec<Ideas> {
    let lists = Lists::embedded();
    let of = |word| {
        let mut all = 0;
        let form = folded.form(word);
        lists
            .terms
            .find(form, |term| all |= lists.ideas[usize::from(term)]);
        all
    };
    folded.words.iter().take(most).map(of).collect()
}

/// Calls `emit` with the buckets of a stretch's ideas and pairs of ideas, each once.
pub fn each_idea(folded: &Folded, ideas: &[Ideas], stretch: Range<usize>, mut emit: impl FnMut(u32)) {
    // place of the word, idea (an idea under a negation is another one)
    let mut told: Vec<(usize, u32)> = Vec::new();
    let mut negation = None;
    for at in stretch {
        let Some(own) = ideas.get(at) else { break };
        if NEGATIONS.contains(&folded.form(&folded.words[at])) {
            negation = Some(at);
        }
        let denied = negation.is_some_and(|n| n < at && at - n <= NEGATION);
        let mut rest = *own;
        while rest != 0 {
            told.push((at, rest.trailing_zeros() * 2 + u32::from(denied)));
            rest &= rest - 1;
        }
    }
    let mut seen = [0_u64; FEATURES / 64];
    let mut once = |kind: u32, a: u32, b: u32| {
        let feature = (kind * SIGNS + a.min(b)) * SIGNS + a.max(b);
        let (cell, bit) = (&mut seen[feature as usize / 64], 1 << (feature % 64));
        if *cell & bit == 0 {
            *cell |= bit;
            emit(bucket(step(u64::from(feature), SEED)));
        }
    };
    for (n, (at, idea)) in told.iter().enumerate() {
        once(SINGLE, *idea, *idea);
        for (other, its) in told[n + 1..].iter().take_while(|(o, _)| o - at <= TOGETHER) {
            once(PAIR, *idea, *its);
            if other - at <= CLOSELY {
                once(CLOSE, *idea, *its);
            }
        }
    }
}
