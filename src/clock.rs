//! The only place that reads the time or sleeps. Everything else is handed a [`Clock`].

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use std::sync::Mutex;
use std::time::Duration;

/// Where the present instant comes from.
#[async_trait]
pub trait Clock: Send + Sync + std::fmt::Debug {
    /// The present instant.
    fn now(&self) -> DateTime<Utc>;
    /// Waits. On a clock whose hands are turned, the hands move and nobody waits.
    async fn sleep(&self, time: Duration);
}

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct System;

#[async_trait]
impl Clock for System {
    #[expect(clippy::disallowed_methods, reason = "this is the one place that may")]
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }

    #[expect(clippy::disallowed_methods, reason = "this is the one place that may")]
    async fn sleep(&self, time: Duration) {
        tokio::time::sleep(time).await;
    }
}

/// A clock whose hands are turned by hand: tests and `demo --once`.
#[derive(Debug)]
pub struct Turned(Mutex<DateTime<Utc>>);

impl Turned {
    /// A clock that shows `now`.
    pub fn at(now: DateTime<Utc>) -> Self {
        Turned(Mutex::new(now))
    }

    /// Turns the hands forward.
    pub fn forward(&self, by: TimeDelta) {
        let mut now = self.0.lock().unwrap_or_else(|e| e.into_inner());
        *now += by;
    }

    /// Sets the hands; never back.
    pub fn set(&self, to: DateTime<Utc>) {
        let mut now = self.0.lock().unwrap_or_else(|e| e.into_inner());
        *now = (*now).max(to);
    }
}

#[async_trait]
impl Clock for Turned {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().unwrap_or_else(|e| e.into_inner())
    }

    async fn sleep(&self, time: Duration) {
        self.forward(TimeDelta::from_std(time).unwrap_or(TimeDelta::zero()));
        tokio::task::yield_now().await;
    }
}
