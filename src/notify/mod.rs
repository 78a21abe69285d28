//! The ways out beside mail: Telegram and webhooks. Facts about both: platforms/notifications.
//!
//! Tokens and addresses are secrets: they are in no error, no log line and no stored message. One
//! call makes at most two requests and never follows a redirect.

pub(crate) mod outgoing;
pub mod telegram;
pub mod webhook;
