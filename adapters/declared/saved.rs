//! Saved bodies, read without any network.

use super::config::{Body, Route};
use super::paging::{self, Asked};
use super::{DeclaredAdapter, body, read};
use crate::parse::{json, recorded, status};
use crate::{Failure, Next, Page, Place, Sighting};
use serde_json::Value;
use std::collections::BTreeMap;

impl DeclaredAdapter {
    /// See [`crate::Adapter::read`]: by every route that could have brought it.
    ///
    /// # Errors
    /// One per decision of the engine.
    pub(super) fn saved(&self, place: &Place, body: &[u8]) -> Result<Page, Failure> {
        let body: &[u8] = &recorded::answer(body)?;
        let start = body.trim_ascii_start();
        let is_json = [&b"{"[..], b"[", b"\xEF\xBB\xBF"]
            .iter()
            .any(|s| start.starts_with(s));
        let pages = self.rules.routes.iter().any(|r| r.body != Body::Json);
        let fits = |r: &&Route| is_json || !pages || r.body != Body::Json;
        let (mut pages, mut failures) = (Vec::new(), Vec::new());
        if !self.rules.walks.is_empty() {
            let page = json::value(body).and_then(|json| self.saved_walks(place, &json));
            page.map_or_else(|failure| failures.push(failure), |page| pages.push(page));
        }
        for route in self.rules.routes.iter().filter(fits) {
            let page = body::take(&route.body, body).and_then(|json| self.saved_by(place, route, &json));
            match page {
                Ok(page) => pages.push(self.addressed(place, page)),
                Err(failure) => failures.push(failure),
            }
        }
        // The route that finds the figures too understands more of it.
        let best = pages.iter().position(|page| page.counter.is_some()).unwrap_or(0);
        if let Some(page) = pages.into_iter().nth(best) {
            return Ok(page);
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

    /// A saved body that is one review, as it stands in a list or on top of it.
    fn alone(&self, route: &Route, json: &Value) -> Option<Sighting> {
        let top = route.top.as_ref().and_then(|top| top.at.first(json));
        let one = route.inside(top.unwrap_or(json)).ok()??;
        let item = self.item(route.item.as_deref()).ok()?;
        item.one(self.mend, &route.joined(json, one))
            .ok()?
            .filter(|_| json.is_object())
    }

    /// A saved body as one of this route.
    fn saved_by(&self, place: &Place, route: &Route, json: &Value) -> Result<Page, Failure> {
        if let Some(failure) = self.service(route.service.as_deref())?.refusal(json) {
            return Err(failure);
        }
        let item = self.item(route.item.as_deref())?;
        let listed = match read::list(route, item, self.mend, json) {
            Ok(listed) => listed,
            // Or else one review.
            Err(failure) => match self.alone(route, json) {
                Some(one) => return Ok(Page::of(vec![one], Next::Done)),
                None => return Err(failure),
            },
        };
        let home = route.url.fill(&|gap| place.gap(gap).or_else(|| Some("-".into())));
        let home = home.ok_or(Failure::Unsupported)?;
        // Nobody follows the link of a saved body: a strange one spoils nothing.
        let home = Asked {
            url: home,
            link: None,
        };
        let next = paging::next(route, &listed, &home, None).unwrap_or(None);
        let next = next.filter(|_| route.each.is_none());
        let goes_on = next.is_some() && !route.paging.is_sparse();
        let mut page = listed.page(route, goes_on, true)?;
        if let Some(own) = &self.rules.own {
            own.settle(own.of_place(place).as_deref(), &mut page);
        }
        Ok(Page {
            // One saved body says nothing about what else the platform shows.
            complete: false,
            next: next.map_or(Next::Done, |on| paging::onward(route, &BTreeMap::new(), &on)),
            ..page
        })
    }
}
