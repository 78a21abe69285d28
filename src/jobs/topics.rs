//! A subject that was mended and of which people complain again opens by itself.

use crate::context::Context;
use crate::desk::topics;
use crate::domain::Role;
use crate::store::{events, mails, people, settings, topics as cards};
use chrono::TimeDelta;

/// When complaints were last looked at.
const CHECKED: &str = "topics_checked";
/// They are looked at so often: counting people is not for every second.
const EVERY: TimeDelta = TimeDelta::minutes(5);

/// Opens what came back and tells whoever mends it, else the managers of the place. Gives how many.
///
/// # Errors
/// What the driver says.
pub async fn recur(ctx: &Context) -> sqlx::Result<usize> {
    let now = ctx.now();
    let last = settings::get(&ctx.db, CHECKED)
        .await?
        .and_then(|v| v.parse::<i64>().ok());
    if last.is_some_and(|l| now.0 - l < EVERY.num_milliseconds()) {
        return Ok(0);
    }
    let mut tx = ctx.db.begin().await?;
    settings::set(&mut tx, CHECKED, &now.0.to_string()).await?;
    tx.commit().await?;
    let back = topics::recurring(&ctx.db, now).await?;
    if back.is_empty() {
        return Ok(0);
    }
    let known = people::active(&ctx.db).await?;
    let mut opened = 0;
    for (card, n) in back {
        let mut tx = ctx.db.begin().await?;
        if !cards::reopen(&mut tx, &card, now).await? {
            continue;
        }
        let place = Some(card.location.as_str()).filter(|l| !l.is_empty());
        let owner = known.iter().filter(|p| Some(&p.id) == card.owner_id.as_ref());
        let mut told: Vec<&people::Person> = owner.collect();
        for role in [Role::Manager, Role::Owner] {
            if told.is_empty() {
                told.extend(known.iter().filter(|p| p.role() == role && p.covers(place)));
            }
        }
        for p in told {
            let once = format!("topic:{}:{}:{}:{}", card.topic, card.location, card.version, p.id);
            let payload = serde_json::json!({ "topic": card.topic, "location": card.location, "people": n });
            mails::queue(&mut tx, now, &once, "topic", "mail", &p.id, &payload).await?;
        }
        let detail = serde_json::json!({ "topic": card.topic, "location": card.location, "people": n });
        events::append(&mut tx, now, "daemon", "topic_reopened", None, &detail).await?;
        tx.commit().await?;
        opened += 1;
    }
    ctx.bell.notify_one();
    Ok(opened)
}
