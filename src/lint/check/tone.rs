//! Rude words by pattern, how each sentence sounds to the model of tone, and how the whole reply reads to our own
//! sentiment model.

use crate::domain::Sentiment;
use crate::judge;
use crate::lint::Level;
use crate::lint::case::{Case, Findings, Kind};
use crate::lint::pattern::{Hit, stemmed};
use crate::lint::tone;

/// Probability of "negative" above which a reply reads angry. Set on replies that keep the code, which speak of
/// cold soup and late parcels and stay below it.
const ANGRY: f32 = 0.97;
/// Probability of hostility from which a sentence is named: below 1 % of the good replies that the model had not seen
/// have such a sentence (`config/tone/README.md`).
const HOSTILE: f32 = 0.85;
/// Codes that say of a sentence what the model of tone would say again.
const SAID: [&str; 4] = ["toxic_or_sarcastic", "reproach", "blame_other_team", "lecturing"];

/// Shorter replies give the model too little to read.
const LEAST_WORDS: usize = 8;

/// Words before a word that may turn it on the author.
const AIMED: [&str; 12] = [
    "вы", "вас", "вам", "вами", "ты", "ваш", "ваша", "ваши", "you", "you're", "your", "such",
];

/// One word of the review, taken up and not thrown back: «называть гостя хамом никто не вправе».
fn quoted(case: &Case<'_>, hit: &Hit) -> bool {
    let words = &case.reply.words;
    let one = words[hit.word].end >= hit.end;
    let from = hit.word.saturating_sub(3);
    let aimed = words[from..hit.word]
        .iter()
        .any(|w| AIMED.contains(&w.fold.as_str()));
    let stem = stemmed(&words[hit.word].fold);
    let theirs = case
        .review
        .iter()
        .any(|r| r.reading.words.iter().any(|w| stemmed(&w.fold) == stem));
    one && theirs && !aimed
}

pub(super) fn check(case: &Case<'_>, out: &mut Findings<'_, '_>) {
    for hit in case.scan.code("toxic_or_sarcastic") {
        if !quoted(case, hit) {
            out.add_hit("toxic_or_sarcastic", hit);
        }
    }
    sound(case, out);
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

/// A guess never blocks: the model warns where no pattern has spoken of the sentence.
fn sound(case: &Case<'_>, out: &mut Findings<'_, '_>) {
    for (number, sentence) in case.reply.sentences.iter().enumerate() {
        let (start, end) = (sentence.start, sentence.end);
        let said = out
            .list
            .iter()
            .any(|f| SAID.contains(&f.code.as_str()) && f.start < end && start < f.end);
        if said || kind(case, number) || sentence.words.len() < 2 {
            continue;
        }
        let text = case.reply.slice(start, end);
        if let Some(tone) = tone::read(&text).filter(|t| t.hostile >= HOSTILE) {
            out.add_noted(tone.code, Level::Warn, (start, end), "heard");
        }
    }
}

/// Whoever owns the fault, is sorry or feels with the author speaks strongly and means well.
fn kind(case: &Case<'_>, sentence: usize) -> bool {
    ["excuse", "sympathy", "apology", "thanks"]
        .iter()
        .any(|lexicon| case.near(lexicon, sentence, 0))
}
