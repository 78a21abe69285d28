//! VK's error codes, which come with HTTP 200, to decisions of the engine.

use crate::Failure;
use chrono::{DateTime, TimeDelta, Timelike, Utc};

/// How long a repeated action rests after flood control, minutes.
const FLOOD_MIN: i64 = 15;

/// The decision. Codes and meanings: VKCOM/vk-api-schema for 5.199 and dev.vk.com.
pub fn of(code: i64, writes: bool, now: DateTime<Utc>) -> Failure {
    let sign = || format!("vk_{code}");
    let after = |wait: TimeDelta| Failure::Slow {
        until: Some(now + wait),
    };
    match code {
        6 => after(TimeDelta::seconds(1)),
        9 => after(TimeDelta::minutes(FLOOD_MIN)),
        29 | 601 => Failure::Slow {
            until: Some(next_day(now)),
        },
        14 | 3300 => Failure::blocked("captcha"),
        17 | 24 | 25 | 3301..=3304 => Failure::blocked("validation"),
        5 | 27 | 28 | 1117 | 3610 => Failure::auth(sign()),
        // An inner error may come after the comment was written.
        1 | 10 | 13 | 36 | 43 if writes => Failure::Unknown,
        1 | 10 | 13 | 36 | 43 => Failure::down(sign()),
        _ if writes => Failure::Refused { reason: sign() },
        7 | 15 | 19 | 20 | 30 | 203..=205 | 210..=214 | 222 | 223 | 1401 => Failure::auth(sign()),
        18 | 37 | 104 | 113 | 125 => Failure::Gone,
        2 | 3 | 4 | 8 | 11 | 16 | 23 | 100 | 101 | 103 | 150 => Failure::drift(format!("error_code={code}")),
        _ => Failure::down(sign()),
    }
}

/// Whether an error speaks of one post only, so that the others may still be read.
pub fn of_one_post(code: i64) -> bool {
    matches!(code, 18 | 37 | 210..=214 | 222 | 223 | 1401)
}

/// Daily limits end with the day of Moscow (UTC+3).
fn next_day(now: DateTime<Utc>) -> DateTime<Utc> {
    let passed = (now + TimeDelta::hours(3)).num_seconds_from_midnight();
    now + TimeDelta::seconds(86_400 - i64::from(passed))
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;

    #[test]
    fn every_code_of_the_table_has_its_decision_for_reading_and_writing() {
        let now = Utc.with_ymd_and_hms(2026, 11, 23, 12, 0, 0).unwrap();
        let codes = [
            1, 5, 6, 7, 9, 10, 13, 14, 15, 17, 18, 24, 27, 29, 30, 36, 100, 103, 104, 113, 203, 204, 210,
            212, 213, 222, 223, 601, 1117, 1401, 3300, 3301, 3610, 9999,
        ];
        let table: Vec<_> = codes
            .iter()
            .map(|&c| format!("{c}: {:?} / {:?}", of(c, false, now), of(c, true, now)))
            .collect();
        insta::assert_json_snapshot!(table);
    }

    #[test]
    fn a_daily_limit_ends_at_midnight_in_moscow() {
        let at = |h| Utc.with_ymd_and_hms(2026, 11, 23, h, 0, 0).unwrap();
        assert_eq!(next_day(at(12)), at(21));
        assert_eq!(next_day(at(22)), at(21) + TimeDelta::days(1));
    }
}
