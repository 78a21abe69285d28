//! Square-bracket markup of forums to plain text.

/// Tags that are dropped; what they enclose stays.
const TAGS: &[&str] = &[
    "b",
    "i",
    "u",
    "s",
    "strike",
    "h1",
    "h2",
    "h3",
    "list",
    "olist",
    "quote",
    "code",
    "spoiler",
    "url",
    "noparse",
    "table",
    "tr",
    "th",
    "td",
    "hr",
    "img",
    "previewyoutube",
];

/// The text without its tags; `[*]` begins a line. Brackets that are no tag stay: a person may write
/// `[sic]`.
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('[') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        // No tag is longer than an address.
        let end = rest.bytes().take(2048).position(|b| b == b']');
        let inside = end.map(|end| &rest[1..end]);
        match (inside, end) {
            (Some("*"), Some(end)) => {
                if !out.is_empty() && !out.ends_with('\n') {
                    out.push('\n');
                }
                out.push('•');
                rest = &rest[end + 1..];
            }
            (Some(tag), Some(end)) if known(tag) => rest = &rest[end + 1..],
            _ => {
                out.push('[');
                rest = &rest[1..];
            }
        }
    }
    out + rest
}

fn known(tag: &str) -> bool {
    let name = tag.strip_prefix('/').unwrap_or(tag);
    let name = name.split(['=', ' ']).next().unwrap_or_default();
    TAGS.iter().any(|t| t.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_go_and_what_they_enclose_and_other_brackets_stay() {
        for (raw, expected) in [
            (
                "[h1]Плюсы[/h1]\n[list][*] кофе[*] музыка[/list]",
                "Плюсы\n• кофе\n• музыка",
            ),
            (
                "[url=https://example.org/a]тут[/url] и [B]жирно[/B]",
                "тут и жирно",
            ),
            ("[sic] [10/10] a[0] [b", "[sic] [10/10] a[0] [b"),
            ("[[b]x[/b]]", "[x]"),
        ] {
            assert_eq!(plain(raw), expected, "{raw}");
        }
        let hostile = "[b".repeat(100_000);
        assert_eq!(plain(&hostile), hostile);
    }
}
