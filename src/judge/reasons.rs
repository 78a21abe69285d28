//! The words that decided, with their place in the text.

use super::Reason;
use super::clauses::Clause;
use super::hits::{Hit, Matched};
use super::sentiment::Feeling;
use super::topics::Sign;
use crate::domain::{Sensitive, Sentiment, Urgency};

/// So many reasons of one kind are shown; more would hide the text under marks.
const OF_A_KIND: usize = 5;

pub struct Reasons<'a> {
    matched: &'a Matched<'a>,
    text: &'a str,
    pub list: Vec<Reason>,
}

impl<'a> Reasons<'a> {
    pub fn new(matched: &'a Matched<'a>, text: &'a str) -> Self {
        Reasons {
            matched,
            text,
            list: Vec::new(),
        }
    }

    pub fn urgency(&mut self, urgency: Urgency, words: &[(u32, u32, f32)]) {
        for (first, last, weight) in words.iter().take(OF_A_KIND) {
            self.push(format!("urgency:{urgency}"), (*first, *last), *weight);
        }
    }

    pub fn sensitive(&mut self, found: Option<(Sensitive, Hit)>) {
        if let Some((what, hit)) = found {
            self.push(format!("sensitive:{what}"), (hit.first, hit.last), 1.0);
        }
    }

    /// The strongest words on the side that won; of a neutral text the strongest of both sides.
    pub fn sentiment(&mut self, feeling: &Feeling) {
        let mut strongest: Vec<_> = feeling
            .counted
            .iter()
            .filter(|(.., weight)| match feeling.sentiment {
                Sentiment::Negative => *weight < 0.0,
                Sentiment::Positive => *weight > 0.0,
                Sentiment::Neutral => true,
            })
            .collect();
        strongest.sort_by(|a, b| b.2.abs().total_cmp(&a.2.abs()));
        for (first, last, weight) in strongest.into_iter().take(OF_A_KIND) {
            let side = if *weight < 0.0 {
                Sentiment::Negative
            } else {
                Sentiment::Positive
            };
            self.push(format!("sentiment:{side}"), (*first, *last), weight.abs());
        }
    }

    /// Each topic with the clause that it comes from.
    pub fn topics(&mut self, signs: &[Sign]) {
        for (topic, first, last, weight) in signs {
            let clause = self.clause(*first, *last);
            self.push(format!("topic:{topic}"), clause, *weight);
        }
    }

    /// What a mixed text praises and what it blames.
    pub fn clauses(&mut self, clauses: &[Clause]) {
        for clause in clauses {
            for topic in &clause.topics {
                let about = format!("{}:{topic}", clause.side.word());
                self.push(about, (clause.first, clause.last), clause.weight);
            }
        }
    }

    /// First and last word of the clauses in which some words stand.
    fn clause(&self, first: u32, last: u32) -> (u32, u32) {
        let words = &self.matched.folded.words;
        let alike =
            |a: usize, b: usize| words[a].clause == words[b].clause && words[a].title == words[b].title;
        let (mut from, mut to) = (first as usize, last as usize);
        while from > 0 && alike(from - 1, from) {
            from -= 1;
        }
        while to + 1 < words.len() && alike(to, to + 1) {
            to += 1;
        }
        (from as u32, to as u32)
    }

    /// Words of the title decide too, but the offsets of the contract are offsets into the text.
    fn push(&mut self, about: String, (first, last): (u32, u32), weight: f32) {
        let words = &self.matched.folded.words[first as usize..=last as usize];
        let (Some(first), Some(last)) = (words.first(), words.iter().max_by_key(|w| w.end)) else {
            return;
        };
        if first.title || last.title {
            return;
        }
        let text = self.matched.folded.span(self.text, first, last).to_owned();
        self.list.push(Reason {
            about,
            start: first.start as usize,
            end: last.end as usize,
            text,
            weight,
        });
    }
}
