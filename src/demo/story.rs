//! The story that `demo --once` tells: what happens on the platforms and what the people do.
//!
//! Every beat is done once. The site remembers its verbs by key, what people do is marked in the
//! database, so a story that was killed anywhere is told on from there.

use super::site::life::text;
use super::site::places::GROUP_ID;
use super::site::{Mood, Platform, Site};
use crate::context::Context;
use crate::desk::{self, Actor, DeskError};
use crate::domain::State;
use crate::store::{alerts, people, replies, settings, threads};
use anyhow::{Context as _, Result, anyhow};
use chrono::{DateTime, TimeDelta, Utc};
use std::collections::BTreeMap;

/// What can happen.
enum Deed {
    /// The text of this id is posted; the beat's name becomes the review's key.
    Post(&'static str),
    /// The author of the review with this key changes it as `texts.toml` says.
    Edit(&'static str),
    Delete(&'static str),
    Mood(Platform, Mood),
    Approve(&'static str),
    /// A person pastes the approved text in the platform's cabinet and says so.
    Paste(&'static str),
    TakeAlert(&'static str),
}

/// One moment of the story.
struct Beat {
    /// Minutes after the beginning.
    at: i64,
    key: &'static str,
    deed: Deed,
}

const fn beat(at: i64, key: &'static str, deed: Deed) -> Beat {
    Beat { at, key, deed }
}

/// Monday, 09:00 in Moscow.
pub fn beginning() -> DateTime<Utc> {
    "2026-11-23T06:00:00Z".parse().unwrap_or_default()
}

/// After the digests of 16:00 in Moscow and in Kaliningrad.
pub const LENGTH: TimeDelta = TimeDelta::minutes(9 * 60);

const BEATS: &[Beat] = &[
    // history, there before the first poll
    beat(0, "h1", Deed::Post("2gis-praise-kaliningrad")),
    beat(0, "h2", Deed::Post("app-praise-en")),
    beat(0, "h3", Deed::Post("vk-thanks")),
    beat(0, "h4", Deed::Post("channel-review")),
    beat(0, "h5", Deed::Post("2gis-spam")),
    // a working day
    beat(15, "poisoning", Deed::Post("2gis-poisoning")),
    beat(15, "queue", Deed::Post("vk-queue")),
    beat(20, "rude", Deed::Post("2gis-rude-vladivostok")),
    beat(20, "cold", Deed::Post("2gis-cold")),
    beat(25, "crash", Deed::Post("app-crash")),
    beat(30, "hours", Deed::Post("telegram-hours")),
    beat(32, "alert-taken", Deed::TakeAlert("poisoning")),
    beat(45, "queue-approved", Deed::Approve("queue")),
    beat(45, "crash-approved", Deed::Approve("crash")),
    beat(50, "crash-edited", Deed::Edit("crash")),
    beat(55, "cold-approved", Deed::Approve("cold")),
    beat(70, "cold-pasted", Deed::Paste("cold")),
    beat(75, "hours-approved", Deed::Approve("hours")),
    beat(90, "spam-gone", Deed::Delete("h5")),
    beat(120, "blind", Deed::Mood(Platform::Vk, Mood::Blind)),
    beat(180, "mended", Deed::Mood(Platform::Vk, Mood::Well)),
    beat(240, "hair", Deed::Post("2gis-hair")),
    beat(250, "english", Deed::Post("2gis-wait-en")),
];

/// Does every beat whose time has come. Gives the keys of those that could not be done yet.
///
/// # Errors
/// Database or disk.
pub async fn tell(ctx: &Context, site: &Site) -> Result<Vec<&'static str>> {
    let now = ctx.clock.now();
    let mut waiting = Vec::new();
    for b in BEATS
        .iter()
        .filter(|b| beginning() + TimeDelta::minutes(b.at) <= now)
    {
        let mark = format!("story:{}", b.key);
        if settings::get(&ctx.db, &mark).await?.is_some() {
            continue;
        }
        if act(ctx, site, b)
            .await
            .with_context(|| format!("story: {}", b.key))?
        {
            let mut tx = ctx.db.begin().await?;
            settings::set(&mut tx, &mark, "done").await?;
            tx.commit().await?;
        } else {
            waiting.push(b.key);
        }
    }
    Ok(waiting)
}

/// `false`: not yet possible, because the daemon has not seen the review.
async fn act(ctx: &Context, site: &Site, b: &Beat) -> Result<bool> {
    match &b.deed {
        Deed::Post(id) => {
            let text = text(id).ok_or_else(|| anyhow!("texts.toml has no {id}"))?;
            site.post_review(b.key, &text.review())?;
        }
        Deed::Edit(key) => {
            let (platform, id) = posted(site, key)?;
            let text = source_text(key)?;
            let then = text
                .then
                .as_deref()
                .ok_or_else(|| anyhow!("{key} has no second thoughts"))?;
            site.edit_review(b.key, platform, &id, then, text.then_rating)?;
        }
        Deed::Delete(key) => {
            let (platform, id) = posted(site, key)?;
            site.delete_review(b.key, platform, &id, platform == Platform::Vk)?;
        }
        Deed::Mood(platform, mood) => site.set_mood(*platform, *mood)?,
        Deed::Approve(key) => return approve(ctx, site, key).await,
        Deed::Paste(key) => return paste(ctx, site, b.key, key).await,
        Deed::TakeAlert(key) => return take(ctx, site, key).await,
    }
    Ok(true)
}

fn source_text(key: &str) -> Result<&'static super::site::life::Text> {
    let id = BEATS.iter().find_map(|b| match b.deed {
        Deed::Post(id) if b.key == key => Some(id),
        _ => None,
    });
    id.and_then(text)
        .ok_or_else(|| anyhow!("the story does not post {key}"))
}

fn posted(site: &Site, key: &str) -> Result<(Platform, String)> {
    let id = site
        .made(key)
        .ok_or_else(|| anyhow!("{key} is not on the site"))?;
    Ok((source_text(key)?.platform, id))
}

/// The thread of a review that the site posted under `key`.
async fn thread_of(ctx: &Context, site: &Site, key: &str) -> Result<Option<threads::Thread>> {
    let (platform, id) = posted(site, key)?;
    // the Bot API counts messages per chat, so its reviews carry the chat in their id
    let in_chat = format!("{GROUP_ID}/{id}");
    let seen = threads::of_external(&ctx.db, platform.word(), &id).await?;
    Ok(match seen {
        Some(thread) => Some(thread),
        None => threads::of_external(&ctx.db, platform.word(), &in_chat).await?,
    })
}

async fn actor(ctx: &Context, name: &str) -> Result<Actor> {
    let person = people::by_name(&ctx.db, name)
        .await?
        .ok_or_else(|| anyhow!("no person {name}"))?;
    Ok(Actor::from(&person))
}

async fn approve(ctx: &Context, site: &Site, key: &str) -> Result<bool> {
    let Some(thread) = thread_of(ctx, site, key).await? else {
        return Ok(false);
    };
    let Some(reply) = replies::of_thread(&ctx.db, &thread.id).await? else {
        return Ok(false);
    };
    if reply.state() != State::InReview {
        // done before a kill that came before the mark
        return Ok(!matches!(reply.state(), State::None | State::Draft));
    }
    let manager = actor(ctx, "manager").await?;
    let mut reasons = BTreeMap::new();
    loop {
        match desk::approve(
            ctx,
            &manager,
            &thread.id,
            reply.version,
            &reply.text_hash,
            &reasons,
        )
        .await
        {
            Ok(_) => return Ok(true),
            Err(DeskError::Blocked(findings))
                if findings
                    .iter()
                    .all(|f| ctx.rules.pack().can_be_overridden(&f.code))
                    && reasons.is_empty() =>
            {
                reasons.extend(
                    findings
                        .into_iter()
                        .map(|f| (f.code, "проверено управляющим".to_owned())),
                );
            }
            Err(DeskError::Conflict) => return Ok(false),
            Err(e) => return Err(e.into()),
        }
    }
}

async fn paste(ctx: &Context, site: &Site, beat: &str, key: &str) -> Result<bool> {
    let Some(thread) = thread_of(ctx, site, key).await? else {
        return Ok(false);
    };
    let Some(reply) = replies::of_thread(&ctx.db, &thread.id).await? else {
        return Ok(false);
    };
    let (platform, id) = posted(site, key)?;
    match reply.state() {
        State::Approved => {
            site.official_reply_by_hand(beat, platform, &id, &reply.text)?;
            let manager = actor(ctx, "manager").await?;
            match desk::pasted_by_hand(ctx, &manager, &thread.id, reply.version).await {
                Ok(_) => Ok(true),
                Err(DeskError::Conflict) => Ok(false),
                Err(e) => Err(e.into()),
            }
        }
        State::Published | State::VerifiedLive => Ok(true),
        _ => Ok(false),
    }
}

async fn take(ctx: &Context, site: &Site, key: &str) -> Result<bool> {
    let Some(thread) = thread_of(ctx, site, key).await? else {
        return Ok(false);
    };
    let Some(alert) = alerts::of_thread(&ctx.db, &thread.id).await?.into_iter().next() else {
        return Ok(false);
    };
    desk::take_alert(ctx, &actor(ctx, "duty").await?, &alert.id).await?;
    Ok(true)
}
