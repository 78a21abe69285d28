//! One step of a walk: a page of the first list, or a few of the lists below it.

use super::DeclaredAdapter;
use super::call::{Asker, Call};
use super::walk::Walk;
use super::walk_read::{Job, Reader};
use crate::parse::{id, list, talk};
use crate::{Answer, Counter, Cursor, Emptiness, Failure, Net, Next, Page, Place};
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::{BTreeMap, HashSet};

/// What is left of a walk. It is stored and shown, so it holds no access key.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Rest {
    pub found: BTreeMap<String, String>,
    pub own: Vec<String>,
    /// The first list is wanted from here on.
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<String>,
    jobs: Vec<Job>,
    /// When the youngest of the first list was written, seconds.
    newest: i64,
    /// Something was left out: absence proves nothing.
    partial: bool,
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
        let known: i64 = cursor.resume.as_deref().and_then(|r| r.parse().ok()).unwrap_or(0);
        let first = old.is_none();
        let mut rest = old.unwrap_or_default();
        let asker = self.asking(net, place);
        let (mut found, mut counter) = (Vec::new(), None);
        if first {
            counter = self.begin(&asker, walk, &mut rest).await?;
        }
        let asker = self.asker(&asker, None, &rest.found);
        let empty = match rest.jobs.is_empty() {
            true => {
                self.top(&asker, walk, counter, known, &mut rest, &mut found)
                    .await?
            }
            false => {
                self.below(&asker, walk, &mut rest, &mut found).await?;
                Emptiness::EndOfList
            }
        };
        let more = !rest.jobs.is_empty() || rest.after.is_some();
        let mut page = talk::page(found, empty);
        for review in page.sightings.iter_mut().filter(|s| s.official_reply.is_none()) {
            let at = rest.answers.iter().position(|a| a.to == review.id);
            review.official_reply = at.map(|at| rest.answers.remove(at).reply);
        }
        rest.answers.append(&mut page.answers);
        if !more {
            page.answers = std::mem::take(&mut rest.answers);
        }
        let one_post = walk.levels[0]
            .only
            .as_ref()
            .is_some_and(|only| only.kind == place.kind);
        let resume = walk.fresh_days.map(|_| rest.newest.max(known).to_string());
        Ok(Page {
            complete: walk.complete && !rest.partial && !one_post,
            counter,
            resume,
            next: Next::walk(&rest, more)?,
            ..page
        })
    }

    /// What is asked once.
    pub(super) async fn begin(
        &self,
        asker: &Asker<'_>,
        walk: &Walk,
        rest: &mut Rest,
    ) -> Result<Option<Counter>, Failure> {
        let place = asker.place;
        let mut counter = None;
        for ask in &walk.first {
            for name in ask.take.keys() {
                rest.found.entry(name.clone()).or_insert(place.id.clone());
            }
            let other = !ask.kinds.is_empty() && !ask.kinds.contains(&place.kind);
            if other || ask.unless.as_ref().is_some_and(|known| known.fits(&place.id)) {
                continue;
            }
            let answer = self.json(asker, &ask.call).await?;
            if let Some(rule) = ask.refuse.iter().find(|rule| rule.fits(Some(&answer))) {
                return Err(rule.failure(Some(&answer)));
            }
            for (name, paths) in &ask.take {
                let value = paths.iter().find_map(|p| p.first(&answer).and_then(id));
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
        call: Option<&Call>,
        job: Option<&Job>,
        at: Option<&str>,
    ) -> Result<Value, Failure> {
        let mut asker = self.asker(asker, at, &BTreeMap::new());
        if let Some(job) = job {
            asker = asker.with("above", job.above());
        }
        let mut answer = self.json(&asker, call.ok_or(Failure::Unsupported)?).await?;
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
        known: i64,
        rest: &mut Rest,
        found: &mut Vec<talk::Comment>,
    ) -> Result<Emptiness, Failure> {
        let level = &walk.levels[0];
        let at = rest.after.take();
        let answer = self
            .answer_of(asker, level.call.as_ref(), None, at.as_deref())
            .await?;
        let nodes = level.nodes(&answer)?;
        if let Some(context) = &level.context {
            let also = level.also.as_ref().map_or(Ok(None), |also| asker.fill(also))?;
            let mut posts: Vec<String> = also.into_iter().collect();
            for (i, node) in nodes.iter().enumerate() {
                let id = context.first(node).and_then(id);
                let id = id.ok_or_else(|| list::wrong(&level.name(), i, context))?;
                let count = level.under.iter().find_map(|p| p.first(node)?.as_u64());
                posts.extend((count != Some(0)).then_some(id));
            }
            let mut once = HashSet::new();
            posts.retain(|post| once.insert(post.clone()));
            rest.jobs.extend(posts.into_iter().map(|post| Job {
                level: 1,
                post,
                ..Job::default()
            }));
        } else {
            self.posts(asker, walk, &nodes, rest, found)?;
        }
        let times = nodes.iter().filter_map(|node| {
            let item = self.item(level.item.as_deref()).ok()?;
            let at = item.created.as_ref()?.instant(&self.mended(node)).ok()??;
            Some(at.timestamp())
        });
        let youngest = times.max().unwrap_or(0);
        rest.newest = rest.newest.max(youngest);
        let days = TimeDelta::days(walk.fresh_days.map_or(0, i64::from));
        let floor = known.min((asker.net.now() - days).timestamp());
        if let Some(next) = level.onward(&answer, at.as_deref()) {
            let later = known != 0 && walk.fresh_days.is_some() && !nodes.is_empty();
            match later && youngest <= floor {
                true => rest.partial = true,
                false => rest.after = Some(next),
            }
        }
        match (nodes.is_empty(), at.is_some(), counter.and_then(|c| c.count)) {
            (false, ..) => Ok(Emptiness::Stated),
            (true, true, _) => Ok(Emptiness::EndOfList),
            (true, false, Some(0)) => Ok(Emptiness::Counter),
            (true, false, None) if level.is_proven(&answer) => Ok(Emptiness::Stated),
            (true, false, None) => {
                let proof = level.proof.as_ref().ok_or_else(|| level.silent())?;
                let call = proof.call.as_ref().ok_or_else(|| level.silent())?;
                match proof.fits(&self.json(asker, call).await?) {
                    true => Ok(Emptiness::Counter),
                    false => Err(level.silent()),
                }
            }
            (true, false, Some(_)) => Err(level.silent()),
        }
    }

    /// What the first list holds besides ids.
    fn posts(
        &self,
        asker: &Asker<'_>,
        walk: &Walk,
        nodes: &[&Value],
        rest: &mut Rest,
        found: &mut Vec<talk::Comment>,
    ) -> Result<(), Failure> {
        let level = &walk.levels[0];
        let only = level.only.as_ref().filter(|only| only.kind == asker.place.kind);
        for (i, node) in nodes.iter().enumerate() {
            let wrong = |at: String| list::wrong(&level.name(), i, &at);
            walk.own.learn(&self.mended(node), &mut rest.own);
            if let Some(only) = only {
                let link = only.at.first(node).and_then(Value::as_str);
                let link = link.ok_or_else(|| wrong(only.at.to_string()))?;
                let end = asker.fill(&only.ends)?.unwrap_or_default();
                if !link.trim_end_matches('/').ends_with(&end) {
                    continue;
                }
            }
            let mut reader = Reader::new(self, walk, &rest.own);
            reader.one(node, &Job::default()).map_err(wrong)?;
            found.append(&mut reader.found);
            rest.jobs.append(&mut reader.jobs);
        }
        Ok(())
    }

    /// A few of the lists below.
    async fn below(
        &self,
        asker: &Asker<'_>,
        walk: &Walk,
        rest: &mut Rest,
        found: &mut Vec<talk::Comment>,
    ) -> Result<(), Failure> {
        let jobs: Vec<Job> = rest.jobs.drain(..rest.jobs.len().min(walk.calls)).collect();
        let (mut asked, mut silent) = (0, None);
        for job in jobs {
            let level = walk
                .levels
                .get(job.level)
                .ok_or_else(|| Failure::drift("cursor"))?;
            let at = job.after.as_deref();
            let answer = match self.answer_of(asker, level.call.as_ref(), Some(&job), at).await {
                Err(Failure::Gone) if level.vanishes => {
                    rest.partial = true;
                    continue;
                }
                answer => answer?,
            };
            let nodes = level.nodes(&answer)?;
            if nodes.is_empty() && level.proof.is_some() && !level.is_proven(&answer) {
                return Err(level.silent());
            }
            asked += 1;
            let counted = level.counted(&answer).unwrap_or(job.count);
            if nodes.is_empty() && level.proof.is_none() && at.is_none() && counted > 0 {
                silent = Some((silent.map_or(0, |(n, _)| n) + 1, level));
            }
            let above = asker.clone().with("above", job.above());
            let link = level
                .link
                .as_ref()
                .and_then(|link| link.fill(&|gap| above.value(gap)));
            let context = Job {
                link: link.map(String::from).or_else(|| job.link.clone()),
                ..job.clone()
            };
            let mut reader = Reader::new(self, walk, &rest.own);
            reader.list(&nodes, &context)?;
            found.append(&mut reader.found);
            rest.jobs.append(&mut reader.jobs);
            let next = level.onward(&answer, at);
            rest.jobs.extend(next.map(|after| Job {
                after: Some(after),
                count: 0,
                ..job.clone()
            }));
        }
        // One post may have hidden comments only; all of them at once is a missing right or a glitch.
        match silent {
            Some((count, level)) if count == asked => Err(level.silent()),
            _ => Ok(()),
        }
    }
}
