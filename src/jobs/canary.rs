//! Before a place is called gone, another one of its platform is asked: a soft ban looks like a deletion.

use super::door::{Door, Tally};
use super::poll::{Tools, believe};
use crate::context::Context;
use crate::domain::health::Health;
use crate::net::Errand;
use crate::store::sources::{self, Source};
use otklik_adapters::{Adapter, Cursor, Failure, Place};
use url::Url;

/// What "gone" comes to: [`Failure::Gone`] when the canary can be read (or when there is none to ask),
/// `blocked` with the sign `soft_ban` when that seems gone too, else what kept the canary from answering;
/// and how the canary is.
///
/// # Errors
/// What the driver says.
pub async fn ask(
    ctx: &Context,
    tools: &Tools,
    source: &Source,
    adapter: &dyn Adapter,
    door: &Door<'_>,
    tally: &mut Tally,
) -> sqlx::Result<(Failure, Option<&'static str>)> {
    if let Some(place) = declared(adapter) {
        return Ok(verdict(read(adapter, door, &place, tally).await));
    }
    for other in sources::enabled(&ctx.db).await? {
        let well = other.health == Health::Green.word()
            && other.platform == source.platform
            && other.id != source.id;
        if let (true, Some(place)) = (well, other.place())
            && let Ok(door) = Door::of(ctx, tools, adapter, &other)
        {
            return Ok(verdict(read(adapter, &door, &place, tally).await));
        }
    }
    Ok((Failure::Gone, None))
}

/// The place of the manifest's canary.
pub fn declared(adapter: &dyn Adapter) -> Option<Place> {
    let url = Url::parse(adapter.manifest().canary.as_deref()?).ok()?;
    adapter.locate(&url)
}

/// Its first page; nothing of it is kept.
///
/// # Errors
/// What the platform did.
pub async fn read(
    adapter: &dyn Adapter,
    door: &Door<'_>,
    place: &Place,
    tally: &mut Tally,
) -> Result<(), Failure> {
    let session = door.open(place, None, Errand::Read);
    let page = adapter.poll(&session, place, &Cursor::default()).await;
    tally.add(&session);
    believe(&page?)
}

/// The failure to believe, and how the canary is (a word of `coverage.canary`).
pub fn verdict(canary: Result<(), Failure>) -> (Failure, Option<&'static str>) {
    match canary {
        Ok(()) | Err(Failure::Unchanged) => (Failure::Gone, Some("well")),
        // it exists, we are told that it does not
        Err(Failure::Gone | Failure::Drift { .. } | Failure::Blocked { .. }) => {
            (Failure::blocked("soft_ban"), Some("gone"))
        }
        Err(other) => (other, Some("silent")),
    }
}
