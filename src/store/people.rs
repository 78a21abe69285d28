//! People: who they are comes from the configuration, passwords live only here.

use super::{Db, Time, Tx};
use crate::domain::Role;

/// One person as stored.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Person {
    pub id: String,
    pub name: String,
    pub email: String,
    role: String,
    pub time_zone: String,
    /// `ru` or `en`.
    pub language: String,
    /// JSON array of location names.
    locations: String,
    pub password_hash: Option<String>,
    pub active: bool,
    /// Raised by a password change: older sessions are dead.
    pub session_epoch: i64,
}

const COLUMNS: &str = "SELECT id, name, email, role, time_zone, language, locations, password_hash, active, session_epoch FROM person";

impl Person {
    /// The role; an unknown word in the database counts as the weakest.
    pub fn role(&self) -> Role {
        self.role.parse().unwrap_or(Role::Viewer)
    }

    /// The zone in which this person reads times.
    pub fn zone(&self) -> chrono_tz::Tz {
        self.time_zone.parse().unwrap_or(chrono_tz::Tz::Europe__Moscow)
    }

    /// Which reviews this person sees.
    pub fn scope(&self) -> super::digest::Scope {
        let names: Vec<String> = serde_json::from_str(&self.locations).unwrap_or_default();
        if names.iter().any(|n| n == "*") {
            super::digest::Scope::All
        } else {
            super::digest::Scope::Locations(names)
        }
    }

    /// The language in which this person is written to.
    pub fn lang(&self) -> crate::domain::Lang {
        self.language.parse().unwrap_or(crate::domain::Lang::Ru)
    }

    /// Does this person answer for that location? `None` (a source without one) is everybody's.
    pub fn covers(&self, location: Option<&str>) -> bool {
        let names: Vec<String> = serde_json::from_str(&self.locations).unwrap_or_default();
        names.iter().any(|n| n == "*" || Some(n.as_str()) == location) || location.is_none()
    }
}

/// Makes the table agree with the configuration. People who left it are made inactive, never
/// deleted: what they did stays theirs.
///
/// # Errors
/// What the driver says.
pub async fn sync(tx: &mut Tx, people: &[crate::config::Person], now: Time) -> sqlx::Result<()> {
    tx.query("UPDATE person SET active = FALSE").execute().await?;
    for p in people {
        let locations = serde_json::json!(p.locations).to_string();
        tx.query(
            "INSERT INTO person (id, name, email, role, time_zone, language, locations, active, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, TRUE, $8)
             ON CONFLICT (name) DO UPDATE SET email = excluded.email, role = excluded.role,
                 time_zone = excluded.time_zone, language = excluded.language,
                 locations = excluded.locations, active = TRUE",
        )
        .bind(super::new_id())
        .bind(p.name.clone())
        .bind(p.email.clone())
        .bind(p.role.word())
        .bind(p.time_zone.name())
        .bind(p.language.clone())
        .bind(locations)
        .bind(now)
        .execute()
        .await?;
    }
    Ok(())
}

/// Everybody who is active, sorted by name in Rust (the databases sort letters differently).
///
/// # Errors
/// What the driver says.
pub async fn active(db: &Db) -> sqlx::Result<Vec<Person>> {
    let mut people: Vec<Person> = db.query_built(format!("{COLUMNS} WHERE active")).all().await?;
    people.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(people)
}

/// As [`active`], as this transaction sees it.
///
/// # Errors
/// What the driver says.
pub async fn active_in(tx: &mut Tx) -> sqlx::Result<Vec<Person>> {
    let mut people: Vec<Person> = tx.query_built(format!("{COLUMNS} WHERE active")).all().await?;
    people.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(people)
}

/// By name, active or not.
///
/// # Errors
/// What the driver says.
pub async fn by_name(db: &Db, name: &str) -> sqlx::Result<Option<Person>> {
    db.query_built(format!("{COLUMNS} WHERE name = $1"))
        .bind(name.to_owned())
        .optional()
        .await
}

/// By id, active or not.
///
/// # Errors
/// What the driver says.
pub async fn by_id(db: &Db, id: &str) -> sqlx::Result<Option<Person>> {
    db.query_built(format!("{COLUMNS} WHERE id = $1"))
        .bind(id.to_owned())
        .optional()
        .await
}

/// By mail address or name, active only: what people type when they log in.
///
/// # Errors
/// What the driver says.
pub async fn by_login(db: &Db, login: &str) -> sqlx::Result<Option<Person>> {
    let wanted = login.trim().to_lowercase();
    Ok(active(db)
        .await?
        .into_iter()
        .find(|p| p.email.to_lowercase() == wanted || p.name.to_lowercase() == wanted))
}

/// Sets the password and ends every older session.
///
/// # Errors
/// What the driver says.
pub async fn set_password(tx: &mut Tx, person_id: &str, hash: &str) -> sqlx::Result<()> {
    tx.query("UPDATE person SET password_hash = $2, session_epoch = session_epoch + 1 WHERE id = $1")
        .bind(person_id.to_owned())
        .bind(hash.to_owned())
        .execute()
        .await?;
    tx.query("DELETE FROM session WHERE person_id = $1")
        .bind(person_id.to_owned())
        .execute()
        .await?;
    Ok(())
}
