//! A failure of a source or a reply, told to a manager.

use super::{Arg, Lang, date_time, t, time_of};
use crate::domain::health::Concern;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use otklik_adapters::Failure;

/// What happened and what to do, one sentence or two each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    pub cause: String,
    pub remedy: String,
}

/// Tells a failure in plain words. `zone` and `now` are for the time until which a platform asked
/// to wait.
pub fn failure(lang: Lang, failure: &Failure, zone: Tz, now: DateTime<Utc>) -> Told {
    let (key, arg): (&str, Option<(&str, Arg<'_>)>) = match failure {
        Failure::Slow { until: None } => ("failure-slow", None),
        Failure::Slow { until: Some(until) } => (
            "failure-slow-until",
            Some(("until", until_text(lang, *until, zone, now).into())),
        ),
        Failure::Down { sign } => ("failure-down", Some(("sign", sign.as_str().into()))),
        Failure::Auth { sign } => ("failure-auth", Some(("sign", sign.as_str().into()))),
        Failure::Blocked { signs } => ("failure-blocked", Some(("signs", signs.as_str().into()))),
        Failure::Gone => ("failure-gone", None),
        Failure::Drift { at } => ("failure-drift", Some(("at", at.as_str().into()))),
        Failure::Refused { reason } => ("failure-refused", Some(("reason", reason.as_str().into()))),
        Failure::Unknown => ("failure-unknown", None),
        Failure::Unsupported => ("failure-unsupported", None),
        Failure::Unchanged => ("failure-unchanged", None),
    };
    Told {
        cause: t(lang, &format!("{key}.cause"), arg.as_slice()),
        remedy: t(lang, &format!("{key}.remedy"), arg.as_slice()),
    }
}

/// Tells what is wrong with a source, the worst first: a failure by its own words, a concern by its
/// figures.
pub fn concerns(
    lang: Lang,
    concerns: &[Concern],
    known: Option<&Failure>,
    zone: Tz,
    now: DateTime<Utc>,
) -> Vec<Told> {
    let tell = |c: &Concern| match (c, known) {
        (Concern::Failing, Some(f)) => Some(failure(lang, f, zone, now)),
        (Concern::Failing, None) => None,
        (other, _) => Some(concern(lang, other)),
    };
    let told: Vec<Told> = concerns.iter().filter_map(tell).collect();
    match known {
        // a source that failed before anything was kept of it
        Some(f) if told.is_empty() => vec![failure(lang, f, zone, now)],
        _ => told,
    }
}

fn concern(lang: Lang, concern: &Concern) -> Told {
    let length = |hours: i64| super::time::length_text(lang, chrono::TimeDelta::hours(hours));
    let days = |n: i64| t(lang, "count-days", &[("n", n.into())]);
    let args: Vec<(&str, Arg<'_>)> = match concern {
        Concern::Failing => Vec::new(),
        Concern::Counter { own, theirs } => vec![("own", (*own).into()), ("theirs", (*theirs).into())],
        Concern::Silent { hours, usual } => {
            vec![("quiet", length(*hours).into()), ("usual", length(*usual).into())]
        }
        Concern::Faded { field, was, now } => vec![
            ("field", field.as_str().into()),
            ("was", (*was).into()),
            ("now", (*now).into()),
        ],
        Concern::Lost { known } => vec![("n", (*known).into())],
        Concern::Window { days: unseen, window } => {
            vec![("unseen", days(*unseen).into()), ("window", days(*window).into())]
        }
    };
    let key = format!("concern-{}", concern.word());
    Told {
        cause: t(lang, &format!("{key}.cause"), &args),
        remedy: t(lang, &format!("{key}.remedy"), &args),
    }
}

/// «15:30» today, otherwise «22 ноября, 09:00»: words that can follow «до».
fn until_text(lang: Lang, until: DateTime<Utc>, zone: Tz, now: DateTime<Utc>) -> String {
    let day = |at: DateTime<Utc>| at.with_timezone(&zone).date_naive();
    if day(until) == day(now) {
        time_of(until, zone)
    } else {
        date_time(lang, until, zone, now)
    }
}

/// The cause alone, where nobody's zone is known: the line of `otklik poll`.
pub fn failure_cause(lang: Lang, of: &Failure) -> String {
    // The time until which to wait needs a zone and is left out.
    let timeless = if matches!(of, Failure::Slow { .. }) {
        &Failure::Slow { until: None }
    } else {
        of
    };
    failure(lang, timeless, Tz::UTC, DateTime::UNIX_EPOCH).cause
}
