//! What the linter must know of a thread, gathered from the store.

use super::DeskError;
use crate::context::Context;
use crate::domain::Fault;
use crate::judge::Verdict;
use crate::lint;
use crate::store::{events, replies, reviews, sources, threads};

/// How many published texts a new one is compared with (lint-rules.md: the last 200).
const COMPARED: i64 = 200;

/// The input with which a text for this thread is linted.
///
/// # Errors
/// [`DeskError::NotFound`], or what the driver says.
pub async fn lint_input(
    ctx: &Context,
    thread_id: &str,
    text: &str,
    promise_by: Option<&str>,
) -> Result<lint::Input, DeskError> {
    let thread = threads::by_id(&ctx.db, thread_id)
        .await?
        .ok_or(DeskError::NotFound)?;
    let review = reviews::by_id(&ctx.db, &thread.review_id)
        .await?
        .ok_or(DeskError::NotFound)?;
    let source = sources::by_id(&ctx.db, &thread.source_id)
        .await?
        .ok_or(DeskError::NotFound)?;
    let verdict: Option<Verdict> = serde_json::from_str(&review.verdict).ok();
    let chosen = thread.fault.as_deref().and_then(|f| f.parse::<Fault>().ok());
    let reply = &ctx.config.reply;
    let location = thread.location.as_deref();
    let (history, people) =
        super::memory::facts(ctx, &review, &source.platform, location, verdict.as_ref()).await?;
    let attachments = match u32::try_from(review.media) {
        Ok(total) if total > 0 => Some(lint::Attachments {
            total,
            viewed: events::viewed(&ctx.db, thread_id).await?,
        }),
        _ => None,
    };
    Ok(lint::Input {
        id: serde_json::Value::Null,
        text: text.to_owned(),
        origin: lint::Origin::Person,
        lang: reply_language(&review.lang),
        platform: Some(source.platform),
        review: Some(lint::Review {
            text: review.body,
            rating: review.rating.and_then(|r| u8::try_from(r).ok()),
            author: review.author_name,
            media: u32::try_from(review.media).ok(),
        }),
        fault: chosen.or(verdict.map(|v| v.fault)),
        severity: None,
        promise_by: promise_by.map(str::to_owned),
        published: replies::published_texts(&ctx.db, COMPARED, Some(thread_id)).await?,
        now: Some(ctx.clock.now()),
        context: Some(lint::Context {
            vertical: Some(reply.vertical.word().to_owned()),
            attachments,
            history,
            same_topic_threads_30d: people,
            allowed_contacts: Some(reply.allowed_contacts.clone()),
            greet_by_name: Some(reply.greet_by_name.word().to_owned()),
        }),
    })
}

/// A reply is written in the language of the review, where we write that language.
fn reply_language(lang: &str) -> Option<String> {
    match lang {
        "ru" | "mixed" => Some("ru".into()),
        "en" => Some("en".into()),
        _ => None,
    }
}
