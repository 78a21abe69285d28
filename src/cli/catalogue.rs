//! `otklik adapter list`: what is supported and how far, for people, programs and documents.

use super::{Exit, show};
use crate::domain::Lang;
use crate::i18n;
use anyhow::Result;
use otklik_adapters::manifest::Title;
use otklik_adapters::testkit::{self, Report};
use otklik_adapters::{Adapter, Manifest};
use serde_json::json;

/// Prints every platform: as lines, as JSONL, or as the table of the documents.
///
/// # Errors
/// Stdout cannot be written.
pub fn list(json: bool, markdown: Option<&str>) -> Result<Exit> {
    if let Some(lang) = markdown {
        show::text(table(lang.parse().unwrap_or(Lang::En)).trim_end())?;
        return Ok(Exit::Done);
    }
    let lang = i18n::of_environment();
    for adapter in otklik_adapters::all() {
        let tested = testkit::conformance(adapter.as_ref());
        if json {
            show::line(&object(lang, adapter.as_ref(), &tested))?;
        } else {
            let reply = i18n::t(
                lang,
                &format!("adapter-reply-{}", adapter.manifest().reply.word()),
                &[],
            );
            let kept = [
                ("passed", tested.passed.into()),
                ("failed", tested.failed.len().into()),
            ];
            show::text(&format!(
                "{:<12} {:<18} {reply}; {}",
                adapter.manifest().id,
                pick(lang, &adapter.manifest().title),
                i18n::t(lang, "adapter-conformance", &kept)
            ))?;
        }
    }
    Ok(Exit::Done)
}

/// The contract's object, and what else a program may want to know.
fn object(lang: Lang, adapter: &dyn Adapter, tested: &Report) -> serde_json::Value {
    let m = adapter.manifest();
    json!({
        "platform": m.id, "title": pick(lang, &m.title), "read": true, "reply": m.reply.word(),
        "auth": m.auth.word(), "limit": m.limit.map(|l| json!({ "max": l.max, "unit": l.unit.word() })),
        "access": m.access.word(), "evidence": m.evidence.word(),
        "conformance": { "passed": tested.passed, "failed": tested.failed.len() },
        "reads": reads(lang, m), "replies": replies(lang, m),
        "read_routes": routes(m),
        "overwrites": m.overwrites, "moderated": m.moderated, "window_days": m.window_days, "cap": m.cap,
        "counter": m.counter, "shows_replies": m.shows_replies, "canary": m.canary,
        "budget": m.budget, "opt_in": m.opt_in.as_ref().map(|why| pick(lang, why)),
        "keys": m.keys.iter().map(|k| json!({
            "name": k.name, "secret": k.secret, "required": k.required, "what": pick(lang, &k.what),
        })).collect::<Vec<_>>(),
        "hosts": m.hosts, "terms_checked": m.terms_checked,
    })
}

/// Names of the declared routes; an adapter in Rust chooses by its keys.
fn routes(m: &Manifest) -> Vec<String> {
    match &m.declared {
        Some(declared) => declared.routes.iter().map(|r| r.name.clone()).collect(),
        None => vec![m.access.word().to_owned()],
    }
}

/// The table of the documents in one language, without anything around it.
pub fn table(lang: Lang) -> String {
    let mut out = lang
        .pick(
            "| площадка | чтение | ответы | на чём построено |\n|---|---|---|---|\n",
            "| platform | read | reply | built on |\n|---|---|---|---|\n",
        )
        .to_owned();
    for adapter in otklik_adapters::all() {
        let m = adapter.manifest();
        out += &format!(
            "| {} (`{}`) | {} | {} | {} |\n",
            pick(lang, &m.title),
            m.id,
            reads(lang, m),
            replies(lang, m),
            built_on(lang, m),
        );
    }
    out
}

fn built_on(lang: Lang, m: &Manifest) -> String {
    match &m.built_on {
        Some(words) => pick(lang, words).to_owned(),
        None => i18n::t(lang, &format!("adapter-evidence-{}", m.evidence.word()), &[]),
    }
}

fn pick(lang: Lang, title: &Title) -> &str {
    lang.pick(&title.ru, &title.en)
}

/// In the manifest's words, else by the kind of access.
fn reads(lang: Lang, m: &Manifest) -> String {
    match &m.reads {
        Some(words) => pick(lang, words).to_owned(),
        None => i18n::t(lang, &format!("adapter-access-{}", m.access.word()), &[]),
    }
}

fn replies(lang: Lang, m: &Manifest) -> String {
    match &m.replies {
        Some(words) => pick(lang, words).to_owned(),
        None => i18n::t(lang, &format!("adapter-reply-{}", m.reply.word()), &[]),
    }
}
