//! What the business said under a review, out of one conversation.

use super::items::{self, Context};
use super::wire::Node;
use crate::parse::talk;
use crate::{Failure, OfficialReply};
use serde_json::Value;

/// The official reply to `review` in the conversation that `answer` shows: the comment or post with
/// its comments inside.
///
/// # Errors
/// [`Failure::Drift`] where it is none.
pub fn within(answer: Value, review: &str, own: &[String]) -> Result<Option<OfficialReply>, Failure> {
    let mut node: Node = serde_json::from_value(answer).map_err(|_| Failure::drift("id"))?;
    let comments = node.comments.take();
    let by_others = node.id.as_deref() == Some(review);
    let id = node.id.clone().ok_or_else(|| Failure::drift("id"))?;
    let mut found = Vec::new();
    let context = Context {
        own,
        by_others,
        ..Context::default()
    };
    items::comment(&node, context, &mut found).map_err(Failure::drift)?;
    if let Some(list) = comments {
        let thread = Context {
            thread: Some(&id),
            ..context
        };
        items::comments(&list, thread, &mut found)?;
    }
    Ok(talk::reply_to(found, review))
}
