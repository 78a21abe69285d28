//! Sessions: tower-sessions with a store of ours. The database holds only hashes of session ids, and
//! a session is worth nothing once its person changed the password, was switched off or left.

use super::App;
use super::viewer::Viewer;
use crate::context::Context;
use crate::store::{Time, people, sessions};
use async_trait::async_trait;
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use tower_sessions::cookie::SameSite;
use tower_sessions::cookie::time::{Duration, OffsetDateTime};
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::{Error, Result};
use tower_sessions::{Expiry, Session, SessionManagerLayer, SessionStore};

/// A session ends so long after log-in, whatever happens in it.
const ABSOLUTE_DAYS: i64 = 14;
/// Key of [`Login`] in a session.
const LOGIN: &str = "login";

/// Who is logged in, and since which password.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Login {
    person: String,
    epoch: i64,
    /// Milliseconds UTC.
    since: i64,
}

/// [`SessionStore`] on our database and our clock.
#[derive(Clone)]
pub struct Store(pub Context);

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Store")
    }
}

fn hashed(id: &Id) -> String {
    hex::encode(Sha256::digest(id.to_string().as_bytes()))
}

fn backend(e: sqlx::Error) -> Error {
    Error::Backend(e.to_string())
}

impl Store {
    fn row(&self, record: &Record) -> Result<(String, Option<String>, String, Time)> {
        let data = serde_json::to_string(&record.data).map_err(|e| Error::Encode(e.to_string()))?;
        let login: Option<Login> = record
            .data
            .get(LOGIN)
            .and_then(|l| serde_json::from_value(l.clone()).ok());
        let from = login.as_ref().map_or(self.0.now(), |l| Time(l.since));
        let expires = Time::from(from.utc() + TimeDelta::days(ABSOLUTE_DAYS));
        Ok((hashed(&record.id), login.map(|l| l.person), data, expires))
    }
}

#[async_trait]
impl SessionStore for Store {
    async fn create(&self, record: &mut Record) -> Result<()> {
        // 128 random bits do not collide; an upsert here could only overwrite our own row
        let (id, person, data, expires) = self.row(record)?;
        sessions::put(&self.0.db, &id, person.as_deref(), &data, expires)
            .await
            .map_err(backend)
    }

    async fn save(&self, record: &Record) -> Result<()> {
        let (id, person, data, expires) = self.row(record)?;
        sessions::update(&self.0.db, &id, person.as_deref(), &data, expires)
            .await
            .map_err(backend)?;
        Ok(())
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let Some((data, expires)) = sessions::get(&self.0.db, &hashed(id), self.0.now())
            .await
            .map_err(backend)?
        else {
            return Ok(None);
        };
        let data = serde_json::from_str(&data).map_err(|e| Error::Decode(e.to_string()))?;
        let expiry_date = OffsetDateTime::from_unix_timestamp(expires.0 / 1000)
            .map_err(|e| Error::Decode(e.to_string()))?;
        Ok(Some(Record {
            id: *id,
            data,
            expiry_date,
        }))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        sessions::end(&self.0.db, &hashed(id)).await.map_err(backend)
    }
}

/// The layer. `__Host-` and Secure wherever the public address is https; plain http is for loopback.
pub fn layer(ctx: &Context) -> SessionManagerLayer<Store> {
    let secure = ctx.config.web.public_url.scheme() == "https";
    SessionManagerLayer::new(Store(ctx.clone()))
        .with_name(if secure { "__Host-otklik" } else { "otklik" })
        .with_secure(secure)
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_expiry(Expiry::OnInactivity(Duration::days(ABSOLUTE_DAYS)))
}

/// Begins a session under a fresh id.
///
/// # Errors
/// What the store says.
pub async fn begin(
    app: &App,
    session: &Session,
    person: &people::Person,
) -> std::result::Result<(), tower_sessions::session::Error> {
    session.cycle_id().await?;
    let login = Login {
        person: person.id.clone(),
        epoch: person.session_epoch,
        since: app.ctx.now().0,
    };
    session.insert(LOGIN, login).await
}

/// Who is logged in: the session must live, its person be active, and the password be the same.
///
/// # Errors
/// What the database says.
pub async fn viewer(app: &App, session: &Session) -> sqlx::Result<Option<Viewer>> {
    let Ok(Some(login)) = session.get::<Login>(LOGIN).await else {
        return Ok(None);
    };
    let person = people::by_id(&app.ctx.db, &login.person).await?;
    Ok(person
        .filter(|p| p.active && p.session_epoch == login.epoch)
        .map(Viewer::new))
}
