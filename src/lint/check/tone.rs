//! Rude words by pattern, and how the whole reply reads to our own sentiment model.

use crate::domain::Sentiment;
use crate::judge;
use crate::lint::Level;
use crate::lint::case::{Case, Findings, Kind};

/// Probability of "negative" above which a reply reads angry. Set on replies that keep the code, which speak of
/// cold soup and late parcels and stay below it.
const ANGRY: f32 = 0.97;
/// Shorter replies give the model too little to read.
const LEAST_WORDS: usize = 8;

pub(super) fn check(case: &Case<'_>, out: &mut Findings<'_, '_>) {
    out.add_patterns("toxic_or_sarcastic");
    let rude = out.list.iter().any(|f| f.code == "toxic_or_sarcastic");
    // Whoever thanks, names an action or is sorry does not shout, whatever the words of the matter weigh.
    let calm = ["thanks", "done", "sympathy"]
        .iter()
        .any(|l| !case.scan.lexicon(l).is_empty())
        || !case.apologies.is_empty();
    if rude || calm || case.reply.words.len() < LEAST_WORDS || case.kind == Kind::Praise {
        return;
    }
    let read = judge::judge(&judge::Input {
        text: case.input.text.clone(),
        lang: case.input.lang.clone(),
        ..judge::Input::default()
    });
    if read.sentiment == Sentiment::Negative && read.p.negative >= ANGRY {
        let angry = out.note("toxic_or_sarcastic", "angry");
        out.add_at_most(
            "toxic_or_sarcastic",
            Level::Warn,
            (0, case.reply.chars.len()),
            &angry,
        );
    }
}
