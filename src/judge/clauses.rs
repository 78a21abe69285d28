//! Clauses: what a review praises and what it blames, each with its place and topics.
//!
//! `units` cuts the text at marks, at words that turn (`turns`: «но», ", though"), at headings («Недостатки:») and at
//! signs of a list (`+`, `-`); `weigh` gives each stretch what the lexicon and the model have already given its words;
//! here the two sides of a turn are weighed against each other and neighbours are joined. The text is not read again.
//! Drafts and pages take the result from the verdict: [`super::Verdict::clauses`].

use super::book::Kind;
use super::hits::{Hit, Matched};
use super::sentiment::Feeling;
use super::units::{Unit, units};
use super::weigh::weigh;
use crate::domain::Topic;

/// What a clause does with what it names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Praised,
    Blamed,
}

impl Side {
    /// The word of the reasons: `praised` or `blamed`.
    pub fn word(self) -> &'static str {
        match self {
            Side::Praised => "praised",
            Side::Blamed => "blamed",
        }
    }

    fn of(score: f32) -> Side {
        if score > 0.0 { Side::Praised } else { Side::Blamed }
    }
}

/// A praised or blamed stretch of the text.
#[derive(Debug)]
pub struct Clause {
    pub side: Side,
    /// First and last word.
    pub first: u32,
    pub last: u32,
    /// Above 0: how plainly it takes its side.
    pub weight: f32,
    /// What it is about by the lexicon, `other` where nothing is known.
    pub topics: [Option<Topic>; 2],
}

/// Below this a clause takes no side.
const TAKES: f32 = 0.2;
/// A text of so many clauses has a lean of its own.
const MANY: f32 = 10.0;
/// From this lean, times the side, on a contrast alone gives no side.
const OTHERWISE: f32 = 0.7;
/// A lean beyond this is no surer.
const LEANS: f32 = 4.0;
/// A side that follows from a contrast alone.
const BY_CONTRAST: f32 = 0.45;
/// How sure a turn is of the opposite; a mere «а» is less so.
const OPPOSED: f32 = 1.2;
const FAINTLY: f32 = 0.4;
/// By how much surer, where only the model has read one of the two.
const UNSURE: f32 = 2.0;
/// Clauses around a turn that differ by less tell nothing.
const TELLS: f32 = 0.08;
/// More clauses are not told of; so many stand in the longest reviews.
const MOST: usize = 24;

/// The clauses of a text that praises and blames; empty for a text that only does one of the two.
pub fn read(matched: &Matched<'_>, hits: &[Hit], feeling: &Feeling, text: &str) -> Vec<Clause> {
    let mut units = units(matched, hits, text);
    if units.len() < 2 {
        return Vec::new();
    }
    let lean = lean(feeling, units.len());
    weigh(matched, hits, feeling, lean, &mut units);
    contrast(&mut units, lean);
    let clauses = join(&units);
    let both = |side: Side| clauses.iter().any(|c| c.side == side);
    if !both(Side::Praised) || !both(Side::Blamed) {
        return Vec::new();
    }
    name(hits, clauses)
}

/// To which side the whole text leans, stars included: below 0 to blame, at most [`LEANS`] either way. In a text of
/// few clauses each of them may be the exception.
fn lean(feeling: &Feeling, clauses: usize) -> f32 {
    let many = (clauses as f32 / MANY).min(1.0);
    (feeling.p.positive / feeling.p.negative)
        .ln()
        .clamp(-LEANS, LEANS)
        * many
}

/// The clauses on both sides of a turn most likely say the opposite of each other: of the four ways to take sides the
/// likeliest holds, unless the whole text plainly says otherwise.
fn contrast(units: &mut [Unit], lean: f32) {
    let groups = groups(units);
    for pair in groups.windows(2) {
        let (before, after) = (pair[0].clone(), pair[1].clone());
        let turning = &units[after.start];
        if !turning.turns || units[before.start].label || units[before.end - 1].label {
            continue;
        }
        let sure = |of: &std::ops::Range<usize>| units[of.clone()].iter().any(|u| u.sure);
        let opposed = if turning.opposes { OPPOSED } else { FAINTLY }
            * if sure(&before) && sure(&after) {
                1.0
            } else {
                UNSURE
            };
        let sum = |of: &std::ops::Range<usize>| units[of.clone()].iter().map(|u| u.score).sum::<f32>();
        let (left, right) = (sum(&before), sum(&after));
        if (left - right).abs() < TELLS {
            continue;
        }
        // both sides take the same one only where each is surer of it than the turn is
        if left * right > 0.0 && 2.0 * left.abs().min(right.abs()) > opposed {
            continue;
        }
        let side = if left > right { 1.0 } else { -1.0 };
        take(&mut units[before], side, lean);
        take(&mut units[after], -side, lean);
    }
}

/// Gives a group its side, by its first clause that says little, where none of its clauses takes it.
fn take(group: &mut [Unit], side: f32, lean: f32) {
    if group.iter().any(|u| u.score * side >= TAKES) {
        return;
    }
    let other = if side * lean < -OTHERWISE {
        0.0
    } else {
        side * BY_CONTRAST
    };
    for unit in group.iter_mut().filter(|u| !u.label) {
        unit.score = other;
    }
}

/// Runs of clauses from one turn, or beginning of a sentence, to the next.
fn groups(units: &[Unit]) -> Vec<std::ops::Range<usize>> {
    let mut groups: Vec<std::ops::Range<usize>> = Vec::with_capacity(units.len());
    for (at, unit) in units.iter().enumerate() {
        match groups.last_mut() {
            Some(group)
                if !unit.turns
                    && !unit.label
                    && units[group.start].sentence == unit.sentence
                    && units[group.start].heading == unit.heading =>
            {
                group.end = at + 1;
            }
            _ => groups.push(at..at + 1),
        }
    }
    groups
}

/// Neighbours of one sentence and one mind make one clause; what says nothing joins what follows it, else what it
/// follows.
fn join(units: &[Unit]) -> Vec<Clause> {
    let mut clauses: Vec<Clause> = Vec::with_capacity(units.len());
    // sentence of the last clause, and the first word that waits for the next one
    let mut sentence = None;
    let mut waiting: Option<(u32, u32)> = None;
    for unit in units {
        if unit.label {
            (sentence, waiting) = (None, None);
            continue;
        }
        if waiting.is_some_and(|(s, _)| s != unit.sentence) {
            waiting = None;
        }
        if unit.score.abs() < TAKES {
            match clauses.last_mut() {
                Some(clause) if sentence == Some(unit.sentence) && !unit.turns => clause.last = unit.last,
                _ => waiting = waiting.or(Some((unit.sentence, unit.first))),
            }
            continue;
        }
        let side = Side::of(unit.score);
        match clauses.last_mut() {
            Some(clause) if clause.side == side && sentence == Some(unit.sentence) && !unit.turns => {
                clause.last = unit.last;
                clause.weight = clause.weight.max(unit.score.abs());
            }
            _ => clauses.push(Clause {
                side,
                first: waiting
                    .filter(|_| !unit.turns)
                    .map_or(unit.first, |(_, first)| first),
                last: unit.last,
                weight: unit.score.abs(),
                topics: [None; 2],
            }),
        }
        sentence = Some(unit.sentence);
        waiting = None;
    }
    clauses
}

/// Gives every clause its topics; of very many the plainest are kept.
fn name(hits: &[Hit], mut clauses: Vec<Clause>) -> Vec<Clause> {
    if clauses.len() > MOST {
        clauses.sort_by(|a, b| b.weight.total_cmp(&a.weight));
        clauses.truncate(MOST);
        clauses.sort_by_key(|c| c.first);
    }
    for hit in hits {
        let Kind::Topic(topic) = hit.kind else {
            continue;
        };
        let at = clauses.partition_point(|c| c.last < hit.last);
        if let Some(clause) = clauses.get_mut(at).filter(|c| c.first <= hit.last)
            && !clause.topics.contains(&Some(topic))
            && let Some(free) = clause.topics.iter_mut().find(|t| t.is_none())
        {
            *free = Some(topic);
        }
    }
    for clause in &mut clauses {
        clause.topics[0].get_or_insert(Topic::Other);
    }
    clauses
}
