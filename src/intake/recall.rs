//! What the store knows of the reviews of a page, before they are drafted: read at once, outside the
//! transaction that writes the page.

use super::prepare::{self, Reader};
use crate::context::Context;
use crate::desk::memory::{self, Asked, SAME_TOPIC, SHOWN, Worked};
use crate::domain::Sentiment;
use crate::draft::PastCase;
use crate::judge::{self, Verdict};
use crate::lint::Turn;
use crate::store::Time;
use crate::store::memory::{Complaint, complaints, who};
use crate::store::reviews::Known;
use crate::store::sources::Source;
use otklik_adapters::{Page, Sighting};
use std::collections::{BTreeSet, HashMap};

/// What is remembered when a review comes in.
pub(super) struct Recalled {
    pub verdict: Verdict,
    /// Oldest first.
    pub history: Vec<Turn>,
    /// People who complain of the same; `None` where that cannot be said.
    pub same_topic: Option<u32>,
    /// Like it, and what was answered worked.
    pub cases: Vec<PastCase>,
}

/// By external id, for every review of the page that will be drafted.
pub(super) async fn of_page(
    ctx: &Context,
    source: &Source,
    page: &Page,
    known: &HashMap<String, Known>,
    taken: &BTreeSet<String>,
) -> sqlx::Result<HashMap<String, Recalled>> {
    let reader = Reader::at(ctx, source, &[], ctx.now());
    let mut out = HashMap::new();
    let mut others: Option<Vec<Complaint>> = None;
    for s in &page.sightings {
        let before = known.get(&s.id);
        let changed = before.is_none_or(|k| k.content_hash != prepare::content_hash(s));
        if s.removed || taken.contains(&s.id) || !changed || !reader.is_drafted(s, before) {
            continue;
        }
        let verdict = judge::judge_as(&ctx.judge(), &reader.input(s));
        let author = s.author.id.as_deref();
        let own = before.map_or("", |k| k.id.as_str());
        let same_topic = if verdict.sentiment == Sentiment::Negative {
            if others.is_none() {
                let since = Time::from(ctx.clock.now() - SAME_TOPIC);
                others = Some(complaints(&ctx.db, source.location.as_deref(), &source.id, since).await?);
            }
            let me = who(&source.platform, author, if own.is_empty() { &s.id } else { own });
            memory::same_topic(others.as_deref().unwrap_or_default(), &verdict.topics, &me)
        } else {
            None
        };
        let history = memory::history(&ctx.db, &source.platform, author, own, ctx.now()).await?;
        let cases = cases(ctx, source, s, &verdict).await?;
        out.insert(
            s.id.clone(),
            Recalled {
                verdict,
                history,
                same_topic,
                cases,
            },
        );
    }
    Ok(out)
}

/// Similar cases of ours whose answers may be learned from.
async fn cases(
    ctx: &Context,
    source: &Source,
    s: &Sighting,
    verdict: &Verdict,
) -> sqlx::Result<Vec<PastCase>> {
    let text = match &s.title {
        Some(title) => format!("{title}\n{}", s.text),
        None => s.text.clone(),
    };
    let asked = Asked {
        text: &text,
        topics: &verdict.topics,
        location: source.location.as_deref(),
        thread: None,
    };
    let found = memory::similar(&ctx.db, &asked, 2 * SHOWN, ctx.now()).await?;
    Ok(found
        .into_iter()
        .filter(|s| s.worked.is_good())
        .take(SHOWN)
        .map(|s| PastCase {
            recovered: s.worked != Worked::Settled,
            reply: s.case.reply,
            worked: None,
        })
        .collect())
}
