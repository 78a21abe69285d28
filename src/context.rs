//! What every part of the running daemon is handed: database, clock, configuration, wake-up bell.

use crate::clock::Clock;
use crate::config::Config;
use crate::judge;
use crate::rulebook::Rulebook;
use crate::store::Db;
use std::sync::{Arc, PoisonError, RwLock};
use tokio::sync::Notify;

/// How the judge reads by the configuration alone, before anything was learned.
pub fn configured(config: &Config) -> judge::Settings {
    judge::Settings {
        neutral_bias: config.judge.neutral_bias,
        alert_bias: config.judge.alert_bias,
        languages: config.judge.languages.clone(),
        local: None,
    }
}

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
    /// How the judge reads here; changed when it has learned.
    judge: Arc<RwLock<Arc<judge::Settings>>>,
}

impl Context {
    /// Puts the parts together.
    pub fn new(db: Db, clock: Arc<dyn Clock>, config: Config) -> Self {
        Context {
            judge: Arc::new(RwLock::new(Arc::new(configured(&config)))),
            db,
            clock,
            rules: Arc::new(Rulebook::new(&config.rules)),
            config: Arc::new(config),
            bell: Arc::new(Notify::new()),
        }
    }

    /// How the judge reads here.
    pub fn judge(&self) -> Arc<judge::Settings> {
        Arc::clone(&self.judge.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Lets the judge read so from now on.
    pub fn read_by(&self, settings: judge::Settings) {
        *self.judge.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(settings);
    }

    /// The present instant, as the database stores it.
    pub fn now(&self) -> crate::store::Time {
        self.clock.now().into()
    }
}
