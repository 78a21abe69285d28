//! Addresses with named gaps: `https://host/{place.id}/reviews?key={access.key}&page={cursor|1}`.
//! Values are percent-encoded, so that an id cannot change where a request goes.

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
    /// Name and default.
    Gap(String, Option<String>),
}

impl Template {
    /// Reads a template.
    ///
    /// # Errors
    /// What is wrong, in words.
    pub fn read(source: &str) -> Result<Self, String> {
        let mut parts = Vec::new();
        let mut rest = source;
        while let Some((text, gap)) = rest.split_once('{') {
            let (gap, after) = gap
                .split_once('}')
                .ok_or_else(|| format!("`}}` is missing in `{source}`"))?;
            let (name, default) = gap
                .split_once('|')
                .map_or((gap, None), |(n, d)| (n, Some(d.to_owned())));
            let known = ["place.id", "review.id", "author.id", "cursor"].contains(&name)
                || name
                    .strip_prefix("access.")
                    .or(name.strip_prefix("place.extra."))
                    .is_some_and(|k| !k.is_empty());
            if !known {
                return Err(format!(
                    "`{{{name}}}` is not known; allowed: place.id, place.extra.KEY, review.id, author.id, access.KEY, cursor"
                ));
            }
            parts.push(Part::Text(text.to_owned()));
            parts.push(Part::Gap(name.to_owned(), default));
            rest = after;
        }
        parts.push(Part::Text(rest.to_owned()));
        let template = Template {
            source: source.to_owned(),
            parts,
        };
        let sample = template
            .fill(&|_| Some("1".to_owned()))
            .filter(|u| u.scheme() == "https" && u.has_host());
        let host = sample.as_ref().and_then(Url::host_str);
        if host.is_none_or(|h| !source.strip_prefix("https://").is_some_and(|s| s.starts_with(h))) {
            return Err(format!("`{source}` is no https address with a fixed host"));
        }
        Ok(template)
    }

    /// The address with its gaps filled by `value(name)` or the default; `None` if one stays open.
    pub fn fill(&self, value: &dyn Fn(&str) -> Option<String>) -> Option<Url> {
        let mut out = String::with_capacity(self.source.len() + 64);
        for part in &self.parts {
            match part {
                Part::Text(text) => out.push_str(text),
                Part::Gap(name, default) => {
                    let value = value(name).or_else(|| default.clone())?;
                    out.extend(
                        url::form_urlencoded::byte_serialize(value.as_bytes()).flat_map(|s| {
                            // `+` means a space in queries only; gaps may stand in paths.
                            if s == "+" { "%20" } else { s }.chars()
                        }),
                    );
                }
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

    /// Names of the access keys that are used.
    pub fn access_keys(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|p| match p {
            Part::Gap(name, _) => name.strip_prefix("access."),
            Part::Text(_) => None,
        })
    }
}

impl Place {
    /// The value of a gap that the place itself can fill.
    pub(crate) fn gap(&self, gap: &str) -> Option<String> {
        match gap.strip_prefix("place.extra.") {
            Some(key) => self.extra.get(key).cloned(),
            None => (gap == "place.id").then(|| self.id.clone()),
        }
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
