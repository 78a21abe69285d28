//! Stretches of a text that decided something, cut so that a template can mark them.

use minijinja::{Value, context};

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
/// borders outside the text are clamped.
pub fn cut(text: &str, marks: &[(usize, usize, String)]) -> Vec<Piece> {
    let chars: Vec<char> = text.chars().collect();
    let mut borders: Vec<usize> = vec![0, chars.len()];
    for (start, end, _) in marks {
        borders.extend([(*start).min(chars.len()), (*end).min(chars.len())]);
    }
    borders.sort_unstable();
    borders.dedup();
    let mut out: Vec<Piece> = Vec::new();
    for pair in borders.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        let mut about: Vec<String> = marks
            .iter()
            .filter(|(s, e, _)| *s <= from && to <= *e)
            .map(|(_, _, w)| w.clone())
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
}
