//! Wall time to instant, against the definition taken literally.

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use otklik::domain::due::first_instant;

/// The first minute, searched one by one, at which the clock shows `wall` or later.
fn literally(zone: Tz, wall: NaiveDateTime) -> DateTime<Utc> {
    let mut at = wall.and_utc() - TimeDelta::hours(16);
    while at.with_timezone(&zone).naive_local() < wall {
        at += TimeDelta::minutes(1);
    }
    at
}

#[test]
fn the_first_instant_is_what_the_definition_says_around_every_jump() {
    // spring and autumn, half an hour, at midnight, a whole skipped date, a jump at 00:01
    let jumps = [
        ("Europe/Berlin", "2026-03-29T00:00:00"),
        ("Europe/Berlin", "2026-10-25T00:00:00"),
        ("Australia/Lord_Howe", "2026-04-05T00:00:00"),
        ("Australia/Lord_Howe", "2026-10-04T00:00:00"),
        ("Africa/Cairo", "2026-04-23T22:00:00"),
        ("Africa/Cairo", "2026-10-29T21:00:00"),
        ("America/Havana", "2026-11-01T00:00:00"),
        ("America/Asuncion", "2023-03-25T21:00:00"),
        ("America/St_Johns", "2010-11-06T22:00:00"),
        ("Pacific/Apia", "2011-12-29T22:00:00"),
        ("Europe/Moscow", "2014-10-26T00:00:00"),
    ];
    for (zone, from) in jumps {
        let zone: Tz = zone.parse().unwrap();
        let from: NaiveDateTime = from.parse().unwrap();
        for minutes in (0..6 * 60).step_by(5) {
            let wall = from + TimeDelta::minutes(minutes);
            assert_eq!(first_instant(zone, wall), literally(zone, wall), "{zone} {wall}");
        }
    }
}
