//! What several adapters need to read a page: status, dates, JSON, cleaning of text.

pub mod bbcode;
pub mod dates;
pub mod decode;
pub mod html;
pub mod json;
pub mod list;
pub mod path;
pub mod posts;
pub mod recorded;
pub mod status;
pub mod talk;
pub mod weigh;
pub mod weight;

/// The cleaned form of any text that a platform shows: line breaks as `\n`, U+0000 as U+FFFD
/// (PostgreSQL refuses it), no white space around. The text is data; nothing else is changed.
pub fn plain(text: &str) -> String {
    let text = text.trim();
    if !text.contains(['\r', '\0']) {
        return text.to_owned();
    }
    text.replace("\r\n", "\n")
        .replace('\r', "\n")
        .replace('\0', "\u{FFFD}")
        .trim()
        .to_owned()
}

/// An absolute web address, normalised; `None` for anything else that stands in its place.
pub fn link(text: &str) -> Option<String> {
    let url = url::Url::parse(text.trim()).ok()?;
    matches!(url.scheme(), "http" | "https").then(|| url.into())
}

/// As [`plain`], and `None` when nothing is left.
pub fn nonempty(text: &str) -> Option<String> {
    Some(plain(text)).filter(|t| !t.is_empty())
}

/// An id, whether it is written as a text or as a number; exact to the byte but for space around it.
pub fn id(value: &serde_json::Value) -> Option<String> {
    let id = match value {
        serde_json::Value::String(s) => s.trim().to_owned(),
        serde_json::Value::Number(n) => n.to_string(),
        _ => return None,
    };
    Some(id).filter(|id| !id.is_empty() && !id.contains('\0'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_breaks_and_nul_are_normalised_and_nothing_else() {
        assert_eq!(plain(" a\r\nb\rc\0d <b>&amp; "), "a\nb\nc\u{FFFD}d <b>&amp;");
        assert_eq!(nonempty(" \r\n "), None);
    }
}
