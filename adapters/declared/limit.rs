//! When a limit of requests ends, as platforms tell it in headers of their own.

use crate::Response;
use crate::parse::dates;
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

/// The header of a service that tells when its limit ends, where no `Retry-After` does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LimitEnds {
    /// In lower case.
    pub header: String,
    #[serde(rename = "as")]
    pub how: EndAs,
    /// Longest wait that is believed, seconds. More is a mistake of the platform.
    pub most_s: u32,
}

/// How the end is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EndAs {
    Rfc3339,
    /// Seconds since 1970.
    Unix,
    /// Seconds from now, also with a fraction.
    Seconds,
}

impl LimitEnds {
    /// The end, if the answer tells one that can be.
    pub fn of(&self, response: &Response, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let told = response.header(&self.header)?.trim();
        let at = match self.how {
            EndAs::Rfc3339 => dates::rfc3339(told)?,
            EndAs::Unix => dates::unix(told.parse().ok()?)?,
            EndAs::Seconds => after(told.parse().ok()?, now)?,
        };
        let most = now + TimeDelta::seconds(i64::from(self.most_s));
        (at >= now && at <= most).then_some(at)
    }
}

/// So many seconds from now, if that is a wait at all.
pub fn after(seconds: f64, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let possible = (0.0..=604_800.0).contains(&seconds);
    possible.then(|| now + TimeDelta::milliseconds((seconds * 1000.0) as i64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_is_read_in_three_forms_and_never_believed_beyond_the_longest_wait() {
        let now = dates::rfc3339("2026-11-23T12:00:00Z").unwrap();
        let ends = |how: EndAs, told: &str| {
            let ends = LimitEnds {
                header: "x-ratelimit-reset".into(),
                how,
                most_s: 3600,
            };
            let response = Response {
                status: 429,
                headers: vec![("x-ratelimit-reset".into(), told.into())],
                body: Vec::new(),
                url: url::Url::parse("https://example.org/").unwrap(),
            };
            ends.of(&response, now).map(|at| (at - now).num_milliseconds())
        };
        assert_eq!(ends(EndAs::Rfc3339, "2026-11-23T12:05:00Z"), Some(300_000));
        assert_eq!(ends(EndAs::Unix, "1795435500"), Some(300_000));
        assert_eq!(ends(EndAs::Seconds, " 90.5"), Some(90_500));
        for (how, told) in [
            (EndAs::Rfc3339, "2026-11-23T14:00:00Z"),
            (EndAs::Rfc3339, "soon"),
            (EndAs::Unix, "1795430000"),
            (EndAs::Seconds, "4000"),
            (EndAs::Seconds, "-1"),
            (EndAs::Seconds, "NaN"),
        ] {
            assert_eq!(ends(how, told), None, "{told}");
        }
    }
}
