//! What a poll came to, as the contract tells it.

use crate::context::Context;
use crate::intake::Counts;
use crate::store::Time;
use crate::store::sources::Source;
use chrono::{DateTime, Utc};
use otklik_adapters::{Counter, Failure};
use serde::Serialize;

/// The contract's `poll` object.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    pub source: String,
    pub platform: String,
    pub outcome: &'static str,
    pub pages: u32,
    pub seen: u32,
    pub new: u32,
    pub edited: u32,
    pub removed: u32,
    pub counter: Option<Figures>,
    pub requests: u32,
    pub took_ms: i64,
    pub next_at: String,
    /// Plain words in the language of the business.
    pub cause: Option<String>,
}

/// The platform's own figures.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Figures {
    pub count: Option<u64>,
    pub rating: Option<f64>,
}

/// What was read.
#[derive(Debug, Clone, Copy, Default)]
pub struct Came {
    pub pages: u32,
    pub requests: u32,
    pub counts: Counts,
    pub counter: Option<Counter>,
}

/// The contract's object for what was read.
pub fn report(
    ctx: &Context,
    source: &Source,
    failure: Option<&Failure>,
    came: &Came,
    started: DateTime<Utc>,
    next_at: Time,
) -> Report {
    let counts = came.counts;
    Report {
        source: source.name.clone(),
        platform: source.platform.clone(),
        outcome: failure.map_or("ok", Failure::outcome),
        pages: came.pages,
        seen: counts.seen,
        new: counts.new,
        edited: counts.edited,
        removed: counts.removed,
        counter: came.counter.map(|c| Figures {
            count: c.count,
            rating: c.rating,
        }),
        requests: came.requests,
        took_ms: (ctx.clock.now() - started).num_milliseconds(),
        next_at: crate::instant::rfc3339(next_at.utc()),
        cause: failure.map(|f| tell(ctx, f).cause),
    }
}

/// A failure in plain words, for the log and the commands.
pub fn tell(ctx: &Context, failure: &Failure) -> crate::i18n::Told {
    crate::i18n::failure(
        ctx.config.business.language(),
        failure,
        ctx.config.zone(),
        ctx.clock.now(),
    )
}
