//! A complaint that somebody wrote into the public form: kept at once, taken in by the next free worker.

use crate::context::Context;
use crate::store::sources::{self, Source};
use crate::store::{Time, attempts, jobs};
use otklik_adapters::form::Submission;
use serde_json::json;
use sha2::{Digest, Sha256};

/// Complaints that one address may send in a window. A family behind one router is fewer, a robot more.
const PER_ADDRESS: i64 = 5;
/// Complaints that one form takes in a window from everybody.
const PER_FORM: i64 = 120;
/// The window, milliseconds: one hour.
const WINDOW_MS: i64 = 60 * 60 * 1000;

/// Why a complaint was not taken.
#[derive(Debug, thiserror::Error)]
pub enum NotTaken {
    /// Too many; taken again after so many seconds.
    #[error("too many complaints")]
    TooMany(i64),
    #[error(transparent)]
    Db(#[from] sqlx::Error),
}

/// The source behind a form's slug, if there is one.
///
/// # Errors
/// What the driver says.
pub async fn form(ctx: &Context, slug: &str) -> sqlx::Result<Option<Source>> {
    let all = sources::enabled(&ctx.db).await?;
    let mut forms = all.into_iter().filter(|s| s.platform == "form");
    Ok(forms.find(|s| s.place().is_some_and(|p| p.id == slug)))
}

/// Takes a complaint: counted and queued in one transaction. `address`: of the sender, for counting only.
///
/// # Errors
/// [`NotTaken`]; then nothing was kept.
pub async fn take(
    ctx: &Context,
    source: &Source,
    address: &str,
    submission: &Submission,
) -> Result<(), NotTaken> {
    let now = ctx.now();
    let counted = [
        (key(&format!("address {address}")), PER_ADDRESS),
        (key(&format!("form {}", source.id)), PER_FORM),
    ];
    for (key, most) in &counted {
        if let Some(until) = attempts::locked_until(&ctx.db, key, now, *most, WINDOW_MS).await? {
            return Err(NotTaken::TooMany(seconds(now, until)));
        }
    }
    let mut tx = ctx.db.begin().await?;
    for (key, _) in &counted {
        attempts::failed(&mut tx, key, now, WINDOW_MS).await?;
    }
    let payload = json!({ "complaint": source.name, "form": submission }).to_string();
    jobs::enqueue(&mut tx, "complaint", &payload, None, now).await?;
    tx.commit().await?;
    ctx.bell.notify_one();
    Ok(())
}

fn key(of: &str) -> String {
    format!("complaint:{}", hex::encode(Sha256::digest(of.as_bytes())))
}

fn seconds(now: Time, until: Time) -> i64 {
    (until.0.saturating_sub(now.0) + 999) / 1000
}
