//! Style: exclamation marks, worn words, sentences that are hard to read, spelling.

use crate::lint::case::{Case, Findings};
use crate::lint::spelling;

/// Words in one sentence above which it is hard to read (seed rule C11).
const LONGEST_SENTENCE: usize = 30;
/// Mean words in a sentence above which a text is hard to read (seed rule C11).
const MEAN_SENTENCE: usize = 18;

pub(super) fn check(case: &Case<'_>, out: &mut Findings<'_, '_>) {
    exclamations(case, out);
    if let Some(worn) = case.scan.code("worn_words").first() {
        out.add_hit("worn_words", worn);
    }
    let sentences = &case.reply.sentences;
    for s in sentences.iter().filter(|s| s.words.len() > LONGEST_SENTENCE) {
        let told = format!("{} {}", s.words.len(), out.note("hard_to_read", "sentence"));
        out.add("hard_to_read", (s.start, s.end), &told);
    }
    if sentences.len() >= 2 && case.reply.words.len() > MEAN_SENTENCE * sentences.len() {
        let mean = case.reply.words.len() / sentences.len();
        let told = format!("{mean} {}", out.note("hard_to_read", "mean"));
        out.add("hard_to_read", (0, case.reply.chars.len()), &told);
    }
    out.add_patterns("hard_to_read");
    for slip in spelling::slips(case) {
        out.add("spelling", (slip.start, slip.end), &slip.told);
    }
}

/// The one of the greeting is free; another one is enough, two in a row are too much.
fn exclamations(case: &Case<'_>, out: &mut Findings<'_, '_>) {
    let chars = &case.reply.chars;
    let greeting = case.first_sentence() == 1;
    let free_until = if greeting {
        case.reply.sentences.first().map_or(0, |s| s.end)
    } else {
        0
    };
    let marks: Vec<usize> = (0..chars.len()).filter(|i| chars[*i] == '!').collect();
    let counted: Vec<usize> = marks.iter().copied().filter(|i| *i >= free_until).collect();
    let pair = marks.windows(2).find(|w| w[1] == w[0] + 1).map(|w| w[0]);
    if let Some(at) = pair.or_else(|| counted.get(1).copied()) {
        out.add("excess_exclamation", (at, at + 1), "");
    }
}
