//! The links in mails: signed, bound to one person and one exact text, of one use.
//!
//! A token is base64url of 16 random bytes and their HMAC-SHA256 over purpose, person, subject,
//! hash of the subject and expiry. Only its sha256 is stored, so a stolen database opens nothing; and
//! because of the signature a row written into the database by hand opens nothing either.

use crate::context::Context;
use crate::store::{Db, Time, Tx, links, settings};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

crate::vocabulary! {
    /// What a link is for; the words of `link.purpose`.
    Purpose {
        /// Sets the first password.
        Invite = "invite",
        /// Sets a new password.
        Reset = "reset",
        /// Approves the very text that the mail showed. The subject is the thread.
        Approve = "approve",
        /// Takes an alert. The subject is the alert.
        Acknowledge = "acknowledge",
    }
}

impl Purpose {
    /// How long a link lives, milliseconds: a day where it sets a password, otherwise a week.
    pub fn lifetime_ms(self) -> i64 {
        const HOUR: i64 = 3_600_000;
        match self {
            Purpose::Invite | Purpose::Reset => 24 * HOUR,
            Purpose::Approve | Purpose::Acknowledge => 7 * 24 * HOUR,
        }
    }
}

/// A token that was found, is signed by us and is still good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// For [`links::consume`].
    pub token_hash: String,
    pub purpose: Purpose,
    pub person_id: String,
    pub subject_id: Option<String>,
    pub subject_hash: Option<String>,
}

/// Why a link does nothing.
#[derive(Debug, thiserror::Error)]
pub enum LinkError {
    /// Never issued here, cut off by a mail program, or forged.
    #[error("there is no such link")]
    Unknown,
    #[error("the link has expired")]
    Expired,
    #[error("the link was used before")]
    Used,
    #[error(transparent)]
    Db(#[from] sqlx::Error),
}

const KEY: &str = "link_key";
const RANDOM: usize = 16;

async fn key(db: &Db) -> sqlx::Result<Vec<u8>> {
    let stored = match settings::get(db, KEY).await? {
        Some(stored) => stored,
        None => settings::get_or_set(db, KEY, &hex::encode(rand::random::<[u8; 32]>())).await?,
    };
    hex::decode(stored).map_err(|e| sqlx::Error::Decode(e.into()))
}

fn signature(
    key: &[u8],
    random: &[u8],
    purpose: Purpose,
    person_id: &str,
    subject: (Option<&str>, Option<&str>),
    expires_at: Time,
) -> [u8; 32] {
    #[expect(clippy::expect_used, reason = "HMAC takes a key of any length")]
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("any length");
    let expires = expires_at.0.to_string();
    let fields = [
        purpose.word(),
        person_id,
        subject.0.unwrap_or(""),
        subject.1.unwrap_or(""),
        &expires,
    ];
    mac.update(random);
    for field in fields {
        // lengths first: no two lists of fields give the same bytes
        mac.update(&(field.len() as u64).to_le_bytes());
        mac.update(field.as_bytes());
    }
    mac.finalize().into_bytes().into()
}

/// What is stored of a token.
pub fn hash(token: &str) -> String {
    hex::encode(Sha256::digest(token.as_bytes()))
}

/// Makes a link and stores its hash, in a short transaction of its own. Gives the token.
///
/// # Errors
/// What the driver says.
pub async fn issue(
    ctx: &Context,
    purpose: Purpose,
    person_id: &str,
    subject_id: Option<&str>,
    subject_hash: Option<&str>,
) -> sqlx::Result<String> {
    let key = key(&ctx.db).await?;
    let mut tx = ctx.db.begin().await?;
    let token = issue_in(
        &mut tx,
        &key,
        ctx.now(),
        purpose,
        person_id,
        (subject_id, subject_hash),
    )
    .await?;
    tx.commit().await?;
    Ok(token)
}

async fn issue_in(
    tx: &mut Tx,
    key: &[u8],
    now: Time,
    purpose: Purpose,
    person_id: &str,
    subject: (Option<&str>, Option<&str>),
) -> sqlx::Result<String> {
    let expires_at = Time(now.0 + purpose.lifetime_ms());
    let random: [u8; RANDOM] = rand::random();
    let mut bytes = random.to_vec();
    bytes.extend(signature(key, &random, purpose, person_id, subject, expires_at));
    let token = URL_SAFE_NO_PAD.encode(bytes);
    links::create(
        tx,
        &hash(&token),
        purpose.word(),
        person_id,
        subject.0,
        subject.1,
        expires_at,
    )
    .await?;
    Ok(token)
}

/// Looks at a token without using it up: for the page that a GET shows. The POST then calls
/// [`links::consume`] in the transaction of what it does.
///
/// # Errors
/// [`LinkError`]; a forged token and an unknown one are the same to the caller.
pub async fn verify(ctx: &Context, token: &str) -> Result<Link, LinkError> {
    let row = links::find(&ctx.db, &hash(token))
        .await?
        .ok_or(LinkError::Unknown)?;
    let bytes = URL_SAFE_NO_PAD.decode(token).map_err(|_| LinkError::Unknown)?;
    let (random, signed) = bytes.split_at_checked(RANDOM).ok_or(LinkError::Unknown)?;
    let purpose: Purpose = row.purpose.parse().map_err(|_| LinkError::Unknown)?;
    let subject = (row.subject_id.as_deref(), row.subject_hash.as_deref());
    let expected = signature(
        &key(&ctx.db).await?,
        random,
        purpose,
        &row.person_id,
        subject,
        row.expires_at,
    );
    if !bool::from(expected.as_slice().ct_eq(signed)) {
        return Err(LinkError::Unknown);
    }
    if row.used_at.is_some() {
        return Err(LinkError::Used);
    }
    if row.expires_at <= ctx.now() {
        return Err(LinkError::Expired);
    }
    Ok(Link {
        token_hash: row.token_hash,
        purpose,
        person_id: row.person_id,
        subject_id: row.subject_id,
        subject_hash: row.subject_hash,
    })
}
