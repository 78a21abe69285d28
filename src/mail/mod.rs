//! Mails and messages: one file per kind (what it shows), `templates/` (how), [`smtp`] (the way out).
//!
//! A mail is a row that was queued in the transaction of its cause, with ids only. [`deliver`] reads
//! what those ids mean *now*, drops what is no longer true, makes the links, renders and sends. No
//! transaction is open while a server talks.

mod account;
mod alert;
mod approval;
pub mod digest;
mod help;
mod kept;
mod letter;
pub mod link;
mod load;
pub mod message;
mod praise;
mod probe;
mod promise;
pub mod render;
mod sight;
pub mod smtp;
mod source;
pub mod text;
mod topic;
pub mod view;
mod warning;
pub mod when;

pub use account::{Kind as AccountKind, View as Account};
pub use alert::View as Alert;
pub use approval::View as Approval;
pub use help::View as Help;
pub use letter::LetterError;
pub use load::digest as digest_of;
pub use praise::{Hero, Quote, View as Praise};
pub use probe::View as Probe;
pub use promise::{View as Promise, Why as PromiseWhy};
pub use render::Rendered;
pub use smtp::{Mailer, MailerError, SendError};
pub use source::View as Source;
pub use topic::View as Topic;
pub use warning::{View as Warning, Why};

use crate::context::Context;
use crate::domain::Lang;
use crate::notify;
use crate::store::people::Person;
use crate::store::{mails, people};

/// What became of one attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Delivery {
    /// It left. The parts are kept as sent, with the tokens of links taken out.
    Sent {
        subject: String,
        text: String,
        html: String,
    },
    /// Another attempt may work.
    Later { error: String },
    /// No attempt will ever work.
    Never { error: String },
    /// What it would say is no longer true.
    Obsolete { why: String },
}

/// What one message shows.
#[derive(Debug, Clone)]
pub enum View {
    Digest(digest::View),
    Alert(Alert),
    Approval(Approval),
    Account(Account),
    Source(Source),
    Warning(Warning),
    Promise(Promise),
    Topic(Topic),
    Praise(Praise),
    Help(Help),
    Probe(Probe),
}

impl View {
    /// Renders every part.
    ///
    /// # Errors
    /// As [`render::render`].
    pub fn render(&self, lang: Lang) -> Result<Rendered, minijinja::Error> {
        match self {
            View::Digest(v) => v.render(lang),
            View::Alert(v) => v.render(lang),
            View::Approval(v) => v.render(lang),
            View::Account(v) => v.render(lang),
            View::Source(v) => v.render(lang),
            View::Warning(v) => v.render(lang),
            View::Promise(v) => v.render(lang),
            View::Topic(v) => v.render(lang),
            View::Praise(v) => v.render(lang),
            View::Help(v) => v.render(lang),
            View::Probe(v) => v.render(lang),
        }
    }
}

/// A view with what a webhook gets instead of it, and the tokens that must not be kept.
struct Prepared {
    view: View,
    /// `alert.raised` and the like; `None` where a webhook has no use for the message.
    event: Option<(&'static str, serde_json::Value)>,
    tokens: Vec<String>,
}

/// Why there is nothing to send.
enum Unprepared {
    Obsolete(&'static str),
    Broken(&'static str),
    Db(sqlx::Error),
}

impl From<sqlx::Error> for Unprepared {
    fn from(e: sqlx::Error) -> Self {
        Unprepared::Db(e)
    }
}

/// The digest of a person for `[from, to)` as a whole message, for `otklik digest`: sends nothing,
/// changes nothing, and the same question about the same database gives the same parts.
///
/// # Errors
/// The database, a template, or an address that is not one.
pub async fn digest_eml(
    ctx: &Context,
    mailer: &Mailer,
    person: &Person,
    from: chrono::DateTime<chrono::Utc>,
    to: chrono::DateTime<chrono::Utc>,
) -> anyhow::Result<Vec<u8>> {
    let view = digest_of(ctx, person, from, to, to).await?;
    let rendered = view.render(person.lang())?;
    let id = format!("digest-{}-{}", person.id, to.timestamp());
    let message = message::build(mailer.from(), &person.name, &person.email, &id, to, &rendered)?;
    Ok(message.formatted())
}

/// Renders and sends one queued message. Makes link rows in a short transaction of their own before
/// sending; writes nothing else. The caller records the outcome.
pub async fn deliver(ctx: &Context, mailer: &Mailer, mail_id: &str) -> Delivery {
    match attempt(ctx, mailer, mail_id).await {
        Ok(delivery) => delivery,
        Err(e) => Delivery::Later {
            error: format!("database: {e}"),
        },
    }
}

async fn attempt(ctx: &Context, mailer: &Mailer, mail_id: &str) -> sqlx::Result<Delivery> {
    let Some(mail) = mails::get(&ctx.db, mail_id).await? else {
        return Ok(Delivery::Obsolete {
            why: "there is no such message".into(),
        });
    };
    let Some(person) = people::by_id(&ctx.db, &mail.person_id)
        .await?
        .filter(|p| p.active)
    else {
        return Ok(Delivery::Obsolete {
            why: "the person has left".into(),
        });
    };
    let prepared = match load::prepare(ctx, &mail, &person).await {
        Ok(prepared) => prepared,
        Err(Unprepared::Obsolete(why)) => return Ok(Delivery::Obsolete { why: why.into() }),
        Err(Unprepared::Broken(what)) => return Ok(Delivery::Never { error: what.into() }),
        Err(Unprepared::Db(e)) => return Err(e),
    };
    let rendered = match prepared.view.render(person.lang()) {
        Ok(rendered) => rendered,
        // ours to mend: the next version of the program may render it. Only kind and place are told,
        // because the engine's own words may hold the review.
        Err(e) => {
            let (name, line) = (e.name().unwrap_or_default(), e.line().unwrap_or_default());
            return Ok(Delivery::Later {
                error: format!("template {name}:{line}: {:?}", e.kind()),
            });
        }
    };
    let sent = match mail.channel.split_once(':') {
        None => by_mail(ctx, mailer, &mail, &person, &rendered).await,
        Some(_) if mailer.keeps() => Ok(()),
        Some(("telegram", chat)) => notify::telegram::send(ctx, chat, &rendered.telegram).await,
        Some(("webhook", name)) => match &prepared.event {
            Some((kind, data)) => notify::webhook::send(ctx, name, &mail.id, kind, data).await,
            None => Err(SendError::Never("a webhook has no use for this message".into())),
        },
        Some((other, _)) => Err(SendError::Never(format!(
            "unknown channel {}",
            text::one_line(other, 40)
        ))),
    };
    Ok(match sent {
        Ok(()) => kept(mailer, &mail, rendered, &prepared.tokens),
        Err(SendError::Later(error)) => Delivery::Later { error },
        Err(SendError::Never(error)) => Delivery::Never { error },
    })
}

async fn by_mail(
    ctx: &Context,
    mailer: &Mailer,
    mail: &mails::Mail,
    person: &Person,
    rendered: &Rendered,
) -> Result<(), SendError> {
    let built = message::build(
        mailer.from(),
        &person.name,
        &person.email,
        &mail.id,
        ctx.clock.now(),
        rendered,
    );
    mailer
        .send(built.map_err(|e| SendError::Never(e.to_string()))?)
        .await
}

/// What is stored of a sent message. A token in the database would open what only its hash should
/// guard, so it is taken out; the demo keeps it, because there the stored mail is the mail.
fn kept(mailer: &Mailer, mail: &mails::Mail, rendered: Rendered, tokens: &[String]) -> Delivery {
    let hide = |part: String| {
        if mailer.keeps() {
            return part;
        }
        tokens
            .iter()
            .fold(part, |text, token| text.replace(token.as_str(), "…"))
    };
    let text = if mail.channel.starts_with("telegram:") {
        notify::telegram::plain(&rendered.telegram)
    } else {
        rendered.text
    };
    Delivery::Sent {
        subject: rendered.subject,
        text: hide(text),
        html: hide(rendered.html),
    }
}
