//! Lengths of time as a person writes them: `10m`, `36h`, `90d`, `3y`.

use serde::{Deserialize, Deserializer};
use std::time::Duration;

/// A length of time; a year is 365 days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span(pub Duration);

impl Span {
    /// From minutes.
    pub const fn minutes(n: u64) -> Self {
        Span(Duration::from_secs(n * 60))
    }

    /// From days.
    pub const fn days(n: u64) -> Self {
        Span(Duration::from_secs(n * 86_400))
    }

    /// In milliseconds.
    pub fn millis(self) -> i64 {
        i64::try_from(self.0.as_millis()).unwrap_or(i64::MAX)
    }

    /// As chrono counts it.
    pub fn delta(self) -> chrono::TimeDelta {
        chrono::TimeDelta::milliseconds(self.millis())
    }
}

impl std::str::FromStr for Span {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("{text:?}: write a number and a unit: 45s, 10m, 4h, 90d or 3y");
        let at = text.find(|c: char| !c.is_ascii_digit()).ok_or_else(wrong)?;
        let n: u64 = text[..at].parse().map_err(|_| wrong())?;
        let seconds = match &text[at..] {
            "s" => 1,
            "m" => 60,
            "h" => 3_600,
            "d" => 86_400,
            "y" => 365 * 86_400,
            _ => return Err(wrong()),
        };
        n.checked_mul(seconds)
            .map(|s| Span(Duration::from_secs(s)))
            .ok_or_else(wrong)
    }
}

impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        String::deserialize(d)?.parse().map_err(serde::de::Error::custom)
    }
}
