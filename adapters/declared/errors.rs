//! What a platform's own errors mean, as a table in the manifest: by HTTP status, or by a value inside of
//! the answer, also where that comes with status 200.

use super::limit::after;
use crate::Failure;
use crate::parse::path::Path;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A row: the first that fits decides.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// HTTP statuses; any where none is named.
    #[serde(default)]
    pub status: Vec<u16>,
    /// A value of the answer, which must be there; with `is` one of these, with `not` none of these.
    #[serde(default)]
    pub at: Option<Path>,
    #[serde(default)]
    pub is: Vec<Value>,
    /// Or a whole number within these bounds.
    #[serde(default)]
    pub between: Option<[i64; 2]>,
    #[serde(default)]
    pub not: Vec<Value>,
    /// One of these parts (in lower case) is in the text at `at`, whatever its case.
    #[serde(default)]
    pub has: Vec<String>,
    /// How long to wait, seconds: a number of the answer.
    #[serde(default)]
    pub wait: Option<Path>,
    /// Only where nothing stands at any of these.
    #[serde(default)]
    pub unless: Vec<Path>,
    /// Nothing stands at `at`. Of saved bodies, which people cut out, that says nothing.
    #[serde(default)]
    pub absent: bool,
    /// Only for answers to a request of this kind.
    #[serde(default)]
    pub when: When,
    pub then: Kind,
    /// A short machine word of ours (never the platform's text); `{value}` stands for a number at `at`.
    #[serde(default)]
    pub sign: String,
}

/// Requests that a rule is for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum When {
    #[default]
    Always,
    Reading,
    Writing,
}

/// The decisions of [`Failure`] that a table may name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Slow,
    Down,
    Auth,
    Blocked,
    Gone,
    Drift,
    Refused,
    Unknown,
    Unsupported,
}

impl Rule {
    /// These statuses mean that there is no such place.
    pub fn gone(statuses: &[u16]) -> Self {
        Rule {
            // 404 means that anyway.
            status: [statuses, &[404]].concat(),
            at: None,
            is: Vec::new(),
            between: None,
            not: Vec::new(),
            has: Vec::new(),
            wait: None,
            unless: Vec::new(),
            absent: false,
            when: When::Always,
            then: Kind::Gone,
            sign: String::new(),
        }
    }

    /// Whether this value stands where the rule says.
    pub fn fits(&self, body: Option<&Value>) -> bool {
        let stands = |path: &Path| body.and_then(|b| path.first(b)).is_some_and(|v| !v.is_null());
        if self.unless.iter().any(stands) {
            return false;
        }
        let Some(path) = &self.at else {
            return true;
        };
        let Some(value) = body.and_then(|b| path.first(b)).filter(|v| !v.is_null()) else {
            return self.absent && body.is_some();
        };
        let within = |[from, to]: [i64; 2]| value.as_i64().is_some_and(|n| (from..=to).contains(&n));
        let named = match (self.between, self.is.is_empty()) {
            (Some(bounds), _) if within(bounds) => true,
            (None, true) => true,
            _ => self.is.contains(value),
        };
        let text = value.as_str().unwrap_or_default().to_lowercase();
        !self.absent
            && named
            && (self.has.is_empty() || self.has.iter().any(|part| text.contains(part)))
            && !self.not.contains(value)
    }

    /// What this row decides.
    pub fn failure(&self, body: Option<&Value>) -> Failure {
        let value = self.at.as_ref().and_then(|p| p.first(body?));
        let number = value.and_then(Value::as_i64).map(|n| n.to_string());
        let sign = self.sign.replace("{value}", &number.unwrap_or_default());
        match self.then {
            Kind::Slow => Failure::Slow { until: None },
            Kind::Down => Failure::down(sign),
            Kind::Auth => Failure::auth(sign),
            Kind::Blocked => Failure::blocked(sign),
            Kind::Gone => Failure::Gone,
            Kind::Drift => Failure::drift(sign),
            Kind::Refused => Failure::refused(sign),
            Kind::Unknown => Failure::Unknown,
            Kind::Unsupported => Failure::Unsupported,
        }
    }

    /// What contradicts what, if anything does.
    ///
    /// # Errors
    /// In words, with what is allowed.
    pub fn check(&self) -> Result<(), String> {
        if self.status.is_empty() && self.at.is_none() {
            return Err("a rule of `errors` needs `status` or `at`".into());
        }
        let bare = self.is.is_empty() && self.not.is_empty() && self.has.is_empty() && self.between.is_none();
        if self.at.is_none() && (self.absent || !bare) {
            return Err("`is`, `between`, `not`, `has` and `absent` need `at`: the path of the value".into());
        }
        if let Some(part) = self
            .has
            .iter()
            .find(|part| **part != part.to_lowercase() || part.is_empty())
        {
            return Err(format!("`has`: {part:?} must be in lower case, and not empty"));
        }
        let word = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"_=.{}".contains(&b);
        let clear = matches!(
            self.then,
            Kind::Slow | Kind::Gone | Kind::Unknown | Kind::Unsupported
        );
        if self.sign.is_empty() && !clear {
            return Err("`sign` is missing: only slow, gone, unknown and unsupported say enough".into());
        }
        if !self.sign.bytes().all(word) {
            return Err(format!(
                "`sign = {:?}`: allowed are a-z, 0-9, _, =, . and {{value}}",
                self.sign
            ));
        }
        Ok(())
    }
}

/// With the wait that the answer tells, where the table says where.
pub fn until(rules: &[Rule], body: Option<&Value>, now: DateTime<Utc>, failure: Failure) -> Failure {
    let wait = |rule: &Rule| after(rule.wait.as_ref()?.first(body?)?.as_f64()?, now);
    match failure {
        Failure::Slow { until: None } => Failure::Slow {
            until: rules.iter().find_map(wait),
        },
        other => other,
    }
}

/// What a table makes of an answer; `None`: nothing fits.
pub fn verdict(rules: &[Rule], status: u16, body: Option<&Value>, writes: bool) -> Option<Failure> {
    let rule = rules.iter().find(|rule| {
        let asked = match rule.when {
            When::Always => true,
            When::Reading => !writes,
            When::Writing => writes,
        };
        asked && (rule.status.is_empty() || rule.status.contains(&status)) && rule.fits(body)
    })?;
    Some(rule.failure(body))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn rule(text: &str) -> Rule {
        toml::from_str(text).unwrap()
    }

    #[test]
    fn the_first_row_that_fits_decides_by_status_value_and_kind_of_request() {
        let rules = [
            rule("status = [403]\nwhen = \"writing\"\nthen = \"refused\"\nsign = \"http_403\""),
            rule("at = \"code\"\nis = [7, 8]\nthen = \"slow\""),
            rule("at = \"code\"\nnot = [\"OK\"]\nthen = \"down\"\nsign = \"code_{value}\""),
        ];
        let of = |status, body: Value, writes| verdict(&rules, status, Some(&body), writes);
        assert_eq!(of(403, json!({}), true), Some(Failure::refused("http_403")));
        assert_eq!(of(403, json!({}), false), None);
        assert_eq!(
            of(200, json!({"code": 7}), false),
            Some(Failure::Slow { until: None })
        );
        assert_eq!(of(200, json!({"code": 9}), false), Some(Failure::down("code_9")));
        // Text of the platform never gets into a failure.
        assert_eq!(
            of(200, json!({"code": "secret"}), false),
            Some(Failure::down("code_"))
        );
        assert_eq!(of(200, json!({"code": "OK"}), false), None);
        assert_eq!(verdict(&rules, 200, None, false), None);
        let parts = [rule(
            "at = \"why\"\nhas = [\"twice\"]\nunless = [\"data\"]\nthen = \"slow\"\nwait = \"s\"",
        )];
        let told = |body: Value| {
            verdict(&parts, 200, Some(&body), false)
                .map(|f| until(&parts, Some(&body), DateTime::UNIX_EPOCH, f))
        };
        let ends = DateTime::from_timestamp(90, 0);
        assert_eq!(
            told(json!({"why": "Said TWICE.", "s": 90})),
            Some(Failure::Slow { until: ends })
        );
        assert_eq!(
            told(json!({"why": "Said twice", "s": -1})),
            Some(Failure::Slow { until: None })
        );
        assert_eq!(told(json!({"why": "Said twice", "data": []})), None);
        assert_eq!(told(json!({"why": "Said once"})), None);
        let absent = [rule(
            "at = \"code\"\nabsent = true\nthen = \"drift\"\nsign = \"code\"",
        )];
        assert_eq!(
            verdict(&absent, 200, Some(&json!([])), false),
            Some(Failure::drift("code"))
        );
        assert_eq!(verdict(&absent, 200, Some(&json!({"code": 7})), false), None);
    }

    #[test]
    fn a_row_that_says_nothing_or_something_strange_is_refused_with_what_is_allowed() {
        for (text, told) in [
            ("then = \"gone\"", "`status` or `at`"),
            ("status = [1]\nis = [1]\nthen = \"gone\"", "`at`"),
            ("status = [1]\nthen = \"down\"", "`sign` is missing"),
            ("at = \"a\"\nhas = [\"No\"]\nthen = \"gone\"", "lower case"),
            ("status = [1]\nthen = \"down\"\nsign = \"Oh no\"", "a-z"),
        ] {
            let why = rule(text).check().unwrap_err();
            assert!(why.contains(told), "{why}");
        }
        let why = toml::from_str::<Rule>("status = [1]\nthen = \"later\"")
            .unwrap_err()
            .to_string();
        assert!(why.contains("expected one of `slow`, `down`"), "{why}");
    }
}
