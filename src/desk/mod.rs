//! What people do: the one service layer behind web pages, mail links and the demo.
//!
//! Every verb is: may this person? → one transaction with the state change, its side effects and an
//! event → ring the bell. Nothing here talks to a platform or a mail server.

pub mod alerts;
pub mod care;
pub mod complaints;
mod context;
pub mod corrections;
pub mod effects;
mod follow;
pub mod memory;
pub mod praise;
pub mod promises;
mod replies;
mod threads;
pub mod topics;

pub use alerts::{audience, climb_later, raise, take_alert, tell};
pub use context::lint_input;
pub use promises::Promised;
pub use replies::{approve, drop_reply, edit, edit_with, pasted_by_hand, reopen, submit, undo};
pub use threads::{assign, editing, looked, note, poll_now, set_fault};

use crate::domain::reply::Refusal;
use crate::domain::{Action, Role};
use crate::lint::Finding;
use crate::store::people::Person;
use crate::store::replies::ChangeError;

/// The person who acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    pub id: String,
    pub name: String,
    pub role: Role,
}

impl Actor {
    /// Checks a right.
    ///
    /// # Errors
    /// [`DeskError::NotAllowed`].
    pub fn must(&self, action: Action) -> Result<(), DeskError> {
        if self.role.may(action) {
            Ok(())
        } else {
            Err(DeskError::NotAllowed(action))
        }
    }
}

impl From<&Person> for Actor {
    fn from(p: &Person) -> Self {
        Actor {
            id: p.id.clone(),
            name: p.name.clone(),
            role: p.role(),
        }
    }
}

/// Why nothing was changed. Each has a message `desk-…` in both languages.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    #[error("not found")]
    NotFound,
    #[error("not allowed: {0}")]
    NotAllowed(Action),
    /// Somebody was faster: read again (HTTP 409).
    #[error("it changed meanwhile")]
    Conflict,
    #[error(transparent)]
    Refused(Refusal),
    /// The linter blocks, and no written reason overrides it.
    #[error("the linter blocks this text")]
    Blocked(Vec<Finding>),
    /// What was typed cannot be used; the word is the message key.
    #[error("{0}")]
    Invalid(&'static str),
    #[error(transparent)]
    Db(#[from] sqlx::Error),
}

impl From<ChangeError> for DeskError {
    fn from(e: ChangeError) -> Self {
        match e {
            ChangeError::Conflict => DeskError::Conflict,
            ChangeError::Refused(r) => DeskError::Refused(r),
            ChangeError::Db(e) => DeskError::Db(e),
        }
    }
}
