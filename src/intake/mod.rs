//! Takes one page of sightings in: pure reading first (judge → deadline → draft → lint, all in
//! memory), then one transaction with reviews, threads, replies, alerts, mails and events.

pub mod bulk;
mod clean;
mod prepare;
mod recall;
mod write;

pub use clean::clean;
pub use write::absent;

use crate::context::Context;
use crate::desk;
use crate::store::people::Person;
use crate::store::sources::{PageMemo, Source};
use crate::store::{people, replies, reviews};
use chrono::{DateTime, Utc};
use otklik_adapters::Page;
use prepare::{Prepared, Reader};
use std::collections::BTreeSet;

/// What a page brought.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub seen: u32,
    pub new: u32,
    pub edited: u32,
    pub removed: u32,
}

impl std::ops::AddAssign for Counts {
    fn add_assign(&mut self, other: Counts) {
        self.seen += other.seen;
        self.new += other.new;
        self.edited += other.edited;
        self.removed += other.removed;
    }
}

/// Why a page was not taken in.
#[derive(Debug, thiserror::Error)]
pub enum IntakeError {
    /// Another daemon has the source now; nothing was changed.
    #[error("the lease of the source was lost")]
    LeaseLost,
    #[error(transparent)]
    Db(#[from] sqlx::Error),
}

/// The page memo that is kept with the page, and under which name.
#[derive(Debug, Clone)]
pub struct Kept {
    pub page: String,
    pub memo: PageMemo,
}

/// Takes pages of one leased source in.
pub struct Intake<'a> {
    ctx: &'a Context,
    source: &'a Source,
    people: Vec<Person>,
    published: Vec<String>,
    /// External ids taken in by this poll: a review that two pages show is counted once.
    taken: BTreeSet<String>,
    replies: Replies,
}

/// What a poll told of official replies.
#[derive(Debug, Default)]
pub struct Replies {
    /// External ids of reviews of which it is known whether they are answered.
    pub told: BTreeSet<String>,
    /// Every official reply of this time and later was shown.
    pub since: Option<DateTime<Utc>>,
}

impl<'a> Intake<'a> {
    /// Reads what every page will need.
    ///
    /// # Errors
    /// What the driver says.
    pub async fn open(ctx: &'a Context, source: &'a Source) -> sqlx::Result<Self> {
        desk::corrections::refresh(ctx).await?;
        Ok(Intake {
            ctx,
            source,
            people: people::active(&ctx.db).await?,
            published: replies::published_texts(&ctx.db, 200, None).await?,
            taken: BTreeSet::new(),
            replies: Replies::default(),
        })
    }

    /// External ids seen so far.
    pub fn taken(&self) -> &BTreeSet<String> {
        &self.taken
    }

    /// What was told of official replies so far.
    pub fn replies(&self) -> &Replies {
        &self.replies
    }

    /// Counts the reviews of a page that did not change as seen.
    pub fn unchanged(&mut self, ids: Vec<String>) -> Counts {
        let before = self.taken.len();
        self.replies.told.extend(ids.iter().cloned());
        self.taken.extend(ids);
        Counts {
            seen: count(self.taken.len() - before),
            ..Counts::default()
        }
    }

    /// Takes one page in, as [`clean`] made it.
    ///
    /// # Errors
    /// [`IntakeError`]; then nothing of the page was stored.
    pub async fn absorb(&mut self, page: &Page, kept: Option<&Kept>) -> Result<Counts, IntakeError> {
        let mut ids: Vec<String> = page.sightings.iter().map(|s| s.id.clone()).collect();
        ids.extend(page.answers.iter().map(|a| a.to.clone()));
        ids.sort();
        ids.dedup();
        let known = reviews::known(&self.ctx.db, &self.source.id, &ids).await?;
        let recalled = recall::of_page(self.ctx, self.source, page, &known, &self.taken).await?;
        let reader = Reader::new(self.ctx, self.source, &self.published, &recalled);
        let prepared = Prepared::of(&reader, page, &known, &self.taken);
        let mut counts = prepared.counts();
        write::write(self.ctx, self.source, &self.people, &prepared, kept).await?;
        let before = self.taken.len();
        self.taken.extend(page.sightings.iter().map(|s| s.id.clone()));
        let telling = page.sightings.iter().filter(|s| prepare::tells_of_reply(s));
        self.replies.told.extend(telling.map(|s| s.id.clone()));
        self.replies
            .told
            .extend(page.answers.iter().map(|a| a.to.clone()));
        self.replies.since = self.replies.since.or(page.answers_since);
        counts.seen = count(self.taken.len() - before);
        if counts.new > 0 || counts.edited > 0 {
            self.ctx.bell.notify_one();
        }
        Ok(counts)
    }
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
