//! `[network.rewrite]`: a host's requests go to another origin, under a path prefix. For recording
//! proxies, for tests and for the demo's own review site. Adapters never notice: they see the
//! real addresses on the way in and on the way out.

use std::collections::BTreeMap;
use url::Url;

/// The table of `network.rewrite`.
#[derive(Debug, Clone, Default)]
pub struct Rewrite(BTreeMap<String, Url>);

/// A line of `network.rewrite` that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("network.rewrite: \"{host}\" must lead to an http or https address without query")]
pub struct BadRewrite {
    /// The key of the line.
    pub host: String,
}

impl Rewrite {
    /// Reads the table: host → origin with optional path prefix.
    ///
    /// # Errors
    /// The first line whose target is not a plain web address.
    pub fn read(lines: &BTreeMap<String, String>) -> Result<Self, BadRewrite> {
        let read = |(host, target): (&String, &String)| {
            let bad = || BadRewrite { host: host.clone() };
            let url = Url::parse(target).map_err(|_| bad())?;
            let plain = matches!(url.scheme(), "http" | "https" | "imap" | "imaps")
                && url.has_host()
                && url.query().is_none()
                && url.fragment().is_none();
            if plain {
                Ok((host.to_ascii_lowercase(), url))
            } else {
                Err(bad())
            }
        };
        lines.iter().map(read).collect::<Result<_, _>>().map(Rewrite)
    }

    /// Does any line lead to an `https` address?
    pub fn needs_tls(&self) -> bool {
        self.0.values().any(|u| u.scheme() == "https")
    }

    /// The target of a host, for other protocols than HTTP.
    pub fn target(&self, host: &str) -> Option<&Url> {
        self.0.get(host)
    }

    /// Where a request for `url` really goes, if its host is rewritten.
    pub fn there(&self, url: &Url) -> Option<Url> {
        let base = self.0.get(url.host_str()?)?;
        let mut target = base.clone();
        target.set_path(&format!("{}{}", prefix(base), url.path()));
        target.set_query(url.query());
        Some(target)
    }

    /// The real address that a rewritten one stands for.
    pub fn back(&self, url: &Url) -> Option<Url> {
        self.0.iter().find_map(|(host, base)| {
            let rest = under(url.path(), prefix(base)).filter(|_| url.origin() == base.origin())?;
            let mut real = Url::parse(&format!("https://{host}")).ok()?;
            real.set_path(rest);
            real.set_query(url.query());
            Some(real)
        })
    }

    /// The real address of a `Location` that came as the answer to a request for `from`.
    ///
    /// A recording proxy passes locations on as they are, so a relative one counts from the real
    /// address, unless it already carries the prefix.
    pub fn location(&self, from: &Url, location: &str) -> Option<Url> {
        let next = from.join(location).ok()?;
        if let Some(real) = self.back(&next) {
            return Some(real);
        }
        let base = from
            .host_str()
            .and_then(|h| self.0.get(h))
            .map(prefix)
            .filter(|p| !p.is_empty());
        match base.and_then(|p| under(next.path(), p)) {
            Some(rest) if next.origin() == from.origin() => {
                let mut real = next.clone();
                real.set_path(rest);
                Some(real)
            }
            _ => Some(next),
        }
    }
}

fn prefix(base: &Url) -> &str {
    base.path().trim_end_matches('/')
}

/// What follows `prefix` in `path`, where the prefix ends at a segment.
fn under<'a>(path: &'a str, prefix: &str) -> Option<&'a str> {
    path.strip_prefix(prefix)
        .filter(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Rewrite {
        let line = |h: &str| (h.to_owned(), format!("http://127.0.0.1:9999/{h}"));
        Rewrite::read(&[line("itunes.apple.com"), line("t.me"), line("t.me.example")].into())
            .expect("a table")
    }

    fn url(text: &str) -> Url {
        Url::parse(text).expect("an address")
    }

    #[test]
    fn an_address_goes_there_and_back_unchanged() {
        for real in [
            "https://itunes.apple.com/ru/rss?l=en&q=%D0%B0",
            "https://t.me/s/zerno/7",
            "https://t.me/",
        ] {
            let there = table().there(&url(real)).expect("rewritten");
            assert_eq!(there.host_str(), Some("127.0.0.1"));
            assert_eq!(table().back(&there), Some(url(real)));
        }
        assert_eq!(
            table().there(&url("https://itunes.apple.com/ru/rss")),
            Some(url("http://127.0.0.1:9999/itunes.apple.com/ru/rss"))
        );
        assert_eq!(table().there(&url("https://example.org/")), None);
    }

    #[test]
    fn every_spelling_of_a_redirect_is_mapped_back() {
        let from = url("https://t.me/s/zerno");
        for location in [
            "/zerno",
            "/t.me/zerno",
            "http://127.0.0.1:9999/t.me/zerno",
            "https://t.me/zerno",
            "../zerno",
        ] {
            assert_eq!(
                table().location(&from, location),
                Some(url("https://t.me/zerno")),
                "{location}"
            );
        }
        assert_eq!(
            table().location(&from, "http://127.0.0.1:9999/admin"),
            Some(url("http://127.0.0.1:9999/admin")),
            "an address of the same origin outside every prefix stays what it is, for the guard to refuse"
        );
    }

    #[test]
    fn a_target_that_is_not_a_web_address_is_refused_with_its_line() {
        for target in ["127.0.0.1:9999", "ftp://127.0.0.1/", "http://127.0.0.1/?a=b", ""] {
            let lines = [("t.me".to_owned(), target.to_owned())].into();
            assert_eq!(
                Rewrite::read(&lines).err(),
                Some(BadRewrite { host: "t.me".into() }),
                "{target}"
            );
        }
    }
}
