//! Posts, comments and recommendations of the Graph API, as far as they are used. Facebook and
//! Instagram name the same things differently; nearly everything may be missing.

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::{Map, Value};

/// A list with its way on. `List::next` holds the access token and is never kept.
#[derive(Debug, Deserialize)]
pub struct List {
    pub data: Vec<Node>,
    pub paging: Option<Paging>,
    pub summary: Option<Summary>,
}

#[derive(Debug, Deserialize)]
pub struct Paging {
    cursors: Option<Cursors>,
    next: Option<IgnoredAny>,
}

#[derive(Debug, Deserialize)]
struct Cursors {
    after: Option<String>,
}

#[derive(Debug, Deserialize)]
pub struct Summary {
    pub total_count: Option<u64>,
}

impl List {
    /// The cursor of the next page, if there is one.
    pub fn after(&self) -> Option<&str> {
        let paging = self.paging.as_ref()?;
        paging.next.as_ref()?;
        paging
            .cursors
            .as_ref()?
            .after
            .as_deref()
            .filter(|a| !a.is_empty())
    }

    /// Comments of all levels, if the list counts them.
    pub fn total(&self) -> Option<u64> {
        self.summary.as_ref()?.total_count
    }
}

/// A post, a comment or a recommendation.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Node {
    pub id: Option<String>,
    pub from: Option<Who>,
    #[serde(alias = "text", alias = "caption", alias = "review_text")]
    pub message: Option<String>,
    #[serde(alias = "timestamp")]
    pub created_time: Option<String>,
    #[serde(alias = "permalink")]
    pub permalink_url: Option<String>,
    /// Replies to a comment of Facebook.
    pub comment_count: Option<u64>,
    /// Comments under a post of Instagram.
    pub comments_count: Option<u64>,
    pub parent: Option<Box<Node>>,
    pub parent_id: Option<String>,
    pub attachment: Option<IgnoredAny>,
    pub attachments: Option<IgnoredAny>,
    pub username: Option<String>,
    /// Only on what the account itself wrote (Instagram).
    pub user: Option<IgnoredAny>,
    /// The post of a comment (Instagram).
    pub media: Option<Id>,
    pub comments: Option<List>,
    pub replies: Option<List>,

    // Signs of a post.
    pub media_type: Option<IgnoredAny>,
    pub status_type: Option<IgnoredAny>,
    pub updated_time: Option<IgnoredAny>,

    // Recommendations.
    pub recommendation_type: Option<String>,
    pub rating: Option<u8>,
    pub reviewer: Option<Who>,
    /// What a recommendation is commented on as.
    pub open_graph_story: Option<Box<Node>>,

    #[serde(flatten)]
    other: Map<String, Value>,
}

#[derive(Debug, Deserialize)]
pub struct Id {
    pub id: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Who {
    pub id: Option<String>,
    pub name: Option<String>,
    pub username: Option<String>,
}

impl Node {
    /// Comments stand there under another name than theirs.
    pub fn moved(&self) -> bool {
        let has = |v: &Value, names: [&str; 2]| names.iter().any(|n| v.get(n).is_some_and(Value::is_string));
        let said = |v: &Value| has(v, ["text", "message"]) && has(v, ["timestamp", "created_time"]);
        let lists = self
            .other
            .values()
            .filter_map(|v| v.get("data")?.as_array()?.first());
        self.comments.is_none() && lists.into_iter().any(said)
    }

    /// Posts and comments come through the same doors; only posts have these.
    pub fn is_post(&self) -> bool {
        let counted = self.comment_count.is_some() || self.parent.is_some() || self.parent_id.is_some();
        let signs = self.media_type.is_some() || self.status_type.is_some() || self.updated_time.is_some();
        !counted && (signs || self.comments_count.is_some() || self.attachments.is_some())
    }
}
