//! The lexicon as data: rules of `config/lexicon/{ru,en}/*.tsv`, read once.
//!
//! One rule a line: `kind<TAB>pattern<TAB>weight<TAB>flags`; the last two may be left out (weight 1, no flags).
//! A pattern is one or more words apart by spaces, `слово` exact or `слов*` with any ending, `a|b` either.
//! Several words stand next to each other in that order; `~N` at the end allows any order and up to N words
//! from the last one, `>N` keeps the order and allows N words between neighbours. `@name<TAB>a|b*` names a class of
//! words for the rules below it in the same file, where `@name` stands for them. `#` begins a comment.

use super::stems::{Frozen, Stems, Term};
use crate::domain::{Sensitive, Topic};
use std::collections::HashMap;
use std::sync::LazyLock;

/// Named classes of words, `a|b*` by name.
type Classes<'a> = HashMap<&'a str, &'a str>;

/// What a rule speaks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Polarity: the weight is below 0 for blame and above 0 for praise.
    Feeling,
    Critical,
    High,
    Topic(Topic),
    Sensitive(Sensitive),
    /// Trouble that has been put right.
    Settled,
    /// Words that say nothing about harm here: «умираю со смеху».
    Figure,
    Negation,
    /// Not a fact: «боялся», «если», «чуть не».
    Hypothetical,
    /// Strengthens the next word by the weight.
    Stronger,
    /// «но»: what follows weighs more.
    But,
    Insult,
    /// Staff and other people: a word behind stars beside them is an insult.
    Person,
    Obscene,
    Suggestion,
    Question,
    Complaint,
    CustomerFault,
    ThirdPartyFault,
    /// Takes a side inside a mixed text only: «волосы на полу» blames, where the model may be silent.
    Clause,
    /// Begins a clause that turns against the one before; the weight is the side to which what follows leans.
    Turn(Turn),
    /// Praise that may be meant as blame.
    Irony,
}

/// How a word turns from what has been said to what follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// Wherever it stands: «несмотря на», "despite".
    Anywhere,
    /// Behind a mark only: «, только вот», ", yet".
    Marked,
    /// Behind a mark, and it opposes little: «, а».
    Faint,
    /// Behind a mark, also in the middle of its clause or at its end: «просидела, правда, пять часов», ", though".
    Aside,
    /// At the beginning of a sentence it is the next clause that turns: "Although it was late, …".
    Concedes,
    /// Neither turns nor denies: «не только вкусно, но и быстро».
    Both,
    /// Does not turn, whatever its words do elsewhere, and breaks no clause: «, конечно,», «а также».
    Never,
}

impl std::str::FromStr for Kind {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        Ok(match word {
            "feeling" => Kind::Feeling,
            "critical" => Kind::Critical,
            "high" => Kind::High,
            "settled" => Kind::Settled,
            "figure" => Kind::Figure,
            "negation" => Kind::Negation,
            "hypothetical" => Kind::Hypothetical,
            "stronger" => Kind::Stronger,
            "but" => Kind::But,
            "insult" => Kind::Insult,
            "person" => Kind::Person,
            "obscene" => Kind::Obscene,
            "suggestion" => Kind::Suggestion,
            "question" => Kind::Question,
            "complaint" => Kind::Complaint,
            "customer" => Kind::CustomerFault,
            "third_party" => Kind::ThirdPartyFault,
            "clause" => Kind::Clause,
            "irony" => Kind::Irony,
            other => match other.split_once(':') {
                Some(("topic", topic)) => Kind::Topic(topic.parse()?),
                Some(("turn", how)) => Kind::Turn(match how {
                    "anywhere" => Turn::Anywhere,
                    "marked" => Turn::Marked,
                    "faint" => Turn::Faint,
                    "aside" => Turn::Aside,
                    "concedes" => Turn::Concedes,
                    "both" => Turn::Both,
                    "never" => Turn::Never,
                    _ => return Err(format!("unknown turn {how:?}")),
                }),
                Some(("sensitive", sensitive)) => Kind::Sensitive(sensitive.parse()?),
                _ => return Err(format!("unknown kind {other:?}")),
            },
        })
    }
}

/// How the words of a rule must stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// In order, with at most so many words between neighbours.
    Within(u16),
    /// In any order, each at most so many words from the last one of the pattern.
    Around(u16),
}

#[derive(Debug)]
pub struct Rule {
    pub kind: Kind,
    pub weight: f32,
    /// Alternatives for each word.
    pub slots: Vec<Vec<Term>>,
    pub order: Order,
    /// Flag `neg`: a negation in front does not undo the rule.
    pub through_negation: bool,
    /// Flag `hyp`: holds even when it is only a fear or a condition.
    pub through_hypothesis: bool,
    /// Letters in the longest alternative: of two rules on one word the more exact wins.
    pub letters: usize,
}

#[derive(Debug, Default)]
pub struct Book {
    stems: Stems,
    /// The stems as they are when the last rule has been read.
    pub terms: Frozen,
    pub rules: Vec<Rule>,
    /// The rules by the term that their last word may be.
    endings: Vec<Ending>,
    /// For each term, where its rules begin in `endings`; one more at the end.
    starts: Vec<u32>,
}

/// A rule at the word that it may end with: what is needed to dismiss it, as most are, and to tell of it.
#[derive(Debug, Clone)]
pub struct Ending {
    pub rule: u32,
    pub kind: Kind,
    pub weight: f32,
    /// [`bit`]s of the word before the last; 0 for a rule of one word.
    pub near: u64,
    /// So many words before and behind the last one that word may stand.
    pub back: u16,
    pub ahead: u16,
}

impl Ending {
    fn of(rule: &Rule, number: u32) -> Ending {
        let (back, ahead) = match rule.order {
            Order::Within(between) => (between.saturating_add(1), 0),
            Order::Around(reach) => (reach, reach),
        };
        let neighbour = rule.slots.iter().rev().nth(1);
        Ending {
            rule: number,
            kind: rule.kind,
            weight: rule.weight,
            near: neighbour
                .into_iter()
                .flatten()
                .fold(0, |bits, term| bits | bit(*term)),
            back,
            ahead,
        }
    }
}

/// A term as one of 64 bits: sets of terms that share none have no term in common.
pub fn bit(term: Term) -> u64 {
    1 << (term % 64)
}

macro_rules! files {
    ($($path:literal),+ $(,)?) => {
        const FILES: &[(&str, &str)] =
            &[$(($path, include_str!(concat!("../../config/lexicon/", $path)))),+];
    };
}

files![
    "ru/feeling.tsv",
    "ru/guards.tsv",
    "ru/urgency.tsv",
    "ru/topics.tsv",
    "ru/sensitive.tsv",
    "ru/intent.tsv",
    "ru/clauses.tsv",
    "ru/turns.tsv",
    "ru/irony.tsv",
    "en/feeling.tsv",
    "en/guards.tsv",
    "en/urgency.tsv",
    "en/topics.tsv",
    "en/sensitive.tsv",
    "en/intent.tsv",
    "en/clauses.tsv",
    "en/turns.tsv",
    "en/irony.tsv",
];

impl Book {
    /// The embedded lexicon; a bad line is left out, and a test keeps bad lines out of the repository.
    pub fn embedded() -> &'static Book {
        static BOOK: LazyLock<Book> = LazyLock::new(|| Book::read(FILES).0);
        &BOOK
    }

    /// Complaints about the embedded lexicon, `file:line: what`.
    pub fn faults() -> Vec<String> {
        Book::read(FILES).1
    }

    fn read(files: &[(&str, &str)]) -> (Book, Vec<String>) {
        let (mut book, mut faults) = (Book::default(), Vec::new());
        for (path, content) in files {
            let mut classes = Classes::new();
            for (number, line) in content.lines().enumerate() {
                let line = line.split_once('#').map_or(line, |(before, _)| before).trim_end();
                if line.is_empty() {
                    continue;
                }
                let read = match line.strip_prefix('@').and_then(|l| l.split_once('\t')) {
                    Some((name, words)) => {
                        classes.insert(name, words);
                        Ok(())
                    }
                    None => book.add(line, &classes),
                };
                if let Err(fault) = read {
                    faults.push(format!("{path}:{}: {fault}", number + 1));
                }
            }
        }
        book.terms = book.stems.freeze();
        book.sort_by_last();
        (book, faults)
    }

    fn sort_by_last(&mut self) {
        let mut by_last = vec![Vec::new(); self.stems.len()];
        for (number, rule) in (0_u32..).zip(&self.rules) {
            for term in rule.slots.last().into_iter().flatten() {
                by_last[usize::from(*term)].push(Ending::of(rule, number));
            }
        }
        self.starts.push(0);
        for endings in by_last {
            self.endings.extend(endings);
            self.starts.push(self.endings.len() as u32);
        }
    }

    /// The rules whose last word the term may be.
    pub fn ending(&self, term: Term) -> &[Ending] {
        let term = usize::from(term);
        &self.endings[self.starts[term] as usize..self.starts[term + 1] as usize]
    }

    fn add(&mut self, line: &str, classes: &Classes<'_>) -> Result<(), String> {
        let mut columns = line.split('\t');
        let kind: Kind = columns.next().unwrap_or_default().parse()?;
        let pattern = columns.next().ok_or("no pattern")?;
        let weight = columns.next().filter(|w| !w.is_empty()).unwrap_or("1");
        let weight: f32 = weight.parse().map_err(|_| format!("{weight:?} is no number"))?;
        let flags = columns.next().unwrap_or_default();
        if let Some(flag) = flags.split_whitespace().find(|f| !matches!(*f, "neg" | "hyp")) {
            return Err(format!("unknown flag {flag:?}"));
        }
        let mut order = Order::Within(0);
        let (mut slots, mut letters) = (Vec::new(), 0);
        for part in pattern.split_whitespace() {
            let distance = |d: &str| d.parse::<u16>().map_err(|_| format!("{part:?} is no distance"));
            match part.split_at_checked(1) {
                Some(("~", d)) => order = Order::Around(distance(d)?),
                Some((">", d)) => order = Order::Within(distance(d)?),
                _ => {
                    let part = &spelt_out(part, classes)?;
                    // words are folded and cut at hyphens, so that such a one never comes
                    if let Some(word) = part.split('|').find(|w| w.contains(['-', 'ё']) || w.is_empty()) {
                        return Err(format!(
                            "{word:?} matches no word: write е for ё, and a space for a hyphen"
                        ));
                    }
                    letters += part.split('|').map(|w| w.chars().count()).max().unwrap_or(0);
                    slots.push(part.split('|').map(|w| self.stems.add(w)).collect::<Vec<Term>>());
                }
            }
        }
        if slots.is_empty() {
            return Err("empty pattern".to_owned());
        }
        let has = |flag| flags.split_whitespace().any(|f| f == flag);
        let (through_negation, through_hypothesis) = (has("neg"), has("hyp"));
        let rule = Rule {
            kind,
            weight,
            slots,
            order,
            through_negation,
            through_hypothesis,
            letters,
        };
        self.rules.push(rule);
        Ok(())
    }
}

/// The words of a slot, its classes replaced by their words.
fn spelt_out(part: &str, classes: &Classes<'_>) -> Result<String, String> {
    let words = part.split('|').map(|word| match word.strip_prefix('@') {
        Some(name) => classes
            .get(name)
            .copied()
            .ok_or_else(|| format!("no class {word:?} above")),
        None => Ok(word),
    });
    Ok(words.collect::<Result<Vec<_>, _>>()?.join("|"))
}
