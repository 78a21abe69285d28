//! The port: which prefix is which host, and what is common to all of them.

use super::spoil;
use super::{
    Mood, Site, appstore, bot_api, cabinet, connect, google, graph, mastodon, oauth, page, preview,
    publisher, reddit, rustore, trustpilot, twogis, vk, x, yandex, youtube,
};
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get, post, put};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::io::{AsyncRead, ReadBuf};
use tower_http::csrf::CsrfLayer;

pub(super) fn router(site: Site) -> Router {
    Router::new()
        .route(
            "/itunes.apple.com/{country}/rss/customerreviews/{*rest}",
            get(appstore::feed),
        )
        .route(
            "/public-api.reviews.2gis.com/{version}/branches/{firm}/reviews",
            get(twogis::api),
        )
        .route("/2gis.ru/firm/{firm}", get(twogis::page))
        .route("/2gis.ru/firm/{firm}/tab/reviews", get(twogis::page))
        .route("/2gis.ru/{city}/firm/{firm}", get(twogis::city_page))
        .route("/2gis.ru/{city}/firm/{firm}/tab/reviews", get(twogis::city_page))
        .route("/t.me/s/{channel}", get(preview::history))
        .route("/t.me/{name}", get(preview::card))
        .route("/api.telegram.org/{bot}/{method}", any(bot_api::call))
        .route("/api.vk.com/method/{method}", any(vk::call))
        .route("/oauth2.googleapis.com/token", post(oauth::token))
        .route(
            "/mybusiness.googleapis.com/v4/accounts/{account}/locations/{location}/reviews",
            get(google::list),
        )
        .route(
            "/mybusiness.googleapis.com/v4/accounts/{account}/locations/{location}/reviews/{review}",
            get(google::one),
        )
        .route(
            "/mybusiness.googleapis.com/v4/accounts/{account}/locations/{location}/reviews/{review}/reply",
            put(google::reply),
        )
        .route("/places.googleapis.com/v1/places/{place}", get(google::place))
        .merge(stores())
        .merge(cabinets())
        .merge(networks())
        .merge(social())
        .layer(axum::middleware::from_fn_with_state(site.clone(), spoil::spoiled))
        .merge(for_people())
        .with_state(site)
}

/// Interfaces of social networks and of Trustpilot.
fn social() -> Router<Site> {
    let business = "/api.trustpilot.com/v1/oauth/oauth-business-users-for-applications";
    Router::new()
        .route("/graph.facebook.com/v25.0/{node}", get(graph::facebook))
        .route(
            "/graph.facebook.com/v25.0/{node}/{edge}",
            get(graph::facebook_edge).post(graph::facebook_edge),
        )
        .route("/graph.instagram.com/v25.0/{node}", get(graph::instagram))
        .route(
            "/graph.instagram.com/v25.0/{node}/{edge}",
            get(graph::instagram_edge).post(graph::instagram_edge),
        )
        .route(
            "/www.googleapis.com/youtube/v3/{method}",
            get(youtube::call).post(youtube::call),
        )
        .route(
            "/api.trustpilot.com/v1/business-units/find",
            get(trustpilot::find),
        )
        .route(
            "/api.trustpilot.com/v1/business-units/{unit}/reviews",
            get(trustpilot::list),
        )
        .route("/api.trustpilot.com/v1/reviews/{review}", get(trustpilot::one))
        .route(
            "/api.trustpilot.com/v1/private/reviews/{review}/reply",
            post(trustpilot::reply),
        )
        .route(&format!("{business}/refresh"), post(trustpilot::token))
}

/// Interfaces of the stores for developers.
fn stores() -> Router<Site> {
    Router::new()
        .route(
            "/api.appstoreconnect.apple.com/v1/apps/{app}/customerReviews",
            get(connect::list),
        )
        .route(
            "/api.appstoreconnect.apple.com/v1/customerReviews/{review}",
            get(connect::one),
        )
        .route(
            "/api.appstoreconnect.apple.com/v1/customerReviewResponses",
            post(connect::respond),
        )
        .route(
            "/androidpublisher.googleapis.com/androidpublisher/v3/applications/{package}/reviews",
            get(publisher::list),
        )
        .route(
            "/androidpublisher.googleapis.com/androidpublisher/v3/applications/{package}/reviews/{review}",
            get(publisher::one).post(publisher::reply),
        )
        .route("/public-api.rustore.ru/public/auth/", post(rustore::auth))
        .route("/public-api.rustore.ru/public/auth", post(rustore::auth))
        .route(
            "/public-api.rustore.ru/public/v1/application/{package}/comment",
            get(rustore::comments),
        )
        .route(
            "/public-api.rustore.ru/public/v1/application/{package}/comment/statistic",
            get(rustore::statistic),
        )
        .route(
            "/public-api.rustore.ru/public/v1/application/{package}/feedback",
            get(rustore::replies).post(rustore::create),
        )
        .route(
            "/public-api.rustore.ru/public/v1/application/{package}/feedback/{reply}",
            post(rustore::change),
        )
        .route("/backapi.rustore.ru/comment/comment", get(rustore::shop_window))
}

/// Cabinets of owners.
fn cabinets() -> Router<Site> {
    Router::new()
        .route("/yandex.ru/sprav/api/{org}/reviews", get(yandex::list))
        .route("/yandex.ru/sprav/api/view/chain/0/list/", post(yandex::csrf))
        .route(
            "/yandex.ru/sprav/api/ugcpub/business-answer",
            post(yandex::answer),
        )
        .route("/yandex.ru/maps/org/{name}/{org}/reviews/", get(yandex::page))
        .route("/api.account.2gis.com/api/1.0/users/auth", post(cabinet::auth))
        .route(
            "/api.account.2gis.com/api/1.0/presence/branch/{firm}/reviews",
            get(cabinet::list),
        )
        .route(
            "/api.account.2gis.com/api/1.0/presence/reviews/{review}/comments",
            get(cabinet::comments).post(cabinet::answer),
        )
}

/// Social networks.
fn networks() -> Router<Site> {
    Router::new()
        .route(
            "/mastodon.social/api/v1/accounts/verify_credentials",
            get(mastodon::me),
        )
        .route(
            "/mastodon.social/api/v1/accounts/{id}/statuses",
            get(mastodon::written),
        )
        .route(
            "/mastodon.social/api/v1/notifications",
            get(mastodon::notifications),
        )
        .route("/mastodon.social/api/v1/statuses", post(mastodon::post))
        .route("/mastodon.social/api/v1/statuses/{id}", get(mastodon::one))
        .route(
            "/mastodon.social/api/v1/statuses/{id}/context",
            get(mastodon::context),
        )
        .route("/www.reddit.com/api/v1/access_token", post(reddit::token))
        .route("/oauth.reddit.com/message/mentions", get(reddit::mentions))
        .route("/oauth.reddit.com/message/comments", get(reddit::nothing))
        .route("/oauth.reddit.com/user/{name}/comments", get(reddit::written))
        .route("/oauth.reddit.com/api/comment", post(reddit::comment))
        .route("/api.x.com/2/users/by/username/{name}", get(x::named))
        .route("/api.x.com/2/users/{id}/mentions", get(x::mentions))
        .route("/api.x.com/2/users/{id}/tweets", get(x::written))
        .route("/api.x.com/2/tweets", post(x::create))
}

/// The pages that a browser opens; no other site's page may press their buttons.
fn for_people() -> Router<Site> {
    Router::new()
        .route("/_site/", get(page::show))
        .route("/_site/reply", post(page::reply))
        .route("/_site/mood/{platform}", post(page::mood))
        .layer(CsrfLayer::new())
}

/// The answer of a platform that is ill for everybody who reads; `None` where it can be read.
/// `blind` is what its page looks like without the data.
pub(super) fn ill(mood: Mood, blind: impl FnOnce() -> Response) -> Option<Response> {
    match mood {
        // the last three are the business of the layer `spoiled`
        Mood::Well
        | Mood::TimeoutOnPublish
        | Mood::Refuses
        | Mood::EmptyList
        | Mood::Truncated
        | Mood::LoginForm => None,
        Mood::Blind => Some(blind()),
        Mood::Captcha => Some((StatusCode::FORBIDDEN, html(ROBOT_CHECK.to_owned())).into_response()),
        Mood::Slow429 => Some(
            (
                StatusCode::TOO_MANY_REQUESTS,
                [(header::RETRY_AFTER, "30")],
                "Too Many Requests",
            )
                .into_response(),
        ),
        Mood::Down502 => Some(
            (
                StatusCode::BAD_GATEWAY,
                html("<h1>502 Bad Gateway</h1>".to_owned()),
            )
                .into_response(),
        ),
    }
}

const ROBOT_CHECK: &str = "<!DOCTYPE html><html><head><title>Are you a robot?</title></head><body>\
    <h1>Подтвердите, что запросы отправляли вы, а не робот</h1>\
    <form method=\"post\" action=\"/checkcaptcha\"><div class=\"captcha__image\"></div>\
    <input name=\"rep\" class=\"form__captcha\"></form></body></html>";

/// A page with an entity tag, or 304 for a reader that has it.
pub(super) fn tagged(asked: &HeaderMap, kind: &'static str, body: String) -> Response {
    let tag = format!("\"{}\"", hex::encode(&Sha256::digest(&body)[..12]));
    let known = asked
        .get(header::IF_NONE_MATCH)
        .is_some_and(|v| v.as_bytes() == tag.as_bytes());
    let headers = [(header::ETAG, tag), (header::CONTENT_TYPE, kind.to_owned())];
    if known {
        (StatusCode::NOT_MODIFIED, headers).into_response()
    } else {
        (headers, body).into_response()
    }
}

pub(super) fn html(body: String) -> Response {
    ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], body).into_response()
}

/// `text` inside HTML.
pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}

/// Parameters of an API call wherever they stand: query, form or JSON body. JSON values that are
/// no strings are given as JSON text. `None`: the body is not what it says.
pub(super) async fn parameters(request: Request) -> Option<BTreeMap<String, String>> {
    let (head, body) = request.into_parts();
    let pairs = |bytes: &[u8]| {
        url::form_urlencoded::parse(bytes)
            .into_owned()
            .collect::<Vec<_>>()
    };
    let mut all: BTreeMap<_, _> = pairs(head.uri.query().unwrap_or_default().as_bytes())
        .into_iter()
        .collect();
    let body: Bytes = axum::body::to_bytes(body, 256 * 1024).await.ok()?;
    let kind = head
        .headers
        .get(header::CONTENT_TYPE)
        .and_then(|v| v.to_str().ok())
        .unwrap_or_default();
    if kind.starts_with("application/json") {
        let fields: BTreeMap<String, serde_json::Value> = serde_json::from_slice(&body).ok()?;
        let text = |v: serde_json::Value| v.as_str().map_or_else(|| v.to_string(), str::to_owned);
        all.extend(fields.into_iter().map(|(k, v)| (k, text(v))));
    } else {
        all.extend(pairs(&body));
    }
    if let Some(token) = head
        .headers
        .get(header::AUTHORIZATION)
        .and_then(|v| v.to_str().ok()?.strip_prefix("Bearer "))
    {
        all.insert("access_token".to_owned(), token.to_owned());
    }
    Some(all)
}

/// Hangs up in the middle of the answer: the caller learns nothing.
pub(super) fn hang_up() -> Response {
    (
        [(header::CONTENT_LENGTH, "64")],
        Body::from_stream(tokio_util::io::ReaderStream::new(Cut)),
    )
        .into_response()
}

/// A body that breaks before its first byte.
struct Cut;

impl AsyncRead for Cut {
    fn poll_read(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
        _: &mut ReadBuf<'_>,
    ) -> Poll<std::io::Result<()>> {
        Poll::Ready(Err(std::io::ErrorKind::ConnectionReset.into()))
    }
}

/// A number that always is the same for a name.
pub(super) fn stable_id(name: &str, below: u64) -> u64 {
    let hash = Sha256::digest(name);
    hash[..8].iter().fold(0u64, |n, b| (n << 8) | u64::from(*b)) % below + 1
}
