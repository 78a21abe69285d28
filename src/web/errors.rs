//! What went wrong, as a page: a plain sentence, what to do, and an id. Never a detail.

use super::App;
use super::render;
use super::texts::{say, say_with};
use super::viewer::accepted;
use crate::desk::DeskError;
use crate::domain::Lang;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use minijinja::context;

/// Why a request was not done. Rides on the response until [`dress`] makes it a page.
#[derive(Debug, Clone)]
pub enum Fail {
    NotFound,
    Forbidden,
    /// The session is over; the change was not made.
    LoggedOut,
    WrongHost,
    /// Somebody was faster.
    Conflict,
    /// Too many wrong passwords; seconds to wait.
    TooMany(i64),
    /// What was typed cannot be used: message key.
    Invalid(String),
    /// Logged under this id.
    Internal(String),
}

impl Fail {
    /// Logs the cause under a fresh id.
    pub fn internal(cause: &dyn std::fmt::Display) -> Self {
        let id = uuid::Uuid::new_v4().simple().to_string()[..8].to_owned();
        tracing::error!(id, cause = %cause, "request failed");
        Fail::Internal(id)
    }

    fn status(&self) -> StatusCode {
        match self {
            Fail::NotFound => StatusCode::NOT_FOUND,
            Fail::Forbidden => StatusCode::FORBIDDEN,
            Fail::LoggedOut => StatusCode::UNAUTHORIZED,
            Fail::WrongHost => StatusCode::MISDIRECTED_REQUEST,
            Fail::Conflict => StatusCode::CONFLICT,
            Fail::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
            Fail::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Fail::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl IntoResponse for Fail {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        if let Fail::TooMany(seconds) = &self {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from(*seconds));
        }
        response.extensions_mut().insert(self);
        response
    }
}

/// What PostgreSQL says of a text with U+0000 in it: nobody types one.
const BAD_TEXT: &str = "22021";

impl From<sqlx::Error> for Fail {
    fn from(e: sqlx::Error) -> Self {
        let code = e.as_database_error().and_then(|d| d.code());
        if code.as_deref() == Some(BAD_TEXT) {
            return Fail::Invalid("error-400".into());
        }
        Fail::internal(&e)
    }
}

impl From<minijinja::Error> for Fail {
    fn from(e: minijinja::Error) -> Self {
        Fail::internal(&format!("{e:#}"))
    }
}

impl From<tower_sessions::session::Error> for Fail {
    fn from(e: tower_sessions::session::Error) -> Self {
        Fail::internal(&e)
    }
}

impl From<DeskError> for Fail {
    fn from(e: DeskError) -> Self {
        match e {
            DeskError::NotFound => Fail::NotFound,
            DeskError::NotAllowed(_) => Fail::Forbidden,
            // a step that is not possible any more means that the page was old
            DeskError::Conflict | DeskError::Refused(_) => Fail::Conflict,
            DeskError::Blocked(_) => Fail::Invalid("desk-blocked".into()),
            DeskError::Invalid(key) => Fail::Invalid(key.into()),
            DeskError::Db(e) => e.into(),
        }
    }
}

/// The answer to a panic.
pub fn panicked() -> Response {
    Fail::internal(&"panic in a handler").into_response()
}

/// Makes a page of every failed answer that is not one yet.
pub async fn dress(State(app): State<App>, request: Request, next: Next) -> Response {
    let lang = accepted(request.headers(), &app.ctx.config.business.language);
    let response = next.run(request).await;
    let status = response.status();
    let bare = !response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|t| t.as_bytes().starts_with(b"text/html"));
    if !(status.is_client_error() || status.is_server_error())
        || !bare
        || response.extensions().get::<Plain>().is_some()
    {
        return response;
    }
    let lang = response.extensions().get::<Lang>().copied().unwrap_or(lang);
    let fail = response.extensions().get::<Fail>().cloned();
    let (head, _) = response.into_parts();
    let (key, id) = match &fail {
        Some(Fail::Invalid(key)) => (key.clone(), None),
        Some(Fail::LoggedOut) => ("error-logged-out".to_owned(), None),
        Some(Fail::Internal(id)) => ("error-500".to_owned(), Some(id.clone())),
        _ => (format!("error-{}", known(status)), None),
    };
    let what = match &fail {
        Some(Fail::TooMany(s)) => say_with(lang, &key, &[("minutes", ((s + 59) / 60).into())]),
        _ => say(lang, &key),
    };
    let page = render::bare(
        &app,
        lang,
        "error.html",
        context! { status => status.as_u16(), what, id },
    );
    let mut out = match page {
        Ok(html) => (status, html).into_response(),
        Err(error) => {
            tracing::error!(%error, "the error page failed");
            status.into_response()
        }
    };
    for name in [header::RETRY_AFTER, header::ALLOW, header::SET_COOKIE] {
        if let Some(value) = head.headers.get(&name) {
            out.headers_mut().insert(name, value.clone());
        }
    }
    out
}

/// Marks an answer that machines read: it stays as it is.
#[derive(Debug, Clone, Copy)]
pub struct Plain;

fn known(status: StatusCode) -> u16 {
    match status.as_u16() {
        code @ (403 | 404 | 405 | 409 | 413 | 421 | 429) => code,
        code if code >= 500 => 500,
        _ => 400,
    }
}
