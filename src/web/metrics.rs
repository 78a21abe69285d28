//! Prometheus figures, read from the database when asked. Labels are closed vocabularies only: no
//! source names, no people.

use super::App;
use super::errors::{Fail, Plain};
use crate::store::{coverage, overview};
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;
use std::collections::BTreeMap;
use std::sync::atomic::Ordering;

type Labels = Vec<(String, String)>;

fn label(name: &str, value: &str) -> Labels {
    vec![(name.to_owned(), value.to_owned())]
}

struct Book(Registry);

impl Book {
    fn one(&mut self, name: &str, help: &str, value: i64) {
        let gauge = Gauge::<i64>::default();
        gauge.set(value);
        self.0.register(name, help, gauge);
    }

    fn many(&mut self, name: &str, help: &str, values: Vec<(Labels, i64)>) {
        let family = Family::<Labels, Gauge>::default();
        for (labels, value) in values {
            family.get_or_create(&labels).inc_by(value);
        }
        self.0.register(name, help, family);
    }
}

/// `GET /metrics`
pub async fn show(State(app): State<App>) -> Result<Response, Fail> {
    let db = &app.ctx.db;
    let mut book = Book(Registry::with_prefix("otklik"));
    let sources = overview::sources(db).await?;
    let outcome = |o: &Option<String>| o.clone().unwrap_or_else(|| "none".into());
    book.many(
        "sources_last_poll",
        "Sources by outcome of their last poll",
        sources
            .iter()
            .map(|(o, _, n)| (label("outcome", &outcome(o)), *n))
            .collect(),
    );
    book.many(
        "sources_health",
        "Sources by health",
        sources.iter().map(|(_, h, n)| (label("health", h), *n)).collect(),
    );
    let mut doubts: BTreeMap<&'static str, i64> = BTreeMap::new();
    for kept in coverage::all(db).await?.values() {
        for concern in kept.concerns() {
            *doubts.entry(concern.word()).or_default() += 1;
        }
    }
    book.many(
        "sources_concern",
        "Sources by what is wrong with them",
        doubts
            .into_iter()
            .map(|(c, n)| (label("concern", c), n))
            .collect(),
    );
    let mut classes: BTreeMap<String, i64> = BTreeMap::new();
    for (_, class, n) in coverage::answers(db, app.ctx.now()).await? {
        *classes.entry(class).or_default() += n;
    }
    book.many(
        "platform_answers_7d",
        "Answers of platforms in seven days by class of status; none: nothing came",
        classes.iter().map(|(c, n)| (label("class", c), *n)).collect(),
    );
    if let Some(oldest) = coverage::oldest_good_poll(db).await? {
        book.one(
            "source_unseen_seconds_max",
            "Since the last good poll of the source that was read longest ago",
            (app.ctx.now().0 - oldest.0) / 1000,
        );
    }
    let (all, removed) = overview::reviews(db).await?;
    book.one("reviews", "Reviews ever stored", all);
    book.one("reviews_removed", "Reviews that the platform removed", removed);
    book.many(
        "replies",
        "Replies by state",
        overview::replies(db)
            .await?
            .into_iter()
            .map(|(s, n)| (label("state", &s), n))
            .collect(),
    );
    let delivery = overview::delivery(db).await?;
    book.many(
        "mails",
        "Outgoing messages by state",
        vec![
            (label("state", "queued"), delivery.queued),
            (label("state", "sent"), delivery.sent),
            (label("state", "failed"), delivery.failed),
        ],
    );
    let (waiting, failed) = overview::jobs(db).await?;
    book.one("jobs_waiting", "Jobs that are not done", waiting);
    book.one("jobs_failed", "Jobs that failed for good", failed);
    let beat = app.parts.heartbeat.load(Ordering::Relaxed);
    book.one(
        "scheduler_heartbeat_age_seconds",
        "Since the last sign of life",
        (app.ctx.now().0 - beat) / 1000,
    );

    let mut text = String::new();
    encode(&mut text, &book.0).map_err(|e| Fail::internal(&e))?;
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    let mut response = ([(header::CONTENT_TYPE, kind)], text).into_response();
    response.extensions_mut().insert(Plain);
    Ok(response)
}
