//! Links from mails: GET shows, POST acts. A scanner that opens the link a hundred times changes
//! nothing; the first POST uses it up, as the person to whom the mail went.

use super::errors::Fail;
use super::thread::{self, Case};
use super::viewer::{Viewer, accepted};
use super::{App, live, queue, render};
use crate::desk::{self, DeskError};
use crate::domain::Action;
use crate::mail::link::{Link, LinkError, Purpose, verify};
use crate::store::{alerts, links, people, replies};
use axum::Form;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use minijinja::context;
use std::collections::BTreeMap;

/// What a link leads to, when it still leads anywhere.
struct Led {
    link: Link,
    viewer: Viewer,
    case: Case,
    /// Id of the alert to take.
    alert: Option<String>,
}

/// Why a link does nothing any more; the word of a message.
enum Dead {
    Unknown,
    Expired,
    Used,
    /// The text or the review is not the one that the mail showed.
    Changed,
    /// Somebody else was faster.
    Taken,
}

impl Dead {
    fn word(&self) -> &'static str {
        match self {
            Dead::Unknown => "unknown",
            Dead::Expired => "expired",
            Dead::Used => "used",
            Dead::Changed => "changed",
            Dead::Taken => "taken",
        }
    }
}

async fn follow(app: &App, token: &str) -> Result<Result<Led, Dead>, Fail> {
    let db = &app.ctx.db;
    let link = match verify(&app.ctx, token).await {
        Ok(link) => link,
        Err(LinkError::Unknown) => return Ok(Err(Dead::Unknown)),
        Err(LinkError::Expired) => return Ok(Err(Dead::Expired)),
        Err(LinkError::Used) => return Ok(Err(Dead::Used)),
        Err(LinkError::Db(e)) => return Err(e.into()),
    };
    let Some(person) = people::by_id(db, &link.person_id).await?.filter(|p| p.active) else {
        return Ok(Err(Dead::Unknown));
    };
    let subject = link.subject_id.clone().unwrap_or_default();
    let (alert, thread_id) = match link.purpose {
        Purpose::Approve => (None, replies::thread_of(db, &subject).await?),
        Purpose::Acknowledge => {
            let alert = alerts::by_id(db, &subject).await?;
            let thread_id = alert.as_ref().map(|a| a.thread_id.clone());
            (alert, thread_id)
        }
        // these set passwords, under addresses of their own
        Purpose::Invite | Purpose::Reset => (None, None),
    };
    let Some(thread_id) = thread_id else {
        return Ok(Err(Dead::Unknown));
    };
    let viewer = Viewer::new(person);
    let case = thread::case(app, &viewer, &thread_id).await?;
    if let Some(alert) = alert {
        if alert.taken_at.is_some() {
            return Ok(Err(Dead::Taken));
        }
        if alert.withdrawn_at.is_some() {
            return Ok(Err(Dead::Changed));
        }
        return Ok(Ok(Led {
            link,
            viewer,
            case,
            alert: Some(alert.id),
        }));
    }
    let open = case
        .reply
        .state()
        .step(crate::domain::reply::Event::Approve)
        .is_ok();
    if !open
        || link.subject_hash.as_deref() != Some(case.reply.text_hash.as_str())
        || case.review.removed_at.is_some()
    {
        return Ok(Err(Dead::Changed));
    }
    Ok(Ok(Led {
        link,
        viewer,
        case,
        alert: None,
    }))
}

fn dead(app: &App, headers: &HeaderMap, why: &Dead) -> Result<Response, Fail> {
    let lang = accepted(headers, &app.ctx.config.business.language);
    let html = render::bare(app, lang, "link-dead.html", context! { why => why.word() })?;
    let status = match why {
        Dead::Unknown => StatusCode::NOT_FOUND,
        Dead::Changed | Dead::Taken => StatusCode::CONFLICT,
        Dead::Expired | Dead::Used => StatusCode::GONE,
    };
    Ok((status, html).into_response())
}

/// `GET /link/{token}`: what would be done, in full. Changes nothing.
pub async fn show(
    State(app): State<App>,
    headers: HeaderMap,
    Path(token): Path<String>,
) -> Result<Response, Fail> {
    match follow(&app, &token).await? {
        Ok(led) => {
            page(
                &app,
                &led,
                &live::Typed::stored(&led.case.reply),
                "",
                StatusCode::OK,
            )
            .await
        }
        Err(why) => dead(&app, &headers, &why),
    }
}

async fn page(
    app: &App,
    led: &Led,
    typed: &live::Typed,
    problem: &str,
    status: StatusCode,
) -> Result<Response, Fail> {
    let reader = queue::reader(app, &led.viewer);
    let needed = if led.alert.is_some() {
        Action::Take
    } else {
        Action::Approve
    };
    let data = context! {
        approves => led.alert.is_none(),
        person => led.viewer.person.name.clone(),
        allowed => led.viewer.may(needed),
        problem,
        review => thread::review_view(app, &led.case, &reader).await?,
        reply => thread::standing(app, &led.case, &led.viewer, &reader),
        lint => live::view(app, &led.viewer, &led.case, typed).await?,
    };
    let html = render::bare(app, led.viewer.lang, "link.html", data)?;
    Ok((status, html).into_response())
}

/// `POST /link/{token}`: approves the exact text that the mail showed, or takes the alert.
pub async fn act(
    State(app): State<App>,
    headers: HeaderMap,
    Path(token): Path<String>,
    Form(fields): Form<BTreeMap<String, String>>,
) -> Result<Response, Fail> {
    let led = match follow(&app, &token).await? {
        Ok(led) => led,
        Err(why) => return dead(&app, &headers, &why),
    };
    let actor = led.viewer.actor();
    let now = app.ctx.now();
    let id = led.case.thread.id.clone();
    let done = match &led.alert {
        Some(alert) => desk::take_alert(&app.ctx, &actor, alert).await,
        None => {
            let reply = &led.case.reply;
            let overrides = live::Typed::read(&fields).overrides;
            let hash = led.link.subject_hash.clone().unwrap_or_default();
            desk::approve(&app.ctx, &actor, &id, reply.version, &hash, &overrides)
                .await
                .map(|_| ())
        }
    };
    match done {
        Ok(()) => {}
        Err(DeskError::Blocked(_)) => {
            let typed = live::Typed {
                overrides: live::Typed::read(&fields).overrides,
                ..live::Typed::stored(&led.case.reply)
            };
            let problem = super::texts::say(led.viewer.lang, "web-blocked");
            return page(&app, &led, &typed, &problem, StatusCode::UNPROCESSABLE_ENTITY).await;
        }
        Err(DeskError::Conflict | DeskError::Refused(_)) => return dead(&app, &headers, &Dead::Changed),
        Err(e) => return Err(e.into()),
    }
    // after the act, not before: a text that the linter stops must stay approvable once a reason is
    // written. A second press finds another state or a taken alert, and does nothing.
    let mut tx = app.ctx.db.begin().await?;
    links::consume(&mut tx, &led.link.token_hash, now).await?;
    tx.commit().await?;
    let case = thread::any_case(&app, &id).await?;
    let reader = queue::reader(&app, &led.viewer);
    let data = context! {
        approves => led.alert.is_none(), thread => id,
        reply => thread::standing(&app, &case, &led.viewer, &reader),
    };
    Ok(render::bare(&app, led.viewer.lang, "link-done.html", data)?.into_response())
}
