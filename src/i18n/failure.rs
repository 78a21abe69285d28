//! A failure of a source or a reply, told to a manager.

use super::{Arg, Lang, date_time, t, time_of};
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
