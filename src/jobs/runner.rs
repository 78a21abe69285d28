//! Claims due work and does it: one piece at a time per worker, several workers per daemon.

use super::poll::{self, Tools};
use super::{
    Done, Job, JobError, Report, back_off, climb, complaint, digest, learn, mail, praise, promise, publish,
    reword, tidy, topics, watch,
};
use crate::context::Context;
use crate::mail::Mailer;
use crate::reword::gate::Gate;
use crate::store::jobs::{self, Leased};
use crate::store::{Time, sources};
use chrono::TimeDelta;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// How long a worker owns what it claimed; polls prolong it page by page.
const LEASE: TimeDelta = TimeDelta::minutes(3);
/// Without a bell, the table is looked at this often: another daemon may have left work.
const GLANCE: Duration = Duration::from_secs(1);
/// A job that failed by our own fault is tried so often before it is given up, visibly.
const MOST_ATTEMPTS: i64 = 20;

/// Does the daemon's work on one database.
pub struct Runner {
    ctx: Context,
    tools: Tools,
    mailer: Mailer,
    /// Breaker of the model; one a process.
    gate: Mutex<Gate>,
    /// Names this process in leases.
    owner: String,
    /// Milliseconds of the last look at the table: the health page's proof of life.
    heartbeat: Arc<AtomicI64>,
}

impl Runner {
    /// Puts a runner together.
    pub fn new(ctx: Context, tools: Tools, mailer: Mailer) -> Self {
        let owner = crate::store::new_id();
        Runner {
            ctx,
            tools,
            mailer,
            gate: Mutex::default(),
            owner,
            heartbeat: Arc::new(AtomicI64::new(0)),
        }
    }

    /// Milliseconds (UTC) of the last look at the table.
    pub fn heartbeat(&self) -> Arc<AtomicI64> {
        Arc::clone(&self.heartbeat)
    }

    /// Name of this process in leases.
    pub fn owner(&self) -> &str {
        &self.owner
    }

    /// The mail server's client.
    pub fn mailer(&self) -> &Mailer {
        &self.mailer
    }

    /// Client and pacer of the platforms.
    pub fn tools(&self) -> &Tools {
        &self.tools
    }

    /// Does one piece of due work: a job first, then a poll. `false`: nothing was due.
    ///
    /// # Errors
    /// What the driver says.
    pub async fn tick(&self) -> sqlx::Result<bool> {
        self.beat();
        Ok(self.one_job().await? || self.one_poll().await?.is_some())
    }

    /// Plans digests, warns of deadlines: cheap, called about once a second and after clock jumps.
    ///
    /// # Errors
    /// What the driver says.
    pub async fn plan(&self) -> sqlx::Result<()> {
        digest::plan(&self.ctx).await?;
        digest::warn(&self.ctx).await?;
        watch::warn_of_windows(&self.ctx).await?;
        promise::remind(&self.ctx).await?;
        praise::plan(&self.ctx).await?;
        topics::recur(&self.ctx).await?;
        Ok(())
    }

    /// Works until nothing is due. For tests, commands and the fast clock of the demo.
    ///
    /// # Errors
    /// What the driver says.
    pub async fn drain(&self) -> sqlx::Result<()> {
        self.plan().await?;
        while self.tick().await? {}
        Ok(())
    }

    /// Works until `stop`, with `workers` workers; then gives every lease back.
    pub async fn run(self: Arc<Self>, workers: usize, stop: CancellationToken) {
        let mut set = tokio::task::JoinSet::new();
        for _ in 0..workers.max(1) {
            let (me, stop) = (Arc::clone(&self), stop.clone());
            set.spawn(async move { me.work(&stop).await });
        }
        let (me, planning) = (Arc::clone(&self), stop.clone());
        set.spawn(async move { me.plan_until(&planning).await });
        while set.join_next().await.is_some() {}
        let _ = jobs::release(&self.ctx.db, &self.owner).await;
        let _ = sources::release(&self.ctx.db, &self.owner).await;
    }

    async fn work(&self, stop: &CancellationToken) {
        while !stop.is_cancelled() {
            match self.tick().await {
                Ok(true) => {}
                Ok(false) => self.idle(stop).await,
                Err(e) => {
                    tracing::error!(error = %e, "database");
                    self.idle(stop).await;
                }
            }
        }
    }

    async fn plan_until(&self, stop: &CancellationToken) {
        let mut tidied = None;
        while !stop.is_cancelled() {
            if let Err(e) = self.plan().await {
                tracing::error!(error = %e, "planning");
            }
            let today = self.ctx.clock.now().date_naive();
            if tidied != Some(today) {
                if let Err(e) = tidy::run(&self.ctx).await {
                    tracing::error!(error = %e, "tidying");
                }
                tidied = Some(today);
            }
            self.idle(stop).await;
        }
    }

    async fn idle(&self, stop: &CancellationToken) {
        tokio::select! {
            () = stop.cancelled() => {}
            () = self.ctx.bell.notified() => {}
            () = self.ctx.clock.sleep(GLANCE) => {}
        }
    }

    fn beat(&self) {
        self.heartbeat.store(self.ctx.now().0, Ordering::Relaxed);
    }

    fn lease_end(&self) -> Time {
        Time::from(self.ctx.clock.now() + LEASE)
    }

    /// Polls the source that is due longest, if one is due.
    ///
    /// # Errors
    /// What the driver says.
    pub async fn one_poll(&self) -> sqlx::Result<Option<Report>> {
        let now = self.ctx.now();
        let Some(source) = sources::claim_due(&self.ctx.db, now, self.lease_end(), &self.owner).await? else {
            return Ok(None);
        };
        poll::poll(&self.ctx, &self.tools, &source).await.map(Some)
    }

    /// Polls one source now, due or not. `None`: another process has it, or there is no such source.
    ///
    /// # Errors
    /// What the driver says.
    pub async fn poll_named(&self, name: &str) -> sqlx::Result<Option<Report>> {
        let now = self.ctx.now();
        let claimed = sources::claim_named(&self.ctx.db, name, now, self.lease_end(), &self.owner).await?;
        match claimed {
            Some(source) => poll::poll(&self.ctx, &self.tools, &source).await.map(Some),
            None => Ok(None),
        }
    }

    async fn one_job(&self) -> sqlx::Result<bool> {
        let now = self.ctx.now();
        let claimed = jobs::claim(&self.ctx.db, now, self.lease_end(), &self.owner, 1).await?;
        let Some(job) = claimed.into_iter().next() else {
            return Ok(false);
        };
        let outcome = match serde_json::from_str::<Job>(&job.payload) {
            Ok(what) => self.carry_out(&job, what).await,
            Err(e) => Err(JobError::Other(format!("payload of kind {}: {e}", job.kind))),
        };
        match outcome {
            Ok(Done::Finished) => {}
            Ok(Done::Later(at, why)) => {
                let mut tx = self.ctx.db.begin().await?;
                jobs::later(&mut tx, &job, at, Some(&why)).await?;
                tx.commit().await?;
            }
            Err(JobError::Db(e)) => return Err(e),
            Err(JobError::Other(why)) => self.failed(&job, &why).await?,
        }
        Ok(true)
    }

    async fn carry_out(&self, job: &Leased, what: Job) -> Result<Done, JobError> {
        match what {
            Job::Publish { publish, key } => publish::run(&self.ctx, &self.tools, job, &publish, &key).await,
            Job::Mail { mail } => mail::run(&self.ctx, &self.mailer, job, &mail).await,
            Job::Reword { reword: thread } => reword::run(&self.ctx, &self.gate, job, &thread).await,
            Job::Learn { .. } => learn::run(&self.ctx, job).await,
            Job::Climb { climb, from } => climb::run(&self.ctx, job, &climb, from).await,
            Job::Complaint { complaint, form } => {
                complaint::run(&self.ctx, job, &self.owner, &complaint, &form).await
            }
            Job::Digest {
                digest,
                slot,
                from,
                to,
            } => digest::run(&self.ctx, job, &digest, &slot, from, to).await,
        }
    }

    async fn failed(&self, job: &Leased, why: &str) -> sqlx::Result<()> {
        tracing::error!(job.kind = job.kind, attempt = job.attempt, why, "job failed");
        let now = self.ctx.now();
        let mut tx = self.ctx.db.begin().await?;
        if job.attempt >= MOST_ATTEMPTS {
            jobs::finish(&mut tx, job, now, "failed", Some(why)).await?;
        } else {
            let wait = i64::try_from(back_off(job.attempt).as_millis()).unwrap_or(60_000);
            jobs::later(&mut tx, job, Time(now.0 + wait), Some(why)).await?;
        }
        tx.commit().await
    }
}
