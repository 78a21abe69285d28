//! One click to the right order: explanation, action, term, apology.

use super::case::Case;
use super::dates;
use crate::domain::text::Sentence;

/// A text with more sentences is no reply.
const MOST_SENTENCES: usize = 60;

/// What a piece of the reply does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Does {
    Act,
    Apologise,
    Else,
}

struct Piece {
    text: String,
    does: Does,
    /// What stood between it and the next one.
    gap: String,
}

/// The reply with its apologies behind the last action; `None` where nothing would move or no action is named.
pub(super) fn reorder(case: &Case<'_>) -> Option<String> {
    if case.reply.sentences.len() > MOST_SENTENCES {
        return None;
    }
    let mut pieces = Vec::new();
    for (n, sentence) in case.reply.sentences.iter().enumerate() {
        let next = case.reply.sentences.get(n + 1);
        let gap = next
            .map(|s| case.reply.slice(sentence.end, s.start))
            .unwrap_or_default();
        take_apart(case, n, sentence, gap, &mut pieces);
    }
    let last_act = pieces.iter().rposition(|p| p.does == Does::Act)?;
    let (mut moved, mut kept) = (Vec::new(), Vec::new());
    let mut place = 0;
    for (n, piece) in pieces.into_iter().enumerate() {
        if piece.does == Does::Apologise && n < last_act {
            moved.push(piece);
        } else {
            kept.push(piece);
        }
        if n <= last_act {
            place = kept.len();
        }
    }
    if moved.is_empty() {
        return None;
    }
    let tail = kept.split_off(place.min(kept.len()));
    let mut out = String::new();
    for piece in kept {
        push(&mut out, &piece);
    }
    for mut piece in moved {
        piece.gap = if tail.is_empty() {
            String::new()
        } else {
            " ".into()
        };
        if !out.is_empty() && !out.ends_with(char::is_whitespace) {
            out.push(' ');
        }
        push(&mut out, &piece);
    }
    for piece in tail {
        if !out.is_empty() && !out.ends_with(char::is_whitespace) {
            out.push(' ');
        }
        push(&mut out, &piece);
    }
    let out = out.trim().to_owned();
    (out != case.input.text.trim()).then_some(out)
}

fn push(out: &mut String, piece: &Piece) {
    out.push_str(&piece.text);
    out.push_str(&piece.gap);
}

/// A sentence as one piece, or cut where an apology and something else share it.
fn take_apart(case: &Case<'_>, n: usize, sentence: &Sentence, gap: String, out: &mut Vec<Piece>) {
    let whole = case.reply.slice(sentence.start, sentence.end);
    let Some(apology) = case.apologies.iter().find(|a| a.sentence == n) else {
        let does = does(case, n);
        out.push(Piece {
            text: whole,
            does,
            gap,
        });
        return;
    };
    // «Здравствуйте, Анна, приносим извинения за …»: the greeting stays.
    let mut from = sentence.start;
    if let Some(greeting) = case
        .scan
        .lexicon("greeting")
        .iter()
        .find(|g| g.sentence == n && g.end <= apology.start)
    {
        let comma = (greeting.end..apology.start)
            .rev()
            .find(|i| matches!(case.reply.chars[*i], ',' | '—' | '–' | '-'));
        let begin = comma.map_or(apology.start, |i| i + 1);
        let head = case.reply.slice(sentence.start, begin);
        let head = head
            .trim_end()
            .trim_end_matches([',', '—', '–', '-', ':', ';'])
            .trim_end();
        out.push(Piece {
            text: format!("{head}!"),
            does: Does::Else,
            gap: " ".into(),
        });
        from = begin;
    }
    // «Простите за это, давайте мы всё исправим»: the offer stays where it is.
    let cut = (apology.end..sentence.end).find(|i| {
        let tail = *i + 1;
        let breaks = matches!(case.reply.chars.get(*i), Some(',' | ';' | '—' | '–'))
            || case.reply.slice(*i, (*i + 3).min(sentence.end)) == " и "
            || case.reply.slice(*i, (*i + 5).min(sentence.end)) == " and ";
        breaks && acts(case, n, tail)
    });
    match cut {
        Some(at) => {
            let sorry = case.reply.slice(from, at);
            let rest = case.reply.slice(at + 1, sentence.end);
            let rest = rest.trim_start_matches([',', ' ', '—', '–']);
            let rest = ["и ", "and ", "но ", "but "]
                .iter()
                .find_map(|and| rest.strip_prefix(and))
                .unwrap_or(rest);
            out.push(Piece {
                text: format!("{}.", capital(sorry.trim())),
                does: Does::Apologise,
                gap: " ".into(),
            });
            out.push(Piece {
                text: capital(rest),
                does: Does::Act,
                gap,
            });
        }
        None if acts(case, n, sentence.start) && from == sentence.start => out.push(Piece {
            text: whole,
            does: Does::Act,
            gap,
        }),
        None => out.push(Piece {
            text: capital(case.reply.slice(from, sentence.end).trim_start()),
            does: Does::Apologise,
            gap,
        }),
    }
}

/// Sentence `n` names an action or offers a remedy at or behind character `from`.
fn acts(case: &Case<'_>, n: usize, from: usize) -> bool {
    ["action", "done", "step", "choose_time"].iter().any(|l| {
        let hits = case.scan.lexicon(l);
        hits.iter().any(|h| h.sentence == n && h.start >= from)
    })
}

fn does(case: &Case<'_>, n: usize) -> Does {
    let term = || dates::terms(&case.reply).iter().any(|t| t.sentence == n);
    if acts(case, n, 0) || (n > 0 && term()) {
        Does::Act
    } else {
        Does::Else
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}
