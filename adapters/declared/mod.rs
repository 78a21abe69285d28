//! Adapters in data alone: `adapter.toml` says where links lead, what to ask, how to read it, and how a
//! reply is published.
//!
//! ```text
//! [[declared.route]] ─ call ─► [declared.service]  auth (token), errors (table)
//!        │                            ▲
//!   body ► read (items) ► paging      │
//!        ▼                            │
//!      Page ◄─ join (replies, public page)     [declared.current], [declared.publish] ─ reply
//! ```

pub mod around;
pub mod auth;
mod body;
pub mod call;
mod check;
pub mod config;
mod convert;
pub mod each;
pub mod errors;
pub mod every;
pub mod inside;
pub mod join;
pub mod limit;
pub mod named;
pub mod own;
mod paging;
mod read;
pub mod reply;
mod saved;
pub mod service;
pub mod signature;
mod template;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_api;
#[cfg(test)]
mod tests_posts;
#[cfg(test)]
mod tests_walk;
pub mod tree;
pub mod walk;
mod walk_read;
mod walk_reply;
mod walk_saved;
mod walk_step;

pub use config::{Declared, Paging};
pub use read::Mend;
pub use template::{Template, Words};

use crate::{
    Adapter, Cursor, Emptiness, Failure, Manifest, Net, Next, OfficialReply, Page, Place, Receipt, ReplyOrder,
};
use async_trait::async_trait;
use call::{Asker, Call, Service};
use config::{Item, Route};
use errors::Rule;
use paging::Asked;
use serde_json::Value;
use std::collections::BTreeMap;
use url::Url;

/// A platform that needs no code.
#[derive(Debug)]
pub struct DeclaredAdapter {
    manifest: Manifest,
    rules: Declared,
    mend: Option<Mend>,
}

impl DeclaredAdapter {
    /// Reads an `adapter.toml` with a `[declared]` part.
    ///
    /// # Errors
    /// The TOML reader's message with line and column, or what contradicts what.
    pub fn read(text: &str) -> Result<Self, String> {
        let adapter = Self::part(text)?;
        check::replies(&adapter.manifest, &adapter.rules)?;
        Ok(adapter)
    }

    /// The declared part of an adapter that has code too, for its replies.
    ///
    /// # Errors
    /// As [`DeclaredAdapter::read`].
    pub fn part(text: &str) -> Result<Self, String> {
        let manifest = Manifest::read(text).map_err(|e| e.to_string())?;
        let rules = manifest.declared.clone().ok_or("[declared] is missing")?;
        check::all(&manifest, &rules)?;
        Ok(DeclaredAdapter {
            manifest,
            rules,
            mend: None,
        })
    }

    /// The adapter of a manifest of this build.
    ///
    /// # Panics
    /// For one that cannot be read. The file is part of the build and read by the tests.
    pub fn of_build(text: &str) -> Self {
        Self::read(text).expect("the declared manifest of this build")
    }

    /// With what no table can say of an element of the list: it is put right before it is read.
    pub fn mending(mut self, mend: Mend) -> Self {
        self.mend = Some(mend);
        self
    }

    /// Who asks at a place, with the manifest's own words.
    fn asking<'a>(&self, net: &'a dyn Net, place: &'a Place) -> Asker<'a> {
        let mut asker = Asker::new(net, place);
        let words = self.rules.words.iter();
        asker
            .said
            .extend(words.map(|(name, text)| (format!("words.{name}"), text.clone())));
        asker
    }

    /// A service with its own errors and those that all have in common.
    fn service(&self, name: Option<&str>) -> Result<Service, Failure> {
        let mut service = match name.or(self.rules.common.as_deref()) {
            Some(name) => self
                .rules
                .service
                .get(name)
                .cloned()
                .ok_or(Failure::Unsupported)?,
            None => Service::default(),
        };
        service.errors.extend_from_slice(&self.rules.errors);
        Ok(service)
    }

    fn item(&self, name: Option<&str>) -> Result<&Item, Failure> {
        let item = match name {
            Some(name) => self.manifest.items.get(name),
            None => self.rules.item.as_ref(),
        };
        item.ok_or(Failure::Unsupported)
    }

    /// The walk by which this place is read.
    fn walk(&self, place: &Place) -> Option<&walk::Walk> {
        self.rules.walks.iter().find(|walk| walk.is_for(place))
    }

    fn route_named(&self, name: &str) -> Result<&Route, Failure> {
        let found = self.rules.routes.iter().find(|r| r.name == name);
        found.ok_or(Failure::Unsupported)
    }

    /// A reading call that is answered by JSON.
    async fn json(&self, asker: &Asker<'_>, call: &Call) -> Result<Value, Failure> {
        let url = call.address(asker)?;
        let response = self
            .service(call.service.as_deref())?
            .send(asker, call, url, |r| r)
            .await?;
        crate::parse::json::value(&response.body)
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
        place: &Place,
        cursor: &'a Cursor,
    ) -> Result<(&'a Route, Option<paging::Place<'a>>), Failure> {
        let usable = |r: &&Route| {
            r.is_for(place)
                && r.needs.iter().all(|key| net.key(key).is_some())
                && (!r.owner || self.manifest.is_open(net))
                && r.switch.as_ref().is_none_or(|switch| net.wants(switch))
        };
        let routes = || self.rules.routes.iter().filter(usable);
        if let Some(on) = paging::Place::of(cursor)
            && let Some(route) = routes().find(|r| r.name == on.route)
        {
            return Ok((route, Some(on)));
        }
        let closed = || match self.rules.routes.iter().any(|r| r.is_for(place)) {
            true => Failure::auth("no_access_key"),
            false => Failure::Unsupported,
        };
        Ok((routes().next().ok_or_else(closed)?, None))
    }

    /// The same asker on a page of a list.
    fn asker<'a>(&self, asker: &Asker<'a>, at: Option<&str>, found: &BTreeMap<String, String>) -> Asker<'a> {
        let mut asker = asker.clone();
        asker
            .said
            .extend(at.map(|at| ("cursor".to_owned(), at.to_owned())));
        let found = found.iter().map(|(k, v)| (format!("found.{k}"), v.clone()));
        asker.said.extend(found);
        asker
    }

    /// The list of a route, and the address that it was asked at. `alone`: this one request is the page.
    async fn ask(
        &self,
        asker: &Asker<'_>,
        route: &Route,
        at: Option<&str>,
        alone: bool,
    ) -> Result<(Asked, Value), Failure> {
        let mut call = Call {
            headers: route.headers.clone(),
            json: route.json.clone(),
            form: route.form.clone(),
            cost: route.cost,
            ..Call::get(route.service.clone(), route.url.clone())
        };
        call.accept(route.body.kind());
        let url = paging::address(route, at, call.address(asker)?)?;
        let conditional = alone && route.json.is_none() && route.form.is_none();
        let mut service = self.service(call.service.as_deref())?;
        service.errors.insert(0, Rule::gone(&route.gone));
        let sent = service.send(asker, &call, url.clone(), |mut request| {
            request.conditional = conditional;
            request
        });
        let response = sent.await?;
        let answer = body::take(&route.body, &response.body)?;
        Ok((Asked::answered(url, &response), answer))
    }

    /// What is asked once with the first page: values for its address, and figures.
    async fn first(
        &self,
        asker: &Asker<'_>,
        first: &config::First,
        found: &mut BTreeMap<String, String>,
    ) -> Result<Option<crate::Counter>, Failure> {
        let answer = self.json(asker, &first.call).await?;
        let root = first
            .root
            .first(&answer)
            .ok_or_else(|| Failure::drift(first.root.to_string()))?;
        for (name, path) in &first.take {
            let value = path.first(root).and_then(crate::parse::id);
            found.insert(
                name.clone(),
                value.ok_or_else(|| Failure::drift(path.to_string()))?,
            );
        }
        Ok(read::counter(&first.counter, root))
    }

    async fn page(&self, asker: &Asker<'_>, cursor: &Cursor) -> Result<Page, Failure> {
        if let Some(walk) = self.walk(asker.place) {
            return self.step(asker.net, asker.place, walk, cursor).await;
        }
        let (route, on) = self.route(asker.net, asker.place, cursor)?;
        if let Some(each) = &route.each {
            return self.side_by_side(asker, route, each, cursor).await;
        }
        let at = on.as_ref().map(|on| on.at);
        let mut found = on.as_ref().map(|on| on.found.clone()).unwrap_or_default();
        if let (Some(tree), Some(at)) = (&route.tree, at) {
            return self.branches(asker, route, tree, at).await;
        }
        let first = route.first.as_ref().filter(|_| at.is_none());
        let mut figures = None;
        if let Some(first) = first.filter(|f| !f.take.is_empty()) {
            figures = self.first(asker, first, &mut found).await?;
        }
        let asker = self.asker(asker, at, &found);
        let replies = self.rules.replies.as_ref().filter(|_| route.owner);
        let alone = route.is_alone() && replies.is_none() && self.rules.own.is_none();
        let (asked, answer) = self.ask(&asker, route, at, alone).await?;
        let mut listed = read::list(route, self.item(route.item.as_deref())?, self.mend, &answer)?;
        if let Some(first) = first.filter(|f| f.take.is_empty()) {
            let told = self.first(&asker, first, &mut found).await;
            // Figures are worth no failure, unless they must prove that there is nothing.
            figures = if listed.sightings.is_empty() {
                told?
            } else {
                told.ok().flatten()
            };
        }
        listed.figures(figures);
        let mut next = paging::next(route, &listed, &asked, at)?;
        // A list that ends with an empty page may begin with it.
        if route.beside.is_some() && at.is_none() && listed.elements.is_empty() {
            let public = self.beside(&asker, route).await?;
            return listed.proven(public);
        }
        if let Some(proof) = route
            .proof
            .as_ref()
            .filter(|_| at.is_none() && listed.elements.is_empty())
        {
            self.prove(&asker, proof).await?;
        }
        let newest = self.mark(&asker, route, listed.root, &mut found, next.is_some());
        let goes_on = next.is_some() && !route.paging.is_sparse();
        let elements = listed.elements.clone();
        let mut page = listed.page(route, goes_on, at.is_none())?;
        if newest.is_some() && asker.value("newest").is_some() {
            // Nothing newer is no word about what is older.
            page.empty = page.empty.map(|_| Emptiness::NoEvents);
        }
        page.resume = newest;
        if let Some(top) = route.top.as_ref().filter(|_| at.is_none()) {
            self.topped(&asker, route, top, &mut page).await?;
        }
        self.untell(asker.place, route, &mut page);
        if let Some(rules) = replies {
            let number = at.and_then(|at| at.parse().ok()).unwrap_or(0);
            if self.join_replies(&asker, rules, number, &mut page).await? {
                next = next.or_else(|| Some((number + 1).to_string()));
            }
        }
        if route.beside.is_some() && at.is_none() {
            join::join_public(&mut page, self.beside(&asker, route).await?);
        }
        page.next = next.map_or(Next::Done, |on| paging::onward(route, &found, &on));
        if let Some(tree) = &route.tree {
            Self::grow(route, tree, &elements, &mut page);
        }
        Ok(page)
    }

    /// Says of reviews whose list tells nothing of replies that it does not.
    fn untell(&self, place: &Place, route: &Route, page: &mut Page) {
        let written = self.rules.written.as_ref();
        if route.replies_untold || written.is_some_and(|written| written.is_for(place)) {
            page.sightings.iter_mut().for_each(|s| s.reply_untold = true);
        }
    }

    /// The first page of the public route beside an owner's one.
    async fn beside(&self, asker: &Asker<'_>, route: &Route) -> Result<Page, Failure> {
        let public = self.route_named(route.beside.as_deref().unwrap_or_default())?;
        let (_, answer) = self.ask(asker, public, None, false).await?;
        let listed = read::list(public, self.item(public.item.as_deref())?, self.mend, &answer)?;
        listed.page(public, false, true)
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

    fn reply_link(&self, place: &Place, id: &str) -> Option<Url> {
        let cabinet = self.manifest.reply_at.as_ref();
        let wanted = self.rules.publish.as_ref().and_then(|p| p.review.as_ref());
        if wanted.is_some_and(|wanted| !wanted.fits(id)) {
            return Some(place.url.clone());
        }
        let there = cabinet.map_or_else(|| self.permalink(place, id), |at| at.for_review(place, id));
        there.or_else(|| Some(place.url.clone()))
    }

    async fn poll(&self, net: &dyn Net, place: &Place, cursor: &Cursor) -> Result<Page, Failure> {
        let asker = self.asking(net, place);
        let page = match &self.rules.own {
            Some(own) => self.social(own, asker, cursor).await?,
            None => self.page(&asker, cursor).await?,
        };
        Ok(self.addressed(place, page))
    }

    async fn current_reply(
        &self,
        net: &dyn Net,
        place: &Place,
        review: &str,
    ) -> Result<Option<OfficialReply>, Failure> {
        self.reply_now(net, place, review).await
    }

    async fn publish(&self, net: &dyn Net, order: &ReplyOrder) -> Result<Receipt, Failure> {
        self.answer(net, order).await
    }

    fn read(&self, place: &Place, body: &[u8]) -> Result<Page, Failure> {
        self.saved(place, body)
    }
}
