//! The public review feed of the App Store: fifty a page, ten pages, newest first, no replies.

use super::http::{ill, stable_id, tagged};
use super::places::{APP, STOREFRONT};
use super::platform::Platform;
use super::{Review, Site};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, FixedOffset, SecondsFormat, Utc};
use serde_json::{Value, json};

const PAGE: usize = 50;
const KIND: &str = "text/javascript; charset=UTF-8";

pub(super) async fn feed(
    State(site): State<Site>,
    Path((country, rest)): Path<(String, String)>,
    asked: HeaderMap,
) -> Response {
    // The layout that a blind reader gets: a feed whose list has moved.
    let blind = || {
        tagged(
            &asked,
            KIND,
            json!({"feed": {"items": [], "updated": {"label": ""}}}).to_string(),
        )
    };
    if let Some(answer) = ill(site.mood(Platform::AppStore), blind) {
        return answer;
    }
    let part = |name: &str| {
        rest.split('/')
            .find_map(|s| s.strip_prefix(name)?.strip_prefix('='))
    };
    let page: usize = part("page").and_then(|p| p.parse().ok()).unwrap_or(1);
    if page > 10 {
        return (
            StatusCode::BAD_REQUEST,
            "CustomerReviews RSS page depth is limited to 10",
        )
            .into_response();
    }
    let app = part("id").unwrap_or_default();
    let memory = site.memory();
    let mut reviews = Vec::new();
    if app == APP && country == STOREFRONT {
        reviews = memory.world.standing(Platform::AppStore, STOREFRONT);
        reviews.sort_by_key(|r| std::cmp::Reverse((r.changed(), r.id)));
    }
    let shown: Vec<_> = reviews
        .iter()
        .skip(page.saturating_sub(1) * PAGE)
        .take(PAGE)
        .map(|r| entry(&country, r))
        .collect();
    let last = reviews.len().div_ceil(PAGE).min(10);
    let mut feed = json!({
        "author": {"name": {"label": "iTunes Store"}, "uri": {"label": "http://www.apple.com/ru/itunes/"}},
        "updated": label(&time(memory.world.changed)),
        "rights": label("Copyright 2008 Apple Inc."),
        "title": label("iTunes Store: Отзывы пользователей"),
        "icon": label("http://itunes.apple.com/favicon.ico"),
        "link": links(&country, app, page, last),
        "id": label(&format!("https://itunes.apple.com/{country}/rss/customerreviews/{rest}")),
    });
    // Absent when empty, a lone object when there is one.
    match shown.len() {
        0 => {}
        1 => feed["entry"] = shown.into_iter().next().unwrap_or_default(),
        _ => feed["entry"] = Value::Array(shown),
    }
    tagged(&asked, KIND, json!({"feed": feed}).to_string())
}

fn links(country: &str, app: &str, page: usize, last: usize) -> Value {
    let to = |n: usize| {
        let path = format!("https://itunes.apple.com/{country}/rss/customerreviews/page={n}/id={app}");
        if last == 0 {
            String::new()
        } else {
            format!("{path}/sortby=mostrecent/xml?urlDesc=/customerreviews/json")
        }
    };
    let link = |rel: &str, href: String| json!({"attributes": {"rel": rel, "href": href}});
    json!([
        {"attributes": {"rel": "alternate", "type": "text/html", "href": format!("https://music.apple.com/?cc={country}")}},
        link("self", format!("https://itunes.apple.com/{country}/rss/customerreviews/page={page}/id={app}/sortby=mostrecent/json")),
        link("first", to(1)),
        link("last", to(last)),
        link("previous", to(page.saturating_sub(1).max(1))),
        // Apple's own habit: always there, also past the end.
        link("next", to(page + 1)),
    ])
}

fn entry(country: &str, review: &Review) -> Value {
    let author = stable_id(&review.author, 1_000_000_000);
    json!({
        "author": {
            "uri": label(&format!("https://itunes.apple.com/{country}/reviews/id{author}")),
            "name": label(&review.author),
            "label": "",
        },
        "updated": label(&time(review.changed())),
        "im:rating": label(&review.rating.unwrap_or(5).to_string()),
        "im:version": label("3.14.1"),
        "id": label(&review.id.to_string()),
        "title": label(review.title.as_deref().unwrap_or("Зерно")),
        "content": {"label": review.text, "attributes": {"type": "text"}},
        "link": {"attributes": {"rel": "related", "href": format!("https://itunes.apple.com/{country}/review?id={APP}&type=Purple%20Software")}},
        "im:voteSum": label("0"),
        "im:contentType": {"attributes": {"term": "Application", "label": "Приложение"}},
        "im:voteCount": label("0"),
    })
}

fn label(text: &str) -> Value {
    json!({"label": text})
}

/// Apple writes seven hours west of UTC all year round.
fn time(at: DateTime<Utc>) -> String {
    let zone = FixedOffset::west_opt(7 * 3600);
    zone.map_or_else(String::new, |z| {
        at.with_timezone(&z).to_rfc3339_opts(SecondsFormat::Secs, false)
    })
}
