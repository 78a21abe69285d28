//! Subjects of complaints: how many people, whether more than before, who mends it; and that it opens
//! again when it comes back after it was mended.

use super::promises::Hall;
use super::{Actor, DeskError};
use crate::context::Context;
use crate::domain::{Action, Topic};
use crate::store::digest::Scope;
use crate::store::people::{self, Person};
use crate::store::topics::{self, Card, Complaint};
use crate::store::{Db, Time, events};
use chrono::{NaiveDate, TimeDelta};
use std::collections::{BTreeMap, BTreeSet};

/// The period that is told, and the one before it that it is compared with.
pub const WEEK: TimeDelta = TimeDelta::days(7);
/// How far back the first complaint is looked for.
const LOOK_BACK: TimeDelta = TimeDelta::days(90);
/// So many people say that a mended subject is back (seed rule I11).
pub const RECURS: usize = 2;

/// What is counted of one subject at one location.
#[derive(Debug, Clone)]
pub struct Count {
    pub topic: Topic,
    pub location: Option<String>,
    /// Different people in the last seven days.
    pub people: i64,
    /// In the seven days before.
    pub before: i64,
    /// In the last thirty days.
    pub month: i64,
    /// The first complaint of ninety days, after it was last mended.
    pub first: Time,
    pub last: Time,
    pub card: Option<Card>,
}

/// The same over all locations.
#[derive(Debug, Clone)]
pub struct Sum {
    pub topic: Topic,
    pub people: i64,
    pub before: i64,
    pub month: i64,
    pub first: Time,
    /// The locations with most people first.
    pub places: Vec<Count>,
}

/// Distinct people among complaints from `from` on and before `to`.
fn people<'c>(of: impl Iterator<Item = &'c Complaint>, from: Time, to: Time) -> i64 {
    let who: BTreeSet<&str> = of
        .filter(|c| c.at >= from && c.at < to)
        .map(|c| c.who.as_str())
        .collect();
    i64::try_from(who.len()).unwrap_or(i64::MAX)
}

/// Counts complaints by subject and location; `until` is the end of the period. Pure.
pub fn count(complaints: &[Complaint], cards: &[Card], until: Time) -> Vec<Sum> {
    let back = |span: TimeDelta| Time::from(until.utc() - span);
    let (week, before, month) = (back(WEEK), back(WEEK * 2), back(TimeDelta::days(30)));
    let mut by_topic: BTreeMap<Topic, Vec<&Complaint>> = BTreeMap::new();
    for c in complaints {
        for topic in serde_json::from_str::<Vec<Topic>>(&c.topics).unwrap_or_default() {
            if topic != Topic::Other {
                by_topic.entry(topic).or_default().push(c);
            }
        }
    }
    let mut out: Vec<Sum> = Vec::new();
    for (topic, all) in by_topic {
        let mut by_place: BTreeMap<Option<&str>, Vec<&Complaint>> = BTreeMap::new();
        for c in &all {
            by_place.entry(c.location.as_deref()).or_default().push(c);
        }
        let mut places: Vec<Count> = by_place
            .into_iter()
            .filter_map(|(location, here)| {
                let name = location.unwrap_or_default();
                let card = cards
                    .iter()
                    .find(|c| c.topic == topic.word() && c.location == name)
                    .cloned();
                let since = card.as_ref().and_then(|c| c.fixed_at);
                let fresh: Vec<&&Complaint> =
                    here.iter().filter(|c| since.is_none_or(|s| c.at >= s)).collect();
                let first = fresh.first().or(here.iter().collect::<Vec<_>>().first())?.at;
                let each = |from, to| people(here.iter().copied(), from, to);
                Some(Count {
                    topic,
                    location: location.map(str::to_owned),
                    people: each(week, until),
                    before: each(before, week),
                    month: each(month, until),
                    first,
                    last: here.last()?.at,
                    card,
                })
            })
            .collect();
        places.sort_by(|a, b| (b.people, b.month, &a.location).cmp(&(a.people, a.month, &b.location)));
        let Some(first) = places.iter().map(|p| p.first).min() else {
            continue;
        };
        let each = |from, to| people(all.iter().copied(), from, to);
        out.push(Sum {
            topic,
            people: each(week, until),
            before: each(before, week),
            month: each(month, until),
            first,
            places,
        });
    }
    out.sort_by(|a, b| (b.people, b.month, a.topic).cmp(&(a.people, a.month, b.topic)));
    out
}

/// The subjects of complaints at the places of a scope, those of most people first.
///
/// # Errors
/// What the driver says.
pub async fn subjects(db: &Db, scope: &Scope, until: Time) -> sqlx::Result<Vec<Sum>> {
    let since = Time::from(until.utc() - LOOK_BACK);
    let complaints = topics::complaints(db, scope, since, until).await?;
    Ok(count(&complaints, &topics::cards(db).await?, until))
}

/// A mended subject of which people complain again: the card and how many they are.
///
/// # Errors
/// What the driver says.
pub async fn recurring(db: &Db, now: Time) -> sqlx::Result<Vec<(Card, i64)>> {
    let mut out = Vec::new();
    for card in topics::fixed(db).await? {
        let Some(since) = card.fixed_at.filter(|at| *at < now) else {
            continue;
        };
        let all = topics::complaints(db, &Scope::All, since, Time(now.0 + 1)).await?;
        let word = format!("\"{}\"", card.topic);
        let here = all.iter().filter(|c| {
            c.location.as_deref().unwrap_or_default() == card.location && c.topics.contains(&word)
        });
        let n = people(here, since, Time(now.0 + 1));
        if n >= RECURS as i64 {
            out.push((card, n));
        }
    }
    Ok(out)
}

async fn named(ctx: &Context, actor: &Actor, topic: &str, location: &str) -> Result<(), DeskError> {
    actor.must(Action::Assign)?;
    let known = topic.parse::<Topic>().is_ok_and(|t| t != Topic::Other);
    let place = location.is_empty() || ctx.config.locations.iter().any(|l| l.name == location);
    let covers = people::by_id(&ctx.db, &actor.id)
        .await?
        .is_some_and(|p| p.covers(Some(location).filter(|l| !l.is_empty())));
    if known && place && covers {
        Ok(())
    } else {
        Err(DeskError::NotFound)
    }
}

/// Says who mends it.
///
/// # Errors
/// [`DeskError`].
pub async fn give(
    ctx: &Context,
    actor: &Actor,
    topic: &str,
    location: &str,
    person_id: Option<&str>,
) -> Result<(), DeskError> {
    named(ctx, actor, topic, location).await?;
    let to: Option<Person> = match person_id {
        None => None,
        Some(id) => Some(
            people::by_id(&ctx.db, id)
                .await?
                .filter(|p| p.active)
                .ok_or(DeskError::NotFound)?,
        ),
    };
    let mut tx = ctx.db.begin().await?;
    topics::set_owner(&mut tx, topic, location, person_id).await?;
    let detail = serde_json::json!({ "topic": topic, "location": location, "to": to.map(|p| p.name) });
    events::append(&mut tx, ctx.now(), &actor.name, "topic_given", None, &detail).await?;
    tx.commit().await?;
    Ok(())
}

/// Says since when it is mended (`YYYY-MM-DD`, not in the future), or that it is not.
///
/// # Errors
/// [`DeskError`].
pub async fn fix(
    ctx: &Context,
    actor: &Actor,
    topic: &str,
    location: &str,
    on: Option<&str>,
) -> Result<(), DeskError> {
    named(ctx, actor, topic, location).await?;
    let hall = Hall::of(ctx, Some(location).filter(|l| !l.is_empty()))?;
    let place = hall.place();
    let fixed = match on {
        None => None,
        Some(text) => {
            let date: NaiveDate = text
                .parse()
                .map_err(|_| DeskError::Invalid("desk-fixed-not-a-date"))?;
            if date > place.date(ctx.clock.now()) {
                return Err(DeskError::Invalid("desk-fixed-in-the-future"));
            }
            // who complains on that very day may have come before the repair
            Some((date.to_string(), Time::from(place.midnight_after(date))))
        }
    };
    let mut tx = ctx.db.begin().await?;
    let set = fixed.as_ref().map(|(on, at)| (on.as_str(), *at));
    topics::set_fixed(&mut tx, topic, location, set).await?;
    let detail =
        serde_json::json!({ "topic": topic, "location": location, "fixed_on": fixed.map(|(on, _)| on) });
    events::append(&mut tx, ctx.now(), &actor.name, "topic_fixed", None, &detail).await?;
    tx.commit().await?;
    ctx.bell.notify_one();
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_counted_once_and_trend_is_week_against_week() {
        let until = Time::from(
            "2026-11-23T09:00:00Z"
                .parse::<chrono::DateTime<chrono::Utc>>()
                .expect("an instant"),
        );
        let days = |n: i64| Time(until.0 - n * 86_400_000);
        let one = |who: &str, at, location: &str| Complaint {
            who: who.into(),
            topics: "[\"waiting\",\"other\"]".into(),
            location: Some(location.into()),
            at,
        };
        let all = [
            one("vk:b", days(20), "Литейный"),
            one("vk:a", days(10), "Невский"),
            one("vk:a", days(3), "Невский"),
            one("vk:a", days(2), "Литейный"),
            one("vk:c", days(1), "Невский"),
        ];
        let sums = count(&all, &[], until);
        assert_eq!(sums.len(), 1, "other is no subject");
        let sum = &sums[0];
        assert_eq!((sum.people, sum.before, sum.month), (2, 1, 3));
        assert_eq!(sum.first, days(20));
        let places: Vec<(Option<&str>, i64)> = sum
            .places
            .iter()
            .map(|p| (p.location.as_deref(), p.people))
            .collect();
        assert_eq!(places, [(Some("Невский"), 2), (Some("Литейный"), 1)]);
    }
}
