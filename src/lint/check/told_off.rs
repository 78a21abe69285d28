//! What the author did, told to his face: «Вы вскрыли корпус», "you booked the basic room". No list foresees such acts;
//! those that accuse nobody («вы столкнулись») are the lexicon `innocent_act`.

use crate::lint::case::{Case, Kind};
use crate::lint::pattern::Hit;
use std::collections::HashSet;

/// Words between «вы» and the verb.
const REACH: usize = 4;
/// Shorter forms are other words too often: «или», «если».
const SHORTEST: usize = 5;
/// Words behind which «вы» begins a relative clause («фото, которые вы прислали») or the sentence wishes and concedes.
const NOT_BEFORE: [&str; 13] = [
    "что",
    "как",
    "когда",
    "где",
    "куда",
    "чем",
    "сколько",
    "пока",
    "если",
    "чтобы",
    "раз",
    "о",
    "хотя",
];
/// Words that take the author's side.
const KIND: [&str; 9] = [
    "если",
    "чтобы",
    "правы",
    "надеемся",
    "рады",
    "ценим",
    "if",
    "hope",
    "glad",
];
/// English clauses begin so.
const BEFORE: [&str; 8] = ["and", "but", "because", "since", "although", "yet", "while", "so"];

/// Acts of the author in an answer to his complaint, one at most in a sentence.
pub(super) fn acts(case: &Case<'_>) -> Vec<Hit> {
    if case.kind != Kind::Complaint {
        return Vec::new();
    }
    let words = &case.reply.words;
    let innocent: HashSet<usize> = case.scan.lexicon("innocent_act").iter().map(|h| h.word).collect();
    let polite = case.courteous(&["thanks", "sympathy", "excuse"]);
    let mut out = Vec::new();
    for (number, sentence) in case.reply.sentences.iter().enumerate() {
        let range = sentence.words.clone();
        let kind = words[range.clone()]
            .iter()
            .any(|w| KIND.contains(&w.fold.as_str()) || w.fold.starts_with("котор"));
        if sentence.question || polite.contains(&number) || kind {
            continue;
        }
        let told = range.clone().find_map(|i| {
            let verb = match words[i].fold.as_str() {
                "вы" => russian(case, i, range.end),
                "you" => english(case, i, range.start, range.end),
                _ => None,
            }?;
            (!innocent.contains(&verb)).then_some((i, verb))
        });
        out.extend(told.map(|(from, verb)| Hit {
            start: words[from].start,
            end: words[verb].end,
            word: from,
            sentence: number,
        }));
    }
    out
}

/// Nothing but blanks between two neighbours.
fn joined(case: &Case<'_>, i: usize) -> bool {
    let words = &case.reply.words;
    case.reply.chars[words[i].end..words[i + 1].start]
        .iter()
        .all(|c| c.is_whitespace())
}

/// «вы (два раза) вскрыли»
fn russian(case: &Case<'_>, you: usize, end: usize) -> Option<usize> {
    let words = &case.reply.words;
    let relative = you > 0 && NOT_BEFORE.contains(&words[you - 1].fold.as_str());
    if relative {
        return None;
    }
    let near = (you + 1..end.min(you + 1 + REACH)).take_while(|i| joined(case, i - 1));
    near.into_iter().find(|i| {
        let fold = &words[*i].fold;
        fold.chars().count() >= SHORTEST && (fold.ends_with("ли") || fold.ends_with("лись"))
    })
}

/// "you (also) booked", at the beginning of a clause
fn english(case: &Case<'_>, you: usize, start: usize, end: usize) -> Option<usize> {
    const IRREGULAR: [&str; 14] = [
        "chose", "sat", "drove", "threw", "wore", "broke", "forgot", "knew", "ate", "drank", "kept", "slept",
        "began", "let",
    ];
    let words = &case.reply.words;
    let begins = you == start || !joined(case, you - 1) || BEFORE.contains(&words[you - 1].fold.as_str());
    let near = (you + 1..end.min(you + 3)).take_while(|i| joined(case, i - 1));
    let past = |w: &str| (w.len() > SHORTEST && w.ends_with("ed")) || IRREGULAR.contains(&w);
    begins.then(|| near.into_iter().find(|i| past(&words[*i].fold)))?
}
