//! A walk over the posts of a page or account, then over the comments that did not come with them, a
//! few requests per call. What is left to do stands in the cursor.

use super::api;
use super::items::{self, Context};
use super::wire::{List, Node};
use crate::parse::dates;
use crate::parse::talk::{self, Comment};
use crate::{Answer, Cursor, Emptiness, Failure, Net, Next, Page};
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Requests for comments in one call.
const REQUESTS: usize = 3;
/// Under posts older than this, comments are looked for in the first walk only. Days.
const FRESH_DAYS: i64 = 30;

/// What differs between the two platforms.
pub struct Dialect {
    /// The edge with the posts.
    pub posts: &'static str,
    pub post_fields: &'static str,
    pub comment_fields: &'static str,
    /// How comments are listed: order, depth, count.
    pub comments: &'static [(&'static str, &'static str)],
    /// Field of the page or account that counts its posts, and where the number then stands.
    pub proof: (&'static str, &'static str),
}

/// Whom to ask, and who the business is.
pub struct Target {
    pub host: &'static str,
    pub user: String,
    pub own: Vec<String>,
    /// Only the post whose address has this part.
    pub only: Option<String>,
}

/// What is left of a walk.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Walk {
    own: Vec<String>,
    /// Posts are wanted from here on.
    after: Option<String>,
    jobs: Vec<Job>,
    /// When the youngest post was written, seconds.
    newest: i64,
    /// Something was left out: absence proves nothing.
    partial: bool,
    /// Own replies whose review was not met yet: it stands on a later, older page.
    answers: Vec<Answer>,
}

/// Comments to be read.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
#[serde(default)]
struct Job {
    post: String,
    /// The comment whose replies they are.
    thread: Option<String>,
    after: Option<String>,
    /// How many there should be.
    count: u64,
    link: Option<String>,
    /// The post was written by somebody else.
    others: bool,
}

/// One step of the walk.
///
/// # Errors
/// One per decision of the engine.
pub async fn step(net: &dyn Net, d: &Dialect, target: Target, cursor: &Cursor) -> Result<Page, Failure> {
    let fresh = || Walk {
        own: target.own.clone(),
        ..Walk::default()
    };
    let mut walk: Walk = cursor.walk().unwrap_or_else(fresh);
    let known: i64 = cursor.resume.as_deref().and_then(|r| r.parse().ok()).unwrap_or(0);
    let mut found = Vec::new();
    let empty = if walk.jobs.is_empty() {
        posts(net, d, &target, known, &mut walk, &mut found).await?
    } else {
        comments(net, d, &target, &mut walk, &mut found).await?;
        Emptiness::EndOfList
    };
    let more = !walk.jobs.is_empty() || walk.after.is_some();
    let mut page = talk::page(found, empty);
    for review in page.sightings.iter_mut().filter(|s| s.official_reply.is_none()) {
        let at = walk.answers.iter().position(|a| a.to == review.id);
        review.official_reply = at.map(|at| walk.answers.remove(at).reply);
    }
    walk.answers.append(&mut page.answers);
    if !more {
        page.answers = std::mem::take(&mut walk.answers);
    }
    Ok(Page {
        complete: !walk.partial && target.only.is_none(),
        resume: Some(walk.newest.max(known).to_string()),
        next: Next::walk(&walk, more)?,
        ..page
    })
}

/// A list out of an answer.
///
/// # Errors
/// [`Failure::Drift`] where it is none.
pub fn list(answer: Value) -> Result<List, Failure> {
    let is_list = answer.get("data").is_some_and(Value::is_array);
    let list = serde_json::from_value(answer);
    list.ok()
        .filter(|_| is_list)
        .ok_or_else(|| Failure::drift("data"))
}

async fn posts(
    net: &dyn Net,
    d: &Dialect,
    target: &Target,
    known: i64,
    walk: &mut Walk,
    found: &mut Vec<Comment>,
) -> Result<Emptiness, Failure> {
    let after = walk.after.take();
    let mut fields = vec![("fields", d.post_fields), ("limit", "25")];
    fields.extend(after.as_deref().map(|a| ("after", a)));
    let answer = api::ask(net, target.host, &[&target.user, d.posts], &fields).await;
    let list = list(answer.map_err(|r| r.failure)?)?;
    let mut youngest = 0;
    for (i, post) in list.data.iter().enumerate() {
        own_names(post, &mut walk.own);
        let at = post
            .created_time
            .as_deref()
            .and_then(dates::rfc3339)
            .map(|t| t.timestamp());
        youngest = youngest.max(at.unwrap_or(0));
        if let Some(part) = &target.only {
            let link = post.permalink_url.as_deref();
            let link = link.ok_or_else(|| Failure::drift(format!("data[{i}].permalink")))?;
            if !link.trim_end_matches('/').ends_with(part.as_str()) {
                continue;
            }
        }
        read_post(post, &walk.own.clone(), walk, found)
            .map_err(|at| Failure::drift(format!("data[{i}].{at}")))?;
    }
    walk.newest = walk.newest.max(youngest);
    let floor = (net.now() - TimeDelta::days(FRESH_DAYS)).timestamp();
    if let Some(next) = list.after().filter(|n| Some(*n) != after.as_deref()) {
        if known == 0 || youngest > known.min(floor) || list.data.is_empty() {
            walk.after = Some(next.to_owned());
        } else {
            walk.partial = true;
        }
    }
    match (list.data.is_empty(), &after) {
        (false, _) => Ok(Emptiness::Stated),
        (true, Some(_)) => Ok(Emptiness::EndOfList),
        (true, None) => prove(net, d, target).await,
    }
}

/// A list without posts is also what one gets without the right to read: the count must agree.
async fn prove(net: &dyn Net, d: &Dialect, target: &Target) -> Result<Emptiness, Failure> {
    let (field, pointer) = d.proof;
    let answer = api::ask(net, target.host, &[&target.user], &[("fields", field)]).await;
    match answer
        .map_err(|r| r.failure)?
        .pointer(pointer)
        .and_then(Value::as_u64)
    {
        Some(0) => Ok(Emptiness::Counter),
        _ => Err(Failure::drift("data is empty")),
    }
}

/// Ids of posts begin with that of their page; posts of Instagram name their account.
pub fn own_names(post: &Node, own: &mut Vec<String>) {
    let page = post
        .id
        .as_deref()
        .and_then(|id| id.split_once('_'))
        .map(|(page, _)| page);
    for name in page.into_iter().chain(post.username.as_deref()) {
        if !own.iter().any(|o| o.eq_ignore_ascii_case(name)) {
            own.push(name.to_owned());
        }
    }
}

fn read_post(post: &Node, own: &[String], walk: &mut Walk, found: &mut Vec<Comment>) -> Result<(), String> {
    let context = Context {
        own,
        ..Context::default()
    };
    let id = post.id.clone().ok_or("id")?;
    let review = items::post(post, context)?;
    let job = Job {
        post: id,
        link: post.permalink_url.clone(),
        others: review.is_some(),
        ..Job::default()
    };
    found.extend(review);
    let before = found.len();
    let total = post
        .comments
        .as_ref()
        .and_then(List::total)
        .or(post.comments_count);
    if let Some(list) = &post.comments {
        items::comments(list, job.context(own), found).map_err(|f| format!("comments.{f}"))?;
        job.follow(list, walk);
    }
    if found.len() == before && total != Some(0) {
        walk.jobs.push(Job {
            count: total.unwrap_or(0),
            ..job
        });
    }
    Ok(())
}

impl Job {
    fn context<'a>(&'a self, own: &'a [String]) -> Context<'a> {
        Context {
            own,
            post: Some(&self.post),
            by_others: self.others,
            link: self.link.as_deref(),
            thread: self.thread.as_deref(),
        }
    }

    /// What a list leaves to be asked: its next page, and replies that came shortened.
    fn follow(&self, list: &List, walk: &mut Walk) {
        let on = |thread: Option<String>, after: &str| Job {
            thread,
            after: Some(after.to_owned()),
            count: 0,
            ..self.clone()
        };
        for node in &list.data {
            let next = node.replies.as_ref().and_then(List::after);
            walk.jobs.extend(next.map(|after| on(node.id.clone(), after)));
        }
        // An answer that leads back to itself would never end.
        let next = list.after().filter(|n| Some(*n) != self.after.as_deref());
        walk.jobs.extend(next.map(|after| on(self.thread.clone(), after)));
    }
}

async fn comments(
    net: &dyn Net,
    d: &Dialect,
    target: &Target,
    walk: &mut Walk,
    found: &mut Vec<Comment>,
) -> Result<(), Failure> {
    let (mut asked, mut silent) = (0, 0);
    let own = walk.own.clone();
    for job in walk
        .jobs
        .drain(..walk.jobs.len().min(REQUESTS))
        .collect::<Vec<_>>()
    {
        let mut fields = vec![("fields", d.comment_fields)];
        fields.extend(d.comments);
        fields.extend(job.after.as_deref().map(|a| ("after", a)));
        let (node, edge) = job
            .thread
            .as_deref()
            .map_or((job.post.as_str(), "comments"), |t| (t, "replies"));
        let answer = match api::ask(net, target.host, &[node, edge], &fields).await {
            Ok(answer) => answer,
            Err(refusal) if refusal.of_one_object() => {
                walk.partial = true;
                continue;
            }
            Err(refusal) => return Err(refusal.failure),
        };
        let list = list(answer)?;
        asked += 1;
        let counted = list.total().unwrap_or(job.count);
        silent += usize::from(list.data.is_empty() && job.after.is_none() && counted > 0);
        items::comments(&list, job.context(&own), found)?;
        job.follow(&list, walk);
    }
    // One post may have hidden comments only; all of them at once is a missing right or a glitch.
    if asked > 0 && silent == asked {
        return Err(Failure::drift("data is empty"));
    }
    Ok(())
}

/// The page of a list that is read on its own, by its cursors.
pub fn listed(list: &List, found: Vec<Comment>, empty: Emptiness, cursor: &Cursor) -> Page {
    // A cursor that comes again would be read for ever.
    let next = list.after().filter(|n| Some(*n) != cursor.page.as_deref());
    Page {
        next: Next::from(next.map(str::to_owned)),
        ..talk::page(found, empty)
    }
}
