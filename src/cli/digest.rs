//! `otklik digest` and `otklik test-mail`.

use super::open::{self, Usage};
use super::{Exit, show};
use crate::context::Context;
use crate::i18n;
use crate::jobs;
use crate::mail::{self, Delivery, Mailer};
use crate::store::mails;
use crate::store::people::{self, Person};
use anyhow::{Context as _, Result};
use chrono::{DateTime, Utc};
use serde_json::json;
use std::path::Path;

/// Renders the digest that would be sent to a person at an instant; sends nothing, changes nothing.
///
/// # Errors
/// Wrong configuration, no database, nobody of this name, an instant that is none, or a folder that
/// cannot be written.
pub async fn render(config: &Path, person: &str, at: &str, out: &Path) -> Result<Exit> {
    let lang = i18n::of_environment();
    let at: DateTime<Utc> = DateTime::parse_from_rfc3339(at)
        .map_err(|_| {
            Usage(i18n::t(
                lang,
                "not-an-instant",
                &[("flag", "--at".into()), ("value", at.into())],
            ))
        })?
        .to_utc();
    let ctx = open::bare(config).await?;
    let who = find(&ctx, person).await?;
    let slots = ctx.config.people.iter().find(|p| p.name == who.name);
    let slots = slots.map(|p| p.digests.as_slice()).unwrap_or_default();
    let since = jobs::previous_digest(slots, who.zone(), at);
    let mailer = Mailer::new(&ctx.config.mail).map_err(|e| anyhow::anyhow!("[mail]: {e}"))?;
    let eml = mail::digest_eml(&ctx, &mailer, &who, since, at).await?;
    let name = format!(
        "digest-{}-{}.eml",
        file_name(&who.name),
        at.format("%Y%m%dT%H%M%SZ")
    );
    let path = out.join(name);
    let told = path.display().to_string();
    std::fs::create_dir_all(out)
        .and_then(|()| std::fs::write(&path, eml))
        .with_context(|| i18n::t(lang, "file-unwritable", &[("path", told.as_str().into())]))?;
    show::text(&told)?;
    ctx.db.close().await;
    Ok(Exit::Done)
}

async fn find(ctx: &Context, name: &str) -> Result<Person> {
    let known = people::active(&ctx.db).await?;
    match known.iter().find(|p| p.name == name) {
        Some(person) => Ok(person.clone()),
        None => {
            let names: Vec<String> = known.into_iter().map(|p| p.name).collect();
            Err(Usage::no_person(name, &names).into())
        }
    }
}

/// A name as part of a file name, whatever it is made of.
fn file_name(name: &str) -> String {
    name.chars()
        .map(|c| if c.is_alphanumeric() || c == '-' { c } else { '_' })
        .collect()
}

/// Sends one test message by every channel of a person, now; prints one object per channel.
///
/// # Errors
/// Wrong configuration, no database, or nobody of this name.
pub async fn test_mail(config: &Path, person: &str) -> Result<Exit> {
    let app = open::app(config).await?;
    let ctx = &app.ctx;
    let who = find(ctx, person).await?;
    let mut channels = vec!["mail".to_owned()];
    if let Some(p) = ctx.config.people.iter().find(|p| p.name == who.name) {
        channels.extend(p.alerts.iter().filter(|c| *c != "mail").cloned());
    }
    let mut exit = Exit::Done;
    for channel in channels {
        let once = format!("test:{}", crate::store::new_id());
        let mut tx = ctx.db.begin().await?;
        let id = mails::queue_alone(&mut tx, ctx.now(), &once, "test", &channel, &who.id, &json!({})).await?;
        tx.commit().await?;
        let error = match mail::deliver(ctx, app.runner.mailer(), &id).await {
            Delivery::Sent { subject, text, html } => {
                let mut tx = ctx.db.begin().await?;
                mails::sent(&mut tx, &id, ctx.now(), &subject, &text, &html).await?;
                tx.commit().await?;
                None
            }
            Delivery::Later { error } | Delivery::Never { error } | Delivery::Obsolete { why: error } => {
                let mut tx = ctx.db.begin().await?;
                mails::not_sent(&mut tx, &id, &error, true).await?;
                tx.commit().await?;
                Some(error)
            }
        };
        if error.is_some() {
            exit = Exit::Partly;
        }
        show::line(
            &json!({ "person": who.name, "channel": channel, "ok": error.is_none(), "error": error }),
        )?;
    }
    ctx.db.close().await;
    Ok(exit)
}
