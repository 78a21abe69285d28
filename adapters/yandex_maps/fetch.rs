//! The site's own request for more reviews, signed as the site signs it. Opt-in.

use super::card::{self, Ticket};
use super::wire::{CAP, Rating, Reviews};
use super::{ask, robot};
use crate::parse::json;
use crate::{Counter, Cursor, Failure, Net, Next, Page, Place, Request, Response};
use chrono::TimeDelta;
use serde::Deserialize;
use std::collections::HashSet;
use url::Url;

/// Reviews on a page, as the site asks for them.
const SIZE: u64 = 50;

/// Pages of the site in one page of ours after the first: with the organisation's page and two
/// renewed tokens that is a handful of requests.
const BATCH: u64 = 3;

/// How often a new token is taken within one page of ours.
const RENEWALS: u32 = 2;

/// Orders to read in: by time, and the one that the site itself begins with.
const ORDERS: [&str; 2] = ["by_time", "by_relevance_org"];

#[derive(Deserialize)]
struct Body<'a> {
    #[serde(borrow, default)]
    data: Option<Reviews<'a>>,
    #[serde(rename = "csrfToken", default)]
    csrf: Option<String>,
}

/// A visit to the site: what it gave us is good for this visit only and is never stored.
struct Visit {
    place: Place,
    page: Url,
    cookies: String,
    ticket: Ticket,
    renewals: u32,
}

/// Reads a saved answer.
///
/// # Errors
/// As [`Reviews::page`]; [`Failure::Slow`] for the throttled form.
pub fn read(body: &[u8]) -> Result<Page, Failure> {
    let text = json::mend(body)?;
    let body: Body<'_> = serde_json::from_str(&text).map_err(|e| json::syntax(body, &e))?;
    let reviews = body.data.ok_or_else(|| Failure::drift("data"))?;
    reviews.page(&Rating::default())
}

/// One page of ours: the first page of the site, or up to three later ones.
///
/// # Errors
/// One per decision of the engine.
pub async fn poll(net: &dyn Net, place: &Place, cursor: &Cursor) -> Result<Page, Failure> {
    let (mut order, mut number) = position(cursor);
    let response = ask(net, Request::get(place.url.clone())).await?;
    let card = card::read(place, &response.body)?;
    let ticket = card.ticket.ok_or_else(|| Failure::drift("config.csrfToken"))?;
    let mut visit = Visit {
        place: place.clone(),
        cookies: cookies(&response),
        page: response.url,
        ticket,
        renewals: 0,
    };
    let until = if number == 1 { 1 } else { number + BATCH - 1 };
    let mut sightings = Vec::new();
    let mut known = HashSet::new();
    let last_page = loop {
        let fetched = match visit.fetch(net, number, ORDERS[order]).await {
            // Some organisations are said to refuse any order but the default.
            Err(Failure::Drift { at }) if at == "http_400" && number == 1 && order == 0 => {
                order = 1;
                continue;
            }
            other => other?,
        };
        let (mut page, pages) = fetched;
        sightings.extend(page.sightings.drain(..).filter(|s| known.insert(s.id.clone())));
        let end = page.empty.is_some() || number >= pages.min(CAP / SIZE);
        if end || number >= until {
            page.next = if end {
                Next::Done
            } else {
                Next::More(format!("fetch:{order}:{}", number + 1))
            };
            break page;
        }
        number += 1;
    };
    let count = last_page.counter.and_then(|c| c.count);
    let card = card.page.counter;
    Ok(Page {
        empty: last_page.empty.filter(|_| sightings.is_empty()),
        counter: Some(Counter {
            count: card.and_then(|c| c.count).or(count),
            rating: card.and_then(|c| c.rating),
        }),
        // Beyond the cap nothing can be said about what is not there.
        complete: count.is_some_and(|n| n <= CAP),
        newest_first: order == 0,
        ..Page::of(sightings, last_page.next)
    })
}

/// Order and number of the page to read; anything else than our own cursor means the first.
fn position(cursor: &Cursor) -> (usize, u64) {
    let word = cursor.page.as_deref().and_then(|p| p.strip_prefix("fetch:"));
    word.and_then(|w| {
        let (order, number) = w.split_once(':')?;
        let order = order.parse().ok().filter(|o| *o < ORDERS.len())?;
        let number = number.parse().ok().filter(|n| (2..=CAP / SIZE).contains(n))?;
        Some((order, number))
    })
    .unwrap_or((0, 1))
}

impl Visit {
    /// One page of the site, and how many it says there are.
    async fn fetch(&mut self, net: &dyn Net, number: u64, order: &str) -> Result<(Page, u64), Failure> {
        loop {
            let response = ask(net, self.request(number, order)?).await?;
            robot(&response)?;
            let text = json::mend(&response.body)?;
            let body: Body<'_> = serde_json::from_str(&text).map_err(|e| json::syntax(&response.body, &e))?;
            match body {
                Body {
                    data: Some(reviews), ..
                } => {
                    let page = reviews.page(&Rating::default())?;
                    let pages = reviews.params.total_pages.unwrap_or(number);
                    return Ok((page, pages));
                }
                Body {
                    csrf: Some(token), ..
                } if self.renewals < RENEWALS => {
                    self.renewals += 1;
                    self.ticket.csrf = token;
                }
                Body { csrf: Some(_), .. } => return Err(Failure::blocked("csrf")),
                _ if text.len() < 400 && text.contains("limit") => {
                    let until = net.now().checked_add_signed(TimeDelta::minutes(1));
                    return Err(Failure::Slow { until });
                }
                _ => return Err(Failure::drift("data")),
            }
        }
    }

    fn request(&self, number: u64, order: &str) -> Result<Request, Failure> {
        let (number, size) = (number.to_string(), SIZE.to_string());
        let query = query(&[
            ("ajax", "1"),
            ("businessId", &self.place.id),
            ("csrfToken", &self.ticket.csrf),
            ("locale", "ru_RU"),
            ("page", &number),
            ("pageSize", &size),
            ("ranking", order),
            ("reqId", &self.ticket.request),
            ("sessionId", &self.ticket.session),
        ]);
        let mut url = self
            .page
            .join("/maps/api/business/fetchReviews")
            .map_err(|_| Failure::Unsupported)?;
        url.set_query(Some(&format!("{query}&s={}", sign(&query))));
        let request = Request::get(url)
            .header("referer", self.page.as_str())
            .header("x-retpath-y", self.page.as_str())
            .header("x-requested-with", "XMLHttpRequest");
        Ok(match self.cookies.as_str() {
            "" => request,
            cookies => request.header("cookie", cookies),
        })
    }
}

/// The cookies that an answer sets, to be sent back within the visit.
fn cookies(response: &Response) -> String {
    let set = response.headers.iter().filter(|(name, _)| name == "set-cookie");
    let pairs: Vec<&str> = set
        .filter_map(|(_, value)| value.split(';').next())
        .map(str::trim)
        .filter(|pair| pair.contains('='))
        .collect();
    pairs.join("; ")
}

/// Parameters, already in order, percent-encoded by RFC 3986.
fn query(fields: &[(&str, &str)]) -> String {
    let pairs: Vec<String> = fields
        .iter()
        .map(|(key, value)| format!("{key}={}", encode(value)))
        .collect();
    pairs.join("&")
}

fn encode(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// The signature of a query: `h = 33·h xor byte` from 5381 on, modulo 2³².
fn sign(query: &str) -> u32 {
    query
        .bytes()
        .fold(5381, |hash: u32, byte| hash.wrapping_mul(33) ^ u32::from(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_signed_as_the_format_notes_compute_it() {
        let id = "1785870367790565-14002444639592797820-balancer-l7leveler-kubr-yp-vla-111-BAL";
        let query = query(&[
            ("ajax", "1"),
            ("businessId", "183327682404"),
            ("csrfToken", "19716c42cc11c0443777606124700f730b784ee4:1785870367"),
            ("locale", "ru_RU"),
            ("page", "2"),
            ("pageSize", "50"),
            ("ranking", "by_time"),
            ("reqId", id),
            ("sessionId", id),
        ]);
        assert!(query.contains("ee4%3A1785870367&locale=ru_RU&"));
        assert_eq!(sign(&query), 3_373_730_945);
    }

    #[test]
    fn a_cursor_of_another_route_or_beyond_the_cap_begins_anew() {
        let at = |page: &str| {
            position(&Cursor {
                resume: None,
                page: Some(page.into()),
            })
        };
        assert_eq!(at("fetch:1:12"), (1, 12));
        for odd in [
            "fetch:0:13",
            "fetch:2:2",
            "fetch:0:x",
            "cabinet:4",
            "",
            "fetch:0:1",
        ] {
            assert_eq!(at(odd), (0, 1), "{odd}");
        }
    }
}
