//! What changed between two versions of a text, word by word.

use minijinja::{Value, context};
use unicode_segmentation::UnicodeSegmentation;

/// Most words of a text that are compared; longer ones are shown side by side instead.
const MOST: usize = 1_500;

/// A stretch of the newer or the older text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// same | added | removed
    pub kind: &'static str,
    pub text: String,
}

impl From<Part> for Value {
    fn from(p: Part) -> Value {
        context! { kind => p.kind, text => p.text }
    }
}

/// The way from `old` to `new`: longest common subsequence of words, neighbours joined.
pub fn words(old: &str, new: &str) -> Vec<Part> {
    let a: Vec<&str> = old.split_word_bounds().collect();
    let b: Vec<&str> = new.split_word_bounds().collect();
    let mut out = Vec::new();
    if a.len() > MOST || b.len() > MOST {
        push(&mut out, "removed", old);
        push(&mut out, "added", new);
        return out;
    }
    let width = b.len() + 1;
    // common[i][j]: length of the longest common subsequence of a[i..] and b[j..]
    let mut common = vec![0u16; (a.len() + 1) * width];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            common[i * width + j] = if a[i] == b[j] {
                common[(i + 1) * width + j + 1] + 1
            } else {
                common[(i + 1) * width + j].max(common[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    while i < a.len() && j < b.len() {
        if a[i] == b[j] {
            push(&mut out, "same", a[i]);
            (i, j) = (i + 1, j + 1);
        } else if common[(i + 1) * width + j] >= common[i * width + j + 1] {
            push(&mut out, "removed", a[i]);
            i += 1;
        } else {
            push(&mut out, "added", b[j]);
            j += 1;
        }
    }
    for word in &a[i..] {
        push(&mut out, "removed", word);
    }
    for word in &b[j..] {
        push(&mut out, "added", word);
    }
    calmed(out)
}

/// Joins changes that only a blank or a comma keeps apart: a rewritten sentence reads as one removed
/// and one added stretch, not as confetti.
fn calmed(parts: Vec<Part>) -> Vec<Part> {
    let mut out: Vec<Part> = Vec::new();
    let (mut removed, mut added) = (String::new(), String::new());
    let mut rest = parts.into_iter().peekable();
    while let Some(part) = rest.next() {
        let thin = !part.text.contains(char::is_alphanumeric);
        match part.kind {
            "removed" => removed.push_str(&part.text),
            "added" => added.push_str(&part.text),
            _ if thin && !(removed.is_empty() && added.is_empty()) && rest.peek().is_some() => {
                removed.push_str(&part.text);
                added.push_str(&part.text);
            }
            _ => {
                push(&mut out, "removed", &std::mem::take(&mut removed));
                push(&mut out, "added", &std::mem::take(&mut added));
                push(&mut out, "same", &part.text);
            }
        }
    }
    push(&mut out, "removed", &removed);
    push(&mut out, "added", &added);
    out
}

fn push(out: &mut Vec<Part>, kind: &'static str, text: &str) {
    match out.last_mut() {
        _ if text.is_empty() => {}
        Some(last) if last.kind == kind => last.text.push_str(text),
        _ => out.push(Part {
            kind,
            text: text.to_owned(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(parts: &[Part], without: &str) -> String {
        parts
            .iter()
            .filter(|p| p.kind != without)
            .map(|p| p.text.as_str())
            .collect()
    }

    #[test]
    fn the_parts_give_back_both_texts() {
        for (old, new) in [
            ("кофе холодный", "кофе был холодный, увы"),
            ("", "a"),
            ("a b", ""),
            ("<b>x</b>", "<i>x</i>"),
        ] {
            let parts = words(old, new);
            assert_eq!(joined(&parts, "added"), old);
            assert_eq!(joined(&parts, "removed"), new);
        }
    }

    #[test]
    fn a_rewritten_sentence_is_one_change() {
        let parts = words(
            "Вкусно. Кассир хамит и кричит.",
            "Вкусно. Управляющий извинился, спасибо.",
        );
        assert_eq!(
            parts.iter().map(|p| p.kind).collect::<Vec<_>>(),
            ["same", "removed", "added", "same"]
        );
    }

    #[test]
    fn an_endless_text_is_not_compared_word_by_word() {
        let long = "слово ".repeat(5_000);
        assert_eq!(words(&long, "слово").len(), 2);
    }
}
