//! Politeness: when a request may leave.

use crate::clock::Clock;
use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// No slot could be had, because its keeper (the database) does not answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no slot could be reserved")]
pub struct PaceFailed;

/// Gives out slots so that two requests with one key are never closer than the interval, over all
/// daemons on one database.
#[async_trait]
pub trait Pacer: Send + Sync {
    /// Reserves the next free slot of `key` (a host, or a host and the hash of a credential) and
    /// gives its instant, which may be past or present.
    ///
    /// # Errors
    /// [`PaceFailed`]; the request is then not sent.
    async fn slot(&self, key: &str, min_interval: Duration) -> Result<DateTime<Utc>, PaceFailed>;

    /// Takes `cost` units out of the allowance of `key` on `day`, if not more than `most` are used
    /// then. Gives how many are used with them; `None`: they do not fit, and nothing was taken.
    ///
    /// # Errors
    /// [`PaceFailed`]; the request is then not sent.
    async fn spend(&self, key: &str, day: NaiveDate, cost: u32, most: u32)
    -> Result<Option<u32>, PaceFailed>;
}

/// A pacer in memory, for commands that run without a database (`adapter record`) and for tests.
#[derive(Debug)]
pub struct InMemory {
    clock: Arc<dyn Clock>,
    next: Mutex<BTreeMap<String, DateTime<Utc>>>,
    used: Mutex<BTreeMap<(String, NaiveDate), u32>>,
}

impl InMemory {
    /// With every slot free.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        InMemory {
            clock,
            next: Mutex::default(),
            used: Mutex::default(),
        }
    }
}

#[async_trait]
impl Pacer for InMemory {
    async fn slot(&self, key: &str, min_interval: Duration) -> Result<DateTime<Utc>, PaceFailed> {
        let now = self.clock.now();
        let mut next = self.next.lock().unwrap_or_else(|e| e.into_inner());
        let slot = next.get(key).map_or(now, |free| now.max(*free));
        next.insert(
            key.to_owned(),
            slot + TimeDelta::from_std(min_interval).unwrap_or(TimeDelta::MAX),
        );
        Ok(slot)
    }

    async fn spend(
        &self,
        key: &str,
        day: NaiveDate,
        cost: u32,
        most: u32,
    ) -> Result<Option<u32>, PaceFailed> {
        let mut used = self.used.lock().unwrap_or_else(|e| e.into_inner());
        let used = used.entry((key.to_owned(), day)).or_default();
        let with = used.saturating_add(cost);
        if with > most {
            return Ok(None);
        }
        *used = with;
        Ok(Some(with))
    }
}
