//! The weekly mail of praise: one per person and slot, whoever comes first; none where nobody was
//! praised by name.

use crate::context::Context;
use crate::desk::praise;
use crate::schedule::{Slot, slots_between};
use crate::store::{Time, mails, people, settings};
use chrono::TimeDelta;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// Until when slots were looked at.
const CHECKED: &str = "praise_checked";
/// What a mail tells of.
const WEEK: TimeDelta = TimeDelta::days(7);
/// A daemon that was down longer does not send last week's praise.
const LATEST: TimeDelta = TimeDelta::days(2);

/// Queues the mails of every slot since the last call.
///
/// # Errors
/// What the driver says.
pub async fn plan(ctx: &Context) -> sqlx::Result<()> {
    let Ok(slot) = Slot::parse(&ctx.config.praise.at) else {
        return Ok(());
    };
    let now = ctx.clock.now();
    let last = settings::get(&ctx.db, CHECKED)
        .await?
        .and_then(|v| v.parse::<i64>().ok())
        .map(|ms| Time(ms).utc());
    let after = last.unwrap_or(now).max(now - LATEST);
    // a look every ten minutes: nobody waits for praise by the second
    if last.is_some_and(|l| now - l < TimeDelta::minutes(10)) {
        return Ok(());
    }
    let mut due = Vec::new();
    for person in people::active(&ctx.db).await? {
        if !ctx.config.praise.goes_to(&person.name) {
            continue;
        }
        for found in slots_between(&slot, person.zone(), after, now) {
            due.push((person.id.clone(), found));
        }
    }
    let mut praised = BTreeMap::new();
    for (_, found) in &due {
        if let Entry::Vacant(unknown) = praised.entry(found.at) {
            let (from, to) = (Time::from(found.at - WEEK), Time::from(found.at));
            let any = !praise::of_period(ctx, from, to).await?.is_empty();
            unknown.insert(any);
        }
    }
    let mut tx = ctx.db.begin().await?;
    for (person, found) in due {
        if praised.get(&found.at) != Some(&true) {
            continue;
        }
        let once = format!("praise:{person}:{}", found.key);
        let (from, to) = (Time::from(found.at - WEEK), Time::from(found.at));
        let payload = serde_json::json!({ "from": from.0, "to": to.0 });
        mails::queue(&mut tx, ctx.now(), &once, "praise", "mail", &person, &payload).await?;
    }
    settings::set(&mut tx, CHECKED, &Time::from(now).0.to_string()).await?;
    tx.commit().await
}
