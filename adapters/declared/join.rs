//! What stands in another list than the reviews: official replies, and what a public page shows beside an
//! owner's list.

use super::call::Asker;
use super::config::{Field, Reply, TextAs};
use super::template::Template;
use super::{DeclaredAdapter, call::Call};
use crate::parse::list::wrong;
use crate::parse::path::Path;
use crate::{Answer, Failure, OfficialReply, Page};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// Official replies in a list of their own. Page N of it is read beside page N of the reviews.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Replies {
    /// Name of a `[declared.service.NAME]`.
    #[serde(default)]
    pub service: Option<String>,
    /// With `{cursor}` for the number of the page, from 0.
    pub url: Template,
    /// Replies on a page; fewer, or `true` at `end`, is the last.
    pub size: usize,
    #[serde(default)]
    pub end: Option<Path>,
    /// The list; the first that leads to one is taken.
    pub list: Vec<Path>,
    /// The review that one answers.
    pub to: Field<TextAs>,
    /// How one of them is read, if not as [`super::config::Item::reply`]: its `path` means nothing here. Of
    /// several to one review the newest stands.
    #[serde(default)]
    pub reply: Option<Reply>,
    /// Pages that are searched for one reply, and read beside the reviews.
    pub deepest: u32,
}

impl DeclaredAdapter {
    /// One page of replies by the review that they answer, and whether there are more.
    async fn answers(
        &self,
        asker: &Asker<'_>,
        rules: &Replies,
        page: u32,
    ) -> Result<(BTreeMap<String, OfficialReply>, bool), Failure> {
        let call = Call::get(rules.service.clone(), rules.url.clone());
        let asker = asker.clone().with("cursor", page.to_string());
        let answer = self.json(&asker, &call).await?;
        let list = rules.list.iter().find_map(|p| p.first(&answer)?.as_array());
        let place = rules.list.first().map(ToString::to_string).unwrap_or_default();
        let list = list.ok_or_else(|| Failure::drift(place.clone()))?;
        let beside = || self.item(None).ok()?.reply.as_ref();
        let form = rules.reply.as_ref().or_else(beside).ok_or(Failure::Unsupported)?;
        let mut found: BTreeMap<String, OfficialReply> = BTreeMap::new();
        for (i, one) in list.iter().enumerate() {
            let bad = |field: String| wrong(&place, i, &field);
            let to = rules
                .to
                .text(one)
                .map_err(bad)?
                .ok_or_else(|| bad(rules.to.name()))?;
            let Some(reply) = form.answer(one).map_err(bad)? else {
                continue;
            };
            let age = |r: &OfficialReply| (r.at, r.id.as_deref().and_then(|i| i.parse::<u64>().ok()));
            if found.get(&to).is_none_or(|known| age(known) <= age(&reply)) {
                found.insert(to, reply);
            }
        }
        let ended = rules.end.as_ref().and_then(|p| p.first(&answer)) == Some(&Value::Bool(true));
        Ok((found, list.len() >= rules.size && !ended))
    }

    /// Puts the replies of the same page to their reviews; whether more of them are to be read.
    ///
    /// # Errors
    /// One per decision of the engine.
    pub(super) async fn join_replies(
        &self,
        asker: &Asker<'_>,
        rules: &Replies,
        number: u32,
        page: &mut Page,
    ) -> Result<bool, Failure> {
        let (mut answers, more) = self.answers(asker, rules, number).await?;
        for sighting in &mut page.sightings {
            sighting.official_reply = answers.remove(&sighting.id).or(sighting.official_reply.take());
            // It may stand on a later page of replies, which is not always read.
            sighting.reply_untold = more;
        }
        let answer = |(to, reply)| Answer { to, reply };
        page.answers = answers.into_iter().map(answer).collect();
        Ok(more && number < rules.deepest)
    }

    /// The newest reply to a review in the list of replies.
    ///
    /// # Errors
    /// One per decision of the engine.
    pub(super) async fn standing(
        &self,
        asker: &Asker<'_>,
        rules: &Replies,
        review: &str,
    ) -> Result<Option<OfficialReply>, Failure> {
        for page in 0..=rules.deepest {
            let (mut found, more) = self.answers(asker, rules, page).await?;
            match found.remove(review) {
                Some(reply) => return Ok(Some(reply)),
                None if more => {}
                None => break,
            }
        }
        Ok(None)
    }
}

/// Joins what a public page shows to the page of an owner's list.
pub fn join_public(page: &mut Page, public: Page) {
    page.counter = public.counter;
    for shown in public.sightings {
        let known = page.sightings.iter_mut().find(|s| s.id == shown.id);
        match (known, shown.official_reply) {
            (Some(known), reply) => {
                known.official_reply = reply;
                known.reply_untold = false;
                known.provider = known.provider.take().or(shown.provider);
            }
            (None, Some(reply)) => page.answers.push(Answer { to: shown.id, reply }),
            (None, None) => {}
        }
    }
}
