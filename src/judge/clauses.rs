//! Clauses: what a review praises and what it blames, each with its place and topics.
//!
//! A clause ends at a mark, at a word of contrast («но», «зато», "but"), at a heading («Недостатки:») and at a sign
//! of a list (`+`, `-`). Its side is read from what the words have already been given by the lexicon and the model;
//! the text is not read again. Drafts and pages take the result from the verdict: [`super::Verdict::clauses`].

use super::book::Kind;
use super::headings::{Frame, Heading, Step, nothing};
use super::hits::{Hit, Matched};
use super::model::WORDS;
use super::sentiment::Feeling;
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
    /// What it is about by the lexicon, at most two, `other` where nothing is known.
    pub topics: Vec<Topic>,
}

/// A stretch between two borders, before neighbours of one mind are joined.
struct Unit {
    first: u32,
    last: u32,
    sentence: u32,
    /// Begins with a word of contrast.
    turns: bool,
    /// The word is no mere «а», so that the clause says the opposite of the one before.
    opposes: bool,
    heading: Heading,
    /// Is a heading or opens its line itself, and says nothing.
    label: bool,
    /// Below 0 for blame.
    score: f32,
}

/// Weights of the lexicon, of the model and of facts (`clauses.tsv`) in the score of a clause. Chosen on the 131 invented
/// and 78 real texts of the tests; half or double of each changes little.
const LEXICON: f32 = 0.7;
const MODEL: f32 = 0.6;
const TOLD: f32 = 1.2;
/// What stands under a heading or a sign of a list needs no word of feeling.
const HEADED: f32 = 1.5;
/// Harm and loss blame, whatever the words around them.
const HARM: f32 = 1.0;
/// Below this a clause takes no side.
const TAKES: f32 = 0.25;
/// A text of so many clauses has a lean of its own.
const MANY: f32 = 10.0;
/// What a clause against the lean of its text must say more, for each unit of the lean.
const AGAINST: f32 = 0.25;
/// At this lean the model alone, without a word of the lexicon, gives no clause against it a side.
const UNBACKED: f32 = 2.0;
/// From this lean, times the side, on a contrast alone gives no side.
const OTHERWISE: f32 = 0.7;
/// A lean beyond this is no surer.
const LEANS: f32 = 4.0;
/// A side that follows from a contrast alone.
const BY_CONTRAST: f32 = 0.45;
/// More clauses are not told of; so many stand in the longest reviews.
const MOST: usize = 24;

/// The clauses of a text that praises and blames; empty for a text that only does one of the two.
pub fn read(matched: &Matched<'_>, hits: &[Hit], feeling: &Feeling, text: &str) -> Vec<Clause> {
    let mut units = units(matched, text);
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
    name(matched, hits, clauses)
}

/// Cuts the words of the text at every border.
fn units(matched: &Matched<'_>, text: &str) -> Vec<Unit> {
    let folded = matched.folded;
    let mut units: Vec<Unit> = Vec::with_capacity(16);
    let mut frame = Frame::new(text);
    for (at, word) in folded.words.iter().enumerate().take(WORDS) {
        let before = at.checked_sub(1).map(|b| &folded.words[b]).filter(|b| !b.title);
        // a word that is spelled with spaces stands there twice
        if word.title || before.is_some_and(|b| word.start < b.end) {
            continue;
        }
        let next = folded.words.get(at + 1);
        let gap = before.map_or_else(
            || folded.ahead(text, word),
            |before| folded.between(text, before, word),
        );
        let after = next.map_or_else(
            || folded.behind(text, word),
            |next| folded.between(text, word, next),
        );
        let headed = frame.step(
            folded.form(word),
            before.map(|b| folded.form(b)),
            gap,
            after,
            word.sentence,
        );
        if headed == Step::Opens && nothing(folded, text, at) {
            frame.heading = Heading::None;
        }
        let turns = matched.turns(at, gap);
        let broken = before.is_none_or(|b| b.clause != word.clause) || headed != Step::Goes;
        match units.last_mut() {
            Some(unit) if !broken && !turns => unit.last = at as u32,
            _ => units.push(Unit {
                first: at as u32,
                last: at as u32,
                sentence: word.sentence,
                turns,
                opposes: turns && !matches!(folded.form(word), "а" | "still"),
                label: headed == Step::Label,
                heading: if headed == Step::Label {
                    Heading::None
                } else {
                    frame.heading
                },
                score: 0.0,
            }),
        }
    }
    units
}

/// Sums up what the words of every clause have been given.
fn weigh(matched: &Matched<'_>, hits: &[Hit], feeling: &Feeling, lean: f32, units: &mut [Unit]) {
    let (Some(first), Some(last)) = (units.first(), units.last()) else {
        return;
    };
    let (begin, count) = (first.first as usize, (last.last + 1) as usize);
    let mut of_word = vec![u16::MAX; count];
    for (number, unit) in units.iter().enumerate() {
        of_word[unit.first as usize..=unit.last as usize].fill(number as u16);
    }
    let unit_of = |word: u32| of_word.get(word as usize).map(|u| usize::from(*u));
    let (mut ruled, mut learned) = (vec![(0.0_f32, 0.0_f32); units.len()], vec![0.0_f32; units.len()]);
    for (_, last, weight) in &feeling.ruled {
        if let Some(sums) = unit_of(*last).and_then(|u| ruled.get_mut(u)) {
            *sums = (sums.0 + weight, sums.1 + weight.abs());
        }
    }
    for (_, last, weight) in &feeling.counted {
        if let Some(sum) = unit_of(*last).and_then(|u| learned.get_mut(u)) {
            *sum += weight;
        }
    }
    let mut told = vec![0.0_f32; units.len()];
    for hit in hits {
        let rule = matched.rule(hit);
        let weight = match rule.kind {
            Kind::Critical | Kind::High if !hit.negated && !hit.hypothetical => -HARM,
            Kind::Clause if !hit.negated => rule.weight,
            Kind::Clause => -rule.weight / 2.0,
            _ => continue,
        };
        if let Some(sum) = unit_of(hit.last).and_then(|u| told.get_mut(u)) {
            // one harm told in several words is one
            *sum = if *sum * weight > 0.0 {
                sum.abs().max(weight.abs()).copysign(weight)
            } else {
                *sum + weight
            };
        }
    }
    let words = (count - begin) as f32;
    for (number, unit) in units.iter_mut().enumerate() {
        let size = (unit.last - unit.first + 1) as f32;
        let (sum, total) = ruled[number];
        unit.score = LEXICON * sum / (1.0 + total).sqrt()
            // the model evens its sums out by the length of the text; here the clause is the text
            + MODEL * learned[number] * (words / size).sqrt()
            + TOLD * told[number]
            + match unit.heading {
                Heading::Praise => HEADED,
                Heading::Blame => -HEADED,
                Heading::None => 0.0,
            };
        if unit.score * lean < 0.0 {
            let sure = total > 0.0 || told[number] != 0.0 || unit.heading != Heading::None;
            let left = if sure {
                1.0
            } else {
                (1.0 - lean.abs() / UNBACKED).max(0.0)
            };
            unit.score = (unit.score.abs() * left - AGAINST * lean.abs())
                .max(0.0)
                .copysign(unit.score);
        }
    }
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

/// Beside a turn a clause without words of feeling says the opposite of its neighbour, unless the whole text plainly
/// says otherwise.
fn contrast(units: &mut [Unit], lean: f32) {
    let against = |score: f32| {
        let other = -BY_CONTRAST * score.signum();
        if other * lean < -OTHERWISE { 0.0 } else { other }
    };
    for at in 1..units.len() {
        if !units[at].opposes {
            continue;
        }
        let (before, after) = (units[at - 1].score, units[at].score);
        if after.abs() < TAKES && before.abs() >= TAKES {
            units[at].score = against(before);
        } else if before.abs() < TAKES && after.abs() >= TAKES && units[at - 1].sentence == units[at].sentence
        {
            units[at - 1].score = against(after);
        }
    }
}

/// Neighbours of one sentence and one mind make one clause; what says nothing joins what follows it, else what it
/// follows.
fn join(units: &[Unit]) -> Vec<Clause> {
    let mut clauses: Vec<Clause> = Vec::new();
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
                topics: Vec::new(),
            }),
        }
        sentence = Some(unit.sentence);
        waiting = None;
    }
    clauses
}

/// Gives every clause its topics; of very many the plainest are kept.
fn name(matched: &Matched<'_>, hits: &[Hit], mut clauses: Vec<Clause>) -> Vec<Clause> {
    if clauses.len() > MOST {
        clauses.sort_by(|a, b| b.weight.total_cmp(&a.weight));
        clauses.truncate(MOST);
        clauses.sort_by_key(|c| c.first);
    }
    for hit in hits {
        let Kind::Topic(topic) = matched.rule(hit).kind else {
            continue;
        };
        let at = clauses.partition_point(|c| c.last < hit.last);
        if let Some(clause) = clauses.get_mut(at).filter(|c| c.first <= hit.last)
            && clause.topics.len() < 2
            && !clause.topics.contains(&topic)
        {
            clause.topics.push(topic);
        }
    }
    for clause in clauses.iter_mut().filter(|c| c.topics.is_empty()) {
        clause.topics.push(Topic::Other);
    }
    clauses
}
