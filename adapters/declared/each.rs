//! Several lists of one place side by side, such as one for each language: their first pages together, later
//! pages one by one, so that all news stand on the first page.

use super::call::Asker;
use super::config::Route;
use super::{DeclaredAdapter, paging, read};
use crate::links::Whole;
use crate::{Cursor, Emptiness, Failure, Net, Next, Page};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashSet};

/// Which lists: `{each}` in the route's address.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Each {
    /// The words themselves, where they are always the same.
    #[serde(default)]
    pub lists: Vec<String>,
    /// Later pages read on in all lists too, so that a page without news ends the poll for all.
    #[serde(default)]
    pub together: bool,
    /// Key of `[source.access]` with the words, apart by commas, semicolons or spaces.
    #[serde(default)]
    pub key: String,
    /// The word where none is set.
    #[serde(default)]
    pub default: String,
    /// Most lists: each is a request, and a page is a handful of them.
    #[serde(default)]
    pub most: usize,
    /// What a word looks like; any other is passed over.
    #[serde(default)]
    pub word: Option<Whole>,
    /// The word is the language of the reviews in its list.
    #[serde(default)]
    pub is_language: bool,
}

/// A list, and where in it to read on (at its start: nowhere).
type Step = (String, Option<String>);

impl Each {
    /// What contradicts what.
    ///
    /// # Errors
    /// In words, with what is allowed.
    pub fn check(&self) -> Result<(), String> {
        let by_key = !self.key.is_empty() && !self.default.is_empty() && self.most > 0 && self.word.is_some();
        match (self.lists.is_empty(), self.key.is_empty()) {
            (false, true) => Ok(()),
            (true, false) if by_key => Ok(()),
            _ => Err("allowed: `lists`, or else `key`, `default`, `most` and `word` together".into()),
        }
    }

    /// The words, in order and each once.
    fn words(&self, net: &dyn Net) -> Vec<String> {
        if !self.lists.is_empty() {
            return self.lists.clone();
        }
        let set = net.key(&self.key).unwrap_or_default().to_ascii_lowercase();
        let fits = |word: &&str| self.word.as_ref().is_some_and(|w| w.fits(word));
        let mut all: Vec<String> = Vec::new();
        for word in set.split([',', ' ', ';']).filter(fits) {
            if !all.iter().any(|known| known == word) && all.len() < self.most {
                all.push(word.to_owned());
            }
        }
        if all.is_empty() {
            all.push(self.default.clone());
        }
        all
    }
}

/// What a cursor still holds: `ru=TOKEN` by lines. Words that are not set (any more) fall out; with nothing
/// left, one starts again.
fn rest(at: Option<&str>, words: &[String]) -> Vec<Step> {
    let lines = at.unwrap_or_default().lines();
    lines
        .filter_map(|line| line.split_once('='))
        .filter(|(word, _)| words.iter().any(|known| known == word))
        .map(|(word, at)| (word.to_owned(), Some(at.to_owned())))
        .collect()
}

impl DeclaredAdapter {
    /// A page of a route with several lists.
    ///
    /// # Errors
    /// One per decision of the engine.
    pub(super) async fn side_by_side(
        &self,
        asker: &Asker<'_>,
        route: &Route,
        each: &Each,
        cursor: &Cursor,
    ) -> Result<Page, Failure> {
        let words = each.words(asker.net);
        let on = paging::Place::of(cursor).filter(|on| on.route == route.name);
        let mut later = rest(on.map(|on| on.at), &words);
        let first = later.is_empty();
        let now: Vec<Step> = match first {
            true => words.into_iter().map(|word| (word, None)).collect(),
            false if each.together => std::mem::take(&mut later),
            false => vec![later.remove(0)],
        };
        let (mut sightings, mut known, mut on) = (Vec::new(), HashSet::new(), Vec::new());
        for (word, at) in now {
            let asker = self
                .asker(asker, at.as_deref(), &BTreeMap::new())
                .with("each", word.clone());
            let (asked, answer) = self.ask(&asker, route, at.as_deref(), false).await?;
            let listed = read::list(route, self.item(route.item.as_deref())?, self.mend, &answer)?;
            let next = paging::next(route, &listed, &asked, at.as_deref())?;
            if listed.elements.is_empty() && (next.is_some() || listed.counted) {
                // It goes on, or counts some, and shows none: a glitch, not the end.
                return Err(Failure::drift(format!("{} is empty", listed.path)));
            }
            for mut sighting in listed.sightings {
                if known.insert(sighting.id.clone()) {
                    if each.is_language {
                        sighting.lang = Some(word.clone());
                    }
                    sightings.push(sighting);
                }
            }
            on.extend(next.map(|next| format!("{word}={next}")));
        }
        on.extend(
            later
                .into_iter()
                .map(|(word, at)| format!("{word}={}", at.unwrap_or_default())),
        );
        let empty = match (sightings.is_empty(), first) {
            (false, _) => None,
            (true, true) if !route.empty_is_stated => return Err(Failure::drift("the list is empty")),
            (true, true) => Some(Emptiness::Stated),
            (true, false) => Some(Emptiness::EndOfList),
        };
        let next = match on.is_empty() {
            true => Next::Done,
            false => paging::onward(route, &BTreeMap::new(), &on.join("\n")),
        };
        let mut page = Page {
            empty,
            newest_first: route.newest_first && (each.together || on.len() <= 1),
            ..Page::of(sightings, next)
        };
        self.untell(asker.place, route, &mut page);
        Ok(page)
    }
}
