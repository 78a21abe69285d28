//! Why a request to a platform did not give what was asked for.
//!
//! One variant per *decision of the engine*, not per cause: the engine never reads a message to
//! know what to do. Nothing here holds free text from the platform, a URL or a secret, so a
//! failure may be shown, stored and logged as it is.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// What went wrong, as the engine must act on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "failure", rename_all = "snake_case")]
pub enum Failure {
    /// Asked to wait (HTTP 429, flood control). The engine moves the host's next slot.
    /// `until`: when the platform named a time; without it the engine backs off by itself.
    #[error("asked to slow down")]
    Slow { until: Option<DateTime<Utc>> },
    /// No usable answer for now (network, timeout, 5xx). Retried with back-off.
    /// `sign`: a short machine word, such as `timeout`, `http_502`, `connect`.
    #[error("not reachable ({sign})")]
    Down { sign: String },
    /// The key, token or session was refused. Red at once; the owner is told; no retry storm.
    #[error("access refused ({sign})")]
    Auth { sign: String },
    /// A captcha, a log-in form with status 200, a ban page. Red, slower, never evaded.
    #[error("blocked ({signs})")]
    Blocked { signs: String },
    /// The place is not there. Believed only after the canary answered.
    #[error("place not found")]
    Gone,
    /// The page is not what it was. Red; the engine keeps the body as a sample.
    /// `at`: where reading failed, as a JSON path or selector (`feed.entry[3].id`).
    #[error("page changed at {at}")]
    Drift { at: String },
    /// The platform read our reply and declined it. `reason` is a short machine word.
    #[error("reply refused ({reason})")]
    Refused { reason: String },
    /// A writing request left and no answer came. **Never resent**: the engine re-reads.
    #[error("outcome unknown")]
    Unknown,
    /// This adapter or this access cannot do that.
    #[error("not supported here")]
    Unsupported,
    /// A conditional request was answered "not modified", or with the very same bytes.
    /// Not an error: the engine takes the page as seen last time.
    #[error("unchanged")]
    Unchanged,
}

impl Failure {
    /// A drift at `at`.
    pub fn drift(at: impl Into<String>) -> Self {
        Failure::Drift { at: at.into() }
    }

    /// The platform's no to a reply, in a short machine word.
    pub fn refused(reason: impl Into<String>) -> Self {
        Failure::Refused {
            reason: reason.into(),
        }
    }

    /// This failure of a writing request, where "not there" means the review that is answered.
    pub fn of_review(self) -> Self {
        match self {
            Failure::Gone => Failure::refused("review_gone"),
            other => other,
        }
    }

    /// Blocked, known by `signs`.
    pub fn blocked(signs: impl Into<String>) -> Self {
        Failure::Blocked { signs: signs.into() }
    }

    /// Unreachable for now, known by `sign`.
    pub fn down(sign: impl Into<String>) -> Self {
        Failure::Down { sign: sign.into() }
    }

    /// Refused access, known by `sign`.
    pub fn auth(sign: impl Into<String>) -> Self {
        Failure::Auth { sign: sign.into() }
    }

    /// The word of the contract's `poll.outcome` for this failure.
    pub fn outcome(&self) -> &'static str {
        match self {
            Failure::Slow { .. } => "slow",
            Failure::Down { .. } | Failure::Unknown => "down",
            Failure::Auth { .. } => "auth",
            Failure::Blocked { .. } => "blocked",
            Failure::Gone => "gone",
            Failure::Drift { .. } | Failure::Refused { .. } => "drift",
            Failure::Unsupported => "unsupported",
            Failure::Unchanged => "ok",
        }
    }
}
