//! Any saved body of the Graph API: which kind it is, told by its content.

use super::items::{self, Context};
use super::wire::{List, Node};
use super::{api, walk};
use crate::parse::json;
use crate::parse::talk::{self, Comment};
use crate::{Emptiness, Failure, Page};
use serde_json::Value;

/// Reads a saved list, a single comment, an object keyed by ids, a mention, or an error. `own`: ids and
/// names of the business. `tagged`: posts are those of others.
///
/// # Errors
/// [`Failure`] that an error means, or [`Failure::Drift`] with the place.
pub fn read(body: &[u8], own: &[String], tagged: bool) -> Result<Page, Failure> {
    let value = json::value(body)?;
    let mut found = Vec::new();
    let context = Context {
        own,
        ..Context::default()
    };
    match &value {
        Value::Object(o) if o.contains_key("error") => return Err(api::saved(&o["error"])),
        Value::Object(o) if o.contains_key("data") => {
            let list = walk::list(value)?;
            all(&list, context, tagged, &mut found)?;
            let empty = match (list.data.is_empty(), list.total()) {
                (false, _) => Emptiness::Stated,
                (true, Some(0)) => Emptiness::Counter,
                (true, _) => return Err(Failure::drift("data is empty")),
            };
            return Ok(talk::page(found, empty));
        }
        Value::Object(o) => match o.get("mentioned_comment") {
            Some(mentioned) => {
                let sighting = items::mention(&node(mentioned)?).map_err(Failure::drift)?;
                found.push(Comment {
                    sighting,
                    ..Comment::default()
                });
            }
            None if o.contains_key("id") => {
                one(&node(&value)?, context, tagged, &mut found).map_err(Failure::drift)?
            }
            None if !o.is_empty() && o.iter().all(|(id, v)| v.get("id").is_some_and(|i| i == id)) => {
                for (id, object) in o {
                    let read = one(&node(object)?, context, tagged, &mut found);
                    read.map_err(|at| Failure::drift(format!("{id}.{at}")))?;
                }
            }
            None => return Err(Failure::drift("data")),
        },
        _ => return Err(Failure::drift("data")),
    }
    Ok(talk::page(found, Emptiness::Stated))
}

fn node(value: &Value) -> Result<Node, Failure> {
    serde_json::from_value(Value::clone(value)).map_err(|_| Failure::drift("id"))
}

fn all(list: &List, context: Context<'_>, tagged: bool, found: &mut Vec<Comment>) -> Result<(), Failure> {
    let read =
        |(i, n)| one(n, context, tagged, found).map_err(|at| Failure::drift(format!("data[{i}].{at}")));
    list.data.iter().enumerate().try_for_each(read)
}

/// A post with its comments, a recommendation, or a comment.
fn one(node: &Node, context: Context<'_>, tagged: bool, found: &mut Vec<Comment>) -> Result<(), String> {
    if node.recommendation_type.is_some() || node.open_graph_story.is_some() {
        return recommended(node, context, found);
    }
    if !node.is_post() {
        return items::comment(node, context, found);
    }
    if tagged {
        found.push(Comment {
            sighting: items::mention(node)?,
            ..Comment::default()
        });
        return Ok(());
    }
    let mut own = context.own.to_vec();
    walk::own_names(node, &mut own);
    let context = Context { own: &own, ..context };
    let review = items::post(node, context)?;
    let within = Context {
        post: node.id.as_deref(),
        by_others: review.is_some(),
        link: node.permalink_url.as_deref(),
        ..context
    };
    found.extend(review);
    let comments = node.comments.iter();
    let mut read = comments.map(|list| items::comments(list, within, found).map_err(|f| f.to_string()));
    read.try_for_each(|r| r)
}

/// A recommendation with what was said under it.
///
/// # Errors
/// The wrong field.
pub fn recommended(node: &Node, context: Context<'_>, found: &mut Vec<Comment>) -> Result<(), String> {
    let sighting = items::recommendation(node)?;
    let id = sighting.id.clone();
    found.push(Comment {
        sighting,
        ..Comment::default()
    });
    let under = Context {
        post: Some(&id),
        by_others: true,
        ..context
    };
    let comments = node.open_graph_story.as_ref().and_then(|s| s.comments.as_ref());
    comments.map_or(Ok(()), |list| {
        items::comments(list, under, found).map_err(|f| f.to_string())
    })
}
