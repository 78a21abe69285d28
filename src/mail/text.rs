//! Strangers' text made fit for a header, a line, or a plain-text part. Nothing here escapes markup:
//! that is the template engine's work.

use unicode_segmentation::UnicodeSegmentation;

/// Widest line of a plain-text part, in characters: one column less than the 78 of RFC 5322 §2.1.1.
const WIDTH: usize = 77;

/// Marks that reorder or hide neighbouring text: bidi embeddings, overrides, isolates and marks,
/// and the line and paragraph separators.
fn reorders(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// One line without control characters and marks that reorder, runs of blanks folded, cut clean.
pub fn one_line(text: &str, max: usize) -> String {
    let mut out = String::with_capacity(text.len().min(max * 4));
    for c in text.chars().filter(|c| !reorders(*c)) {
        if c.is_control() || (c.is_whitespace() && c != '\u{a0}' && c != '\u{202f}') {
            if !out.is_empty() && !out.ends_with(' ') {
                out.push(' ');
            }
        } else {
            out.push(c);
        }
    }
    cut(out.trim(), max)
}

/// A display name that a header can carry: one line without the marks of the address syntax.
/// lettre 0.11.23 panics on CR and LF in a name, and a name must never look like an address.
pub fn display_name(name: &str) -> String {
    let bare: String = name
        .chars()
        .map(|c| {
            if matches!(c, '<' | '>' | '"' | '\\' | '@' | ',' | ';' | ':') {
                ' '
            } else {
                c
            }
        })
        .collect();
    one_line(&bare, 60)
}

/// At most `max` UTF-16 units, never inside a grapheme, preferably between words, marked by `…`.
/// A grapheme that is longer than the whole room (a tower of combining marks) is left out.
pub fn cut(text: &str, max: usize) -> String {
    if text.encode_utf16().count() <= max {
        return text.to_owned();
    }
    let (mut end, mut used) = (0, 1);
    for grapheme in text.graphemes(true) {
        used += grapheme.encode_utf16().count();
        if used > max {
            break;
        }
        end += grapheme.len();
    }
    let kept = &text[..end];
    // a word boundary, if one is near the end: otherwise the language has no blanks, or it is one long word
    let kept = kept
        .rfind(char::is_whitespace)
        .filter(|at| *at * 4 > end * 3)
        .map_or(kept, |at| &kept[..at]);
    format!(
        "{}…",
        kept.trim_end_matches([' ', '\n', '\u{a0}', ',', '.', ';', ':', '-', '–', '—'])
    )
}

/// The text as it was written, with line ends as LF. Control characters become U+FFFD, so that they
/// are seen and do nothing.
pub fn verbatim(text: &str) -> String {
    text.replace("\r\n", "\n")
        .chars()
        .map(|c| match c {
            '\r' => '\n',
            '\n' | '\t' => c,
            c if c.is_control() => '\u{fffd}',
            c => c,
        })
        .collect()
}

/// The text with `>` before every line, as mails quote.
pub fn quote(text: &str) -> String {
    let lines: Vec<String> = text.split('\n').map(|line| format!("> {line}")).collect();
    lines.join("\n")
}

/// The text with its first letter large, the rest as it is.
pub fn upfirst(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Wraps every line of a plain-text part; a continued line repeats the indent and the `>` of its
/// first. Words longer than the width (links) stay whole. Blank lines are never more than one.
pub fn wrap(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 40);
    let mut blank = true;
    for line in text.lines() {
        // the mark of a signature is the one line that ends in a blank (RFC 3676 §4.3)
        let line = if line == "-- " { line } else { line.trim_end() };
        if line.is_empty() {
            if !blank {
                out.push('\n');
            }
            blank = true;
            continue;
        }
        blank = false;
        wrap_line(line, &mut out);
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

fn wrap_line(line: &str, out: &mut String) {
    if line.chars().count() <= WIDTH {
        out.push_str(line);
        out.push('\n');
        return;
    }
    let indent = line.len() - line.trim_start_matches([' ', '>']).len();
    let (prefix, rest) = line.split_at(indent);
    let next = format!("{prefix}{}", " ".repeat(bullet(rest)));
    out.push_str(prefix);
    let mut room = WIDTH.saturating_sub(prefix.chars().count());
    let mut used = 0;
    for word in rest.split(' ').filter(|w| !w.is_empty()) {
        let length = word.chars().count();
        if used > 0 && used + 1 + length > room {
            out.push('\n');
            out.push_str(&next);
            room = WIDTH.saturating_sub(next.chars().count());
            used = 0;
        } else if used > 0 {
            out.push(' ');
            used += 1;
        }
        out.push_str(word);
        used += length;
    }
    out.push('\n');
}

/// Width of a list's mark: `- `, `1. `.
fn bullet(text: &str) -> usize {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let rest = &text[digits..];
    match digits {
        0 if rest.starts_with("- ") => 2,
        1..=2 if rest.starts_with(". ") => digits + 2,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_never_splits_a_grapheme_and_is_marked() {
        let family = "👨‍👩‍👧‍👦".repeat(40);
        let out = cut(&family, 50);
        assert!(out.ends_with('…'));
        assert_eq!(out.trim_end_matches('…').len() % "👨‍👩‍👧‍👦".len(), 0);
        assert!(out.encode_utf16().count() <= 50);
        assert_eq!(
            cut("кофе холодный, ждали сорок минут", 26),
            "кофе холодный, ждали…"
        );
        assert_eq!(cut("коротко", 7), "коротко");
    }

    #[test]
    fn a_tower_of_marks_cannot_break_the_bound() {
        let tower = format!("а{}", "\u{301}".repeat(5000));
        assert_eq!(cut(&tower, 100), "…");
    }

    #[test]
    fn a_display_name_holds_no_line_end_and_no_address_mark() {
        let name = display_name("Мария\r\nBcc: <evil@example.org>, \"x\"\u{202e}");
        assert_eq!(name, "Мария Bcc evil example.org x");
    }

    #[test]
    fn wrapped_lines_keep_their_quote_marks_and_links_stay_whole() {
        let link = format!("https://otklik.example.org/link/{}", "a".repeat(90));
        let out = wrap(&format!("  > {}\n\n\n\n{link}\n", "слово ".repeat(40)));
        assert!(
            out.lines()
                .take(4)
                .all(|l| l.starts_with("  > ") && l.chars().count() <= 77)
        );
        assert!(out.lines().any(|l| l == link));
        assert!(!out.contains("\n\n\n"));
    }
}
