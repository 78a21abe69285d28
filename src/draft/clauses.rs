//! Clauses of a review and what is felt in each: «кофе вкусный, но официант нагрубил» praises one thing and blames
//! another.

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
}

/// Words that begin another clause.
const TURNS: [&str; 12] = [
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
];
/// Headings of reviews with a form: what follows is praise, blame, or either.
const PRAISE_HEADS: [&str; 5] = ["достоинства", "плюсы", "понравилось", "pros", "likes"];
const BLAME_HEADS: [&str; 5] = ["недостатки", "минусы", "cons", "dislikes", "improvements"];
const PLAIN_HEADS: [&str; 4] = ["отзыв", "комментарий", "нейтрально", "review"];

impl Clauses {
    /// Reads the clauses.
    pub fn new(review: &Reading, words: &Situations) -> Clauses {
        let mut of_word = Vec::with_capacity(review.words.len());
        let mut feelings: Vec<Feeling> = Vec::new();
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
            heading = headed.unwrap_or(heading);
            if broken || headed.is_some() || TURNS.contains(&word.fold.as_str()) {
                feelings.push(heading);
            }
            of_word.push(feelings.len().saturating_sub(1));
        }
        let mut clauses = Clauses { of_word, feelings };
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

    /// The feeling around a word.
    pub fn feeling(&self, word: usize) -> Feeling {
        let clause = self.of_word.get(word).and_then(|c| self.feelings.get(*c));
        clause.copied().unwrap_or(Feeling::Unknown)
    }
}
