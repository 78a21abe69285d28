//! From the ids of a queued message to its view, as things stand now.

use super::link::{self, Purpose};
use super::view::{Place, Reader, platform};
use super::{Account, AccountKind, Alert, Approval, Prepared, Probe, Unprepared, View, Warning, Why};
use super::{kept, sight};
use crate::context::Context;
use crate::desk::alerts::{TOP, audience};
use crate::domain::State;
use crate::draft::{Length, Variant};
use crate::judge::Verdict;
use crate::lint::Level;
use crate::store::letters::{self, Case};
use crate::store::mails::Mail;
use crate::store::people::{self, Person};
use crate::store::{Time, alerts, digest as counted, sources};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use otklik_adapters::Unit;
use serde::Deserialize;

/// What a payload may hold; each kind uses its own.
#[derive(Debug, Default, Deserialize)]
struct Payload {
    alert: Option<String>,
    thread: Option<String>,
    text_hash: Option<String>,
    source: Option<String>,
    why: Option<String>,
    promise: Option<String>,
    who: Option<String>,
    topic: Option<String>,
    location: Option<String>,
    people: Option<i64>,
    from: Option<i64>,
    to: Option<i64>,
}

pub(super) async fn prepare(ctx: &Context, mail: &Mail, person: &Person) -> Result<Prepared, Unprepared> {
    let payload: Payload =
        serde_json::from_str(&mail.payload).map_err(|_| Unprepared::Broken("the payload is not ours"))?;
    let reader = reader(ctx, person);
    let plain = |view| Prepared {
        view,
        event: None,
        tokens: Vec::new(),
    };
    match (mail.kind.as_str(), payload) {
        (
            "digest",
            Payload {
                from: Some(from),
                to: Some(to),
                ..
            },
        ) => {
            let view = digest(ctx, person, Time(from).utc(), Time(to).utc(), ctx.clock.now()).await?;
            Ok(plain(View::Digest(view)))
        }
        ("alert", Payload { alert: Some(id), .. }) => alert(ctx, person, reader, &id).await,
        (
            "approval",
            Payload {
                thread: Some(id),
                text_hash,
                ..
            },
        ) => approval(ctx, person, reader, &id, text_hash.as_deref()).await,
        (
            "warning",
            Payload {
                thread: Some(id),
                why: Some(why),
                ..
            },
        ) => warning(ctx, person, reader, &id, &why).await,
        (
            "source",
            Payload {
                source: Some(id),
                why,
                ..
            },
        ) => sight::source(ctx, person, reader, &id, why.as_deref()).await,
        (
            "promise",
            Payload {
                promise: Some(id),
                why: Some(why),
                ..
            },
        ) => kept::promise(ctx, person, reader, &id, &why).await,
        (
            "topic",
            Payload {
                topic: Some(topic),
                location: Some(location),
                people: Some(people),
                ..
            },
        ) => kept::topic(ctx, reader, &topic, &location, people).await,
        (
            "praise",
            Payload {
                from: Some(from),
                to: Some(to),
                ..
            },
        ) => kept::praise(ctx, person, reader, Time(from), Time(to)).await,
        (
            "help",
            Payload {
                thread: Some(id),
                who: Some(who),
                ..
            },
        ) => help(ctx, person, reader, &id, who).await,
        ("invite", _) => account(ctx, person, reader, AccountKind::Invite).await,
        ("reset", _) => account(ctx, person, reader, AccountKind::Reset).await,
        ("test", _) => Ok(Prepared {
            event: Some(("test", serde_json::json!({ "url": reader.base }))),
            ..plain(View::Probe(Probe { reader }))
        }),
        _ => Err(Unprepared::Broken(
            "an unknown kind of message, or a payload without its ids",
        )),
    }
}

fn reader(ctx: &Context, person: &Person) -> Reader {
    Reader {
        name: person.name.clone(),
        role: person.role(),
        zone: person.zone(),
        business: ctx.config.business.name.clone(),
        base: ctx
            .config
            .web
            .public_url
            .as_str()
            .trim_end_matches('/')
            .to_owned(),
        now: ctx.clock.now(),
    }
}

/// The zone of a location; a source without one is told in the reader's.
fn zone(ctx: &Context, location: Option<&str>, person: &Person) -> Tz {
    let known = ctx
        .config
        .locations
        .iter()
        .find(|l| Some(l.name.as_str()) == location);
    known.map_or_else(|| person.zone(), |l| l.time_zone)
}

pub(super) fn place(
    ctx: &Context,
    person: &Person,
    platform_id: &str,
    location: Option<&str>,
    author: Option<&str>,
    rating: Option<i64>,
) -> Place {
    Place {
        platform: platform(platform_id, person.lang()),
        location: location.map(str::to_owned),
        author: author.map(str::to_owned),
        stars: rating.and_then(|r| u8::try_from(r).ok()),
        zone: zone(ctx, location, person),
    }
}

/// A verdict of an older version of the program may not be readable any more: then the text stands
/// for its own summary.
pub(super) fn summary(verdict: Option<&Verdict>, body: &str) -> String {
    verdict
        .map(|v| v.summary.clone())
        .filter(|s| !s.trim().is_empty())
        .unwrap_or_else(|| super::text::cut(&super::text::one_line(body, 400), 100))
}

pub(super) fn verdict(json: &str) -> Option<Verdict> {
    serde_json::from_str(json).ok()
}

/// The digest of a person for `[from, to)`, as it stands at `now`. Reads only.
///
/// # Errors
/// What the driver says.
pub async fn digest(
    ctx: &Context,
    person: &Person,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
    now: DateTime<Utc>,
) -> sqlx::Result<super::digest::View> {
    let span = counted::Span {
        from: from.into(),
        to: to.into(),
        now: now.into(),
        day_end: super::when::day_end(now, person.zone()).into(),
        scope: person.scope(),
    };
    let lang = person.lang();
    let item = |line: counted::Line| {
        let read = verdict(&line.verdict);
        super::digest::Item {
            place: place(
                ctx,
                person,
                &line.platform,
                line.location.as_deref(),
                line.author_name.as_deref(),
                line.rating,
            ),
            summary: summary(read.as_ref(), &line.body),
            thread_id: line.thread_id,
            // insults are read on demand, on the page
            body: if read.as_ref().is_some_and(|v| v.abusive) {
                String::new()
            } else {
                line.body
            },
            state: line.state.unwrap_or_else(|| State::None.word().into()),
            official: line.official,
            reply_by: line.reply_by.map(Time::utc),
            open: line.open,
        }
    };
    let counts = counted::counts(&ctx.db, &span).await?;
    let burning = counted::burning(&ctx.db, &span).await?;
    let burning_items = counted::burning_lines(&ctx.db, &span, super::digest::BURNING)
        .await?
        .into_iter()
        .map(item)
        .collect();
    let (others_lines, others) = counted::other_lines(&ctx.db, &span, super::digest::OTHERS).await?;
    let locations = match &span.scope {
        counted::Scope::All => ctx.config.locations.iter().map(|l| l.name.clone()).collect(),
        counted::Scope::Locations(names) => names.clone(),
    };
    Ok(super::digest::View {
        reader: Reader {
            now,
            ..reader(ctx, person)
        },
        from,
        to,
        locations,
        counts,
        burning,
        burning_items,
        other_items: others_lines.into_iter().map(item).collect(),
        others,
        recovered: crate::store::cases::recovered(&ctx.db, &span).await?,
        promises: kept::promised(ctx, person, &span).await?,
        topics: kept::subjects(ctx, &span).await?,
        coverage: sight::coverage(ctx, &span.scope, lang).await?,
    })
}

async fn alert(ctx: &Context, person: &Person, reader: Reader, id: &str) -> Result<Prepared, Unprepared> {
    let alert = alerts::by_id(&ctx.db, id)
        .await?
        .ok_or(Unprepared::Obsolete("the alert is gone"))?;
    if alert.taken_at.is_some() {
        return Err(Unprepared::Obsolete("somebody has taken it"));
    }
    if alert.withdrawn_at.is_some() {
        return Err(Unprepared::Obsolete("a correction has withdrawn it"));
    }
    let case = case(ctx, &alert.thread_id).await?;
    if !case.open {
        return Err(Unprepared::Obsolete("the thread is closed"));
    }
    let read = verdict(&case.verdict);
    let others = letters::told(&ctx.db, &alert).await?;
    let told = others
        .into_iter()
        .filter(|(p, _, _)| *p != person.id)
        .map(|(_, name, channel)| (name, channel));
    let climbs = match alert.climbs_at.filter(|_| alert.level < TOP) {
        None => None,
        Some(at) => {
            let known = people::active(&ctx.db).await?;
            let next = audience(&known, case.location.as_deref(), alert.level + 1);
            let names: Vec<String> = next.into_iter().map(|p| p.name.clone()).collect();
            (!names.is_empty()).then_some((at.utc(), names))
        }
    };
    let token = link::issue(ctx, Purpose::Acknowledge, &person.id, Some(id), None).await?;
    let view = Alert {
        place: case_place(ctx, person, &case),
        urgency: alert.urgency.parse().unwrap_or(crate::domain::Urgency::Critical),
        topics: read.as_ref().map(|v| v.topics.clone()).unwrap_or_default(),
        sensitive: read.as_ref().and_then(|v| v.sensitive),
        summary: summary(read.as_ref(), &case.body),
        because: because(read.as_ref()),
        blamed: blamed(read.as_ref()),
        history: letters::author_history(&ctx.db, &case.thread_id).await?,
        told: told.collect(),
        climbs,
        take: format!("{}/link/{token}", reader.base),
        thread_id: case.thread_id,
        folded: read.as_ref().is_some_and(|v| v.abusive),
        title: case.title,
        body: case.body,
        media: case.media,
        edits: case.versions - 1,
        reply_by: case.reply_by.map(Time::utc),
        reader,
    };
    let event = Some(("alert.raised", view.event(id, person.lang())));
    Ok(Prepared {
        view: View::Alert(view),
        event,
        tokens: vec![token],
    })
}

/// The words that made it urgent: of reasons that lie in one another only the longest, which says most.
fn because(verdict: Option<&Verdict>) -> Vec<String> {
    let reasons = verdict
        .into_iter()
        .flat_map(|v| &v.reasons)
        .filter(|r| r.about.starts_with("urgency:"));
    let mut out: Vec<String> = Vec::new();
    for reason in reasons {
        if out.iter().any(|known| known.contains(&reason.text)) {
            continue;
        }
        out.retain(|known| !reason.text.contains(known.as_str()));
        out.push(reason.text.clone());
    }
    out
}

/// What is blamed besides the words that raised the alert, which say it themselves.
fn blamed(verdict: Option<&Verdict>) -> Vec<String> {
    let raised = because(verdict);
    let clauses = verdict.map(Verdict::blamed).unwrap_or_default();
    let clauses = clauses
        .into_iter()
        .filter(|c| !raised.iter().any(|r| r.contains(c)));
    clauses.map(str::to_owned).collect()
}

async fn case(ctx: &Context, thread_id: &str) -> Result<Case, Unprepared> {
    let case = letters::case(&ctx.db, thread_id)
        .await?
        .ok_or(Unprepared::Obsolete("the thread is gone"))?;
    if case.removed_at.is_some() {
        return Err(Unprepared::Obsolete("the review is gone"));
    }
    Ok(case)
}

fn case_place(ctx: &Context, person: &Person, case: &Case) -> Place {
    let author = case.author_name.as_deref();
    place(
        ctx,
        person,
        &case.platform,
        case.location.as_deref(),
        author,
        case.rating,
    )
}

async fn approval(
    ctx: &Context,
    person: &Person,
    reader: Reader,
    thread_id: &str,
    wanted: Option<&str>,
) -> Result<Prepared, Unprepared> {
    let case = case(ctx, thread_id).await?;
    let (Some(text), Some(hash)) = (case.text.clone(), case.text_hash.clone()) else {
        return Err(Unprepared::Obsolete("there is no reply"));
    };
    if case.state.as_deref() != Some(State::InReview.word()) {
        return Err(Unprepared::Obsolete("it no longer waits for approval"));
    }
    if text.trim().is_empty() || wanted.is_some_and(|w| w != hash) {
        return Err(Unprepared::Obsolete("the text has changed"));
    }
    let source = sources::by_id(&ctx.db, &case.source_id).await?;
    let limit = source.as_ref().and_then(sources::Source::limit);
    let unit = limit.map_or(Unit::Chars, |l| l.unit);
    let variants: Vec<Variant> = case
        .variants
        .as_deref()
        .and_then(|v| serde_json::from_str(v).ok())
        .unwrap_or_default();
    let read = verdict(&case.verdict);
    let token = link::issue(ctx, Purpose::Approve, &person.id, Some(thread_id), Some(&hash)).await?;
    let view = Approval {
        place: case_place(ctx, person, &case),
        summary: summary(read.as_ref(), &case.body),
        length: Length {
            used: unit.length(&text),
            max: limit.map(|l| l.max),
            unit: unit.word().into(),
        },
        findings: variants.iter().find(|v| v.text == text).map(findings),
        by_hand: source.is_some_and(|s| s.reply_route != "api"),
        approve: format!("{}/link/{token}", reader.base),
        draft: text,
        thread_id: case.thread_id,
        folded: read.as_ref().is_some_and(|v| v.abusive),
        title: case.title,
        body: case.body,
        media: case.media,
        edits: case.versions - 1,
        promise_by: case.promise_by,
        promise_owner: case.promise_owner,
        reply_by: case.reply_by.map(Time::utc),
        reader,
    };
    Ok(Prepared {
        view: View::Approval(view),
        event: None,
        tokens: vec![token],
    })
}

fn findings(variant: &Variant) -> (i64, i64) {
    let count = |level| {
        let n = variant.findings.iter().filter(|f| f.level == level).count();
        i64::try_from(n).unwrap_or(i64::MAX)
    };
    (count(Level::Block), count(Level::Warn))
}

async fn warning(
    ctx: &Context,
    person: &Person,
    reader: Reader,
    thread_id: &str,
    why: &str,
) -> Result<Prepared, Unprepared> {
    let why: Why = why
        .parse()
        .map_err(|_| Unprepared::Broken("an unknown warning"))?;
    let case = case(ctx, thread_id).await?;
    let state = case
        .state
        .as_deref()
        .and_then(|s| s.parse().ok())
        .unwrap_or(State::None);
    let stands = match why {
        Why::Refused => state == State::Refused,
        Why::Unknown => state == State::Unknown,
        Why::Vanished => state == State::Vanished,
        Why::DueSoon => case.open && !state.is_out() && state != State::Approved,
    };
    if !stands {
        return Err(Unprepared::Obsolete("it is no longer so"));
    }
    let view = Warning {
        place: case_place(ctx, person, &case),
        summary: summary(verdict(&case.verdict).as_ref(), &case.body),
        reply: case.text.filter(|_| why != Why::DueSoon),
        thread_id: case.thread_id,
        why,
        folded: verdict(&case.verdict).is_some_and(|v| v.abusive),
        body: case.body,
        reply_by: case.reply_by.map(Time::utc),
        reader,
    };
    let event = Some(("thread.warning", view.event()));
    Ok(Prepared {
        view: View::Warning(view),
        event,
        tokens: Vec::new(),
    })
}

async fn help(
    ctx: &Context,
    person: &Person,
    reader: Reader,
    thread_id: &str,
    who: String,
) -> Result<Prepared, Unprepared> {
    let case = case(ctx, thread_id).await?;
    let view = super::Help {
        place: case_place(ctx, person, &case),
        summary: summary(verdict(&case.verdict).as_ref(), &case.body),
        thread_id: case.thread_id,
        who,
        reader,
    };
    Ok(Prepared {
        view: View::Help(view),
        event: None,
        tokens: Vec::new(),
    })
}

async fn account(
    ctx: &Context,
    person: &Person,
    reader: Reader,
    kind: AccountKind,
) -> Result<Prepared, Unprepared> {
    let purpose = match kind {
        AccountKind::Invite => Purpose::Invite,
        AccountKind::Reset => Purpose::Reset,
    };
    let token = link::issue(ctx, purpose, &person.id, None, None).await?;
    let link = format!("{}/{}/{token}", reader.base, kind.word());
    let view = Account {
        reader,
        kind,
        link,
        hours: purpose.lifetime_ms() / 3_600_000,
    };
    Ok(Prepared {
        view: View::Account(view),
        event: None,
        tokens: vec![token],
    })
}
