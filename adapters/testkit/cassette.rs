//! A [`Net`] that plays recorded answers.

use crate::{Failure, Method, Net, Request, Response};
use async_trait::async_trait;
use chrono::{DateTime, TimeZone, Utc};
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use url::Url;

/// What a cassette answers to.
struct Track {
    method: Method,
    /// The address that is asked, as a prefix (`https://host/path`).
    prefix: String,
    /// Strings that must also stand in the address or the body.
    with: Vec<String>,
    answer: Result<Response, Failure>,
    /// How often it answers before the next track of the same address is tried.
    left: usize,
}

/// A request as it was sent, for assertions on what left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    pub method: Method,
    pub url: Url,
    pub headers: Vec<(String, String)>,
    pub body: Option<Vec<u8>>,
    pub conditional: bool,
    pub writes: bool,
}

/// Recorded answers, a fixed clock and access keys. Tracks are tried in the order in which they
/// were added; a request that nothing was recorded for gets no answer, as when the cable is cut.
pub struct Cassette {
    tracks: Mutex<Vec<Track>>,
    sent: Mutex<Vec<Sent>>,
    now: DateTime<Utc>,
    access: BTreeMap<String, String>,
}

impl Default for Cassette {
    fn default() -> Self {
        Cassette {
            tracks: Mutex::default(),
            sent: Mutex::default(),
            now: Utc
                .with_ymd_and_hms(2026, 11, 23, 12, 0, 0)
                .single()
                .unwrap_or_default(),
            access: BTreeMap::new(),
        }
    }
}

impl Cassette {
    /// No answers, no access, noon of 2026-11-23.
    pub fn new() -> Self {
        Self::default()
    }

    /// With a key of `[source.access]`.
    #[must_use]
    pub fn access(mut self, key: &str, value: &str) -> Self {
        self.access.insert(key.to_owned(), value.to_owned());
        self
    }

    /// Answers any GET of an address that begins with `prefix`, every time.
    #[must_use]
    pub fn get(self, prefix: &str, status: u16, body: &[u8]) -> Self {
        self.on(
            Method::Get,
            prefix,
            &[],
            Ok(Self::answer(status, &[], body)),
            usize::MAX,
        )
    }

    /// As [`Cassette::get`], once; the next track of this address answers after it.
    #[must_use]
    pub fn once(self, prefix: &str, status: u16, body: &[u8]) -> Self {
        self.on(Method::Get, prefix, &[], Ok(Self::answer(status, &[], body)), 1)
    }

    /// The general form: `with` are strings that must stand in address or body; `times` is how
    /// often this answers.
    #[must_use]
    pub fn on(
        self,
        method: Method,
        prefix: &str,
        with: &[&str],
        answer: Result<Response, Failure>,
        times: usize,
    ) -> Self {
        let with = with.iter().map(|w| (*w).to_owned()).collect();
        self.lock_tracks().push(Track {
            method,
            prefix: prefix.to_owned(),
            with,
            answer,
            left: times,
        });
        self
    }

    /// An answer as the engine would hand it over. Its address becomes that of the request; set
    /// [`Response::url`] to play a redirect.
    pub fn answer(status: u16, headers: &[(&str, &str)], body: &[u8]) -> Response {
        let headers = headers
            .iter()
            .map(|(n, v)| (n.to_lowercase(), (*v).to_owned()))
            .collect();
        let url = Url::parse("about:blank").expect("a constant address");
        Response {
            status,
            headers,
            body: body.to_vec(),
            url,
        }
    }

    /// The body of the first answer.
    pub fn first(&self) -> Option<Vec<u8>> {
        let tracks = self.lock_tracks();
        let answer = tracks.first()?.answer.as_ref().ok()?;
        Some(answer.body.clone())
    }

    /// Everything that was asked, in order.
    pub fn sent(&self) -> Vec<Sent> {
        self.sent.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn lock_tracks(&self) -> MutexGuard<'_, Vec<Track>> {
        self.tracks.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Net for Cassette {
    async fn send(&self, request: Request) -> Result<Response, Failure> {
        let body = String::from_utf8_lossy(request.body.as_deref().unwrap_or_default()).into_owned();
        let address = request.url.to_string();
        let found = self.lock_tracks().iter_mut().find_map(|t| {
            let fits = t.left > 0
                && t.method == request.method
                && address.starts_with(&t.prefix)
                && t.with
                    .iter()
                    .all(|w| address.contains(w.as_str()) || body.contains(w.as_str()));
            fits.then(|| {
                t.left -= 1;
                t.answer.clone()
            })
        });
        let writes = request.writes;
        self.sent
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(Sent {
                method: request.method,
                url: request.url.clone(),
                headers: request.headers,
                body: request.body,
                conditional: request.conditional,
                writes,
            });
        match found {
            Some(Ok(mut response)) => {
                if response.url.scheme() == "about" {
                    response.url = request.url;
                }
                Ok(response)
            }
            Some(Err(failure)) => Err(failure),
            None if writes => Err(Failure::Unknown),
            None => Err(Failure::down("timeout")),
        }
    }

    fn now(&self) -> DateTime<Utc> {
        self.now
    }

    fn access(&self, key: &str) -> Option<String> {
        self.access.get(key).cloned()
    }
}
