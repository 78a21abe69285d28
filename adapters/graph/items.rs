//! Posts, comments and recommendations to what the engine knows.

use super::wire::{List, Node, Who};
use crate::parse::talk::Comment;
use crate::parse::{self, dates, nonempty, plain};
use crate::{Author, Failure, Sighting};
use sha2::{Digest, Sha256};
use url::Url;

/// What is known of comments before they are read.
#[derive(Debug, Clone, Copy, Default)]
pub struct Context<'a> {
    /// Ids and user names of the business, user names in lower case.
    pub own: &'a [String],
    /// The post that they stand under.
    pub post: Option<&'a str>,
    /// That post was written by somebody else, so an own comment under it answers it.
    pub by_others: bool,
    /// Its address, where comments have none of their own.
    pub link: Option<&'a str>,
    /// The comment whose replies they are.
    pub thread: Option<&'a str>,
}

impl Context<'_> {
    fn ours(&self, node: &Node) -> bool {
        let named = |name: &Option<String>| {
            name.as_ref()
                .is_some_and(|n| self.own.iter().any(|o| o.eq_ignore_ascii_case(n)))
        };
        let from = node.from.as_ref();
        node.user.is_some()
            || named(&node.username)
            || from.is_some_and(|f| named(&f.id) || named(&f.username))
    }
}

/// All comments of a list with their replies. Gives how many there were.
///
/// # Errors
/// The wrong field.
pub fn comments(list: &List, context: Context<'_>, out: &mut Vec<Comment>) -> Result<(), Failure> {
    let read =
        |(i, node)| comment(node, context, out).map_err(|at| Failure::drift(format!("data[{i}].{at}")));
    list.data.iter().enumerate().try_for_each(read)
}

/// One comment with its replies.
///
/// # Errors
/// The wrong field.
pub fn comment(node: &Node, context: Context<'_>, out: &mut Vec<Comment>) -> Result<(), String> {
    let address = node.permalink_url.as_deref().and_then(Address::of);
    let id = node.id.clone().or_else(|| address.as_ref().map(|a| a.id.clone()));
    let id = id.filter(|id| !id.is_empty() && !id.contains('\0')).ok_or("id")?;
    let above = node
        .parent
        .as_ref()
        .and_then(|p| p.id.clone())
        .or_else(|| node.parent_id.clone());
    let above = above.or_else(|| address.as_ref()?.thread.clone());
    let above = above
        .or_else(|| context.thread.map(str::to_owned))
        .filter(|a| *a != id);
    let post = context.post.map(str::to_owned);
    let post = post.or_else(|| address.as_ref().map(|a| a.post.clone()));
    let post = post.or_else(|| node.media.as_ref().map(|m| m.id.clone()));
    let own = context.ours(node);
    out.push(Comment {
        sighting: Sighting {
            parent: above.clone().or_else(|| post.clone()),
            url: node
                .permalink_url
                .clone()
                .or_else(|| context.link.map(str::to_owned))
                .and_then(|l| parse::link(&l)),
            ..sighting(node, &id)?
        },
        thread: context.thread.map(str::to_owned).or(above),
        own,
        under: post.filter(|_| context.by_others),
    });
    let within = Context {
        thread: Some(context.thread.unwrap_or(&id)),
        ..context
    };
    node.replies
        .iter()
        .flat_map(|r| &r.data)
        .try_for_each(|r| comment(r, within, out))
}

/// Somebody else's post as a review; `None` for an own one, which is context.
///
/// # Errors
/// The wrong field.
pub fn post(node: &Node, context: Context<'_>) -> Result<Option<Comment>, String> {
    let id = node.id.as_deref().filter(|id| !id.is_empty()).ok_or("id")?;
    if node.moved() {
        return Err("comments".into());
    }
    // Without an author it is the page's own: its feed names the authors of others.
    if context.ours(node) || node.from.as_ref().is_none_or(|f| f.id.is_none()) {
        return Ok(None);
    }
    Ok(Some(Comment {
        sighting: Sighting {
            url: node.permalink_url.clone().and_then(|l| parse::link(&l)),
            ..sighting(node, id)?
        },
        ..Comment::default()
    }))
}

/// A post in which the account is tagged, or a comment that mentions it: somebody else's by nature.
///
/// # Errors
/// The wrong field.
pub fn mention(node: &Node) -> Result<Sighting, String> {
    let id = node.id.as_deref().filter(|id| !id.is_empty()).ok_or("id")?;
    Ok(Sighting {
        url: node.permalink_url.clone().and_then(|l| parse::link(&l)),
        ..sighting(node, id)?
    })
}

/// A recommendation of a page.
///
/// # Errors
/// The wrong field.
pub fn recommendation(node: &Node) -> Result<Sighting, String> {
    let reviewer = node.reviewer.as_ref().and_then(|r| r.id.as_deref());
    let hashed = || {
        let of = format!("{}\n{}", reviewer?, node.created_time.as_deref()?);
        let digest = Sha256::digest(of);
        Some(
            digest[..12]
                .iter()
                .map(|b| format!("{b:02x}"))
                .collect::<String>(),
        )
    };
    let story = node.open_graph_story.as_ref().and_then(|s| s.id.clone());
    let id = story.or_else(hashed).ok_or("open_graph_story.id")?;
    let rating = match (node.rating, node.recommendation_type.as_deref()) {
        (Some(stars @ 1..=5), _) => stars,
        (None, Some("positive")) => 5,
        (None, Some("negative")) => 1,
        _ => return Err("recommendation_type".into()),
    };
    Ok(Sighting {
        rating: Some(rating),
        author: author(node.reviewer.as_ref(), None),
        ..sighting(node, &id)?
    })
}

fn sighting(node: &Node, id: &str) -> Result<Sighting, String> {
    let created = node
        .created_time
        .as_deref()
        .and_then(dates::rfc3339)
        .ok_or("created_time")?;
    let attached = node.attachment.is_some() || node.attachments.is_some() || node.media_type.is_some();
    // Only pictures and recommendations come without words.
    if node.message.is_none() && !attached && node.recommendation_type.is_none() {
        return Err("message".into());
    }
    let text = plain(node.message.as_deref().unwrap_or_default());
    Ok(Sighting {
        id: id.to_owned(),
        author: author(node.from.as_ref(), node.username.as_deref()),
        text,
        created: Some(created),
        media: u32::from(attached),
        ..Sighting::default()
    })
}

fn author(who: Option<&Who>, username: Option<&str>) -> Author {
    let name = who
        .and_then(|w| w.name.as_deref().or(w.username.as_deref()))
        .or(username);
    Author {
        id: who.and_then(|w| w.id.clone()).filter(|id| !id.is_empty()),
        name: name.and_then(nonempty),
    }
}

/// What the address of a comment tells: `…/posts/POST/?comment_id=C&reply_comment_id=R`.
struct Address {
    id: String,
    thread: Option<String>,
    post: String,
}

impl Address {
    fn of(link: &str) -> Option<Self> {
        let url = Url::parse(link).ok()?;
        let digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
        let number = |key: &str| {
            let found = url.query_pairs().find(|(k, _)| k == key)?.1.into_owned();
            digits(&found).then_some(found)
        };
        let mut parts = url.path_segments()?.filter(|p| !p.is_empty());
        let page = parts.next().unwrap_or_default();
        let post = parts.rfind(|p| digits(p))?;
        let comment = format!("{post}_{}", number("comment_id")?);
        let reply = number("reply_comment_id").map(|r| format!("{post}_{r}"));
        let post = if digits(page) {
            format!("{page}_{post}")
        } else {
            post.to_owned()
        };
        Some(match reply {
            Some(id) => Address {
                id,
                thread: Some(comment),
                post,
            },
            None => Address {
                id: comment,
                thread: None,
                post,
            },
        })
    }
}
