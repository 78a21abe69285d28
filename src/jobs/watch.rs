//! Watches whether a source sees: holds what came against what is known, and tells the people who can
//! mend it. The rules are [`crate::domain::health`]'s.

use crate::context::Context;
use crate::domain::health::{self, Concern, Evidence, Health, Trouble, rhythm, shape};
use crate::store::coverage::{self, Coverage};
use crate::store::people::Person;
use crate::store::sources::Source;
use crate::store::{Time, Tx, events, mails, people, reviews, sources};
use chrono::TimeDelta;
use otklik_adapters::{Counter, Failure, Page, Sighting};
use std::collections::BTreeSet;

/// So many of the oldest reviews must still be found on a full pass; fewer than three prove nothing,
/// because people do take their reviews back.
const OLDEST: usize = 5;
const LEAST: usize = 3;
/// Reviews at the end of a capped list fall off it; the last fifth is not looked for.
const REACHABLE: f64 = 0.8;

/// Is a full pass to be believed?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pass {
    Sound,
    /// The oldest reviews are missing for the first time: nothing is called removed by this pass.
    Doubtful,
    /// Nothing that is known is there.
    Silent,
}

/// One poll's evidence.
pub struct Watch {
    coverage: Coverage,
    /// Fields of the first page.
    fields: Option<shape::Fields>,
    faded: Option<shape::Faded>,
}

impl Watch {
    /// With what earlier polls left.
    ///
    /// # Errors
    /// What the driver says.
    pub async fn open(ctx: &Context, source: &Source) -> sqlx::Result<Self> {
        Ok(Watch {
            coverage: coverage::of(&ctx.db, &source.id).await?,
            fields: None,
            faded: None,
        })
    }

    /// To be stored with the poll.
    pub fn coverage(&self) -> &Coverage {
        &self.coverage
    }

    /// The oldest reviews were missing: only another full pass can tell more.
    pub fn wants_full(&self) -> bool {
        self.coverage.lost > 0
    }

    /// How the canary is.
    pub fn canary(&mut self, word: Option<&str>, now: Time) {
        self.coverage.canary = word.map(str::to_owned);
        self.coverage.canary_at = word.map(|_| now);
    }

    /// Holds the first page of a poll against earlier ones, before it is taken in. The inner error: a field
    /// is gone from all reviews, or the reviews have other ids than before.
    ///
    /// # Errors
    /// What the driver says.
    pub async fn first_page(
        &mut self,
        ctx: &Context,
        source: &Source,
        page: &Page,
    ) -> sqlx::Result<Result<(), Failure>> {
        let fields = fields(page);
        let shape = self.coverage.shape();
        self.coverage.drift = shape.score(&fields);
        match shape.drift(&fields) {
            shape::Drift::Gone(faded) => {
                return Ok(Err(Failure::drift(format!("fields-{}", faded.field))));
            }
            shape::Drift::Rarer(faded) => self.faded = Some(faded),
            shape::Drift::None => {}
        }
        if other_ids(ctx, source, page).await? {
            return Ok(Err(Failure::drift("ids")));
        }
        self.fields = Some(fields);
        Ok(Ok(()))
    }

    /// After a walk through the whole list: are the oldest reviews that must be on it there?
    ///
    /// # Errors
    /// What the driver says.
    pub async fn pass(
        &mut self,
        ctx: &Context,
        source: &Source,
        seen: &BTreeSet<String>,
    ) -> sqlx::Result<Pass> {
        let now = ctx.now();
        let began = source.polled_at;
        let manifest = otklik_adapters::by_id(&source.platform).map(|a| a.manifest());
        let mut known: Vec<_> = reviews::alive(&ctx.db, &source.id)
            .await?
            .into_iter()
            .filter(|r| r.absent == 0 && began.is_some_and(|at| r.first_seen_at <= at))
            .collect();
        if let Some(days) = manifest.and_then(|m| m.window_days) {
            let from = now.utc() - TimeDelta::days(i64::from(days) - 1);
            known.retain(|r| r.written().utc() >= from);
        }
        known.sort_by_key(|r| std::cmp::Reverse(r.written()));
        if let Some(cap) = manifest.and_then(|m| m.cap) {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a share of a small number"
            )]
            known.truncate((f64::from(cap) * REACHABLE) as usize);
        }
        let there = |r: &&reviews::Alive| seen.contains(&r.external_id);
        let any = known.iter().any(|r| there(&r));
        let oldest: Vec<_> = known.iter().rev().take(OLDEST).collect();
        let found = oldest.iter().filter(|r| there(r)).count();
        self.coverage.known = count(oldest.len());
        self.coverage.found = count(found);
        self.coverage.known_at = Some(now);
        if oldest.len() < LEAST || found > 0 {
            self.coverage.lost = 0;
            return Ok(Pass::Sound);
        }
        self.coverage.lost += 1;
        Ok(match (any, self.coverage.lost) {
            (false, _) => Pass::Silent,
            (true, 1) => Pass::Doubtful,
            (true, _) => Pass::Sound,
        })
    }

    /// The colour after this poll; what is wrong is put into the coverage.
    ///
    /// # Errors
    /// What the driver says.
    pub async fn concluded(
        &mut self,
        ctx: &Context,
        source: &Source,
        counter: Option<Counter>,
        failure: Option<&Failure>,
    ) -> sqlx::Result<Health> {
        let now = ctx.now();
        let mut evidence = Evidence {
            trouble: failure.map(trouble),
            failures: source.failures,
            ..Evidence::default()
        };
        match failure {
            Some(_) => evidence.window = window(source, now),
            None => {
                if let Some(fields) = &self.fields {
                    let next = self.coverage.shape().after(fields);
                    self.coverage.set_shape(&next);
                }
                evidence.faded = self.faded.take();
                evidence.lost = (self.coverage.lost, self.coverage.known);
                evidence.counter = self.counter(ctx, source, counter).await?;
                evidence.quiet = quiet(ctx, source, now).await?;
            }
        }
        let (health, concerns) = health::judge(&evidence);
        self.coverage.set_concerns(&concerns);
        self.coverage.since = match health {
            Health::Green | Health::New => None,
            _ => self.coverage.since.or(Some(now)),
        };
        Ok(health)
    }

    /// Our count, the platform's and for how long they differ; `None` where the platform shows none in this
    /// poll, or does not let everything be read.
    async fn counter(
        &mut self,
        ctx: &Context,
        source: &Source,
        shown: Option<Counter>,
    ) -> sqlx::Result<Option<(i64, i64, TimeDelta)>> {
        let now = ctx.now();
        let manifest = otklik_adapters::by_id(&source.platform).map(|a| a.manifest());
        let theirs = shown.and_then(|c| c.count).and_then(|n| i64::try_from(n).ok());
        let (Some(theirs), Some(manifest)) = (theirs, manifest) else {
            return Ok(None);
        };
        let capped = manifest.cap.is_some_and(|cap| theirs > i64::from(cap));
        if !manifest.counter || capped || manifest.window_days.is_some() {
            return Ok(None);
        }
        let own = reviews::count_alive(&ctx.db, &source.id).await?;
        self.coverage.counter_off_since = if health::counts_differ(own, theirs) {
            self.coverage.counter_off_since.or(Some(now))
        } else {
            None
        };
        let differing = self
            .coverage
            .counter_off_since
            .map_or(TimeDelta::zero(), |since| now.utc() - since.utc());
        Ok(Some((own, theirs, differing)))
    }

    /// Tells the people who can mend it that a source went blind, once; and what changed, to the journal.
    ///
    /// # Errors
    /// What the driver says.
    pub async fn tell(
        &self,
        ctx: &Context,
        tx: &mut Tx,
        source: &Source,
        health: Health,
    ) -> sqlx::Result<()> {
        let now = ctx.now();
        if health.word() == source.health {
            return Ok(());
        }
        if health == Health::Red {
            let since = source.failing_since.or(self.coverage.since).unwrap_or(now).0;
            let payload = serde_json::json!({ "source": source.id });
            let operators = operators(ctx, source).await?;
            for p in operators {
                let once = format!("source:{}:{since}:{}", source.id, p.id);
                mails::queue(tx, now, &once, "source", "mail", &p.id, &payload).await?;
            }
        }
        let detail = serde_json::json!({
            "source": source.name, "health": health, "concerns": self.coverage.concerns(),
        });
        events::append(tx, now, "daemon", "source_health", None, &detail).await?;
        Ok(())
    }
}

/// Warns, once for each time that a source falls silent, that its platform will soon stop listing reviews
/// that nobody has read. Cheap; called with the planning of digests, because the daemon may have been down
/// and not the platform.
///
/// # Errors
/// What the driver says.
pub async fn warn_of_windows(ctx: &Context) -> sqlx::Result<()> {
    let now = ctx.now();
    let before = Time::from(now.utc() - TimeDelta::days(1));
    for name in coverage::unseen_since(&ctx.db, before).await? {
        let Some(source) = sources::by_name(&ctx.db, &name).await? else {
            continue;
        };
        let Some((window, unseen)) = window(&source, now) else {
            continue;
        };
        if !health::window_closes(window, unseen) {
            continue;
        }
        let seen = source.seen_at.unwrap_or(source.created_at).0;
        let once = |p: &Person| format!("window:{}:{seen}:{}", source.id, p.id);
        let operators = operators(ctx, &source).await?;
        let told = match operators.first() {
            Some(first) => mails::is_known(&ctx.db, &once(first)).await?,
            None => true,
        };
        if told {
            continue;
        }
        let mut kept = coverage::of(&ctx.db, &source.id).await?;
        let mut concerns = kept.concerns();
        concerns.retain(|c| !matches!(c, Concern::Window { .. }));
        let days = unseen.num_days();
        concerns.push(Concern::Window { days, window });
        kept.set_concerns(&concerns);
        kept.since = kept.since.or(Some(now));
        let payload = serde_json::json!({ "source": source.id, "why": "window" });
        let mut tx = ctx.db.begin().await?;
        sources::doubt(&mut tx, &source.id).await?;
        coverage::keep(&mut tx, &source.id, &kept).await?;
        for p in &operators {
            mails::queue(&mut tx, now, &once(p), "source", "mail", &p.id, &payload).await?;
        }
        tx.commit().await?;
        ctx.bell.notify_one();
    }
    Ok(())
}

/// Who can mend a source.
async fn operators(ctx: &Context, source: &Source) -> sqlx::Result<Vec<Person>> {
    let mut all = people::active(&ctx.db).await?;
    all.retain(|p| p.role().may(crate::domain::Action::Operate) && p.covers(source.location.as_deref()));
    Ok(all)
}

/// The platform's window in days, and how long ago the last good poll was.
fn window(source: &Source, now: Time) -> Option<(i64, TimeDelta)> {
    let adapter = otklik_adapters::by_id(&source.platform)?;
    let days = adapter.manifest().window_days?;
    let seen = source.seen_at.unwrap_or(source.created_at);
    Some((i64::from(days), now.utc() - seen.utc()))
}

fn trouble(failure: &Failure) -> Trouble {
    match failure {
        Failure::Slow { .. } | Failure::Down { .. } | Failure::Unknown | Failure::Refused { .. } => {
            Trouble::Weather
        }
        Failure::Drift { at } if at.starts_with("fields-") => Trouble::Doubt,
        _ => Trouble::Lasting,
    }
}

async fn quiet(ctx: &Context, source: &Source, now: Time) -> sqlx::Result<Option<(TimeDelta, TimeDelta)>> {
    let written = coverage::newest_written(&ctx.db, &source.id, rhythm::LAST).await?;
    let Some(newest) = written.iter().max().copied() else {
        return Ok(None);
    };
    let usual = rhythm::usual_pause(written.into_iter().map(Time::utc).collect());
    Ok(usual.map(|usual| (now.utc() - newest.utc(), usual)))
}

/// A list that shows the newest first, of which nothing is known and everything is older than what is
/// known: the platform changed its ids or its order. Taken in, it would ring for years of history.
async fn other_ids(ctx: &Context, source: &Source, page: &Page) -> sqlx::Result<bool> {
    if !source.is_settled() || !page.newest_first || page.sightings.len() < LEAST {
        return Ok(false);
    }
    let ids: Vec<String> = page.sightings.iter().map(|s| s.id.clone()).collect();
    if !reviews::known(&ctx.db, &source.id, &ids).await?.is_empty() {
        return Ok(false);
    }
    let newest = coverage::newest_written(&ctx.db, &source.id, 1).await?;
    let Some(newest) = newest.first() else {
        return Ok(false);
    };
    Ok(page
        .sightings
        .iter()
        .all(|s| s.created.is_some_and(|at| at < newest.utc())))
}

/// Which optional fields the reviews of a page have. Stubs and answers are no reviews.
fn fields(page: &Page) -> shape::Fields {
    let mut fields = shape::Fields::default();
    for s in page.sightings.iter().filter(|s| !s.removed) {
        fields.reviews += 1;
        for (n, has) in fields.with.iter_mut().zip(has(s)) {
            *n += u32::from(has);
        }
    }
    fields
}

/// In the order of [`shape::FIELDS`].
fn has(s: &Sighting) -> [bool; shape::FIELDS.len()] {
    [
        s.rating.is_some(),
        !s.text.trim().is_empty(),
        s.author.name.is_some(),
        s.author.id.is_some(),
        s.created.or(s.updated).is_some(),
        s.url.is_some(),
    ]
}

fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}
