//! What is remembered beside a review: the author's earlier ones with our answers, and similar cases
//! with what worked.

use super::App;
use super::errors::Fail;
use super::queue::shortened;
use super::texts::say;
use super::thread::Case;
use super::viewer::Viewer;
use super::when::Reader;
use crate::desk::memory::{self, Asked, SHOWN, Similar};
use crate::judge::Verdict;
use crate::store::memory::Earlier;
use crate::store::promises::Promise;
use minijinja::{Value, context};

/// Longest text of a past review or answer, characters.
const LENGTH: usize = 220;

/// An earlier review of the author.
pub fn earlier(e: &Earlier, promises: &[Promise], reader: &Reader) -> Value {
    let answer = e.answer().map(|(text, at)| {
        context! { text => shortened(text, LENGTH), when => at.map(|at| reader.moment(at)) }
    });
    context! {
        id => &e.thread_id,
        stars => e.rating,
        text => told(&e.body, &e.verdict),
        location => &e.location,
        state => say(reader.lang, &format!("state-{}", e.state)),
        when => reader.moment(e.written_at),
        answer,
        promises => promises.iter().filter(|p| p.thread_id == e.thread_id)
            .map(|p| context! { title => say(reader.lang, super::promises::title(p, reader.now)), what => shortened(&p.what, LENGTH),
                by => reader.moment(p.public_by) })
            .collect::<Vec<_>>(),
    }
}

/// The words of a review, or the neutral line where they insult somebody.
fn told(body: &str, verdict: &str) -> String {
    match serde_json::from_str::<Verdict>(verdict) {
        Ok(v) if v.abusive && !v.summary.is_empty() => v.summary,
        _ => shortened(body, LENGTH),
    }
}

/// Three similar cases of the places that this person answers for.
///
/// # Errors
/// What the store says.
pub async fn similar(app: &App, viewer: &Viewer, case: &Case, reader: &Reader) -> Result<Vec<Value>, Fail> {
    let verdict: Option<Verdict> = serde_json::from_str(&case.review.verdict).ok();
    let whole = match &case.review.title {
        Some(title) => format!("{title}\n{}", case.review.body),
        None => case.review.body.clone(),
    };
    let asked = Asked {
        text: &whole,
        topics: verdict.as_ref().map_or(&[], |v| v.topics.as_slice()),
        location: case.thread.location.as_deref(),
        thread: Some(&case.thread.id),
    };
    // more than are shown: those of other people's places are left out
    let found = memory::similar(&app.ctx.db, &asked, 4 * SHOWN, reader.now).await?;
    Ok(found
        .into_iter()
        .filter(|s| viewer.person.covers(s.case.location.as_deref()))
        .take(SHOWN)
        .map(|s| line(&s, reader))
        .collect())
}

fn line(s: &Similar, reader: &Reader) -> Value {
    context! {
        id => &s.case.thread_id,
        stars => s.case.rating,
        text => told(&s.case.body, &s.case.verdict),
        location => &s.case.location,
        when => reader.moment(s.case.live_at),
        reply => &s.case.reply,
        percent => (s.similarity * 100.0).round() as i64,
        worked => s.worked.word(),
        good => s.worked.is_good(),
        outcome => say(reader.lang, &format!("web-worked-{}", s.worked)),
    }
}
