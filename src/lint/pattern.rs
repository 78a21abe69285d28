//! Patterns of the rule pack: sequences of word forms inside one sentence.
//!
//! `извин*` a stem with any ending, `лох+3` a stem with at most three more letters, `=ошибка` the word in any
//! inflection (Snowball), `*вшись` an ending, `a|b*` alternatives (`верн(ем|ули)` for endings), `~3` up to three words between, `#` a number,
//! `^` only at the start of a sentence, `!не|not` the word before (or, at the end, the word after) is none of
//! these, `a & b & c` all of them in any order within six words (`%9` within nine).

use super::matcher::Matcher;
use crate::domain::text::Reading;

/// What a word must look like.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Form {
    Exact(String),
    /// Begins so, and has at most so many letters more.
    Begins(String, usize),
    Ends(String),
    /// Has this Snowball stem.
    Inflected(String),
    Number,
}

/// One step of a sequence.
#[derive(Debug, Clone)]
pub(super) enum Step {
    Word(Vec<Form>),
    /// Up to so many words of any kind.
    Gap(usize),
}

/// A pattern as it is written.
#[derive(Debug, Clone)]
pub(super) struct Written {
    /// One sequence, or several that may stand in any order.
    pub parts: Vec<Vec<Step>>,
    pub at_start: bool,
    pub not_before: Vec<Form>,
    pub not_after: Vec<Form>,
    /// Words that all parts together may span.
    pub window: usize,
}

/// Words that the parts of an unordered pattern may span.
const WINDOW: usize = 6;

/// Where a pattern was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    /// Character offsets, half open.
    pub start: usize,
    pub end: usize,
    /// Index of the first word.
    pub word: usize,
    /// Index of the sentence.
    pub sentence: usize,
}

/// The Snowball stem of a folded word; the alphabet picks the algorithm.
pub(super) fn stemmed(word: &str) -> String {
    use snowball_stemmers_rs::{Algorithm, Stemmer};
    use std::sync::LazyLock;
    static RU: LazyLock<Stemmer> = LazyLock::new(|| Stemmer::create(Algorithm::Russian));
    static EN: LazyLock<Stemmer> = LazyLock::new(|| Stemmer::create(Algorithm::English));
    let russian = word.starts_with(|c: char| ('а'..='я').contains(&c));
    if russian { &RU } else { &EN }.stem(word).into_owned()
}

fn form(text: &str) -> Result<Form, String> {
    if text == "#" {
        return Ok(Form::Number);
    }
    let folded = |s: &str| {
        if s.is_empty()
            || s.chars()
                .any(|c| !c.is_alphanumeric() && !matches!(c, '\'' | '*'))
        {
            Err(format!(
                "{text:?} is no word: letters with `*` or `+N` at the end, or `=` before them, are allowed"
            ))
        } else {
            Ok(crate::domain::text::fold(s))
        }
    };
    if let Some(word) = text.strip_prefix('=') {
        return Ok(Form::Inflected(stemmed(&folded(word)?)));
    }
    if let Some(end) = text.strip_prefix('*') {
        return Ok(Form::Ends(folded(end)?));
    }
    if let Some(begin) = text.strip_suffix('*') {
        return Ok(Form::Begins(folded(begin)?, usize::MAX));
    }
    if let Some((begin, most)) = text.split_once('+') {
        let most = most
            .parse()
            .map_err(|_| format!("{text:?}: a number must follow `+`"))?;
        return Ok(Form::Begins(folded(begin)?, most));
    }
    Ok(Form::Exact(folded(text)?))
}

/// `a|b(c|d)` as `a`, `bc`, `bd`.
fn forms(text: &str) -> Result<Vec<Form>, String> {
    let mut out = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let bar = rest.find('|').unwrap_or(rest.len());
        let (word, next) = match rest.find('(').filter(|open| *open < bar) {
            Some(open) => {
                let close = rest
                    .find(')')
                    .ok_or_else(|| format!("{text:?}: a `)` is missing"))?;
                for end in rest[open + 1..close].split('|') {
                    out.push(form(&format!("{}{end}", &rest[..open]))?);
                }
                let next = rest[close + 1..].strip_prefix('|').unwrap_or(&rest[close + 1..]);
                rest = next;
                continue;
            }
            None => (&rest[..bar], rest.get(bar + 1..).unwrap_or_default()),
        };
        out.push(form(word)?);
        rest = next;
    }
    if out.is_empty() {
        Err(format!("{text:?}: a word is missing"))
    } else {
        Ok(out)
    }
}

impl Written {
    /// Reads a pattern.
    ///
    /// # Errors
    /// What is wrong and what is allowed.
    pub fn read(text: &str) -> Result<Written, String> {
        let mut written = Written {
            parts: vec![Vec::new()],
            at_start: false,
            not_before: Vec::new(),
            not_after: Vec::new(),
            window: WINDOW,
        };
        let counted = |n: &str, sign: char| {
            n.parse::<usize>()
                .ok()
                .filter(|n| *n <= 40)
                .ok_or_else(|| format!("{text:?}: a number up to 40 must follow `{sign}`"))
        };
        for token in text.split_whitespace() {
            let begun = written.parts.iter().any(|p| !p.is_empty());
            if let Some(gap) = token.strip_prefix('~') {
                let gap = counted(gap, '~')?;
                written.step(Step::Gap(gap));
            } else if let Some(window) = token.strip_prefix('%') {
                written.window = counted(window, '%')?;
            } else if let Some(not) = token.strip_prefix('!') {
                let list = if begun {
                    &mut written.not_after
                } else {
                    &mut written.not_before
                };
                list.extend(forms(not)?);
            } else if token == "^" {
                written.at_start = true;
            } else if token == "&" {
                written.parts.push(Vec::new());
            } else {
                written.step(Step::Word(forms(token)?));
            }
        }
        let words = |part: &Vec<Step>| {
            matches!(part.first(), Some(Step::Word(_))) && matches!(part.last(), Some(Step::Word(_)))
        };
        if written.parts.iter().all(words) {
            Ok(written)
        } else {
            Err(format!(
                "{text:?}: a pattern and each part of it begin and end with a word"
            ))
        }
    }

    fn step(&mut self, step: Step) {
        if let Some(part) = self.parts.last_mut() {
            part.push(step);
        }
    }
}

/// Several patterns that mean one thing.
#[derive(Debug, Clone, Default)]
pub struct Patterns(Matcher);

impl Patterns {
    /// Compiles all.
    ///
    /// # Errors
    /// The first broken pattern.
    pub fn new(texts: &[String]) -> Result<Patterns, String> {
        let mut matcher = Matcher::default();
        for text in texts {
            matcher.add(0, &Written::read(text)?);
        }
        Ok(Patterns(matcher))
    }

    /// All hits, in order of place, overlapping ones joined into the longest.
    pub fn hits(&self, reading: &Reading) -> Vec<Hit> {
        self.0.scan(reading, 1).pop().unwrap_or_default()
    }

    /// The first hit.
    pub fn first(&self, reading: &Reading) -> Option<Hit> {
        self.hits(reading).into_iter().next()
    }

    /// Whether the patterns occur at all.
    pub fn found(&self, reading: &Reading) -> bool {
        self.first(reading).is_some()
    }
}

/// Several [`Patterns`] that are looked for in one pass over a text.
#[derive(Debug, Clone, Default)]
pub struct Lists {
    matcher: Matcher,
    lists: usize,
}

impl Lists {
    /// Adds a list; gives its number.
    ///
    /// # Errors
    /// The first broken pattern.
    pub fn add(&mut self, texts: &[String]) -> Result<usize, String> {
        for text in texts {
            self.matcher.add(self.lists, &Written::read(text)?);
        }
        self.lists += 1;
        Ok(self.lists - 1)
    }

    /// The hits of every list, as [`Patterns::hits`] gives them.
    pub fn hits(&self, reading: &Reading) -> Vec<Vec<Hit>> {
        self.matcher.scan(reading, self.lists)
    }
}
