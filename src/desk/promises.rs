//! Verbs on promises: made with the approval that makes them public, kept, reported back, followed up.

use super::{Actor, DeskError};
use crate::context::Context;
use crate::domain::due::{Calendar, Hours};
use crate::domain::promise::{Place, UNDATED};
use crate::domain::{Action, Sentiment};
use crate::judge::Verdict;
use crate::lint;
use crate::store::people::{self, Person};
use crate::store::promises::{self, New, Promise};
use crate::store::replies::Reply;
use crate::store::threads::{self, Thread};
use crate::store::{Time, Tx, events, reviews};
use chrono::NaiveDate;

/// What was set in the promise builder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Promised {
    /// The public date, `YYYY-MM-DD`.
    pub by: Option<String>,
    /// The internal one; before the public one.
    pub internal: Option<String>,
    /// Id of the person who keeps it.
    pub owner: Option<String>,
}

/// Hours, zone and calendar of a location as the configuration says; round the clock in the zone of
/// the business where there is none.
pub struct Hall {
    zone: chrono_tz::Tz,
    hours: Hours,
    calendar: Option<&'static Calendar>,
}

impl Hall {
    /// Of a location.
    ///
    /// # Errors
    /// [`DeskError::Invalid`] only if the configuration was changed to hours that cannot be read.
    pub fn of(ctx: &Context, location: Option<&str>) -> Result<Hall, DeskError> {
        let known = ctx
            .config
            .locations
            .iter()
            .find(|l| Some(l.name.as_str()) == location);
        let hours = known.map_or("24/7", |l| l.hours.as_str());
        Ok(Hall {
            zone: known.map_or_else(|| ctx.config.zone(), |l| l.time_zone),
            hours: Hours::parse(hours).map_err(|_| DeskError::Invalid("desk-hours-unreadable"))?,
            calendar: known
                .and_then(|l| l.calendar.as_deref())
                .and_then(|name| Calendar::by_name(name).ok()),
        })
    }

    /// As the domain reckons with it.
    pub fn place(&self) -> Place<'_> {
        Place {
            zone: self.zone,
            hours: &self.hours,
            calendar: self.calendar,
        }
    }
}

/// Checks the builder: dates that are dates, the internal one first, an owner who can act there. Where
/// only the internal date is given, the public one is reckoned with slack.
pub(super) fn checked(
    ctx: &Context,
    people: &[Person],
    thread: &Thread,
    set: &Promised,
) -> Result<Promised, DeskError> {
    let date = |text: &Option<String>| match text.as_deref() {
        None => Ok(None),
        Some(text) => text
            .parse::<NaiveDate>()
            .map(Some)
            .map_err(|_| DeskError::Invalid("desk-promise-not-a-date")),
    };
    let (public, internal) = (date(&set.by)?, date(&set.internal)?);
    let public = match (public, internal) {
        (None, Some(internal)) => {
            let hall = Hall::of(ctx, thread.location.as_deref())?;
            Some(hall.place().public_for(ctx.clock.now(), internal))
        }
        (public, _) => public,
    };
    if internal.zip(public).is_some_and(|(i, p)| i > p) {
        return Err(DeskError::Invalid("desk-promise-internal-late"));
    }
    if let Some(owner) = &set.owner {
        let fits = |p: &&Person| {
            p.id == *owner && p.role().may(Action::Write) && p.covers(thread.location.as_deref())
        };
        if !people.iter().any(|p| fits(&p)) {
            return Err(DeskError::Invalid("desk-promise-owner"));
        }
    }
    Ok(Promised {
        by: public.map(|d| d.to_string()),
        internal: internal.map(|d| d.to_string()),
        owner: set.owner.clone(),
    })
}

/// The public date that would be reckoned for an internal one; `None` where that is no date.
pub fn public_date(ctx: &Context, location: Option<&str>, internal: &str) -> Option<String> {
    let hall = Hall::of(ctx, location).ok()?;
    let internal = internal.parse().ok()?;
    Some(hall.place().public_for(ctx.clock.now(), internal).to_string())
}

/// Makes the promise of an approved text, in the transaction of the approval. Every date and every
/// word that binds us has one; a text without either has none. Gives what the event tells.
pub(super) async fn make(
    ctx: &Context,
    tx: &mut Tx,
    actor: &Actor,
    thread: &Thread,
    reply: &Reply,
    approval_id: &str,
) -> Result<Option<serde_json::Value>, DeskError> {
    let named = reply
        .promise_by
        .as_deref()
        .and_then(|d| d.parse::<NaiveDate>().ok());
    let what = lint::promised(&ctx.rules.pack(), &reply.text);
    if named.is_none() && what.is_none() {
        return Ok(None);
    }
    let now = ctx.now();
    let hall = Hall::of(ctx, thread.location.as_deref())?;
    let place = hall.place();
    let today = place.date(now.utc());
    if named.is_some_and(|date| date < today) {
        // a text that lay too long: its date is over before anybody reads it
        return Err(DeskError::Invalid("desk-promise-past"));
    }
    let public = named.unwrap_or_else(|| place.ahead(today, UNDATED));
    let internal = reply.promise_internal.as_deref().and_then(|d| d.parse().ok());
    let terms = place.terms(now.utc(), internal, public);
    let owner = reply
        .promise_owner
        .as_deref()
        .or(thread.assignee_id.as_deref())
        .unwrap_or(&actor.id);
    promises::replace(tx, &thread.id, now).await?;
    let new = New {
        thread_id: &thread.id,
        approval_id,
        owner_id: owner,
        what: what.as_deref().unwrap_or(&reply.text),
        named: named.is_some(),
        internal_by: terms.internal_by.into(),
        public_by: terms.public_by.into(),
    };
    let id = promises::insert(tx, &new, now).await?;
    Ok(Some(
        serde_json::json!({ "promise": id, "public": public, "owner": owner }),
    ))
}

async fn seen(ctx: &Context, actor: &Actor, id: &str) -> Result<Promise, DeskError> {
    actor.must(Action::Write)?;
    promises::by_id(&ctx.db, id).await?.ok_or(DeskError::NotFound)
}

async fn finish(
    ctx: &Context,
    mut tx: Tx,
    actor: &Actor,
    promise: &Promise,
    kind: &str,
    detail: serde_json::Value,
) -> Result<(), DeskError> {
    events::append(
        &mut tx,
        ctx.now(),
        &actor.name,
        kind,
        Some(&promise.thread_id),
        &detail,
    )
    .await?;
    tx.commit().await?;
    ctx.bell.notify_one();
    Ok(())
}

/// What was promised is done. Then the author is to be told, and asked two working days later; not
/// where the review is gone or insults somebody (seed rule I2).
///
/// # Errors
/// [`DeskError`]; [`DeskError::Conflict`] when it changed meanwhile.
pub async fn keep(ctx: &Context, actor: &Actor, id: &str, version: i64) -> Result<(), DeskError> {
    let promise = seen(ctx, actor, id).await?;
    let thread = threads::by_id(&ctx.db, &promise.thread_id)
        .await?
        .ok_or(DeskError::NotFound)?;
    let review = reviews::by_id(&ctx.db, &thread.review_id)
        .await?
        .ok_or(DeskError::NotFound)?;
    let abusive = serde_json::from_str::<Verdict>(&review.verdict).is_ok_and(|v| v.abusive);
    let asks = review.removed_at.is_none() && !abusive && review.sentiment != Sentiment::Positive.word();
    let now = ctx.now();
    let hall = Hall::of(ctx, promise.location.as_deref())?;
    let follow_up = asks.then(|| Time::from(hall.place().follow_up(now.utc())));
    let mut tx = ctx.db.begin().await?;
    if !promises::keep(&mut tx, id, version, now, follow_up).await? {
        return Err(DeskError::Conflict);
    }
    let late = now > promise.public_by;
    let detail = serde_json::json!({ "promise": id, "late": late });
    finish(ctx, tx, actor, &promise, "promise_kept", detail).await
}

/// The author was told that it is done.
///
/// # Errors
/// [`DeskError`]; [`DeskError::Conflict`] when it changed meanwhile.
pub async fn report_back(ctx: &Context, actor: &Actor, id: &str, version: i64) -> Result<(), DeskError> {
    let promise = seen(ctx, actor, id).await?;
    let mut tx = ctx.db.begin().await?;
    if !promises::report(&mut tx, id, version, ctx.now()).await? {
        return Err(DeskError::Conflict);
    }
    let detail = serde_json::json!({ "promise": id });
    finish(ctx, tx, actor, &promise, "promise_reported", detail).await
}

crate::vocabulary! {
    /// What the author said two working days later.
    Said { Well = "well", Again = "again", Silent = "silent" }
}

/// The author was asked; where it went wrong again, the thread opens once more.
///
/// # Errors
/// [`DeskError`]; [`DeskError::Conflict`] when it changed meanwhile.
pub async fn follow_up(
    ctx: &Context,
    actor: &Actor,
    id: &str,
    version: i64,
    said: Said,
) -> Result<(), DeskError> {
    let promise = seen(ctx, actor, id).await?;
    let mut tx = ctx.db.begin().await?;
    if !promises::follow_up(&mut tx, id, version, said.word(), ctx.now()).await? {
        return Err(DeskError::Conflict);
    }
    if said == Said::Again {
        threads::open_again(&mut tx, &promise.thread_id).await?;
    }
    let detail = serde_json::json!({ "promise": id, "said": said });
    finish(ctx, tx, actor, &promise, "promise_followed_up", detail).await
}

/// Another person keeps it.
///
/// # Errors
/// [`DeskError`]; [`DeskError::Conflict`] when it changed meanwhile.
pub async fn hand(
    ctx: &Context,
    actor: &Actor,
    id: &str,
    version: i64,
    person_id: &str,
) -> Result<(), DeskError> {
    actor.must(Action::Assign)?;
    let promise = promises::by_id(&ctx.db, id).await?.ok_or(DeskError::NotFound)?;
    let to = people::by_id(&ctx.db, person_id)
        .await?
        .filter(|p| p.active && p.role().may(Action::Write) && p.covers(promise.location.as_deref()))
        .ok_or(DeskError::Invalid("desk-promise-owner"))?;
    let mut tx = ctx.db.begin().await?;
    if !promises::hand(&mut tx, id, version, person_id).await? {
        return Err(DeskError::Conflict);
    }
    let detail = serde_json::json!({ "promise": id, "to": to.name });
    finish(ctx, tx, actor, &promise, "promise_handed", detail).await
}
