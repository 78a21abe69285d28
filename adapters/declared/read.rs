//! The JSON of a page to sightings.

use super::config::{Item, Reply, Route, TextAs};
use super::convert::whole;
use crate::parse::list::each;
use crate::parse::status;
use crate::{Author, Counter, Emptiness, Failure, Next, OfficialReply, Page, Sighting};
use serde_json::Value;

/// Everything of a page but what comes after it.
pub struct Listed<'v> {
    /// Where [`Route::root`] led first: paging stands here.
    pub root: &'v Value,
    /// How many elements the lists had, before equal ids were joined.
    pub items: usize,
    pub sightings: Vec<Sighting>,
    counter: Option<Counter>,
    /// The platform's figures say that there is nothing.
    zero: bool,
    /// The platform has more than this route can show.
    more: bool,
    /// The path of the list, for a failure.
    path: String,
}

/// Reads the list of a route.
///
/// # Errors
/// The failure of a status code inside the body, or [`Failure::Drift`] where the page is not as
/// the manifest says.
pub fn list<'v>(route: &Route, item: &Item, whole_body: &'v Value) -> Result<Listed<'v>, Failure> {
    let roots = route
        .root
        .iter()
        .map(|p| p.all(whole_body))
        .find(|found| !found.is_empty());
    let roots = roots.ok_or_else(|| Failure::drift(name(&route.root)))?;
    let root = roots[0];
    if let Some(code) = route.code.as_ref().and_then(|p| p.first(root)).and_then(whole) {
        let code = u16::try_from(code).unwrap_or(0);
        if route.gone.contains(&code) {
            return Err(Failure::Gone);
        }
        status::code(code, false, None)?;
    }
    let (path, lists) = route
        .list
        .iter()
        .map(|p| {
            (
                p,
                roots
                    .iter()
                    .flat_map(|r| p.all(r))
                    .filter_map(Value::as_array)
                    .collect::<Vec<_>>(),
            )
        })
        .find(|(_, lists)| !lists.is_empty())
        .ok_or_else(|| Failure::drift(name(&route.list)))?;
    let items = lists.iter().map(|l| l.len()).sum();
    let sightings = each(&path.to_string(), lists.into_iter().flatten(), |v| item.read(v))?;
    let zero = if route.zero.is_empty() {
        route.counter.count.as_slice()
    } else {
        &route.zero
    };
    let figures: Vec<u64> = zero.iter().flat_map(|p| p.all(root)).filter_map(whole).collect();
    Ok(Listed {
        root,
        items,
        sightings,
        counter: counter(route, root),
        zero: !figures.is_empty() && figures.iter().all(|n| *n == 0),
        more: route
            .more
            .as_ref()
            .is_some_and(|p| roots.iter().any(|r| p.all(r).contains(&&Value::Bool(true)))),
        path: path.to_string(),
    })
}

impl Listed<'_> {
    /// The finished page. `first`: nothing was read before it.
    ///
    /// # Errors
    /// [`Failure::Drift`] for an empty page that nothing explains.
    pub fn page(self, route: &Route, next: Next, first: bool) -> Result<Page, Failure> {
        let empty = match (self.sightings.is_empty(), first, &next) {
            (false, ..) => None,
            (true, true, Next::Done) if self.zero => Some(Emptiness::Counter),
            (true, false, Next::Done) => Some(Emptiness::EndOfList),
            (true, ..) => return Err(Failure::drift(format!("{} is empty", self.path))),
        };
        Ok(Page {
            counter: self.counter,
            empty,
            complete: route.complete && !self.more,
            newest_first: route.newest_first,
            ..Page::of(self.sightings, next)
        })
    }
}

fn name(paths: &[crate::parse::path::Path]) -> String {
    paths.first().map(ToString::to_string).unwrap_or_default()
}

fn counter(route: &Route, root: &Value) -> Option<Counter> {
    let at = |p: &Option<crate::parse::path::Path>| p.as_ref().and_then(|p| p.first(root));
    let count = at(&route.counter.count).and_then(whole);
    let number = |v: &Value| v.as_f64().or_else(|| v.as_str()?.trim().parse().ok());
    Counter::shown(count, at(&route.counter.rating).and_then(number))
}

impl Item {
    /// One element of a list.
    ///
    /// # Errors
    /// The wrong field.
    pub fn read(&self, value: &Value) -> Result<Sighting, String> {
        let text = |field: &Option<super::config::Field<_>>| match field {
            Some(field) => field.text(value),
            None => Ok(None),
        };
        let id = self.id.text(value)?.ok_or_else(|| self.id.name())?;
        let rating = self.rating.as_ref().map_or(Ok(None), |f| f.number(value))?;
        let created = self.created.as_ref().map_or(Ok(None), |f| f.instant(value))?;
        let updated = self.updated.as_ref().map_or(Ok(None), |f| f.instant(value))?;
        let media = self.media.as_ref().map_or(Ok(None), |f| f.number(value))?;
        Ok(Sighting {
            id,
            parent: text(&self.parent)?,
            author: Author {
                id: text(&self.author_id)?,
                name: text(&self.author_name)?,
            },
            rating: rating.and_then(|r| u8::try_from(r).ok()),
            title: text(&self.title)?,
            text: self.text.text(value)?.unwrap_or_default(),
            created,
            updated,
            edited: self.edited.as_ref().map_or(Ok(false), |f| f.flag(value))?,
            official_reply: self.reply_of(value)?,
            reply_untold: false,
            provider: text(&self.provider)?,
            media: u32::try_from(media.unwrap_or(0)).unwrap_or(u32::MAX),
            lang: text(&self.lang)?,
            url: text(&self.url)?,
            removed: self.removed.as_ref().map_or(Ok(false), |f| f.flag(value))?,
        })
    }

    /// The official reply of one element.
    ///
    /// # Errors
    /// The wrong field.
    pub fn reply_of(&self, value: &Value) -> Result<Option<OfficialReply>, String> {
        self.reply.as_ref().map_or(Ok(None), |r| reply(r, value))
    }
}

fn reply(reply: &Reply, value: &Value) -> Result<Option<OfficialReply>, String> {
    let found = reply
        .path
        .iter()
        .find_map(|p| Some((p, p.first(value).filter(|v| !v.is_null())?)));
    let Some((path, answer)) = found else {
        return Ok(None);
    };
    let within = |at: String| format!("{path}.{at}");
    let text = reply.text.text(answer).map_err(within)?;
    if text.is_none() && reply.text.how == TextAs::Nonempty {
        return Ok(None);
    }
    Ok(Some(OfficialReply {
        id: reply
            .id
            .as_ref()
            .map_or(Ok(None), |f| f.text(answer))
            .map_err(within)?,
        text: text.unwrap_or_default(),
        at: reply
            .at
            .as_ref()
            .map_or(Ok(None), |f| f.instant(answer))
            .map_err(within)?,
        ..OfficialReply::default()
    }))
}
