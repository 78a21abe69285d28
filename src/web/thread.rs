//! W2: one review with everything that is needed to answer it.

use super::errors::Fail;
use super::queue::{closed, platform, reader, scope, state_text};
use super::texts::{say, say_with};
use super::viewer::Viewer;
use super::when::Reader;
use super::{App, care, correction, diff, live, past, promises, reasons, render};
use crate::domain::{Action, Fault, State};
use crate::draft::Variant;
use crate::judge::Verdict;
use crate::store::replies::Reply;
use crate::store::reviews::{Review, Version};
use crate::store::sources::Source;
use crate::store::threads::Thread;
use crate::store::{alerts, events, memory, notes, people, queue, replies, reviews, sources, threads};
use axum::extract::{Path, State as Shared};
use axum::response::{IntoResponse, Response};
use minijinja::{Value, context};
use std::collections::BTreeMap;

/// A thread with what belongs to it.
pub struct Case {
    pub thread: Thread,
    pub review: Review,
    pub reply: Reply,
    pub source: Source,
}

/// Reads a thread that this viewer may see.
///
/// # Errors
/// [`Fail::NotFound`] also for a location that is not theirs.
pub async fn case(app: &App, viewer: &Viewer, id: &str) -> Result<Case, Fail> {
    let case = any_case(app, id).await?;
    if viewer.person.covers(case.thread.location.as_deref()) {
        Ok(case)
    } else {
        Err(Fail::NotFound)
    }
}

/// Reads a thread, whoever asks: for links that carry their own right.
///
/// # Errors
/// [`Fail::NotFound`].
pub async fn any_case(app: &App, id: &str) -> Result<Case, Fail> {
    let db = &app.ctx.db;
    let thread = threads::by_id(db, id).await?.ok_or(Fail::NotFound)?;
    let review = reviews::by_id(db, &thread.review_id)
        .await?
        .ok_or(Fail::NotFound)?;
    let reply = replies::of_thread(db, id).await?.ok_or(Fail::NotFound)?;
    let source = sources::by_id(db, &thread.source_id)
        .await?
        .ok_or(Fail::NotFound)?;
    Ok(Case {
        thread,
        review,
        reply,
        source,
    })
}

/// `GET /thread/{id}`
pub async fn show(
    Shared(app): Shared<App>,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Result<Response, Fail> {
    let case = case(&app, &viewer, &id).await?;
    let reader = reader(&app, &viewer);
    let db = &app.ctx.db;
    let typed = live::Typed::stored(&case.reply);
    let lint = live::view(&app, &viewer, &case, &typed).await?;
    let staff = people::active(db).await?;
    let assignee = case
        .thread
        .assignee_id
        .as_deref()
        .and_then(|a| staff.iter().find(|p| p.id == a));
    let people: Vec<Value> = staff
        .iter()
        .filter(|p| p.role() != crate::domain::Role::Viewer && p.covers(case.thread.location.as_deref()))
        .map(|p| context! { id => p.id.as_str(), name => p.name.as_str() })
        .collect();
    let earlier = match &case.review.author_id {
        Some(author) => memory::earlier(db, &case.source.platform, author, &case.review.id).await?,
        None => Vec::new(),
    };
    let earlier: Vec<memory::Earlier> = earlier
        .into_iter()
        .filter(|e| viewer.person.covers(e.location.as_deref()))
        .collect();
    let ids: Vec<String> = earlier.iter().map(|e| e.thread_id.clone()).collect();
    let promised = crate::store::promises::of_threads(db, &ids).await?;
    let history: Vec<Value> = earlier
        .iter()
        .map(|e| past::earlier(e, &promised, &reader))
        .collect();
    let similar = past::similar(&app, &viewer, &case, &reader).await?;
    let open_alert = alerts::of_thread(db, &id)
        .await?
        .into_iter()
        .find(alerts::Alert::is_open);
    let next = queue::next_after(db, scope(&app, &viewer), &id).await?;
    let data = context! {
        at => "queue",
        review => review_view(&app, &case, &reader).await?,
        facts => facts(&case, &viewer),
        correction => correction::view(&app, &case, &viewer).await?,
        reply => standing(&app, &case, &viewer, &reader),
        variants => variants(&case, &viewer),
        lint,
        people,
        assignee => assignee.map(|p| context! { id => p.id.as_str(), name => p.name.as_str() }),
        history,
        similar,
        boundary => care::boundary(&app, &case, &reader).await?,
        sore => care::sore(&app, &viewer, &case).await?,
        promising => promises::builder(&app, &case).await?,
        promises => promises::of_thread(&app, &viewer, &case, &reader).await?,
        alert => open_alert.map(|a| context! { id => a.id, since => reader.moment(a.raised_at) }),
        events => timeline(&app, &id, &reader).await?,
        notes => notes::of_thread(db, &id).await?.into_iter()
            .map(|n| context! { when => reader.moment(n.at), name => n.name, body => n.body }).collect::<Vec<_>>(),
        next,
        today => reader.today(),
        from => "thread",
    };
    Ok(render::page(&app, &viewer, "thread.html", data)?.into_response())
}

/// The review as it stands, with what decided the verdict marked, and its earlier versions.
pub async fn review_view(app: &App, case: &Case, reader: &Reader) -> Result<Value, Fail> {
    let review = &case.review;
    let verdict: Option<Verdict> = serde_json::from_str(&review.verdict).ok();
    let versions = reviews::versions(&app.ctx.db, &review.id).await?;
    let edits: Vec<Value> = versions
        .windows(2)
        .rev()
        .map(|pair| {
            context! { n => pair[1].n, when => reader.moment(pair[1].seen_at), stars => pair[1].rating,
            was => pair[0].rating, parts => diff::words(&whole(&pair[0]), &whole(&pair[1])) }
        })
        .collect();
    let place = app
        .ctx
        .config
        .locations
        .iter()
        .find(|l| Some(&l.name) == case.thread.location.as_ref());
    let mut due = reader.due(case.thread.reply_by, place.map(|p| p.time_zone));
    if !case.thread.open {
        due.kind = "none";
        due.text = closed(reader.lang, case.thread.closed_because.as_deref());
    }
    Ok(context! {
        pieces => reasons::pieces(reader, &review.body, verdict.as_ref()),
        sides => reasons::sides(reader, verdict.as_ref()),
        title => &review.title,
        stars => review.rating,
        author => &review.author_name,
        platform => platform(reader.lang, &case.source.platform),
        provider => review.provider.as_deref().filter(|p| *p != case.source.platform).map(|p| platform(reader.lang, p)),
        source => &case.source.name,
        location => &case.thread.location,
        url => safe_url(review.url.as_deref()),
        when => reader.moment(review.created_at.unwrap_or(review.first_seen_at)),
        seen => reader.moment(review.first_seen_at),
        lang => &review.lang,
        media => review.media,
        unseen => review.media > i64::from(events::viewed(&app.ctx.db, &case.thread.id).await?),
        removed => review.removed_at.map(|at| reader.moment(at)),
        official => review.official_text.as_ref().map(|text| context! { text, when => review.official_at.map(|at| reader.moment(at)), pending => review.official_pending }),
        orders => crate::draft::orders_a_machine(&format!("{} {}", review.title.as_deref().unwrap_or(""), review.body)),
        folded => verdict.as_ref().filter(|v| v.abusive).map(|v| v.summary.clone()),
        edits,
        due,
        final_by => case.thread.final_by.map(|at| reader.moment(at)),
        without_calendar => case.thread.without_calendar,
        urgency => &case.thread.urgency,
        sentiment => &case.thread.sentiment,
    })
}

fn whole(v: &Version) -> String {
    match &v.title {
        Some(title) => format!("{title}\n{}", v.body),
        None => v.body.clone(),
    }
}

/// An address that may stand in a link: the platform's text is not trusted to be one.
pub fn safe_url(url: Option<&str>) -> Option<String> {
    let url = url::Url::parse(url?).ok()?;
    matches!(url.scheme(), "http" | "https").then(|| url.into())
}

/// What the judge made of it, and the person's own judgement.
fn facts(case: &Case, viewer: &Viewer) -> Value {
    let lang = viewer.lang;
    let verdict: Option<Verdict> = serde_json::from_str(&case.review.verdict).ok();
    let suggested = verdict.as_ref().map(|v| v.fault);
    let chosen = case.thread.fault.as_deref().and_then(|f| f.parse::<Fault>().ok());
    let faults: Vec<Value> = Fault::ALL
        .iter()
        .map(|f| {
            context! { word => f.word(), title => say(lang, &format!("fault-{f}")),
            on => chosen.or(suggested) == Some(*f), suggested => suggested == Some(*f) }
        })
        .collect();
    context! {
        faults,
        chosen => chosen.is_some(),
        summary => verdict.as_ref().map(|v| v.summary.clone()),
        intent => verdict.as_ref().map(|v| say(lang, &format!("intent-{}", v.intent))),
        topics => verdict.as_ref().map(|v| v.topics.iter().map(|t| say(lang, &format!("topic-{t}"))).collect::<Vec<_>>()).unwrap_or_default(),
        negative => verdict.as_ref().map(|v| (v.p.negative * 100.0).round() as i64),
        conflict => verdict.as_ref().is_some_and(|v| v.conflict),
        abusive => verdict.as_ref().is_some_and(|v| v.abusive),
        sensitive => verdict.as_ref().and_then(|v| v.sensitive).map(|s| context! {
            title => say(lang, &format!("sensitive-{s}")), playbook => say(lang, &format!("web-playbook-{s}")),
        }),
    }
}

/// Where the reply stands, and what this person can do with it now.
pub fn standing(app: &App, case: &Case, viewer: &Viewer, reader: &Reader) -> Value {
    use crate::domain::reply::Event;
    let reply = &case.reply;
    let state = reply.state();
    let can = |event: Event| state.step(event).is_ok();
    let approver = viewer.may(Action::Approve);
    let writer = viewer.may(Action::Write);
    let by_hand = by_hand(case);
    let live = case.review.removed_at.is_none();
    let goes = crate::store::Time::from(reader.now.utc() + app.ctx.config.reply.outbox.delta());
    context! {
        thread => &case.thread.id,
        thread_version => case.thread.version,
        version => reply.version,
        state => state.word(),
        state_text => state_text(reader, state.word(), reply.by_hand, reply.send_at),
        text => &reply.text,
        text_hash => &reply.text_hash,
        promise_by => &reply.promise_by,
        promise_internal => &reply.promise_internal,
        promise_owner => &reply.promise_owner,
        origin => &reply.origin,
        reason => &reply.reason,
        by_hand => if state == State::Approved { reply.by_hand } else { by_hand },
        published => reply.published_at.map(|at| reader.moment(at)),
        verified => reply.verified_at.map(|at| reader.moment(at)),
        goes => reader.clock(goes),
        leaves => reply.send_at.map(|at| reader.clock(at)),
        deep_link => safe_url(case.review.url.as_deref()).or_else(|| case.source.place().map(|p| p.url.to_string())),
        no_route => case.source.reply_route == "none",
        can => BTreeMap::from([
            ("edit", writer && live && can(Event::Edit)),
            ("submit", writer && !approver && live && can(Event::Edit)),
            ("approve", approver && live && (can(Event::Approve) || can(Event::Edit) && state != State::Approved)),
            ("undo", approver && can(Event::Undo)),
            ("pasted", approver && can(Event::PastedByHand) && (reply.by_hand || state == State::Unknown)),
            ("drop", approver && can(Event::Drop)),
            ("reopen", approver && can(Event::Reopen)),
            ("variant", writer && live && can(Event::Edit) && state != State::Approved),
        ]),
    }
}

/// Would an approval now be for publishing by hand? The same rule as in `desk::approve`.
fn by_hand(case: &Case) -> bool {
    case.source.reply_route != "api"
        || case
            .review
            .provider
            .as_deref()
            .is_some_and(|p| p != case.source.platform)
}

fn variants(case: &Case, viewer: &Viewer) -> Vec<Value> {
    const KINDS: &[&str] = &[
        "with_apology",
        "without_apology",
        "with_sympathy",
        "without_sympathy",
        "thanks",
        "thanks_with_detail",
        "thanks_short",
        "answer_later",
        "clarify",
        "consider",
        "check",
        "noted",
        "noted_short",
        "not_about_us",
        "not_about_us_short",
        "model",
        "short",
        "long",
    ];
    let variants: Vec<Variant> = serde_json::from_str(&case.reply.variants).unwrap_or_default();
    variants
        .into_iter()
        .enumerate()
        .map(|(n, v)| {
            let title = if KINDS.contains(&v.kind.as_str()) {
                say(viewer.lang, &format!("web-variant-{}", v.kind))
            } else {
                v.kind.clone()
            };
            context! { n, title, on => v.text == case.reply.text, text => v.text,
            promise_by => v.promise_by.map(|d| d.to_string()) }
        })
        .collect()
}

/// What everybody did with this thread, newest first.
async fn timeline(app: &App, id: &str, reader: &Reader) -> Result<Vec<Value>, Fail> {
    const KNOWN: &[&str] = &[
        "review_seen",
        "review_edited",
        "review_removed",
        "approval_voided",
        "reply_edited",
        "reply_submitted",
        "reply_approved",
        "approval_undone",
        "pasted_by_hand",
        "reply_dropped",
        "reply_reopened",
        "assigned",
        "fault_set",
        "verdict_corrected",
        "noted",
        "attachments_viewed",
        "model_worded",
        "alert_taken",
        "alert_climbed",
        "publish",
        "seen_live",
        "seen_missing",
        "promise_kept",
        "promise_reported",
        "promise_followed_up",
        "promise_handed",
        "promise_late",
        "boundary_step",
    ];
    let mut all = events::of_thread(&app.ctx.db, id).await?;
    all.reverse();
    Ok(all
        .into_iter()
        .map(|e| {
            let detail: serde_json::Value = serde_json::from_str(&e.detail).unwrap_or_default();
            let what = if KNOWN.contains(&e.kind.as_str()) {
                say(reader.lang, &format!("web-event-{}", e.kind))
            } else {
                e.kind.clone()
            };
            let who = if e.actor == "daemon" {
                say(reader.lang, "web-daemon")
            } else {
                e.actor.clone()
            };
            context! { when => reader.moment(e.at), who, what, more => told(reader, &e.kind, &detail) }
        })
        .collect())
}

/// The part of an event's detail that helps a reader.
fn told(reader: &Reader, kind: &str, detail: &serde_json::Value) -> Option<String> {
    let word = |key: &str| detail.get(key).and_then(|v| v.as_str()).map(str::to_owned);
    let state = |s: String| {
        if s.parse::<State>().is_ok() {
            say(reader.lang, &format!("state-{s}"))
        } else {
            s
        }
    };
    match kind {
        "promise_followed_up" => word("said")
            .filter(|s| s.parse::<crate::desk::promises::Said>().is_ok())
            .map(|s| say(reader.lang, &format!("web-said-{s}"))),
        "promise_handed" => word("to"),
        "boundary_step" => detail
            .get("step")
            .and_then(serde_json::Value::as_i64)
            .filter(|n| (1..=crate::desk::care::STEPS).contains(n))
            .map(|n| say(reader.lang, &format!("web-boundary-{n}"))),
        "assigned" => {
            let to = word("to").unwrap_or_else(|| say(reader.lang, "web-nobody"));
            Some(match word("instead_of") {
                Some(name) => say_with(
                    reader.lang,
                    "web-event-instead",
                    &[("to", to.into()), ("name", name.into())],
                ),
                None => to,
            })
        }
        "fault_set" => word("fault")
            .filter(|f| f.parse::<Fault>().is_ok())
            .map(|f| say(reader.lang, &format!("fault-{f}"))),
        "reply_edited" => word("text"),
        "reply_dropped" => word("reason"),
        "publish" => word("outcome").map(state),
        "seen_live" | "seen_missing" => word("to").map(state),
        "reply_approved" => detail
            .get("overrides")
            .and_then(|o| o.as_object())
            .filter(|o| !o.is_empty())
            .map(|o| {
                let reasons: Vec<String> = o
                    .iter()
                    .map(|(code, why)| format!("{code}: {}", why.as_str().unwrap_or_default()))
                    .collect();
                say_with(
                    reader.lang,
                    "web-event-overrides",
                    &[("reasons", reasons.join("; ").into())],
                )
            }),
        _ => None,
    }
}
