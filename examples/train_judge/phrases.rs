//! Invented clauses of trades that the data sets lack (`config/model/phrases.tsv`): alone, a few of one trade and side
//! together, and told at length: some of the other side among them, and a verdict that the label follows.

use crate::data::{LABELS, Row};
use crate::svm::Dice;
use otklik::judge::Input;

/// Domain of the invented rows.
pub const INVENTED: &str = "invented";
const SOURCE: &str = include_str!("../../config/model/phrases.tsv");
/// Each clause also stands in so many texts with others.
const TOGETHER: usize = 3;
/// Texts told at length, for each side of a trade that has verdicts.
const STORIES: usize = 60;
/// Clauses of a story.
const LENGTH: std::ops::Range<usize> = 5..13;
/// At most so many of a hundred clauses of a story are of the other side.
const OTHER_SIDE: usize = 40;

/// What is said of one trade.
#[derive(Default)]
struct Trade {
    lang: &'static str,
    /// By label.
    clauses: [Vec<&'static str>; LABELS.len()],
    verdicts: [Vec<&'static str>; LABELS.len()],
}

fn trades() -> Vec<Trade> {
    let mut out: Vec<Trade> = Vec::new();
    for line in SOURCE.lines() {
        if let Some(trade) = line.strip_prefix('#') {
            let lang = if trade.trim().starts_with("english") {
                "en"
            } else {
                "ru"
            };
            out.push(Trade {
                lang,
                ..Trade::default()
            });
            continue;
        }
        let (Some((kind, clauses)), Some(trade)) = (line.split_once('\t'), out.last_mut()) else {
            continue;
        };
        let (verdict, label) = match kind.strip_prefix("verdict-") {
            Some(label) => (true, label),
            None => (false, kind),
        };
        let Some(label) = LABELS.iter().position(|l| *l == label) else {
            continue;
        };
        let into = if verdict {
            &mut trade.verdicts
        } else {
            &mut trade.clauses
        };
        into[label].extend(clauses.split('|').map(str::trim));
    }
    out
}

/// What the judge feeds of the clauses.
pub fn fingerprint() -> String {
    otklik::judge::training::fingerprint(SOURCE.lines())
}

/// The rows; the same ones each time.
pub fn rows(seed: u64) -> Vec<Row> {
    let (mut rows, mut dice) = (Vec::new(), Dice(seed));
    for trade in trades() {
        for label in 0..LABELS.len() {
            let clauses = &trade.clauses[label];
            let mut add = |text: String| {
                let number = rows.len();
                rows.push(row(number, text, trade.lang, label));
            };
            clauses.iter().for_each(|c| add(capital(c)));
            if label == 1 {
                continue;
            }
            let many = shuffled(&clauses.repeat(TOGETHER), &mut dice);
            let mut rest = many.as_slice();
            while !rest.is_empty() {
                let (some, other) = rest.split_at((2 + dice.below(3)).min(rest.len()));
                rest = other;
                add(joined(some, &mut dice));
            }
            if trade.verdicts[label].is_empty() {
                continue;
            }
            for _ in 0..STORIES {
                add(story(&trade, label, &mut dice));
            }
        }
    }
    rows
}

/// A text told at length: the verdict stands at the end, now and then at the beginning, and sometimes nowhere.
fn story(trade: &Trade, label: usize, dice: &mut Dice) -> String {
    let other = LABELS.len() - 1 - label;
    let length = LENGTH.start + dice.below(LENGTH.len());
    let against = length * dice.below(OTHER_SIDE + 1) / 100;
    let pick = |clauses: &[&'static str], n: usize, dice: &mut Dice| {
        let mut some = shuffled(clauses, dice);
        some.truncate(n);
        some
    };
    let mut told = pick(&trade.clauses[label], length - against, dice);
    told.extend(pick(&trade.clauses[other], against, dice));
    let mut told = shuffled(&told, dice);
    let verdict = trade.verdicts[label][dice.below(trade.verdicts[label].len())];
    match dice.below(5) {
        0 => told.insert(0, verdict),
        1 if against == 0 => {}
        _ => told.push(verdict),
    }
    joined(&told, dice)
}

fn shuffled(clauses: &[&'static str], dice: &mut Dice) -> Vec<&'static str> {
    let mut many = clauses.to_vec();
    for i in (1..many.len()).rev() {
        many.swap(i, dice.below(i + 1));
    }
    many
}

fn joined(clauses: &[&str], dice: &mut Dice) -> String {
    let mut text = String::new();
    for clause in clauses {
        match (text.is_empty(), dice.below(3)) {
            (true, _) => text.push_str(&capital(clause)),
            (_, 0) => text.push_str(&format!(", {clause}")),
            (_, 1) => text.push_str(&format!(". {}", capital(clause))),
            _ => text.push_str(&format!("! {}", capital(clause))),
        }
    }
    text + [".", "!", ""][dice.below(3)]
}

fn row(number: usize, text: String, lang: &str, label: usize) -> Row {
    Row {
        id: format!("invented{number}"),
        input: Input {
            text,
            ..Input::default()
        },
        lang: lang.to_owned(),
        domain: INVENTED.to_owned(),
        social: false,
        rating: 0,
        label,
        urgency: usize::MAX,
        topics: Vec::new(),
    }
}

fn capital(clause: &str) -> String {
    let mut letters = clause.chars();
    let first = letters.next().map(|c| c.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}
