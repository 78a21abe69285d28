//! What the daemon does by itself: poll, publish, verify, mail, digest, climb, warn, tidy.
//!
//! | job | payload | lease | when it fails |
//! |---|---|---|---|
//! | poll | the source row itself | 3 min, prolonged per page | back-off per failure, see [`poll`] |
//! | publish | thread, approval key | 3 min | before sending: later; after: never again |
//! | mail | mail id | 3 min | 30 s × 2ⁿ up to 1 h, for 5 days |
//! | climb | alert id, level | 3 min | later |
//! | learn | review id | 3 min | later |
//! | digest | person, slot | 3 min | later |
//! | complaint | source, the form | 3 min | later; the text is forgotten once it is a review |
//! | reword | thread | 3 min | twice more, then the deterministic drafts stay alone |
//!
//! Beside the jobs, [`Runner::plan`] looks at what time alone makes due: digests, warnings, promises,
//! subjects that came back, the weekly praise.
//!
//! No transaction is open while a job talks to a platform, a mail server or a model.

pub mod canary;
mod climb;
mod complaint;
mod digest;
pub mod door;
mod learn;
mod mail;
pub mod poll;
mod praise;
mod promise;
mod publish;
pub mod report;
mod reword;
mod runner;
mod tidy;
mod topics;
pub mod verify;
mod wait;
pub mod watch;

pub use digest::previous as previous_digest;
pub use report::Report;
pub use runner::Runner;

use crate::store::Time;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// The payload of a job row, told apart by its first key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Job {
    Publish {
        publish: String,
        key: String,
    },
    Mail {
        mail: String,
    },
    /// Of the judge, after a correction of that review.
    Learn {
        learn: String,
    },
    Climb {
        climb: String,
        from: i64,
    },
    Complaint {
        /// Name of the source.
        complaint: String,
        form: serde_json::Value,
    },
    Reword {
        /// The thread.
        reword: String,
    },
    Digest {
        digest: String,
        slot: String,
        from: i64,
        to: i64,
    },
}

/// How a job ended.
#[derive(Debug)]
pub enum Done {
    /// The job row was finished in the job's own transaction.
    Finished,
    /// To be tried again at that instant.
    Later(Time, String),
}

/// Why a job could not do its work. The runner tries it again later.
#[derive(Debug, thiserror::Error)]
pub enum JobError {
    #[error(transparent)]
    Db(#[from] sqlx::Error),
    #[error("{0}")]
    Other(String),
}

/// 30 s × 2ⁿ up to an hour.
pub fn back_off(attempt: i64) -> Duration {
    let doubled = 30u64.saturating_mul(1 << attempt.clamp(1, 8).saturating_sub(1));
    Duration::from_secs(doubled.min(3_600))
}
