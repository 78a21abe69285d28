//! The narrow door to the network. The engine owns HTTP: time-outs, redirects, the host
//! allow-list, politeness and redaction live behind [`Net`]; an adapter only says what to ask.

use crate::Failure;
use crate::parse::{json, status};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use serde::de::DeserializeOwned;
use std::fmt;
use url::Url;

/// The HTTP methods that adapters use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    Get,
    Post,
    Put,
    Delete,
}

/// One request. `Debug` shows method and host only: queries, headers and bodies carry secrets.
#[derive(Clone)]
pub struct Request {
    pub method: Method,
    pub url: Url,
    /// Names in any case; sent in this order.
    pub headers: Vec<(String, String)>,
    pub body: Option<Vec<u8>>,
    /// May be answered by [`Failure::Unchanged`]: ask with the validators of the last answer, and
    /// treat the very same bytes as unchanged. Only for a page that is the whole of a [`crate::Page`].
    pub conditional: bool,
    /// A request that changes something on the platform: no answer means [`Failure::Unknown`].
    pub writes: bool,
    /// Units of the platform's daily allowance that this request costs ([`crate::Budget`]).
    pub cost: u32,
}

impl Request {
    /// A plain GET.
    pub fn get(url: Url) -> Self {
        Request {
            method: Method::Get,
            url,
            headers: Vec::new(),
            body: None,
            conditional: false,
            writes: false,
            cost: 1,
        }
    }

    /// A POST with a form body that only reads (VK's API takes its parameters so).
    pub fn post_form(url: Url, fields: &[(&str, &str)]) -> Self {
        let body = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        Request::get(url).body(
            Method::Post,
            "application/x-www-form-urlencoded",
            body.into_bytes(),
        )
    }

    /// A POST with a JSON body.
    pub fn post_json(url: Url, value: &serde_json::Value) -> Self {
        Request::get(url).body(Method::Post, "application/json", value.to_string().into_bytes())
    }

    /// A PUT with a JSON body.
    pub fn put_json(url: Url, value: &serde_json::Value) -> Self {
        Request::get(url).body(Method::Put, "application/json", value.to_string().into_bytes())
    }

    fn body(mut self, method: Method, kind: &str, body: Vec<u8>) -> Self {
        self.method = method;
        self.headers.push(("content-type".into(), kind.into()));
        self.body = Some(body);
        self
    }

    /// With one more header.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// With a bearer token.
    pub fn bearer(self, token: &str) -> Self {
        self.header("authorization", &format!("Bearer {token}"))
    }

    /// See [`Request::conditional`].
    pub fn conditional(mut self) -> Self {
        self.conditional = true;
        self
    }

    /// See [`Request::cost`].
    pub fn costs(mut self, units: u32) -> Self {
        self.cost = units;
        self
    }

    /// See [`Request::writes`].
    pub fn writing(mut self) -> Self {
        self.writes = true;
        self
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} {}", self.method, self.url.host_str().unwrap_or("?"))
    }
}

/// What came back. The body is as received (unpacked, not decoded).
#[derive(Clone)]
pub struct Response {
    pub status: u16,
    /// Lower-case names.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    /// Where the last redirect led; a redirect to another page is a sign (Telegram).
    pub url: Url,
}

impl Response {
    /// First value of a header; `name` in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(n, _)| n == name)
            .map(|(_, v)| v.as_str())
    }
}

impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} with {} bytes", self.status, self.body.len())
    }
}

/// What an adapter may use of the world.
#[async_trait]
pub trait Net: Send + Sync {
    /// Sends one request and gives whatever HTTP status came.
    ///
    /// # Errors
    /// [`Failure::Down`] when nothing came of a reading request, [`Failure::Unknown`] when nothing
    /// came of a writing one, [`Failure::Unchanged`] for a conditional one, [`Failure::Unsupported`]
    /// for a host that the manifest does not name.
    async fn send(&self, request: Request) -> Result<Response, Failure>;

    /// The present instant, from the engine's clock.
    fn now(&self) -> DateTime<Utc>;

    /// A secret or setting of `[source.access]` by its key, such as `token`. Never log it.
    fn access(&self, key: &str) -> Option<String>;
}

/// What nearly every adapter does with a [`Net`].
impl dyn Net + '_ {
    /// A key of `[source.access]` without white space around it; `None` for an empty one.
    pub fn key(&self, name: &str) -> Option<String> {
        let value = self.access(name)?.trim().to_owned();
        Some(value).filter(|v| !v.is_empty())
    }

    /// As `key`, for one without which nothing can be asked.
    ///
    /// # Errors
    /// [`Failure::Auth`] (`no_access_key`) where it is not set.
    pub fn need(&self, name: &str) -> Result<String, Failure> {
        self.key(name).ok_or_else(|| Failure::auth("no_access_key"))
    }

    /// Whether a switch of `[source.access]` says `yes`.
    pub fn wants(&self, name: &str) -> bool {
        self.key(name).is_some_and(|v| v == "yes")
    }

    /// Sends a request and gives an answer that may be read.
    ///
    /// # Errors
    /// As [`Net::send`], and by the one table ([`status::check`]).
    pub async fn fetch(&self, request: Request) -> Result<Response, Failure> {
        let writes = request.writes;
        let response = self.send(request).await?;
        status::check(&response, writes, self.now())?;
        Ok(response)
    }

    /// As `fetch`, for a body of JSON.
    ///
    /// # Errors
    /// As `fetch` and [`json::typed`].
    pub async fn fetch_json<T: DeserializeOwned>(&self, request: Request) -> Result<T, Failure> {
        json::typed(&self.fetch(request).await?.body)
    }
}

/// An address: `base`, then `parts` of the path and pairs of the query, each encoded.
///
/// # Errors
/// [`Failure::Unsupported`] for a base that is no address.
pub fn address(base: &str, parts: &[&str], query: &[(&str, &str)]) -> Result<Url, Failure> {
    let mut url = Url::parse(base).map_err(|_| Failure::Unsupported)?;
    if !parts.is_empty() {
        let mut path = url.path_segments_mut().map_err(|()| Failure::Unsupported)?;
        path.pop_if_empty().extend(parts);
    }
    if !query.is_empty() {
        url.query_pairs_mut().extend_pairs(query);
    }
    Ok(url)
}
