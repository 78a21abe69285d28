//! The public complaint form: the one page that strangers write into. Works without JavaScript, keeps
//! nothing about the visitor but what he wrote.

use super::errors::Fail;
use super::texts::say;
use super::viewer::accepted;
use super::{App, address, render};
use crate::desk::complaints::{self, NotTaken};
use crate::domain::Lang;
use crate::store::sources::Source;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::{Extensions, HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use minijinja::context;
use otklik_adapters::form::Submission;
use otklik_adapters::letter::is_address;
use serde::Deserialize;

/// Longest text, characters; reviews of 20,000 are read, but nobody types so much into a form.
const LONGEST: usize = 5_000;
/// Longest name and address.
const SHORT: usize = 200;

/// What stands in the form.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Typed {
    #[serde(default)]
    text: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    email: String,
    #[serde(default)]
    rating: String,
    #[serde(default)]
    consent: String,
    /// People do not see this field; who fills it is a robot.
    #[serde(default)]
    website: String,
}

#[derive(Debug, Default, Deserialize)]
pub struct Sent {
    sent: Option<String>,
}

/// `GET /form/{slug}`
pub async fn show(
    State(app): State<App>,
    headers: HeaderMap,
    Path(slug): Path<String>,
    Query(query): Query<Sent>,
) -> Result<Response, Fail> {
    let source = source(&app, &slug).await?;
    let lang = accepted(&headers, &app.ctx.config.business.language);
    if query.sent.is_some() {
        let data = context! { place => source.location };
        return Ok(render::bare(&app, lang, "complaint-sent.html", data)?.into_response());
    }
    page(&app, lang, &slug, &source, &Typed::default(), None)
}

/// `POST /form/{slug}`
pub async fn take(
    State(app): State<App>,
    headers: HeaderMap,
    extensions: Extensions,
    Path(slug): Path<String>,
    Form(typed): Form<Typed>,
) -> Result<Response, Fail> {
    let source = source(&app, &slug).await?;
    let lang = accepted(&headers, &app.ctx.config.business.language);
    let thanks = || Redirect::to(&format!("/form/{slug}?sent=1")).into_response();
    if !typed.website.is_empty() {
        tracing::info!(source.name = source.name, "a robot filled the form");
        return Ok(thanks());
    }
    if let Some(wrong) = wrong(&typed) {
        return page(&app, lang, &slug, &source, &typed, Some(wrong));
    }
    let filled = |text: &str| Some(text.trim().to_owned()).filter(|t| !t.is_empty());
    let submission = Submission {
        id: crate::store::new_id(),
        at: app.ctx.now().utc().to_rfc3339(),
        name: filled(&typed.name),
        email: filled(&typed.email),
        rating: typed.rating.parse().ok(),
        text: typed.text.replace("\r\n", "\n"),
    };
    let address = address::of(&app, &headers, &extensions);
    match complaints::take(&app.ctx, &source, &address, &submission).await {
        Ok(()) => Ok(thanks()),
        Err(NotTaken::TooMany(seconds)) => Err(Fail::TooMany(seconds)),
        Err(NotTaken::Db(e)) => Err(e.into()),
    }
}

async fn source(app: &App, slug: &str) -> Result<Source, Fail> {
    complaints::form(&app.ctx, slug).await?.ok_or(Fail::NotFound)
}

/// Why the form is given back: a message key.
fn wrong(typed: &Typed) -> Option<&'static str> {
    let length = typed.text.chars().count();
    if typed.text.trim().is_empty() {
        return Some("web-form-no-text");
    }
    if length > LONGEST {
        return Some("web-form-long");
    }
    let email = typed.email.trim();
    if !email.is_empty() && !is_address(email) {
        return Some("web-form-bad-email");
    }
    if typed.name.chars().count() > SHORT || email.chars().count() > SHORT {
        return Some("web-form-name-long");
    }
    if !matches!(typed.rating.as_str(), "" | "1" | "2" | "3" | "4" | "5") {
        return Some("web-form-bad-rating");
    }
    (typed.consent != "yes").then_some("web-form-no-consent")
}

fn page(
    app: &App,
    lang: Lang,
    slug: &str,
    source: &Source,
    typed: &Typed,
    wrong: Option<&str>,
) -> Result<Response, Fail> {
    let data = context! {
        slug,
        typed => context! {
            text => typed.text.as_str(),
            name => typed.name.as_str(),
            email => typed.email.as_str(),
            rating => typed.rating.as_str(),
            consent => typed.consent.as_str(),
        },
        place => source.location.clone(),
        wrong => wrong.map(|key| say(lang, key)),
        longest => LONGEST,
    };
    let status = if wrong.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    Ok((status, render::bare(app, lang, "complaint.html", data)?).into_response())
}
