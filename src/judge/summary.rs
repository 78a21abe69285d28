//! One neutral line: what happened, in the words of the author, without obscenities, shouting and control characters.
//!
//! The sentence that tells most is taken, and a second one where both fit. Of a sentence that is too long the part
//! around what tells most is taken. Praise tells nothing of a complaint, nor does blame of praise.

use super::book::Kind;
use super::fold::{Word, is_word};
use super::headings::label;
use super::hits::{Hit, Matched};
use super::sentiment::Feeling;
use crate::domain::Sentiment;

/// Longest summary in characters.
pub const LONGEST: usize = 140;
/// What stands for a word that is not repeated, and for what is left out.
const HIDDEN: &str = "…";
/// A part of a longer sentence is cut so that what tells most ends before this character of it.
const AHEAD: u32 = 110;
/// Sentences of fewer words say too little alone («Не доволен», "Fix this now").
const FEW: f32 = 4.0;
const TOO_FEW: f32 = 0.35;
/// A second sentence tells at least this share of the first.
const SECOND: f32 = 0.3;
/// What stands under a heading of the other side, or under none that says anything.
const BESIDE_THE_POINT: f32 = 0.2;

/// A sentence: its words and how much it tells.
struct Sentence {
    first: usize,
    last: usize,
    score: f32,
}

/// The summary of a text; empty when the text has no words.
pub fn summarise(matched: &Matched<'_>, hits: &[Hit], feeling: &Feeling, text: &str) -> String {
    let points = points(matched, hits, feeling);
    let sentences = sentences(matched, text, &points, feeling.sentiment);
    let Some(best) = telling(&sentences) else {
        return String::new();
    };
    let hidden = hidden_words(matched, hits);
    let size =
        |s: &Sentence| (matched.folded.words[s.last].end - matched.folded.words[s.first].start) as usize;
    let write = |s: &Sentence, room: usize| line(matched, &hidden, text, (s.first, s.last), room);
    let main = &sentences[best];
    if size(main) > LONGEST {
        let part = part(&matched.folded.words, &points, main);
        let line = line(matched, &hidden, text, part, LONGEST - 1);
        return if part.0 > main.first {
            format!("{HIDDEN}{line}")
        } else {
            line
        };
    }
    let second = sentences
        .iter()
        .enumerate()
        .filter(|(i, s)| *i != best && s.score > main.score * SECOND && size(s) + size(main) + 2 <= LONGEST)
        .max_by(|a, b| a.1.score.total_cmp(&b.1.score).then(b.0.cmp(&a.0)));
    match second {
        None => write(main, LONGEST),
        Some((other, s)) => {
            let (a, b) = if other < best { (s, main) } else { (main, s) };
            let a = write(a, LONGEST);
            let room = LONGEST.saturating_sub(a.chars().count() + 2);
            format!("{a}. {}", write(b, room))
        }
    }
}

/// What every word tells.
fn points(matched: &Matched<'_>, hits: &[Hit], feeling: &Feeling) -> Vec<f32> {
    let mut points = vec![0.0_f32; matched.folded.words.len()];
    let side = match feeling.sentiment {
        Sentiment::Positive => 1.0,
        Sentiment::Negative | Sentiment::Neutral => -1.0,
    };
    for hit in hits {
        let same = hit.weight * side > 0.0 && !hit.negated;
        points[hit.last as usize] += match hit.kind {
            Kind::Critical | Kind::Sensitive(_) if !hit.negated => 4.0,
            Kind::High if !hit.negated => 2.0,
            Kind::Topic(_) => 0.6,
            Kind::Clause if same => 0.8,
            Kind::Feeling if same => 0.5,
            Kind::Clause | Kind::Feeling => -0.5,
            Kind::Suggestion => 0.5,
            Kind::Insult | Kind::Obscene => -1.0,
            _ => 0.0,
        };
    }
    points
}

/// The sentences of the text, title left out, with what they tell.
fn sentences(matched: &Matched<'_>, text: &str, points: &[f32], sentiment: Sentiment) -> Vec<Sentence> {
    let words = &matched.folded.words;
    let mut list: Vec<Sentence> = Vec::new();
    for (at, word) in words.iter().enumerate().filter(|(_, w)| !w.title) {
        match list.last_mut() {
            Some(s) if words[s.last].sentence == word.sentence => s.last = at,
            _ => list.push(Sentence {
                first: at,
                last: at,
                score: 0.0,
            }),
        }
    }
    for sentence in &mut list {
        let mut share = 1.0;
        if let Some(after) = label(matched.folded, text, sentence.first, sentence.last, sentiment) {
            share = if after.tells { 1.0 } else { BESIDE_THE_POINT };
            sentence.first = after.first;
        }
        let sum: f32 = points[sentence.first..=sentence.last].iter().sum();
        let length = (sentence.last - sentence.first + 1) as f32;
        // long sentences collect points by their length alone
        sentence.score = (sum + 0.1) / (4.0 + length).sqrt() * share;
        if length < FEW && sentence.score > 0.0 {
            sentence.score *= TOO_FEW;
        }
    }
    list
}

/// The sentence that tells most; the earlier of two equals.
fn telling(sentences: &[Sentence]) -> Option<usize> {
    let each = sentences.iter().enumerate();
    each.fold(None, |best: Option<(usize, f32)>, (i, s)| match best {
        Some(b) if b.1 >= s.score => Some(b),
        _ => Some((i, s.score)),
    })
    .map(|(i, _)| i)
}

/// The words of a long sentence from some clause on, so that the clause that tells most is among them.
fn part(words: &[Word], points: &[f32], sentence: &Sentence) -> (usize, usize) {
    let mut best = (f32::MIN, sentence.first, sentence.first);
    let mut from = sentence.first;
    for at in sentence.first..=sentence.last {
        if at == sentence.last || words[at + 1].clause != words[at].clause {
            let sum: f32 = points[from..=at].iter().sum();
            if sum > best.0 {
                best = (sum, from, at);
            }
            from = at + 1;
        }
    }
    let (_, clause, end) = best;
    // the word that tells most, where the clause itself is too long
    let top = (clause..=end).fold(clause, |top, at| if points[at] > points[top] { at } else { top });
    let far = |from: usize, to: usize| words[to].end.saturating_sub(words[from].start) > AHEAD;
    let reach = if far(clause, end) { top } else { end };
    let mut first = clause;
    while first > sentence.first && !far(first - 1, reach) {
        first -= 1;
    }
    // a cut at the border of a clause reads better than one inside
    let border =
        (first..=clause).find(|at| *at == sentence.first || words[*at - 1].clause != words[*at].clause);
    let mut first = border.unwrap_or(first);
    while first < reach && far(first, reach) {
        first += 1;
    }
    (first, sentence.last)
}

/// Some words of the text as one line of at most so many characters.
fn line(
    matched: &Matched<'_>,
    hidden: &[bool],
    text: &str,
    (from, to): (usize, usize),
    room: usize,
) -> String {
    let mut out = String::with_capacity(2 * room);
    let mut length = 0;
    let mut last: Option<&Word> = None;
    let words = matched.folded.words.iter().enumerate();
    for (number, word) in words.take(to + 1).skip(from) {
        if word.title || last.is_some_and(|l| word.start < l.end) {
            continue;
        }
        let shown = if hidden[number] || word.starred {
            HIDDEN
        } else {
            matched.folded.span(text, word, word)
        };
        let begin = out.len();
        if let Some(last) = last {
            tidy(&mut out, matched.folded.between(text, last, word));
        }
        quiet(&mut out, shown);
        let size = out[begin..].chars().count();
        if length + size >= room {
            out.truncate(begin);
            out.push('…');
            break;
        }
        length += size;
        last = Some(word);
    }
    out
}

fn hidden_words(matched: &Matched<'_>, hits: &[Hit]) -> Vec<bool> {
    let mut hidden = vec![false; matched.folded.words.len()];
    for hit in hits {
        if matches!(hit.kind, Kind::Insult | Kind::Obscene) {
            hidden[hit.first as usize..=hit.last as usize].fill(true);
        }
    }
    hidden
}

/// Between two words: one space, and one mark at most.
fn tidy(out: &mut String, gap: &str) {
    /// What stands further on does not matter.
    const NEAR: usize = 8;
    let signs = || gap.chars().take(NEAR);
    let mark = signs().find(|c| matches!(c, ',' | ';' | ':' | '—' | '–' | '-' | '/' | '%' | '.'));
    let open = || gap.is_empty() || signs().any(char::is_whitespace);
    let Some(mark) = mark else {
        out.push(' ');
        return;
    };
    let dash = matches!(mark, '—' | '–');
    let open = dash || open();
    if dash || open && matches!(mark, '-' | '/') {
        out.push(' ');
    }
    out.push(mark);
    if open {
        out.push(' ');
    }
}

/// A shouted word in lower case; abbreviations stay.
fn quiet(out: &mut String, word: &str) {
    /// «ЖКХ», «МЧС», "BBB" are not shouted.
    const ABBREVIATION: usize = 4;
    let begin = out.len();
    out.extend(
        word.chars()
            .filter(|c| is_word(*c) || matches!(c, '\'' | '’' | '…' | '@')),
    );
    let visible = &out[begin..];
    if !visible.chars().any(char::is_lowercase) && visible.chars().count() > ABBREVIATION {
        let low = visible.to_lowercase();
        out.truncate(begin);
        out.push_str(&low);
    }
}
