//! Care for the people who answer: a daily cap of insulting threads, a boundary in three steps, help in
//! one click that is counted nowhere, and everybody's own list of what hurts.

use super::{Actor, DeskError};
use crate::context::Context;
use crate::domain::{Action, Role, stem};
use crate::judge::Verdict;
use crate::store::care::{self, Spot};
use crate::store::people::{self, Person};
use crate::store::threads::{self, Thread};
use crate::store::{Tx, events, mails, reviews};

/// Steps of the boundary: warned, asked to be constructive, writing only.
pub const STEPS: i64 = 3;
/// Sore spots of one person at most.
const SPOTS: usize = 50;

/// Does the review insult a person?
pub fn insults(verdict: &str) -> bool {
    serde_json::from_str::<Verdict>(verdict).is_ok_and(|v| v.abusive)
}

/// Who gets an insulting thread: the person that was meant, or, where that one had enough for today,
/// whoever of the others had least. `None`: it insults nobody, or nobody is below the cap.
pub(super) async fn instead(
    ctx: &Context,
    tx: &mut Tx,
    people: &[Person],
    thread: &Thread,
    wanted: &Person,
) -> Result<Option<Person>, DeskError> {
    let cap = i64::from(ctx.config.care.abusive_per_day);
    let review = reviews::by_id_in(tx, &thread.review_id)
        .await?
        .ok_or(DeskError::NotFound)?;
    if cap == 0 || !insults(&review.verdict) {
        return Ok(None);
    }
    let day = |p: &Person| {
        let local = ctx.clock.now().with_timezone(&p.zone());
        local.date_naive().to_string()
    };
    let mut chosen = None;
    if care::load(tx, &wanted.id, &day(wanted), &thread.id).await? >= cap {
        let fits = |p: &&Person| {
            p.id != wanted.id
                && p.role().may(Action::Write)
                && (p.role().may(Action::Approve) || !wanted.role().may(Action::Approve))
                && p.covers(thread.location.as_deref())
        };
        let mut least: Option<(i64, &Person)> = None;
        for p in people.iter().filter(fits) {
            let n = care::load(tx, &p.id, &day(p), &thread.id).await?;
            if n < cap && least.is_none_or(|(m, _)| n < m) {
                least = Some((n, p));
            }
        }
        chosen = least.map(|(_, p)| p.clone());
    }
    let gets = chosen.as_ref().unwrap_or(wanted);
    care::given(tx, &gets.id, &day(gets), &thread.id).await?;
    Ok(chosen)
}

/// Takes the next step of the boundary with an author who insults; none can be left out.
///
/// # Errors
/// [`DeskError::Invalid`] where nobody was insulted or the step is not the next one.
pub async fn boundary(ctx: &Context, actor: &Actor, thread_id: &str, step: i64) -> Result<(), DeskError> {
    actor.must(Action::Write)?;
    let thread = threads::by_id(&ctx.db, thread_id)
        .await?
        .ok_or(DeskError::NotFound)?;
    let review = reviews::by_id(&ctx.db, &thread.review_id)
        .await?
        .ok_or(DeskError::NotFound)?;
    if !insults(&review.verdict) {
        return Err(DeskError::Invalid("desk-boundary-nobody-insulted"));
    }
    let taken = care::steps(&ctx.db, thread_id).await?;
    let last = taken.iter().map(|s| s.step).max().unwrap_or(0);
    if step != last + 1 || step > STEPS {
        return Err(DeskError::Invalid("desk-boundary-order"));
    }
    let mut tx = ctx.db.begin().await?;
    if !care::step(&mut tx, thread_id, step, &actor.id, ctx.now()).await? {
        return Err(DeskError::Conflict);
    }
    let detail = serde_json::json!({ "step": step });
    events::append(
        &mut tx,
        ctx.now(),
        &actor.name,
        "boundary_step",
        Some(thread_id),
        &detail,
    )
    .await?;
    tx.commit().await?;
    Ok(())
}

/// Asks colleagues for help with a thread: managers of the place, and owners where a manager asks.
/// Nothing is written that a report could count (product.md C12).
///
/// # Errors
/// [`DeskError`].
pub async fn help(ctx: &Context, actor: &Actor, thread_id: &str) -> Result<(), DeskError> {
    actor.must(Action::Write)?;
    let thread = threads::by_id(&ctx.db, thread_id)
        .await?
        .ok_or(DeskError::NotFound)?;
    let known = people::active(&ctx.db).await?;
    let now = ctx.now();
    let location = thread.location.as_deref();
    let of = |role: Role| {
        known
            .iter()
            .filter(move |p| p.role() == role && p.id != actor.id && p.covers(location))
    };
    let mut told: Vec<&Person> = of(Role::Manager).collect();
    if told.is_empty() || actor.role == Role::Manager {
        told.extend(of(Role::Owner));
    }
    // pressed twice in ten minutes is pressed once
    let window = now.0 / 600_000;
    let mut tx = ctx.db.begin().await?;
    for p in told {
        let once = format!("help:{thread_id}:{}:{}:{window}", actor.id, p.id);
        let payload = serde_json::json!({ "thread": thread_id, "who": actor.name });
        mails::queue(&mut tx, now, &once, "help", "mail", &p.id, &payload).await?;
    }
    tx.commit().await?;
    ctx.bell.notify_one();
    Ok(())
}

/// Adds a sore spot of one's own: the words that hurt and what to answer, one a line.
///
/// # Errors
/// [`DeskError::Invalid`] for an empty or endless entry.
pub async fn add_spot(ctx: &Context, actor: &Actor, words: &str, answers: &str) -> Result<(), DeskError> {
    let tidy = |t: &str| {
        t.replace("\r\n", "\n")
            .replace('\0', "\u{fffd}")
            .trim()
            .to_owned()
    };
    let (words, answers) = (tidy(words), tidy(answers));
    if stem::terms(&words).is_empty() || words.chars().count() > 200 || answers.chars().count() > 2_000 {
        return Err(DeskError::Invalid("desk-spot-length"));
    }
    if care::spots(&ctx.db, &actor.id).await?.len() >= SPOTS {
        return Err(DeskError::Invalid("desk-spot-many"));
    }
    let mut tx = ctx.db.begin().await?;
    care::add_spot(&mut tx, &actor.id, &words, &answers, ctx.now()).await?;
    tx.commit().await?;
    Ok(())
}

/// Takes a sore spot of one's own away.
///
/// # Errors
/// What the driver says.
pub async fn drop_spot(ctx: &Context, actor: &Actor, id: &str) -> Result<(), DeskError> {
    let mut tx = ctx.db.begin().await?;
    care::drop_spot(&mut tx, &actor.id, id).await?;
    tx.commit().await?;
    Ok(())
}

/// The spots that a text touches: every word of the entry occurs in it, in whatever form.
pub fn touched<'s>(spots: &'s [Spot], text: &str) -> Vec<&'s Spot> {
    let stems = |t: &str| -> std::collections::BTreeSet<String> {
        stem::terms(t)
            .into_keys()
            .filter(|k| !k.starts_with('='))
            .collect()
    };
    let all = stems(text);
    spots
        .iter()
        .filter(|s| {
            let words = stems(&s.words);
            !words.is_empty() && words.is_subset(&all)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sore_spot_is_touched_in_any_form_and_only_as_a_whole() {
        let spot = Spot {
            id: "1".into(),
            words: "глупая девочка".into(),
            answers: String::new(),
        };
        let spots = [spot];
        assert_eq!(touched(&spots, "Опять эти глупые девочки на кассе").len(), 1);
        assert!(touched(&spots, "Девочка за стойкой была мила").is_empty());
    }
}
