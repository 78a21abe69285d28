//! Instants as the contract writes them: RFC 3339, UTC, with `Z`.

use chrono::{DateTime, SecondsFormat, Utc};

/// `2026-11-23T09:30:00Z`; milliseconds only where there are some.
pub fn rfc3339(at: DateTime<Utc>) -> String {
    let form = if at.timestamp_subsec_millis() == 0 {
        SecondsFormat::Secs
    } else {
        SecondsFormat::Millis
    };
    at.to_rfc3339_opts(form, true)
}
