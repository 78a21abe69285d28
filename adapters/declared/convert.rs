//! One value of JSON to one value of a sighting, by the converter that the manifest names.

use super::config::{DateAs, Field, FlagAs, NumberAs, TextAs};
use crate::parse::{self, dates};
use chrono::{DateTime, Utc};
use serde_json::Value;
use url::Url;

/// What is wrong is only *where*: the path of the field.
pub type Converted<T> = Result<T, String>;

impl<As> Field<As> {
    /// The first value that is not `null`; `Err` if no path leads anywhere and it must.
    fn value<'v>(&self, item: &'v Value) -> Converted<Option<&'v Value>> {
        let mut seen = self.optional;
        for path in &self.path {
            match path.first(item) {
                Some(Value::Null) => seen = !self.required,
                Some(value) => return Ok(Some(value)),
                None => {}
            }
        }
        if seen { Ok(None) } else { self.wrong() }
    }

    fn wrong<T>(&self) -> Converted<T> {
        Err(self.name())
    }

    /// Where the value stands, for a failure.
    pub fn name(&self) -> String {
        self.path.first().map(ToString::to_string).unwrap_or_default()
    }
}

impl Field<TextAs> {
    /// `None` for `null`, absence that is allowed, and emptiness of a converter that drops it.
    pub fn text(&self, item: &Value) -> Converted<Option<String>> {
        let Some(mut value) = self.value(item)? else {
            return Ok(None);
        };
        if self.how == TextAs::Nonempty {
            // Of several places the first that says something.
            let says = |v: &&Value| v.as_str().is_none_or(|t| !t.trim().is_empty()) && !v.is_null();
            let found = self.path.iter().filter_map(|p| p.first(item)).find(says);
            value = found.unwrap_or(value);
        }
        let text = match value {
            Value::String(s) if self.not.iter().any(|not| not == s.trim()) => return Ok(None),
            Value::String(s) => s.clone(),
            Value::Number(n) if n.is_i64() || n.is_u64() => n.to_string(),
            _ => return self.wrong(),
        };
        match self.how {
            TextAs::Text => Ok(Some(parse::plain(&text))),
            TextAs::Nonempty => Ok(parse::nonempty(&text)),
            TextAs::Escaped => {
                let text = text
                    .replace("&lt;", "<")
                    .replace("&gt;", ">")
                    .replace("&amp;", "&");
                Ok(Some(parse::plain(&text)))
            }
            TextAs::Bbcode => Ok(Some(parse::plain(&parse::bbcode::plain(&text)))),
            TextAs::HtmlText | TextAs::HtmlPost => {
                let post = self.how == TextAs::HtmlPost;
                let text = if post { parse::html::apart(&text) } else { text };
                match parse::html::plain(&text) {
                    Ok(plain) => Ok(parse::nonempty(&plain)),
                    Err(_) => self.wrong(),
                }
            }
            TextAs::Id if text.is_empty() && self.optional => Ok(None),
            TextAs::Id if text.is_empty() || text.contains('\0') => self.wrong(),
            TextAs::Id => Ok(Some(text)),
            TextAs::Link => {
                let web = Url::parse(&text)
                    .ok()
                    .filter(|u| matches!(u.scheme(), "http" | "https"));
                Ok(web.map(String::from))
            }
        }
    }
}

impl Field<NumberAs> {
    /// The number; for [`NumberAs::Int`] and [`NumberAs::Count`] the sum over all paths.
    pub fn number(&self, item: &Value) -> Converted<Option<u64>> {
        if self.value(item)?.is_none() {
            return Ok(None);
        }
        let values = self
            .path
            .iter()
            .flat_map(|p| p.all(item))
            .filter(|v| !v.is_null());
        let numbers: Option<Vec<u64>> = values
            .map(|v| match self.how {
                NumberAs::Count => v.as_array().map(|a| a.len() as u64),
                NumberAs::Int => whole(v),
                NumberAs::One => Some(1),
                NumberAs::Rating => whole(v).filter(|n| (1..=5).contains(n)),
                NumberAs::Thumb => v.as_bool().map(|up| if up { 5 } else { 1 }),
            })
            .collect();
        match (self.how, numbers) {
            (NumberAs::Rating | NumberAs::Thumb, Some(n)) => Ok(n.first().copied()),
            (_, Some(n)) => Ok(Some(n.into_iter().fold(0, u64::saturating_add))),
            (_, None) => self.wrong(),
        }
    }
}

impl Field<DateAs> {
    /// The instant; `""` is none.
    pub fn instant(&self, item: &Value) -> Converted<Option<DateTime<Utc>>> {
        let at = match (self.how, self.value(item)?) {
            (_, None) => return Ok(None),
            (_, Some(Value::String(s))) if s.is_empty() => return Ok(None),
            (DateAs::Rfc3339, Some(value)) => value.as_str().and_then(dates::rfc3339),
            (DateAs::Moscow, Some(Value::Number(ms))) => ms
                .as_i64()
                .and_then(DateTime::from_timestamp_millis)
                .filter(dates::sane),
            (DateAs::Moscow, Some(value)) => value
                .as_str()
                .and_then(|t| dates::rfc3339(t).or_else(|| dates::moscow(t))),
            (DateAs::Utc, Some(value)) => value
                .as_str()
                .and_then(|t| dates::rfc3339(t).or_else(|| dates::utc(t))),
            (DateAs::Unix, Some(Value::Bool(_))) => return Ok(None),
            (DateAs::Unix, Some(value)) if whole(value) == Some(0) => return Ok(None),
            (DateAs::Unix, Some(value)) => unix(value),
        };
        at.map_or_else(|| self.wrong(), |at| Ok(Some(at)))
    }
}

impl Field<FlagAs> {
    /// Yes or no; `null` is no.
    pub fn flag(&self, item: &Value) -> Converted<bool> {
        match (self.how, self.value(item)?) {
            (_, None) => Ok(false),
            (FlagAs::Bool, Some(value)) => value.as_bool().map_or_else(|| self.wrong(), Ok),
            (FlagAs::Nonempty, Some(value)) => Ok(!empty(value)),
        }
    }
}

fn empty(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::String(s) => s.is_empty(),
        Value::Array(a) => a.is_empty(),
        Value::Object(o) => o.is_empty(),
        Value::Number(n) => n.as_f64() == Some(0.0),
        Value::Bool(true) => false,
    }
}

/// Seconds, `[seconds, nanoseconds]`, or `{"seconds": …, "nanos": …}`: the second number is no fraction.
fn unix(value: &Value) -> Option<DateTime<Utc>> {
    let seconds = |v: &Value| i64::try_from(whole(v)?).ok();
    if !value.is_array() && !value.is_object() {
        return seconds(value).and_then(dates::unix);
    }
    let nanos = match value.get(1).or(value.get("nanos")) {
        None | Some(Value::Null) => 0,
        Some(n) => u32::try_from(n.as_u64()?).ok()?,
    };
    let at = seconds(value.get(0).or(value.get("seconds"))?)?;
    DateTime::from_timestamp(at, nanos).filter(dates::sane)
}

/// A whole number that is not negative, also as a string or as `5.0`.
pub fn whole(value: &Value) -> Option<u64> {
    match value {
        Value::String(s) => s.trim().parse().ok(),
        Value::Number(n) => n.as_u64().or_else(|| {
            let f = n
                .as_f64()
                .filter(|f| f.fract() == 0.0 && (0.0..=9e15).contains(f))?;
            Some(f as u64)
        }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::path::Path;
    use serde_json::json;

    fn field<As>(path: &[&str], how: As) -> Field<As> {
        let path = path.iter().map(|p| Path::read(p).unwrap()).collect();
        Field {
            path,
            how,
            optional: false,
            required: false,
            not: Vec::new(),
        }
    }

    #[test]
    fn a_key_that_vanished_is_told_from_one_that_is_null() {
        let f = field(&["a.b", "c"], TextAs::Nonempty);
        assert_eq!(f.text(&json!({"a": {"b": null}})), Ok(None));
        assert_eq!(
            f.text(&json!({"a": {"b": null}, "c": " x "})),
            Ok(Some("x".into()))
        );
        assert_eq!(f.text(&json!({"a": {}})), Err("a.b".into()));
        let required = Field {
            required: true,
            ..f.clone()
        };
        assert_eq!(required.text(&json!({"a": {"b": null}})), Err("a.b".into()));
        assert_eq!(Field { optional: true, ..f }.text(&json!({})), Ok(None));
    }

    #[test]
    fn values_of_another_kind_are_wrong_and_never_guessed() {
        assert_eq!(
            field(&["x"], TextAs::Id).text(&json!({"x": 12})),
            Ok(Some("12".into()))
        );
        for bad in [json!(""), json!(1.5), json!([]), json!("a\0")] {
            assert!(
                field(&["x"], TextAs::Id).text(&json!({"x": bad})).is_err(),
                "{bad}"
            );
        }
        for (v, wanted) in [
            (json!("4"), Ok(Some(4))),
            (json!(5.0), Ok(Some(5))),
            (json!(0), Err("x".into())),
            (json!(4.5), Err("x".into())),
        ] {
            assert_eq!(field(&["x"], NumberAs::Rating).number(&json!({"x": v})), wanted);
        }
        assert_eq!(
            field(&["x"], DateAs::Rfc3339).instant(&json!({"x": "12.03.2024"})),
            Err("x".into())
        );
        assert_eq!(field(&["x"], DateAs::Unix).instant(&json!({"x": ""})), Ok(None));
        assert_eq!(
            field(&["x"], FlagAs::Bool).flag(&json!({"x": "true"})),
            Err("x".into())
        );
        assert_eq!(
            field(&["x"], FlagAs::Nonempty).flag(&json!({"x": "2024"})),
            Ok(true)
        );
    }

    #[test]
    fn words_for_nothing_are_none_escapes_are_undone_and_a_flag_is_no_time() {
        let named = Field {
            not: vec!["[deleted]".into()],
            ..field(&["x"], TextAs::Nonempty)
        };
        assert_eq!(named.text(&json!({"x": " [deleted]"})), Ok(None));
        assert_eq!(named.text(&json!({"x": "anna"})), Ok(Some("anna".into())));
        let escaped = field(&["x"], TextAs::Escaped).text(&json!({"x": "a &amp;lt; b &lt;c&gt;\nd"}));
        assert_eq!(escaped, Ok(Some("a &lt; b <c>\nd".into())));
        let post = field(&["x"], TextAs::HtmlPost).text(&json!({"x": "<p>a<br>b</p>\n\n<p>c</p>"}));
        assert_eq!(post, Ok(Some("a\nb\n\nc".into())));
        assert_eq!(
            field(&["x"], DateAs::Unix).instant(&json!({"x": false})),
            Ok(None)
        );
    }

    #[test]
    fn media_of_both_shapes_are_added_and_a_hostile_link_is_dropped() {
        let media = field(&["photos", "media"], NumberAs::Count);
        assert_eq!(
            media.number(&json!({"photos": [1, 2], "media": [{}]})),
            Ok(Some(3))
        );
        let link = field(&["u"], TextAs::Link);
        assert_eq!(link.text(&json!({"u": "javascript:alert(1)"})), Ok(None));
        assert_eq!(
            link.text(&json!({"u": "https://flamp.ru/r/1/2"})),
            Ok(Some("https://flamp.ru/r/1/2".into()))
        );
    }
}
