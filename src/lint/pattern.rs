//! Patterns of the rule pack: sequences of word stems inside one sentence.
//!
//! `извин*` a stem with any ending, `лох+3` a stem with at most three more letters, `*вшись` an ending,
//! `a|b*` alternatives, `~3` up to three words between, `#` a number, `^` only at the start of a sentence,
//! `!не|not` the word before is none of these (first in the pattern).

use crate::domain::text::{Reading, Word};

#[derive(Debug, Clone)]
enum Stem {
    Exact(String),
    Prefix(String, usize),
    Suffix(String),
    Number,
}

#[derive(Debug, Clone)]
enum Item {
    Any(Vec<Stem>),
    Gap(usize),
}

/// One compiled pattern.
#[derive(Debug, Clone)]
pub struct Pattern {
    items: Vec<Item>,
    at_start: bool,
    not_after: Vec<Stem>,
}

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

fn stem(text: &str) -> Result<Stem, String> {
    if text == "#" {
        return Ok(Stem::Number);
    }
    let folded = |s: &str| {
        if s.is_empty()
            || s.chars()
                .any(|c| !c.is_alphanumeric() && !matches!(c, '\'' | '*'))
        {
            Err(format!(
                "{text:?} is no stem: letters with `*` or `+N` at the end are allowed"
            ))
        } else {
            Ok(crate::domain::text::fold(s))
        }
    };
    if let Some(end) = text.strip_prefix('*') {
        return Ok(Stem::Suffix(folded(end)?));
    }
    if let Some(begin) = text.strip_suffix('*') {
        return Ok(Stem::Prefix(folded(begin)?, usize::MAX));
    }
    if let Some((begin, most)) = text.split_once('+') {
        let most = most
            .parse()
            .map_err(|_| format!("{text:?}: a number must follow `+`"))?;
        return Ok(Stem::Prefix(folded(begin)?, most));
    }
    Ok(Stem::Exact(folded(text)?))
}

fn stems(text: &str) -> Result<Vec<Stem>, String> {
    text.split('|').map(stem).collect()
}

impl Stem {
    fn fits(&self, word: &str) -> bool {
        match self {
            Stem::Exact(s) => word == s,
            Stem::Prefix(s, most) => word
                .strip_prefix(s.as_str())
                .is_some_and(|rest| *most == usize::MAX || rest.chars().count() <= *most),
            Stem::Suffix(s) => word.len() > s.len() && word.ends_with(s.as_str()),
            Stem::Number => word.chars().all(|c| c.is_ascii_digit()),
        }
    }
}

impl Pattern {
    /// Compiles a pattern.
    ///
    /// # Errors
    /// What is wrong and what is allowed.
    pub fn new(text: &str) -> Result<Pattern, String> {
        let mut pattern = Pattern {
            items: Vec::new(),
            at_start: false,
            not_after: Vec::new(),
        };
        for part in text.split_whitespace() {
            if let Some(gap) = part.strip_prefix('~') {
                let gap = gap
                    .parse()
                    .map_err(|_| format!("{text:?}: a number must follow `~`"))?;
                pattern.items.push(Item::Gap(gap));
            } else if let Some(not) = part.strip_prefix('!') {
                pattern.not_after.extend(stems(not)?);
            } else if part == "^" {
                pattern.at_start = true;
            } else {
                pattern.items.push(Item::Any(stems(part)?));
            }
        }
        match pattern.items.first() {
            Some(Item::Any(_)) => Ok(pattern),
            _ => Err(format!("{text:?}: a pattern begins with a word")),
        }
    }

    /// Index of the word after the match that begins at word `at`, inside its sentence.
    fn end_at(&self, words: &[Word], at: usize) -> Option<usize> {
        let sentence = words[at].sentence;
        if self.at_start && at > 0 && words[at - 1].sentence == sentence {
            return None;
        }
        if let Some(before) = at.checked_sub(1).map(|i| &words[i])
            && before.sentence == sentence
            && self.not_after.iter().any(|s| s.fits(&before.fold))
        {
            return None;
        }
        follow(&self.items, words, at, sentence)
    }

    /// Every place where the pattern begins, in order.
    pub fn hits<'a>(&'a self, reading: &'a Reading) -> impl Iterator<Item = Hit> + 'a {
        let words = &reading.words;
        (0..words.len()).filter_map(move |at| {
            let end = self.end_at(words, at)?;
            let (first, last) = (&words[at], &words[end - 1]);
            Some(Hit {
                start: first.start,
                end: last.end,
                word: at,
                sentence: first.sentence,
            })
        })
    }
}

fn follow(items: &[Item], words: &[Word], at: usize, sentence: usize) -> Option<usize> {
    match items.split_first() {
        None => Some(at),
        Some((Item::Any(stems), rest)) => {
            let word = words.get(at).filter(|w| w.sentence == sentence)?;
            if stems.iter().any(|s| s.fits(&word.fold)) {
                follow(rest, words, at + 1, sentence)
            } else {
                None
            }
        }
        Some((Item::Gap(most), rest)) => {
            (0..=*most).find_map(|skip| follow(rest, words, at + skip, sentence))
        }
    }
}

/// Several patterns that mean one thing.
#[derive(Debug, Clone, Default)]
pub struct Patterns(Vec<Pattern>);

impl Patterns {
    /// Compiles all.
    ///
    /// # Errors
    /// The first broken pattern.
    pub fn new(texts: &[String]) -> Result<Patterns, String> {
        texts
            .iter()
            .map(|t| Pattern::new(t))
            .collect::<Result<_, _>>()
            .map(Patterns)
    }

    /// Adds those of another language.
    pub fn extend(&mut self, other: Patterns) {
        self.0.extend(other.0);
    }

    /// All hits, in order of place, overlapping ones joined into the longest.
    pub fn hits(&self, reading: &Reading) -> Vec<Hit> {
        let mut all: Vec<Hit> = self.0.iter().flat_map(|p| p.hits(reading)).collect();
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

    /// The first hit.
    pub fn first(&self, reading: &Reading) -> Option<Hit> {
        self.hits(reading).into_iter().next()
    }

    /// Whether the patterns occur at all.
    pub fn found(&self, reading: &Reading) -> bool {
        self.0.iter().any(|p| p.hits(reading).next().is_some())
    }
}
