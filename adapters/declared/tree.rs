//! Threads that come as trees: what stands under an element stands inside of it, and what was left out is asked
//! for by its ids.

use super::call::Asker;
use super::config::{Paging, Route};
use super::template::Template;
use super::{DeclaredAdapter, paging, read};
use crate::parse::path::Path;
use crate::{Emptiness, Failure, Next, Page};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// How deep trees are believed to be; platforms cut them earlier.
const DEEPEST: usize = 60;

/// `tree` of a route.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tree {
    /// Where an element holds the list of what stands under it.
    pub under: Path,
    /// Where an element tells ids of what was left out. Where one does, the page is not complete.
    pub left_out: Path,
    /// The address that gives what was left out: `{cursor}` is ids, apart by commas.
    pub url: Template,
    /// The list in its answer.
    pub list: Path,
    /// Most ids that are asked for at once; others stay in the cursor.
    pub size: usize,
}

impl Tree {
    /// An element with all that stands under it, each before what stands under it.
    pub fn flat<'v>(&self, element: &'v Value) -> Vec<&'v Value> {
        let mut all = Vec::new();
        let mut open = vec![(element, 0)];
        while let Some((one, depth)) = open.pop() {
            all.push(one);
            let under = self
                .under
                .first(one)
                .and_then(Value::as_array)
                .filter(|_| depth < DEEPEST);
            open.extend(under.into_iter().flatten().rev().map(|below| (below, depth + 1)));
        }
        all
    }

    /// Ids of what these elements leave out, and whether they leave anything out.
    pub fn left_out(&self, elements: &[&Value]) -> (Vec<String>, bool) {
        let told = elements
            .iter()
            .filter_map(|one| self.left_out.first(one)?.as_array());
        let told: Vec<_> = told.collect();
        let ids = told.iter().copied().flatten().filter_map(Value::as_str);
        let plain = |id: &&str| !id.is_empty() && id.bytes().all(|b| b.is_ascii_alphanumeric());
        (ids.filter(plain).map(str::to_owned).collect(), !told.is_empty())
    }
}

/// The cursor with these ids, unless it is the one that was asked.
fn rest(route: &Route, ids: &[String], at: Option<&str>) -> Next {
    let on = ids.join(",");
    match on.is_empty() || Some(on.as_str()) == at {
        true => Next::Done,
        false => paging::onward(route, &BTreeMap::new(), &on),
    }
}

impl DeclaredAdapter {
    /// What the first page of a tree leaves out is read after it.
    pub(super) fn grow(route: &Route, tree: &Tree, elements: &[&Value], page: &mut Page) {
        let (ids, any) = tree.left_out(elements);
        page.complete &= !any;
        page.next = rest(route, &ids, None);
    }

    /// A later page of a tree: the next ids of the cursor.
    ///
    /// # Errors
    /// One per decision of the engine.
    pub(super) async fn branches(
        &self,
        asker: &Asker<'_>,
        route: &Route,
        tree: &Tree,
        at: &str,
    ) -> Result<Page, Failure> {
        let mut ids: Vec<String> = at.split(',').map(str::to_owned).collect();
        let later = ids.split_off(ids.len().min(tree.size));
        let route = Route {
            url: tree.url.clone(),
            list: vec![tree.list.clone()],
            must: None,
            paging: Paging::None,
            ..route.clone()
        };
        let asker = self.asker(asker, Some(&ids.join(",")), &BTreeMap::new());
        let (_, answer) = self.ask(&asker, &route, None, false).await?;
        let listed = read::list(&route, self.item(route.item.as_deref())?, self.mend, &answer)?;
        let (more, _) = tree.left_out(&listed.elements);
        Ok(Page {
            empty: listed.sightings.is_empty().then_some(Emptiness::EndOfList),
            ..Page::of(listed.sightings, rest(&route, &[more, later].concat(), Some(at)))
        })
    }
}
