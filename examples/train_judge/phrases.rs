//! Invented clauses of trades that the data sets lack (`config/model/phrases.tsv`): alone, and a few of one trade and
//! side together, so that a text is more than one clause.

use crate::data::{LABELS, Row};
use crate::svm::Dice;
use otklik::judge::Input;

/// Domain of the invented rows.
pub const INVENTED: &str = "invented";
const SOURCE: &str = include_str!("../../config/model/phrases.tsv");
/// Each clause also stands in so many texts with others.
const TOGETHER: usize = 3;

/// The rows; the same ones each time.
pub fn rows(seed: u64) -> Vec<Row> {
    let (mut rows, mut dice) = (Vec::new(), Dice(seed));
    let mut lang = "ru";
    for line in SOURCE.lines() {
        if let Some(trade) = line.strip_prefix('#') {
            lang = if trade.trim() == "english" { "en" } else { "ru" };
            continue;
        }
        let Some((label, clauses)) = line.split_once('\t') else {
            continue;
        };
        let Some(label) = LABELS.iter().position(|l| *l == label) else {
            continue;
        };
        let clauses: Vec<&str> = clauses.split('|').map(str::trim).collect();
        let mut add = |text: String| {
            rows.push(Row {
                id: format!("invented{}", rows.len()),
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
            });
        };
        clauses.iter().for_each(|c| add(capital(c)));
        if label == 1 {
            continue;
        }
        let mut many: Vec<&str> = clauses.repeat(TOGETHER);
        for i in (1..many.len()).rev() {
            many.swap(i, dice.below(i + 1));
        }
        let mut rest = many.as_slice();
        while !rest.is_empty() {
            let (some, other) = rest.split_at((2 + dice.below(3)).min(rest.len()));
            rest = other;
            let mut text = String::new();
            for clause in some {
                match (text.is_empty(), dice.below(3)) {
                    (true, _) => text.push_str(&capital(clause)),
                    (_, 0) => text.push_str(&format!(", {clause}")),
                    (_, 1) => text.push_str(&format!(". {}", capital(clause))),
                    _ => text.push_str(&format!("! {}", capital(clause))),
                }
            }
            add(text + [".", "!", ""][dice.below(3)]);
        }
    }
    rows
}

fn capital(clause: &str) -> String {
    let mut letters = clause.chars();
    let first = letters.next().map(|c| c.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}
