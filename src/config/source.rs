//! What a source carries that must not be shown: keys and the address of its proxy.

use super::load::secret;
use secrecy::{ExposeSecret, SecretString};
use std::collections::BTreeMap;
use std::path::Path;
use url::Url;

/// Schemes of a proxy.
const PROXIES: [&str; 4] = ["http", "https", "socks5", "socks5h"];

/// Is this the address of a proxy: a known scheme, a host, nothing behind it?
pub fn is_proxy(address: &str) -> bool {
    Url::parse(address).is_ok_and(|url| {
        PROXIES.contains(&url.scheme())
            && url.host_str().is_some_and(|h| !h.is_empty())
            && matches!(url.path(), "" | "/")
            && url.query().is_none()
            && url.fragment().is_none()
    })
}

/// Keys as written in `[source.access]`, with their values: `NAME_file` and `env:NAME` are looked up.
///
/// # Errors
/// The key, and which variable or file is missing.
pub fn secrets(
    written: &BTreeMap<String, String>,
) -> Result<BTreeMap<String, SecretString>, (String, String)> {
    let mut out = BTreeMap::new();
    for (key, value) in written {
        let (name, found) = match key.strip_suffix("_file") {
            Some(bare) => (bare, secret(None, Some(Path::new(value)))),
            None => (key.as_str(), secret(Some(value), None)),
        };
        if let Some(found) = found.map_err(|e| (key.clone(), e))? {
            out.insert(name.to_owned(), found);
        }
    }
    Ok(out)
}

impl super::Source {
    /// The keys of `[source.access]` with their values.
    ///
    /// # Errors
    /// Which variable or file is missing.
    pub fn secrets(&self) -> Result<BTreeMap<String, SecretString>, String> {
        secrets(&self.access).map_err(|(key, e)| format!("source {}: access.{key}: {e}", self.name))
    }

    /// The proxy of this source, if it has one.
    ///
    /// # Errors
    /// Which variable or file is missing, or that it holds no address of a proxy.
    pub fn through(&self) -> Result<Option<SecretString>, String> {
        let found = secret(self.proxy.as_deref(), self.proxy_file.as_deref())
            .map_err(|e| format!("source {}: proxy: {e}", self.name))?;
        match found {
            Some(address) if !is_proxy(address.expose_secret()) => {
                Err(format!("source {}: proxy: no address", self.name))
            }
            other => Ok(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_proxy;

    #[test]
    fn a_proxy_is_a_scheme_a_host_and_a_port() {
        for good in [
            "http://127.0.0.1:3128",
            "socks5://user:pass@proxy.example.org:1080",
            "socks5h://10.0.0.1:1080/",
            "https://proxy.example.org",
        ] {
            assert!(is_proxy(good), "{good}");
        }
        for bad in [
            "",
            "proxy.example.org:3128",
            "ftp://h:1",
            "http://h/path",
            "http://h?x=1",
            "socks5://",
        ] {
            assert!(!is_proxy(bad), "{bad}");
        }
    }
}
