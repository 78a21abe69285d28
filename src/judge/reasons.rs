//! The words that decided, with their place in the text.

use super::Reason;
use super::clauses::{Clause, Side};
use super::fold::{Word, is_letter};
use super::hits::Matched;
use super::irony::Irony;
use super::sensitive::Event;
use super::sentiment::Feeling;
use super::topics::Sign;
use crate::domain::{Sentiment, Urgency};
use rustc_hash::FxHashSet;
use std::sync::LazyLock;

/// Words that are no reason to anybody.
const SILENT: &str = include_str!("../../config/lexicon/silent.txt");
static SILENT_WORDS: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| {
    let lines = SILENT.lines().filter(|l| !l.starts_with('#'));
    lines.flat_map(|l| l.split(' ')).collect()
});
/// What a step of the lexicon weighs beside the model: both have a hand in what decided.
const RULED: f32 = 0.1;
/// Beside phrases of the lexicon a word of the model alone is shown from this weight on.
const TELLING: f32 = 0.14;

/// So many reasons of one kind are shown; more would hide the text under marks.
const OF_A_KIND: usize = 5;

/// What a reason is for: `topic:staff`.
fn about(kind: &str, what: &str) -> String {
    [kind, ":", what].concat()
}

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

    /// Of words that lie in one another only the longest stretch, which says most.
    pub fn urgency(&mut self, urgency: Urgency, words: &[(u32, u32, f32)]) {
        let mut kept: Vec<(u32, u32, f32)> = Vec::new();
        for (first, last, weight) in words {
            if kept.iter().any(|(f, l, _)| f <= first && last <= l) {
                continue;
            }
            kept.retain(|(f, l, _)| !(first <= f && l <= last));
            kept.push((*first, *last, *weight));
        }
        for (first, last, weight) in kept.into_iter().take(OF_A_KIND) {
            self.push(about("urgency", urgency.word()), (first, last), weight);
        }
    }

    pub fn sensitive(&mut self, found: Option<&Event>) {
        if let Some(event) = found {
            self.push(
                about("sensitive", event.what.word()),
                (event.first, event.last),
                event.weight,
            );
        }
    }

    /// What spoke most for the side that won, of a neutral text for both sides: phrases of the lexicon with what the
    /// model gives their words, then words that the model alone knows. Grammar is no reason to a reader.
    pub fn sentiment(&mut self, feeling: &Feeling) {
        let wins = |weight: f32| match feeling.sentiment {
            Sentiment::Negative => weight < 0.0,
            Sentiment::Positive => weight > 0.0,
            Sentiment::Neutral => weight != 0.0,
        };
        let mut told: Vec<(u32, u32, f32)> = feeling
            .ruled
            .iter()
            .filter(|(.., weight)| wins(*weight))
            .map(|(first, last, weight)| (self.negation(*first), *last, weight * RULED))
            .collect();
        let phrases = told.len();
        for (first, last, weight) in feeling.counted.iter().filter(|(.., weight)| wins(*weight)) {
            let inside = |t: &&mut (u32, u32, f32)| t.0 <= *first && *last <= t.1;
            match told.iter_mut().find(inside) {
                Some(phrase) if phrase.2 * weight > 0.0 => phrase.2 += weight,
                Some(_) => {}
                None if self.says(*first, *last) && (phrases == 0 || weight.abs() >= TELLING) => {
                    told.push((*first, *last, *weight));
                }
                None => {}
            }
        }
        told.sort_by(|a, b| b.2.abs().total_cmp(&a.2.abs()));
        for (first, last, weight) in told.into_iter().take(OF_A_KIND) {
            let side = if weight < 0.0 {
                Sentiment::Negative
            } else {
                Sentiment::Positive
            };
            self.push(about("sentiment", side.word()), (first, last), weight.abs());
        }
    }

    /// The word before, where it is the «не» of this one.
    fn negation(&self, first: u32) -> u32 {
        let words = &self.matched.folded.words;
        let before = first.checked_sub(1).map(|b| &words[b as usize]);
        let negates = |w: &Word| {
            matches!(self.matched.folded.form(w), "не" | "not" | "no" | "без")
                && w.sentence == words[first as usize].sentence
                && w.title == words[first as usize].title
        };
        if before.is_some_and(negates) {
            first - 1
        } else {
            first
        }
    }

    /// Some word of a stretch says something by itself.
    fn says(&self, first: u32, last: u32) -> bool {
        let words = &self.matched.folded.words[first as usize..=last as usize];
        words.iter().any(|w| {
            let form = self.matched.folded.form(w);
            let written = !form.chars().any(|c| c.is_ascii_digit());
            let long = form.chars().nth(1).is_some() || !form.chars().all(is_letter);
            written && long && !SILENT_WORDS.contains(form)
        })
    }

    /// Each topic with the clause that it comes from.
    pub fn topics(&mut self, signs: &[Sign]) {
        for (topic, first, last, weight) in signs {
            let clause = self.clause(*first, *last);
            self.push(about("topic", topic.word()), clause, *weight);
        }
    }

    /// The marks of praise that is not meant.
    pub fn irony(&mut self, irony: Option<&Irony>) {
        for (first, last, weight) in irony.into_iter().flat_map(|i| &i.marks).take(OF_A_KIND) {
            self.push("irony:mark".to_owned(), (*first, *last), *weight);
        }
    }

    /// What a mixed text praises and what it blames. Words of the other feeling in a clause decided nothing: there is
    /// no praise in «чуть тёплый».
    pub fn clauses(&mut self, clauses: &[Clause]) {
        let words = &self.matched.folded.words;
        for clause in clauses {
            let (from, to) = (
                words[clause.first as usize].start,
                words[clause.last as usize].end,
            );
            let other = match clause.side {
                Side::Praised => "sentiment:negative",
                Side::Blamed => "sentiment:positive",
            };
            self.list
                .retain(|r| r.about != other || r.start < from as usize || r.end > to as usize);
        }
        for clause in clauses {
            for topic in clause.topics.into_iter().flatten() {
                let about = about(clause.side.word(), topic.word());
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
