//! What is asked around the first page of a list: proof that it is empty, and the post on top of a thread.

use super::DeclaredAdapter;
use super::call::{Asker, Call};
use super::config::Route;
use super::template::Words;
use crate::parse::path::Path;
use crate::{Failure, Page};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// An empty list alone says nothing; it is believed where the platform knows what was asked for by name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proof {
    /// Must be known: `{own}`. With `call` it must stand at `at` of the answer, whatever the case.
    pub is: Words,
    #[serde(default)]
    pub call: Option<Call>,
    #[serde(default)]
    pub at: Path,
}

/// The post that a thread is about, where the list holds only what stands under it. Where it is not to be
/// had while something stands there, the page is not complete.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Top {
    pub call: Call,
    /// Where the post stands in the answer.
    #[serde(default)]
    pub at: Path,
}

impl DeclaredAdapter {
    /// Whether an empty first page may be believed.
    ///
    /// # Errors
    /// [`Failure::Drift`] where it may not, and the failure of the call.
    pub(super) async fn prove(&self, asker: &Asker<'_>, proof: &Proof) -> Result<(), Failure> {
        let known = asker.fill(&proof.is).ok().flatten();
        let known = known.ok_or_else(|| Failure::drift("the list is empty"))?;
        let Some(call) = &proof.call else {
            return Ok(());
        };
        let answer = self.json(asker, call).await?;
        let told = proof.at.first(&answer).and_then(Value::as_str);
        match told.is_some_and(|told| told.to_lowercase() == known.to_lowercase()) {
            true => Ok(()),
            false => Err(Failure::drift(proof.at.to_string())),
        }
    }

    /// Puts the post that the thread is about to what stands under it.
    ///
    /// # Errors
    /// One per decision of the engine.
    pub(super) async fn topped(
        &self,
        asker: &Asker<'_>,
        route: &Route,
        top: &Top,
        page: &mut Page,
    ) -> Result<(), Failure> {
        let read = self.json(asker, &top.call).await.and_then(|answer| {
            let item = self.item(route.item.as_deref())?;
            let post = top
                .at
                .first(&answer)
                .ok_or_else(|| Failure::drift(top.at.to_string()))?;
            item.one(self.mend, &route.joined(&answer, post))
                .map_err(Failure::drift)
        });
        match read {
            Ok(post) => {
                let new = post.filter(|post| page.sightings.iter().all(|known| known.id != post.id));
                let at = if route.newest_first {
                    page.sightings.len()
                } else {
                    0
                };
                new.into_iter().for_each(|post| page.sightings.insert(at, post));
                page.empty = page.empty.filter(|_| page.sightings.is_empty());
            }
            Err(Failure::Gone | Failure::Drift { .. }) if !page.sightings.is_empty() => page.complete = false,
            Err(failure) => return Err(failure),
        }
        Ok(())
    }
}
