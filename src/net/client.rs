//! The connections of the process, shared by all sources.

use super::resolve::Guarded;
use super::rewrite::{BadRewrite, Rewrite};
use super::{MailDoor, Memo, Pacer, Session};
use crate::clock::Clock;
use otklik_adapters::{Manifest, Place};
use secrecy::{ExposeSecret, SecretString};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;
use url::Url;

/// Bounds of one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Longest unpacked body, bytes. The largest page seen (a firm page of a map) has 2 MB.
    pub body: usize,
    /// From the start of the request to the last byte of the answer.
    pub total: Duration,
    /// To open a connection, TLS included.
    pub connect: Duration,
    /// A slot that is further away is not waited for: [`Failure::Slow`](otklik_adapters::Failure).
    pub wait: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            body: 5 * 1024 * 1024,
            total: Duration::from_secs(30),
            connect: Duration::from_secs(10),
            wait: Duration::from_secs(60),
        }
    }
}

/// The process's HTTP client. Cheap to clone.
#[derive(Clone)]
pub struct Client(Arc<Shared>);

struct Shared {
    rewrite: Rewrite,
    agent: String,
    limits: Limits,
    mail: Option<MailDoor>,
    // Two pools: one resolves names behind the guard, the other may reach loopback because an
    // operator rewrote a host to it. Made when first needed: loading the machine's certificates
    // takes time, and the demo works on a machine that has none.
    public: OnceLock<Option<reqwest::Client>>,
    rewritten: OnceLock<Option<reqwest::Client>>,
    // One for every proxy that a source names, by its address.
    proxied: Mutex<BTreeMap<String, Option<reqwest::Client>>>,
}

/// What a session is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Errand {
    /// Polling: a tenth of the platform's daily allowance is left for replies.
    #[default]
    Read,
    /// Publishing a reply, with what is read before it: the whole allowance may be used.
    Publish,
}

/// What one source's session needs.
pub struct SessionParts<'a> {
    pub manifest: &'a Manifest,
    /// `[source.access]`, resolved.
    pub access: BTreeMap<String, SecretString>,
    /// From the last page that was taken in.
    pub memo: Option<Memo>,
    pub pacer: Arc<dyn Pacer>,
    pub clock: Arc<dyn Clock>,
    /// The place that is read: where the manifest says `place_host`, its own host may be asked.
    pub place: Option<&'a Place>,
    /// `[[source]] proxy`.
    pub proxy: Option<SecretString>,
    pub errand: Errand,
}

impl<'a> SessionParts<'a> {
    /// For reading without access, memory or proxy.
    pub fn of(manifest: &'a Manifest, pacer: Arc<dyn Pacer>, clock: Arc<dyn Clock>) -> Self {
        SessionParts {
            manifest,
            access: BTreeMap::new(),
            memo: None,
            pacer,
            clock,
            place: None,
            proxy: None,
            errand: Errand::Read,
        }
    }
}

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Client")
            .field("agent", &self.0.agent)
            .field("limits", &self.0.limits)
            .finish_non_exhaustive()
    }
}

impl Client {
    /// A client with the default [`Limits`]. `rewrite` is `[network.rewrite]`; `contact` is where a
    /// platform's administrator finds the operator, and may be empty.
    ///
    /// # Errors
    /// The line of `[network.rewrite]` that cannot be used.
    pub fn new(
        rewrite: &BTreeMap<String, String>,
        user_agent: &str,
        contact: &str,
    ) -> Result<Self, BadRewrite> {
        Client::with_limits(rewrite, user_agent, contact, Limits::default())
    }

    /// As [`Client::new`] with other limits.
    ///
    /// # Errors
    /// As [`Client::new`].
    pub fn with_limits(
        rewrite: &BTreeMap<String, String>,
        user_agent: &str,
        contact: &str,
        limits: Limits,
    ) -> Result<Self, BadRewrite> {
        let agent = if contact.is_empty() {
            user_agent.to_owned()
        } else {
            format!("{user_agent} ({contact})")
        };
        let rewrite = Rewrite::read(rewrite)?;
        Ok(Client(Arc::new(Shared {
            rewrite,
            agent,
            limits,
            mail: None,
            public: OnceLock::new(),
            rewritten: OnceLock::new(),
            proxied: Mutex::default(),
        })))
    }

    /// With the way to the mail server. Before the client is cloned; later it changes nothing.
    #[must_use]
    pub fn with_mail(mut self, door: MailDoor) -> Self {
        if let Some(shared) = Arc::get_mut(&mut self.0) {
            shared.mail = Some(door);
        }
        self
    }

    pub(super) fn mail(&self) -> Option<&MailDoor> {
        self.0.mail.as_ref()
    }

    /// The door for one source.
    pub fn session(&self, parts: SessionParts<'_>) -> Session {
        Session::new(self.clone(), parts)
    }

    pub(super) fn limits(&self) -> Limits {
        self.0.limits
    }

    pub(super) fn rewrite(&self) -> &Rewrite {
        &self.0.rewrite
    }

    /// Where a request really goes and over which pool; no pool when the machine's certificates
    /// cannot be read.
    pub(super) fn route(&self, url: &Url, proxy: Option<&SecretString>) -> (Url, Option<reqwest::Client>) {
        match (self.0.rewrite.there(url), proxy) {
            (Some(target), _) => {
                let pool = self.0.rewritten.get_or_init(|| self.build(Pool::Rewritten));
                (target, pool.clone())
            }
            (None, Some(proxy)) => (url.clone(), self.through(proxy)),
            (None, None) => (url.clone(), self.public().cloned()),
        }
    }

    /// Does a request to this address go to the address itself (and not where `network.rewrite` says)?
    pub(super) fn is_direct(&self, url: &Url) -> bool {
        self.0.rewrite.there(url).is_none()
    }

    fn through(&self, proxy: &SecretString) -> Option<reqwest::Client> {
        let mut pools = self.0.proxied.lock().unwrap_or_else(|e| e.into_inner());
        let address = proxy.expose_secret();
        pools
            .entry(address.to_owned())
            .or_insert_with(|| self.build(Pool::Proxied(address)))
            .clone()
    }

    /// The client for the public internet, behind the guard of names: for webhooks too, whose
    /// address [`outward`](super::guard::outward) has allowed.
    pub fn public(&self) -> Option<&reqwest::Client> {
        self.0.public.get_or_init(|| self.build(Pool::Public)).as_ref()
    }

    fn build(&self, pool: Pool<'_>) -> Option<reqwest::Client> {
        super::init();
        let mut builder = reqwest::Client::builder()
            .user_agent(&self.0.agent)
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .no_proxy()
            .timeout(self.0.limits.total)
            .connect_timeout(self.0.limits.connect)
            // A connection that the platform has closed meanwhile would turn a reply into "unknown".
            .pool_idle_timeout(Duration::from_secs(15));
        builder = match pool {
            Pool::Public => builder.https_only(true).dns_resolver(Arc::new(Guarded)),
            // The operator named the proxy, so it may stand in the own network; it resolves the
            // platform's name, and `Session` has checked that name before.
            Pool::Proxied(address) => {
                let proxy = reqwest::Proxy::all(super::proxy::remote_names(address)).ok()?;
                builder.https_only(true).proxy(proxy)
            }
            Pool::Rewritten if !self.0.rewrite.needs_tls() => builder.tls_certs_only([]),
            Pool::Rewritten => builder,
        };
        builder
            .build()
            .inspect_err(|e| tracing::error!(error = %e, "no HTTP client"))
            .ok()
    }
}

/// Which connections a client is for.
enum Pool<'a> {
    /// The public internet, behind the guard of names.
    Public,
    /// Through a proxy that a source names.
    Proxied(&'a str),
    /// Where `network.rewrite` leads.
    Rewritten,
}
