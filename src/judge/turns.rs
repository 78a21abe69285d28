//! Where a text turns: «но», ", though", «несмотря на», "Although it was late, …". Data in `config/lexicon/*/turns.tsv`.

use super::book::{Kind, Turn};
use super::fold::Folded;
use super::hits::{Hit, Matched};

/// What a word does to the clauses beside it.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Step {
    /// Begins a clause that turns.
    pub turns: bool,
    /// What follows says the opposite of what stands before; a mere «а» does not promise it.
    pub opposes: bool,
    /// Stands inside a clause and is no border, though marks stand around it.
    pub inside: bool,
    /// The clause around an inner word turns: «просидела, правда, пять часов».
    pub around: bool,
    /// The next clause of the sentence turns.
    pub concedes: bool,
    /// To which side what follows leans, below 0 for blame.
    pub lean: f32,
}

/// The steps of a text, for the words at which something happens.
pub struct Turns(Vec<(u32, Step)>);

/// A longer stretch before a word between commas is a clause of its own.
const HELD: usize = 4;

impl Turns {
    /// Reads the turns among the first `most` words of a text.
    pub fn read(matched: &Matched<'_>, hits: &[Hit], text: &str, most: usize) -> Turns {
        let folded = matched.folded;
        let turning: Vec<(&Hit, Turn, f32)> = hits
            .iter()
            .filter(|h| (h.first as usize) < most && !folded.words[h.first as usize].title)
            .filter_map(|h| match h.kind {
                Kind::Turn(turn) => Some((h, turn, h.weight)),
                _ => None,
            })
            .collect();
        if turning.is_empty() {
            return Turns(Vec::new());
        }
        let felt = felt(hits, most.min(folded.words.len()));
        let mut steps: Vec<(u32, Step)> = Vec::new();
        // words that turn nothing, or not from here on
        let mut held: Vec<(u32, u32)> = Vec::new();
        for (hit, turn, lean) in &turning {
            let turns = *turn == Turn::Aside;
            if !turns && !matches!(turn, Turn::Never | Turn::Both) {
                continue;
            }
            if !turns {
                held.push((hit.first, hit.last));
            }
            if *turn == Turn::Both {
                continue;
            }
            let Some(side) = aside(folded, text, hit) else {
                continue;
            };
            // «Пельмени как домашние, правда, …»: before it stands a clause, and what follows is another
            if turns && side == Aside::Middle && is_clause(folded, &felt, hit.first as usize) {
                continue;
            }
            held.push((hit.first, hit.last));
            let behind = u32::from(side == Aside::Middle);
            steps.extend((hit.first..=hit.last + behind).map(|word| {
                let inside = Step {
                    inside: true,
                    ..Step::default()
                };
                (word, inside)
            }));
            if turns {
                let around = Step {
                    around: true,
                    opposes: true,
                    lean: *lean,
                    ..Step::default()
                };
                steps.push((hit.first, around));
            }
        }
        for (hit, turn, lean) in turning {
            let at = hit.first as usize;
            if held
                .iter()
                .any(|(first, last)| *first <= hit.first && hit.last <= *last)
            {
                continue;
            }
            let turns = match turn {
                Turn::Aside | Turn::Never | Turn::Both => continue,
                Turn::Concedes if opens(folded, at) => false,
                Turn::Concedes => continue,
                Turn::Marked | Turn::Faint if !is_marked(before(folded, text, at)) => continue,
                Turn::Anywhere | Turn::Marked | Turn::Faint => true,
            };
            let step = Step {
                turns,
                concedes: !turns,
                opposes: turns && turn != Turn::Faint,
                lean,
                ..Step::default()
            };
            steps.push((hit.first, step));
        }
        steps.sort_by_key(|s| s.0);
        steps.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            if same {
                kept.1 = kept.1.and(next.1);
            }
            same
        });
        Turns(steps)
    }

    /// What happens at a word.
    pub fn at(&self, word: usize) -> Step {
        let found = self.0.binary_search_by_key(&(word as u32), |s| s.0);
        found.map_or(Step::default(), |at| self.0[at].1)
    }
}

impl Step {
    fn and(self, other: Step) -> Step {
        Step {
            turns: self.turns || other.turns,
            opposes: self.opposes || other.opposes,
            inside: self.inside || other.inside,
            around: self.around || other.around,
            concedes: self.concedes || other.concedes,
            lean: if self.lean.abs() >= other.lean.abs() {
                self.lean
            } else {
                other.lean
            },
        }
    }
}

#[derive(PartialEq)]
enum Aside {
    Middle,
    End,
}

/// Words set off by commas, or by one and the end of their sentence.
fn aside(folded: &Folded, text: &str, hit: &Hit) -> Option<Aside> {
    let (first, last) = (hit.first as usize, hit.last as usize);
    if opens(folded, first) || !before(folded, text, first).trim().starts_with(',') {
        return None;
    }
    let next = folded
        .words
        .get(last + 1)
        .filter(|w| w.sentence == folded.words[last].sentence);
    match next {
        None => Some(Aside::End),
        Some(next) => {
            let behind = folded.between(text, &folded.words[last], next);
            behind.trim().starts_with(',').then_some(Aside::Middle)
        }
    }
}

/// The words between the last mark and `at` are a clause of their own: many, or with a word that takes a side.
fn is_clause(folded: &Folded, felt: &[bool], at: usize) -> bool {
    let words = &folded.words;
    let Some(clause) = at.checked_sub(1).map(|before| words[before].clause) else {
        return true;
    };
    let same = words[..at].iter().rev().take_while(|w| w.clause == clause);
    let length = same.take(HELD + 1).count();
    length > HELD || felt[at - length..at].contains(&true)
}

/// Which of the first `count` words end something that takes a side.
fn felt(hits: &[Hit], count: usize) -> Vec<bool> {
    let mut felt = vec![false; count];
    for hit in hits {
        if let (Kind::Feeling | Kind::Clause, Some(word)) = (hit.kind, felt.get_mut(hit.last as usize)) {
            *word = true;
        }
    }
    felt
}

fn opens(folded: &Folded, at: usize) -> bool {
    let words = &folded.words;
    at.checked_sub(1)
        .is_none_or(|before| words[before].sentence != words[at].sentence || words[before].title)
}

fn before<'t>(folded: &Folded, text: &'t str, at: usize) -> &'t str {
    let words = &folded.words;
    match at.checked_sub(1).map(|b| &words[b]).filter(|b| !b.title) {
        Some(before) => folded.between(text, before, &words[at]),
        None => folded.ahead(text, &words[at]),
    }
}

fn is_marked(gap: &str) -> bool {
    gap.trim_start()
        .starts_with([',', '.', ';', ':', '—', '–', '-', '!', '?', '…', '\n', '(', ')'])
        || gap.contains('\n')
}
