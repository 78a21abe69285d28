//! The person who looks at a page.

use crate::desk::Actor;
use crate::domain::{Action, Lang};
use crate::store::people::Person;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};

/// The logged-in person of this request.
#[derive(Debug, Clone)]
pub struct Viewer {
    pub person: Person,
    pub lang: Lang,
}

impl Viewer {
    /// Wraps a person.
    pub fn new(person: Person) -> Self {
        let lang = person.language.parse().unwrap_or(Lang::Ru);
        Viewer { person, lang }
    }

    /// The person as the desk knows it.
    pub fn actor(&self) -> Actor {
        Actor::from(&self.person)
    }

    /// May this person do that?
    pub fn may(&self, action: Action) -> bool {
        self.person.role().may(action)
    }
}

/// Put there by the route's guard; a route without a guard that asks for it is a programming error and
/// answers 500.
impl<S: Sync> FromRequestParts<S> for Viewer {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, StatusCode> {
        parts
            .extensions
            .get::<Viewer>()
            .cloned()
            .ok_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

/// The language of a page that nobody is logged in to: the first of ours in `Accept-Language`.
pub fn accepted(headers: &HeaderMap, fallback: &str) -> Lang {
    let wanted = headers
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|h| h.to_str().ok())
        .unwrap_or_default();
    wanted
        .split(',')
        .filter_map(|part| part.trim().get(..2))
        .find_map(|code| code.to_ascii_lowercase().parse().ok())
        .or_else(|| fallback.parse().ok())
        .unwrap_or(Lang::Ru)
}
