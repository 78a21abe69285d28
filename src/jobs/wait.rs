//! When a source is read next.

use super::door::Tally;
use crate::context::Context;
use crate::intake::Counts;
use crate::store::Time;
use crate::store::sources::Source;
use chrono::TimeDelta;
use otklik_adapters::{Adapter, Failure};

/// After this poll.
pub(super) fn next_poll(
    ctx: &Context,
    source: &Source,
    adapter: Option<&'static dyn Adapter>,
    failure: Option<&Failure>,
    counts: Counts,
    tally: &Tally,
) -> Time {
    let now = ctx.clock.now();
    let least = adapter.map_or(600, |a| a.manifest().politeness.min_poll_s);
    let least = TimeDelta::seconds(i64::try_from(least).unwrap_or(600));
    let doubled = |base: TimeDelta, most: TimeDelta| {
        let times = i32::try_from(source.failures.clamp(0, 10)).unwrap_or(0);
        (base * 2_i32.saturating_pow(u32::try_from(times).unwrap_or(0))).min(most)
    };
    let wait = match failure {
        None => regular(source, counts, least).max(spread(ctx, source, tally)),
        Some(Failure::Slow { until: Some(until) }) => (*until - now).max(least),
        Some(
            Failure::Slow { until: None } | Failure::Down { .. } | Failure::Unknown | Failure::Refused { .. },
        ) => doubled(TimeDelta::minutes(1), TimeDelta::hours(1)).max(least.min(TimeDelta::minutes(1))),
        // a changed page, a captcha or a lost key are not mended by asking often
        Some(Failure::Drift { .. } | Failure::Auth { .. }) => {
            doubled(TimeDelta::minutes(10), TimeDelta::hours(2))
        }
        Some(Failure::Blocked { .. }) => doubled(TimeDelta::minutes(30), TimeDelta::hours(6)),
        Some(Failure::Gone) => TimeDelta::hours(6),
        Some(Failure::Unsupported | Failure::Unchanged) => TimeDelta::hours(24),
    };
    Time::from(now + wait)
}

/// How long the poll's cost makes its platform's allowance wait: all sources of the platform are counted
/// as sharing it, whatever their keys are.
fn spread(ctx: &Context, source: &Source, tally: &Tally) -> TimeDelta {
    let Some((cost, stands)) = tally.allowance else {
        return TimeDelta::zero();
    };
    let sharers = ctx
        .config
        .sources
        .iter()
        .filter(|s| s.platform == source.platform);
    let sharers = u32::try_from(sharers.count()).unwrap_or(u32::MAX);
    stands.pause(cost, sharers, ctx.clock.now())
}

/// `every`, or between the platform's least interval and an hour, by whether there was news.
fn regular(source: &Source, counts: Counts, least: TimeDelta) -> TimeDelta {
    if let Some(ms) = source.every_ms {
        return TimeDelta::milliseconds(ms).max(TimeDelta::seconds(1));
    }
    let last = source
        .polled_at
        .map_or(TimeDelta::minutes(10), |at| source.due_at.utc() - at.utc());
    let wait = if counts.new + counts.edited > 0 {
        last / 2
    } else {
        last + last / 4
    };
    wait.clamp(least, TimeDelta::hours(1).max(least))
}
