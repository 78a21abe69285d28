//! Which deadlines a review gets: the first matching line of the configuration, else the defaults of
//! the product. Pure; the reckoning itself is [`crate::domain::due`].

use crate::config::{Config, Deadline, Location};
use crate::domain::due::{Calendar, Hours, Pauses, Reckoned, Request, Within, reckon_or_weekdays};
use crate::domain::{Sentiment, Urgency};
use crate::store::threads::Clocks;
use chrono::{DateTime, Utc};

/// Platforms where people chat: answered in minutes (product.md §4).
const SOCIAL: [&str; 9] = [
    "vk",
    "telegram",
    "ok",
    "facebook",
    "instagram",
    "youtube",
    "mastodon",
    "reddit",
    "x",
];
/// Stores and mail: a working day.
const STORES: [&str; 6] = [
    "app_store",
    "google_play",
    "rustore",
    "steam",
    "mozilla_amo",
    "mailbox",
];

/// The allowed times for one review: first reply and final answer.
pub fn rule(
    config: &Config,
    platform: &str,
    urgency: Urgency,
    sentiment: Sentiment,
) -> (String, Option<String>) {
    let fits = |d: &&Deadline| {
        (d.platform.is_empty() || d.platform.iter().any(|p| p == platform))
            && (d.urgency.is_empty() || d.urgency.contains(&urgency))
            && (d.sentiment.is_empty() || d.sentiment.contains(&sentiment))
    };
    let line = config.deadlines.iter().find(fits);
    let first = line
        .and_then(|d| d.first_reply.clone())
        .unwrap_or_else(|| default(platform, urgency, sentiment).into());
    (first, line.and_then(|d| d.final_answer.clone()))
}

fn default(platform: &str, urgency: Urgency, sentiment: Sentiment) -> &'static str {
    match (urgency, sentiment) {
        (Urgency::Critical, _) => "1 hour",
        (Urgency::High, _) if !SOCIAL.contains(&platform) => "2 working hours",
        (_, Sentiment::Positive) => "2 working days",
        _ if SOCIAL.contains(&platform) => "30 working minutes",
        _ if STORES.contains(&platform) => "1 working day",
        _ => "4 working hours",
    }
}

/// When the clock of a review starts: when it was written, if the platform tells. A review that was found late does
/// not start in breach: it counts from when it was first seen.
pub fn start(written: Option<DateTime<Utc>>, seen: DateTime<Utc>) -> DateTime<Utc> {
    let late = chrono::TimeDelta::hours(24);
    written.filter(|w| *w <= seen && seen - *w < late).unwrap_or(seen)
}

/// Reckons the clocks of a review that was created (or edited, or first seen) at `from`.
/// A source without a location counts round the clock in UTC.
pub fn clocks(
    config: &Config,
    location: Option<&Location>,
    platform: &str,
    urgency: Urgency,
    sentiment: Sentiment,
    from: DateTime<Utc>,
) -> Clocks {
    let (first, last) = rule(config, platform, urgency, sentiment);
    let Some(reply) = due(location, &first, from) else {
        return Clocks::default();
    };
    let done = last.and_then(|w| due(location, &w, from));
    Clocks {
        reply_by: Some(reply.due.due_at.into()),
        warn_at: Some(reply.due.warn_at.into()),
        final_by: done.map(|d| d.due.due_at.into()),
        without_calendar: reply.without_calendar,
    }
}

fn due(location: Option<&Location>, within: &str, from: DateTime<Utc>) -> Option<Reckoned> {
    let hours = Hours::parse(location.map_or("24/7", |l| l.hours.as_str())).ok()?;
    let calendar = location
        .and_then(|l| l.calendar.as_deref())
        .and_then(|name| Calendar::by_name(name).ok());
    let pauses = Pauses::new(Vec::new()).ok()?;
    let request = Request {
        created_at: from,
        zone: location.map_or(chrono_tz::Tz::UTC, |l| l.time_zone),
        hours: &hours,
        calendar,
        within: Within::parse(within).ok()?,
        pauses: &pauses,
    };
    reckon_or_weekdays(&request).ok()
}
