//! Publishing a reply, and reading the one that stands there, in data.

use super::call::{Asker, Call};
use super::config::{First, Reply};
use super::errors::Rule;
use super::template::Words;
use super::walk::Talk;
use super::{DeclaredAdapter, read};
use crate::links::Whole;
use crate::parse::json;
use crate::parse::path::Path;
use crate::{Failure, Net, OfficialReply, Place, Receipt, ReplyOrder, Response};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// How an approved reply is published.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Publish {
    /// The one writing request. `{text}` is the approved text, `{review.id}` the review.
    pub call: Call,
    /// The request instead, where a reply stands there already: `{reply.id}`.
    #[serde(default)]
    pub replace: Option<Call>,
    /// What an id looks like that can be answered.
    #[serde(default)]
    pub review: Option<Whole>,
    /// Only the comment that begins a conversation can be answered: it is looked up first, as [`Current`] does,
    /// for `{review.top}`.
    #[serde(default)]
    pub top: Option<Path>,
    /// Looks the review up first.
    #[serde(default)]
    pub look: Option<Look>,
    /// Asked before: `take` is `{found.NAME}` in the writing request.
    #[serde(default)]
    pub first: Option<First>,
    /// In front of the approved text, where the platform tells nobody else: `@{found.name} `. It counts for
    /// the limit.
    #[serde(default)]
    pub front: Option<Words>,
    /// Which answers mean that it was taken.
    pub taken: Taken,
}

/// The review is looked for in a list of this adapter, where one review cannot be asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Look {
    /// Name of the route.
    pub route: String,
    /// How many pages are searched; a review that is not there is gone.
    pub pages: u32,
    /// What of the review speaks against a reply: the first that fits.
    #[serde(default)]
    pub refuse: Vec<Rule>,
}

/// What is taken for success. Everything else that is no clear error is [`Failure::Unknown`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Taken {
    /// HTTP statuses that say it by themselves.
    #[serde(default)]
    pub status: Vec<u16>,
    /// What must stand in the answer.
    #[serde(default)]
    pub at: Option<Path>,
    /// The reply's id in it.
    #[serde(default)]
    pub id: Option<Path>,
    /// It is published later, or after moderation; else at once.
    #[serde(default)]
    pub later: bool,
    /// So it is where the answer tells no id.
    #[serde(default)]
    pub later_without_id: bool,
    /// The answer says nothing: what stands there now does ([`Current`]).
    #[serde(default)]
    pub read_again: bool,
}

/// How the reply under one review is read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Current {
    pub call: Call,
    /// The list in which the review is found by its id, or which must be there for `reply`. Without it the
    /// answer is the review itself.
    #[serde(default)]
    pub list: Vec<Path>,
    /// Name of the `[items.NAME]` by which the review is read.
    #[serde(default)]
    pub item: Option<String>,
    /// The reply is a comment in a conversation.
    #[serde(default)]
    pub talk: Option<Talk>,
    /// The answer holds replies instead of the review.
    #[serde(default)]
    pub reply: Option<Reply>,
}

impl DeclaredAdapter {
    /// See [`crate::Adapter::current_reply`].
    ///
    /// # Errors
    /// One per decision of the engine.
    pub(super) async fn reply_now(
        &self,
        net: &dyn Net,
        place: &Place,
        review: &str,
    ) -> Result<Option<OfficialReply>, Failure> {
        let asker = self.asking(net, place).with("review.id", review);
        if let Some(own) = &self.rules.own {
            return self.our_reply(own, asker, review).await;
        }
        let rules = self.rules.current.as_ref().ok_or(Failure::Unsupported)?;
        let wanted = self.rules.publish.as_ref().and_then(|p| p.review.as_ref());
        let open = self.service(rules.call.service.as_deref())?.is_open(net);
        if !open || wanted.is_some_and(|w| !w.fits(review)) {
            return Err(Failure::Unsupported);
        }
        if let Some(talk) = &rules.talk {
            return self.talked(net, place, rules, talk, review).await;
        }
        let answer = self.json(&asker, &rules.call).await?;
        let list = rules.list.iter().find_map(|p| p.first(&answer)?.as_array());
        if list.is_none() && !rules.list.is_empty() {
            return Err(Failure::drift(rules.list[0].to_string()));
        }
        if let Some(reply) = &rules.reply {
            return read::reply(reply, &answer).map_err(Failure::drift);
        }
        let item = self.item(rules.item.as_deref())?;
        let shown = match list {
            None => {
                if let Some(reply) = item.reply.as_ref().filter(|r| r.key_told && !r.has_key(&answer)) {
                    return Err(Failure::drift(reply.path[0].to_string()));
                }
                item.one(self.mend, &answer).map_err(Failure::drift)?
            }
            Some(list) => {
                let mut all = list.iter().filter_map(|v| item.one(self.mend, v).transpose());
                let is_it = |s: &Result<crate::Sighting, String>| s.as_ref().map_or(true, |s| s.id == review);
                all.find(is_it).transpose().map_err(Failure::drift)?
            }
        };
        let shown = shown.ok_or(Failure::Gone)?.official_reply;
        match &self.rules.replies {
            Some(replies) => Ok(self.standing(&asker, replies, review).await?.or(shown)),
            None => Ok(shown),
        }
    }

    /// See [`crate::Adapter::publish`].
    ///
    /// # Errors
    /// [`Failure::Unknown`] for anything unclear after the request left.
    pub(super) async fn answer(&self, net: &dyn Net, order: &ReplyOrder) -> Result<Receipt, Failure> {
        let rules = self.rules.publish.as_ref().ok_or(Failure::Unsupported)?;
        self.manifest.ready(net, order)?;
        let kinds = &self.manifest.answered_in;
        if !kinds.is_empty() && !kinds.contains(&order.place.kind) {
            return Err(Failure::Unsupported);
        }
        if rules.review.as_ref().is_some_and(|w| !w.fits(&order.review)) {
            return Err(Failure::Unsupported);
        }
        let mut asker = self
            .asking(net, &order.place)
            .with("review.id", order.review.clone())
            .with("text", order.text.clone())
            .with("idempotency_key", order.idempotency_key.clone());
        if let Some(look) = &rules.look {
            self.look(&asker, look, &order.review).await?;
        }
        if let Some(at) = &rules.top
            && let Some((current, talk)) = self
                .rules
                .current
                .as_ref()
                .and_then(|c| Some((c, c.talk.as_ref()?)))
        {
            let top = self.conversation(&asker, current, talk, &order.review).await;
            let top = at
                .first(&top.map_err(Failure::of_review)?)
                .and_then(crate::parse::id);
            asker = asker.with("review.top", top.ok_or_else(|| Failure::drift(at.to_string()))?);
        }
        if let Some(first) = &rules.first {
            let mut found = Default::default();
            self.first(&asker, first, &mut found)
                .await
                .map_err(Failure::of_review)?;
            asker = self.asker(&asker, None, &found);
        }
        if let Some(front) = rules.front.as_ref().map(|f| asker.fill(f)).transpose()?.flatten() {
            let text = format!("{front}{}", order.text);
            self.manifest.within(self.manifest.most(net), &text)?;
            asker = asker.with("text", text);
        }
        let mut call = &rules.call;
        if let Some(replace) = &rules.replace {
            let there = match &self.rules.replies {
                Some(replies) => self.standing(&asker, replies, &order.review).await?,
                None => self.reply_now(net, &order.place, &order.review).await?,
            };
            if let Some(id) = there.and_then(|r| r.id) {
                asker = asker.with("reply.id", id);
                call = replace;
            }
        }
        let url = call.address(&asker)?;
        let service = self.service(call.service.as_deref())?;
        let sent = service.send(&asker, call, url, |request| request.writing()).await;
        match self.taken(&rules.taken, &sent.map_err(Failure::of_review)?) {
            Some(receipt) => Ok(receipt),
            None if rules.taken.read_again => match self.reply_now(net, &order.place, &order.review).await {
                Ok(Some(shown)) if shown.text == crate::parse::plain(&order.text) => {
                    Ok(Receipt::Live { id: None })
                }
                _ => Err(Failure::Unknown),
            },
            None => Err(Failure::Unknown),
        }
    }

    fn taken(&self, rules: &Taken, response: &Response) -> Option<Receipt> {
        let receipt = |id: Option<String>| match rules.later || (rules.later_without_id && id.is_none()) {
            true => Receipt::Accepted { id },
            false => Receipt::Live { id },
        };
        if rules.status.contains(&response.status) {
            return Some(receipt(None));
        }
        if rules.read_again {
            return None;
        }
        let answer = json::value(&response.body).ok()?;
        let there = |p: &Path| {
            p.first(&answer)
                .filter(|v| !v.is_null() && v.as_str() != Some(""))
        };
        if let Some(at) = &rules.at {
            there(at)?;
        }
        Some(receipt(
            rules.id.as_ref().and_then(there).and_then(crate::parse::id),
        ))
    }

    async fn look(&self, asker: &Asker<'_>, look: &Look, review: &str) -> Result<(), Failure> {
        let route = self.route_named(&look.route)?;
        let item = self.item(route.item.as_deref())?;
        let mut at: Option<String> = None;
        for _ in 0..look.pages {
            let asker = self.asker(asker, at.as_deref(), &Default::default());
            let (url, answer) = self.ask(&asker, route, at.as_deref(), false).await?;
            let listed = read::list(route, item, self.mend, &answer)?;
            let is_it = |v: &&Value| {
                item.one(self.mend, v)
                    .is_ok_and(|s| s.is_some_and(|s| s.id == review))
            };
            if let Some(found) = listed.elements.iter().copied().find(is_it) {
                let refused = look.refuse.iter().find(|rule| rule.fits(Some(found)));
                return refused.map_or(Ok(()), |rule| Err(rule.failure(Some(found))));
            }
            at = super::paging::next(route, &listed, &url, at.as_deref())?;
            if at.is_none() {
                break;
            }
        }
        Err(Failure::refused("review_gone"))
    }
}
