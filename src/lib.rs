//! `otklik` («отклик»): sees every public review, drafts the first reply, lets a named person approve
//! it, publishes it and proves that it is live.
//!
//! # Map
//!
//! | place | what it is | what it must never do |
//! |---|---|---|
//! | `adapters/` (its own crate) | the only code that knows a platform | see the database, web or mail |
//! | [`domain`] | values and rules: words, texts, deadlines, rights, the reply machine | be async, do I/O, read a clock |
//! | [`judge`], [`lint`], [`draft`], [`deadline`] | pure reading and writing of texts | let a review's text become an instruction |
//! | [`store`] | SQL, and nothing else holds any | hold a transaction during HTTP or SMTP |
//! | [`net`] | the guarded door to platforms | reach a host that no manifest declares |
//! | [`intake`] | one page of sightings into one transaction | infer a removal from one absence |
//! | [`desk`] | what people do: edit, approve, promise, keep, drop, assign, take; what is remembered beside it | change a state past the machine |
//! | [`jobs`] | what the daemon does: poll, publish, verify, mail, digest, climb | send an unknown outcome again |
//! | [`mail`], [`notify`] | letters, Telegram and webhooks | let an address, a name or a text break out of its place |
//! | [`web`] | pages: queue, review, sources, links of mails | approve on GET, or for more than one reply |
//! | [`demo`] | a review site with memory and the story on a fast clock | share code with the adapters |
//! | [`transfer`] | export, import, backup and restore | publish or send anything twice |
//! | [`seed`] | made-up reviews in any number | – |
//! | [`app`], [`cli`] | the wiring and the commands of the contract | – |
//!
//! Directions are checked by `tests/it/structure.rs`: `domain ← judge, lint, draft ← intake → store`,
//! `web` and `mail` know the store and the desk, only `app` knows everybody.
//!
//! # Four walks
//!
//! **A one-star review arrives.** [`jobs::Runner`] leases the source that is due longest
//! ([`store::sources`]: the row is its own schedule, the lease is fenced by its attempt number).
//! [`jobs::poll`] hands the adapter a [`net::Session`] and gets a page; an empty page must prove
//! itself. [`intake`] tells new, edited and same apart by content hash, judges ([`judge::judge`]),
//! reckons the deadline ([`deadline::clocks`], [`domain::due`]), drafts and lints, all in memory; then
//! one transaction holds the review and its version, the thread with its clocks, the reply
//! (`in_review`), the alert, the queued mails, the page memo and the events. The bell rings, and the
//! `mail` job sends.
//!
//! **A reply goes out and stays.** A person approves on a page or by a mail's link:
//! [`desk::approve`] lints once more, records the consent to the hash of the exact text, binds the
//! reply to it (a foreign key: what is sent is what was approved) and queues a publish job for the end
//! of the outbox delay. The job commits `sending`, re-reads what stands on the platform, sends, commits
//! the outcome; a crash in between leaves `sending`, which becomes `unknown` and is never sent again.
//! A later poll that shows our text makes it `verified_live`; two good polls without it, `vanished`.
//! Publishing by hand goes through the same states. See [`domain::reply`].
//!
//! **An answer is remembered.** [`desk::memory::facts`] gives the linter what only the store knows, in
//! all four uses: what this author was told, how many people complain of the same, what is out. The
//! approval makes a promise ([`desk::promises`], [`domain::promise`]) in its own transaction; the reply
//! that goes live becomes a case ([`store::cases`], found again by [`domain::stem`] and
//! [`domain::similar`]), and an edit by the author tells what worked. [`jobs`] remind of promises, open
//! subjects that come back ([`desk::topics`]) and carry praise ([`desk::praise`]).
//!
//! **A platform changes its page.** The adapter says `Drift` and where. The poll ends, the body is kept
//! as a sample, the source turns red with a plain cause, people who can mend it get a mail once, the
//! digest says "blind since", other sources go on. Nothing is marked as removed, because only complete
//! passes count. When the adapter is mended, the next good poll turns it green.
//!
//! # Deviations from the design proposal
//!
//! `desk` is new: pages, mail links and the demo share one service layer. Jobs and sessions have no
//! module of their own in `web`. `deadline` stands apart from `domain` because it reads the
//! configuration. A `context` is handed around instead of single parts.

pub mod app;
pub mod cli;
pub mod clock;
pub mod config;
pub mod context;
pub mod deadline;
pub mod demo;
pub mod desk;
pub mod domain;
pub mod draft;
pub mod i18n;
pub mod instant;
pub mod intake;
pub mod jobs;
pub mod judge;
pub mod lint;
pub mod mail;
pub mod net;
pub mod notify;
pub mod schedule;
pub mod seed;
pub mod store;
pub mod telemetry;
pub mod transfer;
pub mod web;
