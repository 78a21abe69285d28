//! A walk in data: from the posts of a place to the comments under each, and to the answers under those, a few
//! calls a step. What is left to do stands in the cursor, so a walk ends as surely as its lists do.
//!
//! ```text
//! first ─► level 0 (posts) ─► level 1 (comments) ─► level 2 (answers)      walk_read: nodes to comments
//!             │ next page        │ one job for each list that did not come whole inside of its node
//!             └──────────────────┴──► Rest (cursor) ─► walk_step ─► talk: who answers whom
//! ```

use super::call::Call;
use super::config::{Figures, Shown};
use super::errors::Rule;
use super::template::{Template, Words};
use crate::Place;
use crate::links::Whole;
use crate::parse::path::Path;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// `[declared.walk]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Walk {
    /// Kinds of places that are read so ([`Place::kind`]); empty: all. Others are read by routes.
    #[serde(default)]
    pub kinds: Vec<String>,
    /// How many lists below the first are asked for in one step.
    pub calls: usize,
    /// Pages of the first list with nothing younger are read in the first walk only. Days.
    #[serde(default)]
    pub fresh_days: Option<u32>,
    /// It sees everything that there is: absence means something.
    #[serde(default)]
    pub complete: bool,
    /// What is asked once, at its start.
    #[serde(default)]
    pub first: Vec<Ask>,
    /// Who writes in the name of the business.
    #[serde(default)]
    pub own: Own,
    /// The lists, from the posts downwards.
    #[serde(rename = "level")]
    pub levels: Vec<Level>,
}

/// A call at the start of a walk. A name of `take` that no such call brought is the place's own id.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ask {
    /// Kinds of places that it is for; empty: all.
    #[serde(default)]
    pub kinds: Vec<String>,
    /// Ids of places for which nothing needs to be asked.
    #[serde(default)]
    pub unless: Option<Whole>,
    pub call: Call,
    /// What of the answer speaks against the place: the first that fits.
    #[serde(default)]
    pub refuse: Vec<Rule>,
    /// What is taken out of the answer, for `{found.NAME}`; the first path that leads anywhere.
    pub take: BTreeMap<String, Vec<Path>>,
    #[serde(default)]
    pub counter: Figures,
}

/// Whose comments are official replies.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Own {
    /// Ids and names of the business; those with a gap that stays open are none. Case means nothing.
    #[serde(default)]
    pub names: Vec<Words>,
    /// Where a comment says who wrote it: own with one of these names.
    #[serde(default)]
    pub by: Vec<Path>,
    /// Only such comments are; where nothing stands at `by`, that alone says it.
    #[serde(default)]
    pub only: Option<Shown>,
}

/// A list of the walk.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Level {
    /// `{above}`: the post or comment that it stands under; `{cursor?}`: where to read on.
    pub call: Call,
    /// The first that leads to a list is taken, and several lists on one path one after the other.
    pub list: Vec<Path>,
    /// Where it goes on; the token of this very page is the end.
    #[serde(default)]
    pub next: Option<Onward>,
    /// What must stand beside an empty list, or one that is not there while no other is, to believe it.
    #[serde(default)]
    pub proof: Option<Proof>,
    /// What is listed is no review, but what reviews stand under; where its id stands.
    #[serde(default)]
    pub context: Option<Path>,
    /// Name of the `[items.NAME]` by which comments are read, if not by `[declared.item]`.
    #[serde(default)]
    pub item: Option<String>,
    /// How many stand under one; where there are none, nobody asks.
    #[serde(default)]
    pub under: Vec<Path>,
    /// One more of the first list, whether it is listed or not: `{place.extra.topic?}`.
    #[serde(default)]
    pub also: Option<Words>,
    /// Address of comments that bring none.
    #[serde(default)]
    pub link: Option<Template>,
}

/// Where the next page is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Onward {
    /// The token, for `{cursor?}`.
    pub path: Path,
    /// Only if something stands there too, other than `null` and `false`.
    #[serde(default)]
    pub when: Option<Path>,
}

/// What makes an empty list believed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proof {
    pub at: Path,
    /// One of these; empty: anything but `null`.
    #[serde(default)]
    pub is: Vec<Value>,
}

impl Walk {
    /// Whether this place is read so.
    pub fn is_for(&self, place: &Place) -> bool {
        self.kinds.is_empty() || self.kinds.contains(&place.kind)
    }

    /// All calls, each with the name of its table.
    pub fn calls(&self) -> impl Iterator<Item = (String, &Call)> {
        let first = self.first.iter().map(|ask| ("walk.first".to_owned(), &ask.call));
        let levels = self.levels.iter().enumerate();
        first.chain(levels.map(|(n, level)| (format!("walk.level {}", n + 1), &level.call)))
    }

    /// What contradicts what. `secret`: whether a key of `[source.access]` must not be shown.
    ///
    /// # Errors
    /// In words, with what is allowed.
    pub fn check(&self, secret: &dyn Fn(&str) -> bool) -> Result<(), String> {
        if self.levels.is_empty() {
            return Err("[[declared.walk.level]] is missing".into());
        }
        if self.levels.last().is_some_and(|level| level.context.is_some()) {
            return Err("walk: the last level has `context`, so no reviews would be read".into());
        }
        // Five and the first call are the handful that a page may take.
        if !(1..=5).contains(&self.calls) {
            return Err("walk: `calls` must be 1 to 5".into());
        }
        for ask in &self.first {
            ask.refuse
                .iter()
                .try_for_each(|rule| rule.check().map_err(|e| format!("walk.first: {e}")))?;
        }
        let names = self.own.names.iter().flat_map(Words::gaps);
        match names
            .filter_map(|gap| gap.strip_prefix("access."))
            .find(|key| secret(key))
        {
            Some(key) => Err(format!(
                "walk.own: key {key} is secret; names stand in the cursor, which is shown"
            )),
            None => Ok(()),
        }
    }
}

impl Proof {
    /// Whether it stands there.
    pub fn fits(&self, root: &Value) -> bool {
        let value = self.at.first(root).filter(|v| !v.is_null());
        value.is_some_and(|v| self.is.is_empty() || self.is.contains(v))
    }
}

impl Own {
    /// Whether one of these names wrote it.
    pub fn wrote(&self, comment: &Value, names: &[String]) -> bool {
        let stands = |path: &Path| path.first(comment).and_then(crate::parse::id);
        let kind = |only: &Shown| stands(&only.path).is_some_and(|kind| only.is.contains(&kind));
        if self.only.as_ref().is_some_and(|only| !kind(only)) {
            return false;
        }
        let told: Vec<String> = self.by.iter().filter_map(stands).collect();
        let known = |name: &String| names.iter().any(|own| own.eq_ignore_ascii_case(name));
        told.iter().any(known) || (told.is_empty() && self.only.is_some())
    }
}
