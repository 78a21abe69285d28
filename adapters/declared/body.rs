//! JSON out of a body: the body itself, or a JavaScript string inside a page.

use super::config::Body;
use crate::Failure;
use crate::parse::{json, status};
use serde_json::Value;

/// The JSON of `body`, taken out as the route says. A saved piece of JSON is taken as it is on
/// every route.
///
/// # Errors
/// [`Failure::Blocked`] for a captcha or log-in form, [`Failure::Drift`] for any other page.
pub fn take(how: &Body, body: &[u8]) -> Result<Value, Failure> {
    let first = body
        .iter()
        .copied()
        .find(|b| !b.is_ascii_whitespace() && !b"\xEF\xBB\xBF".contains(b));
    match how {
        Body::JsString(name) if !matches!(first, Some(b'{' | b'[')) => {
            let page = json::mend(body)?;
            let Some(text) = js_string(&page, name) else {
                return Err(status::instead_of(body, name));
            };
            json::value(text.as_bytes())
        }
        Body::JsonString(name) if !matches!(first, Some(b'{' | b'[')) => {
            let page = json::mend(body)?;
            json_string(&page, name).ok_or_else(|| status::instead_of(body, name))
        }
        Body::Script(id) if !matches!(first, Some(b'{' | b'[')) => {
            let page = json::mend(body)?;
            match script(&page, id) {
                Some(text) => json::value(text.as_bytes()),
                None => Err(status::instead_of(body, id)),
            }
        }
        Body::Frames(calls) => frames(body, calls),
        Body::Json | Body::JsString(_) | Body::JsonString(_) | Body::Script(_) => json::value(body),
    }
}

/// The JSON inside the first JSON string of a page that has the key `name`. Strings are read from where
/// they begin, so a page that only speaks of the key is not taken.
fn json_string(page: &str, name: &str) -> Option<Value> {
    page.match_indices(&format!("\\\"{name}\\\""))
        .find_map(|(at, _)| {
            let start = page[..at].match_indices("\"{\\\"").last()?.0;
            let mut strings = serde_json::Deserializer::from_str(&page[start..]).into_iter::<String>();
            json::value(strings.next()?.ok()?.as_bytes()).ok()
        })
}

/// The JSON of the frame of one of our calls. Frames come on one line, or in pieces with their lengths
/// between them; the store tells of an error of its own in the frame, or without one.
fn frames(body: &[u8], calls: &[String]) -> Result<Value, Failure> {
    let text = json::mend(body)?;
    let lines = text.lines().filter(|line| line.starts_with('['));
    let mut frames = lines
        .filter_map(|line| serde_json::from_str::<Vec<Value>>(line).ok())
        .flatten();
    let ours = |frame: &Value| {
        frame[0] == "wrb.fr"
            && frame[1]
                .as_str()
                .is_some_and(|call| calls.iter().any(|c| c == call))
    };
    let Some(frame) = frames.find(ours) else {
        let refused = text.contains("GatewayError") || text.contains("DataError");
        return Err(match refused {
            true => Failure::Slow { until: None },
            false => status::instead_of(body, "wrb.fr"),
        });
    };
    match (&frame[2], &frame[5]) {
        (Value::String(inner), _) => json::value(inner.as_bytes()),
        // Nothing, and no error beside it.
        (Value::Null, Value::Null) => Ok(Value::Array(Vec::new())),
        (Value::Null, _) if frame.to_string().contains("Error") => Err(Failure::Slow { until: None }),
        _ => Err(Failure::drift("wrb.fr[2]")),
    }
}

/// What stands between `<script id="ID" …>` and its end.
fn script<'p>(page: &'p str, id: &str) -> Option<&'p str> {
    let (_, rest) = page.split_once(&format!("id=\"{id}\""))?;
    let (_, rest) = rest.split_once('>')?;
    Some(rest.split_once("</script")?.0)
}

/// The argument of `NAME = JSON.parse('…')`, unescaped as JavaScript does.
fn js_string(page: &str, name: &str) -> Option<String> {
    page.match_indices(name).find_map(|(at, _)| {
        let rest = page[at + name.len()..].trim_start().strip_prefix('=')?;
        let rest = rest.trim_start().strip_prefix("JSON.parse")?;
        let rest = rest.trim_start().strip_prefix('(')?.trim_start();
        let quote = rest.chars().next().filter(|c| matches!(c, '\'' | '"'))?;
        unescape(&rest[1..], quote)
    })
}

/// Up to the closing quote; `None` if the page ends before it.
fn unescape(text: &str, quote: char) -> Option<String> {
    let mut out = String::new();
    // Where the text not yet copied begins.
    let mut rest = text;
    loop {
        let stop = rest.find(['\\', quote])?;
        out.push_str(&rest[..stop]);
        if rest[stop..].starts_with(quote) {
            return Some(out);
        }
        let mut after = rest[stop + 1..].chars();
        let kind = after.next()?;
        rest = after.as_str();
        match kind {
            'n' => out.push('\n'),
            'r' => out.push('\r'),
            't' => out.push('\t'),
            'b' => out.push('\u{8}'),
            'f' => out.push('\u{C}'),
            'v' => out.push('\u{B}'),
            '0' => out.push('\0'),
            '\n' => {}
            'x' => {
                let (unit, left) = hex(rest, 2)?;
                out.push(char::from_u32(unit)?);
                rest = left;
            }
            'u' => {
                let (unit, left) = hex(rest, 4)?;
                let pair = left.strip_prefix("\\u").and_then(|l| hex(l, 4));
                rest = left;
                match (unit, pair) {
                    (0xD800..=0xDBFF, Some((low @ 0xDC00..=0xDFFF, left))) => {
                        out.extend(char::from_u32(0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00)));
                        rest = left;
                    }
                    _ => out.push(char::from_u32(unit).unwrap_or('\u{FFFD}')),
                }
            }
            other => out.push(other),
        }
    }
}

fn hex(text: &str, digits: usize) -> Option<(u32, &str)> {
    let part = text.get(..digits)?;
    if !part.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    Some((u32::from_str_radix(part, 16).ok()?, &text[digits..]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn page(argument: &str) -> Result<Value, Failure> {
        let html = format!("<script>f(__S__); var __S__ = JSON.parse('{argument}'); var x = 0;</script>");
        take(&Body::JsString("__S__".into()), html.as_bytes())
    }

    #[test]
    fn javascript_escapes_are_undone_before_json_is_read() {
        let v = page(r#"{"a":"it\'s \\"quoted\\" \x41\u0416\ud83d\ude00 line\\nbreak \\u0437 \\\\"}"#);
        assert_eq!(v.unwrap(), json!({"a": "it's \"quoted\" AЖ😀 line\nbreak з \\"}));
        assert_eq!(
            page(r#"["\ud83d","\\ud83d"]"#).unwrap(),
            json!(["\u{FFFD}", "\u{FFFD}"])
        );
    }

    #[test]
    fn a_page_cut_inside_the_string_or_without_it_is_a_drift() {
        let cut = b"<script>var __S__ = JSON.parse('{\"a\":1";
        assert_eq!(
            take(&Body::JsString("__S__".into()), cut),
            Err(Failure::drift("__S__"))
        );
        assert_eq!(
            take(&Body::JsString("__S__".into()), b""),
            Err(Failure::drift("__S__"))
        );
        assert!(matches!(page(r"\u00zz"), Err(Failure::Drift { .. })));
        assert_eq!(
            take(&Body::JsString("__S__".into()), b" [1]").unwrap(),
            json!([1])
        );
    }
}
