//! The official reply to one comment, out of its conversation.

use super::DeclaredAdapter;
use super::call::Asker;
use super::reply::Current;
use super::walk::{Talk, Walk};
use super::walk_read::{Job, Reader};
use super::walk_step::Rest;
use crate::parse::{id, talk};
use crate::{Failure, Net, OfficialReply, Place};
use serde_json::Value;

impl DeclaredAdapter {
    /// The comment that begins the conversation of this review, or the post that it is, with what stands below.
    pub(super) async fn conversation(
        &self,
        asker: &Asker<'_>,
        rules: &Current,
        talk: &Talk,
        review: &str,
    ) -> Result<Value, Failure> {
        let asker = asker.clone().with("review.id", review);
        let post = talk.post.as_ref();
        let begins = post.map_or(Ok(None), |post| asker.fill(&post.begins))?;
        let call = match (post, begins) {
            (Some(post), Some(begin)) if review.starts_with(&begin) => &post.call,
            _ => &rules.call,
        };
        let answer = self.json(&asker, call).await?;
        let Some(above) = talk
            .up
            .iter()
            .find_map(|p| p.first(&answer))
            .filter(|v| !v.is_null())
        else {
            return Ok(answer);
        };
        match id(above) {
            None => Ok(above.clone()),
            Some(top) if top == review => Ok(answer),
            Some(top) => self.json(&asker.with("review.id", top), &rules.call).await,
        }
    }

    /// The official reply to a review in its conversation.
    ///
    /// # Errors
    /// One per decision of the engine.
    pub(super) async fn talked(
        &self,
        net: &dyn Net,
        place: &Place,
        rules: &Current,
        talk: &Talk,
        review: &str,
    ) -> Result<Option<OfficialReply>, Failure> {
        let walk = self.walk(place).ok_or(Failure::Unsupported)?;
        let mut rest = Rest::default();
        let asker = self.asking(net, place);
        self.begin(&asker, walk, &mut rest).await?;
        let asker = self.asker(&asker, None, &rest.found);
        let answer = self.conversation(&asker, rules, talk, review).await?;
        let node = self.mended(&answer);
        let mut reader = Reader::new(self, walk, &rest.own);
        let level = walk.levels.iter().position(Walk::is_of_comments).unwrap_or(0);
        let item = self.item(walk.levels[level].item.as_deref())?;
        let top = item.id.text(&node).map_err(Failure::drift)?;
        let top = top.ok_or_else(|| Failure::drift(item.id.name()))?;
        let context = Job {
            level,
            others: top == review,
            ..Job::default()
        };
        reader.one(&answer, &context).map_err(Failure::drift)?;
        let comments = talk.comments.as_ref().and_then(|p| p.first(&node));
        if let Some(root) = comments.filter(|root| !root.is_null()) {
            let nodes = walk.levels[level].nodes(root)?;
            let thread = Job {
                thread: Some(top),
                ..context
            };
            reader.list(&nodes, &thread)?;
        }
        Ok(talk::reply_to(reader.found, review))
    }
}
