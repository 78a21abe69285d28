//! Moods that spoil whatever a platform says, in the same way for all of them: a log-in form, an answer
//! cut in the middle, a list with nothing on it.

use super::{Mood, Platform, Site, http};
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::Value;

/// Longest answer of the site, bytes.
const MOST: usize = 16 * 1024 * 1024;

const LOGIN: &str = "<!DOCTYPE html><html><head><title>Вход</title></head><body>\
    <form method=\"post\" action=\"/login\"><input name=\"login\"><input type=\"password\" name=\"password\">\
    <button>Войти</button></form></body></html>";

/// The layer over every platform.
pub(super) async fn spoiled(State(site): State<Site>, mut request: Request, next: Next) -> Response {
    let host = request.uri().path().split('/').nth(1).unwrap_or_default();
    let mood = Platform::of_host(host).map(|p| site.mood(p)).unwrap_or_default();
    if matches!(mood, Mood::Truncated | Mood::EmptyList) {
        // "not modified" would stand for the good answer that the reader has
        request.headers_mut().remove(header::IF_NONE_MATCH);
        request.headers_mut().remove(header::IF_MODIFIED_SINCE);
    }
    match mood {
        Mood::LoginForm => http::html(LOGIN.to_owned()),
        Mood::Truncated => changed(next.run(request).await, |body| body[..body.len() / 2].to_vec()).await,
        Mood::EmptyList => changed(next.run(request).await, emptied).await,
        _ => next.run(request).await,
    }
}

async fn changed(answer: Response, change: impl FnOnce(&[u8]) -> Vec<u8>) -> Response {
    let (mut head, body) = answer.into_parts();
    let Ok(body) = to_bytes(body, MOST).await else {
        return StatusCode::BAD_GATEWAY.into_response();
    };
    // what they say holds for the whole answer alone
    for name in [header::CONTENT_LENGTH, header::ETAG, header::LAST_MODIFIED] {
        head.headers.remove(name);
    }
    Response::from_parts(head, Body::from(change(&body)))
}

/// The same answer with every list of objects emptied; a page without its content.
fn emptied(body: &[u8]) -> Vec<u8> {
    match serde_json::from_slice::<Value>(body) {
        Ok(mut value) => {
            empty(&mut value);
            value.to_string().into_bytes()
        }
        Err(_) => b"<!DOCTYPE html><html><body><main></main></body></html>".to_vec(),
    }
}

fn empty(value: &mut Value) {
    match value {
        Value::Array(items) if items.iter().any(Value::is_object) => items.clear(),
        Value::Object(fields) => fields.values_mut().for_each(empty),
        _ => {}
    }
}
