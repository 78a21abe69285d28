//! The text of a review with what decided its verdict: marked words, praised and blamed clauses.

use super::marks;
use super::texts::say;
use super::when::Reader;
use crate::domain::{Fault, Intent, Sensitive, Sentiment, Topic, Urgency};
use crate::judge::{Side, Verdict};
use minijinja::{Value, context};

/// The pieces of the text: what each stands for in words, and the side of the clause that it lies in.
pub fn pieces(reader: &Reader, text: &str, verdict: Option<&Verdict>) -> Vec<Value> {
    let reasons = verdict.map(|v| v.reasons.as_slice()).unwrap_or_default();
    let marked: Vec<(usize, usize, String)> = reasons
        .iter()
        .map(|r| (r.start, r.end, r.about.clone()))
        .collect();
    let pieces = marks::cut(text, &marked);
    pieces
        .into_iter()
        .map(|piece| {
            let side = piece.about.iter().find_map(|about| side(about));
            // where a clause has a side, only what decided more than the side and its subject is told and marked
            let more = |about: &&String| side.is_none() || !about.starts_with("topic:");
            let told: Vec<String> = piece
                .about
                .iter()
                .filter(more)
                .map(|a| words(reader, a))
                .collect();
            let decided = piece
                .about
                .iter()
                .filter(more)
                .any(|a| !a.starts_with("praised:") && !a.starts_with("blamed:"));
            context! { text => piece.text, about => told, side => side.map(Side::word), decided }
        })
        .collect()
}

/// What a mixed text praises and what it blames, in words; none for a text that does only one of the two.
pub fn sides(reader: &Reader, verdict: Option<&Verdict>) -> Option<Value> {
    let verdict = verdict?;
    let of = |side: Side| {
        let mut topics: Vec<Topic> = Vec::new();
        for told in verdict.clauses().filter(|c| c.side == side) {
            if !topics.contains(&told.topic) {
                topics.push(told.topic);
            }
        }
        // «другое» says something only where nothing else is known
        if topics.len() > 1 {
            topics.retain(|t| *t != Topic::Other);
        }
        topics
            .iter()
            .map(|t| say(reader.lang, &format!("topic-{t}")))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let (praised, blamed) = (of(Side::Praised), of(Side::Blamed));
    (!praised.is_empty() && !blamed.is_empty()).then(|| context! { praised, blamed })
}

fn side(about: &str) -> Option<Side> {
    match about.split_once(':')?.0 {
        "praised" => Some(Side::Praised),
        "blamed" => Some(Side::Blamed),
        _ => None,
    }
}

/// A reason in the words of the reader.
fn words(reader: &Reader, about: &str) -> String {
    let Some((kind, word)) = about.split_once(':') else {
        return about.to_owned();
    };
    if let (Some(side), true) = (side(about), word.parse::<Topic>().is_ok()) {
        let topic = say(reader.lang, &format!("topic-{word}"));
        return format!("{}: {topic}", say(reader.lang, &format!("side-{}", side.word())));
    }
    let known = match kind {
        "sentiment" => word.parse::<Sentiment>().is_ok(),
        "urgency" => word.parse::<Urgency>().is_ok(),
        "topic" => word.parse::<Topic>().is_ok(),
        "fault" => word.parse::<Fault>().is_ok(),
        "intent" => word.parse::<Intent>().is_ok(),
        "sensitive" => word.parse::<Sensitive>().is_ok(),
        "irony" => word == "mark",
        _ => false,
    };
    if known {
        say(reader.lang, &format!("{kind}-{word}"))
    } else {
        about.to_owned()
    }
}
