//! The contract's `reviews` object.

use crate::instant::rfc3339;
use crate::store::Time;
use crate::store::reviews::Listed;
use serde_json::{Value, json};

/// The contract's `reviews` object.
pub fn review(row: &Listed) -> Value {
    let r = &row.review;
    let at = |t: Option<Time>| t.map(|t| rfc3339(t.utc()));
    json!({
        "id": r.id, "source": row.source_name, "platform": row.platform, "provider": r.provider,
        "external_id": r.external_id, "url": r.url,
        "author": { "name": r.author_name, "id": r.author_id },
        "rating": r.rating, "title": r.title, "text": r.body, "lang": r.lang,
        "created_at": at(r.created_at), "updated_at": at(r.updated_at), "first_seen_at": rfc3339(r.first_seen_at.utc()),
        "versions": r.versions, "removed": r.removed_at.is_some(), "media": r.media,
        "official_reply": r.official_text.as_ref().map(|t| json!({ "text": t, "at": at(r.official_at) })),
        "parent": r.parent, "sentiment": r.sentiment, "urgency": r.urgency,
        "topics": serde_json::from_str::<Value>(&r.topics).unwrap_or_else(|_| json!([])),
        "state": row.state.as_deref().unwrap_or("none"), "reply_by": at(row.reply_by),
    })
}
