//! How often reviews come: when is silence longer than usual?
//!
//! Nothing is stored for it: the instants of the newest reviews of the source are in the database.

use chrono::{DateTime, TimeDelta, Utc};

/// The newest reviews that are looked at.
pub const LAST: usize = 51;
/// Fewer gaps than this say nothing.
const LEAST: usize = 8;
/// Arrivals at random with a mean gap g have a longest of 50 gaps of about 4.5 g; twice that comes by
/// chance once in 8,000 gaps.
const TIMES: i32 = 2;
/// Nights and days off are no silence.
const FLOOR: TimeDelta = TimeDelta::hours(24);

/// The longest pause that is usual, out of the instants of the newest reviews in any order; `None` while
/// too little is known.
pub fn usual_pause(mut at: Vec<DateTime<Utc>>) -> Option<TimeDelta> {
    at.sort_unstable();
    let gaps = at.windows(2).map(|pair| pair[1] - pair[0]);
    if gaps.len() < LEAST {
        return None;
    }
    let longest = gaps.max()?;
    Some((longest * TIMES).max(FLOOR))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn every(hours: &[i64]) -> Vec<DateTime<Utc>> {
        let mut at = DateTime::UNIX_EPOCH;
        let mut all = vec![at];
        for gap in hours {
            at += TimeDelta::hours(*gap);
            all.push(at);
        }
        all.reverse();
        all
    }

    #[test]
    fn the_usual_pause_is_twice_the_longest_of_the_last_gaps() {
        let at = every(&[1, 30, 2, 5, 8, 1, 1, 3]);
        assert_eq!(usual_pause(at), Some(TimeDelta::hours(60)));
    }

    #[test]
    fn a_busy_source_may_be_silent_for_a_day() {
        assert_eq!(usual_pause(every(&[1; 50])), Some(TimeDelta::hours(24)));
    }

    #[test]
    fn a_young_source_has_no_rhythm_yet() {
        assert_eq!(usual_pause(every(&[1; 7])), None);
        assert_eq!(usual_pause(Vec::new()), None);
    }
}
