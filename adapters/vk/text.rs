//! VK's text markup.

use crate::parse::plain;

/// Text as a reader sees it: `[id1|Name]` as its label, and the HTML that old answers still hold.
pub fn clean(raw: &str) -> String {
    let labelled = labels(raw);
    if labelled.contains(['&', '<']) {
        return plain(&entities(&labelled));
    }
    plain(&labelled)
}

/// `[id1|Имя]`, `[club1|Имя]`, `[id1:bp-2_3|Имя]`, `[https://…|текст]` → the label. Brackets that
/// people type stay.
fn labels(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(open) = rest.find('[') {
        out.push_str(&rest[..open]);
        rest = &rest[open..];
        match link(rest) {
            Some((label, after)) => {
                out.push_str(label);
                rest = after;
            }
            None => {
                out.push('[');
                rest = &rest[1..];
            }
        }
    }
    out + rest
}

/// Whom a text names at its beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Addressee<'t> {
    pub user: i64,
    /// Number of the comment in a discussion that is answered, if the name holds one.
    pub comment: Option<i64>,
    /// The text behind the name.
    pub rest: &'t str,
}

/// `[id1:bp-2_3|Анна], да` → person 1, comment 3, `да`; `[id1|Анна], да` → person 1.
pub fn addressee(text: &str) -> Option<Addressee<'_>> {
    let inner = text.trim_start().strip_prefix('[')?;
    let (target, after) = inner.split_once('|')?;
    let (_, rest) = after.split_once(']')?;
    let (who, comment) = match target.split_once(":bp-") {
        Some((who, place)) => (who, Some(place.split_once('_')?.1.parse().ok()?)),
        None => (target, None),
    };
    Some(Addressee {
        user: who.strip_prefix("id")?.parse().ok()?,
        comment,
        rest: rest.trim_start_matches(',').trim_start(),
    })
}

/// Longest link that is looked for, characters: keeps the search linear.
const LONGEST: usize = 2_000;

fn link(text: &str) -> Option<(&str, &str)> {
    let inner = &text[1..];
    let target = ["id", "club", "public", "event", "https://", "http://", "#alias|"];
    target.iter().find(|t| inner.starts_with(**t))?;
    let end = inner
        .char_indices()
        .take(LONGEST)
        .find(|(_, c)| matches!(c, ']' | '[' | '\n'))?;
    let (address, label) = inner[..end.0].rsplit_once('|')?;
    let is_id = |t: &str| {
        address
            .strip_prefix(t)
            .and_then(|n| n.split(':').next())
            .is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
    };
    let known =
        address.contains("://") || address.starts_with("#alias") || target[..4].iter().any(|t| is_id(t));
    (known && end.1 == ']' && !label.is_empty()).then(|| (label, &inner[end.0 + 1..]))
}

/// Entities and `<br>` of answers before 5.x, which recordings of 2019 still show. Nothing else is
/// taken for markup: a person may write `a < b`.
fn entities(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['&', '<']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        match one(rest) {
            Some((c, len)) => {
                out.push(c);
                rest = &rest[len..];
            }
            None => {
                out.push_str(&rest[..1]);
                rest = &rest[1..];
            }
        }
    }
    out + rest
}

fn one(text: &str) -> Option<(char, usize)> {
    const NAMED: &[(&str, char)] = &[
        ("&amp;", '&'),
        ("&lt;", '<'),
        ("&gt;", '>'),
        ("&quot;", '"'),
        ("&#39;", '\''),
        ("&nbsp;", '\u{A0}'),
        ("<br>", '\n'),
        ("<br/>", '\n'),
        ("<br />", '\n'),
    ];
    if let Some((name, c)) = NAMED.iter().find(|(name, _)| text.starts_with(name)) {
        return Some((*c, name.len()));
    }
    let digits = text.strip_prefix("&#")?;
    let end = digits.bytes().take(8).position(|b| b == b';')?;
    let number: u32 = digits[..end].parse().ok()?;
    Some((char::from_u32(number).filter(|c| *c != '\0')?, end + 3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_become_their_labels_and_typed_brackets_stay() {
        for (raw, expected) in [
            ("[id6099|Дмитрий], не согласен", "Дмитрий, не согласен"),
            (
                "см. [club109125816|Зерно] и [https://example.org/a|меню]",
                "см. Зерно и меню",
            ),
            ("[id1:bp-2_3|Анна], да", "Анна, да"),
            (
                "[идея|так] [id|x] [idea1|x] [id1|]",
                "[идея|так] [id|x] [idea1|x] [id1|]",
            ),
            ("[[id1|А]]", "[А]"),
            ("[id1|не закрыто", "[id1|не закрыто"),
            ("&#10071;Заказы до 23.00&", "❗Заказы до 23.00&"),
            (
                "1 &lt; 2<br>и a < b &unknown; &#0; &#xZZ;",
                "1 < 2\nи a < b &unknown; &#0; &#xZZ;",
            ),
        ] {
            assert_eq!(clean(raw), expected, "{raw}");
        }
    }

    #[test]
    fn a_name_at_the_beginning_tells_whom_a_reply_answers() {
        let of = |t| addressee(t).map(|a| (a.user, a.comment, a.rest));
        assert_eq!(of("[id1:bp-2_3|Анна], да"), Some((1, Some(3), "да")));
        assert_eq!(of(" [id1|Анна] да"), Some((1, None, "да")));
        for other in [
            "Анна, да",
            "[club1|Зерно], да",
            "[id1:bp-2|x] да",
            "[id1|x",
            "см. [id1|x]",
            "",
        ] {
            assert_eq!(of(other), None, "{other}");
        }
    }

    #[test]
    fn many_brackets_do_not_slow_it_down() {
        let hostile = "[id1|".repeat(100_000);
        assert_eq!(clean(&hostile), hostile);
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "[\\[\\]|&#;<>br/id1а🔥 ]{0,80}") {
            let _ = clean(&text);
        }
    }
}
