//! Where the rules of the book apply in a text: one pass, windows of bounded width, guards looked at once.

use super::book::{Book, Ending, Kind, Order, Rule, bit};
use super::fold::Folded;
use super::stems::Term;

/// A rule that holds at a place.
#[derive(Debug, Clone, Copy)]
pub struct Hit {
    rule: u32,
    /// Kind and weight of the rule.
    pub kind: Kind,
    pub weight: f32,
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
    /// For each word, the bits of its terms.
    bits: Vec<u64>,
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
            bits: Vec::with_capacity(count),
            guards: vec![0; count],
        };
        for word in &folded.words {
            let start = this.terms.len();
            book.terms.find(folded.form(word), |term| this.terms.push(term));
            this.starts.push(start as u32);
            this.bits
                .push(this.terms[start..].iter().fold(0, |bits, term| bits | bit(*term)));
        }
        this.starts.push(this.terms.len() as u32);
        let mut hits = Vec::with_capacity(count * 2);
        for at in 0..count {
            for i in this.starts[at]..this.starts[at + 1] {
                for ending in book.ending(this.terms[i as usize]) {
                    if let Some((first, last)) = this.hold(ending, at) {
                        let (first, last) = (first as u32, last as u32);
                        hits.push(Hit {
                            rule: ending.rule,
                            kind: ending.kind,
                            weight: ending.weight,
                            first,
                            last,
                            negated: false,
                            hypothetical: false,
                        });
                        this.guard(ending.kind, first, last);
                    }
                }
            }
        }
        this.spread_but();
        hits.retain_mut(|hit| {
            let rule = &book.rules[hit.rule as usize];
            let figure = hit.kind != Kind::Figure
                && (hit.first..=hit.last).any(|w| this.guards[w as usize] & FIGURE != 0);
            hit.negated = !rule.through_negation && this.negated(hit);
            hit.hypothetical =
                !rule.through_hypothesis && this.before(hit.first, HYPOTHESIS_REACH, HYPOTHETICAL);
            !figure || hit.kind == Kind::Feeling
        });
        (this, hits)
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
        let guarded = |w: &usize| self.guards[*w] & bit != 0;
        let reached = (first.saturating_sub(reach)..first).rev();
        reached.filter(guarded).any(|w| {
            let word = &self.folded.words[w];
            let near = if bit == NEGATION {
                word.clause == clause
            } else {
                word.sentence == sentence
            };
            near && (bit != NEGATION || self.reaches(w, first))
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

    /// The same as [`Self::holds`], by a look at the neighbours first. It keeps a text that repeats one frequent word
    /// («не не не») from trying every rule with that word at every place.
    fn hold(&self, ending: &Ending, at: usize) -> Option<(usize, usize)> {
        if ending.near == 0 {
            return Some((at, at));
        }
        let (back, ahead) = (usize::from(ending.back), usize::from(ending.ahead));
        let to = (at + ahead + 1).min(self.bits.len());
        let around = &self.bits[at.saturating_sub(back)..to];
        let near = around.iter().any(|bits| bits & ending.near != 0);
        near.then(|| self.holds(&self.book.rules[ending.rule as usize], at))?
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
                Order::Within(between) => (first.saturating_sub(usize::from(between) + 1)..first)
                    .rev()
                    .find(|w| same(*w) && self.matches(*w, slot)),
                Order::Around(reach) => (at.saturating_sub(usize::from(reach))..=at + usize::from(reach))
                    .find(|w| *w != at && same(*w) && self.matches(*w, slot)),
            }?;
            first = first.min(found);
            last = last.max(found);
        }
        Some((first, last))
    }
}
