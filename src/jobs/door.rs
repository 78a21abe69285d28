//! Opens the network for a source as its configuration says: keys, proxy, consent, memory.

use super::poll::Tools;
use crate::config;
use crate::context::Context;
use crate::net::{Allowance, Errand, Memo, Session, SessionParts};
use crate::store::sources::Source;
use otklik_adapters::{Adapter, Failure, Place};
use secrecy::SecretString;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What the requests of one poll came to, over all its sessions.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    pub requests: u32,
    /// Answers by class of status.
    pub classes: BTreeMap<&'static str, u32>,
    /// Units of the daily allowance that were used, and how the day stands.
    pub allowance: Option<(u32, Allowance)>,
}

impl Tally {
    /// Adds what a session did.
    pub fn add(&mut self, session: &Session) {
        self.requests += session.requests();
        for (class, n) in session.classes() {
            *self.classes.entry(class).or_default() += n;
        }
        if let Some((cost, stands)) = session.allowance() {
            let before = self.allowance.map_or(0, |(cost, _)| cost);
            self.allowance = Some((before.saturating_add(cost), stands));
        }
    }
}

/// What is needed to reach a source's platform; resolved once a poll.
pub struct Door<'a> {
    ctx: &'a Context,
    tools: &'a Tools,
    adapter: &'a dyn Adapter,
    access: BTreeMap<String, SecretString>,
    proxy: Option<SecretString>,
}

impl<'a> Door<'a> {
    /// For a source of the configuration.
    ///
    /// # Errors
    /// `auth` with the sign `opt_in` where the platform is off without the owner's consent, with
    /// `secret_missing` or `proxy` where a secret cannot be had. Nothing was asked then.
    pub fn of(
        ctx: &'a Context,
        tools: &'a Tools,
        adapter: &'a dyn Adapter,
        source: &Source,
    ) -> Result<Self, Failure> {
        let named = ctx.config.sources.iter().find(|s| s.name == source.name);
        let (access, proxy) = keys(adapter, named)?;
        Ok(Door {
            ctx,
            tools,
            adapter,
            access,
            proxy,
        })
    }

    /// A session at `place`.
    pub fn open(&self, place: &Place, memo: Option<Memo>, errand: Errand) -> Session {
        self.tools.client.session(SessionParts {
            access: self.access.clone(),
            memo,
            place: Some(place),
            proxy: self.proxy.clone(),
            errand,
            ..SessionParts::of(
                self.adapter.manifest(),
                Arc::clone(&self.tools.pacer),
                Arc::clone(&self.ctx.clock),
            )
        })
    }
}

type Keys = (BTreeMap<String, SecretString>, Option<SecretString>);

/// The secrets of a configured source, if it may be read at all. A source without configuration has none.
///
/// # Errors
/// As [`Door::of`].
pub fn keys(adapter: &dyn Adapter, source: Option<&config::Source>) -> Result<Keys, Failure> {
    let Some(source) = source else {
        return Ok(Keys::default());
    };
    if adapter.manifest().opt_in.is_some() && !source.opt_in {
        return Err(Failure::auth("opt_in"));
    }
    let access = source.secrets().map_err(|_| Failure::auth("secret_missing"))?;
    let proxy = source.through().map_err(|_| Failure::auth("proxy"))?;
    Ok((access, proxy))
}
