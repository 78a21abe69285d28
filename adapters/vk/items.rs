//! Posts and comments to sightings, official replies and context.

use super::text::{addressee, clean};
use super::wire::{Item, List};
use crate::parse::{dates, nonempty};
use crate::{Answer, Author, Failure, OfficialReply, Sighting};
use std::collections::{HashMap, HashSet};

/// What is known of a list before it is read.
#[derive(Debug, Clone, Copy, Default)]
pub struct Context {
    /// Whose wall it is, where the list does not say.
    pub owner: Option<i64>,
    /// The community that speaks for the business.
    pub own: Option<i64>,
    /// Found by a search over all walls: there is no own wall.
    pub mentions: bool,
    /// The post that the comments stand under, where they do not say.
    pub post: Option<i64>,
    /// That post was written by somebody else, so an own comment under it answers it.
    pub post_by_others: bool,
    /// Told by an event: this is an edit, or a removal.
    pub edited: bool,
    pub removed: bool,
}

/// What was read.
#[derive(Debug, Default)]
pub struct Found {
    pub sightings: Vec<Sighting>,
    pub answers: Vec<Answer>,
}

impl Found {
    /// Reads all items of a list with their threads.
    ///
    /// # Errors
    /// [`Failure::Drift`] at an item without an id.
    pub fn list(&mut self, list: &List, context: Context) -> Result<(), Failure> {
        let names = Names::of(list);
        list.items
            .iter()
            .flatten()
            .try_for_each(|item| self.item(item, context, &names, 0))
    }

    /// Takes in what was found elsewhere; what is told here already stands.
    pub fn join(&mut self, other: Found) {
        self.sightings.extend(other.sightings);
        self.answers.extend(other.answers);
    }

    /// Reads one post or comment.
    ///
    /// # Errors
    /// As [`Found::list`].
    pub fn one(&mut self, item: &Item, context: Context) -> Result<(), Failure> {
        self.item(item, context, &Names::default(), 0)
    }

    /// Removes repetitions (a pinned post, overlapping pages) and puts each official reply to its
    /// review, if that is here too.
    pub fn settle(&mut self) {
        let mut seen = HashSet::new();
        self.sightings.retain(|s| seen.insert(s.id.clone()));
        let at: HashMap<String, usize> = self
            .sightings
            .iter()
            .enumerate()
            .map(|(n, s)| (s.id.clone(), n))
            .collect();
        // The newest reply stands.
        self.answers
            .sort_by(|a, b| (a.reply.at, &a.reply.id).cmp(&(b.reply.at, &b.reply.id)));
        let mut elsewhere: Vec<Answer> = Vec::new();
        for answer in self.answers.drain(..) {
            if let Some(n) = at.get(&answer.to) {
                self.sightings[*n].official_reply = Some(answer.reply);
            } else {
                elsewhere.retain(|a| a.to != answer.to);
                elsewhere.push(answer);
            }
        }
        self.answers = elsewhere;
    }

    fn item(&mut self, item: &Item, context: Context, names: &Names, level: u8) -> Result<(), Failure> {
        let id = item.id.ok_or_else(|| Failure::drift("item.id"))?;
        let owner = item.owner().or(context.owner);
        // A bare removal event has nothing but ids.
        let bare = item.from_id.is_none() && item.text.is_none() && item.date.is_none();
        let removed = context.removed || item.deleted || item.is_deleted || bare;
        let ours = |id: i64| (!context.mentions && Some(id) == owner) || Some(id) == context.own;
        let post = item.is_post();
        if removed {
            self.sightings.push(Sighting {
                id: key(item, id, owner, context.mentions),
                parent: parent(item, context, owner),
                created: item.date.and_then(dates::unix),
                removed: true,
                ..Sighting::default()
            });
        } else if item.from_id.is_some_and(ours) {
            if !post {
                self.answer(item, id, context, owner);
            }
        } else if !matches!(item.post_type.as_deref(), Some("postpone" | "suggest")) {
            self.sightings.push(sighting(item, id, context, owner, names));
        }
        // Threads are two levels deep; the body decides, so the depth is bounded here.
        if level < 3 {
            for reply in item.thread.iter().flat_map(|t| &t.items).flatten() {
                self.item(reply, Context { owner, ..context }, names, level + 1)?;
            }
        }
        Ok(())
    }

    fn answer(&mut self, item: &Item, id: i64, context: Context, owner: Option<i64>) {
        let raw = item.text.as_deref().unwrap_or_default();
        // Discussions have no threads: a reply names whom it answers at its beginning.
        let named = item.topic_id.and_then(|_| addressee(raw));
        let over = item
            .reply_to_comment
            .or_else(|| item.parents_stack.as_ref()?.last().copied())
            .or_else(|| named?.comment);
        let post = || item.post_id.or(context.post).filter(|_| context.post_by_others);
        let Some(to) = over.or_else(post) else { return };
        let text = named.map_or(raw, |n| n.rest);
        self.answers.push(Answer {
            to: key(item, to, owner, context.mentions),
            reply: OfficialReply {
                id: Some(key(item, id, owner, context.mentions)),
                text: clean(text),
                at: item.date.and_then(dates::unix),
                ..OfficialReply::default()
            },
        });
    }
}

/// Our id. Posts and comments of a wall share one counter, so the number is enough there; other
/// boards count for themselves and name their container.
fn key(item: &Item, id: i64, owner: Option<i64>, mentions: bool) -> String {
    match (container(item), owner) {
        (Some((kind, container)), _) => format!("{kind}{container}_{id}"),
        (None, Some(owner)) if mentions => format!("{owner}_{id}"),
        (None, _) => id.to_string(),
    }
}

fn container(item: &Item) -> Option<(&'static str, i64)> {
    let topic = item.topic_id.map(|n| ("topic", n));
    topic
        .or_else(|| item.item_id.map(|n| ("product", n)))
        .or_else(|| item.photo_id.map(|n| ("photo", n)))
        .or_else(|| item.video_id.map(|n| ("video", n)))
}

fn parent(item: &Item, context: Context, owner: Option<i64>) -> Option<String> {
    if item.is_post() {
        return None;
    }
    let over = item.parents_stack.as_ref().and_then(|p| p.last().copied());
    let id = over.or(item.reply_to_comment).or(item.post_id).or(context.post)?;
    Some(key(item, id, owner, context.mentions))
}

fn sighting(item: &Item, id: i64, context: Context, owner: Option<i64>, names: &Names) -> Sighting {
    let reposted = || {
        item.copy_history
            .iter()
            .flatten()
            .find_map(|p| p.text.as_deref())
            .unwrap_or_default()
    };
    let own_words = item.text.as_deref().unwrap_or_default();
    let text = if own_words.trim().is_empty() {
        reposted()
    } else {
        own_words
    };
    let from = item.from_id.filter(|id| *id != 0);
    Sighting {
        id: key(item, id, owner, context.mentions),
        parent: parent(item, context, owner),
        author: Author {
            id: from.map(|id| id.to_string()),
            name: from.and_then(|id| names.0.get(&id).cloned()),
        },
        text: clean(text),
        created: item.date.and_then(dates::unix),
        updated: item.edited.and_then(dates::unix),
        edited: context.edited || item.edited.is_some(),
        media: item
            .attachments
            .as_ref()
            .map_or(0, |a| u32::try_from(a.len()).unwrap_or(u32::MAX)),
        url: url(item, id, context, owner),
        ..Sighting::default()
    }
}

fn url(item: &Item, id: i64, context: Context, owner: Option<i64>) -> Option<String> {
    let owner = owner?;
    let page = match (container(item), item.post_id.or(context.post)) {
        (Some(("topic", topic)), _) => return Some(format!("https://vk.com/topic{owner}_{topic}?post={id}")),
        (Some(("product", n)), _) => {
            return Some(format!("https://vk.com/market{owner}?w=product{owner}_{n}"));
        }
        (Some((kind, n)), _) => format!("{kind}{owner}_{n}"),
        (None, Some(post)) if !item.is_post() => format!("wall{owner}_{post}"),
        (None, _) => return Some(format!("https://vk.com/wall{owner}_{id}")),
    };
    let thread = item.parents_stack.as_ref().and_then(|p| p.first());
    let thread = thread.map(|top| format!("&thread={top}")).unwrap_or_default();
    Some(format!("https://vk.com/{page}?reply={id}{thread}"))
}

/// Names by id; communities are negative.
#[derive(Default)]
struct Names(HashMap<i64, String>);

impl Names {
    fn of(list: &List) -> Self {
        let people = list.profiles.iter().flatten().filter_map(|p| {
            let part = |t: &Option<String>| t.clone().unwrap_or_default();
            let name = format!("{} {}", part(&p.first_name), part(&p.last_name));
            // An account that is gone keeps its number and the name "DELETED".
            let gone = p.deactivated.is_some() && part(&p.first_name) == "DELETED";
            Some((p.id, nonempty(&name).filter(|_| !gone)?))
        });
        let groups = list
            .groups
            .iter()
            .flatten()
            .filter_map(|g| Some((g.id.checked_neg()?, nonempty(g.name.as_deref()?)?)));
        Names(people.chain(groups).collect())
    }
}
