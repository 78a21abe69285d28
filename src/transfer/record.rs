//! One record of an import file: a line of our own export, or a plain object or row with the same
//! names. Everything in it is somebody else's data: it is checked, never trusted.

use super::cell;
use crate::config::mapping::Mapping;
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use otklik_adapters::{Author, OfficialReply, Sighting};
use serde_json::Value;

/// Longest id that is taken, bytes. Platforms use up to about a hundred.
const LONGEST_ID: usize = 512;
/// Longest text that is taken, characters: ten times what any platform allows.
const LONGEST_TEXT: usize = 100_000;

/// Why a record is not taken: the message `import-bad-…`, the field, and what stands there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bad {
    pub key: &'static str,
    pub field: String,
    pub value: String,
}

impl Bad {
    /// A record that is wrong at `field`.
    pub fn new(key: &'static str, field: &str, value: &str) -> Self {
        Bad {
            key,
            field: field.to_owned(),
            value: crate::mail::text::one_line(value, 60),
        }
    }

    /// In words.
    pub fn text(&self, lang: crate::domain::Lang) -> String {
        crate::i18n::t(
            lang,
            &format!("import-bad-{}", self.key),
            &[
                ("field", self.field.as_str().into()),
                ("value", self.value.as_str().into()),
            ],
        )
    }
}

/// Gives the text of a field by its name; `None` where it is absent or empty.
type Fields<'a> = dyn Fn(&str) -> Result<Option<String>, Bad> + 'a;

/// Reads a line of JSON.
///
/// # Errors
/// What is wrong with it.
pub fn of_json(line: &str) -> Result<Sighting, Bad> {
    let value: Value = serde_json::from_str(line).map_err(|e| Bad::new("json", "", &e.to_string()))?;
    if !value.is_object() {
        return Err(Bad::new("json", "", "not an object"));
    }
    read(&|name| of_object(&value, name))
}

/// Reads one review of a document by a mapping.
///
/// # Errors
/// What is wrong with it.
pub fn of_mapped(value: &Value, mapping: &Mapping) -> Result<Sighting, Bad> {
    if !value.is_object() {
        return Err(Bad::new("json", "", "not an object"));
    }
    read(&|name| match mapping.value(value, name) {
        // a list of photos counts by its length
        Some(Value::Array(list)) if name == "media" => Ok(Some(list.len().to_string())),
        found => plain(name, found),
    })
}

fn plain(name: &str, value: Option<&Value>) -> Result<Option<String>, Bad> {
    match value {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(s)) => Ok(Some(s.clone()).filter(|s| !s.is_empty())),
        Some(Value::Number(n)) => Ok(Some(n.to_string())),
        Some(Value::Bool(b)) => Ok(Some(b.to_string())),
        Some(other) => Err(Bad::new("type", name, &other.to_string())),
    }
}

/// Our own export nests author and reply; flat names are those of the spreadsheet.
fn of_object(value: &Value, name: &str) -> Result<Option<String>, Bad> {
    let nested = match name {
        "author_name" => value.pointer("/author/name"),
        "author_id" => value.pointer("/author/id"),
        "official_reply_text" => value.pointer("/official_reply/text"),
        "official_reply_at" => value.pointer("/official_reply/at"),
        _ => None,
    };
    match nested.or_else(|| value.get(name)) {
        // `author` is an object in our own export and was read by its parts
        Some(Value::Object(_)) if matches!(name, "author" | "official_reply") => Ok(None),
        found => plain(name, found),
    }
}

/// Reads a row of a spreadsheet with this header.
///
/// # Errors
/// What is wrong with it.
pub fn of_row(header: &[String], row: &csv::ByteRecord) -> Result<Sighting, Bad> {
    if row.len() > header.len() {
        let (n, of) = (row.len().to_string(), header.len().to_string());
        return Err(Bad::new("columns", &of, &n));
    }
    read(&|name| {
        let Some(at) = header.iter().position(|h| h == name) else {
            return Ok(None);
        };
        let Some(bytes) = row.get(at) else { return Ok(None) };
        let text = std::str::from_utf8(bytes).map_err(|_| Bad::new("utf8", name, ""))?;
        let text = cell::unguarded(text);
        Ok((!text.is_empty()).then(|| text.to_owned()))
    })
}

fn read(field: &Fields<'_>) -> Result<Sighting, Bad> {
    let id = field("external_id")?.or(field("id")?);
    let Some(id) = id else {
        return Err(Bad::new("missing", "external_id", ""));
    };
    if id.len() > LONGEST_ID || id.contains('\0') {
        return Err(Bad::new("id", "external_id", &id));
    }
    let rating = field("rating")?.map(|r| rating(&r)).transpose()?;
    let text = field("text")?.unwrap_or_default();
    if text.is_empty() && rating.is_none() {
        return Err(Bad::new("missing", "text", ""));
    }
    if text.chars().count() > LONGEST_TEXT {
        return Err(Bad::new("long", "text", &LONGEST_TEXT.to_string()));
    }
    let time = |name: &str| -> Result<Option<DateTime<Utc>>, Bad> {
        match field(name)? {
            // programs write 0 where there is no time
            Some(t) if t != "0" => instant(name, &t).map(Some),
            _ => Ok(None),
        }
    };
    let official_reply = match field("official_reply_text")?.or(field("official_reply")?) {
        Some(text) => Some(OfficialReply {
            text,
            at: time("official_reply_at")?,
            ..OfficialReply::default()
        }),
        None => None,
    };
    let media = match field("media")? {
        Some(n) => n.parse().map_err(|_| Bad::new("number", "media", &n))?,
        None => 0,
    };
    Ok(Sighting {
        id,
        parent: field("parent")?,
        author: Author {
            id: field("author_id")?,
            name: field("author_name")?.or(field("author")?),
        },
        rating,
        title: field("title")?,
        text,
        created: time("created_at")?,
        updated: time("updated_at")?,
        edited: false,
        official_reply,
        reply_untold: false,
        provider: field("provider")?,
        media,
        // our own export says `mixed` or `other` where it is not sure: then it is read anew
        lang: field("lang")?.filter(|l| !matches!(l.as_str(), "mixed" | "other") && l.len() <= 35),
        url: field("url")?,
        removed: field("removed")?
            .map(|v| yes("removed", &v))
            .transpose()?
            .unwrap_or(false),
    })
}

/// Stars, also as `4,0`; a recommendation is 5 and its opposite 1 (contract).
fn rating(text: &str) -> Result<u8, Bad> {
    match text.trim() {
        "true" => return Ok(5),
        "false" => return Ok(1),
        _ => {}
    }
    let stars: f64 = text
        .trim()
        .replace(',', ".")
        .parse()
        .map_err(|_| Bad::new("rating", "rating", text))?;
    [1u8, 2, 3, 4, 5]
        .into_iter()
        .find(|n| (f64::from(*n) - stars).abs() < f64::EPSILON)
        .ok_or_else(|| Bad::new("rating", "rating", text))
}

fn yes(name: &str, text: &str) -> Result<bool, Bad> {
    match text.to_lowercase().as_str() {
        "true" | "1" | "yes" | "да" => Ok(true),
        "false" | "0" | "no" | "нет" => Ok(false),
        _ => Err(Bad::new("bool", name, text)),
    }
}

/// `2026-11-23T09:30:00Z`, `2026-11-23 09:30[:00]`, `2026-11-23`, `23.11.2026[ 09:30]`, seconds or
/// milliseconds since 1970; without a zone it is UTC.
fn instant(name: &str, text: &str) -> Result<DateTime<Utc>, Bad> {
    let text = text.trim();
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        return Ok(at.to_utc());
    }
    // nine digits of seconds begin in 1973, thirteen of milliseconds end in 2286
    let count = text
        .parse::<i64>()
        .ok()
        .filter(|_| text.bytes().all(|b| b.is_ascii_digit()));
    let at = count.and_then(|n| match text.len() {
        9..=11 => DateTime::from_timestamp(n, 0),
        12..=13 => DateTime::from_timestamp_millis(n),
        _ => None,
    });
    if let Some(at) = at {
        return Ok(at);
    }
    let moments = [
        "%Y-%m-%d %H:%M:%S",
        "%Y-%m-%dT%H:%M:%S",
        "%Y-%m-%d %H:%M",
        "%d.%m.%Y %H:%M:%S",
        "%d.%m.%Y %H:%M",
    ];
    if let Some(at) = moments
        .iter()
        .find_map(|f| NaiveDateTime::parse_from_str(text, f).ok())
    {
        return Ok(at.and_utc());
    }
    ["%Y-%m-%d", "%d.%m.%Y"]
        .iter()
        .find_map(|f| NaiveDate::parse_from_str(text, f).ok())
        .map(|d| d.and_time(NaiveTime::MIN).and_utc())
        .ok_or_else(|| Bad::new("time", name, text))
}
