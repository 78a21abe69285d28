//! Conversations under posts: comments, replies of one level, and which of them are the business's own
//! answers. Facebook, Instagram, YouTube and Odnoklassniki have this in common.

use crate::{Answer, Emptiness, Next, OfficialReply, Page, Sighting};
use std::collections::{BTreeMap, HashMap, HashSet};

/// A comment as read.
#[derive(Debug, Clone, Default)]
pub struct Comment {
    /// With [`Sighting::parent`]: the comment or post that it answers.
    pub sighting: Sighting,
    /// The comment that begins its conversation; `None` for one that begins one itself.
    pub thread: Option<String>,
    /// Written in the name of the business.
    pub own: bool,
    /// Somebody else's post that an own comment answers by standing under it.
    pub under: Option<String>,
}

/// Reviews with the official replies that stand under them, and replies whose review stands on
/// another page.
///
/// Platforms do not say which comment of a conversation an own one is meant for. It is, in this order:
/// the comment that it names as its parent inside the conversation; the latest comment of the person
/// whom it addresses by `@name` at its start; every comment before it that has no answer yet; the last
/// one before it.
pub fn settle(comments: Vec<Comment>) -> (Vec<Sighting>, Vec<Answer>) {
    let mut known = HashSet::new();
    let mut sightings = Vec::new();
    let mut threads: BTreeMap<String, Vec<Comment>> = BTreeMap::new();
    for comment in comments {
        if !known.insert(comment.sighting.id.clone()) {
            continue;
        }
        if !comment.own {
            sightings.push(comment.sighting.clone());
        }
        let thread = comment.thread.as_ref().unwrap_or(&comment.sighting.id).clone();
        threads.entry(thread).or_default().push(comment);
    }
    let mut replies: HashMap<String, OfficialReply> = HashMap::new();
    for (top, mut thread) in threads {
        thread.sort_by_key(|c| (c.sighting.id != top, c.sighting.created));
        answers(&top, &thread, &mut replies);
    }
    for sighting in &mut sightings {
        sighting.official_reply = replies.remove(&sighting.id);
    }
    let mut elsewhere: Vec<Answer> = replies
        .into_iter()
        .map(|(to, reply)| Answer { to, reply })
        .collect();
    elsewhere.sort_by(|a, b| a.to.cmp(&b.to));
    (sightings, elsewhere)
}

fn answers(top: &str, thread: &[Comment], replies: &mut HashMap<String, OfficialReply>) {
    // One that stands on another page waits too.
    let absent = thread.first().is_some_and(|c| c.sighting.id != top);
    let mut waiting: Vec<&str> = if absent { vec![top] } else { Vec::new() };
    let mut others: Vec<&Sighting> = Vec::new();
    for comment in thread {
        let said = &comment.sighting;
        if !comment.own {
            waiting.push(&said.id);
            others.push(said);
            continue;
        }
        let begins = said.id == top;
        let named = said
            .parent
            .as_deref()
            .filter(|p| !begins && *p != top && others.iter().any(|o| o.id == **p));
        let to: Vec<String> = match (named.or_else(|| addressed(&said.text, &others)), begins) {
            (_, true) => comment.under.iter().cloned().collect(),
            (Some(one), _) => vec![one.to_owned()],
            (None, _) if !waiting.is_empty() => waiting.iter().map(|w| (*w).to_owned()).collect(),
            (None, _) => vec![others.last().map_or(top, |o| o.id.as_str()).to_owned()],
        };
        waiting.retain(|w| !to.iter().any(|t| t == w));
        for one in to {
            let reply = OfficialReply {
                id: Some(said.id.clone()),
                text: said.text.clone(),
                at: said.created,
                ..OfficialReply::default()
            };
            replies.insert(one, reply);
        }
    }
}

/// The latest comment of the person whom a text addresses at its start.
fn addressed<'c>(text: &str, others: &[&'c Sighting]) -> Option<&'c str> {
    let rest = text.trim_start().strip_prefix('@')?;
    let named = |o: &&&Sighting| {
        let name = o
            .author
            .name
            .as_deref()
            .unwrap_or_default()
            .trim_start_matches('@');
        let after = rest.strip_prefix(name);
        !name.is_empty() && after.is_some_and(|a| !a.starts_with(|c: char| c.is_alphanumeric() || c == '_'))
    };
    others.iter().rev().find(named).map(|o| o.id.as_str())
}

/// The official reply to one review in what was read.
pub fn reply_to(comments: Vec<Comment>, review: &str) -> Option<OfficialReply> {
    let (sightings, answers) = settle(comments);
    let shown = sightings.into_iter().find(|s| s.id == review);
    let elsewhere = || answers.into_iter().find(|a| a.to == review).map(|a| a.reply);
    shown.and_then(|s| s.official_reply).or_else(elsewhere)
}

/// The page of what was read; `empty` is used only if there is nothing.
pub fn page(comments: Vec<Comment>, empty: Emptiness) -> Page {
    let (sightings, answers) = settle(comments);
    Page {
        answers,
        empty: sightings.is_empty().then_some(empty),
        ..Page::of(sightings, Next::Done)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Author;
    use crate::parse::dates;

    fn said(id: &str, who: &str, text: &str, at: i64) -> Comment {
        Comment {
            sighting: Sighting {
                id: id.into(),
                author: Author {
                    id: None,
                    name: Some(who.into()),
                },
                text: text.into(),
                created: dates::unix(1_795_000_000 + at),
                parent: (id != "a").then(|| "a".into()),
                ..Sighting::default()
            },
            thread: (id != "a").then(|| "a".into()),
            own: who == "we",
            under: None,
        }
    }

    fn replied(comments: Vec<Comment>) -> Vec<(String, Option<String>)> {
        let (sightings, answers) = settle(comments);
        let to = |s: Sighting| (s.id, s.official_reply.and_then(|r| r.id));
        let elsewhere = answers.into_iter().map(|a| (a.to, a.reply.id));
        sightings.into_iter().map(to).chain(elsewhere).collect()
    }

    fn pairs(list: &[(&str, Option<&str>)]) -> Vec<(String, Option<String>)> {
        let owned = |(a, b): &(&str, Option<&str>)| ((*a).to_owned(), b.map(str::to_owned));
        list.iter().map(owned).collect()
    }

    #[test]
    fn an_own_reply_answers_what_had_no_answer_before_it() {
        let talk = vec![
            said("a", "Anna", "?", 0),
            said("b", "Boris", "?", 1),
            said("x", "we", "!", 2),
            said("c", "Anna", "and?", 3),
            said("y", "we", "!!", 4),
        ];
        let wanted = pairs(&[("a", Some("x")), ("b", Some("x")), ("c", Some("y"))]);
        assert_eq!(replied(talk.clone()), wanted);
        assert_eq!(
            replied(talk.into_iter().rev().collect())[2],
            wanted[0],
            "in any order"
        );
    }

    #[test]
    fn who_is_addressed_or_named_as_parent_is_the_one_that_is_answered() {
        let mut exact = said("y", "we", "to you", 4);
        exact.sighting.parent = Some("c".into());
        let talk = vec![
            said("a", "@anna", "?", 0),
            said("b", "@boris", "?", 1),
            said("c", "@clara", "?", 2),
            said("x", "we", "@boris, done", 3),
            said("n", "we", "@borisov?", 5),
            exact,
        ];
        let wanted = pairs(&[("a", Some("n")), ("b", Some("x")), ("c", Some("y"))]);
        assert_eq!(replied(talk), wanted);
    }

    #[test]
    fn own_comments_are_no_reviews_and_an_absent_review_gets_its_answer_apart() {
        assert_eq!(replied(vec![said("a", "we", "news", 0)]), []);
        assert_eq!(replied(vec![said("x", "we", "!", 2)]), pairs(&[("a", Some("x"))]));
        let mut under = said("a", "we", "thanks", 0);
        under.under = Some("post".into());
        assert_eq!(replied(vec![under]), pairs(&[("post", Some("a"))]));
        let twice = said("a", "Anna", "?", 0);
        assert_eq!(replied(vec![twice.clone(), twice]), pairs(&[("a", None)]));
    }
}
