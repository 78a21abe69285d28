//! What every part of the running daemon is handed: database, clock, configuration, wake-up bell.

use crate::clock::Clock;
use crate::config::Config;
use crate::rulebook::Rulebook;
use crate::store::Db;
use std::sync::Arc;
use tokio::sync::Notify;

/// Shared by web, jobs and commands. Cheap to clone.
#[derive(Clone)]
pub struct Context {
    pub db: Db,
    pub clock: Arc<dyn Clock>,
    pub config: Arc<Config>,
    /// Rung after a commit that made work; the runner listens.
    pub bell: Arc<Notify>,
    /// The rule pack of the linter.
    pub rules: Arc<Rulebook>,
}

impl Context {
    /// Puts the parts together.
    pub fn new(db: Db, clock: Arc<dyn Clock>, config: Config) -> Self {
        Context {
            db,
            clock,
            rules: Arc::new(Rulebook::new(&config.rules)),
            config: Arc::new(config),
            bell: Arc::new(Notify::new()),
        }
    }

    /// The present instant, as the database stores it.
    pub fn now(&self) -> crate::store::Time {
        self.clock.now().into()
    }
}
