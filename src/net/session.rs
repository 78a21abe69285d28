//! One source's door to the network: [`Net`] for the length of one poll or one publication.

use super::allowance::Rule;
use super::guard::{self, Refusal};
use super::memo::fingerprint;
use super::{
    Allowance, Client, Errand, Memo, Pacer, Redactor, Sample, SessionParts, resolve, sample, transport,
};
use crate::clock::Clock;
use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use otklik_adapters::{Failure, Manifest, Method, Net, Request, Response, manifest::Auth};
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;
use url::Url;

/// Most redirects that are followed for one request.
const MAX_HOPS: usize = 5;

/// Implements [`Net`] for one source.
pub struct Session {
    client: Client,
    platform: String,
    hosts: Vec<String>,
    /// The place's own host, where the manifest allows it.
    place_host: Option<String>,
    proxy: Option<SecretString>,
    errand: Errand,
    allowance: Option<Rule>,
    interval: Duration,
    /// Host of the mailbox that is read, if the place is one.
    mailbox: Option<String>,
    /// Replies go out as letters (`mailbox`, `form`).
    by_mail: bool,
    credential: Option<String>,
    access: BTreeMap<String, SecretString>,
    redactor: Redactor,
    pacer: Arc<dyn Pacer>,
    clock: Arc<dyn Clock>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    memo: Option<Memo>,
    sample: Option<Sample>,
    requests: u32,
    key: Option<String>,
    /// Answers by class of status.
    classes: BTreeMap<&'static str, u32>,
    /// Units that this session used, and how the day stands.
    cost: u32,
    allowance: Option<Allowance>,
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "Session of {} with {} requests",
            self.platform,
            self.requests()
        )
    }
}

impl Session {
    pub(super) fn new(client: Client, parts: SessionParts<'_>) -> Self {
        let SessionParts {
            manifest,
            access,
            memo,
            pacer,
            clock,
            place,
            proxy,
            errand,
        } = parts;
        let masked = secrets(manifest, &access).map(|(_, value)| value).chain(&proxy);
        let mailbox = place
            .filter(|p| manifest.place_host && matches!(p.url.scheme(), "imap" | "imaps"))
            .and_then(|p| p.url.host_str().map(str::to_owned));
        Session {
            client,
            platform: manifest.id.clone(),
            hosts: manifest.hosts.clone(),
            place_host: place
                .filter(|_| manifest.place_host)
                .and_then(|place| guard::outward(place.url.as_str()).ok())
                .and_then(|url| url.host_str().map(str::to_owned)),
            errand,
            allowance: manifest.budget.as_ref().map(Rule::of),
            interval: Duration::from_millis(manifest.politeness.min_interval_ms),
            by_mail: mailbox.is_some() || manifest.pushed,
            mailbox,
            credential: credential(manifest, &access),
            redactor: Redactor::of(masked),
            proxy,
            access,
            pacer,
            clock,
            state: Mutex::new(State {
                memo,
                ..State::default()
            }),
        }
    }

    /// Requests sent so far, redirects included.
    pub fn requests(&self) -> u32 {
        self.state().requests
    }

    /// Answers by class of status: `2xx`, `304`, `3xx`, `401`, `403`, `404`, `410`, `429`, `4xx`, `5xx`, or
    /// `none` where nothing came.
    pub fn classes(&self) -> BTreeMap<&'static str, u32> {
        self.state().classes.clone()
    }

    /// Units of the daily allowance that this session used, and how the day stands; `None` where the
    /// platform counts none.
    pub fn allowance(&self) -> Option<(u32, Allowance)> {
        let state = self.state();
        state.allowance.map(|a| (state.cost, a))
    }

    /// Validators to store once the page has been taken in.
    pub fn memo(&self) -> Option<Memo> {
        self.state().memo.clone()
    }

    /// The last body, for a page that could not be read. Given once.
    pub fn take_sample(&self) -> Option<Sample> {
        self.state().sample.take()
    }

    /// The pacer's key of the last request: what to push back when the platform said to slow down.
    pub fn pace_key(&self) -> Option<String> {
        self.state().key.clone()
    }

    /// Masks this source's secrets.
    pub fn redactor(&self) -> &Redactor {
        &self.redactor
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(|e| e.into_inner())
    }

    async fn wait_for_slot(&self, host: &str) -> Result<(), Failure> {
        let key = match &self.credential {
            Some(credential) => format!("{host}#{credential}"),
            None => host.to_owned(),
        };
        self.state().key = Some(key.clone());
        let slot = self
            .pacer
            .slot(&key, self.interval)
            .await
            .map_err(|_| Failure::down("pace"))?;
        let wait = slot - self.clock.now();
        if wait > TimeDelta::from_std(self.client.limits().wait).unwrap_or(TimeDelta::MAX) {
            return Err(Failure::Slow { until: Some(slot) });
        }
        if let Ok(wait) = wait.to_std() {
            self.clock.sleep(wait).await;
        }
        Ok(())
    }

    /// Takes the request's units out of the day's allowance.
    async fn spend(&self, cost: u32) -> Result<(), Failure> {
        let Some(rule) = self.allowance else {
            return Ok(());
        };
        let now = self.clock.now();
        let key = match &self.credential {
            Some(credential) => format!("{}#{credential}", self.platform),
            None => self.platform.clone(),
        };
        let used = self
            .pacer
            .spend(&key, rule.day(now), cost, rule.most(self.errand))
            .await
            .map_err(|_| Failure::down("pace"))?;
        let renews = rule.renews(now);
        let mut state = self.state();
        // the host itself may be asked: nobody else waits for this
        state.key = None;
        let Some(used) = used else {
            return Err(Failure::Slow { until: Some(renews) });
        };
        state.cost = state.cost.saturating_add(cost);
        state.allowance = Some(Allowance {
            used,
            most: rule.most(Errand::Read),
            renews,
        });
        Ok(())
    }

    /// A proxy resolves names where we cannot see it. Names of the manifest are trusted; one that only
    /// the place's address names must not lead into a private network.
    async fn vet_for_proxy(&self, url: &Url) -> Result<(), Failure> {
        let host = url.host_str().unwrap_or_default();
        let named = self.hosts.iter().any(|h| h.eq_ignore_ascii_case(host));
        if named || self.proxy.is_none() || !self.client.is_direct(url) {
            return Ok(());
        }
        match resolve::vetted(host).await {
            Ok(()) => Ok(()),
            Err(Some(refusal)) => Err(Failure::down(refusal.word())),
            Err(None) => Err(Failure::down("dns")),
        }
    }

    /// One request without redirects.
    async fn exchange(
        &self,
        url: &Url,
        request: &Request,
        headers: &[(String, String)],
    ) -> Result<Response, Failure> {
        let host = url.host_str().unwrap_or_default();
        self.wait_for_slot(host).await?;
        self.vet_for_proxy(url).await?;
        let (target, pool) = self.client.route(url, self.proxy.as_ref());
        let pool = pool.ok_or_else(|| Failure::down("tls_roots"))?;
        let mut builder = pool.request(method(request.method), target);
        for (name, value) in headers {
            builder = builder.header(name, value);
        }
        if let Some(body) = &request.body {
            builder = builder.body(body.clone());
        }
        // The only part of a request that can be malformed by now is a header, and the only header
        // that comes from outside is the credential.
        let built = builder.build().map_err(|_| Failure::auth("malformed_header"))?;
        self.state().requests += 1;
        let start = self.clock.now();
        let answer = match pool.execute(built).await {
            Ok(head) => self.read(url, head, request.writes).await,
            Err(error) => Err(transport::failure(&error, request.writes)),
        };
        let class = answer.as_ref().map_or("none", |r| class(r.status));
        *self.state().classes.entry(class).or_default() += 1;
        let duration_ms = (self.clock.now() - start).num_milliseconds();
        match &answer {
            Ok(r) => tracing::debug!(
                source.host = host,
                http.status = r.status,
                duration_ms,
                "answered"
            ),
            Err(f) => tracing::info!(source.host = host, cause = %f, duration_ms, "no answer"),
        }
        let response = answer?;
        let end = response.body.len().min(sample::MAX);
        self.state().sample = Some(Sample {
            body: self.redactor.bytes(&response.body[..end]),
            content_type: response.header("content-type").map(str::to_owned),
            host: host.to_owned(),
            status: response.status,
        });
        Ok(response)
    }

    /// Takes in the body up to the limit. It is counted unpacked, so a packed bomb ends there too.
    async fn read(&self, url: &Url, mut head: reqwest::Response, writes: bool) -> Result<Response, Failure> {
        let text =
            |value: &reqwest::header::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
        let headers = head
            .headers()
            .iter()
            .map(|(n, v)| (n.as_str().to_owned(), text(v)))
            .collect();
        let mut body = Vec::new();
        while let Some(chunk) = head.chunk().await.map_err(|e| transport::failure(&e, writes))? {
            if body.len() + chunk.len() > self.client.limits().body {
                return Err(if writes {
                    Failure::Unknown
                } else {
                    Failure::down("too_large")
                });
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Response {
            status: head.status().as_u16(),
            headers,
            body,
            url: url.clone(),
        })
    }

    /// Headers of the first hop: the adapter's own and, for a conditional request, the validators.
    fn headers(&self, request: &Request, print: &str) -> Vec<(String, String)> {
        let mut headers = request.headers.clone();
        if request.conditional
            && let Some(memo) = self.state().memo.as_ref().filter(|m| m.request == print)
        {
            headers.extend(memo.validators().map(|(n, v)| (n.to_owned(), v.to_owned())));
        }
        headers
    }

    /// Is the answer news? Its validators are remembered if it was asked for conditionally, or if it
    /// replaces such an answer: an adapter that asks again, because the first answer was a glitch,
    /// must not leave the glitch behind as what was seen.
    fn news(&self, print: &str, conditional: bool, response: Response) -> Result<Response, Failure> {
        if conditional && response.status == 304 {
            return Err(Failure::Unchanged);
        }
        let mut state = self.state();
        let same = state.memo.as_ref().filter(|m| m.request == print);
        if response.status == 200 && (conditional || same.is_some()) {
            let memo = Memo::of(print, &response);
            let unchanged = same.is_some_and(|m| m.body_hash == memo.body_hash);
            state.memo = Some(memo);
            if conditional && unchanged {
                return Err(Failure::Unchanged);
            }
        }
        Ok(response)
    }
}

#[async_trait]
impl Net for Session {
    async fn send(&self, request: Request) -> Result<Response, Failure> {
        if let Some(answer) = self.by_mail(&request).await {
            return answer;
        }
        let print = fingerprint(&request);
        let mut url = request.url.clone();
        let mut headers = self.headers(&request, &print);
        self.allow(&url).map_err(|_| Failure::Unsupported)?;
        self.spend(request.cost).await?;
        for _ in 0..=MAX_HOPS {
            let response = self.exchange(&url, &request, &headers).await?;
            let Some(location) = followed(&request, &response) else {
                return self.news(&print, request.conditional, response);
            };
            let next = self
                .client
                .rewrite()
                .location(&url, location)
                .ok_or_else(|| Failure::drift("redirect"))?;
            self.allow(&next)
                .map_err(|_| Failure::blocked("redirect_elsewhere"))?;
            if next.origin() != url.origin() {
                headers.retain(|(name, _)| travels(name));
            }
            url = next;
        }
        Err(Failure::blocked("redirect_loop"))
    }

    fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    fn access(&self, key: &str) -> Option<String> {
        self.access.get(key).map(|v| v.expose_secret().to_owned())
    }
}

impl Session {
    /// Mailboxes and letters, which are no web requests; `None` for those.
    async fn by_mail(&self, request: &Request) -> Option<Result<Response, Failure>> {
        let scheme = request.url.scheme();
        let reads = matches!(scheme, "imap" | "imaps") && !request.writes;
        let writes = scheme == "mailto" && request.writes;
        if !reads && !writes {
            return None;
        }
        let own = self.mailbox.as_deref();
        if !(if reads {
            request.url.host_str() == own
        } else {
            self.by_mail
        }) {
            return Some(Err(Failure::Unsupported));
        }
        let key = own.filter(|_| reads).unwrap_or("mailto");
        if let Err(failure) = self.wait_for_slot(key).await {
            return Some(Err(failure));
        }
        self.state().requests += 1;
        Some(if reads {
            super::imap::read(&self.client, request).await
        } else {
            super::post::send(&self.client, request).await
        })
    }

    fn allow(&self, url: &Url) -> Result<(), Refusal> {
        let own = self.place_host.as_slice();
        let allowed = guard::declared(url, &self.hosts).or_else(|rule| match rule {
            Refusal::Undeclared => guard::declared(url, own),
            other => Err(other),
        });
        allowed.inspect_err(|rule| {
            tracing::warn!(
                source.platform = self.platform,
                rule = rule.word(),
                "address refused"
            );
        })
    }
}

/// Where a plain reading request is sent on to. Any other method is never repeated at another
/// place by itself: the adapter sees the 3xx answer.
fn followed<'a>(request: &Request, response: &'a Response) -> Option<&'a str> {
    let moved = matches!(response.status, 301 | 302 | 303 | 307 | 308);
    response
        .header("location")
        .filter(|_| moved && request.method == Method::Get && !request.writes)
}

/// Headers that may follow a redirect to another origin: none that could carry a credential.
fn travels(name: &str) -> bool {
    ["accept", "accept-language", "user-agent", "x-requested-with"]
        .iter()
        .any(|n| name.eq_ignore_ascii_case(n))
}

/// Values of `[source.access]` that the manifest does not call plain settings.
fn secrets<'a>(
    manifest: &'a Manifest,
    access: &'a BTreeMap<String, SecretString>,
) -> impl Iterator<Item = (&'a String, &'a SecretString)> {
    let plain = |name: &str| manifest.keys.iter().any(|k| k.name == name && !k.secret);
    access.iter().filter(move |(name, _)| !plain(name))
}

/// Requests with one credential share one allowance, whatever else is set beside it; without one, a
/// host has one for all.
fn credential(manifest: &Manifest, access: &BTreeMap<String, SecretString>) -> Option<String> {
    let mut secrets = secrets(manifest, access).peekable();
    if manifest.auth == Auth::None || secrets.peek().is_none() {
        return None;
    }
    let mut hash = Sha256::new();
    for (key, value) in secrets {
        hash.update(key);
        hash.update([0]);
        hash.update(value.expose_secret());
        hash.update([0]);
    }
    Some(hex::encode(&hash.finalize()[..8]))
}

/// The class under which an answer is counted: what an operator asks about stands alone.
fn class(status: u16) -> &'static str {
    match status {
        200..300 => "2xx",
        304 => "304",
        300..400 => "3xx",
        401 => "401",
        403 => "403",
        404 => "404",
        410 => "410",
        429 => "429",
        400..500 => "4xx",
        _ => "5xx",
    }
}

fn method(method: Method) -> reqwest::Method {
    match method {
        Method::Get => reqwest::Method::GET,
        Method::Post => reqwest::Method::POST,
        Method::Put => reqwest::Method::PUT,
        Method::Delete => reqwest::Method::DELETE,
    }
}
