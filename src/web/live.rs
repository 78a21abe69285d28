//! What happens while somebody writes: live lint, length, preview, "is editing".

use super::errors::Fail;
use super::queue::reader;
use super::texts::{say, say_with};
use super::thread::{self, Case};
use super::viewer::Viewer;
use super::{App, marks, promises, render};
use crate::desk;
use crate::domain::Action;
use crate::domain::reply::Event;
use crate::lint::{self, Level};
use crate::store::replies::{self, Reply};
use axum::Form;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use minijinja::{Value, context};
use std::collections::BTreeMap;

/// Prefix of the form fields that hold a written reason for a finding.
const OVERRIDE: &str = "override_";

/// The editor's form.
#[derive(Debug, Clone, Default)]
pub struct Typed {
    pub text: String,
    pub promise_by: Option<String>,
    /// The internal date of the promise, and id of its owner.
    pub internal: Option<String>,
    pub owner: Option<String>,
    /// `reply.version` that the person saw.
    pub version: i64,
    /// Finding code -> reason.
    pub overrides: BTreeMap<String, String>,
}

impl Typed {
    /// What lies in the store.
    pub fn stored(reply: &Reply) -> Typed {
        Typed {
            text: reply.text.clone(),
            promise_by: reply.promise_by.clone(),
            internal: reply.promise_internal.clone(),
            owner: reply.promise_owner.clone(),
            version: reply.version,
            overrides: BTreeMap::new(),
        }
    }

    /// Reads the fields; line ends as the desk stores them.
    pub fn read(fields: &BTreeMap<String, String>) -> Typed {
        let field = |name: &str| fields.get(name).map(|v| v.trim()).filter(|v| !v.is_empty());
        let text = fields.get("text").map(String::as_str).unwrap_or_default();
        Typed {
            text: text
                .replace("\r\n", "\n")
                .replace('\0', "\u{fffd}")
                .trim()
                .to_owned(),
            promise_by: field("promise_by").map(str::to_owned),
            internal: field("promise_internal").map(str::to_owned),
            owner: field("promise_owner").map(str::to_owned),
            version: field("version").and_then(|v| v.parse().ok()).unwrap_or_default(),
            overrides: fields
                .iter()
                .filter_map(|(k, v)| Some((k.strip_prefix(OVERRIDE)?.to_owned(), v.trim().to_owned())))
                .filter(|(_, v)| !v.is_empty())
                .collect(),
        }
    }
}

/// What the linter says of a text for this thread, as the gate at approval will say it.
async fn outcome(app: &App, viewer: &Viewer, case: &Case, typed: &Typed) -> Result<lint::Outcome, Fail> {
    // what saving would reckon
    let internal = typed.internal.as_deref().filter(|_| typed.promise_by.is_none());
    let location = case.thread.location.as_deref();
    let reckoned = internal.and_then(|i| desk::promises::public_date(&app.ctx, location, i));
    let promise_by = typed.promise_by.as_deref().or(reckoned.as_deref());
    let input = desk::lint_input(&app.ctx, &case.thread.id, &typed.text, promise_by).await?;
    let limit = case.source.limit();
    Ok(app.ctx.rules.lint(&input, limit, viewer.lang))
}

/// Findings, length and preview of a text for this thread.
///
/// # Errors
/// What the desk says.
pub async fn view(app: &App, viewer: &Viewer, case: &Case, typed: &Typed) -> Result<Value, Fail> {
    let limit = case.source.limit();
    let used = limit.map_or_else(|| typed.text.chars().count(), |l| l.used(&typed.text) as usize);
    let max = limit.map(|l| l.max as usize);
    let unit = limit.map_or("chars", |l| l.unit.word());
    let lang = viewer.lang;
    let length = match max {
        Some(max) => say_with(
            lang,
            &format!("web-length-{unit}"),
            &[("used", (used as i64).into()), ("max", (max as i64).into())],
        ),
        None => say_with(lang, "web-length-free", &[("used", (used as i64).into())]),
    };
    let found = if typed.text.is_empty() {
        None
    } else {
        Some(outcome(app, viewer, case, typed).await?)
    };
    let editable = viewer.may(Action::Write) && case.reply.state().step(Event::Edit).is_ok();
    let reorder = editable && found.as_ref().is_some_and(|o| o.reordered.is_some());
    let findings = found.map(|o| o.findings).unwrap_or_default();
    let spots: Vec<(usize, usize, String)> = findings
        .iter()
        .map(|f| {
            (
                f.start,
                f.end,
                if f.level == Level::Block { "block" } else { "warn" }.to_owned(),
            )
        })
        .collect();
    let blocks = findings.iter().filter(|f| f.level == Level::Block).count() as i64;
    let warns = findings.len() as i64 - blocks;
    let pack = app.ctx.rules.pack();
    let mut asked: Vec<String> = Vec::new();
    let list: Vec<Value> = findings
        .iter()
        .map(|f| {
            let block = f.level == Level::Block;
            let can = block && pack.can_be_overridden(&f.code);
            let first = can && !asked.contains(&f.code);
            if first {
                asked.push(f.code.clone());
            }
            let said: String = typed
                .text
                .chars()
                .skip(f.start)
                .take(f.end.saturating_sub(f.start))
                .collect();
            context! { code => &f.code, block, message => &f.message, fix => &f.fix, rules => &f.rules, said,
            asks => first, fixed => block && !can,
            reason => typed.overrides.get(&f.code).cloned().unwrap_or_default() }
        })
        .collect();
    let (last_from, last_to) = (used, max.unwrap_or(used));
    Ok(context! {
        thread => &case.thread.id,
        length, over => last_from > last_to,
        empty => typed.text.is_empty(),
        findings => list, blocks, warns, reorder,
        verdict => say_with(lang, "web-lint-verdict", &[("blocks", blocks.into()), ("warns", warns.into())]),
        preview => marks::cut(&typed.text, &spots),
        preview_author => &app.ctx.config.business.name,
        preview_when => say(lang, "web-preview-now"),
    })
}

/// `POST /thread/{id}/lint`: checks what is typed and changes nothing. Without JavaScript it gives the
/// whole page with the typed text in it.
pub async fn lint(
    State(app): State<App>,
    viewer: Viewer,
    headers: HeaderMap,
    Path(id): Path<String>,
    Form(fields): Form<BTreeMap<String, String>>,
) -> Result<Response, Fail> {
    let case = thread::case(&app, &viewer, &id).await?;
    let typed = Typed::read(&fields);
    let lint = view(&app, &viewer, &case, &typed).await?;
    if headers.contains_key("hx-request") {
        return Ok(render::page(&app, &viewer, "_lint.html", context! { lint })?.into_response());
    }
    let editor = Editor { case, typed, lint };
    editor.page(&app, &viewer).await
}

/// `POST /thread/{id}/reorder`: the typed text in the order explanation, action, term, apology; nothing is stored.
/// Without JavaScript it gives the whole page.
pub async fn reorder(
    State(app): State<App>,
    viewer: Viewer,
    headers: HeaderMap,
    Path(id): Path<String>,
    Form(fields): Form<BTreeMap<String, String>>,
) -> Result<Response, Fail> {
    let case = thread::case(&app, &viewer, &id).await?;
    let mut typed = Typed::read(&fields);
    let before = outcome(&app, &viewer, &case, &typed).await?;
    if let Some(text) = before.reordered {
        typed.text = text;
    }
    let lint = view(&app, &viewer, &case, &typed).await?;
    let editor = Editor { case, typed, lint };
    if headers.contains_key("hx-request") {
        let data = editor.data(&app, &viewer).await?;
        return Ok(render::page(&app, &viewer, "_editor.html", data)?.into_response());
    }
    editor.page(&app, &viewer).await
}

/// The editor with what is typed in it.
struct Editor {
    case: Case,
    typed: Typed,
    lint: Value,
}

impl Editor {
    async fn data(self, app: &App, viewer: &Viewer) -> Result<Value, Fail> {
        let Editor { case, typed, lint } = self;
        let mut shown = case.reply.clone();
        shown.text = typed.text;
        shown.promise_by = typed.promise_by;
        shown.promise_internal = typed.internal;
        shown.promise_owner = typed.owner;
        let case = Case { reply: shown, ..case };
        Ok(context! {
            at => "queue", lint,
            review => thread::review_view(app, &case, &reader(app, viewer)).await?,
            reply => thread::standing(app, &case, viewer, &reader(app, viewer)),
            promising => promises::builder(app, &case).await?,
            today => reader(app, viewer).today(),
        })
    }

    async fn page(self, app: &App, viewer: &Viewer) -> Result<Response, Fail> {
        let data = self.data(app, viewer).await?;
        Ok(render::page(app, viewer, "check.html", data)?.into_response())
    }
}

/// `POST /thread/{id}/editing`: a sign of life of the editor; says who else is at it.
pub async fn editing(
    State(app): State<App>,
    viewer: Viewer,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Result<Response, Fail> {
    let case = thread::case(&app, &viewer, &id).await?;
    let other = desk::editing(&app.ctx, &viewer.actor(), &case.thread.id).await?;
    if !headers.contains_key("hx-request") {
        return Ok(Redirect::to(&format!("/thread/{id}#reply")).into_response());
    }
    let stale = headers
        .get("x-seen-version")
        .and_then(|v| v.to_str().ok())
        .and_then(|v| v.parse::<i64>().ok())
        .is_some_and(|seen| seen != case.reply.version);
    Ok(render::page(&app, &viewer, "_editing.html", context! { other, stale })?.into_response())
}

/// The hash of a text as the desk stores it.
pub fn hash(text: &str) -> String {
    replies::text_hash(text)
}
