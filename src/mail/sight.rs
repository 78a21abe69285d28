//! Which sources see, for the digest and for mails about one of them.

use super::view::{Reader, platform};
use super::{Prepared, Source, Unprepared, View};
use crate::context::Context;
use crate::domain::Lang;
use crate::domain::health::Concern;
use crate::store::people::Person;
use crate::store::{Time, coverage as evidence, digest as counted, sources};

pub(super) async fn coverage(
    ctx: &Context,
    scope: &counted::Scope,
    lang: Lang,
) -> sqlx::Result<super::digest::Coverage> {
    let mut coverage = super::digest::Coverage::default();
    let kept = evidence::all(&ctx.db).await?;
    for s in sources::enabled(&ctx.db).await? {
        if !scope.covers(s.location.as_deref()) {
            continue;
        }
        coverage.total += 1;
        match s.health.as_str() {
            "green" => coverage.green += 1,
            "new" => coverage.new += 1,
            health => coverage.dim.push(super::digest::Dim {
                name: source_name(&s, lang),
                blind: health != "yellow",
                failure: s.failure(),
                concerns: kept.get(&s.id).map(|c| c.concerns()).unwrap_or_default(),
                since: s
                    .failing_since
                    .or_else(|| kept.get(&s.id).and_then(|c| c.since))
                    .map(Time::utc),
                next: s.due_at.utc(),
            }),
        }
    }
    Ok(coverage)
}

fn source_name(s: &sources::Source, lang: Lang) -> String {
    let place = s.location.as_deref().unwrap_or(&s.name);
    format!("{}, {place}", platform(&s.platform, lang))
}

/// `why`: `window` where the platform will soon stop listing what nobody has read; else it went blind.
pub(super) async fn source(
    ctx: &Context,
    person: &Person,
    reader: Reader,
    id: &str,
    why: Option<&str>,
) -> Result<Prepared, Unprepared> {
    let source = sources::by_id(&ctx.db, id)
        .await?
        .ok_or(Unprepared::Obsolete("the source is gone"))?;
    let kept = evidence::of(&ctx.db, id).await?;
    let mut concerns = kept.concerns();
    if why == Some("window") {
        concerns.retain(|c| matches!(c, Concern::Window { .. }));
        if concerns.is_empty() {
            return Err(Unprepared::Obsolete("it was read"));
        }
    } else if source.health != "red" {
        return Err(Unprepared::Obsolete("it sees again"));
    }
    let since = match why {
        Some("window") => source.seen_at.or(Some(source.created_at)),
        _ => source.failing_since.or(kept.since),
    };
    let view = Source {
        name: source_name(&source, person.lang()),
        failure: source.failure(),
        concerns,
        since: since.unwrap_or(ctx.now()).utc(),
        seen: source.seen_at.map(Time::utc),
        next: source.due_at.utc(),
        key: source.name,
        reader,
    };
    let name = if source.health == "red" {
        "source.red"
    } else {
        "source.doubt"
    };
    let event = Some((name, view.event(id)));
    Ok(Prepared {
        view: View::Source(view),
        event,
        tokens: Vec::new(),
    })
}
