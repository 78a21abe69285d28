//! Every route with who may use it. A handler cannot be reached but through this table: the same
//! line declares the right and builds the route, and the tests walk the table.

use super::errors::{self, Fail};
use super::{
    App, act, address, assets, bulk, care, complaint, headers, health, hosts, link, live, login, mails,
    metrics, passwords, promises, queue, session, sources, thread, topics, training,
};
use crate::domain::{Action, Role};
use axum::Router;
use axum::extract::{Request, State};
use axum::handler::Handler;
use axum::http::{Method, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{MethodRouter, get, post};
use std::time::Duration;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;
use tower_sessions::Session;

/// Longest request body, bytes (reliability.md: form 1 MiB).
const BODY_LIMIT: usize = 1 << 20;
/// Longest time that one request may take.
const TIME_LIMIT: Duration = Duration::from_secs(30);

/// Who may use a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Anybody: log-in, assets, health, pages behind a secret token.
    Public,
    /// A logged-in person with this right.
    May(Action),
    /// A request on this machine, or an owner.
    LocalOrOwner,
}

/// One declared route.
#[derive(Debug, Clone)]
pub struct Row {
    pub method: Method,
    pub path: &'static str,
    pub access: Access,
}

struct Table {
    app: App,
    rows: Vec<Row>,
    router: Router<App>,
}

impl Table {
    fn add(mut self, method: Method, path: &'static str, access: Access, route: MethodRouter<App>) -> Self {
        let guarded = route.layer(from_fn_with_state((self.app.clone(), access), guard));
        self.router = self.router.route(path, guarded);
        self.rows.push(Row { method, path, access });
        self
    }

    fn get<H: Handler<T, App>, T: 'static>(self, path: &'static str, access: Access, handler: H) -> Self {
        self.add(Method::GET, path, access, get(handler))
    }

    fn post<H: Handler<T, App>, T: 'static>(self, path: &'static str, access: Access, handler: H) -> Self {
        self.add(Method::POST, path, access, post(handler))
    }
}

fn table(app: App) -> Table {
    use Access::{LocalOrOwner, May, Public};
    use Action::{Approve, Assign, Operate, Read, Take, Write};
    let demo = app.parts.demo;
    let table = Table {
        app,
        rows: Vec::new(),
        router: Router::new(),
    }
    .get("/static/{version}/{file}", Public, assets::file)
    .get("/healthz", Public, health::alive)
    .get("/readyz", Public, health::ready)
    .get("/metrics", LocalOrOwner, metrics::show)
    .get("/login", Public, login::form)
    .post("/login", Public, login::submit)
    .post("/logout", Public, login::end)
    .get("/reset", Public, passwords::ask_form)
    .post("/reset", Public, passwords::ask)
    .get("/reset/{token}", Public, passwords::form)
    .post("/reset/{token}", Public, passwords::set)
    .get("/invite/{token}", Public, passwords::form)
    .post("/invite/{token}", Public, passwords::set)
    .get("/link/{token}", Public, link::show)
    .post("/link/{token}", Public, link::act)
    .get("/form/{slug}", Public, complaint::show)
    .post("/form/{slug}", Public, complaint::take)
    .get("/", May(Read), queue::show)
    .get("/help", May(Read), login::help)
    .post("/bulk/assign", May(Assign), bulk::assign)
    .post("/bulk/drop", May(Approve), bulk::drop_reply)
    .get("/thread/{id}", May(Read), thread::show)
    .post("/thread/{id}/lint", May(Read), live::lint)
    .post("/thread/{id}/reorder", May(Write), live::reorder)
    .post("/thread/{id}/editing", May(Write), live::editing)
    .post("/thread/{id}/save", May(Write), act::save)
    .post("/thread/{id}/submit", May(Write), act::submit)
    .post("/thread/{id}/variant", May(Write), act::variant)
    .post("/thread/{id}/approve", May(Approve), act::approve)
    .post("/thread/{id}/undo", May(Approve), act::undo)
    .post("/thread/{id}/pasted", May(Approve), act::pasted)
    .post("/thread/{id}/reopen", May(Approve), act::reopen)
    .post("/thread/{id}/drop", May(Approve), act::drop_reply)
    .post("/thread/{id}/assign", May(Assign), act::assign)
    .post("/thread/{id}/fault", May(Write), act::fault)
    .post("/thread/{id}/correct", May(Approve), act::correct)
    .post("/judge/back", May(Approve), act::step_back)
    .post("/thread/{id}/note", May(Write), act::note)
    .post("/thread/{id}/looked", May(Write), act::looked)
    .post("/thread/{id}/take", May(Take), act::take)
    .get("/promises", May(Read), promises::show)
    .post("/promises/{id}/keep", May(Write), promises::keep)
    .post("/promises/{id}/report", May(Write), promises::report)
    .post("/promises/{id}/follow-up", May(Write), promises::follow_up)
    .post("/promises/{id}/hand", May(Assign), promises::hand)
    .post("/thread/{id}/boundary", May(Write), care::step)
    .post("/thread/{id}/help", May(Write), care::help)
    .get("/me", May(Read), care::me)
    .post("/me/spots", May(Read), care::add)
    .post("/me/spots/{id}/drop", May(Read), care::drop_spot)
    .get("/training", May(Write), training::show)
    .post("/training/{id}", May(Write), training::check)
    .get("/topics", May(Read), topics::show)
    .post("/topics/owner", May(Assign), topics::give)
    .post("/topics/fixed", May(Assign), topics::fix)
    .get("/sources", May(Read), sources::show)
    .post("/sources/{id}/poll", May(Operate), sources::poll)
    .get("/sources/{id}/samples/{sample}", May(Operate), sources::sample);
    if !demo {
        return table;
    }
    table
        .get("/mails", May(Read), mails::list)
        .get("/mails/{id}", May(Read), mails::show)
        .get("/mails/{id}/body", May(Read), mails::body)
}

/// The declared routes, for the tests that walk them.
pub fn declared(ctx: &crate::context::Context, parts: super::Parts) -> Vec<Row> {
    let env = std::sync::Arc::new(super::render::environment());
    table(App {
        ctx: ctx.clone(),
        parts,
        env,
    })
    .rows
}

/// Routes, and around them, from the inside: session, cross-site check, time, size, host, errors as
/// pages, panics, headers.
pub fn build(app: App) -> Router {
    let csrf = csrf(&app);
    let sessions = session::layer(&app.ctx);
    let table = table(app.clone());
    table
        .router
        .fallback(nowhere)
        .layer(sessions)
        .layer(csrf)
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            TIME_LIMIT,
        ))
        .layer(RequestBodyLimitLayer::new(BODY_LIMIT))
        .layer(from_fn_with_state(app.clone(), hosts::check))
        .layer(CatchPanicLayer::custom(|_: Box<dyn std::any::Any + Send>| {
            errors::panicked()
        }))
        .layer(from_fn_with_state(app.clone(), errors::dress))
        .layer(from_fn_with_state(app.clone(), headers::set))
        .with_state(app)
}

fn csrf(app: &App) -> CsrfLayer {
    let origin = app.ctx.config.web.public_url.origin().ascii_serialization();
    let fallback = CsrfLayer::new();
    match CsrfLayer::new().add_trusted_origin(&origin) {
        Ok(layer) => layer,
        Err(error) => {
            // same-origin requests are still let in; only a proxy that changes Host needs the origin
            tracing::warn!(%error, "web.public_url cannot be a trusted origin");
            fallback
        }
    }
}

/// An address that leads nowhere, said in the language of whoever is logged in.
async fn nowhere(State(app): State<App>, session: Session) -> Response {
    let mut response = Fail::NotFound.into_response();
    if let Ok(Some(viewer)) = session::viewer(&app, &session).await {
        response.extensions_mut().insert(viewer.lang);
    }
    response
}

/// Lets in who may, and tells the handler who it is.
async fn guard(
    State((app, access)): State<(App, Access)>,
    session: Session,
    mut request: Request,
    next: Next,
) -> Response {
    if access == Access::Public {
        return next.run(request).await;
    }
    if access == Access::LocalOrOwner && address::is_local(&app, request.headers(), request.extensions()) {
        return next.run(request).await;
    }
    let viewer = match session::viewer(&app, &session).await {
        Ok(Some(viewer)) => viewer,
        Ok(None) if access == Access::LocalOrOwner => return Fail::NotFound.into_response(),
        Ok(None) => return to_login(&request),
        Err(e) => return Fail::from(e).into_response(),
    };
    let lang = viewer.lang;
    let allowed = match access {
        Access::Public => true,
        Access::May(action) => viewer.may(action),
        Access::LocalOrOwner => viewer.person.role() == Role::Owner,
    };
    let mut response = if allowed {
        request.extensions_mut().insert(viewer);
        next.run(request).await
    } else {
        Fail::Forbidden.into_response()
    };
    response.extensions_mut().insert(lang);
    response
}

/// To the log-in page, and after it back to where one wanted to read.
fn to_login(request: &Request) -> Response {
    if request.method() != Method::GET {
        return Fail::LoggedOut.into_response();
    }
    let wanted = request.uri().path_and_query().map_or("/", |p| p.as_str());
    let query: String = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("next", wanted)
        .finish();
    Redirect::to(&if wanted == "/" {
        "/login".to_owned()
    } else {
        format!("/login?{query}")
    })
    .into_response()
}
