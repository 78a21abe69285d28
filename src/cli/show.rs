//! `otklik reviews` and `otklik threads`: JSONL on stdout.

use super::Exit;
use super::open::{self, Usage};
use crate::instant::rfc3339;
use crate::store::reviews;
use crate::store::{Time, threads};
use crate::transfer::object;
use anyhow::Result;
use serde::Serialize;
use serde_json::json;
use std::io::Write;
use std::path::Path;

/// Rows read at a time: constant memory whatever the size of the store.
const PAGE: i64 = 500;

/// Prints one object as a line. A closed pipe (`| head`) ends the command quietly.
///
/// # Errors
/// Stdout cannot be written.
pub fn line(value: &impl Serialize) -> Result<()> {
    text(&serde_json::to_string(value)?)
}

/// Prints one line of text.
///
/// # Errors
/// Stdout cannot be written.
pub fn text(line: &str) -> Result<()> {
    let mut out = std::io::stdout().lock();
    match writeln!(out, "{line}") {
        Err(e) if e.kind() == std::io::ErrorKind::BrokenPipe => std::process::exit(0),
        other => Ok(other?),
    }
}

/// Reads `--since`: an instant, or a date (its midnight in UTC).
///
/// # Errors
/// What to write instead.
pub fn since(text: &str) -> Result<Time> {
    if let Ok(at) = chrono::DateTime::parse_from_rfc3339(text) {
        return Ok(at.to_utc().into());
    }
    let date: chrono::NaiveDate = text.parse().map_err(|_| {
        Usage(format!(
            "--since {text}: write 2026-11-23 or 2026-11-23T09:30:00Z"
        ))
    })?;
    Ok(date.and_time(chrono::NaiveTime::MIN).and_utc().into())
}

/// Stored reviews, oldest first.
///
/// # Errors
/// Wrong configuration or no database.
pub async fn reviews(config: &Path, source: Option<&str>, from: Option<&str>) -> Result<Exit> {
    let from = from.map(since).transpose()?;
    let app = open::app(config).await?;
    let mut after = (Time(i64::MIN), String::new());
    loop {
        let rows = reviews::list(&app.ctx.db, source, from, after.clone(), PAGE).await?;
        let Some(last) = rows.last() else { break };
        after = (last.review.first_seen_at, last.review.id.clone());
        for row in &rows {
            line(&object::review(row))?;
        }
    }
    app.ctx.db.close().await;
    Ok(Exit::Done)
}

/// Open threads in the order in which they must be answered.
///
/// # Errors
/// Wrong configuration or no database.
pub async fn threads(config: &Path) -> Result<Exit> {
    let app = open::app(config).await?;
    for t in threads::open_list(&app.ctx.db).await? {
        let at = |t: Option<Time>| t.map(|t| rfc3339(t.utc()));
        line(&json!({
            "id": t.thread.id, "source": t.source_name, "external_id": t.external_id, "state": t.state,
            "urgency": t.thread.urgency, "reply_by": at(t.thread.reply_by), "warn_at": at(t.thread.warn_at),
            "assignee": t.assignee, "rating": t.rating, "sentiment": t.thread.sentiment,
        }))?;
    }
    app.ctx.db.close().await;
    Ok(Exit::Done)
}
