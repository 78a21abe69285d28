//! Care for the people who answer: load of insults, steps of a boundary, private sore spots.

use super::{Db, Time, Tx};

/// How many other insulting threads a person was given on a local date.
///
/// # Errors
/// What the driver says.
pub async fn load(tx: &mut Tx, person_id: &str, day: &str, but: &str) -> sqlx::Result<i64> {
    let (n,): (i64,) = tx
        .query("SELECT count(*) FROM care_load WHERE person_id = $1 AND day = $2 AND thread_id <> $3")
        .bind(person_id.to_owned())
        .bind(day.to_owned())
        .bind(but.to_owned())
        .one()
        .await?;
    Ok(n)
}

/// Notes that a person was given an insulting thread.
///
/// # Errors
/// What the driver says.
pub async fn given(tx: &mut Tx, person_id: &str, day: &str, thread_id: &str) -> sqlx::Result<()> {
    tx.query(
        "INSERT INTO care_load (person_id, day, thread_id) VALUES ($1, $2, $3)
         ON CONFLICT (person_id, day, thread_id) DO NOTHING",
    )
    .bind(person_id.to_owned())
    .bind(day.to_owned())
    .bind(thread_id.to_owned())
    .execute()
    .await?;
    Ok(())
}

/// A step that was taken: which, when, by whom.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Step {
    pub step: i64,
    pub at: Time,
    pub name: String,
    pub thread_id: String,
}

/// The steps taken with the author of a thread, on the same platform; where the platform names no
/// author id, in this thread alone.
///
/// # Errors
/// What the driver says.
pub async fn steps(db: &Db, thread_id: &str) -> sqlx::Result<Vec<Step>> {
    db.query(
        "SELECT b.step, b.at, p.name, b.thread_id FROM boundary b JOIN person p ON p.id = b.person_id
         JOIN thread t ON t.id = b.thread_id JOIN review r ON r.id = t.review_id JOIN source s ON s.id = r.source_id
         JOIN thread mt ON mt.id = $1 JOIN review mr ON mr.id = mt.review_id JOIN source ms ON ms.id = mr.source_id
         WHERE b.thread_id = $1 OR (r.author_id = mr.author_id AND s.platform = ms.platform)
         ORDER BY b.step, b.at",
    )
    .bind(thread_id.to_owned())
    .all()
    .await
}

/// Notes a step. `false`: it was taken already.
///
/// # Errors
/// What the driver says.
pub async fn step(tx: &mut Tx, thread_id: &str, step: i64, person_id: &str, now: Time) -> sqlx::Result<bool> {
    let n = tx
        .query(
            "INSERT INTO boundary (thread_id, step, person_id, at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (thread_id, step) DO NOTHING",
        )
        .bind(thread_id.to_owned())
        .bind(step)
        .bind(person_id.to_owned())
        .bind(now)
        .execute()
        .await?;
    Ok(n == 1)
}

/// What hurts one person, and what that person prepared for it.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Spot {
    pub id: String,
    pub words: String,
    /// One a line.
    pub answers: String,
}

/// The sore spots of one person; asked only for that very person.
///
/// # Errors
/// What the driver says.
pub async fn spots(db: &Db, person_id: &str) -> sqlx::Result<Vec<Spot>> {
    db.query("SELECT id, words, answers FROM sore_spot WHERE person_id = $1 ORDER BY made_at, id")
        .bind(person_id.to_owned())
        .all()
        .await
}

/// Adds one.
///
/// # Errors
/// What the driver says.
pub async fn add_spot(
    tx: &mut Tx,
    person_id: &str,
    words: &str,
    answers: &str,
    now: Time,
) -> sqlx::Result<()> {
    tx.query("INSERT INTO sore_spot (id, person_id, words, answers, made_at) VALUES ($1, $2, $3, $4, $5)")
        .bind(super::new_id())
        .bind(person_id.to_owned())
        .bind(words.to_owned())
        .bind(answers.to_owned())
        .bind(now)
        .execute()
        .await?;
    Ok(())
}

/// Takes one of the person's own away.
///
/// # Errors
/// What the driver says.
pub async fn drop_spot(tx: &mut Tx, person_id: &str, id: &str) -> sqlx::Result<()> {
    tx.query("DELETE FROM sore_spot WHERE id = $1 AND person_id = $2")
        .bind(id.to_owned())
        .bind(person_id.to_owned())
        .execute()
        .await?;
    Ok(())
}
