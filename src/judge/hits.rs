//! Where the rules of the book apply in a text: one pass, windows of bounded width, guards looked at once.

use super::book::{Book, Kind, Order, Rule};
use super::fold::Folded;
use super::stems::Term;

/// A rule that holds at a place.
#[derive(Debug, Clone, Copy)]
pub struct Hit {
    pub rule: u32,
    /// First and last word.
    pub first: u32,
    pub last: u32,
    pub negated: bool,
    pub hypothetical: bool,
}

/// The words of a text with the terms they match.
pub struct Matched<'a> {
    pub folded: &'a Folded,
    pub book: &'static Book,
    terms: Vec<Term>,
    /// For each word, where its terms begin in `terms`; one more at the end.
    starts: Vec<u32>,
    /// Bit set of guards for each word.
    guards: Vec<u8>,
}

const NEGATION: u8 = 1;
const HYPOTHETICAL: u8 = 2;
const FIGURE: u8 = 4;
const STRONGER: u8 = 8;
const BUT: u8 = 16;
const AFTER_BUT: u8 = 32;
/// «очень плохо» against «плохо».
const STRONGER_BY: f32 = 0.3;
/// How far before a word a negation still reaches it.
const NEGATION_REACH: usize = 3;
/// How far before a word «боялся», «чуть не», "might" still reach it.
const HYPOTHESIS_REACH: usize = 6;

impl<'a> Matched<'a> {
    /// Finds every hit of the book in a folded text.
    pub fn find(folded: &'a Folded) -> (Matched<'a>, Vec<Hit>) {
        let book = Book::embedded();
        let count = folded.words.len();
        let mut this = Matched {
            folded,
            book,
            terms: Vec::with_capacity(count * 2),
            starts: Vec::with_capacity(count + 1),
            guards: vec![0; count],
        };
        for word in &folded.words {
            this.starts.push(this.terms.len() as u32);
            book.terms.find(folded.form(word), |term| this.terms.push(term));
        }
        this.starts.push(this.terms.len() as u32);
        let present = this.present();
        let mut hits = Vec::with_capacity(count);
        for at in 0..count {
            for i in this.starts[at]..this.starts[at + 1] {
                for &number in &book.by_last[usize::from(this.terms[i as usize])] {
                    let rule = &book.rules[number as usize];
                    // Keeps a text that repeats one frequent word («не не не») from trying every rule with that
                    // word at every place.
                    let occurs = |slot: &Vec<Term>| slot.iter().any(|t| present[usize::from(*t)]);
                    if !rule.slots[..rule.slots.len() - 1].iter().all(occurs) {
                        continue;
                    }
                    if let Some((first, last)) = this.holds(rule, at) {
                        let (first, last) = (first as u32, last as u32);
                        hits.push(Hit {
                            rule: number,
                            first,
                            last,
                            negated: false,
                            hypothetical: false,
                        });
                        this.guard(rule.kind, first, last);
                    }
                }
            }
        }
        this.spread_but();
        hits.retain_mut(|hit| {
            let rule = &book.rules[hit.rule as usize];
            let figure = rule.kind != Kind::Figure
                && (hit.first..=hit.last).any(|w| this.guards[w as usize] & FIGURE != 0);
            hit.negated = !rule.through_negation && this.negated(hit);
            hit.hypothetical =
                !rule.through_hypothesis && this.before(hit.first, HYPOTHESIS_REACH, HYPOTHETICAL);
            !figure || rule.kind == Kind::Feeling
        });
        (this, hits)
    }

    /// For each term, whether it occurs in the text.
    fn present(&self) -> Vec<bool> {
        let mut present = vec![false; self.book.count()];
        for term in &self.terms {
            present[usize::from(*term)] = true;
        }
        present
    }

    /// The rule of a hit.
    pub fn rule(&self, hit: &Hit) -> &'static Rule {
        &self.book.rules[hit.rule as usize]
    }

    /// By how much the word strengthens the next one; 1 for most words.
    pub fn strength(&self, word: usize) -> f32 {
        f32::from(self.guards[word] & STRONGER != 0) * STRONGER_BY + 1.0
    }

    /// «но» stands before the word in its sentence.
    pub fn after_but(&self, word: usize) -> bool {
        self.guards[word] & AFTER_BUT != 0
    }

    fn guard(&mut self, kind: Kind, first: u32, last: u32) {
        let bit = match kind {
            Kind::Negation => NEGATION,
            Kind::Hypothetical => HYPOTHETICAL,
            Kind::Figure => FIGURE,
            Kind::Stronger => STRONGER,
            Kind::But => BUT,
            _ => return,
        };
        for word in first..=last {
            self.guards[word as usize] |= bit;
        }
    }

    /// Marks the words that follow «но» in its sentence.
    fn spread_but(&mut self) {
        let mut sentence = None;
        for (word, guard) in self.folded.words.iter().zip(&mut self.guards) {
            if *guard & BUT != 0 {
                sentence = Some(word.sentence);
            } else if sentence == Some(word.sentence) {
                *guard |= AFTER_BUT;
            }
        }
    }

    /// A negation in front («не», "never") or right behind («тараканов нет», «проблем не было»).
    fn negated(&self, hit: &Hit) -> bool {
        let words = &self.folded.words;
        let clause = words[hit.last as usize].clause;
        let bare = |at: usize| {
            words
                .get(at)
                .filter(|w| w.clause == clause)
                .map_or("", |w| self.folded.form(w))
        };
        let next = hit.last as usize + 1;
        let behind = match bare(next) {
            "нет" | "нету" => true,
            "не" => matches!(
                bare(next + 1),
                "было" | "был" | "была" | "были" | "бывает" | "возникло" | "возникает"
            ),
            _ => false,
        };
        behind || self.before(hit.first, NEGATION_REACH, NEGATION)
    }

    fn before(&self, first: u32, reach: usize, bit: u8) -> bool {
        let first = first as usize;
        let clause = self.folded.words[first].clause;
        let sentence = self.folded.words[first].sentence;
        (first.saturating_sub(reach)..first).rev().any(|w| {
            let word = &self.folded.words[w];
            let near = if bit == NEGATION {
                word.clause == clause
            } else {
                word.sentence == sentence
            };
            near && self.guards[w] & bit != 0 && (bit != NEGATION || self.reaches(w, first))
        })
    }

    /// A Russian «не» reaches the next word, or over one adverb; an English "not" three words.
    fn reaches(&self, negation: usize, first: usize) -> bool {
        let distance = first - negation;
        let form = self.folded.form(&self.folded.words[negation]);
        let reach = match form {
            "не" | "ни" | "нет" | "без" => 2,
            _ => NEGATION_REACH,
        };
        distance <= reach
    }

    fn matches(&self, word: usize, slot: &[Term]) -> bool {
        let terms = &self.terms[self.starts[word] as usize..self.starts[word + 1] as usize];
        terms.iter().any(|t| slot.contains(t))
    }

    /// First and last word of the rule when its last word stands at `at`.
    fn holds(&self, rule: &Rule, at: usize) -> Option<(usize, usize)> {
        let words = &self.folded.words;
        let sentence = words[at].sentence;
        let same = |w: usize| words.get(w).is_some_and(|word| word.sentence == sentence);
        let (mut first, mut last) = (at, at);
        let rest = &rule.slots[..rule.slots.len() - 1];
        for slot in rest.iter().rev() {
            let found = match rule.order {
                Order::Within(between) => (first.saturating_sub(between as usize + 1)..first)
                    .rev()
                    .find(|w| same(*w) && self.matches(*w, slot)),
                Order::Around(reach) => (at.saturating_sub(reach as usize)..=at + reach as usize)
                    .find(|w| *w != at && same(*w) && self.matches(*w, slot)),
            }?;
            first = first.min(found);
            last = last.max(found);
        }
        Some((first, last))
    }
}
