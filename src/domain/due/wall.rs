//! From what a clock on the wall shows to an instant.

use chrono::{DateTime, LocalResult, NaiveDateTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

/// Widest offset that tzdb has ever known (Manila and Alaska before 1900: under 16 hours).
const WIDEST: TimeDelta = TimeDelta::hours(16);

/// The first instant at which the clock of `zone` shows `wall` or later: a time that is skipped in
/// spring is the instant of the jump, a time that is repeated in autumn its first occurrence.
pub fn first_instant(zone: Tz, wall: NaiveDateTime) -> DateTime<Utc> {
    match zone.from_local_datetime(&wall) {
        LocalResult::Single(at) => at.with_timezone(&Utc),
        LocalResult::Ambiguous(a, b) => a.min(b).with_timezone(&Utc),
        LocalResult::None => jump(zone, wall),
    }
}

/// The instant of the jump over `wall`: between an instant whose clock is surely before it and one
/// whose clock is surely after it, halved down to the second.
fn jump(zone: Tz, wall: NaiveDateTime) -> DateTime<Utc> {
    let middle = wall.and_utc().timestamp();
    let (mut before, mut after) = (middle - WIDEST.num_seconds(), middle + WIDEST.num_seconds());
    while after - before > 1 {
        let probe = before + (after - before) / 2;
        let reached = DateTime::from_timestamp(probe, 0)
            .is_some_and(|at| at.with_timezone(&zone).naive_local() >= wall);
        if reached { after = probe } else { before = probe }
    }
    DateTime::from_timestamp(after, 0).unwrap_or_else(|| wall.and_utc())
}
