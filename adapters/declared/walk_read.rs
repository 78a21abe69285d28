//! Lists of a walk to comments: each with what it answers, and which are the business's own.

use super::DeclaredAdapter;
use super::config::Item;
use super::walk::{Level, Posts, Walk};
use crate::Failure;
use crate::parse::path::Path;
use crate::parse::talk::Comment;
use crate::parse::{id, list};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::borrow::Cow;

/// A list that is to be asked for, and what is known of its comments before they are read.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Job {
    /// Which of the levels.
    pub level: usize,
    /// The post that it stands under.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub post: String,
    /// The comment whose answers they are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub thread: Option<String>,
    /// Where to read on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// How many there should be.
    #[serde(skip_serializing_if = "none")]
    pub count: u64,
    /// The post's address, where comments bring none of their own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    /// The post was written by somebody else, so an own comment under it answers it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub others: bool,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn none(count: &u64) -> bool {
    *count == 0
}

impl Job {
    /// `{above}` of its call.
    pub fn above(&self) -> &str {
        self.thread.as_deref().unwrap_or(&self.post)
    }
}

impl Level {
    /// The name of the list, for failures.
    pub fn name(&self) -> String {
        self.list.first().map(Path::to_string).unwrap_or_default()
    }

    /// What is listed.
    ///
    /// # Errors
    /// [`Failure::Drift`] where there is no list, and no proof that it is not there because it is empty.
    pub fn nodes<'v>(&self, root: &'v Value) -> Result<Vec<&'v Value>, Failure> {
        let lists = self.list.iter().map(|path| {
            let found = path.all(root).into_iter().filter_map(Value::as_array);
            found.collect::<Vec<_>>()
        });
        match lists.into_iter().find(|found| !found.is_empty()) {
            Some(found) => Ok(found.into_iter().flatten().collect()),
            None if self.is_proven(root) && !elsewhere(root) => Ok(Vec::new()),
            None => Err(Failure::drift(self.name())),
        }
    }

    /// Whether the answer itself proves that there is nothing.
    pub fn is_proven(&self, root: &Value) -> bool {
        self.proof
            .as_ref()
            .is_some_and(|p| p.call.is_none() && p.fits(root))
    }

    /// Where the list goes on. `at`: where this page was asked for; an answer that leads back to it would be
    /// read for ever.
    pub fn onward(&self, root: &Value, at: Option<&str>) -> Option<String> {
        let next = self.next.as_ref()?;
        let stands = |p: &Path| {
            p.first(root)
                .filter(|v| !v.is_null() && **v != Value::Bool(false))
        };
        if next.when.as_ref().is_some_and(|p| stands(p).is_none()) {
            return None;
        }
        id(stands(&next.path)?).filter(|token| Some(token.as_str()) != at)
    }

    /// How many stand in all of this list, if it counts them.
    pub fn counted(&self, root: &Value) -> Option<u64> {
        self.total.as_ref()?.first(root)?.as_u64()
    }

    /// The list that stands inside of a node of the level above.
    pub fn within<'v>(&self, node: &'v Value) -> Option<&'v Value> {
        self.inline.as_ref()?.first(node).filter(|v| !v.is_null())
    }

    /// The drift of a list that is empty for no reason.
    pub fn silent(&self) -> Failure {
        Failure::drift(format!("{} is empty", self.name()))
    }
}

/// A list stands there under another name.
fn elsewhere(root: &Value) -> bool {
    let filled = |v: &Value| v.as_array().is_some_and(|a| !a.is_empty());
    root.as_object().is_some_and(|o| o.values().any(filled))
}

/// Reads nodes of a walk.
pub struct Reader<'a> {
    pub adapter: &'a DeclaredAdapter,
    pub walk: &'a Walk,
    /// Ids and names of the business.
    pub own: &'a [String],
    /// What was read.
    pub found: Vec<Comment>,
    /// What did not come with it.
    pub jobs: Vec<Job>,
}

impl<'a> Reader<'a> {
    /// With nothing read yet.
    pub fn new(adapter: &'a DeclaredAdapter, walk: &'a Walk, own: &'a [String]) -> Self {
        Reader {
            adapter,
            walk,
            own,
            found: Vec::new(),
            jobs: Vec::new(),
        }
    }

    fn item(&self, level: &Level) -> Result<&'a Item, String> {
        let item = self.adapter.item(level.item.as_deref());
        item.map_err(|_| "item".to_owned())
    }

    /// All nodes of a list. `context`: the job that asked for it.
    ///
    /// # Errors
    /// [`Failure::Drift`] at the wrong field.
    pub fn list(&mut self, nodes: &[&Value], context: &Job) -> Result<(), Failure> {
        let name = self.walk.levels[context.level].name();
        for (i, node) in nodes.iter().enumerate() {
            let read = self.one(node, context);
            read.map_err(|at| list::wrong(&name, i, &at))?;
        }
        Ok(())
    }

    /// One node.
    ///
    /// # Errors
    /// The wrong field.
    pub fn one(&mut self, node: &Value, context: &Job) -> Result<(), String> {
        let node = self.adapter.mended(node);
        match self.walk.levels[context.level].posts {
            Some(posts) => self.post(posts, &node, context),
            None => self.comment(&node, context),
        }
    }

    /// A post: a review, or what reviews stand under.
    fn post(&mut self, posts: Posts, node: &Value, context: &Job) -> Result<(), String> {
        let level = &self.walk.levels[context.level];
        let item = self.item(level)?;
        let id = item.id.text(node)?.ok_or_else(|| item.id.name())?;
        let told = match posts {
            Posts::All => true,
            Posts::OfOthers => {
                let author = item.author_id.as_ref().map_or(Ok(None), |f| f.text(node));
                author.is_ok_and(|author| author.is_some()) && !self.walk.own.wrote(node, self.own)
            }
        };
        let review = if told { item.one(None, node)? } else { None };
        let link = item.url.as_ref().and_then(|f| f.text(node).ok().flatten());
        let mut under = Job {
            level: context.level + 1,
            post: id,
            link,
            others: review.is_some(),
            ..Job::default()
        };
        self.found.extend(review.map(|sighting| Comment {
            sighting,
            ..Comment::default()
        }));
        let Some(below) = self.walk.levels.get(under.level) else {
            return Ok(());
        };
        let before = self.found.len();
        let inside = below.within(node);
        match inside {
            Some(root) => self.inside(root, &under, &under)?,
            None if self.moved(below, node) => return Err(below.inline_name()),
            None => {}
        }
        let count = inside.and_then(|root| below.counted(root));
        let count = count.or_else(|| level.under.iter().find_map(|p| p.first(node)?.as_u64()));
        if self.found.len() == before && count != Some(0) && below.call.is_some() {
            under.count = count.unwrap_or(0);
            self.jobs.push(under);
        }
        Ok(())
    }

    /// Comments stand there under another name than theirs.
    fn moved(&self, below: &Level, node: &Value) -> bool {
        let Ok(item) = self.item(below) else {
            return false;
        };
        let first = |v: &Value| {
            below
                .list
                .iter()
                .find_map(|p| p.first(v)?.as_array()?.first().cloned())
        };
        let lists = node.as_object().into_iter().flat_map(|o| o.values());
        let mut firsts = lists.filter_map(first);
        below.inline.is_some() && firsts.any(|v| item.one(None, &self.adapter.mended(&v)).is_ok())
    }

    /// A list inside of a node. `context`: of its comments; `on`: of its next page.
    fn inside(&mut self, root: &Value, context: &Job, on: &Job) -> Result<(), String> {
        let level = &self.walk.levels[context.level];
        for node in level.nodes(root).map_err(|_| level.inline_name())? {
            let read = self.one(node, context);
            read.map_err(|at| format!("{}.{at}", level.inline_name()))?;
        }
        let next = level.onward(root, None).filter(|_| level.call.is_some());
        self.jobs.extend(next.map(|after| Job {
            after: Some(after),
            ..on.clone()
        }));
        Ok(())
    }

    fn comment(&mut self, node: &Value, context: &Job) -> Result<(), String> {
        let item = self.item(&self.walk.levels[context.level])?;
        let Some(mut sighting) = item.one(None, node)? else {
            return Ok(());
        };
        let id = sighting.id.clone();
        let above = item.thread.as_ref().map_or(Ok(None), |f| f.text(node))?;
        let above = above
            .or_else(|| context.thread.clone())
            .filter(|above| *above != id);
        let post = Some(context.post.clone()).filter(|post| !post.is_empty());
        let post = post.or(sighting.parent.take());
        sighting.parent = above.clone().or_else(|| post.clone());
        sighting.url = sighting.url.or_else(|| context.link.clone());
        self.found.push(Comment {
            own: self.walk.own.wrote(node, self.own),
            thread: context.thread.clone().or(above),
            under: post.filter(|_| context.others),
            sighting,
        });
        let below = self.walk.levels.get(context.level + 1);
        let Some(root) = below.and_then(|below| below.within(node)) else {
            return Ok(());
        };
        let on = Job {
            level: context.level + 1,
            thread: Some(id.clone()),
            after: None,
            count: 0,
            ..context.clone()
        };
        let within = Job {
            thread: context.thread.clone().or(Some(id)),
            ..on.clone()
        };
        self.inside(root, &within, &on)
    }
}

impl Level {
    fn inline_name(&self) -> String {
        self.inline.as_ref().map(Path::to_string).unwrap_or_default()
    }
}

impl DeclaredAdapter {
    /// An element, put right by what no table can say.
    pub(super) fn mended<'v>(&self, value: &'v Value) -> Cow<'v, Value> {
        let mut value = Cow::Borrowed(value);
        if let Some(mend) = self.mend {
            mend(value.to_mut());
        }
        value
    }
}
