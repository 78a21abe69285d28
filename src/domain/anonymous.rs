//! A text without persons: for training on past cases (seed rule I5: no real name in the training set).

use super::given;
use super::stem;
use super::text::{Reading, fold};

/// What stands where something was taken out.
#[derive(Debug, Clone, Copy)]
pub struct Marks<'m> {
    pub name: &'m str,
    pub place: &'m str,
    pub number: &'m str,
}

/// The text with given names, the words of `people` (the author's profile name) and of `places`, long
/// numbers, mail addresses and links taken out, in whatever case they stand.
pub fn hide(text: &str, people: &[&str], places: &[&str], marks: Marks<'_>) -> String {
    let reading = Reading::new(text);
    let stems = |all: &[&str]| -> Vec<String> {
        all.iter()
            .flat_map(|t| Reading::new(t).words)
            .filter(|w| w.fold.chars().count() > 2 && w.fold.chars().any(char::is_alphabetic))
            .map(|w| stem::stem(&w.fold))
            .collect()
    };
    let (people, places) = (stems(people), stems(places));
    let mut spans: Vec<(usize, usize, &str)> = given::names(&reading)
        .into_iter()
        .map(|n| (n.start, n.end, marks.name))
        .collect();
    for w in &reading.words {
        let stem = stem::stem(&w.fold);
        if people.contains(&stem) {
            spans.push((w.start, w.end, marks.name));
        } else if places.contains(&stem) && w.capital {
            spans.push((w.start, w.end, marks.place));
        }
    }
    spans.extend(
        tokens(&reading.chars)
            .into_iter()
            .map(|(a, b)| (a, b, marks.number)),
    );
    spans.sort_unstable();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (start, end, mark) in spans {
        if start < at {
            at = at.max(end);
            continue;
        }
        out.push_str(&reading.slice(at, start));
        // two parts of one name are one person
        if !out.trim_end().ends_with(mark) {
            out.push_str(mark);
        }
        at = end;
    }
    out.push_str(&reading.slice(at, reading.chars.len()));
    out
}

/// Stretches without blanks that are an address, a link, or hold at least four digits.
fn tokens(chars: &[char]) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        if chars[at].is_whitespace() {
            at += 1;
            continue;
        }
        let end = chars[at..]
            .iter()
            .position(|c| c.is_whitespace())
            .map_or(chars.len(), |n| at + n);
        let token: String = chars[at..end].iter().collect();
        let folded = fold(&token);
        let digits = token.chars().filter(char::is_ascii_digit).count();
        if token.contains('@')
            || folded.contains("http")
            || folded.contains("www")
            || folded.contains("t.me")
            || digits >= 4
        {
            out.push((at, end));
        }
        at = end;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const MARKS: Marks<'static> = Marks {
        name: "[имя]",
        place: "[место]",
        number: "[номер]",
    };

    #[test]
    fn persons_places_and_numbers_are_taken_out() {
        let text = "Администратор Марина на Невском нагрубила мне и Ольге. Заказ 123456, звоните +7(921)0000000 или anna@mail.example. Анна Петрова";
        let out = hide(text, &["Анна Петрова"], &["Невский, 12"], MARKS);
        for gone in [
            "Марин",
            "Ольг",
            "Анна",
            "Петров",
            "Невск",
            "123456",
            "0000000",
            "@",
        ] {
            assert!(!out.contains(gone), "{gone}: {out}");
        }
        assert!(
            out.contains("нагрубила") && out.contains("[имя]") && out.contains("[место]"),
            "{out}"
        );
    }

    #[test]
    fn hostile_texts_do_not_break_it() {
        for text in ["", "\u{200b}", "👨‍👩‍👧‍👦 @", &"а".repeat(20_000)] {
            let _ = hide(text, &["а"], &[], MARKS);
        }
    }
}
