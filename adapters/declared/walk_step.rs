//! One step of a walk: a page of the first list, or a few of the lists below it.

use super::DeclaredAdapter;
use super::call::Asker;
use super::walk::{Level, Walk};
use super::walk_read::{Context, Job};
use crate::parse::talk::{self, Comment};
use crate::{Answer, Counter, Cursor, Emptiness, Failure, Net, Next, Page, Place};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::{BTreeMap, HashSet};

/// What is left of a walk. It is stored and shown, so it holds no access key.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Rest {
    found: BTreeMap<String, String>,
    own: Vec<String>,
    jobs: Vec<Job>,
    /// Own replies whose review was not met yet: it stands on a later, older page.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    answers: Vec<Answer>,
}

impl DeclaredAdapter {
    /// One step.
    ///
    /// # Errors
    /// One per decision of the engine.
    pub(super) async fn step(
        &self,
        net: &dyn Net,
        place: &Place,
        walk: &Walk,
        cursor: &Cursor,
    ) -> Result<Page, Failure> {
        let old: Option<Rest> = cursor.walk();
        let first = old.is_none();
        let mut rest = old.unwrap_or_default();
        let asker = Asker::new(net, place);
        let (mut found, mut counter) = (Vec::new(), None);
        if first {
            counter = self.begin(&asker, walk, &mut rest).await?;
        }
        let asker = self.asker(&asker, None, &rest.found);
        let empty = match rest.jobs.is_empty() {
            true => self.top(&asker, walk, counter, &mut rest).await?,
            false => {
                self.below(&asker, walk, &mut rest, &mut found).await?;
                Emptiness::EndOfList
            }
        };
        let more = !rest.jobs.is_empty();
        let mut page = talk::page(found, empty);
        for review in page.sightings.iter_mut().filter(|s| s.official_reply.is_none()) {
            let at = rest.answers.iter().position(|a| a.to == review.id);
            review.official_reply = at.map(|at| rest.answers.remove(at).reply);
        }
        rest.answers.append(&mut page.answers);
        if !more {
            page.answers = std::mem::take(&mut rest.answers);
        }
        Ok(Page {
            complete: walk.complete,
            counter,
            next: Next::walk(&rest, more)?,
            ..page
        })
    }

    /// What is asked once.
    async fn begin(
        &self,
        asker: &Asker<'_>,
        walk: &Walk,
        rest: &mut Rest,
    ) -> Result<Option<Counter>, Failure> {
        let place = asker.place;
        let mut counter = None;
        for ask in &walk.first {
            let id = place.id.clone();
            for name in ask.take.keys() {
                rest.found.entry(name.clone()).or_insert(id.clone());
            }
            let other = !ask.kinds.is_empty() && !ask.kinds.contains(&place.kind);
            if other || ask.unless.as_ref().is_some_and(|known| known.fits(&id)) {
                continue;
            }
            let answer = self.json(asker, &ask.call).await?;
            if let Some(rule) = ask.refuse.iter().find(|rule| rule.fits(Some(&answer))) {
                return Err(rule.failure(Some(&answer)));
            }
            for (name, paths) in &ask.take {
                let value = paths
                    .iter()
                    .find_map(|p| p.first(&answer).and_then(crate::parse::id));
                let at = || Failure::drift(paths.first().map(ToString::to_string).unwrap_or_default());
                rest.found.insert(name.clone(), value.ok_or_else(at)?);
            }
            counter = super::read::counter(&ask.counter, &answer).or(counter);
        }
        let asker = self.asker(asker, None, &rest.found);
        for words in &walk.own.names {
            rest.own.extend(asker.fill(words).ok().flatten());
        }
        Ok(counter)
    }

    async fn answer_of(
        &self,
        asker: &Asker<'_>,
        level: &Level,
        above: Option<&str>,
        at: Option<&str>,
    ) -> Result<Value, Failure> {
        let mut asker = self.asker(asker, at, &BTreeMap::new());
        if let Some(above) = above {
            asker = asker.with("above", above);
        }
        let mut answer = self.json(&asker, &level.call).await?;
        if let Some(mend) = self.mend {
            mend(&mut answer);
        }
        Ok(answer)
    }

    /// A page of the first list.
    async fn top(
        &self,
        asker: &Asker<'_>,
        walk: &Walk,
        counter: Option<Counter>,
        rest: &mut Rest,
    ) -> Result<Emptiness, Failure> {
        let level = &walk.levels[0];
        let answer = self.answer_of(asker, level, None, None).await?;
        let nodes = level.nodes(&answer)?;
        let mut posts: Vec<String> = Vec::new();
        if let Some(also) = &level.also {
            posts.extend(asker.fill(also)?);
        }
        for (i, node) in nodes.iter().enumerate() {
            let at = level.context.as_ref();
            let id = at.and_then(|p| p.first(node)).and_then(crate::parse::id);
            let wrong = || crate::parse::list::wrong(&level.name(), i, &at.cloned().unwrap_or_default());
            let id = id.ok_or_else(wrong)?;
            let count = level.under.iter().find_map(|p| p.first(node)?.as_u64());
            if count != Some(0) {
                posts.push(id);
            }
        }
        let mut known = HashSet::new();
        posts.retain(|post| known.insert(post.clone()));
        rest.jobs.extend(posts.into_iter().map(|post| Job {
            level: 1,
            post,
            ..Job::default()
        }));
        match (nodes.is_empty(), counter.and_then(|c| c.count)) {
            (false, _) => Ok(Emptiness::Stated),
            (true, Some(0)) => Ok(Emptiness::Counter),
            (true, None) if level.proof.as_ref().is_some_and(|p| p.fits(&answer)) => Ok(Emptiness::Stated),
            (true, _) => Err(level.silent()),
        }
    }

    /// A few of the lists below.
    async fn below(
        &self,
        asker: &Asker<'_>,
        walk: &Walk,
        rest: &mut Rest,
        found: &mut Vec<Comment>,
    ) -> Result<(), Failure> {
        let jobs: Vec<Job> = rest.jobs.drain(..rest.jobs.len().min(walk.calls)).collect();
        for job in jobs {
            let level = walk
                .levels
                .get(job.level)
                .ok_or_else(|| Failure::drift("cursor"))?;
            let at = job.after.as_deref();
            let answer = self.answer_of(asker, level, Some(job.above()), at).await?;
            let nodes = level.nodes(&answer)?;
            if nodes.is_empty() && level.proof.as_ref().is_some_and(|p| !p.fits(&answer)) {
                return Err(level.silent());
            }
            let asker = asker.clone().with("above", job.above());
            let link = level
                .link
                .as_ref()
                .and_then(|link| link.fill(&|gap| asker.value(gap)));
            let context = Context {
                own: &rest.own,
                post: Some(&job.post),
                link: link.as_ref().map(url::Url::as_str),
                thread: job.thread.as_deref(),
            };
            self.comments(walk, level, &nodes, context, found)?;
            let next = level.onward(&answer, at);
            rest.jobs.extend(next.map(|after| Job {
                after: Some(after),
                ..job.clone()
            }));
        }
        Ok(())
    }
}
