//! Addresses with named gaps: `https://host/{place.id}/reviews?key={access.key}&page={cursor|1}`.
//! Values are percent-encoded, so that an id cannot change where a request goes. [`Words`] are the same
//! for what is no address (headers, fields of a body): values stand there as they are.

use crate::{Place, Sighting};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use url::Url;

/// A template, checked when the manifest is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    source: String,
    parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Text(String),
    Gap(Gap),
}

/// `{name}`, `{name|default}`, or `{name?}`: without a value, the parameter, header or field whose value it
/// is stays out.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Gap {
    name: String,
    default: Option<String>,
    optional: bool,
}

/// Names of gaps, and beginnings of names that end in a word of the manifest's own.
const NAMES: [&str; 17] = [
    "place.id",
    // The server of the place: stands for the whole host.
    "place.host",
    // The id of a place on one of many servers, without its server and the mark in front (`#`, `?`).
    "place.name",
    // Our own account ([`super::own`]), and the newest post of the last poll.
    "own",
    "newest",
    "review.id",
    "review.top",
    "author.id",
    "reply.id",
    "cursor",
    // As a text of JSON inside a text of JSON.
    "cursor.nested",
    "each",
    "above",
    "text",
    "token",
    "signature",
    "idempotency_key",
];
const FAMILIES: [&str; 5] = ["place.extra.", "access.", "found.", "words.", "now:"];

fn parts(source: &str) -> Result<Vec<Part>, String> {
    let mut parts = Vec::new();
    let mut rest = source;
    while let Some((text, gap)) = rest.split_once('{') {
        let (gap, after) = gap
            .split_once('}')
            .ok_or_else(|| format!("`}}` is missing in `{source}`"))?;
        let (name, default) = gap
            .split_once('|')
            .map_or((gap, None), |(n, d)| (n, Some(d.to_owned())));
        let (name, optional) = name.strip_suffix('?').map_or((name, false), |n| (n, true));
        let own = |family: &str| name.strip_prefix(family).is_some_and(|word| !word.is_empty());
        if !NAMES.contains(&name) && !FAMILIES.iter().any(|f| own(f)) {
            return Err(format!(
                "`{{{name}}}` is not known; allowed: {}, {}",
                NAMES.join(", "),
                "place.extra.KEY, access.KEY, found.NAME, words.NAME, now:FORMAT"
            ));
        }
        parts.push(Part::Text(text.to_owned()));
        parts.push(Part::Gap(Gap {
            name: name.to_owned(),
            default,
            optional,
        }));
        rest = after;
    }
    parts.push(Part::Text(rest.to_owned()));
    Ok(parts)
}

impl Template {
    /// Reads a template.
    ///
    /// # Errors
    /// What is wrong, in words.
    pub fn read(source: &str) -> Result<Self, String> {
        let template = Template {
            source: source.to_owned(),
            parts: parts(source)?,
        };
        if template.is_on_place_host() {
            return Ok(template);
        }
        let sample = template
            .fill(&|_| Some("1".to_owned()))
            .filter(|u| u.scheme() == "https" && u.has_host());
        let host = sample.as_ref().and_then(Url::host_str);
        if host.is_none_or(|h| !source.strip_prefix("https://").is_some_and(|s| s.starts_with(h))) {
            return Err(format!("`{source}` is no https address with a fixed host"));
        }
        Ok(template)
    }

    /// Whether the place says all that it needs of it.
    pub fn is_filled_by(&self, place: &Place) -> bool {
        self.parts.iter().all(|part| match part {
            Part::Gap(gap) if gap.default.is_none() && !gap.optional && gap.name.starts_with("place.") => {
                place.gap(&gap.name).is_some()
            }
            _ => true,
        })
    }

    /// Whether it is on the server of the place, whatever that is.
    pub fn is_on_place_host(&self) -> bool {
        self.source.starts_with("https://{place.host}/")
    }

    /// The address with its gaps filled by `value(name)` or the default; `None` if one stays open.
    pub fn fill(&self, value: &dyn Fn(&str) -> Option<String>) -> Option<Url> {
        let mut out = String::with_capacity(self.source.len() + 64);
        // A parameter was left out, so that what follows it comes first.
        let mut cut = false;
        for part in &self.parts {
            match part {
                Part::Text(text) if cut && !out.contains('?') => out.push_str(&text.replacen('&', "?", 1)),
                Part::Text(text) => out.push_str(text),
                Part::Gap(gap) => match value(&gap.name).or_else(|| gap.default.clone()) {
                    Some(value) => {
                        let in_path = !out.contains('?');
                        for s in url::form_urlencoded::byte_serialize(value.as_bytes()) {
                            out.push_str(match s {
                                // `+` means a space in queries only.
                                "+" => "%20",
                                "%3A" if in_path => ":",
                                s => s,
                            });
                        }
                    }
                    None if gap.optional => {
                        out.truncate(out.rfind(['&', '?']).unwrap_or(out.len()));
                        cut = true;
                    }
                    None => return None,
                },
            }
        }
        Url::parse(&out).ok()
    }

    /// The address that belongs to one review of a place.
    pub fn for_review(&self, place: &Place, review: &str) -> Option<Url> {
        self.fill(&|gap| {
            if gap == "review.id" {
                Some(review.to_owned())
            } else {
                place.gap(gap)
            }
        })
    }

    /// The address of one sighting, which may need who wrote it.
    pub fn for_sighting(&self, place: &Place, sighting: &Sighting) -> Option<Url> {
        self.fill(&|gap| match gap {
            "review.id" => Some(sighting.id.clone()),
            "author.id" => sighting.author.id.clone(),
            _ => place.gap(gap),
        })
    }

    /// The query parameters whose value comes from `[source.access]`.
    pub fn secret_parameters(&self) -> Vec<String> {
        let Some(sample) =
            self.fill(&|name| Some(if name.starts_with("access.") { "\u{1}" } else { "1" }.into()))
        else {
            return Vec::new();
        };
        sample
            .query_pairs()
            .filter(|(_, v)| v.contains('\u{1}'))
            .map(|(k, _)| k.into_owned())
            .collect()
    }

    /// Names of the gaps.
    pub fn gaps(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|p| match p {
            Part::Gap(gap) => Some(gap.name.as_str()),
            Part::Text(_) => None,
        })
    }

    /// Names of the access keys that are used.
    pub fn access_keys(&self) -> impl Iterator<Item = &str> {
        self.gaps().filter_map(|gap| gap.strip_prefix("access."))
    }
}

/// A text with gaps that is no address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    source: String,
    parts: Vec<Part>,
}

impl Words {
    /// Reads one.
    ///
    /// # Errors
    /// What is wrong, in words.
    pub fn read(source: &str) -> Result<Self, String> {
        Ok(Words {
            source: source.to_owned(),
            parts: parts(source)?,
        })
    }

    /// The text with its gaps filled; `None` where an optional one stays open.
    ///
    /// # Errors
    /// The name of a gap that must be filled and is not.
    pub fn fill(&self, value: &dyn Fn(&str) -> Option<String>) -> Result<Option<String>, String> {
        let mut out = String::new();
        for part in &self.parts {
            match part {
                Part::Text(text) => out.push_str(text),
                Part::Gap(gap) => match value(&gap.name).or_else(|| gap.default.clone()) {
                    Some(value) => out.push_str(&value),
                    None if gap.optional => return Ok(None),
                    None => return Err(gap.name.clone()),
                },
            }
        }
        Ok(Some(out))
    }

    /// Names of the gaps.
    pub fn gaps(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|p| match p {
            Part::Gap(gap) => Some(gap.name.as_str()),
            Part::Text(_) => None,
        })
    }

    /// Whether the token may stay away.
    pub fn is_optional(&self, name: &str) -> bool {
        self.parts
            .iter()
            .any(|p| matches!(p, Part::Gap(gap) if gap.name == name && gap.optional))
    }
}

impl Place {
    /// The value of a gap that the place itself can fill.
    pub(crate) fn gap(&self, gap: &str) -> Option<String> {
        match gap.strip_prefix("place.extra.") {
            Some(key) => self.extra.get(key).cloned(),
            None => match gap {
                "place.id" => Some(self.id.clone()),
                "place.host" => self.url.host_str().map(str::to_owned),
                "place.name" => {
                    let (name, _) = self.id.rsplit_once('@')?;
                    Some(name.strip_prefix(['#', '?']).unwrap_or(name).to_owned())
                }
                _ => None,
            },
        }
    }
}

impl<'de> Deserialize<'de> for Words {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Words::read(&String::deserialize(d)?).map_err(serde::de::Error::custom)
    }
}

impl Serialize for Words {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&self.source)
    }
}

impl<'de> Deserialize<'de> for Template {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Template::read(&String::deserialize(d)?).map_err(serde::de::Error::custom)
    }
}

impl Serialize for Template {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&self.source)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_cannot_change_where_a_request_goes() {
        let t = Template::read("https://h.example/{place.id}/r?key={access.key}&page={cursor|1}").unwrap();
        let url = t
            .fill(&|n| (n != "cursor").then(|| "a/../?x&y=z#ё".to_owned()))
            .unwrap();
        assert_eq!(url.host_str(), Some("h.example"));
        assert_eq!(url.path(), "/a%2F..%2F%3Fx%26y%3Dz%23%D1%91/r");
        assert_eq!(url.query_pairs().nth(1).unwrap().1, "1");
        assert_eq!(t.secret_parameters(), ["key"]);
        assert_eq!(t.access_keys().collect::<Vec<_>>(), ["key"]);
        assert_eq!(t.fill(&|_| None), None);
    }

    #[test]
    fn a_parameter_whose_optional_gap_is_open_stays_out() {
        let t = Template::read("https://h.example/r?token={cursor?}&size=9&key={access.key?}").unwrap();
        let fill = |name: &'static str| {
            let url = t.fill(&|n| (n == name).then(|| "1".to_owned())).unwrap();
            url.query().unwrap_or_default().to_owned()
        };
        assert_eq!(fill("cursor"), "token=1&size=9");
        assert_eq!(fill("access.key"), "size=9&key=1");
        assert_eq!(fill("-"), "size=9");
        let header = Words::read("Bearer {token?}").unwrap();
        assert_eq!(header.fill(&|_| None), Ok(None));
        assert_eq!(header.fill(&|_| Some("t".into())), Ok(Some("Bearer t".into())));
        let needed = Words::read("{access.key}").unwrap();
        assert_eq!(needed.fill(&|_| None), Err("access.key".into()));
        assert!(Words::read("{secret}").unwrap_err().contains("allowed: place.id"));
    }

    #[test]
    fn a_gap_in_the_host_and_an_unknown_name_are_refused() {
        for bad in [
            "https://{place.id}.example/",
            "https://h.example/{x}",
            "http://h.example/",
            "h",
            "https://h.example/{place.id",
        ] {
            assert!(Template::read(bad).is_err(), "{bad}");
        }
    }
}
