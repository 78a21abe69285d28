//! Circuit breaker of the model. Values only; the caller brings the time. The tokens of a day are counted in the
//! database (`store::pace`), for every daemon together.

use chrono::{DateTime, TimeDelta, Utc};

/// Failures in a row after which nobody asks any more.
const MOST_FAILURES: u32 = 3;
/// How long the circuit stays open, minutes.
const REST: i64 = 5;
/// While one trial is out, others come back after this many seconds.
const TRIAL: i64 = 30;

/// Whether a call may be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pass {
    Go,
    /// The circuit is open: not before.
    NotBefore(DateTime<Utc>),
}

/// What one process saw of the service. A restart forgets it and tries anew.
#[derive(Debug, Default)]
pub struct Gate {
    failures: u32,
    open_until: Option<DateTime<Utc>>,
    /// A call is out that tries whether the service is back.
    trial: Option<DateTime<Utc>>,
}

impl Gate {
    /// Asks to make a call.
    pub fn enter(&mut self, now: DateTime<Utc>) -> Pass {
        if let Some(until) = self.open_until {
            if now < until {
                return Pass::NotBefore(until);
            }
            // half open: one call tries
            if let Some(since) = self.trial.filter(|t| now < *t + TimeDelta::seconds(TRIAL)) {
                return Pass::NotBefore(since + TimeDelta::seconds(TRIAL));
            }
        }
        self.trial = self.open_until.map(|_| now);
        Pass::Go
    }

    /// The call was not made after all.
    pub fn left(&mut self) {
        self.trial = None;
    }

    /// The service answered.
    pub fn answered(&mut self) {
        self.failures = 0;
        self.open_until = None;
        self.trial = None;
    }

    /// The service did not answer, or said that it is too busy.
    pub fn failed(&mut self, now: DateTime<Utc>, retry_after: Option<u64>) {
        self.failures += 1;
        let half_open = self.trial.take().is_some();
        let asked = retry_after
            .and_then(|s| i64::try_from(s).ok())
            .map(|s| s.min(3_600));
        if half_open || self.failures >= MOST_FAILURES || asked.is_some() {
            let rest = TimeDelta::minutes(REST).max(TimeDelta::seconds(asked.unwrap_or(0)));
            let rest = if half_open || self.failures >= MOST_FAILURES {
                rest
            } else {
                TimeDelta::seconds(asked.unwrap_or(0))
            };
            self.open_until = Some(now + rest);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minutes: i64) -> DateTime<Utc> {
        DateTime::<Utc>::UNIX_EPOCH + TimeDelta::minutes(minutes)
    }

    #[test]
    fn three_failures_open_the_circuit_and_one_trial_closes_it() {
        let mut gate = Gate::default();
        for _ in 0..3 {
            assert_eq!(gate.enter(at(0)), Pass::Go);
            gate.failed(at(0), None);
        }
        assert_eq!(gate.enter(at(4)), Pass::NotBefore(at(5)));
        // half open: one goes, the next waits
        assert_eq!(gate.enter(at(5)), Pass::Go);
        assert!(matches!(gate.enter(at(5)), Pass::NotBefore(_)));
        gate.failed(at(5), None);
        assert_eq!(gate.enter(at(6)), Pass::NotBefore(at(10)));
        assert_eq!(gate.enter(at(10)), Pass::Go);
        gate.answered();
        assert_eq!(gate.enter(at(10)), Pass::Go);
        assert_eq!(gate.enter(at(10)), Pass::Go);
    }

    #[test]
    fn a_busy_service_is_left_alone_for_as_long_as_it_asks() {
        let mut gate = Gate::default();
        assert_eq!(gate.enter(at(0)), Pass::Go);
        gate.failed(at(0), Some(120));
        assert_eq!(gate.enter(at(1)), Pass::NotBefore(at(2)));
        assert_eq!(gate.enter(at(2)), Pass::Go);
    }
}
