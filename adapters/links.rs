//! Links that people paste, by patterns of the manifest: `/**/firm/{id:digits}/**`, `/watch?v={id}`. And
//! what the adapters need that understand links by code.

use crate::Place;
use crate::declared::Template;
use crate::declared::config::Locate;
use regex::bytes::{Regex, RegexBuilder};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::BTreeMap;
use url::Url;

/// `[links]`: which links are ours, and what they mean. The first rule that fits is taken.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Links {
    /// Host names of links; `*.` at the start stands for any one name in front, also none, and `.*` at the
    /// end for any country (`ru`, `co.uk`). For platforms of many servers: `**` is any name (no address, no
    /// port), `*word*` any with this word in it.
    pub hosts: Vec<String>,
    /// Sites that are known to be something else, with everything under them.
    #[serde(default)]
    pub not_hosts: Vec<String>,
    /// Schemes of links, besides http and https.
    #[serde(default)]
    pub schemes: Vec<String>,
    /// What looks like an id and is none: first parts of the site's own addresses.
    #[serde(default)]
    pub except: Option<Whole>,
    pub to: Vec<Rule>,
}

/// One form of link.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// See [`Locate::paths`]. `?key={name}` after a path are parameters that must be there. The name
    /// `{link}` stands for a link inside of this one, which is then understood in its place.
    /// What a name stands for that begins with `_` is dropped.
    pub paths: Vec<String>,
    /// Hosts of this form alone.
    #[serde(default)]
    pub hosts: Option<Vec<String>>,
    /// See [`Place::kind`].
    #[serde(default)]
    pub kind: String,
    /// What an id looks like from end to end.
    #[serde(default)]
    pub id: Option<Whole>,
    /// What looks like an id of this form and is none.
    #[serde(default)]
    pub except: Option<Whole>,
    /// Case means nothing in an id of this kind.
    #[serde(default)]
    pub lower: bool,
    /// The place's id, if not `{id}`: `#{id}`; with `on_host`, if not `{id}@{host}`: `#{id}@{host}`. `{host}` is the name of the link's server,
    /// unless the path names one.
    #[serde(default)]
    pub form: Option<String>,
    /// The canonical address on that server: `/@{id}`.
    #[serde(default)]
    pub on_host: Option<String>,
    /// The canonical address, from `{place.id}` and `{place.extra.KEY}`.
    #[serde(default)]
    pub url: Option<Template>,
}

/// A regular expression of ASCII that fits from end to end, whatever the case.
#[derive(Debug, Clone)]
pub struct Whole(String, Regex);

impl Whole {
    /// Reads one.
    ///
    /// # Errors
    /// What is wrong, in words.
    pub fn read(text: &str) -> Result<Self, String> {
        let regex = RegexBuilder::new(&format!("^(?:{text})$"))
            .unicode(false)
            .case_insensitive(true)
            .build();
        Ok(Whole(text.to_owned(), regex.map_err(|e| e.to_string())?))
    }

    /// Whether this text is one.
    pub fn fits(&self, text: &str) -> bool {
        self.1.is_match(text.as_bytes())
    }
}

impl PartialEq for Whole {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl<'de> Deserialize<'de> for Whole {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Whole::read(&String::deserialize(d)?).map_err(serde::de::Error::custom)
    }
}

impl Serialize for Whole {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&self.0)
    }
}

impl Links {
    /// The place that a link means, if it is one of ours.
    pub fn find(&self, platform: &str, url: &Url) -> Option<Place> {
        self.within(platform, url, true)
    }

    /// `carriers`: links that hold another link are understood. One that holds such a one is not.
    fn within(&self, platform: &str, url: &Url, carriers: bool) -> Option<Place> {
        let host = url.host_str()?.to_lowercase();
        if !is_web(url) && !self.schemes.iter().any(|s| s == url.scheme()) {
            return None;
        }
        if self.not_hosts.iter().any(|site| {
            host.strip_suffix(site.as_str())
                .is_some_and(|h| h.is_empty() || h.ends_with('.'))
        }) {
            return None;
        }
        let parts = decoded_parts(url);
        for rule in &self.to {
            let hosts = rule.hosts.as_ref().unwrap_or(&self.hosts);
            if !hosts
                .iter()
                .any(|pattern| names(pattern, &host) || serves(pattern, url))
            {
                continue;
            }
            let Some(mut named) = rule.paths.iter().find_map(|p| whole(p, &parts, url)) else {
                continue;
            };
            if let Some(link) = named.remove("link") {
                let inner = url.join(&link).ok().filter(|_| carriers)?;
                return self.within(platform, &inner, false);
            }
            let mut id = named.remove("id")?.trim().to_owned();
            if rule.lower {
                id = id.to_lowercase();
            }
            let fits = rule.id.as_ref().is_none_or(|w| w.fits(&id));
            let mut except = self.except.iter().chain(&rule.except);
            if fits && !except.any(|w| w.fits(&id)) {
                named.retain(|name, _| !name.starts_with('_'));
                if let Some(path) = &rule.on_host {
                    let host = named.remove("host").map_or(host, |h| h.to_ascii_lowercase());
                    return rule.served(platform, path, &id, &host, named);
                }
                let id = rule
                    .form
                    .as_ref()
                    .map_or(id.clone(), |form| form.replace("{id}", &id));
                return place(platform, &rule.kind, id, named, rule.url.as_ref()?);
            }
        }
        None
    }
}

impl Rule {
    /// A place on one of many servers.
    fn served(
        &self,
        platform: &str,
        path: &str,
        id: &str,
        host: &str,
        extra: BTreeMap<String, String>,
    ) -> Option<Place> {
        let encoded: String = url::form_urlencoded::byte_serialize(id.as_bytes()).collect();
        let url = format!(
            "https://{host}{}",
            path.replace("{id}", &encoded.replace('+', "%20"))
        );
        let url = Url::parse(&url).ok().filter(|url| serves("**", url))?;
        let form = self.form.as_deref().unwrap_or("{id}@{host}");
        Some(Place {
            platform: platform.to_owned(),
            kind: self.kind.clone(),
            id: form.replace("{host}", host).replace("{id}", id),
            url,
            extra,
        })
    }
}

/// Whether a server of any name may be meant: see [`Links::hosts`].
fn serves(pattern: &str, url: &Url) -> bool {
    let name = url
        .domain()
        .filter(|name| name.contains('.') && url.port().is_none());
    let word = pattern.strip_prefix('*').and_then(|p| p.strip_suffix('*'));
    name.zip(word)
        .is_some_and(|(name, word)| !word.starts_with('.') && !word.contains('*') && name.contains(word))
}

impl Locate {
    /// As [`Links::find`].
    pub fn find(&self, platform: &str, url: &Url) -> Option<Place> {
        let host = url.host_str()?.to_lowercase();
        if !is_web(url) || !self.hosts.iter().any(|pattern| names(pattern, &host)) {
            return None;
        }
        let parts = decoded_parts(url);
        let mut named = self.paths.iter().find_map(|p| whole(p, &parts, url))?;
        let id = named.remove("id")?;
        place(platform, &self.kind, id, named, &self.url)
    }
}

fn place(
    platform: &str,
    kind: &str,
    id: String,
    extra: BTreeMap<String, String>,
    url: &Template,
) -> Option<Place> {
    let mut place = Place {
        platform: platform.to_owned(),
        kind: kind.to_owned(),
        id,
        url: Url::parse("https://example.org").ok()?,
        extra,
    };
    place.url = url.fill(&|gap| place.gap(gap))?;
    Some(place)
}

/// A link of the web, as opposed to one of an application.
pub fn is_web(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https")
}

/// The parts of the path as they are written, without empty ones.
pub fn parts(url: &Url) -> Vec<&str> {
    url.path().split('/').filter(|p| !p.is_empty()).collect()
}

/// The first value of a parameter.
pub fn query(url: &Url, name: &str) -> Option<String> {
    let found = url.query_pairs().find(|(k, _)| k == name);
    found.map(|(_, v)| v.into_owned())
}

/// A number, at least one digit.
pub fn digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

fn decoded_parts(url: &Url) -> Vec<String> {
    parts(url).into_iter().map(decoded).collect()
}

/// Whether a pattern of [`Links::hosts`] stands for this host.
fn names(pattern: &str, host: &str) -> bool {
    let (site, sub) = match pattern.strip_prefix("*.") {
        Some(site) => (site, true),
        None => (pattern, false),
    };
    let bare = match site.strip_suffix(".*") {
        Some(site) => {
            // The country: one or two short names (`ru`, `co.uk`).
            let Some((front, land)) = host.rsplit_once(&format!("{site}.")) else {
                return false;
            };
            let land: Vec<&str> = land.split('.').collect();
            if land.len() > 2 || !land.iter().all(|l| (2..=3).contains(&l.len())) {
                return false;
            }
            Some(front)
        }
        None => host.strip_suffix(site),
    };
    match bare {
        Some("") => true,
        Some(front) => {
            sub && front
                .strip_suffix('.')
                .is_some_and(|f| !f.is_empty() && !f.contains('.'))
        }
        None => false,
    }
}

/// A pattern with its parameters, if it has any.
fn whole(pattern: &str, parts: &[String], url: &Url) -> Option<BTreeMap<String, String>> {
    let (path, pairs) = pattern.split_once('?').unwrap_or((pattern, ""));
    let pattern: Vec<&str> = path.split('/').filter(|p| !p.is_empty()).collect();
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    let mut named = fit(&pattern, &parts)?;
    for (key, wanted) in pairs.split('&').filter_map(|p| p.split_once('=')) {
        named.extend(inside(wanted, &query(url, key)?)?);
    }
    Some(named)
}

/// A part of a path without percent encoding.
pub fn decoded(part: &str) -> String {
    // The url crate only offers the decoder of forms: guard what forms treat specially.
    let guarded = part.replace('+', "%2B").replace('&', "%26").replace('=', "%3D");
    url::form_urlencoded::parse(guarded.as_bytes())
        .next()
        .map(|(k, _)| k.into_owned())
        .unwrap_or_default()
}

fn fit(pattern: &[&str], parts: &[&str]) -> Option<BTreeMap<String, String>> {
    let Some((first, pattern)) = pattern.split_first() else {
        return parts.is_empty().then(BTreeMap::new);
    };
    if *first == "**" {
        return (0..=parts.len()).find_map(|skip| fit(pattern, &parts[skip..]));
    }
    let (part, parts) = parts.split_first()?;
    let within = inside(first, part)?;
    let mut named = fit(pattern, parts)?;
    named.extend(within);
    Some(named)
}

/// One part against its pattern: `*` stands for any letters, also none; a gap for at least one, and for
/// as many as fit; `a|b` for either.
fn inside(pattern: &str, part: &str) -> Option<Vec<(String, String)>> {
    if pattern.contains('|') {
        return pattern.split('|').find_map(|either| inside(either, part));
    }
    let Some(first) = pattern.chars().next() else {
        return part.is_empty().then(Vec::new);
    };
    let cuts = || part.char_indices().map(|(at, _)| at).chain([part.len()]);
    match first {
        '*' => cuts().find_map(|cut| inside(&pattern[1..], &part[cut..])),
        '{' => {
            let (gap, rest) = pattern[1..].split_once('}')?;
            let (name, digits) = gap
                .strip_suffix(":digits")
                .map_or((gap, false), |name| (name, true));
            let fits =
                |cut: &usize| *cut > 0 && (!digits || part[..*cut].bytes().all(|b| b.is_ascii_digit()));
            let longest: Vec<usize> = cuts().filter(fits).collect();
            longest.into_iter().rev().find_map(|cut| {
                let mut named = inside(rest, &part[cut..])?;
                named.push((name.to_owned(), part[..cut].to_owned()));
                Some(named)
            })
        }
        _ => inside(&pattern[first.len_utf8()..], part.strip_prefix(first)?),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_names_digits_and_any_number_of_parts() {
        let fits = |pattern: &str, path: &str| {
            let pattern: Vec<&str> = pattern.split('/').collect();
            let path: Vec<&str> = path.split('/').collect();
            fit(&pattern, &path).map(|m| m.into_iter().collect::<Vec<_>>())
        };
        let id = |v: &str| Some(vec![("id".to_owned(), v.to_owned())]);
        assert_eq!(
            fits("**/firm/{id:digits}/**", "spb/search/x/firm/12/tab/reviews"),
            id("12")
        );
        assert_eq!(fits("**/firm/{id:digits}/**", "firm/12"), id("12"));
        assert_eq!(fits("**/firm/{id:digits}/**", "firm/firm/12"), id("12"));
        assert_eq!(fits("**/firm/{id:digits}/**", "firm/a12"), None);
        assert_eq!(fits("app/{id}", "app/x/y"), None);
        assert_eq!(fits("{city}/app/{id}", "msk/app/x").unwrap().len(), 2);
        assert_eq!(
            fits("*-d{id:digits}-*", "Hotel_Review-g7-d12-Reviews-d9-X.html"),
            id("12")
        );
        assert_eq!(fits("*-d{id:digits}", "Hotel_Review-g7-d12"), id("12"));
        assert_eq!(fits("*-d{id:digits}-*", "Hotel_Review-g7-dx-Reviews"), None);
        assert_eq!(fits("topic|statuses/{id}", "statuses/x"), id("x"));
        assert_eq!(fits("topic|statuses/{id}", "topics/x"), None);
    }

    #[test]
    fn a_pattern_of_hosts_takes_one_name_in_front_and_any_country_behind() {
        for host in ["site.com", "www.site.com", "m.site.co.uk", "site.ru"] {
            assert!(names("*.site.*", host), "{host}");
        }
        for host in [
            "a.b.site.com",
            "mysite.com",
            "site.com.example.org",
            "site.example",
            "site",
        ] {
            assert!(!names("*.site.*", host), "{host}");
        }
        assert!(names("site.com", "site.com") && !names("site.com", "www.site.com"));
        assert!(names("*.site.com", "m.site.com") && !names("*.site.com", "notsite.com"));
    }

    #[test]
    fn a_platform_of_many_servers_is_known_by_paths_and_words_in_names() {
        let links: Links = toml::from_str(
            r##"hosts = ["*social*"]
            not_hosts = ["other.example"]
            to = [
              { kind = "tag", paths = ["/tags/{id}"], lower = true, form = "#{id}@{host}", on_host = "/web/tags/{id}" },
              { kind = "who", hosts = ["**"], paths = ["/@{id}@{host}/**", "/@{id}/{_post}", "/@{id}"], id = "[a-z]+", form = "{id}@{host}", on_host = "/@{id}" },
            ]"##,
        )
        .unwrap();
        let at = |link: &str| {
            links
                .find("p", &Url::parse(link).unwrap())
                .map(|p| (p.id, p.url.to_string(), p.extra.len()))
        };
        let found = |id: &str, url: &str| Some((id.to_owned(), url.to_owned(), 0));
        assert_eq!(
            at("https://a.social/tags/%D0%AF"),
            found("#я@a.social", "https://a.social/web/tags/%D1%8F")
        );
        assert_eq!(
            at("https://b.example/@anna/17"),
            found("anna@b.example", "https://b.example/@anna")
        );
        assert_eq!(
            at("https://b.example/@anna@Home.example"),
            found("anna@home.example", "https://home.example/@anna")
        );
        for link in [
            "https://b.example/tags/x",
            "https://www.other.example/@anna",
            "https://b.example:8443/@anna",
            "https://127.0.0.1/@anna",
            "https://localhost/@anna",
            "https://b.example/@anna@home",
        ] {
            assert_eq!(at(link), None, "{link}");
        }
    }

    #[test]
    fn rules_are_tried_in_their_order_and_a_link_inside_a_link_is_understood_once() {
        let links: Links = toml::from_str(
            r#"hosts = ["*.site.example"]
            except = "about|l|(.*\\.php)"
            schemes = ["app"]
            to = [
              { paths = ["/l?to={link}"] },
              { kind = "video", paths = ["/watch?v={id}"], id = "[a-z]{3}", url = "https://site.example/{place.id}" },
              { kind = "tab", paths = ["/{id}/{tab}"], lower = true, url = "https://site.example/{place.id}/{place.extra.tab}" },
              { kind = "page", hosts = ["s.example"], paths = ["/{id}"], url = "https://site.example/{place.id}" },
            ]"#,
        )
        .unwrap();
        let at = |link: &str| links.find("p", &Url::parse(link).unwrap());
        let video = at("https://www.site.example/watch?t=1&v=abc").unwrap();
        assert_eq!((video.kind.as_str(), video.id.as_str()), ("video", "abc"));
        assert_eq!(
            at("https://site.example/l?to=https%3A%2F%2Fm.site.example%2Fwatch%3Fv%3Dabc"),
            Some(video)
        );
        let tab = at("app://site.example/Zerno/Reviews").unwrap();
        assert_eq!(
            (tab.id.as_str(), tab.url.as_str()),
            ("zerno", "https://site.example/zerno/Reviews")
        );
        assert_eq!(at("http://s.example/x").unwrap().kind, "page");
        for link in [
            "https://site.example/watch?v=abcd",
            "https://site.example/l?to=%2Fl%3Fto%3D%2Fwatch%3Fv%3Dabc",
            "https://site.example/About/x",
            "https://site.example/x.php/y",
            "https://a.b.site.example/x/y",
            "https://notsite.example/x/y",
            "https://site.example/x",
            "ftp://site.example/x/y",
        ] {
            assert_eq!(at(link), None, "{link}");
        }
    }
}
