//! HTTP behind [`otklik_adapters::Net`]: the only place that talks to review platforms.
//!
//! An adapter says what to ask. Here it is decided whether that may be asked at all ([`guard`]),
//! when ([`pace`]), where the request really goes ([`rewrite`]), how much is read, and what a
//! silent platform means ([`Failure::Unknown`](otklik_adapters::Failure) for a request that
//! changes something). Secrets pass through and are masked in everything that is kept or logged
//! ([`redact`]). This module must never resend a writing request and never follow an address that
//! the manifest does not name. Mailboxes (`imap`) and replies by mail ([`post`]) go through the same
//! door, so that an adapter needs no protocol of its own.

mod allowance;
pub mod client;
pub mod contacts;
pub mod guard;
mod imap;
mod imap_names;
mod mail_tls;
pub mod memo;
pub mod pace;
pub mod post;
mod proxy;
pub mod record;
pub mod redact;
mod resolve;
pub mod rewrite;
pub mod sample;
pub mod session;
mod transport;

pub use allowance::Allowance;
pub use client::{Client, Errand, Limits, SessionParts};
pub use memo::Memo;
pub use pace::{PaceFailed, Pacer};
pub use post::{MailDoor, NotPosted, Post};
pub use redact::Redactor;
pub use sample::Sample;
pub use session::Session;

/// Chooses *ring* as the cryptography of every TLS connection of this process. Call once at start;
/// calling again does nothing.
pub fn init() {
    // An error means that a provider is installed already, by an earlier call.
    let _ = rustls::crypto::ring::default_provider().install_default();
}
