//! The part of `adapter.toml` that replaces code: where links lead, what to ask, how to read it.

use super::around::{Proof, Top};
use super::call::{Call, Json, Service};
use super::each::Each;
use super::errors::Rule;
use super::inside::Only;
use super::join::Replies;
use super::named::Join;
use super::own::Own;
use super::reply::{Current, Publish};
use super::template::{Template, Words};
use super::tree::Tree;
use super::walk::Walk;
use crate::links::Whole;
use crate::parse::path::Path;
use serde::{Deserialize, Deserializer, Serialize};
use std::collections::BTreeMap;

/// A platform in data. **No conditions and no expressions:** whoever needs them writes Rust.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Declared {
    /// Links that people paste, where one form of rule is enough; else [`crate::Manifest::links`].
    #[serde(default)]
    pub locate: Option<Locate>,
    /// Public address of one review, from `{place.id}` and `{review.id}`; absent where there is none.
    #[serde(default)]
    pub permalink: Option<Template>,
    /// Address of a review that also needs who wrote it (`{author.id}`), for those that bring none.
    #[serde(default)]
    pub seen_at: Option<Template>,
    /// Ways to read, best first: the first whose `needs` are all set is used.
    #[serde(rename = "route", default)]
    pub routes: Vec<Route>,
    /// Ways to read comments under posts, before all routes: the first for the kind of the place.
    #[serde(rename = "walk", default)]
    pub walks: Vec<Walk>,
    /// Texts that several calls need, for `{words.NAME}`: braces mean nothing in them.
    #[serde(default)]
    pub words: BTreeMap<String, String>,
    /// What calls of one service have in common: headers, tokens, errors.
    #[serde(default)]
    pub service: BTreeMap<String, Service>,
    /// Name of the service of calls and routes that name none.
    #[serde(default)]
    pub common: Option<String>,
    /// What errors mean that come from any service, after the service's own table.
    #[serde(default)]
    pub errors: Vec<Rule>,
    /// One review inside the list, for routes that name no [`Route::item`].
    #[serde(default)]
    pub item: Option<Item>,
    /// Official replies in a list of their own, page by page beside the reviews.
    #[serde(default)]
    pub replies: Option<Replies>,
    /// Who we are, where posts of people and our own answers stand in the same lists.
    #[serde(default)]
    pub own: Option<Own>,
    /// The list of what we wrote of late, read beside the first page of the kinds of places that it names
    /// (their lists tell nothing of replies, see [`Route::replies_untold`]). Our reply to a post is looked for in it, where nothing else is said.
    #[serde(default)]
    pub written: Option<Route>,
    /// How the reply is read that stands under one review now.
    #[serde(default)]
    pub current: Option<Current>,
    /// How a reply is published.
    #[serde(default)]
    pub publish: Option<Publish>,
}

/// Which links are ours, and what is canonical.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Locate {
    /// Kind of place, see [`crate::Place::kind`].
    pub kind: String,
    /// Host names of links, as in [`crate::links::Links::hosts`].
    pub hosts: Vec<String>,
    /// `/**/firm/{id:digits}/**`: literal parts, `{name}`, `{name:digits}`, `**` for any number of
    /// parts, `*-d{id:digits}-*` within one. `{id}` becomes the place's id, other names go to
    /// [`crate::Place::extra`].
    pub paths: Vec<String>,
    /// The canonical address, from `{place.id}`.
    pub url: Template,
}

/// One way to read the list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Route {
    /// For people and failures: `api`, `page_state`.
    pub name: String,
    /// Kinds of places that it reads; empty: all.
    #[serde(default)]
    pub kinds: Vec<String>,
    /// What ids of places look like that it reads. Nor does it read one whose link did not say what its
    /// address needs (`{place.extra.KEY}`).
    #[serde(default)]
    pub ids: Option<Whole>,
    /// Keys of `[source.access]` without which this route is not used.
    #[serde(default)]
    pub needs: Vec<String>,
    /// Only with one of the sets of keys by which replies go ([`crate::Manifest::answered_by`]).
    #[serde(default)]
    pub owner: bool,
    /// Only where this switch of `[source.access]` says `yes`.
    #[serde(default)]
    pub switch: Option<String>,
    /// Name of a `[declared.service.NAME]`.
    #[serde(default)]
    pub service: Option<String>,
    /// What to ask: `{place.id}`, `{access.KEY}`, `{access.KEY|default}`, `{cursor|first}`, `{cursor?}`.
    pub url: Template,
    /// `accept` is that of the body where it is not named.
    #[serde(default)]
    pub headers: BTreeMap<String, Words>,
    /// Asked by POST with this body.
    #[serde(default)]
    pub json: Option<Json>,
    #[serde(default)]
    pub form: Option<BTreeMap<String, Words>>,
    #[serde(default)]
    pub cost: Option<u32>,
    /// Several lists side by side: `{each}`.
    #[serde(default)]
    pub each: Option<Each>,
    /// Asked once, with the first page.
    #[serde(default)]
    pub first: Option<First>,
    /// Name of a public route whose first page is read beside the first page of this one: it shows the
    /// replies, the figures, and where a review came from, which this one does not.
    #[serde(default)]
    pub beside: Option<String>,
    /// Name of the `[items.NAME]` by which its reviews are read.
    #[serde(default)]
    pub item: Option<String>,
    /// The list tells nothing of replies: see [`crate::Sighting::reply_untold`].
    #[serde(default)]
    pub replies_untold: bool,
    /// How the JSON is taken out of the body.
    #[serde(default)]
    pub body: Body,
    /// Where in the JSON everything below starts; the first that leads anywhere is taken.
    #[serde(default = "whole")]
    pub root: Vec<Path>,
    /// The list of reviews, from the root; the first that leads to a list is taken, and several
    /// lists on one path are read one after the other.
    pub list: Vec<Path>,
    /// Which elements of the list are read; without it all.
    #[serde(default)]
    pub only: Option<Only>,
    /// What stands under an element stands inside of it.
    #[serde(default)]
    pub tree: Option<Tree>,
    /// Must lead to something, else the page has changed: the post on top of its comments.
    #[serde(default)]
    pub must: Option<Path>,
    /// Where the review stands in an element of the list. An element with `null` there is passed over.
    #[serde(default)]
    pub within: Option<Path>,
    #[serde(default)]
    pub paging: Paging,
    /// What the answer names by id.
    #[serde(default)]
    pub join: Vec<Join>,
    /// Id of the newest post of the answer. Once a walk is over, it is `{newest}`: the next poll asks for what
    /// came after it.
    #[serde(default)]
    pub newest: Option<Path>,
    /// What must be known to believe in an empty first page.
    #[serde(default)]
    pub proof: Option<Proof>,
    /// The post that a thread is about.
    #[serde(default)]
    pub top: Option<Top>,
    /// `true` there says that the platform has more than this route can read.
    #[serde(default)]
    pub more: Option<Path>,
    /// The platform's own figures.
    #[serde(default)]
    pub counter: Figures,
    /// Numbers that must all be zero (those that are there, at least one) to believe in an empty
    /// first page. Where none is named, the counter's.
    #[serde(default)]
    pub zero: Vec<Path>,
    /// An empty list is this platform's own word for "nothing", if no figure and no next page contradicts.
    #[serde(default)]
    pub empty_is_stated: bool,
    /// Keys beside the list. Where it is empty the platform leaves it out: it is believed to be if there is
    /// no key but these.
    #[serde(default)]
    pub absent_beside: Option<Vec<String>>,
    /// A status code inside the body, read by the same table as an HTTP status.
    #[serde(default)]
    pub code: Option<Path>,
    /// HTTP statuses that mean "no such place" on this route, besides 404 and 410.
    #[serde(default)]
    pub gone: Vec<u16>,
    /// The whole list can be read by this route, nothing left out: absence means something.
    #[serde(default)]
    pub complete: bool,
    /// Pages go from new to old: see [`crate::Page::newest_first`].
    #[serde(default)]
    pub newest_first: bool,
}

fn whole() -> Vec<Path> {
    vec![Path::default()]
}

/// How the JSON is taken out of a body.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Body {
    /// The body is JSON.
    #[default]
    Json,
    /// HTML with `NAME = JSON.parse('…')`: the argument is a JavaScript string in single quotes.
    JsString(String),
    /// HTML with JSON inside a JSON string: the first such string that has the key `NAME`.
    JsonString(String),
    /// HTML with JSON inside of `<script id="NAME">`.
    Script(String),
    /// Google's `batchexecute`: JSON inside a string, in the frame of one of these calls.
    Frames(Vec<String>),
}

impl Body {
    /// The media type that is asked for.
    pub fn kind(&self) -> &'static str {
        match self {
            Body::Json => "application/json",
            Body::Frames(_) => "*/*",
            Body::JsString(_) | Body::JsonString(_) | Body::Script(_) => "text/html",
        }
    }
}

/// How one gets to the next page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind", deny_unknown_fields)]
pub enum Paging {
    /// Everything is on one page.
    #[default]
    None,
    /// An address in the answer. Host and scheme are those of the route; parameters that hold
    /// access keys are taken out of the cursor and put back into the request.
    NextLink { path: Path },
    /// A token in the answer; `{cursor}` in the route's address. `always`: there is one on the last
    /// page too, so that an empty page, or the token of this very page, is the end.
    Token {
        path: Path,
        #[serde(default)]
        always: bool,
        /// The token of this very page is the end, too.
        #[serde(default)]
        repeats: bool,
        /// A page may hold nothing although it is not the last.
        #[serde(default)]
        sparse: bool,
    },
    /// Page numbers: the first is `first`, a page of fewer than `size` is the last, and one with `true` at
    /// `end`. Or else the number of the last page stands at `last`; `most`: what is shown to strangers.
    Page {
        #[serde(default)]
        first: u32,
        #[serde(default)]
        size: u32,
        #[serde(default)]
        end: Option<Path>,
        #[serde(default)]
        last: Option<Path>,
        #[serde(default)]
        most: Option<u32>,
    },
    /// What stands at `path` of the last element; an empty page is the end.
    After { path: Path },
    /// A header `Link: <…>; rel="next"` (RFC 8288): its `parameter` is `{cursor}`. Without one, a page of
    /// `size` goes on at `path` of its last element. Ids that are no smaller than the last are the end.
    LinkHeader {
        parameter: String,
        path: Path,
        size: u32,
    },
    /// Offsets from 0 by `size`; a page of fewer is the last.
    Offset { size: u32 },
}

/// Where the platform's own figures stand; the first path that leads anywhere is taken.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figures {
    #[serde(default, deserialize_with = "one_or_many")]
    pub count: Vec<Path>,
    /// What of the count is listed nowhere, such as votes without words.
    #[serde(default)]
    pub silent: Option<Path>,
    #[serde(default, deserialize_with = "one_or_many")]
    pub rating: Vec<Path>,
}

/// A call beside the first page. With `take` it is made before it, and must be answered; else after it, and
/// its failure matters only where the page is empty.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct First {
    pub call: Call,
    /// What is taken out of the answer, for `{found.NAME}`. It stays in the cursor.
    #[serde(default)]
    pub take: BTreeMap<String, Path>,
    /// Where in the answer the figures start.
    #[serde(default)]
    pub root: Path,
    #[serde(default)]
    pub counter: Figures,
}

/// Fields of one review. Every field is a [`Field`]: path and converter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    pub id: Field<TextAs>,
    pub text: Field<TextAs>,
    #[serde(default)]
    pub title: Option<Field<TextAs>>,
    #[serde(default)]
    pub author_id: Option<Field<TextAs>>,
    #[serde(default)]
    pub author_name: Option<Field<TextAs>>,
    #[serde(default)]
    pub parent: Option<Field<TextAs>>,
    /// The comment that it answers, where `parent` is the post that both stand under.
    #[serde(default)]
    pub thread: Option<Field<TextAs>>,
    #[serde(default)]
    pub provider: Option<Field<TextAs>>,
    #[serde(default)]
    pub lang: Option<Field<TextAs>>,
    #[serde(default)]
    pub url: Option<Field<TextAs>>,
    #[serde(default)]
    pub rating: Option<Field<NumberAs>>,
    /// The numbers of all paths together.
    #[serde(default)]
    pub media: Option<Field<NumberAs>>,
    #[serde(default)]
    pub created: Option<Field<DateAs>>,
    #[serde(default)]
    pub updated: Option<Field<DateAs>>,
    #[serde(default)]
    pub edited: Option<Field<FlagAs>>,
    /// An explicit stub in the place of the review. Hidden is not removed.
    #[serde(default)]
    pub removed: Option<Field<FlagAs>>,
    #[serde(default)]
    pub reply: Option<Reply>,
    /// The newest of several forms, put in their place before anything is read.
    #[serde(default)]
    pub newest: Vec<Newest>,
    /// What is read is a review for all to see only where one of these values stands, or none at all.
    #[serde(default)]
    pub shown: Option<Shown>,
    /// On every page at least one review has words: else they have moved.
    #[serde(default)]
    pub worded: bool,
    /// Only where something stands at one of these (a picture) the text may stay away.
    #[serde(default)]
    pub wordless: Vec<Path>,
}

/// Of all values at `of` the one with the greatest numbers at `by` becomes the field `name`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Newest {
    pub name: String,
    pub of: Path,
    pub by: Vec<Path>,
}

/// See [`Item::shown`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shown {
    pub path: Path,
    #[serde(default)]
    pub is: Vec<String>,
    /// Nothing, or `null`, must stand there.
    #[serde(default)]
    pub absent: bool,
}

/// The official answer under a review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reply {
    /// The object of the answer, the first of these that is there; `null` or absence means that there is
    /// none. Empty: the review itself.
    #[serde(deserialize_with = "one_or_many")]
    pub path: Vec<Path>,
    #[serde(default)]
    pub id: Option<Field<TextAs>>,
    /// Where it is `nonempty` and nothing stands there, there is no answer.
    pub text: Field<TextAs>,
    #[serde(default)]
    pub at: Option<Field<DateAs>>,
    /// Of several answers at `path` the last one stands.
    #[serde(default)]
    pub last: bool,
    /// On every page at least one review has the key, be it `null`: else the key was renamed.
    #[serde(default)]
    pub key_told: bool,
    /// How far a platform that moderates replies is with it.
    #[serde(default)]
    pub standing: Option<Stands>,
}

/// Words for [`crate::Standing`]. Of a word that is named nowhere, an answer is pending: never called live.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stands {
    pub path: Path,
    /// So is an answer without any word.
    pub live: Vec<String>,
    /// Word, and the reason that is told.
    #[serde(default)]
    pub rejected: BTreeMap<String, String>,
    /// The answer was taken away.
    #[serde(default)]
    pub gone: Vec<String>,
}

fn one_or_many<'de, D: Deserializer<'de>>(d: D) -> Result<Vec<Path>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Paths {
        One(Path),
        Many(Vec<Path>),
    }
    Ok(match Paths::deserialize(d)? {
        Paths::One(path) => vec![path],
        Paths::Many(paths) => paths,
    })
}

/// A value: where it stands and how it is converted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field<As> {
    /// The first that leads to something other than `null` is taken (numbers: their sum).
    pub path: Vec<Path>,
    #[serde(rename = "as")]
    pub how: As,
    /// May be absent. A key that is not optional and is not there is a changed page; `null` is
    /// allowed, save for the id and what is `required`.
    #[serde(default)]
    pub optional: bool,
    /// Must say something on every review: `null` is a changed page, too.
    #[serde(default)]
    pub required: bool,
    /// Texts that stand for nothing, such as the name of whoever has none.
    #[serde(default)]
    pub not: Vec<String>,
}

/// Converters to text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TextAs {
    /// Plain text; empty stays empty.
    Text,
    /// Plain text; empty means none.
    Nonempty,
    /// Plain text in which `&`, `<` and `>` come escaped.
    Escaped,
    /// HTML to plain text; empty means none.
    HtmlText,
    /// The same, with an empty line between paragraphs, as posts have it.
    HtmlPost,
    /// Plain text without the square-bracket markup of forums (`[b]`, `[url=…]`).
    Bbcode,
    /// A string or whole number, exact to the byte, never empty.
    Id,
    /// An absolute http(s) address; anything else means none.
    Link,
}

/// Converters to numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NumberAs {
    /// A whole number, also as a string.
    Int,
    /// 1 to 5, also as a string; anything else is a changed page.
    Rating,
    /// `true` is 5, `false` is 1: a recommendation.
    Thumb,
    /// How many elements the lists have.
    Count,
    /// 1 where something stands.
    One,
}

/// Converters to instants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateAs {
    Rfc3339,
    /// The same; a time without a zone is taken for Moscow's. A number is milliseconds since 1970.
    Moscow,
    /// The same; a time without a zone is UTC.
    Utc,
    /// Seconds since 1970, also as a string, and with nanoseconds beside them; 0 is none, and so is yes or no.
    Unix,
}

/// Converters to yes or no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FlagAs {
    /// `true`; `null` is no.
    Bool,
    /// Something other than `null`, `""`, `0`, `false`, `[]` stands there.
    Nonempty,
}
