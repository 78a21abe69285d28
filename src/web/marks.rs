//! Stretches of a text that decided something, cut so that a template can mark them.

use minijinja::{Value, context};
use unicode_segmentation::UnicodeSegmentation;

/// A stretch of text, marked or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    pub text: String,
    /// What the stretch stands for; empty: nothing.
    pub about: Vec<String>,
}

impl From<Piece> for Value {
    fn from(p: Piece) -> Value {
        context! { text => p.text, about => p.about }
    }
}

/// Cuts `text` at the borders of `marks` (`start`, `end` in characters, `what`). Marks may overlap;
/// borders outside the text are clamped, and those inside of what a reader sees as one sign (an emoji with its
/// skin, a letter with its accent) go round it.
pub fn cut(text: &str, marks: &[(usize, usize, String)]) -> Vec<Piece> {
    let chars: Vec<char> = text.chars().collect();
    // where every sign begins, in characters
    let mut signs: Vec<usize> = vec![0];
    let mut at = 0;
    signs.extend(text.graphemes(true).map(|sign| {
        at += sign.chars().count();
        at
    }));
    let round = |start: usize, end: usize| {
        let first = signs.partition_point(|s| *s <= start).saturating_sub(1);
        let last = signs.partition_point(|s| *s < end).min(signs.len() - 1);
        (signs[first], signs[last])
    };
    let marks: Vec<(usize, usize, &String)> = marks
        .iter()
        .map(|(start, end, what)| {
            let (start, end) = round(*start, *end);
            (start, end, what)
        })
        .collect();
    let mut borders: Vec<usize> = vec![0, chars.len()];
    for (start, end, _) in &marks {
        borders.extend([*start, *end]);
    }
    borders.sort_unstable();
    borders.dedup();
    let mut out: Vec<Piece> = Vec::new();
    for pair in borders.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        let mut about: Vec<String> = marks
            .iter()
            .filter(|(s, e, _)| *s <= from && to <= *e)
            .map(|(_, _, w)| (*w).clone())
            .collect();
        about.sort();
        about.dedup();
        let piece: String = chars[from..to].iter().collect();
        match out.last_mut() {
            Some(last) if last.about == about => last.text.push_str(&piece),
            _ => out.push(Piece { text: piece, about }),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_give_back_the_text_whatever_the_marks() {
        let marks = [
            (0, 4, "a".into()),
            (2, 9, "b".into()),
            (7, 999, "c".into()),
            (5, 3, "d".into()),
        ];
        let pieces = cut("Кофе был 🥶 холодный", &marks);
        assert_eq!(
            pieces.iter().map(|p| p.text.as_str()).collect::<String>(),
            "Кофе был 🥶 холодный"
        );
        assert_eq!(pieces[1].about, ["a", "b"]);
        assert!(cut("", &marks).is_empty());
    }

    #[test]
    fn no_mark_goes_through_an_emoji_or_a_letter_with_its_accent() {
        for (text, mark, marked) in [
            ("кофе ☕\u{fe0f}, но", (0, 6), "кофе ☕\u{fe0f}"),
            ("👨\u{200d}👩\u{200d}👧 дом", (2, 9), "👨\u{200d}👩\u{200d}👧 дом"),
            ("cafe\u{301} nice", (0, 4), "cafe\u{301}"),
            ("👍🏽", (0, 1), "👍🏽"),
        ] {
            let pieces = cut(text, &[(mark.0, mark.1, "a".into())]);
            let of: Vec<&str> = pieces
                .iter()
                .filter(|p| !p.about.is_empty())
                .map(|p| p.text.as_str())
                .collect();
            assert_eq!(of, [marked], "{text}");
        }
    }
}
