//! Training on past cases without persons: the trainee writes, then sees what the linter says and what
//! was really approved. Nothing is kept.

use super::errors::Fail;
use super::texts::say;
use super::viewer::Viewer;
use super::{App, marks, render};
use crate::desk;
use crate::desk::memory::Worked;
use crate::domain::anonymous::{Marks, hide};
use crate::lint::{self, Level};
use crate::store::cases::{self, Case};
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use minijinja::{Value, context};
use serde::Deserialize;

/// Longest text of a trainee, characters.
const MOST: usize = 5_000;

#[derive(Debug, Default, Deserialize)]
pub struct Which {
    n: Option<i64>,
}

/// `GET /training?n=3`: the nth case of the places that this person answers for.
pub async fn show(
    State(app): State<App>,
    viewer: Viewer,
    Query(which): Query<Which>,
) -> Result<Response, Fail> {
    let scope = viewer.person.scope();
    let total = cases::count_within(&app.ctx.db, &scope).await?;
    let n = which.n.unwrap_or(0).rem_euclid(total.max(1));
    let case = cases::nth(&app.ctx.db, &scope, n).await?;
    let data = context! {
        at => "me", total, number => n + 1, next => (n + 1).rem_euclid(total.max(1)),
        case => case.as_ref().map(|c| told(&app, &viewer, c)),
    };
    Ok(render::page(&app, &viewer, "training.html", data)?.into_response())
}

fn anonymous(app: &App, viewer: &Viewer, case: &Case, text: &str) -> String {
    let people: Vec<&str> = case.author_name.as_deref().into_iter().collect();
    let places: Vec<&str> = app.ctx.config.locations.iter().map(|l| l.name.as_str()).collect();
    let (name, place, number) = (
        say(viewer.lang, "web-training-name"),
        say(viewer.lang, "web-training-place"),
        say(viewer.lang, "web-training-number"),
    );
    let marks = Marks {
        name: &name,
        place: &place,
        number: &number,
    };
    hide(text, &people, &places, marks)
}

fn told(app: &App, viewer: &Viewer, case: &Case) -> Value {
    context! {
        id => &case.thread_id,
        stars => case.rating,
        text => anonymous(app, viewer, case, &case.body),
    }
}

#[derive(Debug, Deserialize)]
pub struct Written {
    text: String,
    n: Option<i64>,
}

/// `POST /training/{id}`: the trainee's text beside what was approved.
pub async fn check(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<String>,
    Form(written): Form<Written>,
) -> Result<Response, Fail> {
    let case = cases::by_ids(&app.ctx.db, std::slice::from_ref(&id))
        .await?
        .pop()
        .filter(|c| viewer.person.covers(c.location.as_deref()))
        .ok_or(Fail::NotFound)?;
    let text: String = written
        .text
        .replace("\r\n", "\n")
        .trim()
        .chars()
        .take(MOST)
        .collect();
    let findings = if text.is_empty() {
        Vec::new()
    } else {
        let mut input = desk::lint_input(&app.ctx, &id, &text, None).await?;
        // the trainee knows no name, and the approved answer is no text to be different from
        if let Some(review) = &mut input.review {
            review.author = None;
        }
        input.published.clear();
        app.ctx.rules.lint(&input, None, viewer.lang).findings
    };
    // a date is promised in the builder of the real page and attachments are shown there; training has neither
    let findings: Vec<&lint::Finding> = findings
        .iter()
        .filter(|f| f.code != "term_without_promise" && f.code != "attachment_not_viewed")
        .collect();
    let spots: Vec<(usize, usize, String)> = findings
        .iter()
        .map(|f| {
            let kind = if f.level == Level::Block { "block" } else { "warn" };
            (f.start, f.end, kind.to_owned())
        })
        .collect();
    let list: Vec<Value> = findings
        .iter()
        .map(|f| context! { block => f.level == Level::Block, message => &f.message, fix => &f.fix })
        .collect();
    let worked = Worked::of(&case, app.ctx.now());
    let total = cases::count_within(&app.ctx.db, &viewer.person.scope()).await?;
    let n = written.n.unwrap_or(0);
    let data = context! {
        at => "me", total, number => n + 1, next => (n + 1).rem_euclid(total.max(1)),
        case => told(&app, &viewer, &case),
        written => &text,
        pieces => marks::cut(&text, &spots),
        findings => list,
        approved => anonymous(&app, &viewer, &case, &case.reply),
        outcome => say(viewer.lang, &format!("web-worked-{worked}")),
    };
    Ok(render::page(&app, &viewer, "training.html", data)?.into_response())
}
