//! One neutral line: the sentence that says most, without obscenities, shouting and control characters.

use super::book::Kind;
use super::fold::{Folded, Word};
use super::hits::{Hit, Matched};

/// Longest summary in characters.
pub const LONGEST: usize = 140;
/// What stands for a word that is not repeated.
const HIDDEN: &str = "…";

/// The summary of a text; empty when the text has no words.
pub fn summarise(matched: &Matched<'_>, hits: &[Hit], text: &str) -> String {
    let words: Vec<&Word> = matched.folded.words.iter().filter(|w| !w.title).collect();
    let Some(sentence) = telling(matched, hits, &words) else {
        return String::new();
    };
    let hidden = hidden_words(matched, hits);
    let mut out = String::new();
    let mut length = 0;
    let mut last: Option<&Word> = None;
    for (number, word) in matched.folded.words.iter().enumerate() {
        if word.title || word.sentence != sentence || last.is_some_and(|l| word.start < l.end) {
            continue;
        }
        let gap = last.map_or(String::new(), |l| matched.folded.gap(text, l, word));
        let shown = if hidden[number] || word.starred {
            HIDDEN
        } else {
            matched.folded.span(text, word, word)
        };
        let piece = format!("{}{}", tidy(&gap, last.is_some()), quiet(shown));
        let size = piece.chars().count();
        if length + size >= LONGEST {
            out.push('…');
            break;
        }
        out.push_str(&piece);
        length += size;
        last = Some(word);
    }
    out
}

/// Number of the sentence with most of what matters; the earlier of two equals.
fn telling(matched: &Matched<'_>, hits: &[Hit], words: &[&Word]) -> Option<u32> {
    let first = words.first()?.sentence;
    let count = (words.last()?.sentence - first) as usize + 1;
    let mut scores = vec![0.0_f32; count];
    let mut lengths = vec![0.0_f32; count];
    for word in words {
        lengths[(word.sentence - first) as usize] += 1.0;
    }
    for hit in hits {
        let word = &matched.folded.words[hit.first as usize];
        if word.title {
            continue;
        }
        scores[(word.sentence - first) as usize] += match matched.rule(hit).kind {
            Kind::Critical | Kind::Sensitive(_) => 4.0,
            Kind::High => 2.0,
            Kind::Topic(_) => 1.0,
            Kind::Feeling => 0.5,
            Kind::Insult | Kind::Obscene => -1.0,
            _ => 0.0,
        };
    }
    // Long sentences collect hits by their length alone, and very short ones say too little.
    let best = (0..count)
        .filter(|i| lengths[*i] > 0.0)
        .map(|i| (i, (scores[i] + 0.1) / (4.0 + lengths[i]).sqrt()))
        .fold(None, |best: Option<(usize, f32)>, now| match best {
            Some(b) if b.1 >= now.1 => Some(b),
            _ => Some(now),
        });
    best.map(|(i, _)| first + i as u32)
}

fn hidden_words(matched: &Matched<'_>, hits: &[Hit]) -> Vec<bool> {
    let mut hidden = vec![false; matched.folded.words.len()];
    for hit in hits {
        if matches!(matched.rule(hit).kind, Kind::Insult | Kind::Obscene) {
            hidden[hit.first as usize..=hit.last as usize].fill(true);
        }
    }
    hidden
}

/// Between two words: one space, and one mark at most.
fn tidy(gap: &str, inside: bool) -> String {
    if !inside {
        return String::new();
    }
    let mark = gap
        .chars()
        .find(|c| matches!(c, ',' | ';' | ':' | '—' | '–' | '-' | '/' | '%' | '.'));
    let open = gap.chars().any(char::is_whitespace) || gap.is_empty();
    match mark {
        Some(mark @ ('—' | '–')) => format!(" {mark} "),
        Some(mark) if open => {
            if matches!(mark, '-' | '/') {
                format!(" {mark} ")
            } else {
                format!("{mark} ")
            }
        }
        Some(mark) => mark.to_string(),
        None => " ".to_string(),
    }
}

/// A shouted word in lower case; abbreviations stay.
fn quiet(word: &str) -> String {
    /// «ЖКХ», «МЧС», "BBB" are not shouted.
    const ABBREVIATION: usize = 4;
    let visible: String = word
        .chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, '\'' | '’' | '…' | '@'))
        .collect();
    let loud = visible.chars().count() > ABBREVIATION && !visible.chars().any(char::is_lowercase);
    if loud { visible.to_lowercase() } else { visible }
}

impl Folded {
    /// What stands between two words of the same text, shortened to what can matter.
    fn gap(&self, text: &str, before: &Word, after: &Word) -> String {
        self.between(text, before, after).chars().take(8).collect()
    }
}
