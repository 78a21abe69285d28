//! Where a service is asked, and how long it wants to be left alone.

use super::call::{Asker, Service};
use crate::parse::status;
use crate::{Failure, Response};
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use url::Url;

/// The longest wait that is believed, minutes (a week). More would hide a source for good.
const LONGEST: i64 = 7 * 24 * 60;

/// Another host, where a key of `[source.access]` says so: regions, other ways to log in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Elsewhere {
    pub key: String,
    pub is: String,
    pub host: String,
    /// Keys without which nothing can be asked there.
    #[serde(default)]
    pub needs: Vec<String>,
}

/// A header with JSON, and in it, however deep, minutes under this name; the most of them count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wait {
    pub header: String,
    pub minutes: String,
}

impl Wait {
    fn until(&self, response: &Response, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let told: Value = serde_json::from_str(response.header(&self.header)?).ok()?;
        let longest = most(&told, &self.minutes).filter(|m| *m > 0)?;
        now.checked_add_signed(TimeDelta::minutes(longest.min(LONGEST)))
    }
}

fn most(value: &Value, name: &str) -> Option<i64> {
    match value {
        Value::Array(all) => all.iter().filter_map(|v| most(v, name)).max(),
        Value::Object(all) => {
            let here = all.get(name).and_then(Value::as_i64);
            all.values().filter_map(|v| most(v, name)).chain(here).max()
        }
        _ => None,
    }
}

impl Service {
    /// The address with what the service adds to every one.
    ///
    /// # Errors
    /// [`Failure::Auth`] where a key is missing.
    pub fn address(&self, asker: &mut Asker<'_>, url: &mut Url) -> Result<(), Failure> {
        if let Some(there) = &self.elsewhere
            && asker.net.key(&there.key).as_deref() == Some(&there.is)
        {
            if let Some(key) = there.needs.iter().find(|key| asker.net.key(key).is_none()) {
                return Err(Failure::auth(format!("no_{key}")));
            }
            url.set_host(Some(&there.host))
                .map_err(|_| Failure::Unsupported)?;
        }
        if let Some(hmac) = &self.hmac_sha256
            && let Some(signature) = hmac.sign(asker)?
        {
            *asker = asker.clone().with("signature", signature);
        }
        for (name, words) in &self.query {
            if let Some(value) = asker.fill(words)? {
                url.query_pairs_mut().append_pair(name, &value);
            }
        }
        Ok(())
    }

    /// A failure of the table, with when the limit is lifted, where the answer tells that.
    pub fn until(&self, failure: Failure, response: &Response, now: DateTime<Utc>) -> Failure {
        let named = || {
            response
                .header("retry-after")
                .and_then(|v| status::retry_after(v, now))
        };
        let own = || self.wait.as_ref().and_then(|wait| wait.until(response, now));
        match failure {
            Failure::Slow { until: None } => Failure::Slow {
                until: own().or_else(named),
            },
            other => other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_wait_of_a_header_is_kept_and_bounded() {
        let now = DateTime::from_timestamp(1_795_435_200, 0).unwrap();
        let wait = Wait {
            header: "x-usage".into(),
            minutes: "left".into(),
        };
        let until = |usage: &str| {
            let answer = crate::testkit::Cassette::answer(400, &[("X-Usage", usage)], b"");
            wait.until(&answer, now).map(|at| (at - now).num_minutes())
        };
        assert_eq!(
            until(r#"{"1":[{"left":0}],"2":[{"type":"x","left":12}]}"#),
            Some(12)
        );
        assert_eq!(until(r#"{"1":[{"left":999999}]}"#), Some(LONGEST));
        for none in ["{}", r#"{"1":[{"left":0}]}"#, "soon", ""] {
            assert_eq!(until(none), None, "{none}");
        }
    }
}
