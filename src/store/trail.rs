//! What was said and done in threads, many at a time: for exports.

use super::{CHUNK, Db, Time};
use std::collections::HashMap;

/// One thing that happened in a thread.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Happened {
    pub thread_id: String,
    pub at: Time,
    /// The kind of the event, `note` or `reply`.
    pub kind: String,
    pub who: Option<String>,
    /// The JSON of an event, the words of a note, the text of a reply.
    pub body: String,
}

/// Everything that happened in these threads, oldest first within each.
///
/// # Errors
/// What the driver says.
pub async fn of_threads(db: &Db, ids: &[String]) -> sqlx::Result<HashMap<String, Vec<Happened>>> {
    let mut out: HashMap<String, Vec<Happened>> = HashMap::with_capacity(ids.len());
    for chunk in ids.chunks(CHUNK) {
        let list = (1..=chunk.len())
            .map(|n| format!("${n}"))
            .collect::<Vec<_>>()
            .join(", ");
        for sql in [
            format!(
                "SELECT thread_id, at, kind, actor AS who, detail AS body FROM event
                 WHERE thread_id IN ({list}) ORDER BY seq"
            ),
            format!(
                "SELECT n.thread_id, n.at, 'note' AS kind, p.name AS who, n.body FROM note n
                 LEFT JOIN person p ON p.id = n.person_id WHERE n.thread_id IN ({list}) ORDER BY n.at, n.id"
            ),
            format!(
                "SELECT r.thread_id, r.published_at AS at, 'reply' AS kind, p.name AS who, r.text AS body FROM reply r
                 LEFT JOIN approval a ON a.id = r.approval_id LEFT JOIN person p ON p.id = a.person_id
                 WHERE r.published_at IS NOT NULL AND r.thread_id IN ({list})"
            ),
        ] {
            let mut query = db.query_built(sql);
            for id in chunk {
                query = query.bind(id.clone());
            }
            for row in query.all::<Happened>().await? {
                out.entry(row.thread_id.clone()).or_default().push(row);
            }
        }
    }
    for thread in out.values_mut() {
        // stable: of one millisecond, the event stays before the note and the reply
        thread.sort_by_key(|h| h.at);
    }
    Ok(out)
}
