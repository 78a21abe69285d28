//! One more wording by the model, beside drafts that are already there.

use super::{Done, JobError, back_off};
use crate::context::Context;
use crate::desk;
use crate::domain::{Lang, State};
use crate::draft::{self, Length, Variant};
use crate::lint::{Level, Origin};
use crate::reword::client::{self, AskError};
use crate::reword::gate::{Gate, Pass};
use crate::reword::protocol::{self, Question};
use crate::reword::{faithful, mask};
use crate::store::jobs::{self, Leased};
use crate::store::replies::{self, Reply};
use crate::store::{Time, events, pace, reviews, sources, threads};
use otklik_adapters::Limit;
use otklik_adapters::manifest::Unit;
use std::sync::{Mutex, PoisonError};

/// Calls for one draft; then it stays with the deterministic ones.
const TRIES: i64 = 3;
/// Letters of a reworded text where the platform sets no limit.
const MOST: usize = 1_200;
/// The kind of the added variant.
pub const KIND: &str = "model";

/// What the model is given of one reply.
struct Subject {
    reply: Reply,
    variants: Vec<Variant>,
    /// «Здравствуйте, Анна!»: the model never sees it.
    hello: String,
    /// The sentence with the contact person: neither.
    contact: String,
    question: Question,
    limit: Option<Limit>,
}

/// Does the job.
///
/// # Errors
/// [`JobError`].
pub async fn run(ctx: &Context, gate: &Mutex<Gate>, job: &Leased, thread_id: &str) -> Result<Done, JobError> {
    let model = &ctx.config.model;
    let subject = match &model.url {
        Some(_) => subject(ctx, thread_id).await?,
        None => None,
    };
    let Some(subject) = subject else {
        return end(ctx, job, thread_id, None, "nothing to word").await;
    };
    let body = protocol::body(model, &subject.question);
    let now = ctx.clock.now();
    let pass = lock(gate).enter(now);
    if let Pass::NotBefore(at) = pass {
        return Ok(Done::Later(Time::from(at), "the model rests".to_owned()));
    }
    let tokens = Tokens {
        day: now.date_naive().to_string(),
        booked: small(protocol::estimate(&body, model)),
    };
    if !tokens.book(ctx, small(model.daily_tokens)).await? {
        lock(gate).left();
        return end(ctx, job, thread_id, None, "the tokens of the day are spent").await;
    }
    let asked = client::ask(model, &body).await;
    let now = ctx.clock.now();
    let why = match asked {
        Ok(answer) => {
            lock(gate).answered();
            if let Some(used) = answer.tokens {
                tokens.settle(ctx, small(used)).await?;
            }
            match variant(ctx, thread_id, &subject, &answer.text).await? {
                Ok(variant) => return end(ctx, job, thread_id, Some((&subject, variant)), "worded").await,
                Err(why) => why,
            }
        }
        Err(AskError::Down { why, retry_after }) => {
            lock(gate).failed(now, retry_after);
            if job.attempt >= TRIES {
                return end(ctx, job, thread_id, None, &why).await;
            }
            return Ok(Done::Later(after(now, job.attempt), why));
        }
        Err(AskError::Useless(fault)) => {
            lock(gate).answered();
            fault.to_string()
        }
        Err(AskError::Refused(why)) => {
            lock(gate).answered();
            tracing::warn!(%why, "the model refuses; look at [model]");
            return end(ctx, job, thread_id, None, &why).await;
        }
    };
    // a useless answer is asked for once more, not for ever
    if job.attempt >= 2 {
        return end(ctx, job, thread_id, None, &why).await;
    }
    Ok(Done::Later(after(now, job.attempt), why))
}

/// Tokens booked for one call. The account of a day is kept in the database: a restart forgets nothing, and daemons
/// that share it spend it together.
struct Tokens {
    /// The UTC day.
    day: String,
    booked: u32,
}

impl Tokens {
    const ACCOUNT: &str = "model";

    /// Whether they fit into what is left of the day.
    async fn book(&self, ctx: &Context, daily: u32) -> sqlx::Result<bool> {
        let spent = pace::spend(&ctx.db, Self::ACCOUNT, &self.day, self.booked, daily).await?;
        Ok(spent.is_some())
    }

    /// The service says how many they really were.
    async fn settle(&self, ctx: &Context, used: u32) -> sqlx::Result<()> {
        pace::settle(&ctx.db, Self::ACCOUNT, &self.day, self.booked, used).await
    }
}

fn small(tokens: u64) -> u32 {
    u32::try_from(tokens).unwrap_or(u32::MAX)
}

fn lock(gate: &Mutex<Gate>) -> std::sync::MutexGuard<'_, Gate> {
    gate.lock().unwrap_or_else(PoisonError::into_inner)
}

fn after(now: chrono::DateTime<chrono::Utc>, attempt: i64) -> Time {
    let wait = i64::try_from(back_off(attempt).as_millis()).unwrap_or(60_000);
    Time(Time::from(now).0 + wait)
}

/// What there is to word: a draft that waits for a person and was not worded yet.
async fn subject(ctx: &Context, thread_id: &str) -> Result<Option<Subject>, JobError> {
    let db = &ctx.db;
    let Some(thread) = threads::by_id(db, thread_id).await? else {
        return Ok(None);
    };
    let (reply, review, source) = (
        replies::of_thread(db, thread_id).await?,
        reviews::by_id(db, &thread.review_id).await?,
        sources::by_id(db, &thread.source_id).await?,
    );
    let (Some(reply), Some(review), Some(source)) = (reply, review, source) else {
        return Ok(None);
    };
    let variants: Vec<Variant> = serde_json::from_str(&reply.variants).unwrap_or_default();
    let waits = matches!(reply.state(), State::Draft | State::InReview);
    let Some(first) = variants
        .first()
        .filter(|_| waits && variants.iter().all(|v| v.kind != KIND))
    else {
        return Ok(None);
    };
    let review_text = format!("{} {}", review.title.as_deref().unwrap_or(""), review.body);
    // whoever writes to a machine is answered without one
    if draft::orders_a_machine(&review_text) {
        return Ok(None);
    }
    let lang = if review.lang == "en" { Lang::En } else { Lang::Ru };
    let channels = ctx.config.contacts.iter().map(|c| c.channel.as_str());
    let (hello, draft, contact) = taken_apart(&first.text, channels);
    let most = source.limit().map_or(MOST, |l| {
        usize::try_from(l.max).unwrap_or(MOST).min(MOST) * 8 / 10
    });
    let question = Question {
        lang,
        review: mask::masked(&review_text, review.author_name.as_deref(), lang),
        most: most.saturating_sub(hello.chars().count() + contact.chars().count()),
        draft,
    };
    Ok(Some(Subject {
        reply,
        variants,
        hello,
        contact,
        question,
        limit: source.limit(),
    }))
}

/// Greeting, matter and contact sentence of a draft.
fn taken_apart<'a>(text: &str, channels: impl Iterator<Item = &'a str>) -> (String, String, String) {
    let (hello, rest) = match text.split_once("! ") {
        Some((hello, rest)) => (format!("{hello}!"), rest),
        None => (String::new(), text),
    };
    let channel = channels.into_iter().find(|c| rest.contains(*c));
    let Some(at) = channel.and_then(|c| rest.find(c).map(|at| at + c.len())) else {
        return (hello, rest.to_owned(), String::new());
    };
    let from = rest[..at].rfind(". ").map_or(0, |dot| dot + 2);
    let to = rest[at..].find(". ").map_or(rest.len(), |dot| at + dot + 1);
    let matter = format!("{}{}", &rest[..from], rest[to..].trim_start());
    (hello, matter.trim().to_owned(), rest[from..to].to_owned())
}

/// The answer as a variant, if every rule lets it through.
async fn variant(
    ctx: &Context,
    thread_id: &str,
    of: &Subject,
    text: &str,
) -> Result<Result<Variant, String>, JobError> {
    if let Err(why) = faithful::check(&of.question.draft, &of.question.review, text) {
        return Ok(Err(why.to_owned()));
    }
    let parts = [of.hello.as_str(), text, of.contact.as_str()];
    let whole = parts
        .into_iter()
        .filter(|p| !p.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    let first = &of.variants[0];
    let promise = first.promise_by.map(|d| d.to_string());
    let mut input = match desk::lint_input(ctx, thread_id, &whole, promise.as_deref()).await {
        Ok(input) => input,
        Err(e) => return Ok(Err(e.to_string())),
    };
    input.origin = Origin::Draft;
    let limit = of.limit;
    let findings = ctx.rules.lint(&input, limit, of.question.lang).findings;
    let blocked = findings
        .iter()
        .find(|f| f.level == Level::Block && f.code != "attachment_not_viewed");
    if let Some(blocked) = blocked {
        return Ok(Err(format!("the linter blocks it: {}", blocked.code)));
    }
    let unit = limit.map_or(Unit::Chars, |l| l.unit);
    Ok(Ok(Variant {
        kind: KIND.to_owned(),
        length: Length {
            used: unit.length(&whole),
            max: limit.map(|l| l.max),
            unit: unit.word().to_owned(),
        },
        text: whole,
        promise_by: first.promise_by,
        promise_internal: first.promise_internal,
        findings,
    }))
}

/// Ends the job, with the variant where there is one and the draft is still the one that was worded.
async fn end(
    ctx: &Context,
    job: &Leased,
    thread_id: &str,
    worded: Option<(&Subject, Variant)>,
    why: &str,
) -> Result<Done, JobError> {
    let now = ctx.now();
    let mut tx = ctx.db.begin().await?;
    if let Some((subject, variant)) = worded
        && let Some(now_there) = replies::of_thread_in(&mut tx, thread_id).await?
        && now_there.variants == subject.reply.variants
    {
        let mut variants = subject.variants.clone();
        variants.push(variant);
        let json = serde_json::json!(variants).to_string();
        replies::set_variants(&mut tx, &now_there.id, &json, now_there.refused_draft.as_deref()).await?;
        let detail = serde_json::json!({ "model": ctx.config.model.name });
        events::append(&mut tx, now, "daemon", "model_worded", Some(thread_id), &detail).await?;
    }
    jobs::finish(&mut tx, job, now, "done", Some(why)).await?;
    tx.commit().await?;
    Ok(Done::Finished)
}
