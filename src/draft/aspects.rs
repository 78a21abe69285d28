//! What a review is about, in words of ours: the only thing of a review that gets into a draft.

use super::clauses::{Clauses, Feeling};
use super::groups::{Cases, Group, Groups};
use super::nouns::Words;
use super::situations::Situations;
use super::span;
use crate::domain::text::Reading;
use crate::domain::{Lang, Topic};

/// Words of a review that are looked at; what matters stands there.
const MOST_WORDS: usize = 600;
/// What a situation of the list weighs, against 1 to 12 of a thing.
const SITUATION: u32 = 9;
/// A second aspect must say at least this much.
const WORTH_A_SECOND: u32 = 6;

/// One thing that the review is about.
#[derive(Debug, Clone)]
pub struct Aspect {
    pub group: &'static Group,
    pub cases: Cases,
    /// The name itself is a fault.
    pub bad: bool,
    /// Ends with a subordinate clause.
    pub clause: bool,
    feeling: Feeling,
    good: bool,
    score: u32,
    /// Words of the review it was read from.
    words: (usize, usize),
}

impl Aspect {
    /// The general name of a group, where the review has no word that we know.
    pub fn general(group: &'static Group) -> Aspect {
        Aspect {
            group,
            cases: group.forms.cases(),
            bad: false,
            clause: false,
            feeling: Feeling::Unknown,
            good: false,
            score: 1,
            words: (0, 0),
        }
    }
}

/// All aspects of a review, best first.
pub struct Aspects(Vec<Aspect>);

impl Aspects {
    /// Reads them; `topics` are the judge's.
    pub fn find(lang: Lang, review: &Reading, topics: &[Topic]) -> Aspects {
        let groups = Groups::of(lang);
        let situations = Situations::of(lang);
        let clauses = Clauses::new(review, situations);
        let mut found: Vec<Aspect> = Vec::new();
        let mut add =
            |group: &str, cases: Cases, bad: bool, good: bool, score: u32, words: (usize, usize)| {
                let Some(group) = groups.named(group) else { return };
                let feeling = clauses.feeling(words.1.saturating_sub(1));
                let blamed = if feeling == Feeling::Bad { 2 } else { 0 };
                let known = if topics.contains(&group.topic) { 2 } else { 0 };
                found.push(Aspect {
                    clause: cases[0].contains(','),
                    score: score + blamed + known,
                    group,
                    cases,
                    bad,
                    good,
                    feeling,
                    words,
                });
            };
        if let Some(wait) = span::waited(lang, review) {
            add("queue", wait.cases, true, false, SITUATION + 2, wait.words);
        }
        for (s, hit) in situations.find(review) {
            let last = review
                .words
                .iter()
                .rposition(|w| w.end <= hit.end)
                .unwrap_or(hit.word);
            add(
                &s.group,
                s.cases.clone(),
                s.bad,
                false,
                SITUATION,
                (hit.word, last + 1),
            );
        }
        for thing in Words::of(lang).find(review, MOST_WORDS) {
            add(
                thing.group,
                thing.cases,
                thing.bad,
                thing.good,
                thing.weight,
                thing.words,
            );
        }
        of_one_world(&mut found);
        found.sort_by_key(|a| (std::cmp::Reverse(a.score), a.words.0));
        Aspects(found)
    }

    /// Up to two of what is blamed, or merely named.
    pub fn blamed(&self) -> Vec<&Aspect> {
        let open = |a: &&Aspect| a.feeling != Feeling::Good && !a.good;
        let chosen = pick(self.0.iter().filter(open));
        if chosen.is_empty() {
            // a complaint in words that the list of feelings does not know
            return pick(self.0.iter().filter(|a| !a.good))
                .into_iter()
                .take(1)
                .collect();
        }
        chosen
    }

    /// Up to two of what is praised; `all`: the whole review is praise.
    pub fn praised(&self, all: bool) -> Vec<&Aspect> {
        let open = |a: &&Aspect| {
            !a.bad && (a.feeling == Feeling::Good || a.good || (all && a.feeling == Feeling::Unknown))
        };
        let mut list: Vec<&Aspect> = self.0.iter().filter(open).collect();
        // in praise a good clause says more than any weight
        list.sort_by_key(|a| {
            (
                !(a.feeling == Feeling::Good || a.good),
                std::cmp::Reverse(a.score),
            )
        });
        pick(list.into_iter())
    }
}

/// Groups that speak of one kind of business.
fn world(group: &str) -> Option<&'static str> {
    const WORLDS: [(&str, &[&str]); 8] = [
        (
            "bank",
            &[
                "bankcard", "credit", "deposit", "branch", "docs", "money", "security",
            ],
        ),
        ("cafe", &["kitchen", "drinks", "dessert"]),
        ("app", &["app", "appuse", "login", "ads", "social"]),
        ("shop", &["goods", "expiry"]),
        ("stay", &["hotel"]),
        ("care", &["clinic", "beauty"]),
        ("road", &["car", "travel", "seat", "flight"]),
        ("story", &["book", "film"]),
    ];
    WORLDS
        .iter()
        .find(|(_, groups)| groups.contains(&group))
        .map(|(world, _)| *world)
}

/// A wheel in a review of a bank is a figure of speech: what stands apart from the world of the review weighs less.
fn of_one_world(found: &mut [Aspect]) {
    let mut worlds: Vec<(&str, u32)> = Vec::new();
    for world in found.iter().filter_map(|a| world(&a.group.name)) {
        match worlds.iter_mut().find(|(w, _)| *w == world) {
            Some((_, n)) => *n += 1,
            None => worlds.push((world, 1)),
        }
    }
    let Some(most) = worlds.iter().map(|(_, n)| *n).max() else {
        return;
    };
    for a in found {
        let own = world(&a.group.name).and_then(|w| worlds.iter().find(|(v, _)| *v == w));
        if own.is_some_and(|(_, n)| n * 2 <= most && *n < most) {
            a.score = a.score.saturating_sub(5);
        }
    }
}

/// The best, and a second one that is not the same thing in other words.
fn pick<'a>(list: impl Iterator<Item = &'a Aspect>) -> Vec<&'a Aspect> {
    let mut out: Vec<&Aspect> = Vec::new();
    for a in list {
        match out.first() {
            None => out.push(a),
            Some(first) if a.score >= WORTH_A_SECOND && differ(first, a) => {
                out.push(a);
                break;
            }
            Some(_) => {}
        }
    }
    out
}

/// No shared word, by its first letters, and no shared place in the review.
fn differ(a: &Aspect, b: &Aspect) -> bool {
    let apart = a.words.1 <= b.words.0 || b.words.1 <= a.words.0;
    let stem = |w: &str| w.chars().take(4).collect::<String>().to_lowercase();
    let shared = a.cases[0]
        .split_whitespace()
        .filter(|w| w.chars().count() > 3)
        .any(|w| b.cases[0].split_whitespace().any(|v| stem(v) == stem(w)));
    apart && !shared
}

/// «о холодном кофе и очереди»: preposition and case (0 to 4) of one or two aspects.
pub fn joined(aspects: &[&Aspect], case: usize, and: &str) -> Option<super::spin::Value> {
    let last = aspects.last()?;
    let mut text = String::new();
    for (i, a) in aspects.iter().enumerate() {
        if i > 0 {
            if aspects[i - 1].clause {
                text.push(',');
            }
            text.push_str(and);
        }
        text.push_str(&a.cases[case]);
    }
    Some(super::spin::Value {
        text,
        clause: last.clause,
    })
}
