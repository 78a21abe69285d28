//! Many made-up reviews at once: judged and drafted like all others, but nobody is told of them.

use super::prepare::Reader;
use super::write;
use crate::context::Context;
use crate::store::replies::{self, Reply};
use crate::store::reviews::{self, Review};
use crate::store::sources::Source;
use crate::store::threads::{self, Thread};
use crate::store::{Time, Tx};
use otklik_adapters::Sighting;

/// Rows that wait to be stored together.
#[derive(Debug, Default)]
pub struct Rows {
    reviews: Vec<Review>,
    threads: Vec<Thread>,
    replies: Vec<Reply>,
}

impl Rows {
    /// Judges one review as seen at `seen_at`, drafts for it if its thread is `open`, and adds its rows.
    pub fn add(&mut self, ctx: &Context, source: &Source, sighting: &Sighting, seen_at: Time, open: bool) {
        let fresh = Reader::at(ctx, source, &[], seen_at).made_up(sighting, open);
        let thread = write::thread_of(source, &fresh, seen_at);
        self.replies.push(write::reply_of(&thread, &fresh));
        self.threads.push(thread);
        self.reviews.push(fresh.review);
    }

    /// How many reviews.
    pub fn len(&self) -> usize {
        self.reviews.len()
    }

    /// None at all.
    pub fn is_empty(&self) -> bool {
        self.reviews.is_empty()
    }

    /// Stores them.
    ///
    /// # Errors
    /// What the driver says.
    pub async fn store(&self, tx: &mut Tx, now: Time) -> sqlx::Result<()> {
        reviews::insert(tx, &self.reviews).await?;
        threads::insert(tx, &self.threads).await?;
        replies::insert(tx, &self.replies, now).await
    }
}
