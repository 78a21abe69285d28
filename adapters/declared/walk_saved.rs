//! Saved bodies of a walk: which of its lists, or which one node, told by content. Nobody is asked.

use super::DeclaredAdapter;
use super::walk::{Level, Posts, Walk};
use super::walk_read::{Job, Reader};
use crate::parse::talk;
use crate::{Emptiness, Failure, Page, Place};
use serde_json::Value;

impl DeclaredAdapter {
    /// A saved body as one of these walks: those that this place is read by come first.
    ///
    /// # Errors
    /// [`Failure`] of a stated error, or [`Failure::Drift`] with the place.
    pub(super) fn saved_walks(&self, place: &Place, json: &Value) -> Result<Page, Failure> {
        let walks = || self.rules.walks.iter();
        for (_, call) in walks().flat_map(Walk::calls) {
            if let Some(failure) = self.service(call.service.as_deref())?.refusal(json) {
                return Err(failure);
            }
        }
        let other = walks().filter(|walk| !walk.is_for(place));
        let all: Vec<&Walk> = walks().filter(|walk| walk.is_for(place)).chain(other).collect();
        let mut failure = None;
        for walk in &all {
            let pages = self.saved_walk(place, walk, &all, json);
            match pages {
                Ok(page) => return Ok(page),
                Err(why) => failure = failure.or(Some(why)),
            }
        }
        Err(failure.unwrap_or_else(|| Failure::drift("body")))
    }

    fn saved_walk(&self, place: &Place, walk: &Walk, all: &[&Walk], json: &Value) -> Result<Page, Failure> {
        // What would have been found is the place itself.
        let gap = |gap: &str| match gap.strip_prefix("found.") {
            Some(_) => Some(place.id.clone()),
            None => place.gap(gap),
        };
        let own = walk.own.names.iter();
        let mut own: Vec<String> = own.filter_map(|words| words.fill(&gap).ok().flatten()).collect();
        let also = walk.levels[0].also.as_ref();
        let post = also
            .and_then(|words| words.fill(&gap).ok().flatten())
            .unwrap_or_default();
        let above = |name: &str| match name {
            "above" => Some(post.clone()).filter(|post| !post.is_empty()),
            name => gap(name),
        };
        let link = walk
            .levels
            .iter()
            .find_map(|level| level.link.as_ref()?.fill(&above));
        let context = Job {
            post: post.clone(),
            link: link.map(String::from),
            ..Job::default()
        };
        let (mut told, mut failure) = (Vec::new(), None);
        let levels = || walk.levels.iter().enumerate();
        let comments = levels().filter(|(_, level)| Walk::is_of_comments(level));
        let posts = levels().filter(|(_, level)| level.posts.is_some());
        for (at, level) in comments.chain(posts) {
            let root = self.mended(json);
            let nodes = match level.nodes(&root) {
                Ok(nodes) => nodes,
                Err(why) => {
                    failure = failure.or(Some(why));
                    continue;
                }
            };
            let empty = match (nodes.is_empty(), level.counted(&root)) {
                (false, _) => Emptiness::Stated,
                (true, Some(0)) => Emptiness::Counter,
                (true, _) if level.is_proven(&root) => Emptiness::EndOfList,
                (true, _) => return Err(level.silent()),
            };
            told = nodes.into_iter().cloned().collect();
            let found = self.saved_nodes(walk, all, at, &told, &mut own, &context);
            return found
                .map(|found| talk::page(found, empty))
                .map_err(|(i, why)| crate::parse::list::wrong(&level.name(), i, &why));
        }
        let failure = failure.unwrap_or_else(|| Failure::drift("body"));
        match json {
            Value::Object(o)
                if !o.is_empty() && o.iter().all(|(id, v)| v.get("id").is_some_and(|i| i == id)) =>
            {
                told.extend(o.values().cloned());
            }
            Value::Object(_) => told.push(json.clone()),
            _ => return Err(failure),
        }
        let first = walk.levels.iter().position(Walk::is_of_comments).unwrap_or(0);
        let found = self.saved_nodes(walk, all, first, &told, &mut own, &context);
        found
            .map(|found| talk::page(found, Emptiness::Stated))
            .map_err(|_| failure)
    }

    /// Nodes, each by the level whose sign it bears, else by the level `at`.
    fn saved_nodes(
        &self,
        walk: &Walk,
        all: &[&Walk],
        at: usize,
        nodes: &[Value],
        own: &mut Vec<String>,
        context: &Job,
    ) -> Result<Vec<talk::Comment>, (usize, String)> {
        let mut found = Vec::new();
        for (i, node) in nodes.iter().enumerate() {
            let node_of = self.mended(node);
            let bears = |level: &Level| {
                level
                    .sign
                    .iter()
                    .any(|p| p.first(&node_of).is_some_and(|v| !v.is_null()))
            };
            let signed = all
                .iter()
                .find_map(|w| Some((*w, w.levels.iter().position(bears)?)));
            let (walk, at) = signed.unwrap_or((walk, at));
            if walk.levels[at].posts == Some(Posts::OfOthers) {
                walk.own.learn(&node_of, own);
            }
            let mut reader = Reader::new(self, walk, own);
            let context = Job {
                level: at,
                ..context.clone()
            };
            reader.one(node, &context).map_err(|why| (i, why))?;
            found.append(&mut reader.found);
        }
        Ok(found)
    }
}
