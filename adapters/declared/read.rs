//! The JSON of a page to sightings.

use super::config::{Figures, Item, Newest, Reply, Route, Stands, TextAs};
use super::convert::whole;
use crate::parse::list::each;
use crate::parse::path::Path;
use crate::parse::status;
use crate::{Author, Counter, Emptiness, Failure, Next, OfficialReply, Page, Sighting, Standing};
use serde_json::Value;
use std::borrow::Cow;

/// What no table can say of an element: it is put right before it is read.
pub type Mend = fn(&mut Value);

/// Everything of a page but what comes after it.
pub struct Listed<'v> {
    /// Where [`Route::root`] led first: paging stands here.
    pub root: &'v Value,
    /// All elements of the lists, before equal ids were joined.
    pub elements: Vec<&'v Value>,
    pub sightings: Vec<Sighting>,
    pub counter: Option<Counter>,
    /// Some are not for all to see.
    pub hidden: bool,
    /// Where all of its elements say that they hold nothing.
    hollow: Option<String>,
    /// The platform's figures say that there is nothing.
    zero: bool,
    /// They say that there is something.
    pub counted: bool,
    /// The platform has more than this route can show.
    more: bool,
    /// The path of the list, for a failure.
    pub path: String,
}

/// Reads the list of a route.
///
/// # Errors
/// The failure of a status code inside the body, or [`Failure::Drift`] where the page is not as
/// the manifest says.
pub fn list<'v>(
    route: &Route,
    item: &Item,
    mend: Option<Mend>,
    whole_body: &'v Value,
) -> Result<Listed<'v>, Failure> {
    let roots = route.root.iter().map(|p| (p, p.all(whole_body)));
    let roots = roots.into_iter().find(|(_, found)| !found.is_empty());
    let (begin, roots) = roots.ok_or_else(|| Failure::drift(name(&route.root)))?;
    let root = roots[0];
    if let Some(code) = route.code.as_ref().and_then(|p| p.first(root)).and_then(whole) {
        let code = u16::try_from(code).unwrap_or(0);
        if route.gone.contains(&code) {
            return Err(Failure::Gone);
        }
        status::code(code, false, None)?;
    }
    let lists = |p: &Path| -> Vec<&'v Vec<Value>> {
        let found = roots.iter().flat_map(|r| p.all(r));
        found.filter_map(Value::as_array).collect()
    };
    let found = route
        .list
        .iter()
        .map(|p| (p, lists(p)))
        .find(|(_, lists)| !lists.is_empty());
    let (path, lists) = match (found, &route.absent_beside, root) {
        (Some(found), ..) => found,
        (None, Some(known), Value::Object(o)) if o.keys().all(|k| known.contains(k)) => {
            (&route.list[0], Vec::new())
        }
        (None, Some(_), Value::Array(all)) if all.is_empty() => (&route.list[0], Vec::new()),
        _ => return Err(Failure::drift(named(&route.list[0], begin))),
    };
    let path = named(path, begin);
    if let Some(must) = route.must.as_ref().filter(|must| must.first(root).is_none()) {
        return Err(Failure::drift(must.to_string()));
    }
    let listed = lists.into_iter().flatten();
    let elements: Vec<&Value> = match &route.tree {
        Some(tree) => listed.flat_map(|one| tree.flat(one)).collect(),
        None => listed.collect(),
    };
    let sightings = each(&path, elements.iter().copied(), |v| {
        let inside = route.inside(v)?;
        inside.map_or(Ok(None), |v| item.one(mend, &route.joined(whole_body, v)))
    })?;
    if item.worded
        && !sightings.is_empty()
        && sightings.iter().all(|s| s.text.is_empty() && s.title.is_none())
    {
        return Err(Failure::drift(format!("{path}[].{}", item.text.name())));
    }
    if let Some(reply) = item.reply.as_ref().filter(|r| r.key_told && !elements.is_empty())
        && !elements.iter().any(|e| reply.has_key(e))
    {
        return Err(Failure::drift(format!("{path}[].{}", name(&reply.path))));
    }
    let zero = if route.zero.is_empty() {
        &route.counter.count
    } else {
        &route.zero
    };
    let figures: Vec<u64> = zero.iter().flat_map(|p| p.all(root)).filter_map(whole).collect();
    Ok(Listed {
        root,
        hidden: elements.iter().any(|e| {
            route
                .inside(e)
                .is_ok_and(|v| v.is_some_and(|v| !item.is_shown(v)))
        }),
        hollow: route.hollow(&elements).map(|at| format!("{path}[].{at}")),
        elements,
        sightings,
        counter: counter(&route.counter, root),
        zero: !figures.is_empty() && figures.iter().all(|n| *n == 0),
        counted: figures.iter().any(|n| *n > 0),
        more: route
            .more
            .as_ref()
            .is_some_and(|p| roots.iter().any(|r| p.all(r).contains(&&Value::Bool(true)))),
        path,
    })
}

impl Listed<'_> {
    /// With the figures of another call, which prove emptiness like those of the list itself.
    pub fn figures(&mut self, told: Option<Counter>) {
        let Some(told) = told else {
            return;
        };
        if let Some(count) = told.count {
            (self.zero, self.counted) = (count == 0, count > 0);
        }
        self.counter = Some(told);
    }

    /// An empty first page beside a public one.
    ///
    /// # Errors
    /// [`Failure::Drift`] where that one is not empty: one silence is no proof.
    pub fn proven(&self, public: Page) -> Result<Page, Failure> {
        let drift = || Failure::drift(format!("{} is empty", self.path));
        let empty = Some(public.empty.ok_or_else(drift)?);
        Ok(Page {
            empty,
            complete: true,
            newest_first: true,
            sightings: Vec::new(),
            next: Next::Done,
            ..public
        })
    }

    /// The page without what comes after it. `first`: nothing was read before it; `goes_on`: something
    /// comes after it.
    ///
    /// # Errors
    /// [`Failure::Drift`] for an empty page that nothing explains.
    pub fn page(self, route: &Route, goes_on: bool, first: bool) -> Result<Page, Failure> {
        let stated = ((route.empty_is_stated || route.proof.is_some()) && !self.counted) || self.hidden;
        // The first page shows where reviews stand; after it a page of what is no more is one like any other.
        if let Some(at) = self.hollow.as_ref().filter(|_| first) {
            return Err(Failure::drift(at));
        }
        let empty = match (self.sightings.is_empty(), first, goes_on) {
            (false, ..) => None,
            (true, true, false) if self.zero => Some(Emptiness::Counter),
            (true, true, false) if stated => Some(Emptiness::Stated),
            (true, false, false) => Some(Emptiness::EndOfList),
            (true, false, true) if self.hollow.is_some() => None,
            (true, ..) => return Err(Failure::drift(format!("{} is empty", self.path))),
        };
        Ok(Page {
            counter: self.counter,
            empty,
            // What is hidden is not removed.
            complete: route.complete && !self.more && !self.hidden,
            newest_first: route.newest_first,
            ..Page::of(self.sightings, Next::Done)
        })
    }
}

/// The name of a list in failures; one that is the root itself bears the name of that.
fn named(path: &Path, root: &Path) -> String {
    let words = [path.to_string(), root.to_string()];
    words
        .into_iter()
        .find(|w| !w.is_empty())
        .unwrap_or_else(|| "body".into())
}

fn name(paths: &[Path]) -> String {
    paths.first().map(ToString::to_string).unwrap_or_default()
}

/// The platform's own figures.
pub fn counter(figures: &Figures, root: &Value) -> Option<Counter> {
    let at = |paths: &[Path]| paths.iter().find_map(|p| p.first(root).filter(|v| !v.is_null()));
    let count = at(&figures.count).and_then(whole);
    let count = match &figures.silent {
        None => count,
        Some(path) => {
            let silent = path.first(root).and_then(whole);
            count.zip(silent).map(|(all, silent)| all.saturating_sub(silent))
        }
    };
    let number = |v: &Value| v.as_f64().or_else(|| v.as_str()?.trim().parse().ok());
    Counter::shown(count, at(&figures.rating).and_then(number))
}

impl Item {
    /// One element of a list, put right before; `None` for one that is not for all to see.
    ///
    /// # Errors
    /// The wrong field.
    pub fn one(&self, mend: Option<Mend>, value: &Value) -> Result<Option<Sighting>, String> {
        if !self.is_shown(value) {
            return Ok(None);
        }
        let mut value = Cow::Borrowed(value);
        for newest in &self.newest {
            if let Some(found) = newest.find(&value).cloned()
                && let Value::Object(fields) = value.to_mut()
            {
                fields.insert(newest.name.clone(), found);
            }
        }
        if let Some(mend) = mend {
            mend(value.to_mut());
        }
        self.read(&value).map(Some)
    }

    fn is_shown(&self, value: &Value) -> bool {
        let Some(shown) = &self.shown else {
            return true;
        };
        let there = shown.path.first(value).filter(|v| !v.is_null());
        let word = there.and_then(Value::as_str);
        match shown.absent {
            true => there.is_none(),
            false => word.is_none_or(|word| shown.is.iter().any(|is| is == word)),
        }
    }

    /// One element as it is.
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
        let leads = |p: &Path| p.first(value).is_some_and(|v| !v.is_null());
        let said = match self.text.text(value) {
            Err(_) if self.wordless.iter().any(leads) => None,
            told => told?,
        };
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
            text: said.unwrap_or_default(),
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

impl Newest {
    fn find<'v>(&self, value: &'v Value) -> Option<&'v Value> {
        let age =
            |v: &Value| -> Vec<Option<u64>> { self.by.iter().map(|p| p.first(v).and_then(whole)).collect() };
        let all = self.of.all(value).into_iter();
        all.filter(|v| !v.is_null()).max_by_key(|v| age(v))
    }
}

impl Reply {
    /// See [`Reply::key_told`].
    pub fn has_key(&self, value: &Value) -> bool {
        self.path.iter().any(|p| p.first(value).is_some())
    }
}

/// The answer that stands beside or under this value.
///
/// # Errors
/// The wrong field.
pub fn reply(reply: &Reply, value: &Value) -> Result<Option<OfficialReply>, String> {
    for path in &reply.path {
        let answers = path.all(value).into_iter().filter(|v| !v.is_null());
        let mut told = None;
        for answer in answers {
            let one = reply.answer(answer).map_err(|at| format!("{path}.{at}"))?;
            match one {
                Some(one) if reply.last => told = Some(one),
                Some(one) => return Ok(Some(one)),
                // The object is there and says that there is no answer.
                None if !reply.last => return Ok(None),
                None => {}
            }
        }
        if told.is_some() {
            return Ok(told);
        }
    }
    Ok(None)
}

impl Reply {
    /// The answer that this object is, if it is one.
    ///
    /// # Errors
    /// The wrong field.
    pub fn answer(&self, answer: &Value) -> Result<Option<OfficialReply>, String> {
        let standing = match &self.standing {
            Some(stands) => stands.of(answer),
            None => Some(Standing::Live),
        };
        let Some(standing) = standing else {
            return Ok(None);
        };
        let text = self.text.text(answer)?;
        if text.is_none() && self.text.how == TextAs::Nonempty {
            return Ok(None);
        }
        Ok(Some(OfficialReply {
            id: self.id.as_ref().map_or(Ok(None), |f| f.text(answer))?,
            text: text.unwrap_or_default(),
            at: self.at.as_ref().map_or(Ok(None), |f| f.instant(answer))?,
            standing,
        }))
    }
}

impl Stands {
    /// `None` for an answer that was taken away.
    fn of(&self, answer: &Value) -> Option<Standing> {
        let Some(word) = self.path.first(answer).and_then(Value::as_str) else {
            return Some(Standing::Live);
        };
        let is = |words: &[String]| words.iter().any(|w| w == word);
        match self.rejected.get(word) {
            _ if is(&self.gone) => None,
            _ if is(&self.live) => Some(Standing::Live),
            Some(reason) => Some(Standing::Rejected {
                reason: reason.clone(),
            }),
            None => Some(Standing::Pending),
        }
    }
}
