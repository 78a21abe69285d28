//! Clauses of a review and what is felt in each: «кофе вкусный, но официант нагрубил» praises one thing and blames
//! another.
//!
//! The judge reads clauses too (`judge::clauses`), and there are two readings for a reason. The judge tells people what a
//! **mixed** text praises and blames, and keeps silent where that would mislead: in texts of one side, of harm, of
//! questions. A draft needs an answer for **every word** of every text: whether just this thing is praised or blamed,
//! by the patterns of the very trade that also say what went wrong (`situations`); whether it stands behind a turn or
//! under the heading of faults, though nothing is felt about it; whether somebody was without it. And heroes are read
//! without a verdict. What a whole clause blames, drafts may ask of the verdict: `judge::Verdict::side_at`.

use super::situations::Situations;
use crate::domain::text::Reading;

/// What a clause says about what it names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Feeling {
    Good,
    Bad,
    Unknown,
}

/// The clause of every word and the feeling of every clause.
pub struct Clauses {
    of_word: Vec<usize>,
    feelings: Vec<Feeling>,
    /// The clause follows a turn, or stands under the heading of faults.
    turned: Vec<bool>,
    /// What a turn says beside praise: the clause behind «но», or in front of «зато».
    aside: Vec<bool>,
    /// The clause wishes for something: what it names was not there.
    wished: Vec<bool>,
    /// The clause stands under the heading of faults.
    headed: Vec<bool>,
    /// Words that somebody was without: «нет краски», "no parking".
    lacked: Vec<bool>,
}

/// Words that begin another clause.
const TURNS: [&str; 13] = [
    "но",
    "а",
    "зато",
    "однако",
    "хотя",
    "только",
    "but",
    "however",
    "although",
    "though",
    "yet",
    "except",
    "until",
];
/// Of these what is blamed stands in front.
const MAKE_UP: [&str; 1] = ["зато"];
/// Headings of reviews with a form: what follows is praise, blame, or either.
const PRAISE_HEADS: [&str; 5] = ["достоинства", "плюсы", "понравилось", "pros", "likes"];
const BLAME_HEADS: [&str; 5] = ["недостатки", "минусы", "cons", "dislikes", "improvements"];
/// Under a heading these say that there is nothing of the kind: «Недостатки: не нашёл».
const NOTHING: [&str; 15] = [
    "нет",
    "не",
    "никаких",
    "никакие",
    "ничего",
    "отсутствуют",
    "отсутствует",
    "их",
    "минусов",
    "недостатков",
    "плюсов",
    "достоинств",
    "none",
    "nothing",
    "no",
];
/// Clauses that a remark takes up.
const REMARK: usize = 2;
/// Words under a heading up to which it can say so.
const NOTHING_LENGTH: usize = 6;
/// Words that take away what follows them.
const WITHOUT: [&str; 24] = [
    "нет",
    "без",
    "нету",
    "не",
    "ни",
    "мало",
    "отсутствует",
    "отсутствие",
    "отсутствуют",
    "вместо",
    "кроме",
    "против",
    "закончилась",
    "закончились",
    "закончился",
    "no",
    "not",
    "without",
    "lack",
    "avoid",
    "avoided",
    "instead",
    "never",
    "except",
];
/// Words from such a word up to what is missing.
const WITHOUT_REACH: usize = 2;
const PLAIN_HEADS: [&str; 4] = ["отзыв", "комментарий", "нейтрально", "review"];

impl Clauses {
    /// Reads the clauses.
    pub fn new(review: &Reading, words: &Situations) -> Clauses {
        let mut of_word = Vec::with_capacity(review.words.len());
        let mut feelings: Vec<Feeling> = Vec::new();
        let mut turned: Vec<bool> = Vec::new();
        let mut aside: Vec<bool> = Vec::new();
        let mut headed_bad: Vec<bool> = Vec::new();
        let mut heading = Feeling::Unknown;
        for (i, word) in review.words.iter().enumerate() {
            let after = i.checked_sub(1).map(|b| &review.words[b]);
            let broken = after.is_none_or(|b| {
                b.sentence != word.sentence
                    || review.chars[b.end..word.start]
                        .iter()
                        .any(|c| matches!(c, ',' | ';' | ':' | '—' | '–' | '(' | ')' | '\n'))
            });
            let colon = review.chars.get(word.end) == Some(&':');
            let headed = if !colon {
                None
            } else if PRAISE_HEADS.contains(&word.fold.as_str()) {
                Some(Feeling::Good)
            } else if BLAME_HEADS.contains(&word.fold.as_str()) {
                Some(Feeling::Bad)
            } else if PLAIN_HEADS.contains(&word.fold.as_str()) {
                Some(Feeling::Unknown)
            } else {
                None
            };
            heading = match headed {
                Some(_) if empty(review, i) => Feeling::Unknown,
                _ => headed.unwrap_or(heading),
            };
            let turns = TURNS.contains(&word.fold.as_str());
            // «эспрессо пережжён, зато сырники отличные»: the turn says it of both sides
            if turns && let Some(last) = turned.last_mut() {
                *last = true;
            }
            let makes_up = MAKE_UP.contains(&word.fold.as_str());
            if makes_up && let Some(last) = aside.last_mut() {
                *last = true;
            }
            if broken || headed.is_some() || turns {
                feelings.push(heading);
                turned.push(turns || heading == Feeling::Bad);
                aside.push(turns && !makes_up || heading == Feeling::Bad);
                headed_bad.push(heading == Feeling::Bad);
            }
            of_word.push(feelings.len().saturating_sub(1));
        }
        let lacked = (0..review.words.len())
            .map(|i| {
                let near = &review.words[i.saturating_sub(WITHOUT_REACH)..i];
                // «не только восстановила цвет» takes nothing away
                let only = near.iter().any(|w| ["только", "only"].contains(&w.fold.as_str()));
                !only
                    && near
                        .iter()
                        .any(|w| w.sentence == review.words[i].sentence && WITHOUT.contains(&w.fold.as_str()))
            })
            .collect();
        let mut clauses = Clauses {
            of_word,
            feelings,
            turned,
            wished: vec![false; aside.len()],
            aside,
            headed: headed_bad,
            lacked,
        };
        // «единственное, что…»: the clause and what it goes on to say
        for hit in words.mild.hits(review) {
            let Some(first) = clauses.of_word.get(hit.word).copied() else {
                continue;
            };
            let same = |c: usize| {
                let word = clauses.of_word.iter().position(|of| *of == c);
                word.is_some_and(|w| review.words[w].sentence == hit.sentence)
            };
            for clause in (first..first + REMARK).filter(|c| same(*c)).collect::<Vec<_>>() {
                clauses.turned[clause] = true;
                clauses.aside[clause] = true;
                clauses.wished[clause] = true;
            }
        }
        // blame after praise: «не вкусно» is both, and means blame
        for (patterns, feeling) in [(&words.good, Feeling::Good), (&words.bad, Feeling::Bad)] {
            for hit in patterns.hits(review) {
                if let Some(clause) = clauses.of_word.get(hit.word)
                    && (feeling == Feeling::Bad || clauses.feelings[*clause] != Feeling::Bad)
                {
                    clauses.feelings[*clause] = feeling;
                }
            }
        }
        clauses
    }

    /// The clause of a word follows a turn, or stands under the heading of faults.
    pub fn turned(&self, word: usize) -> bool {
        let clause = self.of_word.get(word).and_then(|c| self.turned.get(*c));
        clause.copied().unwrap_or(false)
    }

    /// The clause of a word is what a turn sets against praise.
    pub fn aside(&self, word: usize) -> bool {
        let clause = self.of_word.get(word).and_then(|c| self.aside.get(*c));
        clause.copied().unwrap_or(false)
    }

    /// The clause of a word wishes for something.
    pub fn wished(&self, word: usize) -> bool {
        let clause = self.of_word.get(word).and_then(|c| self.wished.get(*c));
        clause.copied().unwrap_or(false)
    }

    /// The clause of a word stands under the heading of faults.
    pub fn under_faults(&self, word: usize) -> bool {
        let clause = self.of_word.get(word).and_then(|c| self.headed.get(*c));
        clause.copied().unwrap_or(false)
    }

    /// Somebody was without what the word names.
    pub fn lacked(&self, word: usize) -> bool {
        self.lacked.get(word).copied().unwrap_or(false)
    }

    /// The words of every clause.
    pub fn each(&self) -> Vec<std::ops::Range<usize>> {
        let mut out: Vec<std::ops::Range<usize>> = Vec::new();
        for (word, clause) in self.of_word.iter().enumerate() {
            match out.last_mut() {
                Some(last) if self.of_word[last.start] == *clause => last.end = word + 1,
                _ => out.push(word..word + 1),
            }
        }
        out
    }

    /// The feeling around a word.
    pub fn feeling(&self, word: usize) -> Feeling {
        let clause = self.of_word.get(word).and_then(|c| self.feelings.get(*c));
        clause.copied().unwrap_or(Feeling::Unknown)
    }
}

/// Under the heading at a word nothing is told.
fn empty(review: &Reading, heading: usize) -> bool {
    let mut rest = review.words.iter().skip(heading + 1).peekable();
    let first = rest.peek().filter(|w| NOTHING.contains(&w.fold.as_str()));
    // «Недостатки: нет, пользуюсь с удовольствием»
    let whole = first.is_some_and(|w| matches!(review.chars.get(w.end), Some(',' | '.' | '!' | '\n')));
    let first = first.is_some();
    let heads = [&PRAISE_HEADS[..], &BLAME_HEADS[..], &PLAIN_HEADS[..]].concat();
    let length = rest.take_while(|w| !heads.contains(&w.fold.as_str())).count();
    whole || first && length <= NOTHING_LENGTH
}
