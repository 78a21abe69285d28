//! `otklik check`: configuration, database, mail server, every source; sends nothing.

use super::adapter::first_page;
use super::evidence::Evidence;
use super::{Exit, open, show};
use crate::app::App;
use crate::i18n;
use crate::jobs::poll::believe;
use crate::jobs::report::tell;
use crate::store::sources::{self, Source};
use anyhow::Result;
use serde_json::json;
use std::path::Path;

struct Row {
    what: &'static str,
    name: String,
    ok: bool,
    message: String,
    remedy: Option<String>,
    /// More fields, of a source.
    more: serde_json::Value,
}

/// Checks everything and prints a table, or JSONL.
///
/// # Errors
/// Wrong configuration or no database: then there is nothing more to check.
pub async fn run(config: &Path, json: bool) -> Result<Exit> {
    let app = open::app(config).await?;
    let lang = app.ctx.config.business.language();
    let fine = || i18n::t(lang, "check-ok", &[]);
    let mut rows = vec![
        Row {
            what: "config",
            name: config.display().to_string(),
            ok: true,
            message: fine(),
            remedy: None,
            more: json!({}),
        },
        Row {
            what: "database",
            name: app.ctx.db.name().into(),
            ok: true,
            message: fine(),
            remedy: None,
            more: json!({}),
        },
    ];
    let problem = app.ctx.rules.problem();
    rows.push(Row {
        what: "rules",
        name: app
            .ctx
            .config
            .rules
            .folder
            .as_ref()
            .map_or_else(|| "—".to_owned(), |f| f.display().to_string()),
        ok: problem.is_none(),
        remedy: problem.as_ref().map(|_| i18n::t(lang, "check-rules-remedy", &[])),
        message: problem.unwrap_or_else(fine),
        more: json!({}),
    });
    rows.push(mail(&app).await);
    for source in sources::enabled(&app.ctx.db).await? {
        rows.push(check_source(&app, &source).await?);
    }
    let all = rows.iter().all(|r| r.ok);
    for r in rows {
        if json {
            let mut object = json!({ "what": r.what, "name": r.name, "ok": r.ok, "message": r.message, "remedy": r.remedy });
            if let (Some(object), serde_json::Value::Object(more)) = (object.as_object_mut(), r.more) {
                object.extend(more);
            }
            show::line(&object)?;
        } else {
            let mark = if r.ok { "✓" } else { "✗" };
            let remedy = r.remedy.map(|t| format!(" → {t}")).unwrap_or_default();
            show::text(&format!(
                "{mark} {:<9} {:<24} {}{remedy}",
                r.what, r.name, r.message
            ))?;
        }
    }
    app.ctx.db.close().await;
    Ok(if all { Exit::Done } else { Exit::Partly })
}

async fn mail(app: &App) -> Row {
    let lang = app.ctx.config.business.language();
    let name = app
        .ctx
        .config
        .mail
        .smtp
        .as_ref()
        .and_then(|u| u.host_str())
        .unwrap_or("—")
        .to_owned();
    let mailer = app.runner.mailer();
    match mailer.check().await {
        Ok(()) => Row {
            what: "mail",
            name,
            ok: true,
            message: i18n::t(lang, "check-ok", &[]),
            remedy: None,
            more: json!({}),
        },
        Err(e) => Row {
            what: "mail",
            name,
            ok: false,
            message: if mailer.waits() {
                i18n::t(lang, "check-mail-waits", &[])
            } else {
                e
            },
            remedy: Some(i18n::t(lang, "check-mail-remedy", &[])),
            more: json!({}),
        },
    }
}

/// One cheap request: the first page, nothing stored; and what the daemon has found out about the source.
async fn check_source(app: &App, source: &Source) -> Result<Row> {
    let lang = app.ctx.config.business.language();
    let read = first_page(app, source).await.and_then(|page| {
        believe(&page)?;
        Ok(page)
    });
    let evidence = Evidence::of(app, source).await?;
    let doubt = evidence.doubts(app).into_iter().next();
    let theirs = read.as_ref().ok().and_then(|p| p.counter).and_then(|c| c.count);
    let (ok, message, remedy) = match (read, doubt) {
        (Err(f), _) => {
            let told = tell(&app.ctx, &f);
            (false, told.cause, Some(told.remedy))
        }
        (Ok(_), Some(told)) => (false, told.cause, Some(told.remedy)),
        (Ok(page), None) => {
            let n = page.sightings.len();
            (true, i18n::t(lang, "check-source-ok", &[("n", n.into())]), None)
        }
    };
    Ok(Row {
        what: "source",
        name: source.name.clone(),
        ok,
        message,
        remedy,
        more: evidence.json(source, theirs),
    })
}
