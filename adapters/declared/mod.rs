//! Adapters in data alone: `adapter.toml` says where links lead, what to ask and how to read it.

mod body;
pub mod config;
mod convert;
mod paging;
mod read;
mod template;
#[cfg(test)]
mod tests;

pub use config::{Declared, Paging};
pub use template::Template;

use crate::parse::status;
use crate::{Adapter, Cursor, Failure, Manifest, Net, Next, Page, Place, ReplyRoute, Request};
use async_trait::async_trait;
use config::{Body, Route};
use url::Url;

/// A platform that needs no code.
#[derive(Debug)]
pub struct DeclaredAdapter {
    manifest: Manifest,
    rules: Declared,
}

impl DeclaredAdapter {
    /// Reads an `adapter.toml` with a `[declared]` part.
    ///
    /// # Errors
    /// The TOML reader's message with line and column, or what contradicts what.
    pub fn read(text: &str) -> Result<Self, String> {
        let adapter = Self::part(text)?;
        if adapter.manifest.reply == ReplyRoute::Api {
            return Err("reply = \"api\" needs code: a declared adapter only reads".into());
        }
        Ok(adapter)
    }

    /// The declared part of an adapter that has code too, for its replies.
    ///
    /// # Errors
    /// As [`DeclaredAdapter::read`].
    pub fn part(text: &str) -> Result<Self, String> {
        let manifest = Manifest::read(text).map_err(|e| e.to_string())?;
        let rules = manifest.declared.clone().ok_or("[declared] is missing")?;
        if rules.routes.is_empty() {
            return Err("[[declared.route]] is missing".into());
        }
        for route in &rules.routes {
            let url = route.url.fill(&|_| Some("1".into()));
            let host = url.as_ref().and_then(Url::host_str).unwrap_or_default();
            if !manifest.hosts.iter().any(|h| h == host) {
                return Err(format!("route {}: {host} is not in hosts", route.name));
            }
            let keys = route
                .needs
                .iter()
                .map(String::as_str)
                .chain(route.url.access_keys());
            for key in keys {
                if !manifest.keys.iter().any(|k| k.name == key) {
                    return Err(format!(
                        "route {}: key {key} is not described in [[keys]]",
                        route.name
                    ));
                }
            }
        }
        Ok(DeclaredAdapter { manifest, rules })
    }

    /// The page with [`Declared::seen_at`] on reviews that brought no address.
    fn addressed(&self, place: &Place, mut page: Page) -> Page {
        if let Some(template) = &self.rules.seen_at {
            for review in page.sightings.iter_mut().filter(|s| s.url.is_none()) {
                review.url = template.for_sighting(place, review).map(String::from);
            }
        }
        page
    }

    /// The route to read by, and the place on it. A cursor of a route that cannot be used any more
    /// (its key was taken away) starts from the beginning.
    fn route<'a>(
        &'a self,
        net: &dyn Net,
        cursor: &'a Cursor,
    ) -> Result<(&'a Route, Option<&'a str>), Failure> {
        let usable = |r: &&Route| r.needs.iter().all(|key| net.access(key).is_some());
        if let Some(on) = paging::Place::of(cursor)
            && let Some(route) = self
                .rules
                .routes
                .iter()
                .filter(usable)
                .find(|r| r.name == on.route)
        {
            return Ok((route, Some(on.at)));
        }
        let route = self
            .rules
            .routes
            .iter()
            .find(usable)
            .ok_or_else(|| Failure::auth("no_key"))?;
        Ok((route, None))
    }
}

#[async_trait]
impl Adapter for DeclaredAdapter {
    fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    fn locate(&self, url: &Url) -> Option<Place> {
        let rules = &self.rules.locate;
        rules
            .as_ref()
            .map_or_else(|| self.manifest.locate(url), |l| l.find(&self.manifest.id, url))
    }

    fn permalink(&self, place: &Place, id: &str) -> Option<Url> {
        self.rules.permalink.as_ref()?.for_review(place, id)
    }

    async fn poll(&self, net: &dyn Net, place: &Place, cursor: &Cursor) -> Result<Page, Failure> {
        let (route, at) = self.route(net, cursor)?;
        let value = |gap: &str| {
            gap.strip_prefix("access.")
                .map_or_else(|| place.gap(gap), |key| net.access(key))
        };
        let asked = paging::address(route, at, &value)?;
        let mut request = Request::get(asked.clone());
        if !route.headers.contains_key("accept") {
            request = request.header("accept", route.body.kind());
        }
        for (name, value) in &route.headers {
            request = request.header(name, value);
        }
        let response = net.send(request.conditional()).await?;
        if route.gone.contains(&response.status) {
            return Err(Failure::Gone);
        }
        status::check(&response, false, net.now())?;
        let json = body::take(&route.body, &response.body)?;
        let listed = read::list(route, &self.rules.item, &json)?;
        let next = paging::next(route, listed.root, &asked, at, listed.items)?;
        Ok(self.addressed(place, listed.page(route, next, at.is_none())?))
    }

    fn read(&self, place: &Place, body: &[u8]) -> Result<Page, Failure> {
        let html = body.trim_ascii_start().starts_with(b"<");
        let fits = |r: &&Route| !html || matches!(r.body, Body::JsString(_) | Body::JsonString(_));
        let mut failures = Vec::new();
        for route in self.rules.routes.iter().filter(fits) {
            let page = body::take(&route.body, body).and_then(|json| {
                let listed = read::list(route, &self.rules.item, &json)?;
                let home = route.url.fill(&|gap| place.gap(gap).or_else(|| Some("-".into())));
                let home = home.ok_or(Failure::Unsupported)?;
                // Nobody follows the link of a saved body: a strange one spoils nothing.
                let next = paging::next(route, listed.root, &home, None, listed.items);
                let next = next.unwrap_or(Next::Done);
                // One saved body says nothing about what else the platform shows.
                listed.page(route, next, true).map(|page| Page {
                    complete: false,
                    ..page
                })
            });
            match page {
                Ok(page) => return Ok(self.addressed(place, page)),
                Err(failure) => failures.push(failure),
            }
        }
        // A stated error says more than "not the shape of this route".
        let stated = failures
            .iter()
            .position(|f| !matches!(f, Failure::Drift { .. }))
            .unwrap_or(0);
        Err(failures
            .into_iter()
            .nth(stated)
            .unwrap_or_else(|| status::instead_of(body, "body")))
    }
}
