//! From one page to the next, without ever leaving the declared host.

use super::config::{Paging, Route};
use super::convert::whole;
use crate::{Cursor, Failure, Next};
use serde_json::Value;
use url::Url;

/// A cursor of ours: the name of the route that it belongs to, and where to read on. It is stored
/// and shown, so it holds no access key.
pub struct Place<'c> {
    pub route: &'c str,
    pub at: &'c str,
}

impl<'c> Place<'c> {
    /// Reads [`Cursor::page`].
    pub fn of(cursor: &'c Cursor) -> Option<Self> {
        let (route, at) = cursor.page.as_deref()?.split_once(' ')?;
        Some(Place { route, at })
    }
}

/// The address to ask. `value` fills the gaps of the template, `at` is the place of the cursor.
///
/// # Errors
/// [`Failure::Drift`] at `cursor` for one that is not of this route.
pub fn address(
    route: &Route,
    at: Option<&str>,
    value: &dyn Fn(&str) -> Option<String>,
) -> Result<Url, Failure> {
    let gap = |name: &str| {
        if name == "cursor" {
            at.map(str::to_owned)
        } else {
            value(name)
        }
    };
    let first = route
        .url
        .fill(&gap)
        .ok_or_else(|| Failure::auth("access_incomplete"))?;
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

/// What comes after this page. `asked`: the address that was asked, `at`: the place of the cursor,
/// `items`: how many elements the list had.
///
/// # Errors
/// [`Failure::Drift`] for a link to another host and for a next page that is this very page.
pub fn next(
    route: &Route,
    root: &Value,
    asked: &Url,
    at: Option<&str>,
    items: usize,
) -> Result<Next, Failure> {
    let number = || at.and_then(|a| a.parse::<u32>().ok());
    let full = |size: u32| items > 0 && items >= size as usize;
    let on = match &route.paging {
        Paging::None => None,
        Paging::NextLink { path } => match path.first(root).and_then(Value::as_str) {
            None | Some("") => None,
            Some(link) => {
                let url = same_host(link, asked).ok_or_else(|| Failure::drift(path.to_string()))?;
                Some(without(url, &route.url.secret_parameters()).to_string())
            }
        },
        Paging::Token { always: true, .. } if items == 0 => None,
        Paging::Token { path, .. } => match path.first(root) {
            Some(Value::String(token)) if !token.is_empty() => Some(token.clone()),
            Some(other) => whole(other).map(|n| n.to_string()),
            None => None,
        },
        Paging::Page { first, size } if full(*size) => {
            Some(number().unwrap_or(*first).saturating_add(1).to_string())
        }
        Paging::Offset { size } if full(*size) => {
            Some(number().unwrap_or(0).saturating_add(*size).to_string())
        }
        Paging::Page { .. } | Paging::Offset { .. } => None,
    };
    match on {
        Some(on) if Some(on.as_str()) == at && matches!(route.paging, Paging::Token { always: true, .. }) => {
            Ok(Next::Done)
        }
        Some(on) if Some(on.as_str()) == at => Err(Failure::drift("next page is this page")),
        Some(on) => Ok(Next::More(format!("{} {on}", route.name))),
        None => Ok(Next::Done),
    }
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
