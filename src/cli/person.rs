//! `otklik person invite|reset`: prints a one-time link.

use super::open::{self, Usage};
use super::{Exit, show};
use crate::context::Context;
use crate::domain::Role;
use crate::mail::link::{self, Purpose};
use crate::store::people;
use anyhow::Result;
use std::path::Path;

/// Prints a link for one person.
///
/// # Errors
/// Wrong configuration, or nobody of this name in it.
pub async fn run(config: &Path, name: &str, purpose: Purpose) -> Result<Exit> {
    let app = open::app(config).await?;
    show::text(&link(&app.ctx, name, purpose).await?)?;
    app.ctx.db.close().await;
    Ok(Exit::Done)
}

/// Makes a one-time link (24 h) to set a password: [`Purpose::Invite`] or [`Purpose::Reset`].
///
/// # Errors
/// Nobody of this name, or the database.
pub async fn link(ctx: &Context, name: &str, purpose: Purpose) -> Result<String> {
    let known = people::active(&ctx.db).await?;
    let Some(person) = known.iter().find(|p| p.name == name) else {
        let names: Vec<&str> = known.iter().map(|p| p.name.as_str()).collect();
        return Err(Usage(format!(
            "--name {name}: the configuration has {}",
            names.join(", ")
        ))
        .into());
    };
    let token = link::issue(ctx, purpose, &person.id, None, None).await?;
    let base = ctx.config.web.public_url.as_str().trim_end_matches('/');
    Ok(format!("{base}/{}/{token}", purpose.word()))
}

/// On the first start nobody can log in yet: the first owner gets a link on the terminal.
///
/// # Errors
/// The database.
pub async fn greet_first_owner(ctx: &Context) -> Result<()> {
    let known = people::active(&ctx.db).await?;
    if known.iter().any(|p| p.password_hash.is_some()) {
        return Ok(());
    }
    if let Some(owner) = known.iter().find(|p| p.role() == Role::Owner) {
        let lang = ctx.config.business.language();
        let link = link(ctx, &owner.name, Purpose::Invite).await?;
        let text = crate::i18n::t(lang, "first-owner", &[("name", owner.name.as_str().into())]);
        eprintln!("{text}\n  {link}");
    }
    Ok(())
}
