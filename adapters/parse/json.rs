//! Bytes to JSON, lenient where real pages are broken: a byte order mark, half of an emoji.

use crate::Failure;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::borrow::Cow;

/// The body as JSON text. JSON is UTF-8 whatever the header says (RFC 8259), so the header is not
/// asked. Single broken bytes become U+FFFD; a body in another encoding is refused. Escapes of lone
/// surrogates, which serde_json refuses, become U+FFFD too (an emoji cut in half by the platform).
///
/// # Errors
/// [`Failure::Drift`] at `encoding` when more is broken than whole.
pub fn mend(body: &[u8]) -> Result<Cow<'_, str>, Failure> {
    let body = body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body);
    let text = String::from_utf8_lossy(body);
    if let Cow::Owned(owned) = &text {
        let broken = owned.chars().filter(|&c| c == '\u{FFFD}').count();
        let whole = owned.chars().filter(|c| !c.is_ascii()).count() - broken;
        if broken > whole {
            return Err(Failure::drift("encoding"));
        }
    }
    Ok(match replace_lone_surrogates(&text) {
        Some(mended) => Cow::Owned(mended),
        None => text,
    })
}

/// The body as a tree, for readers whose shape is data.
///
/// # Errors
/// [`Failure::Blocked`] for a log-in form or captcha in its place, else [`Failure::Drift`].
pub fn value(body: &[u8]) -> Result<Value, Failure> {
    let text = mend(body)?;
    serde_json::from_str(&text).map_err(|e| syntax(body, &e))
}

/// The body in a shape of ours. Whatever is missing there is a changed page.
///
/// # Errors
/// As [`value`].
pub fn typed<T: DeserializeOwned>(body: &[u8]) -> Result<T, Failure> {
    let text = mend(body)?;
    serde_json::from_str(&text).map_err(|e| syntax(body, &e))
}

/// The failure of a body that is not the JSON that was expected. Only the place is told, never the
/// reader's message, which may quote the page.
pub fn syntax(body: &[u8], error: &serde_json::Error) -> Failure {
    super::status::instead_of(
        body,
        &format!("json line {} column {}", error.line(), error.column()),
    )
}

fn replace_lone_surrogates(text: &str) -> Option<String> {
    if !text.contains("\\ud") && !text.contains("\\uD") {
        return None;
    }
    let bytes = text.as_bytes();
    let mut out = String::with_capacity(text.len());
    let (mut kept, mut i) = (0, 0);
    while i < bytes.len() {
        if bytes[i] != b'\\' {
            i += 1;
            continue;
        }
        match escape(bytes, i) {
            Some(0xD800..=0xDBFF) if matches!(escape(bytes, i + 6), Some(0xDC00..=0xDFFF)) => i += 12,
            Some(0xD800..=0xDFFF) => {
                out.push_str(&text[kept..i]);
                out.push('\u{FFFD}');
                i += 6;
                kept = i;
            }
            Some(_) => i += 6,
            // `\\`, `\n` and the like: the second byte must not start an escape of its own.
            None => i += 2,
        }
    }
    (kept > 0).then(|| out + &text[kept..])
}

/// The code unit of a `\uXXXX` escape at `at`.
fn escape(bytes: &[u8], at: usize) -> Option<u32> {
    let part = bytes.get(at..at + 6)?;
    let digits = part.strip_prefix(b"\\u")?;
    if !digits.iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    u32::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_an_emoji_becomes_a_replacement_character_and_whole_ones_stay() {
        let v = value(br#"["a\ud83d","\ud83d\ude00","\udE00b","\\ud83d"]"#).unwrap();
        assert_eq!(v, serde_json::json!(["a\u{FFFD}", "😀", "\u{FFFD}b", "\\ud83d"]));
    }

    #[test]
    fn another_encoding_is_a_drift_and_one_broken_byte_is_not() {
        let cp1251 = encoding_rs::WINDOWS_1251.encode("\"Не привезли заказ\"").0;
        assert_eq!(value(&cp1251), Err(Failure::drift("encoding")));
        assert_eq!(
            value(b"\xEF\xBB\xBF\"\xD0\xBD\xD0\xB5\xD0\"").unwrap(),
            "не\u{FFFD}"
        );
    }

    #[test]
    fn the_failure_of_broken_json_quotes_nothing_of_it() {
        let Err(Failure::Drift { at }) = value(b"{\"secret-token\"") else {
            panic!("not a drift")
        };
        assert_eq!(at, "json line 1 column 15");
    }
}
