//! What the daemon has found out about a source, for `check` and `adapter doctor`.

use crate::app::App;
use crate::domain::health::Concern;
use crate::i18n::{self, Told};
use crate::instant::rfc3339;
use crate::store::coverage::{self, Coverage};
use crate::store::overview;
use crate::store::reviews;
use crate::store::sources::Source;
use anyhow::Result;
use serde_json::{Value, json};

/// Everything that is stored of whether a source sees.
pub struct Evidence {
    pub coverage: Coverage,
    /// Reviews here that are not removed.
    pub own: i64,
    /// Answers of the platform in seven days by class of status.
    pub answers: Vec<(String, i64)>,
    /// Bodies kept because they could not be read.
    pub samples: usize,
}

impl Evidence {
    /// # Errors
    /// What the driver says.
    pub async fn of(app: &App, source: &Source) -> Result<Self> {
        let db = &app.ctx.db;
        let answers = coverage::answers(db, app.ctx.now()).await?;
        let samples = overview::samples(db).await?;
        Ok(Evidence {
            coverage: coverage::of(db, &source.id).await?,
            own: reviews::count_alive(db, &source.id).await?,
            answers: answers
                .into_iter()
                .filter(|(id, ..)| *id == source.id)
                .map(|(_, class, n)| (class, n))
                .collect(),
            samples: samples.iter().filter(|s| s.source_id == source.id).count(),
        })
    }

    /// What is wrong apart from a failed poll, which a fresh request says better; the worst first.
    pub fn doubts(&self, app: &App) -> Vec<Told> {
        let mut concerns = self.coverage.concerns();
        concerns.retain(|c| *c != Concern::Failing);
        let lang = app.ctx.config.business.language();
        i18n::concerns(lang, &concerns, None, app.ctx.config.zone(), app.ctx.clock.now())
    }

    /// The fields that `check --json` adds. `theirs`: the platform's count, as just read.
    pub fn json(&self, source: &Source, theirs: Option<u64>) -> Value {
        let c = &self.coverage;
        let theirs = theirs
            .and_then(|n| i64::try_from(n).ok())
            .or(source.counter_count);
        let answers: serde_json::Map<String, Value> = self
            .answers
            .iter()
            .map(|(class, n)| (class.clone(), json!(n)))
            .collect();
        json!({
            "health": source.health,
            "concerns": c.concerns(),
            "own": self.own,
            "counter": theirs,
            "drift": c.drift,
            "canary": {
                "found": c.found, "known": c.known, "at": c.known_at.map(|at| rfc3339(at.utc())),
                "place": c.canary, "place_at": c.canary_at.map(|at| rfc3339(at.utc())),
            },
            "answers_7d": answers,
            "samples": self.samples,
            "seen_at": source.seen_at.map(|at| rfc3339(at.utc())),
            "next_at": rfc3339(source.due_at.utc()),
        })
    }
}
