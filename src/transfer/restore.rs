//! Brings a copy back into an empty database, and sees to it that nothing goes out twice.
//!
//! A copy is a picture of the past: a reply that waits in it may have been published since. So after a
//! restore
//! - every reply that was approved for the API, or being sent, is `unknown`: polls that show it prove it
//!   live, a person decides the rest, and no job sends it;
//! - every publication job is cancelled;
//! - whoever approves a reply on a platform that is answered by API finds a note to look there first;
//! - mails, digests, climbs and warnings that were due more than an hour before the restore count as
//!   sent. Younger ones go out: a second copy carries the same Message-ID, and losing a fresh alert would
//!   be worse.

use super::backup::{self, Line, Reader, Unsound};
use crate::context::Context;
use crate::desk::effects;
use crate::domain::State;
use crate::domain::reply::Event;
use crate::i18n;
use crate::instant::rfc3339;
use crate::store::dump::{self, Kind, Table};
use crate::store::replies::{self, ChangeError};
use crate::store::restored::{self, Dropped};
use crate::store::{Time, Tx, events, people, settings, threads};
use chrono::TimeDelta;
use std::io::BufRead;

/// What was due longer ago counts as sent.
const STALE: TimeDelta = TimeDelta::hours(1);

/// Why nothing was restored.
#[derive(Debug, thiserror::Error)]
pub enum RestoreError {
    /// There are reviews, events, mails or passwords in it.
    #[error("the database is not empty")]
    NotEmpty,
    /// A daemon is at work on it.
    #[error("a daemon is at work on this database")]
    Running,
    /// The copy was made by a newer program.
    #[error("the copy has schema {0}, this program knows {1}")]
    Schema(i64, i64),
    /// A table or column that this program does not have.
    #[error("line {0}: this program has no {1}")]
    Unknown(u64, String),
    #[error(transparent)]
    Unsound(#[from] Unsound),
    #[error(transparent)]
    Db(#[from] sqlx::Error),
}

/// What was restored.
#[derive(Debug, Clone, Copy, Default)]
pub struct Restored {
    pub rows: u64,
    /// Replies that are `unknown` now.
    pub unknown: u64,
    pub dropped: Dropped,
}

/// Fills an empty, migrated database from a copy, all or nothing.
///
/// # Errors
/// [`RestoreError`]; then the database is as it was.
pub async fn restore(ctx: &Context, input: impl BufRead) -> Result<Restored, RestoreError> {
    let mut copy = Reader::open(input)?;
    if copy.head.schema > dump::schema() {
        return Err(RestoreError::Schema(copy.head.schema, dump::schema()));
    }
    if dump::is_leased(&ctx.db, ctx.now()).await? {
        return Err(RestoreError::Running);
    }
    if dump::holds_work(&ctx.db).await? {
        return Err(RestoreError::NotEmpty);
    }
    let tables = dump::tables(&ctx.db).await?;
    let made = Time::from(copy.head.at);
    // one transaction: a copy that lies there unsettled would be published by the next start
    let mut tx = ctx.db.begin().await?;
    dump::clear(&mut tx, &tables).await?;
    let rows = fill(&mut tx, &tables, &mut copy).await?;
    let settled = settle(ctx, &mut tx, made).await?;
    tx.commit().await?;
    Ok(Restored { rows, ..settled })
}

async fn fill(tx: &mut Tx, tables: &[Table], copy: &mut Reader<impl BufRead>) -> Result<u64, RestoreError> {
    let mut filling: Option<Filling> = None;
    let mut total = 0;
    while let Some(line) = copy.next_line()? {
        let at = copy.line();
        match line {
            Line::Section(section) => {
                if let Some(done) = filling.take() {
                    total += done.finish(tx).await?;
                }
                let known = tables.iter().find(|t| t.name == section.table);
                let table = known.ok_or_else(|| RestoreError::Unknown(at, section.table.clone()))?;
                filling = Some(Filling::of(table, &section.columns, at)?);
            }
            Line::Row(values) => {
                let filling = filling.as_mut().ok_or(Unsound::Line(at))?;
                filling.row(tx, values, at).await?;
            }
        }
    }
    if let Some(done) = filling {
        total += done.finish(tx).await?;
    }
    Ok(total)
}

struct Filling {
    table: String,
    columns: Vec<(String, Kind)>,
    rows: Vec<Vec<dump::Cell>>,
    written: u64,
}

impl Filling {
    fn of(table: &Table, columns: &[String], line: u64) -> Result<Self, RestoreError> {
        let found = columns
            .iter()
            .map(|c| {
                let known = table.columns.iter().find(|(name, _)| name == c);
                known
                    .cloned()
                    .ok_or_else(|| RestoreError::Unknown(line, format!("{}.{c}", table.name)))
            })
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Filling {
            table: table.name.clone(),
            columns: found,
            rows: Vec::new(),
            written: 0,
        })
    }

    async fn row(
        &mut self,
        tx: &mut Tx,
        values: Vec<serde_json::Value>,
        line: u64,
    ) -> Result<(), RestoreError> {
        if values.len() != self.columns.len() {
            return Err(Unsound::Line(line).into());
        }
        let cells = values
            .into_iter()
            .zip(&self.columns)
            .map(|(value, (_, kind))| backup::cell(value, *kind).ok_or(Unsound::Line(line)))
            .collect::<Result<Vec<_>, _>>()?;
        self.rows.push(cells);
        if self.rows.len() == dump::rows_at_once(self.columns.len()) {
            self.flush(tx).await?;
        }
        Ok(())
    }

    async fn flush(&mut self, tx: &mut Tx) -> sqlx::Result<()> {
        if !self.rows.is_empty() {
            self.written += self.rows.len() as u64;
            dump::write(tx, &self.table, &self.columns, std::mem::take(&mut self.rows)).await?;
        }
        Ok(())
    }

    async fn finish(mut self, tx: &mut Tx) -> sqlx::Result<u64> {
        self.flush(tx).await?;
        Ok(self.written)
    }
}

/// Puts right what time has made wrong.
async fn settle(ctx: &Context, tx: &mut Tx, made: Time) -> sqlx::Result<Restored> {
    let now = ctx.now();
    let people = people::active_in(tx).await?;
    let waiting = restored::on_their_way(tx).await?;
    let mut out = Restored {
        dropped: restored::settle(tx, now, Time::from(now.utc() - STALE)).await?,
        ..Restored::default()
    };
    settings::set(tx, "digests_checked", &now.0.to_string()).await?;
    for w in &waiting {
        out.unknown += u64::from(now_unknown(ctx, tx, &people, &w.thread_id).await?);
    }
    let words = i18n::t(
        ctx.config.business.language(),
        "restored-note",
        &[("at", rfc3339(made.utc()).into())],
    );
    restored::warn_of_unseen(tx, now, &words).await?;
    let detail = serde_json::json!({
        "copy_of": rfc3339(made.utc()), "unknown": out.unknown, "publications": out.dropped.publications,
        "mails": out.dropped.mails,
    });
    events::append(tx, now, "daemon", "restored", None, &detail).await?;
    Ok(out)
}

/// Nobody knows whether it went out after the copy was made.
async fn now_unknown(
    ctx: &Context,
    tx: &mut Tx,
    people: &[people::Person],
    thread_id: &str,
) -> sqlx::Result<bool> {
    loop {
        let Some(reply) = replies::of_thread_in(tx, thread_id).await? else {
            return Ok(false);
        };
        let event = match reply.state() {
            State::Approved => Event::Send,
            State::Sending => Event::NoAnswer,
            _ => return Ok(true),
        };
        let Some(thread) = threads::by_id_in(tx, thread_id).await? else {
            return Ok(false);
        };
        match replies::step(tx, &reply, event, ctx.now()).await {
            Ok(step) => effects::carry_out(ctx, tx, people, &thread, &reply, step, "unknown").await?,
            Err(ChangeError::Db(e)) => return Err(e),
            Err(_) => return Ok(false),
        }
    }
}
