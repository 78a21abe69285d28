//! Where a review can be cut: pieces between marks and turns, and runs of neighbouring pieces within a sentence.

use super::words::Words;
use crate::domain::text::Reading;
use std::ops::Range;

/// Words of a review that are looked at; what matters stands there.
const MOST_WORDS: usize = 400;
/// Pieces of one run.
const MOST_PIECES: usize = 3;

/// What stands between two marks, or between a mark and a turn.
struct Piece {
    words: Range<usize>,
    /// Begins with a turn («но», "but").
    turns: bool,
}

/// A stretch that could be taken up.
#[derive(Debug, Clone)]
pub struct Run {
    pub words: Range<usize>,
    /// Pieces in it.
    pub pieces: usize,
    /// What is set against something kinder.
    pub turned: bool,
    /// It begins and ends with its sentence.
    pub whole: bool,
}

const TURNS: [&str; 9] = [
    "но",
    "зато",
    "однако",
    "хотя",
    "but",
    "however",
    "though",
    "although",
    "except",
];

/// Between two stretches of so many words each stands a new clause.
const AND: [&str; 2] = ["and", "и"];
const AND_WORDS: usize = 3;

/// All runs of a review that are no torn-off half of a clause.
pub fn runs(review: &Reading, words: &Words) -> Vec<Run> {
    let mut out = Vec::new();
    for sentence in &review.sentences {
        if sentence.words.start >= MOST_WORDS {
            break;
        }
        let pieces = pieces(review, sentence.words.clone());
        for first in 0..pieces.len() {
            let most = (first + MOST_PIECES).min(pieces.len());
            for last in first..most {
                // a turn inside sets praise against blame
                if last > first && pieces[last].turns {
                    break;
                }
                let range = pieces[first].words.start..pieces[last].words.end;
                let Some(range) = stripped(review, words, range) else {
                    continue;
                };
                if tears(review, words, &pieces, last) {
                    continue;
                }
                out.push(Run {
                    words: range,
                    pieces: last + 1 - first,
                    turned: pieces[first].turns,
                    whole: first == 0 && last + 1 == pieces.len(),
                });
            }
        }
    }
    out
}

fn pieces(review: &Reading, sentence: Range<usize>) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::new();
    for at in sentence.clone() {
        let turns = TURNS.contains(&review.words[at].fold.as_str());
        let marked = at > sentence.start && {
            let gap = gap(review, at);
            gap.iter().any(|c| matches!(c, ',' | ';' | ':' | '—' | '–' | '(' | ')' | '.' | '\n' | '•'))
                // a dash, or a smile that nobody drew
                || gap.iter().filter(|c| !c.is_whitespace()).any(|c| *c == '-') && gap.len() > 1
        };
        let joined = AND.contains(&review.words[at].fold.as_str())
            && sentence.end - at > AND_WORDS
            && out.last().is_some_and(|p| p.words.len() + 1 >= AND_WORDS);
        match out.last_mut() {
            Some(last) if !marked && !joined && !turns => last.words.end = at + 1,
            _ => out.push(Piece {
                words: at..at + 1,
                turns,
            }),
        }
    }
    out
}

/// What stands before a word, back to the one before it.
pub fn gap(review: &Reading, at: usize) -> &[char] {
    let from = at.checked_sub(1).map_or(0, |b| review.words[b].end);
    &review.chars[from..review.words[at].start]
}

/// Without the conjunctions and asides in front; none where nothing is left.
fn stripped(review: &Reading, words: &Words, mut range: Range<usize>) -> Option<Range<usize>> {
    while range.start < range.end && words.strip.contains(&review.words[range.start].fold) {
        range.start += 1;
    }
    (!range.is_empty()).then_some(range)
}

/// What follows belongs to it: «сказал, что …», «врач сказала: …».
fn tears(review: &Reading, words: &Words, pieces: &[Piece], last: usize) -> bool {
    let Some(next) = pieces.get(last + 1) else {
        return false;
    };
    let at = next.words.start;
    let quoted = |c: &char| matches!(c, ':' | '«' | '"' | '“' | '„');
    words.joins.contains(&review.words[at].fold) || gap(review, at).iter().any(quoted)
}
