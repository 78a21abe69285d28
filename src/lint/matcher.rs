//! Many lists of patterns against one text, in one pass: the terms that a word fits are found once, and a
//! pattern is only tried where a word fits its first step.

use super::pattern::{Form, Hit, Step, Written, stemmed};
use crate::domain::text::{Reading, Word};
use rustc_hash::FxHashMap;

/// Number of a word form in the table.
type Term = u32;

/// Steps of one sequence, in terms.
#[derive(Debug, Clone)]
enum Item {
    Any(Vec<Term>),
    Gap(usize),
}

#[derive(Debug, Clone)]
struct Compiled {
    list: usize,
    parts: Vec<Vec<Item>>,
    at_start: bool,
    not_before: Vec<Term>,
    not_after: Vec<Term>,
    window: usize,
}

/// Word forms and the numbers that they have.
#[derive(Debug, Clone, Default)]
struct Table {
    known: FxHashMap<Form, Term>,
    exact: FxHashMap<String, Term>,
    begins: FxHashMap<String, Vec<(usize, Term)>>,
    inflected: FxHashMap<String, Term>,
    ends: Vec<(String, Term)>,
    number: Option<Term>,
    /// Letters of the longest beginning: longer prefixes of a word need no look-up.
    longest: usize,
}

impl Table {
    fn term(&mut self, form: &Form) -> Term {
        if let Some(term) = self.known.get(form) {
            return *term;
        }
        let term = self.known.len() as Term;
        self.known.insert(form.clone(), term);
        match form.clone() {
            Form::Exact(word) => {
                self.exact.insert(word, term);
            }
            Form::Begins(stem, most) => {
                self.longest = self.longest.max(stem.chars().count());
                self.begins.entry(stem).or_default().push((most, term));
            }
            Form::Inflected(stem) => {
                self.inflected.insert(stem, term);
            }
            Form::Ends(end) => self.ends.push((end, term)),
            Form::Number => self.number = Some(term),
        }
        term
    }

    /// Every term that a folded word fits, sorted.
    fn of(&self, word: &str, out: &mut Vec<Term>) {
        out.clear();
        out.extend(self.exact.get(word));
        let letters = word.chars().count();
        for (n, (at, c)) in word.char_indices().enumerate().take(self.longest) {
            if let Some(terms) = self.begins.get(&word[..at + c.len_utf8()]) {
                let rest = letters - n - 1;
                out.extend(terms.iter().filter(|(most, _)| rest <= *most).map(|(_, t)| *t));
            }
        }
        if !self.inflected.is_empty() && letters <= 40 {
            out.extend(self.inflected.get(&stemmed(word)));
        }
        out.extend(
            self.ends
                .iter()
                .filter(|(end, _)| word.len() > end.len() && word.ends_with(end.as_str()))
                .map(|(_, t)| *t),
        );
        if word.bytes().all(|b| b.is_ascii_digit()) {
            out.extend(self.number);
        }
        out.sort_unstable();
    }
}

/// The words of one text with the terms that they fit.
struct Terms<'r> {
    words: &'r [Word],
    /// Ends of the runs in `all`, one for each word.
    ends: Vec<usize>,
    all: Vec<Term>,
}

impl Terms<'_> {
    fn of(&self, word: usize) -> &[Term] {
        let from = word.checked_sub(1).map_or(0, |w| self.ends[w]);
        &self.all[from..self.ends[word]]
    }

    fn fits(&self, word: usize, any: &[Term]) -> bool {
        let have = self.of(word);
        any.iter().any(|t| have.binary_search(t).is_ok())
    }
}

/// Compiled lists of patterns.
#[derive(Debug, Clone, Default)]
pub(super) struct Matcher {
    table: Table,
    patterns: Vec<Compiled>,
    /// Term -> patterns whose first step holds it.
    first: Vec<Vec<u32>>,
}

impl Matcher {
    /// Adds a pattern to list number `list`.
    pub fn add(&mut self, list: usize, written: &Written) {
        let mut terms = |forms: &[Form]| forms.iter().map(|f| self.table.term(f)).collect::<Vec<Term>>();
        let (not_before, not_after) = (terms(&written.not_before), terms(&written.not_after));
        let parts: Vec<Vec<Item>> = written
            .parts
            .iter()
            .map(|part| {
                part.iter()
                    .map(|step| match step {
                        Step::Word(forms) => Item::Any(terms(forms)),
                        Step::Gap(most) => Item::Gap(*most),
                    })
                    .collect()
            })
            .collect();
        let number = self.patterns.len() as u32;
        if let Some(Item::Any(begin)) = parts.first().and_then(|p| p.first()) {
            for term in begin {
                let at = *term as usize;
                if self.first.len() <= at {
                    self.first.resize_with(at + 1, Vec::new);
                }
                self.first[at].push(number);
            }
        }
        self.patterns.push(Compiled {
            list,
            parts,
            at_start: written.at_start,
            not_before,
            not_after,
            window: written.window,
        });
    }

    /// The hits of each of `lists` lists: in order of place, overlapping ones joined into the longest.
    pub fn scan(&self, reading: &Reading, lists: usize) -> Vec<Vec<Hit>> {
        let mut found: Vec<Vec<Hit>> = vec![Vec::new(); lists];
        let terms = self.terms(reading);
        for at in 0..terms.words.len() {
            let mut tried = None;
            for term in terms.of(at) {
                for number in self.first.get(*term as usize).into_iter().flatten() {
                    // a word may fit several alternatives of one step
                    if tried == Some(number) {
                        continue;
                    }
                    tried = Some(number);
                    let pattern = &self.patterns[*number as usize];
                    if let Some((from, to)) = pattern.at(&terms, at) {
                        let (first, last) = (&terms.words[from], &terms.words[to - 1]);
                        found[pattern.list].push(Hit {
                            start: first.start,
                            end: last.end,
                            word: from,
                            sentence: first.sentence,
                        });
                    }
                }
            }
        }
        found.into_iter().map(joined).collect()
    }

    fn terms<'r>(&self, reading: &'r Reading) -> Terms<'r> {
        let mut terms = Terms {
            words: &reading.words,
            ends: Vec::with_capacity(reading.words.len()),
            all: Vec::new(),
        };
        let mut one = Vec::new();
        for word in &reading.words {
            self.table.of(&word.fold, &mut one);
            terms.all.extend(&one);
            terms.ends.push(terms.all.len());
        }
        terms
    }
}

impl Compiled {
    /// Word range of the match whose first part begins at word `at`.
    fn at(&self, terms: &Terms<'_>, at: usize) -> Option<(usize, usize)> {
        let words = terms.words;
        let sentence = words[at].sentence;
        let inside = |i: usize| words.get(i).is_some_and(|w| w.sentence == sentence);
        let before = at.checked_sub(1).filter(|i| inside(*i));
        if self.at_start && before.is_some() {
            return None;
        }
        if before.is_some_and(|b| terms.fits(b, &self.not_before)) {
            return None;
        }
        let (first, rest) = self.parts.split_first()?;
        let end = follow(first, terms, at, sentence)?;
        let (mut from, mut to) = (at, end);
        let mut taken = vec![(at, end)];
        for part in rest {
            // the nearest place first, on either side
            let near = (1..self.window).flat_map(|d| [to.checked_add(d - 1), from.checked_sub(d)]);
            let between = from..to;
            let free = |i: &usize| inside(*i) && !taken.iter().any(|(s, e)| (*s..*e).contains(i));
            let (start, end) = between
                .chain(near.flatten())
                .filter(free)
                .find_map(|i| follow(part, terms, i, sentence).map(|end| (i, end)))?;
            taken.push((start, end));
            (from, to) = (from.min(start), to.max(end));
            if to - from > self.window {
                return None;
            }
        }
        if inside(to) && terms.fits(to, &self.not_after) {
            return None;
        }
        Some((from, to))
    }
}

/// Index of the word after the sequence that begins at word `at`, inside its sentence.
fn follow(items: &[Item], terms: &Terms<'_>, at: usize, sentence: usize) -> Option<usize> {
    match items.split_first() {
        None => Some(at),
        Some((Item::Any(any), rest)) => {
            terms.words.get(at).filter(|w| w.sentence == sentence)?;
            if terms.fits(at, any) {
                follow(rest, terms, at + 1, sentence)
            } else {
                None
            }
        }
        Some((Item::Gap(most), rest)) => {
            (0..=*most).find_map(|skip| follow(rest, terms, at + skip, sentence))
        }
    }
}

fn joined(mut all: Vec<Hit>) -> Vec<Hit> {
    all.sort_by_key(|h| (h.start, std::cmp::Reverse(h.end)));
    let mut out: Vec<Hit> = Vec::new();
    for hit in all {
        match out.last_mut() {
            Some(last) if hit.start < last.end => last.end = last.end.max(hit.end),
            _ => out.push(hit),
        }
    }
    out
}
