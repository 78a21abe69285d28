//! Lists of a walk to comments: each with what it answers, and which are the business's own.

use super::DeclaredAdapter;
use super::walk::{Level, Walk};
use crate::parse::path::Path;
use crate::parse::talk::{self, Comment};
use crate::parse::{id, list};
use crate::{Emptiness, Failure, Next, Page, Place};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A list that is to be asked for.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Job {
    /// Which of the levels.
    pub level: usize,
    /// The post that it stands under.
    pub post: String,
    /// The comment whose answers they are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub thread: Option<String>,
    /// Where to read on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
}

impl Job {
    /// `{above}` of its call.
    pub fn above(&self) -> &str {
        self.thread.as_deref().unwrap_or(&self.post)
    }
}

/// What is known of comments before they are read.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// Ids and names of the business.
    pub own: &'a [String],
    /// The post that they stand under.
    pub post: Option<&'a str>,
    /// Its address, where comments bring none of their own.
    pub link: Option<&'a str>,
    /// The comment whose answers they are.
    pub thread: Option<&'a str>,
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
            None if self.proof.as_ref().is_some_and(|p| p.fits(root)) && !elsewhere(root) => Ok(Vec::new()),
            None => Err(Failure::drift(self.name())),
        }
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

impl DeclaredAdapter {
    /// The comments of one list.
    ///
    /// # Errors
    /// [`Failure::Drift`] at the wrong field.
    pub(super) fn comments(
        &self,
        walk: &Walk,
        level: &Level,
        nodes: &[&Value],
        context: Context<'_>,
        found: &mut Vec<Comment>,
    ) -> Result<(), Failure> {
        for (i, node) in nodes.iter().enumerate() {
            let comment = self.comment(walk, level, node, context);
            found.extend(comment.map_err(|at| list::wrong(&level.name(), i, &at))?);
        }
        Ok(())
    }

    fn comment(
        &self,
        walk: &Walk,
        level: &Level,
        node: &Value,
        context: Context<'_>,
    ) -> Result<Option<Comment>, String> {
        let item = self.item(level.item.as_deref()).map_err(|_| "item".to_owned())?;
        let Some(mut sighting) = item.one(self.mend, node)? else {
            return Ok(None);
        };
        let above = item.thread.as_ref().map_or(Ok(None), |f| f.text(node))?;
        let above = above.or_else(|| context.thread.map(str::to_owned));
        let above = above.filter(|above| *above != sighting.id);
        let post = context.post.map(str::to_owned).or(sighting.parent.take());
        sighting.parent = above.clone().or(post);
        sighting.url = sighting.url.or_else(|| context.link.map(str::to_owned));
        Ok(Some(Comment {
            own: walk.own.wrote(node, context.own),
            thread: context.thread.map(str::to_owned).or(above),
            sighting,
            under: None,
        }))
    }

    /// A saved body as a list of comments, or as one of them.
    ///
    /// # Errors
    /// [`Failure`] of a stated error, or [`Failure::Drift`] with the place.
    pub(super) fn saved_walk(&self, place: &Place, walk: &Walk, json: &Value) -> Result<Page, Failure> {
        for (_, call) in walk.calls() {
            if let Some(failure) = self.service(call.service.as_deref())?.refusal(json) {
                return Err(failure);
            }
        }
        // Nobody is asked: what would have been found is the place itself.
        let gap = |gap: &str| match gap.strip_prefix("found.") {
            Some(_) => Some(place.id.clone()),
            None => place.gap(gap),
        };
        let own = walk.own.names.iter();
        let own: Vec<String> = own.filter_map(|words| words.fill(&gap).ok().flatten()).collect();
        let also = walk.levels[0].also.as_ref();
        let post = also.and_then(|words| words.fill(&gap).ok().flatten());
        let mut failure = Failure::drift("body");
        for level in walk.levels.iter().filter(|level| level.context.is_none()) {
            let above = |name: &str| if name == "above" { post.clone() } else { gap(name) };
            let link = level.link.as_ref().and_then(|link| link.fill(&above));
            let context = Context {
                own: &own,
                post: post.as_deref(),
                link: link.as_ref().map(url::Url::as_str),
                thread: None,
            };
            let mut found = Vec::new();
            match self.saved_list(walk, level, json, context, &mut found) {
                Ok(empty) => {
                    return Ok(Page {
                        next: Next::Done,
                        ..talk::page(found, empty)
                    });
                }
                Err(why) => failure = why,
            }
            // Or else one of them.
            if let (true, Ok(Some(one))) = (json.is_object(), self.comment(walk, level, json, context)) {
                return Ok(talk::page(vec![one], Emptiness::Stated));
            }
        }
        Err(failure)
    }

    fn saved_list(
        &self,
        walk: &Walk,
        level: &Level,
        json: &Value,
        context: Context<'_>,
        found: &mut Vec<Comment>,
    ) -> Result<Emptiness, Failure> {
        let nodes = level.nodes(json)?;
        if nodes.is_empty() && !level.proof.as_ref().is_some_and(|p| p.fits(json)) {
            return Err(level.silent());
        }
        self.comments(walk, level, &nodes, context, found)?;
        Ok(Emptiness::EndOfList)
    }
}
