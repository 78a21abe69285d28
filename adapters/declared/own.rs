//! Who we are on the platform, and what we wrote there: of posts that answer each other, those of our own
//! account are official replies, or context where they answer nobody.

use super::call::{Asker, Call};
use super::config::Route;
use super::template::Words;
use super::{DeclaredAdapter, paging, read};
use crate::links::Whole;
use crate::parse::path::Path;
use crate::parse::posts;
use crate::{Answer, Cursor, Emptiness, Failure, OfficialReply, Page, Place, Sighting};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// `[declared.own]`: our own account, `{own}`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Own {
    /// Ways to know it: the first whose place and keys are there is gone.
    pub ways: Vec<Way>,
    /// By what of a post it is known that we wrote it.
    #[serde(default)]
    pub by: By,
    /// What it looks like.
    #[serde(default)]
    pub like: Option<Whole>,
    /// Some servers do not tell it (an error that is no word about access): then all else is read without it.
    #[serde(default)]
    pub may_fail: bool,
    /// Replies begin with the names of those whom they go to (`@name `), which are no part of their text.
    #[serde(default)]
    pub addressed: bool,
}

/// A way to know our own account.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Way {
    /// Keys of `[source.access]` without which it is not gone.
    #[serde(default)]
    pub needs: Vec<String>,
    /// Kinds of places where it is gone; empty: all.
    #[serde(default)]
    pub kinds: Vec<String>,
    /// The account, from `{access.KEY}` or the place; without a value this way is not gone.
    #[serde(default)]
    pub is: Option<Words>,
    /// What people write in front of it.
    #[serde(default)]
    pub without: Option<String>,
    /// Asked for it, once: `{own}` is what `is` says. It stands at `at` of the answer.
    #[serde(default)]
    pub call: Option<Call>,
    #[serde(default)]
    pub at: Path,
}

/// See [`Own::by`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum By {
    #[default]
    AuthorId,
    /// Whatever the case.
    AuthorName,
}

impl Way {
    fn is_open(&self, asker: &Asker<'_>) -> bool {
        let here = self.kinds.is_empty() || self.kinds.contains(&asker.place.kind);
        here && self.needs.iter().all(|key| asker.net.key(key).is_some())
    }

    /// What the keys or the place call it.
    fn said(&self, asker: &Asker<'_>) -> Option<String> {
        let said = asker.fill(self.is.as_ref()?).ok()??;
        let bare = self
            .without
            .as_ref()
            .and_then(|front| said.strip_prefix(front.as_str()));
        Some(bare.unwrap_or(&said).to_owned()).filter(|said| !said.is_empty())
    }
}

impl Own {
    fn looks_right(&self, account: &str) -> bool {
        self.like.as_ref().is_none_or(|like| like.fits(account))
    }

    fn wrote(&self, post: &Sighting, account: &str) -> bool {
        match self.by {
            By::AuthorId => post.author.id.as_deref() == Some(account),
            By::AuthorName => {
                let name = post.author.name.as_deref();
                name.is_some_and(|name| name.eq_ignore_ascii_case(account))
            }
        }
    }

    /// The account as a saved body of this place tells it, without any network.
    pub fn of_place(&self, place: &Place) -> Option<String> {
        let here = self
            .ways
            .iter()
            .filter(|way| way.call.is_none() && way.kinds.contains(&place.kind));
        let mut told = here.filter_map(|way| way.is.as_ref()?.fill(&|gap| place.gap(gap)).ok()?);
        told.find(|account| self.looks_right(account))
    }

    /// Takes what we wrote out of the reviews: replies go to the answers, other posts are context.
    pub fn settle(&self, account: Option<&str>, page: &mut Page) {
        let Some(account) = account else {
            return;
        };
        let (ours, reviews) = std::mem::take(&mut page.sightings)
            .into_iter()
            .partition(|post| self.wrote(post, account));
        page.sightings = reviews;
        let ours: Vec<Sighting> = ours;
        page.answers
            .extend(ours.into_iter().filter_map(|post| self.answer(post)));
        if page.sightings.is_empty() {
            page.empty = page.empty.or(Some(Emptiness::Stated));
        }
    }

    fn answer(&self, post: Sighting) -> Option<Answer> {
        let to = post.parent.filter(|_| !post.removed)?;
        let text = match self.addressed {
            true => posts::unaddressed(&post.text).to_owned(),
            false => post.text,
        };
        let reply = OfficialReply {
            id: Some(post.id),
            text,
            at: post.created,
            ..OfficialReply::default()
        };
        Some(Answer { to, reply })
    }
}

/// What the engine keeps for the next poll: our account, where it had to be asked for, and the newest post
/// that was read ([`Route::newest`]), apart by a bar.
struct Mark<'c> {
    account: Option<&'c str>,
    newest: Option<&'c str>,
}

impl<'c> Mark<'c> {
    fn of(cursor: &'c Cursor) -> Self {
        let text = cursor.resume.as_deref().unwrap_or_default();
        let (account, newest) = text.split_once('|').unwrap_or((text, ""));
        let some = |text: &'c str| Some(text).filter(|text| !text.is_empty());
        Mark {
            account: some(account),
            newest: some(newest),
        }
    }
}

impl DeclaredAdapter {
    /// A page of posts, with our own ones settled.
    ///
    /// # Errors
    /// One per decision of the engine.
    pub(super) async fn social(&self, own: &Own, asker: Asker<'_>, cursor: &Cursor) -> Result<Page, Failure> {
        let mark = Mark::of(cursor);
        let (account, asked) = match self.account(own, &asker, mark.account).await {
            Err(Failure::Drift { .. } | Failure::Gone) if own.may_fail => (None, false),
            account => account?,
        };
        let mut asker = asker;
        for (gap, value) in [("own", account.as_deref()), ("newest", mark.newest)] {
            if let Some(value) = value {
                asker = asker.with(gap, value);
            }
        }
        let mut page = self.page(&asker, cursor).await?;
        own.settle(account.as_deref(), &mut page);
        let here = |route: &&Route| cursor.page.is_none() && route.is_for(asker.place);
        if let (Some(route), Some(_)) = (self.rules.written.as_ref().filter(here), &account) {
            let (answers, since) = self.written(own, &asker, route).await?;
            page.answers.extend(answers);
            page.answers_since = since;
        }
        let kept = account.filter(|_| asked || page.resume.is_some());
        page.resume = match page.resume.take() {
            Some(newest) => Some(format!("{}|{newest}", kept.unwrap_or_default())),
            None => kept,
        };
        Ok(page)
    }

    /// The newest post for the next poll, where the route tells one ([`Route::newest`]). It moves when the walk
    /// is over, so that what lies between is not lost; until then its first page's stands in the cursor.
    pub(super) fn mark(
        &self,
        asker: &Asker<'_>,
        route: &Route,
        answer: &serde_json::Value,
        found: &mut BTreeMap<String, String>,
        goes_on: bool,
    ) -> Option<String> {
        let told = route.newest.as_ref()?.first(answer).and_then(crate::parse::id);
        let known = asker.value("newest");
        if let Some(first) = told.or_else(|| known.clone()) {
            found.entry("newest".to_owned()).or_insert(first);
        }
        let walked = || found.get("newest").cloned();
        Some(known.filter(|_| goes_on).or_else(walked).unwrap_or_default())
    }

    /// Our own account, and whether it had to be asked for. `known`: from the last poll.
    async fn account(
        &self,
        own: &Own,
        asker: &Asker<'_>,
        known: Option<&str>,
    ) -> Result<(Option<String>, bool), Failure> {
        for way in own.ways.iter().filter(|way| way.is_open(asker)) {
            let said = way.said(asker);
            if way.is.is_some() && said.is_none() {
                continue;
            }
            let Some(call) = &way.call else {
                match said.filter(|account| own.looks_right(account)) {
                    Some(account) => return Ok((Some(account), false)),
                    None => continue,
                }
            };
            if let Some(known) = known {
                return Ok((Some(known.to_owned()), true));
            }
            let asker = said.map_or_else(|| asker.clone(), |said| asker.clone().with("own", said));
            let found = self.json(&asker, call).await.and_then(|answer| {
                let found = way.at.first(&answer).and_then(crate::parse::id);
                let found = found.filter(|account| own.looks_right(account));
                found.ok_or_else(|| Failure::drift(way.at.to_string()))
            });
            return found.map(|account| (Some(account), true));
        }
        Ok((None, false))
    }

    /// What we wrote of late, as replies, and since when that is all of it.
    async fn written(
        &self,
        own: &Own,
        asker: &Asker<'_>,
        route: &Route,
    ) -> Result<(Vec<Answer>, Option<DateTime<Utc>>), Failure> {
        let (asked, answer) = self.ask(asker, route, None, false).await?;
        let listed = read::list(route, self.item(route.item.as_deref())?, self.mend, &answer)?;
        let goes_on = paging::next(route, &listed, &asked, None)?.is_some();
        let more = goes_on && !route.paging.is_sparse();
        let oldest = listed
            .sightings
            .last()
            .and_then(|post| post.updated.or(post.created));
        let mut page = listed.page(route, more, true)?;
        own.settle(asker.value("own").as_deref(), &mut page);
        Ok((page.answers, posts::since(goes_on, oldest)))
    }

    /// Our reply to a post: in a list that is asked for with it, or among what we wrote of late.
    ///
    /// # Errors
    /// [`Failure::Unsupported`] where it is not known who we are.
    pub(super) async fn our_reply(
        &self,
        own: &Own,
        asker: Asker<'_>,
        review: &str,
    ) -> Result<Option<OfficialReply>, Failure> {
        let (account, _) = self.account(own, &asker, None).await?;
        let account = account.ok_or(Failure::Unsupported)?;
        let asker = asker.with("own", account.clone());
        let answers = match (&self.rules.current, &self.rules.written) {
            (Some(current), _) => {
                let answer = self.json(&asker, &current.call).await?;
                let item = self.item(current.item.as_deref())?;
                let list = current.list.iter().find_map(|p| p.first(&answer)?.as_array());
                let at = current.list.first().map(ToString::to_string).unwrap_or_default();
                let list = list.ok_or_else(|| Failure::drift(at.clone()))?;
                let found = crate::parse::list::each(&at, list, |post| item.one(self.mend, post))?;
                let mut page = Page::of(found, crate::Next::Done);
                own.settle(Some(&account), &mut page);
                page.answers
            }
            (None, Some(route)) => self.written(own, &asker, route).await?.0,
            (None, None) => return Err(Failure::Unsupported),
        };
        let ours = answers
            .into_iter()
            .filter(|answer| answer.to == review)
            .map(|a| a.reply);
        Ok(ours.max_by_key(|reply| (reply.at, reply.id.clone())))
    }
}
