//! From one page to the next, without ever leaving the declared host.

use super::config::{Paging, Route};
use super::convert::whole;
use super::read::Listed;
use crate::{Cursor, Failure, Next, Response};
use serde_json::Value;
use std::collections::BTreeMap;
use url::Url;

/// A cursor of ours: the name of the route that it belongs to, what was found before its first page, and
/// where to read on: `api?unit=17 2`. It is stored and shown, so it holds no access key.
pub struct Place<'c> {
    pub route: &'c str,
    pub found: BTreeMap<String, String>,
    pub at: &'c str,
}

impl<'c> Place<'c> {
    /// Reads [`Cursor::page`].
    pub fn of(cursor: &'c Cursor) -> Option<Self> {
        let (route, at) = cursor.page.as_deref()?.split_once(' ')?;
        let (route, found) = route.split_once('?').unwrap_or((route, ""));
        let found = url::form_urlencoded::parse(found.as_bytes());
        Some(Place {
            route,
            found: found.into_owned().collect(),
            at,
        })
    }
}

/// What comes after a page of this route.
pub fn onward(route: &Route, found: &BTreeMap<String, String>, on: &str) -> Next {
    let mut name = route.name.clone();
    if !found.is_empty() {
        name.push('?');
        let start = name.len();
        let mut pairs = url::form_urlencoded::Serializer::for_suffix(name, start);
        name = pairs.extend_pairs(found).finish();
    }
    Next::More(format!("{name} {on}"))
}

/// The address to ask. `first`: that of the route, with its gaps filled; `at`: the place of the cursor.
///
/// # Errors
/// [`Failure::Drift`] at `cursor` for one that is not of this route.
pub fn address(route: &Route, at: Option<&str>, first: Url) -> Result<Url, Failure> {
    let (Paging::NextLink { .. }, Some(at)) = (&route.paging, at) else {
        return Ok(first);
    };
    let mut url = same_host(at, &first).ok_or_else(|| Failure::drift("cursor"))?;
    let secret = route.url.secret_parameters();
    let kept: Vec<(String, String)> = first
        .query_pairs()
        .filter(|(k, _)| secret.contains(&k.to_string()))
        .map(|(k, v)| (k.into(), v.into()))
        .collect();
    url.query_pairs_mut().extend_pairs(kept);
    Ok(url)
}

/// What was asked, and what its answer says beside its body of the next page.
pub struct Asked {
    pub url: Url,
    /// The address that a header `Link` with `rel="next"` names.
    pub link: Option<Url>,
}

impl Asked {
    /// By an answer.
    pub fn answered(url: Url, response: &Response) -> Self {
        let next = |header: &str| {
            let next = header.split(',').find(|part| part.contains("rel=\"next\""))?;
            let address = next.split_once('<')?.1.split_once('>')?.0;
            url.join(address).ok()
        };
        let link = response.header("link").and_then(next);
        Asked { url, link }
    }
}

/// What comes after this page. `at`: the place of the cursor.
///
/// # Errors
/// [`Failure::Drift`] for a link to another host and for a next page that is this very page.
pub fn next(
    route: &Route,
    listed: &Listed<'_>,
    asked: &Asked,
    at: Option<&str>,
) -> Result<Option<String>, Failure> {
    let (root, items, last) = (listed.root, listed.elements.len(), listed.elements.last());
    let number = || at.and_then(|a| a.parse::<u32>().ok());
    let full = |size: u32| items > 0 && items >= size as usize;
    let on = match &route.paging {
        Paging::None => None,
        Paging::NextLink { path } => match path.first(root).and_then(Value::as_str) {
            None | Some("") => None,
            Some(link) => {
                let url = same_host(link, &asked.url).ok_or_else(|| Failure::drift(path.to_string()))?;
                Some(without(url, &route.url.secret_parameters()).to_string())
            }
        },
        Paging::Token { always: true, .. } if items == 0 => None,
        Paging::Token { path, .. } => match path.first(root) {
            Some(Value::String(token)) if !token.is_empty() => Some(token.clone()),
            Some(other) => whole(other).map(|n| n.to_string()),
            None => None,
        },
        Paging::Page {
            first,
            size,
            end,
            last: pages,
            most,
        } => {
            let here = number().unwrap_or(*first);
            let ended = end
                .as_ref()
                .is_some_and(|p| p.first(root) == Some(&Value::Bool(true)));
            let within = match pages.as_ref().map(|p| p.first(root).and_then(whole)) {
                Some(pages) => items > 0 && pages.is_some_and(|pages| u64::from(here) < pages),
                None => full(*size) && !ended,
            };
            let on = within && most.is_none_or(|most| here < most);
            on.then(|| here.saturating_add(1).to_string())
        }
        Paging::After { path } => {
            let on = last.map(|e| path.first(e).and_then(Value::as_str).map(str::to_owned));
            on.map(|on| on.ok_or_else(|| Failure::drift(path.to_string())))
                .transpose()?
        }
        Paging::LinkHeader {
            parameter,
            path,
            size,
        } => {
            let named = asked
                .link
                .as_ref()
                .and_then(|url| crate::links::query(url, parameter));
            let last = last.and_then(|e| path.first(e)).and_then(crate::parse::id);
            let on = named.or(last.filter(|_| full(*size)));
            on.filter(|id| {
                items > 0
                    && id.bytes().all(|b| b.is_ascii_alphanumeric())
                    && at.is_none_or(|at| older(id, at))
            })
        }
        Paging::Offset { size } if full(*size) => {
            Some(number().unwrap_or(0).saturating_add(*size).to_string())
        }
        Paging::Offset { .. } => None,
    };
    let again = matches!(
        route.paging,
        Paging::Token { always: true, .. } | Paging::Token { repeats: true, .. } | Paging::After { .. }
    );
    match on {
        Some(on) if Some(on.as_str()) == at && again => Ok(None),
        Some(on) if Some(on.as_str()) == at => Err(Failure::drift("next page is this page")),
        on => Ok(on),
    }
}

impl Paging {
    /// Whether an empty page may be followed by others.
    pub fn is_sparse(&self) -> bool {
        matches!(self, Paging::Token { sparse: true, .. })
    }
}

/// Ids are numbers in text: the longer is the younger.
fn older(id: &str, than: &str) -> bool {
    !id.is_empty() && (id.len(), id) < (than.len(), than)
}

/// `link` with https and without a port, if it stays on the host of `home` (2GIS gives `http://`
/// and a stray `:8080`).
fn same_host(link: &str, home: &Url) -> Option<Url> {
    let mut url = home.join(link).ok()?;
    if url.host_str() != home.host_str() || !url.username().is_empty() || url.password().is_some() {
        return None;
    }
    url.set_scheme("https").ok()?;
    url.set_port(None).ok()?;
    url.set_fragment(None);
    Some(url)
}

fn without(mut url: Url, secret: &[String]) -> Url {
    let kept: Vec<(String, String)> = url
        .query_pairs()
        .filter(|(k, _)| !secret.iter().any(|s| s == k))
        .map(|(k, v)| (k.into(), v.into()))
        .collect();
    url.query_pairs_mut().clear().extend_pairs(kept);
    url
}
