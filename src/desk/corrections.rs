//! Corrections of the judge: kept with the review, learned from in the background, taken back with one click.

use super::follow::{Followed, follow};
use super::{Actor, DeskError};
use crate::context::Context;
use crate::domain::{Action, Sentiment, Topic, Urgency};
use crate::judge::local::{Local, Outcome};
use crate::judge::{Settings, Verdict};
use crate::store::corrections::{self, Said};
use crate::store::{Db, Tx, events, jobs, reviews, settings, threads};
use std::sync::Arc;

/// The head in use and what came of learning it: JSON of [`Learned`].
const IN_USE: &str = "judge.local";
/// The one before it.
const BEFORE: &str = "judge.local.before";

/// What is kept of the head.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Learned {
    /// None: the judge reads as delivered.
    pub local: Option<Local>,
    /// The last learning, whether or not its head was taken.
    pub outcome: Option<Outcome>,
    /// Its head is the one in use.
    #[serde(default)]
    pub taken: bool,
}

/// What a person corrects.
#[derive(Debug, Clone, Default)]
pub struct Corrected {
    pub sentiment: Option<Sentiment>,
    pub urgency: Option<Urgency>,
    pub topics: Option<Vec<Topic>>,
}

/// Keeps what a person says of a review. A corrected urgency or sentiment moves the deadline and raises or withdraws
/// the alert, in the same transaction.
///
/// # Errors
/// [`DeskError`].
pub async fn correct(
    ctx: &Context,
    actor: &Actor,
    thread_id: &str,
    corrected: &Corrected,
) -> Result<(), DeskError> {
    actor.must(Action::Approve)?;
    let mut tx = ctx.db.begin().await?;
    let thread = threads::by_id_in(&mut tx, thread_id)
        .await?
        .ok_or(DeskError::NotFound)?;
    let review = reviews::by_id_in(&mut tx, &thread.review_id)
        .await?
        .ok_or(DeskError::NotFound)?;
    let mut verdict: Option<Verdict> = serde_json::from_str(&review.verdict).ok();
    let (mut said, mut before) = (Said::default(), serde_json::Map::new());
    if let Some(sentiment) = corrected.sentiment.filter(|s| s.word() != review.sentiment) {
        said.sentiment = Some(sentiment.word().to_owned());
        before.insert("sentiment".into(), review.sentiment.clone().into());
        if let Some(v) = &mut verdict {
            v.sentiment = sentiment;
        }
    }
    if let Some(urgency) = corrected.urgency.filter(|u| u.word() != review.urgency) {
        said.urgency = Some(urgency.word().to_owned());
        before.insert("urgency".into(), review.urgency.clone().into());
        if let Some(v) = &mut verdict {
            v.urgency = urgency;
        }
    }
    let known: Vec<Topic> = serde_json::from_str(&review.topics).unwrap_or_default();
    let differs = |topics: &&Vec<Topic>| {
        !topics.is_empty() && (topics.len() != known.len() || topics.iter().any(|t| !known.contains(t)))
    };
    if let Some(topics) = corrected.topics.as_ref().filter(differs) {
        said.topics = serde_json::to_string(topics).ok();
        before.insert("topics".into(), review.topics.clone().into());
        if let Some(v) = &mut verdict {
            v.topics.clone_from(topics);
        }
    }
    if before.is_empty() {
        return Ok(());
    }
    let json = verdict
        .and_then(|v| serde_json::to_string(&v).ok())
        .unwrap_or_else(|| review.verdict.clone());
    let now = ctx.now();
    corrections::keep(&mut tx, &review.id, &actor.id, &said, &json, now).await?;
    let word = |said: &Option<String>, was: &str| said.clone().unwrap_or_else(|| was.to_owned());
    let read = (
        word(&said.urgency, &review.urgency).parse::<Urgency>(),
        word(&said.sentiment, &review.sentiment).parse::<Sentiment>(),
    );
    let followed = match read {
        (Ok(urgency), Ok(sentiment)) if said.urgency.is_some() || said.sentiment.is_some() => {
            follow(ctx, &mut tx, &thread, &review, (urgency, sentiment)).await?
        }
        _ => Followed::default(),
    };
    let detail = serde_json::json!({
        "before": before, "sentiment": said.sentiment, "urgency": said.urgency, "topics": said.topics,
        "followed": followed,
    });
    events::append(
        &mut tx,
        now,
        &actor.name,
        "verdict_corrected",
        Some(thread_id),
        &detail,
    )
    .await?;
    let payload = serde_json::json!({ "learn": review.id });
    jobs::enqueue(&mut tx, "learn", &payload.to_string(), None, now).await?;
    tx.commit().await?;
    ctx.bell.notify_one();
    Ok(())
}

/// What was learned last.
///
/// # Errors
/// What the driver says.
pub async fn learned(ctx: &Context) -> sqlx::Result<Learned> {
    let value = settings::get(&ctx.db, IN_USE).await?;
    Ok(value
        .and_then(|v| serde_json::from_str(&v).ok())
        .unwrap_or_default())
}

/// The head that the daemon of this database has in use; none where there is no database yet, or one that is older
/// than corrections. For commands: nothing is made or changed.
///
/// # Errors
/// What the driver says.
pub async fn learned_at(url: &str) -> sqlx::Result<Option<Local>> {
    if !Db::exists(url)? {
        return Ok(None);
    }
    let db = Db::connect(url).await?;
    let value = settings::get(&db, IN_USE).await;
    db.close().await;
    let learned: Option<Learned> = value?.and_then(|v| serde_json::from_str(&v).ok());
    Ok(learned.and_then(|l| l.local))
}

/// Switches a learned head in; the one in use can be had back. A refused head leaves the one in use.
///
/// # Errors
/// What the driver says.
pub async fn switch_in(tx: &mut Tx, now: &Learned, outcome: Outcome) -> sqlx::Result<()> {
    let next = Learned {
        taken: outcome.local.is_some(),
        local: outcome.local.clone().or_else(|| now.local.clone()),
        outcome: Some(Outcome {
            local: None,
            ..outcome
        }),
    };
    if next.local != now.local {
        settings::set(tx, BEFORE, &json(now)).await?;
    }
    settings::set(tx, IN_USE, &json(&next)).await
}

/// One click back: the head before this one, which is at first none.
///
/// # Errors
/// [`DeskError`].
pub async fn step_back(ctx: &Context, actor: &Actor) -> Result<(), DeskError> {
    actor.must(Action::Approve)?;
    let value = settings::get(&ctx.db, BEFORE).await?;
    let before: Learned = value
        .and_then(|v| serde_json::from_str(&v).ok())
        .unwrap_or_default();
    let mut tx = ctx.db.begin().await?;
    settings::set(&mut tx, IN_USE, &json(&before)).await?;
    settings::set(&mut tx, BEFORE, &json(&Learned::default())).await?;
    events::append(
        &mut tx,
        ctx.now(),
        &actor.name,
        "judge_stepped_back",
        None,
        &serde_json::json!({}),
    )
    .await?;
    tx.commit().await?;
    refresh(ctx).await?;
    Ok(())
}

fn json(learned: &Learned) -> String {
    serde_json::to_string(learned).unwrap_or_else(|_| "{}".into())
}

/// Lets this process read by the head that is in use now; another process may have learned it.
///
/// # Errors
/// What the driver says.
pub async fn refresh(ctx: &Context) -> sqlx::Result<()> {
    let local = learned(ctx).await?.local;
    let now = ctx.judge();
    if now.local.as_deref() != local.as_ref() {
        ctx.read_by(Settings {
            local: local.map(Arc::new),
            ..Settings::clone(&now)
        });
    }
    Ok(())
}
