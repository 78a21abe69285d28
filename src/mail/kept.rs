//! From the ids of a message about promises and subjects to its view; and what the digest tells of them.

use super::digest::{PromiseItem, Promises, TopicLine};
use super::load::{place, summary, verdict};
use super::view::Reader;
use super::{Hero, Praise, Prepared, Promise, PromiseWhy, Quote, Topic, Unprepared, View};
use crate::context::Context;
use crate::desk::{praise as praised, topics};
use crate::store::digest::Span;
use crate::store::people::Person;
use crate::store::promises::{self, Part};
use crate::store::{Time, topics as cards};

/// Promises and subjects that a digest shows at most; the rest is a number.
const SHOWN: usize = 5;

pub(super) async fn promise(
    ctx: &Context,
    person: &Person,
    reader: Reader,
    id: &str,
    why: &str,
) -> Result<Prepared, Unprepared> {
    let why: PromiseWhy = why
        .parse()
        .map_err(|_| Unprepared::Broken("an unknown reason to remind"))?;
    let promise = promises::by_id(&ctx.db, id)
        .await?
        .ok_or(Unprepared::Obsolete("the promise is gone"))?;
    let stands = match why {
        PromiseWhy::FollowUp => promise.state == "kept" && promise.followed_up_at.is_none(),
        _ => promise.state == "open",
    };
    if !stands {
        return Err(Unprepared::Obsolete("it is no longer so"));
    }
    let author = promise.author_name.as_deref();
    let location = promise.location.as_deref();
    let view = Promise {
        place: place(ctx, person, &promise.platform, location, author, promise.rating),
        summary: summary(verdict(&promise.verdict).as_ref(), ""),
        thread_id: promise.thread_id,
        why,
        what: promise.what,
        owner: promise.owner,
        public_by: promise.public_by.utc(),
        named: promise.named,
        kept_at: promise.ended_at.map(Time::utc),
        reader,
    };
    let event = Some(("promise.due", view.event(id)));
    Ok(Prepared {
        view: View::Promise(view),
        event,
        tokens: Vec::new(),
    })
}

pub(super) async fn topic(
    ctx: &Context,
    reader: Reader,
    topic: &str,
    location: &str,
    people: i64,
) -> Result<Prepared, Unprepared> {
    let card = cards::card(&ctx.db, topic, location)
        .await?
        .filter(|c| c.fixed_at.is_none() && c.reopened_at.is_some())
        .ok_or(Unprepared::Obsolete("it is no longer so"))?;
    let view = Topic {
        reader,
        topic: topic
            .parse()
            .map_err(|_| Unprepared::Broken("an unknown subject"))?,
        location: Some(location.to_owned()).filter(|l| !l.is_empty()),
        fixed_on: card.fixed_on.unwrap_or_default(),
        people,
    };
    Ok(Prepared {
        view: View::Topic(view),
        event: None,
        tokens: Vec::new(),
    })
}

/// The promises of a digest: what is late and what is due today, the longest overdue first.
pub(super) async fn promised(ctx: &Context, person: &Person, span: &Span) -> sqlx::Result<Promises> {
    let ask = promises::Span {
        now: span.now,
        day_end: span.day_end,
        from: span.from,
        scope: span.scope.clone(),
    };
    let counts = promises::counts(&ctx.db, &ask).await?;
    let mut items = Vec::new();
    for part in [Part::Late, Part::Today] {
        for p in promises::lines(&ctx.db, part, &ask, SHOWN as i64).await? {
            let (author, location) = (p.author_name.as_deref(), p.location.as_deref());
            items.push(PromiseItem {
                place: place(ctx, person, &p.platform, location, author, p.rating),
                thread_id: p.thread_id,
                what: p.what,
                owner: p.owner,
                by: p.public_by.utc(),
                late: part == Part::Late,
            });
        }
    }
    Ok(Promises {
        today: counts.today,
        late: counts.overdue,
        kept: counts.kept,
        items,
    })
}

/// The subjects of the last seven days.
pub(super) async fn subjects(ctx: &Context, span: &Span) -> sqlx::Result<Vec<TopicLine>> {
    let sums = topics::subjects(&ctx.db, &span.scope, span.to).await?;
    Ok(sums
        .into_iter()
        .filter(|s| s.people > 0)
        .take(SHOWN)
        .map(|s| {
            let here = || s.places.iter().filter(|p| p.people > 0);
            let mut owners: Vec<String> = here()
                .filter_map(|p| p.card.as_ref().and_then(|c| c.owner.clone()))
                .collect();
            owners.sort();
            owners.dedup();
            TopicLine {
                topic: s.topic,
                people: s.people,
                before: s.before,
                locations: here().filter_map(|p| p.location.clone()).collect(),
                first: s.first.utc(),
                owners,
                back: here().any(|p| {
                    p.card
                        .as_ref()
                        .is_some_and(|c| c.fixed_at.is_none() && c.reopened_at.is_some())
                }),
            }
        })
        .collect())
}

/// Praise by name of a period; the same person's quotes together, those of most first.
pub(super) async fn praise(
    ctx: &Context,
    person: &Person,
    reader: Reader,
    from: Time,
    to: Time,
) -> Result<Prepared, Unprepared> {
    let mut heroes: Vec<Hero> = Vec::new();
    for p in praised::of_period(ctx, from, to).await? {
        let (author, location) = (p.review.author_name.as_deref(), p.review.location.as_deref());
        let quote = Quote {
            place: place(ctx, person, &p.review.platform, location, author, p.review.rating),
            words: p.mention.sentence,
            thread_id: p.review.thread_id,
        };
        match heroes.iter_mut().find(|h| h.name == p.mention.name) {
            Some(hero) => hero.quotes.push(quote),
            None => heroes.push(Hero {
                name: p.mention.name.to_owned(),
                quotes: vec![quote],
            }),
        }
    }
    if heroes.is_empty() {
        return Err(Unprepared::Obsolete("nobody was praised by name"));
    }
    heroes.sort_by(|a, b| (b.quotes.len(), &a.name).cmp(&(a.quotes.len(), &b.name)));
    let view = Praise {
        reader,
        from: from.utc(),
        to: to.utc(),
        heroes,
    };
    Ok(Prepared {
        view: View::Praise(view),
        event: None,
        tokens: Vec::new(),
    })
}
