//! Times as platforms write them, to instants in UTC.

use chrono::{DateTime, NaiveDateTime, TimeZone, Utc};

/// RFC 3339 with any offset and 0 to 9 digits of a second's fraction (2GIS writes six, or one);
/// also the offset without a colon (`+0700`), and `2023-12-06 19:48:52 UTC` (Trustpilot). `None` without an offset: guessing one would shift
/// the deadline of a reply.
pub fn rfc3339(text: &str) -> Option<DateTime<Utc>> {
    let text = text.trim();
    DateTime::parse_from_rfc3339(text)
        .or_else(|_| DateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f%#z"))
        .or_else(|_| DateTime::parse_from_str(&text.replace(" UTC", " +0000"), "%Y-%m-%d %H:%M:%S %z"))
        .ok()
        .map(|t| t.to_utc())
        .filter(sane)
}

/// A time without a zone, where the platform's people and clients live in Moscow's: the offset of its year.
pub fn moscow(text: &str) -> Option<DateTime<Utc>> {
    let at = chrono_tz::Europe::Moscow
        .from_local_datetime(&naive(text)?)
        .earliest()?;
    Some(at.to_utc()).filter(sane)
}

/// A time without a zone, where the platform says that all its times are UTC.
pub fn utc(text: &str) -> Option<DateTime<Utc>> {
    Some(naive(text)?.and_utc()).filter(sane)
}

fn naive(text: &str) -> Option<NaiveDateTime> {
    let forms = ["%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M:%S%.f"];
    forms
        .iter()
        .find_map(|form| NaiveDateTime::parse_from_str(text.trim(), form).ok())
}

/// Seconds since 1970.
pub fn unix(seconds: i64) -> Option<DateTime<Utc>> {
    Utc.timestamp_opt(seconds, 0).single().filter(sane)
}

/// A review cannot be older than the web nor younger than this century; anything else is a sign
/// that a number means something else (milliseconds, an id).
pub fn sane(at: &DateTime<Utc>) -> bool {
    (631_152_000..4_102_444_800).contains(&at.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fractions_and_offsets_of_real_pages_are_read() {
        let at = |t| rfc3339(t).map(|t| t.to_rfc3339());
        assert_eq!(
            at("2024-11-27T01:22:01.227094+07:00").unwrap(),
            "2024-11-26T18:22:01.227094+00:00"
        );
        assert_eq!(
            at("2021-11-22T11:03:27.0+07:00").unwrap(),
            "2021-11-22T04:03:27+00:00"
        );
        assert_eq!(
            at("2025-12-28T11:55:46-07:00").unwrap(),
            "2025-12-28T18:55:46+00:00"
        );
        assert_eq!(
            at("2024-01-02T03:04:05.123456789Z").unwrap(),
            "2024-01-02T03:04:05.123456789+00:00"
        );
        assert_eq!(
            at("2024-01-02T03:04:05+0300").unwrap(),
            "2024-01-02T00:04:05+00:00"
        );
    }

    #[test]
    fn the_time_of_moscow_is_that_of_its_year() {
        let at = |d| moscow(d).unwrap().to_rfc3339();
        assert_eq!(at("2014-04-11 12:53:02"), "2014-04-11T08:53:02+00:00");
        assert_eq!(at("2026-11-22T11:15:03.5"), "2026-11-22T08:15:03.500+00:00");
        assert_eq!(moscow("вчера"), None);
        assert_eq!(
            utc("2026-11-22T11:15:03").unwrap().to_rfc3339(),
            "2026-11-22T11:15:03+00:00"
        );
        assert_eq!((utc("2026-11-22"), utc("вчера")), (None, None));
    }

    #[test]
    fn a_time_without_offset_or_of_another_age_is_not_guessed() {
        for bad in [
            "2024-01-02T03:04:05",
            "2024-01-02",
            "yesterday",
            "",
            "0001-01-01T00:00:00Z",
            "9999-12-31T00:00:00Z",
        ] {
            assert_eq!(rfc3339(bad), None, "{bad}");
        }
        assert_eq!(
            unix(1_732_645_321).unwrap().to_rfc3339(),
            "2024-11-26T18:22:01+00:00"
        );
        assert_eq!(unix(1_732_645_321_000), None, "milliseconds");
        assert_eq!(unix(i64::MAX), None);
    }
}
